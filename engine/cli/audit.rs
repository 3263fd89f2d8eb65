//! `hcgen audit`: the table, the JSON or the page goes to stdout.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use crate::audit::{Group, Item, Report};
use crate::pipeline;

use super::arguments::{Arguments, Audit, OutputFormat};
use super::study::{json, study};
use super::{Exit, page, stdout};

const HEAD: Style = Style::new().bold();
const GOOD: Style = AnsiColor::Green.on_default();
const WARN: Style = AnsiColor::Yellow.on_default();
const DIM: Style = Style::new().dimmed();

/// How many items a table ends with, unless all are asked for.
const FEW: usize = 40;

/// Says what no test covers.
pub(super) fn audit(arguments: &Arguments, command: &Audit) -> io::Result<Exit> {
    let mut report = match study(arguments, &command.study, &command.targets, pipeline::audit)? {
        Ok(report) => report,
        Err(exit) => return Ok(exit),
    };
    match command.study.output_format {
        _ if command.html => write!(io::stdout().lock(), "{}", page::page(&report))?,
        OutputFormat::Json => {
            if let Some(most) = command.limit {
                report.limit(most);
            }
            json(&report)?;
        }
        OutputFormat::Text => text(&report, arguments.verbose)?,
    }
    Ok(Exit::Fine)
}

fn text(report: &Report, verbose: bool) -> io::Result<()> {
    let mut out = stdout();
    let width = report.groups.iter().map(|it| it.folder.as_str().len()).max().unwrap_or(0);
    let mut last = None;
    for group in &report.groups {
        if last != Some(&group.title) {
            last = Some(&group.title);
            let own = report.items.iter().filter(|it| it.title == group.title);
            let (all, covered) =
                own.fold((0, 0), |(all, covered), it| (all + 1, covered + usize::from(it.covered)));
            writeln!(out, "{HEAD}{}{HEAD:#} {DIM}({}){DIM:#}", group.title, group.category)?;
            writeln!(out, "  {:width$}  {}", "all", share(covered, all))?;
        }
        row(&mut out, group, width)?;
    }
    let uncovered: Vec<&Item> = report.items.iter().filter(|it| !it.covered).collect();
    let few = if verbose { uncovered.len() } else { FEW };
    if !uncovered.is_empty() {
        writeln!(out, "{HEAD}Without a test{HEAD:#}")?;
    }
    for it in uncovered.iter().take(few) {
        writeln!(out, "  {}:{}  {}", it.path, it.line, name(it))?;
    }
    if uncovered.len() > few {
        writeln!(out, "  {DIM}and {} more: -v shows them{DIM:#}", uncovered.len() - few)?;
    }
    out.flush()
}

fn row(out: &mut impl Write, group: &Group, width: usize) -> io::Result<()> {
    let share = share(group.covered, group.items);
    writeln!(out, "  {:width$}  {share}", group.folder.as_str())
}

fn share(covered: usize, all: usize) -> String {
    let percent = covered * 100 / all.max(1);
    let style = if covered == all { GOOD } else { WARN };
    format!("{style}{covered:>4} of {all:>4}  {percent:>3} %{style:#}")
}

/// The target, and the part of it.
pub(super) fn name(item: &Item) -> String {
    item.item.as_ref().map_or_else(|| item.target.clone(), |part| format!("{} {part}", item.target))
}
