//! The compiler's own rule for "a name like this one exists".

/// The candidate that `name` was most likely meant to be: the same but for case; else the nearest within a third of its
/// length; else the same words in another order.
pub(crate) fn similar<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let candidates: Vec<&str> = candidates.into_iter().filter(|c| *c != name).collect();
    let same_but_case = candidates.iter().find(|c| c.eq_ignore_ascii_case(name));
    if let Some(found) = same_but_case {
        return Some(found);
    }
    let limit = name.chars().count().max(3) / 3;
    let nearest = candidates
        .iter()
        .map(|c| (distance(name, c), c))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance);
    if let Some((_, found)) = nearest {
        return Some(found);
    }
    let words = sorted_words(name);
    candidates.into_iter().find(|c| sorted_words(c) == words)
}

fn sorted_words(name: &str) -> Vec<&str> {
    let mut words: Vec<&str> = name.split('_').collect();
    words.sort_unstable();
    words
}

/// Insertions, deletions, changes and swaps of neighbours between the two.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let change = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = change.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::{distance, similar};

    #[test]
    fn distances_count_swaps_of_neighbours_as_one() {
        assert_eq!(distance("fan_out", "fan_out"), 0);
        assert_eq!(distance("fan_ot", "fan_out"), 1);
        assert_eq!(distance("bacth", "batch"), 1);
        assert_eq!(distance("", "abc"), 3);
    }

    #[test]
    fn the_rule_is_case_then_distance_then_order_of_words() {
        let names = ["rows", "fan_in", "min_by"];
        assert_eq!(similar("Rows", names), Some("rows"));
        assert_eq!(similar("rws", names), Some("rows"));
        assert_eq!(similar("by_min", names), Some("min_by"));
        assert_eq!(similar("unrelated", names), None);
        assert_eq!(similar("rows", names), None);
    }
}
