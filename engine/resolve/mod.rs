//! Second stage: `Spec` to `Model`. Overlays are applied, names bound, templates, expressions and
//! patterns compiled. What comes out holds no dangling name.

mod checklist;
mod compile;
mod conditions;
mod facts;
mod looks;
mod makings;
mod merge;
mod mistakes;
mod order;
mod requirements;
mod routes;
mod rows;
mod settings;
mod shapes;
mod shipped;
mod skill;
mod suites;
mod symbols;
mod unused;
mod values;

use indexmap::IndexMap;

use crate::cache;
use crate::diagnostic::{Diagnostic, Diagnostics, Failed};
use crate::model::{Category, Compiled, Example, Layout, Mirror, Model, PolicySign, Style};
use crate::sources::Sources;
use crate::spec::{self, Entry, Item, Spec, Str};

use compile::Compiler;

pub use requirements::unmet;

/// Makes the model of `spec`.
///
/// # Errors
/// Codes: `duplicate`, `nothing-to-replace`, `nothing-to-extend`, `nothing-to-remove`, `unknown-symbol`, `unknown-fact`,
/// `unknown-target`, `unknown-part`, `unknown-name`, `unknown-category`, `unknown-policy`,
/// `unknown-requirement`, `unreachable-row`, `uncovered`, `template`, `expression`, `pattern`, `unused`.
pub fn resolve(sources: &Sources, problems: &mut Diagnostics, spec: Spec) -> Result<Model, Failed> {
    let from = problems.0.len();
    let (files, asked, is_known) = (spec.files.clone(), spec.asked.clone(), spec.checked);
    let is_checked = is_known || spec.ruleless;
    let merged = merge::merge(sources, problems, spec);
    let entries: Vec<&Entry> = merged.iter().collect();
    if !is_checked {
        mistakes::mistakes(problems, &entries);
    }
    let mut compiler = Compiler { problems, is_checked, is_known };
    let mut model = Model::default();
    for entry in &entries {
        simple(&mut compiler, &mut model, entry);
    }
    values::values(&mut compiler, &mut model, &entries);
    makings::sources(&mut compiler, &mut model, &entries);
    routes::routes(&mut compiler, &mut model, &entries);
    facts::targets(&mut compiler, &mut model, &entries);
    facts::facts(&mut compiler, &mut model, &order::ordered(&entries));
    looks::searches(&mut compiler, &mut model, &entries);
    looks::looks(&mut compiler, &mut model, &entries);
    suites::suites(&mut compiler, &mut model, &entries);
    checklist::rules(&mut compiler, &mut model, &entries);
    settings::settings(&mut compiler, &mut model, &entries);
    suites::coverage(&mut compiler, &entries);
    requirements::meets(&mut compiler, &mut model, &entries);
    skill::skills(&mut compiler, &mut model, &entries);
    needed(&mut compiler, &model, &entries);
    if !is_checked {
        let texts: Vec<_> = files.iter().map(|file| sources.get(*file)).collect();
        let texts: Vec<&str> = texts.iter().map(|it| it.text.as_ref()).collect();
        // What an included file offers need not be used by every spec that includes it.
        let own = entries.iter().copied().filter(|it| asked.contains(&it.span.source));
        unused::unused(compiler.problems, &model, &own.collect::<Vec<_>>(), &texts);
        if let (Some(folder), true) = (&sources.cache, compiler.problems.0.len() == from) {
            cache::mark_checked(folder, &sources.joined(&files));
        }
    }
    compiler.problems.stop_since(from)?;
    Ok(model)
}

/// Suites need to know where modules are and what factories are called on.
fn needed(compiler: &mut Compiler<'_>, model: &Model, entries: &[&Entry]) {
    let suite = entries.iter().find(|it| matches!(it.item, Item::Suite(_)));
    let missing = [
        (model.layout.source_roots.is_empty(), "a `checkout` with a `source-root`"),
        (model.class_style.fixture.is_empty(), "a `style \"class\"`"),
        (model.function_style.fixture.is_empty(), "a `style \"function\"`"),
    ];
    for (_, what) in missing.iter().filter(|(it, _)| *it) {
        if let Some(suite) = suite {
            let message = format!("a suite needs {what}, and the spec has none");
            let help = "include the file of the shipped pack that has it: `include \"common.kdl\"`";
            compiler
                .problems
                .push(Diagnostic::error("missing-entry", suite.name.span, message).with_help(help));
        }
    }
}

/// The entries that need no other entry.
fn simple(compiler: &mut Compiler<'_>, model: &mut Model, entry: &Entry) {
    let name = entry.name.value.value.clone();
    match &entry.item {
        Item::Checkout(checkout) => model.layout = layout(compiler, checkout),
        Item::Mirror { to } => model.mirrors.push(Mirror { from: name, to: text(to) }),
        Item::Policy { default, choices, reads } => {
            for choice in std::iter::once(default).chain(reads.iter().map(|it| &it.choice)) {
                policy_choice(compiler, choice, choices);
            }
            model.policies.insert(name.clone(), text(default));
            let known = choices.iter().map(|(it, _)| text(it)).collect();
            model.policy_choices.insert(name.clone(), known);
            for read in reads {
                let (policy, choice, path) = (name.clone(), text(&read.choice), text(&read.path));
                let has = compiler.pattern(&read.has);
                let sign = has.map(|has| PolicySign { policy, choice, path: path.into(), has });
                model.policy_signs.extend(sign);
            }
        }
        // It stands behind its policy: an overlay is read last.
        Item::Set { choice } => {
            model.policies.insert(name, text(choice));
        }
        Item::Symbol(symbol) => {
            model.symbols.0.insert(name, symbols::symbol(symbol, &entry.name));
        }
        Item::Style(style) => {
            let style = Style {
                fixture: text(&style.fixture),
                decorators: style.decorators.iter().map(text).collect(),
            };
            match name.as_str() {
                "class" => model.class_style = style,
                "function" => model.function_style = style,
                _ => compiler.problems.push(
                    Diagnostic::error(
                        "unknown-name",
                        entry.name.span,
                        format!("no style `{name}`"),
                    )
                    .with_suggestion(&name, ["class", "function"]),
                ),
            }
        }
        Item::Category(category) => {
            model.categories.insert(name, self::category(category));
        }
        Item::Part { template } => {
            // Where it is included, a part that cannot be read is no further mistake.
            let template = compiler.template(template).unwrap_or_else(Compiled::nothing);
            model.parts.0.insert(name, template);
        }
        Item::Requirements(group) => {
            model.requirements.insert(name, requirements::group(group));
        }
        Item::Example(example) => model.examples.push(Example {
            title: name,
            target: text(&example.target),
            files: example.files.iter().map(|(path, it)| (text(path).into(), it.clone())).collect(),
            span: example.target.span,
        }),
        _ => {}
    }
}

fn layout(compiler: &mut Compiler<'_>, checkout: &spec::Checkout) -> Layout {
    Layout {
        markers: checkout.markers.iter().map(text).collect(),
        source_roots: checkout.source_roots.iter().map(|it| text(it).into()).collect(),
        test_roots: checkout.test_roots.iter().map(|it| text(it).into()).collect(),
        command: checkout.command.as_ref().and_then(|it| compiler.template(it)),
        reminders: checkout.reminders.iter().map(text).collect(),
    }
}

fn policy_choice(compiler: &mut Compiler<'_>, choice: &Str, choices: &[(Str, Option<Str>)]) {
    let known: Vec<&str> = choices.iter().map(|(it, _)| it.value.value.as_str()).collect();
    if !known.contains(&choice.value.value.as_str()) {
        let message = format!("`{}` is not one of the choices", choice.value.value);
        let name = &choice.value.value;
        let diagnostic = Diagnostic::error("unknown-name", choice.span, message);
        compiler.problems.push(if known.is_empty() {
            diagnostic.with_help(format!("give the policy its choices: `choice \"{name}\"`"))
        } else {
            diagnostic.with_suggestion(name, known)
        });
    }
}

fn category(category: &spec::Category) -> Category {
    let covers = category.covers.iter();
    Category {
        title: text(&category.title),
        signals: category.signals.iter().map(text).collect(),
        covers: covers
            .map(|(name, meaning)| (text(name), meaning.as_ref().map(text).unwrap_or_default()))
            .collect::<IndexMap<_, _>>(),
    }
}

/// The string itself, where its place is no longer needed.
fn text(it: &Str) -> String {
    it.value.value.clone()
}
