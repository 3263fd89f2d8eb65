//! Tables of routes: their patterns compiled, each with the metavariables that it must bind.

use crate::diagnostic::Diagnostic;
use crate::model::{Model, RouteForm, RouteSpec};
use crate::spec::{Entry, Item, Str};

use super::compile::Compiler;
use super::text;

/// Adds the tables of routes among `entries`.
pub(super) fn routes(compiler: &mut Compiler<'_>, model: &mut Model, entries: &[&Entry]) {
    for entry in entries {
        let Item::Routes(written) = &entry.item else { continue };
        let mut routes = RouteSpec::default();
        for (module, variable) in &written.starts {
            routes.starts.push((text(module), text(variable)));
        }
        let mut add = |patterns: &[Str], form: RouteForm, needed: &[&str]| {
            for pattern in patterns {
                let compiled = form_pattern(compiler, pattern, needed);
                routes.forms.extend(compiled.map(|it| (it, form.clone())));
            }
        };
        add(&written.entries, RouteForm::Entry, &["PATTERN", "VIEW"]);
        add(&written.includes, RouteForm::Include, &["ROUTES"]);
        for view in &written.views {
            add(&view.patterns, RouteForm::View(view.wrapper.as_ref().map(text)), &["VIEW"]);
        }
        model.routes.insert(text(&entry.name), routes);
    }
}

/// The pattern, which must bind the `needed` metavariables.
fn form_pattern(
    compiler: &mut Compiler<'_>,
    written: &Str,
    needed: &[&str],
) -> Option<crate::pattern::Pattern> {
    let pattern = compiler.pattern(written)?;
    let binds = |name: &&str| pattern.metavariables().iter().any(|it| &*it.name == *name);
    if let Some(missing) = needed.iter().find(|it| !binds(it)) {
        let message = format!("the pattern binds no `${missing}`");
        let help = "a route is read from what its pattern binds";
        compiler.problems.push(Diagnostic::error("pattern", written.span, message).with_help(help));
    }
    Some(pattern)
}
