//! What an entry says that cannot be meant, seen from the entry as it is written.

use std::collections::{BTreeSet, HashMap};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::span::Span;
use crate::spec::{Case, Decorate, Entry, Item, Rule, Str, Suite, Symbol};
use crate::template::outside_holes;

/// Reports names that stand twice where one is meant, decorators with their sign, modules that are
/// paths, mirrors whose sides do not fit and rules that nothing shows to work.
pub(super) fn mistakes(problems: &mut Diagnostics, entries: &[&Entry]) {
    let mut slugs: HashMap<&str, &Str> = HashMap::new();
    for entry in entries {
        match &entry.item {
            Item::Suite(suite) => self::suite(problems, suite),
            Item::Symbol(symbol) => self::symbol(problems, symbol),
            Item::Mirror { to } => mirror(problems, &entry.name, to),
            Item::Rule(rule) => {
                untried(problems, &entry.name, rule);
                if let Some(first) = slugs.insert(&rule.slug.value.value, &entry.name) {
                    let (slug, first) = (&rule.slug.value.value, &first.value.value);
                    let message = format!("the rule `{first}` has the slug `{slug}` already");
                    let diagnostic = Diagnostic::error("duplicate", rule.slug.span, message);
                    problems.push(diagnostic.with_help("a slug names one rule: give it another"));
                }
            }
            _ => {}
        }
    }
}

fn suite(problems: &mut Diagnostics, suite: &Suite) {
    twice(problems, &suite.cases);
    suite.class.iter().for_each(|it| identifier(problems, it, "a class"));
    for case in &suite.cases {
        identifier(problems, &case.name, "a function");
        collected(problems, &case.name);
        nested(problems, &case.template);
    }
    let of_cases = suite.cases.iter().flat_map(|it| &it.decorators);
    for Decorate { text, .. } in suite.decorators.iter().chain(of_cases) {
        if let Some(name) = text.value.value.trim_start().strip_prefix('@') {
            let message = "a decorator is named without its `@`";
            let diagnostic = Diagnostic::error("decorator-sign", text.span, message);
            problems.push(diagnostic.with_help(format!("write `decorate \"{name}\"`")));
        }
    }
}

/// Cases of one name may only stand beside each other for different classes.
fn twice(problems: &mut Diagnostics, cases: &[Case]) {
    let mut seen = BTreeSet::new();
    let key = |it: &Case| {
        let when = it.when.as_ref().map(|it| it.value.value.clone());
        (it.name.value.value.clone(), when)
    };
    for Case { name, .. } in cases.iter().filter(|it| !seen.insert(key(it))) {
        let message = format!("there are two cases `{}`", name.value.value);
        let help = "give the second one a name of its own, or a `when=`, or remove it";
        problems.push(Diagnostic::error("duplicate", name.span, message).with_help(help));
    }
}

/// What stands between the holes of a name must be letters of one.
fn identifier(problems: &mut Diagnostics, name: &Str, what: &str) {
    let is_letter = |it: char| it.is_alphanumeric() || it == '_';
    let written = name.value.value.as_str();
    let parts = outside_holes(written);
    if !parts.iter().all(|it| it.chars().all(is_letter)) {
        let message = format!("`{written}` is no name of {what}");
        let diagnostic = Diagnostic::error("python-name", name.span, message);
        problems.push(diagnostic.with_help(match parts.as_slice() {
            [whole] => format!("write `{}`", whole.replace(|it| !is_letter(it), "_")),
            _ => "between the holes stand letters, digits and `_`".to_owned(),
        }));
    }
}

/// A function that is called otherwise is no test.
fn collected(problems: &mut Diagnostics, name: &Str) {
    let written = name.value.value.as_str();
    if !written.starts_with("test") && !written.starts_with('{') {
        let message = format!("nothing runs `{written}`: the name of a test begins with `test_`");
        let diagnostic = Diagnostic::warning("not-collected", name.span, message);
        problems.push(diagnostic.with_help(format!("call it `test_{written}`")));
    }
}

/// A body is what stands in the test, not the test.
fn nested(problems: &mut Diagnostics, body: &Str) {
    let text = body.value.value.as_str();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.starts_with("def test") {
            let place = body.value.place(&(at..at + line.trim_end().len()));
            let span = Span::new(body.span.source, place);
            let message = "a test in the test: nothing runs it";
            let help = "leave out the `def`: it is made from the case's name";
            problems.push(Diagnostic::error("nested-test", span, message).with_help(help));
        }
        at += line.len();
    }
}

fn symbol(problems: &mut Diagnostics, symbol: &Symbol) {
    let marked = symbol.places.iter().filter(|it| it.default).map(|it| &it.module);
    let mut files = BTreeSet::new();
    // An overlay may mark a place of its own.
    for module in marked.filter(|it| !files.insert(it.span.source)) {
        let message = "a second place is marked `default=`";
        let help = "the marked place holds where there is no checkout: mark one";
        problems.push(Diagnostic::error("duplicate", module.span, message).with_help(help));
    }
    let is_dotted = |it: &str| {
        it.split('.').all(|part| {
            !part.starts_with(|it: char| it.is_ascii_digit())
                && !part.is_empty()
                && part.chars().all(|it| it.is_alphanumeric() || it == '_')
        })
    };
    for module in symbol.places.iter().map(|it| &it.module) {
        let name = module.value.value.as_str();
        if !is_dotted(name) {
            let message = format!("`{name}` is no dotted name of a module");
            let dotted = name.trim_end_matches(".py").replace(['/', '\\'], ".");
            let diagnostic = Diagnostic::error("module-name", module.span, message);
            problems.push(if is_dotted(&dotted) {
                diagnostic.with_help(format!("write `{dotted}`"))
            } else {
                diagnostic.with_help("write it as an import does, `package.module`")
            });
        }
    }
}

fn mirror(problems: &mut Diagnostics, from: &Str, to: &Str) {
    let bound: Vec<&str> = holes(&from.value.value).collect();
    for name in holes(&to.value.value).filter(|it| !bound.contains(it)) {
        let message = format!("the source file's path has no `{{{name}}}`");
        let diagnostic = Diagnostic::error("unknown-name", to.span, message);
        problems.push(diagnostic.with_suggestion(name, bound.iter().copied()));
    }
}

/// The names in braces.
fn holes(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|it| it.split('}').next()).map(|it| it.trim_end_matches('.'))
}

fn untried(problems: &mut Diagnostics, name: &Str, rule: &Rule) {
    if rule.bad.is_empty() {
        let message = format!("nothing shows that the rule `{}` finds anything", name.value.value);
        let help =
            "give it code that it must find, `bad \"…\"`, and code that it must not, `good \"…\"`";
        problems.push(Diagnostic::warning("untried", name.span, message).with_help(help));
    }
}
