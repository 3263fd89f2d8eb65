//! Instructions for agents.

use crate::kdl::Reader;
use crate::spec::{Item, Skill, SkillPage};

/// A `skill`.
pub(super) fn skill(reader: &Reader<'_>) -> Option<Item> {
    let description = reader.required_property("description");
    let mut flavors = Vec::new();
    for child in reader.children(&["flavor"]) {
        let name = child.required_argument("the flavor's name");
        let mut pages = Vec::new();
        for inner in child.children(&["page"]) {
            pages.extend(page(&inner));
            inner.finish();
        }
        flavors.extend(name.map(|name| (name, pages)));
        child.finish();
    }
    Some(Item::Skill(Skill { description: description?, flavors }))
}

fn page(reader: &Reader<'_>) -> Option<SkillPage> {
    let each = reader.property("each");
    let path = reader.required_argument("the page's path")?;
    Some(SkillPage { path, each, text: reader.required_argument("the page's text")? })
}
