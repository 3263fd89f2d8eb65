//! From a node to typed values, strictly: what is not asked for is a diagnostic, with the names
//! that are known at that place.

use std::cell::RefCell;

use crate::diagnostic::{Diagnostic, Diagnostics, backquoted};
use crate::span::{SourceId, Span, Spanned};

use super::tree::{Entry, Node, Scalar, Text};

/// A property that any node may have, on top of what its reader asks for: what the node is there for.
pub const EVERYWHERE: &str = "meets";

/// Reads one node. Everything that is read is noted; [`Reader::finish`] reports the rest.
pub struct Reader<'a> {
    node: &'a Node,
    source: SourceId,
    problems: &'a RefCell<Diagnostics>,
    /// The nodes that may stand beside it.
    beside: Vec<&'static str>,
    extends: bool,
    used: RefCell<Vec<bool>>,
    asked: RefCell<Vec<&'static str>>,
    /// The children that it may have, once they were asked for.
    inside: RefCell<Option<Vec<&'static str>>>,
}

impl<'a> Reader<'a> {
    /// A reader of `node`, which stands in `source`, where those of the names `beside` may stand.
    fn new(
        node: &'a Node,
        source: SourceId,
        problems: &'a RefCell<Diagnostics>,
        beside: &[&'static str],
    ) -> Self {
        let mut used = vec![false; node.entries.len()];
        if let Some(index) = everywhere(node) {
            used[index] = true;
        }
        let used = RefCell::new(used);
        let (asked, inside) = (RefCell::default(), RefCell::default());
        Self {
            node,
            source,
            problems,
            beside: beside.to_vec(),
            extends: false,
            used,
            asked,
            inside,
        }
    }

    /// The reader of a node that adds to one that is there, whose head it repeats.
    #[must_use]
    pub fn extending(self) -> Self {
        Self { extends: true, ..self }
    }

    /// The node's name.
    pub fn name(&self) -> &'a str {
        &self.node.name
    }

    /// The place of the node's name.
    pub fn name_span(&self) -> Span {
        Span::new(self.source, self.node.name_range.clone())
    }

    /// The place of the whole node.
    pub fn span(&self) -> Span {
        Span::new(self.source, self.node.range.clone())
    }

    /// Reports a diagnostic.
    pub fn report(&self, diagnostic: Diagnostic) {
        self.problems.borrow_mut().push(diagnostic);
    }

    /// The next argument as a string, if there is one left.
    pub fn argument(&self) -> Option<Spanned<Text>> {
        let index = self.unused(|entry| entry.name.is_none())?;
        self.text(index)
    }

    /// The next argument; `what` it should have been is reported when it is missing.
    pub fn required_argument(&self, what: &str) -> Option<Spanned<Text>> {
        let Some(index) = self.unused(|entry| entry.name.is_none()) else {
            let message = format!("`{}` lacks {what}", self.name());
            let given = self.node.entries.iter().filter(|it| it.name.is_none()).count();
            let help = format!("write `{}{}`", self.name(), " \"…\"".repeat(given + 1));
            self.report(
                Diagnostic::error("missing-argument", self.name_span(), message).with_help(help),
            );
            return None;
        };
        self.text(index)
    }

    /// The first argument, read before or not.
    pub fn first_argument(&self) -> Option<Spanned<Text>> {
        let index = self.node.entries.iter().position(|it| it.name.is_none())?;
        self.text(index)
    }

    /// All arguments that are left.
    pub fn arguments(&self) -> Vec<Spanned<Text>> {
        std::iter::from_fn(|| self.argument()).collect()
    }

    /// The property `name` as a string.
    pub fn property(&self, name: &'static str) -> Option<Spanned<Text>> {
        let index = self.property_index(name)?;
        self.text(index)
    }

    /// The property `name`; its absence is reported.
    pub fn required_property(&self, name: &'static str) -> Option<Spanned<Text>> {
        let property = self.property(name);
        if property.is_none()
            && !self.node.entries.iter().any(|it| it.name.as_deref() == Some(name))
        {
            let message = format!("`{}` lacks `{name}=`", self.name());
            let help = match self.first_argument().filter(|_| self.extends) {
                Some(it) => format!(
                    "add `{name}=\"…\"` as it stands there: `hcgen spec show {} {}` prints it",
                    self.name(),
                    it.value.value
                ),
                None => format!("add `{name}=\"…\"`"),
            };
            self.report(
                Diagnostic::error("missing-property", self.name_span(), message).with_help(help),
            );
        }
        property
    }

    /// The property `name` as a boolean, false where it is absent.
    pub fn flag(&self, name: &'static str) -> bool {
        let Some(index) = self.property_index(name) else { return false };
        let entry = &self.node.entries[index];
        match &entry.value {
            Scalar::Bool(value) => *value,
            _ => {
                self.wrong_type(entry, "#true or #false");
                false
            }
        }
    }

    /// The next argument as a whole number; `what` it should have been is reported when it is missing.
    pub fn required_number(&self, what: &str) -> Option<i64> {
        let Some(index) = self.unused(|entry| entry.name.is_none()) else {
            let message = format!("`{}` lacks {what}", self.name());
            let help = format!("write `{} 1`", self.name());
            self.report(
                Diagnostic::error("missing-argument", self.name_span(), message).with_help(help),
            );
            return None;
        };
        self.number(index)
    }

    /// The property `name` as a whole number.
    pub fn number_property(&self, name: &'static str) -> Option<i64> {
        self.number(self.property_index(name)?)
    }

    /// All properties that are left, with their names, for nodes whose properties are columns.
    pub fn properties(&self) -> Vec<(String, Spanned<Text>)> {
        let rest = std::iter::from_fn(|| self.unused(|entry| entry.name.is_some()));
        rest.filter_map(|index| {
            let name = self.node.entries[index].name.clone()?;
            Some((name, self.text(index)?))
        })
        .collect()
    }

    /// What this node and those in it say they are there for: their nodes, and the text.
    pub fn everywhere(&self) -> Vec<(&'a Node, Spanned<Text>)> {
        let (mut found, mut open) = (Vec::new(), vec![self.node]);
        while let Some(node) = open.pop() {
            let said = everywhere(node).map(|index| &node.entries[index]);
            if let Some(Entry { value: Scalar::Text(text), range, .. }) = said {
                let span = Span::new(self.source, range.clone());
                found.push((node, Spanned::new(text.clone(), span)));
            } else if let Some(entry) = said {
                self.wrong_type(entry, "a string");
            }
            open.extend(node.children.iter().rev());
        }
        found
    }

    /// The children whose names are `known`; others are reported.
    pub fn children(&self, known: &[&'static str]) -> Vec<Reader<'a>> {
        self.inside.replace(Some(known.to_vec()));
        let is_property = |it: &&Node| self.asked.borrow().contains(&it.name.as_str());
        let (properties, nodes): (Vec<&Node>, Vec<&Node>) = self
            .node
            .children
            .iter()
            .partition(|it| is_property(it) && !known.contains(&it.name.as_str()));
        for node in properties {
            let span = Span::new(self.source, node.name_range.clone());
            let message =
                format!("`{}` is a property of `{}`, not a node in it", node.name, self.name());
            let help =
                format!("write it before the braces: `{} … {}=\"…\"`", self.name(), node.name);
            self.report(Diagnostic::error("unknown-node", span, message).with_help(help));
        }
        read_nodes(nodes, self.source, self.problems, known, self.name())
    }

    /// Ends the reading: entries that nobody asked for are reported.
    pub fn finish(self) {
        if let Some(entry) = self.run_together() {
            self.unused_entry(entry);
            return;
        }
        let used = self.used.borrow();
        let mut unused = self.node.entries.iter().zip(used.iter()).filter(|(_, used)| !**used);
        while let Some((entry, _)) = unused.next() {
            self.unused_entry(entry);
            // Behind a bare word, what follows is part of the same mistake.
            if bare(entry).is_some() {
                unused.by_ref().for_each(drop);
            }
        }
        if let (None, Some(child)) = (self.inside.borrow().as_ref(), self.node.children.first()) {
            let message = format!("`{}` takes no children", self.name());
            let span = Span::new(self.source, child.name_range.clone());
            self.report(Diagnostic::error("unknown-node", span, message));
        }
    }

    /// A bare word behind the first argument that is the name of a node: a new one was meant.
    fn run_together(&self) -> Option<&Entry> {
        let arguments = self.node.entries.iter().filter(|it| it.name.is_none());
        arguments.skip(1).find(|it| bare(it).is_some_and(|word| self.beside.contains(&word)))
    }

    fn unused_entry(&self, entry: &Entry) {
        let span = Span::new(self.source, entry.range.clone());
        let asked = self.asked.borrow();
        let diagnostic = match &entry.name {
            Some(name) if name == EVERYWHERE || asked.contains(&name.as_str()) => {
                let message = format!("`{name}=` stands twice on `{}`", self.name());
                let help = if name == EVERYWHERE {
                    "join them: `meets=\"…|…\"`"
                } else {
                    "keep one of them"
                };
                Diagnostic::error("duplicate-property", span, message).with_help(help)
            }
            Some(name) => {
                let message = format!("`{}` has no property `{name}`", self.name());
                let diagnostic = Diagnostic::error("unknown-property", span, message)
                    .with_suggestion(name, asked.iter().copied());
                if self.inside.borrow().iter().flatten().any(|it| it == name) {
                    let help =
                        format!("it is a node in it: `{} … {{ {name} \"…\" }}`", self.name());
                    diagnostic.with_help(help)
                } else {
                    diagnostic
                }
            }
            None => {
                let message = format!("`{}` takes no further argument", self.name());
                let help = if let Some(word) = bare(entry) {
                    match word.strip_suffix(':') {
                        Some(name) => format!("a property is written `{name}=\"…\"`"),
                        None => "if a new node begins here, put `;` or a line break before it; a \
                                 text stands in quotes"
                            .to_owned(),
                    }
                } else if asked.is_empty() {
                    "remove it".to_owned()
                } else {
                    format!(
                        "remove it, or name the property it is meant for: {}",
                        backquoted(&asked)
                    )
                };
                Diagnostic::error("unknown-argument", span, message).with_help(help)
            }
        };
        self.report(diagnostic);
    }

    fn unused(&self, wanted: impl Fn(&Entry) -> bool) -> Option<usize> {
        let mut used = self.used.borrow_mut();
        let index = (0..used.len()).find(|it| !used[*it] && wanted(&self.node.entries[*it]))?;
        used[index] = true;
        Some(index)
    }

    fn property_index(&self, name: &'static str) -> Option<usize> {
        self.asked.borrow_mut().push(name);
        self.unused(|entry| entry.name.as_deref() == Some(name))
    }

    fn text(&self, index: usize) -> Option<Spanned<Text>> {
        let entry = &self.node.entries[index];
        if let Some(word) = bare(entry).filter(|it| it.starts_with('\'')) {
            let span = Span::new(self.source, entry.range.clone());
            let help = format!("write `\"{}\"`", word.trim_matches('\''));
            let message = "single quotes are part of the text, which then has no quotes";
            self.report(Diagnostic::error("kdl-syntax", span, message).with_help(help));
            // What it was meant to say is no further mistake.
            let value = word.trim_matches('\'').to_owned();
            let text = Text { segments: vec![(0, entry.range.start + 1)], value };
            return Some(Spanned::new(text, span));
        }
        if let Scalar::Text(text) = &entry.value {
            return Some(Spanned::new(text.clone(), Span::new(self.source, entry.range.clone())));
        }
        self.wrong_type(entry, "a string");
        None
    }

    fn number(&self, index: usize) -> Option<i64> {
        if let Scalar::Int(value) = &self.node.entries[index].value {
            return Some(*value);
        }
        self.wrong_type(&self.node.entries[index], "a whole number");
        None
    }

    fn wrong_type(&self, entry: &Entry, wanted: &str) {
        let found = match &entry.value {
            Scalar::Text(text) => format!("the string \"{}\"", text.value),
            Scalar::Int(value) => format!("the number {value}"),
            Scalar::Bool(value) => format!("#{value}"),
            Scalar::Other(value) => value.clone(),
        };
        let name = entry.name.as_deref().unwrap_or(self.name());
        let message = format!("`{name}` wants {wanted}, not {found}");
        let span = Span::new(self.source, entry.range.clone());
        let diagnostic = Diagnostic::error("wrong-type", span, message);
        self.report(match &entry.value {
            Scalar::Text(text) if wanted.starts_with('#') => {
                let flag = if text.value == "false" { "#false" } else { "#true" };
                diagnostic.with_help(format!("write `{flag}`, without quotes"))
            }
            Scalar::Text(text) if text.value.parse::<i64>().is_ok() => {
                diagnostic.with_help(format!("write `{}`, without quotes", text.value))
            }
            Scalar::Text(_) => diagnostic,
            _ if wanted == "a string" => diagnostic.with_help("put it into quotes"),
            _ => diagnostic,
        });
    }
}

/// The word, if the entry is one without quotes.
fn bare(entry: &Entry) -> Option<&str> {
    match &entry.value {
        Scalar::Text(text) if text.value.len() == entry.range.len() => Some(&text.value),
        _ => None,
    }
}

fn everywhere(node: &Node) -> Option<usize> {
    node.entries.iter().position(|it| it.name.as_deref() == Some(EVERYWHERE))
}

/// Readers of the `nodes` whose names are `known`; the others are reported as unknown in `parent`.
pub fn read_nodes<'a>(
    nodes: impl IntoIterator<Item = &'a Node>,
    source: SourceId,
    problems: &'a RefCell<Diagnostics>,
    known: &[&'static str],
    parent: &str,
) -> Vec<Reader<'a>> {
    let (wanted, unknown): (Vec<&Node>, Vec<&Node>) =
        nodes.into_iter().partition(|it| known.contains(&it.name.as_str()));
    for node in unknown {
        let span = Span::new(source, node.name_range.clone());
        let message = format!("unknown node `{}` in {parent}", node.name);
        let diagnostic = Diagnostic::error("unknown-node", span, message)
            .with_suggestion(&node.name, known.iter().copied());
        let is_word = |it: char| it.is_alphanumeric() || it == '-' || it == '_';
        problems.borrow_mut().push(if node.name.chars().all(is_word) {
            diagnostic
        } else {
            diagnostic.with_help(
                "a node begins on each line and behind each `;`: further values of one stand on \
                 its line, with spaces between",
            )
        });
    }
    wanted.into_iter().map(|node| Reader::new(node, source, problems, known)).collect()
}
