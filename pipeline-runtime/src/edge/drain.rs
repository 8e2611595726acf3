//! Dropping what nobody will receive, one item at a time.

use crate::mutants::{self, Mutant};
use crate::sync::thread::{Payload, panicking, resume_unwind};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Drops every item that `next` gives, each under its own `catch_unwind`, and passes the first panic on afterwards.
///
/// While the thread already unwinds a second panic must not leave a destructor (the language would abort), so it is
/// dropped: the first one is the run's outcome anyway.
pub(crate) fn drain<T>(next: impl FnMut() -> Option<T>) {
    if let Some(payload) = drop_each(next) {
        if panicking() || mutants::is(Mutant::SwallowsDropPanic) {
            discard(payload);
        } else {
            resume_unwind(payload);
        }
    }
}

fn drop_each<T>(mut next: impl FnMut() -> Option<T>) -> Option<Payload> {
    if mutants::is(Mutant::RecursesAnItem) {
        let item = next()?;
        let frame = std::hint::black_box([0_u8; 512]);
        let first = catch_unwind(AssertUnwindSafe(|| drop(item))).err();
        let rest = drop_each(&mut next as &mut dyn FnMut() -> Option<T>);
        std::hint::black_box(frame);
        return first.or(rest);
    }
    let mut first = None;
    while let Some(item) = next() {
        if let Err(payload) = catch_unwind(AssertUnwindSafe(|| drop(item))) {
            match first {
                None => first = Some(payload),
                Some(_) => discard(payload),
            }
        }
    }
    first
}

/// Drops what nobody will see, such as the payload of a second panic; its own `Drop` may panic, which is forgotten.
pub(crate) fn discard<T>(value: T) {
    let payload = catch_unwind(AssertUnwindSafe(|| drop(value))).err();
    if let Err(worse) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
        // A payload whose drop panics with a payload whose drop panics: leak it rather than go on for ever.
        std::mem::forget(worse);
    }
}

#[cfg(test)]
mod tests {
    use super::drain;
    use std::cell::RefCell;
    use std::panic::{AssertUnwindSafe, catch_unwind};

    struct Bomb<'a>(u8, &'a RefCell<Vec<u8>>);
    impl Drop for Bomb<'_> {
        fn drop(&mut self) {
            self.1.borrow_mut().push(self.0);
            assert!(!self.0.is_multiple_of(2), "drop {}", self.0);
        }
    }

    #[test]
    fn every_item_is_dropped_although_some_drops_panic_and_the_first_panic_comes_out() {
        let dropped = RefCell::new(Vec::new());
        let mut items = (1..=5).map(|id| Bomb(id, &dropped));
        let outcome = catch_unwind(AssertUnwindSafe(|| drain(|| items.next())));
        assert_eq!(*dropped.borrow(), [1, 2, 3, 4, 5]);
        assert_eq!(
            outcome.unwrap_err().downcast_ref::<String>().unwrap(),
            "drop 2"
        );
    }

    #[test]
    fn a_drop_that_panics_while_the_thread_unwinds_does_not_abort() {
        struct Drains<'a>(&'a RefCell<Vec<u8>>);
        impl Drop for Drains<'_> {
            fn drop(&mut self) {
                let mut items = (1..=4).map(|id| Bomb(id, self.0));
                drain(|| items.next());
            }
        }
        let dropped = RefCell::new(Vec::new());
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            let _drains = Drains(&dropped);
            std::panic::panic_any(42_u32);
        }));
        assert_eq!(*dropped.borrow(), [1, 2, 3, 4]);
        assert_eq!(outcome.unwrap_err().downcast_ref::<u32>(), Some(&42));
    }
}
