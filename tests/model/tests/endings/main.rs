//! Runs that are ended from outside, and a clock that a test moves meanwhile.

mod clock;
mod limits;
mod stops;
