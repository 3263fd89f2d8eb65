//! What a module defines and imports. Stops at signatures: bodies are looked into for imports only.

use std::collections::HashMap;
use std::sync::OnceLock;

use ruff_python_ast::helpers::is_docstring_stmt;
use ruff_python_ast::token::{Tokens, parentheses_iterator};
use ruff_python_ast::{
    self as ast, Expr, ExprRef, ModModule, ParameterWithDefault, Stmt, StmtClassDef,
    StmtFunctionDef,
};
use ruff_python_parser::Parsed;
use ruff_text_size::Ranged;

use super::definitions::Index;
use super::{ByteRange, byte_range};

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
    /// What names stand for, made when first asked for.
    pub(super) index: OnceLock<HashMap<String, Index>>,
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

/// The outline of a parsed module.
pub(super) fn of(text: &str, parsed: &Parsed<ModModule>) -> Outline {
    let mut reader = Reader { text, tokens: parsed.tokens(), imports: Vec::new() };
    let body = &parsed.syntax().body;
    let mut definitions = Definitions::default();
    reader.define(body, &ImportScope::Module, &mut definitions);
    let Definitions { classes, functions, assignments } = definitions;
    let (imports, docstring) = (reader.imports, docstring(body));
    Outline { imports, classes, functions, assignments, docstring, index: OnceLock::new() }
}

/// What the statements of a module or class define.
#[derive(Default)]
struct Definitions {
    classes: Vec<Class>,
    functions: Vec<Function>,
    assignments: Vec<Assignment>,
}

struct Reader<'a> {
    text: &'a str,
    tokens: &'a Tokens,
    imports: Vec<Import>,
}

impl Reader<'_> {
    /// Reads the statements of a module or class, the branches of compound statements included.
    fn define(&mut self, body: &[Stmt], scope: &ImportScope, into: &mut Definitions) {
        for statement in body {
            match statement {
                Stmt::ClassDef(it) => into.classes.push(self.class(it)),
                Stmt::FunctionDef(it) => into.functions.push(self.function(it)),
                Stmt::Assign(it) => self.assign(it, into),
                Stmt::AnnAssign(it) => self.annotated(it, into),
                Stmt::Import(_) | Stmt::ImportFrom(_) => self.import(statement, scope),
                _ => {
                    for (guard, block) in blocks(statement) {
                        self.define(block, &scope.under(guard), into);
                    }
                }
            }
        }
    }

    /// Finds the imports among the statements of a function.
    fn import_all(&mut self, body: &[Stmt], scope: &ImportScope) {
        for statement in body {
            match statement {
                Stmt::ClassDef(it) => self.import_all(&it.body, &local(&it.body)),
                Stmt::FunctionDef(it) => self.import_all(&it.body, &local(&it.body)),
                Stmt::Import(_) | Stmt::ImportFrom(_) => self.import(statement, scope),
                _ => {
                    for (_, block) in blocks(statement) {
                        self.import_all(block, scope);
                    }
                }
            }
        }
    }

    fn import(&mut self, statement: &Stmt, scope: &ImportScope) {
        let (module, level, names) = match statement {
            Stmt::Import(it) => (None, 0, &it.names),
            Stmt::ImportFrom(it) => {
                let module = it.module.as_ref().map_or_else(String::new, ToString::to_string);
                (Some(module), it.level, &it.names)
            }
            _ => return,
        };
        let names = names
            .iter()
            .map(|alias| ImportedName {
                name: alias.name.to_string(),
                asname: alias.asname.as_ref().map(ToString::to_string),
                range: byte_range(alias),
            })
            .collect();
        let scope = scope.clone();
        self.imports.push(Import { range: byte_range(statement), module, level, names, scope });
    }

    fn class(&mut self, class: &StmtClassDef) -> Class {
        let mut definitions = Definitions::default();
        self.define(&class.body, &local(&class.body), &mut definitions);
        let bases = class.arguments.iter().flat_map(|it| it.args.iter());
        Class {
            name: class.name.to_string(),
            range: byte_range(class),
            name_range: byte_range(&class.name),
            decorators: self.decorators(&class.decorator_list),
            bases: bases.map(base_name).collect(),
            body: body_range(&class.body),
            methods: definitions.functions,
            assignments: definitions.assignments,
            classes: definitions.classes,
            docstring: docstring(&class.body),
        }
    }

    fn function(&mut self, function: &StmtFunctionDef) -> Function {
        self.import_all(&function.body, &local(&function.body));
        Function {
            name: function.name.to_string(),
            range: byte_range(function),
            name_range: byte_range(&function.name),
            decorators: self.decorators(&function.decorator_list),
            parameters: self.parameters(&function.parameters),
            returns: function.returns.as_deref().map(|it| self.written(it)),
            is_async: function.is_async,
            body: body_range(&function.body),
            docstring: docstring(&function.body),
        }
    }

    fn decorators(&self, decorators: &[ast::Decorator]) -> Vec<Decorator> {
        let read = |decorator: &ast::Decorator| {
            let (applied, arguments) = match &decorator.expression {
                Expr::Call(call) => {
                    let inner = byte_range(&call.arguments.inner_range());
                    (&*call.func, Some(self.text[inner].trim().to_owned()))
                }
                other => (other, None),
            };
            let name = dotted(applied).unwrap_or_default();
            Decorator { range: byte_range(decorator), name, arguments }
        };
        decorators.iter().map(read).collect()
    }

    fn parameters(&self, parameters: &ast::Parameters) -> Vec<Parameter> {
        let variadic = |it: &ast::Parameter, kind| self.parameter(it, None, kind);
        let mut list = Vec::with_capacity(parameters.len());
        list.extend(self.plain(&parameters.posonlyargs, ParameterKind::PositionalOnly));
        list.extend(self.plain(&parameters.args, ParameterKind::Plain));
        list.extend(parameters.vararg.iter().map(|it| variadic(it, ParameterKind::VarPositional)));
        list.extend(self.plain(&parameters.kwonlyargs, ParameterKind::KeywordOnly));
        list.extend(parameters.kwarg.iter().map(|it| variadic(it, ParameterKind::VarKeyword)));
        list
    }

    fn plain(
        &self,
        list: &[ParameterWithDefault],
        kind: ParameterKind,
    ) -> impl Iterator<Item = Parameter> {
        list.iter().map(move |it| self.parameter(&it.parameter, it.default(), kind))
    }

    fn parameter(
        &self,
        parameter: &ast::Parameter,
        default: Option<&Expr>,
        kind: ParameterKind,
    ) -> Parameter {
        Parameter {
            name: parameter.name.to_string(),
            kind,
            annotation: parameter.annotation().map(|it| self.written(it)),
            default: default.map(|it| self.written(it)),
        }
    }

    fn assign(&self, assign: &ast::StmtAssign, into: &mut Definitions) {
        let mut names = Vec::new();
        assign.targets.iter().for_each(|target| plain_names(target, &mut names));
        into.assignments.extend(names.into_iter().map(|name| Assignment {
            name,
            range: byte_range(assign),
            annotation: None,
            value: Some(self.place(&assign.value)),
        }));
    }

    fn annotated(&self, assign: &ast::StmtAnnAssign, into: &mut Definitions) {
        if let Expr::Name(name) = &*assign.target {
            into.assignments.push(Assignment {
                name: name.id.to_string(),
                range: byte_range(assign),
                annotation: Some(self.written(&assign.annotation)),
                value: assign.value.as_deref().map(|it| self.place(it)),
            });
        }
    }

    /// Where `expression` stands, its own parentheses included: without them a value of several
    /// lines could not be moved elsewhere.
    fn place(&self, expression: &Expr) -> ByteRange {
        parentheses_iterator(ExprRef::from(expression), None, self.tokens)
            .last()
            .map_or_else(|| byte_range(expression), |range| byte_range(&range))
    }

    fn written(&self, expression: &Expr) -> String {
        self.text[self.place(expression)].to_owned()
    }
}

/// What a block's header says about when it runs.
#[derive(Clone, Copy)]
pub(super) enum Guard {
    TypeChecking,
    Other,
}

impl ImportScope {
    /// The scope of a block that stands in this one.
    fn under(&self, guard: Guard) -> Self {
        match (self, guard) {
            (ImportScope::Module | ImportScope::Conditional, Guard::TypeChecking) => {
                ImportScope::TypeChecking
            }
            (ImportScope::Module, Guard::Other) => ImportScope::Conditional,
            _ => self.clone(),
        }
    }
}

/// The blocks of a compound statement that opens no scope, in source order.
pub(super) fn blocks(statement: &Stmt) -> Vec<(Guard, &[Stmt])> {
    fn other(body: &[Stmt]) -> (Guard, &[Stmt]) {
        (Guard::Other, body)
    }
    match statement {
        Stmt::If(it) => {
            let clauses = it.elif_else_clauses.iter();
            let first = (guard(Some(&it.test)), &*it.body);
            let rest = clauses.map(|clause| (guard(clause.test.as_ref()), &*clause.body));
            std::iter::once(first).chain(rest).collect()
        }
        Stmt::Try(it) => {
            let handlers = it.handlers.iter().map(|handler| match handler {
                ast::ExceptHandler::ExceptHandler(handler) => other(&handler.body),
            });
            let rest = [other(&it.orelse), other(&it.finalbody)];
            std::iter::once(other(&it.body)).chain(handlers).chain(rest).collect()
        }
        Stmt::With(it) => vec![other(&it.body)],
        Stmt::For(it) => vec![other(&it.body), other(&it.orelse)],
        Stmt::While(it) => vec![other(&it.body), other(&it.orelse)],
        Stmt::Match(it) => it.cases.iter().map(|case| other(&case.body)).collect(),
        _ => Vec::new(),
    }
}

fn guard(test: Option<&Expr>) -> Guard {
    match test {
        Some(Expr::Name(it)) if it.id == "TYPE_CHECKING" => Guard::TypeChecking,
        Some(Expr::Attribute(it)) if &it.attr == "TYPE_CHECKING" => Guard::TypeChecking,
        _ => Guard::Other,
    }
}

fn local(body: &[Stmt]) -> ImportScope {
    ImportScope::Local(body_range(body))
}

fn body_range(body: &[Stmt]) -> ByteRange {
    match (body.first(), body.last()) {
        (Some(first), Some(last)) => first.start().to_usize()..last.end().to_usize(),
        _ => 0..0,
    }
}

fn docstring(body: &[Stmt]) -> Option<ByteRange> {
    body.first().filter(|it| is_docstring_stmt(it)).map(byte_range)
}

/// The names that an assignment to `target` binds.
fn plain_names(target: &Expr, names: &mut Vec<String>) {
    match target {
        Expr::Name(it) => names.push(it.id.to_string()),
        Expr::Starred(it) => plain_names(&it.value, names),
        Expr::Tuple(it) => it.elts.iter().for_each(|element| plain_names(element, names)),
        Expr::List(it) => it.elts.iter().for_each(|element| plain_names(element, names)),
        _ => {}
    }
}

fn base_name(base: &Expr) -> String {
    match base {
        Expr::Subscript(it) => base_name(&it.value),
        Expr::Call(it) => base_name(&it.func),
        other => dotted(other).unwrap_or_default(),
    }
}

/// `a.b.c` as text; `None` for anything that is no dotted name.
pub(super) fn dotted(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Name(it) => Some(it.id.to_string()),
        Expr::Attribute(it) => {
            let mut name = dotted(&it.value)?;
            name.push('.');
            name.push_str(&it.attr);
            Some(name)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::python::Module;
    use std::fmt::Write as _;

    #[track_caller]
    fn check(source: &str, expected: &str) {
        let module = Module::parse(source.into()).expect("the source is Python");
        let mut listing = Listing { source, text: String::new() };
        listing.outline(&module.outline);
        assert_eq!(listing.text.trim_end(), expected);
    }

    /// One line for each thing found, indented by nesting.
    struct Listing<'a> {
        source: &'a str,
        text: String,
    }

    impl Listing<'_> {
        fn line(&mut self, depth: usize, line: impl AsRef<str>) {
            let _ = writeln!(self.text, "{}{}", "  ".repeat(depth), line.as_ref());
        }

        fn at(&self, range: &ByteRange) -> String {
            format!("{:?}", &self.source[range.clone()])
        }

        fn outline(&mut self, outline: &Outline) {
            if let Some(range) = &outline.docstring {
                self.line(0, format!("docstring {}", self.at(range)));
            }
            outline.imports.iter().for_each(|it| self.import(it));
            outline.assignments.iter().for_each(|it| self.assignment(0, it));
            outline.functions.iter().for_each(|it| self.function(0, it));
            outline.classes.iter().for_each(|it| self.class(0, it));
        }

        fn import(&mut self, import: &Import) {
            let names: Vec<_> = import
                .names
                .iter()
                .map(|it| match &it.asname {
                    Some(asname) => format!("{}>{asname}", it.name),
                    None => it.name.clone(),
                })
                .collect();
            let scope = match &import.scope {
                ImportScope::Local(range) => format!("local to {}", self.at(range)),
                other => format!("{other:?}"),
            };
            let (dots, names) = (".".repeat(import.level as usize), names.join(" "));
            self.line(0, format!("import {dots}{:?} {names}, {scope}", import.module));
        }

        fn assignment(&mut self, depth: usize, it: &Assignment) {
            let value = it.value.as_ref().map_or_else(String::new, |range| self.at(range));
            let annotation = it.annotation.as_deref().unwrap_or_default();
            self.line(depth, format!("{}:{annotation}={value}", it.name));
        }

        fn heading(&mut self, depth: usize, decorators: &[Decorator], range: &ByteRange) {
            for it in decorators {
                assert!(self.source[it.range.clone()].starts_with('@'));
                self.line(depth, format!("@{} {:?}", it.name, it.arguments));
            }
            let first = self.source[range.clone()].starts_with('@');
            assert_eq!(first, !decorators.is_empty(), "the range starts at the first decorator");
        }

        fn function(&mut self, depth: usize, it: &Function) {
            self.heading(depth, &it.decorators, &it.range);
            assert_eq!(self.source[it.name_range.clone()], it.name);
            let parameters: Vec<_> = it
                .parameters
                .iter()
                .map(|it| {
                    let annotation = it.annotation.as_deref().unwrap_or_default();
                    let default = it.default.as_deref().unwrap_or_default();
                    format!("{} {:?}:{annotation}={default}", it.name, it.kind)
                })
                .collect();
            let keyword = if it.is_async { "async def" } else { "def" };
            let (returns, body) = (it.returns.as_deref().unwrap_or_default(), self.at(&it.body));
            let parameters = parameters.join(", ");
            self.line(depth, format!("{keyword} {}({parameters})->{returns} {body}", it.name));
        }

        fn class(&mut self, depth: usize, it: &Class) {
            self.heading(depth, &it.decorators, &it.range);
            assert_eq!(self.source[it.name_range.clone()], it.name);
            let body = self.at(&it.body);
            self.line(depth, format!("class {} {:?} {body}", it.name, it.bases));
            it.assignments.iter().for_each(|it| self.assignment(depth + 1, it));
            it.methods.iter().for_each(|it| self.function(depth + 1, it));
            it.classes.iter().for_each(|it| self.class(depth + 1, it));
        }
    }

    #[test]
    fn an_empty_file_has_nothing() {
        check("", "");
    }

    #[test]
    fn the_docstring_is_the_first_statement_and_nothing_later() {
        check("'''a'''\n'b'\n", r#"docstring "'''a'''""#);
        check("x = 1\n'''a'''\n", r#"x:="1""#);
    }

    #[test]
    fn both_forms_of_import_are_read_with_their_aliases() {
        check("import a.b as c, d\n", "import None a.b>c d, Module");
        check("from m import (\n  a,\n  b as c,\n)\n", r#"import Some("m") a b>c, Module"#);
        check("from m import *\n", r#"import Some("m") *, Module"#);
    }

    #[test]
    fn a_relative_import_keeps_its_dots() {
        check("from .. import a\n", r#"import ..Some("") a, Module"#);
        check("from .m import a\n", r#"import .Some("m") a, Module"#);
    }

    #[test]
    fn imports_for_the_type_checker_are_told_apart() {
        let expected = "import None a, TypeChecking\nimport None b, Conditional";
        check("if TYPE_CHECKING:\n import a\nelse:\n import b\n", expected);
        check("if typing.TYPE_CHECKING:\n import a\n", "import None a, TypeChecking");
        check(
            "try:\n if TYPE_CHECKING:\n  import a\nfinally: pass\n",
            "import None a, TypeChecking",
        );
    }

    #[test]
    fn imports_under_other_statements_are_conditional() {
        let source =
            "try:\n import a\nexcept E:\n import b\nelse:\n import c\nfinally:\n import d\n";
        let expected = ["a", "b", "c", "d"].map(|it| format!("import None {it}, Conditional"));
        check(source, &expected.join("\n"));
    }

    #[test]
    fn an_import_in_a_body_is_local_to_the_innermost_body() {
        check(
            "class A:\n def f(self):\n  if x:\n   import a\n",
            "import None a, local to \"if x:\\n   import a\"\n\
             class A [] \"def f(self):\\n  if x:\\n   import a\"\n\
             \x20 def f(self Plain:=)-> \"if x:\\n   import a\"",
        );
    }

    #[test]
    fn definitions_under_conditions_count_as_module_level() {
        check(
            "if x:\n a = 1\nelif y:\n def f(): pass\nelse:\n with z:\n  class A: pass\n",
            "a:=\"1\"\ndef f()-> \"pass\"\nclass A [] \"pass\"",
        );
    }

    #[test]
    fn what_stands_in_a_function_is_not_module_level() {
        check("def f():\n a = 1\n class A: pass\n", "def f()-> \"a = 1\\n class A: pass\"");
    }

    #[test]
    fn every_plain_name_of_a_target_is_an_assignment() {
        check("a, (b, *c) = d.e = f[0] = 1, 2\n", "a:=\"1, 2\"\nb:=\"1, 2\"\nc:=\"1, 2\"");
        check("a = b = 1\n", "a:=\"1\"\nb:=\"1\"");
    }

    #[test]
    fn an_annotated_name_needs_no_value() {
        check("a: int\nb: list[int] = []\nc.d: int = 1\n", "a:int=\nb:list[int]=\"[]\"");
    }

    #[test]
    fn parentheses_belong_to_what_they_hold() {
        check("a = (  # why\n    b\n)\n", "a:=\"(  # why\\n    b\\n)\"");
        check(
            "def f(a=(1), *, b: (int)): pass\n",
            "def f(a Plain:=(1), b KeywordOnly:(int)=)-> \"pass\"",
        );
    }

    #[test]
    fn bases_are_dotted_names_without_subscripts_calls_and_keywords() {
        check(
            "class A(B, c.D, Generic[T], e.F(), G[T](), *H, metaclass=M): ...\n",
            r#"class A ["B", "c.D", "Generic", "e.F", "G", ""] "...""#,
        );
    }

    #[test]
    fn decorators_keep_their_names_and_arguments() {
        check(
            "@a\n@b.c(1, d=2)\n@e()\n@f[0]\nclass A:\n @g\n def h(self): ...\n",
            "@a None\n@b.c Some(\"1, d=2\")\n@e Some(\"\")\n@ None\n\
             class A [] \"@g\\n def h(self): ...\"\n\
             \x20 @g None\n\
             \x20 def h(self Plain:=)-> \"...\"",
        );
    }

    #[test]
    fn parameters_come_in_order_with_their_kinds() {
        check(
            "async def f(a, /, b: int = 1, *c: str, d=2, **e) -> list[int]: ...\n",
            "async def f(a PositionalOnly:=, b Plain:int=1, c VarPositional:str=, \
             d KeywordOnly:=2, e VarKeyword:=)->list[int] \"...\"",
        );
    }

    #[test]
    fn classes_hold_attributes_methods_and_classes() {
        check(
            "class A:\n '''doc'''\n x: int = 1\n class B:\n  y = 2\n def f(self): pass\n",
            "class A [] \"'''doc'''\\n x: int = 1\\n class B:\\n  y = 2\\n def f(self): pass\"\n\
             \x20 x:int=\"1\"\n\
             \x20 def f(self Plain:=)-> \"pass\"\n\
             \x20 class B [] \"y = 2\"\n\
             \x20   y:=\"2\"",
        );
    }

    #[test]
    fn ranges_hold_in_files_with_marks_and_foreign_line_ends() {
        check(
            "\u{feff}import a\r\nclass A:\r\n    b = 'é'\r\n",
            "import None a, Module\nclass A [] \"b = 'é'\"\n  b:=\"'é'\"",
        );
    }
}
