//! What the user sees: a fixture a mistake, with the compiler's own output beside it.
//!
//! After a change of a message: `TRYBUILD=overwrite cargo test --test ui`, then read the difference.

use std::fs;
use std::path::{Path, PathBuf};

#[rustversion::attr(not(stable(1.95)), ignore = "snapshots are for rustc 1.95")]
#[test]
fn mistakes_are_reported_as_the_snapshots_say() {
    // Without `pass` fixtures they are all checked by one build.
    let fixtures = trybuild::TestCases::new();
    for topic in topics() {
        fixtures.compile_fail(topic.join("*.rs").to_str().unwrap());
    }
}

/// Snapshots are generated, so nobody may have read them: what must never be in one.
#[test]
fn no_snapshot_shows_what_no_user_should_see() {
    let never = [
        "$RUST",
        "$CARGO",
        "__pw",
        "illegal",
        "did you mean",
        "panicked",
    ];
    // An empty pipeline has no token to stand at.
    let exempt = |snapshot: &Path| snapshot.ends_with("ends/empty.stderr");
    let whole_macro = ["this error originates in the macro", "__private"];
    for snapshot in files("stderr") {
        let text = fs::read_to_string(&snapshot).unwrap();
        let never = never
            .into_iter()
            .chain(whole_macro.into_iter().filter(|_| !exempt(&snapshot)));
        for words in never {
            assert!(
                !text.contains(words),
                "{} shows `{words}`",
                snapshot.display()
            );
        }
    }
}

#[test]
fn every_fixture_has_a_snapshot_and_the_reverse() {
    for fixture in files("rs") {
        assert!(
            fixture.with_extension("stderr").exists(),
            "{} has no snapshot",
            fixture.display()
        );
    }
    for snapshot in files("stderr") {
        assert!(
            snapshot.with_extension("rs").exists(),
            "{} has no fixture",
            snapshot.display()
        );
    }
}

/// The comment says what is meant, the snapshot what is; one mistake is one error.
#[test]
fn the_errors_are_those_that_the_comments_announce() {
    for fixture in files("rs") {
        let text = fs::read_to_string(&fixture).unwrap();
        let snapshot = fs::read_to_string(fixture.with_extension("stderr")).unwrap();
        let name = fixture.display();
        let announced: Vec<_> = announced(&text).collect();
        let errors = errors(&snapshot);
        assert!(!announced.is_empty(), "{name} announces no error");
        for (line, words) in &announced {
            let shown = errors
                .iter()
                .any(|(at, text)| at == line && text.contains(words));
            assert!(shown, "{name}:{line}: no error says `{words}`");
        }
        for (line, text) in &errors {
            let meant = announced
                .iter()
                .any(|(at, words)| at == line && text.contains(words));
            assert!(meant, "{name}:{line}: nobody expects `{text}`");
        }
    }
}

#[test]
fn every_fixture_says_what_it_checks_and_is_short() {
    for fixture in files("rs") {
        let text = fs::read_to_string(&fixture).unwrap();
        assert!(
            text.starts_with("//! "),
            "{} says nothing",
            fixture.display()
        );
        let lines = text.lines().count();
        assert!(lines < 50, "{} has {lines} lines", fixture.display());
    }
}

/// The lines with `//~ ERROR words`.
fn announced(fixture: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = fixture.lines().enumerate();
    lines.filter_map(|(line, text)| Some((line + 1, text.split_once("//~ ERROR ")?.1)))
}

/// The line and the text of every error of a snapshot, up to the code that it shows.
fn errors(snapshot: &str) -> Vec<(usize, String)> {
    let mut errors = Vec::new();
    let mut open: Option<String> = None;
    for line in snapshot.lines() {
        if line.starts_with("error") {
            open = Some(String::new());
        }
        let Some(text) = &mut open else {
            continue;
        };
        match line.trim_start().strip_prefix("--> ") {
            Some(place) => {
                let at = place.split(':').nth(1).and_then(|line| line.parse().ok());
                errors.push((at.expect("a line"), std::mem::take(text)));
                open = None;
            }
            None => {
                text.push_str(line);
                text.push('\n');
            }
        }
    }
    errors
}

fn topics() -> Vec<PathBuf> {
    let root = Path::new("tests/ui");
    entries(root).filter(|path| path.is_dir()).collect()
}

fn files(extension: &str) -> Vec<PathBuf> {
    let all = topics().into_iter().flat_map(|topic| entries(&topic));
    all.filter(|path| path.extension().is_some_and(|found| found == extension))
        .collect()
}

/// What is in a folder, sorted.
fn entries(folder: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    let entries = fs::read_dir(folder).unwrap();
    let mut entries: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    entries.into_iter()
}
