//! Where chains begin and end.

use crate::testing::diagnostics;
use expect_test::{Expect, expect};

fn check(body: &str, expected: &Expect) {
    expected.assert_eq(&diagnostics(body));
}

/// A graph of several statements in which everything is right but one statement, `STATEMENT`, that uses `work` and
/// ends in a result called `stored`.
fn check_in_graph(statement: &str, expected: &Expect) {
    let body = format!(
        "let (rows, bad) = lines(file)? >> map(parse) >> split_result;
let (audit, work) = rows >> tee;
{statement}
audit >> map(to_json) >> for_each(|line| writeln!(log, \"{{line}}\"))?;
let rejected = bad >> batch(50) >> count;
(stored, rejected)"
    );
    check(&body, expected);
}

#[test]
fn a_chain_that_starts_with_a_stage() {
    check(
        "map(f) >> collect",
        &expect![[r#"
        1: map(f)
            `map` needs a stream in front of it
            help: start the chain with a source such as `from(..)` or with a named stream"#]],
    );
    check_in_graph(
        "let stored = work >> count;\nfilter(|row| row.is_new()) >> for_each(print);",
        &expect![[r#"
            4: filter(|row| row.is_new())
                `filter` needs a stream in front of it
                help: start the chain with a source such as `from(..)` or with a named stream"#]],
    );
}

#[test]
fn a_chain_that_starts_with_a_stage_without_arguments() {
    check(
        "enumerate >> collect",
        &expect![[r#"
        1: enumerate
            `enumerate` needs a stream in front of it
            help: start the chain with a source such as `from(..)` or with a named stream"#]],
    );
    check(
        "fan_out(4) >> map(f) >> fan_in >> collect",
        &expect![[r#"
        1: fan_out(4)
            `fan_out` needs a stream in front of it
            help: start the chain with a source such as `from(..)` or with a named stream"#]],
    );
    check_in_graph(
        "let stored = work >> count;\nflatten >> for_each(print);",
        &expect![[r#"
            4: flatten
                `flatten` needs a stream in front of it
                help: start the chain with a source such as `from(..)` or with a named stream"#]],
    );
}

#[test]
fn a_chain_that_starts_with_a_sink() {
    check(
        "collect",
        &expect![[r#"
        1: collect
            `collect` needs a stream in front of it
            help: start the chain with a source such as `from(..)` or with a named stream"#]],
    );
    check_in_graph(
        "let stored = work >> count;\ndiscard;",
        &expect![[r#"
        4: discard
            `discard` needs a stream in front of it
            help: start the chain with a source such as `from(..)` or with a named stream"#]],
    );
}

#[test]
fn an_unknown_source() {
    check(
        "csv_rows(file) >> collect",
        &expect![[r#"
        1: csv_rows
            cannot find source `csv_rows`
            help: start the chain with `from(csv_rows(..))`"#]],
    );
    check_in_graph(
        "work >> discard;\nlet stored = read_dir(path) >> count;",
        &expect![[r#"
            4: read_dir
                cannot find source `read_dir`
                help: start the chain with `from(read_dir(..))`"#]],
    );
}

#[test]
fn an_unknown_source_by_its_path() {
    check(
        "fs::read_dir(path)? >> collect",
        &expect![[r#"
        1: fs::read_dir
            cannot find source `fs::read_dir`
            help: start the chain with `from(fs::read_dir(..))`"#]],
    );
}

#[test]
fn a_misspelt_source() {
    check(
        "form(rows) >> collect",
        &expect![[r#"
        1: form
            cannot find source `form`
            help: a source with a similar name exists: `from`"#]],
    );
    check_in_graph(
        "work >> discard;\nlet stored = recieve(rx) >> count;",
        &expect![[r#"
            4: recieve
                cannot find source `recieve`
                help: a source with a similar name exists: `receive`"#]],
    );
}

#[test]
fn a_stage_after_a_sink() {
    check(
        "from(rows) >> collect >> map(f)",
        &expect![[r#"
        1: map(f)
            `collect` ends the stream; nothing can follow it"#]],
    );
    check_in_graph(
        "let stored = work >> count >> map(f);",
        &expect![[r#"
        3: map(f)
            `count` ends the stream; nothing can follow it"#]],
    );
}

#[test]
fn a_sink_after_a_sink() {
    check(
        "from(rows) >> count >> sum::<u32>()",
        &expect![[r#"
        1: sum::<u32>()
            `count` ends the stream; nothing can follow it"#]],
    );
    check_in_graph(
        "let stored = work >> for_each(print) >> count;",
        &expect![[r#"
        3: count
            `for_each` ends the stream; nothing can follow it"#]],
    );
}

#[test]
fn a_stage_after_a_sink_of_a_region() {
    check(
        "from(rows) >> fan_out(4) >> count >> map(f) >> fan_in >> collect",
        &expect![[r#"
            1: map(f)
                `count` ends the stream; nothing can follow it"#]],
    );
    check_in_graph(
        "let stored = work >> fan_out(4) >> count >> map(f);",
        &expect![[r#"
            3: map(f)
                `count` ends the stream; nothing can follow it"#]],
    );
}

#[test]
fn a_source_in_the_middle() {
    check(
        "from(rows) >> from(more) >> collect",
        &expect![[r#"
        1: from(more)
            `from` starts a stream; it cannot stand after another stage"#]],
    );
    check_in_graph(
        "let stored = work >> lines(file) >> count;",
        &expect![[r#"
        3: lines(file)
            `lines` starts a stream; it cannot stand after another stage"#]],
    );
    check_in_graph(
        "let stored = (work, bad) >> from(rows) >> count;\nlet bad = from(x);",
        &expect![[r#"
        3: from(rows)
            `from` starts a stream; it cannot stand after another stage"#]],
    );
}

#[test]
fn an_empty_pipeline() {
    check(
        "",
        &expect![[r#"
        1: the whole macro
            this pipeline is empty
            help: start with a source such as `from(..)`"#]],
    );
    check(
        "{}",
        &expect![[r#"
        1: the whole macro
            this pipeline is empty
            help: start with a source such as `from(..)`"#]],
    );
    check(
        ";",
        &expect![[r#"
        1: the whole macro
            this pipeline is empty
            help: start with a source such as `from(..)`"#]],
    );
    check(
        "move ||",
        &expect![[r#"
        1: the whole macro
            this pipeline is empty
            help: start with a source such as `from(..)`"#]],
    );
    check(
        "type Error = MyError;",
        &expect![[r#"
        1: the whole macro
            this pipeline is empty
            help: start with a source such as `from(..)`"#]],
    );
}

#[test]
fn a_misspelt_word_that_shapes_the_graph() {
    check(
        "from(rows) >> fan_ot(4) >> map(f) >> fan_in >> collect",
        &expect![[r#"
        1: fan_ot
            cannot find stage `fan_ot`
            help: a stage with a similar name exists: `fan_out`
            help: a stage of your own is called by its path: `YourTrait::fan_ot`"#]],
    );
    check(
        "from(rows) >> fan_out(4) >> map(f) >> fanin >> collect",
        &expect![[r#"
        1: fanin
            cannot find stage `fanin`
            help: a stage with a similar name exists: `fan_in`
            help: a stage of your own is called by its path: `YourTrait::fanin`"#]],
    );
    check(
        "from(rows) >> colect",
        &expect![[r#"
        1: colect
            cannot find stage `colect`
            help: a stage with a similar name exists: `collect`
            help: a stage of your own is called by its path: `YourTrait::colect`"#]],
    );
    check_in_graph(
        "let stored = work >> Count;",
        &expect![[r#"
        3: Count
            cannot find stage `Count`
            help: a stage with a similar name exists: `count`
            help: a stage of your own is called by its path: `YourTrait::Count`"#]],
    );
}

#[test]
fn a_misspelt_split_leaves_its_streams_alone() {
    check(
        "let (a, b) = from(rows) >> te;\na >> for_each(f);\nb >> count",
        &expect![[r#"
            1: te
                cannot find stage `te`
                help: a stage with a similar name exists: `tee`
                help: a stage of your own is called by its path: `YourTrait::te`"#]],
    );
}

#[test]
fn a_misspelt_sink_leaves_its_result_alone() {
    check(
        "let total = from(rows) >> cont;\ntotal + 1",
        &expect![[r#"
        1: cont
            cannot find stage `cont`
            help: a stage with a similar name exists: `count`
            help: a stage of your own is called by its path: `YourTrait::cont`"#]],
    );
    check(
        "let total = from(rows) >> cont;\n(total, 2)",
        &expect![[r#"
        1: cont
            cannot find stage `cont`
            help: a stage with a similar name exists: `count`
            help: a stage of your own is called by its path: `YourTrait::cont`"#]],
    );
}

#[test]
fn a_reserved_word() {
    check(
        "let (a, b) = from(rows) >> tee;\n(a, b) >> zip >> collect",
        &expect![""],
    );
    check("ticks(1s) >> for_each(f)", &expect![""]);
    check_in_graph("let stored = work >> or_done(done) >> count;", &expect![""]);
}

#[test]
fn a_stage_of_the_users_own_is_taken_as_it_is() {
    check("from(rows) >> pars(3) >> collect", &expect![[""]]);
    check("from(rows) >> mine(3) >> tree >> collect", &expect![[""]]);
    check("from(rows) >> Stages::counts >> collect", &expect![[""]]);
    check(
        "from(rows) >> crate::stages::fan_ot::<u8>(4) >> count",
        &expect![[""]],
    );
    check(
        "from(rows) >> Own::<u8>::zip(others) >> count",
        &expect![[""]],
    );
    check_in_graph("let stored = work >> my_stage >> count;", &expect![[""]]);
}
