//! The line: load → resolve → inspect → plan → render → splice → check → report.

mod workbench;

use camino::{Utf8Path, Utf8PathBuf};

use crate::audit;
use crate::check::{self, Checker};
use crate::checkout::Checkout;
use crate::classify::{self, Classification};
use crate::describe::{self, Description};
use crate::diagnostic::{Diagnostic, Diagnostics, Failed};
use crate::draft;
use crate::inspect::{self, TargetPath};
use crate::load;
use crate::model::{Example, Model};
use crate::plan::{self, Selection};
use crate::render::{self, Fallback, Surroundings};
use crate::report::{self, Report};
use crate::resolve;
use crate::review::{self, Input, Options, Review};
use crate::settings;
use crate::sources::{Sources, Tree, normal};
use crate::span::SourceId;
use crate::verify;

pub use workbench::{Inventory, check_spec, explain, show, trials};

/// What a run is asked for.
#[derive(Debug, Default)]
pub struct Request {
    /// The spec files; overlays last.
    pub specs: Vec<Utf8PathBuf>,
    /// What to make tests for.
    pub aim: Aim,
    /// The root of the checkout; found upward from `start`, if absent.
    pub root: Option<Utf8PathBuf>,
    /// Where the search for the root begins.
    pub start: Utf8PathBuf,
    /// Which tests.
    pub selection: Selection,
}

/// What a run makes tests for.
#[derive(Clone, Debug, Default)]
pub enum Aim {
    /// The first example of the spec file that was named last.
    #[default]
    FirstExample,
    /// The example of this title.
    Example(String),
    /// Classes of a checkout.
    Targets(Vec<TargetPath>),
}

/// A run's report, and the root that its paths are relative to.
pub struct Outcome {
    /// What was done.
    pub report: Report,
    /// The folder; `None` for an example, which is nowhere.
    pub root: Option<Utf8PathBuf>,
}

/// Runs the line.
///
/// # Errors
/// [`Failed`]; `problems` say why. Codes of the stages, and `root-not-found`, `no-example`.
pub fn run(
    request: &Request,
    sources: &Sources,
    problems: &mut Diagnostics,
) -> Result<Outcome, Failed> {
    let spec = load::load(sources, problems, &request.specs)?;
    // The project's file has a say in every command; nobody asked for its example.
    let asked: Vec<SourceId> =
        spec.asked.iter().copied().filter(|it| !sources.is_project(*it)).collect();
    let mut model = resolve::resolve(sources, problems, spec)?;
    let ground = ground(request, &asked, &model, problems)?;
    line(&mut model, ground, &request.selection, sources, problems)
}

/// Runs the line from its third stage on, on a tree that is at hand. The policies of `model` are
/// settled by it.
///
/// # Errors
/// [`Failed`]; `problems` say why. Codes of the stages from inspect on.
pub fn in_tree(
    model: &mut Model,
    tree: Tree,
    targets: Vec<TargetPath>,
    selection: &Selection,
    sources: &Sources,
    problems: &mut Diagnostics,
) -> Result<Outcome, Failed> {
    let ground = Ground { tree, targets, fallback: Fallback::Nothing, root: None };
    line(model, ground, selection, sources, problems)
}

/// The line from its third stage on. The policies of `model` are settled by the checkout.
fn line(
    model: &mut Model,
    ground: Ground,
    selection: &Selection,
    sources: &Sources,
    problems: &mut Diagnostics,
) -> Result<Outcome, Failed> {
    let settings = settings::read(&ground.tree);
    let checkout = Checkout::new(sources, &ground.tree, model.layout.source_roots.clone());
    inspect::settle_policies(model, &checkout);
    let model = &*model;
    let facts = inspect::inspect(model, &checkout, &ground.targets, problems)?;
    let plan = plan::plan(model, &checkout, &settings, &facts, selection, problems)?;
    let around = Surroundings {
        model,
        facts: &facts,
        checkout: &checkout,
        settings: &settings,
        fallback: ground.fallback,
    };
    let rendered = render::render(around, &plan, problems)?;
    let drafts = draft::draft(&checkout, &settings, rendered, problems)?;
    let rules = model.rules.iter().filter(|it| !it.on_demand);
    let checker = Checker::new(model, &checkout, &settings, rules);
    let findings = check::check(&checker, &drafts);
    let report = report::report(model, plan.skipped, facts.barren, drafts, findings);
    Ok(Outcome { report, root: ground.root })
}

/// What a check is asked for.
#[derive(Debug)]
pub struct CheckRequest {
    /// The spec files; overlays last.
    pub specs: Vec<Utf8PathBuf>,
    /// The root; found upward from the first path, or else from `start`, if absent.
    pub root: Option<Utf8PathBuf>,
    /// The folder that the user is in.
    pub start: Utf8PathBuf,
    /// What is looked at.
    pub input: Input,
    /// The code to look for, instead of the rules.
    pub pattern: Option<String>,
    /// What counts.
    pub options: Options,
}

/// What a check gave.
pub struct Checked {
    /// What was found.
    pub review: Review,
    /// The folder that its paths are relative to.
    pub root: Utf8PathBuf,
    /// The spec, with its rules.
    pub model: Model,
}

/// Checks files that people wrote; `progress` is told how many of how many are done.
///
/// # Errors
/// [`Failed`]; `problems` say why. Codes of load, resolve and review, and `root-not-found`.
pub fn check(
    request: &CheckRequest,
    sources: &Sources,
    progress: &(dyn Fn(usize, usize) + Sync),
    problems: &mut Diagnostics,
) -> Result<Checked, Failed> {
    let mut spec = load::load(sources, problems, &request.specs)?;
    if let Some(pattern) = &request.pattern {
        load::only_pattern(sources, &mut spec, pattern);
    }
    let model = resolve::resolve(sources, problems, spec)?;
    let root = check_root(request, &model, problems)?;
    let tree = Tree::Disk(root.clone());
    let settings = settings::read(&tree);
    let checkout = Checkout::new(sources, &tree, model.layout.source_roots.clone());
    let ground = review::Ground {
        model: &model,
        checkout: &checkout,
        settings: &settings,
        root: &root,
        start: &request.start,
    };
    let review = review::review(ground, &request.input, &request.options, progress, problems)?;
    Ok(Checked { review, root, model })
}

/// The model of spec files.
///
/// # Errors
/// As load and resolve.
pub fn model(
    specs: &[Utf8PathBuf],
    sources: &Sources,
    problems: &mut Diagnostics,
) -> Result<Model, Failed> {
    let spec = load::load(sources, problems, specs)?;
    resolve::resolve(sources, problems, spec)
}

/// The root of what is checked. A file outside of all checkouts has its folder for one.
fn check_root(
    request: &CheckRequest,
    model: &Model,
    problems: &mut Diagnostics,
) -> Result<Utf8PathBuf, Failed> {
    if let Some(root) = &request.root {
        return existing_root(root, problems);
    }
    let start = &request.start;
    let first = match &request.input {
        Input::Paths(paths) => paths.first(),
        Input::Text(path, _) => Some(path),
    };
    let Some(first) = first.map(|it| normal(&start.join(it))) else {
        return Ok(find_root(start, &model.layout.markers).unwrap_or_else(|| start.clone()));
    };
    let folder = if first.is_dir() { &first } else { first.parent().unwrap_or(&first) };
    let outside = || if folder.starts_with(start) { start } else { folder }.to_owned();
    Ok(find_root(folder, &model.layout.markers).unwrap_or_else(outside))
}

fn existing_root(root: &Utf8Path, problems: &mut Diagnostics) -> Result<Utf8PathBuf, Failed> {
    if root.is_dir() {
        return Ok(normal(root));
    }
    let message = format!("the root `{root}` is no folder");
    Err(problems.fail(
        Diagnostic::placeless("root-not-found", message)
            .with_help("`--root` names the top folder of a checkout"),
    ))
}

/// What the line works on: a checkout, or an example.
struct Ground {
    tree: Tree,
    targets: Vec<TargetPath>,
    fallback: Fallback,
    root: Option<Utf8PathBuf>,
}

fn ground(
    request: &Request,
    asked: &[SourceId],
    model: &Model,
    problems: &mut Diagnostics,
) -> Result<Ground, Failed> {
    let example = match &request.aim {
        Aim::Targets(targets) => return checkout_ground(request, targets, model, problems),
        Aim::Example(title) => model.examples.iter().find(|it| it.title == *title),
        Aim::FirstExample => {
            let from =
                |source: &SourceId| model.examples.iter().find(|it| it.span.source == *source);
            asked.iter().rev().find_map(from).or(model.examples.first())
        }
    };
    example.map(example_ground).ok_or_else(|| {
        let message = "no target was named and the spec has no example";
        problems.fail(
            Diagnostic::placeless("no-example", message)
                .with_help("name a target: a file, `file.py::Class`, a dotted path or a folder"),
        )
    })
}

fn checkout_ground(
    request: &Request,
    targets: &[TargetPath],
    model: &Model,
    problems: &mut Diagnostics,
) -> Result<Ground, Failed> {
    let root = root(request, model, problems)?;
    let targets = targets.iter().map(|it| relative(it, request, &root)).collect();
    let tree = Tree::Disk(root.clone());
    Ok(Ground { tree, targets, fallback: Fallback::Nothing, root: Some(root) })
}

/// The root that was named, or the one around the place where the user stands.
fn root(
    request: &Request,
    model: &Model,
    problems: &mut Diagnostics,
) -> Result<Utf8PathBuf, Failed> {
    match &request.root {
        Some(root) => existing_root(root, problems),
        None => find_root(&request.start, &model.layout.markers).ok_or_else(|| {
            let message = format!("no checkout around `{}`", request.start);
            let markers = crate::diagnostic::backquoted(&model.layout.markers);
            problems.fail(Diagnostic::placeless("root-not-found", message).with_help(format!(
                "name its folder with `--root DIR`; a checkout is known by {markers}"
            )))
        }),
    }
}

fn example_ground(example: &Example) -> Ground {
    let files =
        example.files.iter().map(|(path, it)| (path.clone(), it.value.value.as_str().into()));
    Ground {
        tree: Tree::Memory(files.collect()),
        targets: vec![TargetPath(example.target.clone())],
        fallback: Fallback::Default,
        root: None,
    }
}

/// What the checkout lacks of all that the spec names.
///
/// # Errors
/// [`Failed`]; `problems` say why. Codes of loading and resolving, and `root-not-found`.
pub fn verify(
    request: &Request,
    sources: &Sources,
    problems: &mut Diagnostics,
) -> Result<verify::Report, Failed> {
    let model = self::model(&request.specs, sources, problems)?;
    if model.layout.source_roots.is_empty() {
        let message = "the spec does not say where the modules of a checkout are";
        return Err(problems.fail(
            Diagnostic::placeless("missing-entry", message)
                .with_help("include the file that has a `checkout`: `include \"common.kdl\"`"),
        ));
    }
    let tree = Tree::Disk(root(request, &model, problems)?);
    let checkout = Checkout::new(sources, &tree, model.layout.source_roots.clone());
    Ok(verify::verify(&model, &checkout).report(sources))
}

/// Which category of tests `text` means. Where no root is named and none is around, the words alone
/// decide.
///
/// # Errors
/// [`Failed`]; `problems` say why. Codes of loading and resolving, and `root-not-found`.
pub fn classify(
    request: &Request,
    text: &str,
    sources: &Sources,
    problems: &mut Diagnostics,
) -> Result<Classification, Failed> {
    let model = self::model(&request.specs, sources, problems)?;
    let around = find_root(&request.start, &model.layout.markers);
    let tree = match (&request.root, around) {
        (None, None) => None,
        _ => Some(Tree::Disk(root(request, &model, problems)?)),
    };
    let roots = model.layout.source_roots.clone();
    let checkout = tree.as_ref().map(|tree| Checkout::new(sources, tree, roots));
    Ok(classify::classify(&model, checkout.as_ref(), text))
}

/// What there is to know of the targets that the request names.
///
/// # Errors
/// [`Failed`], as for [`run`].
pub fn describe(
    request: &Request,
    sources: &Sources,
    problems: &mut Diagnostics,
) -> Result<Description, Failed> {
    let mut model = self::model(&request.specs, sources, problems)?;
    let ground = ground(request, &[], &model, problems)?;
    let settings = settings::read(&ground.tree);
    let checkout = Checkout::new(sources, &ground.tree, model.layout.source_roots.clone());
    inspect::settle_policies(&mut model, &checkout);
    let facts = inspect::inspect(&model, &checkout, &ground.targets, problems)?;
    let plan = plan::plan(&model, &checkout, &settings, &facts, &request.selection, problems)?;
    let around = Surroundings {
        model: &model,
        facts: &facts,
        checkout: &checkout,
        settings: &settings,
        fallback: ground.fallback,
    };
    let rendered = render::render(around, &plan, problems)?;
    let drafts = draft::draft(&checkout, &settings, rendered, problems)?;
    Ok(describe::describe(&model, &checkout, facts, &plan, &drafts, problems))
}

/// What in the checkout no test covers. Without targets, all sources are looked at.
///
/// # Errors
/// [`Failed`], as for [`run`].
pub fn audit(
    request: &Request,
    sources: &Sources,
    problems: &mut Diagnostics,
) -> Result<audit::Report, Failed> {
    let mut model = self::model(&request.specs, sources, problems)?;
    let named = match &request.aim {
        Aim::Targets(targets) => targets.as_slice(),
        _ => &[],
    };
    let Ground { tree, mut targets, .. } = checkout_ground(request, named, &model, problems)?;
    let checkout = Checkout::new(sources, &tree, model.layout.source_roots.clone());
    inspect::settle_policies(&mut model, &checkout);
    if targets.is_empty() {
        // The root itself is no folder of sources where there is one.
        let roots = model.layout.source_roots.iter().filter(|it| tree.is_dir(it));
        targets.extend(roots.filter(|it| *it != ".").map(|it| TargetPath(it.to_string())));
        if targets.is_empty() {
            targets.push(TargetPath(".".to_owned()));
        }
    }
    let facts = inspect::inspect(&model, &checkout, &targets, problems)?;
    Ok(audit::audit(&model, &checkout, &facts.subjects, problems))
}

fn find_root(start: &Utf8Path, markers: &[String]) -> Option<Utf8PathBuf> {
    let is_root = |it: &&Utf8Path| markers.iter().any(|marker| it.join(marker).exists());
    start.ancestors().find(is_root).map(Utf8Path::to_owned)
}

/// A target as seen from the root: a path that exists as the user wrote it is taken from where the
/// user stands, or else from the root.
fn relative(target: &TargetPath, request: &Request, root: &Utf8Path) -> TargetPath {
    let (path, class) = match target.0.split_once("::") {
        Some((path, class)) => (path, format!("::{class}")),
        None => (target.0.as_str(), String::new()),
    };
    let inside = [request.start.join(path), root.join(path)].into_iter().find_map(|it| {
        // The folder is looked up, the file not: a file that is a link is the user's choice.
        let (folder, name) =
            if it.is_dir() { (it.as_path(), None) } else { (it.parent()?, it.file_name()) };
        let folder = folder.canonicalize_utf8().ok()?;
        let real = name.map_or_else(|| folder.clone(), |name| folder.join(name));
        let inside = real.strip_prefix(root.canonicalize_utf8().ok()?).ok()?.to_owned();
        it.exists().then_some(inside)
    });
    inside.map_or_else(|| target.clone(), |inside| TargetPath(format!("{inside}{class}")))
}
