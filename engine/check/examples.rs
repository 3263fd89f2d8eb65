//! Rules tried on their own examples.

use camino::Utf8Path;

use crate::checkout::Checkout;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::Model;
use crate::settings::Settings;
use crate::sources::{Sources, Tree};

use super::{Checker, check_module};

/// Tries every rule on its own examples: a rule must find its bad code and leave its good code.
pub fn check_rules(model: &Model, problems: &mut Diagnostics) {
    let (sources, tree) = (Sources::default(), Tree::Memory([].into()));
    let checkout = Checkout::new(&sources, &tree, model.layout.source_roots.clone());
    let settings = Settings::default();
    for rule in &model.rules {
        let checker = Checker::new(model, &checkout, &settings, [rule]);
        let fires = |code: &str| {
            let module = checkout.detached(Utf8Path::new("example.py"), code.into()).ok()?;
            Some(!check_module(&checker, &module).is_empty())
        };
        let examples = rule.bad.iter().map(|it| (it, true));
        for (code, wanted) in examples.chain(rule.good.iter().map(|it| (it, false))) {
            let message = match (fires(&code.value.value), wanted) {
                (None, _) => format!("this example of `{}` is not Python", rule.id),
                (Some(false), true) => format!("`{}` does not find its own bad example", rule.id),
                (Some(true), false) => format!("`{}` finds its own good example", rule.id),
                _ => continue,
            };
            let help = "mend the pattern or the example: together they say what the rule means";
            problems.push(Diagnostic::error("rule-example", code.span, message).with_help(help));
        }
    }
}
