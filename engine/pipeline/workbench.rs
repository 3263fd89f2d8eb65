//! What people who edit specs ask for: whether a spec is right, what comes of its examples, where an
//! entry comes from.

use camino::{Utf8Path, Utf8PathBuf};

use crate::check;
use crate::diagnostic::{Diagnostic, Diagnostics, Failed, Severity, backquoted};
use crate::explain::{self, ExampleFile, ExampleTopic, Topic};
use crate::load;
use crate::model::{Example, Model};
use crate::plan::Selection;
use crate::report::Report;
use crate::resolve;
use crate::show::{self, Shown};
use crate::sources::Sources;
use crate::span::{SourceId, Span};
use crate::trial::{self, Trial};

use super::{example_ground, line};

/// What a spec holds.
#[derive(Debug, Default)]
pub struct Inventory {
    /// Test cases.
    pub cases: usize,
    /// Rules of the checklist.
    pub rules: usize,
    /// Examples; each was rendered.
    pub examples: usize,
    /// What came of each of them.
    pub shown: Vec<Trial>,
}

/// Checks spec files: they load and resolve, and every example renders.
///
/// # Errors
/// As for [`super::run`], for all examples.
pub fn check_spec(
    specs: &[Utf8PathBuf],
    sources: &Sources,
    problems: &mut Diagnostics,
) -> Result<Inventory, Failed> {
    let spec = load::load(sources, problems, specs)?;
    let asked = spec.asked.clone();
    let mut model = resolve::resolve(sources, problems, spec)?;
    check::check_rules(&model, problems);
    // What the pack is held to is no business of a project.
    let project: Vec<SourceId> =
        asked.iter().copied().filter(|it| sources.is_project(*it)).collect();
    resolve::unmet(&model, if project.is_empty() { &asked } else { &project }, problems);
    let reports = examples(&mut model, &both(), sources, problems);
    problems.stop_since(0)?;
    idle(&model, if project.is_empty() { &asked } else { &project }, &reports, problems);
    Ok(Inventory {
        shown: shown(&model, &reports, sources),
        cases: model.suites.iter().map(|it| it.cases.len()).sum(),
        rules: model.rules.len(),
        examples: model.examples.len(),
    })
}

/// Warns of examples in the files `asked` that show nothing.
fn idle(
    model: &Model,
    asked: &[SourceId],
    reports: &[(usize, usize, Report)],
    problems: &mut Diagnostics,
) {
    let examples = model.examples.iter().enumerate();
    for (index, example) in examples.filter(|(_, it)| asked.contains(&it.span.source)) {
        let own = || reports.iter().filter(|(it, ..)| *it == index).map(|(.., report)| report);
        if own().all(|it| it.files.is_empty()) {
            let message = format!("the example `{}` makes no test", example.title);
            let why = own().flat_map(|it| &it.skipped).next();
            let help = why.map_or_else(
                || {
                    "nothing in its target is what a suite is for: see the `when` of each `target`"
                        .into()
                },
                |it| format!("{} is left out: {}", it.case, it.reason),
            );
            problems.push(Diagnostic::warning("untried", example.span, message).with_help(help));
        }
    }
}

/// What is made by default, and what is made where all cases are asked for.
fn both() -> [Selection; 2] {
    // Every test has this in its name.
    let all = Selection { only: vec!["test_".to_owned()], ..Selection::default() };
    [Selection::default(), all]
}

/// Runs every example with each of the `selections`; gives the number of the example, that of the
/// selection, and what came of it. What fails is in `problems`; the others may still tell more.
fn examples(
    model: &mut Model,
    selections: &[Selection],
    sources: &Sources,
    problems: &mut Diagnostics,
) -> Vec<(usize, usize, Report)> {
    let (policies, mut reports) = (model.policies.clone(), Vec::new());
    for example in 0..model.examples.len() {
        for (index, selection) in selections.iter().enumerate() {
            let mut found = Diagnostics::default();
            let ground = example_ground(&model.examples[example]);
            let outcome = line(model, ground, selection, sources, &mut found);
            // Another example is another checkout.
            model.policies.clone_from(&policies);
            reports.extend(outcome.map(|it| (example, index, it.report)));
            // What may be said about the spec as a whole is said elsewhere.
            let errors = found.0.into_iter().filter(|it| it.severity == Severity::Error);
            let errors: Vec<_> =
                errors.map(|it| placed(it, &model.examples[example], sources)).collect();
            let is_fine = errors.is_empty();
            for it in errors {
                // One mistake spoils every example that it is part of.
                if !problems.0.contains(&it) {
                    problems.push(it);
                }
            }
            // What is made of a part that is wrong would be said again for each case.
            if !is_fine {
                break;
            }
        }
    }
    reports
}

/// The diagnostic; what has no place is about what the example is for.
fn placed(diagnostic: Diagnostic, example: &Example, sources: &Sources) -> Diagnostic {
    if let Some(span) = diagnostic.span {
        let path = sources.get(span.source).path.clone();
        let Some(text) = example.files.get(&path) else { return diagnostic };
        let place = Span::new(text.span.source, text.value.place(&span.range()));
        let help = format!("this is `{path}` of the example `{}`: mend it here", example.title);
        return Diagnostic { span: Some(place), ..diagnostic }.with_help(help);
    }
    let files: Vec<&str> = example.files.keys().map(|it| it.as_str()).collect();
    let help = format!("an example has its own files only: {}", backquoted(&files));
    Diagnostic { span: Some(example.span), ..diagnostic }.with_help(help)
}

/// Tries every example, with the cases that are made by default and with all, and every rule on its
/// own examples.
///
/// # Errors
/// As for [`super::run`], for all examples.
pub fn trials(
    specs: &[Utf8PathBuf],
    sources: &Sources,
    problems: &mut Diagnostics,
) -> Result<Vec<Trial>, Failed> {
    let spec = load::load(sources, problems, specs)?;
    let mut model = resolve::resolve(sources, problems, spec)?;
    check::check_rules(&model, problems);
    let reports = examples(&mut model, &both(), sources, problems);
    problems.stop_since(0)?;
    let mut trials = shown(&model, &reports, sources);
    trials.extend(trial::rules(&model, sources));
    Ok(trials)
}

/// The reports of [`both`] as texts.
fn shown(model: &Model, reports: &[(usize, usize, Report)], sources: &Sources) -> Vec<Trial> {
    let trial = |(example, selection, report): &(usize, usize, Report)| {
        let example = &model.examples[*example];
        let spec = &sources.get(example.span.source).path;
        trial::example(&example.title, *selection == 1, spec, report)
    };
    reports.iter().map(trial).collect()
}

/// What `name` means, or all there is to explain; a category is shown with what is made for its
/// examples.
///
/// # Errors
/// [`Failed`]; `problems` say why. Codes of loading and resolving, and `unknown-topic`.
pub fn explain(
    specs: &[Utf8PathBuf],
    name: Option<&str>,
    sources: &Sources,
    problems: &mut Diagnostics,
) -> Result<Vec<Topic>, Failed> {
    let model = super::model(specs, sources, problems);
    // Whoever asks for a code has a spec that is wrong.
    if let (Err(_), Some(code)) = (&model, name.and_then(explain::code)) {
        problems.0.clear();
        return Ok(vec![code]);
    }
    let mut model = model?;
    let Some(name) = name else { return Ok(explain::topics(&model)) };
    let mut topics = explain::explain(&model, name, problems)?;
    for topic in &mut topics {
        if let Topic::Category(category) = topic {
            let selection =
                Selection { categories: vec![category.name.clone()], ..Selection::default() };
            let mut unheard = Diagnostics::default();
            let reports = examples(&mut model, &[selection], sources, &mut unheard);
            let made = reports.iter().filter(|(_, _, it)| !it.files.is_empty());
            category.examples =
                made.map(|(example, _, it)| example_topic(&model.examples[*example], it)).collect();
        }
    }
    Ok(topics)
}

fn example_topic(example: &Example, report: &Report) -> ExampleTopic {
    let file = |path: &Utf8Path, text: &str| ExampleFile {
        path: path.to_string(),
        text: text.trim_end().to_owned(),
    };
    let tests = report.files.iter().zip(&report.texts);
    ExampleTopic {
        title: example.title.clone(),
        target: example.target.clone(),
        sources: example.files.iter().map(|(path, it)| file(path, &it.value.value)).collect(),
        tests: tests.map(|(it, texts)| file(&it.path, &texts.after)).collect(),
    }
}

/// Where the entries that are called so come from; `words` are a kind, if it is said, and a name.
///
/// # Errors
/// [`Failed`]; `problems` say why. Codes of loading, and `unknown-entry`.
pub fn show(
    specs: &[Utf8PathBuf],
    words: (Option<&str>, &str),
    sources: &Sources,
    problems: &mut Diagnostics,
) -> Result<Shown, Failed> {
    let spec = load::load(sources, problems, specs)?;
    show::show(sources, problems, &spec, words)
}
