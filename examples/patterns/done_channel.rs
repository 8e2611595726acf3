//! The done channel, which prevents leaks: whoever has seen enough says so, and every producer leaves.
//!
//! Sensors measure for ever; the first reading above a limit is all that is wanted. An hourly message runs beside them.
//!
//! Go leaves it to discipline: a goroutine that sends to a reader who has left waits for ever, unless every send is written
//! as a `select` with a `done` that somebody remembers to close. Here `push` says `Stopped` when nobody listens any more, so
//! `find` is enough to end the sensors, and when `run` returns every thread has been joined. A pipeline of its own is ended
//! by a `Done`; a `Closer` that is dropped closes it, and a `Handle` that is dropped joins, so no early return leaks either.
//!
//! ```sh
//! cargo run --example patterns_done_channel -- [DEGREES]
//! ```

use pipewright::prelude::*;
use pipewright::{Emitter, Stopped};
use std::collections::BTreeSet;
use std::error::Error;
use std::sync::{Mutex, PoisonError};

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Reading {
    pub(crate) sensor: &'static str,
    pub(crate) number: i32,
    pub(crate) degrees: i32,
}

fn main() -> Result<(), Box<dyn Error>> {
    let limit = std::env::args()
        .nth(1)
        .map_or(Ok(90), |limit| limit.parse())?;
    let (alarm, left) = first_above(limit)?;
    let Reading {
        sensor,
        number,
        degrees,
    } = alarm;
    println!("{sensor}: {degrees} degrees in reading {number}");
    println!("switched off: {}", Vec::from_iter(left).join(", "));
    Ok(())
}

/// The first reading above the limit, and the sensors that were switched off for it.
pub(crate) fn first_above(
    limit: i32,
) -> Result<(Reading, BTreeSet<&'static str>), pipewright::Error> {
    let (closer, done) = Done::channel();
    let message = |_| eprintln!("still watching");
    let hourly = pipeline!(move || ticks(1h) >> or_done(done) >> for_each(message)).spawn();

    let left = Mutex::new(BTreeSet::new());
    let leave = |sensor| {
        left.lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(sensor)
    };
    let alarm = pipeline!({
        let boiler = generate(|out| {
            let _ = measure("boiler", |number| 60 + number, out);
            leave("boiler");
        });
        let cellar = generate(|out| {
            let _ = measure("cellar", |number| 12 + number % 3, out);
            leave("cellar");
        });
        (boiler, cellar) >> fan_in >> find(|reading| reading.degrees > limit)?
    })
    .run()?;

    // It waits for its next hour, and leaves now.
    closer.close();
    hourly.join()?;
    Ok((
        alarm,
        left.into_inner().unwrap_or_else(PoisonError::into_inner),
    ))
}

// In Go each send has to know the way out:
//     select { case readings <- r: case <-done: return }
fn measure(
    sensor: &'static str,
    degrees: impl Fn(i32) -> i32,
    out: &mut Emitter<Reading>,
) -> Result<(), Stopped> {
    (0..).try_for_each(|number| {
        let degrees = degrees(number);
        out.push(Reading {
            sensor,
            number,
            degrees,
        })
    })
}
