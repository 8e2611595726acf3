//! Channels of the user's at both ends.

use pipewright::ErrorKind;
use pipewright::prelude::*;
use pipewright_model::model::channel::bounded;
use pipewright_model::{Item, Ledger, dawdle, explore};
use shuttle::thread;

#[test]
fn from_one_channel_into_another() {
    explore(|| {
        let ledger = Ledger::default();
        let ((tx, rx), (out, results)) = (bounded(1), bounded(1));
        let source = ledger.source(0..3);
        let feeder = thread::spawn(move || source.for_each(|n| tx.send(n).unwrap()));
        let handle = pipeline!(move || receive(rx) >> buffer(1) >> send(out)).spawn();
        while let Ok(item) = results.recv() {
            ledger.deliver(item);
        }
        feeder.join().unwrap();
        handle.join().unwrap();
        assert_eq!(ledger.delivered(), [0, 1, 2]);
        ledger.assert_all_dropped();
    });
}

#[test]
fn a_cancel_wakes_both_ends() {
    explore(|| {
        let ((tx, rx), (out, results)) = (bounded::<u64>(1), bounded(1));
        let handle = pipeline!(move || receive(rx) >> buffer(1) >> send(out)).spawn();
        let feeder = thread::spawn(move || (0..4).take_while(|n| tx.send(*n).is_ok()).count());
        dawdle(40);
        handle.control().cancel();
        // Nobody takes the results, so it cannot have ended well.
        assert_eq!(handle.join().unwrap_err().kind(), ErrorKind::Cancelled);
        let mut got = std::iter::from_fn(|| results.recv().ok());
        assert!(got.next().is_none_or(|n| n == 0));
        assert!(got.next().is_none());
        feeder.join().unwrap();
    });
}

#[test]
fn a_receiver_that_is_gone_is_an_error() {
    explore(|| {
        let ledger = Ledger::default();
        let (out, results) = bounded::<Item>(1);
        let source = ledger.source(0..);
        let handle = pipeline!(move || from(source) >> buffer(1) >> send(out)).spawn();
        drop(results.recv());
        drop(results);
        assert_eq!(handle.join().unwrap_err().kind(), ErrorKind::ReceiverGone);
        ledger.assert_all_dropped();
    });
}
