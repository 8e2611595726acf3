//! What the process holds while ten million items pass through edges, a region and batches.

use crate::rounds::Section;
use pipewright::prelude::*;
use std::fmt::Write;
use std::sync::Mutex;

const ITEMS: u64 = 10_000_000;

/// Of this process, in KiB; 0 where the system does not say.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok())
        .unwrap_or(0)
}

pub fn of_a_long_run() -> Section {
    let name = "memory over 10,000,000 Strings through 2 buffers, fan_out(2) and batch(100)";
    let report = move || {
        let seen = Mutex::new(Vec::new());
        let count = pipeline!(
            from(0..ITEMS)
                >> map(|n| n.to_string())
                >> buffer(1024)
                >> fan_out(2)
                >> map(|text| text + "!")
                >> fan_in
                >> buffer(1024)
                >> enumerate
                >> inspect(|(n, _)| {
                    if n % 1_000_000 == 500_000 {
                        seen.lock().unwrap().push(resident());
                    }
                })
                >> batch(100)
                >> map(|batch| batch.len() as u64)
                >> sum::<u64>()
        );
        assert_eq!(count.run().unwrap(), ITEMS);
        let mut table =
            format!("### {name}\n\nResident memory in KiB behind so many million items.\n\n|");
        let seen = seen.into_inner().unwrap();
        for at in 0..seen.len() {
            let _ = write!(table, " {at}.5 |");
        }
        table.push_str("\n|");
        seen.iter().for_each(|_| table.push_str("---:|"));
        table.push_str("\n|");
        for kib in seen {
            let _ = write!(table, " {kib} |");
        }
        table.push('\n');
        table
    };
    Section::new(name.to_owned(), report)
}
