//! Branches with fixed lags and rates, with just the room that the macro asks for.

use crate::batches;
use pipewright::prelude::*;

/// Of each item that has one, with the one behind it.
fn late(n: u64, by: u64) -> Vec<(u64, u64)> {
    (by..n).map(|n| (n - by, n)).collect()
}

fn early(n: u64, by: u64) -> Vec<(u64, u64)> {
    (by..n).map(|n| (n, n - by)).collect()
}

goes_on!(of_one_without_a_buffer, |n| late(n, 1), {
    let (a, b) = from(0..n) >> tee;
    let b = b >> skip(1);
    (a, b) >> zip >> collect::<Vec<_>>()
});

goes_on!(of_two_with_a_section_between, |n| late(n, 2), {
    let (a, b) = from(0..n) >> tee;
    let a = a >> map(|n| n);
    let b = b >> skip(2);
    (a, b) >> zip >> collect::<Vec<_>>()
});

goes_on!(on_the_second, |n| late(n, 3), {
    let (a, b) = from(0..n) >> tee;
    let a = a >> buffer(3);
    let b = b >> skip(3);
    (a, b) >> zip >> collect::<Vec<_>>()
});

goes_on!(on_the_first, |n| early(n, 2), {
    let (a, b) = from(0..n) >> tee;
    let a = a >> skip(2);
    let b = b >> buffer(2);
    (a, b) >> zip >> collect::<Vec<_>>()
});

goes_on!(on_the_first_of_the_join, |n| early(n, 2), {
    let (a, b) = from(0..n) >> tee;
    let a = a >> buffer(3);
    let b = b >> skip(2) >> map(|n| n);
    (b, a) >> zip >> collect::<Vec<_>>()
});

goes_on!(in_several_buffers, |n| late(n, 3), {
    let (a, b) = from(0..n) >> tee;
    let a = a >> buffer(1) >> map(|n| n) >> buffer(2);
    let b = b >> skip(3);
    (a, b) >> zip >> collect::<Vec<_>>()
});

goes_on!(
    of_both,
    |n| (3..n).map(|n| (n - 1, n)).collect::<Vec<_>>(),
    {
        let (a, b) = from(0..n) >> tee;
        let a = a >> skip(2);
        let b = b >> skip(3);
        (a, b) >> zip >> collect::<Vec<_>>()
    }
);

goes_on!(
    of_one_branch_of_three,
    |n| (2..n).map(|n| (n, n - 2, n - 2)).collect::<Vec<_>>(),
    {
        let (a, b, d) = from(0..n) >> tee;
        let a = a >> skip(2);
        let b = b >> buffer(2);
        let d = d >> buffer(2) >> map(|n| n) >> buffer(1);
        (a, b, d) >> zip >> collect::<Vec<_>>()
    }
);

goes_on!(
    equal_batches,
    |n| batches(n, 3)
        .into_iter()
        .map(|batch| (batch.clone(), batch))
        .collect::<Vec<_>>(),
    {
        let (a, b) = from(0..n) >> tee;
        let a = a >> batch(3);
        let b = b >> map(|n| n) >> buffer(1) >> batch(3);
        (a, b) >> zip >> collect::<Vec<_>>()
    }
);

goes_on!(
    batches_beside_steps,
    |n| batches(n, 2)
        .into_iter()
        .map(|batch| (batch[0], batch))
        .collect::<Vec<_>>(),
    {
        let (a, b) = from(0..n) >> tee;
        let a = a >> step_by(2);
        let b = b >> batch(2);
        (a, b) >> zip >> collect::<Vec<_>>()
    }
);

goes_on!(
    a_lag_in_front_of_batches,
    |n| batches(n, 2)
        .into_iter()
        .zip((1..n).collect::<Vec<_>>().chunks(2).map(<[u64]>::to_vec))
        .collect::<Vec<_>>(),
    {
        let (a, b) = from(0..n) >> tee;
        let a = a >> batch(2);
        let b = b >> skip(1) >> map(|n| n) >> batch(2);
        (a, b) >> zip >> collect::<Vec<_>>()
    }
);

goes_on!(
    a_lag_behind_batches,
    |n| batches(n, 2)
        .into_iter()
        .zip(batches(n, 2).into_iter().skip(1))
        .collect::<Vec<_>>(),
    {
        let (a, b) = from(0..n) >> tee;
        let a = a >> buffer(2) >> batch(2);
        let b = b >> map(|n| n) >> batch(2) >> skip(1);
        (a, b) >> zip >> collect::<Vec<_>>()
    }
);
