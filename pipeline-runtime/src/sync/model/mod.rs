//! The façade over `shuttle`, a schedule explorer: `--cfg pipewright_model` puts it in place of the threads of the system.
//!
//! All threads of a model run on one thread of the system, and the explorer changes over only at a scheduling point. So what
//! lies between two of those is one step, and the std locks in here, which no scheduling point is ever inside of, are free.
//!
//! `tests/model` is what this is for: the channels are shown to be right there, and then whole pipelines run on them.

pub mod atomic;
pub(crate) mod backoff;
pub(crate) mod bell;
pub mod channel;
pub(crate) mod hash;
pub mod lock;
pub mod ring;
mod sleep;
pub mod thread;
