//! What literals with a unit become, one function a unit, so that an editor can say what `200ms` is.

use std::time::Duration;

macro_rules! durations {
    ($($(#[$doc:meta])* $unit:ident)*) => {$(
        $(#[$doc])*
        #[must_use]
        pub const fn $unit(nanoseconds: u64) -> Duration {
            Duration::from_nanos(nanoseconds)
        }
    )*};
}

durations! {
    /// A duration in microseconds.
    us
    /// A duration in milliseconds.
    ms
    /// A duration in seconds.
    s
    /// A duration in minutes.
    min
    /// A duration in hours.
    h
}

macro_rules! sizes {
    ($($(#[$doc:meta])* $unit:ident)*) => {$(
        $(#[$doc])*
        #[must_use]
        pub const fn $unit(bytes: usize) -> usize {
            bytes
        }
    )*};
}

sizes! {
    /// A size in kilobytes, 1000 bytes each.
    kb
    /// A size in kibibytes, 1024 bytes each.
    kib
    /// A size in megabytes, 1000² bytes each.
    mb
    /// A size in mebibytes, 1024² bytes each.
    mib
    /// A size in gigabytes, 1000³ bytes each.
    gb
    /// A size in gibibytes, 1024³ bytes each.
    gib
}
