//! A diagnostic as people see it: the line, the caret, the way out.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, Severity};
use crate::sources::Sources;

/// `diagnostic` as text, with escape codes for colours; the stream drops them where none belong.
pub(crate) fn render(sources: &Sources, diagnostic: &Diagnostic) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code);
    let source = diagnostic.span.map(|span| (sources.get(span.source), span));
    let mut group = Group::with_title(title);
    if let Some((source, span)) = &source {
        let end = span.end.min(source.text.len());
        let start = span.start.min(end);
        // A span over many lines is shown by its first.
        let line_end = source.text[start..end].find('\n').map_or(end, |at| start + at);
        let annotation = AnnotationKind::Primary.span(start..line_end.max(start));
        let snippet = Snippet::source(source.text.as_ref()).path(source.path.as_str());
        group = group.element(snippet.annotation(annotation));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    Renderer::styled().render(&[group])
}
