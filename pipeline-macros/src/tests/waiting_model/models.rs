//! What the model makes of a plan: where a section takes from, and what each stage does.

use super::machine::{ITEMS, Model, Source};
use crate::graph::{Graph, Input, NodeId, Op, Piece, Plan, Start, Step, StreamId, Target};

pub(super) fn source(
    graph: &Graph<'_>,
    plan: &Plan,
    piece: &Piece,
    models: &mut Vec<Model>,
) -> Source {
    let source = match piece.start {
        Start::Source(_) => Source::Items(ITEMS),
        Start::Edge(edge, _) => Source::Edge(edge.0),
        Start::Join(node) => {
            let join = plan
                .joins
                .iter()
                .find(|join| join.node == node)
                .expect("a planned join");
            let edges: Vec<usize> = join
                .inputs
                .iter()
                .map(|input| edge_of(graph, plan, input))
                .collect();
            match graph.stage(node).word.as_str() {
                "zip" => Source::Zip(edges, 0),
                "concat" => Source::Concat(edges.into()),
                _ => Source::Any(edges),
            }
        }
        Start::Stream(stream, ..) => source(graph, plan, bound(plan, stream), models),
    };
    for op in &piece.ops {
        model(graph, *op, models);
    }
    source
}

fn bound(plan: &Plan, stream: StreamId) -> &Piece {
    let bound = plan.steps.iter().find_map(|step| match step {
        Step::Bind(id, piece) if *id == stream => Some(piece),
        _ => None,
    });
    bound.expect("a stream that is bound")
}

pub(super) fn edge_of(graph: &Graph<'_>, plan: &Plan, input: &Input) -> usize {
    match *input {
        Input::Edge(edge) => edge.0,
        Input::Stream(chain, place) => {
            let mut target = graph.chain(chain).uses[place].target;
            loop {
                let Target::Stream(stream) = target else {
                    panic!("a known stream")
                };
                match bound(plan, stream).start {
                    Start::Edge(edge, _) => return edge.0,
                    Start::Stream(other, ..) => target = Target::Stream(other),
                    _ => panic!("the end of an edge"),
                }
            }
        }
    }
}

pub(super) fn model(graph: &Graph<'_>, op: Op, models: &mut Vec<Model>) {
    let (Op::Stage(node) | Op::AtEdge(node)) = op else {
        return;
    };
    models.push(model_of(graph, node));
}

fn model_of(graph: &Graph<'_>, node: NodeId) -> Model {
    let stage = graph.stage(node);
    let n = number(&stage.quoted()).unwrap_or(1);
    match stage.word.as_str() {
        "filter" | "dedup" => Model::Any { most: 1, gives: 0 },
        "flat_map" => Model::Any { most: 3, gives: 0 },
        "skip" => Model::Skip(n),
        "batch" => Model::Gather { size: n, holds: 0 },
        "step_by" => Model::StepBy { step: n, seen: 0 },
        "take" => Model::Take(n),
        "take_while" => Model::TakeWhile,
        _ => Model::Pass,
    }
}

/// The first number in a stage as it is written.
pub(super) fn number(text: &str) -> Option<usize> {
    let digits: String = text
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(char::is_ascii_digit)
        .collect();
    digits.parse().ok()
}
