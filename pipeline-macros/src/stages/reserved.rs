//! Words that will be stages, so that no pipeline of today changes its meaning tomorrow.

const RESERVED: [&str; 17] = [
    "ticks", "generate", "bridge", "via", "unzip", "route", "select", "zip", "concat", "prefer",
    "or_done", "throttle", "retry", "join", "progress", "debounce", "window",
];

/// Whether the word is kept for a stage to come.
pub(crate) fn is_reserved(name: &str) -> bool {
    RESERVED.contains(&name)
}
