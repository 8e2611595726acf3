//! Regions: the stages between `fan_out` and `fan_in`, or a sink, once for each worker.

#[cfg(all(test, pipewright_model))]
mod models;

use super::pending::{Pending, Slot};
use super::settings::Count;
use super::{Run, Scope};
use crate::edge::{
    Feeder, Lanes, OrderedLane, OrderedOutlet, OrderedRx, OrderedTx, Outlet, Piece, Rx, Tx,
    keyed_edges, lane, ordered_edges,
};
use crate::edge::{Gate, Gates};
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

/// What the workers of a keyed region take from: an edge each.
#[derive(Debug)]
pub struct KeyedLanes<T>(Vec<Rx<T>>);

/// What the workers of a region take from.
pub trait RegionInput<T> {
    /// Whether any worker may take any item.
    const IS_SHARED: bool;

    /// A receiving end for each worker.
    fn lanes(self, workers: usize) -> Vec<Rx<T>>;
}

impl<T> RegionInput<T> for Rx<T> {
    const IS_SHARED: bool = true;

    fn lanes(self, workers: usize) -> Vec<Self> {
        std::iter::repeat_n(self, workers).collect()
    }
}

impl<T> RegionInput<T> for KeyedLanes<T> {
    const IS_SHARED: bool = false;

    fn lanes(self, _: usize) -> Vec<Rx<T>> {
        self.0
    }
}

// The ends of edges are taken by value: what is left of them must go when the workers have theirs.
#[allow(clippy::needless_pass_by_value)]
impl<'scope, 'env, M: ErrorMode> Scope<'scope, 'env, M> {
    /// A region that `fan_in` closes: every worker takes from one edge and feeds another.
    pub fn region<T, U, F, I: RegionInput<T>>(
        &self,
        stage: &str,
        workers: &Count,
        rx: I,
        tx: Tx<U>,
        work: F,
    ) where
        T: Send + 'scope,
        U: Send + 'scope,
        F: Fn(Flow<'env, Rx<T>, Part, M>, Tx<U>) + Send + Sync + 'scope,
    {
        if I::IS_SHARED {
            tx.is_of_equals();
        }
        let (run, work) = (self.run, Arc::new(work));
        let inputs = self.inputs(rx, workers);
        if let Some((_, _, gates)) = inputs.first() {
            tx.is_fed_by(&Feeder::new(gates, 1));
        }
        let section = self.next_section();
        for (worker, rx, gates) in inputs {
            let (tx, work) = (tx.clone(), Arc::clone(&work));
            self.plan_worker(
                worker_name(stage, worker),
                section,
                Some(worker),
                move || {
                    work(Flow::new(rx, At::worker(run, worker, gates)), tx);
                },
            );
        }
    }

    /// A region that has no end yet; only an editor sees this.
    pub fn unfinished<T, R, F>(&self, _: impl RegionInput<T>, _: F)
    where
        F: Fn(Flow<'env, Rx<T>, Part, M>) -> R,
    {
    }

    /// The edges around an ordered region: into it, through it, and out of it in the order of its input.
    #[must_use]
    pub fn ordered<T: Send, U: Send>(
        &self,
        workers: &Count,
    ) -> (OrderedTx<T>, OrderedLanes<T, U>, OrderedRx<U>) {
        let bound = self.bound::<T>().min(self.bound::<U>()).max(workers.get());
        let window = self.run.possible(bound, size_of::<T>().max(size_of::<U>()));
        let sites = [self.run.site::<T>(window), self.run.site::<U>(window)];
        let edges = ordered_edges(window, sites);
        let [way_in, way_out, in_window] = edges.tallies;
        self.run.add_edge(way_in);
        self.run.add_edge(way_out);
        self.run.add_hidden_edge(&in_window);
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
        let gates = self.gates([Arc::clone(lanes.input.gate())].into_iter());
        lanes.output.is_of_equals();
        lanes.output.is_fed_by(&Feeder::new(&gates, 1));
        let (run, work) = (self.run, Arc::new(work));
        let section = self.next_section();
        for worker in 0..self.workers(workers) {
            let (input, output) = (lanes.input.clone(), lanes.output.clone());
            let (work, gates) = (Arc::clone(&work), Arc::clone(&gates));
            self.plan_worker(
                worker_name(stage, worker),
                section,
                Some(worker),
                move || {
                    let (input, out) = lane(input, output);
                    let at = At::worker(run, worker, gates).ordered(input.spreads());
                    work(Flow::new(input, at), out);
                },
            );
        }
    }

    /// A region that ends in a sink: the workers' results are merged into one.
    pub fn region_sink<T, P, V, F, O>(
        &self,
        stage: &str,
        workers: &Count,
        rx: impl RegionInput<T>,
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
        let section = self.next_section();
        for (worker, rx, gates) in self.inputs(rx, workers) {
            let (work, merging) = (Arc::clone(&work), Arc::clone(&merging));
            let body = move || merging.work(run, worker, rx, gates, &*work);
            self.plan_worker(worker_name(stage, worker), section, Some(worker), body);
        }
        pending
    }

    /// As `region_sink`, as the last section: starts the run, and the caller's thread is the first worker.
    pub fn region_here<T, P, V, F, O>(
        &self,
        stage: &str,
        workers: &Count,
        rx: impl RegionInput<T>,
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
        let mut inputs = self.inputs(rx, workers).into_iter();
        let first = inputs.next();
        let section = self.next_section();
        for (worker, rx, gates) in inputs {
            let (work, merging) = (Arc::clone(&work), Arc::clone(&merging));
            let body = move || merging.work(run, worker, rx, gates, &*work);
            self.plan_worker(worker_name(stage, worker), section, Some(worker), body);
        }
        self.start();
        // Without a worker the run has ended before it began.
        if let Some((worker, rx, gates)) = first {
            self.work_here_on(section, Some(worker), move || {
                merging.work(run, worker, rx, gates, &*work);
            });
        }
        pending
    }

    /// What each worker takes from, and the gates that end the input of all of them.
    fn inputs<T>(&self, input: impl RegionInput<T>, workers: &Count) -> Vec<(usize, Rx<T>, Gates)> {
        let lanes = input.lanes(self.workers(workers));
        let gates = self.gates(lanes.iter().map(|rx| Arc::clone(rx.gate())));
        let lanes = lanes.into_iter().enumerate();
        lanes
            .map(|(worker, rx)| (worker, rx, Arc::clone(&gates)))
            .collect()
    }

    /// What is shut when nobody wants the items of a region any more: its edges, and a gate for what waits elsewhere.
    fn gates(&self, edges: impl Iterator<Item = Arc<Gate>>) -> Gates {
        edges.chain([self.run.new_gate()]).collect()
    }

    /// The edges into a keyed region: one a worker.
    #[must_use]
    pub fn keyed<T: Send>(&self, workers: &Count) -> (Lanes<T>, KeyedLanes<T>) {
        let bound = self.run.possible(self.bound::<T>(), size_of::<T>());
        let site = self.run.site::<T>(bound);
        let (lanes, receivers, tallies) = keyed_edges(self.workers(workers), bound, &site);
        for tally in tallies {
            self.run.add_edge(tally);
        }
        (lanes, KeyedLanes(receivers))
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

    /// One worker of the region: what its sink makes is its part of the result.
    fn work<'r, T, M: ErrorMode, F>(
        &self,
        run: &'r Run<M>,
        worker: usize,
        rx: Rx<T>,
        gates: Gates,
        work: &F,
    ) where
        P: Merge<'r, M>,
        F: Fn(Flow<'r, Rx<T>, Part, M>) -> P,
        O: FnOnce(Value<'r, P::Out, M>) -> Value<'r, V, M>,
    {
        let flow = Flow::new(rx, At::worker(run, worker, gates));
        self.add(work(flow), At::whole(run));
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
