//! The rules of the checklist.

use crate::diagnostic::Diagnostic;
use crate::model::{Level, Model, Rule};
use crate::spec::{self, Entry, Item};
use crate::template::Shape;

use super::compile::Compiler;
use super::text;

/// Compiles the rules.
pub(super) fn rules(compiler: &mut Compiler<'_>, model: &mut Model, entries: &[&Entry]) {
    for entry in entries {
        if let Item::Rule(rule) = &entry.item {
            let rule = self::rule(compiler, entry, rule);
            model.rules.push(rule);
        }
    }
}

fn rule(compiler: &mut Compiler<'_>, entry: &Entry, rule: &spec::Rule) -> Rule {
    Rule {
        id: text(&entry.name),
        slug: text(&rule.slug),
        level: level(compiler, rule),
        title: text(&rule.title),
        why: rule.why.as_ref().map(text).unwrap_or_default(),
        find: compiler.patterns(&rule.find),
        inside: compiler.patterns(&rule.inside),
        not_inside: compiler.patterns(&rule.not_inside),
        when: compiler.condition(rule.when.as_ref(), &Shape::Any),
        bad: rule.bad.clone(),
        good: rule.good.clone(),
    }
}

fn level(compiler: &mut Compiler<'_>, rule: &spec::Rule) -> Level {
    match rule.severity.as_ref().map(|it| (it, it.value.value.as_str())) {
        None | Some((_, "error")) => Level::Error,
        Some((_, "warning")) => Level::Warning,
        Some((place, other)) => {
            let message = format!("there is no severity `{other}`");
            compiler.problems.push(
                Diagnostic::error("unknown-name", place.span, message)
                    .with_suggestion(other, ["error", "warning"]),
            );
            Level::Error
        }
    }
}
