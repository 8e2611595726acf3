//! Splits and joins.

use super::{Case, Ended, Hooks, Items, PLAIN, Topology, go};
use crate::support::ledger::Tracked;
use std::sync::Arc;

pub(super) fn splits() -> Vec<Topology> {
    vec![
        Topology {
            name: "tee > 2 sinks",
            copies: 2,
            stages: 2,
            build: tee_to_sinks,
            ..PLAIN
        },
        Topology {
            name: "tee in tee in tee",
            copies: 4,
            stages: 4,
            build: nested_tees,
            ..PLAIN
        },
        Topology {
            name: "partition > 2 sinks",
            stages: 2,
            build: partition_to_sinks,
            ..PLAIN
        },
        Topology {
            name: "split_result > 2 sinks",
            stages: 1,
            build: split_result_to_sinks,
            ..PLAIN
        },
        Topology {
            name: "route > 3 sinks",
            stages: 2,
            build: route_to_sinks,
            ..PLAIN
        },
    ]
}

pub(super) fn joins() -> Vec<Topology> {
    vec![
        Topology {
            name: "tee > zip",
            workers: 2,
            copies: 2,
            stages: 3,
            in_region: &[3],
            build: tee_to_zip,
            ..PLAIN
        },
        Topology {
            name: "tee > fan_in",
            copies: 2,
            stages: 3,
            is_ordered: false,
            build: tee_to_fan_in,
            ..PLAIN
        },
        Topology {
            name: "unzip > zip",
            stages: 2,
            build: unzip_to_zip,
            ..PLAIN
        },
        Topology {
            name: "route > fan_in",
            stages: 2,
            is_ordered: false,
            build: route_to_fan_in,
            ..PLAIN
        },
        Topology {
            name: "partition > prefer",
            stages: 2,
            is_ordered: false,
            build: partition_to_prefer,
            ..PLAIN
        },
        Topology {
            name: "partition > select",
            stages: 2,
            is_ordered: false,
            build: partition_to_select,
            ..PLAIN
        },
        Topology {
            name: "concat",
            stages: 2,
            build: in_turn,
            ..PLAIN
        },
    ]
}

fn tee_to_sinks(case: &Case, items: Items, hooks: &Arc<Hooks>) -> Ended {
    let [stage_1, stage_2] = [1, 2].map(|place| hooks.stage(place));
    let [sink_1, sink_2, tail] = [101, 102, 0].map(|place| hooks.stage(place));
    go!(case, move || {
        let (left, right) = from(items) >> map(|item| stage_1.on(item))? >> tee;
        let count_1 =
            left >> map(|item| stage_2.on(item))? >> fold(0, |n, item| sink_1.count(n, item));
        let count_2 = right >> fold(0, |n, item| sink_2.count(n, item));
        tail.tail([count_1, count_2])
    })
}

fn nested_tees(case: &Case, items: Items, hooks: &Arc<Hooks>) -> Ended {
    let [stage_1, stage_2, stage_3, stage_4] = [1, 2, 3, 4].map(|place| hooks.stage(place));
    let [sink_1, sink_2, sink_3, sink_4, tail] =
        [101, 102, 103, 104, 0].map(|place| hooks.stage(place));
    go!(case, move || {
        let (first, rest) = from(items) >> map(|item| stage_1.on(item))? >> tee;
        let (second, rest) = rest >> map(|item| stage_2.on(item))? >> tee;
        let (third, fourth) = rest >> map(|item| stage_3.on(item))? >> tee;
        let count_1 =
            first >> map(|item| stage_4.on(item))? >> fold(0, |n, item| sink_1.count(n, item));
        let count_2 = second >> fold(0, |n, item| sink_2.count(n, item));
        let count_3 = third >> fold(0, |n, item| sink_3.count(n, item));
        let count_4 = fourth >> fold(0, |n, item| sink_4.count(n, item));
        tail.tail([count_1, count_2, count_3, count_4])
    })
}

fn partition_to_sinks(case: &Case, items: Items, hooks: &Arc<Hooks>) -> Ended {
    let [stage_1, stage_2, stage_3] = [1, 2, 3].map(|place| hooks.stage(place));
    let [sink_1, sink_2, tail] = [101, 102, 0].map(|place| hooks.stage(place));
    go!(case, move || {
        let (even, odd) =
            from(items) >> map(|item| stage_1.on(item))? >> partition(|item| item.id % 2 == 0);
        let count_1 =
            even >> map(|item| stage_2.on(item))? >> fold(0, |n, item| sink_1.count(n, item));
        let count_2 =
            odd >> map(|item| stage_3.on(item))? >> fold(0, |n, item| sink_2.count(n, item));
        tail.tail([count_1, count_2])
    })
}

fn split_result_to_sinks(case: &Case, items: Items, hooks: &Arc<Hooks>) -> Ended {
    fn side(item: Tracked) -> Result<Tracked, Tracked> {
        if item.id.is_multiple_of(3) {
            Err(item)
        } else {
            Ok(item)
        }
    }
    let [stage_1, sink_1, sink_2, tail] = [1, 101, 102, 0].map(|place| hooks.stage(place));
    go!(case, move || {
        let (good, bad) = from(items) >> map(|item| stage_1.on(item))? >> map(side) >> split_result;
        let count_1 = good >> fold(0, |n, item| sink_1.count(n, item));
        let count_2 = bad >> fold(0, |n, item| sink_2.count(n, item));
        tail.tail([count_1, count_2])
    })
}

fn third(item: &Tracked) -> usize {
    usize::try_from(item.id % 3).expect("it is small")
}

fn route_to_sinks(case: &Case, items: Items, hooks: &Arc<Hooks>) -> Ended {
    let [stage_1, stage_2, stage_3, stage_4] = [1, 2, 3, 4].map(|place| hooks.stage(place));
    let [sink_1, sink_2, sink_3, tail] = [101, 102, 103, 0].map(|place| hooks.stage(place));
    go!(case, move || {
        let (zero, one, two) = from(items) >> map(|item| stage_1.on(item))? >> route(third);
        let count_1 =
            zero >> map(|item| stage_2.on(item))? >> fold(0, |n, item| sink_1.count(n, item));
        let count_2 =
            one >> map(|item| stage_3.on(item))? >> fold(0, |n, item| sink_2.count(n, item));
        let count_3 =
            two >> map(|item| stage_4.on(item))? >> fold(0, |n, item| sink_3.count(n, item));
        tail.tail([count_1, count_2, count_3])
    })
}

fn tee_to_zip(case: &Case, items: Items, hooks: &Arc<Hooks>) -> Ended {
    let [stage_1, stage_2, stage_3] = [1, 2, 3].map(|place| hooks.stage(place));
    let [sink_1, sink_2, tail] = [101, 102, 0].map(|place| hooks.stage(place));
    let workers = case.workers;
    go!(case, move || {
        let (left, right) = from(items) >> map(|item| stage_1.on(item))? >> tee;
        let left = left >> map(|item| stage_2.on(item))?;
        let right = right >> fan_out(workers, ordered) >> map(|item| stage_3.on(item))? >> fan_in;
        let count = (left, right)
            >> zip
            >> fold(0, |n, (left, right)| {
                assert_eq!(left.id, right.id);
                sink_2.count(sink_1.count(n, left), right)
            });
        tail.tail([count])
    })
}

fn tee_to_fan_in(case: &Case, items: Items, hooks: &Arc<Hooks>) -> Ended {
    let [stage_1, stage_2, stage_3] = [1, 2, 3].map(|place| hooks.stage(place));
    let [sink_1, tail] = [101, 0].map(|place| hooks.stage(place));
    go!(case, move || {
        let (left, right) = from(items) >> map(|item| stage_1.on(item))? >> tee;
        let left = left >> map(|item| stage_2.on(item))?;
        let right = right >> map(|item| stage_3.on(item))?;
        let count = (left, right) >> fan_in >> fold(0, |n, item| sink_1.count(n, item));
        tail.tail([count])
    })
}

fn unzip_to_zip(case: &Case, items: Items, hooks: &Arc<Hooks>) -> Ended {
    let [stage_1, stage_2] = [1, 2].map(|place| hooks.stage(place));
    let [sink_1, tail] = [101, 0].map(|place| hooks.stage(place));
    go!(case, move || {
        let (items, numbers) = from(items)
            >> map(|item| stage_1.on(item))?
            >> map(|item| {
                let id = item.id;
                (item, id)
            })
            >> unzip;
        let items = items >> map(|item| stage_2.on(item))?;
        let count = (items, numbers)
            >> zip
            >> fold(0, |n, (item, id)| {
                assert_eq!(item.id, id);
                sink_1.count(n, item)
            });
        tail.tail([count])
    })
}

fn route_to_fan_in(case: &Case, items: Items, hooks: &Arc<Hooks>) -> Ended {
    let [stage_1, stage_2, stage_3, stage_4] = [1, 2, 3, 4].map(|place| hooks.stage(place));
    let [sink_1, tail] = [101, 0].map(|place| hooks.stage(place));
    go!(case, move || {
        let (zero, one, two) = from(items) >> map(|item| stage_1.on(item))? >> route(third);
        let zero = zero >> map(|item| stage_2.on(item))?;
        let one = one >> map(|item| stage_3.on(item))?;
        let two = two >> map(|item| stage_4.on(item))?;
        let count = (zero, one, two) >> fan_in >> fold(0, |n, item| sink_1.count(n, item));
        tail.tail([count])
    })
}

fn partition_to_prefer(case: &Case, items: Items, hooks: &Arc<Hooks>) -> Ended {
    let [stage_1, stage_2] = [1, 2].map(|place| hooks.stage(place));
    let [sink_1, tail] = [101, 0].map(|place| hooks.stage(place));
    go!(case, move || {
        let (even, odd) =
            from(items) >> map(|item| stage_1.on(item))? >> partition(|item| item.id % 2 == 0);
        let count = (even, odd)
            >> prefer
            >> map(|item| stage_2.on(item))?
            >> fold(0, |n, item| sink_1.count(n, item));
        tail.tail([count])
    })
}

fn partition_to_select(case: &Case, items: Items, hooks: &Arc<Hooks>) -> Ended {
    let [stage_1, stage_2] = [1, 2].map(|place| hooks.stage(place));
    let [sink_1, tail] = [101, 0].map(|place| hooks.stage(place));
    go!(case, move || {
        let (even, odd) =
            from(items) >> map(|item| stage_1.on(item))? >> partition(|item| item.id % 2 == 0);
        let count = (even, odd)
            >> select(
                (),
                |(), item, out| {
                    let _ = out.push(item);
                },
                |(), item, out| {
                    let _ = out.push(item);
                },
            )
            >> map(|item| stage_2.on(item))?
            >> fold(0, |n, item| sink_1.count(n, item));
        tail.tail([count])
    })
}

/// Two streams, of which the second is empty.
fn in_turn(case: &Case, items: Items, hooks: &Arc<Hooks>) -> Ended {
    let [stage_1, stage_2] = [1, 2].map(|place| hooks.stage(place));
    let [sink_1, tail] = [101, 0].map(|place| hooks.stage(place));
    go!(case, move || {
        let some = from(items) >> map(|item| stage_1.on(item))?;
        let none = from(std::iter::empty::<Tracked>());
        let count = (some, none)
            >> concat
            >> map(|item| stage_2.on(item))?
            >> fold(0, |n, item| sink_1.count(n, item));
        tail.tail([count])
    })
}
