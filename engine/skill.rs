//! Instructions for agents, made from the spec: what it is held to, its checklist, and what its
//! examples make. Stops at texts: `cli` writes them.

use std::sync::Arc;

use camino::Utf8PathBuf;
use indexmap::IndexMap;

use crate::diagnostic::{Diagnostic, Diagnostics, Failed};
use crate::load;
use crate::model::{
    Case, Compiled, Example, Level, Model, Requirements, Rule, Sample, Skill, Symbol, ValueRow,
};
use crate::pipeline::{self, Aim, Request};
use crate::plan::Selection;
use crate::resolve;
use crate::sources::Sources;
use crate::template::{Template, outside_holes};
use crate::value::{Map, Value};

/// One file of a skill.
#[derive(Debug)]
pub struct Page {
    /// Where it stands, the skill's own folder first.
    pub path: Utf8PathBuf,
    /// The text.
    pub text: String,
}

/// The pages of the skills of a spec, in the `flavor` of that name, or in the first of each.
///
/// # Errors
/// [`Failed`]; `problems` say why. Codes of loading, resolving and running examples, `no-skill`,
/// `unknown-flavor`, `template`.
pub fn skill(
    specs: &[Utf8PathBuf],
    flavor: Option<&str>,
    sources: &Sources,
    problems: &mut Diagnostics,
) -> Result<Vec<Page>, Failed> {
    let spec = load::load(sources, problems, specs)?;
    let model = resolve::resolve(sources, problems, spec)?;
    if model.skills.is_empty() {
        return Err(problems.fail(
            Diagnostic::placeless("no-skill", "the spec has no skill")
                .with_help("the shipped pack has one: name no `--spec`, or add a `skill`"),
        ));
    }
    let from = problems.0.len();
    let examples = examples(&model, specs, sources, problems);
    let mut pages = Vec::new();
    for skill in &model.skills {
        let flavor = flavor.or_else(|| skill.flavors.keys().next().map(String::as_str));
        let flavor = flavor.unwrap_or_default();
        let Some(written) = skill.flavors.get(flavor) else {
            let message = format!("the skill `{}` has no flavor `{flavor}`", skill.name);
            let known = skill.flavors.keys().map(String::as_str);
            let diagnostic = Diagnostic::placeless("unknown-flavor", message);
            problems.push(diagnostic.with_suggestion(flavor, known));
            continue;
        };
        let context = context(&model, skill, flavor, &examples);
        for page in written {
            let categories = context.get("categories").cloned();
            let turns = match (page.each_category, categories) {
                (true, Some(Value::List(list))) => list.iter().cloned().map(Some).collect(),
                _ => vec![None],
            };
            for category in turns {
                let mut context = context.clone();
                context.extend(category.map(|it| (Arc::from("category"), it)));
                let path = render(&page.path, &context, &model, problems);
                let text = render(&page.text, &context, &model, problems);
                if let (Some(path), Some(text)) = (path, text) {
                    let path = Utf8PathBuf::from(&skill.name).join(path);
                    pages.push(Page { path, text: format!("{}\n", text.trim_end()) });
                }
            }
        }
    }
    problems.stop_since(from)?;
    Ok(pages)
}

fn render(
    template: &Compiled<Template>,
    context: &Map,
    model: &Model,
    problems: &mut Diagnostics,
) -> Option<String> {
    match template.render(context, &model.parts) {
        Ok(text) => Some(text),
        Err(error) => {
            let place = template.place(&error.range);
            let diagnostic = Diagnostic::error("template", place, error.message);
            problems.push(match error.help {
                Some(help) => diagnostic.with_help(help),
                None => diagnostic,
            });
            None
        }
    }
}

/// What the examples make, by category: all cases, those too that are written on request.
fn examples(
    model: &Model,
    specs: &[Utf8PathBuf],
    sources: &Sources,
    problems: &mut Diagnostics,
) -> IndexMap<String, Vec<Value>> {
    let mut found: IndexMap<String, Vec<Value>> = IndexMap::new();
    for example in &model.examples {
        let selection = Selection { only: vec![String::new()], ..Selection::default() };
        let aim = Aim::Example(example.title.clone());
        let request = Request { specs: specs.to_vec(), aim, selection, ..Request::default() };
        let mut unheard = Diagnostics::default();
        let Ok(outcome) = pipeline::run(&request, sources, &mut unheard) else {
            problems.0.extend(unheard.0);
            continue;
        };
        let report = &outcome.report;
        for name in model.categories.keys() {
            let mut tests = Vec::new();
            for (file, texts) in report.files.iter().zip(&report.texts) {
                if file.tests.iter().any(|it| it.category == *name) {
                    tests.push(file_value(file.path.as_str(), &texts.after));
                }
            }
            if !tests.is_empty() {
                let value = example_value(example, tests);
                found.entry(name.clone()).or_default().push(value);
            }
        }
    }
    found
}

fn example_value(example: &Example, tests: Vec<Value>) -> Value {
    let files = example.files.iter().map(|(path, it)| file_value(path.as_str(), &it.value.value));
    Value::map([
        ("title", text(&example.title)),
        ("target", text(&example.target)),
        ("sources", Value::list(files)),
        ("tests", Value::list(tests)),
    ])
}

fn file_value(path: &str, text: &str) -> Value {
    Value::map([("path", path.into()), ("text", text.trim_end().into())])
}

fn context(
    model: &Model,
    skill: &Skill,
    flavor: &str,
    examples: &IndexMap<String, Vec<Value>>,
) -> Map {
    let groups = model.requirements.iter().map(|(name, it)| (name.as_str(), group(name, it)));
    let mirrors = model.mirrors.iter();
    let mirrors = mirrors.map(|it| Value::map([("from", text(&it.from)), ("to", text(&it.to))]));
    let context = [
        (
            "skill",
            Value::map([
                ("name", text(&skill.name)),
                ("description", text(&skill.description)),
                ("version", text(env!("CARGO_PKG_VERSION"))),
                ("flavor", text(flavor)),
            ]),
        ),
        ("requirements", Value::map(groups)),
        (
            "categories",
            Value::list(model.categories.keys().map(|it| category(model, it, examples))),
        ),
        ("symbols", Value::list(model.symbols.0.iter().map(|(name, it)| symbol(name, it)))),
        ("values", Value::list(model.values.iter().map(|(name, it)| value(name, it)))),
        ("rules", Value::list(model.rules.iter().map(rule))),
        ("mirrors", Value::list(mirrors)),
        ("reminders", texts(&model.layout.reminders)),
    ];
    context.into_iter().map(|(name, value)| (Arc::from(name), value)).collect()
}

fn category(model: &Model, name: &str, examples: &IndexMap<String, Vec<Value>>) -> Value {
    let category = &model.categories[name];
    let covers = category.covers.iter();
    let covers = covers
        .map(|(name, meaning)| Value::map([("name", text(name)), ("meaning", text(meaning))]));
    let suites = model.suites.iter().filter(|it| it.category == name);
    // Cases of one name are for different classes, and say the same here.
    let cases: IndexMap<(String, &[String]), &Case> = suites
        .flat_map(|it| &it.cases)
        .map(|it| ((outside_holes(it.template()).join("…"), it.covers.as_slice()), it))
        .collect();
    let cases = cases.iter().map(|((shown, covers), case)| {
        Value::map([
            ("name", text(case.template())),
            ("shown", text(shown)),
            ("covers", texts(covers)),
            ("on_request", Value::Bool(case.on_demand)),
        ])
    });
    let groups = model.requirements.iter();
    let groups = groups.filter(|(_, it)| it.category.as_deref() == Some(name));
    Value::map([
        ("name", text(name)),
        ("title", text(&category.title)),
        ("signals", texts(&category.signals)),
        ("covers", Value::list(covers)),
        ("cases", Value::list(cases)),
        ("requirements", Value::list(groups.map(|(name, it)| group(name, it)))),
        ("examples", Value::list(examples.get(name).into_iter().flatten().cloned())),
    ])
}

fn group(name: &str, group: &Requirements) -> Value {
    let items = group.items.iter().map(|(item, it)| {
        Value::map([
            ("name", text(item)),
            ("id", text(&format!("{name}.{item}"))),
            ("text", text(it.texts.first().map_or("", String::as_str))),
            ("texts", texts(&it.texts)),
        ])
    });
    Value::map([
        ("name", text(name)),
        ("title", text(&group.title)),
        ("columns", texts(&group.columns)),
        ("items", Value::list(items)),
    ])
}

fn rule(rule: &Rule) -> Value {
    let code = |list: &[Sample]| Value::list(list.iter().map(|it| text(it.shown().trim_end())));
    let severity = if rule.level == Level::Error { "error" } else { "warning" };
    Value::map([
        ("id", text(&rule.id)),
        ("slug", text(&rule.slug)),
        ("title", text(&rule.title)),
        ("why", text(&rule.why)),
        ("severity", text(severity)),
        ("bad", code(&rule.bad)),
        ("good", code(&rule.good)),
    ])
}

fn symbol(name: &str, symbol: &Symbol) -> Value {
    let places = symbol.places.iter().map(|it| {
        let path =
            it.name.as_ref().map_or(it.module.clone(), |name| format!("{}.{name}", it.module));
        Value::map([("path", text(&path)), ("default", Value::Bool(it.default))])
    });
    let renamed = symbol.members.iter().chain(&symbol.keywords);
    let renamed =
        renamed.map(|(name, others)| Value::map([("name", text(name)), ("others", texts(others))]));
    Value::map([
        ("name", text(name)),
        ("places", Value::list(places)),
        ("renamed", Value::list(renamed)),
    ])
}

fn value(name: &str, row: &ValueRow) -> Value {
    Value::map([
        ("name", text(name)),
        ("of", row.of.as_deref().map_or(Value::None, text)),
        ("text", text(row.template.text.value.value.trim_end())),
    ])
}

fn text(it: &str) -> Value {
    it.into()
}

fn texts(list: &[String]) -> Value {
    Value::list(list.iter().map(|it| text(it)))
}
