//! Instructions for agents, their templates compiled.

use indexmap::IndexMap;

use crate::template::Template;

use super::Compiled;

/// A folder of instructions that is made from the spec.
#[derive(Debug)]
pub struct Skill {
    /// Its name, and its folder's.
    pub name: String,
    /// What it is for, in a sentence.
    pub description: String,
    /// The pages of each flavor, the first of which is the usual one.
    pub flavors: IndexMap<String, Vec<SkillPage>>,
}

/// One page of a skill, or one for each category.
#[derive(Debug)]
pub struct SkillPage {
    /// Where it stands in the folder.
    pub path: Compiled<Template>,
    /// There is one for each category.
    pub each_category: bool,
    /// The page.
    pub text: Compiled<Template>,
}
