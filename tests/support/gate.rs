//! Closures that wait until the test lets them go: the order of events is said, not slept for.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// Where closures wait. Clones are the same gate.
#[derive(Clone, Default)]
pub(crate) struct Gate(Arc<(Mutex<State>, Condvar)>);

#[derive(Default)]
struct State {
    open: bool,
    /// How many may still go through a closed gate.
    passes: usize,
    waiting: usize,
    /// How many have come so far, whether they went through or not.
    came: usize,
}

impl Gate {
    /// Waits until the gate is open, or a pass is there for this one. For the closure.
    pub(crate) fn pass(&self) {
        let mut state = self.state();
        state.waiting += 1;
        state.came += 1;
        self.0.1.notify_all();
        while !state.open && state.passes == 0 {
            state = self.wait(state);
        }
        state.waiting -= 1;
        if !state.open {
            state.passes -= 1;
        }
        self.0.1.notify_all();
    }

    /// Records a visit without waiting. For the closure.
    pub(crate) fn note(&self) {
        self.state().came += 1;
        self.0.1.notify_all();
    }

    /// Lets everybody through, for ever.
    pub(crate) fn open(&self) {
        self.state().open = true;
        self.0.1.notify_all();
    }

    /// Lets `n` more through.
    pub(crate) fn let_through(&self, n: usize) {
        self.state().passes += n;
        self.0.1.notify_all();
    }

    /// Waits until `n` closures wait at the gate at the same time.
    pub(crate) fn until_waiting(&self, n: usize) {
        self.until(|state| state.waiting >= n);
    }

    /// Waits until closures have come `n` times in all.
    pub(crate) fn until_came(&self, n: usize) {
        self.until(|state| state.came >= n);
    }

    fn until(&self, is_so: impl Fn(&State) -> bool) {
        let mut state = self.state();
        while !is_so(&state) {
            state = self.wait(state);
        }
    }

    /// How many have come so far.
    pub(crate) fn came(&self) -> usize {
        self.state().came
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'g>(&self, state: MutexGuard<'g, State>) -> MutexGuard<'g, State> {
        self.0.1.wait(state).unwrap_or_else(PoisonError::into_inner)
    }
}

/// Opens a gate when it goes, so that a test that fails does not leave its threads waiting.
pub(crate) struct OpensAtEnd(pub(crate) Gate);

impl Drop for OpensAtEnd {
    fn drop(&mut self) {
        self.0.open();
    }
}

mod tests {
    use super::Gate;
    use crate::support::watchdog::watched;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn a_gate_lets_through_as_many_as_it_is_told_to() {
        watched(|| {
            let (gate, through) = (Gate::default(), AtomicUsize::new(0));
            std::thread::scope(|scope| {
                for _ in 0..3 {
                    scope.spawn(|| {
                        gate.pass();
                        through.fetch_add(1, Ordering::SeqCst);
                    });
                }
                gate.until_waiting(3);
                assert_eq!(through.load(Ordering::SeqCst), 0);
                gate.let_through(2);
                while through.load(Ordering::SeqCst) < 2 {
                    std::thread::yield_now();
                }
                gate.until_waiting(1);
                assert_eq!(through.load(Ordering::SeqCst), 2);
                gate.open();
            });
            assert_eq!((through.load(Ordering::SeqCst), gate.came()), (3, 3));
        });
    }
}
