//! `hcgen classify`: the category goes to stdout, what speaks for it to stderr. Asks on a terminal
//! only.

use std::io::{self, BufRead, IsTerminal, Write};

use anstyle::{AnsiColor, Style};

use crate::classify::{Candidate, Classification};
use crate::pipeline;

use super::arguments::{Arguments, Classify, OutputFormat};
use super::study::{json, study};
use super::{Exit, stdout};

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
    let may_ask = io::stdin().is_terminal() && io::stderr().is_terminal();
    let chosen = match &classification.category {
        Some(_) => classification.candidates.first(),
        None if may_ask => {
            ask(&classification, &mut io::stdin().lock(), &mut anstream::stderr().lock())?
        }
        None => None,
    };
    if let Some(chosen) = chosen {
        let mut out = stdout();
        writeln!(out, "{}", chosen.category)?;
        out.flush()?;
        explain(chosen, &classification)?;
        return Ok(Exit::Fine);
    }
    if may_ask {
        writeln!(anstream::stderr(), "no category was chosen")?;
    } else {
        list(&classification)?;
    }
    Ok(Exit::Target)
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
    let mut out = stdout();
    for it in &classification.candidates {
        writeln!(out, "{:<10} {}: {}", it.category, it.title, evidence(it))?;
    }
    out.flush()?;
    let why = if known { "several categories may be meant" } else { "no category is recognised" };
    writeln!(
        anstream::stderr(),
        "{why}: say more, or take one by its name: `hcgen run --category NAME TARGET`"
    )
}

/// Lets the user choose, until there is a choice; nothing and the end of the input are none.
fn ask<'c>(
    classification: &'c Classification,
    input: &mut impl BufRead,
    err: &mut impl Write,
) -> io::Result<Option<&'c Candidate>> {
    let candidates = &classification.candidates;
    writeln!(err, "Which tests are meant?")?;
    for (index, it) in candidates.iter().enumerate() {
        writeln!(err, "  {NAME}{}{NAME:#}  {} {DIM}{}{DIM:#}", index + 1, it.title, evidence(it))?;
    }
    loop {
        write!(err, "Number, or nothing for none: ")?;
        err.flush()?;
        let mut line = String::new();
        if input.read_line(&mut line)? == 0 {
            writeln!(err)?;
            return Ok(None);
        }
        let said = line.trim();
        if said.is_empty() {
            return Ok(None);
        }
        let number = said.parse::<usize>().ok().and_then(|it| it.checked_sub(1));
        let named = candidates.iter().find(|it| it.category == said);
        match number.and_then(|it| candidates.get(it)).or(named) {
            Some(chosen) => return Ok(Some(chosen)),
            None => writeln!(err, "`{said}` is none of 1 to {}", candidates.len())?,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(input: &str, expected: Option<&str>, said: &str) {
        let candidate = |category: &str| Candidate {
            category: category.into(),
            title: category.to_uppercase(),
            known_by: Vec::new(),
            score: 0.0,
            said: Vec::new(),
            targets: Vec::new(),
        };
        let classification = Classification {
            version: 1,
            text: "tests".into(),
            category: None,
            candidates: vec![candidate("orders"), candidate("shops")],
            targets: Vec::new(),
        };
        let mut err = Vec::new();
        let chosen = ask(&classification, &mut input.as_bytes(), &mut err);
        let chosen = chosen.ok().flatten().map(|it| it.category.as_str());
        assert_eq!(chosen, expected);
        let err = String::from_utf8_lossy(&err);
        assert!(err.contains(said), "{err}");
    }

    #[test]
    fn a_number_or_a_name_chooses() {
        check("2\n", Some("shops"), "2");
        check("orders\n", Some("orders"), "ORDERS");
    }

    #[test]
    fn what_is_none_of_them_is_asked_again() {
        check("0\nthree\n1\n", Some("orders"), "`three` is none of 1 to 2");
    }

    #[test]
    fn nothing_and_the_end_of_the_input_choose_nothing() {
        check("\n", None, "or nothing for none");
        check("9\n", None, "`9` is none of 1 to 2");
    }
}
