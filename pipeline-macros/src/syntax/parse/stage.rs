//! One stage: `path::name::<turbofish>(arguments)?`.

use super::chain::is_keyword;
use super::{Cursor, Parser};
use crate::diagnostics::messages;
use crate::stages;
use crate::syntax::Arguments;
use crate::syntax::name::plain;
use crate::syntax::tree::Stage;
use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};

/// Keywords that a path may begin with.
const PATH_WORDS: [&str; 4] = ["crate", "self", "super", "Self"];

impl Parser<'_> {
    pub(super) fn stage(&mut self, cursor: &mut Cursor) -> Option<Stage> {
        self.attributes(cursor);
        let mut path = TokenStream::new();
        let mut name = self.stage_name(cursor, false)?;
        let mut turbofish = TokenStream::new();
        while let Some(colons) = take_colons(cursor) {
            if cursor.is_punct(0, '<') && turbofish.is_empty() {
                turbofish = colons;
                turbofish.extend(take_generics(cursor));
                continue;
            }
            path.extend([TokenTree::Ident(name)]);
            path.extend(std::mem::take(&mut turbofish));
            path.extend(colons);
            name = self.stage_name(cursor, true)?;
        }
        let arguments = cursor
            .take_group(Delimiter::Parenthesis)
            .map(Arguments::new);
        let mut questions = Vec::new();
        while let Some(question) = cursor.take_punct('?') {
            questions.push(question);
        }
        let word = plain(&name.to_string());
        let entry = if path.is_empty() {
            stages::find(&word)
        } else {
            None
        };
        Some(Stage {
            path,
            name,
            word,
            turbofish,
            arguments,
            questions,
            entry,
        })
    }

    fn stage_name(&mut self, cursor: &mut Cursor, in_path: bool) -> Option<Ident> {
        if let Some(TokenTree::Ident(word)) = cursor.peek()
            && word != "_"
        {
            if !is_keyword(word) || begins_path(cursor) {
                return cursor.take_ident();
            }
            let error = messages::found_keyword(word.span(), &word.to_string());
            self.error(error);
            return None;
        }
        let (start, end) = cursor.here();
        self.error(if in_path {
            messages::expected_name_in_path(start, end)
        } else {
            messages::expected_stage_after(start, end)
        });
        None
    }
}

/// Whether a path begins here with a keyword, as `crate::stages::mine` does.
pub(super) fn begins_path(cursor: &Cursor) -> bool {
    let begins = |word: &Ident| PATH_WORDS.iter().any(|begin| word == begin);
    matches!(cursor.peek(), Some(TokenTree::Ident(word)) if begins(word))
        && cursor.is_pair_at(1, ':', ':')
}

/// The tokens of a `::`.
fn take_colons(cursor: &mut Cursor) -> Option<TokenStream> {
    if !cursor.is_pair(':', ':') {
        return None;
    }
    Some([cursor.take()?, cursor.take()?].into_iter().collect())
}

/// `<..>`, with what is nested in it.
fn take_generics(cursor: &mut Cursor) -> Vec<TokenTree> {
    let mut taken = Vec::new();
    let mut depth = 0_usize;
    let mut arrow = false;
    while let Some(token) = cursor.take() {
        if let TokenTree::Punct(punct) = &token {
            match punct.as_char() {
                '<' => depth += 1,
                // The `>` of `->` closes nothing.
                '>' if !arrow => depth = depth.saturating_sub(1),
                _ => {}
            }
            arrow = punct.as_char() == '-';
        } else {
            arrow = false;
        }
        taken.push(token);
        if depth == 0 {
            break;
        }
    }
    taken
}
