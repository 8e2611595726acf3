//! A slot of the reorder buffer: what has come of one item before its turn.

use std::collections::VecDeque;

/// The outputs of one item that came early.
#[derive(Debug)]
pub(super) struct Slot<U> {
    outputs: Outputs<U>,
    /// The item gives nothing more.
    pub(super) last: bool,
}

/// One output needs no allocation; only an item that came early and gave several has a queue.
#[derive(Debug)]
enum Outputs<U> {
    None,
    One(U),
    Many(VecDeque<U>),
}

impl<U> Default for Slot<U> {
    fn default() -> Self {
        Self {
            outputs: Outputs::None,
            last: false,
        }
    }
}

impl<U> Slot<U> {
    /// Adds an output, if there is one.
    pub(super) fn put(&mut self, output: Option<U>, last: bool) {
        self.last |= last;
        let Some(output) = output else { return };
        self.outputs = match std::mem::replace(&mut self.outputs, Outputs::None) {
            Outputs::None => Outputs::One(output),
            Outputs::One(first) => Outputs::Many(VecDeque::from([first, output])),
            Outputs::Many(mut queue) => {
                queue.push_back(output);
                Outputs::Many(queue)
            }
        };
    }

    /// The oldest output that has not been taken.
    pub(super) fn take(&mut self) -> Option<U> {
        match std::mem::replace(&mut self.outputs, Outputs::None) {
            Outputs::None => None,
            Outputs::One(output) => Some(output),
            Outputs::Many(mut queue) => {
                let output = queue.pop_front();
                if !queue.is_empty() {
                    self.outputs = Outputs::Many(queue);
                }
                output
            }
        }
    }
}
