//! A graph as sections that take and give one item at a time over bounded edges, and a scheduler that means no good.

use super::Seed;
use super::models::{edge_of, model, number, source};
use crate::graph::{Close, End, Graph, Plan, Step, is_ordered, options};
use std::collections::VecDeque;

pub(super) const ITEMS: usize = 14;
const STEPS: usize = 20_000;

#[derive(Default)]
struct Edge {
    holds: usize,
    bound: usize,
    feeders: usize,
    is_left: bool,
    drops: bool,
}

/// What a stage does to one item, with what it remembers.
pub(super) enum Model {
    Pass,
    /// Gives an item or none, or several; the adversary says how many, at most so many, and how often, in percent.
    Any {
        most: usize,
        gives: usize,
    },
    Skip(usize),
    Gather {
        size: usize,
        holds: usize,
    },
    StepBy {
        step: usize,
        seen: usize,
    },
    Take(usize),
    /// Ends when the adversary likes.
    TakeWhile,
}

pub(super) enum Source {
    Items(usize),
    Edge(usize),
    Zip(Vec<usize>, usize),
    Concat(VecDeque<usize>),
    Any(Vec<usize>),
}

enum Gives {
    All(Vec<usize>),
    One(Vec<usize>),
    Nothing,
}

struct Section {
    source: Source,
    models: Vec<Model>,
    gives: Gives,
    /// Pushes that are still to be made.
    pending: VecDeque<usize>,
    ended: bool,
    is_over: bool,
}

pub(super) struct Machine {
    edges: Vec<Edge>,
    sections: Vec<Section>,
    /// How the adversary picks who runs: at random, or always the first or the last that can.
    habit: usize,
}

pub(super) enum Outcome {
    Ended,
    Stalled(String),
}

impl Machine {
    pub(super) fn new(graph: &Graph<'_>, plan: &Plan, random: &mut Seed, run: usize) -> Self {
        let edges = plan.edges.iter().map(|edge| {
            let buffer = edge.bound.map(|node| graph.stage(node));
            let bound = buffer.and_then(|stage| number(&stage.quoted()));
            let drops = buffer.is_some_and(|stage| !options(stage).is_empty());
            Edge {
                bound: bound.unwrap_or(1),
                drops,
                ..Edge::default()
            }
        });
        let mut machine = Self {
            edges: edges.collect(),
            sections: Vec::new(),
            habit: run % 4,
        };
        for step in &plan.steps {
            machine.step(graph, plan, step);
        }
        let models = machine
            .sections
            .iter_mut()
            .flat_map(|section| &mut section.models);
        for model in models {
            if let Model::Any { gives, .. } = model {
                *gives = [0, 100, 50, 20][random.below(4)];
            }
        }
        machine
    }

    fn step(&mut self, graph: &Graph<'_>, plan: &Plan, step: &Step) {
        match step {
            Step::Bind(..) | Step::Generate(..) => {}
            Step::Section(piece, end) => {
                let mut models = Vec::new();
                let source = source(graph, plan, piece, &mut models);
                let gives = match end {
                    End::Feed(_, edge)
                    | End::Deliver(_, edge)
                    | End::FeedKeyed(_, edge)
                    | End::FeedOrdered(_, edge, _) => Gives::All(vec![edge.0]),
                    End::Split(node, edges) => {
                        let edges = edges.iter().map(|edge| edge.0).collect();
                        let copies = graph
                            .entry(*node)
                            .is_some_and(|e| matches!(e.name, "tee" | "unzip"));
                        if copies {
                            Gives::All(edges)
                        } else {
                            Gives::One(edges)
                        }
                    }
                    End::Sink(_) | End::Tail => Gives::Nothing,
                };
                self.add(source, models, gives);
            }
            Step::Region {
                region,
                input,
                ops,
                close,
            } => {
                let mut models = Vec::new();
                for op in ops {
                    model(graph, *op, &mut models);
                }
                let Close::FanIn(_, output) = close else {
                    return;
                };
                // Workers are one more hand; the window of an ordered region only makes its edges longer.
                let _ = is_ordered(graph, graph.region(*region).open);
                self.add(
                    Source::Edge(edge_of(graph, plan, input)),
                    models,
                    Gives::All(vec![output.0]),
                );
            }
        }
    }

    fn add(&mut self, source: Source, models: Vec<Model>, gives: Gives) {
        if let Gives::All(edges) | Gives::One(edges) = &gives {
            for edge in edges {
                self.edges[*edge].feeders += 1;
            }
        }
        self.sections.push(Section {
            source,
            models,
            gives,
            pending: VecDeque::new(),
            ended: false,
            is_over: false,
        });
    }

    /// Runs until all sections are over, or none can go on.
    pub(super) fn run(&mut self, random: &mut Seed) -> Outcome {
        for _ in 0..STEPS {
            let ready: Vec<usize> = (0..self.sections.len())
                .filter(|section| self.can_go_on(*section))
                .collect();
            let next = match (ready.len(), self.habit) {
                (0, _) => break,
                (_, 0) => ready[0],
                (n, 1) => ready[n - 1],
                (n, _) => ready[random.below(n)],
            };
            self.go_on(next, random);
        }
        let waiting = self
            .sections
            .iter()
            .enumerate()
            .filter(|(_, section)| !section.is_over);
        let waiting: Vec<String> = waiting.map(|(place, _)| place.to_string()).collect();
        if waiting.is_empty() {
            return Outcome::Ended;
        }
        Outcome::Stalled(format!("sections {} wait", waiting.join(", ")))
    }

    fn can_go_on(&self, place: usize) -> bool {
        let section = &self.sections[place];
        if section.is_over {
            return false;
        }
        if let Some(edge) = section.pending.front() {
            let edge = &self.edges[*edge];
            return edge.is_left || edge.drops || edge.holds < edge.bound;
        }
        let ready = |edge: &usize| self.edges[*edge].holds > 0 || self.edges[*edge].feeders == 0;
        match &section.source {
            _ if section.ended => true,
            Source::Items(_) => true,
            Source::Edge(edge) => ready(edge),
            Source::Zip(edges, next) => ready(&edges[*next]),
            Source::Concat(edges) => edges.front().is_none_or(ready),
            Source::Any(edges) => edges.is_empty() || edges.iter().any(ready),
        }
    }

    fn go_on(&mut self, place: usize, random: &mut Seed) {
        if let Some(edge) = self.sections[place].pending.pop_front() {
            let edge = &mut self.edges[edge];
            if !edge.is_left && edge.holds < edge.bound {
                edge.holds += 1;
            }
            return;
        }
        if self.sections[place].ended || !self.is_wanted(place) {
            self.end(place);
            return;
        }
        match self.pull(place) {
            Pulled::Item => self.process(place, random),
            Pulled::Part => {}
            Pulled::Over => self.finish(place),
        }
    }

    /// Whether anybody still listens.
    fn is_wanted(&self, place: usize) -> bool {
        match &self.sections[place].gives {
            Gives::All(edges) | Gives::One(edges) => {
                edges.iter().any(|edge| !self.edges[*edge].is_left)
            }
            Gives::Nothing => true,
        }
    }

    fn pull(&mut self, place: usize) -> Pulled {
        let edges = &mut self.edges;
        let mut take = |edge: usize| {
            let has = edges[edge].holds > 0;
            edges[edge].holds -= usize::from(has);
            has
        };
        match &mut self.sections[place].source {
            Source::Items(0) => Pulled::Over,
            Source::Items(left) => {
                *left -= 1;
                Pulled::Item
            }
            Source::Edge(edge) => {
                if take(*edge) {
                    Pulled::Item
                } else {
                    Pulled::Over
                }
            }
            Source::Zip(inputs, next) => {
                if !take(inputs[*next]) {
                    return Pulled::Over;
                }
                *next = (*next + 1) % inputs.len();
                if *next == 0 {
                    Pulled::Item
                } else {
                    Pulled::Part
                }
            }
            Source::Concat(inputs) => match inputs.front() {
                None => Pulled::Over,
                Some(edge) if take(*edge) => Pulled::Item,
                Some(_) => {
                    inputs.pop_front();
                    Pulled::Part
                }
            },
            Source::Any(inputs) => match inputs.iter().position(|edge| take(*edge)) {
                Some(_) => Pulled::Item,
                None => {
                    inputs.retain(|edge| edges[*edge].feeders > 0);
                    if inputs.is_empty() {
                        Pulled::Over
                    } else {
                        Pulled::Part
                    }
                }
            },
        }
    }

    fn process(&mut self, place: usize, random: &mut Seed) {
        let section = &mut self.sections[place];
        let mut items = 1;
        for model in &mut section.models {
            let (mut out, mut ends) = (0, false);
            for _ in 0..items {
                match model {
                    Model::Pass | Model::Skip(0) => out += 1,
                    Model::Any { most, gives } => {
                        if random.chance(*gives) {
                            out += 1 + random.below(*most);
                        }
                    }
                    Model::Skip(left) => *left -= 1,
                    Model::Gather { size, holds } => {
                        *holds += 1;
                        if *holds == *size {
                            *holds = 0;
                            out += 1;
                        }
                    }
                    Model::StepBy { step, seen } => {
                        out += usize::from(*seen % *step == 0);
                        *seen += 1;
                    }
                    Model::Take(0) => ends = true,
                    Model::Take(left) => {
                        *left -= 1;
                        out += 1;
                        ends |= *left == 0;
                    }
                    Model::TakeWhile => {
                        if random.chance(10) {
                            ends = true;
                        } else {
                            out += 1;
                        }
                    }
                }
            }
            items = out;
            section.ended |= ends;
        }
        self.give(place, items, random);
    }

    fn give(&mut self, place: usize, items: usize, random: &mut Seed) {
        let section = &mut self.sections[place];
        for _ in 0..items {
            match &section.gives {
                Gives::All(edges) => section.pending.extend(edges),
                Gives::One(edges) => section.pending.push_back(edges[random.below(edges.len())]),
                Gives::Nothing => {}
            }
        }
    }

    /// The end of the input: what is gathered goes out, then the section ends.
    fn finish(&mut self, place: usize) {
        let models = &mut self.sections[place].models;
        let rest = models.iter_mut().any(|model| match model {
            Model::Gather { holds, .. } => std::mem::take(holds) > 0,
            _ => false,
        });
        self.sections[place].ended = true;
        if rest {
            self.give(place, 1, &mut Seed(0));
        }
    }

    fn end(&mut self, place: usize) {
        let section = &mut self.sections[place];
        section.is_over = true;
        let left = match &section.source {
            Source::Items(_) => Vec::new(),
            Source::Edge(edge) => vec![*edge],
            Source::Zip(edges, _) | Source::Any(edges) => edges.clone(),
            Source::Concat(edges) => edges.iter().copied().collect(),
        };
        if let Gives::All(edges) | Gives::One(edges) = &section.gives {
            for edge in edges {
                self.edges[*edge].feeders -= 1;
            }
        }
        for edge in left {
            self.edges[edge].is_left = true;
        }
    }
}

enum Pulled {
    Item,
    /// Not yet a whole one.
    Part,
    Over,
}
