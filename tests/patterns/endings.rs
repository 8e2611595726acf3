//! The patterns of how it ends: the done channel, or-channel, or-done, and errors as values.

use crate::support::watchdog::watched;
use crate::{done_channel, error_handling, or_channel, or_done};
use crossbeam_channel::unbounded;
use pipewright::Done;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, ErrorKind};

#[test]
fn done_channel_finds_the_reading_and_every_sensor_has_left() {
    watched(|| {
        let (sensor, number, degrees) = ("boiler", 5_001, 5_061);
        let alarm = done_channel::Reading {
            sensor,
            number,
            degrees,
        };
        let left = BTreeSet::from(["boiler", "cellar"]);
        assert_eq!(done_channel::first_above(5_060).unwrap(), (alarm, left));
    });
}

#[test]
fn or_channel_ends_for_whichever_reason_comes_first() {
    use or_channel::{Ended, File, back_up};
    watched(|| {
        let files = [("a", 3), ("b", 4), ("c", 5)].map(|(name, bytes)| File { name, bytes });
        let backed_up = |quota, told: &Done| back_up(&files, quota, told).unwrap();
        let (operator, told) = Done::channel();
        assert_eq!(
            backed_up(100, &told),
            (vec!["a", "b", "c"], Ended::AllStored)
        );
        assert_eq!(backed_up(7, &told), (vec!["a", "b"], Ended::QuotaReached));
        operator.close();
        assert_eq!(backed_up(7, &told), (vec![], Ended::ToldToStop));
    });
}

#[test]
fn error_handling_books_the_good_and_gives_the_bad_with_their_lines() {
    use error_handling::{Import, Rejected, Why, import};
    watched(|| {
        let no_number = "x".parse::<i64>().unwrap_err();
        let statement = Cursor::new("rent -900\nfood x\nrent 50\nfood\nfood -7\n");
        let Import { accounts, rejected } = import(statement).unwrap();
        let expected = [("food".to_owned(), -7), ("rent".to_owned(), -850)];
        assert_eq!(accounts, BTreeMap::from(expected));
        let rejection = |line, why| Rejected { line, why };
        let expected = [
            rejection(2, Why::NoNumber(no_number)),
            rejection(4, Why::NoAmount),
        ];
        assert_eq!(rejected, expected);
    });
}

#[test]
fn error_handling_books_nothing_of_a_statement_that_cannot_be_read() {
    use error_handling::{ImportError, import};
    watched(|| {
        let outcome = import(Cursor::new(b"rent -900\nrent \xff\nfood -7\n"));
        let Err(ImportError::Unreadable(error)) = outcome else {
            panic!("{outcome:?}");
        };
        assert_eq!(error.kind(), ErrorKind::InvalidData);
    });
}

#[test]
fn or_done_ends_a_session_that_waits_on_an_open_connection() {
    watched(|| {
        let (connect, connections) = unbounded();
        let mut ways = Vec::new();
        for commands in [["a", "b"], ["c", "d"]] {
            let (way, commands_of_it) = unbounded();
            for command in commands {
                way.send(command.to_owned()).unwrap();
            }
            connect.send(commands_of_it).unwrap();
            ways.push(way);
        }
        // The first is lost, the second stays open: the session waits on it when we close.
        drop(ways.remove(0));
        let (closer, gone) = Done::channel();
        let (obeyed, obeys) = unbounded();
        let us = std::thread::spawn(move || {
            let seen: Vec<String> = obeys.iter().take(4).collect();
            closer.close();
            seen
        });
        let obey = |command: &str| obeyed.send(command.to_owned()).unwrap();
        let session = or_done::session(connections, gone, obey).unwrap();
        assert_eq!(session, ["a", "b", "c", "d"]);
        assert_eq!(us.join().unwrap(), session);
        // Nobody reads any more.
        assert!(ways[0].send("e".to_owned()).is_err());
    });
}

#[test]
fn or_done_gives_nothing_behind_the_goodbye() {
    watched(|| {
        let (connect, connections) = unbounded();
        let (way, commands) = unbounded();
        connect.send(commands).unwrap();
        for command in ["a", "quit", "b"] {
            way.send(command.to_owned()).unwrap();
        }
        let (closer, gone) = Done::channel();
        let mut closer = Some(closer);
        let obey = |command: &str| drop(closer.take_if(|_| command == "quit"));
        assert_eq!(
            or_done::session(connections, gone, obey).unwrap(),
            ["a", "quit"]
        );
        drop((connect, way));
    });
}
