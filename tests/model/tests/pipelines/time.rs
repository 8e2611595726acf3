//! Time that a test moves while the run goes on.

use pipewright::prelude::*;
use pipewright::test::TestClock;
use pipewright_model::explore;
use pipewright_model::model::channel::bounded;
use shuttle::thread::yield_now;
use std::time::Duration;

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn a_batch_leaves_when_its_time_has_come() {
    explore(|| {
        let clock = TestClock::new();
        let ((tx, rx), (out, batches)) = (bounded(1), bounded(1));
        let handle = pipeline!(move || receive(rx) >> buffer(1) >> batch(9, 1s) >> send(out))
            .clock(&clock)
            .spawn();
        tx.send(0).unwrap();
        let batch = loop {
            // The item may come after the clock was moved, and then waits for the next second.
            clock.advance(SECOND);
            yield_now();
            if let Ok(batch) = batches.try_recv() {
                break batch;
            }
        };
        assert_eq!(batch, [0]);
        tx.send(1).unwrap();
        drop(tx);
        assert_eq!(batches.recv().unwrap(), [1]);
        handle.join().unwrap();
    });
}

#[test]
fn ticks_come_as_long_as_the_clock_is_moved() {
    explore(|| {
        let clock = TestClock::new();
        let start = clock.now();
        let handle = pipeline!(ticks(2s) >> buffer(1) >> take(2) >> collect::<Vec<_>>())
            .clock(&clock)
            .spawn();
        while !handle.is_finished() {
            clock.advance(SECOND);
            yield_now();
        }
        let since: Vec<_> = handle
            .join()
            .unwrap()
            .iter()
            .map(|tick| *tick - start)
            .collect();
        assert!(since[0] >= 2 * SECOND && since[1] > since[0], "{since:?}");
    });
}

#[test]
fn a_run_that_waits_for_time_is_cancelled_all_the_same() {
    explore(|| {
        let clock = TestClock::new();
        let handle = pipeline!(ticks(1h) >> buffer(1) >> batch(2, 1h) >> take(1) >> count)
            .clock(&clock)
            .spawn();
        pipewright_model::dawdle(30);
        handle.control().cancel();
        assert!(handle.join().is_err());
    });
}
