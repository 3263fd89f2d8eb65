//! A bound for how deeply a text nests, read off its bytes: at half the cost of its tokens, and nearly
//! always enough to know that there is nothing to look at more closely.

use memchr::{memchr, memchr2, memchr3};

/// What a text may be, at most.
#[derive(Clone, Copy)]
pub(super) struct Limits {
    pub(super) brackets: usize,
    pub(super) indentation: usize,
    /// Tokens other than operands, in one statement.
    pub(super) links: usize,
}

/// Whether `text` may exceed `limits`. If not, it surely does not, whatever it is.
pub(super) fn may_exceed(text: &str, limits: Limits) -> bool {
    let bytes = text.as_bytes();
    // A carriage return alone ends a line as well; that is left to the lexer.
    memchr(b'\r', bytes).is_some()
        || Skim { bytes, limits, at: 0, brackets: Vec::new(), links: 0 }.run().is_none()
}

struct Skim<'t> {
    bytes: &'t [u8],
    limits: Limits,
    at: usize,
    /// The closers of those that are open.
    brackets: Vec<u8>,
    /// Words and signs of the statement so far.
    links: usize,
}

impl Skim<'_> {
    /// `None` where a limit is exceeded, or where a string ends is in doubt.
    fn run(mut self) -> Option<()> {
        self.indentation()?;
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'\n' if self.brackets.is_empty() => {
                    self.at += 1;
                    self.links = 0;
                    self.indentation()?;
                }
                b' ' | b'\t' | b'\x0c' | b'\n' => self.at += 1,
                b'"' | b'\'' => self.string(byte)?,
                b'#' => self.at += memchr(b'\n', self.rest()).unwrap_or(self.rest().len()),
                b'\\' if self.rest().starts_with(b"\\\n") => {
                    self.at += 2;
                    self.links += 1;
                }
                _ => self.code(byte),
            }
            if self.links > self.limits.links || self.brackets.len() > self.limits.brackets {
                return None;
            }
        }
        // The lexer has a few more tokens at the end, such as for brackets that are open.
        (self.links + 4 <= self.limits.links).then_some(())
    }

    fn rest(&self) -> &[u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    fn indentation(&mut self) -> Option<()> {
        let is_space = |it: &&u8| matches!(it, b' ' | b'\t' | b'\x0c');
        let columns = self.rest().iter().take_while(is_space).count();
        self.at += columns;
        (columns <= self.limits.indentation).then_some(())
    }

    /// A word, or a sign: both may be links.
    fn code(&mut self, byte: u8) {
        self.links += 1;
        if is_word(byte) {
            self.at += self.rest().iter().take_while(|it| is_word(**it)).count();
            return;
        }
        self.at += 1;
        match byte {
            b'(' => self.brackets.push(b')'),
            b'[' => self.brackets.push(b']'),
            b'{' => self.brackets.push(b'}'),
            _ if self.brackets.last() == Some(&byte) => drop(self.brackets.pop()),
            _ => {}
        }
    }

    /// Over a string.
    fn string(&mut self, quote: u8) -> Option<()> {
        let is_interpolated = matches!(
            &self.bytes[..self.at],
            [.., b'f' | b'F' | b't' | b'T'] | [.., b'f' | b'F' | b't' | b'T', b'r' | b'R']
        );
        let triple = [quote; 3];
        let is_triple = self.rest().starts_with(&triple);
        let length = if is_triple { 3 } else { 1 };
        self.at += length;
        let start = self.at;
        loop {
            let rest = self.rest();
            let next = if is_triple {
                memchr2(quote, b'\\', rest)?
            } else {
                memchr3(quote, b'\\', b'\n', rest)?
            };
            let found = rest[next];
            self.at += next;
            match found {
                b'\\' => self.at += 2,
                b'\n' => return None,
                _ if !is_triple || self.rest().starts_with(&triple) => break,
                _ => self.at += 1,
            }
        }
        let content = &self.bytes[start..self.at];
        self.at += length;
        if is_interpolated { self.interpolated(content) } else { Some(()) }
    }

    /// What is interpolated counts as if none of it were ever closed. Nothing may stand in it that lets
    /// a quote be no end, or a brace no brace.
    fn interpolated(&mut self, content: &[u8]) -> Option<()> {
        let (mut open, mut opened, mut signs) = (Vec::new(), 1, 1);
        for (index, &byte) in content.iter().enumerate() {
            match byte {
                b'{' if content.get(index + 1) == Some(&b'{') => return None,
                b'{' => open.push(b'}'),
                b'(' if !open.is_empty() => open.push(b')'),
                b'[' if !open.is_empty() => open.push(b']'),
                b')' | b']' if open.is_empty() => {}
                b'}' | b')' | b']' if open.pop() != Some(byte) => return None,
                b'"' | b'\'' | b'\\' | b'#' if !open.is_empty() => return None,
                _ => {}
            }
            opened += usize::from(matches!(byte, b'{' | b'(' | b'['));
            signs += usize::from(!is_word(byte));
        }
        // There is a word at most between two signs.
        self.links += 2 * signs;
        (open.is_empty() && self.brackets.len() + opened <= self.limits.brackets).then_some(())
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

#[cfg(test)]
mod tests {
    use super::{Limits, may_exceed};

    const LIMITS: Limits = Limits { brackets: 3, indentation: 4, links: 20 };

    #[test]
    fn brackets_in_strings_and_comments_do_not_count() {
        for text in [
            "x = '((((('\n",
            "x = r'\\'(((((' # \"\n",
            "# it's (((((\n",
            "x = '''\n(((((' \n'''\n",
            "x = f'({y})'\n",
            "f(g(h()))\n",
            "x = 1 + \\\n  2\n",
        ] {
            assert!(!may_exceed(text, LIMITS), "{text}");
        }
    }

    #[test]
    fn what_is_deep_or_in_doubt_is_told() {
        for text in [
            "f(g(h(i())))\n",
            "x = (((]]]((\n",
            "     x\n",
            "x = 'open\n((((",
            "x = f'{a['b']}'\n",
            "x = f'{{}'\n",
            "x = f'((('\n",
            "x\r\n",
            "'''",
            "'\\",
        ] {
            assert!(may_exceed(text, LIMITS), "{text}");
        }
    }

    #[test]
    fn links_are_those_of_one_statement() {
        assert!(!may_exceed(&"a + b\n".repeat(20), LIMITS));
        assert!(may_exceed(&"a + b; ".repeat(20), LIMITS));
        assert!(may_exceed(&"a + \\\n".repeat(20), LIMITS));
        assert!(may_exceed(&format!("({}", "a +\n".repeat(20)), LIMITS));
        assert!(may_exceed(&"f'{a}' ".repeat(20), LIMITS));
    }
}
