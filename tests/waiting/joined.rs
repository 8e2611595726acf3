//! Several sources, several joins, and joins that do not wait.

use crate::{all, goes_on, sorted};
use pipewright::Emitter;
use pipewright::prelude::*;

goes_on!(
    two_splits_crossed_one_for_one,
    |c, n| {
        let pairs: Vec<(u64, u64)> = (0..n).map(|n| (n, n + 100)).collect();
        (pairs.clone(), pairs)
    },
    {
        let (x1, x2) = from(0..n) >> tee;
        let (y1, y2) = from(100..100 + n) >> map(|n| c.on(n)) >> tee;
        let first = (x1, y1) >> zip >> map(|pair| c.on(pair)) >> collect::<Vec<_>>();
        let second = (x2, y2) >> zip >> collect::<Vec<_>>();
        (first, second)
    }
);

goes_on!(
    two_splits_crossed_and_joined_again,
    |c, n| all((0..n).map(|n| ((n, n + 100), (n + 100, n)))),
    {
        let (x1, x2) = from(0..n) >> tee;
        let (y1, y2) = from(100..100 + n) >> tee;
        let first = (x1, y1) >> zip;
        let second = (y2, x2) >> zip >> map(|pair| c.on(pair));
        (first, second) >> zip >> collect::<Vec<_>>()
    }
);

goes_on!(
    two_splits_crossed_with_a_region_that_loses_order,
    |c, n| {
        let all: Vec<u64> = (0..n).collect();
        (
            all.clone(),
            all.iter().map(|n| n + 100).collect(),
            all.clone(),
        )
    },
    {
        let (x1, x2) = from(0..n) >> tee;
        let (y1, y2) = from(100..100 + n) >> tee;
        let x1 = x1 >> fan_out(2) >> map(|n| c.on(n)) >> fan_in;
        let firsts = (x1, y1) >> zip >> map(|pair| pair.0) >> collect::<Vec<_>>();
        let (seconds, thirds): (Vec<u64>, Vec<u64>) = (y2, x2) >> zip >> consume(Iterator::unzip);
        (sorted(firsts), seconds, thirds)
    }
);

goes_on!(
    separate_sources_of_different_length,
    |c, n| all((0..n.min(20)).map(|n| (n, 2 * n))),
    {
        let a = from(0..n) >> map(|n| c.on(n));
        let b = from(0..40_u64) >> filter(|n| n % 2 == 0) >> buffer(1);
        (a, b) >> zip >> collect::<Vec<_>>()
    }
);

goes_on!(
    separate_sources_of_which_one_is_a_push_source,
    |c, n| all((0..n).map(|n| (n, n))),
    {
        let a = generate(|out| (0_u64..).try_for_each(|n| out.push(c.on(n))));
        let b = from(0..n) >> fan_out(2, ordered) >> map(|n| c.on(n)) >> fan_in;
        (a, b) >> zip >> collect::<Vec<_>>()
    }
);

goes_on!(
    a_zip_with_a_source_of_its_own_whose_other_branch_goes_elsewhere,
    |c, n| (all((0..n).map(|n| (n, 3 * n))), usize::try_from(n).unwrap()),
    {
        let (a, rest) = from(0..n) >> tee;
        let b = from(0..200_u64) >> map(|n| c.on(n)) >> filter(|n| n % 3 == 0);
        let rest = rest >> map(|n| c.on(n)) >> count;
        let pairs = (a, b) >> zip >> collect::<Vec<_>>();
        (pairs, rest)
    }
);

goes_on!(
    a_branch_filtered_and_merged_with_what_the_zip_gives,
    |c, n| sorted(all((0..n)
        .map(|n| 1000 + n)
        .chain((0..n).filter(|n| n % 2 == 1)))),
    {
        let (a, b) = from(0..n) >> tee;
        let (d, e) = b >> map(|n| c.on(n)) >> tee;
        let odd = e >> filter(|n| c.odd(*n));
        let pairs = (a, d) >> zip;
        let pairs = pairs >> map(|(a, _)| 1000 + a);
        (pairs, odd) >> fan_in >> consume(|items| sorted(items.collect()))
    }
);

goes_on!(
    a_concat_of_separate_sources,
    |c, n| all((0..n).chain(100..107).chain(200..200 + n)),
    {
        let a = from(0..n) >> map(|n| c.on(n)) >> buffer(1);
        let b = from(0..14_u64) >> filter(|n| n % 2 == 0) >> map(|n| 100 + n / 2);
        let d = from(200..200 + n) >> fan_out(2, ordered) >> map(|n| c.on(n)) >> fan_in;
        (a, b, d) >> concat >> collect::<Vec<_>>()
    }
);

goes_on!(
    a_merge_behind_filters_on_branches,
    |c, n| sorted(all((0..n)
        .filter(|n| n % 2 == 1)
        .chain((0..n).filter(|n| n % 3 == 0)))),
    {
        let (a, b) = from(0..n) >> tee;
        let a = a >> filter(|n| c.odd(*n));
        let b = b >> filter(|n| n % 3 == 0) >> buffer(1);
        (a, b) >> fan_in >> consume(|items| sorted(items.collect()))
    }
);

goes_on!(
    prefer_behind_filters_on_branches,
    |c, n| sorted(all((0..n)
        .filter(|n| n % 2 == 1)
        .chain((0..n).flat_map(|n| [n, n])))),
    {
        let (a, b) = from(0..n) >> tee;
        let a = a >> filter(|n| c.odd(*n));
        let b = b >> flat_map(|n| [n, n]);
        (a, b) >> prefer >> consume(|items| sorted(items.collect()))
    }
);

goes_on!(
    select_behind_filters_on_branches,
    |c, n| (0..n).filter(|n| n % 2 == 1).sum::<u64>() + 1000 * batches_of(n),
    {
        let (a, b) = from(0..n) >> tee;
        let a = a >> filter(|n| c.odd(*n));
        let b = b >> batch(7);
        (a, b)
            >> select(
                0,
                |sum, n, _: &mut Emitter<u64>| *sum += c.on(n),
                |sum, _, _| *sum += 1000,
                at_end = |sum, out| out.push(sum).unwrap(),
            )
            >> sum::<u64>()
    }
);

fn batches_of(n: u64) -> u64 {
    n.div_ceil(7)
}

goes_on!(
    a_split_by_a_predicate_merged_and_teed_again,
    |c, n| {
        let evens = (0..n).filter(|n| n % 2 == 0);
        sorted(all((0..n).filter(|n| n % 2 == 1).chain(evens)))
    },
    {
        let (odd, even) = from(0..n) >> partition(|n| c.odd(*n));
        let all = (odd, even) >> fan_in;
        let (a, b) = all >> tee;
        let b = b >> map(|n| c.on(n));
        (a, b)
            >> zip
            >> map(|(a, b)| {
                assert_eq!(a, b);
                a
            })
            >> consume(|items| sorted(items.collect()))
    }
);

goes_on!(
    a_chain_of_zips_over_three_sources,
    |c, n| {
        let all: Vec<u64> = (0..n).collect();
        let pairs = |by: u64| {
            all.iter()
                .map(|n| (n + by - 100, n + by))
                .collect::<Vec<_>>()
        };
        (pairs(100), pairs(200))
    },
    {
        let x = from(0..n) >> map(|n| c.on(n));
        let (y1, y2) = from(100..100 + n) >> tee;
        let z = from(200..200 + n);
        let first = (x, y1) >> zip >> collect::<Vec<_>>();
        let second = (y2, z) >> zip >> collect::<Vec<_>>();
        (first, second)
    }
);
