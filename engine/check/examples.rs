//! Rules tried on their own examples.

use crate::checkout::Checkout;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::kdl::Text;
use crate::model::{Model, Rule, Safety, Sample};
use crate::python::SyntaxError;
use crate::settings::Settings;
use crate::sources::{Sources, Tree};
use crate::span::{Span, Spanned};

use super::{Checker, apply, check_module};

/// Tries every rule on its own examples: a rule must find its bad code and leave its good code, and
/// its fixes must make of the bad code what is said.
pub fn check_rules(model: &Model, problems: &mut Diagnostics) {
    for rule in &model.rules {
        let files = rule.files.iter().map(|(path, text)| (path.clone(), text.as_str().into()));
        let (sources, tree) = (Sources::default(), Tree::Memory(files.collect()));
        let checkout = Checkout::new(&sources, &tree, model.layout.source_roots.clone());
        let settings = Settings::default();
        let checker = Checker::new(model, &checkout, &settings, [rule]);
        for sample in &rule.bad {
            problems.0.extend(bad(&checker, rule, sample));
        }
        for sample in &rule.good {
            problems.0.extend(good(&checker, rule, sample));
        }
    }
}

fn bad(checker: &Checker<'_>, rule: &Rule, sample: &Sample) -> Option<Diagnostic> {
    let id = &rule.id;
    let text = sample.code.value.value.as_str().into();
    let module = match checker.checkout.detached(&sample.path, text) {
        Ok(module) => module,
        Err(error) => return Some(not_python(&sample.code, id, &error)),
    };
    if check_module(checker, &module).is_empty() {
        let message = format!("`{id}` does not find its own bad example");
        return Some(problem(&sample.code, message));
    }
    let wanted = sample.fixed.as_ref()?;
    let fixed = apply(checker, &module, Safety::Unsafe, &|_| true);
    (fixed.text.trim() != wanted.value.value.trim()).then(|| {
        let message = format!("the fix of `{id}` makes something else of this example");
        let help = format!("it makes:\n{}", fixed.text.trim_end());
        Diagnostic::error("rule-example", wanted.span, message).with_help(help)
    })
}

fn good(checker: &Checker<'_>, rule: &Rule, sample: &Sample) -> Option<Diagnostic> {
    let id = &rule.id;
    let text = sample.code.value.value.as_str().into();
    match checker.checkout.detached(&sample.path, text) {
        Err(error) => Some(not_python(&sample.code, id, &error)),
        Ok(module) => (!check_module(checker, &module).is_empty())
            .then(|| problem(&sample.code, format!("`{id}` finds its own good example"))),
    }
}

fn not_python(code: &Spanned<Text>, id: &str, error: &SyntaxError) -> Diagnostic {
    let message = format!("this example of `{id}` is not Python: {}", error.message);
    let span = Span::new(code.span.source, code.value.place(&error.range));
    let help = "an example is a piece of a Python file, as it would stand there";
    Diagnostic::error("rule-example", span, message).with_help(help)
}

fn problem(code: &Spanned<Text>, message: String) -> Diagnostic {
    let help = "mend the pattern or the example: together they say what the rule means";
    Diagnostic::error("rule-example", code.span, message).with_help(help)
}
