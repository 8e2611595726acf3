//! The or-done-channel: read a channel that is not ours until it ends, or until we are done with it.
//!
//! The commands of a client that may lose its connection and come back: every connection is a channel (the bridge-channel
//! makes one stream of them), and the client says goodbye on one that stays open.
//!
//! Go leaves it to discipline: `range` over a channel that nobody closes never returns, so each loop becomes a `select`
//! inside a function with a goroutine, for every type, and one for the bridge. Here `or_done` ends the stream also while it
//! waits, `bridge` wakes with it, and commands that it has taken are delivered.

use crossbeam_channel::{Receiver, unbounded};
use pipewright::prelude::*;

fn main() -> Result<(), pipewright::Error> {
    let (connect, connections) = unbounded();
    let (first, commands) = unbounded();
    connect.send(commands).expect("the receiver is below");
    for command in ["status", "list"] {
        first.send(command.to_owned()).expect("it is connected");
    }
    // The connection is lost; the next one stays open to the end, and so does the way to make more.
    drop(first);
    let (second, commands) = unbounded();
    connect.send(commands).expect("the receiver is below");
    second.send("quit".to_owned()).expect("it is connected");

    let (closer, gone) = Done::channel();
    let mut closer = Some(closer);
    let goodbye = |command: &str| {
        if command == "quit" {
            drop(closer.take());
        }
    };
    println!("{}", session(connections, gone, goodbye)?.join("\n"));
    drop((connect, second));
    Ok(())
}

// In Go every loop over such a channel reads:
//     select { case <-done: return; case c, ok := <-commands: .. }
/// The commands that were obeyed before the client was gone.
pub(crate) fn session(
    connections: Receiver<Receiver<String>>,
    gone: Done,
    mut obey: impl FnMut(&str),
) -> Result<Vec<String>, pipewright::Error> {
    pipeline!(
        receive(connections)
            >> bridge
            >> or_done(gone)
            >> inspect(|command| obey(command))
            >> collect
    )
    .run()
}
