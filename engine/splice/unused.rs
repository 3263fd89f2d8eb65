//! Takes statements away, and imports that a change has left without use.

use crate::python::{ByteRange, Import, ImportScope, ImportedName, Layout, Module};

use super::import_statement::written;
use super::names::{bound_name, full_module};
use super::{Edit, Settings, lines};

/// The edits of `after` that take away the imports which `before` used and it does not. A name that
/// stands anywhere outside imports, in a string or comment even, is used.
pub fn without_unused(before: &Module, after: &Module, settings: &Settings<'_>) -> Vec<Edit> {
    let (had, has) = (Words::of(before), Words::of(after));
    let is_unused = |import: &Import, item: &ImportedName| {
        let name = bound_name(import, item);
        item.name != "*" && had.contain(name) && !has.contain(name)
    };
    without(after, &is_unused, settings)
}

/// The edits that take away the items of import statements which `is_gone`.
pub fn without_names(
    module: &Module,
    is_gone: &dyn Fn(&ImportedName) -> bool,
    settings: &Settings<'_>,
) -> Vec<Edit> {
    without(module, &|_, item| is_gone(item), settings)
}

fn without(
    module: &Module,
    is_gone: &dyn Fn(&Import, &ImportedName) -> bool,
    settings: &Settings<'_>,
) -> Vec<Edit> {
    let layout = module.layout();
    let imports = module.outline.imports.iter().filter(|it| it.scope == ImportScope::Module);
    imports
        .filter_map(|import| {
            let kept: Vec<_> = import.names.iter().filter(|it| !is_gone(import, it)).collect();
            let is_changed = kept.len() < import.names.len();
            let has_comment =
                !layout.comments_in(&logical_line(module, &layout, import)).is_empty();
            (is_changed && !has_comment).then(|| shortened(module, import, &kept, settings))
        })
        .collect()
}

fn shortened(
    module: &Module,
    import: &Import,
    kept: &[&ImportedName],
    settings: &Settings<'_>,
) -> Edit {
    if kept.is_empty() {
        return removal(module, &import.range);
    }
    let items: Vec<_> = kept.iter().map(|it| (it.name.clone(), it.asname.clone())).collect();
    let text = match &import.module {
        Some(_) => written(&full_module(import), &items, "", settings.line_length),
        None => {
            let texts: Vec<&str> = kept.iter().map(|it| module.slice(&it.range)).collect();
            format!("import {}", texts.join(", "))
        }
    };
    Edit { range: import.range.clone(), text: text.replace('\n', lines::newline(&module.text)) }
}

fn logical_line(module: &Module, layout: &Layout, import: &Import) -> ByteRange {
    import.range.start..layout.line_end(import.range.end).unwrap_or(module.text.len())
}

/// The edit that takes away the statement at `range`: its lines, where it has them for itself, and
/// the blank lines that would then be too many.
pub fn removal(module: &Module, range: &ByteRange) -> Edit {
    let text = &module.text;
    let line = lines::line_start(text, range.start)..lines::line_end(text, range.end);
    let is_alone = lines::is_blank(&text[line.start..range.start])
        && lines::is_blank(&text[range.end..line.end]);
    if !is_alone {
        return Edit { range: range.clone(), text: String::new() };
    }
    let blank = |at: usize| {
        let end = lines::line_end(text, at);
        (end > at && lines::is_blank(&text[at..end])).then_some(end)
    };
    let mut end = line.end;
    if line.start == lines::content_start(text) {
        while let Some(next) = blank(end) {
            end = next;
        }
        return Edit { range: line.start..end, text: String::new() };
    }
    let above = lines::line_start(text, line.start - 1);
    let start = match (blank(above).is_some(), blank(line.end)) {
        (true, Some(_)) => above,
        _ => line.start,
    };
    Edit { range: start..end, text: String::new() }
}

/// A text without its import statements: a name that stands nowhere in it, not even in a string or
/// comment, is not used.
pub struct Words<'a> {
    text: &'a str,
    imports: Vec<ByteRange>,
}

impl<'a> Words<'a> {
    /// The text of `module`.
    pub fn of(module: &'a Module) -> Self {
        let imports = module.outline.imports.iter().map(|it| it.range.clone()).collect();
        Self { text: &module.text, imports }
    }

    /// Whether `word` stands in it.
    pub fn contain(&self, word: &str) -> bool {
        let is_part = |it: char| it.is_alphanumeric() || it == '_';
        memchr::memmem::find_iter(self.text.as_bytes(), word.as_bytes()).any(|at| {
            !self.text[..at].ends_with(is_part)
                && !self.text[at + word.len()..].starts_with(is_part)
                && !self.imports.iter().any(|range| range.contains(&at))
        })
    }
}
