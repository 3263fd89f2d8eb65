//! Which statement of a file each missing import extends, and which become statements of their
//! own. Stops at statements: their text and their places are found elsewhere.

use std::collections::BTreeMap;

use crate::python::{Import, ImportScope, Layout, Module};

use super::edits::{Piece, Rank};
use super::import_block::{Block, NewStatement, paragraphs, trailing_comment};
use super::import_order::{ImportKey, NameKey, Section};
use super::import_statement::{Extension, Item, item_key, split_at_aliases, written};
use super::names::full_module;
use super::{NeededImport, Settings};

/// The pieces that add `missing` to `module`.
pub(super) fn merge(
    module: &Module,
    layout: &Layout,
    missing: &[NeededImport],
    settings: &Settings<'_>,
) -> Vec<Piece> {
    let block = Block::of(module, layout, settings);
    let merger = Merger { module, layout, settings, block };
    let mut pieces = Vec::new();
    let mut statements = Vec::new();
    for (from, items) in by_module(missing) {
        merger.add(from, items, &mut pieces, &mut statements);
    }
    for import in missing.iter().filter(|it| it.name.is_none()) {
        statements.push(merger.straight(import));
    }
    pieces.extend(merger.place(statements));
    pieces
}

fn by_module(missing: &[NeededImport]) -> BTreeMap<&str, Vec<Item>> {
    let mut modules: BTreeMap<&str, Vec<Item>> = BTreeMap::new();
    for import in missing {
        if let Some(name) = &import.name {
            let items = modules.entry(&import.module).or_default();
            items.push((name.clone(), import.asname.clone()));
        }
    }
    for items in modules.values_mut() {
        items.sort_by_key(item_key);
    }
    modules
}

struct Merger<'a> {
    module: &'a Module,
    layout: &'a Layout,
    settings: &'a Settings<'a>,
    block: Block<'a>,
}

impl Merger<'_> {
    /// Extends the statements that import from `from` already by `items`; the rest are new.
    fn add(
        &self,
        from: &str,
        items: Vec<Item>,
        pieces: &mut Vec<Piece>,
        statements: &mut Vec<NewStatement>,
    ) {
        let hosts = self.hosts(from);
        let mut hosted: Vec<Vec<Item>> = vec![Vec::new(); hosts.len()];
        let mut homeless = Vec::new();
        for item in items {
            match hosts.iter().position(|host| self.accepts(host, from, &item)) {
                Some(index) => hosted[index].push(item),
                None => homeless.push(item),
            }
        }
        for (host, items) in hosts.iter().zip(&hosted).filter(|(_, items)| !items.is_empty()) {
            pieces.extend(self.extension(host, from).pieces(items));
        }
        let aliased: Vec<NameKey> = self.aliased(from).into_iter().map(|(_, key)| key).collect();
        for items in split_at_aliases(&homeless, &aliased) {
            let first = items.first().map_or_else(|| NameKey::new("", None), item_key);
            let key = ImportKey::from(from, first, self.settings);
            let text = written(from, &items, "", self.settings.line_length) + "\n";
            statements.push(NewStatement { key, text });
        }
    }

    /// The statements that take more names from `from`: without aliases, in the block first.
    fn hosts(&self, from: &str) -> Vec<&Import> {
        let is_host = |import: &&Import| {
            let is_noted =
                trailing_comment(&self.module.text, self.layout, &import.range).is_some();
            import.scope == ImportScope::Module
                && is_from(import, from)
                && import.names.iter().all(|it| it.asname.is_none() && it.name != "*")
                && !(is_noted && import.names.len() == 1)
        };
        let mut hosts: Vec<&Import> = self.module.outline.imports.iter().filter(is_host).collect();
        hosts.sort_by_key(|import| self.position(import).is_none());
        hosts
    }

    fn position(&self, import: &Import) -> Option<usize> {
        self.block.entries.iter().position(|entry| entry.import.range == import.range)
    }

    /// Whether `item` belongs to `host`. A statement with an alias stands among the others in the
    /// order of the names, so that those before and after it are in different statements.
    fn accepts(&self, host: &Import, from: &str, item: &Item) -> bool {
        let key = item_key(item);
        let own: Vec<NameKey> = host.names.iter().map(|it| NameKey::new(&it.name, None)).collect();
        if item.1.is_some() {
            let is_inside = own.iter().any(|it| *it < key) && own.iter().any(|it| *it > key);
            return is_inside && self.extension(host, from).can_be_rewritten();
        }
        let Some(position) = self.position(host) else { return true };
        self.aliased(from).into_iter().all(|(index, alias)| {
            let host_is_above = position < index;
            let is_sorted = own.iter().all(|it| (*it < alias) == host_is_above);
            !is_sorted || (key < alias) == host_is_above
        })
    }

    /// The statements of the block that import from `from` by an alias, and their first names.
    fn aliased(&self, from: &str) -> Vec<(usize, NameKey)> {
        let entries = self.block.entries.iter().enumerate();
        let aliased = entries.filter(|(_, entry)| {
            is_from(entry.import, from) && entry.import.names.iter().any(|it| it.asname.is_some())
        });
        let first_name =
            |import: &Import| import.names.iter().map(|it| NameKey::new(&it.name, None)).min();
        aliased.filter_map(|(index, entry)| Some((index, first_name(entry.import)?))).collect()
    }

    fn extension<'e>(&'e self, host: &'e Import, module: &'e str) -> Extension<'e> {
        Extension {
            text: &self.module.text,
            layout: self.layout,
            import: host,
            module,
            line_length: self.settings.line_length,
        }
    }

    fn straight(&self, import: &NeededImport) -> NewStatement {
        let key = ImportKey::straight(&import.module, import.asname.as_deref(), self.settings);
        let alias = import.asname.as_ref().map_or_else(String::new, |it| format!(" as {it}"));
        NewStatement { key, text: format!("import {}{alias}\n", import.module) }
    }

    /// The pieces that write `statements`: into the block, or as a block of their own at the top.
    fn place(&self, statements: Vec<NewStatement>) -> Vec<Piece> {
        let block = &self.block;
        let (top, inner): (Vec<_>, Vec<_>) = statements.into_iter().partition(|it| {
            let is_future = it.key.section == Section::Future;
            block.entries.is_empty() || (is_future && !block.is_first)
        });
        let mut pieces = block.insert(inner, self.settings);
        if !top.is_empty() {
            pieces.push(self.new_block(top));
        }
        pieces
    }

    fn new_block(&self, mut statements: Vec<NewStatement>) -> Piece {
        statements.sort_by(|a, b| a.key.cmp(&b.key));
        let statements: Vec<&NewStatement> = statements.iter().collect();
        let range = Block::opening(self.module, self.layout);
        let text = paragraphs(&statements, self.settings.lines_between_sections);
        let after = self.block.blank_lines_before(range.end);
        let after = self.settings.lines_after_imports.unwrap_or(after);
        Piece { rank: Rank::NewImport, range, before: 1, text, after }
    }
}

fn is_from(import: &Import, module: &str) -> bool {
    import.module.is_some() && full_module(import) == module
}
