//! `dedup` compares items. The compiler says it once more for the stage that follows.

use pipewright::prelude::*;

#[derive(Clone)]
struct Row;

fn main() {
    let _ = pipeline!(
        from([Row]) >> dedup >> count //~ ERROR can't compare `Row` with `Row`
    );
}
