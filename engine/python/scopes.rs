//! The stack of scopes around a use of a name, and whether one of them binds it. Stops at names:
//! what they are bound to is not known here.

use std::collections::BTreeSet;

use ruff_python_ast::name::Name;

use super::bindings::Bindings;

/// What opened a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ScopeKind {
    Module,
    Class,
    /// A function or a lambda.
    Function,
    Comprehension,
    /// The parameters of a generic function, class or type alias.
    TypeParameters,
}

#[derive(Debug)]
struct Scope {
    kind: ScopeKind,
    bindings: Bindings,
    /// What the walk has seen bound up to now, in a scope whose body runs from top to bottom.
    so_far: BTreeSet<Name>,
}

/// When a use is evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Evaluation {
    /// Where it stands.
    Now,
    /// Perhaps later or never, as annotations are.
    Deferred,
}

/// The scopes around the place of the walk, outermost first.
#[derive(Debug, Default)]
pub(super) struct Scopes(Vec<Scope>);

impl Scopes {
    pub(super) fn push(&mut self, kind: ScopeKind, mut bindings: Bindings) {
        let mut so_far = BTreeSet::new();
        if kind == ScopeKind::Module {
            bindings.bound.extend(bindings.exported.iter().cloned());
            so_far.clone_from(&bindings.exported);
        }
        self.0.push(Scope { kind, bindings, so_far });
    }

    pub(super) fn pop(&mut self) {
        self.0.pop();
    }

    /// Notes that the innermost scope that `name` can be bound in has now bound it.
    pub(super) fn bind(&mut self, name: &Name) {
        let owner = self.0.iter_mut().rev().find(|it| it.kind != ScopeKind::Comprehension);
        if let Some(scope) = owner {
            scope.so_far.insert(name.clone());
        }
    }

    /// Notes that `name` was deleted.
    pub(super) fn unbind(&mut self, name: &Name) {
        if let Some(scope) = self.0.last_mut() {
            scope.so_far.remove(name);
        }
    }

    /// Whether a scope around the place of the walk binds `name`.
    pub(super) fn binds(&self, name: &Name, evaluation: Evaluation) -> bool {
        let mut in_order = evaluation == Evaluation::Now;
        let mut class_is_visible = true;
        for scope in self.0.iter().rev() {
            let visible = scope.kind != ScopeKind::Class || class_is_visible;
            if scope.bindings.globals.contains(name) {
                return self.module_binds(name);
            }
            if visible && scope.binds(name, in_order) {
                return true;
            }
            in_order &= scope.kind != ScopeKind::Function;
            class_is_visible &= scope.kind == ScopeKind::TypeParameters;
        }
        name == "__class__" && self.is_in_method()
    }

    fn module_binds(&self, name: &Name) -> bool {
        self.0.first().is_some_and(|module| module.binds(name, false))
    }

    fn is_in_method(&self) -> bool {
        self.0.windows(2).any(|pair| pair[0].kind == ScopeKind::Class)
    }
}

impl Scope {
    fn binds(&self, name: &Name, in_order: bool) -> bool {
        match self.kind {
            ScopeKind::Class | ScopeKind::Module if in_order => self.so_far.contains(name),
            _ => self.bindings.bound.contains(name),
        }
    }
}
