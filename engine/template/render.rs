//! From a block and a context to text.

use std::ops::Range;
use std::sync::Arc;

use super::bounded::TooLong;
use super::fault::Fault;
use super::output::Output;
use super::scope::{Local, Scope, Turn};
use super::syntax::{Block, Loop, Node, Variables};
use super::{DEPTH_LIMIT, INCLUDE_LIMIT, NAME_LIMIT, Parts, TURN_LIMIT, TemplateError};
use crate::value::{Map, Value};

/// The text of `block` in `context`.
pub(super) fn render(
    block: &Block,
    context: &Map,
    parts: &dyn Parts,
) -> Result<String, TemplateError> {
    let mut renderer = Renderer {
        scope: Scope::new(context),
        output: Output::default(),
        parts,
        including: Vec::new(),
        depth: 0,
        turns: 0,
    };
    renderer.block(block).map_err(Fault::into_error)?;
    Ok(renderer.output.into_string())
}

struct Renderer<'a> {
    scope: Scope<'a>,
    output: Output,
    parts: &'a dyn Parts,
    /// The parts that are being printed, outermost first.
    including: Vec<&'a str>,
    /// How many blocks are being printed, one in the other.
    depth: usize,
    turns: usize,
}

type Done = Result<(), Fault>;

impl<'a> Renderer<'a> {
    /// Prints `block`; what it sets is forgotten at its end.
    fn block(&mut self, block: &'a [Node]) -> Done {
        let names = self.scope.depth();
        self.depth += 1;
        for node in block {
            self.node(node, names)?;
        }
        self.depth -= 1;
        self.scope.forget(names);
        Ok(())
    }

    /// Prints `node`, which stands in a block that began when `names` names were set.
    fn node(&mut self, node: &'a Node, names: usize) -> Done {
        match node {
            Node::Text { text, range } => self.output.push(text).map_err(at(range)),
            Node::Hole { value, indent } => {
                let printed = self.scope.evaluate(value)?;
                self.output.push_value(&printed, indent).map_err(at(&value.range))
            }
            Node::LineEnd { newline, range } => self.output.end_line(newline).map_err(at(range)),
            Node::LastLine => {
                self.output.end_text();
                Ok(())
            }
            Node::If(arms, otherwise) => {
                for (condition, block) in arms {
                    if self.scope.evaluate(condition)?.holds() {
                        return self.block(block);
                    }
                }
                self.block(otherwise)
            }
            Node::For(repetition) => self.repeat(repetition),
            Node::Set { name, value } => {
                if self.scope.depth() >= NAME_LIMIT {
                    let message = format!("more than {NAME_LIMIT} names are set at once");
                    return Err(Fault::new(&value.range, message));
                }
                let computed = self.scope.evaluate(value)?.into_owned();
                self.scope.reset(name, computed, names);
                Ok(())
            }
            Node::Include { part, indent, range } => self.include(part, indent, range),
        }
    }

    fn repeat(&mut self, repetition: &'a Loop) -> Done {
        let range = &repetition.list.range;
        let list = self.scope.evaluate(&repetition.list)?.into_owned();
        match (&list, &repetition.variables) {
            (Value::List(items), Variables::One(name)) => {
                self.each(repetition, items.len(), items.iter().map(|item| [(name, item.clone())]))
            }
            (Value::Map(entries), Variables::One(name)) => {
                let keys = entries.keys().map(|key| [(name, Value::Str(key.clone()))]);
                self.each(repetition, entries.len(), keys)
            }
            (Value::Map(entries), Variables::Two(name, value)) => {
                let pairs = entries
                    .iter()
                    .map(|(key, item)| [(name, Value::Str(key.clone())), (value, item.clone())]);
                self.each(repetition, entries.len(), pairs)
            }
            (Value::List(_), Variables::Two(..)) => {
                Err(Fault::new(range, "a loop with two names goes through a map, this is a list"))
            }
            (Value::None, _) => Err(Fault::new(range, "a loop goes through a list, this is none")
                .with_help("write `or []` behind it")),
            (other, _) => {
                let message = format!("a loop goes through a list, this is {}", other.kind());
                Err(Fault::new(range, message))
            }
        }
    }

    fn each<const NAMES: usize>(
        &mut self,
        repetition: &'a Loop,
        length: usize,
        turns: impl Iterator<Item = [(&'a Arc<str>, Value); NAMES]>,
    ) -> Done {
        if length == 0 {
            return self.block(&repetition.otherwise);
        }
        let depth = self.scope.depth();
        for (index0, names) in turns.enumerate() {
            self.count_turn(&repetition.list.range)?;
            self.scope.set("loop", Local::Loop(Turn { index0, length }));
            for (name, value) in names {
                self.scope.set(name, Local::Value(value));
            }
            self.block(&repetition.body)?;
            self.scope.forget(depth);
        }
        Ok(())
    }

    fn count_turn(&mut self, range: &Range<usize>) -> Done {
        self.turns += 1;
        if self.turns > TURN_LIMIT {
            return Err(Fault::new(range, format!("the loops turn more than {TURN_LIMIT} times")));
        }
        Ok(())
    }

    fn include(&mut self, name: &'a str, indent: &str, range: &Range<usize>) -> Done {
        self.count_turn(range)?;
        if self.including.contains(&name) {
            let message = format!("part `{name}` includes itself");
            return Err(Fault::new(range, message));
        }
        if self.including.len() == INCLUDE_LIMIT {
            return Err(Fault::new(range, format!("parts nest deeper than {INCLUDE_LIMIT}")));
        }
        if self.depth > DEPTH_LIMIT {
            return Err(Fault::new(range, format!("blocks nest deeper than {DEPTH_LIMIT}")));
        }
        let Some(part) = self.parts.part(name) else {
            let known = self.parts.names().into_iter().map(Arc::from).collect();
            return Err(Fault::new(range, format!("no part `{name}`")).with_known(name, known));
        };
        self.including.push(name);
        let start = self.output.begin_part();
        self.block(&part.block).map_err(|fault| fault.in_part(name, range))?;
        self.including.pop();
        self.output.end_part(&start, indent).map_err(at(range))
    }
}

fn at(range: &Range<usize>) -> impl Fn(TooLong) -> Fault {
    let range = range.clone();
    move |too_long| Fault::new(&range, too_long)
}
