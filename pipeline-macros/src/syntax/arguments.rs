//! The arguments of a stage: raw tokens, cut at the commas between expressions.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use syn::parse::{ParseStream, Parser};

/// What stands in a stage's parentheses.
#[derive(Debug)]
pub(crate) struct Arguments {
    pub(crate) group: Group,
    /// The single arguments; `None` where they are not (yet) expressions, as in half-typed code.
    pub(crate) list: Option<Vec<Argument>>,
}

/// `value`, or `name = value`.
#[derive(Debug)]
pub(crate) struct Argument {
    pub(crate) name: Option<Ident>,
    pub(crate) tokens: Vec<TokenTree>,
}

impl Argument {
    fn new(mut tokens: Vec<TokenTree>) -> Self {
        // Another macro's invisible group around a single token says nothing.
        while let [TokenTree::Group(group)] = &tokens[..]
            && group.delimiter() == Delimiter::None
            && let Some(single) = only_token(group.stream())
        {
            tokens = vec![single];
        }
        let named = matches!(
            &tokens[..],
            [TokenTree::Ident(_), TokenTree::Punct(equals), next, ..]
                if equals.as_char() == '='
                    && !matches!(next, TokenTree::Punct(p) if p.as_char() == '=' && equals.spacing() == proc_macro2::Spacing::Joint)
        );
        let name = match tokens.first() {
            Some(TokenTree::Ident(name)) if named => Some(name.clone()),
            _ => None,
        };
        if named {
            tokens.drain(..2);
        }
        Self { name, tokens }
    }

    pub(crate) fn stream(&self) -> TokenStream {
        self.tokens.iter().cloned().collect()
    }

    /// Its first and last token.
    pub(crate) fn span(&self) -> (Span, Span) {
        let first = self.name.as_ref().map(Ident::span);
        let start = first.or_else(|| self.tokens.first().map(TokenTree::span));
        let end = self.tokens.last().map(TokenTree::span);
        let start = start.unwrap_or_else(Span::call_site);
        (start, end.unwrap_or(start))
    }

    /// The word, where it is a single one: an option without a value.
    pub(crate) fn word(&self) -> Option<&Ident> {
        match (&self.name, &self.tokens[..]) {
            (None, [TokenTree::Ident(word)]) => Some(word),
            _ => None,
        }
    }
}

fn only_token(stream: TokenStream) -> Option<TokenTree> {
    let mut tokens = stream.into_iter();
    let only = tokens.next()?;
    tokens.next().is_none().then_some(only)
}

impl Arguments {
    pub(crate) fn new(group: Group) -> Self {
        let list = cut(group.stream());
        Self { group, list }
    }
}

/// Cuts at the commas between expressions; a comma inside of a closure's parameters or a type is none.
fn cut(stream: TokenStream) -> Option<Vec<Argument>> {
    let tokens: Vec<TokenTree> = stream.clone().into_iter().collect();
    let comma = |token: &TokenTree| matches!(token, TokenTree::Punct(p) if p.as_char() == ',');
    if tokens.is_empty() {
        return Some(Vec::new());
    }
    if !tokens.iter().any(comma) {
        return Some(vec![Argument::new(tokens)]);
    }
    let ends = ends_of_expressions.parse2(stream).ok()?;
    let mut list = Vec::new();
    let mut start = 0;
    for end in ends {
        list.push(Argument::new(tokens.get(start..end)?.to_vec()));
        start = end + 1;
    }
    Some(list)
}

/// Behind which token each expression ends.
fn ends_of_expressions(input: ParseStream<'_>) -> syn::Result<Vec<usize>> {
    let left = |input: ParseStream<'_>| input.cursor().token_stream().into_iter().count();
    let all = left(input);
    let mut ends = Vec::new();
    while !input.is_empty() {
        input.parse::<syn::Expr>()?;
        ends.push(all - left(input));
        if !input.is_empty() {
            input.parse::<syn::Token![,]>()?;
        }
    }
    Ok(ends)
}
