//! R20 and R21: what still happens when `cancel` has returned, and what the run says then.

use crate::support::gate::Gate;
use crate::support::ledger::Ledger;
use crate::support::watchdog::{step, watched};
use crossbeam_channel::bounded;
use pipewright::prelude::*;
use pipewright::{Control, ErrorKind, Handle};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

/// What the closures of one run share.
#[derive(Clone, Default)]
struct Watch {
    control: Arc<OnceLock<Control>>,
    canceller: usize,
    /// Set when `cancel` has returned.
    cancelled: Arc<AtomicBool>,
    /// Calls that began after that, for each section.
    later: Arc<[AtomicUsize; 4]>,
    /// Where the sections wait with an item in hand.
    gates: Arc<[Gate; 4]>,
    /// How many calls the canceller lets go by.
    cancels_at: usize,
    calls: Arc<AtomicUsize>,
}

impl Watch {
    /// In the closure of this section: counts the call, waits, and may cancel.
    fn enter(&self, section: usize) {
        if self.cancelled.load(Ordering::SeqCst) {
            self.later[section].fetch_add(1, Ordering::SeqCst);
        }
        self.gates[section].pass();
        if section == self.canceller && self.calls.fetch_add(1, Ordering::SeqCst) == self.cancels_at
        {
            self.control.wait().cancel();
            self.cancelled.store(true, Ordering::SeqCst);
        }
    }

    /// A closure of that section.
    fn section(&self, section: usize) -> impl Fn(&u64) + Clone + Send + Sync + 'static {
        let watch = self.clone();
        move |_| watch.enter(section)
    }

    /// How many calls began in each section after `cancel` had returned.
    fn later(&self) -> [usize; 4] {
        std::array::from_fn(|section| self.later[section].load(Ordering::SeqCst))
    }
}

type Run = Handle<(), pipewright::Error>;

/// A graph of up to four sections whose closures are watched, and how many of each there are at a time.
type Watched = (&'static str, [usize; 4], fn(&Watch) -> Run);

const WATCHED: [Watched; 4] = [
    ("four sections", [1, 1, 1, 1], |watch| {
        let [a, b, c, d] = std::array::from_fn(|section| watch.section(section));
        pipeline!(move || from(0_u64..)
            >> inspect(a)
            >> buffer(4)
            >> inspect(b)
            >> buffer(4)
            >> inspect(c)
            >> buffer(4)
            >> for_each(move |n| d(&n)))
        .spawn()
    }),
    ("a region", [1, 2, 0, 1], |watch| {
        let [a, b, _, d] = std::array::from_fn(|section| watch.section(section));
        pipeline!(move || from(0_u64..)
            >> inspect(a)
            >> fan_out(2)
            >> inspect(|n| b(n))
            >> fan_in
            >> for_each(move |n| d(&n)))
        .capacity(4)
        .spawn()
    }),
    ("a region that ends in a sink", [1, 3, 0, 0], |watch| {
        let [a, b] = std::array::from_fn(|section| watch.section(section));
        pipeline!(move || from(0_u64..)
            >> inspect(a)
            >> fan_out(3)
            >> inspect(|n| b(n))
            >> for_each(drop))
        .capacity(4)
        .spawn()
    }),
    ("a tee", [1, 1, 1, 0], |watch| {
        let [a, b, c, _] = std::array::from_fn(|section| watch.section(section));
        pipeline!(move || {
            let (left, right) = from(0_u64..) >> inspect(a) >> tee;
            left >> buffer(8) >> for_each(move |n| b(&n));
            right >> buffer(8) >> for_each(move |n| c(&n));
        })
        .spawn()
    }),
];

/// Each section in turn cancels, in its closure, when every section is in a closure and there is more in the edges, which have
/// room as well: so nothing but the cancel keeps a section from going on.
pub(super) fn in_each_section_while_the_others_are_in_their_closures() {
    // What each section lets through first; those behind let through less.
    let passes = [8, 5, 3, 1];
    for (name, closures, build) in WATCHED {
        for canceller in (0..4).filter(|section| closures[*section] > 0) {
            step(format!("{name}: section {canceller} cancels"));
            let watch = Watch {
                canceller,
                cancels_at: passes[canceller],
                ..Watch::default()
            };
            for (gate, passes) in watch.gates.iter().zip(passes) {
                gate.let_through(passes);
            }
            let run = build(&watch);
            assert!(watch.control.set(run.control()).is_ok());
            for section in (0..4).filter(|section| closures[*section] > 0) {
                watch.gates[section].until_came(passes[section] + closures[section]);
            }
            watch.gates[canceller].let_through(1);
            while !watch.cancelled.load(Ordering::SeqCst) {
                std::thread::yield_now();
            }
            for gate in watch.gates.iter() {
                gate.open();
            }
            assert_eq!(run.join().unwrap_err().kind(), ErrorKind::Cancelled);
            // All of them had their item in hand already.
            assert_eq!(watch.later(), [0; 4], "{name}: section {canceller}");
        }
    }
}

/// The same without anybody waiting: an item that was in hand may reach its closure after the cancel, and no more than that.
pub(super) fn while_everything_moves() {
    for (name, closures, build) in WATCHED {
        for round in 0..80 {
            let canceller = (0..4).filter(|section| closures[*section] > 0);
            let canceller = canceller.cycle().nth(round).unwrap();
            step(format!(
                "{name}: section {canceller} cancels in round {round}"
            ));
            let watch = Watch {
                canceller,
                cancels_at: 5 * round,
                ..Watch::default()
            };
            for gate in watch.gates.iter() {
                gate.open();
            }
            let run = build(&watch);
            assert!(watch.control.set(run.control()).is_ok());
            assert_eq!(run.join().unwrap_err().kind(), ErrorKind::Cancelled);
            for (later, closures) in watch.later().into_iter().zip(closures) {
                assert!(later <= closures, "{name}: {:?}", watch.later());
            }
        }
    }
}

/// Whatever the race, the outcome and what was delivered tell the same story.
pub(super) fn at_every_hand_over_from_outside() {
    for at in 0..60 {
        for workers in [0, 1, 3] {
            step(format!("cancel at hand-over {at}, {workers} workers"));
            let (ledger, gate) = (Ledger::default(), Gate::default());
            let (source, book, notes) = (ledger.source(0..30), ledger.clone(), gate.clone());
            let sink = move |item| {
                book.deliver(item);
                notes.note();
            };
            let run = match workers {
                0 => pipeline!(move || from(source) >> buffer(2) >> for_each(sink)).spawn(),
                _ => pipeline!(move || from(source)
                    >> fan_out(workers, ordered)
                    >> map(|item| item)
                    >> fan_in
                    >> for_each(sink))
                .capacity(2)
                .spawn(),
            };
            // From half of them on the cancel races with the end of the run.
            gate.until_came(at.min(30));
            run.control().cancel();
            match run.join() {
                Ok(()) => ledger.assert_all_delivered(1),
                Err(error) => {
                    assert_eq!(error.kind(), ErrorKind::Cancelled);
                    ledger.assert_none_doubled();
                }
            }
        }
    }
}

#[test]
fn r21_what_ends_a_stream_on_purpose_is_ok() {
    watched(|| {
        for at in 0..20_usize {
            step(format!("take({at})"));
            let ledger = Ledger::default();
            let taken = pipeline!(from(ledger.source(0..)) >> buffer(3) >> take(at) >> count);
            assert_eq!(taken.run().unwrap(), at);
            ledger.assert_all_dropped();
            step(format!("stop at item {at}"));
            let ledger = Ledger::default();
            let (source, book) = (ledger.source(0..), ledger.clone());
            let (tx, rx) = bounded::<Control>(1);
            let run = pipeline!(move || from(source)
                >> inspect(move |item| if item.id == at as u64 {
                    rx.recv().unwrap().stop();
                })
                >> buffer(3)
                >> for_each(move |item| book.deliver(item)))
            .spawn();
            tx.send(run.control()).unwrap();
            run.join().unwrap();
            ledger.assert_all_delivered(1);
            assert!(ledger.pulled() > at);
            step(format!("or_done at item {at}"));
            let (closer, done) = Done::channel();
            let mut closer = Some(closer);
            let passed = pipeline!(
                from(0_usize..)
                    >> buffer(3)
                    >> or_done(done)
                    >> inspect(|n| if *n == at {
                        drop(closer.take());
                    })
                    >> count
            );
            assert_eq!(passed.run().unwrap(), at + 1);
        }
    });
}
