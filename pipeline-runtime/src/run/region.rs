//! Regions: the stages between `fan_out` and `fan_in`, or a sink, once for each worker.

use super::Scope;
use super::pending::{Pending, Slot};
use super::settings::Count;
use crate::edge::{
    Feeder, OrderedLane, OrderedOutlet, OrderedRx, OrderedTx, Outlet, Piece, Rx, Tx, lane,
    ordered_edges,
};
use crate::error::ErrorMode;
use crate::flow::{At, Flow, Part};
use crate::sink::{Merge, Value};
use crate::sync::atomic::{Arc, AtomicUsize, Ordering};
use crate::sync::lock::Mutex;

/// The edges in the middle of an ordered region, for its workers.
#[derive(Debug)]
pub struct OrderedLanes<T, U> {
    input: Rx<(u64, T)>,
    output: Tx<Piece<U>>,
}

// The ends of edges are taken by value: what is left of them must go when the workers have theirs.
#[allow(clippy::needless_pass_by_value)]
impl<'scope, 'env, M: ErrorMode> Scope<'scope, 'env, M> {
    /// A region that `fan_in` closes: every worker takes from one edge and feeds another.
    pub fn region<T, U, F>(&self, stage: &str, workers: &Count, rx: Rx<T>, tx: Tx<U>, work: F)
    where
        T: Send + 'scope,
        U: Send + 'scope,
        F: Fn(Flow<'env, Rx<T>, Part, M>, Tx<U>) + Send + Sync + 'scope,
    {
        tx.is_fed_by(&Feeder::new(rx.gate(), 1));
        let (run, work) = (self.run, Arc::new(work));
        for worker in 0..self.workers(workers) {
            let (rx, tx, work) = (rx.clone(), tx.clone(), Arc::clone(&work));
            self.plan(worker_name(stage, worker), move || {
                let at = At::worker(run, worker, Arc::clone(rx.gate()));
                work(Flow::new(rx, at), tx);
            });
        }
    }

    /// The edges around an ordered region: into it, through it, and out of it in the order of its input.
    #[must_use]
    pub fn ordered<T: Send, U: Send>(
        &self,
        workers: &Count,
    ) -> (OrderedTx<T>, OrderedLanes<T, U>, OrderedRx<U>) {
        let bound = self.bound::<T>().min(self.bound::<U>()).max(workers.get());
        let window = self.run.possible(bound, size_of::<T>().max(size_of::<U>()));
        let edges = ordered_edges(window);
        for gate in edges.gates {
            self.run.add_gate(gate);
        }
        (
            edges.feed,
            OrderedLanes {
                input: edges.input,
                output: edges.output,
            },
            edges.result,
        )
    }

    /// An ordered region: as `region`, but what it gives stays in the order of its input.
    pub fn region_ordered<T, U, F>(
        &self,
        stage: &str,
        workers: &Count,
        lanes: OrderedLanes<T, U>,
        work: F,
    ) where
        T: Send + 'scope,
        U: Send + 'scope,
        F: Fn(Flow<'env, OrderedLane<T, U>, Part, M>, OrderedOutlet<U>) + Send + Sync + 'scope,
    {
        lanes.output.is_fed_by(&Feeder::new(lanes.input.gate(), 1));
        let (run, work) = (self.run, Arc::new(work));
        for worker in 0..self.workers(workers) {
            let (input, output) = (lanes.input.clone(), lanes.output.clone());
            let work = Arc::clone(&work);
            self.plan(worker_name(stage, worker), move || {
                let (input, out) = lane(input, output);
                let at = At::worker(run, worker, Arc::clone(input.gate()));
                work(Flow::new(input, at), out);
            });
        }
    }

    /// A region that ends in a sink: the workers' results are merged into one.
    pub fn region_sink<T, P, V, F, O>(
        &self,
        stage: &str,
        workers: &Count,
        rx: Rx<T>,
        work: F,
        open: O,
    ) -> Pending<V>
    where
        T: Send + 'scope,
        P: Merge<'env, M> + Send + 'scope,
        V: Send + 'scope,
        F: Fn(Flow<'env, Rx<T>, Part, M>) -> P + Send + Sync + 'scope,
        O: FnOnce(Value<'env, P::Out, M>) -> Value<'env, V, M> + Send + 'scope,
    {
        let (pending, merging) = Merging::new(workers, open);
        let (run, work) = (self.run, Arc::new(work));
        for worker in 0..self.workers(workers) {
            let (rx, work, merging) = (rx.clone(), Arc::clone(&work), Arc::clone(&merging));
            self.plan(worker_name(stage, worker), move || {
                let at = At::worker(run, worker, Arc::clone(rx.gate()));
                merging.add(work(Flow::new(rx, at)), At::whole(run));
            });
        }
        pending
    }

    /// As `region_sink`, as the last section: starts the run, and the caller's thread is the first worker.
    pub fn region_here<T, P, V, F, O>(
        &self,
        stage: &str,
        workers: &Count,
        rx: Rx<T>,
        work: F,
        open: O,
    ) -> Pending<V>
    where
        T: Send + 'scope,
        P: Merge<'env, M> + Send + 'scope,
        V: Send + 'scope,
        F: Fn(Flow<'env, Rx<T>, Part, M>) -> P + Send + Sync + 'scope,
        O: FnOnce(Value<'env, P::Out, M>) -> Value<'env, V, M> + Send + 'scope,
    {
        let (pending, merging) = Merging::new(workers, open);
        let (run, work) = (self.run, Arc::new(work));
        for worker in 1..self.workers(workers) {
            let (rx, work, merging) = (rx.clone(), Arc::clone(&work), Arc::clone(&merging));
            self.plan(worker_name(stage, worker), move || {
                let at = At::worker(run, worker, Arc::clone(rx.gate()));
                merging.add(work(Flow::new(rx, at)), At::whole(run));
            });
        }
        self.start();
        self.work_here(move || {
            let at = At::worker(run, 0, Arc::clone(rx.gate()));
            merging.add(work(Flow::new(rx, at)), At::whole(run));
        });
        pending
    }
}

fn worker_name(stage: &str, worker: usize) -> String {
    format!("{stage}#{worker}")
}

/// The workers' results on their way to one: who comes while another result lies there takes it along and merges outside
/// of the lock; the worker that merges the last two opens the result.
struct Merging<P, O, V> {
    lies: Mutex<Option<P>>,
    unmerged: AtomicUsize,
    open: Mutex<Option<O>>,
    slot: Arc<Slot<V>>,
}

impl<P, O, V> Merging<P, O, V> {
    fn new(workers: &Count, open: O) -> (Pending<V>, Arc<Self>) {
        let (pending, slot) = Pending::new();
        let merging = Self {
            lies: Mutex::new(None),
            unmerged: AtomicUsize::new(workers.get()),
            open: Mutex::new(Some(open)),
            slot,
        };
        (pending, Arc::new(merging))
    }

    fn add<'r, M: ErrorMode>(&self, mut part: P, at: At<'r, M>)
    where
        P: Merge<'r, M>,
        O: FnOnce(Value<'r, P::Out, M>) -> Value<'r, V, M>,
    {
        loop {
            let other = {
                let mut lies = self.lies.lock();
                match lies.take() {
                    Some(other) => other,
                    // Alone with all the others already in `part`: it is the result.
                    None if self.unmerged.load(Ordering::Relaxed) == 1 => break,
                    None => {
                        *lies = Some(part);
                        return;
                    }
                }
            };
            part = other.merge(part);
            self.unmerged.fetch_sub(1, Ordering::Relaxed);
        }
        let open = self.open.lock().take();
        if let Some(open) = open {
            let value = open(Value::new(part.finish(), at)).into_value();
            *self.slot.lock() = value;
        }
    }
}
