//! What changes thread is `Send`: reported at the boundary.

use pipewright::prelude::*;
use std::rc::Rc;

fn main() {
    let _ = pipeline!(
        from(0u8..9)
            >> map(Rc::new)
            >> buffer(4) //~ ERROR `Rc<u8>` cannot be sent between threads safely
            >> count
    );
}
