//! pipewright against its peers: every contender runs once in every round, so noise meets all; what counts is the ratio of
//! medians within one run.
//!
//! ```sh
//! cargo run --release --manifest-path benches/Cargo.toml --bin pipewright-benches [part of a name]..  # prints the tables
//! cargo run --release --manifest-path benches/Cargo.toml --bin pipewright-benches -- --write          # and writes BENCHMARKS.md
//! cargo run --release --manifest-path benches/Cargo.toml --bin pipewright-benches -- --write [part].. # and renews these tables
//! ```

mod chain;
mod dataflow;
mod fan_out;
mod fused;
mod hand_over;
mod keyed;
mod latency;
mod logs;
mod machine;
mod memory;
mod random;
mod rounds;
mod scaling;
mod shapes;
mod words;

use fan_out::Load;
use rounds::{Section, Workload};
use std::time::Duration;

fn main() {
    let mut wanted: Vec<String> = std::env::args().skip(1).collect();
    let writes = wanted.iter().any(|word| word == "--write");
    wanted.retain(|word| word != "--write");
    let head = machine::head();
    println!("{head}");
    let old = std::fs::read_to_string(PAGE).unwrap_or_default();
    let mut page = head;
    for section in sections() {
        let section = section();
        let is_wanted = |part: &String| section.name.contains(part.as_str());
        if wanted.is_empty() || wanted.iter().any(is_wanted) {
            let table = section.report();
            println!("\n{table}");
            page.push('\n');
            page.push_str(&table);
        } else if let Some(table) = table_of(&old, &section.name) {
            page.push('\n');
            page.push_str(table);
        }
    }
    if writes {
        std::fs::write(PAGE, page).expect("BENCHMARKS.md can be written");
    }
}

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../BENCHMARKS.md");

/// The table of this name in a page that was written before.
fn table_of<'p>(page: &'p str, name: &str) -> Option<&'p str> {
    let begin = page.find(&format!("### {name}\n"))?;
    let table = &page[begin..];
    let end = table.find("\n### ").unwrap_or(table.len());
    Some(&table[..end])
}

/// In the order of the page.
fn sections() -> Vec<Box<dyn Fn() -> Section>> {
    let mut sections: Vec<Box<dyn Fn() -> Section>> = Vec::new();
    let mut workload = |workload: fn() -> Workload| {
        sections.push(Box::new(move || workload().into()));
    };
    workload(fused::plain);
    workload(fused::failing);
    workload(|| chain::numbers(1024));
    workload(|| chain::numbers(64));
    workload(|| chain::numbers(4096));
    workload(|| chain::blocks(1024));
    workload(|| chain::strings(1024));
    workload(chain::default_bound);
    workload(|| fan_out::workers(2, Load::None));
    workload(|| fan_out::workers(4, Load::None));
    workload(|| fan_out::workers(2, Load::Microseconds(1)));
    workload(|| fan_out::workers(4, Load::Microseconds(1)));
    workload(|| fan_out::workers(2, Load::Microseconds(100)));
    workload(|| fan_out::workers(4, Load::Microseconds(100)));
    workload(|| fan_out::workers(2, Load::Skewed));
    workload(|| fan_out::workers(4, Load::Skewed));
    workload(fan_out::ordered);
    workload(keyed::region);
    workload(shapes::tee);
    workload(shapes::batch);
    workload(shapes::merge);
    workload(hand_over::ping);
    workload(hand_over::one_slot);
    workload(hand_over::start_and_end);
    workload(words::count);
    workload(logs::analysis);
    sections.extend([
        Box::new(|| latency::alone(Duration::from_micros(200), 4000)) as Box<dyn Fn() -> Section>,
        Box::new(|| latency::alone(Duration::from_millis(5), 300)),
        Box::new(memory::of_a_long_run),
        Box::new(scaling::items),
        Box::new(scaling::stages),
        Box::new(scaling::threads),
        Box::new(scaling::workers),
        Box::new(scaling::payloads),
        Box::new(scaling::bounds),
    ]);
    sections
}
