//! No graph that is accepted can deadlock: random ones are run by a model of the runtime, at the smallest bounds.

use super::hostile::config;
use crate::testing::diagnostics;
use proptest::prelude::*;
use std::collections::VecDeque;
use std::fmt::Write as _;

/// How many items a source has.
const ITEMS: usize = 40;

#[derive(Clone, Debug)]
enum Op {
    Map,
    /// Keeps all items, or none.
    Filter(bool),
    Skip(usize),
    Batch(usize),
    Step(usize),
    /// So many for one.
    Flat(usize),
    Take(usize),
}

#[derive(Clone, Debug)]
enum Step {
    Source,
    Op(usize, Op),
    Buffer(usize, usize),
    Tee(usize),
    /// All items go to the first stream, or all to the second.
    Partition(usize, bool),
    Join(&'static str, usize, usize),
}

fn step() -> impl Strategy<Value = Step> {
    let op = prop_oneof![
        Just(Op::Map),
        any::<bool>().prop_map(Op::Filter),
        (1..4_usize).prop_map(Op::Skip),
        (1..4_usize).prop_map(Op::Batch),
        (1..4_usize).prop_map(Op::Step),
        (0..3_usize).prop_map(Op::Flat),
        (0..9_usize).prop_map(Op::Take),
    ];
    let at = 0..8_usize;
    prop_oneof![
        1 => Just(Step::Source),
        3 => (at.clone(), op).prop_map(|(s, op)| Step::Op(s, op)),
        2 => (at.clone(), 1..5_usize).prop_map(|(s, n)| Step::Buffer(s, n)),
        4 => at.clone().prop_map(Step::Tee),
        1 => (at.clone(), any::<bool>()).prop_map(|(s, first)| Step::Partition(s, first)),
        4 => (at.clone(), at.clone()).prop_map(|(a, b)| Step::Join("zip", a, b)),
        1 => (at.clone(), at.clone()).prop_map(|(a, b)| Step::Join("concat", a, b)),
        1 => (at.clone(), at).prop_map(|(a, b)| Step::Join("fan_in", a, b)),
    ]
}

/// Between two threads.
#[derive(Default)]
struct Edge {
    holds: usize,
    bound: usize,
    is_set: bool,
    writers: usize,
    is_left: bool,
}

#[derive(Clone, Debug)]
enum Input {
    Source(usize),
    Edge(usize),
    /// Edges that are read in turn; how many items of this round it has, and whether it reads one to its end.
    Join(Vec<usize>, usize, bool),
}

/// What is fused so far, with how many items each stage has taken.
#[derive(Clone, Debug)]
struct Stream {
    input: Input,
    ops: Vec<(Op, usize)>,
}

struct Section {
    stream: Stream,
    outs: Vec<usize>,
    /// Which outs an item goes to.
    to: Vec<usize>,
    pending: VecDeque<usize>,
    is_done: bool,
}

#[derive(Default)]
struct Net {
    edges: Vec<Edge>,
    sections: Vec<Section>,
}

enum Pulled {
    Item,
    Nothing,
    End,
}

impl Net {
    fn edge(&mut self) -> usize {
        self.edges.push(Edge {
            bound: 1,
            ..Edge::default()
        });
        self.edges.len() - 1
    }

    fn section(&mut self, stream: Stream, outs: Vec<usize>, to: Vec<usize>) {
        for out in &outs {
            self.edges[*out].writers += 1;
        }
        self.sections.push(Section {
            stream,
            outs,
            to,
            pending: VecDeque::new(),
            is_done: false,
        });
    }

    fn feed(&mut self, stream: Stream) -> usize {
        let edge = self.edge();
        self.section(stream, vec![edge], vec![0]);
        edge
    }

    /// Whether everything ends.
    fn ends(&mut self) -> bool {
        loop {
            let mut moved = false;
            for place in 0..self.sections.len() {
                while self.go_on(place) {
                    moved = true;
                }
            }
            if !moved {
                return self.sections.iter().all(|section| section.is_done);
            }
        }
    }

    /// One move of a section; whether it could.
    fn go_on(&mut self, place: usize) -> bool {
        let (edges, section) = (&mut self.edges, &mut self.sections[place]);
        if section.is_done {
            return false;
        }
        let left = |edges: &[Edge]| section.outs.iter().all(|out| edges[*out].is_left);
        if !section.outs.is_empty() && left(edges) {
            section.end(edges);
            return true;
        }
        if let Some(out) = section.pending.front() {
            let edge = &mut edges[*out];
            if !edge.is_left && edge.holds == edge.bound {
                return false;
            }
            edge.holds += usize::from(!edge.is_left);
            section.pending.pop_front();
            return true;
        }
        match pull(edges, &mut section.stream.input) {
            Pulled::Nothing => false,
            Pulled::End => {
                section.end(edges);
                true
            }
            Pulled::Item => {
                let (given, ends) = apply(&mut section.stream.ops);
                for _ in 0..given {
                    let outs = section.to.iter().map(|to| section.outs[*to]);
                    section.pending.extend(outs);
                }
                // What is in hand is still passed on: the next pull finds the end.
                if ends {
                    leave(edges, &section.stream.input);
                    section.stream.input = Input::Source(0);
                }
                true
            }
        }
    }
}

impl Section {
    fn end(&mut self, edges: &mut [Edge]) {
        self.is_done = true;
        for out in &self.outs {
            edges[*out].writers -= 1;
        }
        leave(edges, &self.stream.input);
    }
}

fn leave(edges: &mut [Edge], input: &Input) {
    match input {
        Input::Source(_) => {}
        Input::Edge(edge) => edges[*edge].is_left = true,
        Input::Join(inputs, ..) => inputs.iter().for_each(|edge| edges[*edge].is_left = true),
    }
}

fn pop(edge: &mut Edge) -> Pulled {
    if edge.holds > 0 {
        edge.holds -= 1;
        Pulled::Item
    } else if edge.writers == 0 {
        Pulled::End
    } else {
        Pulled::Nothing
    }
}

fn pull(edges: &mut [Edge], input: &mut Input) -> Pulled {
    match input {
        Input::Source(0) => Pulled::End,
        Input::Source(left) => {
            *left -= 1;
            Pulled::Item
        }
        Input::Edge(edge) => pop(&mut edges[*edge]),
        Input::Join(inputs, turn, to_the_end) => loop {
            match (pop(&mut edges[inputs[*turn]]), *to_the_end) {
                (Pulled::Item, true) => return Pulled::Item,
                (Pulled::End, true) | (Pulled::Item, false) => {
                    *turn += 1;
                    if *turn == inputs.len() {
                        let ended = *to_the_end;
                        *turn = if ended { inputs.len() - 1 } else { 0 };
                        return if ended { Pulled::End } else { Pulled::Item };
                    }
                }
                (Pulled::End, false) => return Pulled::End,
                (Pulled::Nothing, _) => return Pulled::Nothing,
            }
        },
    }
}

/// How many items come out for one, and whether the stream has ended.
fn apply(ops: &mut [(Op, usize)]) -> (usize, bool) {
    let (mut items, mut ends) = (1, false);
    for (op, taken) in ops {
        let mut given = 0;
        for _ in 0..items {
            *taken += 1;
            given += match op {
                Op::Map => 1,
                Op::Filter(keeps) => usize::from(*keeps),
                Op::Skip(n) => usize::from(*taken > *n),
                Op::Batch(n) => usize::from(*taken % *n == 0),
                Op::Step(n) => usize::from((*taken - 1) % *n == 0),
                Op::Flat(n) => *n,
                Op::Take(n) => {
                    ends |= *taken >= *n;
                    usize::from(*taken <= *n)
                }
            };
        }
        items = given;
    }
    (items, ends)
}

/// The text of a graph, and its model.
fn built(steps: &[Step]) -> (String, Net) {
    let (mut text, mut net, mut count) = (String::new(), Net::default(), 0);
    let mut open: Vec<(String, Stream)> = Vec::new();
    let mut name = || {
        count += 1;
        format!("s{count}")
    };
    let raw = |input| Stream {
        input,
        ops: Vec::new(),
    };
    let mut add = |text: &mut String, chain: &str| {
        let name = name();
        let _ = writeln!(text, "let {name} = {chain};");
        name
    };
    let source = |add: &mut dyn FnMut(&mut String, &str) -> String, text: &mut String| {
        (add(text, "from(x)"), raw(Input::Source(ITEMS)))
    };
    open.push(source(&mut add, &mut text));
    for step in steps {
        let mut take = |at: usize| open.remove(at % open.len());
        match step {
            Step::Source => {
                let new = source(&mut add, &mut text);
                open.push(new);
            }
            Step::Op(at, op) => {
                let (from, mut stream) = take(*at);
                let word = match op {
                    Op::Map => "map(f)".to_owned(),
                    Op::Filter(_) => "filter(f)".to_owned(),
                    Op::Skip(n) => format!("skip({n})"),
                    Op::Batch(n) => format!("batch({n})"),
                    Op::Step(n) => format!("step_by({n})"),
                    Op::Flat(_) => "flat_map(f)".to_owned(),
                    Op::Take(n) => format!("take({n})"),
                };
                stream.ops.push((op.clone(), 0));
                open.push((add(&mut text, &format!("{from} >> {word}")), stream));
            }
            Step::Buffer(at, n) => {
                let (from, stream) = take(*at);
                let edge = match stream.input {
                    Input::Edge(edge) if stream.ops.is_empty() && !net.edges[edge].is_set => edge,
                    _ => net.feed(stream),
                };
                (net.edges[edge].bound, net.edges[edge].is_set) = (*n, true);
                let name = add(&mut text, &format!("{from} >> buffer({n})"));
                open.push((name, raw(Input::Edge(edge))));
            }
            Step::Tee(at) | Step::Partition(at, _) => {
                let (from, stream) = take(*at);
                let outs = vec![net.edge(), net.edge()];
                let (word, to) = match step {
                    Step::Partition(_, first) => ("partition(p)", vec![usize::from(!first)]),
                    _ => ("tee", vec![0, 1]),
                };
                net.section(stream, outs.clone(), to);
                let names = [0, 1].map(|half| format!("{from}{}", ["a", "b"][half]));
                let _ = writeln!(text, "let ({}, {}) = {from} >> {word};", names[0], names[1]);
                for (name, out) in names.into_iter().zip(outs) {
                    open.push((name, raw(Input::Edge(out))));
                }
            }
            Step::Join(word, a, b) => {
                if open.len() < 2 {
                    continue;
                }
                let mut take = |at: usize| open.remove(at % open.len());
                let (a, b) = (take(*a), take(*b));
                let name = add(&mut text, &format!("({}, {}) >> {word}", a.0, b.0));
                let input = if *word == "fan_in" {
                    let edge = net.edge();
                    net.section(a.1, vec![edge], vec![0]);
                    net.section(b.1, vec![edge], vec![0]);
                    Input::Edge(edge)
                } else {
                    let mut edge_of = |stream: Stream| match stream.input {
                        Input::Edge(edge) if stream.ops.is_empty() => edge,
                        _ => net.feed(stream),
                    };
                    Input::Join(vec![edge_of(a.1), edge_of(b.1)], 0, *word == "concat")
                };
                open.push((name, raw(input)));
            }
        }
    }
    for (name, stream) in open {
        let _ = writeln!(text, "{name} >> discard;");
        net.section(stream, Vec::new(), Vec::new());
    }
    (text, net)
}

proptest! {
    #![proptest_config(config(800))]

    #[test]
    fn what_is_accepted_ends(steps in proptest::collection::vec(step(), 2..14)) {
        let (text, mut net) = built(&steps);
        if diagnostics(&text).is_empty() {
            prop_assert!(net.ends(), "this graph stands still:\n{text}");
        }
    }
}
