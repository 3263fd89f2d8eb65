//! The lines that a test begins with. Each variable is made once, after what it is made of.

use crate::python::{Indentation, reindent};

/// The lines that make a test's values.
#[derive(Clone, Default)]
pub(super) struct Setup {
    lines: Vec<Line>,
}

/// The lines that make one variable.
#[derive(Clone)]
struct Line {
    /// What asked for it.
    source: String,
    variable: String,
    text: String,
    within: Option<String>,
    fetched: bool,
}

/// A variable that the lines of a test's set-up make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// What it is called.
    pub name: String,
    /// What it stands for is there without it.
    pub fetched: bool,
}

impl Setup {
    /// The variable that `source` made.
    pub(super) fn made_by(&self, source: &str) -> Option<&str> {
        self.lines.iter().find(|it| it.source == source).map(|it| it.variable.as_str())
    }

    /// Adds a variable, called `name` unless that is taken; what it is called.
    pub(super) fn add(
        &mut self,
        source: &str,
        name: &str,
        text: String,
        within: Option<String>,
    ) -> String {
        let taken = |name: &str| self.has(name);
        let numbers = 2..self.lines.len() + 3;
        let numbered = || numbers.map(|it| format!("{name}_{it}")).find(|it| !taken(it));
        let variable = Some(name.to_owned()).filter(|it| !taken(it)).or_else(numbered);
        let variable = variable.unwrap_or_else(|| name.to_owned());
        // One expression is assigned; several lines assign the name themselves.
        let text = if text.contains('\n') { text } else { format!("{variable} = {text}") };
        let source = source.to_owned();
        self.lines.push(Line { source, variable: variable.clone(), text, within, fetched: false });
        variable
    }

    /// Says of a variable that what it stands for is there without it. Lines that do more than
    /// assign it are made in any case.
    pub(super) fn only_fetches(&mut self, variable: &str) {
        for line in self.lines.iter_mut().filter(|it| it.variable == variable) {
            line.fetched = !line.text.contains('\n');
        }
    }

    /// Whether a variable is called so.
    pub(super) fn has(&self, name: &str) -> bool {
        self.lines.iter().any(|it| it.variable == name)
    }

    /// The variables.
    pub(super) fn variables(&self) -> Vec<Variable> {
        let variable = |it: &Line| Variable { name: it.variable.clone(), fetched: it.fetched };
        self.lines.iter().map(variable).collect()
    }

    /// The lines; neighbours that are made in the same context share it.
    pub(super) fn text(&self) -> Vec<String> {
        let groups = self.lines.chunk_by(|a, b| a.within.is_some() && a.within == b.within);
        let text = |group: &[Line]| {
            let lines: Vec<&str> = group.iter().map(|it| it.text.as_str()).collect();
            let lines = lines.join("\n");
            match group.first().and_then(|it| it.within.as_ref()) {
                Some(within) => {
                    let body = reindent(&lines, Indentation::LEVEL).unwrap_or(lines);
                    format!("with {within}:\n{}", body.trim_end())
                }
                None => lines,
            }
        };
        groups.map(text).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Setup;

    #[test]
    fn neighbours_in_one_context_share_it() {
        let mut setup = Setup::default();
        setup.add("a", "a", "f()".into(), None);
        setup.add("b", "b", "g(a)".into(), Some("open()".into()));
        setup.add("c", "c", "h(b)".into(), Some("open()".into()));
        assert_eq!(setup.text().join("\n"), "a = f()\nwith open():\n    b = g(a)\n    c = h(b)");
    }

    #[test]
    fn a_taken_name_is_numbered() {
        let mut setup = Setup::default();
        setup.add("a", "user", "f()".into(), None);
        assert_eq!(setup.add("b", "user", "g()".into(), None), "user_2");
        assert_eq!(setup.made_by("b"), Some("user_2"));
    }
}
