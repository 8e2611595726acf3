//! What a chain cannot begin with.

use crate::testing::diagnostics;
use expect_test::{Expect, expect};

fn check(body: &str, expected: &Expect) {
    expected.assert_eq(&diagnostics(body));
}

/// A graph with the statement in the middle; whatever is wrong with it, nobody else has an error.
fn check_in_graph(statement: &str, expected: &Expect) {
    let body = format!(
        "type Error = MyError;
let (rows, bad) = lines(file)? >> map(parse) >> split_result;
{statement}
let rejected = bad >> for_each(print)?;
(stored + 1, rejected)"
    );
    check(&body, expected);
}

#[test]
fn a_keyword_at_the_beginning() {
    check(
        "match(f) >> count",
        &expect![[r#"
        1: match
            expected a source or a stream, found keyword `match`
            help: start the chain with a source such as `from(..)`"#]],
    );
    check(
        "self.rows >> count;",
        &expect![[r#"
        1: self
            expected a source or a stream, found keyword `self`
            help: start the chain with a source such as `from(..)`"#]],
    );
    check_in_graph(
        "let stored = for row in rows;",
        &expect![[r#"
        3: for
            expected a source or a stream, found keyword `for`
            help: start the chain with a source such as `from(..)`"#]],
    );
    check(
        "let a =\nlet b = from(x);\nb >> count",
        &expect![[r#"
            1: =
                expected a source or a stream
                help: start the chain with a source such as `from(..)`"#]],
    );
}

#[test]
fn what_is_no_source() {
    check(
        "0..10 >> count",
        &expect![[r#"
        1: 0
            expected a source or a stream
            help: start the chain with a source such as `from(..)`"#]],
    );
    check(
        "(0..10) >> count",
        &expect![[r#"
        1: (0..10)
            expected a source or a stream
            help: start the chain with a source such as `from(..)`"#]],
    );
    check(
        "&rows >> count",
        &expect![[r#"
        1: &
            expected a source or a stream
            help: start the chain with a source such as `from(..)`"#]],
    );
    check(
        "[1, 2] >> count",
        &expect![[r#"
        1: [1, 2]
            expected a source or a stream
            help: start the chain with a source such as `from(..)`"#]],
    );
    check(
        "vec![1, 2] >> count",
        &expect![[r#"
        1: vec
            expected a source or a stream
            help: start the chain with a source such as `from(..)`"#]],
    );
    check(
        ">> map(f)",
        &expect![[r#"
        1: >>
            expected a source or a stream
            help: start the chain with a source such as `from(..)`"#]],
    );
    check(
        "_ >> count",
        &expect![[r#"
        1: _
            expected a source or a stream
            help: start the chain with a source such as `from(..)`"#]],
    );
    check_in_graph(
        "rows >> discard; let stored = \"text\" >> count;",
        &expect![[r#"
        3: "text"
            expected a source or a stream
            help: start the chain with a source such as `from(..)`"#]],
    );
    check_in_graph(
        "rows >> discard; let stored = ;",
        &expect![[r#"
        3: =
            expected a source or a stream
            help: start the chain with a source such as `from(..)`"#]],
    );
}

#[test]
fn a_join_of_what_is_no_name() {
    check(
        "(from(x), from(y)) >> fan_in >> count",
        &expect![[r#"
        1: from(x)
            only named streams can be joined
            help: name it first: `let stream = ..;`"#]],
    );
    check(
        "let a = from(x);\n(a, _) >> fan_in >> count",
        &expect![[r#"
        2: _
            only named streams can be joined
            help: name it first: `let stream = ..;`"#]],
    );
    check_in_graph(
        "let stored = (rows, lines(f)?) >> fan_in >> count;",
        &expect![[r#"
        3: lines(f)
            only named streams can be joined
            help: name it first: `let stream = ..;`"#]],
    );
    check_in_graph(
        "let stored = (rows, &more) >> fan_in >> count;",
        &expect![[r#"
        3: &
            only named streams can be joined
            help: name it first: `let stream = ..;`"#]],
    );
}
