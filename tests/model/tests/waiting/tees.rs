//! Branches of one split that meet again, one for one.

use crate::{Own, pairs};
use pipewright::prelude::*;

goes_on!(bare, |n| pairs(n), {
    let (a, b) = from(0..n) >> tee;
    (a, b) >> zip >> collect::<Vec<_>>()
});

goes_on!(crossed, |n| pairs(n), {
    let (a, b) = from(0..n) >> tee;
    (b, a) >> zip >> collect::<Vec<_>>()
});

goes_on!(chains_of_different_length, |n| pairs(n), {
    let (a, b) = from(0..n) >> tee;
    let b = b >> map(|n| n) >> buffer(1) >> map(|n| n) >> buffer(2) >> inspect(|_| ());
    (a, b) >> zip >> collect::<Vec<_>>()
});

goes_on!(
    a_branch_of_enumerate_scan_and_question,
    |n| (0..n).map(|n| (n, n * 2)).collect::<Vec<_>>(),
    {
        let (a, b) = from(0..n) >> tee;
        let b = b
            >> map(Ok::<_, String>)?
            >> scan(0, |last, n| Some(n + std::mem::replace(last, n)))
            >> enumerate
            >> map(|(at, _)| 2 * at as u64);
        (a, b) >> zip >> collect::<Vec<_>>()
    }
);

goes_on!(an_ordered_region, |n| pairs(n), {
    let (a, b) = from(0..n) >> tee;
    let a = a >> fan_out(2, ordered) >> map(|n| n) >> fan_in;
    (a, b) >> zip >> collect::<Vec<_>>()
});

goes_on!(ordered_regions_on_both, |n| pairs(n), {
    let (a, b) = from(0..n) >> tee;
    let a = a >> fan_out(2, ordered) >> map(|n| n) >> fan_in;
    let b = b >> fan_out(2, ordered) >> map(|n| n) >> fan_in;
    (a, b) >> zip >> collect::<Vec<_>>()
});

goes_on!(a_region_of_one_worker, |n| pairs(n), {
    let (a, b) = from(0..n) >> tee;
    let a = a >> fan_out(1) >> map(|n| n) >> fan_in;
    (a, b) >> zip >> collect::<Vec<_>>()
});

goes_on!(
    three_ways,
    |n| (0..n).map(|n| (n, n, n)).collect::<Vec<_>>(),
    {
        let (a, b, d) = from(0..n) >> tee;
        let b = b >> map(|n| n);
        let d = d >> map(|n| n) >> buffer(1) >> map(|n| n);
        (d, a, b) >> zip >> collect::<Vec<_>>()
    }
);

goes_on!(
    a_zip_of_a_zip,
    |n| (0..n).map(|n| (n, (n, n))).collect::<Vec<_>>(),
    {
        let (a, b, d) = from(0..n) >> tee;
        let d = d >> map(|n| n);
        let more = (b, d) >> zip;
        (a, more) >> zip >> collect::<Vec<_>>()
    }
);

goes_on!(
    a_tee_and_a_zip_within_a_branch,
    |n| (0..n).map(|n| (n, (n, n))).collect::<Vec<_>>(),
    {
        let (a, b) = from(0..n) >> tee;
        let (d, e) = b >> map(|n| n) >> tee;
        let inner = (d, e) >> zip;
        (a, inner) >> zip >> collect::<Vec<_>>()
    }
);

goes_on!(
    one_diamond_behind_another,
    |n| (0..n)
        .filter(|n| n % 3 > 0)
        .map(|n| (n, n))
        .collect::<Vec<_>>(),
    {
        let (a, b) = from(0..n) >> tee;
        let pairs = (a, b) >> zip;
        let (d, e) = pairs >> map(|pair| pair.0) >> filter(|n| n % 3 > 0) >> tee;
        (e, d) >> zip >> collect::<Vec<_>>()
    }
);

goes_on!(take_on_a_branch, |n| pairs(n.min(2)), {
    let (a, b) = from(0..n) >> tee;
    let b = b >> map(|n| n) >> take(2);
    (a, b) >> zip >> collect::<Vec<_>>()
});

goes_on!(take_behind_the_zip, |n| pairs(n.min(2)), {
    let (a, b) = from(0..n) >> tee;
    let a = a >> map_while(Some);
    let (d, e) = b >> tee;
    let pairs = (a, d) >> zip;
    let pairs = (pairs, e) >> zip >> map(|(pair, _)| pair);
    pairs >> take(2) >> collect::<Vec<_>>()
});

goes_on!(claims, |n| pairs(n), {
    let (a, b) = from(0..n) >> tee;
    let b = b >> own(rate = 1) >> through(Iterator::fuse, rate = 1) >> buffer(1) >> own(rate = 1);
    (a, b) >> zip >> collect::<Vec<_>>()
});

goes_on!(
    unzipped,
    |n| (0..n).map(|n| (n + 1, n)).collect::<Vec<_>>(),
    {
        let (a, b) = from(0..n) >> map(|n| (n, n + 1)) >> unzip;
        let b = b >> map(|n| n) >> buffer(1) >> map(|n| n);
        (b, a) >> zip >> collect::<Vec<_>>()
    }
);

goes_on!(
    another_branch_that_drops_and_one_that_leaves_early,
    |n| (
        pairs(n),
        (0..n).filter(|n| n % 2 == 1).count(),
        usize::try_from(n.min(1)).unwrap()
    ),
    {
        let (a, b, rest, few) = from(0..n) >> tee;
        let rest = rest >> filter(|n| n % 2 == 1) >> count;
        let few = few >> take(1) >> count;
        let pairs = (a, b) >> zip >> collect::<Vec<_>>();
        (pairs, rest, few)
    }
);
