//! Instructions for agents, as written.

use super::Str;

/// A folder of instructions that is made from the spec.
#[derive(Debug)]
pub struct Skill {
    /// What it is for, in a sentence.
    pub description: Str,
    /// Its flavors, and the pages of each.
    pub flavors: Vec<(Str, Vec<SkillPage>)>,
}

/// One page of a skill, or one for each category.
#[derive(Debug)]
pub struct SkillPage {
    /// Where it stands in the folder, a template.
    pub path: Str,
    /// What there is a page for each of.
    pub each: Option<Str>,
    /// The page, a template.
    pub text: Str,
}
