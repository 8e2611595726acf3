//! The graph for a terminal.

use super::{Edge, Graph, Section};
use std::fmt;

impl fmt::Display for Graph {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, section) in self.sections.iter().enumerate() {
            let here = if section.is_here {
                "   (the caller's thread)"
            } else {
                ""
            };
            writeln!(f, "[{}] {section}{here}", place + 1)?;
            let leaving: Vec<&Edge> = self
                .edges
                .iter()
                .filter(|edge| edge.from == place)
                .collect();
            for (which, edge) in leaving.iter().enumerate() {
                let corner = if which + 1 == leaving.len() {
                    '└'
                } else {
                    '├'
                };
                writeln!(f, "     {corner}─▶ {edge}")?;
            }
        }
        for reason in &self.joins {
            writeln!(f, "{reason}")?;
        }
        let more = if self.is_opaque() { "+" } else { "" };
        let most = self.max_in_flight();
        let s = if most == 1 { "" } else { "s" };
        writeln!(f, "at most {most}{more} item{s} in flight")
    }
}

impl fmt::Display for Section {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_region {
            write!(f, "{} × ", self.workers)?;
        }
        let more = if self.is_opaque { " +" } else { "" };
        write!(f, "{}{more}", self.stages)
    }
}

impl fmt::Display for Edge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to {
            Some(to) => write!(f, "[{}]  ", to + 1)?,
            None => f.write_str("the caller  ")?,
        }
        self.write_label(f)
    }
}

impl Edge {
    /// `stream: item, at most bound`
    pub(super) fn write_label(&self, f: &mut impl fmt::Write) -> fmt::Result {
        if let Some(stream) = &self.stream {
            write!(f, "{stream}: ")?;
        }
        write!(f, "{}, at most {}", self.item, self.bound)?;
        if self.lanes > 1 {
            write!(f, " a worker")
        } else {
            Ok(())
        }
    }
}
