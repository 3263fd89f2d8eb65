//! What a category of tests is: the words that mean it, what its tests cover, its examples.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{Case, Model};

/// A category of tests.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CategoryTopic {
    /// Its name.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// Words of a request that mean it.
    pub signals: Vec<String>,
    /// The kinds of target that its tests are for.
    pub targets: Vec<String>,
    /// What its tests cover.
    pub covers: Vec<CoverTopic>,
    /// Its tests.
    pub tests: Vec<TestTopic>,
    /// Examples, with the tests that are made for them.
    pub examples: Vec<ExampleTopic>,
}

/// Something that the tests of a category cover.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CoverTopic {
    /// Its name.
    pub name: String,
    /// What it means.
    pub meaning: String,
    /// The tests that do.
    pub tests: Vec<String>,
}

/// A test of a category, as a template.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TestTopic {
    /// Its name.
    pub name: String,
    /// The kind of target that it is for.
    pub target: String,
    /// What it covers.
    pub covers: Vec<String>,
    /// It is only written where it is asked for by name.
    pub on_request: bool,
}

/// An example of a category.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ExampleTopic {
    /// What it shows.
    pub title: String,
    /// What tests are made for.
    pub target: String,
    /// The checkout that it consists of.
    pub sources: Vec<ExampleFile>,
    /// What is made for it.
    pub tests: Vec<ExampleFile>,
}

/// A file of an example.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ExampleFile {
    /// Where it stands.
    pub path: String,
    /// What is in it.
    pub text: String,
}

/// The categories of the model, without their examples: those have to be run.
pub(super) fn categories(model: &Model) -> impl Iterator<Item = CategoryTopic> {
    model.categories.iter().map(|(name, category)| {
        let suites = || model.suites.iter().filter(|it| it.category == *name);
        let cases = || suites().flat_map(|suite| suite.cases.iter().map(|it| (&suite.target, it)));
        let mut targets: Vec<String> = suites().map(|it| it.target.clone()).collect();
        targets.dedup();
        let covers = category.covers.iter().map(|(item, meaning)| CoverTopic {
            name: item.clone(),
            meaning: meaning.clone(),
            tests: cases()
                .filter(|(_, it)| it.covers.contains(item))
                .map(|(_, it)| it.template().to_owned())
                .collect(),
        });
        CategoryTopic {
            name: name.clone(),
            title: category.title.clone(),
            signals: category.signals.clone(),
            targets,
            covers: covers.collect(),
            tests: cases().map(|(target, it)| test(target, it)).collect(),
            examples: Vec::new(),
        }
    })
}

fn test(target: &str, case: &Case) -> TestTopic {
    TestTopic {
        name: case.template().to_owned(),
        target: target.to_owned(),
        covers: case.covers.clone(),
        on_request: case.on_demand,
    }
}
