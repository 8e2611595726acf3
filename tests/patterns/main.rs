//! The examples of the patterns do what their headers say: what their functions give is compared item by item.

// The `main` of each prints what its functions give; here they are called.
#[allow(dead_code)]
#[path = "../../examples/patterns/confinement.rs"]
mod confinement;
#[allow(dead_code)]
#[path = "../../examples/patterns/done_channel.rs"]
mod done_channel;
#[allow(dead_code)]
#[path = "../../examples/patterns/error_handling.rs"]
mod error_handling;
#[allow(dead_code)]
#[path = "../../examples/patterns/fan_out_fan_in.rs"]
mod fan_out_fan_in;
#[allow(dead_code)]
#[path = "../../examples/patterns/for_select.rs"]
mod for_select;
#[allow(dead_code)]
#[path = "../../examples/patterns/or_channel.rs"]
mod or_channel;
#[allow(dead_code)]
#[path = "../../examples/patterns/or_done.rs"]
mod or_done;
#[allow(dead_code)]
#[path = "../../examples/patterns/pipelines.rs"]
mod pipelines;
#[allow(dead_code)]
#[path = "../../examples/patterns/tee.rs"]
mod tee;

#[path = "../support/mod.rs"]
mod support;

mod endings;
mod flow;
