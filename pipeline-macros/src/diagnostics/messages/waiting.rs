//! Joins that wait.

use super::{Diagnostic, Spans, at, series};
use proc_macro2::Ident;

const MERGE: &str = "merge with `fan_in`";

/// What ties two inputs of a join together.
pub(crate) enum Tie {
    /// They are branches of one split.
    Split { split: String },
    /// Other joins wait for one while they fill the other; each stage with its line.
    Circle {
        names: (String, String),
        joins: Vec<(String, usize)>,
        splits: Vec<(String, usize)>,
    },
}

impl Tie {
    fn told(&self) -> String {
        match self {
            Self::Split { split } => format!("both come from one `{split}`"),
            Self::Circle {
                names: (a, b),
                joins,
                ..
            } => format!(
                "`{a}` and `{b}` wait for each other through {}",
                placed(joins)
            ),
        }
    }

    /// With a note that names what closes the circle.
    fn noted(&self, error: Diagnostic) -> Diagnostic {
        match self {
            Self::Split { .. } => error,
            Self::Circle { splits, .. } => {
                error.note(format!("the circle closes at {}", placed(splits)))
            }
        }
    }
}

// "the `tee` on line 1 and the `zip` on line 4"
fn placed(stages: &[(String, usize)]) -> String {
    let stages = stages.iter();
    let told = stages.map(|(word, line)| format!("the `{word}` on line {line}"));
    series(&told.collect::<Vec<_>>())
}

pub(crate) fn order_lost(
    join: Spans,
    word: &str,
    fan_out: &str,
    on: &Ident,
    ordered: &str,
    keyed: bool,
) -> Diagnostic {
    let error = at(
        join,
        format!("`{word}` pairs by position, but `{fan_out}` on `{on}` loses the order"),
    );
    let error = if keyed {
        error.note("`by` keeps the order of each key only")
    } else {
        error
    };
    error.help(format!("write `{ordered}`"))
}

// A stage that makes another number of items: its word, whether it drops some, and the split that it stands below.
pub(crate) fn drifts(
    join: Spans,
    word: &str,
    (stage, drops, below): (&str, bool, Option<&str>),
    (on, other): (&Ident, &Ident),
    tie: &Tie,
) -> Diagnostic {
    let what = match (drops, tie) {
        (true, Tie::Split { .. }) => format!("drops items that `{other}` keeps"),
        (true, Tie::Circle { .. }) => "drops items".to_owned(),
        (false, Tie::Split { .. }) => format!("gives another number of items than `{other}` has"),
        (false, Tie::Circle { .. }) => "gives another number of items than it takes".to_owned(),
    };
    let error = at(
        join,
        format!(
            "`{word}` can deadlock: `{stage}` on `{on}` {what}, and {}",
            tie.told()
        ),
    );
    let error = tie.noted(error);
    match below.filter(|_| drops) {
        Some(split) => error.help(format!(
            "{MERGE}, or put `{stage}` in front of the `{split}`"
        )),
        None => error.help(MERGE),
    }
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
    .help(MERGE)
}

// The same through other joins; the split that does not give each of its streams every item, if it is to blame.
pub(crate) fn apart(join: Spans, word: &str, split: Option<&str>, tie: &Tie) -> Diagnostic {
    let why = split.map_or_else(String::new, |split| {
        format!("an item of `{split}` goes to one stream only, and ")
    });
    let error = at(join, format!("`{word}` can deadlock: {why}{}", tie.told()));
    tie.noted(error).help(MERGE)
}

pub(crate) fn unequal_rates(
    join: Spans,
    word: &str,
    gathers: &str,
    (slow, fewer): (&Ident, u64),
    (fast, more): (&Ident, u64),
) -> Diagnostic {
    let common = common_divisor(fewer, more);
    let (fewer, more) = (fewer / common, more / common);
    let gives = if fewer == 1 {
        "one item".to_owned()
    } else {
        format!("{fewer} items")
    };
    let message = format!(
        "`{slow}` gives {gives} for every {more} of `{fast}`; no finite buffer makes `{word}` safe"
    );
    let error = at(join, message);
    if gathers == "batch" {
        error.help(format!("batch after the `{word}`"))
    } else {
        error.help(format!("put `{gathers}` behind the `{word}`"))
    }
}

fn common_divisor(a: u64, b: u64) -> u64 {
    let (mut a, mut b) = (a, b);
    while b > 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
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
