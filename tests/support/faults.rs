//! Planted errors and panics.

use std::any::Any;
use std::cell::Cell;
use std::collections::HashMap;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind, panic_any};
use std::sync::{Mutex, Once, PoisonError};

/// A fault with a number: an error, or the payload of a panic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Planted(pub(crate) u64);

impl fmt::Display for Planted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "planted {}", self.0)
    }
}

impl std::error::Error for Planted {}

impl Planted {
    /// Panics with itself as payload. The hook counts it and says nothing.
    pub(crate) fn panic(self) -> ! {
        quiet();
        panic_any(self)
    }

    /// How often the hook was called for it.
    pub(crate) fn seen_by_hook(self) -> usize {
        let seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
        seen.as_ref()
            .map_or(0, |seen| seen.get(&self).copied().unwrap_or(0))
    }
}

static SEEN: Mutex<Option<HashMap<Planted, usize>>> = Mutex::new(None);

thread_local! {
    /// Whether this thread is inside of `panic_of`.
    static EXPECTED: Cell<bool> = const { Cell::new(false) };
}

/// Installs the hook that prints only panics nobody planted, and that no `panic_of` waits for.
fn quiet() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let loud = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            let Some(planted) = info.payload().downcast_ref::<Planted>() else {
                if !EXPECTED.get() {
                    loud(info);
                }
                return;
            };
            let mut seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
            *seen.get_or_insert_default().entry(*planted).or_default() += 1;
        }));
    });
}

/// What is to happen at one item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    None,
    Error(u64),
    Panic(u64),
}

impl Fault {
    /// Passes every item on but the one at which the fault is planted; that one's number is the fault's.
    pub(crate) fn at(self, item: u64) -> Result<u64, Planted> {
        match self {
            Self::Error(at) if at == item => Err(Planted(at)),
            Self::Panic(at) if at == item => Planted(at).panic(),
            _ => Ok(item),
        }
    }
}

/// The payload of the panic that the work must end in.
pub(crate) fn panic_of<T>(work: impl FnOnce() -> T) -> Box<dyn Any + Send> {
    quiet();
    let nested = EXPECTED.replace(true);
    let outcome = catch_unwind(AssertUnwindSafe(work));
    EXPECTED.set(nested);
    match outcome {
        Ok(_) => panic!("it was to panic, but it returned"),
        Err(payload) => payload,
    }
}

/// The planted panic that the work must end in.
pub(crate) fn planted_panic_of<T>(work: impl FnOnce() -> T) -> Planted {
    let payload = panic_of(work);
    match payload.downcast::<Planted>() {
        Ok(planted) => *planted,
        Err(other) => std::panic::resume_unwind(other),
    }
}

/// The planted error behind a run's error.
pub(crate) fn planted_in(error: &pipewright::Error) -> Option<Planted> {
    let source = std::error::Error::source(error)?;
    source.downcast_ref().copied()
}

mod tests {
    use super::{Fault, Planted, panic_of, planted_panic_of};

    #[test]
    fn a_fault_strikes_at_its_item_only() {
        assert_eq!(Fault::Error(2).at(1), Ok(1));
        assert_eq!(Fault::Error(2).at(2), Err(Planted(2)));
        assert_eq!(Fault::None.at(2), Ok(2));
        assert_eq!(planted_panic_of(|| Fault::Panic(2).at(2)), Planted(2));
    }

    #[test]
    fn the_hook_counts_each_planted_panic() {
        let planted = Planted(u64::MAX);
        for times in 1..=2 {
            assert_eq!(planted_panic_of(|| planted.panic()), planted);
            assert_eq!(planted.seen_by_hook(), times);
        }
    }

    #[test]
    fn control_work_that_does_not_panic_is_noticed() {
        let panic = panic_of(|| panic_of(|| 1));
        let message = panic.downcast_ref::<&str>().unwrap();
        assert_eq!(*message, "it was to panic, but it returned");
    }
}
