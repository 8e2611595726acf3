//! `zip`: position by position.

use super::Joined;
use crate::edge::{Polled, Rx, Waits, wait_any};
use crate::error::ErrorMode;
use crate::flow::{Flow, Whole};
use crate::sync::atomic::Arc;

/// The items of several edges, position by position; ends with the shortest.
#[derive(Debug)]
pub struct Zipped<I>(I);

macro_rules! zips {
    ($($item:ident $place:tt),*) => {
        impl<'r, $($item,)* M: ErrorMode> Joined<'r, ($(Rx<$item>,)*), M> {
            /// Pairs the items of several streams by position. Ends with the shortest; what the others still hold is dropped.
            ///
            /// Blocks until every stream has an item, or one has ended. As [`Iterator::zip`].
            pub fn zip(self) -> Flow<'r, Zipped<($(Rx<$item>,)*)>, Whole, M> {
                let gates = [$(Arc::clone(self.inputs.$place.gate())),*];
                Self::flow(self.run, Arc::new(gates), Zipped(self.inputs))
            }
        }

        impl<$($item),*> Iterator for Zipped<($(Rx<$item>,)*)> {
            type Item = ($($item,)*);

            #[inline]
            #[allow(non_snake_case)]
            fn next(&mut self) -> Option<Self::Item> {
                let mut taken = ($(None::<$item>,)*);
                'pairs: loop {
                    $(if taken.$place.is_none() {
                        match self.0.$place.try_pop() {
                            Polled::Item(item) => taken.$place = Some(item),
                            // Also while another one is quiet: there is no pair any more.
                            Polled::Over => break 'pairs,
                            Polled::Empty => {}
                        }
                    })*
                    if let ($(Some($item),)*) = taken {
                        return Some(($($item,)*));
                    }
                    let missing = [$(taken.$place.is_none().then_some(&self.0.$place as &dyn Waits)),*];
                    wait_any(missing.into_iter().flatten());
                }
                // What the others gave already has no partner.
                $(if taken.$place.is_some() {
                    self.0.$place.unuse();
                })*
                None
            }
        }
    };
}

zips!(A 0, B 1);
zips!(A 0, B 1, C 2);
zips!(A 0, B 1, C 2, D 3);
zips!(A 0, B 1, C 2, D 3, E 4);
zips!(A 0, B 1, C 2, D 3, E 4, F 5);
zips!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
zips!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
