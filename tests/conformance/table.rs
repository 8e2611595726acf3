//! The table of rules: complete, and what it names is there.

use std::collections::BTreeSet;
use std::path::Path;

const TABLE: &str = include_str!("../../docs/rules.md");

/// One rule of the table.
pub(crate) struct Rule {
    /// Such as `R7`.
    pub(crate) name: String,
    /// Tests of this suite as `module::test`, or files and folders that hold others.
    pub(crate) tests: Vec<String>,
    /// The faults that the first of the tests has to notice.
    pub(crate) mutants: Vec<String>,
}

/// The rows of the table, by its columns: rule, sentence, tests, mutants.
pub(crate) fn rules() -> Vec<Rule> {
    let rows = TABLE.lines().filter(|line| line.starts_with("| R"));
    rows.map(|row| {
        let columns: Vec<&str> = row.trim_matches('|').split(" | ").collect();
        let [name, _, tests, mutants] = columns[..] else {
            panic!("four columns: {row}");
        };
        let quoted = |column: &str| {
            let parts = column.split('`').skip(1).step_by(2);
            parts.map(str::to_owned).collect()
        };
        Rule {
            name: name.trim().to_owned(),
            tests: quoted(tests),
            mutants: quoted(mutants),
        }
    })
    .collect()
}

#[test]
fn the_table_has_every_rule_once_and_each_has_a_test() {
    let names: Vec<String> = rules().into_iter().map(|rule| rule.name).collect();
    let all: Vec<String> = (1..=40).map(|number| format!("R{number}")).collect();
    assert_eq!(names, all);
    for rule in rules() {
        assert!(!rule.tests.is_empty(), "{} has no test", rule.name);
        // What a test of this suite holds, a fault must show.
        let is_here = rule.tests.iter().any(|test| test.contains("::"));
        assert_eq!(is_here, !rule.mutants.is_empty(), "{}", rule.name);
    }
}

#[test]
fn every_test_that_the_table_names_is_there() {
    let suite = std::env::current_exe().unwrap();
    let list = std::process::Command::new(suite).args(["--list"]).output();
    let list = String::from_utf8(list.unwrap().stdout).unwrap();
    let here: BTreeSet<&str> = list
        .lines()
        .filter_map(|line| line.strip_suffix(": test"))
        .collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    // The suite is built from two folders.
    let is_file = |path: &str| root.join(path).exists() || root.join("../..").join(path).exists();
    for rule in rules() {
        for test in rule.tests {
            let is_there = if test.contains('/') {
                is_file(&test)
            } else {
                here.contains(test.as_str())
            };
            assert!(is_there, "{} names `{test}`, which is not there", rule.name);
        }
    }
}
