//! The graph as Mermaid, for pages that draw it.

use super::Graph;
use std::fmt::Write;

impl Graph {
    /// The graph as a [Mermaid](https://mermaid.js.org) flowchart: boxes are threads, arrows carry the item type and the bound,
    /// a fan-out shows its width.
    #[must_use]
    pub fn to_mermaid(&self) -> String {
        let mut text = String::from("flowchart LR\n");
        for (place, section) in self.sections.iter().enumerate() {
            let (open, close) = match (section.is_region, section.is_here) {
                (true, _) => ("[[", "]]"),
                (false, true) => ("([", "])"),
                (false, false) => ("[", "]"),
            };
            let label = escaped(&section.to_string());
            let _ = writeln!(text, "    s{}{open}\"{label}\"{close}", place + 1);
        }
        if self.edges.iter().any(|edge| edge.to.is_none()) {
            text.push_str("    caller([\"the caller\"])\n");
        }
        for edge in &self.edges {
            let mut label = String::new();
            let _ = edge.write_label(&mut label);
            let to = edge
                .to
                .map_or("caller".to_owned(), |to| format!("s{}", to + 1));
            let _ = writeln!(
                text,
                "    s{} -->|\"{}\"| {to}",
                edge.from + 1,
                escaped(&label)
            );
        }
        text
    }
}

/// What Mermaid would take for its own is written as an entity.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '"' => escaped.push_str("#quot;"),
            '<' => escaped.push_str("#lt;"),
            '>' => escaped.push_str("#gt;"),
            '#' => escaped.push_str("#35;"),
            c => escaped.push(c),
        }
    }
    escaped
}
