//! Stopping a run: its sources end, and everything that was pulled is delivered.

use crate::edge::Gate;
use crate::sync::atomic::Arc;
use crate::sync::lock::Mutex;

/// The gates of a run's sources.
#[derive(Debug, Default)]
pub(super) struct Sources(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    stopped: bool,
    gates: Vec<Arc<Gate>>,
}

impl Sources {
    /// Adds a source, which may have to stop at once.
    pub(super) fn add(&self, gate: &Arc<Gate>) {
        let mut state = self.0.lock();
        if state.stopped {
            gate.stop();
        }
        state.gates.push(Arc::clone(gate));
    }

    /// Ends every source, also those to come. Never blocks.
    pub(super) fn stop(&self) {
        let mut state = self.0.lock();
        state.stopped = true;
        for gate in &state.gates {
            gate.stop();
        }
    }
}
