//! Words that will be stages, so that no pipeline of today changes its meaning tomorrow.

const RESERVED: [&str; 6] = [
    "throttle", "retry", "join", "progress", "debounce", "window",
];

/// Whether the word is kept for a stage to come.
pub(crate) fn is_reserved(name: &str) -> bool {
    RESERVED.contains(&name)
}
