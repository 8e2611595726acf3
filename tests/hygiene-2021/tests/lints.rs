//! Every shape of a pipeline in an older edition, where the dependency is called `pw`, under the lints that look at names,
//! paths and editions.
#![forbid(unsafe_code)]
#![deny(
    warnings,
    unused,
    future_incompatible,
    nonstandard_style,
    rust_2018_idioms,
    rust_2021_compatibility,
    rust_2024_compatibility
)]
#![deny(
    absolute_paths_not_starting_with_crate,
    elided_lifetimes_in_paths,
    keyword_idents,
    let_underscore_drop,
    missing_docs,
    redundant_imports,
    single_use_lifetimes,
    trivial_casts,
    trivial_numeric_casts,
    unit_bindings,
    unused_lifetimes,
    unused_qualifications,
    unused_results
)]
#![deny(clippy::all, clippy::pedantic, clippy::nursery)]

use pw as facade;

#[path = "../../hygiene/tests/shapes/mod.rs"]
mod shapes;
