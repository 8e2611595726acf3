//! A result that travels to the caller is `Send`.

use pipewright::prelude::*;
use std::rc::Rc;

fn main() {
    let _ = pipeline!({
        let rc = from([1u8]) >> map(Rc::new) >> last?; //~ ERROR `Rc<u8>` cannot be sent
        let n = from(0..9) >> count;
        (rc, n)
    });
}
