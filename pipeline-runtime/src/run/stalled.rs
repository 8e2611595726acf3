//! What a stalled run says: who waits for whom.

use super::Run;
use crate::error::{Error, ErrorMode};
use crate::graph::Graph;
use crate::roster::{Sleeping, Stall};
use std::fmt::Write;

impl<M: ErrorMode> Run<M> {
    /// The error of a run that has stalled.
    pub(super) fn stalled(&self, stall: &Stall) -> M::Error {
        let graph = Graph::read(self.graph, &self.notebook.notes());
        let mut message = String::from("every stage waits for another one:");
        for (at, sleeping) in stall.0.iter().enumerate() {
            message.push_str(if at == 0 { " " } else { "; " });
            describe(&mut message, &graph, sleeping);
        }
        M::ending(Error::stalled(message))
    }
}

fn describe(message: &mut String, graph: &Graph, sleeping: &Sleeping) {
    let _ = write!(message, "`{}`", graph.stages_of(sleeping.section));
    if let Some(worker) = sleeping.worker {
        let _ = write!(message, " (worker {worker})");
    }
    let edges = sleeping.edges.iter().map(|edge| {
        let (peer, bound) = graph.peer_of(*edge, sleeping.is_full);
        match bound {
            Some(bound) if sleeping.is_full => {
                format!("room in the edge to `{peer}`, which holds {bound}")
            }
            _ => format!("an item from `{peer}`"),
        }
    });
    let edges: Vec<String> = edges.collect();
    let _ = write!(message, " waits for {}", edges.join(", or for "));
}
