//! The head of BENCHMARKS.md: what it was measured on.

use std::process::Command;

pub fn head() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info
        .lines()
        .find_map(|line| line.strip_prefix("model name"))
        .map_or("unknown", |model| {
            model.trim_start_matches(['\t', ':', ' '])
        });
    let rustc = Command::new("rustc").arg("--version").output();
    let rustc = rustc.map_or_else(
        |_| "rustc".to_owned(),
        |output| String::from_utf8_lossy(&output.stdout).trim().to_owned(),
    );
    format!(
        "# Benchmarks\n\n\
         Written by `cargo run --release --manifest-path benches/Cargo.toml --bin pipewright-benches -- --write`, which renews\n\
         only the tables that are named behind it, if any are: so those of this page may come from several calls. All contenders of a table\n\
         take turns within one run, with a pause of 100 ms in front of each, so what disturbs one disturbs all. Only the ratios mean something: the last column is the median\n\
         of pipewright divided by the median of that line, so less than 1 says that pipewright is faster. The bound of the edges is the same for\n\
         all and stands in the heading.\n\n\
         Below a table with a line for one thread stands what that comes to, shared evenly by the processors, and the part of each line that\n\
         this is. Who does the same work cannot be faster: where 0.54 stands beside a peer, no ratio to that peer can be less than 0.54.\n\
         What profiles say of the slower ones is in [benches/PROFILES.md](benches/PROFILES.md).\n\n\
         Machine: {cores} cores ({model}), {os} {arch}, {rustc}.\n",
        os = std::env::consts::OS,
        arch = std::env::consts::ARCH,
    )
}
