//! The dotted names that a text uses, and what those are called with. Stops at names: whether one
//! is bound in the text is of no interest here.

use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{Expr, ExprCall};

use super::outline::dotted;
use super::{ByteRange, SyntaxError, byte_range};

/// One use of a dotted name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The name with its attributes: `self.create_team`.
    pub name: String,
    /// Its place.
    pub range: ByteRange,
    /// The keyword arguments, where it is called.
    pub call: Option<Vec<(String, ByteRange)>>,
}

/// Every use of a dotted name in `text`, the longest that stands there.
///
/// # Errors
/// The first [`SyntaxError`].
pub fn mentions(text: &str) -> Result<Vec<Mention>, SyntaxError> {
    let parsed = super::parsed(text)?;
    let mut finder = Finder(Vec::new());
    finder.visit_body(parsed.suite());
    Ok(finder.0)
}

struct Finder(Vec<Mention>);

impl Finder {
    fn mention(&mut self, expression: &Expr, call: Option<&ExprCall>) -> bool {
        let Some(name) = dotted(expression) else { return false };
        let keywords = |call: &ExprCall| {
            let named = call.arguments.keywords.iter().filter_map(|it| it.arg.as_ref());
            named.map(|it| (it.to_string(), byte_range(it))).collect()
        };
        self.0.push(Mention { name, range: byte_range(expression), call: call.map(keywords) });
        true
    }
}

impl<'a> Visitor<'a> for Finder {
    fn visit_expr(&mut self, expression: &'a Expr) {
        match expression {
            Expr::Call(call) if self.mention(&call.func, Some(call)) => {
                visitor::walk_arguments(self, &call.arguments);
            }
            _ if self.mention(expression, None) => {}
            _ => visitor::walk_expr(self, expression),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_comes_with_its_keywords_and_what_it_is_called_on_is_looked_into() {
        let found = mentions("@a.b(c=D.E)\ndef f(): self.g(h).i(j=1)\n").unwrap_or_default();
        let shown = found.iter().map(|it| {
            let call = it
                .call
                .as_ref()
                .map(|it| it.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>());
            format!("{}{}", it.name, call.map_or(String::new(), |it| format!("({})", it.join(","))))
        });
        assert_eq!(shown.collect::<Vec<_>>(), ["a.b(c)", "D.E", "self.g()", "h"]);
    }
}
