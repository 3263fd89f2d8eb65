//! Instructions for agents: their templates compiled, and checked against what they may read.

use indexmap::IndexMap;

use crate::diagnostic::Diagnostic;
use crate::model::{Model, Skill, SkillPage};
use crate::spec::{self, Entry, Item};
use crate::template::Shape;

use super::compile::Compiler;
use super::text;

/// Compiles the skills, after all that they speak of.
pub(super) fn skills(compiler: &mut Compiler<'_>, model: &mut Model, entries: &[&Entry]) {
    for entry in entries {
        let Item::Skill(skill) = &entry.item else { continue };
        let mut flavors = IndexMap::new();
        for (name, pages) in &skill.flavors {
            let pages = pages.iter().filter_map(|it| page(compiler, model, it));
            flavors.insert(text(name), pages.collect());
        }
        if flavors.is_empty() {
            let message = format!("the skill `{}` has no flavor", text(&entry.name));
            let help = "give it one: `flavor \"name\" { page \"SKILL.md\" \"…\"; }`";
            compiler.problems.push(
                Diagnostic::error("missing-flavor", entry.name.span, message).with_help(help),
            );
        }
        let description = text(&skill.description);
        model.skills.push(Skill { name: text(&entry.name), description, flavors });
    }
}

fn page(compiler: &mut Compiler<'_>, model: &Model, page: &spec::SkillPage) -> Option<SkillPage> {
    let each_category = match &page.each {
        Some(each) if each.value.value != "category" => {
            compiler.unknown("list of pages", each, &each.value.value, ["category"]);
            return None;
        }
        each => each.is_some(),
    };
    let shape = if compiler.is_checked { Shape::Any } else { root(model, each_category) };
    let path = compiler.checked_template(&page.path, &shape, &model.parts);
    let text = compiler.checked_template(&page.text, &shape, &model.parts);
    Some(SkillPage { path: path?, each_category, text: text? })
}

fn strings(names: &[&'static str]) -> Vec<(&'static str, Shape)> {
    names.iter().map(|it| (*it, Shape::Str)).collect()
}

fn record(names: &[&'static str], more: Vec<(&'static str, Shape)>) -> Shape {
    Shape::map(strings(names).into_iter().chain(more))
}

/// What a page may read. The library's `skill` fills it.
fn root(model: &Model, each_category: bool) -> Shape {
    let list_of = |names: &[&'static str]| Shape::list(record(names, Vec::new()));
    let texts = || Shape::list(Shape::Str);
    let item = record(&["name", "id", "text"], vec![("texts", texts())]);
    let items = ("items", Shape::list(item));
    let group = record(&["name", "title"], vec![("columns", texts()), items]);
    let example = record(
        &["title", "target"],
        vec![("sources", list_of(&["path", "text"])), ("tests", list_of(&["path", "text"]))],
    );
    let case = record(
        &["name"],
        vec![("covers", texts()), ("shown", Shape::Str), ("on_request", Shape::Bool)],
    );
    let category = record(
        &["name", "title"],
        vec![
            ("signals", texts()),
            ("covers", list_of(&["name", "meaning"])),
            ("cases", Shape::list(case)),
            ("requirements", Shape::list(group.clone())),
            ("examples", Shape::list(example)),
        ],
    );
    let rule = record(
        &["id", "slug", "title", "why", "severity"],
        vec![("bad", texts()), ("good", texts())],
    );
    let place = record(&["path"], vec![("default", Shape::Bool)]);
    let renamed = record(&["name"], vec![("others", texts())]);
    let symbol =
        record(&["name"], vec![("places", Shape::list(place)), ("renamed", Shape::list(renamed))]);
    let groups = model.requirements.keys().map(|it| (it.as_str(), group.clone()));
    let mut names = vec![
        ("skill", record(&["name", "description", "version", "flavor"], Vec::new())),
        ("requirements", Shape::map(groups)),
        ("categories", Shape::list(category.clone())),
        ("symbols", Shape::list(symbol)),
        (
            "values",
            Shape::list(record(&["name", "text"], vec![("of", Shape::optional(Shape::Str))])),
        ),
        ("rules", Shape::list(rule)),
        ("mirrors", list_of(&["from", "to"])),
        ("reminders", texts()),
    ];
    if each_category {
        names.push(("category", category));
    }
    Shape::map(names)
}
