//! The same chain in timely dataflow: two workers, the items exchanged by value between them.

use std::cell::Cell;
use std::rc::Rc;
use timely::dataflow::operators::vec::{Filter, Map};
use timely::dataflow::operators::{Exchange, Inspect, ToStream};

/// Unbounded, and in batches of its own.
pub fn chain(items: u64) -> u64 {
    let sums = timely::execute(timely::Config::process(2), move |worker| {
        let sum = Rc::new(Cell::new(0_u64));
        let (seen, first) = (Rc::clone(&sum), worker.index() == 0);
        worker.dataflow::<u64, _, _>(|scope| {
            (0..if first { items } else { 0 })
                .to_stream(scope)
                .map(|x: u64| x.wrapping_mul(3))
                .exchange(|x| *x)
                .map(|x| x ^ 1)
                .filter(|x| x % 7 != 0)
                .inspect(move |x| seen.set(seen.get().wrapping_add(*x)));
        });
        while worker.step() {}
        sum.get()
    });
    let sums = sums.expect("workers").join().into_iter();
    sums.map(Result::unwrap).fold(0, u64::wrapping_add)
}
