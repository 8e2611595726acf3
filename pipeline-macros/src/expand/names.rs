//! Every name that the expansion makes up, and every path into the runtime. Nobody else writes one.
//!
//! The names are unusual rather than hygienic: with hygiene, errors would say "originates in the macro", and editors would
//! lose the user's own.

use crate::graph::EdgeId;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;

/// The start of a user's token: the compiler reports the same place, and an editor does not take the helper for the word.
pub(super) fn at(user: Span) -> Span {
    if proc_macro::is_available() {
        user.unwrap().start().into()
    } else {
        user
    }
}

pub(super) struct Names<'f> {
    facade: &'f TokenStream,
    /// Where the pipeline begins.
    begin: Span,
}

impl<'f> Names<'f> {
    pub(super) fn new(facade: &'f TokenStream, begin: Span) -> Self {
        Self { facade, begin }
    }

    /// A path into the runtime from outside of the builder's closure.
    pub(super) fn path(&self, span: Span, item: &TokenStream) -> TokenStream {
        let facade = self.facade;
        quote_spanned!(span=> #facade::__private::#item)
    }

    /// What stands first in the builder's closure: a short name for the hidden module, at no user's token.
    pub(super) fn prelude(&self, span: Span) -> TokenStream {
        let (facade, module) = (self.facade, Ident::new("__pw", span));
        quote_spanned! {span=>
            #[allow(unused_imports)]
            use #facade::__private::{self as #module, NothingUnseen as _};
        }
    }
}

/// A path into the runtime from inside of the builder's closure.
pub(super) fn helper(span: Span, item: &TokenStream) -> TokenStream {
    let module = Ident::new("__pw", span);
    quote_spanned!(span=> #module::#item)
}

/// The locals.
impl Names<'_> {
    /// A macro of the user's mixes tokens of its own with those it was given; a name is the same in both only if they agree
    /// on whose it is.
    fn local(&self, name: &str, span: Span) -> Ident {
        Ident::new(name, span.resolved_at(self.begin))
    }

    pub(super) fn run(&self, span: Span) -> Ident {
        self.local("__pw_run", span)
    }

    pub(super) fn scope(&self, span: Span) -> Ident {
        self.local("__pw_s", span)
    }

    /// The sending end that the tail feeds.
    pub(super) fn out(&self, span: Span) -> Ident {
        self.local("__pw_tail", span)
    }

    /// A worker's input.
    pub(super) fn worker_input(&self, span: Span) -> Ident {
        self.local("__pw_in", span)
    }

    /// A worker's output.
    pub(super) fn worker_output(&self, span: Span) -> Ident {
        self.local("__pw_out", span)
    }

    /// A merged value.
    pub(super) fn merged(&self, span: Span) -> Ident {
        self.local("__pw_v", span)
    }

    pub(super) fn argument(&self, span: Span, number: usize) -> Ident {
        self.local(&format!("__pw_a{number}"), span)
    }

    pub(super) fn sender(&self, span: Span, EdgeId(edge): EdgeId) -> Ident {
        self.local(&format!("__pw_tx{edge}"), span)
    }

    /// A clone of a sending end, for one of the sections that feed the edge.
    pub(super) fn clone_of_sender(&self, span: Span) -> Ident {
        self.local("__pw_tx", span)
    }

    pub(super) fn receiver(&self, span: Span, EdgeId(edge): EdgeId) -> Ident {
        self.local(&format!("__pw_rx{edge}"), span)
    }

    /// The result of a chain, until the run has ended.
    pub(super) fn result(&self, span: Span, chain: usize) -> Ident {
        self.local(&format!("__pw_r{chain}"), span)
    }
}
