//! A great many short runs of random shape, over every kind of edge: nothing is lost, doubled, out of order or left over, and
//! nothing hangs. The same runs every time; `PIPEWRIGHT_STRESS` says how many, `PIPEWRIGHT_SEED` which.

mod support;

use pipewright::prelude::*;
use std::time::Instant;
use support::ledger::{Ledger, Tracked};
use support::random::Random;
use support::watchdog::{step, watched};

fn set<T: std::str::FromStr>(name: &str) -> Option<T> {
    std::env::var(name).ok()?.parse().ok()
}

#[derive(Clone, Copy, Debug)]
enum Shape {
    Chain,
    Region,
    Ordered,
    Keyed,
    TeeAndZip,
    RegionsInARow,
}

const SHAPES: [Shape; 6] = [
    Shape::Chain,
    Shape::Region,
    Shape::Ordered,
    Shape::Keyed,
    Shape::TeeAndZip,
    Shape::RegionsInARow,
];

#[derive(Clone, Copy, Debug)]
enum Ending {
    AtTheEnd,
    /// The sink wants no more than so many.
    Enough(u64),
    /// An error at this item.
    Fails(u64),
    /// Somebody closes the done channel at this item.
    Cancelled(u64),
}

/// One run.
#[derive(Clone, Copy, Debug)]
struct Case {
    shape: Shape,
    ending: Ending,
    items: u64,
    capacity: usize,
    workers: usize,
    /// Every so many items one takes longer.
    dawdles: u64,
}

impl Case {
    fn random(random: &mut Random) -> Self {
        let items = random.below(81);
        let at = random.below(90);
        Self {
            shape: random.one_of(&SHAPES),
            ending: match random.below(4) {
                0 => Ending::Enough(at),
                1 => Ending::Fails(at),
                2 => Ending::Cancelled(at),
                _ => Ending::AtTheEnd,
            },
            items,
            // Where the room is divided, and shares are more than one item, it takes some.
            capacity: random.one_of(&[1, 2, 3, 7, 16, 40, 64, 160]),
            workers: random.one_of(&[1, 2, 3, 4]),
            dawdles: 1 + random.below(40),
        }
    }

    fn work(self, item: &Tracked) -> Result<(), std::fmt::Error> {
        if item.id.is_multiple_of(self.dawdles) {
            for _ in 0..item.id % 7 {
                std::thread::yield_now();
            }
        }
        match self.ending {
            Ending::Fails(at) if at == item.id => Err(std::fmt::Error),
            _ => Ok(()),
        }
    }

    /// Runs it, and looks at what came of every item.
    fn check(self) {
        let ledger = Ledger::default();
        let (closer, done) = Done::channel();
        let cancels = |item| matches!(self.ending, Ending::Cancelled(at) if at == item);
        // Dropping it closes, so only a source that is to cancel has it.
        let (mut closer, _kept) = if (0..self.items).any(cancels) {
            (Some(closer), None)
        } else {
            (None, Some(closer))
        };
        let source = ledger.source(0..self.items).inspect(|item| {
            if cancels(item.id) {
                drop(closer.take());
            }
        });
        let enough = match self.ending {
            Ending::Enough(so_many) => usize::try_from(so_many).expect("a small number"),
            _ => usize::MAX,
        };
        let pass = |item: Tracked| self.work(&item).map(|()| item);
        let (deliver, workers) = (|item| ledger.deliver(item), self.workers);
        macro_rules! run {
            ($($pipeline:tt)*) => {
                pipeline!($($pipeline)*).capacity(self.capacity).cancel_on(&done).run()
            };
        }
        let outcome = match self.shape {
            Shape::Chain => run!(
                from(source)
                    >> buffer(self.capacity)
                    >> map(pass)?
                    >> buffer(self.capacity)
                    >> take(enough)
                    >> for_each(deliver)
            ),
            Shape::Region => run!(
                from(source)
                    >> fan_out(workers)
                    >> map(pass)?
                    >> fan_in
                    >> take(enough)
                    >> for_each(deliver)
            ),
            Shape::Ordered => run!(
                from(source)
                    >> fan_out(workers, ordered)
                    >> map(pass)?
                    >> fan_in
                    >> take(enough)
                    >> for_each(deliver)
            ),
            Shape::Keyed => run!(
                from(source)
                    >> fan_out(workers, by = |item: &Tracked| item.id % 5)
                    >> map(pass)?
                    >> fan_in
                    >> take(enough)
                    >> for_each(deliver)
            ),
            Shape::TeeAndZip => run!(
                let (left, right) = from(source) >> tee;
                let left = left >> map(pass)?;
                (left, right) >> zip >> take(enough) >> for_each(|(left, right): (Tracked, Tracked)| {
                    assert_eq!(left.id, right.id, "a pair of different items");
                    ledger.deliver(left);
                })
            ),
            Shape::RegionsInARow => run!(
                from(source)
                    >> fan_out(workers)
                    >> map(pass)?
                    >> fan_in
                    >> fan_out(workers)
                    >> map(|item| item)
                    >> fan_in
                    >> take(enough)
                    >> for_each(deliver)
            ),
        };
        let mut delivered = ledger.delivered();
        if matches!(self.shape, Shape::Chain | Shape::Ordered | Shape::TeeAndZip) {
            assert!(delivered.is_sorted(), "out of order: {delivered:?}");
        }
        ledger.assert_none_doubled();
        delivered.sort_unstable();
        match self.ending {
            Ending::AtTheEnd => {
                assert!(delivered.iter().copied().eq(0..self.items) && outcome.is_ok());
            }
            Ending::Enough(enough) => {
                assert_eq!(delivered.len() as u64, self.items.min(enough));
                assert!(outcome.is_ok());
            }
            Ending::Fails(at) | Ending::Cancelled(at) if at >= self.items => {
                assert!(delivered.iter().copied().eq(0..self.items) && outcome.is_ok());
            }
            Ending::Fails(_) => assert!(outcome.is_err()),
            // It may have been through before it heard of it.
            Ending::Cancelled(_) => {}
        }
    }
}

#[test]
fn short_runs_of_every_shape_lose_nothing_and_end() {
    watched(|| {
        let runs = set("PIPEWRIGHT_STRESS").unwrap_or(if cfg!(debug_assertions) {
            2000
        } else {
            100_000
        });
        let mut random = Random(set("PIPEWRIGHT_SEED").unwrap_or(6));
        let started = Instant::now();
        for run in 0..runs {
            let case = Case::random(&mut random);
            step(format!("run {run}: {case:?}"));
            case.check();
        }
        println!("{runs} runs, {:?} in all", started.elapsed());
    });
}

#[test]
fn control_an_item_that_is_lost_is_noticed() {
    let outcome = std::panic::catch_unwind(|| {
        let ledger = Ledger::default();
        ledger
            .source(0..5)
            .filter(|item| item.id != 3)
            .for_each(|item| ledger.deliver(item));
        assert!(ledger.delivered().into_iter().eq(0..5));
    });
    assert!(outcome.is_err());
}
