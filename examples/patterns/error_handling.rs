//! Errors as values: a failure travels with the data, to the place that knows what to do about it.
//!
//! A bank statement is booked. A line that makes no sense is a value, kept with its number for the clerk; a statement that
//! cannot be read ends the import, because half of one must not be booked.
//!
//! Go leaves it to discipline: a result struct carries an `Error` beside the value, nobody has to look at it, and a goroutine
//! that only logs its failure loses it. Here a stream of `Result`s has to be split, opened with `?` or kept: `count` or
//! `flatten` over it do not compile, and each stream of a `split_result` has to be consumed. After the first failure at a `?`
//! the run is never `Ok`.
//!
//! ```sh
//! cargo run --example patterns_error_handling -- [STATEMENT]
//! ```

use pipewright::prelude::*;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor};
use std::num::ParseIntError;
use std::process::ExitCode;

const STATEMENT: &str = "rent -900\nsalary 2500\nfood -12.50\nrent\nfood -80\n";

#[derive(Debug)]
pub(crate) struct Import {
    pub(crate) accounts: BTreeMap<String, i64>,
    pub(crate) rejected: Vec<Rejected>,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Rejected {
    pub(crate) line: usize,
    pub(crate) why: Why,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Why {
    NoAmount,
    NoNumber(ParseIntError),
}

/// Why nothing was booked.
#[derive(Debug)]
pub(crate) enum ImportError {
    Unreadable(io::Error),
    Run(pipewright::Error),
}

impl From<io::Error> for ImportError {
    fn from(error: io::Error) -> Self {
        Self::Unreadable(error)
    }
}

impl From<pipewright::Error> for ImportError {
    fn from(error: pipewright::Error) -> Self {
        Self::Run(error)
    }
}

fn main() -> ExitCode {
    let outcome = match std::env::args().nth(1) {
        Some(path) => File::open(path)
            .map_err(ImportError::from)
            .and_then(|file| import(BufReader::new(file))),
        None => import(Cursor::new(STATEMENT)),
    };
    let Import { accounts, rejected } = match outcome {
        Ok(import) => import,
        Err(ImportError::Unreadable(error)) => {
            eprintln!("nothing booked, the statement cannot be read: {error}");
            return ExitCode::FAILURE;
        }
        Err(ImportError::Run(error)) => {
            eprintln!("nothing booked: {error}");
            return ExitCode::FAILURE;
        }
    };
    for (account, amount) in accounts {
        println!("{account}: {amount}");
    }
    for Rejected { line, why } in rejected {
        println!("line {line} rejected: {why:?}");
    }
    ExitCode::SUCCESS
}

// In Go:
//     type result struct { booking booking; err error }
pub(crate) fn import(statement: impl BufRead + Send) -> Result<Import, ImportError> {
    pipeline!({
        type Error = ImportError;
        let (bookings, rejected) = lines(statement)?
            >> enumerate
            >> map(|(index, text)| {
                parse(&text).map_err(|why| Rejected {
                    line: index + 1,
                    why,
                })
            })
            >> split_result;
        let rejected = rejected >> collect::<Vec<_>>();
        let accounts = bookings
            >> fold(BTreeMap::new(), |mut accounts, (account, amount)| {
                *accounts.entry(account).or_default() += amount;
                accounts
            });
        Import { accounts, rejected }
    })
    .run()
}

fn parse(text: &str) -> Result<(String, i64), Why> {
    let (account, amount) = text.split_once(' ').ok_or(Why::NoAmount)?;
    let amount = amount.parse().map_err(Why::NoNumber)?;
    Ok((account.to_owned(), amount))
}
