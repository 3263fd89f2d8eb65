//! From the text of an expression to its tree. Only the `parse*` files name the parser's types.

use std::ops::Range;
use std::sync::Arc;

use pest::Parser;
use pest::iterators::Pair;

use super::TemplateError;
use super::fault::suggestion;
use super::filters::{FILTERS, Filter};
use super::parse_error;
use super::path;
use super::scan;
use super::syntax::{Call, Comparator, Expr, Kind, Sign, Step, StepKind, Test};
use crate::value::Value;

pub(super) use grammar::{Grammar, Rule};

mod grammar {
    // The derived `Rule` is `pub` and has no place for documentation.
    #![allow(unreachable_pub, missing_docs)]

    /// Both grammars: that of templates builds on that of expressions.
    #[derive(pest_derive::Parser)]
    #[grammar = "grammar/expression.pest"]
    #[grammar = "grammar/template.pest"]
    pub struct Grammar;
}

type Parsed<T> = Result<T, TemplateError>;

/// The expression that fills `text`, which stands at byte `offset` of the template. `place` is
/// the word for what `text` is, used where it ends too early.
pub(super) fn whole(text: &str, offset: usize, place: &'static str) -> Parsed<Expr> {
    // Most holes are no more than a path, and need no grammar.
    if let Some(path) = path::plain(text, offset) {
        return Ok(path);
    }
    by_grammar(text, offset, place)
}

fn by_grammar(text: &str, offset: usize, place: &'static str) -> Parsed<Expr> {
    scan::brackets(text, offset)?;
    let mut pairs = Grammar::parse(Rule::whole_expression, text)
        .map_err(|error| parse_error::explain(&error, text, offset, place))?;
    Builder { offset }.expression(required(pairs.next(), offset)?)
}

/// What the grammar promises to be there.
pub(super) fn required<T>(found: Option<T>, offset: usize) -> Parsed<T> {
    found.ok_or_else(|| TemplateError::new(offset..offset, "expected a value"))
}

/// Builds trees of what stands at byte `offset` of the template.
#[derive(Clone, Copy)]
pub(super) struct Builder {
    /// Added to every range.
    pub(super) offset: usize,
}

impl Builder {
    /// The tree of any rule that has a value.
    pub(super) fn expression(self, pair: Pair<'_, Rule>) -> Parsed<Expr> {
        let range = self.range(&pair);
        match pair.as_rule() {
            Rule::expression => self.choice(pair),
            Rule::disjunction => self.chain(pair, Kind::Or),
            Rule::conjunction => self.chain(pair, Kind::And),
            Rule::negation => self.negation(pair),
            Rule::comparison => self.comparison(pair),
            Rule::concatenation => self.chain(pair, Kind::Concatenation),
            Rule::sum => self.sum(pair),
            Rule::filtered => self.filtered(pair),
            Rule::access => self.access(pair),
            Rule::list => Ok(Expr { range, kind: Kind::List(self.each(pair.into_inner())?) }),
            Rule::string => {
                let text = self.string(&pair)?;
                Ok(Expr { range, kind: Kind::Literal(text.into()) })
            }
            Rule::int => match pair.as_str().parse() {
                Ok(number) => Ok(Expr { range, kind: Kind::Literal(Value::Int(number)) }),
                Err(_) => Err(TemplateError::new(range, "the number is too large")),
            },
            Rule::boolean => {
                let truth = pair.as_str().eq_ignore_ascii_case("true");
                Ok(Expr { range, kind: Kind::Literal(Value::Bool(truth)) })
            }
            Rule::none => Ok(Expr { range, kind: Kind::Literal(Value::None) }),
            _ => Ok(Expr { range, kind: Kind::Name(pair.as_str().into()) }),
        }
    }

    /// The text that a string literal stands for.
    pub(super) fn string(self, pair: &Pair<'_, Rule>) -> Parsed<String> {
        let literal = pair.as_str();
        let start = pair.as_span().start() + self.offset;
        let inner = &literal[1..literal.len() - 1];
        let mut text = String::with_capacity(inner.len());
        let mut characters = inner.char_indices();
        while let Some((index, character)) = characters.next() {
            if character != '\\' {
                text.push(character);
                continue;
            }
            let (_, escaped) = required(characters.next(), start)?;
            match escaped {
                'n' => text.push('\n'),
                't' => text.push('\t'),
                'r' => text.push('\r'),
                '\\' | '\'' | '"' => text.push(escaped),
                _ => {
                    let range = start + 1 + index..start + 2 + index + escaped.len_utf8();
                    let shown = escaped.escape_debug();
                    let error = TemplateError::new(range, format!("unknown escape `\\{shown}`"));
                    return Err(error.with_help("a backslash itself is written `\\\\`"));
                }
            }
        }
        Ok(text)
    }

    fn range(self, pair: &Pair<'_, Rule>) -> Range<usize> {
        let span = pair.as_span();
        let length = span.as_str().trim_end().len();
        span.start() + self.offset..span.start() + length + self.offset
    }

    fn each<'i>(self, pairs: impl Iterator<Item = Pair<'i, Rule>>) -> Parsed<Box<[Expr]>> {
        pairs.map(|pair| self.expression(pair)).collect()
    }

    fn next<'i>(self, pairs: &mut impl Iterator<Item = Pair<'i, Rule>>) -> Parsed<Expr> {
        self.expression(required(pairs.next(), self.offset)?)
    }

    /// Operands joined by one and the same operator.
    fn chain(self, pair: Pair<'_, Rule>, kind: fn(Box<[Expr]>) -> Kind) -> Parsed<Expr> {
        let range = self.range(&pair);
        let mut operands = pair.into_inner().filter(|operand| !is_keyword(operand));
        let first = self.next(&mut operands)?;
        let rest = self.each(operands)?;
        if rest.is_empty() {
            return Ok(first);
        }
        let all = std::iter::once(first).chain(rest).collect();
        Ok(Expr { range, kind: kind(all) })
    }

    fn choice(self, pair: Pair<'_, Rule>) -> Parsed<Expr> {
        let range = self.range(&pair);
        let mut operands = pair.into_inner().filter(|operand| !is_keyword(operand));
        let mut otherwise = self.next(&mut operands)?;
        let mut arms = Vec::new();
        while let Some(condition) = operands.next() {
            let condition = self.expression(condition)?;
            let next = self.next(&mut operands)?;
            arms.push((condition, std::mem::replace(&mut otherwise, next)));
        }
        if arms.is_empty() {
            return Ok(otherwise);
        }
        Ok(Expr { range, kind: Kind::Choice(arms.into(), otherwise.into()) })
    }

    fn negation(self, pair: Pair<'_, Rule>) -> Parsed<Expr> {
        let range = self.range(&pair);
        let mut inner = pair.into_inner().peekable();
        let mut negations = 0;
        while inner.next_if(is_keyword).is_some() {
            negations += 1;
        }
        let operand = self.next(&mut inner)?;
        let not = |operand| Expr { range: range.clone(), kind: Kind::Not(Box::new(operand)) };
        Ok(match negations {
            0 => operand,
            odd if odd % 2 == 1 => not(operand),
            _ => not(not(operand)),
        })
    }

    fn comparison(self, pair: Pair<'_, Rule>) -> Parsed<Expr> {
        let range = self.range(&pair);
        let mut inner = pair.into_inner();
        let first = self.next(&mut inner)?;
        let mut rest = Vec::new();
        while let Some(operator) = inner.next() {
            if operator.as_rule() == Rule::test {
                return self.test(range, first, operator);
            }
            rest.push((comparator(&operator), self.next(&mut inner)?));
        }
        if rest.is_empty() {
            return Ok(first);
        }
        Ok(Expr { range, kind: Kind::Comparison(first.into(), rest.into()) })
    }

    fn test(self, range: Range<usize>, operand: Expr, pair: Pair<'_, Rule>) -> Parsed<Expr> {
        let negated = pair.clone().into_inner().any(|part| part.as_rule() == Rule::kw_not);
        let word = required(pair.into_inner().last(), range.start)?;
        let test = match word.as_str() {
            "none" | "None" => Test::None,
            "defined" => Test::Defined,
            unknown => {
                let message = format!("unknown test `{unknown}`");
                let error = TemplateError::new(self.range(&word), message);
                return Err(error
                    .with_help("values are compared with `==`; known tests: `none`, `defined`"));
            }
        };
        Ok(Expr { range, kind: Kind::Test { operand: operand.into(), test, negated } })
    }

    fn sum(self, pair: Pair<'_, Rule>) -> Parsed<Expr> {
        let range = self.range(&pair);
        let mut inner = pair.into_inner();
        let first = self.next(&mut inner)?;
        let mut rest = Vec::new();
        while let Some(sign) = inner.next() {
            let sign = if sign.as_str() == "+" { Sign::Plus } else { Sign::Minus };
            rest.push((sign, self.next(&mut inner)?));
        }
        if rest.is_empty() {
            return Ok(first);
        }
        Ok(Expr { range, kind: Kind::Sum(first.into(), rest.into()) })
    }

    fn access(self, pair: Pair<'_, Rule>) -> Parsed<Expr> {
        let range = self.range(&pair);
        let mut inner = pair.into_inner();
        let base = self.next(&mut inner)?;
        let steps = inner.map(|step| self.step(step)).collect::<Parsed<Box<[Step]>>>()?;
        if steps.is_empty() {
            return Ok(base);
        }
        Ok(Expr { range, kind: Kind::Access(base.into(), steps) })
    }

    fn step(self, pair: Pair<'_, Rule>) -> Parsed<Step> {
        let range = self.range(&pair);
        let rule = pair.as_rule();
        let target = required(pair.into_inner().next(), range.start)?;
        let kind = if rule == Rule::attribute {
            StepKind::Attribute(target.as_str().into())
        } else {
            StepKind::Index(self.expression(target)?)
        };
        Ok(Step { range, kind })
    }

    fn filtered(self, pair: Pair<'_, Rule>) -> Parsed<Expr> {
        let range = self.range(&pair);
        let mut inner = pair.into_inner();
        let base = self.next(&mut inner)?;
        let calls = inner.map(|call| self.call(call)).collect::<Parsed<Box<[Call]>>>()?;
        if calls.is_empty() {
            return Ok(base);
        }
        Ok(Expr { range, kind: Kind::Filtered(base.into(), calls) })
    }

    fn call(self, pair: Pair<'_, Rule>) -> Parsed<Call> {
        let mut inner = pair.into_inner();
        let word = required(inner.next(), self.offset)?;
        let name = self.range(&word);
        let Some(filter) = FILTERS.iter().find(|filter| filter.name == word.as_str()) else {
            return Err(unknown_filter(name, word.as_str()));
        };
        let list = inner.next();
        let end = list.as_ref().map_or(name.end, |list| self.range(list).end);
        let range = name.start..end;
        let arguments = match list {
            Some(list) => self.each(list.into_inner())?,
            None => Box::default(),
        };
        accept(filter, arguments.len(), &range)?;
        Ok(Call { range, filter, arguments })
    }
}

fn is_keyword(pair: &Pair<'_, Rule>) -> bool {
    matches!(
        pair.as_rule(),
        Rule::kw_if | Rule::kw_else | Rule::kw_or | Rule::kw_and | Rule::kw_not
    )
}

fn comparator(pair: &Pair<'_, Rule>) -> Comparator {
    match pair.as_str() {
        "==" => Comparator::Equal,
        "!=" => Comparator::Unequal,
        "<" => Comparator::Less,
        "<=" => Comparator::LessOrEqual,
        ">" => Comparator::Greater,
        ">=" => Comparator::GreaterOrEqual,
        "in" => Comparator::In,
        _ => Comparator::NotIn,
    }
}

fn unknown_filter(range: Range<usize>, name: &str) -> TemplateError {
    let error = TemplateError::new(range, format!("unknown filter `{name}`"));
    let known: Vec<Arc<str>> = FILTERS.iter().map(|filter| filter.name.into()).collect();
    match suggestion(name, known.iter().map(AsRef::as_ref)) {
        Some(help) => error.with_help(help),
        None => error.with_help(format!("filters are {}", known.join(", "))),
    }
}

fn accept(filter: &Filter, count: usize, range: &Range<usize>) -> Parsed<()> {
    let (least, most) = (filter.least, filter.most);
    if (least..=most).contains(&count) {
        return Ok(());
    }
    let takes = match (least, most) {
        (0, 0) => "no argument".to_owned(),
        (1, 1) => "1 argument".to_owned(),
        _ if least == most => format!("{least} arguments"),
        _ => format!("{least} to {most} arguments"),
    };
    let message = format!("`{}` takes {takes}, not {count}", filter.name);
    Err(TemplateError::new(range.clone(), message)
        .with_help(format!("it is written `{}`", filter.usage())))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_plain_path_is_read_as_the_grammar_reads_it(
            text in r"[ \n]{0,2}(a|_b1|in|None|notin|is|loop|1|\.| |é){1,6}[ \n]{0,2}",
        ) {
            if let Some(path) = crate::template::path::plain(&text, 7) {
                let expected = super::by_grammar(&text, 7, "the hole");
                prop_assert_eq!(format!("{:?}", Ok::<_, ()>(path)), format!("{expected:?}"));
            }
        }
    }
}
