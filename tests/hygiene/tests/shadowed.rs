//! Names of the user's that are those of stages, and those that the expansion could have taken for its own.

use pipewright::prelude::*;

#[test]
fn variables_named_like_stages() {
    let (from, map, fan_out, batch, fold, count) = (9u64, 1, 2, 3, 0, 4);
    let take = 4;
    let total = pipeline!(
        from(0..from)
            >> map(|n| n + map)
            >> take(take)
            >> fan_out(fan_out)
            >> map(|n| n + count)
            >> fan_in
            >> batch(batch)
            >> flatten
            >> fold(fold, |sum, n| sum + n)
    );
    assert_eq!(total.run().unwrap(), 26);
}

#[test]
fn variables_with_names_of_the_machinery() {
    let (tx, rx, run, scope, s, input, out) = (1, 2, 3, 4, 5, 6, 7);
    let (source, error, value, result, stage, worker) = (1, 1, 3, 4, 5, 6);
    let most = pipeline!(
        from([tx + rx, run + scope, s])
            >> buffer(input)
            >> map(|n| n + out + source)
            >> fan_out(2)
            >> filter(|n| n % 2 == error % 2)
            >> map(|n| n + value + result)
            >> max?
    );
    assert_eq!((most.run().unwrap(), stage + worker), (22, 11));
}

#[test]
fn streams_and_results_named_like_stages() {
    let ends = pipeline!({
        let (map, filter) = from(0..9) >> tee;
        let count = map >> map(|n| n + 1) >> count;
        let sum = filter >> filter(|n| n % 2 == 0) >> sum::<i32>();
        (count, sum)
    });
    assert_eq!(ends.run().unwrap(), (9, 20));
}

#[test]
fn raw_names() {
    let r#type = 3;
    let ends = pipeline!({
        let r#match = from(0..9) >> filter(|n| *n > r#type);
        let r#fn = r#match >> count;
        r#fn
    });
    assert_eq!(ends.run().unwrap(), 5);
}

#[test]
fn a_result_hides_no_variable_behind_the_pipeline() {
    let total = 1;
    let sum = pipeline!({
        let total = from(0..4) >> sum::<i32>();
        total + 1
    });
    assert_eq!((sum.run().unwrap(), total), (7, 1));
}

#[test]
fn one_pipeline_in_another() {
    let total = pipeline!(
        from(1..4u64)
            >> map(|n| pipeline!(from(0..n) >> buffer(2) >> map(|m| m + n) >> sum::<u64>()).run())?
            >> fan_out(2)
            >> map(|n| pipeline!(from([n]) >> fan_out(2) >> sum::<u64>()).run())?
            >> sum::<u64>()
    );
    assert_eq!(total.run().unwrap(), 18);
}

/// A pipeline whose parts are another macro's arguments.
macro_rules! counted {
    ($source:expr, $workers:literal, $stage:ident, $f:expr) => {
        pipeline!(from($source) >> fan_out($workers) >> $stage($f) >> fan_in >> count).run()
    };
}

#[test]
fn in_another_macro() {
    assert_eq!(counted!(0..9, 2, filter, |n| n % 3 == 0).unwrap(), 3);
}

/// A macro whose own variable has the name of a stream.
macro_rules! doubled {
    ($rows:ident) => {{
        let rows = 2;
        pipeline!({
            let $rows = from(1..4);
            $rows >> map(|n| n * rows) >> sum::<i32>()
        })
        .run()
    }};
}

#[test]
fn a_variable_of_another_macro_is_its_own() {
    assert_eq!(doubled!(rows).unwrap(), 12);
}
