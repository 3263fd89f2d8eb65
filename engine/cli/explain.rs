//! `hcgen explain`: what a name of the spec means.

use std::io::{self, BufWriter, Write};

use anstyle::{AnsiColor, Style};
use camino::Utf8PathBuf;
use clap::Args;

use crate::diagnostic::Diagnostics;
use crate::explain::{self, Explained, RuleTopic, Topic};
use crate::pipeline;
use crate::report::{self, VERSION};

use super::arguments::{Arguments, OutputFormat, path};
use super::study::{self, json};
use super::{Exit, sources, tell};

const NAME: Style = Style::new().bold();
const BAD: Style = AnsiColor::Red.on_default();
const GOOD: Style = AnsiColor::Green.on_default();
const DIM: Style = Style::new().dimmed();

/// `hcgen explain`
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  hcgen explain unused-ignore
  hcgen explain invalid-syntax --output-format json
  hcgen explain
      lists what can be explained")]
pub(crate) struct Explain {
    /// An id or a slug; none: a list of all
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
    let model = pipeline::model(&specs, &sources, &mut problems);
    let topics = model.and_then(|model| match &explain.name {
        None => Ok(explain::topics(&model)),
        Some(name) => Ok(vec![explain::explain(&model, name, &mut problems)?]),
    });
    let Ok(topics) = topics else {
        if explain.output_format == OutputFormat::Json {
            json(&report::failure(&sources, &problems))?;
        }
        return tell(&sources, &problems);
    };
    let mut out = BufWriter::new(anstream::stdout().lock());
    match (explain.output_format, &explain.name) {
        (OutputFormat::Json, _) => {
            return json(&Explained { version: VERSION, topics }).map(|()| Exit::Fine);
        }
        (OutputFormat::Text, Some(_)) => text(&mut out, &topics[0])?,
        (OutputFormat::Text, None) => list(&mut out, &topics)?,
    }
    out.flush()?;
    Ok(Exit::Fine)
}

fn list(out: &mut impl Write, topics: &[Topic]) -> io::Result<()> {
    let name = |it: &Topic| it.names().next().unwrap_or_default().to_owned();
    let width = topics.iter().map(|it| name(it).len()).max().unwrap_or(0);
    for it in topics {
        writeln!(out, "{NAME}{:<width$}{NAME:#}  {}", name(it), it.title())?;
    }
    Ok(())
}

fn text(out: &mut impl Write, topic: &Topic) -> io::Result<()> {
    match topic {
        Topic::Rule(it) => rule(out, it),
    }
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
