//! R20 to R26: cancel, stop, and what is left when a run has ended.

mod cancelled;
mod conserved;
mod drained;
mod joined;
mod open_batch;
mod said_twice;
mod woken;

use crate::alone::alone;
use crate::grid::{Kind, every_case_of};
use crate::support::watchdog::watched;

#[test]
fn r20_after_cancel_a_section_finishes_what_it_has_in_hand() {
    watched(cancelled::in_each_section_while_the_others_are_in_their_closures);
    watched(cancelled::while_everything_moves);
}

#[test]
fn r21_cut_short_is_never_ok() {
    watched(cancelled::at_every_hand_over_from_outside);
    let cases = every_case_of(&[Kind::Cancel]);
    assert!(cases > 1500, "{cases} cases");
}

#[test]
fn r22_cancel_and_stop_can_be_said_twice_and_in_any_order() {
    watched(|| {
        said_twice::from_outside_in_every_order();
        said_twice::in_a_closure_in_every_order();
        said_twice::after_the_end();
        said_twice::by_three_threads_at_once();
    });
}

#[test]
fn r23_cancel_wakes_every_stage_by_itself() {
    watched(|| {
        woken::who_waits_for_room();
        woken::who_waits_for_an_item();
        woken::who_waits_in_a_region();
        woken::who_joins_streams();
        woken::who_waits_outside();
    });
}

#[test]
fn r24_every_thread_is_joined() {
    alone("endings::r24_every_thread_is_joined", || {
        joined::thread_locals_are_dropped_before_run_returns();
        joined::runs_with_random_endings();
    });
}

#[test]
fn r25_what_was_pushed_was_popped_or_discarded() {
    watched(conserved::in_runs_that_are_cut_short);
    let cases = every_case_of(&[Kind::End]);
    assert!(cases > 1000, "{cases} cases");
}

#[test]
fn r26_stop_delivers_what_was_pulled() {
    watched(|| {
        drained::every_topology();
        drained::what_generates_and_what_gathers();
        drained::stop_within_cancels_when_its_time_is_up();
    });
}
