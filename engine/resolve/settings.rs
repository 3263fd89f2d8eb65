//! What of the rules holds, and where.

use globset::Glob;

use crate::builtin;
use crate::diagnostic::Diagnostic;
use crate::model::{CheckPath, Model};
use crate::spec::{self, Entry, Item, Str};

use super::compile::Compiler;
use super::text;

/// Compiles the settings of `check`.
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
            let slug = |id, slug| (slug != id).then_some(slug);
            let known = rules.iter().flat_map(|it| [Some(it.0), slug(it.0, it.1)]).flatten();
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
