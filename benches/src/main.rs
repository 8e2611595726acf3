//! pipewright against its peers: every contender runs once in every round, so noise meets all; what counts is the ratio of
//! medians within one run.
//!
//! ```sh
//! cargo run --release --manifest-path benches/Cargo.toml --bin pipewright-benches [part of a name]..  # prints the tables
//! cargo run --release --manifest-path benches/Cargo.toml --bin pipewright-benches -- --write          # and writes BENCHMARKS.md
//! ```

mod chain;
mod fan_out;
mod fused;
mod hand_over;
mod machine;
mod rounds;
mod shapes;
mod words;

use rounds::Workload;

fn main() {
    let mut wanted: Vec<String> = std::env::args().skip(1).collect();
    let writes = wanted.iter().any(|word| word == "--write");
    wanted.retain(|word| word != "--write");
    let head = machine::head();
    println!("{head}");
    let mut page = head;
    let workloads: Vec<fn() -> Workload> = vec![
        fused::plain,
        fused::failing,
        || chain::numbers(64),
        || chain::numbers(1024),
        || chain::numbers(4096),
        || chain::blocks(1024),
        || chain::strings(1024),
        chain::default_bound,
        || fan_out::workers(fan_out::Load::None),
        || fan_out::workers(fan_out::Load::Microseconds(1)),
        || fan_out::workers(fan_out::Load::Microseconds(100)),
        || fan_out::workers(fan_out::Load::Skewed),
        fan_out::ordered,
        shapes::tee,
        shapes::batch,
        shapes::merge,
        hand_over::ping,
        hand_over::start_and_end,
        words::count,
    ];
    for workload in workloads {
        let workload = workload();
        let is_wanted = |part: &String| workload.name.contains(part.as_str());
        if wanted.is_empty() || wanted.iter().any(is_wanted) {
            let table = workload.report();
            println!("\n{table}");
            page.push('\n');
            page.push_str(&table);
        }
    }
    if writes {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../BENCHMARKS.md");
        std::fs::write(path, page).expect("BENCHMARKS.md can be written");
    }
}
