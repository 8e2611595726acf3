//! Fan-out, fan-in: several workers share the items of one slow stage, and their results become one stream again.
//!
//! The checksums of files, computed by four workers and listed in the order in which the files were named.
//!
//! Go leaves it to discipline: a `WaitGroup` has to be counted up before each goroutine and down in it, one more goroutine
//! waits for all of them and closes the output, and the order is lost. Here `fan_in` ends when every worker has ended, each
//! item goes to exactly one worker, and `ordered` keeps the order with a bounded window. A region that is not closed does not
//! compile.
//!
//! ```sh
//! cargo run --example patterns_fan_out_fan_in -- [FILE]..
//! ```

use pipewright::prelude::*;
use std::io;
use std::path::{Path, PathBuf};

fn main() -> Result<(), pipewright::Error> {
    let mut paths: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    if paths.is_empty() {
        let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
        paths = ["LICENSE-MIT", "LICENSE-APACHE", "LICENCE"]
            .map(|name| repository.join(name))
            .to_vec();
    }
    for (path, checksum) in checksums(&paths)? {
        let name = path.file_name().unwrap_or_default().display();
        match checksum {
            Ok(checksum) => println!("{checksum:016x} {name}"),
            Err(error) => println!("{name}: {}", error.kind()),
        }
    }
    Ok(())
}

// In Go, after a `workers.Add(1)` and a `defer workers.Done()` for each:
//     go func() { workers.Wait(); close(sums) }()
pub(crate) fn checksums(
    paths: &[PathBuf],
) -> Result<Vec<(&Path, io::Result<u64>)>, pipewright::Error> {
    pipeline!(
        from(paths)
            >> fan_out(4, ordered)
            >> map(|path| (path.as_path(), std::fs::read(path)))
            >> map(|(path, bytes)| (path, bytes.map(|bytes| checksum(&bytes))))
            >> fan_in
            >> collect
    )
    .run()
}

/// FNV-1a.
pub(crate) fn checksum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
