//! What is right, and must stay without an error.

use crate::compile::compile;
use crate::testing::{diagnostics, expansion, tokens, with_invisible_groups};

/// Not only no error: there is an expansion, and it is Rust.
fn is_right(body: &str) {
    assert_ne!(expansion(body), "");
}

fn is_right_when_passed_on(body: &str) {
    let expression = compile(with_invisible_groups(tokens(body))).to_string();
    assert!(!expression.contains("compile_error"), "{expression}");
}

#[test]
fn a_later_let_hides_an_earlier_one() {
    is_right(
        "let rows = from(x);\nlet rows = rows >> filter(f);\nlet rows = rows >> map(g);\nrows >> count",
    );
    is_right("let (a, b) = from(x) >> tee;\nlet a = (a, b) >> fan_in;\na >> count");
    is_right("let n = from(x) >> count;\nlet n = from(y) >> count;\nn");
}

#[test]
fn a_stream_gets_another_name() {
    is_right("let a = from(x);\nlet b = a;\nlet c = b;\nc >> count");
}

#[test]
fn a_result_is_taken_apart() {
    is_right("let (low, high) = from(x) >> fold((0, 0), f);\nlow + high");
    is_right("let (good, _) = from(x) >> collect::<(Vec<_>, Vec<_>)>();\ngood.len()");
    is_right("let _ = from(x) >> count;\nfrom(y) >> sum::<u8>()");
}

#[test]
fn a_result_has_a_type() {
    is_right("let total: usize = from(x) >> count;\ntotal + 1");
    is_right("let all: HashMap<String, Vec<u8>> = from(x) >> collect;\nall");
    is_right("let it: Box<dyn Iterator<Item = u8>> = from(x) >> consume(f);\nit");
    is_right("let f: fn(u8) -> Vec<u8> = from(x) >> consume(g);\nf");
    is_right("let (a, b): (u8, u8) = from(x) >> fold((0, 0), f);\na + b");
}

#[test]
fn stage_words_are_names_of_streams() {
    is_right("let count = from(x);\nlet map = count >> map(f);\nmap >> count");
    is_right(
        "let (first, last) = from(x) >> tee;\nlet from = (last, first) >> fan_in;\nfrom >> for_each(f)",
    );
    is_right("let zip = from(x);\nzip >> count");
    is_right("let count = from(x) >> count;\nlet sum = from(y) >> sum::<usize>();\ncount + sum");
}

#[test]
fn tails_are_expressions_over_results() {
    for tail in [
        "(total >> 1) + 1",
        "total >> 1",
        "total",
        "(total, total)",
        "summary(total)",
        "Summary { total, twice: total * 2 }",
        "if total > 3 { total } else { 0 }",
        "{ let half = total / 2; half }",
        "match total { 0 => None, n => Some(n) }",
        "format!(\"{total}\")",
        "[total; 3]",
        "-(total as i64)",
        "total as Vec<Vec<u8>>",
        "vec![total]",
        "|n| n + total",
    ] {
        is_right(&format!("let total = from(x) >> count;\n{tail}"));
    }
}

#[test]
fn names_may_be_raw() {
    is_right("let r#match = from(x) >> count;\nr#match + 1");
    is_right("let r#in = from(x);\nr#in >> r#try(4) >> r#map(f) >> count");
}

#[test]
fn a_result_may_be_called_like_a_stage() {
    is_right("let count = from(x) >> count;\n(1 >> count) + 1");
    is_right("let count = from(x) >> count;\n1 >> count");
}

#[test]
fn names_of_streams_mean_other_things_in_the_tail() {
    let body = "let rows = from(x);\nlet n = rows >> count;\n";
    is_right(&format!("{body}Summary {{ rows: n }}"));
    is_right(&format!("{body}n.rows + n.rows()"));
    is_right(&format!("{body}table::rows(n)"));
}

#[test]
fn semicolons_alone_are_nothing() {
    is_right("; from(x) >> for_each(f); ; from(y) >> count");
    is_right("from(x) >> for_each(f);;");
}

#[test]
fn comments_are_nothing() {
    is_right("// all of it\nfrom(x) /* here */ >> count // done");
}

#[test]
fn bodies_in_braces() {
    is_right("{ let rows = from(x); rows >> count }");
    is_right("move || { let rows = from(x); rows >> count }");
    is_right("{ from(x) >> count }");
}

#[test]
fn closures_that_own() {
    is_right("move || from(x) >> map(|n| n + y) >> count");
    is_right("|| from(x) >> count");
    is_right("move || type Error = MyError; from(x) >> for_each(f)?;");
}

#[test]
fn open_tails() {
    is_right("from(x) >> map(f)");
    is_right("let rows = from(x) >> map(f);\nrows");
    is_right("from(x)");
}

#[test]
fn types_behind_stages() {
    is_right(
        "from(x) >> map(f) >> collect::<Vec<Vec<u8>>>() >> discard".trim_end_matches(" >> discard"),
    );
    is_right("from(x) >> fan_out(2) >> sum::<Wrapping<u8>> >> fan_in >> sum::<Wrapping<u8>>");
    is_right("from(x) >> own_stage::<Vec<Vec<u8>>> >> count");
    is_right("from(x) >> collect::<HashMap<fn(u8) -> u8, [u8; 3]>>()");
    is_right("from::<Vec<Vec<u8>>>(x) >> count");
}

#[test]
fn arguments_may_be_half_typed() {
    for arguments in ["|n| n.", "|n|", "|n| n +", "f(", "|a, b| a.", "x,, y"] {
        let body = format!(
            "from(x) >> map({arguments}{}) >> count",
            if arguments.ends_with('(') { ")" } else { "" }
        );
        assert_eq!(diagnostics(&body), "", "{body}");
        let _ = compile(tokens(&body));
    }
}

#[test]
fn macros_pass_things_on() {
    is_right_when_passed_on("from(@(x)) >> map(@(|n| n + 1)) >> batch(@(10), @(20ms)) >> count");
    is_right_when_passed_on("@(from(x)) >> @(map(f)) >> @(count)");
    is_right_when_passed_on("let (@(a), @(b)) = from(x) >> tee; (@(a), b) >> fan_in >> @(count)");
    is_right_when_passed_on("@({ let n = from(x) >> count; @(n) + 1 })");
    is_right_when_passed_on(
        "from(x) >> fan_out(@(n) + 1, ordered) >> fold_by(@(k), @(0), @(f)) >> fan_in"
            .replace("fold_by(@(k), @(0), @(f))", "map(@(f))")
            .as_str(),
    );
    is_right_when_passed_on("from(x) >> fold(@(start), |@(sum), n| @(sum) + n)");
    is_right_when_passed_on("from(x) >> collect::<@(Vec<u8>)>()");
}

#[test]
fn an_option_may_be_passed_on() {
    is_right_when_passed_on("from(x) >> fan_out(4, @(ordered)) >> map(f) >> fan_in >> count");
}
