//! The rules of the checklist.

use globset::Glob;

use crate::builtin;
use crate::diagnostic::Diagnostic;
use crate::model::{CheckPath, Level, Model, Rule};
use crate::spec::{self, Entry, Item, Str};
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

/// What of the rules holds, and where.
pub(super) fn settings(compiler: &mut Compiler<'_>, model: &mut Model, entries: &[&Entry]) {
    for entry in entries {
        let Item::Check(check) = &entry.item else { continue };
        for list in [&check.select, &check.ignore] {
            known_rules(compiler, model, list);
        }
        for path in &check.paths {
            known_rules(compiler, model, &path.select);
            known_rules(compiler, model, &path.ignore);
        }
        for glob in check.exclude.iter().chain(check.paths.iter().map(|it| &it.glob)) {
            self::glob(compiler, glob);
        }
        let texts = |list: &[Str]| list.iter().map(text).collect();
        let path = |it: &spec::CheckPath| CheckPath {
            glob: text(&it.glob),
            select: texts(&it.select),
            ignore: texts(&it.ignore),
        };
        model.check.select = texts(&check.select);
        model.check.ignore = texts(&check.ignore);
        model.check.exclude = texts(&check.exclude);
        model.check.paths = check.paths.iter().map(path).collect();
    }
}

fn known_rules(compiler: &mut Compiler<'_>, model: &Model, names: &[Str]) {
    let own = builtin::ALL.iter().map(|it| (it.id, it.id));
    let rules = model.rules.iter().map(|it| (it.id.as_str(), it.slug.as_str()));
    let rules: Vec<(&str, &str)> = own.chain(rules).collect();
    for name in names {
        let text = name.value.value.as_str();
        let means =
            |(id, slug): &(&str, &str)| *slug == text || (!text.is_empty() && id.starts_with(text));
        if text != "all" && !rules.iter().any(means) {
            let known = rules.iter().flat_map(|(id, slug)| [*id, *slug]);
            compiler.unknown("rule", name, text, known);
        }
    }
}

fn glob(compiler: &mut Compiler<'_>, glob: &Str) {
    if let Err(error) = Glob::new(&glob.value.value) {
        let message = format!("this is no glob: {}", error.kind());
        let help = "`*` stands for any part of a name, `**` for any folders, `[ab]` for a or b";
        compiler.problems.push(Diagnostic::error("glob", glob.span, message).with_help(help));
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
