//! The report for a terminal, and for pages that draw Mermaid.

use super::{EdgeReport, Report, SectionReport};
use std::fmt::{self, Write};

impl Report {
    /// The graph as a [Mermaid](https://mermaid.js.org) flowchart with the flow in it: behind each arrow how many items went
    /// through, and in each box how busy it was, where times were taken.
    #[must_use]
    pub fn to_mermaid(&self) -> String {
        let of_section = |place: usize, label: &mut String| {
            let section = &self.sections[place];
            if !section.lasted.is_zero() {
                let _ = write!(label, ", busy {:.0} %", 100.0 * section.load());
            }
        };
        let of_edge = |made: Option<usize>, label: &mut String| {
            if let Some(edge) = self.edges.iter().find(|edge| edge.made == made) {
                let _ = write!(label, "; {} of {}", edge.popped(), edge.pushed());
            }
        };
        self.graph.draw_mermaid(of_section, of_edge)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let busiest = self.busiest().map(std::ptr::from_ref);
        for (place, section) in self.sections.iter().enumerate() {
            let mark = match busiest {
                Some(busiest) if std::ptr::eq(busiest, section) => "   ◀ the busiest",
                _ => "",
            };
            writeln!(f, "[{}] {section}{mark}", place + 1)?;
            let leaving = self
                .edges
                .iter()
                .filter(|edge| edge.feeders.contains(&place));
            for edge in leaving {
                writeln!(f, "     └─▶ {edge}")?;
            }
        }
        for (count, what) in [(self.later.0, "failure"), (self.later.1, "panic")] {
            if count > 0 {
                let s = if count == 1 { "" } else { "s" };
                writeln!(f, "{count} {what}{s} behind the first one")?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for SectionReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.workers > 1 {
            write!(f, "{} × ", self.workers)?;
        }
        f.write_str(&self.stages)?;
        if self.lasted.is_zero() {
            return Ok(());
        }
        write!(f, "   busy {:.0} %", 100.0 * self.load())
    }
}

impl fmt::Display for EdgeReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: {} of {} items",
            self.to,
            self.popped(),
            self.pushed()
        )?;
        if self.discarded() > 0 {
            write!(f, ", {} discarded", self.discarded())?;
        }
        if self.peak() > 0 {
            write!(f, ", at most {} of {} waiting", self.peak(), self.bound)?;
        }
        Ok(())
    }
}
