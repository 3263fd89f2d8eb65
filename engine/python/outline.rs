//! What a module defines and imports. Stops at signatures: bodies are looked into for imports only.

use ruff_python_ast::ModModule;

use super::ByteRange;

/// The outline of a module, in source order.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    /// Every import statement of the file, nested ones included.
    pub imports: Vec<Import>,
    /// Classes at module level (also under `if` and `try`).
    pub classes: Vec<Class>,
    /// Functions at module level (also under `if` and `try`).
    pub functions: Vec<Function>,
    /// Assignments at module level (also under `if` and `try`).
    pub assignments: Vec<Assignment>,
    /// The module's docstring statement.
    pub docstring: Option<ByteRange>,
}

/// One import statement: `import a.b as c, d` or `from m import a, b as c`.
#[derive(Clone, Debug)]
pub struct Import {
    /// The whole statement.
    pub range: ByteRange,
    /// `m` of `from m import …`; empty for `from . import …`; `None` for `import …`.
    pub module: Option<String>,
    /// Leading dots of a relative import.
    pub level: u32,
    /// What it binds; `*` is a name.
    pub names: Vec<ImportedName>,
    /// Where it stands.
    pub scope: ImportScope,
}

/// `name as asname`, one item of an import statement.
#[derive(Clone, Debug)]
pub struct ImportedName {
    /// The name in the module it comes from, dotted for `import a.b`.
    pub name: String,
    /// The name after `as`.
    pub asname: Option<String>,
    /// The item's text.
    pub range: ByteRange,
}

/// Where an import statement stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportScope {
    /// A statement of the module.
    Module,
    /// Under `if TYPE_CHECKING:`.
    TypeChecking,
    /// Under another `if`, `try`, `with` … at module level.
    Conditional,
    /// In the body of a function or class; the range is that body's.
    Local(ByteRange),
}

/// A class.
#[derive(Clone, Debug)]
pub struct Class {
    /// Its name.
    pub name: String,
    /// From the first decorator to the end of the body.
    pub range: ByteRange,
    /// The name's own range.
    pub name_range: ByteRange,
    /// Outermost first.
    pub decorators: Vec<Decorator>,
    /// The bases as written, subscripts dropped (`Generic[T]` gives `Generic`); keywords left out.
    pub bases: Vec<String>,
    /// The statements of the body, from the first statement's start to the last one's end.
    pub body: ByteRange,
    /// Methods, in order.
    pub methods: Vec<Function>,
    /// Class attributes, in order.
    pub assignments: Vec<Assignment>,
    /// Nested classes.
    pub classes: Vec<Class>,
    /// The docstring statement.
    pub docstring: Option<ByteRange>,
}

/// A function or method.
#[derive(Clone, Debug)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// From the first decorator to the end of the body.
    pub range: ByteRange,
    /// The name's own range.
    pub name_range: ByteRange,
    /// Outermost first.
    pub decorators: Vec<Decorator>,
    /// In order; `self` and `cls` included.
    pub parameters: Vec<Parameter>,
    /// The return annotation as written.
    pub returns: Option<String>,
    /// `async def`.
    pub is_async: bool,
    /// The statements of the body, from the first statement's start to the last one's end.
    pub body: ByteRange,
    /// The docstring statement.
    pub docstring: Option<ByteRange>,
}

/// How a parameter takes its argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterKind {
    /// Before `/`.
    PositionalOnly,
    /// By position or by name.
    Plain,
    /// `*args`.
    VarPositional,
    /// After `*`.
    KeywordOnly,
    /// `**kwargs`.
    VarKeyword,
}

/// One parameter of a function.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name, without stars.
    pub name: String,
    /// How it takes its argument.
    pub kind: ParameterKind,
    /// The annotation as written.
    pub annotation: Option<String>,
    /// The default as written.
    pub default: Option<String>,
}

/// One decorator.
#[derive(Clone, Debug)]
pub struct Decorator {
    /// From `@` to the end of the expression.
    pub range: ByteRange,
    /// The dotted name that is applied or called; empty where it is no name.
    pub name: String,
    /// The arguments as written, without parentheses; `None` without a call.
    pub arguments: Option<String>,
}

/// `target = value`, `target: annotation = value` or `target: annotation`.
#[derive(Clone, Debug)]
pub struct Assignment {
    /// The name that is bound.
    pub name: String,
    /// The whole statement.
    pub range: ByteRange,
    /// The annotation as written.
    pub annotation: Option<String>,
    /// The value's place.
    pub value: Option<ByteRange>,
}

pub(super) fn of(_text: &str, _module: &ModModule) -> Outline {
    Outline::default()
}
