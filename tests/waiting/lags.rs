//! Branches with fixed lags and rates, with just the room that the macro asks for.

use crate::{all, batches, goes_on};
use pipewright::prelude::*;

/// Lags on either stream of the split, and on either input of the join; with what is added in the worst of the orders.
macro_rules! lags {
    ($name:ident, $k:literal, $worst:literal) => {
        mod $name {
            use crate::{all, goes_on};
            use pipewright::prelude::*;

            goes_on!(
                on_the_second,
                |c, n| all((0..n.saturating_sub($k)).map(|n| (n, n + $k))),
                {
                    let (a, b) = from(0..n) >> tee;
                    let a = a >> buffer($k);
                    let b = b >> skip($k);
                    (a, b) >> zip >> collect::<Vec<_>>()
                }
            );
            goes_on!(
                on_the_first,
                |c, n| all((0..n.saturating_sub($k)).map(|n| (n + $k, n))),
                {
                    let (a, b) = from(0..n) >> tee;
                    let a = a >> map(|n| c.on(n)) >> skip($k);
                    let b = b >> buffer($k);
                    (a, b) >> zip >> collect::<Vec<_>>()
                }
            );
            goes_on!(
                on_the_second_of_the_join,
                |c, n| all((0..n.saturating_sub($k)).map(|n| (n, n + $k))),
                {
                    let (a, b) = from(0..n) >> tee;
                    let a = a >> skip($k) >> map(|n| c.on(n));
                    let b = b >> buffer($k);
                    (b, a) >> zip >> collect::<Vec<_>>()
                }
            );
            goes_on!(
                on_the_first_of_the_join,
                |c, n| all((0..n.saturating_sub($k)).map(|n| (n + $k, n))),
                {
                    let (a, b) = from(0..n) >> tee;
                    let a = a >> buffer($worst);
                    let b = b >> skip($k) >> map(|n| c.on(n));
                    (b, a) >> zip >> collect::<Vec<_>>()
                }
            );
        }
    };
}

lags!(of_one, 1, 2);
lags!(of_two, 2, 3);
lags!(of_three, 3, 4);
lags!(of_four, 4, 5);

goes_on!(
    of_one_without_a_buffer,
    |c, n| all((1..n).map(|n| (n - 1, n))),
    {
        let (a, b) = from(0..n) >> tee;
        let b = b >> skip(1);
        (a, b) >> zip >> map(|pair| c.on(pair)) >> collect::<Vec<_>>()
    }
);

goes_on!(
    of_two_with_a_section_between,
    |c, n| all((2..n).map(|n| (n - 2, n))),
    {
        let (a, b) = from(0..n) >> tee;
        let a = a >> map(|n| c.on(n));
        let b = b >> skip(2);
        (a, b) >> zip >> collect::<Vec<_>>()
    }
);

goes_on!(
    in_several_buffers,
    |c, n| all((5..n).map(|n| (n - 5, n))),
    {
        let (a, b) = from(0..n) >> tee;
        let a = a >> buffer(2) >> map(|n| c.on(n)) >> buffer(3);
        let b = b >> skip(5);
        (a, b) >> zip >> collect::<Vec<_>>()
    }
);

goes_on!(of_both, |c, n| all((3..n).map(|n| (n - 1, n))), {
    let (a, b) = from(0..n) >> tee;
    let a = a >> map(|n| c.on(n)) >> skip(2);
    let b = b >> skip(3);
    (a, b) >> zip >> collect::<Vec<_>>()
});

goes_on!(
    of_one_branch_of_three,
    |c, n| all((2..n).map(|n| (n, n - 2, n - 2))),
    {
        let (a, b, d) = from(0..n) >> tee;
        let a = a >> skip(2);
        let b = b >> buffer(2);
        let d = d >> buffer(2) >> map(|n| c.on(n)) >> buffer(1);
        (a, b, d) >> zip >> collect::<Vec<_>>()
    }
);

goes_on!(
    equal_batches,
    |c, n| all(batches(n, 3)
        .into_iter()
        .map(|batch| (batch.clone(), batch))),
    {
        let (a, b) = from(0..n) >> tee;
        let a = a >> batch(3);
        let b = b >> map(|n| c.on(n)) >> buffer(1) >> batch(3);
        (a, b) >> zip >> collect::<Vec<_>>()
    }
);

goes_on!(
    batches_of_batches,
    |c, n| all(batches(n, 6).into_iter().map(|batch| {
        (
            batch.chunks(3).map(<[u64]>::to_vec).collect::<Vec<_>>(),
            batch,
        )
    })),
    {
        let (a, b) = from(0..n) >> tee;
        let a = a >> batch(3) >> batch(2);
        let b = b >> map(|n| c.on(n)) >> batch(6);
        (a, b) >> zip >> collect::<Vec<_>>()
    }
);

goes_on!(
    batches_beside_steps,
    |c, n| all(batches(n, 4).into_iter().map(|batch| (batch[0], batch))),
    {
        let (a, b) = from(0..n) >> tee;
        let a = a >> step_by(4) >> map(|n| c.on(n));
        let b = b >> batch(2) >> batch(2) >> map(|pairs| pairs.concat());
        (a, b) >> zip >> collect::<Vec<_>>()
    }
);

goes_on!(
    steps_beside_batches,
    |c, n| all(batches(n, 4)
        .into_iter()
        .map(|batch| (batch.clone(), batch[0]))),
    {
        let (a, b) = from(0..n) >> tee;
        let a = a >> map(|n| c.on(n)) >> batch(4);
        let b = b >> step_by(4);
        (a, b) >> zip >> collect::<Vec<_>>()
    }
);

goes_on!(
    a_lag_in_front_of_batches,
    |c, n| all(batches(n, 3)
        .into_iter()
        .zip((2..n).collect::<Vec<_>>().chunks(3).map(<[u64]>::to_vec))),
    {
        let (a, b) = from(0..n) >> tee;
        let a = a >> batch(3);
        let b = b >> skip(2) >> map(|n| c.on(n)) >> batch(3);
        (a, b) >> zip >> collect::<Vec<_>>()
    }
);

goes_on!(
    a_lag_behind_batches,
    |c, n| all(batches(n, 3)
        .into_iter()
        .zip(batches(n, 3).into_iter().skip(1))),
    {
        let (a, b) = from(0..n) >> tee;
        let a = a >> buffer(2) >> batch(3);
        let b = b >> map(|n| c.on(n)) >> batch(3) >> skip(1);
        (a, b) >> zip >> collect::<Vec<_>>()
    }
);

goes_on!(
    a_long_lag_in_front_of_batches,
    |c, n| all(batches(n, 2)
        .into_iter()
        .zip((4..n).collect::<Vec<_>>().chunks(2).map(<[u64]>::to_vec))),
    {
        let (a, b) = from(0..n) >> tee;
        let a = a >> batch(2) >> buffer(2);
        let b = b >> skip(4) >> batch(2) >> map(|batch| c.on(batch));
        (a, b) >> zip >> collect::<Vec<_>>()
    }
);
