//! From a row of pieces to a tree of blocks. Stops at what opens and closes.

use std::ops::Range;

use super::layout::Laid;
use super::parse::Tag;
use super::syntax::{Block, Expr, Loop, Node, Variables};
use super::{NESTING_LIMIT, TemplateError};

/// Nests what stands between the tags of `text`.
pub(super) fn nest(text: &str, laid: Vec<Laid>, errors: &mut Vec<TemplateError>) -> Block {
    let mut nesting = Nesting { text, nodes: Vec::new(), open: Vec::new(), errors };
    for piece in laid {
        nesting.add(piece);
    }
    nesting.finish()
}

struct Nesting<'a> {
    text: &'a str,
    /// The nodes of the innermost block so far.
    nodes: Vec<Node>,
    open: Vec<Open>,
    errors: &'a mut Vec<TemplateError>,
}

/// A block that waits for its end.
struct Open {
    /// Where the tag stands that opened it.
    tag: Range<usize>,
    /// The nodes before the tag.
    before: Vec<Node>,
    kind: OpenKind,
}

enum OpenKind {
    If { arms: Vec<(Expr, Block)>, condition: Expr },
    IfElse { arms: Vec<(Expr, Block)> },
    For { variables: Variables, list: Expr },
    ForElse { variables: Variables, list: Expr, body: Block },
}

impl OpenKind {
    fn word(&self) -> &'static str {
        match self {
            OpenKind::If { .. } | OpenKind::IfElse { .. } => "if",
            OpenKind::For { .. } | OpenKind::ForElse { .. } => "for",
        }
    }
}

impl Nesting<'_> {
    fn add(&mut self, piece: Laid) {
        let node = match piece {
            Laid::Text(range) => Node::Text { text: self.text[range.clone()].into(), range },
            Laid::LineEnd { newline, range } => Node::LineEnd { newline, range },
            Laid::LastLine => Node::LastLine,
            Laid::Hole { value, indent } => Node::Hole { value, indent },
            Laid::Include { part, indent, range } => Node::Include { part, indent, range },
            Laid::Tag(Tag::Set(name, value), _) => Node::Set { name, value },
            Laid::Tag(tag, range) => return self.tag(tag, range),
        };
        self.nodes.push(node);
    }

    fn tag(&mut self, tag: Tag, range: Range<usize>) {
        match tag {
            Tag::If(condition) => {
                self.begin(range, OpenKind::If { arms: Vec::new(), condition });
            }
            Tag::For(variables, list) => self.begin(range, OpenKind::For { variables, list }),
            Tag::Elif(condition) => self.elif(condition, range),
            Tag::Else => self.otherwise(range),
            Tag::EndIf => self.end("if", range),
            Tag::EndFor => self.end("for", range),
            Tag::Set(..) | Tag::Nothing => {}
        }
    }

    fn begin(&mut self, tag: Range<usize>, kind: OpenKind) {
        if self.open.len() == NESTING_LIMIT {
            let message = format!("blocks nest deeper than {NESTING_LIMIT}");
            self.errors.push(TemplateError::new(tag.clone(), message));
        }
        let before = std::mem::take(&mut self.nodes);
        self.open.push(Open { tag, before, kind });
    }

    fn block(&mut self) -> Block {
        std::mem::take(&mut self.nodes).into()
    }

    fn elif(&mut self, next: Expr, tag: Range<usize>) {
        let block = self.block();
        match self.open.last_mut().map(|open| &mut open.kind) {
            Some(OpenKind::If { arms, condition }) => {
                arms.push((std::mem::replace(condition, next), block));
            }
            Some(OpenKind::IfElse { .. }) => {
                self.errors.push(TemplateError::new(tag, "`elif` after `else`"));
            }
            _ => self.errors.push(TemplateError::new(tag, "`elif` without `if`")),
        }
    }

    fn otherwise(&mut self, tag: Range<usize>) {
        let block = self.block();
        let Some(mut open) = self.open.pop() else {
            self.errors.push(TemplateError::new(tag, "`else` without `if` or `for`"));
            return;
        };
        open.kind = match open.kind {
            OpenKind::If { mut arms, condition } => {
                arms.push((condition, block));
                OpenKind::IfElse { arms }
            }
            OpenKind::For { variables, list } => OpenKind::ForElse { variables, list, body: block },
            kind => {
                let message = format!("a second `else` for one `{}`", kind.word());
                self.errors.push(TemplateError::new(tag, message));
                kind
            }
        };
        self.open.push(open);
    }

    fn end(&mut self, word: &'static str, tag: Range<usize>) {
        let Some(open) = self.open.pop_if(|open| open.kind.word() == word) else {
            self.stray_end(word, tag);
            return;
        };
        let block = self.block();
        self.nodes = open.before;
        // What nests too deep was reported; a tree of it could not even be dropped.
        if self.open.len() < NESTING_LIMIT {
            self.nodes.push(closed(open.kind, block));
        }
    }

    /// An end that is not that of the innermost block: where an outer block waits for it, the
    /// inner ones are what is wrong.
    fn stray_end(&mut self, word: &'static str, tag: Range<usize>) {
        if !self.open.iter().any(|open| open.kind.word() == word) {
            let error = TemplateError::new(tag, format!("`end{word}` without `{word}`"));
            self.errors.push(match self.open.last() {
                Some(open) => error.with_help(format!("`{}` is still open", open.kind.word())),
                None => error,
            });
            return;
        }
        while let Some(open) = self.open.pop_if(|open| open.kind.word() != word) {
            self.errors.push(unclosed(&open));
            self.nodes = open.before;
        }
        self.end(word, tag);
    }

    fn finish(mut self) -> Block {
        while let Some(open) = self.open.pop() {
            self.errors.push(unclosed(&open));
            self.nodes = open.before;
        }
        self.block()
    }
}

fn closed(kind: OpenKind, block: Block) -> Node {
    match kind {
        OpenKind::If { mut arms, condition } => {
            arms.push((condition, block));
            Node::If(arms.into(), Block::default())
        }
        OpenKind::IfElse { arms } => Node::If(arms.into(), block),
        OpenKind::For { variables, list } => {
            let otherwise = Block::default();
            Node::For(Loop { variables, list, body: block, otherwise }.into())
        }
        OpenKind::ForElse { variables, list, body } => {
            Node::For(Loop { variables, list, body, otherwise: block }.into())
        }
    }
}

fn unclosed(open: &Open) -> TemplateError {
    let word = open.kind.word();
    TemplateError::new(open.tag.clone(), format!("`{word}` is not closed"))
        .with_help(format!("add `{{% end{word} %}}`"))
}
