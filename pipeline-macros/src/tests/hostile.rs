//! Whatever is written in it, the macro gives an answer: no panic, and no error that points out of its body.
//!
//! `PIPEWRIGHT_FUZZ_CASES` sets how many bodies each test tries.

use crate::compile::compile;
use crate::diagnostics::{Diagnostic, Errors};
use crate::syntax;
use crate::testing::{errors, tokens};
use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::Config;

const VALID: [&str; 18] = [
    "from(x) >> map(|n| n + 1)? >> collect::<Vec<Vec<u8>>>()",
    "move || lines(f)? >> fan_out(4, ordered) >> map_init(make, |s, n| s.f(n))? >> fan_in >> buffer(8) >> take(3)",
    "type Error = MyError; let (a, b) = from(x) >> batch(10, 20ms) >> tee; let n = a >> count; let b = b >> filter(p) >> count; (n >> 1) + { b >> 2 }",
    "let (a, b) = receive(rx) >> split_result; let c = (a, b) >> fan_in >> own::stage(5s); c >> fan_out >> fold(0, f)? >> fan_in >> reduce(g)?",
    "{ let (rows, bad) = lines(file)? >> map(parse) >> split_result; let (audit, work) = rows >> tee; audit >> for_each(print)?; let n: usize = bad >> batch(50) >> map(put)? >> sum::<usize>(); let m = work >> fan_out(2) >> inspect(see) >> count; (n, m) }",
    "let count = from(x); let count = count >> scan(0, |s, n| { *s += n; Some(*s) }) >> step_by(2); let total = count >> count; total",
    "let a = from(x); let b = a; let (c, d) = b >> partition(|n| n % 2 == 0); (d, c) >> fan_in",
    "let (a, b) = ticks(1s) >> or_done(done) >> tee; let b = b >> skip(8) >> batch(4); let a = a >> buffer(8) >> batch(4); (a, b) >> zip >> count",
    "let (x, y) = generate(|out| out.push(1))? >> tee; let (v, w) = from(z) >> unzip; (x, v) >> zip >> for_each(f); (y, w) >> zip >> collect",
    "let (a, b, c) = from(x) >> route(|n| n % 3); let a = a >> fan_out(4, by = |n| n % 2) >> map(f) >> fan_in; (a, b, c) >> prefer >> take(3)",
    "let a = from(x); let b = ticks(200ms); (a, b) >> select(0, |s, n, out| out.push(n), |s, _, out| out.push(*s), at_end = |s, out| out.push(s)) >> send(tx)",
    "let (a, b) = from(x) >> tee; let b = b >> through(f, rate = 1) >> via(part(), rate = 1)? >> own::stage(3, rate = 1); (a, b) >> zip >> last",
    "from(rx) >> bridge >> buffer(8, drop_oldest) >> dedup >> buffer(n, drop_newest) >> or_done(Done::after(20ms)) >> fold_by(k, 0, f)",
    "let a = generate(f); let b = receive(rx); let c = (a, b) >> concat?; let (d, e) = c >> partition(p); let d = d >> discard; let f = (e) >> via(g) >> find(h); (d, f)",
    "let (a, b) = from(x) >> tee; let (c, d) = b >> tee; let e = (c, d) >> zip; let (g, h) = (a, e) >> zip >> unzip; (h, g) >> fan_in >> consume(f)",
    "|rows: Stream<Result<u8, E>>| rows >> map(f)? >> filter(p) >> batch(10) >> flat_map(g) >> enumerate >> take(3)",
    "|rows: Stream<Vec<Vec<u8>>>| { rows >> flatten >> scan(0, f) >> map_init(g, h)? }",
    "|rows: Stream<u8>| rows >> map(f)",
];

/// What is put in place of tokens: all that means something to the macro, and some that does not.
const POOL: &str = "from lines receive map filter take scan batch through map_init try_map_init fan_out fan_in buffer tee \
    split_result partition collect fold reduce count sum first for_each send zip via ticks cont fan_ot own ordered orderd \
    generate bridge or_done unzip route concat prefer select at_end by rate drop_oldest drop_newest dedup skip discard Stream \
    x a b rows r#match let type Error move match self crate super Self _ if else as 0 10 20ms 5sec 64kb 1.5s 9999999999999h \
    \"s\" 'c' 'life > >> >>= < = == => -> |> | || . .. , ; : :: ? # ! $ @ & * + - / % ^ ~ () (a) (a, b) (x) [] [0] {} {a} \
    #[doc] ::<u8> ::<Vec<Vec<u8>>> (|a, b| a) (0) (4, ordered)";

pub(super) fn config(cases: u32) -> Config {
    let wanted = std::env::var("PIPEWRIGHT_FUZZ_CASES");
    let wanted = wanted.ok().and_then(|cases| cases.parse().ok());
    Config {
        cases: wanted.unwrap_or(cases),
        failure_persistence: None,
        ..Config::default()
    }
}

/// A token of the pool, a tree of such tokens, or one with invisible brackets.
fn random_tokens() -> impl Strategy<Value = Vec<TokenTree>> {
    let token = any::<Index>().prop_map(Plan::Token);
    let tree = token.prop_recursive(4, 40, 8, |inner| {
        (0..4_u8, proptest::collection::vec(inner, 0..8))
            .prop_map(|(delimiter, inner)| Plan::Group(delimiter, inner))
    });
    proptest::collection::vec(tree, 0..24).prop_map(|plans| {
        let pool: Vec<TokenTree> = tokens(POOL).into_iter().collect();
        plans.iter().map(|plan| plan.token(&pool)).collect()
    })
}

/// A token tree before it has a span.
#[derive(Clone, Debug)]
enum Plan {
    Token(Index),
    Group(u8, Vec<Plan>),
}

impl Plan {
    fn token(&self, pool: &[TokenTree]) -> TokenTree {
        match self {
            Self::Token(index) => index.get(pool).clone(),
            Self::Group(delimiter, inner) => {
                let inner = inner.iter().map(|plan| plan.token(pool));
                grouped(*delimiter, inner.collect())
            }
        }
    }
}

fn grouped(delimiter: u8, inner: TokenStream) -> TokenTree {
    let delimiter = match delimiter {
        0 => Delimiter::Parenthesis,
        1 => Delimiter::Brace,
        2 => Delimiter::Bracket,
        _ => Delimiter::None,
    };
    // A span of its own, as every group of the compiler has one.
    let span = inner.clone().into_iter().next().map(|first| first.span());
    let mut group = Group::new(delimiter, inner);
    group.set_span(span.unwrap_or_else(a_span));
    TokenTree::Group(group)
}

fn a_span() -> Span {
    let pool = tokens("x").into_iter().next();
    pool.map_or_else(Span::call_site, |token| token.span())
}

#[derive(Clone, Copy, Debug)]
enum Change {
    Delete,
    Duplicate,
    Swap,
    Replace,
    Insert,
    Wrap(u8),
    Unwrap,
}

fn changes() -> impl Strategy<Value = Vec<(Change, Index, Index)>> {
    let change = prop_oneof![
        Just(Change::Delete),
        Just(Change::Duplicate),
        Just(Change::Swap),
        Just(Change::Replace),
        Just(Change::Insert),
        (0..4_u8).prop_map(Change::Wrap),
        Just(Change::Unwrap),
    ];
    proptest::collection::vec((change, any::<Index>(), any::<Index>()), 1..5)
}

fn mutated(body: &str, changes: &[(Change, Index, Index)]) -> TokenStream {
    let pool: Vec<TokenTree> = tokens(POOL).into_iter().collect();
    let mut stream = tokens(body);
    for (change, place, other) in changes {
        let size = size(&stream);
        if size > 0 {
            let mut left = place.index(size);
            stream = changed(stream, &mut left, *change, other.get(&pool)).0;
        }
    }
    stream
}

/// How many token trees there are, at all depths.
fn size(stream: &TokenStream) -> usize {
    let sizes = stream.clone().into_iter().map(|token| match token {
        TokenTree::Group(group) => 1 + size(&group.stream()),
        _ => 1,
    });
    sizes.sum()
}

/// Changes the token tree that `left` others stand in front of, and whether that was here.
fn changed(
    stream: TokenStream,
    left: &mut usize,
    change: Change,
    other: &TokenTree,
) -> (TokenStream, bool) {
    let mut out: Vec<TokenTree> = Vec::new();
    let mut trees = stream.into_iter();
    while let Some(token) = trees.next() {
        if *left == 0 {
            match change {
                Change::Delete => {}
                Change::Duplicate => out.extend([token.clone(), token]),
                Change::Swap => {
                    out.extend(trees.next());
                    out.push(token);
                }
                Change::Replace => out.push(other.clone()),
                Change::Insert => out.extend([other.clone(), token]),
                Change::Wrap(delimiter) => out.push(grouped(delimiter, token.into())),
                Change::Unwrap => match token {
                    TokenTree::Group(group) => out.extend(group.stream()),
                    token => out.push(token),
                },
            }
            out.extend(trees);
            return (out.into_iter().collect(), true);
        }
        *left -= 1;
        match token {
            TokenTree::Group(group) => {
                let (inner, done) = changed(group.stream(), left, change, other);
                let mut copy = Group::new(group.delimiter(), inner);
                copy.set_span(group.span());
                out.push(TokenTree::Group(copy));
                if done {
                    out.extend(trees);
                    return (out.into_iter().collect(), true);
                }
            }
            token => out.push(token),
        }
    }
    (out.into_iter().collect(), false)
}

fn answers(body: &TokenStream) -> Result<(), TestCaseError> {
    compile(body.clone());
    for error in errors(body.clone()) {
        let in_body = is_in_the_body(&error) || error.message == "this pipeline is empty";
        prop_assert!(in_body, "{} stands nowhere in {body}", error.message);
        prop_assert!(!error.message.is_empty());
    }
    Ok(())
}

/// A span that no token of the body has covers no text.
fn is_in_the_body(error: &Diagnostic) -> bool {
    let (start, end) = error.span;
    [start, end]
        .iter()
        .all(|span| span.source_text().is_some() && !span.byte_range().is_empty())
}

proptest! {
    #![proptest_config(config(800))]

    #[test]
    fn changed_pipelines_get_an_answer(body in select(&VALID[..]), changes in changes()) {
        answers(&mutated(body, &changes))?;
    }

    #[test]
    fn random_tokens_get_an_answer(body in random_tokens()) {
        answers(&body.into_iter().collect())?;
    }

    #[test]
    fn random_text_gets_an_answer(words in proptest::collection::vec(select(POOL.split(' ').collect::<Vec<_>>()), 0..24)) {
        if let Ok(body) = words.join(" ").parse() {
            answers(&body)?;
        }
    }
}

/// Statements of which one is changed. What cannot be read there is no news about the others.
const STATEMENTS: [&str; 5] = [
    "let (rows, bad) = lines(file)? >> map(parse) >> split_result",
    "let (audit, work) = rows >> buffer(8) >> tee",
    "audit >> for_each(print)?",
    "let n: usize = bad >> batch(50) >> map(put)? >> sum::<usize>()",
    "let m = work >> fan_out(2) >> inspect(see) >> count",
];

proptest! {
    #![proptest_config(config(800))]

    #[test]
    fn errors_of_syntax_stay_in_their_statement(place in any::<Index>(), changes in changes()) {
        let place = place.index(STATEMENTS.len());
        let mut body = TokenStream::new();
        let mut own = Vec::new();
        for (number, statement) in STATEMENTS.iter().enumerate() {
            let statement = if number == place {
                let statement = mutated(statement, &changes);
                own = spans(&statement);
                statement
            } else {
                tokens(statement)
            };
            body.extend(statement);
            body.extend(tokens(";"));
        }
        // A `;` or a `let` more is a statement more.
        prop_assume!(!body.to_string().contains("; ;"));
        body.extend(tokens("(n + 1, m)"));
        let mut errors = Errors::default();
        syntax::parse(body.clone(), &mut errors);
        for error in errors.into_vec() {
            let is_here = own.iter().any(|span| same(*span, error.span.0));
            prop_assert!(is_here, "{} in {body}", error.message);
        }
    }
}

fn spans(stream: &TokenStream) -> Vec<Span> {
    let mut found = Vec::new();
    for token in stream.clone() {
        found.push(token.span());
        if let TokenTree::Group(group) = token {
            found.extend([group.span_open(), group.span_close()]);
            found.extend(spans(&group.stream()));
        }
    }
    found
}

fn same(a: Span, b: Span) -> bool {
    format!("{a:?}") == format!("{b:?}")
}

#[test]
fn the_pipelines_that_are_changed_are_right() {
    for body in VALID {
        assert_eq!(crate::testing::diagnostics(body), "", "{body}");
    }
}
