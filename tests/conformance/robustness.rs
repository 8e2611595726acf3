//! R31 to R37: what a run does not do to those who use it.

mod idle;
mod locks;
mod nested;
mod numbers;
mod stack;
mod stalls;
mod used;

use crate::alone::{alone, in_child, is_alone};
use crate::support::watchdog::watched;

#[test]
fn r31_no_lock_is_held_while_user_code_runs() {
    watched(|| {
        locks::while_a_later_failure_is_dropped();
        locks::while_user_code_waits();
        locks::after_a_panic();
    });
}

#[test]
fn r32_runs_nest_and_children_close_with_their_parent() {
    watched(|| {
        nested::a_parent_ends_the_runs_inside();
        nested::a_child_ends_alone();
        nested::failures_and_panics_come_out_of_the_innermost();
    });
}

#[test]
fn r33_closures_may_use_every_control() {
    watched(|| {
        used::in_closures_of_sections();
        used::in_closures_of_sinks_and_splits();
        used::in_drops_and_at_the_end();
    });
}

#[test]
fn r34_the_stack_does_not_grow_with_the_items() {
    // Who overflows the stack takes the process with it.
    alone(
        "robustness::r34_the_stack_does_not_grow_with_the_items",
        || {
            stack::many_items_are_left();
            stack::many_items_pass();
            stack::large_items_pass();
        },
    );
}

#[test]
fn r35_numbers_go_beyond_32_bits() {
    const NAME: &str = "robustness::r35_numbers_go_beyond_32_bits";
    // A build with faults can begin to count elsewhere.
    if cfg!(pipewright_mutants) && !is_alone(NAME) {
        for first in [u64::from(u32::MAX) - 100, u64::MAX - 10_000] {
            in_child(NAME, &[("PIPEWRIGHT_FIRST_NUMBER", &first.to_string())]);
        }
    }
    watched(numbers::ordered_regions_count);
}

#[test]
fn r36_an_idle_run_does_not_spin() {
    alone(
        "robustness::r36_an_idle_run_does_not_spin",
        idle::runs_of_every_kind,
    );
}

#[test]
fn r37_a_stall_is_reported_and_nothing_else_is() {
    watched(|| {
        stalls::of_a_graph_that_can_stall();
        stalls::of_none_that_waits_outside();
        stalls::of_none_that_is_in_user_code();
    });
}
