//! From a pattern's text to a statement of Python with holes.

use ruff_python_ast::visitor::source_order::{self, SourceOrderVisitor};
use ruff_python_ast::{self as ast, Expr, Identifier, Mod, Stmt};
use ruff_python_parser::{Mode, ParseError, ParseErrorType, ParseOptions, Parsed};

use super::element::Element;
use super::lex::{self, Hole, MARK, Rendered, Template};
use super::word::{self, Part};
use super::{MAX_LENGTH, Pattern, PatternError};
use crate::python::{ByteRange, byte_range, decapitalized, nesting};

/// Compiles `text`.
pub(super) fn compile(text: &str) -> Result<Pattern, PatternError> {
    if text.len() > MAX_LENGTH {
        return Err(PatternError::new(0..text.len(), "the pattern is longer than 4 KB".to_owned()));
    }
    if let Some(at) = text.find(MARK) {
        let message = format!("a pattern cannot contain `{MARK}`");
        return Err(PatternError::new(at..at + MARK.len_utf8(), message));
    }
    let template = Template::read(text)?;
    let (rendered, statement) = statement(text, &template)?;
    let mut usage = Usage::new(&template, &rendered);
    usage.visit_stmt(&statement);
    if let Stmt::Expr(it) = &statement {
        usage.check_root(&it.value);
    }
    if let Some(error) = usage.error {
        return Err(error);
    }
    let literals = usage.literals;
    let slots = |it: &&Hole| it.slot.is_some();
    let repeats = template.holes.iter().filter(slots).count() > template.metavariables.len();
    Ok(Pattern {
        text: rendered.text,
        statement: Box::new(statement),
        holes: template.holes,
        metavariables: template.metavariables,
        literals,
        repeats,
    })
}

/// The one statement of the pattern.
fn statement(text: &str, template: &Template<'_>) -> Result<(Rendered, Stmt), PatternError> {
    let mut rendered = template.render(&[]);
    nesting::check(&rendered.text)
        .map_err(|error| PatternError::new(0..text.len(), error.message))?;
    let mut parsed = parse(&rendered);
    let entries = template.entries(&rendered, parsed.tokens());
    if !entries.is_empty() {
        rendered = template.render(&entries);
        parsed = parse(&rendered);
    }
    if let Some(error) = parsed.errors().iter().find(|error| !is_tolerated(error, &rendered)) {
        return Err(explain(error, text, &rendered, &template.holes));
    }
    let Mod::Module(module) = parsed.into_syntax() else { return Err(not_one(0..text.len())) };
    let second = module.body.get(1).map(|it| rendered.original(&byte_range(it)));
    let mut statements = module.body.into_iter();
    match (statements.next(), second) {
        (Some(statement), None) => Ok((rendered, statement)),
        (_, second) => Err(not_one(second.unwrap_or(0..text.len()))),
    }
}

/// What statements begin with, and is long enough to be misspelt.
const KEYWORDS: [&str; 12] = [
    "assert", "async", "await", "class", "from", "global", "import", "raise", "return", "while",
    "with", "yield",
];

fn parse(rendered: &Rendered) -> Parsed<Mod> {
    ruff_python_parser::parse_unchecked(&rendered.text, ParseOptions::from(Mode::Module))
}

fn not_one(range: ByteRange) -> PatternError {
    PatternError::new(range, "a pattern is one expression or one statement".to_owned())
        .with_help("write several patterns, or a body that holds the statements")
}

/// A list metavariable may stand where Python allows no positional argument or parameter.
fn is_tolerated(error: &ParseError, rendered: &Rendered) -> bool {
    matches!(
        error.error,
        ParseErrorType::PositionalAfterKeywordArgument
            | ParseErrorType::PositionalAfterKeywordUnpacking
            | ParseErrorType::NonDefaultParamAfterDefaultParam
            | ParseErrorType::ParamAfterVarKeywordParam
    ) && lex::placeholder(&rendered.text[byte_range(&error.location)]).is_some()
}

fn explain(error: &ParseError, text: &str, rendered: &Rendered, holes: &[Hole]) -> PatternError {
    let range = rendered.original(&byte_range(&error.location));
    if text.get(range.clone()).is_some_and(|it| it.starts_with('$')) && !is_hole(&range, holes) {
        return PatternError::new(range, "`$` starts no metavariable here".to_owned()).with_help(
            "metavariables are `$NAME`, `$_`, `$$$` and `$$$NAME`, in upper case; \
             `${NAME}` ends one where letters follow",
        );
    }
    let message = decapitalized(&lex::restore(&error.error.to_string(), holes));
    let help = if message.contains("indented block") {
        "write `...` for any body".to_owned()
    } else if let Some(keyword) = meant(&text[..range.start.min(text.len())]) {
        format!("did you mean `{keyword}`?")
    } else {
        "a pattern is one expression or statement of Python, with `$NAME` for anything and `$$$` \
         for any number of things"
            .to_owned()
    };
    PatternError::new(range, message).with_help(help)
}

/// The keyword that the last word of `before` was to be, where the parser stumbled behind it.
fn meant(before: &str) -> Option<&'static str> {
    let word = before.trim_end().rsplit(|it: char| !it.is_alphanumeric()).next()?;
    let distance = |it: &&str| strsim::damerau_levenshtein(word, it);
    let nearest = KEYWORDS.into_iter().min_by_key(distance)?;
    (1..=2).contains(&distance(&nearest)).then_some(nearest).filter(|_| word.len() > 3)
}

fn is_hole(range: &ByteRange, holes: &[Hole]) -> bool {
    holes.iter().any(|hole| hole.range.start == range.start)
}

/// Looks at how a pattern uses its metavariables, and which words it writes out.
struct Usage<'p> {
    template: &'p Template<'p>,
    rendered: &'p Rendered,
    /// Where a list metavariable may stand.
    lists: Vec<usize>,
    literals: Vec<String>,
    error: Option<PatternError>,
}

impl<'p> Usage<'p> {
    fn new(template: &'p Template<'p>, rendered: &'p Rendered) -> Self {
        Self { template, rendered, lists: Vec::new(), literals: Vec::new(), error: None }
    }

    fn allow(&mut self, element: Element<'_>) {
        self.lists.extend(element.bare_name().and_then(lex::placeholder));
    }

    fn allow_all(&mut self, elements: &[Expr]) {
        for element in elements {
            self.allow(Element::Expression(element));
        }
    }

    fn name(&mut self, name: &str, range: &ByteRange) {
        let range = self.rendered.original(range);
        let holes =
            hole_indexes(name).filter_map(|index| Some((index, self.template.holes.get(index)?)));
        let misplaced = holes.filter(|(index, hole)| hole.many && !self.lists.contains(index));
        for (_, hole) in misplaced {
            let message = format!("`{}` stands where there is no list", hole.written);
            let error = PatternError::new(range.clone(), message)
                .with_help("one item is `$NAME`, or `$_` if it needs no name");
            self.error.get_or_insert(error);
        }
        if lex::placeholder(name).is_none() {
            let texts = word::parts(name, &self.template.holes).into_iter().filter_map(Part::text);
            self.literals.extend(texts.flat_map(|it| words(&it).collect::<Vec<_>>()));
        }
    }

    /// A list metavariable alone would match nothing or everything.
    fn check_root(&mut self, root: &Expr) {
        self.lists.clear();
        if let Expr::Name(name) = root {
            self.name(&name.id, &byte_range(name));
        }
    }
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split('.').filter(|it| !it.is_empty() && it.is_ascii()).map(str::to_owned)
}

impl<'p> SourceOrderVisitor<'p> for Usage<'_> {
    fn visit_stmt(&mut self, statement: &'p Stmt) {
        self.allow(Element::Statement(statement));
        match statement {
            Stmt::Delete(it) => self.allow_all(&it.targets),
            Stmt::Global(it) => it.names.iter().for_each(|it| self.allow(Element::Name(it))),
            Stmt::Nonlocal(it) => it.names.iter().for_each(|it| self.allow(Element::Name(it))),
            _ => {}
        }
        source_order::walk_stmt(self, statement);
    }

    fn visit_expr(&mut self, expression: &'p Expr) {
        match expression {
            Expr::Name(it) => self.name(&it.id, &byte_range(it)),
            Expr::List(it) => self.allow_all(&it.elts),
            Expr::Tuple(it) => self.allow_all(&it.elts),
            Expr::Set(it) => self.allow_all(&it.elts),
            Expr::BoolOp(it) => self.allow_all(&it.values),
            Expr::Dict(it) => it.items.iter().for_each(|it| self.allow(Element::Entry(it))),
            _ => {}
        }
        source_order::walk_expr(self, expression);
    }

    fn visit_arguments(&mut self, arguments: &'p ast::Arguments) {
        self.allow_all(&arguments.args);
        source_order::walk_arguments(self, arguments);
    }

    fn visit_decorator(&mut self, decorator: &'p ast::Decorator) {
        self.allow(Element::Decorator(decorator));
        source_order::walk_decorator(self, decorator);
    }

    fn visit_with_item(&mut self, item: &'p ast::WithItem) {
        self.allow(Element::WithItem(item));
        source_order::walk_with_item(self, item);
    }

    fn visit_alias(&mut self, alias: &'p ast::Alias) {
        self.allow(Element::Alias(alias));
        source_order::walk_alias(self, alias);
    }

    fn visit_parameter_with_default(&mut self, parameter: &'p ast::ParameterWithDefault) {
        self.allow(Element::Parameter(ast::AnyParameterRef::NonVariadic(parameter)));
        source_order::walk_parameter_with_default(self, parameter);
    }

    fn visit_pattern(&mut self, pattern: &'p ast::Pattern) {
        if self.rendered.text[byte_range(pattern)].contains(MARK) {
            let range = self.rendered.original(&byte_range(pattern));
            let message = "metavariables cannot stand in a `case`".to_owned();
            self.error.get_or_insert(PatternError::new(range, message));
        }
        source_order::walk_pattern(self, pattern);
    }

    fn visit_identifier(&mut self, identifier: &'p Identifier) {
        self.name(identifier, &byte_range(identifier));
    }
}

/// The holes that are part of `name`.
fn hole_indexes(name: &str) -> impl Iterator<Item = usize> {
    name.split(MARK).skip(1).step_by(2).filter_map(|index| index.parse().ok())
}
