//! Whole pipelines under the schedule explorer: what every run promises, whoever is faster.

mod cancel;
mod ends;
mod faults;
mod holes;
mod items;
mod joins;
mod outside;
mod time;
