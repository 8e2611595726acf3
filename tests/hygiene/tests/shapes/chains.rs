//! Every fused stage, every sink.

use crate::facade::prelude::*;
use std::collections::{BTreeSet, HashMap};

#[test]
fn stages_with_closures() {
    let mut seen = 0;
    let all: Vec<u32> = pipeline!(
        from(0..100u32)
            >> skip_while(|n| *n < 10)
            >> take_while(|n| *n < 90)
            >> filter_map(|n| n.checked_sub(1))
            >> flat_map(|n| [n, n])
            >> inspect(|_| seen += 1)
            >> map_while(|n| (n < 80).then_some(n))
            >> scan(0, |sum: &mut u32, n| {
                *sum += n;
                Some(*sum)
            })
            >> map_init(Vec::new, |last: &mut Vec<u32>, n| {
                last.push(n);
                n + 1
            })
            >> through(|items| items.step_by(2))
            >> collect
    )
    .run()
    .unwrap();
    assert_eq!((all.len(), all[0], seen), (71, 10, 143));
}

#[test]
fn stages_without() {
    let words = [vec!["a", "a"], vec!["b"], vec!["c", "d", "e"]];
    let all: Vec<Vec<(usize, String)>> = pipeline!(
        from(&words)
            >> cloned
            >> flatten
            >> copied_words
            >> dedup
            >> skip(1)
            >> take(4)
            >> step_by(2)
            >> enumerate
            >> batch(2)
            >> collect
    )
    .run()
    .unwrap();
    assert_eq!(all, [[(0, "b".to_owned()), (1, "d".to_owned())]]);
}

/// A stage of the user's own among them.
trait CopiedWords<'w>: Iterator<Item = &'w str> + Sized {
    fn copied_words(self) -> impl Iterator<Item = String> {
        self.map(str::to_owned)
    }
}

impl<'w, I: Iterator<Item = &'w str>> CopiedWords<'w> for I {}

#[test]
fn sinks_of_a_whole_stream() {
    let (sender, receiver) = crossbeam();
    let ends = pipeline!({
        let folded = from(1..=4) >> fold(1, |product, n| product * n);
        let reduced = from(1..=4) >> reduce(|a, b| a + b);
        let counted: HashMap<bool, usize> = from(1..=4) >> count_by(|n| n % 2 == 0);
        let grouped = from(1..=4) >> fold_by(|n| n % 2, 0, |sum, n| sum + n);
        let least = from(["bb", "a"]) >> min_by_key(|text| text.len());
        let most = from(["bb", "a"]) >> max_by(|a, b| a.len().cmp(&b.len()));
        let found = from(1..=4) >> find(|n| *n > 2);
        let place = from(1..=4) >> position(|n| n > 2);
        let (any, all) = from([1, 2]) >> consume(|items| (items.count() > 1, false));
        let set: BTreeSet<i32> = from([3, 3, 1]) >> collect;
        from(1..=4) >> send(sender);
        (
            folded,
            reduced,
            counted[&true],
            grouped[&1],
            least,
            most,
            found,
            place,
            any,
            all,
            set,
        )
    });
    let ends = ends.run().unwrap();
    let set = BTreeSet::from([1, 3]);
    let (found, place) = (Some(3), Some(2));
    assert_eq!(
        ends,
        (
            24,
            Some(10),
            2,
            4,
            Some("a"),
            Some("bb"),
            found,
            place,
            true,
            false,
            set
        )
    );
    assert_eq!(receiver.into_iter().sum::<i32>(), 10);
}

fn crossbeam() -> (
    crossbeam_channel::Sender<i32>,
    crossbeam_channel::Receiver<i32>,
) {
    crossbeam_channel::unbounded()
}

#[test]
fn sources() {
    let (sender, receiver) = crossbeam();
    drop(sender);
    let text = "one\ntwo";
    let counts = pipeline!({
        let lines = lines(text.as_bytes())? >> count;
        let numbers = receive(receiver) >> count;
        (lines, numbers)
    });
    assert_eq!(counts.run().unwrap(), (2, 0));
}
