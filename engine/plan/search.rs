//! Which test files speak of a target, by what the spec counts as evidence.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};

use crate::checkout::Checkout;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::inspect::{Subject, path_fits};
use crate::model::{Compiled, Each, EvidenceKind, Model, Says, Search};
use crate::needles::{Hits, NeedleId, Needles};
use crate::template::{Expression, Template, singular};
use crate::value::{Map, Value};

/// A test file that may be a target's.
#[derive(Clone, Debug, PartialEq, serde::Serialize, schemars::JsonSchema)]
pub struct Candidate {
    /// Relative to the root.
    #[schemars(with = "String")]
    pub path: Utf8PathBuf,
    /// The sum of the weights.
    pub score: f64,
    /// What was counted, for people.
    pub reason: String,
}

/// What a search found for one target.
#[derive(Default)]
pub(super) struct Found {
    /// Best first.
    pub(super) candidates: Vec<Candidate>,
    pub(super) accept: f64,
    pub(super) rival: f64,
}

/// Scores the test files for each of `wanted`: a target, and where its mirror would be. All files
/// are read once, whatever the number of targets.
pub(super) fn search(
    model: &Model,
    checkout: &Checkout<'_>,
    wanted: &[(&Subject, &Utf8Path)],
    problems: &mut Diagnostics,
) -> Vec<Found> {
    let mut needles = Needles::default();
    let asked: Vec<Option<Asked<'_>>> = wanted
        .iter()
        .map(|(subject, _)| {
            let search = search_for(model, subject)?;
            Some(ask(model, subject, search, &mut needles, problems))
        })
        .collect();
    if asked.iter().all(Option::is_none) {
        return wanted.iter().map(|_| Found::default()).collect();
    }
    let files = test_files(model, checkout);
    let hits = needles.search(checkout.tree, &files);
    let tests = Tests { files: &files, hits: &hits, words: Vec::new() };
    let tests = Tests { words: files.iter().map(|it| words(it)).collect(), ..tests };
    let found = wanted.iter().zip(asked).map(|((_, mirror), asked)| {
        asked.map_or_else(Found::default, |asked| tests.score(&asked, mirror))
    });
    found.collect()
}

/// The files that hold tests, by the names that pytest goes by.
pub(crate) fn test_files(model: &Model, checkout: &Checkout<'_>) -> Vec<Utf8PathBuf> {
    let roots = model.layout.test_roots.iter().filter(|root| checkout.tree.is_dir(root));
    let files = roots.flat_map(|root| checkout.tree.python_files(root));
    let is_test = |path: &Utf8PathBuf| {
        path.file_stem().is_some_and(|it| it.starts_with("test_") || it.ends_with("_test"))
    };
    files.filter(is_test).collect()
}

/// The search for a kind of target; one that names its kind comes first.
fn search_for<'m>(model: &'m Model, subject: &Subject) -> Option<&'m Search> {
    model.searches.iter().find(|it| it.on.as_ref().is_none_or(|on| on == subject.class_target()))
}

/// The texts that a search for the subject's test file looks for.
pub(crate) fn search_texts(
    model: &Model,
    subject: &Subject,
    problems: &mut Diagnostics,
) -> Vec<String> {
    let Some(search) = search_for(model, subject) else { return Vec::new() };
    let context = search_context(model, subject, search);
    let says = search.evidence.iter().filter_map(|it| match &it.kind {
        EvidenceKind::Says(says) if it.weight > 0.0 => Some(says),
        _ => None,
    });
    says.flat_map(|it| texts(model, it, &context, problems)).collect()
}

fn search_context(model: &Model, subject: &Subject, search: &Search) -> Map {
    let mut context = super::context(model, subject);
    if search.on.is_none() {
        context.insert("target".into(), subject.class_value().clone());
    }
    context
}

/// The needles of one target, by the search's evidence, and what its file may be called.
struct Asked<'m> {
    search: &'m Search,
    evidence: Vec<Vec<(String, NeedleId)>>,
    stems: Vec<String>,
}

fn ask<'m>(
    model: &Model,
    subject: &Subject,
    search: &'m Search,
    needles: &mut Needles,
    problems: &mut Diagnostics,
) -> Asked<'m> {
    let context = search_context(model, subject, search);
    let evidence = search.evidence.iter().map(|it| match &it.kind {
        EvidenceKind::Says(says) => texts(model, says, &context, problems)
            .into_iter()
            .filter_map(|text| Some((needles.text(&text)?, text)))
            .map(|(id, text)| (format!("says `{text}`"), id))
            .collect(),
        EvidenceKind::Imports(names) => {
            let mut names: Vec<String> =
                names.iter().map(|it| fill(model, it, &context, problems)).collect();
            if names.is_empty() {
                names.push(subject.class.name.clone());
            }
            let modules: Vec<&str> = packages(&subject.class.module.name).collect();
            let pairs = names.iter().flat_map(|name| modules.iter().map(move |it| (name, it)));
            let import = |(name, module): (&String, &&str)| {
                (format!("imports `{name}`"), needles.import(module, name))
            };
            pairs.map(import).collect()
        }
        _ => Vec::new(),
    });
    let evidence = evidence.collect();
    let stems = search.evidence.iter().flat_map(|it| match &it.kind {
        EvidenceKind::Stem(names) => names.as_slice(),
        _ => &[],
    });
    let stems = stems.map(|it| squashed(&fill(model, it, &context, problems))).collect();
    Asked { search, evidence, stems }
}

/// A module and the packages around it, which may pass on what it defines.
fn packages(module: &str) -> impl Iterator<Item = &str> {
    let ends = module.match_indices('.').map(|(at, _)| at).chain([module.len()]);
    ends.map(|end| &module[..end])
}

/// The texts that a file may hold, each once; empty ones left out.
pub(crate) fn texts(
    model: &Model,
    says: &Says,
    context: &Map,
    problems: &mut Diagnostics,
) -> Vec<String> {
    let mut contexts = vec![context.clone()];
    if let Some(each) = &says.each {
        contexts = self::each(each, context, problems);
    }
    let mut texts: Vec<String> = Vec::new();
    for context in &contexts {
        for template in &says.texts {
            let text = fill(model, template, context, problems);
            if !text.is_empty() && !texts.contains(&text) {
                texts.push(text);
            }
        }
    }
    texts
}

/// The context once for each item of a list.
pub(crate) fn each(each: &Each, context: &Map, problems: &mut Diagnostics) -> Vec<Map> {
    let items = match evaluate(&each.list, context, problems) {
        Value::List(items) => items,
        _ => Arc::default(),
    };
    let bind = |item: &Value| {
        let mut context = context.clone();
        context.insert(each.name.clone(), item.clone());
        context
    };
    items.iter().map(bind).collect()
}

/// A template, filled.
pub(crate) fn fill(
    model: &Model,
    template: &Compiled<Template>,
    context: &Map,
    problems: &mut Diagnostics,
) -> String {
    template.render(context, &model.parts).unwrap_or_else(|error| {
        let diagnostic = Diagnostic::error("render", template.place(&error.range), error.message);
        problems.push(Diagnostic { help: error.help, ..diagnostic });
        String::new()
    })
}

pub(crate) fn evaluate(
    expression: &Compiled<Expression>,
    context: &Map,
    problems: &mut Diagnostics,
) -> Value {
    expression.evaluate(context).unwrap_or_else(|error| {
        let diagnostic =
            Diagnostic::error("expression", expression.place(&error.range), error.message);
        problems.push(Diagnostic { help: error.help, ..diagnostic });
        Value::None
    })
}

/// The test files, and what was found in them.
struct Tests<'a> {
    files: &'a [Utf8PathBuf],
    hits: &'a Hits,
    words: Vec<BTreeSet<String>>,
}

/// A file's score so far, and what was counted.
type Scores = BTreeMap<usize, (f64, Vec<String>)>;

impl Tests<'_> {
    fn score(&self, asked: &Asked<'_>, mirror: &Utf8Path) -> Found {
        let mut scores = Scores::new();
        for (evidence, needles) in asked.search.evidence.iter().zip(&asked.evidence) {
            let (again, most) = match &evidence.kind {
                EvidenceKind::Says(it) => (it.again, it.most),
                _ => (0.0, evidence.weight),
            };
            for (file, (times, reason)) in self.told(needles) {
                let weight = (evidence.weight + again * (times - 1.0)).min(most);
                let (score, reasons) = scores.entry(file).or_default();
                *score += weight;
                reasons.push(reason.to_owned());
            }
        }
        // A file that says nothing of the target is none of its, whatever its name is.
        scores.retain(|_, (score, _)| *score > 0.0);
        self.score_paths(asked, mirror, &mut scores);
        let candidate = |(file, (score, reasons)): (usize, (f64, Vec<String>))| Candidate {
            path: self.files[file].clone(),
            score: (score * 10.0).round() / 10.0,
            reason: reasons.join(", "),
        };
        let mut candidates: Vec<Candidate> =
            scores.into_iter().map(candidate).filter(|it| it.score > 0.0).collect();
        candidates.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.path.cmp(&b.path)));
        Found { candidates, accept: asked.search.accept, rival: asked.search.rival }
    }

    /// By file, how often any of the needles stands in it, and the first that does.
    fn told<'n>(&self, needles: &'n [(String, NeedleId)]) -> BTreeMap<usize, (f64, &'n str)> {
        let mut told: BTreeMap<usize, (f64, &str)> = BTreeMap::new();
        for (reason, needle) in needles {
            for (file, count) in self.hits.of(*needle) {
                let count = f64::from(u32::try_from(*count).unwrap_or(u32::MAX));
                told.entry(*file).or_insert((0.0, reason)).0 += count;
            }
        }
        told
    }

    fn score_paths(&self, asked: &Asked<'_>, mirror: &Utf8Path, scores: &mut Scores) {
        let stem = |path: &Utf8Path| squashed(path.file_stem().unwrap_or_default());
        let (mirror_stem, mirror_words) = (stem(mirror), words(mirror));
        for (file, (score, reasons)) in scores {
            let path = &self.files[*file];
            let stem = stem(path);
            for evidence in &asked.search.evidence {
                match &evidence.kind {
                    EvidenceKind::Stem(_) if stem == mirror_stem => {
                        *score += evidence.weight;
                        reasons.push("has the mirror's name".to_owned());
                    }
                    EvidenceKind::Stem(_) if asked.stems.contains(&stem) => {
                        *score += evidence.weight;
                        reasons.push("is called after it".to_owned());
                    }
                    EvidenceKind::Path => {
                        *score += evidence.weight * likeness(&self.words[*file], &mirror_words);
                    }
                    EvidenceKind::Under(globs)
                        if globs.iter().any(|it| path_fits(it, path.as_str())) =>
                    {
                        *score += evidence.weight;
                    }
                    _ => {}
                }
            }
        }
    }
}

/// A file's name without underscores, in lower case.
fn squashed(stem: &str) -> String {
    stem.replace('_', "").to_lowercase()
}

/// The words of a path, each in the singular.
fn words(path: &Utf8Path) -> BTreeSet<String> {
    let stem = path.with_extension("");
    let words = stem.as_str().split(['/', '_', '-']).filter(|it| !it.is_empty());
    words.map(|it| singular(&it.to_lowercase())).collect()
}

/// The share of two sets of words that is in both.
fn likeness(a: &BTreeSet<String>, b: &BTreeSet<String>) -> f64 {
    let count = |it: usize| f64::from(u32::try_from(it).unwrap_or(u32::MAX));
    let (both, all) = (a.intersection(b).count(), a.union(b).count().max(1));
    count(both) / count(all)
}
