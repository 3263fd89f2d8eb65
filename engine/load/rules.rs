//! Rules: what they find, what must hold, how it is mended.

use crate::kdl::Reader;
use crate::span::Spanned;
use crate::spec::{Among, Condition, Find, Fix, Item, Rule, Sample, Str};

use super::facts::predicate;

/// What stands in a `rule`, beside conditions.
pub(super) const CHILDREN: &[&str] =
    &["why", "spares", "message", "find", "find-import", "find-file", "fix", "file", "bad", "good"];

pub(super) const CONDITIONS: &[&str] = &[
    "inside", "has", "body", "matches", "only", "precedes", "follows", "not", "any", "all",
    "where", "let", "class", "function", "module", "is", "method", "follow", "route", "mirror",
    "symbol", "target", "path", "imports",
];

/// A `rule`.
pub(super) fn rule(reader: &Reader<'_>) -> Option<Item> {
    let (slug, title) = (reader.required_property("slug"), reader.required_property("title"));
    let mut rule = bare(slug?, title?);
    rule.severity = reader.property("severity");
    rule.on_demand = reader.flag("on-demand");
    for child in reader.children(&[CHILDREN, CONDITIONS].concat()) {
        match child.name() {
            "why" => rule.why = child.required_argument("the reason"),
            "spares" => rule.spares.extend(child.required_argument("what it leaves alone")),
            "message" => rule.message = child.required_argument("a template"),
            "find" => rule.finds.push(find(&child, Among::Code)),
            "find-import" => rule.finds.push(find(&child, Among::Imports)),
            "find-file" => rule.finds.push(find(&child, Among::Files)),
            "fix" => rule.fixes.extend(fix(&child)),
            "file" => {
                let path = child.required_argument("the file's path");
                rule.files.extend(path.zip(child.required_argument("the file's text")));
            }
            "bad" => rule.bad.extend(samples(&child)),
            "good" => rule.good.extend(samples(&child)),
            _ => rule.conditions.extend(condition(&child)),
        }
        child.finish();
    }
    Some(Item::Rule(Box::new(rule)))
}

/// A rule that finds nothing yet.
pub(super) fn bare(slug: Str, title: Str) -> Rule {
    Rule {
        slug,
        title,
        severity: None,
        on_demand: false,
        why: None,
        spares: Vec::new(),
        message: None,
        finds: Vec::new(),
        conditions: Vec::new(),
        fixes: Vec::new(),
        files: Vec::new(),
        bad: Vec::new(),
        good: Vec::new(),
    }
}

fn samples(reader: &Reader<'_>) -> Vec<Sample> {
    let (path, fixed) = (reader.property("path"), reader.property("fixed"));
    let first = reader.required_argument("code");
    let rest = if fixed.is_some() { Vec::new() } else { reader.arguments() };
    let sample = |code| Sample { code, path: path.clone(), fixed: fixed.clone() };
    first.into_iter().chain(rest).map(sample).collect()
}

fn find(reader: &Reader<'_>, among: Among) -> Find {
    let (text, safety) = (reader.property("fix"), reader.property("safety"));
    let patterns = match among {
        Among::Code => several(reader, "a pattern").unwrap_or_default(),
        Among::Imports | Among::Files => Vec::new(),
    };
    let mut fixes: Vec<Fix> = text
        .into_iter()
        .map(|text| {
            let (safety, conditions) = (safety.clone(), Vec::new());
            Fix { text, import: None, of: None, safety, title: None, conditions }
        })
        .collect();
    let mut conditions = Vec::new();
    for child in reader.children(&[&["fix"], CONDITIONS].concat()) {
        match child.name() {
            "fix" => fixes.extend(fix(&child)),
            _ => conditions.extend(condition(&child)),
        }
        child.finish();
    }
    Find { among, patterns, conditions, fixes }
}

fn fix(reader: &Reader<'_>) -> Option<Fix> {
    Some(Fix {
        of: reader.property("of"),
        import: reader.property("import"),
        safety: reader.property("safety"),
        title: reader.property("title"),
        text: reader.required_argument("what is written instead")?,
        conditions: conditions(reader),
    })
}

fn conditions(reader: &Reader<'_>) -> Vec<Spanned<Condition>> {
    let mut conditions = Vec::new();
    for child in reader.children(CONDITIONS) {
        conditions.extend(condition(&child));
        child.finish();
    }
    conditions
}

fn condition(reader: &Reader<'_>) -> Option<Spanned<Condition>> {
    let condition = match reader.name() {
        name @ ("inside" | "has" | "body" | "matches" | "only" | "precedes" | "follows") => {
            related(reader, name)?
        }
        "not" => Condition::Not(conditions(reader)),
        "any" => Condition::Any(conditions(reader)),
        "all" => Condition::All(conditions(reader)),
        "where" => Condition::Where(reader.required_argument("an expression")?),
        "let" => Condition::Let {
            name: reader.required_argument("a name")?,
            value: reader.required_argument("an expression")?,
        },
        "class" => Condition::Around { kind: "class", then: conditions(reader) },
        "function" => Condition::Around { kind: "function", then: conditions(reader) },
        "module" => Condition::Around { kind: "module", then: conditions(reader) },
        "is" => Condition::Is(Box::new(predicate(reader))),
        "method" => Condition::Method {
            inherited: reader.flag("inherited"),
            name: reader.required_argument("a method's name")?,
            then: conditions(reader),
        },
        "follow" => Condition::Follow {
            name: reader.required_argument("a bound name")?,
            then: conditions(reader),
        },
        "route" => Condition::Route {
            name: reader.required_argument("a bound name")?,
            then: conditions(reader),
        },
        "mirror" => Condition::Mirror,
        "symbol" => Condition::Symbol {
            name: reader.required_argument("a symbol")?,
            then: conditions(reader),
        },
        "target" => Condition::Target(reader.required_argument("a target")?),
        "path" => Condition::Path(several(reader, "a glob")?),
        _ => Condition::Imports(several(reader, "a symbol")?),
    };
    Some(Spanned::new(condition, reader.name_span()))
}

fn related(reader: &Reader<'_>, relation: &str) -> Option<Condition> {
    Some(Condition::Pattern {
        relation: relation.to_owned(),
        nearest: reader.flag("nearest"),
        name: reader.property("as"),
        patterns: several(reader, "a pattern")?,
        then: conditions(reader),
    })
}

fn several(reader: &Reader<'_>, what: &str) -> Option<Vec<Str>> {
    let first = reader.required_argument(what)?;
    Some(std::iter::once(first).chain(reader.arguments()).collect())
}
