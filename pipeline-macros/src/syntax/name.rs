//! Names while they are being typed.

use crate::stages;

/// What editors put at the cursor before they expand a macro.
const MARKERS: [&str; 2] = ["raCompletionMarker", "intellijRulezz"];

/// The word that the user has typed so far.
pub(crate) fn plain(word: &str) -> String {
    let word = word.strip_prefix("r#").unwrap_or(word);
    MARKERS
        .iter()
        .fold(word.to_owned(), |word, marker| word.replace(marker, ""))
}

/// Whether an editor's cursor is in this word.
pub(crate) fn half_typed(word: &str) -> bool {
    MARKERS.iter().any(|marker| word.contains(marker))
}

/// Whether a stage of ours begins like this: then completion should offer ours.
pub(crate) fn begins_a_stage(word: &str) -> bool {
    stages::all().any(|entry| entry.name.starts_with(word))
}
