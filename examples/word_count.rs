//! Counts the words of files and folders, with four workers.
//!
//! ```sh
//! cargo run --release --example word_count -- [--top N] [FILE|FOLDER]..
//! ```
//!
//! Without arguments it counts the words of this repository. A word is a run of letters and digits; case does not matter.
//! What cannot be read, or is not UTF-8, is told at the end on standard error and does not stop the others; the exit code is
//! then 1.

use pipewright::prelude::*;
use std::collections::HashMap;
use std::ffi::OsString;
use std::fmt;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;
use walkdir::WalkDir;

type Counts = HashMap<String, usize>;

fn main() -> ExitCode {
    let Options { top, roots } = match Options::parse(std::env::args_os().skip(1)) {
        Ok(options) => options,
        Err(message) => {
            eprintln!("word_count: {message}");
            eprintln!("usage: word_count [--top N] [FILE|FOLDER]..");
            return ExitCode::from(2);
        }
    };
    let started = Instant::now();
    let outcome = pipeline!({
        let (counted, unreadable) = from(roots)
            >> flat_map(files)
            >> fan_out(4)
            >> map(|file| file.and_then(count_words))
            >> fan_in
            >> split_result;
        let unreadable = unreadable >> collect::<Vec<Unreadable>>();
        let totals = counted >> fold(Totals::default(), Totals::add);
        (totals, unreadable)
    })
    .run();
    let (totals, unreadable) = match outcome {
        Ok(outcome) => outcome,
        Err(error) => {
            eprintln!("word_count: {error}");
            return ExitCode::FAILURE;
        }
    };
    match totals.print(top, started.elapsed().as_secs_f64()) {
        // Whoever reads our output has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("word_count: cannot write: {error}");
            return ExitCode::FAILURE;
        }
        Ok(()) => {}
    }
    for failure in &unreadable {
        eprintln!("word_count: {failure}");
    }
    if unreadable.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// The files below a path, or the path itself.
fn files(root: PathBuf) -> impl Iterator<Item = Result<PathBuf, Unreadable>> {
    let sorted = WalkDir::new(root).sort_by_file_name().into_iter();
    sorted.filter_map(|entry| match entry {
        Ok(entry) => entry.file_type().is_file().then(|| Ok(entry.into_path())),
        Err(error) => Some(Err(Unreadable {
            path: error.path().map(Path::to_owned).unwrap_or_default(),
            why: error
                .into_io_error()
                .unwrap_or_else(|| io::Error::other("links form a loop")),
        })),
    })
}

/// The words of one file.
fn count_words(path: PathBuf) -> Result<Counts, Unreadable> {
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(why) => return Err(Unreadable { path, why }),
    };
    let mut counts = Counts::new();
    for word in text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        let word = word.to_lowercase();
        *counts.entry(word).or_default() += 1;
    }
    Ok(counts)
}

/// The words of all files.
#[derive(Default)]
struct Totals {
    files: usize,
    words: usize,
    counts: Counts,
}

impl Totals {
    fn add(mut self, file: Counts) -> Self {
        self.files += 1;
        for (word, count) in file {
            self.words += count;
            *self.counts.entry(word).or_default() += count;
        }
        self
    }

    fn print(&self, top: usize, seconds: f64) -> io::Result<()> {
        let mut words: Vec<(&str, usize)> = self
            .counts
            .iter()
            .map(|(word, count)| (word.as_str(), *count))
            .collect();
        words.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        let mut out = io::stdout().lock();
        for (word, count) in words.iter().take(top) {
            writeln!(out, "{count:>8} {word}")?;
        }
        let (files, words) = (self.files, self.words);
        let plural = |n| if n == 1 { "" } else { "s" };
        let (s, z) = (plural(files), plural(words));
        writeln!(
            out,
            "{files} file{s}, {words} word{z}, {seconds:.3} seconds"
        )?;
        out.flush()
    }
}

/// A file or folder whose words are not counted.
struct Unreadable {
    path: PathBuf,
    why: io::Error,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot read {}: {}", self.path.display(), self.why)
    }
}

/// What is counted, and how much of it is shown.
struct Options {
    top: usize,
    roots: Vec<PathBuf>,
}

impl Options {
    fn parse(mut arguments: impl Iterator<Item = OsString>) -> Result<Self, String> {
        let mut options = Self {
            top: 10,
            roots: Vec::new(),
        };
        while let Some(argument) = arguments.next() {
            if argument == "--top" {
                let number = arguments.next().ok_or("`--top` needs a number")?;
                let number = number.to_string_lossy();
                options.top = number
                    .parse()
                    .map_err(|_| format!("`{number}` is not a number"))?;
            } else if argument.to_string_lossy().starts_with("--") {
                return Err(format!("unknown option `{}`", argument.to_string_lossy()));
            } else {
                options.roots.push(argument.into());
            }
        }
        if options.roots.is_empty() {
            let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
            let own = ["README.md", "ARCHITECTURE.md", "src", "examples", "docs"];
            options.roots = own.map(|name| repository.join(name)).to_vec();
        }
        Ok(options)
    }
}
