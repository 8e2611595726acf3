//! The proof that waiting joins go on, held against a model: random graphs, the macro's own verdict, and an adversary that
//! schedules their sections at the smallest bounds.
//!
//! What is accepted must never stall, whoever is scheduled and whatever the data drops. Of what is refused many must stall:
//! that is the negative control, without which a checker that refuses everything, or a model that never stalls, would pass.
//! (Tried: with one item more of room than there is, `graph/room.rs` is caught within 1,000 graphs.)

mod grammar;
mod machine;
mod models;

use crate::diagnostics::Errors;
use crate::{check, graph, syntax, testing};
use machine::{Machine, Outcome};

/// A small generator, so that a case is told by its seed.
pub(super) struct Seed(u64);

impl Seed {
    pub(super) fn below(&mut self, n: usize) -> usize {
        // splitmix64
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % n as u64).expect("below a usize")
    }

    pub(super) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

struct Tally {
    accepted: usize,
    refused: usize,
    refused_and_stalled: usize,
}

/// Judges and runs one random graph; panics where the two disagree.
fn judge(seed: u64, tally: &mut Tally) {
    let mut random = Seed(seed);
    let text = grammar::pipeline(&mut random);
    let syntax = syntax::parse(testing::tokens(&text), &mut Errors::default());
    let graph = graph::build(&syntax);
    let mut errors = Errors::default();
    check::all(&graph, &mut errors);
    let errors = errors.into_vec();
    // Of other mistakes the grammar makes none: each error is a verdict on a waiting join.
    let waiting = |message: &str| {
        message.starts_with("`zip`")
            || message.starts_with("`concat`")
            || message.contains("no finite buffer")
            || message.contains("needs `buffer(")
    };
    for error in &errors {
        assert!(
            waiting(&error.message),
            "seed {seed}: {}\n{text}",
            error.message
        );
    }
    let plan = graph::plan(&graph);
    let runs = 12;
    let mut stalls = 0;
    for run in 0..runs {
        let mut machine = Machine::new(&graph, &plan, &mut random, run);
        if let Outcome::Stalled(who) = machine.run(&mut random) {
            stalls += 1;
            assert!(
                !errors.is_empty(),
                "seed {seed}: accepted, but it stalls ({who}):\n{text}"
            );
        }
    }
    if errors.is_empty() {
        tally.accepted += 1;
    } else {
        tally.refused += 1;
        tally.refused_and_stalled += usize::from(stalls > 0);
    }
}

#[test]
fn what_is_accepted_never_stalls_and_much_of_what_is_refused_does() {
    let cases = std::env::var("PIPEWRIGHT_MODEL_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok());
    let mut tally = Tally {
        accepted: 0,
        refused: 0,
        refused_and_stalled: 0,
    };
    for seed in 0..cases.unwrap_or(1_500) {
        judge(seed, &mut tally);
    }
    let Tally {
        accepted,
        refused,
        refused_and_stalled,
    } = tally;
    println!(
        "{accepted} accepted, {refused} refused, of which {refused_and_stalled} were seen to stall"
    );
    assert!(
        accepted * 10 > accepted + refused,
        "hardly anything is accepted"
    );
    assert!(
        refused_and_stalled * 5 > refused,
        "hardly anything that is refused can stall"
    );
}
