//! Joins that wait.

use super::{Diagnostic, Spans, at};
use proc_macro2::Ident;

pub(crate) fn order_lost(join: Spans, word: &str, fan_out: &str, on: &Ident) -> Diagnostic {
    let error = at(
        join,
        format!("`{word}` pairs by position, but `{fan_out}` on `{on}` loses the order"),
    );
    let inner = fan_out.strip_suffix(')').unwrap_or("fan_out(n");
    error.help(format!("write `{inner}, ordered)`"))
}

pub(crate) fn drifts(
    join: Spans,
    word: &str,
    stage: &str,
    (on, other): (&Ident, &Ident),
    split: &str,
    drops: bool,
) -> Diagnostic {
    let what = if drops {
        format!("`{stage}` on `{on}` drops items that `{other}` keeps")
    } else {
        format!("`{stage}` on `{on}` gives another number of items than `{other}` has")
    };
    let error = at(
        join,
        format!("`{word}` can deadlock: {what}, and both come from one `{split}`"),
    );
    if drops {
        return error.help(format!(
            "merge with `fan_in`, or put `{stage}` in front of the `{split}`"
        ));
    }
    error.help("merge with `fan_in`")
}

pub(crate) fn from_one_split(
    join: Spans,
    word: &str,
    a: &Ident,
    b: &Ident,
    split: &str,
) -> Diagnostic {
    at(
        join,
        format!("`{word}` can deadlock: `{a}` and `{b}` both come from one `{split}`"),
    )
    .help("merge with `fan_in`")
}

pub(crate) fn unequal_rates(
    join: Spans,
    word: &str,
    slow: &Ident,
    fast: &Ident,
    times: u64,
) -> Diagnostic {
    let message = format!(
        "`{slow}` gives one item for every {times} of `{fast}`; no finite buffer makes `{word}` safe"
    );
    at(join, message).help(format!("batch after the `{word}`"))
}

pub(crate) fn lag_without_room(
    join: Spans,
    lags: &str,
    on: &Ident,
    other: &Ident,
    needs: u64,
) -> Diagnostic {
    at(
        join,
        format!("`{lags}` on `{on}` needs `buffer({needs})` or more on `{other}`"),
    )
}

pub(crate) fn needs_to_know(join: Spans, word: &str, stage: &str, is_number: bool) -> Diagnostic {
    let error = at(
        join,
        format!("`{word}` needs to know how many items `{stage}` gives"),
    );
    if is_number {
        return error.help("write the number as a literal");
    }
    error.help(format!("say it: `{stage}(.., rate = 1)`"))
}
