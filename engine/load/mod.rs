//! First stage: KDL text to `Spec`, as written. Includes are followed; names stay text.

mod cases;
mod check;
mod entries;
mod facts;
mod looks;
mod places;
mod project;
mod rules;
mod skill;
mod values;

use std::cell::RefCell;
use std::io;

use camino::{Utf8Path, Utf8PathBuf};

use crate::cache;
use crate::diagnostic::{Diagnostic, Diagnostics, Failed};
use crate::kdl::tree::Text;
use crate::kdl::{self, Node, Reader, hints, reader, tree};
use crate::pack;
use crate::sources::{Sources, normal, read_text};
use crate::span::{SourceId, Span, Spanned};
use crate::spec::{Among, Entry, Find, Item, Mode, Spec};

/// The nodes that a file may hold at its top level.
const TOP: &[&str] = &[
    "include",
    "replace",
    "extend",
    "remove",
    "set",
    "checkout",
    "mirror",
    "search",
    "inspect",
    "audit",
    "policy",
    "symbol",
    "style",
    "value",
    "factories",
    "maker",
    "structure",
    "target",
    "routes",
    "fact",
    "table",
    "category",
    "part",
    "suite",
    "check",
    "rule",
    "example",
    "requirements",
    "skill",
];
/// How many of them are no entries: what stands behind them may be replaced.
const NO_ENTRIES: usize = 5;
/// Those of them that hold a list to which more can be added.
const EXTENSIBLE: &[&str] = &[
    "policy",
    "symbol",
    "value",
    "table",
    "category",
    "suite",
    "inspect",
    "check",
    "requirements",
];

/// Loads the spec files `paths`, each with what it includes. A path that is not on disk may name a
/// file of the shipped pack.
///
/// # Errors
/// Codes: `spec-not-found`, `spec-unreadable`, `kdl-syntax` and what the reader reports, such as
/// `unknown-node`, `unknown-property`, `missing-argument`, `wrong-type`.
pub fn load(
    sources: &Sources,
    problems: &mut Diagnostics,
    paths: &[Utf8PathBuf],
) -> Result<Spec, Failed> {
    let from = problems.0.len();
    let mut loader =
        Loader { sources, problems: RefCell::default(), spec: Spec::default(), seen: Vec::new() };
    for path in paths {
        loader.file(path, None);
    }
    let Loader { problems: found, mut spec, seen, .. } = loader;
    problems.0.extend(found.into_inner().0.into_iter().map(places::advised));
    problems.stop_since(from)?;
    let is_project = |it: &&SourceId| sources.is_project(**it);
    if let Some(project) = spec.files.iter().find(is_project).copied() {
        project::leave_out(&mut spec, project, &seen);
    }
    let folder = sources.cache.as_deref();
    spec.checked = folder.is_some_and(|it| cache::is_checked(it, &sources.joined(&spec.files)));
    Ok(spec)
}

/// Makes `pattern` the only rule of `spec`.
pub(crate) fn only_pattern(sources: &Sources, spec: &mut Spec, pattern: &str) {
    let span = Span::new(sources.add("--pattern", pattern), 0..pattern.len());
    let text = |value: &str| {
        let segments = vec![(0, 0)];
        Spanned::new(Text { value: value.to_owned(), segments }, span)
    };
    let name = text("pattern");
    let mut rule = rules::bare(name.clone(), text("the pattern matches"));
    rule.severity = Some(text("warning"));
    rule.finds.push(Find {
        among: Among::Code,
        patterns: vec![text(pattern)],
        conditions: Vec::new(),
        fixes: Vec::new(),
    });
    spec.entries.retain(|it| !matches!(it.item, Item::Rule(_) | Item::Check(_)));
    let item = Item::Rule(Box::new(rule));
    spec.entries.push(Entry { name, span, mode: Mode::Add, item, meets: Vec::new() });
    spec.ruleless = true;
}

/// The text of a spec file, laid out.
///
/// # Errors
/// `kdl-syntax`.
pub fn format(
    sources: &Sources,
    problems: &mut Diagnostics,
    path: &Utf8Path,
    text: &str,
) -> Result<String, Failed> {
    let from = problems.0.len();
    let source = sources.add(path, text);
    let before = match tree::parse(text) {
        Ok(nodes) => nodes,
        Err(found) => {
            let found = hints::causes(text, &found);
            problems.0.extend(found.iter().map(|it| syntax(source, it)));
            problems.stop_since(from)?;
            Vec::new()
        }
    };
    let laid_out = kdl::format(text);
    let is_same = tree::parse(&laid_out).is_ok_and(|after| tree::say_the_same(&before, &after));
    // Better not laid out than changed.
    Ok(if is_same { laid_out } else { text.to_owned() })
}

struct Loader<'a> {
    sources: &'a Sources,
    problems: RefCell<Diagnostics>,
    spec: Spec,
    seen: Vec<(Utf8PathBuf, SourceId)>,
}

impl Loader<'_> {
    fn file(&mut self, path: &Utf8Path, from: Option<Span>) {
        let (path, text) = match find(&normal(path)) {
            Ok(found) => found,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return self.not_found(path, from);
            }
            Err(error) => return self.unreadable(path, from, &error),
        };
        // A shipped file is the same file wherever a copy of it lies.
        let own = path.file_name().filter(|name| pack::text(name) == Some(&text));
        let identity = own.map_or_else(|| path.clone(), Utf8PathBuf::from);
        if let Some((_, source)) = self.seen.iter().find(|(it, _)| *it == identity) {
            // Asked for all the same, though an earlier one included it.
            if from.is_none() && !self.spec.asked.contains(source) {
                self.spec.asked.push(*source);
            }
            return;
        }
        let shown = path.strip_prefix(pack::FOLDER).unwrap_or(&path);
        let source = self.sources.add(shown, text);
        self.seen.push((identity, source));
        let Some(nodes) = self.nodes(source) else { return };
        self.includes(&nodes, source, &path);
        let entries = self.entries(&nodes, source);
        self.spec.files.push(source);
        if from.is_none() {
            self.spec.asked.push(source);
        }
        self.spec.entries.extend(entries);
    }

    fn entries(&self, nodes: &[Node], source: SourceId) -> Vec<Entry> {
        let problems = &self.problems;
        let mut entries = Vec::new();
        for reader in reader::read_nodes(nodes, source, problems, TOP, "a spec file") {
            match reader.name() {
                "include" => {
                    reader.required_argument("the path of a spec file");
                    reader.finish();
                }
                "replace" => {
                    self.bare_entry(&reader);
                    for inner in reader.children(&TOP[NO_ENTRIES..]) {
                        entries.extend(entries::entry(inner, Mode::Replace));
                    }
                    reader.finish();
                }
                "extend" => {
                    self.bare_entry(&reader);
                    for inner in reader.children(EXTENSIBLE) {
                        entries.extend(entries::entry(inner.extending(), Mode::Extend));
                    }
                    reader.finish();
                }
                _ => entries.extend(entries::entry(reader, Mode::Add)),
            }
        }
        entries
    }

    /// Says of an entry without braces where it belongs.
    fn bare_entry(&self, reader: &Reader<'_>) {
        if let Some(kind) = reader.argument() {
            let (name, kind, span) = (reader.name(), &kind.value.value, kind.span);
            let message = format!("what `{name}` is about stands in braces");
            let help = format!("write `{name} {{ {kind} \"…\" … }}`");
            let diagnostic = Diagnostic::error("unknown-argument", span, message).with_help(help);
            self.problems.borrow_mut().push(diagnostic);
            reader.arguments();
        }
    }

    fn includes(&mut self, nodes: &[Node], source: SourceId, path: &Utf8Path) {
        for node in nodes.iter().filter(|it| it.name == "include") {
            if let Some(tree::Entry { value: tree::Scalar::Text(text), range, .. }) =
                node.entries.first()
            {
                let included = path.parent().unwrap_or(Utf8Path::new("")).join(&text.value);
                self.file(&included, Some(Span::new(source, range.clone())));
            }
        }
    }

    fn nodes(&self, source: SourceId) -> Option<Vec<Node>> {
        let text = self.sources.get(source).text.clone();
        if let Some(nodes) = pack::nodes(&text) {
            return Some(nodes);
        }
        let cache = self.sources.cache.as_deref();
        if let Some(nodes) = cache.and_then(|folder| cache::get(folder, &text)) {
            return Some(nodes);
        }
        match tree::parse(&text) {
            Ok(nodes) => {
                if let Some(folder) = cache {
                    cache::put(folder, &text, &nodes);
                }
                Some(nodes)
            }
            Err(found) => {
                for problem in hints::causes(&text, &found) {
                    self.problems.borrow_mut().push(syntax(source, &problem));
                }
                None
            }
        }
    }

    fn unreadable(&self, path: &Utf8Path, from: Option<Span>, error: &io::Error) {
        let message = format!("`{path}` cannot be read: {error}");
        let diagnostic = about_file("spec-unreadable", from, message);
        self.problems.borrow_mut().push(diagnostic.with_help("a spec is a text file of KDL 2"));
    }

    fn not_found(&self, path: &Utf8Path, from: Option<Span>) {
        let message = format!("there is no spec file `{path}`");
        let known: Vec<&str> = pack::names().collect();
        let diagnostic = about_file("spec-not-found", from, message);
        let name = path.file_name().unwrap_or_default();
        self.problems.borrow_mut().push(diagnostic.with_suggestion(name, known));
    }
}

/// What is said of a file: at its `include`, if it was included.
fn about_file(code: &'static str, from: Option<Span>, message: String) -> Diagnostic {
    match from {
        Some(span) => Diagnostic::error(code, span, message),
        None => Diagnostic::placeless(code, message),
    }
}

/// The text on disk, or else the shipped file of that name, and its path; what a shipped file
/// includes is shipped, whatever lies on disk.
fn find(path: &Utf8Path) -> io::Result<(Utf8PathBuf, String)> {
    let shipped = |name: &str| Some((pack::path(name), pack::text(name)?.to_owned()));
    if let Ok(name) = path.strip_prefix(pack::FOLDER) {
        return shipped(name.as_str()).ok_or_else(|| io::ErrorKind::NotFound.into());
    }
    read_text(path).map(|text| (path.to_owned(), text)).or_else(|error| match error.kind() {
        io::ErrorKind::InvalidData => Err(error),
        _ => path.file_name().and_then(shipped).ok_or(error),
    })
}

fn syntax(source: SourceId, problem: &tree::SyntaxProblem) -> Diagnostic {
    let mut characters = problem.message.chars();
    let first = characters.next().map(|it| it.to_lowercase().to_string()).unwrap_or_default();
    let message = format!("{first}{} (read as KDL 2)", characters.as_str());
    let diagnostic =
        Diagnostic::error("kdl-syntax", Span::new(source, problem.range.clone()), message);
    match &problem.help {
        Some(help) => diagnostic.with_help(help),
        None => diagnostic,
    }
}
