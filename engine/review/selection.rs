//! Which rules hold for which file: what the command line and the project's settings select and
//! ignore, by id, slug, or the beginning of ids.

use camino::Utf8Path;
use globset::{Glob, GlobBuilder, GlobMatcher};

use crate::builtin;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{CheckSettings, Model, Rule};

/// Everything, by name.
const ALL: &str = "all";

/// The weight of a rule's own name.
const NAMED: usize = usize::MAX;

/// The rules that can be selected, and what selects them.
#[derive(Debug)]
pub(super) struct Selection {
    /// Id and slug: first the built-in checks, then the rules of the model, each in its order.
    rules: Vec<(String, String)>,
    /// Those that hold only where they are named.
    on_demand: Vec<String>,
    select: Vec<String>,
    ignore: Vec<String>,
    paths: Vec<PathSelection>,
    exclude: Vec<GlobMatcher>,
}

#[derive(Debug)]
struct PathSelection {
    glob: GlobMatcher,
    select: Vec<String>,
    ignore: Vec<String>,
}

/// The rules that hold for one file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Active(Vec<bool>);

impl Selection {
    /// What `model`'s settings and the command line's `select` and `ignore` say together; the
    /// command line's `select` takes the place of the settings' own.
    pub(super) fn new(
        model: &Model,
        select: &[String],
        ignore: &[String],
        problems: &mut Diagnostics,
    ) -> Self {
        let built_in = builtin::ALL.iter().map(|it| (it.id.to_owned(), it.id.to_owned()));
        let rules = model.rules.iter().map(|it| (it.id.clone(), it.slug.clone()));
        let rules: Vec<(String, String)> = built_in.chain(rules).collect();
        for name in select.iter().chain(ignore).filter(|it| !is_known(&rules, it)) {
            problems.push(unknown(&rules, name));
        }
        let settings: &CheckSettings = &model.check;
        let select = if select.is_empty() { &settings.select } else { select };
        Self {
            select: select.to_vec(),
            ignore: settings.ignore.iter().chain(ignore).cloned().collect(),
            paths: settings.paths.iter().filter_map(PathSelection::new).collect(),
            exclude: settings.exclude.iter().filter_map(|it| matcher(it)).collect(),
            on_demand: model
                .rules
                .iter()
                .filter(|it| it.on_demand)
                .map(|it| it.id.clone())
                .collect(),
            rules,
        }
    }

    /// Whether no file at `path` is looked at.
    pub(super) fn is_excluded(&self, path: &Utf8Path) -> bool {
        self.exclude.iter().any(|it| fits(it, path))
    }

    /// The rules that hold for the file at `path`.
    pub(super) fn at(&self, path: &Utf8Path) -> Active {
        let here: Vec<&PathSelection> =
            self.paths.iter().filter(|it| fits(&it.glob, path)).collect();
        let is_active = |rule: &(String, String)| {
            // That a file was not looked at is not a rule that one selects.
            if builtin::ALL.iter().any(|it| it.error && it.id == rule.0) {
                let mut ignored = here.iter().flat_map(|it| &it.ignore).chain(&self.ignore);
                return !ignored.any(|it| *it == rule.0);
            }
            let most = |names: &[String]| names.iter().filter_map(|it| weight(rule, it)).max();
            let on_demand = self.on_demand.contains(&rule.0);
            let chosen = most(&self.select).filter(|it| !on_demand || *it == NAMED);
            let mut active = chosen > most(&self.ignore);
            if self.select.is_empty() {
                active = most(&self.ignore).is_none() && !on_demand;
            }
            // What is said of a path holds there, whatever is said of all.
            for it in &here {
                let (select, ignore) = (most(&it.select), most(&it.ignore));
                if select.is_some() || ignore.is_some() {
                    active = select > ignore;
                }
            }
            active
        };
        Active(self.rules.iter().map(is_active).collect())
    }

    /// The place of a rule in [`Active`], by id or slug.
    pub(super) fn index(&self, name: &str) -> Option<usize> {
        self.rules.iter().position(|(id, slug)| id == name || slug == name)
    }

    /// The advice for a name that is none.
    pub(super) fn suggestion(&self, name: &str) -> Option<String> {
        unknown(&self.rules, name).help
    }
}

impl Active {
    pub(super) fn has(&self, index: usize) -> bool {
        self.0[index]
    }

    /// Those of the model's `rules` that hold.
    pub(super) fn rules<'m>(&self, rules: &'m [Rule]) -> impl Iterator<Item = &'m Rule> {
        let active = self.0[builtin::ALL.len()..].to_vec();
        rules.iter().zip(active).filter(|(_, active)| *active).map(|(rule, _)| rule)
    }
}

impl PathSelection {
    fn new(path: &crate::model::CheckPath) -> Option<Self> {
        let (select, ignore) = (path.select.clone(), path.ignore.clone());
        Some(Self { glob: matcher(&path.glob)?, select, ignore })
    }
}

/// How exactly `name` means `rule`, if it does: its id or slug, or so many letters of its id.
fn weight((id, slug): &(String, String), name: &str) -> Option<usize> {
    if name == id || name == slug {
        Some(NAMED)
    } else if name.eq_ignore_ascii_case(ALL) {
        Some(0)
    } else {
        (!name.is_empty() && id.starts_with(name)).then_some(name.len())
    }
}

fn is_known(rules: &[(String, String)], name: &str) -> bool {
    rules.iter().any(|it| weight(it, name).is_some())
}

fn unknown(rules: &[(String, String)], name: &str) -> Diagnostic {
    let slugs = rules.iter().filter(|(id, slug)| id != slug).map(|(_, slug)| slug.as_str());
    let known = rules.iter().map(|(id, _)| id.as_str()).chain(slugs);
    Diagnostic::placeless("unknown-rule", format!("there is no rule `{name}`"))
        .with_suggestion(name, known)
}

/// A glob whose `*` stays in its folder; `None` for a text that is none, which `resolve` reported.
fn matcher(glob: &str) -> Option<GlobMatcher> {
    let glob: Glob =
        GlobBuilder::new(glob.trim_end_matches('/')).literal_separator(true).build().ok()?;
    Some(glob.compile_matcher())
}

/// Whether the glob fits `path` or a folder that it lies in.
fn fits(glob: &GlobMatcher, path: &Utf8Path) -> bool {
    path.ancestors().filter(|it| !it.as_str().is_empty()).any(|it| glob.is_match(it))
}
