//! Confinement: what changes belongs to one thread, so there is nothing to lock.
//!
//! How many bytes each path of an access log was asked for. Every worker decodes with a buffer of its own, and the totals
//! belong to the closure of the last stage.
//!
//! Go leaves it to discipline: a comment says which goroutine may touch a variable, and the race detector may notice when
//! another one does. Here `totals` is borrowed by one closure for as long as the run lasts, and a stage that several workers
//! share cannot change what it captures: without its `fan_in` this file does not compile.
//!
//! ```sh
//! cargo run --example patterns_confinement -- [ACCESS_LOG]
//! ```

use pipewright::prelude::*;
use std::collections::BTreeMap;
use std::error::Error;

const LOG: &str = "\
GET /index.html 200 512
GET /caf%C3%A9.html 200 2048
HEAD /index.html 304 0
GET /café.html 200 1024
not a request
GET /index.html 200 512";

fn main() -> Result<(), Box<dyn Error>> {
    let log = match std::env::args().nth(1) {
        Some(path) => std::fs::read_to_string(path)?,
        None => LOG.to_owned(),
    };
    for (path, bytes) in bytes_by_path(&log)? {
        println!("{bytes:>8} {path}");
    }
    Ok(())
}

// In Go a comment is all that confines it:
//     totals := map[string]int{} // the collecting goroutine only!
pub(crate) fn bytes_by_path(log: &str) -> Result<BTreeMap<String, u64>, pipewright::Error> {
    let mut totals = BTreeMap::new();
    pipeline!(
        from(log.lines())
            >> fan_out(4)
            >> map_init(Decoder::default, Decoder::request)
            >> flatten
            >> fan_in
            >> for_each(|(path, bytes)| *totals.entry(path).or_default() += bytes)
    )
    .run()?;
    Ok(totals)
}

/// One per worker: its buffer grows to the longest path and is used again for every line.
#[derive(Default)]
struct Decoder {
    decoded: Vec<u8>,
}

impl Decoder {
    /// The decoded path and the bytes of `METHOD PATH STATUS BYTES`.
    fn request(&mut self, line: &str) -> Option<(String, u64)> {
        let mut fields = line.split(' ');
        let path = fields.nth(1)?;
        let size = fields.nth(1)?.parse().ok()?;
        self.decoded.clear();
        let mut bytes = path.bytes();
        while let Some(byte) = bytes.next() {
            self.decoded.push(match byte {
                b'%' => hexadecimal([bytes.next()?, bytes.next()?])?,
                plain => plain,
            });
        }
        Some((String::from_utf8_lossy(&self.decoded).into_owned(), size))
    }
}

fn hexadecimal(digits: [u8; 2]) -> Option<u8> {
    let digits = std::str::from_utf8(&digits).ok()?;
    u8::from_str_radix(digits, 16).ok()
}
