//! The compiler behind `pipeline!`: declaration → graph → checks → expansion.
//!
//! This crate is an implementation detail of [`pipewright`](https://docs.rs/pipewright), whose documentation is the guide.
#![forbid(unsafe_code)]

mod check;
mod compile;
mod diagnostics;
mod expand;
mod graph;
mod stages;
mod syntax;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

/// Expands the body of `pipeline!`, behind the path of the facade crate in brackets.
#[proc_macro]
pub fn expand(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    compile::compile(input.into()).into()
}
