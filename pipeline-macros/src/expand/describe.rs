//! The graph as one text, for `.graph()`: read at run time, and only when somebody asks. Its form is told where it is read.

use super::values::Values;
use crate::graph::{
    Close, EdgeId, End, Graph, Input, NodeId, Op, Piece, Plan, Start, Step, StreamId, Verdict,
    is_ordered, waiting,
};
use crate::stages::{Kind, Role};
use crate::syntax::Stage;
use std::fmt::Write;

pub(super) fn describe(graph: &Graph<'_>, plan: &Plan, values: &Values) -> String {
    let mut describer = Describer {
        graph,
        plan,
        values,
        sections: String::new(),
        number: 0,
        edges: vec![Edge::default(); plan.edges.len()],
        made: Vec::new(),
        tail: None,
    };
    let here = plan.steps.iter().rposition(ends_here);
    for (place, step) in plan.steps.iter().enumerate() {
        describer.step(step, Some(place) == here);
    }
    describer.text()
}

/// Whether a step ends the run's last section.
fn ends_here(step: &Step) -> bool {
    matches!(
        step,
        Step::Section(_, End::Sink(_) | End::Tail)
            | Step::Region {
                close: Close::Sink(_),
                ..
            }
    )
}

#[derive(Clone, Default)]
struct Edge {
    from: Vec<usize>,
    to: Option<usize>,
    stream: Option<String>,
    is_keyed: bool,
    in_window: bool,
}

struct Describer<'d, 's> {
    graph: &'d Graph<'s>,
    plan: &'d Plan,
    values: &'d Values,
    sections: String,
    number: usize,
    edges: Vec<Edge>,
    /// The edges in the order in which the expansion makes them.
    made: Vec<EdgeId>,
    /// The section that feeds the caller's iterator.
    tail: Option<usize>,
}

impl Describer<'_, '_> {
    fn step(&mut self, step: &Step, here: bool) {
        match step {
            Step::Bind(StreamId(stream), piece) => {
                if let Piece {
                    start: Start::Edge(edge, _),
                    ops,
                } = piece
                    && ops.is_empty()
                {
                    let name = self.graph.streams[*stream].name.to_string();
                    self.edges[edge.0].stream.get_or_insert(name);
                }
            }
            Step::Generate(node, edge) => {
                let stages = self.shown(*node);
                self.feed(*edge);
                self.section(&stages, "", "");
            }
            Step::Section(piece, end) => {
                let (mut stages, mut opaque) = (Vec::new(), false);
                self.piece(piece, &mut stages, &mut opaque);
                match end {
                    End::Feed(_, edge) | End::Deliver(_, edge) => self.feed(*edge),
                    End::FeedKeyed(_, edge) => {
                        self.feed(*edge);
                        self.edges[edge.0].is_keyed = true;
                    }
                    End::FeedOrdered(_, input, output) => {
                        self.feed(*input);
                        self.made.push(*output);
                        self.edges[output.0].in_window = true;
                    }
                    End::Split(node, edges) => {
                        stages.push(self.shown(*node));
                        for edge in edges {
                            self.feed(*edge);
                        }
                    }
                    End::Sink(node) => {
                        opaque |= self.is_opaque(*node);
                        stages.push(self.shown(*node));
                    }
                    End::Tail => self.tail = Some(self.number),
                }
                let flags = format!(
                    "{}{}",
                    if here { "h" } else { "" },
                    if opaque { "+" } else { "" }
                );
                self.section(&stages.join(" ▷ "), "", &flags);
            }
            Step::Region {
                region,
                input,
                ops,
                close,
            } => {
                let open = self.graph.region(*region).open;
                self.is_read(*input);
                let mut stages: Vec<String> = ops.iter().filter_map(|op| self.op(*op)).collect();
                let inner = self.graph.region(*region).inner.clone().map(NodeId);
                let spreads = |node: NodeId| {
                    self.graph
                        .entry(node)
                        .is_some_and(|e| e.rate == crate::stages::Rate::Any)
                };
                let mut opaque = inner.clone().any(|node| self.is_opaque(node));
                opaque |= is_ordered(self.graph, open) && inner.into_iter().any(spreads);
                match close {
                    Close::FanIn(_, output) if is_ordered(self.graph, open) => {
                        self.edges[output.0].from.push(self.number);
                    }
                    Close::FanIn(_, output) => self.feed(*output),
                    Close::Sink(node) => stages.push(self.shown(*node)),
                    Close::NotYet => {}
                }
                let workers = self.workers(open);
                let flags = format!(
                    "r{}{}",
                    if here { "h" } else { "" },
                    if opaque { "+" } else { "" }
                );
                self.section(&stages.join(" ▷ "), &workers, &flags);
            }
        }
    }

    fn section(&mut self, stages: &str, workers: &str, flags: &str) {
        let stages = if stages.is_empty() {
            "(moves items on)"
        } else {
            stages
        };
        let stages = stages.replace(['\t', '\n'], " ");
        let _ = writeln!(self.sections, "S\t{stages}\t{workers}\t{flags}");
        self.number += 1;
    }

    /// The section that comes next feeds this edge.
    fn feed(&mut self, edge: EdgeId) {
        if !self.made.contains(&edge) {
            self.made.push(edge);
        }
        self.edges[edge.0].from.push(self.number);
    }

    /// The stages of a piece, and of the named streams that it goes on with.
    fn piece(&mut self, piece: &Piece, stages: &mut Vec<String>, opaque: &mut bool) {
        match piece.start {
            Start::Source(node) => stages.push(self.shown(node)),
            Start::Edge(edge, _) => self.edges[edge.0].to = Some(self.number),
            Start::Join(node) => {
                let join = self.plan.joins.iter().find(|join| join.node == node);
                for input in join.into_iter().flat_map(|join| join.inputs.clone()) {
                    self.is_read(input);
                }
                stages.push(self.shown(node));
                *opaque |= self.is_opaque(node);
            }
            Start::Stream(stream, ..) => {
                if let Some(bound) = self.bound(stream).cloned() {
                    self.piece(&bound, stages, opaque);
                }
            }
        }
        for op in &piece.ops {
            stages.extend(self.op(*op));
            if let Op::Stage(node) | Op::AtEdge(node) = op {
                *opaque |= self.is_opaque(*node);
            }
        }
    }

    fn op(&self, op: Op) -> Option<String> {
        match op {
            Op::Stage(node) | Op::AtEdge(node) => Some(self.shown(node)),
            Op::Fail(_) => None,
        }
    }

    fn bound(&self, stream: StreamId) -> Option<&'_ Piece> {
        self.plan.steps.iter().find_map(|step| match step {
            Step::Bind(bound, piece) if *bound == stream => Some(piece),
            _ => None,
        })
    }

    /// The section that comes next reads this.
    fn is_read(&mut self, input: Input) {
        let edge = match input {
            Input::Edge(edge) => Some(edge),
            Input::Stream(chain, place) => self.stream_edge(chain, place),
        };
        if let Some(EdgeId(edge)) = edge {
            self.edges[edge].to = Some(self.number);
        }
    }

    /// The edge that a named stream comes straight out of.
    fn stream_edge(&self, chain: crate::graph::ChainId, place: usize) -> Option<EdgeId> {
        let mut target = self.graph.chain(chain).uses[place].target;
        loop {
            let crate::graph::Target::Stream(stream) = target else {
                return None;
            };
            match self.bound(stream)?.start {
                Start::Edge(edge, _) => return Some(edge),
                Start::Stream(other, ..) => target = crate::graph::Target::Stream(other),
                _ => return None,
            }
        }
    }

    /// A stage as a picture shows it: counts are filled in later, what is long is left out.
    fn shown(&self, node: NodeId) -> String {
        let stage = self.graph.stage(node);
        let questions = "?".repeat(stage.questions.len());
        let Some(arguments) = &stage.arguments else {
            return format!("{}{questions}", stage.word);
        };
        let list = arguments.list.iter().flatten().enumerate();
        let each: Vec<String> = list
            .map(|(place, argument)| self.argument(stage, node, place, argument))
            .collect();
        if each.is_empty() {
            return format!("{}{questions}", stage.word);
        }
        format!("{}({}){questions}", stage.word, each.join(", "))
    }

    fn argument(
        &self,
        stage: &Stage,
        node: NodeId,
        place: usize,
        argument: &crate::syntax::Argument,
    ) -> String {
        if let Some(count) = self.values.count_of(node, place) {
            return format!("{{{count}}}");
        }
        if let Some(name) = &argument.name {
            return format!("{name} = ..");
        }
        if let Some(word) = argument.word() {
            return word.to_string();
        }
        let is_value = stage
            .entry
            .and_then(|entry| entry.argument(place))
            .is_some_and(|a| a.role != Role::Function);
        let text = argument.stream().to_string();
        if is_value && text.len() <= 8 && !text.contains('{') {
            text
        } else {
            "..".to_owned()
        }
    }

    fn workers(&self, open: NodeId) -> String {
        let list = self
            .graph
            .stage(open)
            .arguments
            .as_ref()
            .and_then(|arguments| arguments.list.as_ref());
        let places = (0..list.map_or(0, Vec::len)).chain([usize::MAX]);
        let count = places
            .into_iter()
            .find_map(|place| self.values.count_of(open, place));
        count.map_or_else(String::new, |count| format!("{{{count}}}"))
    }

    /// Whether a stage may hold more than anybody can see.
    fn is_opaque(&self, node: NodeId) -> bool {
        self.graph.entry(node).is_none_or(|entry| entry.opaque)
    }

    fn text(self) -> String {
        let mut text = self.sections;
        for (id, edge) in self.edges.iter().enumerate() {
            let made = self.made.iter().position(|made| *made == EdgeId(id));
            let (Some(made), Some(to)) = (made, edge.to) else {
                continue;
            };
            let stream = edge.stream.as_deref().unwrap_or_default();
            let flags = format!(
                "{}{}",
                if edge.is_keyed { "k" } else { "" },
                if edge.in_window { "w" } else { "" }
            );
            for from in &edge.from {
                let _ = writeln!(text, "E\t{made}\t{from}\t{to}\t{stream}\t{flags}");
            }
        }
        if let Some(tail) = self.tail {
            let _ = writeln!(text, "E\ttail\t{tail}\ttail\t\t");
        }
        for node in (0..self.graph.nodes.len())
            .map(NodeId)
            .filter(|node| self.graph.is(*node, Kind::Join))
        {
            for reason in reasons(self.graph, node) {
                let _ = writeln!(text, "J\t{reason}");
            }
        }
        text
    }
}

/// Why a waiting join cannot deadlock.
fn reasons(graph: &Graph<'_>, join: NodeId) -> Vec<String> {
    let word = &graph.stage(join).word;
    let split = |node| &graph.stage(node).word;
    let pairs = waiting(graph, join).into_iter();
    let reason = pairs.map(|pair| {
        let (a, b) = pair.names;
        let why = match pair.verdict {
            Verdict::Separate => "nothing that feeds one waits for the other".to_owned(),
            Verdict::OneForOne { split: node } => {
                format!(
                    "every stage between the `{}` and here gives one item for one, in order",
                    split(node)
                )
            }
            Verdict::Counted { rate, lag: 0, .. } => format!("both give one item for every {rate}"),
            Verdict::Counted { lag, room, .. } => {
                format!("one is {lag} items behind, and the other has room for {room}")
            }
            Verdict::Refused(_) => return String::new(),
        };
        format!("`{word}` of `{a}` and `{b}` cannot deadlock: {why}")
    });
    reason.filter(|reason| !reason.is_empty()).collect()
}
