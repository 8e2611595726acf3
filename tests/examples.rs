//! The examples, run as their users run them.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn word_count(arguments: &[&Path], more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO"));
    command.args([
        "run",
        "--quiet",
        "--offline",
        "--example",
        "word_count",
        "--",
    ]);
    command
        .args(more)
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"));
    command.output().expect("cargo runs")
}

/// A folder of our own, gone at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("pipewright-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).expect("a temporary folder");
        Self(path)
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a temporary folder");
        fs::write(path, bytes).expect("a temporary file");
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The same words, counted by a plain loop; the lines as the example prints them.
fn counted_by_a_loop(root: &Path) -> (Vec<String>, usize) {
    let mut counts: HashMap<String, usize> = HashMap::new();
    let (mut folders, mut files) = (vec![root.to_owned()], 0);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(text) = fs::read_to_string(path) {
                files += 1;
                for word in text.split(|c: char| !c.is_alphanumeric()) {
                    if !word.is_empty() {
                        *counts.entry(word.to_lowercase()).or_default() += 1;
                    }
                }
            }
        }
    }
    let words = counts.values().sum::<usize>();
    let mut sorted: Vec<_> = counts.into_iter().collect();
    sorted.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let mut lines: Vec<String> = sorted
        .into_iter()
        .map(|(word, count)| format!("{count:>8} {word}"))
        .collect();
    lines.push(format!("{files} files, {words} words, "));
    (lines, files)
}

fn assert_same_counts(root: &Path, output: &Output) {
    let printed = String::from_utf8_lossy(&output.stdout);
    let printed: Vec<&str> = printed.lines().collect();
    let (expected, _) = counted_by_a_loop(root);
    assert_eq!(printed.len(), expected.len());
    for (printed, expected) in printed.iter().zip(&expected) {
        assert!(
            printed.starts_with(expected.as_str()),
            "{printed:?} is not {expected:?}"
        );
    }
}

const ALL: &[&str] = &["--top", "1000000"];

#[test]
fn word_count_counts_as_a_plain_loop_does_and_tells_what_it_cannot_read() {
    let folder = Folder::new("words");
    for file in 0..40_usize {
        let lines = (0..50).map(|n| format!("Node-{} said: café {}\n", (file * n) % 7, n % 11));
        folder.write(
            &format!("logs/{}/{file}.log", file % 3),
            lines.collect::<String>().as_bytes(),
        );
    }
    folder.write("logs/empty.log", b"");
    folder.write("logs/broken.log", b"not utf-8: \xff\xfe");

    let output = word_count(&[&folder.0], ALL);
    assert_same_counts(&folder.0, &output);
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(told.lines().count(), 1, "{told}");
    assert!(told.contains("broken.log"), "{told}");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn word_count_goes_on_behind_what_does_not_exist() {
    let folder = Folder::new("missing");
    folder.write("one.txt", b"one two two");
    let output = word_count(&[Path::new("no/such/folder"), &folder.0], &["--top", "1"]);
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(
        printed.starts_with("       2 two\n1 file, 3 words, "),
        "{printed}"
    );
    assert!(String::from_utf8_lossy(&output.stderr).contains("no/such/folder"));
}

#[test]
fn word_count_without_arguments_counts_this_repository() {
    let output = word_count(&[], &[]);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), 11);
}

#[test]
fn word_count_refuses_what_it_does_not_know() {
    let output = word_count(&[], &["--botom", "3"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("unknown option `--botom`"));
}

/// Real logs, where `PIPEWRIGHT_DATA` names a folder that holds them, at any depth.
#[test]
fn word_count_over_real_logs_counts_as_a_plain_loop_does() {
    let Some(folder) = std::env::var_os("PIPEWRIGHT_DATA") else {
        println!("PIPEWRIGHT_DATA is not set: no real logs to count");
        return;
    };
    let logs = PathBuf::from(folder);
    let output = word_count(&[&logs], ALL);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert_same_counts(&logs, &output);
}
