//! What a name or a place of a module stands for, found in few steps however many there are. Stops at
//! the module's own definitions: imports are followed by the checkout.

use std::collections::HashMap;

use super::{Assignment, ByteRange, Class, Function, Outline};

/// What a name of a module stands for when it has run: the last of that name.
#[derive(Clone, Copy, Debug)]
pub enum Definition<'a> {
    /// A class, before any function or assignment of that name.
    Class(&'a Class),
    /// A function, before any assignment.
    Function(&'a Function),
    /// An assignment.
    Assignment(&'a Assignment),
}

/// The item that `range` lies in, of those of an outline: they stand in source order.
pub fn around<'a, T>(
    items: &'a [T],
    place: impl Fn(&T) -> &ByteRange,
    range: &ByteRange,
) -> Option<&'a T> {
    let next = items.partition_point(|it| place(it).end < range.end);
    items.get(next).filter(|it| place(it).start <= range.start)
}

/// Which of the outline's items.
#[derive(Clone, Copy, Debug)]
pub(super) enum Index {
    Class(usize),
    Function(usize),
    Assignment(usize),
}

impl Outline {
    /// What the module itself defines as `name`.
    pub fn definition(&self, name: &str) -> Option<Definition<'_>> {
        Some(match *self.index().get(name)? {
            Index::Class(at) => Definition::Class(&self.classes[at]),
            Index::Function(at) => Definition::Function(&self.functions[at]),
            Index::Assignment(at) => Definition::Assignment(&self.assignments[at]),
        })
    }

    /// The class of that name.
    pub fn class(&self, name: &str) -> Option<&Class> {
        match self.definition(name)? {
            Definition::Class(it) => Some(it),
            _ => None,
        }
    }

    fn index(&self) -> &HashMap<String, Index> {
        self.index.get_or_init(|| {
            let assignments = self.assignments.iter().map(|it| &it.name).enumerate();
            let functions = self.functions.iter().map(|it| &it.name).enumerate();
            let classes = self.classes.iter().map(|it| &it.name).enumerate();
            // What comes later takes the place of what was there.
            let all = assignments
                .map(|(at, name)| (name.clone(), Index::Assignment(at)))
                .chain(functions.map(|(at, name)| (name.clone(), Index::Function(at))))
                .chain(classes.map(|(at, name)| (name.clone(), Index::Class(at))));
            all.collect()
        })
    }
}
