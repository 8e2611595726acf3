//! The macro's text to a graph. A line a thing, fields between tabs; `{3}` is the fourth count of the pipeline.
//!
//! ```text
//! S  stages  workers  flags (h: here, r: region, +: opaque)
//! E  number of the edge among those made, or `tail`  from  to  stream  flags (k: a lane a worker, w: in a window)
//! J  reason
//! ```

use super::{Edge, Graph, Notes, Section};

impl Graph {
    /// Puts together what the macro and what the plan know.
    pub(crate) fn read(text: &str, notes: &Notes) -> Self {
        let mut graph = Self {
            sections: Vec::new(),
            edges: Vec::new(),
            joins: Vec::new(),
        };
        let mut edges = Vec::new();
        for line in text.lines() {
            let fields: Vec<&str> = line.split('\t').collect();
            match fields[..] {
                ["S", stages, workers, flags] => {
                    graph.sections.push(section(notes, stages, workers, flags));
                }
                ["E", made, from, to, stream, flags] => edges.push((made, from, to, stream, flags)),
                ["J", reason] => graph.joins.push(filled(notes, reason)),
                _ => {}
            }
        }
        for (made, from, to, stream, flags) in edges {
            let of_plan = made
                .parse()
                .ok()
                .and_then(|made: usize| notes.edges.get(made).copied());
            let Some((item, bound)) = of_plan.or(notes.tail) else {
                continue;
            };
            let to = to.parse().ok();
            let lanes = to
                .filter(|_| flags.contains('k'))
                .and_then(|to: usize| graph.sections.get(to));
            graph.edges.push(Edge {
                made: made.parse().ok(),
                from: from.parse().unwrap_or_default(),
                to,
                stream: (!stream.is_empty()).then(|| stream.to_owned()),
                item: short(item),
                bound,
                lanes: lanes.map_or(1, |section| section.workers),
                in_window: flags.contains('w'),
            });
        }
        if graph.is_open() {
            // The caller has its own thread: it takes the items.
            graph
                .sections
                .iter_mut()
                .for_each(|section| section.is_here = false);
        }
        graph
    }
}

fn section(notes: &Notes, stages: &str, workers: &str, flags: &str) -> Section {
    let each: Vec<&str> = stages.split(" ▷ ").collect();
    let (gathers, besides) = gathered(notes, &each);
    Section {
        stages: filled(notes, stages),
        workers: if workers.is_empty() {
            1
        } else {
            filled(notes, workers).parse().unwrap_or(1)
        },
        is_region: flags.contains('r'),
        is_here: flags.contains('h'),
        gathers,
        besides,
        is_zip: each.first() == Some(&"zip"),
        hands: match each.last() {
            Some(&"tee" | &"unzip") => 2,
            _ => 1,
        },
        is_opaque: flags.contains('+'),
    }
}

/// How many inputs an output stands for, and how many are held besides by batches that are taken apart again.
fn gathered(notes: &Notes, stages: &[&str]) -> (usize, usize) {
    let product = |sizes: &[usize]| sizes.iter().copied().fold(1, usize::saturating_mul);
    let (mut sizes, mut besides) = (Vec::new(), 0_usize);
    for stage in stages {
        let size = stage.strip_prefix("batch({");
        if let Some(size) = size.and_then(|rest| count(notes, rest)) {
            sizes.push(size);
        } else if stage.starts_with("flatten") {
            besides = besides.saturating_add(product(&sizes));
            sizes.pop();
        }
    }
    (product(&sizes), besides)
}

/// The count whose number the text begins with.
fn count(notes: &Notes, text: &str) -> Option<usize> {
    let number: usize = text.split('}').next()?.parse().ok()?;
    notes.counts.get(number).copied()
}

/// The text with every `{n}` replaced by that count.
fn filled(notes: &Notes, text: &str) -> String {
    let mut parts = text.split('{');
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match (count(notes, part), part.split_once('}')) {
            (Some(count), Some((_, rest))) => {
                filled.push_str(&count.to_string());
                filled.push_str(rest);
            }
            _ => {
                filled.push('{');
                filled.push_str(part);
            }
        }
    }
    filled
}

/// A type's name without the paths in it.
fn short(name: &str) -> String {
    let mut short = String::new();
    let mut word = String::new();
    let mut rest = name.chars().peekable();
    while let Some(c) = rest.next() {
        if c.is_alphanumeric() || c == '_' {
            word.push(c);
        } else if c == ':' && rest.peek() == Some(&':') {
            rest.next();
            word.clear();
        } else {
            short.push_str(&word);
            word.clear();
            short.push(c);
        }
    }
    short + &word
}

#[cfg(test)]
mod tests {
    use super::{Notes, filled, short};

    #[test]
    fn types_lose_their_paths() {
        assert_eq!(
            short("alloc::vec::Vec<alloc::string::String>"),
            "Vec<String>"
        );
        assert_eq!(
            short("core::result::Result<u8, std::io::error::Error>"),
            "Result<u8, Error>"
        );
        assert_eq!(short("&str"), "&str");
    }

    #[test]
    fn counts_are_filled_in_and_braces_of_the_user_stay() {
        let notes = Notes {
            counts: vec![4, 100],
            ..Notes::default()
        };
        assert_eq!(
            filled(&notes, "batch({1}) ▷ map({ x })"),
            "batch(100) ▷ map({ x })"
        );
    }
}
