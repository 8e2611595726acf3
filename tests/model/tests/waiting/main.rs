//! Joins that wait for one input while another fills, at the smallest capacity: what the macro accepts never stalls, what it
//! refuses does and says so, and nothing else is taken for a stall.

/// A test of an accepted graph: what it gives of `n` items, and how it is written.
macro_rules! goes_on {
    ($name:ident, |$n:ident| $expected:expr, $($pipeline:tt)*) => {
        #[test]
        fn $name() {
            pipewright_model::explore(|| {
                let $n = pipewright_model::pick(5) as u64;
                let got = pipeline!($($pipeline)*).capacity(1).run().unwrap();
                assert_eq!(got, $expected);
            });
        }
    };
}

mod joined;
mod lags;
mod no_stalls;
mod refused;
mod tees;

fn sorted(mut items: Vec<u64>) -> Vec<u64> {
    items.sort_unstable();
    items
}

fn pairs(n: u64) -> Vec<(u64, u64)> {
    (0..n).map(|n| (n, n)).collect()
}

/// The items up to `n` in batches.
fn batches(n: u64, size: usize) -> Vec<Vec<u64>> {
    let items: Vec<u64> = (0..n).collect();
    items.chunks(size).map(<[u64]>::to_vec).collect()
}

/// A stage that the macro cannot see into.
trait Own: Iterator + Sized {
    fn own(self) -> impl Iterator<Item = Self::Item> {
        self
    }
}

impl<I: Iterator> Own for I {}
