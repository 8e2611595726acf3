//! pipewright against its peers: every contender runs once in every round, so noise meets all; what counts is the ratio of
//! medians within one run.
//!
//! ```sh
//! cargo run --release --manifest-path benches/Cargo.toml [name of a workload]..
//! ```

mod chain;
mod fused;
mod rounds;

use rounds::Workload;

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    println!("{cores} cores; nanoseconds an item; ratio = median / median of the first line");
    let workloads: [fn() -> Workload; 5] = [
        fused::plain,
        fused::failing,
        chain::bound_1024,
        chain::bound_64,
        chain::default_bound,
    ];
    for workload in workloads {
        let workload = workload();
        if wanted.is_empty()
            || wanted
                .iter()
                .any(|name| workload.name.contains(name.as_str()))
        {
            workload.report();
        }
    }
}
