//! pipewright
#![forbid(unsafe_code)]
#[allow(unused_extern_crates)] // the README and the doc tests name the crate
extern crate self as pipewright;
pub use pipewright_runtime::{Control, Error, ErrorKind, Handle, Items, Iter, stages, test};

/// Declares a pipeline.
#[macro_export]
macro_rules! pipeline {
    ($($declaration:tt)*) => {
        $crate::__private::expand!([$crate] $($declaration)*)
    };
}

/// x
pub mod prelude {
    pub use crate::pipeline;
}

#[doc(hidden)]
pub mod __private {
    pub use pipewright_macros::expand;
    pub use pipewright_runtime::expansion::*;
}
