//! What a section on another thread captures is `Sync`.

use pipewright::prelude::*;
use std::rc::Rc;

fn main() {
    let offset = Rc::new(1);
    let _ = pipeline!(
        from(0..9) //~ ERROR `Rc<i32>` cannot be shared between threads safely
            >> map(|n| n + *offset)
            >> buffer(4)
            >> count
    );
}
