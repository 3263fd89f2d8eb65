//! Findings for people: with the code and carets, one line each, or counted.

use std::io::{self, Write};

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use anstyle::{AnsiColor, Style};

use crate::review::{Finding, RuleCount, Severity};

const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARN: Style = AnsiColor::Yellow.on_default().bold();
const DIM: Style = Style::new().dimmed();

/// Each finding with its code.
pub(super) fn write(out: &mut impl Write, findings: &[Finding]) -> io::Result<()> {
    let renderer = Renderer::styled();
    findings.iter().try_for_each(|it| writeln!(out, "{}\n", excerpt(&renderer, it)))
}

fn excerpt(renderer: &Renderer, finding: &Finding) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(finding.message.as_str()).id(finding.id.as_str());
    let start = finding.range.start;
    let group = match &finding.excerpt {
        Some(excerpt) => {
            // What goes over many lines is shown by its first.
            let end = excerpt.text[excerpt.range.clone()].find(['\n', '\r']);
            let end = end.map_or(excerpt.range.end, |at| excerpt.range.start + at);
            let last = excerpt.text[end..].find('\n').map_or(excerpt.text.len(), |at| end + at);
            let mark = AnnotationKind::Primary.span(excerpt.range.start..end);
            let snippet = Snippet::source(&excerpt.text[..last]).line_start(excerpt.line);
            Group::with_title(title).element(snippet.path(finding.path.as_str()).annotation(mark))
        }
        None => {
            let origin = Origin::path(finding.path.as_str()).line(start.line);
            Group::with_title(title).element(origin.char_column(start.column))
        }
    };
    let help = (!finding.help.is_empty()).then(|| Level::HELP.message(finding.help.as_str()));
    let fix = finding.fix.as_ref().map(|it| {
        let name = if it.safe { "fix" } else { "unsafe fix" };
        Level::HELP.with_name(name).message(it.title.as_str())
    });
    renderer.render(&[group.elements(help.into_iter().chain(fix))])
}

/// A line a finding: place, severity, rule, message, and whether it can be mended.
pub(super) fn concise(out: &mut impl Write, findings: &[Finding]) -> io::Result<()> {
    for it in findings {
        let (start, severity) = (it.range.start, it.severity.name());
        let style = if it.severity == Severity::Error { ERROR } else { WARN };
        let fix = match &it.fix {
            Some(fix) if fix.safe => " [fix]",
            Some(_) => " [unsafe fix]",
            None => "",
        };
        writeln!(
            out,
            "{}:{}:{}: {style}{severity}[{}]{style:#} {}{DIM}{fix}{DIM:#}",
            it.path, start.line, start.column, it.id, it.message
        )?;
    }
    Ok(())
}

/// A line a rule.
pub(super) fn statistics(out: &mut impl Write, counts: &[RuleCount]) -> io::Result<()> {
    let width = counts.iter().map(|it| it.count.to_string().len()).max().unwrap_or(0);
    let ids = counts.iter().map(|it| it.id.len()).max().unwrap_or(0);
    for it in counts {
        let slug = if it.slug == it.id { "" } else { &it.slug };
        let fixable = if it.fixable > 0 {
            format!(" {DIM}({} fixable){DIM:#}", it.fixable)
        } else {
            String::new()
        };
        let line = format!("{:>width$}  {:<ids$}  {slug}", it.count, it.id);
        writeln!(out, "{}{fixable}", line.trim_end())?;
    }
    Ok(())
}
