//! What a report says: on every edge what was pushed was popped or discarded.

use crate::support::gate::Gate;
use crate::support::watchdog::{step, watched};
use pipewright::prelude::*;
use pipewright::{Advice, EdgeReport, Report};

/// Pushed, popped and discarded of every edge.
fn counts(report: &Report) -> Vec<(u64, u64, u64)> {
    let edges = report.edges().iter();
    edges
        .map(|edge| (edge.pushed(), edge.popped(), edge.discarded()))
        .inspect(|(pushed, popped, discarded)| assert_eq!(*pushed, popped + discarded))
        .collect()
}

/// Runs a pipeline that ends well and gives the counts of its edges.
macro_rules! counts_of {
    ($($pipeline:tt)*) => {{
        step(stringify!($($pipeline)*));
        let (outcome, report) = pipeline!($($pipeline)*).run_reported();
        outcome.unwrap();
        counts(&report)
    }};
}

#[test]
fn every_item_of_a_run_that_ends_well_is_counted_on_every_edge() {
    watched(|| {
        assert_eq!(counts_of!(from(0..100_u64) >> sum::<u64>()), []);
        assert_eq!(
            counts_of!(from(0..100_u64) >> buffer(3) >> sum::<u64>()),
            [(100, 100, 0)]
        );
        assert_eq!(
            counts_of!(from(0..100_u64) >> fan_out(3) >> filter(|n| n % 2 == 0) >> fan_in >> count),
            [(100, 100, 0), (50, 50, 0)]
        );
        assert_eq!(
            counts_of!(
                from(0..100_u64) >> fan_out(3, by = |n| n % 5) >> map(|n| n) >> fan_in >> count
            ),
            [(100, 100, 0), (100, 100, 0)]
        );
        // What carries no item on its way out of an ordered region is none.
        assert_eq!(
            counts_of!(
                from(0..100_u64)
                    >> fan_out(3, ordered)
                    >> filter(|n| n % 4 == 0)
                    >> fan_in
                    >> count
            ),
            [(100, 100, 0), (25, 25, 0)]
        );
        assert_eq!(
            counts_of!(
                from(0..10_u64) >> fan_out(3, ordered) >> flat_map(|n| 0..n) >> fan_in >> count
            ),
            [(10, 10, 0), (45, 45, 0)]
        );
        assert_eq!(
            counts_of!(from(0..100_u64) >> batch(30) >> buffer(1) >> flatten >> buffer(2) >> count),
            [(4, 4, 0), (100, 100, 0)]
        );
    });
}

#[test]
fn what_nobody_wants_is_counted_as_discarded() {
    watched(|| {
        step("a branch that ends early");
        let edges = counts_of!({
            let (a, b) = from(0..100_u64) >> tee;
            a >> take(3) >> discard;
            b >> count
        });
        assert_eq!(edges, [(100, 3, 97), (100, 100, 0)]);
        let edges = counts_of!({
            let (a, b) = from(0..100_u64) >> partition(|n| n % 2 == 0);
            a >> take(3) >> discard;
            b >> count
        });
        assert_eq!(edges, [(50, 3, 47), (50, 50, 0)]);
        step("the surplus of a zip");
        let edges = counts_of!({
            let a = from(0..10_u64) >> buffer(20);
            let b = from(0..7_u64) >> buffer(20);
            (a, b) >> zip >> count
        });
        assert_eq!(edges[1], (7, 7, 0));
        assert_eq!(edges[0].1, 7);
        step("what a buffer drops");
        let gate = Gate::default();
        let (passes, opens) = (gate.clone(), gate.clone());
        let (outcome, report) = pipeline!(
            from(0..100_u64)
                >> inspect(move |n| {
                    if *n == 1 {
                        // The sink has taken the first one.
                        passes.until_waiting(1);
                    }
                    if *n == 99 {
                        opens.open();
                    }
                })
                >> buffer(2, drop_newest)
                >> inspect(|_| gate.pass())
                >> count
        )
        .run_reported();
        let counted = outcome.unwrap() as u64;
        assert_eq!(counts(&report), [(100, counted, 100 - counted)]);
        assert!((3..=4).contains(&counted), "{counted}");
    });
}

#[test]
fn a_run_that_fails_or_is_cut_short_accounts_for_every_item() {
    watched(|| {
        for at in [0, 1, 50, 99] {
            let (outcome, report) = pipeline!(
                from(0..100_u64)
                    >> buffer(4)
                    >> fan_out(2)
                    >> map(|n| if n == at { Err("no") } else { Ok(n) })?
                    >> fan_in
                    >> buffer(2)
                    >> count
            )
            .run_reported();
            assert_eq!(outcome.unwrap_err().stage(), Some("map"));
            let _ = counts(&report);
        }
        let (outcome, report) = pipeline!(
            from(0..4_u64)
                >> fan_out(4)
                >> map(|n| Err::<u64, _>(n.to_string()))?
                >> fan_in
                >> count
        )
        .run_reported();
        assert!(outcome.is_err());
        assert!(report.later_failures() <= 3 && report.later_panics() == 0);
    });
}

#[test]
fn the_busiest_section_is_named_and_waiting_is_no_work() {
    watched(|| {
        let spin = |n: u64| (0..20_000).fold(n, |acc, n| std::hint::black_box(acc ^ n));
        let (outcome, report) =
            pipeline!(from(0..300_u64) >> buffer(4) >> map(spin) >> buffer(4) >> count)
                .run_reported();
        assert_eq!(outcome.unwrap(), 300);
        assert_eq!(report.busiest().unwrap().stages(), "map(spin)");
        let advice = report.advice().unwrap();
        assert!(
            matches!(advice, Advice::OneThread(section) if section.stages() == "map(spin)"),
            "{advice:?}"
        );
        assert!(advice.to_string().contains("`map(spin)` limits the run"));
        let [source, map, count] = report.sections() else {
            panic!("three sections: {report}");
        };
        assert!(source.blocked() > source.busy(), "{report}");
        assert!(count.blocked() > count.busy(), "{report}");
        assert_eq!((map.taken(), map.given(), map.workers()), (300, 300, 1));
        assert!(
            report
                .edges()
                .iter()
                .all(|edge| edge.peak() >= 1 && edge.peak() <= 4)
        );
    });
}

#[test]
fn a_control_reports_while_the_run_goes_on() {
    watched(|| {
        let (gate, seen) = (Gate::default(), Gate::default());
        let (passes, notes) = (gate.clone(), seen.clone());
        let run = pipeline!(move || from(0..10_u64)
            >> inspect(move |_| notes.note())
            >> buffer(3)
            >> for_each(move |_| passes.pass()))
        .spawn();
        gate.until_waiting(1);
        // One in the sink's hand, three wait, one more in the source's hand.
        seen.until_came(5);
        let control = run.control();
        while control.report().edges()[0].pushed() < 4 {
            std::thread::yield_now();
        }
        let edge = |report: &Report| -> EdgeReport { report.edges()[0].clone() };
        assert_eq!(edge(&control.report()).popped(), 1);
        gate.open();
        run.join().unwrap();
        assert_eq!(edge(&control.report()).popped(), 10);
    });
}

#[test]
fn a_report_draws_the_graph_with_the_flow_in_it() {
    watched(|| {
        let (outcome, report) = pipeline!({
            let (a, b) = from(0..10_u64) >> tee;
            a >> take(2) >> discard;
            b >> fan_out(2) >> map(|n| n) >> sum::<u64>()
        })
        .spawn_and_report();
        assert_eq!(outcome.unwrap(), 45);
        assert_eq!(
            report.to_string(),
            "\
[1] from(..) ▷ tee
     └─▶ take(2) ▷ discard: 2 of 10 items, 8 discarded
     └─▶ map(..) ▷ sum: 10 of 10 items
[2] take(2) ▷ discard
[3] 2 × map(..) ▷ sum
"
        );
        assert_eq!(
            report.to_mermaid(),
            r#"flowchart LR
    s1["from(..) ▷ tee"]
    s2["take(2) ▷ discard"]
    s3[["2 × map(..) ▷ sum"]]
    s1 -->|"a: u64, at most 4096; 2 of 10"| s2
    s1 -->|"b: u64, at most 4096; 10 of 10"| s3
"#
        );
    });
}

#[test]
fn each_edge_is_drawn_once_also_where_two_sections_have_the_same_text() {
    watched(|| {
        let (outcome, report) = pipeline!({
            let a = from(0..10_u64) >> buffer(2);
            let b = from(0..10_u64) >> buffer(50);
            (a, b) >> zip >> count
        })
        .run_reported();
        assert_eq!(outcome.unwrap(), 10);
        assert_eq!(report.to_string().matches("└─▶").count(), 2, "{report}");
    });
}

/// A report without times, whose text is the same each time.
trait SpawnAndReport<T, E> {
    fn spawn_and_report(self) -> (Result<T, E>, Report);
}

impl<A, B, T> SpawnAndReport<T, pipewright::Error> for pipewright::stages::Pipeline<A, B, T>
where
    A: Send + 'static,
    B: FnOnce(&pipewright::stages::Run, A) -> Result<T, pipewright::Error> + Send + 'static,
    T: Send + 'static,
{
    fn spawn_and_report(self) -> (Result<T, pipewright::Error>, Report) {
        let run = self.spawn();
        let control = run.control();
        let outcome = run.join();
        (outcome, control.report())
    }
}

#[test]
fn the_edges_around_a_region_say_what_passed_and_hold_no_more_than_their_bound() {
    watched(|| {
        for _ in 0..20 {
            let (outcome, report) =
                pipeline!(from(0..3000_u64) >> fan_out(3) >> map(|n| n ^ 1) >> fan_in >> count)
                    .capacity(64)
                    .run_reported();
            assert_eq!(outcome.unwrap(), 3000);
            for edge in report.edges() {
                assert!((1..=64).contains(&edge.peak()), "{report}");
            }
            let [source, map, count] = report.sections() else {
                panic!("three sections: {report}");
            };
            assert_eq!((source.given(), map.taken()), (3000, 3000));
            assert_eq!((map.given(), count.taken()), (3000, 3000));
            assert_eq!(map.workers(), 3);
        }
    });
}
