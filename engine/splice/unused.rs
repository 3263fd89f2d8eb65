//! Takes statements away, and imports that a change has left without use.

use std::cell::RefCell;
use std::collections::HashMap;

use crate::python::{self, ByteRange, Import, ImportScope, ImportedName, Module};

use super::import_statement::written;
use super::names::{bound_name, full_module};
use super::{Edit, Settings, lines};

/// Items of a statement of which one may be taken away alone: each such edit writes the others anew.
const MOST_ITEMS: usize = 200;

/// The edits of `after` that take away the imports which `before` used and it does not. A name that
/// stands anywhere outside imports, in a string or comment even, is used.
pub fn without_unused(before: &Module, after: &Module, settings: &Settings<'_>) -> Vec<Edit> {
    let (had, has) = (Words::of(before), Words::of(after));
    let shorter = |import: &Import| {
        let is_unused = |item: &ImportedName| {
            let name = bound_name(import, item);
            item.name != "*" && had.contain(name) && !has.contain(name)
        };
        without(after, import, &is_unused, settings)
    };
    let own = after.outline.imports.iter().filter(|it| it.scope == ImportScope::Module);
    own.filter_map(shorter).collect()
}

/// The edit that takes away the item of an import statement that stands at `range`; `None` where a
/// comment stands beside it, or where it is one of more items than any hand has written.
pub fn without_item(module: &Module, range: &ByteRange, settings: &Settings<'_>) -> Option<Edit> {
    let import = python::around(&module.outline.imports, |it| &it.range, range)?;
    let is_long = import.names.len() > MOST_ITEMS;
    if is_long || import.scope != ImportScope::Module {
        return None;
    }
    without(module, import, &|item| item.range == *range, settings)
}

/// The statement without the items that are gone, if there are any and no comment would go with them.
fn without(
    module: &Module,
    import: &Import,
    is_gone: &dyn Fn(&ImportedName) -> bool,
    settings: &Settings<'_>,
) -> Option<Edit> {
    let kept: Vec<_> = import.names.iter().filter(|it| !is_gone(it)).collect();
    let is_changed = kept.len() < import.names.len();
    let layout = module.layout();
    let line = import.range.start..layout.line_end(import.range.end).unwrap_or(module.text.len());
    let has_comment = || !layout.comments_in(&line).is_empty();
    (is_changed && !has_comment()).then(|| shortened(module, import, &kept, settings))
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
    imports: &'a [Import],
    /// The answers so far: a file may import one name many times.
    known: RefCell<HashMap<String, bool>>,
}

impl<'a> Words<'a> {
    /// The text of `module`.
    pub fn of(module: &'a Module) -> Self {
        let (text, imports) = (&module.text, &module.outline.imports);
        Self { text, imports, known: RefCell::default() }
    }

    /// Whether `word` stands in it.
    pub fn contain(&self, word: &str) -> bool {
        if let Some(known) = self.known.borrow().get(word) {
            return *known;
        }
        let contains = self.search(word);
        self.known.borrow_mut().insert(word.to_owned(), contains);
        contains
    }

    fn search(&self, word: &str) -> bool {
        let is_part = |it: char| it.is_alphanumeric() || it == '_';
        memchr::memmem::find_iter(self.text.as_bytes(), word.as_bytes()).any(|at| {
            let end = at + word.len();
            !self.text[..at].ends_with(is_part)
                && !self.text[end..].starts_with(is_part)
                && python::around(self.imports, |it| &it.range, &(at..end)).is_none()
        })
    }
}
