//! A store and a load that must not pass each other, where one side runs a thousand times for each time of the other.
//!
//! Who pushes stores an item and then looks whether anybody sleeps; who goes to sleep says so and then looks for an item. If
//! the processor let either load pass the store in front of it, both could miss: a sleeper beside an item. A full fence on
//! both sides prevents that; here the frequent side has a [light](Barrier::light) one, and the rare side a
//! [heavy](Barrier::heavy) one.

use std::sync::OnceLock;
use std::sync::atomic::{Ordering, compiler_fence, fence};

/// Which of the two kinds of fences a process has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Barrier {
    /// The rare side asks the kernel for a fence in every thread of the process; the frequent side needs none of its own.
    Kernel,
    /// Both sides have one.
    Exact,
    /// None at all, for a control.
    #[cfg(all(test, not(pipewright_model)))]
    None,
}

impl Barrier {
    /// The one that this process has: the kernel's where it serves, unless `PIPEWRIGHT_BARRIER=exact` is set.
    pub(crate) fn of_process() -> Self {
        static CHOSEN: OnceLock<Barrier> = OnceLock::new();
        *CHOSEN.get_or_init(|| {
            let wants_exact =
                || std::env::var_os("PIPEWRIGHT_BARRIER").is_some_and(|it| it == "exact");
            if cfg!(any(miri, pipewright_model)) || wants_exact() || !kernel::serves() {
                Self::Exact
            } else {
                Self::Kernel
            }
        })
    }

    /// Between the store and the load of the frequent side.
    #[inline]
    pub(crate) fn light(self) {
        match self {
            Self::Kernel => compiler_fence(Ordering::SeqCst),
            Self::Exact => fence(Ordering::SeqCst),
            #[cfg(all(test, not(pipewright_model)))]
            Self::None => {}
        }
    }

    /// Between the store and the load of the rare side.
    pub(crate) fn heavy(self) {
        fence(Ordering::SeqCst);
        if self == Self::Kernel {
            kernel::fence_everywhere();
        }
    }
}

#[cfg(target_os = "linux")]
mod kernel {
    use rustix::thread::{MembarrierCommand, membarrier};

    /// Whether the kernel makes a full fence in every thread of this process when it is asked to.
    pub(super) fn serves() -> bool {
        // Registered first: without that the command is refused.
        membarrier(MembarrierCommand::RegisterPrivateExpedited).is_ok()
            && membarrier(MembarrierCommand::PrivateExpedited).is_ok()
    }

    pub(super) fn fence_everywhere() {
        // It has served once, behind the registration: the kernel names no reason to refuse it later. A sandbox that is put
        // around the running process is one; then nothing may go on as if the fence had been there.
        if membarrier(MembarrierCommand::PrivateExpedited).is_err() {
            super::without_kernel();
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod kernel {
    pub(super) fn serves() -> bool {
        false
    }

    pub(super) fn fence_everywhere() {}
}

/// The kernel refuses what it did before. The other side's stores are on their way all the same and land within far less than
/// this; the caller looks behind it.
#[cfg(target_os = "linux")]
#[cold]
#[allow(clippy::disallowed_methods)] // waiting for the processor, not for a thread
fn without_kernel() {
    std::thread::sleep(std::time::Duration::from_micros(50));
}

#[cfg(test)]
mod tests {
    use super::Barrier;

    #[test]
    fn a_process_has_one_barrier_and_keeps_it() {
        assert_eq!(Barrier::of_process(), Barrier::of_process());
        for barrier in [Barrier::Exact, Barrier::of_process()] {
            barrier.light();
            barrier.heavy();
        }
    }
}
