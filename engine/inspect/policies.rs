//! Policies that a checkout decides by what stands in its files.

use crate::checkout::Checkout;
use crate::model::{Model, PolicySign};
use crate::pattern::{Bindings, Depth};

use super::matching::SymbolNames;

/// Takes, for each policy that has signs, the choice of the first one that the checkout shows.
pub fn settle_policies(model: &mut Model, checkout: &Checkout<'_>) {
    let shown = |sign: &&PolicySign| {
        checkout.load(&sign.path).is_ok_and(|loaded| {
            let (all, names) = (0..loaded.module.text.len(), SymbolNames(&model.symbols));
            let nothing = Bindings::default();
            !sign.has.find(&loaded.module, &all, Depth::Any, &nothing, &names).is_empty()
        })
    };
    let found: Vec<_> = model.policy_signs.iter().filter(shown).collect();
    // The last insertion holds, so the first sign comes last.
    let choices: Vec<_> =
        found.into_iter().rev().map(|it| (it.policy.clone(), it.choice.clone())).collect();
    model.policies.extend(choices);
}
