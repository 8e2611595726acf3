//! Deliberate faults, one for each promise: the conformance suite has to notice every one of them.
//!
//! None of this is in a normal build: without `--cfg pipewright_mutants` every question is a constant `false`. With it one
//! fault is chosen for the process by the environment variable `PIPEWRIGHT_MUTANT`, so that one build serves all.

macro_rules! mutants {
    ($($(#[$doc:meta])* $mutant:ident $name:literal,)* @in_models $($(#[$modelled:meta])* $model:ident,)*) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[cfg_attr(any(pipewright_model, pipewright_mutants), allow(dead_code))] // not all are for every back end
        pub(crate) enum Mutant {
            $($(#[$doc])* $mutant,)*
            $($(#[$modelled])* $model,)*
        }

        /// The names of all of them.
        #[cfg(pipewright_mutants)]
        pub const NAMES: &[&str] = &[$($name),*];

        #[cfg(all(pipewright_mutants, not(all(test, pipewright_model))))]
        fn named(name: &str) -> Option<Mutant> {
            match name {
                $($name => Some(Mutant::$mutant),)*
                _ => None,
            }
        }
    };
}

mutants! {
    /// An item in a thousand is lost on its way.
    LosesAnItem "loses_an_item",
    /// A sender is kept, so an edge never ends.
    KeepsASender "keeps_a_sender",
    /// An input that was empty gives an empty batch.
    EmptyBatch "empty_batch",
    /// A run that failed says `Ok`, and its tail runs.
    TailOnFailure "tail_on_failure",
    /// A branch of a tee gets an item twice.
    DoublesAnItem "doubles_an_item",
    /// An edge holds more than its bound.
    ExceedsTheBound "exceeds_the_bound",
    /// A full edge throws away instead of waiting.
    NoBackPressure "no_back_pressure",
    /// The reordering stops reading while it waits for the oldest item.
    StopsReading "stops_reading",
    /// A region has a worker less.
    OneWorkerLess "one_worker_less",
    /// Items enter an ordered region without a place in its window.
    NoWindow "no_window",
    /// A tee clones for its last branch as well.
    CloneForAll "clone_for_all",
    /// A split ends when its first branch has.
    SplitEndsWithFirst "split_ends_with_first",
    /// The last batch is dropped when it is not full.
    DropsLastBatch "drops_last_batch",
    /// A merge ends when its first input has.
    MergeEndsWithFirst "merge_ends_with_first",
    /// An error does not know its item.
    NoItemInError "no_item_in_error",
    /// An error is lost while an edge is full.
    LosesErrorWhenFull "loses_error_when_full",
    /// A panic while items are dropped is swallowed.
    SwallowsDropPanic "swallows_drop_panic",
    /// The payload of a panic is replaced.
    ReplacesPayload "replaces_payload",
    /// The last error wins.
    LastErrorWins "last_error_wins",
    /// Who does not sleep goes on after cancel.
    GoesOnAfterCancel "goes_on_after_cancel",
    /// A cancelled run is `Ok`.
    CancelIsOk "cancel_is_ok",
    /// `stop` takes a cancel back.
    StopTakesCancelBack "stop_takes_cancel_back",
    /// Cancel does not wake who sleeps.
    CancelWakesNobody "cancel_wakes_nobody",
    /// A thread is not joined.
    DetachesAThread "detaches_a_thread",
    /// What is left in an edge is not dropped one by one.
    DropsInBulk "drops_in_bulk",
    /// `stop` throws away what is on its way.
    StopDiscards "stop_discards",
    /// Sections begin before all threads stand.
    NoStartBarrier "no_start_barrier",
    /// A done channel that is closed already is not looked at.
    IgnoresClosedDone "ignores_closed_done",
    /// A zero is taken for a one.
    TakesZeroForOne "takes_zero_for_one",
    /// A source is pulled where the pipeline is built.
    PullsWhenBuilt "pulls_when_built",
    /// A second error is dropped under the lock of the outcome.
    DropsUnderLock "drops_under_lock",
    /// A child does not close with its parent.
    OrphanedChild "orphaned_child",
    /// User code runs while the runtime holds a lock.
    LocksAroundUserCode "locks_around_user_code",
    /// Dropping what is left takes a stack frame an item.
    RecursesAnItem "recurses_an_item",
    /// Numbers wrap after 32 bits.
    ShortNumbers "short_numbers",
    /// Who waits spins.
    Spins "spins",
    /// A stall is declared as soon as every thread is registered.
    NaiveStall "naive_stall",
    /// A stall is never declared.
    NoStall "no_stall",

    // On threads of the system these would show once in a blue moon: the models of the protocols are what has to notice them.
    @in_models
    /// Who goes to sleep beside a ring looks before it has said so, and not behind it.
    LooksTooEarly,
    /// Wake-ups that were put off are not made up for before a sleep.
    NeverPays,
    /// A worker's share is its own, however long it is busy.
    NoStealing,
    /// A worker that leaves work behind calls nobody.
    CallsNobody,
    /// Who waits for room in its lane is taken to wait for room in any.
    RoomInAnyLane,
}

#[cfg(not(any(pipewright_mutants, all(test, pipewright_model))))]
#[inline]
pub(crate) const fn is(_: Mutant) -> bool {
    false
}

/// A model of a protocol chooses its own: all its threads run on one of the system.
#[cfg(all(test, pipewright_model))]
mod chosen {
    use super::Mutant;
    use std::cell::Cell;

    std::thread_local! {
        static CHOSEN: Cell<Option<Mutant>> = const { Cell::new(None) };
    }

    pub(crate) fn is(mutant: Mutant) -> bool {
        CHOSEN.get() == Some(mutant)
    }

    /// Works with that fault.
    pub(crate) fn with<R>(mutant: Mutant, work: impl FnOnce() -> R) -> R {
        CHOSEN.set(Some(mutant));
        let result = work();
        CHOSEN.set(None);
        result
    }
}

#[cfg(all(test, pipewright_model))]
pub(crate) use chosen::{is, with};

/// Whether this fault is the chosen one.
#[cfg(all(pipewright_mutants, not(all(test, pipewright_model))))]
#[inline]
pub(crate) fn is(mutant: Mutant) -> bool {
    static CHOSEN: crate::sync::atomic::OnceLock<Option<Mutant>> =
        crate::sync::atomic::OnceLock::new();
    let chosen = CHOSEN.get_or_init(|| {
        let name = std::env::var("PIPEWRIGHT_MUTANT").ok()?;
        Some(named(&name).expect("a mutant of that name"))
    });
    *chosen == Some(mutant)
}

/// Gives a fault the time that it needs to show.
pub(crate) fn dwell() {
    #[cfg(pipewright_mutants)]
    std::thread::sleep(std::time::Duration::from_millis(2));
}

/// The number that an ordered region gives to its first item: a test of the numbers' arithmetic sets it.
pub(crate) fn first_number() -> u64 {
    #[cfg(pipewright_mutants)]
    if let Ok(number) = std::env::var("PIPEWRIGHT_FIRST_NUMBER") {
        return number.parse().expect("a number");
    }
    0
}
