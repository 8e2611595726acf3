//! Names while they are being typed.

use crate::diagnostics::similar;
use crate::stages::{self, Entry, Kind};

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

/// A word of the table that opens, closes, splits, joins or ends, and is nearly this one. (The fused stages are methods:
/// there the compiler itself knows the similar names.)
pub(crate) fn shaping_word_like(word: &str) -> Option<&'static Entry> {
    let shaping = stages::all()
        .filter(|entry| !matches!(entry.kind, Kind::Transform | Kind::Source | Kind::Generator));
    similar(word, shaping.map(|entry| entry.name)).and_then(stages::find)
}
