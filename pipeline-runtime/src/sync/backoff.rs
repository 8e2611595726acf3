//! How long a stage looks again before it sleeps.

use std::hint::spin_loop;
use std::thread::yield_now;

const SPINS: u32 = 6;
const YIELDS: u32 = 10;

/// A bounded, growing pause between two looks at an edge: first spins, then yields, then it is spent.
///
/// Bounded, so that an idle pipeline sleeps instead of burning a core.
#[derive(Debug, Default)]
pub(crate) struct Backoff {
    step: u32,
}

impl Backoff {
    /// Pauses once; `false` when the caller should go to sleep instead.
    pub(crate) fn pause(&mut self) -> bool {
        if self.step > YIELDS {
            return crate::mutants::is(crate::mutants::Mutant::Spins);
        }
        if self.step <= SPINS {
            for _ in 0..1 << self.step {
                spin_loop();
            }
        } else {
            yield_now();
        }
        self.step += 1;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::Backoff;

    #[test]
    fn a_backoff_is_spent_after_a_bounded_number_of_pauses() {
        let mut backoff = Backoff::default();
        let pauses = (0..1000).take_while(|_| backoff.pause()).count();
        assert_eq!(pauses, 11);
    }
}
