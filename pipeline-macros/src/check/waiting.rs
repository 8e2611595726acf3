//! Joins that wait for one input while another one fills.

use super::Checks;
use crate::diagnostics::{Diagnostic, messages};
use crate::graph::{Graph, NodeId, Refusal, Verdict, waiting};

/// A join that waits can be proved to go on (the graph says by which argument).
pub(super) fn waiting_joins_go_on(checks: &mut Checks<'_, '_>) {
    for join in checks.sound_nodes() {
        if !checks.is_sound(join) {
            continue;
        }
        let refused = waiting(checks.graph, join)
            .into_iter()
            .find_map(|pair| match pair.verdict {
                Verdict::Refused(refusal) => Some((pair.names, refusal)),
                _ => None,
            });
        if let Some(((a, b), refusal)) = refused {
            checks.report_at(join, message(checks.graph, join, (a, b), &refusal));
        }
    }
}

fn message(
    graph: &Graph<'_>,
    join: NodeId,
    (a, b): (&proc_macro2::Ident, &proc_macro2::Ident),
    refusal: &Refusal<'_>,
) -> Diagnostic {
    let (stage, word) = (graph.stage(join), |node: NodeId| &graph.stage(node).word);
    let span = stage.span();
    match *refusal {
        Refusal::OneSplit { split } => {
            messages::from_one_split(span, &stage.word, a, b, word(split))
        }
        Refusal::LosesOrder { stage: fan_out, on } => {
            messages::order_lost(span, &stage.word, &graph.stage(fan_out).quoted(), on)
        }
        Refusal::Unknown {
            stage: unknown,
            is_number,
        } => messages::needs_to_know(span, &stage.word, word(unknown), is_number),
        Refusal::Drifts {
            stage: drifts,
            on,
            other,
            split,
            drops,
        } => messages::drifts(
            span,
            &stage.word,
            word(drifts),
            (on, other),
            word(split),
            drops,
        ),
        Refusal::Rates { slow, fast, times } => {
            messages::unequal_rates(span, &stage.word, slow, fast, times)
        }
        Refusal::Lag {
            stage: lags,
            on,
            other,
            needs,
        } => messages::lag_without_room(span, &graph.stage(lags).quoted(), on, other, needs),
    }
}
