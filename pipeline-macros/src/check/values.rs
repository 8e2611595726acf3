//! Arguments, options, literals, and `?`.

use super::Checks;
use crate::diagnostics::{Diagnostic, messages, similar};
use crate::graph::{NodeId, claims_one_to_one, rate};
use crate::stages::{Entry, Kind, Role};
use crate::syntax::{Argument, Quantity, Stage, Unit, quantity};
use proc_macro2::{Literal, TokenStream, TokenTree};

/// A stage of the table has as many arguments as it takes.
pub(super) fn arguments_are_counted(checks: &mut Checks<'_, '_>) {
    for node in checks.sound_nodes() {
        let Some((stage, entry)) = known(checks, node) else {
            continue;
        };
        let Some(given) = values(stage, entry) else {
            continue;
        };
        let chain = checks.graph.chain(checks.graph.node(node).chain);
        let (least, most) = entry.takes(chain.uses.len());
        if given.len() < least || given.len() > most {
            checks.report_arguments(
                node,
                messages::wrong_arguments(stage.span(), entry, given.len()),
            );
        }
    }
}

/// The options of a stage are known, and given once.
pub(super) fn options_are_known(checks: &mut Checks<'_, '_>) {
    for node in checks.sound_nodes() {
        let Some((stage, entry)) = known(checks, node) else {
            continue;
        };
        let mut seen: Vec<String> = Vec::new();
        for argument in list(stage) {
            let Some(word) = option_word(argument, entry) else {
                continue;
            };
            let text = word.to_string();
            let names = || entry.options.iter().map(|option| option.name);
            let option = entry.options.iter().find(|option| option.name == text);
            let excluded = option.and_then(|o| {
                seen.iter()
                    .find(|other| o.excludes.contains(&other.as_str()))
            });
            let error = match option {
                None => {
                    messages::unknown_option(word.span(), &text, entry, similar(&text, names()))
                }
                Some(_) if seen.contains(&text) => messages::repeated_option(word.span(), &text),
                Some(option) if option.has_value != argument.name.is_some() => {
                    messages::option_value(word.span(), &text, option.has_value)
                }
                Some(_) => {
                    if let Some(other) = excluded {
                        let error = messages::options_exclude(word.span(), &text, other);
                        checks.report_arguments(node, error);
                        continue;
                    }
                    seen.push(text);
                    continue;
                }
            };
            checks.report_arguments(node, error);
        }
    }
}

/// `rate` says that a stage gives one for one; nothing else can be said.
pub(super) fn rates_are_one(checks: &mut Checks<'_, '_>) {
    for node in checks.sound_nodes() {
        let stage = checks.graph.stage(node);
        let given = rate(stage).and_then(|argument| Some((argument.name.as_ref()?, argument)));
        let Some((name, argument)) = given.filter(|_| !claims_one_to_one(stage)) else {
            continue;
        };
        if !checks.failed_nodes[node.0] {
            let first = argument.tokens.first().map_or(name.span(), TokenTree::span);
            let last = argument.tokens.last().map_or(first, TokenTree::span);
            checks.report_arguments(node, messages::rate_is_one((first, last)));
        }
    }
}

/// Counts are at least one, durations are longer than zero, units are known and of the right kind.
pub(super) fn literals_fit(checks: &mut Checks<'_, '_>) {
    for node in checks.sound_nodes() {
        let stage = checks.graph.stage(node);
        if stage.entry.is_none() {
            // A user's own stage: what it takes is its own business, the units are ours.
            let arguments = stage.arguments.as_ref().map(|a| a.group.stream());
            if let Some(error) = arguments.and_then(|tokens| bad_unit(tokens, false)) {
                checks.report_arguments(node, error);
            }
        }
        let Some((stage, entry)) = known(checks, node) else {
            continue;
        };
        let Some(given) = values(stage, entry) else {
            continue;
        };
        for (place, argument) in given.into_iter().enumerate() {
            let Some(takes) = entry.argument(place) else {
                break;
            };
            if let Some(error) = misfit(stage, argument, takes.role) {
                checks.report_arguments(node, error);
            }
        }
    }
}

/// `?` stands behind what gives items or a value.
pub(super) fn questions_fit(checks: &mut Checks<'_, '_>) {
    for node in checks.sound_nodes() {
        let Some((stage, entry)) = known(checks, node) else {
            continue;
        };
        if let (Some(question), Some(_)) = (stage.questions.first(), entry.splits()) {
            checks.report_arguments(
                node,
                messages::question_behind_split(*question, &stage.word),
            );
        }
        let must = entry.closure_fails && entry.kind == Kind::Transform;
        if must && stage.questions.is_empty() {
            checks.report_arguments(
                node,
                messages::needs_question(stage.span(), &stage.word, &stage.shown()),
            );
        }
    }
}

fn known<'s>(checks: &Checks<'_, 's>, node: NodeId) -> Option<(&'s Stage, &'static Entry)> {
    let stage = checks.graph.stage(node);
    let is_sound = checks.is_sound(node) && !checks.failed_nodes[node.0];
    is_sound.then_some((stage, stage.entry?))
}

/// The single arguments, where they are expressions.
fn list(stage: &Stage) -> &[Argument] {
    stage
        .arguments
        .as_ref()
        .and_then(|arguments| arguments.list.as_deref())
        .unwrap_or_default()
}

/// The arguments that are no options; `None` where they cannot be told apart.
fn values<'s>(stage: &'s Stage, entry: &Entry) -> Option<Vec<&'s Argument>> {
    let list = match &stage.arguments {
        None => &[][..],
        Some(arguments) => arguments.list.as_deref()?,
    };
    Some(
        list.iter()
            .filter(|argument| option_word(argument, entry).is_none())
            .collect(),
    )
}

/// The word of an option: a name with a value, or one that is (nearly) an option of this stage.
fn option_word<'a>(argument: &'a Argument, entry: &Entry) -> Option<&'a proc_macro2::Ident> {
    if let Some(name) = &argument.name {
        return Some(name);
    }
    let word = argument.word()?;
    let text = word.to_string();
    // A short name such as `by` is near to many a variable; only a word that stands alone is taken for a misspelt one.
    let alone = entry
        .options
        .iter()
        .filter(|option| !option.has_value)
        .map(|option| option.name);
    let is_option = entry.options.iter().any(|option| option.name == text);
    (is_option || similar(&text, alone).is_some()).then_some(word)
}

fn misfit(stage: &Stage, argument: &Argument, role: Role) -> Option<Diagnostic> {
    let units = match role {
        Role::Function => return None,
        _ => bad_unit(argument.stream(), role == Role::Time),
    };
    if units.is_some() {
        return units;
    }
    let (literal, quantity) = only_literal(&argument.tokens)?;
    let (text, span) = (literal.to_string(), literal.span());
    match (role, quantity) {
        (Role::Count { needs }, Quantity::Number(Some(0))) => {
            Some(messages::needs(span, &stage.word, needs))
        }
        (Role::Count { .. }, Quantity::Of(unit, ..)) => {
            Some(messages::not_a_count(span, &stage.word, &text, a(unit)))
        }
        (Role::Time, Quantity::Of(Unit::Time, _, 0)) => Some(messages::zero_time(span)),
        (Role::Time, Quantity::Of(Unit::Size, ..)) => {
            Some(messages::not_a_duration(span, &stage.word, &text, "a size"))
        }
        (Role::Time, Quantity::Number(_)) => Some(messages::not_a_duration(
            span,
            &stage.word,
            &text,
            "a number",
        )),
        _ => None,
    }
}

fn a(unit: Unit) -> &'static str {
    match unit {
        Unit::Time => "a duration",
        Unit::Size => "a size",
    }
}

/// The literal that an argument consists of.
fn only_literal(tokens: &[TokenTree]) -> Option<(&Literal, Quantity)> {
    match tokens {
        [TokenTree::Literal(literal)] => Some((literal, quantity(literal)?)),
        _ => None,
    }
}

/// The first literal whose unit is not known, or is more than can be told.
fn bad_unit(tokens: TokenStream, only_durations: bool) -> Option<Diagnostic> {
    tokens.into_iter().find_map(|token| match token {
        TokenTree::Group(group) => bad_unit(group.stream(), only_durations),
        TokenTree::Literal(literal) => {
            let text = literal.to_string();
            match quantity(&literal)? {
                Quantity::Unknown { unit } => Some(messages::unknown_unit(
                    literal.span(),
                    &unit,
                    &text,
                    only_durations,
                )),
                Quantity::TooMuch(_) => Some(messages::unit_overflow(literal.span(), &text)),
                _ => None,
            }
        }
        _ => None,
    })
}
