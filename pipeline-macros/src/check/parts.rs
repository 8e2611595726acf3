//! Open pipelines: one input, fused stages of the table, one output.

use super::Checks;
use crate::diagnostics::messages;
use crate::graph::{NodeId, Target, stands_at_edge};
use crate::stages::Entry;

/// An open pipeline is one chain of fused stages behind its input.
pub(super) fn open_pipelines_are_one_chain(checks: &mut Checks<'_, '_>) {
    let Some(input) = checks.graph.input else {
        return;
    };
    let name = checks.graph.streams[input.0].name;
    if checks.graph.error_type {
        checks.errors.push(messages::no_error_type(name.span()));
    }
    if checks.graph.chains.is_empty() {
        checks.errors.push(messages::part_needs_a_chain(name));
        return;
    }
    for id in checks.graph.chain_ids() {
        let chain = checks.graph.chain(id);
        let may_be_part = |node: &NodeId| checks.graph.entry(*node).is_some_and(Entry::may_be_part);
        let waits = |node: &NodeId| stands_at_edge(checks.graph.stage(*node));
        let wrong = chain
            .node_ids()
            .find(|node| !may_be_part(node) || waits(node));
        let begins = matches!(&chain.uses[..], [used] if used.target == Target::Stream(input));
        if let Some(node) = wrong {
            let (stage, timed) = (checks.graph.stage(node), may_be_part(&node));
            checks.report(
                id,
                messages::not_in_a_part(stage.span(), &stage.word, timed),
            );
        } else if !begins {
            checks.report(
                id,
                messages::part_has_one_input(chain.span(checks.graph), name),
            );
        } else if !chain.is_tail {
            checks.report(id, messages::part_is_one_chain(chain.span(checks.graph)));
            // What the others begin with is no news.
            return;
        }
    }
}
