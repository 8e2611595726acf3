//! Pipelines: stages that each do one thing, one item at a time (stream) or many at once (batch).
//!
//! A log is cleaned line by line and shipped in frames of a few lines, each with a checksum; the other end opens the frames.
//!
//! Go leaves it to discipline: every stage is a function with a goroutine, a channel that it must close and a `done` that it
//! must watch, and the last, open batch is easily forgotten. Here a stage is a word, `>>` is checked by type, stages without
//! a boundary between them are one loop with no channel, and a run that ends well hands on the last batch.
//!
//! ```sh
//! cargo run --example patterns_pipelines -- [LOG]
//! ```

use pipewright::Part;
use pipewright::prelude::*;
use std::error::Error;

const LOG: &str = "\
INFO started in 31 ms
DEBUG cache is cold
INFO user 4711 signed in
WARN disk is 93 % full
DEBUG cache is warm
INFO user 4711 signed out
INFO stopped";

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Frame {
    pub(crate) lines: Vec<String>,
    pub(crate) checksum: u32,
}

fn main() -> Result<(), Box<dyn Error>> {
    let log = match std::env::args().nth(1) {
        Some(path) => std::fs::read_to_string(path)?,
        None => LOG.to_owned(),
    };
    let frames = ship(&log)?;
    for Frame { lines, checksum } in &frames {
        println!("{checksum:08x}: {} lines", lines.len());
    }
    for line in open(frames)? {
        println!("{line}");
    }
    Ok(())
}

/// The stream stages, as a part for any pipeline: no debug lines, no numbers that could name somebody.
fn cleaned<'a>() -> impl Part<&'a str, String> {
    pipeline!(|lines: Stream<&'a str>| lines
        >> filter(|line| !line.starts_with("DEBUG"))
        >> map(|line| line.replace(|c: char| c.is_ascii_digit(), "#")))
}

// In Go each arrow is a channel, and each stage ends like this:
//     defer close(out); if len(batch) > 0 { out <- batch }
pub(crate) fn ship(log: &str) -> Result<Vec<Frame>, pipewright::Error> {
    pipeline!(
        from(log.lines()) >> via(cleaned()) >> batch(3) >> buffer(2) >> map(sealed) >> collect
    )
    .run()
}

/// Batches become a stream again; a frame that is damaged ends the run.
pub(crate) fn open(frames: Vec<Frame>) -> Result<Vec<String>, pipewright::Error> {
    pipeline!(from(frames) >> map(unsealed)? >> flatten >> collect).run()
}

fn sealed(lines: Vec<String>) -> Frame {
    let checksum = checksum(&lines);
    Frame { lines, checksum }
}

fn unsealed(frame: Frame) -> Result<Vec<String>, String> {
    let found = checksum(&frame.lines);
    if found == frame.checksum {
        Ok(frame.lines)
    } else {
        Err(format!(
            "checksum {found:08x} instead of {:08x}",
            frame.checksum
        ))
    }
}

/// FNV-1a, with a line end behind each line.
fn checksum(lines: &[String]) -> u32 {
    let bytes = lines.iter().flat_map(|line| line.bytes().chain([b'\n']));
    bytes.fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}
