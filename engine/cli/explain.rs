//! `hcgen explain`: what a name of the spec means.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use camino::Utf8PathBuf;
use clap::Args;

use crate::diagnostic::Diagnostics;
use crate::explain::{CategoryTopic, Explained, RuleTopic, SymbolTopic, Topic};
use crate::pipeline;
use crate::report::VERSION;

use super::arguments::{Arguments, OutputFormat, path};
use super::study::{self, json};
use super::{Exit, sources, stdout};

const NAME: Style = Style::new().bold();
const BAD: Style = AnsiColor::Red.on_default();
const GOOD: Style = AnsiColor::Green.on_default();
const DIM: Style = Style::new().dimmed();

/// `hcgen explain`
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  hcgen explain unused-ignore
      a rule, by its id or slug
  hcgen explain unknown-node
      the code of a diagnostic; the names of categories and symbols do as well
  hcgen explain invalid-syntax --output-format json
  hcgen explain
      lists what can be explained")]
pub(crate) struct Explain {
    /// A rule's id or slug, a category, a symbol, the code of a diagnostic; none: a list of all
    #[arg(value_name = "NAME")]
    name: Option<String>,
    /// A spec file, on disk or of the shipped pack; may be given several times; none: the whole pack
    #[arg(long, value_name = "FILE", value_parser = path)]
    spec: Vec<Utf8PathBuf>,
    /// A spec file that adds to the others, replaces or removes entries
    #[arg(long, value_name = "FILE", value_parser = path)]
    overlay: Vec<Utf8PathBuf>,
    /// How it is printed
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    output_format: OutputFormat,
}

/// Prints what the name means, or all names.
pub(super) fn explain(arguments: &Arguments, explain: &Explain) -> io::Result<Exit> {
    let (sources, mut problems) = (sources(arguments, None)?, Diagnostics::default());
    let specs = study::specs(&explain.spec, &explain.overlay, &sources);
    let topics = pipeline::explain(&specs, explain.name.as_deref(), &sources, &mut problems);
    let Ok(topics) = topics else {
        return study::failed(explain.output_format, &sources, &problems);
    };
    let mut out = stdout();
    match (explain.output_format, &explain.name) {
        (OutputFormat::Json, _) => {
            let explained = match &explain.name {
                Some(_) => Explained { version: VERSION, topics, names: Vec::new() },
                None => {
                    let names = topics.iter().map(Topic::named).collect();
                    Explained { version: VERSION, topics: Vec::new(), names }
                }
            };
            return json(&explained).map(|()| Exit::Fine);
        }
        (OutputFormat::Text, Some(_)) => {
            for (index, topic) in topics.iter().enumerate() {
                out.write_all(if index == 0 { b"" } else { b"\n" })?;
                text(&mut out, topic)?;
            }
        }
        (OutputFormat::Text, None) => list(&mut out, &topics)?,
    }
    out.flush()?;
    Ok(Exit::Fine)
}

fn list(out: &mut impl Write, topics: &[Topic]) -> io::Result<()> {
    let name = |it: &Topic| it.names().next().unwrap_or_default().to_owned();
    let head = |it: &Topic| match it {
        Topic::Rule(_) => "Rules of the checklist",
        Topic::Category(_) => "Categories of tests",
        Topic::Symbol(_) => "Symbols, and where they live",
        Topic::Code(_) => "Codes of diagnostics",
    };
    for (index, group) in topics.chunk_by(|a, b| head(a) == head(b)).enumerate() {
        let width = group.iter().map(|it| name(it).len()).max().unwrap_or(0);
        let gap = if index == 0 { "" } else { "\n" };
        writeln!(out, "{gap}{DIM}{}{DIM:#}", head(&group[0]))?;
        for it in group {
            writeln!(out, "{NAME}{:<width$}{NAME:#}  {}", name(it), it.title())?;
        }
    }
    Ok(())
}

fn text(out: &mut impl Write, topic: &Topic) -> io::Result<()> {
    match topic {
        Topic::Rule(it) => rule(out, it),
        Topic::Category(it) => category(out, it),
        Topic::Symbol(it) => symbol(out, it),
        Topic::Code(it) => {
            writeln!(out, "{NAME}{}{NAME:#} {DIM}(diagnostic){DIM:#}", it.code)?;
            writeln!(out, "{}\n\n{DIM}to mend it:{DIM:#} {}", it.meaning, it.mend)
        }
    }
}

fn category(out: &mut impl Write, category: &CategoryTopic) -> io::Result<()> {
    writeln!(out, "{NAME}{}{NAME:#} {DIM}(category){DIM:#}", category.name)?;
    writeln!(out, "{}", category.title)?;
    writeln!(out, "\n{DIM}words that mean it:{DIM:#} {}", category.signals.join(", "))?;
    writeln!(out, "{DIM}tests for each:{DIM:#} {}", category.targets.join(", "))?;
    writeln!(out, "\n{DIM}what they cover{DIM:#}")?;
    for it in &category.covers {
        let meaning = if it.meaning.is_empty() { "" } else { &it.meaning };
        writeln!(out, "    {NAME}{}{NAME:#}  {meaning}", it.name)?;
    }
    writeln!(out, "\n{DIM}tests{DIM:#}")?;
    for it in &category.tests {
        let request = if it.on_request { " (on request, with --only)" } else { "" };
        writeln!(out, "    {}{DIM}{request}{DIM:#}", it.name)?;
    }
    for it in &category.examples {
        writeln!(out, "\n{DIM}example:{DIM:#} {}", it.title)?;
        for file in &it.sources {
            code(out, &format!("{NAME}{}{NAME:#}", file.path), &file.text)?;
        }
        for file in &it.tests {
            code(out, &format!("{GOOD}makes{GOOD:#} {NAME}{}{NAME:#}", file.path), &file.text)?;
        }
    }
    writeln!(out, "\n{DIM}as written:{DIM:#} hcgen spec show category {}", category.name)
}

fn symbol(out: &mut impl Write, symbol: &SymbolTopic) -> io::Result<()> {
    let kind = if symbol.observed { "observed symbol" } else { "symbol" };
    writeln!(out, "{NAME}{}{NAME:#} {DIM}({kind}){DIM:#}", symbol.name)?;
    match symbol.places.as_slice() {
        [place] => writeln!(out, "is {}", place.path)?,
        places => {
            writeln!(out, "the first of these that a checkout has, newest first:")?;
            for it in places {
                let default = if it.default { " (without a checkout)" } else { "" };
                writeln!(out, "    {}{DIM}{default}{DIM:#}", it.path)?;
            }
        }
    }
    for (what, list) in [("member", &symbol.members), ("keyword", &symbol.keywords)] {
        for it in list {
            writeln!(
                out,
                "{DIM}its {what}{DIM:#} {} is also called {}",
                it.name,
                it.others.join(", ")
            )?;
        }
    }
    if symbol.observed {
        writeln!(out, "facts and rules speak of it; generated code does not")?;
    }
    writeln!(out, "\n{DIM}as written:{DIM:#} hcgen spec show symbol {}", symbol.name)
}

fn rule(out: &mut impl Write, rule: &RuleTopic) -> io::Result<()> {
    let slug = if rule.slug == rule.id { "" } else { &rule.slug };
    let head = format!("{NAME}{}{NAME:#} {slug}", rule.id);
    writeln!(out, "{} {DIM}({}){DIM:#}", head.trim_end(), rule.severity)?;
    writeln!(out, "{}", rule.title)?;
    if !rule.why.is_empty() {
        writeln!(out, "\n{DIM}why:{DIM:#} {}", rule.why)?;
    }
    if rule.on_demand {
        writeln!(
            out,
            "\n{DIM}on demand:{DIM:#} only with `--select {}`, or where settings ask for it",
            rule.id
        )?;
    }
    list_of(out, "from the requirements", &rule.requirements)?;
    list_of(out, "spares", &rule.spares)?;
    let mends = rule.fixes.iter().map(|it| {
        let title = it.title.as_deref().unwrap_or("write it otherwise, as below");
        format!("{title}{}", if it.safe { "" } else { " (with --unsafe-fixes)" })
    });
    list_of(out, "mends", &mends.collect::<Vec<_>>())?;
    for it in &rule.bad {
        code(out, &format!("{BAD}finds{BAD:#}"), &it.code)?;
        if let Some(fixed) = &it.fixed {
            code(out, &format!("{GOOD}and makes of it{GOOD:#}"), fixed)?;
        }
    }
    for it in &rule.good {
        code(out, &format!("{GOOD}leaves alone{GOOD:#}"), it)?;
    }
    let ignore = format!("# hcgen: ignore[{}] reason", rule.id);
    writeln!(out, "\n{DIM}to excuse one, on its line or above it:{DIM:#} {ignore}")
}

fn list_of(out: &mut impl Write, label: &str, texts: &[String]) -> io::Result<()> {
    if !texts.is_empty() {
        writeln!(out, "\n{DIM}{label}:{DIM:#}")?;
    }
    texts.iter().try_for_each(|it| writeln!(out, "    {}", it.trim().replace('\n', "\n    ")))
}

fn code(out: &mut impl Write, label: &str, code: &str) -> io::Result<()> {
    writeln!(out, "\n{label}")?;
    code.trim_end()
        .lines()
        .try_for_each(|line| writeln!(out, "{}", format!("    {line}").trim_end()))
}
