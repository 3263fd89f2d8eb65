//! What `hcgen run` says of its report to people: what was made, what was not and why, and what comes
//! next. A run over a whole tree is put together; `-v` shows all.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use indexmap::IndexMap;

use crate::draft::Action;
use crate::pipeline::Outcome;
use crate::plan::{Rank, Skipped};
use crate::report::{File, Report};

use super::arguments::Run;

const GOOD: Style = AnsiColor::Green.on_default();
const WARN: Style = AnsiColor::Yellow.on_default();
const DIM: Style = Style::new().dimmed();

/// More files than this are put together.
const MANY_FILES: usize = 20;
/// More skipped tests than this are.
const MANY_SKIPS: usize = 10;
/// Of what is put together, so many are named.
const NAMED: usize = 3;

/// How much is said.
struct Telling {
    verbose: bool,
    /// Each file is told of.
    few: bool,
    /// The categories are: nobody said which.
    categories: bool,
}

/// Says what came of a run.
pub(super) fn summary(
    out: &mut impl Write,
    verbose: bool,
    run: &Run,
    outcome: &Outcome,
) -> io::Result<()> {
    let report = &outcome.report;
    let telling = Telling {
        verbose,
        few: verbose || report.files.len() <= MANY_FILES,
        categories: run.spec.is_empty() && run.category.is_empty(),
    };
    for path in &report.barren {
        writeln!(
            out,
            "{WARN}nothing to do{WARN:#} in {path}: no class there is a target of the spec"
        )?;
    }
    if report.files.is_empty() && report.skipped.is_empty() && report.barren.is_empty() {
        writeln!(out, "{WARN}nothing to do{WARN:#}: no test is left to write")?;
    }
    for file in &report.files {
        self::file(out, &telling, file)?;
    }
    skipped(out, verbose, &report.skipped)?;
    if !report.on_request.is_empty() {
        let names = named(&report.on_request, telling.few, ", ");
        writeln!(out, "{DIM}on request, with --only:{DIM:#} {names}")?;
    }
    if telling.few {
        for path in &report.written {
            writeln!(out, "{GOOD}wrote{GOOD:#}     {path}")?;
        }
    }
    for it in &report.findings {
        let place = format!("{}:{}:{}", it.path, it.line, it.column);
        writeln!(out, "{WARN}{}{WARN:#} {} {place}: {}", it.severity, it.id, it.message)?;
    }
    if report.files.len() > 1 {
        total(out, report)?;
    }
    next(out, &telling, run, outcome)
}

/// What comes next.
fn next(out: &mut impl Write, telling: &Telling, run: &Run, outcome: &Outcome) -> io::Result<()> {
    let report = &outcome.report;
    if super::run::failed(report) {
        return writeln!(
            out,
            "{WARN}nothing is written{WARN:#} while the checklist finds errors in it"
        );
    }
    if let (Some(command), true, true) = (&report.command, outcome.root.is_some(), telling.few) {
        writeln!(out, "{DIM}run them:{DIM:#}  {command}")?;
    }
    if report.changes() && !run.write && outcome.root.is_some() {
        writeln!(out, "{DIM}to write them, add{DIM:#} --write")?;
    }
    if report.changes() && telling.verbose {
        for reminder in &report.reminders {
            writeln!(out, "{DIM}look at:{DIM:#}   {reminder}")?;
        }
    }
    Ok(())
}

fn file(out: &mut impl Write, telling: &Telling, file: &File) -> io::Result<()> {
    let (word, style) = match file.action {
        Action::Create => ("create   ", GOOD),
        Action::Insert => ("insert   ", GOOD),
        _ => ("identical", DIM),
    };
    let is_made = matches!(file.action, Action::Create | Action::Insert);
    if !telling.few && (file.tests.is_empty() || !is_made) {
        return Ok(());
    }
    if file.tests.is_empty() {
        return writeln!(out, "{style}{word}{style:#} {} {DIM}({}){DIM:#}", file.path, file.reason);
    }
    let same = count(file, Action::Identical);
    let mut said = new_tests(telling, file);
    said.extend((same > 0).then(|| format!(", {same} there already")));
    // Where a file stands as expected, its line is short.
    if telling.few || file.rank == Rank::Search {
        said.push(format!("; {}", file.reason));
    }
    writeln!(out, "{style}{word}{style:#} {} {DIM}({}){DIM:#}", file.path, said.concat())?;
    if file.ambiguous {
        let second = file.runners_up.first().map(|it| it.path.as_str()).unwrap_or_default();
        writeln!(out, "          {WARN}nearly as good:{WARN:#} {second}")?;
    }
    for it in file.runners_up.iter().filter(|_| telling.verbose) {
        writeln!(out, "          {DIM}not {} ({}: {}){DIM:#}", it.path, it.score, it.reason)?;
    }
    for test in &file.tests {
        if telling.verbose || test.action == Action::Skip {
            let class = test.class.as_ref().map(|it| format!("{it}::")).unwrap_or_default();
            let action = format!("{:?}", test.action).to_lowercase();
            let reason = test.reason.as_ref().map(|it| format!(": {it}")).unwrap_or_default();
            writeln!(out, "  {action:<9} {class}{}{reason}", test.name)?;
        }
    }
    Ok(())
}

/// How many tests are new, by category where the facts decided which.
fn new_tests(telling: &Telling, file: &File) -> Vec<String> {
    let new = count(file, Action::Insert);
    if !telling.categories {
        return vec![format!("{new} new")];
    }
    let mut categories: IndexMap<&str, usize> = IndexMap::new();
    for test in file.tests.iter().filter(|it| it.action == Action::Insert) {
        *categories.entry(&test.category).or_default() += 1;
    }
    let categories: Vec<String> =
        categories.iter().map(|(category, count)| format!("{count} {category}")).collect();
    match categories.as_slice() {
        [] => vec!["0 new".to_owned()],
        _ => vec![format!("new: {}", categories.join(", "))],
    }
}

fn count(file: &File, action: Action) -> usize {
    file.tests.iter().filter(|it| it.action == action).count()
}

/// Each skipped test; of many, each reason.
fn skipped(out: &mut impl Write, verbose: bool, skipped: &[Skipped]) -> io::Result<()> {
    if verbose || skipped.len() <= MANY_SKIPS {
        for it in skipped {
            writeln!(out, "{WARN}skip{WARN:#}      {} {}: {}", it.target, it.case, it.reason)?;
            if let Some(unlock) = &it.unlock {
                writeln!(out, "          {DIM}to have it: {unlock}{DIM:#}")?;
            }
        }
        return Ok(());
    }
    let mut reasons: IndexMap<String, Vec<&Skipped>> = IndexMap::new();
    for it in skipped {
        reasons.entry(kind(&it.reason)).or_default().push(it);
    }
    reasons.sort_by(|_, a, _, b| b.len().cmp(&a.len()));
    for (kind, tests) in &reasons {
        // One of a kind is told with its names.
        let reason = if tests.len() == 1 { one_line(&tests[0].reason) } else { kind.clone() };
        writeln!(out, "{WARN}skip{WARN:#} {:>4} {reason}", tests.len())?;
        let names: Vec<String> =
            tests.iter().map(|it| format!("{} {}", it.target, it.case)).collect();
        writeln!(out, "          {DIM}{}{DIM:#}", named(&names, false, ", "))?;
    }
    writeln!(out, "          {DIM}-v names them all, and what each would need{DIM:#}")
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The reason without the names in it: `…` for each.
fn kind(reason: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    let (mut is_quoted, mut open) = (false, 0);
    for word in reason.split_whitespace() {
        let was_within = is_quoted || open > 0;
        is_quoted ^= word.matches('`').count() % 2 == 1;
        open += word.matches(['(', '[']).count();
        open = open.saturating_sub(word.matches([')', ']']).count());
        let name = word.trim_end_matches([',', '.', ':', ';']);
        let end = if is_quoted || open > 0 { "" } else { &word[name.len()..] };
        let is_name = was_within || name.contains(['`', '.', '_', '(', '[', '"', '=']);
        if was_within || (is_name && words.last().is_some_and(|it| it == "…")) {
            words.pop();
        }
        words.push(if is_name { format!("…{end}") } else { word.to_owned() });
    }
    words.join(" ")
}

/// The names, the first few of many.
fn named(names: &[String], all: bool, separator: &str) -> String {
    if all || names.len() <= NAMED + 1 {
        return names.join(separator);
    }
    format!("{} and {} more", names[..NAMED].join(separator), names.len() - NAMED)
}

/// All of it in one line.
fn total(out: &mut impl Write, report: &Report) -> io::Result<()> {
    let files = |action| report.files.iter().filter(|it| it.action == action).count();
    let tests = |action| report.files.iter().map(|it| count(it, action)).sum::<usize>();
    let did = if report.written.is_empty() { "" } else { " written" };
    let skipped = report.skipped.len() + tests(Action::Skip);
    let parts = [
        (files(Action::Create), "new file", "new files"),
        (files(Action::Insert), "changed file", "changed files"),
        (files(Action::Identical), "file as it was", "files as they were"),
        (tests(Action::Identical), "test there already", "tests there already"),
        (skipped, "skipped", "skipped"),
    ];
    let parts = parts.iter().filter(|(count, ..)| *count > 0);
    let parts: Vec<String> = parts.map(|(count, one, more)| counted(*count, one, more)).collect();
    let new = counted(tests(Action::Insert), "new test", "new tests");
    writeln!(out, "{DIM}in all:{DIM:#}    {new}{did}; {}", parts.join(", "))
}

fn counted(count: usize, one: &str, more: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { more })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(reason: &str, expected: &str) {
        assert_eq!(kind(reason), expected);
    }

    #[test]
    fn many_skipped_tests_are_told_by_their_reasons() {
        let skipped: Vec<Skipped> = (1..=12)
            .map(|it| Skipped {
                target: format!("Order{it}"),
                case: "test_get".into(),
                case_template: "test_get".into(),
                reason: if it < 12 { format!("it asks shop.part_{it}") } else { "no rows".into() },
                unlock: None,
                on_request: false,
            })
            .collect();
        let mut out = anstream::StripStream::new(Vec::new());
        let _ = super::skipped(&mut out, false, &skipped);
        assert_eq!(
            String::from_utf8_lossy(&out.into_inner()),
            "skip   11 it asks …\n          Order1 test_get, Order2 test_get, Order3 test_get and 8 more\n\
             skip    1 no rows\n          Order12 test_get\n          \
             -v names them all, and what each would need\n"
        );
    }

    #[test]
    fn reasons_that_differ_in_names_are_of_one_kind() {
        check("it asks shop.search, which may be away", "it asks …, which may be away");
        check("no value for `line items` of `Order`", "no value for … of …");
        check("its query is not known: request.GET[\"q\"]", "its query is not known: …");
        check(
            "its query is not known: Query(\n    data,\n), it asks",
            "its query is not known: …, it asks",
        );
        check("it takes more than its URL", "it takes more than its URL");
    }
}
