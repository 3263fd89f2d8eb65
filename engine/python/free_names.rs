//! The names a fragment uses and does not bind. Stops at names: where one is to be imported from
//! is the caller's business.

use std::collections::BTreeSet;

use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{
    Alias, Comprehension, Decorator, ExceptHandler, Expr, ExprAttribute, ExprCall, ExprContext,
    ExprLambda, ExprName, ExprStringLiteral, ExprSubscript, Identifier, Pattern, Stmt,
    StmtClassDef, StmtFunctionDef, StmtTypeAlias, TypeParams, name::Name,
};
use ruff_python_parser::typing::{AnnotationKind, parse_type_annotation};
use ruff_python_stdlib::builtins;
use ruff_text_size::Ranged;

use super::bindings::{self, Bindings};
use super::scopes::{Evaluation, ScopeKind, Scopes};
use super::{ByteRange, SyntaxError, nesting};

/// One use of a name that the fragment does not bind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FreeName {
    /// The name.
    pub name: String,
    /// The dotted chain that follows: `["CELL"]` for `Mode.CELL`.
    pub attributes: Vec<String>,
    /// The name's own place.
    pub range: ByteRange,
    /// The place of each attribute.
    pub chain_ranges: Vec<ByteRange>,
    /// The keyword arguments where the name itself is called, `f(regions=…)`, and their places.
    pub keywords: Vec<(String, ByteRange)>,
}

/// Every use of a name that `text` neither binds nor finds among Python's builtins, in order.
///
/// At the top level and in class bodies a name is bound from its binding on, elsewhere throughout
/// its scope. String annotations are looked into unless they hold escapes or several parts.
///
/// # Errors
/// The first [`SyntaxError`].
pub fn free_names(text: &str) -> Result<Vec<FreeName>, SyntaxError> {
    let parsed = super::parsed(text)?;
    let mut finder = Finder::new(text);
    finder.scopes.push(ScopeKind::Module, bindings::of_body(parsed.suite()));
    finder.visit_body(parsed.suite());
    finder.found.sort_by_key(|it| it.range.start);
    Ok(finder.found)
}

/// Of Python 3.13: the newest whose additions no supported tree uses as names of its own.
const BUILTINS_OF_MINOR: u8 = 13;

fn is_builtin(name: &str) -> bool {
    builtins::is_python_builtin(name, BUILTINS_OF_MINOR, false)
        || builtins::python_magic_globals(BUILTINS_OF_MINOR).any(|it| it == name)
        || matches!(name, "__module__" | "__qualname__")
}

struct Finder<'text> {
    text: &'text str,
    scopes: Scopes,
    /// Whether the expression being walked is an annotation.
    in_annotation: bool,
    found: Vec<FreeName>,
}

impl<'text> Finder<'text> {
    fn new(text: &'text str) -> Self {
        Self { text, scopes: Scopes::default(), in_annotation: false, found: Vec::new() }
    }

    fn use_name(&mut self, name: &ExprName, chain: &[&Identifier], call: Option<&ExprCall>) {
        let evaluation = if self.in_annotation { Evaluation::Deferred } else { Evaluation::Now };
        if self.scopes.binds(&name.id, evaluation) || is_builtin(&name.id) {
            return;
        }
        let keywords = call.into_iter().flat_map(|it| &it.arguments.keywords);
        self.found.push(FreeName {
            name: name.id.to_string(),
            attributes: chain.iter().map(ToString::to_string).collect(),
            range: name.range().into(),
            chain_ranges: chain.iter().map(|it| it.range().into()).collect(),
            keywords: keywords
                .filter_map(|it| it.arg.as_ref())
                .map(|it| (it.to_string(), it.range().into()))
                .collect(),
        });
    }

    fn in_scope(&mut self, kind: ScopeKind, bindings: Bindings, walk: impl FnOnce(&mut Self)) {
        self.scopes.push(kind, bindings);
        walk(self);
        self.scopes.pop();
    }

    /// Runs `walk` where the names of the type parameters are known.
    fn with_type_parameters(
        &mut self,
        parameters: Option<&TypeParams>,
        walk: impl FnOnce(&mut Self),
    ) {
        let Some(parameters) = parameters else { return walk(self) };
        let bound = parameters.iter().map(|it| it.name().id.clone()).collect();
        self.in_scope(ScopeKind::TypeParameters, Bindings::of(bound), |finder| {
            finder.as_annotation(|finder| finder.visit_type_params(parameters));
            walk(finder);
        });
    }

    fn as_annotation(&mut self, walk: impl FnOnce(&mut Self)) {
        self.annotated(true, walk);
    }

    fn annotated(&mut self, in_annotation: bool, walk: impl FnOnce(&mut Self)) {
        let before = std::mem::replace(&mut self.in_annotation, in_annotation);
        walk(self);
        self.in_annotation = before;
    }

    fn function(&mut self, function: &StmtFunctionDef) {
        self.decorators(&function.decorator_list);
        self.with_type_parameters(function.type_params.as_deref(), |finder| {
            finder.visit_parameters(&function.parameters);
            if let Some(returns) = &function.returns {
                finder.visit_annotation(returns);
            }
            let mut scope = bindings::of_body(&function.body);
            scope.bound.extend(bindings::of_parameters(&function.parameters));
            finder.in_scope(ScopeKind::Function, scope, |it| it.visit_body(&function.body));
        });
        self.scopes.bind(&function.name.id);
    }

    fn class(&mut self, class: &StmtClassDef) {
        self.decorators(&class.decorator_list);
        self.with_type_parameters(class.type_params.as_deref(), |finder| {
            if let Some(arguments) = &class.arguments {
                finder.visit_arguments(arguments);
            }
            let scope = bindings::of_body(&class.body);
            finder.in_scope(ScopeKind::Class, scope, |it| it.visit_body(&class.body));
        });
        self.scopes.bind(&class.name.id);
    }

    fn type_alias(&mut self, alias: &StmtTypeAlias) {
        self.with_type_parameters(alias.type_params.as_deref(), |finder| {
            finder.as_annotation(|it| it.visit_expr(&alias.value));
        });
        self.visit_expr(&alias.name);
    }

    fn lambda(&mut self, lambda: &ExprLambda) {
        let mut scope = bindings::of_expression(&lambda.body);
        if let Some(parameters) = &lambda.parameters {
            self.visit_parameters(parameters);
            scope.bound.extend(bindings::of_parameters(parameters));
        }
        self.in_scope(ScopeKind::Function, scope, |it| it.visit_expr(&lambda.body));
    }

    /// Only the first iterable is evaluated outside the comprehension's own scope.
    fn comprehension(&mut self, elements: &[&Expr], generators: &[Comprehension]) {
        let Some((first, others)) = generators.split_first() else { return };
        self.visit_expr(&first.iter);
        let bound = generators.iter().flat_map(|it| bindings::of_target(&it.target)).collect();
        self.in_scope(ScopeKind::Comprehension, Bindings::of(bound), |finder| {
            finder.expressions(&first.ifs);
            for generator in others {
                finder.visit_expr(&generator.iter);
                finder.expressions(&generator.ifs);
            }
            finder.expressions(elements.iter().copied());
        });
    }

    fn name(&mut self, name: &ExprName) {
        match name.ctx {
            ExprContext::Store => self.scopes.bind(&name.id),
            ExprContext::Del => {
                self.use_name(name, &[], None);
                self.scopes.unbind(&name.id);
            }
            ExprContext::Load | ExprContext::Invalid => self.use_name(name, &[], None),
        }
    }

    fn attribute(&mut self, attribute: &ExprAttribute) {
        let mut chain = vec![&attribute.attr];
        let mut value = &*attribute.value;
        while let Expr::Attribute(inner) = value {
            chain.push(&inner.attr);
            value = &inner.value;
        }
        chain.reverse();
        match value {
            Expr::Name(name) => self.use_name(name, &chain, None),
            _ => self.visit_expr(value),
        }
    }

    fn call(&mut self, call: &ExprCall) {
        match &*call.func {
            Expr::Name(name) => self.use_name(name, &[], Some(call)),
            function => self.visit_expr(function),
        }
        // A string among arguments is a string, even where the call stands in an annotation.
        self.annotated(false, |it| it.visit_arguments(&call.arguments));
    }

    fn subscript(&mut self, subscript: &ExprSubscript) {
        self.visit_expr(&subscript.value);
        match (last_name(&subscript.value), &*subscript.slice) {
            (Some("Literal"), slice) => self.annotated(false, |it| it.visit_expr(slice)),
            (Some("Annotated"), Expr::Tuple(slice)) => {
                let Some((annotation, metadata)) = slice.elts.split_first() else { return };
                self.visit_expr(annotation);
                self.annotated(false, |it| it.expressions(metadata));
            }
            (_, slice) => self.visit_expr(slice),
        }
    }

    fn string_annotation(&mut self, string: &ExprStringLiteral) {
        // Names in a string of several parts or with escapes have no place of their own.
        if nesting::check(string.value.to_str()).is_ok()
            && let Ok(parsed) = parse_type_annotation(string, self.text)
            && matches!(parsed.kind(), AnnotationKind::Simple)
        {
            self.visit_expr(parsed.expression());
        }
    }

    /// `target += value` reads the target before it binds it.
    fn augmented_target(&mut self, target: &Expr) {
        if let Expr::Name(name) = target {
            self.use_name(name, &[], None);
        }
    }

    fn decorators(&mut self, decorators: &[Decorator]) {
        for decorator in decorators {
            self.visit_decorator(decorator);
        }
    }

    fn expressions<'e>(&mut self, expressions: impl IntoIterator<Item = &'e Expr>) {
        for expression in expressions {
            self.visit_expr(expression);
        }
    }
}

fn last_name(expression: &Expr) -> Option<&str> {
    match expression {
        Expr::Name(it) => Some(&it.id),
        Expr::Attribute(it) => Some(&it.attr),
        _ => None,
    }
}

impl Bindings {
    fn of(bound: BTreeSet<Name>) -> Self {
        Self { bound, ..Self::default() }
    }
}

impl<'a> Visitor<'a> for Finder<'_> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::FunctionDef(it) => self.function(it),
            Stmt::ClassDef(it) => self.class(it),
            Stmt::TypeAlias(it) => self.type_alias(it),
            Stmt::AugAssign(it) => {
                self.augmented_target(&it.target);
                visitor::walk_stmt(self, statement);
            }
            _ => visitor::walk_stmt(self, statement),
        }
    }

    fn visit_annotation(&mut self, annotation: &'a Expr) {
        self.as_annotation(|it| it.visit_expr(annotation));
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        match expression {
            Expr::Name(it) => self.name(it),
            Expr::Attribute(it) => self.attribute(it),
            Expr::Call(it) => self.call(it),
            Expr::Subscript(it) => self.subscript(it),
            Expr::Lambda(it) => self.lambda(it),
            Expr::StringLiteral(it) if self.in_annotation => self.string_annotation(it),
            Expr::ListComp(it) => self.comprehension(&[&it.elt], &it.generators),
            Expr::SetComp(it) => self.comprehension(&[&it.elt], &it.generators),
            Expr::Generator(it) => self.comprehension(&[&it.elt], &it.generators),
            Expr::DictComp(it) => {
                let key = it.key.as_deref();
                let elements: Vec<&Expr> = key.into_iter().chain([&*it.value]).collect();
                self.comprehension(&elements, &it.generators);
            }
            _ => visitor::walk_expr(self, expression),
        }
    }

    fn visit_alias(&mut self, alias: &'a Alias) {
        let asname = alias.asname.as_ref().map(Identifier::as_str);
        self.scopes.bind(&bindings::of_alias(&alias.name, asname));
    }

    fn visit_except_handler(&mut self, handler: &'a ExceptHandler) {
        let ExceptHandler::ExceptHandler(it) = handler;
        self.expressions(it.type_.as_deref());
        if let Some(name) = &it.name {
            self.scopes.bind(&name.id);
        }
        self.visit_body(&it.body);
    }

    fn visit_pattern(&mut self, pattern: &'a Pattern) {
        if let Some(name) = bindings::of_pattern(pattern) {
            self.scopes.bind(name);
        }
        visitor::walk_pattern(self, pattern);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Expects the free names of `source`, each with its attributes and keywords, in order.
    #[track_caller]
    fn check(source: &str, expected: &str) {
        let found = free_names(source).expect("the source is Python");
        let listed: Vec<String> = found.iter().map(|it| listing(source, it)).collect();
        assert_eq!(listed.join(" "), expected);
    }

    fn listing(source: &str, found: &FreeName) -> String {
        assert_eq!(&source[found.range.clone()], found.name);
        let mut text = found.name.clone();
        for (attribute, range) in found.attributes.iter().zip(&found.chain_ranges) {
            assert_eq!(&source[range.clone()], attribute);
            text = format!("{text}.{attribute}");
        }
        for (keyword, range) in &found.keywords {
            assert_eq!(&source[range.clone()], keyword);
            text = format!("{text}({keyword})");
        }
        text
    }

    #[test]
    fn every_use_is_reported_in_order() {
        check("a(b)\nc = a\n", "a b a");
    }

    #[test]
    fn builtins_and_magic_names_are_not_free() {
        check("print(len(x), __name__, __file__, ExceptionGroup)", "x");
    }

    #[test]
    fn a_name_comes_with_the_chain_that_follows() {
        check("m.a.b(1)[2].c", "m.a.b");
        check("f().a", "f");
        check("m.a = m.b", "m.a m.b");
    }

    #[test]
    fn a_called_name_comes_with_its_keywords() {
        check("f(1, a=x, *y, b=2, **z)", "f(a)(b) x y z");
        check("m.f(a=1)", "m.f");
        check("@f(a=1)\ndef g(): ...", "f(a)");
    }

    #[test]
    fn parameters_are_bound_in_the_body_only() {
        check("def f(a, /, b, *c, d=e, **g): return a, b, c, d, g, h", "e h");
        check("def f(a=a): ...", "a");
    }

    #[test]
    fn functions_see_names_bound_later() {
        check("def f(): return g()\ndef g(): ...", "");
        check("def f():\n  use(x)\n  x = 1", "use");
    }

    #[test]
    fn the_top_level_runs_in_order() {
        check("x = x\nx", "x");
        check("x += 1", "x");
        check("class A(B): ...\nclass B: ...", "B");
    }

    #[test]
    fn methods_do_not_see_the_names_of_their_class() {
        check("class A:\n  x = 1\n  y = x\n  def f(self): return x", "x");
    }

    #[test]
    fn a_class_body_runs_in_order() {
        check("class A:\n  category = category\n  other = category", "category");
    }

    #[test]
    fn nested_classes_do_not_see_each_others_names() {
        check("class A:\n  x = 1\n  class B:\n    y = x", "x");
    }

    #[test]
    fn comprehensions_in_a_class_see_it_in_the_first_iterable_only() {
        check("class A:\n  x = [1]\n  y = [i for i in x]\n  z = [x for i in x]", "x");
    }

    #[test]
    fn comprehensions_have_names_of_their_own() {
        check("[i + a for i in b if i for j in i if j]\ni", "a b i");
        check("{k: v for k, v in d}\n{s for s in d}\n(g for g in d)", "d d d");
    }

    #[test]
    fn a_walrus_in_a_comprehension_binds_outside_of_it() {
        check("def f():\n  [y := g(x) for x in z]\n  return y, x", "g z x");
        check("if (n := f()) > 1: n", "f");
    }

    #[test]
    fn lambdas_bind_their_parameters() {
        check("lambda a, *b, c=d: (a, b, c, e)", "d e");
    }

    #[test]
    fn global_names_belong_to_the_module() {
        check("def f():\n  global x\n  x = 1\ndef g(): return x\nx", "");
        check("def f():\n  global y\n  return y", "y");
        check("def f():\n  y = 1\n  def g():\n    global y\n    return y", "y");
    }

    #[test]
    fn nonlocal_names_belong_to_the_function_around() {
        check("def f():\n  x = 1\n  def g():\n    nonlocal x\n    x = 2\n    return x", "");
    }

    #[test]
    fn targets_of_for_with_except_and_import_are_bound() {
        check("for a, (b, *c) in d: a, b, c", "d");
        check("with e as f, g as (h, i): f, h, i", "e g");
        check("try: ...\nexcept E as e: e", "E");
        check("import a.b, c as d\nfrom e import f as g, h\na.b, d, g, h, f", "f");
    }

    #[test]
    fn match_patterns_bind_their_captures() {
        let cases = "case A(x, k=y): x, y\n  case [z, *r]: z, r\n  case {'k': v, **w}: v, w";
        check(&format!("match s:\n  {cases}\n  case B.C | (1 as n): n"), "s A B.C");
    }

    #[test]
    fn a_deleted_name_is_free_again() {
        check("x = 1\ndel x\nx", "x");
        check("del y", "y");
        check("def f():\n  del y", "");
    }

    #[test]
    fn decorators_and_bases_are_looked_into() {
        check("@d.e\n@f(g)\nclass A(B, metaclass=C): ...", "d.e f g B C");
    }

    #[test]
    fn annotations_may_name_what_comes_later() {
        check("def f(a: A, b: B = 1) -> C: ...\nclass A: ...", "B C");
        check("class A:\n  x: B\n  def f(self) -> D: ...\n  class D: ...", "B");
    }

    #[test]
    fn string_annotations_are_looked_into() {
        check("def f(a: 'A.B', b: \"list['C']\") -> 'D | None': ...", "A.B C D");
        check("x: 'not an expression' = 1", "");
        check("x: 'A' 'B'\ny: 'A\\x42'", "");
        check(&format!("x: '{}'", "(".repeat(100_000)), "");
    }

    #[test]
    fn strings_that_are_no_annotations_are_left_alone() {
        check("x: Literal['A'] = 'B'", "Literal");
        check("x: t.Annotated['A', 'B', C]", "t.Annotated A C");
        check("x: f('A')", "f");
    }

    #[test]
    fn f_strings_are_looked_into_however_deep() {
        check("f'{a} {b.c!r:{d}} {f\"{e}\"} {{g}}'", "a b.c d e");
        check("f'{x=}' 'y' f'{z}'", "x z");
    }

    #[test]
    fn type_parameters_are_bound_where_they_apply() {
        check("def f[T: B](a: T) -> T: return T, U", "B U");
        check("class A[T](Base[T]):\n  def f(self) -> T: ...\nT", "Base T");
        check("type X[T] = dict[T, Y]\nX", "Y");
        check("class A:\n  B = 1\n  def f[T](self, b: B): return B", "B");
    }

    #[test]
    fn super_and_class_cells_are_known_in_methods() {
        check("class A:\n  def f(self): return super().f(), __class__", "");
        check("def f(): return __class__", "__class__");
    }

    #[test]
    fn async_forms_are_looked_into() {
        check("async def f():\n  async with a as b: b\n  async for c in d: await e(c)", "a d e");
        check("async def f(): return [x async for x in y]", "y");
    }

    #[test]
    fn a_fragment_that_is_no_python_is_an_error() {
        let error = free_names("def f(:").expect_err("it is not Python");
        assert_eq!(error.range, 6..7);
    }
}
