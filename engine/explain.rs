//! What a name of the spec or of a diagnostic means, for people and programs. Each kind of thing is
//! a [`Topic`]; a new one is a variant, a function that finds it, and a line in [`topics`]. Stops at
//! data.

mod categories;
mod codes;
mod symbols;

use schemars::JsonSchema;
use serde::Serialize;

use crate::builtin::{self, BuiltIn};
use crate::diagnostic::{Diagnostic, Diagnostics, Failed};
use crate::model::{Level, Met, Model, Rule, Safety, Sample};

pub use categories::{CategoryTopic, CoverTopic, ExampleFile, ExampleTopic, TestTopic};
pub use codes::CodeTopic;
pub use symbols::{PlaceTopic, RenamedTopic, SymbolTopic};

/// `hcgen explain --output-format json`
#[derive(Debug, Serialize, JsonSchema)]
pub struct Explained {
    /// Changes when the shape of this data does.
    pub version: u32,
    /// What the name means; empty, if none was given.
    pub topics: Vec<Topic>,
    /// All there is, if no name was given.
    pub names: Vec<TopicName>,
}

/// Something that can be explained, in a line.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TopicName {
    /// `rule`, `category`, `symbol` or `code`.
    pub kind: &'static str,
    /// What it is called.
    pub name: String,
    /// What it is.
    pub title: String,
}

/// What can be explained.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Topic {
    /// A rule of the checklist.
    Rule(RuleTopic),
    /// A category of tests.
    Category(CategoryTopic),
    /// A name that generated code may use, or that facts and rules speak of.
    Symbol(SymbolTopic),
    /// A code of diagnostics.
    Code(CodeTopic),
}

/// A rule of the checklist, or a check that needs none.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RuleTopic {
    /// Its stable id.
    pub id: String,
    /// Its name.
    pub slug: String,
    /// One line.
    pub title: String,
    /// `error` or `warning`.
    pub severity: &'static str,
    /// The reason.
    pub why: String,
    /// What it deliberately leaves alone.
    pub spares: Vec<String>,
    /// What the pack is held to and the rule sees to, word for word.
    pub requirements: Vec<String>,
    /// Only where it is asked for by name.
    pub on_demand: bool,
    /// How it mends what it finds.
    pub fixes: Vec<FixTopic>,
    /// Code that it finds.
    pub bad: Vec<BadCode>,
    /// Code that it leaves alone.
    pub good: Vec<String>,
}

/// A way to mend what a rule finds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FixTopic {
    /// What it does, in a line; absent where what it writes says so.
    pub title: Option<String>,
    /// The code means the same afterwards: `--fix` does it; otherwise `--unsafe-fixes` is needed.
    pub safe: bool,
}

/// Code that a rule finds.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BadCode {
    /// As it is found.
    pub code: String,
    /// What the rule's fixes make of it, where they can and it is said.
    pub fixed: Option<String>,
}

/// The topics that `name` means: an id or slug of a rule, the name of a category or symbol, a code.
///
/// # Errors
/// `unknown-topic`, with what may have been meant.
pub fn explain(
    model: &Model,
    name: &str,
    problems: &mut Diagnostics,
) -> Result<Vec<Topic>, Failed> {
    let all = topics(model);
    // Upper and lower case are the same, unless both are there. What no topic is called may be a
    // place of a symbol, or what stands in one.
    let exact = |it: &&Topic| it.names().any(|known| known == name);
    let alike = |it: &&Topic| it.names().any(|known| known.eq_ignore_ascii_case(name));
    let symbol = |it: &&Topic| matches!(it, Topic::Symbol(it) if it.is_also_called(name));
    let tries: [&dyn Fn(&&Topic) -> bool; 3] = [&exact, &alike, &symbol];
    for fits in tries {
        let found: Vec<Topic> = all.iter().filter(fits).cloned().collect();
        if !found.is_empty() {
            return Ok(found);
        }
    }
    let known = all.iter().flat_map(Topic::names).collect::<Vec<_>>();
    let diagnostic = Diagnostic::placeless("unknown-topic", format!("nothing is called `{name}`"))
        .with_suggestion(name, known.iter().copied());
    let lower: Vec<String> = known.iter().map(|it| it.to_lowercase()).collect();
    let name = name.to_lowercase();
    let near = crate::diagnostic::nearest(&name, lower.iter().map(String::as_str));
    let written = near.and_then(|near| lower.iter().position(|it| it == near));
    Err(problems.fail(match written {
        Some(index) => diagnostic.with_help(format!("did you mean `{}`?", known[index])),
        None => diagnostic.with_help("`hcgen explain` without a name lists what there is"),
    }))
}

/// The code of diagnostics of that name, for which no spec is needed.
pub fn code(name: &str) -> Option<Topic> {
    codes::ALL.iter().find(|it| it.code == name).copied().map(Topic::Code)
}

/// Everything that can be explained: rules, categories and symbols in the order of the spec, codes
/// sorted.
pub fn topics(model: &Model) -> Vec<Topic> {
    let rules = rules(model).into_iter().map(Topic::Rule);
    let categories = categories::categories(model).map(Topic::Category);
    let symbols = symbols::symbols(model).map(Topic::Symbol);
    let codes = codes::ALL.iter().copied().map(Topic::Code);
    rules.chain(categories).chain(symbols).chain(codes).collect()
}

/// The rules of the model, then the checks that need none.
pub fn rules(model: &Model) -> Vec<RuleTopic> {
    let rules = model.rules.iter().map(|it| rule(model, it));
    rules.chain(builtin::ALL.iter().map(built_in)).collect()
}

impl Topic {
    /// It in a line.
    pub fn named(&self) -> TopicName {
        let kind = match self {
            Self::Rule(_) => "rule",
            Self::Category(_) => "category",
            Self::Symbol(_) => "symbol",
            Self::Code(_) => "code",
        };
        let name = self.names().next().unwrap_or_default().to_owned();
        TopicName { kind, name, title: self.title().to_string() }
    }

    /// The names that it is found by.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let (name, other) = match self {
            Topic::Rule(it) => (it.id.as_str(), Some(it.slug.as_str())),
            Topic::Category(it) => (it.name.as_str(), None),
            Topic::Symbol(it) => (it.name.as_str(), None),
            Topic::Code(it) => (it.code, None),
        };
        std::iter::once(name).chain(other)
    }

    /// One line.
    pub fn title(&self) -> &str {
        match self {
            Topic::Rule(it) => &it.title,
            Topic::Category(it) => &it.title,
            Topic::Symbol(it) => it.places.first().map_or("", |it| &it.path),
            Topic::Code(it) => it.meaning,
        }
    }
}

fn rule(model: &Model, rule: &Rule) -> RuleTopic {
    let texts = |list: &[Sample]| list.iter().map(Sample::shown).collect();
    let bad = rule.bad.iter().map(|it| BadCode {
        code: it.shown(),
        fixed: it.fixed.as_ref().map(|it| it.value.value.clone()),
    });
    RuleTopic {
        id: rule.id.clone(),
        slug: rule.slug.clone(),
        title: rule.title.clone(),
        severity: match rule.level {
            Level::Error => "error",
            Level::Warning => "warning",
        },
        why: rule.why.clone(),
        spares: rule.spares.clone(),
        requirements: requirements(model, &rule.id),
        on_demand: rule.on_demand,
        fixes: fixes(rule),
        bad: bad.collect(),
        good: texts(&rule.good),
    }
}

/// Each way to mend it once.
fn fixes(rule: &Rule) -> Vec<FixTopic> {
    let all = rule.finds.iter().flat_map(|it| &it.fixes).chain(&rule.fixes);
    let topics =
        all.map(|it| FixTopic { title: it.title.clone(), safe: it.safety == Safety::Safe });
    let mut once = Vec::new();
    topics.for_each(|it| {
        if !once.contains(&it) {
            once.push(it);
        }
    });
    once
}

/// The requirements that name the rule as what meets them.
fn requirements(model: &Model, rule: &str) -> Vec<String> {
    let groups = model.requirements.values().flat_map(|group| {
        let items = group.items.values();
        items.map(move |item| (&group.title, item))
    });
    let meets = |it: &&Met| it.kind == "rule" && it.entry == rule;
    let met = groups.filter(|(_, item)| item.met.iter().any(|it| meets(&it)));
    met.map(|(title, item)| format!("{title}: {}", item.texts.join(" — "))).collect()
}

fn built_in(it: &BuiltIn) -> RuleTopic {
    let texts = |text: &str| if text.is_empty() { Vec::new() } else { vec![text.to_owned()] };
    RuleTopic {
        id: it.id.to_owned(),
        slug: it.id.to_owned(),
        title: it.title.to_owned(),
        severity: if it.error { "error" } else { "warning" },
        why: it.why.to_owned(),
        spares: Vec::new(),
        requirements: Vec::new(),
        on_demand: false,
        fixes: Vec::new(),
        bad: texts(it.bad).into_iter().map(|code| BadCode { code, fixed: None }).collect(),
        good: texts(it.good),
    }
}
