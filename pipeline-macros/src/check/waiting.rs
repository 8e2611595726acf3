//! Joins that wait for one input while another one fills.

use super::Checks;
use crate::diagnostics::{Diagnostic, messages};
use crate::graph::{Circle, Graph, NodeId, Refusal, Verdict, is_option, key, waiting};
use crate::syntax::Stage;
use proc_macro2::Ident;

/// A join that waits can be proved to go on (the graph says by which argument).
pub(super) fn waiting_joins_go_on(checks: &mut Checks<'_, '_>) {
    // One stage may be to blame for several joins, but is one mistake.
    let mut blamed: Vec<NodeId> = Vec::new();
    for join in checks.sound_nodes() {
        if !checks.is_sound(join) {
            continue;
        }
        let refused = waiting(checks.graph, join).into_iter().find_map(|pair| {
            let known = |node: &NodeId| checks.is_sound(*node) && !checks.failed_nodes[node.0];
            match pair.verdict {
                // A stage of which a rule has spoken is not what the user means.
                Verdict::Refused(refusal) if pair.stages.iter().all(known) => {
                    Some((pair.names, refusal))
                }
                _ => None,
            }
        });
        let Some((names, refusal)) = refused else {
            continue;
        };
        let cause = refusal.cause();
        if cause.is_none_or(|cause| !blamed.contains(&cause)) {
            blamed.extend(cause);
            checks.report_at(join, message(checks.graph, join, names, &refusal));
        }
    }
}

fn message(
    graph: &Graph<'_>,
    join: NodeId,
    (a, b): (&Ident, &Ident),
    refusal: &Refusal<'_>,
) -> Diagnostic {
    let (stage, word) = (graph.stage(join), |node: NodeId| {
        graph.stage(node).word.as_str()
    });
    let (span, join) = (stage.span(), stage.word.as_str());
    match refusal {
        Refusal::Apart { split, circle } => {
            let split = split.map(word);
            match tie(graph, circle, (a, b)) {
                messages::Tie::Split { split } => {
                    messages::from_one_split(span, join, a, b, &split)
                }
                tie @ messages::Tie::Circle { .. } => messages::apart(span, join, split, &tie),
            }
        }
        Refusal::LosesOrder { stage: fan_out, on } => {
            let fan_out = graph.stage(*fan_out);
            let keyed = key(fan_out).is_some();
            messages::order_lost(span, join, &fan_out.quoted(), on, &ordered(fan_out), keyed)
        }
        Refusal::Unknown {
            stage: unknown,
            is_number,
        } => messages::needs_to_know(span, join, word(*unknown), *is_number),
        Refusal::Drifts {
            stage: drifts,
            on,
            drops,
            below,
            circle,
        } => {
            let other = if *on == a { b } else { a };
            let stage = (word(*drifts), *drops, below.map(word));
            messages::drifts(span, join, stage, (on, other), &tie(graph, circle, (a, b)))
        }
        Refusal::Rates {
            stage: gathers,
            slow,
            fast,
        } => messages::unequal_rates(span, join, word(*gathers), *slow, *fast),
        Refusal::Lag {
            stage: lags,
            on,
            other,
            needs,
        } => messages::lag_without_room(span, &graph.stage(*lags).quoted(), on, other, *needs),
    }
}

/// What ties two inputs of a join together.
fn tie(graph: &Graph<'_>, circle: &Circle, (a, b): (&Ident, &Ident)) -> messages::Tie {
    let placed = |node: &NodeId| {
        let stage = graph.stage(*node);
        (stage.word.clone(), stage.name.span().start().line)
    };
    match (&circle.splits[..], &circle.joins[..]) {
        ([split], []) => messages::Tie::Split {
            split: graph.stage(*split).word.clone(),
        },
        (splits, joins) => messages::Tie::Circle {
            names: (a.to_string(), b.to_string()),
            joins: joins.iter().map(placed).collect(),
            splits: splits.iter().map(placed).collect(),
        },
    }
}

/// The same `fan_out`, with `ordered`.
fn ordered(fan_out: &Stage) -> String {
    let entry = fan_out.entry;
    let list = fan_out.arguments.as_ref().and_then(|a| a.list.as_ref());
    let count = list
        .into_iter()
        .flatten()
        .find(|argument| entry.is_some_and(|entry| !is_option(argument, entry)));
    let count = count.map_or_else(String::new, |count| format!("{}, ", count.stream()));
    format!("{}({count}ordered)", fan_out.word)
}
