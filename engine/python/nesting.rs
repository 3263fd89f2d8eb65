//! How deep a text nests, read off its tokens. The parser grows its stack as needed, but whoever
//! walks or drops its tree would overflow theirs, so a text that nests too deeply is never parsed.

use ruff_python_ast::token::TokenKind;
use ruff_python_parser::{Mode, lexer};

use super::SyntaxError;
use super::skim::{self, Limits};

/// Python's own limits for brackets and indentation. Links make the levels of the tree that one
/// statement may reach: brackets, and chains such as `a.b.c` or `a + b + c`, which nest just as
/// brackets do.
const LIMITS: Limits = Limits { brackets: 200, indentation: 100, links: 1000 };

/// # Errors
/// If `text` is larger than the parser can count, or nests more deeply than is safe to walk.
pub(crate) fn check(text: &str) -> Result<(), SyntaxError> {
    if u32::try_from(text.len()).is_err() {
        return Err(error("the file is larger than 4 GB"));
    }
    if !skim::may_exceed(text, LIMITS) {
        return Ok(());
    }
    excess(text, LIMITS).map_or(Ok(()), |message| Err(error(message)))
}

/// The limit that `text` exceeds, in words.
fn excess(text: &str, limits: Limits) -> Option<&'static str> {
    let mut tokens = lexer::lex(text, Mode::Module);
    let mut nesting = Nesting::default();
    loop {
        let token = tokens.next_token();
        nesting.read(token);
        let excess = nesting.excess(limits);
        if excess.is_some() || token == TokenKind::EndOfFile {
            return excess;
        }
    }
}

/// The lexer does not tell where it stands, so the error is that of the whole file.
fn error(message: &str) -> SyntaxError {
    SyntaxError { message: message.to_owned(), range: 0..0 }
}

/// An upper bound of the tree's depth at the current token.
#[derive(Default)]
struct Nesting {
    indentation: usize,
    /// The statement itself, outside of all brackets.
    statement: Links,
    brackets: Vec<(TokenKind, Links)>,
    /// The links of all that is open.
    links: usize,
}

/// The chain that one bracket, or the statement, has grown since its last comma.
#[derive(Default)]
struct Links {
    count: usize,
    /// Lambdas before their colon, whose commas separate nothing.
    lambdas: usize,
}

impl Nesting {
    fn read(&mut self, token: TokenKind) {
        match token {
            TokenKind::Indent => self.indentation += 1,
            TokenKind::Dedent => self.indentation = self.indentation.saturating_sub(1),
            TokenKind::Lpar => self.open(TokenKind::Rpar),
            TokenKind::Lsqb => self.open(TokenKind::Rsqb),
            TokenKind::Lbrace => self.open(TokenKind::Rbrace),
            TokenKind::FStringStart => self.open(TokenKind::FStringEnd),
            TokenKind::TStringStart => self.open(TokenKind::TStringEnd),
            TokenKind::Newline | TokenKind::Semi if self.brackets.is_empty() => self.end_chain(),
            TokenKind::Comma if self.innermost().lambdas == 0 => self.end_chain(),
            TokenKind::Lambda => {
                self.innermost().lambdas += 1;
                self.link();
            }
            TokenKind::Colon => {
                let lambdas = &mut self.innermost().lambdas;
                *lambdas = lambdas.saturating_sub(1);
                self.link();
            }
            _ if self.brackets.last().is_some_and(|(closer, _)| *closer == token) => self.close(),
            _ if is_operand(token) => {}
            _ => self.link(),
        }
    }

    fn innermost(&mut self) -> &mut Links {
        self.brackets.last_mut().map_or(&mut self.statement, |(_, links)| links)
    }

    fn link(&mut self) {
        self.innermost().count += 1;
        self.links += 1;
    }

    fn end_chain(&mut self) {
        self.links -= std::mem::take(self.innermost()).count;
    }

    fn open(&mut self, closer: TokenKind) {
        self.link();
        self.brackets.push((closer, Links::default()));
    }

    fn close(&mut self) {
        if let Some((_, links)) = self.brackets.pop() {
            self.links -= links.count;
        }
    }

    fn excess(&self, limits: Limits) -> Option<&'static str> {
        if self.brackets.len() > limits.brackets {
            Some("too many nested brackets")
        } else if self.indentation > limits.indentation {
            Some("too many levels of indentation")
        } else if self.links > limits.links {
            Some("the statement nests too deeply")
        } else {
            None
        }
    }
}

/// Tokens that make no tree deeper.
fn is_operand(token: TokenKind) -> bool {
    matches!(
        token,
        TokenKind::Name
            | TokenKind::Int
            | TokenKind::Float
            | TokenKind::Complex
            | TokenKind::String
            | TokenKind::FStringMiddle
            | TokenKind::TStringMiddle
            | TokenKind::Comma
            | TokenKind::Comment
            | TokenKind::Newline
            | TokenKind::NonLogicalNewline
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Limits, excess, skim};
    use crate::python::Module;

    /// What texts are put together of: all that tells code from what is no code.
    const PIECES: &[&str] = &[
        "\"", "'", "'''", "f'", "rf\"", "f'''", "\\", "\\\n", "\n", "\n ", "\r", "#", "{", "}",
        "{{", "}}", "(", ")", "[", "]", "a", "é", " ", ":", ",", "+", "not ", "lambda ", "!", "=",
        ";", "\t", "\x0c",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]
        #[test]
        fn what_a_skim_lets_pass_is_not_deep(
            pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60),
        ) {
            let text = pieces.concat();
            let limits = Limits { brackets: 4, indentation: 6, links: 16 };
            prop_assert!(skim::may_exceed(&text, limits) || excess(&text, limits).is_none());
        }
    }

    /// Parses on a thread's default stack, so that an overflow would show.
    #[track_caller]
    fn check(source: &str, expected: Result<(), &str>) {
        let found = Module::parse(source.into()).map(drop).map_err(|error| error.message);
        assert_eq!(found, expected.map_err(str::to_owned));
    }

    fn nested(open: &str, inner: &str, close: &str, times: usize) -> String {
        format!("{}{inner}{}\n", open.repeat(times), close.repeat(times))
    }

    #[test]
    fn brackets_nest_as_deeply_as_python_allows() {
        for (open, close) in [("(", ")"), ("[", "]"), ("{", "}"), ("f(", ")"), ("{1: ", "}")] {
            check(&nested(open, "x", close, 200), Ok(()));
            check(&nested(open, "x", close, 10_000), Err("too many nested brackets"));
        }
    }

    #[test]
    fn brackets_that_never_close_are_no_danger() {
        check(&"(".repeat(1_000_000), Err("too many nested brackets"));
        check(&"([)".repeat(100_000), Err("too many nested brackets"));
    }

    #[test]
    fn chains_are_long_but_not_endless() {
        for (open, close) in [
            ("a.", ""),
            ("a + ", ""),
            ("a ** ", ""),
            ("not ", ""),
            ("- ", ""),
            ("a if b else ", ""),
            ("lambda a, b: ", ""),
            ("", "()"),
            ("", "[0]"),
        ] {
            check(&nested(open, "x", close, 300), Ok(()));
            check(&nested(open, "x", close, 100_000), Err("the statement nests too deeply"));
        }
    }

    #[test]
    fn interpolated_strings_count_as_brackets() {
        check(&nested("f'{", "x", "}'", 60), Ok(()));
        check(&nested("f'{", "x", "}'", 10_000), Err("too many nested brackets"));
    }

    #[test]
    fn indentation_is_bounded() {
        let source = |levels: usize| {
            let header = |level| format!("{}if x:\n", " ".repeat(level));
            let headers: String = (0..levels).map(header).collect();
            format!("{headers}{}pass\n", " ".repeat(levels))
        };
        check(&source(100), Ok(()));
        check(&source(5_000), Err("too many levels of indentation"));
    }

    #[test]
    fn long_lists_are_not_deep() {
        check(&format!("x = [{}]\n", "a.b + c(d), ".repeat(20_000)), Ok(()));
        check(&"f(a.b, c=[d])\n".repeat(20_000), Ok(()));
        check(&format!("x = ({})\n", "'a' ".repeat(20_000)), Ok(()));
    }
}
