//! What in a checkout no test covers. What counts as covered is said by the spec; stops at texts: no
//! test is run, and none is parsed.

use std::collections::BTreeSet;

use camino::Utf8PathBuf;
use schemars::JsonSchema;
use serde::Serialize;

use crate::checkout::Checkout;
use crate::diagnostic::Diagnostics;
use crate::inspect::Subject;
use crate::left_out::LeftOut;
use crate::model::{Audit, Model};
use crate::needles::{Hits, NeedleId, Needles};
use crate::plan::{context, each, fill, test_files, texts};
use crate::sources::Tree;

/// What tests cover, and what they do not.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Report {
    /// Changes when the shape of this data does.
    pub version: u32,
    /// By category and folder.
    pub groups: Vec<Group>,
    /// Everything that tests should cover, by category and path.
    pub items: Vec<Item>,
    /// With a limit: how many items each shortened list had beyond it.
    #[serde(skip_serializing_if = "LeftOut::is_empty", default)]
    pub left_out: LeftOut,
}

impl Report {
    /// Keeps the first `most` of each list; of the items, those that no test covers come first.
    pub fn limit(&mut self, most: usize) {
        if self.items.len() > most {
            self.items.sort_by_key(|it| it.covered);
        }
        self.left_out.shorten("groups", &mut self.groups, most);
        self.left_out.shorten("items", &mut self.items, most);
    }
}

/// The items of one kind in one folder.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Group {
    /// The category of the tests.
    pub category: String,
    /// What the items are.
    pub title: String,
    /// The folder.
    #[schemars(with = "String")]
    pub folder: Utf8PathBuf,
    /// How many there are.
    pub items: usize,
    /// How many of them are covered.
    pub covered: usize,
}

/// One thing that tests should cover.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Item {
    /// The category of the tests.
    pub category: String,
    /// What it is.
    pub title: String,
    /// The target's name.
    pub target: String,
    /// The part of it, where parts count.
    pub item: Option<String>,
    /// The target's file.
    #[schemars(with = "String")]
    pub path: Utf8PathBuf,
    /// From 1.
    pub line: usize,
    /// Whether a test covers it.
    pub covered: bool,
    /// The test files that do.
    #[schemars(with = "Vec<String>")]
    pub tests: Vec<Utf8PathBuf>,
}

/// An item, and what would cover it: any of the ways, all texts of it, each in any of its forms.
struct Asked {
    item: Item,
    ways: Vec<Vec<Vec<NeedleId>>>,
}

/// Looks in the tests for what covers the `subjects`. All tests are read once.
pub fn audit(
    model: &Model,
    checkout: &Checkout<'_>,
    subjects: &[Subject],
    problems: &mut Diagnostics,
) -> Report {
    let mut needles = Needles::default();
    let mut asked: Vec<Asked> = Vec::new();
    for audit in &model.audits {
        for subject in subjects.iter().filter(|it| it.target == audit.on) {
            asked.extend(self::asked(model, audit, subject, &mut needles, problems));
        }
    }
    let files = test_files(model, checkout);
    let hits = needles.search(checkout.tree, &files);
    let items = asked.into_iter().map(|Asked { item, ways }| {
        let tests: BTreeSet<usize> = ways.iter().flat_map(|way| together(way, &hits)).collect();
        let tests: Vec<Utf8PathBuf> = tests.into_iter().map(|it| files[it].clone()).collect();
        Item { covered: !tests.is_empty(), tests, ..item }
    });
    let items: Vec<Item> = items.collect();
    Report { version: 1, groups: groups(&items), items, left_out: LeftOut::default() }
}

/// Which of `files` cover the subject, or a part of it.
pub(crate) fn covering(
    model: &Model,
    subject: &Subject,
    tree: &Tree,
    files: &[Utf8PathBuf],
    problems: &mut Diagnostics,
) -> BTreeSet<usize> {
    let mut needles = Needles::default();
    let audits = model.audits.iter().filter(|it| it.on == subject.target);
    let asked: Vec<Asked> =
        audits.flat_map(|it| self::asked(model, it, subject, &mut needles, problems)).collect();
    let hits = needles.search(tree, files);
    asked.iter().flat_map(|it| &it.ways).flat_map(|way| together(way, &hits)).collect()
}

/// What must be covered of a subject.
fn asked(
    model: &Model,
    audit: &Audit,
    subject: &Subject,
    needles: &mut Needles,
    problems: &mut Diagnostics,
) -> Vec<Asked> {
    let whole = context(model, subject);
    let contexts = match &audit.each {
        Some(it) => each(it, &whole, problems),
        None => vec![whole],
    };
    let mut asked = Vec::new();
    for context in contexts {
        let item = audit.item.as_ref().map(|it| fill(model, it, &context, problems));
        let ways = audit.covered.iter().map(|way| {
            let of = way.iter().map(|says| {
                let texts = texts(model, says, &context, problems);
                texts.iter().filter_map(|it| needles.text(it)).collect()
            });
            of.collect()
        });
        let ways = ways.collect();
        let place = &subject.place;
        let item = Item {
            category: audit.category.clone(),
            title: audit.title.clone(),
            target: subject.title(),
            item,
            path: place.module.path.clone(),
            line: place.line(),
            covered: false,
            tests: Vec::new(),
        };
        asked.push(Asked { item, ways });
    }
    asked
}

/// The files in which every text of a way stands, in one of its forms.
fn together(way: &[Vec<NeedleId>], hits: &Hits) -> BTreeSet<usize> {
    let mut sets = way.iter().map(|forms| {
        let files = forms.iter().flat_map(|it| hits.of(*it));
        files.map(|(file, _)| *file).collect::<BTreeSet<usize>>()
    });
    let first = sets.next().unwrap_or_default();
    sets.fold(first, |all, set| all.intersection(&set).copied().collect())
}

fn groups(items: &[Item]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for item in items {
        let folder = item.path.parent().map(ToOwned::to_owned).unwrap_or_default();
        let own = |it: &Group| {
            it.category == item.category && it.title == item.title && it.folder == folder
        };
        let at = groups.iter().position(own).unwrap_or_else(|| {
            let (category, title) = (item.category.clone(), item.title.clone());
            groups.push(Group { category, title, folder: folder.clone(), items: 0, covered: 0 });
            groups.len() - 1
        });
        groups[at].items += 1;
        groups[at].covered += usize::from(item.covered);
    }
    groups
}
