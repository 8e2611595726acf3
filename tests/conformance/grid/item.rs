//! The items of the grid, and what happens to them at the fault points.

use super::{Case, Delivered, Faults, Kind};
use crate::support::faults::Planted;
use crate::support::ledger::Tracked;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::panic::Location;
use std::sync::Arc;
use std::thread::ThreadId;

/// What kind of place a fault point is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Site {
    /// The `next` of a source, with `?`.
    Source,
    /// A `map_while` with `?`.
    Section,
    /// A `map` with `?`, in a region.
    Worker,
    /// A `map` with `?` whose closure is in a run inside of the run.
    Inside,
    /// A closure that only looks, such as that of `partition`.
    Look,
    /// An `all` with `?`, as a sink.
    Sink,
    /// The same in a region.
    WorkersSink,
}

impl Site {
    pub(super) fn allows(self, kind: Kind) -> bool {
        match self {
            Self::Source | Self::Section | Self::Sink | Self::WorkersSink => true,
            Self::Worker | Self::Inside => kind != Kind::End,
            Self::Look => matches!(kind, Kind::Panic | Kind::Cancel),
        }
    }

    pub(super) fn stage(self) -> &'static str {
        match self {
            Self::Source => "from",
            Self::Section => "map_while",
            Self::Worker | Self::Inside => "map",
            Self::Look => "",
            Self::Sink | Self::WorkersSink => "all",
        }
    }

    pub(super) fn is_in_region(self) -> bool {
        matches!(self, Self::Worker | Self::WorkersSink)
    }
}

/// Which points there are, and the items that pass each of them.
pub(super) type Points = BTreeMap<u32, (Site, BTreeSet<u64>)>;

#[derive(Default)]
pub(super) struct Seen {
    pub(super) points: Points,
    pub(super) delivered: Delivered,
    /// How many each point was given, for each thread: that is the number in an error.
    given: HashMap<(u32, ThreadId), u64>,
    pub(super) struck: Option<Struck>,
}

/// Where the fault struck.
#[derive(Debug)]
pub(super) struct Struck {
    pub(super) site: Site,
    pub(super) location: &'static Location<'static>,
    pub(super) number: u64,
    /// As the thread's name says it.
    pub(super) worker: Option<usize>,
}

/// What is to be done to the items in hand.
enum Act {
    Pass,
    Fail(Planted),
    End,
    /// That item is armed.
    Arm(u64, Planted),
}

impl Faults {
    /// Called with every item at every point: does what the case says.
    fn visit(
        &self,
        point: u32,
        site: Site,
        ids: &[u64],
        location: &'static Location<'static>,
    ) -> Act {
        let mut seen = self.seen();
        let thread = std::thread::current();
        let given = seen.given.entry((point, thread.id())).or_default();
        let number = *given;
        *given += 1;
        let Some(case) = &self.case else {
            let (_, passed) = seen
                .points
                .entry(point)
                .or_insert_with(|| (site, BTreeSet::new()));
            passed.extend(ids);
            return Act::Pass;
        };
        if case.point != point {
            return Act::Pass;
        }
        if case.kind == Kind::Drop && seen.struck.is_some() {
            return Act::Fail(Planted(0));
        }
        if !ids.contains(&case.id) || seen.struck.is_some() {
            return Act::Pass;
        }
        let name = thread.name().unwrap_or_default();
        seen.struck = Some(Struck {
            site,
            location,
            number,
            worker: name
                .split_once('#')
                .and_then(|(_, worker)| worker.parse().ok()),
        });
        drop(seen);
        self.strike(case)
    }

    fn strike(&self, case: &Case) -> Act {
        match case.kind {
            Kind::Error => Act::Fail(case.planted),
            Kind::Panic => case.planted.panic(),
            Kind::Cancel => {
                self.control.wait().cancel();
                Act::Pass
            }
            Kind::End => Act::End,
            Kind::Drop => Act::Arm(case.id, case.planted),
        }
    }

    /// The source: its own `next` is a fault point as well.
    #[track_caller]
    pub(super) fn source(
        self: &Arc<Self>,
        point: u32,
    ) -> impl Iterator<Item = Result<Item, Planted>> + use<> {
        let location = Location::caller();
        let faults = Arc::clone(self);
        let mut ids = 0..super::ITEMS;
        std::iter::from_fn(move || {
            let id = ids.next()?;
            let item = Item {
                tracked: faults.ledger.item(id),
                faults: Arc::clone(&faults),
                bomb: None,
            };
            item.visited(point, Site::Source, location)
        })
    }
}

/// An item that carries the case.
pub(crate) struct Item {
    tracked: Tracked,
    faults: Arc<Faults>,
    bomb: Option<Planted>,
}

impl Item {
    pub(super) fn id(&self) -> u64 {
        self.tracked.id
    }

    /// In a closure that only looks at it.
    #[track_caller]
    pub(super) fn look(&self, point: u32) {
        let ids = [self.id()];
        self.faults
            .visit(point, Site::Look, &ids, Location::caller());
    }
}

impl Clone for Item {
    fn clone(&self) -> Self {
        Self {
            tracked: self.tracked.clone(),
            faults: Arc::clone(&self.faults),
            // One bomb is enough: two in one pair would be a panic while unwinding from another, which the language aborts.
            bomb: None,
        }
    }
}

impl Drop for Item {
    fn drop(&mut self) {
        if let Some(planted) = self.bomb.take() {
            planted.panic();
        }
    }
}

impl fmt::Debug for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.tracked.fmt(f)
    }
}

/// What passes a fault point: an item, or several that are one to the stage.
pub(super) trait Passes: Sized {
    fn each(&mut self) -> Vec<&mut Item>;

    /// In the closure of a `map_while`.
    #[track_caller]
    fn pass(self, point: u32) -> Option<Result<Self, Planted>> {
        self.visited(point, Site::Section, Location::caller())
    }

    /// In the closure of a `map` in a region.
    #[track_caller]
    fn work(self, point: u32) -> Result<Self, Planted> {
        let passed = self.visited(point, Site::Worker, Location::caller());
        passed.expect("no end in a region")
    }

    /// In the closure of a `map` of a run inside of the run.
    #[track_caller]
    fn inside(self, point: u32) -> Result<Self, Planted> {
        let passed = self.visited(point, Site::Inside, Location::caller());
        passed.expect("no end there")
    }

    /// In the closure of a sink, where the items are delivered.
    #[track_caller]
    fn end(self, point: u32) -> Result<bool, Planted> {
        self.ended(point, Site::Sink, Location::caller())
    }

    /// The same in a region.
    #[track_caller]
    fn workers_end(self, point: u32) -> Result<bool, Planted> {
        self.ended(point, Site::WorkersSink, Location::caller())
    }

    fn ended(
        self,
        point: u32,
        site: Site,
        location: &'static Location<'static>,
    ) -> Result<bool, Planted> {
        let Some(passed) = self.visited(point, site, location) else {
            return Ok(false);
        };
        for item in passed?.each() {
            let mut seen = item.faults.seen();
            *seen.delivered.entry((point, item.id())).or_default() += 1;
        }
        Ok(true)
    }

    fn visited(
        mut self,
        point: u32,
        site: Site,
        location: &'static Location<'static>,
    ) -> Option<Result<Self, Planted>> {
        let items = self.each();
        let faults = Arc::clone(&items.first()?.faults);
        let ids: Vec<u64> = items.iter().map(|item| item.id()).collect();
        match faults.visit(point, site, &ids, location) {
            Act::Pass => {}
            Act::Fail(planted) => return Some(Err(planted)),
            Act::End => return None,
            Act::Arm(id, planted) => {
                let armed = items.into_iter().find(|item| item.id() == id);
                armed.expect("the item").bomb = Some(planted);
            }
        }
        Some(Ok(self))
    }
}

impl Passes for Item {
    fn each(&mut self) -> Vec<&mut Item> {
        vec![self]
    }
}

impl Passes for Vec<Item> {
    fn each(&mut self) -> Vec<&mut Item> {
        self.iter_mut().collect()
    }
}

impl Passes for (Item, Item) {
    fn each(&mut self) -> Vec<&mut Item> {
        vec![&mut self.0, &mut self.1]
    }
}
