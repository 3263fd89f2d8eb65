//! The rows of decision tables, and those of them that never decide.

use crate::diagnostic::Diagnostic;
use crate::model::{Model, Row};
use crate::spec::{self, Str};
use crate::template::Shape;

use super::compile::Compiler;
use super::facts::predicate;
use super::text;

/// Compiles the rows of a table whose expressions see `shape`.
pub(super) fn rows(
    compiler: &mut Compiler<'_>,
    model: &Model,
    rows: &[spec::Row],
    shape: &Shape,
) -> Vec<Row> {
    let mut compiled: Vec<Row> = Vec::new();
    for row in rows {
        compiled.push(Row {
            name: text(&row.name),
            when: compiler.condition(row.when.as_ref(), shape),
            is: predicate(compiler, model, &row.is),
            cells: row.cells.iter().map(|(name, it)| (name.clone(), text(it))).collect(),
        });
    }
    if !compiler.is_checked {
        for (index, row) in rows.iter().enumerate() {
            unreachable(compiler, row, (&rows[..index], &compiled[..index]), &compiled[index]);
        }
    }
    compiled
}

/// Reports a row that never decides: its conditions exclude each other, or an earlier row holds
/// whenever it does.
fn unreachable(
    compiler: &mut Compiler<'_>,
    row: &spec::Row,
    (earlier, compiled): (&[spec::Row], &[Row]),
    own: &Row,
) {
    let when = |it: &Row| it.when.as_ref().and_then(|it| it.expression().ok().cloned());
    let own_when = when(own);
    let shadow = earlier.iter().zip(compiled).find(|(it, compiled)| {
        let holds = match (&it.when, when(compiled), &own_when) {
            (None, ..) => true,
            (Some(_), Some(then), Some(condition)) => condition.implies(&then),
            _ => false,
        };
        holds && covers(&it.is, &row.is)
    });
    let help = match shadow {
        Some((it, _)) => format!(
            "the row `{}` before it holds whenever this one does: put this one before it, or remove it",
            it.name.value.value
        ),
        None if own_when.is_some_and(|it| it.is_never()) => {
            "what its `when=` asks for excludes itself: no value is two things at once".to_owned()
        }
        None => return,
    };
    let message = format!("the row `{}` can never match", row.name.value.value);
    let diagnostic = Diagnostic::error("unreachable-row", row.name.span, message);
    compiler.problems.push(diagnostic.with_help(help));
}

/// Whether `wide` fits whatever `narrow` fits.
fn covers(wide: &spec::Predicate, narrow: &spec::Predicate) -> bool {
    let alternatives = |wide: &Option<Str>, narrow: &Option<Str>| match (wide, narrow) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(wide), Some(narrow)) => {
            let wide: Vec<&str> = wide.value.value.split('|').map(str::trim).collect();
            narrow.value.value.split('|').all(|it| wide.contains(&it.trim()))
        }
    };
    let same = |wide: &Option<Str>, narrow: &Option<Str>| match (wide, narrow) {
        (None, _) => true,
        (Some(wide), Some(narrow)) => wide.value.value.trim() == narrow.value.value.trim(),
        (Some(_), None) => false,
    };
    alternatives(&wide.name, &narrow.name)
        && alternatives(&wide.base, &narrow.base)
        && alternatives(&wide.decorator, &narrow.decorator)
        && same(&wide.has, &narrow.has)
        && same(&wide.lacks, &narrow.lacks)
        && same(&wide.path, &narrow.path)
}
