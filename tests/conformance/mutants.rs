//! Every deliberate fault is noticed by the test that the table names for it.

use crate::table::{Rule, rules};
use std::collections::BTreeSet;
use std::io::Read;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How long a test may hang that has to notice a fault; its own watchdog bites earlier.
const PATIENCE: Duration = Duration::from_secs(60);

/// What a test of this suite does with a fault.
#[derive(Debug, PartialEq, Eq)]
enum Noticed {
    No,
    Yes,
    /// It did not run at all.
    NoTest,
}

/// Runs one test of this suite in a process of its own, with a fault or none.
fn run(test: &str, mutant: Option<&str>) -> Noticed {
    let suite = std::env::current_exe().unwrap();
    let mut command = Command::new(suite);
    command
        .args([test, "--exact", "--nocapture"])
        .env("PIPEWRIGHT_WATCHDOG_SECONDS", "8")
        .env("RUST_BACKTRACE", "0")
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    match mutant {
        Some(mutant) => command.env("PIPEWRIGHT_MUTANT", mutant),
        None => command.env_remove("PIPEWRIGHT_MUTANT"),
    };
    let mut child = command.spawn().unwrap();
    let mut stdout = child.stdout.take().unwrap();
    let reader = std::thread::spawn(move || {
        let mut text = Vec::new();
        let _ = stdout.read_to_end(&mut text);
        String::from_utf8_lossy(&text).into_owned()
    });
    let until = Instant::now() + PATIENCE;
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break Some(status);
        }
        if Instant::now() > until {
            child.kill().unwrap();
            child.wait().unwrap();
            break None;
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    let text = reader.join().unwrap();
    if !text.contains("running 1 test\n") {
        return Noticed::NoTest;
    }
    match status {
        Some(status) if status.success() => Noticed::No,
        _ => Noticed::Yes,
    }
}

#[test]
fn every_mutant_is_killed_by_the_test_that_the_table_names() {
    let mut survivors = Vec::new();
    for Rule {
        name,
        tests,
        mutants,
    } in rules()
    {
        for mutant in mutants {
            let noticed = run(&tests[0], Some(&mutant));
            println!("{name} {mutant}: {noticed:?}");
            if noticed != Noticed::Yes {
                survivors.push(format!(
                    "{name}: `{}` and `{mutant}`: {noticed:?}",
                    tests[0]
                ));
            }
        }
    }
    assert!(survivors.is_empty(), "{survivors:#?}");
}

#[test]
fn control_without_a_fault_the_same_tests_pass() {
    let with_mutants = rules().into_iter().filter(|rule| !rule.mutants.is_empty());
    for rule in with_mutants {
        assert_eq!(run(&rule.tests[0], None), Noticed::No, "{}", rule.tests[0]);
    }
}

#[test]
fn every_mutant_stands_in_the_table() {
    let known: BTreeSet<String> = pipewright::__private::NAMES
        .iter()
        .map(|name| (*name).to_owned())
        .collect();
    let used: BTreeSet<String> = rules().into_iter().flat_map(|rule| rule.mutants).collect();
    assert_eq!(known, used);
}
