//! `hcgen inspect`: what is known of targets goes to stdout.

use std::collections::BTreeSet;
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use crate::describe::{Description, Target, TestFile, plain};
use crate::draft::Action;
use crate::pipeline;

use super::arguments::{Arguments, Inspect, OutputFormat};
use super::study::{json, study};
use super::{Exit, stdout};

const HEAD: Style = Style::new().bold();
const GOOD: Style = AnsiColor::Green.on_default();
const WARN: Style = AnsiColor::Yellow.on_default();
const DIM: Style = Style::new().dimmed();

/// Says what is known of the targets.
pub(super) fn inspect(arguments: &Arguments, command: &Inspect) -> io::Result<Exit> {
    let mut description =
        match study(arguments, &command.study, &command.targets, pipeline::describe)? {
            Ok(description) => description,
            Err(exit) => return Ok(exit),
        };
    if let Some(most) = command.limit {
        description.limit(most);
    }
    match command.study.output_format {
        OutputFormat::Json => json(&description)?,
        OutputFormat::Text => text(&description, arguments.verbose)?,
    }
    let barren_file = description.barren.iter().any(|it| it.extension() == Some("py"));
    let nothing = description.targets.is_empty() && barren_file;
    Ok(if nothing { Exit::Target } else { Exit::Fine })
}

fn text(description: &Description, verbose: bool) -> io::Result<()> {
    let mut out = stdout();
    for (index, it) in description.targets.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        // What is said of a class need not be said of each of its methods.
        let before = index.checked_sub(1).and_then(|it| description.targets.get(it));
        let same_file = before.is_some_and(|before| {
            it.name.contains('.') && before.path == it.path && before.tests.path == it.tests.path
        });
        target(&mut out, it, same_file, verbose)?;
    }
    out.flush()?;
    for path in &description.barren {
        let why = "no class there is a target of the spec";
        writeln!(anstream::stderr(), "{WARN}nothing to see{WARN:#} in {path}: {why}")?;
    }
    Ok(())
}

fn target(out: &mut impl Write, it: &Target, same_file: bool, verbose: bool) -> io::Result<()> {
    writeln!(out, "{HEAD}{}{HEAD:#}  {DIM}{} {}:{}{DIM:#}", it.name, it.kind, it.path, it.line)?;
    let shown = || it.shown.iter().filter(|it| verbose || it.value.holds());
    let width = shown().map(|it| it.title.chars().count()).max().unwrap_or(0).max(10);
    let categories = it.categories.join(", ");
    writeln!(out, "  {:width$}  {categories}", "tests for")?;
    for shown in shown() {
        let how = shown.how.as_ref().map(|it| format!("  {DIM}{it}{DIM:#}")).unwrap_or_default();
        writeln!(out, "  {:width$}  {}{how}", shown.title, plain(&shown.value))?;
    }
    if !same_file {
        test_file(out, &it.tests, width, verbose)?;
    }
    tested(out, it, verbose)?;
    if !it.methods.is_empty() {
        writeln!(out, "  methods")?;
    }
    for method in &it.methods {
        writeln!(out, "    {}", method.signature)?;
    }
    let mut lines: Vec<&str> =
        it.values.iter().flat_map(|it| &it.lines).flat_map(|it| it.lines()).collect();
    let mut seen = BTreeSet::new();
    lines.retain(|it| seen.insert(*it));
    if !lines.is_empty() {
        writeln!(out, "  values")?;
    }
    for line in lines {
        writeln!(out, "    {line}")?;
    }
    cases(out, it)?;
    if verbose {
        writeln!(out, "  facts")?;
        let facts = serde_json::to_value(&it.facts)?;
        for (name, value) in facts.as_object().into_iter().flatten() {
            writeln!(out, "    {name} = {value}")?;
        }
    }
    Ok(())
}

/// The file, why that one, and the runners-up.
fn test_file(out: &mut impl Write, it: &TestFile, width: usize, verbose: bool) -> io::Result<()> {
    writeln!(out, "  {:width$}  {}  {DIM}{}{DIM:#}", "test file", it.path, it.reason)?;
    if it.ambiguous {
        let second = it.runners_up.first().map(|it| it.path.as_str()).unwrap_or_default();
        writeln!(out, "  {:width$}  {WARN}nearly as good:{WARN:#} {second}", "")?;
    }
    for other in it.runners_up.iter().take(if verbose { usize::MAX } else { 2 }) {
        let why = format!("({}: {})", other.score, other.reason);
        writeln!(out, "  {:width$}  {DIM}not {} {why}{DIM:#}", "", other.path)?;
    }
    Ok(())
}

fn tested(out: &mut impl Write, it: &Target, verbose: bool) -> io::Result<()> {
    let tested = &it.tests.tested;
    if tested.is_empty() {
        return writeln!(out, "  {WARN}no test there is about it{WARN:#}");
    }
    writeln!(out, "  tested already: {} tests", tested.len())?;
    let few = if verbose { tested.len() } else { 10 };
    for test in tested.iter().take(few) {
        let class = test.class.as_ref().map(|it| format!("{it}::")).unwrap_or_default();
        writeln!(out, "    {class}{}  {DIM}line {}{DIM:#}", test.name, test.line)?;
    }
    if tested.len() > few {
        writeln!(out, "    {DIM}and {} more: -v shows them{DIM:#}", tested.len() - few)?;
    }
    Ok(())
}

fn cases(out: &mut impl Write, it: &Target) -> io::Result<()> {
    if !it.cases.is_empty() {
        writeln!(out, "  cases")?;
    }
    for case in &it.cases {
        let (word, style) = match case.action {
            Action::Create | Action::Insert => ("can be written", GOOD),
            Action::Identical => ("is there", DIM),
            Action::Skip | Action::Conflict => ("skipped", WARN),
        };
        let reason = case.reason.as_ref().map(|it| format!(": {it}")).unwrap_or_default();
        writeln!(out, "    {}  {style}{word}{style:#}{reason}", case.name)?;
        if let Some(unlock) = &case.unlock {
            writeln!(out, "      {DIM}to have it: {unlock}{DIM:#}")?;
        }
    }
    Ok(())
}
