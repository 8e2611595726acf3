//! R15 to R19: failures and panics.

mod full;
mod panics;
mod payloads;
mod precedence;
mod sites;

use crate::grid::{Kind, every_case_of};
use crate::support::watchdog::watched;

#[test]
fn r15_a_failure_is_returned_with_its_place() {
    let cases = every_case_of(&[Kind::Error]);
    assert!(cases > 1500, "{cases} cases");
}

#[test]
fn r16_a_failure_is_returned_while_every_edge_is_full() {
    watched(|| {
        for capacity in [1, 3] {
            full::in_front_of_full_edges(capacity);
            full::beside_full_edges(capacity);
            full::behind_a_full_edge(capacity);
        }
    });
}

#[test]
fn r17_a_panic_anywhere_comes_out() {
    watched(panics::of_what_is_left_in_a_full_edge);
    let cases = every_case_of(&[Kind::Panic, Kind::Drop]);
    assert!(cases > 3000, "{cases} cases");
}

#[test]
fn r18_the_payload_is_the_users_and_the_hook_ran_once() {
    watched(payloads::of_every_kind_and_place);
}

#[test]
fn r19_panic_before_error_before_cancelled_and_the_first_of_each() {
    watched(|| {
        precedence::the_first_of_each_class();
        precedence::every_order_of_the_classes();
    });
}
