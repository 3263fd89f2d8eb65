//! A checkout's own settings for the tools that will look at what is written: line length, what is
//! first party, where annotations are asked for.

use serde::Deserialize;

use crate::sources::Tree;

/// What the formatter, the import sorter and the type checker of a checkout want.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Columns; the formatter's default where nothing is said.
    pub line_length: usize,
    /// Top-level packages that the import sorter counts as first party.
    pub first_party: Vec<String>,
    /// Dotted modules, `*` at the end for all below, in which functions need annotations.
    pub annotated: Vec<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { line_length: 88, first_party: Vec::new(), annotated: Vec::new() }
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Pyproject {
    tool: Tool,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Tool {
    black: LineLength,
    isort: Isort,
    ruff: LineLength,
    mypy: Mypy,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct LineLength {
    #[serde(rename = "line-length", alias = "line_length")]
    line_length: Option<usize>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Isort {
    line_length: Option<usize>,
    known_first_party: OneOrMany,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Mypy {
    disallow_untyped_defs: bool,
    overrides: Vec<Override>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Override {
    module: OneOrMany,
    disallow_untyped_defs: bool,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl Default for OneOrMany {
    fn default() -> Self {
        OneOrMany::Many(Vec::new())
    }
}

impl OneOrMany {
    fn into_vec(self) -> Vec<String> {
        match self {
            OneOrMany::One(one) => one.split(',').map(|it| it.trim().to_owned()).collect(),
            OneOrMany::Many(many) => many,
        }
    }
}

/// Reads the settings from the `pyproject.toml` of a tree. What cannot be read counts as not said.
pub fn read(tree: &Tree) -> Settings {
    let text = tree.read("pyproject.toml".into()).unwrap_or_default();
    let Ok(Pyproject { tool }) = toml::from_str::<Pyproject>(&text) else {
        return Settings::default();
    };
    let line_length = tool.black.line_length.or(tool.ruff.line_length).or(tool.isort.line_length);
    let strict = tool.mypy.overrides.into_iter().filter(|it| it.disallow_untyped_defs);
    let mut annotated: Vec<String> = strict.flat_map(|it| it.module.into_vec()).collect();
    if tool.mypy.disallow_untyped_defs {
        annotated.push("*".to_owned());
    }
    Settings {
        line_length: line_length.unwrap_or(Settings::default().line_length),
        first_party: tool.isort.known_first_party.into_vec(),
        annotated,
    }
}

impl Settings {
    /// Whether functions of the module `dotted` need annotations.
    pub fn wants_annotations(&self, dotted: &str) -> bool {
        self.annotated.iter().any(|pattern| match pattern.strip_suffix('*') {
            Some(prefix) => dotted.starts_with(prefix) || prefix.strip_suffix('.') == Some(dotted),
            None => pattern == dotted,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn settings_come_from_the_tools_own_tables() {
        let text = "[tool.black]\nline-length = 100\n[tool.isort]\nknown_first_party = 'shop'\n\
                    [[tool.mypy.overrides]]\nmodule = ['tests.shop.*']\n\
                    disallow_untyped_defs = true\n";
        let tree = Tree::Memory(BTreeMap::from([("pyproject.toml".into(), text.into())]));
        let settings = read(&tree);
        assert_eq!(settings.line_length, 100);
        assert_eq!(settings.first_party, ["shop"]);
        assert!(settings.wants_annotations("tests.shop.test_order"));
        assert!(!settings.wants_annotations("tests.other.test_order"));
    }
}
