//! Where chains begin and end.

use crate::testing::diagnostics;
use expect_test::expect;

#[test]
fn a_chain_that_starts_with_a_stage() {
    expect![[r#"
        1: map(f)
            `map` needs a stream in front of it
            help: start the chain with a source such as `from(..)` or with a named stream"#]]
    .assert_eq(&diagnostics("map(f) >> collect"));
}
