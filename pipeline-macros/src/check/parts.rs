//! Open pipelines: one input, fused stages of the table, one output.

use super::Checks;
use crate::diagnostics::messages;
use crate::graph::Target;

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
        let wrong = chain.node_ids().find(|node| {
            !checks
                .graph
                .entry(*node)
                .is_some_and(crate::stages::Entry::may_be_part)
        });
        let begins = matches!(&chain.uses[..], [used] if used.target == Target::Stream(input));
        if let Some(node) = wrong {
            let stage = checks.graph.stage(node);
            checks.report(id, messages::not_in_a_part(stage.span(), &stage.word));
        } else if !begins {
            checks.report(
                id,
                messages::part_has_one_input(chain.span(checks.graph), name),
            );
        } else if !chain.is_tail {
            checks.report(id, messages::part_is_one_chain(chain.span(checks.graph)));
        }
    }
}
