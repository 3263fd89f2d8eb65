//! From a rule's fix to edits of the file, and the imports they rely on.

use crate::checkout::Loaded;
use crate::draft::{house_rules, is_first_party};
use crate::model::{Compiled, Fix as FixRule, SymbolPlace};
use crate::pattern::Site;
use crate::python::{ByteRange, ImportedName};
use crate::render::Fallback;
use crate::sources::Tree;
use crate::splice::{self, Edit, NeededImport};
use crate::template::Expression;

use super::conditions::{State, given};
use super::{Checker, Fix, imported};

/// How many characters of what a fix writes its title shows.
const TITLE_LENGTH: usize = 72;

/// The first of `fixes` that can be applied to the find in `state`.
pub(super) fn fix<'r>(
    checker: &Checker<'_>,
    fixes: impl Iterator<Item = &'r FixRule>,
    state: &State,
) -> Option<Fix> {
    fixes.into_iter().find_map(|it| {
        let mut state = state.clone();
        let applies = checker.judge().all(&it.conditions, &mut state);
        applies.then(|| written(checker, it, &state)).flatten()
    })
}

fn written(checker: &Checker<'_>, fix: &FixRule, state: &State) -> Option<Fix> {
    let loaded = &state.place.module;
    let range = match &fix.of {
        Some(name) => state.named.get(name)?,
        None => &state.place.range,
    };
    let (mut renamed, mut imports) = (Vec::new(), Vec::new());
    for name in fix.text.names() {
        let (local, import) = spelled(checker, loaded, &name)?;
        if local != name {
            renamed.push((name, local));
        }
        imports.extend(import);
    }
    if let Some(item) = imported::item_at(loaded, range).filter(|_| fix.text.is_empty()) {
        imports.extend(match &fix.import {
            Some(symbol) => Some(brought(checker, symbol, item, state)?),
            None => None,
        });
        let edits = vec![without_item(checker, loaded, range)?];
        return Some(Fix { title: title(fix, ""), safety: fix.safety, edits, imports });
    }
    let bindings = given(state);
    let site = Site {
        module: &loaded.module,
        range,
        bindings: &bindings,
        renamed: &renamed,
        line_length: checker.settings.line_length,
    };
    let (range, text) = fix.text.write(site)?;
    let title = title(fix, &text);
    let edit = if text.is_empty() {
        splice::removal(&loaded.module, &range)
    } else {
        Edit { range, text }
    };
    Some(Fix { title, safety: fix.safety, edits: vec![edit], imports })
}

/// What the fix does, in a line.
fn title(fix: &FixRule, written: &str) -> String {
    fix.title.clone().unwrap_or_else(|| match written.trim() {
        "" => "remove it".to_owned(),
        text => format!("write `{}`", first_words(text)),
    })
}

/// The text on one line, if need be without its end.
fn first_words(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(TITLE_LENGTH) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}

/// The import that takes the place of `item`, under the name that the file knows it by.
fn brought(
    checker: &Checker<'_>,
    symbol: &Compiled<Expression>,
    item: &ImportedName,
    state: &State,
) -> Option<NeededImport> {
    let symbol = symbol.evaluate(&checker.judge().context(state)).ok()?;
    let SymbolPlace { module, name, .. } = checker.vocabulary().locate(symbol.as_str()?)?.place;
    let local = item.asname.as_ref().unwrap_or(&item.name);
    let asname = (name.as_ref() != Some(local)).then(|| local.clone());
    Some(NeededImport { module, name, asname })
}

fn without_item(checker: &Checker<'_>, loaded: &Loaded, range: &ByteRange) -> Option<Edit> {
    let is_first_party = |module: &str| is_first_party(checker.settings, checker.checkout, module);
    let rules = house_rules(checker.settings, &is_first_party);
    splice::without_item(&loaded.module, range, &rules)
}

/// What the file calls a symbol, and the import it then needs; `None` where it cannot have it.
fn spelled(
    checker: &Checker<'_>,
    loaded: &Loaded,
    name: &str,
) -> Option<(String, Option<NeededImport>)> {
    let place = checker.vocabulary().locate(name)?.place;
    let import = NeededImport { module: place.module, name: place.name, asname: None };
    if let Some(local) = splice::local_name(&loaded.module, &import) {
        return Some((local, None));
    }
    let own = import.name.clone().unwrap_or_else(|| import.module.clone());
    // The name stands for something else there.
    if splice::binding_of(&loaded.module, &own).is_some() {
        return None;
    }
    Some((own, Some(import)))
}

/// What symbols are in a checkout of this kind.
pub(super) fn fallback(tree: &Tree) -> Fallback {
    match tree {
        Tree::Disk(_) => Fallback::Nothing,
        Tree::Memory(_) => Fallback::Default,
    }
}
