//! The or-channel: several reasons to stop, and the first one counts.
//!
//! A nightly backup stores files until it is told to stop, the night's quota is reached, or the night is over.
//!
//! Go leaves it to discipline: the or-channel is a recursive function with a goroutine for every few channels, each of which
//! leaks if none of its channels is ever closed, and closing one twice panics. Here `Done::or` starts no thread, can be
//! nested, and cannot be closed by those who read it; each reason can be asked for afterwards.
//!
//! ```sh
//! cargo run --example patterns_or_channel -- [QUOTA_IN_BYTES]
//! ```

use pipewright::prelude::*;
use std::error::Error;
use std::time::Duration;

#[derive(Debug)]
pub(crate) struct File {
    pub(crate) name: &'static str,
    pub(crate) bytes: u64,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    AllStored,
    ToldToStop,
    QuotaReached,
    NightOver,
}

fn main() -> Result<(), Box<dyn Error>> {
    let quota = std::env::args()
        .nth(1)
        .map_or(Ok(1_000_000), |bytes| bytes.parse())?;
    let files = [
        ("letters.txt", 4_000),
        ("photos.tar", 900_000),
        ("music.tar", 700_000),
        ("films.tar", 9_000_000),
    ]
    .map(|(name, bytes)| File { name, bytes });
    let (_operator, told) = Done::channel();
    let (stored, ended) = back_up(&files, quota, &told)?;
    println!("stored {}: {ended:?}", stored.join(", "));
    Ok(())
}

// In Go, with an `or` that is written by hand:
//     for f := range orDone(or(told, quota, nightOver), files) { .. }
pub(crate) fn back_up(
    files: &[File],
    quota: u64,
    told: &Done,
) -> Result<(Vec<&'static str>, Ended), pipewright::Error> {
    let (closer, reached) = Done::channel();
    let mut closer = Some(closer);
    let night_over = Done::after(Duration::from_hours(8));
    let from_inside = Done::or([reached.clone(), night_over.clone()]);
    let any = Done::or([told.clone(), from_inside]);

    let mut used = 0;
    let stored = pipeline!(
        from(files)
            >> or_done(any)
            >> inspect(|file| {
                used += file.bytes;
                if used >= quota {
                    drop(closer.take());
                }
            })
            >> map(|file| file.name)
            >> collect
    )
    .run()?;

    let ended = if told.is_closed() {
        Ended::ToldToStop
    } else if reached.is_closed() {
        Ended::QuotaReached
    } else if night_over.is_closed() {
        Ended::NightOver
    } else {
        Ended::AllStored
    };
    Ok((stored, ended))
}
