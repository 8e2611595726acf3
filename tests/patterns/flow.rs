//! The patterns of items that flow: confinement, for-select, pipelines, fan-out and fan-in, tee.

use crate::support::watchdog::watched;
use crate::{confinement, fan_out_fan_in, for_select, pipelines, tee};
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error as _;
use std::path::Path;

#[test]
fn confinement_adds_up_each_path_and_skips_what_is_no_request() {
    watched(|| {
        let lines = (0..1000_u64).map(|n| match n % 4 {
            0 => format!("GET /a%20b 200 {n}\n"),
            1 => format!("GET /c 200 {n}\n"),
            2 => "GET /a%2 200 1\n".to_owned(),
            _ => "GET /c 200 many\n".to_owned(),
        });
        let totals = confinement::bytes_by_path(&lines.collect::<String>()).unwrap();
        let sum = |rest| (0..1000_u64).filter(|n| n % 4 == rest).sum::<u64>();
        let expected = [("/a b".to_owned(), sum(0)), ("/c".to_owned(), sum(1))];
        assert_eq!(totals, BTreeMap::from(expected));
    });
}

#[test]
fn for_select_ships_what_has_both_halves_whichever_comes_first() {
    use for_select::{Order, Outcome, Payment, settle};
    watched(|| {
        let article = "lamp";
        let order = |number| Order { number, article };
        // Orders 0 to 299, backwards; payments 100 to 399.
        let orders: Vec<Order> = (0..300).rev().map(order).collect();
        let payments: Vec<Payment> = (100..400).map(|order| Payment { order }).collect();
        let expected = (0..400).map(|number| match number {
            ..100 => Outcome::NeverPaid(order(number)),
            100..300 => Outcome::Shipped(order(number)),
            300.. => Outcome::SentBack(number),
        });
        let outcomes = settle(&orders, &payments).unwrap();
        assert_eq!(outcomes, expected.collect::<BTreeSet<_>>());
    });
}

#[test]
fn pipelines_ship_every_clean_line_and_open_them_again() {
    use pipelines::{open, ship};
    watched(|| {
        let log = "INFO 10 users\nDEBUG 1\nINFO a\nINFO b\nDEBUG 2\nWARN 99 %";
        let lines = ["INFO ## users", "INFO a", "INFO b", "WARN ## %"];
        let frames = ship(log).unwrap();
        let shipped: Vec<&[String]> = frames.iter().map(|frame| &frame.lines[..]).collect();
        assert_eq!(shipped, [&lines[..3], &lines[3..]]);
        assert_eq!(open(frames.clone()).unwrap(), lines);

        let mut damaged = frames;
        damaged[1].lines[0].clear();
        let error = open(damaged).unwrap_err();
        assert_eq!((error.stage(), error.item()), (Some("map"), Some(1)));
        assert!(error.source().unwrap().to_string().starts_with("checksum"));
    });
}

#[test]
fn fan_out_fan_in_lists_the_checksums_in_the_order_of_the_names() {
    use fan_out_fan_in::{checksum, checksums};
    watched(|| {
        let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
        let names = ["README.md", "no such file", "Cargo.toml", "LICENSE-MIT"];
        let paths: Vec<_> = (0..50).map(|n| repository.join(names[n % 4])).collect();
        let listed = checksums(&paths).unwrap();
        assert_eq!(listed.len(), paths.len());
        for ((path, sum), expected) in listed.into_iter().zip(&paths) {
            assert_eq!(path, expected);
            match std::fs::read(expected) {
                Ok(bytes) => assert_eq!(sum.unwrap(), checksum(&bytes)),
                Err(error) => assert_eq!(sum.unwrap_err().kind(), error.kind()),
            }
        }
        // As published for FNV-1a with 64 bits.
        assert_eq!(checksum(b"a"), 0xaf63_dc4c_8601_ec8c);
    });
}

#[test]
fn tee_gives_every_order_to_each_and_goes_on_when_one_has_enough() {
    use tee::{Order, close_day};
    watched(|| {
        let customers = ["ann", "bob"];
        let order = |n: u64| Order {
            customer: customers[usize::from(n % 2 == 1)],
            cents: 4_000 + n,
        };
        let day = close_day((0..2000).map(order)).unwrap();
        let line = |n: u64| format!("{n}: {} {}", order(n).customer, order(n).cents);
        assert_eq!(day.journal, (0..2000).map(line).collect::<Vec<_>>());
        let bill = |rest| {
            (0..2000)
                .filter(move |n| n % 2 == rest)
                .map(|n| order(n).cents)
        };
        let expected = [("ann", bill(0).sum()), ("bob", bill(1).sum())];
        assert_eq!(day.bills, BTreeMap::from(expected));
        assert_eq!(*day.gift.unwrap(), order(1000));
    });
}
