//! Branches of one split that meet again, one for one.

use crate::{Own, all, goes_on};
use pipewright::prelude::*;

fn pairs(n: u64) -> Vec<(u64, u64)> {
    (0..n).map(|n| (n, n)).collect()
}

goes_on!(bare, |c, n| pairs(n), {
    let (a, b) = from(0..n) >> tee;
    (a, b) >> zip >> collect::<Vec<_>>()
});

goes_on!(crossed, |c, n| pairs(n), {
    let (a, b) = from(0..n) >> map(|n| c.on(n)) >> tee;
    (b, a) >> zip >> map(|pair| c.on(pair)) >> collect::<Vec<_>>()
});

goes_on!(chains_of_different_length, |c, n| pairs(n), {
    let (a, b) = from(0..n) >> map(|n| c.on(n)) >> tee;
    let b = b
        >> map(|n| c.on(n))
        >> buffer(1)
        >> map(|n| c.on(n))
        >> buffer(1)
        >> map(|n| c.on(n))
        >> buffer(2)
        >> inspect(|n| {
            c.on(*n);
        });
    (a, b) >> zip >> collect::<Vec<_>>()
});

goes_on!(
    a_branch_of_enumerate_scan_and_question,
    |c, n| all((0..n).map(|n| (n, n * 2))),
    {
        let (a, b) = from(0..n) >> tee;
        let b = b
            >> map(|n| Ok::<_, String>(c.on(n)))?
            >> scan(0, |last, n| Some(n + std::mem::replace(last, n)))
            >> enumerate
            >> map(|(at, _)| 2 * at as u64);
        (a, b) >> zip >> collect::<Vec<_>>()
    }
);

goes_on!(an_ordered_region, |c, n| pairs(n), {
    let (a, b) = from(0..n) >> tee;
    let a = a >> fan_out(3, ordered) >> map(|n| c.on(n)) >> fan_in;
    (a, b) >> zip >> collect::<Vec<_>>()
});

goes_on!(
    ordered_regions_on_both_and_behind_each_other,
    |c, n| pairs(n),
    {
        let (a, b) = from(0..n) >> tee;
        let a = a >> fan_out(2, ordered) >> map(|n| c.on(n)) >> fan_in;
        let b = b
            >> fan_out(3, ordered)
            >> map(|n| c.on(n))
            >> fan_in
            >> fan_out(2, ordered)
            >> map_init(|| 0, |_, n| c.on(n))
            >> fan_in;
        (a, b) >> zip >> collect::<Vec<_>>()
    }
);

goes_on!(a_region_of_one_worker, |c, n| pairs(n), {
    let (a, b) = from(0..n) >> tee;
    let a = a >> fan_out(1) >> map(|n| c.on(n)) >> fan_in;
    (a, b) >> zip >> collect::<Vec<_>>()
});

goes_on!(buffers_of_different_bounds, |c, n| pairs(n), {
    let (a, b) = from(0..n) >> tee;
    let a = a >> buffer(7);
    let b = b >> map(|n| c.on(n)) >> buffer(1) >> map(|n| c.on(n)) >> buffer(3);
    (a, b) >> zip >> buffer(1) >> collect::<Vec<_>>()
});

goes_on!(three_ways, |c, n| all((0..n).map(|n| (n, n, n))), {
    let (a, b, d) = from(0..n) >> tee;
    let b = b >> map(|n| c.on(n));
    let d = d >> map(|n| c.on(n)) >> buffer(1) >> map(|n| c.on(n));
    (d, a, b) >> zip >> collect::<Vec<_>>()
});

goes_on!(
    a_zip_of_a_zip,
    |c, n| all((0..n).map(|n| (n, (n, (n, n))))),
    {
        let (a, b, d, e) = from(0..n) >> tee;
        let d = d >> map(|n| c.on(n));
        let last = (d, e) >> zip;
        let last = last >> map(|pair| c.on(pair));
        let more = (b, last) >> zip;
        (a, more) >> zip >> collect::<Vec<_>>()
    }
);

goes_on!(
    a_tee_and_a_zip_within_a_branch,
    |c, n| all((0..n).map(|n| (n, (n, n)))),
    {
        let (a, b) = from(0..n) >> tee;
        let (d, e) = b >> map(|n| c.on(n)) >> tee;
        let e = e >> fan_out(2, ordered) >> map(|n| c.on(n)) >> fan_in;
        let inner = (d, e) >> zip;
        (a, inner) >> zip >> collect::<Vec<_>>()
    }
);

goes_on!(
    one_diamond_behind_another,
    |c, n| all((0..n).filter(|n| n % 3 > 0).map(|n| (n, n))),
    {
        let (a, b) = from(0..n) >> tee;
        let b = b >> map(|n| c.on(n));
        let pairs = (a, b) >> zip;
        let (d, e) = pairs >> map(|pair| pair.0) >> filter(|n| n % 3 > 0) >> tee;
        (e, d) >> zip >> map(|pair| c.on(pair)) >> collect::<Vec<_>>()
    }
);

goes_on!(take_on_a_branch, |c, n| pairs(n.min(7)), {
    let (a, b) = from(0..n) >> tee;
    let b = b >> map(|n| c.on(n)) >> take(7);
    (a, b) >> zip >> collect::<Vec<_>>()
});

goes_on!(take_on_an_endless_one, |c, n| pairs(n), {
    let (a, b) = from(0_u64..) >> tee;
    let a = a >> take(usize::try_from(n).unwrap()) >> buffer(1) >> map(|n| c.on(n));
    (a, b) >> zip >> collect::<Vec<_>>()
});

goes_on!(take_behind_the_zip, |c, n| pairs(n), {
    let (a, b) = from(0_u64..) >> tee;
    let a = a >> map(|n| c.on(n)) >> map_while(Some);
    let (d, e) = b >> tee;
    let pairs = (a, d) >> zip;
    let pairs = (pairs, e) >> zip >> map(|(pair, _)| pair);
    pairs >> take(usize::try_from(n).unwrap()) >> collect::<Vec<_>>()
});

goes_on!(claims, |c, n| pairs(n), {
    let (a, b) = from(0..n) >> tee;
    let b = b
        >> own(rate = 1)
        >> through(|items| items.map(|n| c.on(n)), rate = 1)
        >> buffer(1)
        >> own(rate = 1);
    (a, b) >> zip >> collect::<Vec<_>>()
});

goes_on!(unzipped, |c, n| all((0..n).map(|n| (n + 1, n))), {
    let (a, b) = from(0..n) >> map(|n| (n, n + 1)) >> unzip;
    let b = b >> map(|n| c.on(n)) >> buffer(1) >> map(|n| c.on(n));
    (b, a) >> zip >> collect::<Vec<_>>()
});

goes_on!(
    another_branch_of_its_own,
    |c, n| (pairs(n), all((0..n).filter(|n| n % 2 == 1))),
    {
        let (a, b, rest) = from(0..n) >> tee;
        let rest = rest >> filter(|n| c.odd(*n)) >> buffer(1) >> collect::<Vec<_>>();
        let b = b >> map(|n| c.on(n));
        let pairs = (a, b) >> zip >> collect::<Vec<_>>();
        (pairs, rest)
    }
);

goes_on!(
    a_branch_that_leaves_early,
    |c, n| (pairs(n), usize::try_from(n.min(3)).unwrap()),
    {
        let (a, few, b) = from(0..n) >> tee;
        let few = few >> take(3) >> map(|n| c.on(n)) >> count;
        let pairs = (a, b) >> zip >> map(|pair| c.on(pair)) >> collect::<Vec<_>>();
        (pairs, few)
    }
);
