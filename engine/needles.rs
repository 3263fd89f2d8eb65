//! Many texts, looked for in many files in one pass. Stops at text: nothing is parsed.

use std::collections::HashMap;

use aho_corasick::{AhoCorasick, MatchKind};
use camino::Utf8PathBuf;
use indexmap::IndexMap;
use rayon::prelude::*;

use crate::sources::Tree;

/// A text that is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NeedleId(usize);

/// The texts that are looked for.
#[derive(Debug, Default)]
pub struct Needles {
    ids: HashMap<(String, Option<String>), NeedleId>,
    /// What every needle is first seen by.
    anchors: IndexMap<String, Vec<(NeedleId, Check)>>,
}

/// What must stand around an anchor.
#[derive(Debug)]
enum Check {
    /// These texts before and after it, nearest first, each behind some text on the same line.
    Text { before: Vec<String>, after: Vec<String> },
    /// This name in the import statement that it begins.
    Import(String),
}

/// How often each needle stands in each file.
#[derive(Debug, Default)]
pub struct Hits(Vec<Vec<(usize, usize)>>);

impl Hits {
    /// The files that hold the needle, by index, and how often.
    pub fn of(&self, needle: NeedleId) -> &[(usize, usize)] {
        self.0.get(needle.0).map(Vec::as_slice).unwrap_or_default()
    }
}

impl Needles {
    /// A text, in which `*` stands for any part without `/`, quotes and line ends. Where it begins
    /// or ends with a letter, no letter stands beside it.
    pub fn text(&mut self, text: &str) -> Option<NeedleId> {
        let pieces: Vec<&str> = text.split('*').collect();
        let (at, anchor) = pieces.iter().enumerate().max_by_key(|(_, piece)| piece.len())?;
        if anchor.is_empty() {
            return None;
        }
        let owned =
            |pieces: &mut dyn Iterator<Item = &&str>| pieces.map(|it| (*it).to_owned()).collect();
        let before = owned(&mut pieces[..at].iter().rev());
        let after = owned(&mut pieces[at + 1..].iter());
        Some(self.add((text.to_owned(), None), anchor, Check::Text { before, after }))
    }

    /// The statement that imports `name` from `module`.
    pub fn import(&mut self, module: &str, name: &str) -> NeedleId {
        let anchor = format!("from {module} import");
        self.add((anchor.clone(), Some(name.to_owned())), &anchor, Check::Import(name.to_owned()))
    }

    fn add(&mut self, key: (String, Option<String>), anchor: &str, check: Check) -> NeedleId {
        if let Some(id) = self.ids.get(&key) {
            return *id;
        }
        let id = NeedleId(self.ids.len());
        self.ids.insert(key, id);
        self.anchors.entry(anchor.to_owned()).or_default().push((id, check));
        id
    }

    /// Looks for them in `files`. A file that cannot be read holds none.
    pub fn search(&self, tree: &Tree, files: &[Utf8PathBuf]) -> Hits {
        let mut hits = Hits(vec![Vec::new(); self.ids.len()]);
        let mut builder = AhoCorasick::builder();
        let Ok(matcher) = builder.match_kind(MatchKind::Standard).build(self.anchors.keys()) else {
            return hits;
        };
        let found: Vec<(usize, Vec<NeedleId>)> = files
            .par_iter()
            .enumerate()
            .filter_map(|(index, path)| {
                let text = tree.read(path).ok()?;
                let found = self.found(&matcher, &text);
                (!found.is_empty()).then_some((index, found))
            })
            .collect();
        for (file, needles) in found {
            for NeedleId(needle) in needles {
                match hits.0[needle].last_mut() {
                    Some((last, count)) if *last == file => *count += 1,
                    _ => hits.0[needle].push((file, 1)),
                }
            }
        }
        hits
    }

    fn found(&self, matcher: &AhoCorasick, text: &str) -> Vec<NeedleId> {
        let mut found = Vec::new();
        for hit in matcher.find_overlapping_iter(text) {
            let Some((anchor, needles)) = self.anchors.get_index(hit.pattern().as_usize()) else {
                continue;
            };
            let (before, after) = (&text[..hit.start()], &text[hit.end()..]);
            let mut imported = None;
            for (id, check) in needles {
                let holds = match check {
                    Check::Text { before: left, after: right } => {
                        stands(anchor, left, right, before, after)
                    }
                    Check::Import(name) => imported
                        .get_or_insert_with(|| imported_names(after))
                        .iter()
                        .any(|it| it == name),
                };
                found.extend(holds.then_some(*id));
            }
        }
        found
    }
}

/// Whether the pieces stand around the anchor, and no word goes on at either end.
fn stands(anchor: &str, left: &[String], right: &[String], before: &str, after: &str) -> bool {
    let (mut head, mut tail) = (before, after);
    for piece in left {
        match gap_before(head, piece) {
            Some(rest) => head = rest,
            None => return false,
        }
    }
    for piece in right {
        match gap_after(tail, piece) {
            Some(rest) => tail = rest,
            None => return false,
        }
    }
    let first = left.last().map_or(anchor, String::as_str);
    let last = right.last().map_or(anchor, String::as_str);
    let begins_within = first.starts_with(is_word) && head.ends_with(is_word);
    let ends_within = last.ends_with(is_word) && tail.starts_with(is_word);
    !begins_within && !ends_within
}

fn is_word(it: char) -> bool {
    it.is_alphanumeric() || it == '_'
}

fn is_gap(it: char) -> bool {
    !matches!(it, '/' | '"' | '\'' | '\n')
}

/// What stands before `piece`, which ends some text before the end of `text`.
fn gap_before<'t>(text: &'t str, piece: &str) -> Option<&'t str> {
    let mut rest = text;
    loop {
        if let Some(rest) = rest.strip_suffix(piece)
            && rest.len() + piece.len() < text.len()
        {
            return Some(rest);
        }
        let last = rest.chars().next_back().filter(|it| is_gap(*it))?;
        rest = &rest[..rest.len() - last.len_utf8()];
    }
}

/// What stands after `piece`, which begins some text after the beginning of `text`.
fn gap_after<'t>(text: &'t str, piece: &str) -> Option<&'t str> {
    let mut rest = text;
    loop {
        if rest.len() < text.len()
            && let Some(rest) = rest.strip_prefix(piece)
        {
            return Some(rest);
        }
        let first = rest.chars().next().filter(|it| is_gap(*it))?;
        rest = &rest[first.len_utf8()..];
    }
}

/// The names that an import statement binds from its module, as they are called there.
fn imported_names(text: &str) -> Vec<&str> {
    let text = text.trim_start_matches([' ', '\t']);
    let list = match text.strip_prefix('(') {
        Some(rest) => rest.split(')').next(),
        None => text.split('\n').next(),
    };
    let lines = list.unwrap_or_default().lines().map(|it| it.split('#').next().unwrap_or_default());
    let items = lines.flat_map(|it| it.split(','));
    items.filter_map(|it| it.split_whitespace().next()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(needle: &str, text: &str, count: usize) {
        let mut needles = Needles::default();
        let id = needles.text(needle).expect("it has text");
        let tree = Tree::Memory([("a.py".into(), text.into())].into());
        let hits = needles.search(&tree, &["a.py".into()]);
        assert_eq!(hits.of(id).first().map_or(0, |(_, count)| *count), count, "{needle} in {text}");
    }

    #[test]
    fn a_word_is_found_as_a_word_only() {
        check("Order", "Order OrderLine PreOrder Order()", 2);
        check("class OrderTest(", "class OrderTest(TestCase):", 1);
        check("\"order-list\"", "reverse(\"order-list-all\") \"order-list\"", 1);
    }

    #[test]
    fn a_star_is_any_part_of_a_path() {
        let text = "f\"/api/shops/{self.shop.slug}/orders/\"";
        check("/api/shops/*/orders/", text, 1);
        check("/shops/*/*/", text, 1);
        check("/api/*/{self.shop.slug}/orders/\"", text, 1);
        check("/api/shops/*/lines/", text, 0);
        check("/api/*/orders/", text, 0);
    }

    #[test]
    fn an_import_counts_for_the_names_in_it() {
        let mut needles = Needles::default();
        let names = ["Order", "Line", "Shop", "o"];
        let ids = names.map(|it| needles.import("shop.models", it));
        let text = "from shop.models import (\n    Order as o,  # Shop\n    Line,\n)\nShop\n";
        let tree = Tree::Memory([("a.py".into(), text.into())].into());
        let hits = needles.search(&tree, &["a.py".into()]);
        assert_eq!(ids.map(|id| hits.of(id).len()), [1, 1, 0, 0]);
    }
}
