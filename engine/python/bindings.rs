//! Which names a scope binds. Stops at the scope's own border: bodies of nested functions and
//! classes have theirs.

use std::collections::BTreeSet;

use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{
    Alias, Comprehension, Decorator, ExceptHandler, Expr, ExprContext, Identifier, Parameters,
    Pattern, Stmt, name::Name,
};

use super::SyntaxError;

/// The names that a text binds at its top level, sorted, each once.
///
/// # Errors
/// The first [`SyntaxError`].
pub fn bound_names(text: &str) -> Result<Vec<String>, SyntaxError> {
    let parsed = super::parsed(text)?;
    Ok(of_module(parsed.suite()))
}

/// The names that the statements of a module bind at its top level.
pub(super) fn of_module(body: &[Stmt]) -> Vec<String> {
    let Bindings { bound, exported, .. } = of_body(body);
    bound.union(&exported).map(ToString::to_string).collect()
}

/// What the statements of one scope bind and declare.
#[derive(Debug, Default)]
pub(super) struct Bindings {
    /// Names that are bound here, those of walrus operators in comprehensions included.
    pub(super) bound: BTreeSet<Name>,
    /// Names declared `global`.
    pub(super) globals: BTreeSet<Name>,
    /// Names declared `nonlocal`.
    pub(super) nonlocals: BTreeSet<Name>,
    /// Names that functions anywhere below declare `global` and bind.
    pub(super) exported: BTreeSet<Name>,
}

/// What `body` binds as the body of one scope.
pub(super) fn of_body(body: &[Stmt]) -> Bindings {
    let mut collector = Collector::default();
    collector.visit_body(body);
    collector.finish()
}

/// What the expression of a lambda binds beyond its parameters.
pub(super) fn of_expression(expression: &Expr) -> Bindings {
    let mut collector = Collector::default();
    collector.visit_expr(expression);
    collector.finish()
}

/// The names of a function's parameters.
pub(super) fn of_parameters(parameters: &Parameters) -> impl Iterator<Item = Name> + '_ {
    parameters.iter().map(|parameter| parameter.name().id.clone())
}

/// The names that the target of a `for` clause binds.
pub(super) fn of_target(target: &Expr) -> BTreeSet<Name> {
    of_expression(target).bound
}

/// The name that one `import` item binds: the alias, or the first part of the dotted name.
pub(super) fn of_alias(name: &str, asname: Option<&str>) -> Name {
    Name::new(asname.unwrap_or_else(|| name.split('.').next().unwrap_or(name)))
}

/// The name that a pattern binds itself, not by its parts.
pub(super) fn of_pattern(pattern: &Pattern) -> Option<&Name> {
    let identifier = match pattern {
        Pattern::MatchAs(it) => it.name.as_ref(),
        Pattern::MatchStar(it) => it.name.as_ref(),
        Pattern::MatchMapping(it) => it.rest.as_ref(),
        _ => None,
    };
    identifier.map(|it| &it.id)
}

#[derive(Default)]
struct Collector {
    bindings: Bindings,
}

impl Collector {
    fn bind(&mut self, name: &Name) {
        self.bindings.bound.insert(name.clone());
    }

    fn finish(mut self) -> Bindings {
        let Bindings { bound, globals, nonlocals, exported } = &mut self.bindings;
        exported.extend(bound.intersection(globals).cloned());
        bound.retain(|name| !globals.contains(name) && !nonlocals.contains(name));
        self.bindings
    }

    fn comprehension(&mut self, elements: &[&Expr], generators: &[Comprehension]) {
        for generator in generators {
            self.visit_expr(&generator.iter);
            for condition in &generator.ifs {
                self.visit_expr(condition);
            }
        }
        for element in elements {
            self.visit_expr(element);
        }
    }

    fn decorators(&mut self, decorators: &[Decorator]) {
        for decorator in decorators {
            self.visit_decorator(decorator);
        }
    }

    fn nested_body(&mut self, body: &[Stmt]) {
        self.bindings.exported.extend(of_body(body).exported);
    }
}

impl<'a> Visitor<'a> for Collector {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::FunctionDef(function) => {
                self.bind(&function.name.id);
                self.decorators(&function.decorator_list);
                self.visit_parameters(&function.parameters);
                self.nested_body(&function.body);
            }
            Stmt::ClassDef(class) => {
                self.bind(&class.name.id);
                self.decorators(&class.decorator_list);
                if let Some(arguments) = &class.arguments {
                    self.visit_arguments(arguments);
                }
                self.nested_body(&class.body);
            }
            Stmt::Global(it) => {
                self.bindings.globals.extend(it.names.iter().map(|name| name.id.clone()));
            }
            Stmt::Nonlocal(it) => {
                self.bindings.nonlocals.extend(it.names.iter().map(|name| name.id.clone()));
            }
            Stmt::TypeAlias(it) => self.visit_expr(&it.name),
            _ => visitor::walk_stmt(self, statement),
        }
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        match expression {
            Expr::Name(it) if it.ctx != ExprContext::Load => self.bind(&it.id),
            Expr::Lambda(it) => {
                if let Some(parameters) = &it.parameters {
                    self.visit_parameters(parameters);
                }
            }
            Expr::ListComp(it) => self.comprehension(&[&it.elt], &it.generators),
            Expr::SetComp(it) => self.comprehension(&[&it.elt], &it.generators),
            Expr::Generator(it) => self.comprehension(&[&it.elt], &it.generators),
            Expr::DictComp(it) => {
                let elements: Vec<&Expr> =
                    it.key.as_deref().into_iter().chain([&*it.value]).collect();
                self.comprehension(&elements, &it.generators);
            }
            _ => visitor::walk_expr(self, expression),
        }
    }

    fn visit_alias(&mut self, alias: &'a Alias) {
        if &alias.name != "*" {
            let asname = alias.asname.as_ref().map(Identifier::as_str);
            self.bind(&of_alias(&alias.name, asname));
        }
    }

    fn visit_except_handler(&mut self, handler: &'a ExceptHandler) {
        let ExceptHandler::ExceptHandler(it) = handler;
        if let Some(name) = &it.name {
            self.bind(&name.id);
        }
        visitor::walk_except_handler(self, handler);
    }

    fn visit_pattern(&mut self, pattern: &'a Pattern) {
        if let Some(name) = of_pattern(pattern) {
            self.bind(name);
        }
        visitor::walk_pattern(self, pattern);
    }
}
