//! What a symbol is called, and where it lives, in one checkout.

use std::cell::RefCell;

use camino::Utf8PathBuf;
use indexmap::IndexMap;

use crate::checkout::{Checkout, Place};
use crate::model::{Symbol, SymbolPlace, Symbols};

/// What a symbol is where the checkout has none of its places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fallback {
    /// The pack's own default: for examples, which hold only the files they are about.
    Default,
    /// Unknown.
    Nothing,
}

/// The symbols as one checkout has them.
pub struct Vocabulary<'a> {
    symbols: &'a Symbols,
    checkout: &'a Checkout<'a>,
    fallback: Fallback,
    known: RefCell<IndexMap<String, Option<Located>>>,
}

/// A symbol in a checkout.
#[derive(Clone)]
pub struct Located {
    /// Where.
    pub place: SymbolPlace,
    definition: Option<Place>,
}

impl<'a> Vocabulary<'a> {
    /// The `symbols` as `checkout` has them.
    pub fn new(symbols: &'a Symbols, checkout: &'a Checkout<'a>, fallback: Fallback) -> Self {
        Self { symbols, checkout, fallback, known: RefCell::default() }
    }

    /// The symbol the pack calls `name`.
    pub fn symbol(&self, name: &str) -> Option<&'a Symbol> {
        self.symbols.0.get(name)
    }

    /// Where the checkout has it: the first of its places that is there.
    pub fn locate(&self, name: &str) -> Option<Located> {
        if let Some(known) = self.known.borrow().get(name) {
            return known.clone();
        }
        let located = self.symbol(name).and_then(|symbol| self.search(symbol));
        self.known.borrow_mut().insert(name.to_owned(), located.clone());
        located
    }

    fn search(&self, symbol: &Symbol) -> Option<Located> {
        let plain = symbol.members.is_empty() && symbol.keywords.is_empty();
        let found = symbol.places.iter().find_map(|place| {
            if let (true, Some(name)) = (plain, &place.name)
                && self.checkout.binds(&place.module, name)
            {
                return Some(Located { place: place.clone(), definition: None });
            }
            let definition = match &place.name {
                Some(name) => self.checkout.member(&place.module, name).place,
                None => self.checkout.module(&place.module).map(|it| it.place()),
            };
            // The standard library and other packages are not in a checkout and are taken as said.
            let elsewhere = definition.is_none() && !self.checkout.has_package(&place.module);
            let place = place.clone();
            let real = definition.is_some() || (elsewhere && self.fallback == Fallback::Nothing);
            real.then_some(Located { place, definition })
        });
        let default = || {
            let place = symbol.places.iter().find(|it| it.default)?.clone();
            Some(Located { place, definition: None })
        };
        found.or_else(|| (self.fallback == Fallback::Default).then(default)?)
    }

    /// The file of one of a symbol's places that is there and cannot be used.
    pub fn broken(&self, symbol: &Symbol) -> Option<Utf8PathBuf> {
        let files = symbol.places.iter().filter_map(|it| self.checkout.file(&it.module));
        files.into_iter().find(|path| self.checkout.load(path).is_err())
    }

    /// The name that the checkout has for a `member` of a symbol.
    pub fn member(&self, symbol: &str, located: &Located, member: &str) -> String {
        let others = self.symbol(symbol).and_then(|it| it.members.get(member));
        let class = located.definition.as_ref().and_then(Place::class);
        let (Some(others), Some(class)) = (others, class) else { return member.to_owned() };
        let has = |name: &str| class.assignments.iter().any(|it| it.name == name);
        let other = others.iter().find(|it| !has(member) && has(it));
        other.map_or(member, String::as_str).to_owned()
    }

    /// The name that the checkout has for a `keyword` argument of a symbol: the one that anything in
    /// the defining module takes.
    pub fn keyword(&self, symbol: &str, located: &Located, keyword: &str) -> String {
        let others = self.symbol(symbol).and_then(|it| it.keywords.get(keyword));
        let (Some(others), Some(place)) = (others, &located.definition) else {
            return keyword.to_owned();
        };
        let outline = &place.module.module.outline;
        let methods = outline.classes.iter().flat_map(|it| &it.methods);
        let functions: Vec<_> = methods.chain(&outline.functions).collect();
        let takes = |name: &str| {
            functions.iter().any(|it| it.parameters.iter().any(|parameter| parameter.name == name))
        };
        let other = others.iter().find(|it| !takes(keyword) && takes(it));
        other.map_or(keyword, String::as_str).to_owned()
    }
}
