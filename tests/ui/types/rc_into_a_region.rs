//! What a region takes is `Send`: reported at `fan_out`.

use pipewright::prelude::*;
use std::rc::Rc;

fn main() {
    let _ = pipeline!(
        from(0u8..9)
            >> map(Rc::new)
            >> fan_out(4) //~ ERROR `Rc<u8>` cannot be sent between threads safely
            >> map(|n| *n)
            >> count
    );
}
