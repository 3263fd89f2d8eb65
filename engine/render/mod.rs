//! Fifth stage: templates filled, names looked up, text formatted. Templates import nothing: what a
//! fragment needs follows from the names it leaves free.

mod names;
mod used;
mod vocabulary;

use camino::Utf8PathBuf;
use indexmap::IndexMap;

use crate::checkout::Checkout;
use crate::diagnostic::{Diagnostic, Diagnostics, Failed};
use crate::inspect::{Facts, Subject};
use crate::model::{Case, Model, Suite};
use crate::plan::{
    CasePlan, FilePlan, FileStyle, Host, Plan, Skipped, SuitePlan, context, with_flags,
};
use crate::python::{ByteRange, FormatOptions, Indentation, format, reindent};
use crate::settings::Settings;
use crate::splice::NeededImport;

use names::{Resolver, Unresolved};
use used::only_used;
pub use vocabulary::{Fallback, Vocabulary};

/// Everything that goes into one test file.
pub struct FileFragments<'p> {
    /// The test file.
    pub path: Utf8PathBuf,
    /// Why it, and what it is now.
    pub file: &'p FilePlan<'p>,
    /// By class.
    pub fragments: Vec<Fragment>,
}

/// Tests for one class.
#[derive(Clone)]
pub struct Fragment {
    /// The category's name.
    pub category: String,
    /// The class they go into.
    pub host: Host,
    /// What a new class begins with: decorators and the `class` line.
    pub header: String,
    /// The tests, formatted.
    pub tests: Vec<Test>,
    /// What the header needs.
    pub imports: Vec<NeededImport>,
}

/// One test's text.
#[derive(Clone)]
pub struct Test {
    /// The target's name.
    pub target: String,
    /// The function's name.
    pub name: String,
    /// The case's name.
    pub case: String,
    /// The case's name as the spec writes it, the same for all targets.
    pub case_template: String,
    /// The coverage items it serves.
    pub covers: Vec<String>,
    /// `def` and body, at indentation 0.
    pub text: String,
    /// What it needs.
    pub imports: Vec<NeededImport>,
}

/// What was rendered, and what could not be.
#[derive(Default)]
pub struct Rendered<'p> {
    /// By test file.
    pub files: Vec<FileFragments<'p>>,
    /// Tests that name what the checkout lacks.
    pub skipped: Vec<Skipped>,
}

/// What a rendering needs besides the plan.
#[derive(Clone, Copy)]
pub struct Surroundings<'a> {
    /// The spec.
    pub model: &'a Model,
    /// Whose tests they are.
    pub facts: &'a Facts,
    /// Where names are looked up.
    pub checkout: &'a Checkout<'a>,
    /// How code is written there.
    pub settings: &'a Settings,
    /// What a symbol is where the checkout does not say.
    pub fallback: Fallback,
}

/// How many lines are shown of what is not Python.
const SHOWN_LINES: usize = 3;

/// Renders the tests of `plan`.
///
/// # Errors
/// Codes: `render` for a template that fails, `not-python` for one that does not make Python,
/// `unknown-free-name` for a name that nothing defines.
pub fn render<'p>(
    around: Surroundings<'_>,
    plan: &'p Plan<'p>,
    problems: &mut Diagnostics,
) -> Result<Rendered<'p>, Failed> {
    let from = problems.0.len();
    let mut rendered = Rendered::default();
    let vocabulary = Vocabulary::new(&around.model.symbols, around.checkout, around.fallback);
    for (path, file) in &plan.files {
        let mut fragments = Vec::new();
        for suite in &file.suites {
            let subject = &around.facts.subjects[suite.subject];
            let resolver =
                Resolver { vocabulary: &vocabulary, subject, existing: file.existing.as_ref() };
            let mut writer =
                Writer { around, subject, resolver, problems, skipped: &mut rendered.skipped };
            fragments.extend(writer.suite(file, suite));
        }
        if !fragments.is_empty() {
            rendered.files.push(FileFragments { path: path.clone(), file, fragments });
        }
    }
    problems.stop_since(from)?;
    Ok(rendered)
}

/// How a name of the spec is written in a template.
fn in_a_hole(name: &str) -> String {
    format!("write `{{{{ {name} }}}}`: a hole has two braces")
}

struct Writer<'a, 'p> {
    around: Surroundings<'a>,
    subject: &'a Subject,
    resolver: Resolver<'a>,
    problems: &'p mut Diagnostics,
    skipped: &'p mut Vec<Skipped>,
}

impl Writer<'_, '_> {
    fn suite(&mut self, file: &FilePlan<'_>, suite: &SuitePlan<'_>) -> Option<Fragment> {
        let style = suite.suite.style_in(file.style);
        let tests: Vec<Test> =
            suite.cases.iter().filter_map(|case| self.test(suite, case, style)).collect();
        let (header, imports) = self.header(suite)?;
        (!tests.is_empty()).then(|| Fragment {
            category: suite.suite.category.clone(),
            host: suite.host.clone(),
            header,
            tests,
            imports,
        })
    }

    /// Decorators and first line of a new class, and what they need.
    fn header(&mut self, suite: &SuitePlan<'_>) -> Option<(String, Vec<NeededImport>)> {
        let Host::New { name, bases, decorators, attributes } = &suite.host else {
            return Some((String::new(), Vec::new()));
        };
        let decorators: String = decorators.iter().map(|it| format!("@{it}\n")).collect();
        let bases =
            if bases.is_empty() { String::new() } else { format!("({})", bases.join(", ")) };
        let attributes: String = attributes.iter().map(|it| format!("    {it}\n")).collect();
        let written = format!("{decorators}class {name}{bases}:\n{attributes}    pass\n");
        match self.resolver.resolve(&written, &IndexMap::new()) {
            Ok((text, imports)) => {
                Some((text.trim_end().trim_end_matches("pass").trim_end().to_owned(), imports))
            }
            Err(Unresolved::Unknown(free)) => {
                self.unknown_in_head(suite.suite, &free);
                None
            }
            Err(unresolved) => {
                for case in &suite.cases {
                    self.leave_out(case, &unresolved);
                }
                None
            }
        }
    }

    fn test(
        &mut self,
        suite: &SuitePlan<'_>,
        plan: &CasePlan<'_>,
        style: FileStyle,
    ) -> Option<Test> {
        let body = self.body(suite, plan, style)?;
        let decorators: String = plan.decorators.iter().map(|it| format!("@{it}\n")).collect();
        let receiver = if style == FileStyle::Classes { "self" } else { "" };
        let returns = if suite.annotated { " -> None" } else { "" };
        let body = match reindent(&body, Indentation::LEVEL) {
            Ok(body) => body,
            Err(error) => {
                self.not_python(plan.case, &error.message, (&body, error.range.start));
                return None;
            }
        };
        let written = format!("{decorators}def {}({receiver}){returns}:\n{body}", plan.name);
        let (text, imports) = match self.resolver.resolve(&written, &plan.brought) {
            Ok(resolved) => resolved,
            Err(unresolved) => {
                self.leave_out(plan, &unresolved);
                return None;
            }
        };
        let depth = usize::from(style == FileStyle::Classes);
        let options = FormatOptions::new(self.around.settings.line_length, depth);
        match format(&text, &options) {
            Ok(text) => {
                let covers = plan.case.covers.clone();
                let (name, case) = (plan.name.clone(), plan.title.clone());
                let case_template = plan.case.template().to_owned();
                let target = self.subject.title();
                Some(Test { target, name, case, case_template, covers, text, imports })
            }
            Err(error) => {
                self.not_python(plan.case, &error.message, (&text, error.range.start));
                None
            }
        }
    }

    fn body(
        &mut self,
        suite: &SuitePlan<'_>,
        plan: &CasePlan<'_>,
        style: FileStyle,
    ) -> Option<String> {
        let model = self.around.model;
        let fixture = match style {
            FileStyle::Classes => &model.class_style.fixture,
            FileStyle::Functions => &model.function_style.fixture,
        };
        let mut names = with_flags(&context(model, self.subject), plan.flags.clone());
        names.insert("fixture".into(), fixture.as_str().into());
        names.insert("class_exists".into(), matches!(suite.host, Host::Existing(_)).into());
        names.insert("given".into(), plan.setup.join("\n").into());
        names.extend(plan.givens.clone());
        match plan.case.body.render(&names, &model.parts) {
            // Where nothing is set up, the blank line behind it has nothing to set off.
            Ok(body) => {
                let body = only_used(&body, &plan.variables);
                Some(body.trim_start_matches('\n').to_owned())
            }
            Err(error) => {
                let part = error.part.as_ref();
                let part = part.and_then(|it| Some(model.parts.0.get(&it.0)?.place(&it.1)));
                let span = part.unwrap_or_else(|| plan.case.body.place(&error.range));
                let message = format!("{} (for `{}`)", error.message, self.subject.title());
                let diagnostic = Diagnostic::error("render", span, message);
                self.problems.push(Diagnostic { help: error.help, ..diagnostic });
                None
            }
        }
    }

    fn leave_out(&mut self, plan: &CasePlan<'_>, unresolved: &Unresolved) {
        let case = plan.case;
        let (reason, unlock) = match unresolved {
            Unresolved::Unknown(free) if makes(plan, free) => return self.lacks_given(case, free),
            Unresolved::Unknown(free) => return self.unknown_name(case, free),
            Unresolved::NotPython(message) => return self.not_python(case, message, ("", 0)),
            Unresolved::Broken { symbol, path } => (
                format!("`{symbol}` cannot be looked up: `{path}` is not valid Python"),
                "mend that file".to_owned(),
            ),
            Unresolved::Absent { symbol, places } => (
                format!("the checkout has no `{symbol}`"),
                format!("add the place where it lives to `symbol \"{symbol}\"`; tried: {places}"),
            ),
            Unresolved::Taken { name, by } => (
                format!("`{name}` is {by} in the test file"),
                "rename it there, or exclude this test".to_owned(),
            ),
        };
        self.skipped.push(Skipped {
            target: self.subject.title(),
            case: plan.name.clone(),
            case_template: case.template().to_owned(),
            reason,
            unlock: Some(unlock),
            on_request: false,
        });
    }

    fn lacks_given(&mut self, case: &Case, free: &str) {
        let message = format!("the template uses `{free}` and never makes it");
        let (span, help) = match case.body.place_of(&self.around.model.parts, given) {
            Some(span) => (
                span,
                format!(
                    "this is not printed for `{}`: take it out of the `if` or `for` around it, or \
                     put it into every branch",
                    self.subject.title()
                ),
            ),
            None => (
                case.body.text.span,
                "`{{ given }}` prints the lines that make what `given` asks for: put it first"
                    .to_owned(),
            ),
        };
        self.problems.push(Diagnostic::error("given-unused", span, message).with_help(help));
    }

    /// Says that nothing defines what a decorator, base or attribute of a suite names.
    fn unknown_in_head(&mut self, suite: &Suite, free: &str) {
        let decorators = suite.decorators.iter().map(|it| &it.text);
        let attributes = suite.attributes.iter().map(|it| &it.value);
        let mut texts = suite.bases.iter().chain(decorators).chain(attributes);
        let (parts, find) = (&self.around.model.parts, |text: &str| range_of(text, free));
        let span = texts.find_map(|it| it.place_of(parts, find));
        let span = span.unwrap_or(suite.class.text.span);
        let symbols = &self.around.model.symbols.0;
        let dotted = suite.bases.iter().map(|it| it.text.value.value.as_str());
        let last = dotted.filter(|it| it.starts_with(free)).find_map(|it| it.rsplit('.').next());
        let help = match last.filter(|it| symbols.contains_key(*it)) {
            Some(name) => format!("write `{name}`: a symbol is imported from where it lives"),
            None => self.what_defines(free),
        };
        let message = format!("nothing defines `{free}`, which the class of the tests needs");
        self.problems.push(Diagnostic::error("unknown-free-name", span, message).with_help(help));
    }

    fn unknown_name(&mut self, case: &Case, free: &str) {
        let place = case.body.place_of(&self.around.model.parts, |text| range_of(text, free));
        let span = place.unwrap_or(case.body.text.span);
        let message = format!("nothing defines `{free}`, which the template uses");
        let is_given = case.givens.iter().any(|it| it.name == free);
        let help = if is_given { in_a_hole(free) } else { self.what_defines(free) };
        self.problems.push(Diagnostic::error("unknown-free-name", span, message).with_help(help));
    }

    /// How a name comes to be known that nothing defines.
    fn what_defines(&self, free: &str) -> String {
        let known = self.around.model.symbols.0.keys().map(String::as_str);
        if let Some(near) = crate::diagnostic::nearest(free, known) {
            return format!("did you mean `{near}`?");
        }
        if context(self.around.model, self.subject).contains_key(free) {
            return in_a_hole(free);
        }
        let call = format!(".{free}(");
        let mut values = self.around.model.values.values();
        if values.any(|it| it.template.text.value.value.contains(&call)) {
            return format!("it is a method: `{{{{ fixture }}}}.{free}(…)`");
        }
        // What modules are called.
        if free.bytes().all(|it| it.is_ascii_lowercase()) {
            return format!(
                "add `symbol \"{free}\" \"package.module\"`; for a module itself, \
                 `symbol \"{free}\" \"{free}\" import=#true`"
            );
        }
        format!("add `symbol \"{free}\" \"package.module\"`, or a fact that leads to it")
    }

    /// Says that what a case makes cannot be parsed: `made` is the text, and where it stops.
    fn not_python(&mut self, case: &Case, message: &str, (made, at): (&str, usize)) {
        let message = format!(
            "what the template makes for `{}` is not Python: {message}",
            self.subject.title()
        );
        let end = made.get(at..).and_then(|it| it.find('\n')).map_or(made.len(), |it| at + it);
        let lines: Vec<&str> = made[..end].lines().filter(|it| !it.trim().is_empty()).collect();
        let shown = &lines[lines.len().saturating_sub(SHOWN_LINES)..];
        // A line that the template has word for word is pointed at; others come out of holes.
        let parts = &self.around.model.parts;
        let place = shown
            .iter()
            .rev()
            .filter(|it| it.trim().len() > 1)
            .find_map(|line| case.body.place_of(parts, |text| range_of(text, line.trim())));
        let span = place.unwrap_or(case.body.text.span);
        let has_variable =
            |it: &&str| it.split('$').skip(1).any(|it| it.starts_with(char::is_uppercase));
        let help = if shown.last().is_some_and(has_variable) {
            "metavariables, `$NAME`, stand in patterns; a template writes `{{ … }}`".to_owned()
        } else if shown.is_empty() {
            "look at what the name, the decorators and the bases of its suite make".to_owned()
        } else {
            let shown: Vec<String> = shown.iter().map(|it| format!("    {it}")).collect();
            let template = case.body.template().ok();
            let mut parts: Vec<&str> =
                template.iter().flat_map(|it| it.includes()).map(|(name, _)| name).collect();
            parts.sort_unstable();
            parts.dedup();
            let parts = match parts.as_slice() {
                [] => String::new(),
                parts => format!("\nit includes {}", crate::diagnostic::backquoted(parts)),
            };
            format!("up to there, it makes\n{}{parts}", shown.join("\n"))
        };
        self.problems.push(Diagnostic::error("not-python", span, message).with_help(help));
    }
}

/// Where `template` prints what is given.
fn given(template: &str) -> Option<ByteRange> {
    let is_given = |at: &usize| template[at + 2..].trim_start().starts_with("given");
    let at = template.match_indices("{{").map(|(at, _)| at).find(is_given)?;
    Some(at..template[at..].find('\n').map_or(template.len(), |it| at + it))
}

fn range_of(text: &str, part: &str) -> Option<ByteRange> {
    text.find(part).map(|at| at..at + part.len())
}

/// Whether `name` is a variable that the set-up lines of a test make.
fn makes(plan: &CasePlan<'_>, name: &str) -> bool {
    plan.variables.iter().any(|it| it.name == name)
}
