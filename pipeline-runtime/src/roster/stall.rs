//! A stall: every stage waits for another one.

use super::{Place, Wait};

/// Who waited for what when nothing could go on any more.
#[derive(Debug)]
pub(crate) struct Stall(pub(crate) Vec<Sleeping>);

/// One thread that waits, by the numbers that the plan has for its section and its edges.
#[derive(Debug)]
pub(crate) struct Sleeping {
    pub(crate) section: usize,
    pub(crate) worker: Option<usize>,
    /// The edge that has to be emptied before it can go on; else those of which one has to be filled.
    pub(crate) is_full: bool,
    pub(crate) edges: Vec<usize>,
}

impl Stall {
    pub(super) fn of(places: &[Place]) -> Self {
        let sleeping = places.iter().filter_map(|place| {
            let (is_full, edges) = match place.sleep.as_ref()? {
                Wait::Room(edge) => (true, vec![edge.number()]),
                Wait::Item(edge) => (false, vec![edge.number()]),
                Wait::Items(edges) => (false, edges.iter().map(|edge| edge.number()).collect()),
                Wait::Outside | Wait::Clock => return None,
            };
            Some(Sleeping {
                section: place.section,
                worker: place.worker,
                is_full,
                edges,
            })
        });
        Self(sleeping.collect())
    }
}
