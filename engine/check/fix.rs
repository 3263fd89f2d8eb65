//! From a rule's fix to edits of the file, and the imports they rely on.

use crate::checkout::Loaded;
use crate::model::Fix as FixRule;
use crate::pattern::Site;
use crate::render::{Fallback, Vocabulary};
use crate::sources::Tree;
use crate::splice::{self, Edit, NeededImport};

use super::conditions::{State, given};
use super::{Checker, Fix};

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
    let bindings = given(state);
    let site = Site {
        module: &loaded.module,
        range,
        bindings: &bindings,
        renamed: &renamed,
        line_length: checker.settings.line_length,
    };
    let (range, text) = fix.text.write(site)?;
    let edit = if text.is_empty() {
        splice::removal(&loaded.module, &range)
    } else {
        Edit { range, text }
    };
    Some(Fix { title: fix.title.clone(), safety: fix.safety, edits: vec![edit], imports })
}

/// What the file calls a symbol, and the import it then needs; `None` where it cannot have it.
fn spelled(
    checker: &Checker<'_>,
    loaded: &Loaded,
    name: &str,
) -> Option<(String, Option<NeededImport>)> {
    let vocabulary = Vocabulary::new(&checker.model.symbols, checker.checkout, checker.fallback);
    let place = vocabulary.locate(name)?.place;
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
