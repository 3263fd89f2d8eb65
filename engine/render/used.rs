//! What of a test's set-up the test needs. Stops at variables: other lines are left as they are.

use crate::plan::Variable;
use crate::python::{Mention, mentions};

/// `body` without the variables of the set-up that nothing reads. What was only fetched goes; what
/// was made stays for what it leaves behind, without a name.
pub(super) fn only_used(body: &str, variables: &[Variable]) -> String {
    let mut body = body.to_owned();
    // What fetched it may have been the only one to read another.
    while let Some(fewer) = without_fetched(&body, variables) {
        body = fewer;
    }
    let unread = unread(&body, variables);
    let line = |line: &str| match line.split_once(" = ") {
        Some((name, made)) if unread.iter().any(|it| it.name == name.trim()) => {
            format!("{}{made}", indent(name))
        }
        _ => line.to_owned(),
    };
    body.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// `body` without the lines of what was fetched for nothing, if there are any.
fn without_fetched(body: &str, variables: &[Variable]) -> Option<String> {
    let unread = unread(body, variables);
    let needless = |line: &str| {
        let name = line.split_once(" = ").map(|(name, _)| name.trim());
        unread.iter().any(|it| it.fetched && Some(it.name.as_str()) == name)
    };
    let lines: Vec<&str> = body.split('\n').collect();
    let mut kept: Vec<&str> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if !needless(line) {
            kept.push(line);
            continue;
        }
        // A context goes with the last line in it.
        let deep = |it: &str| !it.is_empty() && indent(it).len() >= indent(line).len();
        let last = !lines.get(at + 1).is_some_and(|it| deep(it));
        let opened = kept.last().is_some_and(|it| it.ends_with(':'));
        if !indent(line).is_empty() && last && opened {
            kept.pop();
        }
    }
    (kept.len() < lines.len()).then(|| kept.join("\n"))
}

/// The variables that `body` assigns and does not read.
fn unread<'v>(body: &str, variables: &'v [Variable]) -> Vec<&'v Variable> {
    // What is no Python is said later, with its place.
    let Ok(mentions) = mentions(body) else { return Vec::new() };
    let is = |it: &Mention, name: &str| it.name.split('.').next() == Some(name);
    let once = |name: &str| mentions.iter().filter(|it| is(it, name)).count() == 1;
    variables.iter().filter(|it| once(&it.name)).collect()
}

fn indent(line: &str) -> &str {
    &line[..line.len() - line.trim_start().len()]
}

#[cfg(test)]
mod tests {
    use super::{Variable, only_used};

    fn variable(name: &str, fetched: bool) -> Variable {
        Variable { name: name.to_owned(), fetched }
    }

    #[test]
    fn what_nothing_reads_gets_no_name() {
        let body = "user = make()\nteam = make(user)\nwith mode():\n    key = make()\nuse(teams, team=\"team\")";
        let made = ["user", "team", "key"].map(|it| variable(it, false));
        assert_eq!(
            only_used(body, &made),
            "user = make()\nmake(user)\nwith mode():\n    make()\nuse(teams, team=\"team\")"
        );
    }

    #[test]
    fn what_is_fetched_for_nothing_goes_with_its_context() {
        let body = "user = make()\nwith mode():\n    key = get(user)\n    copy = get(key)\n\nuse()";
        let made = [variable("user", false), variable("key", true), variable("copy", true)];
        assert_eq!(only_used(body, &made), "make()\n\nuse()");
        let body = "with mode():\n    user = make()\n    key = get(user)\nuse(user)";
        assert_eq!(only_used(body, &made), "with mode():\n    user = make()\nuse(user)");
    }
}
