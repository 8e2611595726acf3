//! Every stage does what `Iterator` does by the same name: in one section, and between two changes of thread (there a
//! section is driven item by item, not by one `fold`).

use crate::support::watchdog::watched;
use pipewright::prelude::*;

fn numbers() -> std::vec::IntoIter<u64> {
    vec![3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 9, 7, 9].into_iter()
}

macro_rules! as_iterator {
    (@ [[$($front:tt)*] [$($behind:tt)*]] [$($stage:tt)*]) => {
        pipeline!($($front)* $($stage)* $($behind)*).run().unwrap()
    };
    (= $items:expr, [$($stage:tt)*]) => { $items.$($stage)*.collect::<Vec<_>>() };
    ($one:tt $between:tt $nothing:tt $($stage:tt)+) => {$(
        let theirs = as_iterator!(= numbers(), $stage);
        assert_eq!(as_iterator!(@ $one $stage), theirs, "{} in one section", stringify!($stage));
        assert_eq!(as_iterator!(@ $between $stage), theirs, "{} between threads", stringify!($stage));
        let theirs = as_iterator!(= None::<u64>.into_iter(), $stage);
        assert_eq!(as_iterator!(@ $nothing $stage), theirs, "{} of nothing", stringify!($stage));
    )+};
}

#[test]
fn a_stage_that_iterators_have_does_what_theirs_does() {
    watched(|| {
        as_iterator! {
            [[from(numbers()) >>] [>> collect::<Vec<_>>()]]
            [[from(numbers()) >> buffer(2) >>] [>> buffer(1) >> collect::<Vec<_>>()]]
            [[from(None::<u64>) >>] [>> collect::<Vec<_>>()]]
            [map(|n| n * 2)]
            [filter(|n| n % 3 == 0)]
            [filter_map(|n| (n > 4).then_some(n + 100))]
            [flat_map(|n| 0..n)]
            [enumerate()]
            [take(0)]
            [take(5)]
            [take(99)]
            [take_while(|n| *n < 9)]
            [map_while(|n| (n < 9).then_some(n + 1))]
            [skip(0)]
            [skip(5)]
            [skip(99)]
            [skip_while(|n| *n < 5)]
            [step_by(1)]
            [step_by(3)]
            [scan(10, |sum, n| {
                *sum += n;
                (*sum < 40).then_some(*sum)
            })]
        }
    });
}

#[test]
fn stages_compose_as_iterators_do() {
    watched(|| {
        let theirs: Vec<_> = numbers()
            .skip(1)
            .flat_map(|n| [n, n + 1])
            .filter(|n| n % 2 == 0)
            .enumerate()
            .step_by(2)
            .take(4)
            .collect();
        let ours: Vec<_> = pipeline!(
            from(numbers())
                >> skip(1)
                >> flat_map(|n| [n, n + 1])
                >> filter(|n| n % 2 == 0)
                >> enumerate
                >> step_by(2)
                >> take(4)
                >> collect
        )
        .run()
        .unwrap();
        assert_eq!(ours, theirs);
    });
}

#[test]
fn flatten_takes_the_items_of_the_items() {
    watched(|| {
        let nested = vec![vec![1_u64, 2], vec![], vec![3]];
        let ours: Vec<_> = pipeline!(from(nested) >> flatten >> collect).run().unwrap();
        assert_eq!(ours, [1, 2, 3]);
        let options = [Some(1_u8), None, Some(3)];
        let ours: Vec<_> = pipeline!(from(options) >> buffer(1) >> flatten >> buffer(1) >> collect)
            .run()
            .unwrap();
        assert_eq!(ours, [1, 3]);
    });
}

#[test]
fn cloned_and_copied_make_owned_items_of_borrowed_ones() {
    watched(|| {
        let words = ["a".to_owned(), "b".to_owned()];
        let ours: Vec<String> = pipeline!(from(&words) >> cloned >> collect).run().unwrap();
        assert_eq!(ours, words);
        let ours: Vec<u8> = pipeline!(from(&[1, 2]) >> buffer(1) >> copied >> collect)
            .run()
            .unwrap();
        assert_eq!(ours, [1, 2]);
    });
}

#[test]
fn inspect_shows_every_item_and_changes_none() {
    watched(|| {
        let mut seen = Vec::new();
        let ours: Vec<_> = pipeline!(from(numbers()) >> inspect(|n| seen.push(*n)) >> collect)
            .run()
            .unwrap();
        assert_eq!(ours, seen);
        assert_eq!(ours, numbers().collect::<Vec<_>>());
    });
}

#[test]
fn dedup_does_what_the_one_of_vec_does() {
    watched(|| {
        for items in [
            vec![],
            vec![1, 1, 1],
            vec![1, 2, 2, 1, 1, 3],
            numbers().collect(),
        ] {
            let mut theirs: Vec<u64> = items.clone();
            theirs.dedup();
            let given = items.clone();
            let ours: Vec<_> = pipeline!(from(given) >> dedup >> collect).run().unwrap();
            assert_eq!(ours, theirs);
            let ours: Vec<_> = pipeline!(from(items) >> buffer(1) >> dedup >> buffer(1) >> collect)
                .run()
                .unwrap();
            assert_eq!(ours, theirs);
        }
    });
}

#[test]
fn batches_are_full_but_the_last_one_and_none_is_empty() {
    watched(|| {
        for (count, size) in [
            (0, 3),
            (1, 3),
            (2, 3),
            (3, 3),
            (4, 3),
            (9, 3),
            (10, 3),
            (10, 1),
        ] {
            let items: Vec<u32> = (0..count).collect();
            let theirs: Vec<Vec<u32>> = items.chunks(size).map(<[u32]>::to_vec).collect();
            let ours: Vec<_> = pipeline!(from(0..count) >> batch(size) >> collect)
                .run()
                .unwrap();
            assert_eq!(ours, theirs);
            let ours: Vec<_> =
                pipeline!(from(0..count) >> buffer(2) >> batch(size) >> buffer(1) >> collect)
                    .run()
                    .unwrap();
            assert_eq!(ours, theirs);
            let ours: Vec<_> = pipeline!(from(0..count) >> batch(size, 1h) >> collect)
                .run()
                .unwrap();
            assert_eq!(ours, theirs, "with a time that does not come");
        }
    });
}

#[test]
fn through_makes_any_adaptor_a_stage() {
    watched(|| {
        let ours: Vec<_> = pipeline!(
            from(numbers()) >> through(|items| items.zip(10_u64..).map(|(a, b)| a + b)) >> collect
        )
        .run()
        .unwrap();
        let theirs: Vec<_> = numbers().zip(10_u64..).map(|(a, b)| a + b).collect();
        assert_eq!(ours, theirs);
    });
}

#[test]
fn map_init_makes_its_state_at_the_first_item_and_only_then() {
    watched(|| {
        let mut made = 0;
        let ours: Vec<_> = pipeline!(
            from(0..4_u32)
                >> map_init(
                    || {
                        made += 1;
                        10
                    },
                    |sum, n| {
                        *sum += n;
                        *sum
                    }
                )
                >> collect
        )
        .run()
        .unwrap();
        assert_eq!((ours, made), (vec![10, 11, 13, 16], 1));
        let none = pipeline!(
            from(None::<u8>)
                >> map_init(|| panic!("there is no item"), |(): &mut (), n| n)
                >> count
        )
        .run();
        assert_eq!(none.unwrap(), 0);
    });
}

#[test]
fn try_map_init_passes_on_what_both_closures_give() {
    watched(|| {
        let ours: Vec<_> = pipeline!(
            from(["1", "2"])
                >> try_map_init(
                    || "10".parse::<u32>(),
                    |base, text| text.parse::<u32>().map(|n| n + *base)
                )?
                >> collect
        )
        .run()
        .unwrap();
        assert_eq!(ours, [11, 12]);
    });
}

#[test]
fn lines_are_those_of_the_reader() {
    watched(|| {
        let text = "one\ntwo\r\n\nlast";
        let ours: Vec<String> = pipeline!(lines(text.as_bytes())? >> collect).run().unwrap();
        assert_eq!(ours, ["one", "two", "", "last"]);
    });
}

#[test]
fn receive_gives_what_is_sent_until_the_last_sender_has_gone() {
    watched(|| {
        let (tx, rx) = crossbeam_channel::bounded(1);
        let other = tx.clone();
        std::thread::scope(|scope| {
            scope.spawn(move || (0..10).for_each(|n| tx.send(n).unwrap()));
            scope.spawn(move || (10..20).for_each(|n| other.send(n).unwrap()));
            let ours: Vec<u32> = pipeline!(receive(rx) >> buffer(1) >> collect)
                .run()
                .unwrap();
            assert_eq!(crate::sorted(ours), (0..20).collect::<Vec<_>>());
        });
    });
}

/// A user's own stages: methods of a trait on iterators.
pub(crate) trait Own: Iterator + Sized {
    fn twice(self) -> impl Iterator<Item = Self::Item>
    where
        Self::Item: Clone,
    {
        self.flat_map(|item| [item.clone(), item])
    }

    fn every(self, n: usize) -> impl Iterator<Item = Self::Item> {
        self.step_by(n)
    }
}

impl<I: Iterator> Own for I {}

#[test]
fn a_method_of_a_users_trait_is_a_stage_by_name_and_by_path() {
    watched(|| {
        let ours: Vec<_> = pipeline!(from(0..4_u8) >> every(2) >> twice >> Own::twice() >> collect)
            .run()
            .unwrap();
        assert_eq!(ours, [0, 0, 0, 0, 2, 2, 2, 2]);
    });
}
