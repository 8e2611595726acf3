//! Half-typed pipelines, and what an editor should offer there. See README.md for how to ask.

use pipewright::prelude::*;

/// Doubles a number.
fn double(x: u64) -> u64 {
    x * 2
}
fn is_big(x: &u64) -> bool {
    *x > 10
}
fn parse(s: String) -> Result<u64, std::num::ParseIntError> {
    s.parse()
}
struct Row {
    wide: u64,
    name: String,
}
trait Own: Iterator + Sized {
    /// Gives every item twice.
    fn twice(self) -> impl Iterator<Item = Self::Item>
    where
        Self::Item: Clone,
    {
        self.flat_map(|x| [x.clone(), x])
    }
}
impl<I: Iterator> Own for I {}

//== complete at the end
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!(from(v) >> fi/*|complete: filter, filter_map*/);
}

//== complete first letters are ours
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!(from(v) >> ma/*|complete: map, map_init, max*/);
}

//== complete nothing typed
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!(from(v) >> /*|complete: map, filter, fan_out, buffer, collect*/);
}

//== complete in the middle
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!(from(v) >> fi/*|complete: filter*/ >> map(double) >> sum::<u64>()).run();
}

//== complete a word typed to its end
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!(from(v) >> map(double) >> count/*|complete: count, count_by*/).run();
}

//== complete map typed to its end
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!(from(v) >> map/*|complete: map, map_init, map_while*/);
}

//== complete fan_out typed to its end
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!(from(v) >> fan_out/*|complete: fan_out*/);
}

//== complete in a word
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!(from(v) >> fil/*|complete: filter, filter_map*/ter(is_big) >> count).run();
}

//== complete boundary
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!(from(v) >> bu/*|complete: buffer*/);
}

//== complete fan
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!(from(v) >> fan/*|complete: fan_out*/);
}

//== complete in an open region
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!(from(v) >> fan_out(4) >> ma/*|complete: map, map_init*/);
}

//== complete in a closed region
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!(from(v) >> fan_out(4) >> fi/*|complete: filter*/ >> fan_in >> count).run();
}

//== complete fan_in
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!(from(v) >> fan_out(4) >> map(double) >> fan/*|complete: fan_in*/);
}

//== complete a sink in a region
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!(from(v) >> fan_out(4) >> map(double) >> su/*|complete: sum*/);
}

//== complete behind fan_in
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!(from(v) >> fan_out(4) >> map(double) >> fan_in >> co/*|complete: collect, count*/);
}

//== complete behind buffer
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!(from(v) >> buffer(4) >> fil/*|complete: filter*/);
}

//== complete behind a question mark
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!(from(vec![String::new()]) >> map(parse)? >> fi/*|complete: filter*/);
}

//== complete behind an ordered region
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!(from(v) >> fan_out(2, ordered) >> map(double) >> fan_in >> en/*|complete: enumerate*/);
}

//== complete in a branch
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!({ let (a, b) = from(v) >> tee; a >> for_each(drop); b >> ma/*|complete: map*/ });
}

//== complete in the first branch
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!({ let (a, b) = from(v) >> tee; a >> in/*|complete: inspect*/; b >> count });
}

//== complete tee
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!({ let (a, b) = from(v) >> te/*|complete: tee*/; });
}

//== complete partition
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!({ let (a, b) = from(v) >> par/*|complete: partition*/; });
}

//== complete batch
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!(from(v) >> bat/*|complete: batch*/);
}

//== complete own stage
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!(from(v) >> twi/*|complete: twice*/);
}

//== complete own stage in a region
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!(from(v) >> fan_out(2) >> twi/*|complete: twice*/ >> fan_in >> count).run();
}

//== complete no crowd
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!(from(v) >> su/*|complete: sum, !by_ref, !rev*/);
}

//== complete the source
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!(fr/*|complete: from*/);
}

//== complete the source, lines
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!(li/*|complete: lines*/);
}

//== complete a stream at a head
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!({ let rows = from(v) >> map(double); ro/*|complete: rows*/ });
}

//== complete a stream of a split
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!({ let (left, right) = from(v) >> tee; right >> count; le/*|complete: left*/ });
}

//== complete a result in the tail
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!({ let total = from(v) >> count; tot/*|complete: total*/ + 1 });
}

//== complete with a multi-line chain
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!(
        from(v)
            >> map(double)
            >> fi/*|complete: filter*/
    );
}

//== complete with another error in the graph
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!({ let lost = from(vec![1]) >> map(|x: i32| x); from(v) >> fi/*|complete: filter*/ >> count });
}

//== insert map
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!(from(v) >> ma/*|insert: map($*/);
}

//== insert filter
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!(from(v) >> fi/*|insert: filter($*/);
}

//== member of an item
fn main() {
    
    let _ = pipeline!(from(vec![Row { wide: 1, name: String::new() }]) >> map(|row| row.wi/*|complete: wide*/));
}

//== member of an item, bare dot
fn main() {
    
    let _ = pipeline!(from(vec![Row { wide: 1, name: String::new() }]) >> map(|row| row./*|complete: wide, name*/));
}

//== method of an item
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!(from(v) >> map(|x| x.wrapping_a/*|complete: wrapping_add*/));
}

//== member behind an edge
fn main() {
    
    let _ = pipeline!(from(vec![Row { wide: 1, name: String::new() }]) >> buffer(2) >> map(|row| row.na/*|complete: name*/) >> count).run();
}

//== member in a region
fn main() {
    
    let _ = pipeline!(from(vec![Row { wide: 1, name: String::new() }]) >> fan_out(2) >> map(|row| row.na/*|complete: name*/) >> fan_in >> count).run();
}

//== member in an open region
fn main() {
    
    let _ = pipeline!(from(vec![Row { wide: 1, name: String::new() }]) >> fan_out(2) >> map(|row| row.na/*|complete: name*/));
}

//== member behind a question mark
fn main() {
    
    let _ = pipeline!(from(vec![String::new()]) >> map(parse)? >> map(|x| x.wrapping_m/*|complete: wrapping_mul*/) >> count).run();
}

//== member in a branch
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!({ let (a, b) = from(v) >> tee; a >> for_each(|x| { x.wrapping_a/*|complete: wrapping_add*/; }); b >> count }).run();
}

//== member in the second closure
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!(from(v) >> map_init(|| String::new(), |s, x| { s.push_s/*|complete: push_str*/; x }) >> count).run();
}

//== member of fold's state
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!(from(v) >> fold(String::new(), |s, x| { s.push_s/*|complete: push_str*/; s })).run();
}

//== member behind zip
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!({ let (a, b) = from(v) >> tee; (a, b) >> zip >> map(|pair| pair.0.wrapping_a/*|complete: wrapping_add*/) >> count }).run();
}

//== captured names
fn main() {
    let v = vec![1_u64, 2];
    let captured_name = 3_u64; let _ = pipeline!(from(v) >> map(|x| x + captured/*|complete: captured_name*/) >> count).run();
}

//== names in a value argument
fn main() {
    let v = vec![1_u64, 2];
    let workers = 3; let _ = pipeline!(from(v) >> fan_out(work/*|complete: workers*/) >> map(double) >> fan_in >> count).run();
}

//== functions as arguments
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!(from(v) >> map(doub/*|complete: double*/) >> count).run();
}

//== names in the source
fn main() {
    let v = vec![1_u64, 2];
    let numbers = vec![1_u64]; let _ = pipeline!(from(numb/*|complete: numbers*/) >> count).run();
}

//== hover map
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!(from(v) >> map/*|hover: Calls `f` on every item*/(double) >> count).run();
}

//== hover from
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!(from/*|hover: IntoIterator & !__pw_tx*/(v) >> count).run();
}

//== hover fan_out
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!(from(v) >> fan_out/*|hover: workers share the items*/(4) >> map(double) >> fan_in >> count).run();
}

//== hover fan_in
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!(from(v) >> fan_out(4) >> map(double) >> fan_in/*|hover: Closes a region*/ >> count).run();
}

//== hover buffer
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!(from(v) >> buffer/*|hover: queue of*/(4) >> count).run();
}

//== hover tee
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!({ let (a, b) = from(v) >> tee/*|hover: every branch*/; a >> discard; b >> count }).run();
}

//== hover a sink
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!(from(v) >> collect/*|hover: Collects the items*/::<Vec<_>>()).run();
}

//== hover the sink of a region
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!(from(v) >> fan_out(2) >> map(double) >> sum/*|hover: The sum of all items*/::<u64>()).run();
}

//== hover a question mark
fn main() {
    
    let _ = pipeline!(from(vec![String::new()]) >> map(parse)?/*|hover: first failure ends the run*/ >> count).run();
}

//== hover an own stage
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!(from(v) >> twice/*|hover: Gives every item twice*/ >> count).run();
}

//== hover an item
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!(from(v) >> map(|x/*|hover: u64*/| x + 1) >> count).run();
}

//== hover an item behind an edge
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!(from(v) >> buffer(2) >> map(|x/*|hover: u64*/| x + 1) >> count).run();
}

//== hover an item in a region
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!(from(v) >> fan_out(2) >> map(|x/*|hover: u64*/| x + 1) >> fan_in >> count).run();
}

//== hover an item behind zip
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!({ let (a, b) = from(v) >> tee; (a, b) >> zip >> map(|p/*|hover: u64*/| p.0) >> count }).run();
}

//== hover a function
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!(from(v) >> map(double/*|hover: Doubles a number*/) >> count).run();
}

//== hover a result
fn main() {
    let v = vec![1_u64, 2];
    let n = pipeline!({ let total = from(v) >> count; total/*|hover: usize*/ }).run();
}

//== hover a stream of a split
fn main() {
    let v = vec![1_u64, 2];
    let n = pipeline!({ let (a, b) = from(v) >> tee; a/*|hover: Rx<u64>*/ >> discard; b >> count }).run();
}

//== hover a duration
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!(from(v) >> buffer(2) >> batch(3, 200ms/*|hover: milliseconds*/) >> count).run();
}

//== hover zip
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!({ let (a, b) = from(v) >> tee; (a, b) >> zip/*|hover: by position*/ >> count }).run();
}

//== hover ticks
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!(ticks/*|hover: each `period`*/(1s) >> take(1) >> count).run();
}

//== goto map
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!(from(v) >> map/*|goto1: stages.rs & fn map*/(double) >> count).run();
}

//== goto from
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!(from/*|goto1: source/mod.rs & fn from*/(v) >> count).run();
}

//== goto fan_out
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!(from(v) >> fan_out/*|goto1: boundaries.rs & fn fan_out*/(2) >> map(double) >> fan_in >> count).run();
}

//== goto a function
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!(from(v) >> map(double/*|goto1: main.rs & fn double*/) >> count).run();
}

//== goto an own stage
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!(from(v) >> twice/*|goto1: main.rs & fn twice*/ >> count).run();
}

//== goto a stream
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!({ let rows = from(v) >> map(double); rows/*|goto1: main.rs & let rows*/ >> count }).run();
}

//== goto a stream of a split
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!({ let (a, b) = from(v) >> tee; a >> discard; b/*|goto1: main.rs & let (a, b)*/ >> count }).run();
}

//== goto a result
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!({ let total = from(v) >> count; total/*|goto: main.rs & let total*/ + 1 }).run();
}

//== goto a shadowed stream
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!({ let rows = from(v) >> map(double); let rows = rows/*|goto1: main.rs & map(double)*/ >> filter(is_big); rows >> count }).run();
}

//== goto a capture
fn main() {
    let v = vec![1_u64, 2];
    let captured = 3; let _ = pipeline!(from(v) >> map(|x| x + captured/*|goto1: main.rs & let captured*/) >> count).run();
}

//== refs of a stream
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!({ let rows = from(v) >> map(double); rows/*|refs: 2*/ >> count }).run();
}

//== refs of a stream of a split
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!({ let (left, right) = from(v) >> tee; left/*|refs: 2*/ >> discard; right >> count }).run();
}

//== rename a stream
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!({ let rows = from(v) >> map(double); rows/*|rename: lines 2*/ >> count }).run();
}

//== rename a shadowed stream
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!({ let rows = from(v) >> map(double); let rows = rows >> filter(is_big); rows/*|rename: lines 2*/ >> count }).run();
}

//== rename a closure's parameter
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!(from(v) >> map(|item| item/*|rename: x 2*/ + 1) >> count).run();
}

//== rename a capture
fn main() {
    let v = vec![1_u64, 2];
    let captured = 3; let _ = pipeline!(from(v) >> map(|x| x + captured/*|rename: kept 2*/) >> count).run();
}

//== rename a split's stream
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!({ let (left, right) = from(v) >> tee; left/*|rename: one 2*/ >> discard; right >> count }).run();
}

//== signature of map_init
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!(from(v) >> map_init(/*|sig: init*/) >> count).run();
}

//== signature of fold
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!(from(v) >> fold(0, /*|sig: init*/)).run();
}

//== inlay of the outcome
fn main() {
    let v = vec![1_u64, 2];
    let out/*|inlay: : Result<usize, Error>*/ = pipeline!(from(v) >> count).run();
}

//== no false diagnostics, linear
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!(from(v) >> map(double) >> filter(is_big) >> count).run(); /*|diag: 0*/
}

//== no false diagnostics, region
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!(from(v) >> fan_out(4) >> map(double) >> fan_in >> collect::<Vec<_>>()).run(); /*|diag: 0*/
}

//== no false diagnostics, graph
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!({ let (a, b) = from(v) >> tee; let n = a >> count; let s = b >> sum::<u64>(); (n, s) }).run(); /*|diag: 0*/
}

//== no false diagnostics, joins
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!({ let (a, b) = from(v) >> tee; (a, b) >> zip >> count }).run(); /*|diag: 0*/
}

//== no false diagnostics, open pipeline
fn main() {
    let v = vec![1_u64, 2];
    let part = pipeline!(|n: Stream<u64>| n >> map(double)); let _ = pipeline!(from(v) >> via(part) >> count).run(); /*|diag: 0*/
}

//== complete in an open pipeline
fn main() {
    let v = vec![1_u64, 2];
    let part = pipeline!(|n: Stream<u64>| n >> ma/*|complete: map, map_init*/);
}

//== member in an open pipeline
fn main() {
    let v = vec![1_u64, 2];
    let part = pipeline!(|n: Stream<Row>| n >> map(|row| row.wi/*|complete: wide*/));
}

//== member in select
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!({ let a = from(v); let b = from(vec![String::new()]); (a, b) >> select(0_u64, |n, x, out| { *n += x; }, |n, s, out| { s.push_s/*|complete: push_str*/; let _ = out.push(1); }) >> count }).run();
}

//== complete behind a join
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!({ let (a, b) = from(v) >> tee; (a, b) >> zip >> fi/*|complete: filter*/ });
}

//== complete a join
fn main() {
    let v = vec![1_u64, 2];
    let _ = pipeline!({ let (a, b) = from(v) >> tee; (a, b) >> zi/*|complete: zip*/ });
}

