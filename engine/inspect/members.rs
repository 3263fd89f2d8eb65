//! The methods of a class that are targets themselves.

use std::collections::BTreeSet;

use crate::checkout::Place;
use crate::model::{Predicate, Target};

use super::Subject;
use super::facts::Ground;
use super::matching::holds;

/// The methods of `outer` that are targets within its kind, with the kind; only the one named
/// `method`, if there is such a name. The nearest definition of a name counts, as in Python.
pub(super) fn of<'m>(
    ground: Ground<'m>,
    outer: &Subject,
    method: Option<&str>,
) -> Vec<(&'m str, Place)> {
    let within = |target: &Target| target.within.as_deref() == Some(outer.target.as_str());
    let kinds: Vec<(&str, &Target)> = (ground.model.targets.iter())
        .filter(|(_, target)| within(target))
        .map(|(name, target)| (name.as_str(), target))
        .collect();
    let mut found = Vec::new();
    for (name, target) in kinds {
        let mut seen = BTreeSet::new();
        for place in methods(ground, &outer.place, target) {
            let is_asked = method.is_none_or(|it| it == place.name);
            if seen.insert(place.name.clone()) && is_asked && fits(ground, target, &place) {
                found.push((name, place));
            }
        }
    }
    found
}

fn methods(ground: Ground<'_>, class: &Place, target: &Target) -> Vec<Place> {
    let ancestors = if target.inherited { ground.checkout.ancestors(class) } else { Vec::new() };
    let ancestors = ancestors.into_iter().filter_map(|it| it.place);
    std::iter::once(class.clone()).chain(ancestors).flat_map(|it| it.methods()).collect()
}

fn fits(ground: Ground<'_>, target: &Target, place: &Place) -> bool {
    let is = |it: &Predicate| holds(it, &ground.model.symbols, ground.checkout, place);
    target.when.iter().any(is) && !target.except.iter().any(is)
}
