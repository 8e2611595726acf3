//! The time as a source.

use crate::edge::Gate;
use crate::error::ErrorMode;
use crate::flow::{At, Flow, Whole};
use crate::roster;
use crate::run::{HasTime, Run, Time};
use crate::sync::atomic::Arc;
use std::time::{Duration, Instant};

/// Ticks that have not started yet.
#[derive(Debug)]
pub struct Ticks(Time);

/// An `Instant` each `period`, the first one after one period, until the stream or the run ends.
///
/// Never ends by itself: `or_done` or `take` ends it. Who is late finds one tick for all that were missed. Blocks between
/// ticks, and wakes at once when nobody wants them any more, or the run is cut short.
#[must_use]
#[track_caller]
pub fn ticks(period: Duration) -> Ticks {
    Ticks(Time::new("ticks", period))
}

impl HasTime for Ticks {
    fn time(&self) -> Time {
        self.0
    }
}

impl Ticks {
    /// Starts the section that begins here.
    pub fn flow<M: ErrorMode>(self, run: &Run<M>) -> Flow<'_, Ticking<'_, M>, Whole, M> {
        let gate = run.source_gate();
        let at = At::section(run, Arc::clone(&gate));
        let period = self.0.get();
        let next = run.began().checked_add(period);
        Flow::new(
            Ticking {
                period,
                next,
                gate,
                run,
            },
            at,
        )
    }
}

/// The ticks of a run.
#[derive(Debug)]
pub struct Ticking<'r, M: ErrorMode> {
    period: Duration,
    /// None when it lies beyond what the system can tell: then it never comes.
    next: Option<Instant>,
    gate: Arc<Gate>,
    run: &'r Run<M>,
}

impl<M: ErrorMode> Iterator for Ticking<'_, M> {
    type Item = Instant;

    fn next(&mut self) -> Option<Instant> {
        let alarm = self.next.map(|due| self.run.clock.at(due));
        loop {
            if self.gate.is_shut() {
                return None;
            }
            if alarm.as_ref().is_some_and(|alarm| alarm.try_recv().is_ok()) {
                break;
            }
            roster::outside(|select| {
                select.recv(self.gate.shut());
                if let Some(alarm) = &alarm {
                    select.recv(alarm);
                }
            });
        }
        let due = self.next?;
        let now = self.run.clock.now();
        // Ticks that were missed merge into this one; the beat stays that of the first.
        let missed = now.saturating_duration_since(due).as_nanos() / self.period.as_nanos().max(1);
        let beats = u32::try_from(missed).unwrap_or(u32::MAX).saturating_add(1);
        self.next = self
            .period
            .checked_mul(beats)
            .and_then(|ahead| due.checked_add(ahead));
        Some(now)
    }
}
