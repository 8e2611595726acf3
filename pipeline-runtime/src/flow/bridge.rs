//! `bridge`: a stream of channels becomes the stream of what comes out of them.

use super::Flow;
use crate::error::ErrorMode;
use crate::source::Receiving;
use crate::sync::atomic::Arc;
use crate::sync::channel::Receiver;

impl<'r, I: Iterator, K, M: ErrorMode> Flow<'r, I, K, M> {
    /// Drains the receivers that come, one after the other; the bridge-channel.
    ///
    /// Blocks while the one whose turn it is has no item, and wakes at once when nobody wants its items any more, or the run is cut short.
    #[inline]
    pub fn bridge<T>(mut self) -> Flow<'r, impl Iterator<Item = T>, K, M>
    where
        I: Iterator<Item = Receiver<T>>,
    {
        let gate = self.at.wanted();
        self.at.run.add_source(&gate);
        self.flat_map(move |rx| Receiving::item(rx, Arc::clone(&gate)))
    }
}
