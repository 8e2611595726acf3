//! The model's channel: what crossbeam's do, no item lost, no wake-up forgotten.

use model::channel::{
    Forgets, Receiver, Select, Sender, TryRecvError, TrySendError, bounded, faulty, never,
    recv_unless, send_unless,
};
use pipewright_model::{Seen, control, dawdle, explore, model, pick, script};
use shuttle::thread;
use std::sync::Arc;

type Ends<T> = (Sender<T>, Receiver<T>);

/// How a producer sends, and a consumer receives.
#[derive(Clone, Copy)]
enum Way {
    Plain,
    Unless,
    Ready,
}

fn put(way: Way, tx: &Sender<(u8, u8)>, item: (u8, u8)) {
    match way {
        Way::Plain => tx.send(item).unwrap(),
        Way::Unless => send_unless(tx, item, &never()).unwrap(),
        Way::Ready => loop {
            match tx.try_send(item) {
                Ok(()) => return,
                Err(TrySendError::Full(_)) => {}
                Err(TrySendError::Disconnected(_)) => panic!("receivers are there"),
            }
            let mut select = Select::new();
            select.send(tx);
            assert_eq!(select.ready(), 0);
        },
    }
}

fn get(way: Way, rx: &Receiver<(u8, u8)>) -> Option<(u8, u8)> {
    match way {
        Way::Plain => rx.recv().ok(),
        Way::Unless => recv_unless(rx, &never()),
        Way::Ready => loop {
            match rx.try_recv() {
                Ok(item) => return Some(item),
                Err(TryRecvError::Disconnected) => return None,
                Err(TryRecvError::Empty) => {}
            }
            let mut select = Select::new();
            let never = never::<()>();
            select.recv(&never);
            select.recv(rx);
            assert_eq!(select.ready(), 1);
        },
    }
}

/// Two producers and two consumers: nothing lost, nothing doubled, each producer's order kept.
fn traffic(way: Way, (tx, rx): Ends<(u8, u8)>) {
    const EACH: u8 = 2;
    let producers = [0, 1].map(|producer| {
        let tx = tx.clone();
        thread::spawn(move || (0..EACH).for_each(|n| put(way, &tx, (producer, n))))
    });
    drop(tx);
    let consumers = [0, 1].map(|_| {
        let rx = rx.clone();
        thread::spawn(move || std::iter::from_fn(|| get(way, &rx)).collect::<Vec<_>>())
    });
    drop(rx);
    for producer in producers {
        producer.join().unwrap();
    }
    let got = consumers.map(|consumer| consumer.join().unwrap());
    for producer in [0, 1] {
        for own in &got {
            let own = own.iter().filter(|item| item.0 == producer);
            assert!(own.is_sorted(), "{got:?}");
        }
    }
    let mut all = got.concat();
    all.sort_unstable();
    assert_eq!(all, [(0, 0), (0, 1), (1, 0), (1, 1)]);
}

#[test]
fn traffic_of_sends_and_receives() {
    explore(|| traffic(Way::Plain, bounded(1)));
}

#[test]
fn traffic_that_could_be_stopped() {
    explore(|| traffic(Way::Unless, bounded(1 + pick(2))));
}

#[test]
fn traffic_that_waits_until_it_would_not_block() {
    explore(|| traffic(Way::Ready, bounded(1)));
}

#[test]
fn control_a_channel_that_forgets_to_wake_deadlocks() {
    for forgets in [Forgets::AtPush, Forgets::AtPop, Forgets::AtEnd] {
        for way in [Way::Plain, Way::Unless, Way::Ready] {
            let message = control(move || traffic(way, faulty(1, forgets)));
            assert!(message.starts_with("deadlock"), "{forgets:?}: {message}");
        }
    }
}

#[test]
fn what_is_inside_comes_before_the_end() {
    explore(|| {
        let (tx, rx) = bounded(2);
        let sender = thread::spawn(move || {
            tx.send(1).unwrap();
            tx.send(2).unwrap();
        });
        dawdle(8);
        assert_eq!((rx.recv(), rx.recv()), (Ok(1), Ok(2)));
        assert_eq!(rx.recv().ok(), None);
        assert_eq!(rx.try_recv(), Err(TryRecvError::Disconnected));
        sender.join().unwrap();
    });
}

/// All who wait for what never comes are woken by the end.
fn ends(forgets: Forgets) {
    let (tx, rx) = faulty::<u8>(1, forgets);
    let receivers = [0, 1].map(|_| {
        let rx = rx.clone();
        thread::spawn(move || rx.recv().ok())
    });
    let other = tx.clone();
    drop(tx);
    drop(other);
    for receiver in receivers {
        assert_eq!(receiver.join().unwrap(), None);
    }
    drop(rx);

    let (tx, rx) = faulty(1, forgets);
    tx.send(0).unwrap();
    let senders = [1, 2].map(|n| {
        let tx = tx.clone();
        thread::spawn(move || tx.send(n))
    });
    drop(rx);
    for (n, sender) in (1..).zip(senders) {
        assert_eq!(sender.join().unwrap().unwrap_err().0, n);
    }
    assert_eq!(tx.try_send(3), Err(TrySendError::Disconnected(3)));
}

#[test]
fn the_end_wakes_everybody() {
    explore(|| ends(Forgets::Nobody));
    let message = control(|| ends(Forgets::AtEnd));
    assert!(message.starts_with("deadlock"), "{message}");
}

/// A latch, as the runtime stops those who wait: its only sender is dropped.
fn stops(forgets: Forgets) -> &'static str {
    let (opener, stop) = faulty::<()>(0, forgets);
    let (tx, rx) = bounded(1);
    let outcome = if pick(2) == 0 {
        tx.send(0).unwrap();
        let (tx, stop) = (tx.clone(), stop.clone());
        let sender = thread::spawn(move || send_unless(&tx, 1, &stop));
        dawdle(4);
        drop(opener);
        assert_eq!(sender.join().unwrap(), Err(1));
        assert_eq!(
            (rx.try_recv(), rx.try_recv()),
            (Ok(0), Err(TryRecvError::Empty))
        );
        "sender"
    } else {
        let (rx, stop) = (rx.clone(), stop.clone());
        let receiver = thread::spawn(move || recv_unless(&rx, &stop));
        // An item beside it goes one way or the other, and is not lost.
        let beside = pick(2) == 0;
        if beside {
            tx.send(7).unwrap();
        }
        drop(opener);
        match receiver.join().unwrap() {
            Some(item) => {
                assert!(beside);
                assert_eq!(item, 7);
                "receiver, item"
            }
            None => {
                assert_eq!(tx.len(), usize::from(beside));
                "receiver, none"
            }
        }
    };
    assert_eq!(stop.try_recv(), Err(TryRecvError::Disconnected));
    outcome
}

#[test]
fn a_stop_wakes_a_sender_and_a_receiver() {
    let seen = Seen::default();
    let noted = seen.clone();
    explore(move || noted.note(stops(Forgets::Nobody)));
    seen.assert_all(&["sender", "receiver, item", "receiver, none"]);
    let message = control(|| {
        stops(Forgets::AtEnd);
    });
    assert!(message.starts_with("deadlock"), "{message}");
}

#[test]
fn a_stop_that_came_before_is_looked_at_first() {
    script(|| {
        let (opener, stop) = bounded::<()>(0);
        assert_eq!(opener.try_send(()), Err(TrySendError::Full(())));
        assert!(opener.is_full() && stop.is_empty());
        drop(opener);
        let (tx, rx) = bounded(1);
        assert_eq!(send_unless(&tx, 1, &stop), Err(1));
        tx.send(2).unwrap();
        assert_eq!(recv_unless(&rx, &stop), None);
        assert_eq!((tx.len(), rx.len(), tx.is_full()), (1, 1, true));
        assert!(Select::new().try_ready().is_err());
        let mut select = Select::new();
        let never = never::<u8>();
        select.recv(&never);
        assert!(select.try_ready().is_err());
        drop(tx);
        let open = self::never();
        assert_eq!(recv_unless(&rx, &open), Some(2));
        assert_eq!(recv_unless(&rx, &open), None);
    });
}

/// One thread takes from two channels, whichever has something, until both have ended.
fn selects((a, b): (Ends<u8>, Ends<u8>)) -> Vec<u8> {
    let feed = |tx: Sender<u8>, items: [u8; 2]| {
        thread::spawn(move || {
            for item in items {
                tx.send(item).unwrap();
            }
        })
    };
    let feeders = [feed(a.0, [0, 1]), feed(b.0, [10, 11])];
    let (mut open, mut all) = (vec![a.1, b.1], Vec::new());
    while !open.is_empty() {
        let at = {
            let mut select = Select::new();
            for rx in &open {
                select.recv(rx);
            }
            select.ready()
        };
        match open[at].try_recv() {
            Ok(item) => all.push(item),
            Err(TryRecvError::Disconnected) => drop(open.remove(at)),
            Err(TryRecvError::Empty) => panic!("nobody else takes from it"),
        }
    }
    for feeder in feeders {
        feeder.join().unwrap();
    }
    for own in [0..5, 10..15] {
        assert!(all.iter().filter(|item| own.contains(*item)).is_sorted());
    }
    assert_eq!(all.len(), 4);
    all
}

#[test]
fn a_select_wakes_for_each_of_its_channels() {
    let seen = Seen::default();
    let noted = seen.clone();
    explore(move || noted.note(format!("{:?}", selects((bounded(1), bounded(1))))));
    // All the orders that there are.
    seen.assert_all(&[
        "[0, 1, 10, 11]",
        "[0, 10, 1, 11]",
        "[0, 10, 11, 1]",
        "[10, 0, 1, 11]",
        "[10, 0, 11, 1]",
        "[10, 11, 0, 1]",
    ]);
    for forgets in [Forgets::AtPush, Forgets::AtPop, Forgets::AtEnd] {
        let message = control(move || {
            selects((bounded(1), faulty(1, forgets)));
        });
        assert!(message.starts_with("deadlock"), "{forgets:?}: {message}");
    }
}

#[test]
fn what_nobody_will_receive_lives_as_long_as_a_sender() {
    explore(|| {
        let item = Arc::new(());
        let (tx, rx) = bounded(2);
        tx.send(Arc::clone(&item)).unwrap();
        let other = tx.clone();
        let receiver = thread::spawn(move || drop(rx));
        drop(tx);
        receiver.join().unwrap();
        assert_eq!(Arc::strong_count(&item), 2);
        assert!(other.send(Arc::clone(&item)).is_err());
        drop(other);
        assert_eq!(Arc::strong_count(&item), 1);
    });
}

/// One script of operations that do not block, on the model and on crossbeam's.
#[test]
fn every_answer_is_crossbeams() {
    script(|| {
        let bound = 1 + pick(2);
        let (tx, rx) = bounded::<usize>(bound);
        let (real_tx, real_rx) = crossbeam_channel::bounded::<usize>(bound);
        let (mut txs, mut rxs) = (vec![(tx, real_tx)], vec![(rx, real_rx)]);
        for item in 0..12 {
            let (sends, at) = (pick(2) == 0, pick(2));
            let what = pick(7);
            if let Some((tx, real)) = sends.then(|| txs.get(at)).flatten() {
                match what {
                    0 => txs.push((tx.clone(), real.clone())),
                    1 => drop(txs.remove(at)),
                    2 => assert_eq!((tx.len(), tx.is_full()), (real.len(), real.is_full())),
                    3 => {
                        let mut select = Select::new();
                        let mut real_select = crossbeam_channel::Select::new();
                        select.send(tx);
                        real_select.send(real);
                        assert_eq!(select.try_ready(), real_select.try_ready());
                    }
                    _ => assert_eq!(tx.try_send(item), real.try_send(item)),
                }
            } else if let Some((rx, real)) = rxs.get(at) {
                match what {
                    0 => rxs.push((rx.clone(), real.clone())),
                    1 => drop(rxs.remove(at)),
                    2 => assert_eq!((rx.len(), rx.is_empty()), (real.len(), real.is_empty())),
                    3 => {
                        let mut select = Select::new();
                        let mut real_select = crossbeam_channel::Select::new();
                        select.recv(rx);
                        real_select.recv(real);
                        assert_eq!(select.try_ready(), real_select.try_ready());
                    }
                    _ => assert_eq!(rx.try_recv(), real.try_recv()),
                }
            }
        }
    });
}
