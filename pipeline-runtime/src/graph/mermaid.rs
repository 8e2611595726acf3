//! The graph as Mermaid, for pages that draw it.

use super::Graph;
use std::fmt::Write;

impl Graph {
    /// The graph as a [Mermaid](https://mermaid.js.org) flowchart: boxes are threads, arrows carry the item type and the bound,
    /// a fan-out shows its width.
    #[must_use]
    pub fn to_mermaid(&self) -> String {
        self.draw_mermaid(|_, _| {}, |_, _| {})
    }

    /// The same with more behind the labels: of a section by its number, of an edge by its own in the plan.
    pub(crate) fn draw_mermaid(
        &self,
        of_section: impl Fn(usize, &mut String),
        of_edge: impl Fn(Option<usize>, &mut String),
    ) -> String {
        let mut text = String::from("flowchart LR\n");
        for (place, section) in self.sections.iter().enumerate() {
            let (open, close) = match (section.is_region, section.is_here) {
                (true, _) => ("[[", "]]"),
                (false, true) => ("([", "])"),
                (false, false) => ("[", "]"),
            };
            let mut label = section.to_string();
            of_section(place, &mut label);
            let label = escaped(&label);
            let _ = writeln!(text, "    s{}{open}\"{label}\"{close}", place + 1);
        }
        if self.edges.iter().any(|edge| edge.to.is_none()) {
            text.push_str("    caller([\"the caller\"])\n");
        }
        for edge in &self.edges {
            let mut label = String::new();
            let _ = edge.write_label(&mut label);
            of_edge(edge.made, &mut label);
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
