//! Findings as annotations of GitHub Actions.

use std::io::{self, Write};

use crate::review::Finding;

/// A workflow command a finding.
pub(super) fn write(out: &mut impl Write, findings: &[Finding]) -> io::Result<()> {
    for it in findings {
        let (start, end) = (it.range.start, it.range.end);
        let title = if it.slug == it.id { it.id.clone() } else { format!("{} {}", it.id, it.slug) };
        write!(out, "::{} title={}", it.severity.name(), property(&title))?;
        write!(out, ",file={},line={}", property(it.path.as_str()), start.line)?;
        write!(out, ",endLine={}", end.line)?;
        // Columns count on one line only.
        if start.line == end.line {
            write!(out, ",col={},endColumn={}", start.column, end.column)?;
        }
        let help = if it.help.is_empty() { String::new() } else { format!("\n{}", it.help) };
        writeln!(out, "::{}", data(&format!("{}{help}", it.message)))?;
    }
    Ok(())
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
