//! Several sources, several joins, and joins that do not wait.

use crate::{pairs, sorted};
use pipewright::Emitter;
use pipewright::prelude::*;

goes_on!(two_splits_crossed, |n| (pairs(n), pairs(n)), {
    let (x1, x2) = from(0..n) >> tee;
    let (y1, y2) = from(0..n) >> map(|n| n) >> tee;
    let first = (x1, y1) >> zip >> collect::<Vec<_>>();
    let second = (x2, y2) >> zip >> collect::<Vec<_>>();
    (first, second)
});

goes_on!(
    two_splits_crossed_and_joined_again,
    |n| (0..n).map(|n| ((n, n), (n, n))).collect::<Vec<_>>(),
    {
        let (x1, x2) = from(0..n) >> tee;
        let (y1, y2) = from(0..n) >> tee;
        let first = (x1, y1) >> zip;
        let second = (y2, x2) >> zip >> map(|pair| pair);
        (first, second) >> zip >> collect::<Vec<_>>()
    }
);

goes_on!(
    two_splits_crossed_with_a_region_that_loses_order,
    |n| ((0..n).collect::<Vec<_>>(), pairs(n)),
    {
        let (x1, x2) = from(0..n) >> tee;
        let (y1, y2) = from(0..n) >> tee;
        let x1 = x1 >> fan_out(2) >> map(|n| n) >> fan_in;
        let firsts = (x1, y1) >> zip >> map(|pair| pair.0) >> collect::<Vec<_>>();
        let seconds = (y2, x2) >> zip >> collect::<Vec<_>>();
        (sorted(firsts), seconds)
    }
);

goes_on!(
    separate_sources_of_different_length,
    |n| (0..n.min(3)).map(|n| (n, 2 * n)).collect::<Vec<_>>(),
    {
        let a = from(0..n) >> map(|n| n);
        let b = from(0..6_u64) >> filter(|n| n % 2 == 0) >> buffer(1);
        (a, b) >> zip >> collect::<Vec<_>>()
    }
);

goes_on!(
    a_chain_of_zips_over_three_sources,
    |n| (pairs(n), pairs(n)),
    {
        let x = from(0..n);
        let (y1, y2) = from(0..n) >> tee;
        let z = from(0..n);
        let first = (x, y1) >> zip >> collect::<Vec<_>>();
        let second = (y2, z) >> zip >> collect::<Vec<_>>();
        (first, second)
    }
);

goes_on!(
    a_branch_filtered_and_merged_with_what_the_zip_gives,
    |n| sorted(
        (0..n)
            .map(|n| 100 + n)
            .chain((0..n).filter(|n| n % 2 == 1))
            .collect()
    ),
    {
        let (a, b) = from(0..n) >> tee;
        let (d, e) = b >> tee;
        let odd = e >> filter(|n| n % 2 == 1);
        let pairs = (a, d) >> zip;
        let pairs = pairs >> map(|(a, _)| 100 + a);
        (pairs, odd) >> fan_in >> consume(|items| sorted(items.collect()))
    }
);

goes_on!(
    a_concat_of_separate_sources,
    |n| (0..n)
        .chain(100..102)
        .chain(200..200 + n)
        .collect::<Vec<_>>(),
    {
        let a = from(0..n) >> map(|n| n) >> buffer(1);
        let b = from(0..4_u64) >> filter(|n| n % 2 == 0) >> map(|n| 100 + n / 2);
        let d = from(200..200 + n) >> fan_out(2, ordered) >> map(|n| n) >> fan_in;
        (a, b, d) >> concat >> collect::<Vec<_>>()
    }
);

goes_on!(
    a_merge_behind_filters_on_branches,
    |n| sorted(
        (0..n)
            .filter(|n| n % 2 == 1)
            .chain((0..n).filter(|n| n % 3 == 0))
            .collect()
    ),
    {
        let (a, b) = from(0..n) >> tee;
        let a = a >> filter(|n| n % 2 == 1);
        let b = b >> filter(|n| n % 3 == 0) >> buffer(1);
        (a, b) >> fan_in >> consume(|items| sorted(items.collect()))
    }
);

goes_on!(
    prefer_behind_filters_on_branches,
    |n| sorted(
        (0..n)
            .filter(|n| n % 2 == 1)
            .chain((0..n).flat_map(|n| [n, n]))
            .collect()
    ),
    {
        let (a, b) = from(0..n) >> tee;
        let a = a >> filter(|n| n % 2 == 1);
        let b = b >> flat_map(|n| [n, n]);
        (a, b) >> prefer >> consume(|items| sorted(items.collect()))
    }
);

goes_on!(
    select_behind_filters_on_branches,
    |n| (0..n).filter(|n| n % 2 == 1).sum::<u64>() + 1000 * n.div_ceil(2),
    {
        let (a, b) = from(0..n) >> tee;
        let a = a >> filter(|n| n % 2 == 1);
        let b = b >> batch(2);
        (a, b)
            >> select(
                0,
                |sum, n, _: &mut Emitter<u64>| *sum += n,
                |sum, _, _| *sum += 1000,
                at_end = |sum, out| out.push(sum).unwrap(),
            )
            >> sum::<u64>()
    }
);

goes_on!(
    a_split_by_a_predicate_merged_and_teed_again,
    |n| (0..n).collect::<Vec<_>>(),
    {
        let (odd, even) = from(0..n) >> partition(|n| n % 2 == 1);
        let all = (odd, even) >> fan_in;
        let (a, b) = all >> tee;
        (a, b)
            >> zip
            >> map(|(a, b)| {
                assert_eq!(a, b);
                a
            })
            >> consume(|items| sorted(items.collect()))
    }
);
