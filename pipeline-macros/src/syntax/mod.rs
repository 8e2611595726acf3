//! The syntax tree: what the user wrote, with every token that an error may want to point at.
//!
//! In: tokens. Out: a tree. Errors: what is no pipeline at all.

mod arguments;
mod literal;
mod name;
mod parse;
mod tree;

pub(crate) use arguments::{Argument, Arguments};
pub(crate) use literal::{Quantity, Unit, quantity};
pub(crate) use name::{begins_a_stage, half_typed, shaping_word_like};
pub(crate) use parse::parse;
pub(crate) use tree::{
    Binding, Chain, Gives, Head, Input, Pattern, Pipeline, Stage, Statement, Tail,
};
