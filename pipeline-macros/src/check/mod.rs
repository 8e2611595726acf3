//! What the compiler refuses: a list of named rules over the graph, one function a rule, one file a family.
//!
//! In: the graph. Out: errors. A rule is silent about a chain of which an earlier rule has spoken: one mistake, one error.

mod arity;
mod ends;
mod parts;
mod regions;
mod streams;
mod values;
mod waiting;

use crate::diagnostics::{Diagnostic, Errors};
use crate::graph::{ChainId, Graph, NodeId};

/// Every rule, in the order in which they speak.
const RULES: &[fn(&mut Checks<'_, '_>)] = &[
    parts::open_pipelines_are_one_chain,
    ends::stages_are_known,
    ends::chains_begin_with_a_source_or_a_stream,
    ends::sources_stand_first,
    ends::nothing_follows_a_sink,
    streams::streams_are_known,
    streams::streams_are_consumed_once,
    arity::joins_have_several_streams,
    arity::joins_stand_behind_several_streams,
    regions::regions_are_not_nested,
    regions::stages_may_stand_in_a_region,
    arity::splits_are_bound_to_their_streams,
    streams::patterns_fit,
    streams::chains_end_in_a_sink_or_a_name,
    regions::fan_in_closes_a_region,
    regions::regions_are_closed,
    regions::regions_run_something,
    regions::sinks_are_merged,
    values::arguments_are_counted,
    values::options_are_known,
    values::rates_are_one,
    values::literals_fit,
    values::questions_fit,
    ends::streams_end_where_it_matters,
    waiting::waiting_joins_go_on,
    streams::streams_are_no_values,
    streams::streams_are_consumed,
];

/// Runs every rule.
pub(crate) fn all(graph: &Graph<'_>, errors: &mut Errors) {
    let mut checks = Checks {
        graph,
        errors,
        failed: vec![false; graph.chains.len()],
        failed_nodes: vec![false; graph.nodes.len()],
        names_failed: false,
        meant: Vec::new(),
    };
    for rule in RULES {
        rule(&mut checks);
    }
}

/// What a rule works with.
struct Checks<'c, 's> {
    graph: &'c Graph<'s>,
    errors: &'c mut Errors,
    /// The chains of which a rule has spoken.
    failed: Vec<bool>,
    /// The stages whose arguments a rule has spoken of: that tells nothing about the rest of their chains.
    failed_nodes: Vec<bool>,
    /// A name was not found: what looks unread may be what was meant.
    names_failed: bool,
    /// The streams that a name which was not found is taken for.
    meant: Vec<String>,
}

impl Checks<'_, '_> {
    fn report(&mut self, chain: ChainId, error: Diagnostic) {
        self.failed[chain.0] = true;
        self.errors.push(error);
    }

    fn report_at(&mut self, node: NodeId, error: Diagnostic) {
        self.report(self.graph.node(node).chain, error);
    }

    /// Reports what is wrong with the arguments of a stage; that says nothing about the shape of the graph.
    fn report_arguments(&mut self, node: NodeId, error: Diagnostic) {
        self.failed_nodes[node.0] = true;
        self.errors.push(error);
    }

    /// The chains of which no rule has spoken yet.
    fn sound_chains(&self) -> Vec<ChainId> {
        self.graph
            .chain_ids()
            .filter(|chain| !self.failed[chain.0])
            .collect()
    }

    fn is_sound(&self, node: NodeId) -> bool {
        !self.failed[self.graph.node(node).chain.0]
    }

    /// The stages of those chains. A rule that reports one goes on with the others.
    fn sound_nodes(&self) -> Vec<NodeId> {
        let chains = self.sound_chains();
        chains
            .into_iter()
            .flat_map(|chain| self.graph.chain(chain).node_ids())
            .collect()
    }
}
