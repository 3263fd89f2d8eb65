//! `hcgen classify`: the category goes to stdout, what speaks for it to stderr. Asks on a terminal
//! only.

use std::io::{self, IsTerminal, Write};

use anstyle::{AnsiColor, Style};

use crate::classify::{Candidate, Classification};
use crate::pipeline;

use super::Exit;
use super::arguments::{Arguments, Classify, OutputFormat};
use super::study::{json, study};

const NAME: Style = AnsiColor::Green.on_default();
const DIM: Style = Style::new().dimmed();

/// Says which category is meant.
pub(super) fn classify(all: &Arguments, arguments: &Classify) -> io::Result<Exit> {
    let text = arguments.text.join(" ");
    let answer = study(all, &arguments.study, &[], |request, sources, problems| {
        pipeline::classify(request, &text, sources, problems)
    })?;
    let classification = match answer {
        Ok(classification) => classification,
        Err(exit) => return Ok(exit),
    };
    if arguments.study.output_format == OutputFormat::Json {
        json(&classification)?;
        return Ok(if classification.category.is_some() { Exit::Fine } else { Exit::Target });
    }
    let chosen = match &classification.category {
        Some(_) => classification.candidates.first(),
        None if io::stdin().is_terminal() && io::stderr().is_terminal() => ask(&classification)?,
        None => None,
    };
    match chosen {
        Some(chosen) => {
            writeln!(anstream::stdout(), "{}", chosen.category)?;
            explain(chosen, &classification)?;
            Ok(Exit::Fine)
        }
        None => {
            list(&classification)?;
            Ok(Exit::Target)
        }
    }
}

/// Why it is this one, and what comes next.
fn explain(chosen: &Candidate, all: &Classification) -> io::Result<()> {
    let mut err = anstream::stderr().lock();
    writeln!(err, "{NAME}{}{NAME:#}: {}", chosen.title, evidence(chosen))?;
    let named = all.targets.iter().find(|it| chosen.targets.contains(&it.name));
    let target = named.map_or("TARGET".to_owned(), |it| format!("{}::{}", it.path, it.name));
    writeln!(err, "{DIM}hcgen run --category {} {target}{DIM:#}", chosen.category)
}

/// What speaks for a category, in words.
fn evidence(candidate: &Candidate) -> String {
    let quoted =
        |list: &[String]| list.iter().map(|it| format!("\"{it}\"")).collect::<Vec<_>>().join(", ");
    match (candidate.said.is_empty(), candidate.targets.is_empty()) {
        (true, true) => format!("known by {}", quoted(&candidate.known_by)),
        (false, true) => format!("the request says {}", quoted(&candidate.said)),
        (true, false) => format!("its tests are for {}", candidate.targets.join(", ")),
        (false, false) => format!(
            "its tests are for {}; the request says {}",
            candidate.targets.join(", "),
            quoted(&candidate.said)
        ),
    }
}

/// The candidates, when nobody can be asked.
fn list(classification: &Classification) -> io::Result<()> {
    let known = classification.candidates.iter().any(|it| it.score > 0.0);
    let mut out = anstream::stdout().lock();
    for it in &classification.candidates {
        writeln!(out, "{:<10} {}: {}", it.category, it.title, evidence(it))?;
    }
    let why = if known { "several categories may be meant" } else { "no category is recognised" };
    writeln!(
        anstream::stderr(),
        "{why}: say more, or take one by its name: `hcgen run --category NAME TARGET`"
    )
}

/// Lets the user choose by number; anything else is no choice.
fn ask(classification: &Classification) -> io::Result<Option<&Candidate>> {
    let mut err = anstream::stderr().lock();
    writeln!(err, "Which tests are meant?")?;
    for (index, it) in classification.candidates.iter().enumerate() {
        writeln!(err, "  {NAME}{}{NAME:#}  {} {DIM}{}{DIM:#}", index + 1, it.title, evidence(it))?;
    }
    write!(err, "Number: ")?;
    err.flush()?;
    let mut line = String::new();
    io::stdin().read_line(&mut line)?;
    let number = line.trim().parse::<usize>().ok().and_then(|it| it.checked_sub(1));
    Ok(number.and_then(|it| classification.candidates.get(it)))
}
