//! Cutting a run short: one flag, and everything that has to wake for it.

use crate::edge::Gate;
use crate::sync::atomic::{Arc, AtomicBool, Ordering};
use crate::sync::channel::Latch;
use crate::sync::lock::Mutex;

/// Whether a run is cut short, and the gates that shut when it is. Nothing about it travels through a data edge.
#[derive(Debug)]
pub(super) struct Cut {
    /// Sections without an edge look here.
    short: AtomicBool,
    /// Wakes what waits on something that is no edge of ours (`send`).
    latch: Latch,
    gates: Mutex<Vec<Arc<Gate>>>,
}

impl Cut {
    pub(super) fn new() -> Self {
        Self {
            short: AtomicBool::new(false),
            latch: Latch::new(),
            gates: Mutex::new(Vec::new()),
        }
    }

    /// Cuts the run short. Never blocks.
    pub(super) fn short(&self) {
        let gates = self.gates.lock();
        self.short.store(true, Ordering::Release);
        for gate in gates.iter() {
            gate.cancel();
        }
        drop(gates);
        self.latch.close();
    }

    #[inline]
    pub(super) fn is_short(&self) -> bool {
        // Relaxed: a stale `false` costs one more item, no more than cancel promises.
        self.short.load(Ordering::Relaxed)
    }

    /// As `is_short`, but never stale for who was woken by it.
    pub(super) fn was_short(&self) -> bool {
        // Whoever cuts the run short holds this lock while waking others.
        let _waking = self.gates.lock();
        self.is_short()
    }

    pub(super) fn latch(&self) -> &Latch {
        &self.latch
    }

    /// Adds a gate to those that have to shut, which may be now.
    pub(super) fn add(&self, gate: Arc<Gate>) {
        let mut gates = self.gates.lock();
        if self.is_short() {
            gate.cancel();
        }
        gates.push(gate);
    }
}
