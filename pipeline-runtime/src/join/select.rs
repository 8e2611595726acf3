//! `select`: the for-select loop. One closure an input, all on one thread with one state.

use super::Joined;
use crate::edge::{Polled, Rx, Waits, wait_any};
use crate::emitter::{Emitter, Never};
use crate::error::ErrorMode;
use crate::flow::{Flow, Whole};
use crate::run::Run;
use crate::sync::atomic::Arc;
use std::fmt;
use std::ops::ControlFlow;

/// What a closure of `select` may return: nothing, or whether to go on.
#[diagnostic::on_unimplemented(
    message = "a closure of `select` returns `()` or `ControlFlow<()>`, but this one returns `{Self}`",
    label = "cannot say whether to go on"
)]
pub trait Goes {
    /// `Break` ends the stream.
    fn goes(self) -> ControlFlow<()>;
}

impl Goes for () {
    fn goes(self) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }
}

impl Goes for ControlFlow<()> {
    fn goes(self) -> ControlFlow<()> {
        self
    }
}

impl Goes for Never {
    fn goes(self) -> ControlFlow<()> {
        self
    }
}

/// The output of a `select`.
pub struct Selected<'r, I, S, F, R, H, M: ErrorMode> {
    inputs: I,
    closures: F,
    state: Option<S>,
    out: Emitter<R>,
    at_end: Option<H>,
    run: &'r Run<M>,
    /// Which inputs can still give an item, and which of them the stream waits for before it ends.
    open: u8,
    ends: u8,
    /// Whose turn it is to be asked first.
    turn: usize,
}

impl<I, S, F, R, H, M: ErrorMode> fmt::Debug for Selected<'_, I, S, F, R, H, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Selected")
            .field("open", &self.open)
            .finish_non_exhaustive()
    }
}

/// No last flush.
pub(super) type NoEnd<S, R> = fn(S, &mut Emitter<R>);

macro_rules! selects {
    ($n:literal: $($item:ident $closure:ident $goes:ident $place:tt),*) => {
        impl<'r, $($item,)* M: ErrorMode> Joined<'r, ($(Rx<$item>,)*), M> {
            /// Takes whatever comes from several streams and hands it to the closure of its stream, with the one state of all.
            ///
            /// A closure gives any number of items to the emitter, and returns `()`, or a `ControlFlow<()>` to be able to end
            /// the stream. It is fair: no stream that has an item waits for more than one item of each other. It ends when
            /// every stream has ended that can. Blocks while no stream has an item.
            #[allow(clippy::too_many_arguments, non_snake_case)]
            pub fn select<S, R, $($closure, $goes),*>(
                self,
                state: S,
                $($closure: $closure),*
            ) -> Flow<'r, Selected<'r, ($(Rx<$item>,)*), S, ($($closure,)*), R, NoEnd<S, R>, M>, Whole, M>
            where
                $($closure: FnMut(&mut S, $item, &mut Emitter<R>) -> $goes, $goes: Goes,)*
            {
                let gates = [$(Arc::clone(self.inputs.$place.gate())),*];
                let all = u8::MAX >> (8 - $n);
                let selected = Selected {
                    inputs: self.inputs,
                    closures: ($($closure,)*),
                    state: Some(state),
                    out: Emitter::queue(),
                    at_end: None,
                    run: self.run,
                    open: all,
                    ends: all,
                    turn: 0,
                };
                Self::flow(self.run, Arc::new(gates), selected)
            }
        }

        impl<$($item, $closure, $goes,)* S, R, Flush, M: ErrorMode> Iterator
            for Selected<'_, ($(Rx<$item>,)*), S, ($($closure,)*), R, Flush, M>
        where
            $($closure: FnMut(&mut S, $item, &mut Emitter<R>) -> $goes, $goes: Goes,)*
            Flush: FnOnce(S, &mut Emitter<R>),
        {
            type Item = R;

            fn next(&mut self) -> Option<R> {
                loop {
                    if let Some(item) = self.out.take() {
                        return Some(item);
                    }
                    let state = self.state.as_mut()?;
                    let mut asked = false;
                    for ahead in 0..$n {
                        let place = (self.turn + ahead) % $n;
                        if self.open & (1 << place) == 0 {
                            continue;
                        }
                        let goes = match place {
                            $($place => match self.inputs.$place.try_pop() {
                                Polled::Item(item) => (self.closures.$place)(state, item, &mut self.out).goes(),
                                Polled::Empty => continue,
                                Polled::Over => {
                                    self.open &= !(1 << place);
                                    continue;
                                }
                            },)*
                            _ => continue,
                        };
                        self.turn = (place + 1) % $n;
                        asked = true;
                        if goes.is_break() {
                            self.open = 0;
                        }
                        break;
                    }
                    if self.open & self.ends == 0 {
                        let cut = [$(self.inputs.$place.gate().is_cancelled()),*].contains(&true);
                        self.end(cut);
                    } else if !asked {
                        let inputs: [&dyn Waits; $n] = [$(&self.inputs.$place),*];
                        let open = self.open;
                        wait_any(inputs.into_iter().enumerate().filter(|(at, _)| open & (1 << at) != 0).map(|(_, rx)| rx));
                    }
                }
            }
        }
    };
}

impl<I, S, F, R, H: FnOnce(S, &mut Emitter<R>), M: ErrorMode> Selected<'_, I, S, F, R, H, M> {
    /// The last flush; what it gives still goes out. A run that is cut short has none: half of it must not look like the whole.
    fn end(&mut self, cut: bool) {
        if let (Some(state), Some(at_end)) = (self.state.take(), self.at_end.take())
            && !cut
            && !self.run.was_cut()
        {
            at_end(state, &mut self.out);
        }
    }
}

impl<'r, I, S, F, R, H, M: ErrorMode> Flow<'r, Selected<'r, I, S, F, R, H, M>, Whole, M> {
    /// Calls `flush` with the state when the stream ends, also after a `Break`, but not when the run is cut short.
    #[doc(hidden)]
    pub fn at_end<J>(self, flush: J) -> Flow<'r, Selected<'r, I, S, F, R, J, M>, Whole, M>
    where
        J: FnOnce(S, &mut Emitter<R>),
    {
        let Selected {
            inputs,
            closures,
            state,
            out,
            run,
            open,
            ends,
            turn,
            ..
        } = self.iter;
        let selected = Selected {
            inputs,
            closures,
            state,
            out,
            at_end: Some(flush),
            run,
            open,
            ends,
            turn,
        };
        Flow::new(selected, self.at)
    }

    /// Does not wait for the inputs in `endless` before it ends: they never do.
    #[doc(hidden)]
    pub fn without_waiting_for(mut self, endless: u8) -> Self {
        self.iter.ends &= !endless;
        self
    }
}

selects!(2: A FA GA 0, B FB GB 1);
selects!(3: A FA GA 0, B FB GB 1, C FC GC 2);
selects!(4: A FA GA 0, B FB GB 1, C FC GC 2, D FD GD 3);
selects!(5: A FA GA 0, B FB GB 1, C FC GC 2, D FD GD 3, E FE GE 4);
selects!(6: A FA GA 0, B FB GB 1, C FC GC 2, D FD GD 3, E FE GE 4, F FF GF 5);
selects!(7: A FA GA 0, B FB GB 1, C FC GC 2, D FD GD 3, E FE GE 4, F FF GF 5, G FG GG 6);
selects!(8: A FA GA 0, B FB GB 1, C FC GC 2, D FD GD 3, E FE GE 4, F FF GF 5, G FG GG 6, H FH GH 7);
