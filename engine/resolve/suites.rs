//! Suites and their cases, and whether they cover what their category promises.

use crate::diagnostic::Diagnostic;
use crate::model::{Attribute, Case, Decorate, Model, Skip, Suite};
use crate::spec::{self, Entry, Item};
use crate::template::Shape;

use super::compile::Compiler;
use super::facts::predicate;
use super::shapes::{self, Names};
use super::{text, values};

/// Compiles the suites.
pub(super) fn suites(compiler: &mut Compiler<'_>, model: &mut Model, entries: &[&Entry]) {
    for entry in entries {
        let Item::Suite(suite) = &entry.item else { continue };
        ready(compiler, suite, entries);
        if let Some(suite) = self::suite(compiler, model, entry, suite) {
            model.suites.push(suite);
        }
    }
}

/// What the bases have ready must be values that a test would make otherwise.
fn ready(compiler: &mut Compiler<'_>, suite: &spec::Suite, entries: &[&Entry]) {
    let values = entries.iter().filter_map(|entry| match &entry.item {
        Item::Value(row) if !row.is_for_parameters() => Some(entry.name.value.value.as_str()),
        _ => None,
    });
    for name in &suite.ready {
        if !values.clone().any(|it| it == name.value.value) {
            compiler.unknown("value", name, &name.value.value, values.clone());
        }
    }
}

fn suite(
    compiler: &mut Compiler<'_>,
    model: &Model,
    entry: &Entry,
    suite: &spec::Suite,
) -> Option<Suite> {
    let (category, target) = (text(&suite.category), text(&suite.target));
    if !model.categories.contains_key(&category) {
        let known = model.categories.keys().map(String::as_str);
        compiler.unknown("category", &suite.category, &category, known);
    }
    if !model.targets.contains_key(&target) {
        let known = model.targets.keys().map(String::as_str);
        compiler.unknown("target", &suite.target, &target, known);
        return None;
    }
    let roots = compiler.names(|| {
        let mut roots = shapes::roots(model, &target);
        roots.insert("flags".into(), values::flags_shape(model));
        roots
    });
    let shape = Shape::Map(roots.clone());
    let mut templates = |list: &[spec::Str]| {
        let compiled =
            list.iter().filter_map(|it| compiler.checked_template(it, &shape, &model.parts));
        compiled.collect::<Vec<_>>()
    };
    let (joins, bases) = (templates(&suite.joins), templates(&suite.bases));
    let class = suite.class.as_ref().and_then(|it| templates(std::slice::from_ref(it)).pop());
    if suite.class.is_none() {
        let message = format!("the suite `{}` names no class", entry.name.value.value);
        let help = "add `class \"…Test\"`";
        compiler
            .problems
            .push(Diagnostic::error("missing-class", entry.name.span, message).with_help(help));
    }
    let decorators = suite.decorators.iter().filter_map(|it| decorate(compiler, model, it, &shape));
    let decorators = decorators.collect();
    let attributes = suite.attributes.iter();
    let attributes = attributes.filter_map(|it| attribute(compiler, model, it, &shape)).collect();
    let cases = suite.cases.iter().filter_map(|it| case(compiler, model, &category, it, &roots));
    let cases = cases.collect();
    let exclusive = suite.exclusive.iter().map(text).collect();
    let unchanged = suite.unchanged.iter().map(text).collect();
    let ready = suite.ready.iter().map(text).collect();
    let except = suite.except.iter().map(|it| predicate(compiler, model, it)).collect();
    let (name, class) = (text(&entry.name), class?);
    Some(Suite {
        name,
        category,
        target,
        methods: suite.methods,
        class,
        joins,
        bases,
        decorators,
        attributes,
        unchanged,
        ready,
        except,
        exclusive,
        cases,
    })
}

fn attribute(
    compiler: &mut Compiler<'_>,
    model: &Model,
    it: &spec::Attribute,
    shape: &Shape,
) -> Option<Attribute> {
    let when = compiler.condition(it.when.as_ref(), shape);
    let value = compiler.checked_template(&it.value, shape, &model.parts)?;
    Some(Attribute { name: text(&it.name), value, inherited: it.inherited, when })
}

fn decorate(
    compiler: &mut Compiler<'_>,
    model: &Model,
    it: &spec::Decorate,
    shape: &Shape,
) -> Option<Decorate> {
    let when = compiler.condition(it.when.as_ref(), shape);
    Some(Decorate { text: compiler.checked_template(&it.text, shape, &model.parts)?, when })
}

fn case(
    compiler: &mut Compiler<'_>,
    model: &Model,
    category: &str,
    case: &spec::Case,
    roots: &Names,
) -> Option<Case> {
    let shape = Shape::Map(roots.clone());
    for item in &case.covers {
        let known = model.categories.get(category).map(|it| &it.covers);
        if known.is_some_and(|it| !it.contains_key(&item.value.value)) {
            let known = known.into_iter().flatten().map(|(name, _)| name.as_str());
            compiler.unknown("coverage item", item, &item.value.value, known);
        }
    }
    let mut names = roots.clone();
    names.extend([("given".into(), Shape::Str), ("fixture".into(), Shape::Str)]);
    names.insert("class_exists".into(), Shape::Bool);
    let known: Vec<&str> = model.values.keys().map(String::as_str).collect();
    let mut givens = Vec::new();
    for given in &case.givens {
        givens.extend(values::given(compiler, &known, given, &shape));
        names.insert(text(&given.name).into(), values::given_shape(model, given));
    }
    let body_shape = Shape::Map(names);
    let mut skip_names = roots.clone();
    skip_names.insert("fixture".into(), Shape::Str);
    let skip_shape = Shape::Map(skip_names);
    let skips = case.skips.iter().filter_map(|it| skip(compiler, model, it, &skip_shape)).collect();
    let decorators =
        case.decorators.iter().filter_map(|it| decorate(compiler, model, it, &shape)).collect();
    let when = compiler.condition(case.when.as_ref(), &shape);
    let name = compiler.checked_template(&case.name, &shape, &model.parts);
    let from = compiler.problems.0.len();
    let body = compiler.checked_template(&case.template, &body_shape, &model.parts);
    suggest_given(&mut compiler.problems.0[from..]);
    Some(Case {
        name: name?,
        covers: case.covers.iter().map(text).collect(),
        when,
        on_demand: case.on_demand,
        givens,
        skips,
        decorators,
        body: body?,
    })
}

/// A name that a case uses and nothing is like is most often a value that it forgot to ask for.
fn suggest_given(problems: &mut [Diagnostic]) {
    for problem in problems.iter_mut().filter(|it| it.message.ends_with("is not defined")) {
        let help = problem.help.take().unwrap_or_default();
        let name = problem.message.split('`').nth(1).unwrap_or_default();
        problem.help = Some(if help.starts_with("did you mean") {
            help
        } else {
            format!(
                "if it is a value that the test starts from, ask for it: `given \"{name}\" of=\"…\"`; {help}"
            )
        });
    }
}

fn skip(
    compiler: &mut Compiler<'_>,
    model: &Model,
    skip: &spec::Skip,
    shape: &Shape,
) -> Option<Skip> {
    let unlock = skip.unlock.as_ref();
    let unlock = unlock.and_then(|it| compiler.checked_template(it, shape, &model.parts));
    Some(Skip {
        when: compiler.condition(Some(&skip.when), shape)?,
        reason: compiler.checked_template(&skip.reason, shape, &model.parts)?,
        unlock,
    })
}

/// Every coverage item of a category that has suites must have a case. Cases count as they were
/// written: one that did not compile has been reported for that.
pub(super) fn coverage(compiler: &mut Compiler<'_>, entries: &[&Entry]) {
    for entry in entries {
        let Item::Category(category) = &entry.item else { continue };
        let suites = entries.iter().filter_map(|it| match &it.item {
            Item::Suite(suite) if text(&suite.category) == text(&entry.name) => Some(suite),
            _ => None,
        });
        let cases: Vec<&spec::Case> = suites.flat_map(|suite| &suite.cases).collect();
        let covered: Vec<String> = cases.iter().flat_map(|it| &it.covers).map(text).collect();
        for (item, _) in category.covers.iter().filter(|_| !cases.is_empty()) {
            let name = text(item);
            if !covered.contains(&name) {
                let message = format!("no case covers `{name}`");
                let help = format!("add `covers=\"{name}\"` to the case that does");
                compiler
                    .problems
                    .push(Diagnostic::error("uncovered", item.span, message).with_help(help));
            }
        }
    }
}
