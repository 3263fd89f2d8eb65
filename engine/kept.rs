//! Answers that are kept, so that a question is answered once, whichever thread asks.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{PoisonError, RwLock};

/// Answers by their questions.
pub(crate) struct Kept<K, V>(RwLock<HashMap<K, V>>);

impl<K, V> Default for Kept<K, V> {
    fn default() -> Self {
        Self(RwLock::default())
    }
}

impl<K: Hash + Eq, V: Clone> Kept<K, V> {
    /// The answer to `key`. While it is being found, others may be asked for.
    pub(crate) fn get_or<Q>(&self, key: &Q, answer: impl FnOnce() -> V) -> V
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ToOwned<Owned = K> + ?Sized,
    {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner).get(key).cloned();
        known.unwrap_or_else(|| {
            let answer = answer();
            let mut all = self.0.write().unwrap_or_else(PoisonError::into_inner);
            all.entry(key.to_owned()).or_insert(answer).clone()
        })
    }
}
