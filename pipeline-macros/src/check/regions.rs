//! `fan_out` and what closes it.

use super::Checks;
use crate::diagnostics::messages;
use crate::graph::{Chain, Graph, NodeId, RegionId, Target, is_ordered, stands_at_edge};
use crate::stages::{InRegion, Kind, Merging};
use crate::syntax::Head;

pub(super) fn regions_are_not_nested(checks: &mut Checks<'_, '_>) {
    for node in checks.sound_nodes() {
        let Some(region) = checks.graph.node(node).region else {
            continue;
        };
        if checks.is_sound(node) && checks.graph.is(node, Kind::FanOut) {
            let outer = shown_opener(checks, region);
            checks.report_at(
                node,
                messages::nested(checks.graph.stage(node).span(), &outer),
            );
        }
    }
}

/// A `fan_in` behind one stream closes the region that is open there.
pub(super) fn fan_in_closes_a_region(checks: &mut Checks<'_, '_>) {
    for node in checks.sound_nodes() {
        let chain = checks.graph.chain(checks.graph.node(node).chain);
        let joins = chain.first() == Some(node) && matches!(chain.head, Head::Streams(..));
        let stray =
            checks.graph.is(node, Kind::FanIn) && checks.graph.closes(node).is_none() && !joins;
        if stray && checks.is_sound(node) && !comes_from_an_open_region(checks.graph, chain) {
            checks.report_at(
                node,
                messages::no_region_open(checks.graph.stage(node).span()),
            );
        }
    }
}

/// Every region ends within its chain.
pub(super) fn regions_are_closed(checks: &mut Checks<'_, '_>) {
    for (id, region) in regions(checks) {
        if checks.graph.region(id).close.is_none() && checks.is_sound(region) {
            let stage = checks.graph.stage(region);
            checks.report_at(region, messages::never_meet(stage.span(), &stage.quoted()));
        }
    }
}

/// A region has a stage, or a sink, for its workers.
pub(super) fn regions_run_something(checks: &mut Checks<'_, '_>) {
    for (id, open) in regions(checks) {
        if checks.graph.region(id).inner.is_empty() && checks.is_sound(open) {
            let stage = checks.graph.stage(open);
            checks.report_at(
                open,
                messages::nothing_to_run(stage.span(), &stage.quoted()),
            );
        }
    }
}

/// What stands in a region means the same on each worker as it does on one.
pub(super) fn stages_may_stand_in_a_region(checks: &mut Checks<'_, '_>) {
    for node in checks.sound_nodes() {
        let (Some(region), Some(entry)) =
            (checks.graph.node(node).region, checks.graph.entry(node))
        else {
            continue;
        };
        if !checks.is_sound(node) {
            continue;
        }
        let (stage, fan_out) = (checks.graph.stage(node), shown_opener(checks, region));
        let ordered = is_ordered(checks.graph, checks.graph.region(region).open);
        let waits = stands_at_edge(stage);
        let error = match entry.in_region {
            InRegion::Never => messages::cannot_stand_inside(stage.span(), &stage.word, &fan_out),
            InRegion::Counts => {
                messages::counts_on_each_worker(stage.span(), &stage.word, &fan_out)
            }
            InRegion::NotOrdered if ordered => {
                messages::holds_items_back(stage.span(), &stage.word, &fan_out)
            }
            _ if waits => messages::timed_inside(stage.span(), &fan_out),
            _ => continue,
        };
        checks.report_at(node, error);
    }
}

/// A sink in a region has a meaning over all workers.
pub(super) fn sinks_are_merged(checks: &mut Checks<'_, '_>) {
    for node in checks.sound_nodes() {
        let (Some(region), Some(entry)) =
            (checks.graph.node(node).region, checks.graph.entry(node))
        else {
            continue;
        };
        if !entry.is_sink() || !checks.is_sound(node) {
            continue;
        }
        let (stage, open) = (checks.graph.stage(node), checks.graph.region(region).open);
        let merge = match entry.merging {
            Merging::PerWorker(merge) => Some(merge.to_owned()),
            Merging::PartsIfSure if !stage.questions.is_empty() => Some(stage.again()),
            _ => None,
        };
        let error = if is_ordered(checks.graph, open) {
            messages::order_needs_fan_in(stage.span(), &stage.again())
        } else if checks.graph.closes(node).is_some()
            && let Some(merge) = merge
        {
            let fan_out = shown_opener(checks, region);
            messages::no_meaning(stage.span(), &stage.word, &stage.again(), &fan_out, &merge)
        } else {
            continue;
        };
        checks.report_at(node, error);
    }
}

/// Whether a chain begins with a stream whose region is still open: that is said of the region.
fn comes_from_an_open_region(graph: &Graph<'_>, chain: &Chain<'_>) -> bool {
    chain.uses.iter().any(|used| {
        let Target::Stream(stream) = used.target else {
            return false;
        };
        let mut givers = graph.chains.iter();
        givers.any(|giver| {
            giver.streams.contains(&stream)
                && (is_left_open(graph, giver) || comes_from_an_open_region(graph, giver))
        })
    })
}

fn is_left_open(graph: &Graph<'_>, chain: &Chain<'_>) -> bool {
    let mut regions = graph.regions.iter();
    regions.any(|region| chain.nodes.contains(&region.open.0) && region.close.is_none())
}

fn regions(checks: &Checks<'_, '_>) -> Vec<(RegionId, NodeId)> {
    checks
        .graph
        .regions
        .iter()
        .enumerate()
        .map(|(id, region)| (RegionId(id), region.open))
        .collect()
}

fn shown_opener(checks: &Checks<'_, '_>, region: RegionId) -> String {
    checks
        .graph
        .stage(checks.graph.region(region).open)
        .quoted()
}
