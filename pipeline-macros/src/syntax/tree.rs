//! The types of the tree; no logic but where a thing begins and ends.

use super::Arguments;
use super::name::{half_typed, shaping_word_like};
use crate::stages::{self, Entry, Kind};
use proc_macro2::{Group, Ident, Span, TokenStream};

/// A whole `pipeline!`.
#[derive(Debug)]
pub(crate) struct Pipeline {
    /// `move` in front of the body: the stage closures own what they capture.
    pub(crate) own: Option<Ident>,
    /// `|name: Stream<type>|`: this is an open pipeline.
    pub(crate) input: Option<Input>,
    /// `type Error = ..;`
    pub(crate) error: Option<TokenStream>,
    pub(crate) statements: Vec<Statement>,
    pub(crate) tail: Tail,
}

/// The one input of an open pipeline.
#[derive(Debug)]
pub(crate) struct Input {
    pub(crate) name: Ident,
    pub(crate) ty: TokenStream,
}

/// `let pattern: type = chain;` or `chain;`
#[derive(Debug)]
pub(crate) struct Statement {
    pub(crate) binding: Option<Binding>,
    pub(crate) chain: Chain,
}

#[derive(Debug)]
pub(crate) struct Binding {
    pub(crate) let_token: Ident,
    pub(crate) pattern: Pattern,
    /// The colon and the type behind it.
    pub(crate) ty: Option<(Span, TokenStream)>,
    pub(crate) equals: Span,
}

/// A name, or a flat tuple of names.
#[derive(Debug)]
pub(crate) enum Pattern {
    Name(Ident),
    Tuple(Group, Vec<Ident>),
}

impl Pattern {
    pub(crate) fn names(&self) -> &[Ident] {
        match self {
            Self::Name(name) => std::slice::from_ref(name),
            Self::Tuple(_, names) => names,
        }
    }

    pub(crate) fn span(&self) -> Span {
        match self {
            Self::Name(name) => name.span(),
            Self::Tuple(group, _) => group.span(),
        }
    }
}

/// What the pipeline gives.
#[derive(Debug)]
pub(crate) enum Tail {
    None,
    Chain(Chain),
    /// Any Rust expression over the named results.
    Expression(TokenStream),
}

/// Stages joined by `>>`.
#[derive(Debug)]
pub(crate) struct Chain {
    pub(crate) head: Head,
    pub(crate) stages: Vec<Stage>,
}

/// What a chain gives to the names in front of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gives {
    Streams,
    Result,
    /// It has a mistake after which that is open.
    Unknown,
}

impl Chain {
    pub(crate) fn gives(&self) -> Gives {
        let Some((last, before)) = self.stages.split_last() else {
            return Gives::Streams;
        };
        let is_sink = |stage: &Stage| stage.entry.is_some_and(Entry::is_sink);
        let closes = |stage: &Stage| stage.entry.is_some_and(|e| e.kind == Kind::FanIn);
        let mut pairs = before.iter().zip(&self.stages[1..]);
        if last.is_mistaken() || pairs.any(|(sink, next)| is_sink(sink) && !closes(next)) {
            Gives::Unknown
        } else if is_sink(last) {
            Gives::Result
        } else {
            Gives::Streams
        }
    }
}

#[derive(Debug)]
pub(crate) enum Head {
    /// The chain begins with a stage, which should be a source; it is the first of `stages`.
    Stage,
    /// `name >> ..`
    Stream(Ident),
    /// `(a, b, ..) >> ..`
    Streams(Group, Vec<Ident>),
}

/// `name::<turbofish>(arguments)?`
#[derive(Debug)]
pub(crate) struct Stage {
    /// What stands in front of the name of a user's own stage: `Stages::`.
    pub(crate) path: TokenStream,
    pub(crate) name: Ident,
    /// The name without what an editor has glued to it.
    pub(crate) word: String,
    pub(crate) turbofish: TokenStream,
    pub(crate) arguments: Option<Arguments>,
    pub(crate) questions: Vec<Span>,
    /// What the table says of it; nothing of a user's own.
    pub(crate) entry: Option<&'static Entry>,
}

impl Stage {
    /// Its first and last token, without the `?`s.
    pub(crate) fn span(&self) -> (Span, Span) {
        let start = self.name.span();
        (
            start,
            self.arguments
                .as_ref()
                .map_or(start, |arguments| arguments.group.span_close()),
        )
    }

    /// Whether the word is reserved, or a misspelt one that shapes the graph: then nobody knows what the stage gives.
    pub(crate) fn is_mistaken(&self) -> bool {
        let is_own = self.entry.is_some() || !self.path.is_empty();
        !is_own
            && !half_typed(&self.name.to_string())
            && (stages::is_reserved(&self.word) || shaping_word_like(&self.word).is_some())
    }

    /// Its first token, which may be that of a path.
    pub(crate) fn start(&self) -> Span {
        let first = self.path.clone().into_iter().next();
        first.map_or(self.name.span(), |token| token.span())
    }

    /// As helps write it once more: `collect::<..>()`, `for_each(..)?`.
    pub(crate) fn again(&self) -> String {
        let shown = self.shown();
        let arguments = shown.strip_prefix(&self.word).unwrap_or_default();
        let types = if self.turbofish.is_empty() {
            ""
        } else {
            "::<..>"
        };
        let questions = "?".repeat(self.questions.len());
        format!("{}{types}{arguments}{questions}", self.word)
    }

    /// As messages name it: `map(..)`, `tee`.
    pub(crate) fn shown(&self) -> String {
        match &self.arguments {
            Some(arguments) if arguments.group.stream().is_empty() => format!("{}()", self.word),
            Some(_) => format!("{}(..)", self.word),
            None => self.word.clone(),
        }
    }

    /// As messages name it where the argument is short enough to say: `fan_out(4)`.
    pub(crate) fn quoted(&self) -> String {
        match &self.arguments {
            Some(arguments) => {
                let text = arguments.group.stream().to_string().replace(" ,", ",");
                if text.len() <= 24 {
                    format!("{}({text})", self.word)
                } else {
                    self.shown()
                }
            }
            None => self.word.clone(),
        }
    }
}
