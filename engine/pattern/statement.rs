//! Statements.

use ruff_python_ast::comparable::ComparablePattern;
use ruff_python_ast::{
    Alias, ElifElseClause, ExceptHandler, Expr, Identifier, MatchCase, Stmt, StmtAnnAssign,
    StmtAssign, StmtClassDef, StmtFor, StmtFunctionDef, StmtIf, StmtImportFrom, StmtTry, StmtWith,
};
use ruff_text_size::Ranged;

use super::bindings::Capture;
use super::element::Element;
use super::matcher::Matcher;
use crate::python::ByteRange;

impl<'p, 'a> Matcher<'p, 'a> {
    pub(super) fn statement(&mut self, wanted: &'p Stmt, found: &'a Stmt) -> bool {
        if let Some(name) = Element::Statement(wanted).bare_name()
            && let Some(hole) = self.hole(name)
        {
            return !hole.many && self.bind(hole.slot, Capture::Statement(found));
        }
        match (wanted, found) {
            (Stmt::Expr(a), Stmt::Expr(b)) => self.expression(&a.value, &b.value),
            (Stmt::Assign(a), Stmt::Assign(b)) => self.assign(a, b),
            (Stmt::Assign(a), Stmt::AnnAssign(b)) => self.assign_annotated(a, b),
            (Stmt::AnnAssign(a), Stmt::AnnAssign(b)) => {
                self.expression(&a.target, &b.target)
                    && self.expression(&a.annotation, &b.annotation)
                    && self.if_wanted(a.value.as_deref(), b.value.as_deref())
            }
            (Stmt::AugAssign(a), Stmt::AugAssign(b)) => {
                a.op == b.op
                    && self.expression(&a.target, &b.target)
                    && self.expression(&a.value, &b.value)
            }
            (Stmt::TypeAlias(a), Stmt::TypeAlias(b)) => {
                self.expression(&a.name, &b.name) && self.expression(&a.value, &b.value)
            }
            (Stmt::Return(a), Stmt::Return(b)) => {
                self.optional(a.value.as_deref(), b.value.as_deref())
            }
            (Stmt::Raise(a), Stmt::Raise(b)) => {
                self.optional(a.exc.as_deref(), b.exc.as_deref())
                    && self.if_wanted(a.cause.as_deref(), b.cause.as_deref())
            }
            (Stmt::Assert(a), Stmt::Assert(b)) => {
                self.expression(&a.test, &b.test)
                    && self.if_wanted(a.msg.as_deref(), b.msg.as_deref())
            }
            (Stmt::Delete(a), Stmt::Delete(b)) => self.elements(&a.targets, &b.targets),
            (Stmt::Import(a), Stmt::Import(b)) => {
                self.among(&list(&a.names, Element::Alias), &list(&b.names, Element::Alias))
            }
            (Stmt::ImportFrom(a), Stmt::ImportFrom(b)) => self.import_from(a, b),
            (Stmt::Global(a), Stmt::Global(b)) => self.identifiers(&a.names, &b.names),
            (Stmt::Nonlocal(a), Stmt::Nonlocal(b)) => self.identifiers(&a.names, &b.names),
            (Stmt::Pass(_), Stmt::Pass(_))
            | (Stmt::Break(_), Stmt::Break(_))
            | (Stmt::Continue(_), Stmt::Continue(_)) => true,
            _ => self.compound(wanted, found),
        }
    }

    fn compound(&mut self, wanted: &'p Stmt, found: &'a Stmt) -> bool {
        match (wanted, found) {
            (Stmt::FunctionDef(a), Stmt::FunctionDef(b)) => self.function(a, b),
            (Stmt::ClassDef(a), Stmt::ClassDef(b)) => self.class(a, b),
            (Stmt::With(a), Stmt::With(b)) => self.with(a, b),
            (Stmt::If(a), Stmt::If(b)) => self.condition(a, b),
            (Stmt::For(a), Stmt::For(b)) => self.for_loop(a, b),
            (Stmt::While(a), Stmt::While(b)) => {
                self.expression(&a.test, &b.test)
                    && self.body(&a.body, &b.body)
                    && self.body_if_wanted(&a.orelse, &b.orelse)
            }
            (Stmt::Try(a), Stmt::Try(b)) => self.try_block(a, b),
            (Stmt::Match(a), Stmt::Match(b)) => {
                let (wanted, found) =
                    (list(&a.cases, Element::Case), list(&b.cases, Element::Case));
                self.expression(&a.subject, &b.subject) && self.sequence(&wanted, &found, &[])
            }
            _ => false,
        }
    }

    /// One target of the pattern may be any of a chain `a = b = value`.
    fn assign(&mut self, wanted: &'p StmtAssign, found: &'a StmtAssign) -> bool {
        let targets = list(&wanted.targets, Element::Expression);
        self.among(&targets, &list(&found.targets, Element::Expression))
            && self.expression(&wanted.value, &found.value)
    }

    fn assign_annotated(&mut self, wanted: &'p StmtAssign, found: &'a StmtAnnAssign) -> bool {
        match (&*wanted.targets, &found.value) {
            ([target], Some(value)) => {
                self.expression(target, &found.target) && self.expression(&wanted.value, value)
            }
            _ => false,
        }
    }

    fn import_from(&mut self, wanted: &'p StmtImportFrom, found: &'a StmtImportFrom) -> bool {
        let any = wanted.module.as_ref().filter(|_| wanted.level == 0);
        let module = match any.and_then(|module| self.hole(module)) {
            Some(hole) => {
                let range = self.module_range(found);
                let text = &self.source[range.clone()];
                !hole.many && self.bind(hole.slot, Capture::Word(text, range))
            }
            None if wanted.level != found.level => false,
            None => match (&wanted.module, &found.module) {
                (Some(wanted), Some(found)) => self.identifier(wanted, found),
                (None, None) => true,
                _ => false,
            },
        };
        let (wanted, found) = (&wanted.names, &found.names);
        module && self.among(&list(wanted, Element::Alias), &list(found, Element::Alias))
    }

    /// Where the module of `from module import …` stands, its dots included.
    fn module_range(&self, import: &StmtImportFrom) -> ByteRange {
        let first = import.names.first().map_or(import.end(), Ranged::start).to_usize();
        let end = import.module.as_ref().map(|module| module.end().to_usize());
        let written = &self.source[import.start().to_usize()..end.unwrap_or(first)];
        let dots = written.find('.').filter(|_| import.level > 0);
        let start = match (&import.module, dots) {
            (Some(module), None) => module.start().to_usize(),
            (_, dots) => import.start().to_usize() + dots.unwrap_or_default(),
        };
        let last = written.rfind('.').map_or(start, |it| import.start().to_usize() + it + 1);
        start..end.unwrap_or(last).max(start)
    }

    pub(super) fn alias(&mut self, wanted: &'p Alias, found: &'a Alias) -> bool {
        let renamed = match (&wanted.asname, &found.asname) {
            (Some(wanted), Some(found)) => self.identifier(wanted, found),
            (wanted, _) => wanted.is_none(),
        };
        renamed && self.identifier(&wanted.name, &found.name)
    }

    fn identifiers(&mut self, wanted: &'p [Identifier], found: &'a [Identifier]) -> bool {
        self.sequence(&list(wanted, Element::Name), &list(found, Element::Name), &[])
    }

    fn function(&mut self, wanted: &'p StmtFunctionDef, found: &'a StmtFunctionDef) -> bool {
        let (decorators, others) = (&wanted.decorator_list, &found.decorator_list);
        (found.is_async || !wanted.is_async)
            && self.identifier(&wanted.name, &found.name)
            && self.among(&list(decorators, Element::Decorator), &list(others, Element::Decorator))
            && self.parameters(&wanted.parameters, &found.parameters)
            && self.if_wanted(wanted.returns.as_deref(), found.returns.as_deref())
            && self.body(&wanted.body, &found.body)
    }

    fn class(&mut self, wanted: &'p StmtClassDef, found: &'a StmtClassDef) -> bool {
        let (decorators, others) = (&wanted.decorator_list, &found.decorator_list);
        let (bases, other_bases) = (wanted.arguments.as_deref(), found.arguments.as_deref());
        self.identifier(&wanted.name, &found.name)
            && self.among(&list(decorators, Element::Decorator), &list(others, Element::Decorator))
            && (bases.is_none() || self.arguments(bases, other_bases))
            && self.body(&wanted.body, &found.body)
    }

    fn with(&mut self, wanted: &'p StmtWith, found: &'a StmtWith) -> bool {
        let (items, others) = (&wanted.items, &found.items);
        (found.is_async || !wanted.is_async)
            && self.among(&list(items, Element::WithItem), &list(others, Element::WithItem))
            && self.body(&wanted.body, &found.body)
    }

    fn condition(&mut self, wanted: &'p StmtIf, found: &'a StmtIf) -> bool {
        let (clauses, others) = (&wanted.elif_else_clauses, &found.elif_else_clauses);
        let clauses = list(clauses, Element::Clause);
        self.expression(&wanted.test, &found.test)
            && self.body(&wanted.body, &found.body)
            && (clauses.is_empty() || self.sequence(&clauses, &list(others, Element::Clause), &[]))
    }

    pub(super) fn clause(&mut self, wanted: &'p ElifElseClause, found: &'a ElifElseClause) -> bool {
        self.optional(wanted.test.as_ref(), found.test.as_ref())
            && self.body(&wanted.body, &found.body)
    }

    fn for_loop(&mut self, wanted: &'p StmtFor, found: &'a StmtFor) -> bool {
        (found.is_async || !wanted.is_async)
            && self.expression(&wanted.target, &found.target)
            && self.expression(&wanted.iter, &found.iter)
            && self.body(&wanted.body, &found.body)
            && self.body_if_wanted(&wanted.orelse, &found.orelse)
    }

    fn try_block(&mut self, wanted: &'p StmtTry, found: &'a StmtTry) -> bool {
        let (handlers, others) = (&wanted.handlers, &found.handlers);
        wanted.is_star == found.is_star
            && self.body(&wanted.body, &found.body)
            && self.among(&list(handlers, Element::Handler), &list(others, Element::Handler))
            && self.body_if_wanted(&wanted.orelse, &found.orelse)
            && self.body_if_wanted(&wanted.finalbody, &found.finalbody)
    }

    pub(super) fn handler(&mut self, wanted: &'p ExceptHandler, found: &'a ExceptHandler) -> bool {
        let ExceptHandler::ExceptHandler(wanted) = wanted;
        let ExceptHandler::ExceptHandler(found) = found;
        let named = match (&wanted.name, &found.name) {
            (Some(wanted), Some(found)) => self.identifier(wanted, found),
            (wanted, _) => wanted.is_none(),
        };
        named
            && self.optional(wanted.type_.as_deref(), found.type_.as_deref())
            && self.body(&wanted.body, &found.body)
    }

    pub(super) fn case(&mut self, wanted: &'p MatchCase, found: &'a MatchCase) -> bool {
        ComparablePattern::from(&wanted.pattern) == ComparablePattern::from(&found.pattern)
            && self.optional(wanted.guard.as_deref(), found.guard.as_deref())
            && self.body(&wanted.body, &found.body)
    }

    /// `...` is any body.
    fn body(&mut self, wanted: &'p [Stmt], found: &'a [Stmt]) -> bool {
        match wanted {
            [Stmt::Expr(it)] if matches!(*it.value, Expr::EllipsisLiteral(_)) => true,
            _ => self.sequence(
                &list(wanted, Element::Statement),
                &list(found, Element::Statement),
                &[],
            ),
        }
    }

    fn body_if_wanted(&mut self, wanted: &'p [Stmt], found: &'a [Stmt]) -> bool {
        wanted.is_empty() || (!found.is_empty() && self.body(wanted, found))
    }
}

fn list<'t, T>(items: &'t [T], element: impl Fn(&'t T) -> Element<'t>) -> Vec<Element<'t>> {
    items.iter().map(element).collect()
}
