//! Values that nothing makes, and the rows that would.

use crate::model::Model;
use crate::template::snake;

use super::fit::Parameter;

/// A value that nothing makes.
pub(in crate::plan) enum Missing {
    /// The instance of a class.
    Class(String),
    /// A value of this name.
    Value(String),
    /// The argument for a parameter, and a part of it that nothing makes.
    Parameter(Box<Parameter>, Option<Box<Parameter>>),
}

impl Missing {
    /// Why a test is skipped for it.
    pub(in crate::plan) fn reason(&self) -> String {
        match self {
            Missing::Class(class) => format!("no value makes a `{class}`"),
            Missing::Value(name) => format!("nothing makes the value `{name}`"),
            Missing::Parameter(it, part) => {
                let part = part.as_ref().map(|it| format!(": it needs {}", described(it)));
                format!(
                    "no value is good for the parameter {}{}",
                    described(it),
                    part.unwrap_or_default()
                )
            }
        }
    }

    /// The row that would make it, to be completed.
    pub(in crate::plan) fn unlock(&self, model: &Model) -> String {
        let fixture = &model.class_style.fixture;
        match self {
            Missing::Class(class) => {
                let name = snake(class);
                format!("value \"{name}\" \"{fixture}.create_{name}(…)\" of=\"{class}\"")
            }
            Missing::Value(name) => format!("value {} \"…\"", quoted(name)),
            Missing::Parameter(whole, part) => {
                let it = part.as_ref().unwrap_or(whole);
                let taken = |name: &String| model.values.contains_key(name);
                let further = |number: u32| format!("{}_{number}", it.name);
                let mut names = std::iter::once(it.name.clone()).chain((2..).map(further));
                let name = names.find(|name| !taken(name)).unwrap_or_default();
                let annotation =
                    it.annotation.as_ref().map(|it| format!(" annotation={}", quoted(it)));
                let annotation = annotation.unwrap_or_default();
                format!("value \"{name}\" \"…\" parameter=\"{}\"{annotation}", it.name)
            }
        }
    }
}

fn described(it: &Parameter) -> String {
    match (&it.annotation, &it.pattern) {
        (Some(annotation), _) => format!("`{}: {annotation}`", it.name),
        (None, Some(pattern)) => format!("`{}`, a text like `{pattern}`", it.name),
        (None, None) => format!("`{}`", it.name),
    }
}

/// A text as a spec writes it.
fn quoted(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.contains(['"', '\\']) { format!("#\"{text}\"#") } else { format!("\"{text}\"") }
}
