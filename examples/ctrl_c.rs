//! The first Ctrl-C drains, the second cancels.
//!
//! An endless queue of jobs (how many primes are there below a number?) on two workers, whose results are written in batches.
//! Draining ends the source only: what it had given is computed, and the last batch is written although it is not full.
//! Cancelling drops what is on its way, but waits for the closures that run; a third Ctrl-C waits for nothing.
//!
//! ```sh
//! cargo run --example ctrl_c -- [--step]
//! ```
//!
//! With `--step` each batch waits for a line on standard input. The exit code is 0 after a drain, and 130 after a cancel.

use pipewright::ErrorKind;
use pipewright::prelude::*;
use std::io::{self, Write};
use std::process::ExitCode;

struct Job {
    number: u64,
    primes: usize,
}

fn main() -> ExitCode {
    let step = std::env::args()
        .skip(1)
        .any(|argument| argument == "--step");
    let jobs = pipeline!(move || from(1_u64..)
        >> map(|number| say(&format!("pulled {number}")).map(|()| number))?
        >> fan_out(2)
        >> map(work)
        >> fan_in
        >> batch(4)
        >> fold(0, |written, batch| write(batch, written, step))?);
    // Short queues make a short drain.
    let handle = jobs.capacity(2).spawn();

    let control = handle.control();
    let mut presses = 0;
    let on_ctrl_c = move || {
        presses += 1;
        match presses {
            1 => {
                control.stop();
                eprintln!("draining; Ctrl-C again cancels");
            }
            2 => {
                control.cancel();
                eprintln!("cancelling; Ctrl-C again waits for nothing");
            }
            _ => std::process::exit(130),
        }
    };
    if let Err(error) = ctrlc::set_handler(on_ctrl_c) {
        eprintln!("ctrl_c: {error}");
        return ExitCode::FAILURE;
    }
    eprintln!("working; Ctrl-C drains");

    match handle.join() {
        Ok(jobs) => {
            last_words(&format!("drained after {jobs} jobs"));
            ExitCode::SUCCESS
        }
        Err(error) if error.kind() == ErrorKind::Cancelled => {
            last_words("cancelled");
            ExitCode::from(130)
        }
        Err(error) => {
            // What went wrong is the source; the error itself says where.
            let cause = std::error::Error::source(&error).map(ToString::to_string);
            eprintln!("ctrl_c: {error}: {}", cause.unwrap_or_default());
            ExitCode::FAILURE
        }
    }
}

/// Whoever reads may have gone: that is no reason to panic at the end.
fn last_words(text: &str) {
    let _ = writeln!(io::stdout(), "{text}");
}

/// Slow on purpose.
fn work(number: u64) -> Job {
    let prime = |n: &u64| {
        (2..*n)
            .take_while(|d| d * d <= *n)
            .all(|d| !n.is_multiple_of(d))
    };
    let primes = (2..100_000 + number).filter(prime).count();
    Job { number, primes }
}

/// How many are written then.
fn write(batch: Vec<Job>, written: usize, step: bool) -> io::Result<usize> {
    if step {
        eprintln!("{} results wait for a line", batch.len());
        io::stdin().read_line(&mut String::new())?;
    }
    let jobs = written + batch.len();
    for Job { number, primes } in batch {
        say(&format!("finished {number}: {primes} primes"))?;
    }
    Ok(jobs)
}

/// One line, at once: whoever reads it may be a pipe.
fn say(line: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()
}
