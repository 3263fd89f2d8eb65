//! Parameters, and which rows are good for them. Stops at the row: nothing is made here.

use std::sync::Arc;

use regex::Regex;

use crate::checkout::Loaded;
use crate::model::Fits;
use crate::python::Annotation;
use crate::value::{Map, Value};

/// Where a name is written.
#[derive(Clone)]
pub(in crate::plan) struct Scope {
    pub(super) module: Arc<Loaded>,
    /// The byte it is used at.
    pub(super) at: usize,
}

/// What is known of a parameter.
#[derive(Clone, Default)]
pub(in crate::plan) struct Parameter {
    pub(super) name: String,
    pub(super) annotation: Option<String>,
    pub(super) default: Option<String>,
    /// The regular expression that its text must match.
    pub(super) pattern: Option<String>,
    /// What stands before it, in a path.
    pub(super) before: Option<String>,
    pub(super) required: bool,
    /// Where its annotation is written.
    pub(super) scope: Option<Scope>,
}

impl Parameter {
    /// The parameter that a map describes; none for what takes no single argument.
    pub(super) fn of(value: &Value, scope: &Scope) -> Option<Self> {
        let text = |name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
        let kind = text("kind").unwrap_or_default();
        if kind.starts_with("var") || kind.starts_with('*') {
            return None;
        }
        let default = text("default");
        let required = value.get("required").map_or(default.is_none(), Value::holds);
        let (annotation, pattern, before) = (text("annotation"), text("pattern"), text("before"));
        let (name, scope) = (text("name")?, Some(scope.clone()));
        Some(Self { name, annotation, default, pattern, before, required, scope })
    }

    /// What templates see of it.
    pub(super) fn value(&self) -> Value {
        let text = |it: &Option<String>| it.as_deref().map_or(Value::None, Value::from);
        Value::map([
            ("name", self.name.as_str().into()),
            ("annotation", text(&self.annotation)),
            ("default", text(&self.default)),
            ("pattern", text(&self.pattern)),
            ("before", text(&self.before)),
        ])
    }
}

/// The parts that names and annotations give, if the parameter is like `fits` but for its
/// condition.
pub(super) fn fits(fits: &Fits, parameter: &Parameter, owners: &[String]) -> Option<Map> {
    let mut parts: Map =
        fits.parts.iter().map(|it| (Arc::from(it.as_str()), Value::None)).collect();
    if !fits.names.is_empty() {
        parts.extend(fits.names.iter().find_map(|it| captures(it, &parameter.name))?);
    }
    match &parameter.annotation {
        Some(text) if !fits.annotations.is_empty() => {
            parts.extend(annotated(&fits.annotations, text)?);
        }
        // Without an annotation the name decides.
        None if !fits.annotations.is_empty() && fits.names.is_empty() => return None,
        _ => {}
    }
    let owned = |pattern: &String| owners.iter().any(|it| captures(pattern, it).is_some());
    let owner = fits.owners.is_empty() || fits.owners.iter().any(owned);
    let sample = fits.sample.as_ref().is_none_or(|sample| {
        parameter.pattern.as_ref().is_some_and(|pattern| matches(pattern, sample))
    });
    (owner && sample).then_some(parts)
}

/// The parts of an annotation that one of `patterns` fits, or a member of its union.
fn annotated(patterns: &[String], text: &str) -> Option<Map> {
    let annotation = Annotation::parse(text)?;
    let whole = annotation.to_string();
    let members: Vec<String> = annotation.members().iter().map(ToString::to_string).collect();
    let normal =
        |it: &String| Annotation::parse(it).map_or_else(|| it.clone(), |it| it.to_string());
    let patterns: Vec<String> = patterns.iter().map(normal).collect();
    let mut texts = std::iter::once(&whole).chain(&members);
    texts.find_map(|text| patterns.iter().find_map(|it| captures(it, text)))
}

/// Whether the regular expression `pattern` matches all of `text`. One that cannot be understood
/// matches nothing.
fn matches(pattern: &str, text: &str) -> bool {
    let bare = pattern.trim_start_matches('^').trim_end_matches('$');
    Regex::new(&format!("^(?:{bare})$")).is_ok_and(|it| it.is_match(text))
}

/// The `{name}` parts of `text`, if it fits `pattern`, where `*` stands for any part.
pub(super) fn captures(pattern: &str, text: &str) -> Option<Map> {
    let Some(at) = pattern.find(['*', '{']) else {
        return (pattern == text).then(Map::default);
    };
    let rest = text.strip_prefix(&pattern[..at])?;
    let (name, after) = match pattern[at..].strip_prefix('{') {
        Some(inner) => inner.split_once('}')?,
        None => ("", &pattern[at + 1..]),
    };
    let ends = (0..=rest.len()).rev().filter(|end| rest.is_char_boundary(*end));
    let mut ends = ends.filter(|end| name.is_empty() || *end > 0);
    ends.find_map(|end| {
        let mut parts = captures(after, &rest[end..])?;
        if !name.is_empty() {
            parts.insert(name.into(), rest[..end].into());
        }
        Some(parts)
    })
}

#[cfg(test)]
mod tests {
    use super::{annotated, captures, matches};

    #[track_caller]
    fn check(pattern: &str, text: &str, parts: Option<&str>) {
        let found = captures(pattern, text).map(|it| {
            let parts = it.iter().map(|(name, value)| format!("{name}={value}"));
            parts.collect::<Vec<_>>().join(" ")
        });
        assert_eq!(found.as_deref(), parts);
    }

    #[test]
    fn a_star_stands_for_any_part() {
        check("*_id", "team_id", Some(""));
        check("*_id", "identity", None);
        check("*", "", Some(""));
    }

    #[test]
    fn a_part_in_braces_is_read_and_not_empty() {
        check("{model}_id", "org_team_id", Some("model=org_team"));
        check("{model}_id", "_id", None);
        check("Api{model}", "ApiTeam", Some("model=Team"));
    }

    #[test]
    fn a_member_of_a_union_is_enough() {
        let ints = ["int".to_owned()];
        assert!(annotated(&ints, "int | None").is_some());
        assert!(annotated(&ints, "Optional[int]").is_some());
        assert!(annotated(&ints, "list[int]").is_none());
        assert!(annotated(&["None".to_owned()], "int | None").is_none());
    }

    #[test]
    fn an_annotation_is_compared_by_what_it_says() {
        let written = |it: &str| [it.to_owned()];
        assert!(annotated(&written("typing.List['Team']"), "list[models.Team] | None").is_some());
        assert!(annotated(&written("dict[*]"), "Dict[str, int]").is_some());
    }

    #[test]
    fn a_pattern_matches_all_of_a_sample() {
        assert!(matches(r"\d+", "1"));
        assert!(!matches(r"\d+", "a1"));
        assert!(matches(r"(?P<key>[0-9a-f]{4})", "00ff"));
        assert!(!matches(r"(?=x)\d", "1"));
    }
}
