//! The spec with its names bound and its templates, expressions and patterns compiled. Whatever is
//! here can be used: nothing dangles.

mod compiled;
mod facts;
mod looks;
mod requirement;
mod rule;
mod settings;
mod skill;
mod value;

use camino::Utf8PathBuf;
use indexmap::IndexMap;

use crate::kdl::Text;
use crate::pattern::Pattern;
use crate::span::{Span, Spanned};
use crate::template::{Expression, Parts, Template};

pub use compiled::{Compiled, Patterns};
pub use facts::{Fact, MethodName, Predicate, Row, Step, Target, TargetOf};
pub use looks::{Audit, Each, Evidence, EvidenceKind, Says, Search, Show};
pub use requirement::{Met, Requirement, Requirements};
pub use rule::{Among, Condition, Find, Fix, Level, Relation, Rule, Safety, Sample, Surrounding};
pub use settings::{CheckPath, CheckSettings};
pub use skill::{Skill, SkillPage};
pub use value::{
    Arguments, Factories, Fits, Given, GivenSource, Maker, Structure, StyleName, Substance,
    ValueRow,
};

/// A whole spec, ready for use.
#[derive(Debug, Default)]
pub struct Model {
    /// How checkouts are laid out.
    pub layout: Layout,
    /// Where tests stand, first match wins.
    pub mirrors: Vec<Mirror>,
    /// How test files are found that stand elsewhere.
    pub searches: Vec<Search>,
    /// What is shown of targets, by their kind.
    pub shows: IndexMap<String, Vec<Show>>,
    /// When targets count as tested.
    pub audits: Vec<Audit>,
    /// The choice of each policy.
    pub policies: IndexMap<String, String>,
    /// The choices that each policy has.
    pub policy_choices: IndexMap<String, Vec<String>>,
    /// How a checkout says which choice holds.
    pub policy_signs: Vec<PolicySign>,
    /// Names that generated code may use.
    pub symbols: Symbols,
    /// What tests look like in a file of classes.
    pub class_style: Style,
    /// What tests look like in a file of functions.
    pub function_style: Style,
    /// How a test comes by values.
    pub values: IndexMap<String, ValueRow>,
    /// Methods of the checkout that make values.
    pub factories: Vec<Factories>,
    /// Functions of the checkout that make one thing of another.
    pub makers: Vec<Maker>,
    /// Classes whose instances are made by what they consist of.
    pub structures: Vec<Structure>,
    /// Tables of routes that Python builds.
    pub routes: IndexMap<String, RouteSpec>,
    /// What tests are made for.
    pub targets: IndexMap<String, Target>,
    /// The categories of tests.
    pub categories: IndexMap<String, Category>,
    /// Templates that others include.
    pub parts: PartTable,
    /// The tests.
    pub suites: Vec<Suite>,
    /// The checklist.
    pub rules: Vec<Rule>,
    /// What of it holds, and where.
    pub check: CheckSettings,
    /// Demo, documentation and tests.
    pub examples: Vec<Example>,
    /// What the spec is held to, by group.
    pub requirements: IndexMap<String, Requirements>,
    /// Instructions for agents.
    pub skills: Vec<Skill>,
}

impl Model {
    /// The categories of tests for a kind of target, those for its methods included.
    pub fn categories_of(&self, target: &str) -> impl Iterator<Item = &str> {
        let within = |it: &str| self.targets.get(it).and_then(|it| it.within.as_deref());
        self.categories.keys().map(String::as_str).filter(move |category| {
            self.suites.iter().any(|it| {
                it.category == *category
                    && (it.target == target || within(&it.target) == Some(target))
            })
        })
    }
}

/// How checkouts are laid out.
#[derive(Debug, Default)]
pub struct Layout {
    /// Paths that only a root has.
    pub markers: Vec<String>,
    /// Folders that module names start from.
    pub source_roots: Vec<Utf8PathBuf>,
    /// Folders that hold tests.
    pub test_roots: Vec<Utf8PathBuf>,
    /// The command that runs tests.
    pub command: Option<Compiled<Template>>,
    /// What a person still has to look at.
    pub reminders: Vec<String>,
}

/// Where the tests of some source files stand.
#[derive(Debug)]
pub struct Mirror {
    /// A path with `{name}` for any part without a slash and `{name...}` for any part.
    pub from: String,
    /// The test file's path, with the same names.
    pub to: String,
}

/// A sign by which a checkout says which choice of a policy holds.
#[derive(Debug)]
pub struct PolicySign {
    /// The policy.
    pub policy: String,
    /// The choice.
    pub choice: String,
    /// The file to look into.
    pub path: Utf8PathBuf,
    /// What is found there.
    pub has: Pattern,
}

/// The symbols, by the names the pack gives them.
#[derive(Debug, Default)]
pub struct Symbols(pub IndexMap<String, Symbol>);

/// A name and the places where it lived.
#[derive(Debug)]
pub struct Symbol {
    /// Newest first.
    pub places: Vec<SymbolPlace>,
    /// Members by the pack's name, with their other names.
    pub members: IndexMap<String, Vec<String>>,
    /// Keyword arguments by the pack's name, with their other names.
    pub keywords: IndexMap<String, Vec<String>>,
    /// Facts and rules speak of it, generated code does not.
    pub observed: bool,
    /// Where the spec says so.
    pub span: Span,
}

/// One place of a symbol.
#[derive(Clone, Debug)]
pub struct SymbolPlace {
    /// The dotted module.
    pub module: String,
    /// Its name there; `None` for the module itself.
    pub name: Option<String>,
    /// The place that holds without a checkout.
    pub default: bool,
}

/// What tests look like in a file.
#[derive(Debug, Default)]
pub struct Style {
    /// What factories are called on.
    pub fixture: String,
    /// Decorators of each test function.
    pub decorators: Vec<String>,
}

/// How Python builds a table of routes.
#[derive(Debug, Default)]
pub struct RouteSpec {
    /// Modules and variables; the first module that the checkout has.
    pub starts: Vec<(String, String)>,
    /// What its calls look like, and what they are; the first that matches a call decides.
    pub forms: Vec<(Pattern, RouteForm)>,
}

/// What a call in a table of routes is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RouteForm {
    /// An entry: `$PATTERN`, `$VIEW` and perhaps `$NAME`.
    Entry,
    /// Other routes: `$ROUTES` and perhaps `$NAMESPACE`.
    Include,
    /// A view of what `$VIEW` or `$$$VIEW` is, and what a route says of it.
    View(Option<String>),
}

/// A category of tests.
#[derive(Debug)]
pub struct Category {
    /// What people call it.
    pub title: String,
    /// Words of a request that mean it.
    pub signals: Vec<String>,
    /// Coverage items and what they mean.
    pub covers: IndexMap<String, String>,
}

/// The templates that others include.
#[derive(Debug, Default)]
pub struct PartTable(pub IndexMap<String, Compiled<Template>>);

impl Parts for PartTable {
    fn part(&self, name: &str) -> Option<&Template> {
        self.0.get(name)?.template().ok()
    }

    fn names(&self) -> Vec<&str> {
        self.0.keys().map(String::as_str).collect()
    }
}

/// The tests of one kind of target.
#[derive(Debug)]
pub struct Suite {
    /// Its name.
    pub name: String,
    /// The category's name.
    pub category: String,
    /// The target's name.
    pub target: String,
    /// Its tests are methods, in a file of functions too.
    pub methods: bool,
    /// The class's name.
    pub class: Compiled<Template>,
    /// Existing classes it may join.
    pub joins: Vec<Compiled<Template>>,
    /// Base classes.
    pub bases: Vec<Compiled<Template>>,
    /// Decorators.
    pub decorators: Vec<Decorate>,
    /// Class attributes. An existing class must have the same.
    pub attributes: Vec<Attribute>,
    /// Methods that an existing class must have as the bases bring them.
    pub unchanged: Vec<String>,
    /// Values that the bases have ready, as attributes called like them.
    pub ready: Vec<String>,
    /// What an existing class must not be.
    pub except: Vec<Predicate>,
    /// Decorators that an existing class must have or lack as the suite does.
    pub exclusive: Vec<String>,
    /// The tests.
    pub cases: Vec<Case>,
}

/// A class attribute of a suite.
#[derive(Debug)]
pub struct Attribute {
    /// Its name.
    pub name: String,
    /// Its value, an expression.
    pub value: Compiled<Template>,
    /// The bases bring it: it is required, not written.
    pub inherited: bool,
    /// When the class has it.
    pub when: Option<Compiled<Expression>>,
}

/// A decorator of a suite.
#[derive(Debug)]
pub struct Decorate {
    /// The decorator without `@`.
    pub text: Compiled<Template>,
    /// When it is written.
    pub when: Option<Compiled<Expression>>,
}

/// One test.
#[derive(Debug)]
pub struct Case {
    /// The function's name.
    pub name: Compiled<Template>,
    /// Coverage items.
    pub covers: Vec<String>,
    /// Whether the target needs it at all.
    pub when: Option<Compiled<Expression>>,
    /// Only on request.
    pub on_demand: bool,
    /// The values it starts from.
    pub givens: Vec<Given>,
    /// Reasons not to write it.
    pub skips: Vec<Skip>,
    /// Decorators of the function.
    pub decorators: Vec<Decorate>,
    /// The body.
    pub body: Compiled<Template>,
}

impl Case {
    /// The function's name as the spec writes it, the same for all targets.
    pub fn template(&self) -> &str {
        &self.name.text.value.value
    }
}

/// A reason not to write a test.
#[derive(Debug)]
pub struct Skip {
    /// When it holds.
    pub when: Compiled<Expression>,
    /// The reason.
    pub reason: Compiled<Template>,
    /// What would change it.
    pub unlock: Option<Compiled<Template>>,
}

/// A few files and a target in them.
#[derive(Debug)]
pub struct Example {
    /// What it shows.
    pub title: String,
    /// What tests are generated for.
    pub target: String,
    /// Path and text.
    pub files: IndexMap<Utf8PathBuf, Spanned<Text>>,
    /// Where the spec says so.
    pub span: Span,
}
