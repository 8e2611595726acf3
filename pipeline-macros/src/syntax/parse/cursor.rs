//! A place among tokens that remembers the last one taken, so that an error at the end has somewhere to stand.

use proc_macro2::{Delimiter, Group, Ident, Spacing, Span, TokenTree};

pub(super) struct Cursor {
    tokens: Vec<TokenTree>,
    next: usize,
}

impl Cursor {
    pub(super) fn new(tokens: Vec<TokenTree>) -> Self {
        Self { tokens, next: 0 }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.next >= self.tokens.len()
    }

    pub(super) fn peek(&self) -> Option<&TokenTree> {
        self.tokens.get(self.next)
    }

    pub(super) fn peek_at(&self, ahead: usize) -> Option<&TokenTree> {
        self.tokens.get(self.next + ahead)
    }

    pub(super) fn take(&mut self) -> Option<TokenTree> {
        let token = self.tokens.get(self.next).cloned()?;
        self.next += 1;
        Some(token)
    }

    /// Everything that is left.
    pub(super) fn rest(&mut self) -> Vec<TokenTree> {
        let rest = self.tokens.split_off(self.next.min(self.tokens.len()));
        self.next = self.tokens.len();
        rest
    }

    /// Goes to where the next statement must begin, if a `;` was forgotten.
    pub(super) fn skip_statement(&mut self) {
        while !self.is_empty() && !self.is_keyword("let") {
            self.next += 1;
        }
    }

    /// The first and last token of what stands here: a `>>` is two.
    pub(super) fn here(&self) -> (Span, Span) {
        let start = match self.peek() {
            Some(TokenTree::Group(group)) => group.span_open(),
            Some(token) => token.span(),
            None => self.last(),
        };
        let end = self.peek_at(1).filter(|_| self.is_pair('>', '>'));
        (start, end.map_or(start, TokenTree::span))
    }

    /// What is left, without taking it.
    pub(super) fn ahead(&self) -> &[TokenTree] {
        &self.tokens[self.next.min(self.tokens.len())..]
    }

    /// The last token taken.
    pub(super) fn last(&self) -> Span {
        match self
            .next
            .checked_sub(1)
            .and_then(|last| self.tokens.get(last))
        {
            Some(TokenTree::Group(group)) => group.span_close(),
            Some(token) => token.span(),
            None => self
                .tokens
                .first()
                .map_or_else(Span::call_site, TokenTree::span),
        }
    }

    pub(super) fn is_punct(&self, ahead: usize, wanted: char) -> bool {
        matches!(self.peek_at(ahead), Some(TokenTree::Punct(p)) if p.as_char() == wanted)
    }

    /// Whether two puncts stand here without a space between them.
    pub(super) fn is_pair(&self, first: char, second: char) -> bool {
        self.is_pair_at(0, first, second)
    }

    pub(super) fn is_pair_at(&self, ahead: usize, first: char, second: char) -> bool {
        self.is_punct(ahead, first) && self.is_joint(ahead) && self.is_punct(ahead + 1, second)
    }

    fn is_joint(&self, ahead: usize) -> bool {
        matches!(self.peek_at(ahead), Some(TokenTree::Punct(p)) if p.spacing() == Spacing::Joint)
    }

    pub(super) fn take_punct(&mut self, wanted: char) -> Option<Span> {
        self.is_punct(0, wanted)
            .then(|| self.take().map(|token| token.span()))
            .flatten()
    }

    pub(super) fn take_pair(&mut self, first: char, second: char) -> Option<(Span, Span)> {
        if !self.is_pair(first, second) {
            return None;
        }
        Some((self.take()?.span(), self.take()?.span()))
    }

    pub(super) fn is_keyword(&self, word: &str) -> bool {
        matches!(self.peek(), Some(TokenTree::Ident(ident)) if ident == word)
    }

    pub(super) fn take_keyword(&mut self, word: &str) -> Option<Ident> {
        if self.is_keyword(word) {
            self.take_ident()
        } else {
            None
        }
    }

    pub(super) fn take_ident(&mut self) -> Option<Ident> {
        match self.peek() {
            Some(TokenTree::Ident(ident)) => {
                let ident = ident.clone();
                self.next += 1;
                Some(ident)
            }
            _ => None,
        }
    }

    pub(super) fn take_group(&mut self, delimiter: Delimiter) -> Option<Group> {
        match self.peek() {
            Some(TokenTree::Group(group)) if group.delimiter() == delimiter => {
                let group = group.clone();
                self.next += 1;
                Some(group)
            }
            _ => None,
        }
    }

    /// `#[..]`, or what is left of one.
    pub(super) fn take_attribute(&mut self) -> Option<(Span, Span)> {
        let start = self.take_punct('#')?;
        self.take_punct('!');
        let end = self
            .take_group(Delimiter::Bracket)
            .map_or(start, |group| group.span_close());
        Some((start, end))
    }

    /// `||`, or `|input: Stream<T>|`.
    pub(super) fn take_parameters(&mut self) -> Parameters {
        let Some(start) = self.take_punct('|') else {
            return Parameters::None;
        };
        if self.take_punct('|').is_some() {
            return Parameters::Empty;
        }
        let mut tokens = Vec::new();
        while let Some(token) = self.take() {
            if matches!(&token, TokenTree::Punct(p) if p.as_char() == '|') {
                return Parameters::Input {
                    tokens,
                    start,
                    end: token.span(),
                };
            }
            tokens.push(token);
        }
        Parameters::Unclosed(start)
    }
}

/// What stands between pipes in front of the body.
pub(super) enum Parameters {
    None,
    Empty,
    /// The pipes, and what stands between them.
    Input {
        tokens: Vec<TokenTree>,
        start: Span,
        end: Span,
    },
    Unclosed(Span),
}
