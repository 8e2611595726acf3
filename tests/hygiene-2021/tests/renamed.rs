//! The dependency is called `pw`, and what is called `pipewright` is something else.
#![allow(dead_code, reason = "what is declared here is in the way, not of use")]

mod pipewright {
    pub struct Error;
}

#[test]
fn by_path() {
    let total = pw::pipeline!(from(0..9u64) >> fan_out(2) >> map(|n| n + 1) >> sum::<u64>());
    assert_eq!(total.run().unwrap(), 45);
}

#[test]
fn with_units_and_failures() {
    let failed = pw::pipeline!({
        let batches = from(["1", "x"]) >> buffer(2) >> batch(1, 5ms);
        batches >> flatten >> map(str::parse::<u8>)? >> count
    });
    assert_eq!(failed.run().unwrap_err().kind(), pw::ErrorKind::Failed);
}

mod inner {
    pub(crate) use pw::pipeline as declare;
}

#[test]
fn under_another_name() {
    let items = inner::declare!(move || from(0..9) >> buffer(2) >> take(3)).iter();
    assert_eq!(items.count(), 3);
}
