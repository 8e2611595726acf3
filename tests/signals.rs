//! Ctrl-C, as the example `ctrl_c` takes it: the first one drains, the second one cancels.
#![cfg(unix)]

mod support;

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use support::watchdog::{step, watched};

/// The running example, and the lines that it says, on either way.
struct Example {
    process: Child,
    input: Option<ChildStdin>,
    lines: Receiver<String>,
    said: Vec<String>,
}

impl Example {
    /// Cargo builds it and then becomes it, so that the process that gets the signal is the example.
    fn start(arguments: &[&str]) -> Self {
        let mut process = Command::new(env!("CARGO"))
            .args(["run", "--quiet", "--offline", "--example", "ctrl_c", "--"])
            .args(arguments)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("cargo runs");
        let (out, err) = (process.stdout.take(), process.stderr.take());
        let ways: [Box<dyn Read + Send>; 2] = [
            Box::new(out.expect("it is piped")),
            Box::new(err.expect("it is piped")),
        ];
        let (says, lines) = channel();
        for way in ways {
            let says = says.clone();
            std::thread::spawn(move || {
                for line in BufReader::new(way).lines() {
                    // The test may have ended.
                    let _ = says.send(line.expect("it says text"));
                }
            });
        }
        Self {
            input: process.stdin.take(),
            process,
            lines,
            said: Vec::new(),
        }
    }

    /// Reads on until it has said a line that begins so.
    fn until(&mut self, beginning: &str) {
        step(format!("waits for `{beginning}`"));
        while !self.said.iter().any(|line| line.starts_with(beginning)) {
            let line = self.lines.recv();
            let line = line.unwrap_or_else(|_| panic!("no `{beginning}` in {:?}", self.said));
            self.said.push(line);
        }
    }

    fn press_ctrl_c(&self) {
        let process = self.process.id().to_string();
        let kill = Command::new("kill").args(["-INT", &process]).status();
        assert!(kill.expect("there is a `kill`").success());
    }

    /// Reads on to the end; the exit code.
    fn code(&mut self) -> Option<i32> {
        step("waits for the end");
        self.said.extend(self.lines.iter());
        self.process.wait().expect("it is ours").code()
    }

    /// The numbers in the lines that begin so.
    fn numbers(&self, beginning: &str) -> Vec<u64> {
        let rests = self
            .said
            .iter()
            .filter_map(|line| line.strip_prefix(beginning));
        let numbers = rests.map(|rest| rest.split(':').next().unwrap_or(rest).parse());
        numbers.map(|number| number.expect("a number")).collect()
    }
}

impl Drop for Example {
    fn drop(&mut self) {
        // After a test that failed it may still run.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn the_first_drains_and_every_job_that_was_pulled_is_finished() {
    watched(|| {
        let mut example = Example::start(&[]);
        // The handler stands, and work is on its way.
        example.until("working");
        example.until("finished ");
        example.press_ctrl_c();
        assert_eq!(example.code(), Some(0), "{:?}", example.said);

        let pulled = example.numbers("pulled ");
        let finished = example.numbers("finished ");
        assert!(pulled.iter().copied().eq(1..=pulled.len() as u64));
        let once: BTreeSet<u64> = finished.iter().copied().collect();
        assert_eq!(once, pulled.iter().copied().collect());
        assert_eq!(once.len(), finished.len());
        let end = format!("drained after {} jobs", finished.len());
        assert!(example.said.contains(&end), "{:?}", example.said);
    });
}

/// Working, while its sink waits for a line that never comes.
fn blocked() -> Example {
    let mut example = Example::start(&["--step"]);
    example.until("working");
    example.until("4 results wait for a line");
    // There is one more to drain.
    example.until("pulled 5");
    example
}

#[test]
fn the_second_cancels_a_drain_that_cannot_finish() {
    watched(|| {
        let mut example = blocked();
        example.press_ctrl_c();
        example.until("draining");
        example.press_ctrl_c();
        example.until("cancelling");
        // The closure in hand returns, and writes its batch; a drain would write those behind it too.
        drop(example.input.take());
        assert_eq!(example.code(), Some(130), "{:?}", example.said);
        assert_eq!(example.said.last().map(String::as_str), Some("cancelled"));
        let pulled = example.numbers("pulled ");
        let finished = example.numbers("finished ");
        assert!(finished.iter().all(|number| pulled.contains(number)));
        assert!(
            finished.len() == 4 && pulled.len() > 4,
            "{:?}",
            example.said
        );
    });
}

#[test]
fn the_third_does_not_wait_for_a_closure_that_hangs() {
    watched(|| {
        let mut example = blocked();
        example.press_ctrl_c();
        example.until("draining");
        example.press_ctrl_c();
        example.until("cancelling");
        example.press_ctrl_c();
        assert_eq!(example.code(), Some(130), "{:?}", example.said);
        assert_eq!(example.numbers("finished "), []);
    });
}
