//! The spec as written: entries with their places, names still only text.

mod ground;
mod looks;
mod requirement;
mod rule;
mod settings;
mod skill;
mod symbol;
mod value;

use crate::kdl::Text;
use crate::span::{SourceId, Span, Spanned};

pub use ground::{Checkout, PolicyRead, Routes, Style, WrappedView};
pub use looks::{Audit, Each, Evidence, EvidenceKind, Says, Search};
pub use requirement::{Meets, Requirements};
pub use rule::{Among, Condition, Find, Fix, Rule, Sample};
pub use settings::{Check, CheckPath};
pub use skill::{Skill, SkillPage};
pub use symbol::{Renamed, Symbol, SymbolPlace};
pub use value::{Factories, Given, Maker, Structure, ValueRow};

/// A string of the spec.
pub type Str = Spanned<Text>;

/// Everything that the files of a spec say, includes first, in the order they were read.
#[derive(Debug, Default)]
pub struct Spec {
    /// The files, the one that was asked for last.
    pub files: Vec<SourceId>,
    /// Those of them that were asked for; the others are included.
    pub asked: Vec<SourceId>,
    /// An earlier run checked just these texts and found nothing.
    pub checked: bool,
    /// Its rules were left out: of the rest, much is used by them only, and none of it is asked about.
    pub ruleless: bool,
    /// Their entries.
    pub entries: Vec<Entry>,
}

/// One top-level entry of a spec file.
#[derive(Debug)]
pub struct Entry {
    /// The entry's name, by which overlays speak of it.
    pub name: Str,
    /// The place of the whole entry.
    pub span: Span,
    /// Whether it may take the place of an entry of that name.
    pub mode: Mode,
    /// What it says.
    pub item: Item,
    /// The requirements that it, or a node in it, says it meets.
    pub meets: Vec<Meets>,
}

/// An entry's kind and name.
pub type Key = (String, String);

impl Entry {
    /// The kind and name of what the entry is about. Each target has facts and tables of its own:
    /// they are called `target.name`.
    pub fn key(&self) -> Key {
        let name = self.name.value.value.clone();
        match &self.item {
            Item::Remove { kind } => (kind.value.value.clone(), name),
            Item::Set { .. } => ("policy".to_owned(), name),
            item @ (Item::Fact(Fact { on, .. }) | Item::Table(Table { on, .. })) => {
                (item.kind().to_owned(), format!("{}.{name}", on.value.value))
            }
            item => (item.kind().to_owned(), name),
        }
    }
}

/// What an entry does to one of the same kind and name that was read before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// There must be none.
    Add,
    /// There must be one; it is replaced, in its place.
    Replace,
    /// There must be one; what this one lists is added to it.
    Extend,
}

/// The kinds of entries.
#[derive(Debug)]
pub enum Item {
    /// `remove "rule" "HC002"`; the entry's name is the removed one's.
    Remove {
        /// The kind of the removed entry.
        kind: Str,
    },
    /// `set "policy" "choice"`; the entry's name is the policy's.
    Set {
        /// The choice.
        choice: Str,
    },
    /// `checkout`
    Checkout(Checkout),
    /// `mirror`
    Mirror {
        /// Where the tests of a file that fits the name's pattern stand.
        to: Str,
    },
    /// `search`
    Search(Search),
    /// `inspect`; the entry's name is the kind of target
    Inspect {
        /// What is shown of a target: a title, and an expression.
        shows: Vec<(Str, Str)>,
    },
    /// `audit`
    Audit(Audit),
    /// `policy`
    Policy {
        /// The choice that holds without an overlay.
        default: Str,
        /// The choices and what they mean.
        choices: Vec<(Str, Option<Str>)>,
        /// How a checkout says which one holds; a choice that is set goes before it.
        reads: Vec<PolicyRead>,
    },
    /// `symbol`
    Symbol(Symbol),
    /// `style`
    Style(Style),
    /// `value`
    Value(Box<ValueRow>),
    /// `factories`
    Factories(Factories),
    /// `maker`
    Maker(Maker),
    /// `structure`
    Structure(Structure),
    /// `target`
    Target(Target),
    /// `routes`
    Routes(Routes),
    /// `fact`
    Fact(Fact),
    /// `table`
    Table(Table),
    /// `category`
    Category(Category),
    /// `part`
    Part {
        /// The template.
        template: Str,
    },
    /// `suite`
    Suite(Box<Suite>),
    /// `check`
    Check(Check),
    /// `rule`
    Rule(Box<Rule>),
    /// `example`
    Example(Example),
    /// `requirements`
    Requirements(Requirements),
    /// `skill`
    Skill(Skill),
}

impl Item {
    /// The node name of the kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Item::Remove { .. } => "remove",
            Item::Set { .. } => "set",
            Item::Checkout(_) => "checkout",
            Item::Mirror { .. } => "mirror",
            Item::Search(_) => "search",
            Item::Inspect { .. } => "inspect",
            Item::Audit(_) => "audit",
            Item::Policy { .. } => "policy",
            Item::Symbol(_) => "symbol",
            Item::Style(_) => "style",
            Item::Value(_) => "value",
            Item::Factories(_) => "factories",
            Item::Maker(_) => "maker",
            Item::Structure(_) => "structure",
            Item::Target(_) => "target",
            Item::Routes(_) => "routes",
            Item::Fact(_) => "fact",
            Item::Table(_) => "table",
            Item::Category(_) => "category",
            Item::Part { .. } => "part",
            Item::Suite(_) => "suite",
            Item::Check(_) => "check",
            Item::Rule(_) => "rule",
            Item::Example(_) => "example",
            Item::Requirements(_) => "requirements",
            Item::Skill(_) => "skill",
        }
    }
}

/// What tests are made for: classes, functions, or the methods of other targets.
#[derive(Debug, Default)]
pub struct Target {
    /// The kind of target whose methods these are; a class of its own, if absent.
    pub within: Option<Str>,
    /// `class` or `function`; classes, if absent.
    pub of: Option<Str>,
    /// Methods of ancestors count as the class's own.
    pub inherited: bool,
    /// A class that derives from such a class, and is none, stands for it.
    pub implemented: bool,
    /// Any of these makes a class or method a target.
    pub when: Vec<Predicate>,
    /// Unless it is one of these.
    pub except: Vec<Predicate>,
}

/// What a class or method must be like; all that is given must hold.
#[derive(Debug)]
pub struct Predicate {
    /// Its name is one of these, `*` for any part.
    pub name: Option<Str>,
    /// One of these symbols is among its ancestors.
    pub base: Option<Str>,
    /// One of these symbols decorates it.
    pub decorator: Option<Str>,
    /// Its body has a statement like this pattern.
    pub has: Option<Str>,
    /// It has nothing like this pattern.
    pub lacks: Option<Str>,
    /// Its file's path, `*` and `**` for any part.
    pub path: Option<Str>,
}

/// Something to find in the source, by steps.
#[derive(Debug)]
pub struct Fact {
    /// The kind of target it belongs to.
    pub on: Str,
    /// Every find, not just the first.
    pub list: bool,
    /// The expression that makes the fact's value of the bindings.
    pub value: Option<Str>,
    /// The way there.
    pub steps: Vec<Spanned<Step>>,
}

/// One step of a fact.
#[derive(Debug)]
pub enum Step {
    /// Go to a symbol's definition.
    Symbol(Str),
    /// Go to the module that the expression names, or that is around the place.
    Module(Option<Str>),
    /// Go to where another fact was found.
    Fact(Str),
    /// Go to a method of the class.
    Method {
        /// Its name; `$NAME` for a bound one.
        name: Str,
        /// Also among the ancestors.
        inherited: bool,
    },
    /// Each match of one of the patterns.
    Find {
        /// The patterns.
        patterns: Vec<Str>,
        /// Only statements directly in the body.
        body: bool,
        /// Also in the ancestors' bodies.
        inherited: bool,
    },
    /// Go to the definition of a bound name.
    Follow(Str),
    /// Go to each route of the class.
    Routes(Str),
    /// The class must be like this.
    Is(Box<Predicate>),
    /// The expression must hold.
    Where(Str),
    /// Bind a name to an expression's value.
    Let {
        /// The name.
        name: Str,
        /// The expression.
        value: Str,
    },
    /// Once for each item of a list.
    Each {
        /// The name that the item is bound to.
        name: Str,
        /// The list, an expression.
        list: Str,
    },
    /// The steps must lead nowhere.
    Not(Vec<Spanned<Step>>),
    /// The first of the ways that leads anywhere.
    Either(Vec<Vec<Spanned<Step>>>),
}

/// A decision table: the first row whose condition holds.
#[derive(Debug)]
pub struct Table {
    /// The kind of target it belongs to.
    pub on: Str,
    /// The rows, in order.
    pub rows: Vec<Row>,
}

/// One row of a decision table.
#[derive(Debug)]
pub struct Row {
    /// What the row is called.
    pub name: Str,
    /// Where the row stands.
    pub span: Span,
    /// When it holds; always, if absent.
    pub when: Option<Str>,
    /// The class must be like this.
    pub is: Predicate,
    /// The other columns.
    pub cells: Vec<(String, Str)>,
}

/// A category of tests.
#[derive(Debug)]
pub struct Category {
    /// What people call it.
    pub title: Str,
    /// The words of a request that mean it.
    pub signals: Vec<Str>,
    /// What its tests must cover: name and meaning.
    pub covers: Vec<(Str, Option<Str>)>,
}

/// The tests of one target.
#[derive(Debug)]
pub struct Suite {
    /// The category they belong to.
    pub category: Str,
    /// The kind of target.
    pub target: Str,
    /// Its tests are methods, in a file of functions too.
    pub methods: bool,
    /// The class's name, a template.
    pub class: Option<Str>,
    /// Names of existing classes that it may join, templates.
    pub joins: Vec<Str>,
    /// Base classes, templates; empty ones are left out.
    pub bases: Vec<Str>,
    /// Decorators, templates; empty ones are left out.
    pub decorators: Vec<Decorate>,
    /// Class attributes.
    pub attributes: Vec<Attribute>,
    /// Methods that an existing class must have as the bases bring them.
    pub unchanged: Vec<Str>,
    /// Values that the bases have ready, as attributes called like them.
    pub ready: Vec<Str>,
    /// What an existing class must not be.
    pub except: Vec<Predicate>,
    /// The decorators of which an existing class must have the same as the suite.
    pub exclusive: Vec<Str>,
    /// The tests.
    pub cases: Vec<Case>,
}

/// A class attribute of a suite.
#[derive(Debug)]
pub struct Attribute {
    /// Its name.
    pub name: Str,
    /// Its value, a template of an expression.
    pub value: Str,
    /// The bases bring it: it is required, not written.
    pub inherited: bool,
    /// When the class has it.
    pub when: Option<Str>,
}

/// A decorator of a suite.
#[derive(Debug)]
pub struct Decorate {
    /// The decorator, a template.
    pub text: Str,
    /// When it is written.
    pub when: Option<Str>,
}

/// One test.
#[derive(Debug)]
pub struct Case {
    /// The function's name, a template.
    pub name: Str,
    /// The coverage items it serves.
    pub covers: Vec<Str>,
    /// Whether the target needs it at all.
    pub when: Option<Str>,
    /// Only on request.
    pub on_demand: bool,
    /// Name and class of the values it needs.
    pub givens: Vec<Given>,
    /// Reasons not to write it.
    pub skips: Vec<Skip>,
    /// Decorators of the function.
    pub decorators: Vec<Decorate>,
    /// The body, a template.
    pub template: Str,
    /// Where it stands.
    pub span: Span,
}

/// A reason not to write a test.
#[derive(Debug)]
pub struct Skip {
    /// The reason, a template.
    pub reason: Str,
    /// When it holds.
    pub when: Str,
    /// What would change it, a template.
    pub unlock: Option<Str>,
}

/// A few files and a target in them: demo, documentation and test at once.
#[derive(Debug)]
pub struct Example {
    /// What the tests are generated for.
    pub target: Str,
    /// Path and text.
    pub files: Vec<(Str, Str)>,
}
