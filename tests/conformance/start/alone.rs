//! A test in a process of its own: counts of threads are the whole process's, and so are the system's limits.

use crate::support::watchdog::watched;
use std::process::{Command, Output};

/// Set in the process that a test has started for itself, to what that is to do.
const PART: &str = "PIPEWRIGHT_TEST_PART";

/// What this process has been started for by its test; none is the test itself.
pub(super) fn part() -> Option<String> {
    std::env::var(PART).ok()
}

/// The program that runs the current test as the part of that name, behind the given words of a command.
pub(super) fn run_part(command: &[&str], part: &str) -> Output {
    let suite = std::env::current_exe().expect("a test knows its program");
    let thread = std::thread::current();
    let test = thread.name().expect("the thread of a test has its name");
    let (program, arguments) = match command {
        [program, arguments @ ..] => (std::ffi::OsStr::new(program), arguments),
        [] => (suite.as_os_str(), command),
    };
    let mut child = Command::new(program);
    child.args(arguments);
    if !command.is_empty() {
        child.arg(&suite);
    }
    child.args([test, "--exact", "--nocapture", "--test-threads=1"]);
    child
        .env(PART, part)
        .output()
        .expect("a test starts itself")
}

/// Runs the body where no other test runs.
pub(super) fn in_a_process_of_its_own(body: impl FnOnce() + Send + 'static) {
    const ALONE: &str = "alone";
    match part().as_deref() {
        Some(ALONE) => watched(body),
        Some(_) => {}
        None => assert_passed(&run_part(&[], ALONE)),
    }
}

/// The process has run its one test, which passed.
pub(super) fn assert_passed(output: &Output) {
    let [stdout, stderr] =
        [&output.stdout, &output.stderr].map(|text| String::from_utf8_lossy(text));
    let has_run = stdout.contains("1 passed");
    assert!(
        output.status.success() && has_run,
        "{}\n{stdout}{stderr}",
        output.status
    );
}
