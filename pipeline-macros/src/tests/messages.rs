//! Every sentence that a user can read is in a snapshot: what nobody has seen is not worded well.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn every_message_stands_in_a_snapshot() {
    let snapshots: String = sources("src/tests")
        .iter()
        .filter(|file| named(file).starts_with("diagnostics_"))
        .map(|file| read(file))
        .collect();
    let mut unseen = Vec::new();
    for file in sources("src/diagnostics/messages") {
        let items = syn::parse_file(&read(&file))
            .expect("the messages are Rust")
            .items;
        for item in items {
            let name = match &item {
                syn::Item::Fn(function) => function.sig.ident.to_string(),
                syn::Item::Const(constant) => constant.ident.to_string(),
                _ => continue,
            };
            for text in texts(item.into_token_stream()) {
                let missing = fixed_parts(&text).find(|part| !snapshots.contains(*part));
                unseen.extend(missing.map(|part| format!("{}::{name}: {part}", named(&file))));
            }
        }
    }
    assert_eq!(unseen, Vec::<String>::new());
}

fn sources(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let files = fs::read_dir(folder).expect("a folder of this crate");
    files.map(|file| file.expect("a file").path()).collect()
}

fn named(file: &Path) -> String {
    file.file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).expect("a source of this crate")
}

/// The string literals in some code.
fn texts(code: TokenStream) -> Vec<String> {
    let mut found = Vec::new();
    for token in code {
        match token {
            TokenTree::Group(group) => found.extend(texts(group.stream())),
            TokenTree::Literal(literal) => {
                let text = syn::parse2::<syn::LitStr>(TokenTree::Literal(literal).into());
                found.extend(text.map(|text| text.value()));
            }
            _ => {}
        }
    }
    found
}

/// What stands between the places of a format string.
fn fixed_parts(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split('{').enumerate();
    let fixed = parts.filter_map(|(number, part)| match number {
        0 => Some(part),
        _ => part.split_once('}').map(|(_, behind)| behind),
    });
    fixed.filter(|part| !part.is_empty())
}
