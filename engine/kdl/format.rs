//! KDL laid out: indentation, one blank line at most, one space between words. Strings, comments and
//! the choice between lines and `;` stay as they are. Stops at text: what is not KDL is given back by
//! the parser, not here.

/// One indentation.
const INDENT: &str = "    ";

/// A piece of KDL that is laid out as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A word, a number, a string on one line, a property, a type.
    Word,
    /// A string over several lines.
    Text,
    /// `// …` to the end of the line.
    Line,
    /// `/* … */`
    Block,
    /// `/-`
    Slash,
    Open,
    Close,
    Semicolon,
    Newline,
    /// `\` at the end of a line.
    Continue,
}

pub(super) struct Token<'t> {
    pub kind: Kind,
    pub text: &'t str,
    /// Its first byte in the whole text.
    pub start: usize,
}

/// What ends a line in KDL as well; in a text over several lines it stands for `\n`.
const LINE_BREAKS: [char; 5] = ['\r', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];

/// `text` laid out; it must be KDL. Lines end as the first one does.
pub fn format(text: &str) -> String {
    let mut out = Layout::default();
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let is_crlf = text.find('\n').is_some_and(|at| text[..at].ends_with('\r'));
    let text = text.replace("\r\n", "\n").replace(LINE_BREAKS, "\n");
    for token in tokens(&text) {
        out.push(&token);
    }
    let out = out.end();
    if is_crlf { out.replace('\n', "\r\n") } else { out }
}

#[derive(Default)]
struct Layout {
    out: String,
    /// The line so far, without its indentation.
    line: String,
    depth: usize,
    /// Of the line so far.
    indent: usize,
    blank: bool,
    continued: bool,
    glued: bool,
    /// Blocks opened on this line.
    opened: usize,
}

impl Layout {
    fn push(&mut self, token: &Token<'_>) {
        match token.kind {
            Kind::Newline => self.newline(),
            Kind::Open => {
                self.word("{");
                self.depth += 1;
                self.opened += 1;
            }
            Kind::Close => self.close(),
            Kind::Semicolon => {
                self.start();
                self.line.push(';');
            }
            Kind::Continue => {
                self.word("\\");
                self.newline();
                self.continued = true;
            }
            Kind::Slash => {
                self.word("/-");
                self.glued = true;
            }
            Kind::Text => {
                let indent = self.indent_here() + 1;
                self.word(&reindented(token.text, indent));
            }
            // A property is one word.
            Kind::Word if token.text == "=" => {
                self.line.push('=');
                self.glued = true;
            }
            Kind::Word | Kind::Line | Kind::Block => self.word(token.text.trim_end()),
        }
    }

    /// Where the line so far is indented to.
    fn indent_here(&self) -> usize {
        if self.line.is_empty() { self.depth + usize::from(self.continued) } else { self.indent }
    }

    fn start(&mut self) {
        if self.line.is_empty() {
            self.indent = self.depth + usize::from(self.continued);
        }
    }

    fn word(&mut self, text: &str) {
        self.start();
        if !self.line.is_empty() && !self.glued {
            self.line.push(' ');
        }
        self.glued = false;
        self.line.push_str(text);
    }

    fn close(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        if self.opened > 0 {
            self.opened -= 1;
            // A block that was opened on this line is closed on it.
            if self.line.ends_with('{') {
                self.line.push('}');
            } else {
                self.word("}");
            }
        } else {
            if !self.line.is_empty() {
                self.newline();
            }
            self.blank = false;
            self.word("}");
        }
    }

    fn newline(&mut self) {
        let was_continued = std::mem::take(&mut self.continued);
        self.opened = 0;
        self.glued = false;
        if self.line.is_empty() {
            self.blank |= !was_continued;
            return;
        }
        let after_open = self.out.ends_with("{\n") || self.out.is_empty();
        if std::mem::take(&mut self.blank) && !after_open {
            self.out.push('\n');
        }
        for _ in 0..self.indent {
            self.out.push_str(INDENT);
        }
        self.out.push_str(self.line.trim_end());
        self.out.push('\n');
        self.line.clear();
    }

    fn end(mut self) -> String {
        self.newline();
        self.out
    }
}

/// A string over several lines with `indent` indentations before each, as its last line says.
fn reindented(text: &str, indent: usize) -> String {
    let Some((first, rest)) = text.split_once('\n') else { return text.to_owned() };
    let last = rest.rsplit('\n').next().unwrap_or(rest);
    let old = &last[..last.len() - last.trim_start().len()];
    // An escape at the end of a line takes the indentation of the next one away.
    if !first.contains('#') && rest.lines().any(|line| line.trim_end().ends_with('\\')) {
        return text.to_owned();
    }
    let mut out = first.trim_end().to_owned();
    for line in rest.split('\n') {
        out.push('\n');
        let line = line.strip_prefix(old).unwrap_or(line);
        if !line.trim().is_empty() {
            out.push_str(&INDENT.repeat(indent));
            out.push_str(line);
        }
    }
    out
}

/// The pieces of `text`, which need not be KDL.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let (mut tokens, mut rest, whole) = (Vec::new(), text, text.len());
    loop {
        rest = rest.trim_start_matches([' ', '\t']);
        let Some((kind, length)) = first(rest) else { return tokens };
        let start = whole - rest.len();
        let (text, after) = rest.split_at(length);
        tokens.push(Token { kind, text, start });
        rest = after;
    }
}

/// The kind and length of the token that `rest` begins with.
fn first(rest: &str) -> Option<(Kind, usize)> {
    let line = || rest.find('\n').unwrap_or(rest.len());
    Some(match rest.chars().next()? {
        '\n' => (Kind::Newline, 1),
        '{' => (Kind::Open, 1),
        '}' => (Kind::Close, 1),
        ';' => (Kind::Semicolon, 1),
        '\\' if rest[1..].trim_start_matches([' ', '\t']).starts_with('\n') => {
            (Kind::Continue, line() + 1)
        }
        _ if rest.starts_with("//") => (Kind::Line, line()),
        _ if rest.starts_with("/-") => (Kind::Slash, 2),
        _ if rest.starts_with("/*") => (Kind::Block, comment(rest)),
        _ => {
            let length = word(rest);
            (if rest[..length].contains('\n') { Kind::Text } else { Kind::Word }, length)
        }
    })
}

/// The length of a comment that may hold others.
fn comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < rest.len() {
        if rest[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with("*/") {
            depth = depth.saturating_sub(1);
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

/// The length of a word, the strings in it included.
fn word(rest: &str) -> usize {
    let mut at = 0;
    while let Some(character) = rest[at..].chars().next() {
        let string = string(&rest[at..]);
        if string > 0 {
            at += string;
        } else if character.is_whitespace() || matches!(character, '{' | '}' | ';' | '/') {
            // Outside of strings `/` begins a comment, or takes away what follows.
            break;
        } else {
            at += character.len_utf8();
        }
    }
    // What cannot be a word would never end.
    at.max(rest.chars().next().map_or(1, char::len_utf8))
}

/// The length of a string, if `rest` begins with one.
fn string(rest: &str) -> usize {
    let hashes = rest.len() - rest.trim_start_matches('#').len();
    let quotes = match &rest[hashes..] {
        it if it.starts_with("\"\"\"") => "\"\"\"",
        it if it.starts_with('"') => "\"",
        _ => return 0,
    };
    let end = format!("{quotes}{}", "#".repeat(hashes));
    let mut at = hashes + quotes.len();
    while at < rest.len() {
        if rest[at..].starts_with(&end) {
            return at + end.len();
        }
        let escape = hashes == 0 && rest[at..].starts_with('\\');
        let mut characters = rest[at..].chars();
        at += characters.next().map_or(1, char::len_utf8);
        if escape {
            at += characters.next().map_or(0, char::len_utf8);
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::format;

    #[track_caller]
    fn check(before: &str, after: &str) {
        assert_eq!(format(before), after);
        assert_eq!(format(after), after, "a second time");
    }

    #[test]
    fn whatever_ends_a_line_in_kdl_ends_one() {
        check("a {\u{c}b\u{2028}c; d }\n", "a {\n    b\n    c; d\n}\n");
    }

    #[test]
    fn blocks_are_indented_by_four() {
        check("a {\n  b \"x\"   c = 1\n\t\td\n}\n", "a {\n    b \"x\" c=1\n    d\n}\n");
        check("a {\nb {\nc }\n}", "a {\n    b {\n        c\n    }\n}\n");
    }

    #[test]
    fn comments_stay_where_they_are() {
        let text =
            "// first\n\n// of a\na { // why\n    // of b\n    b /* in */ 1 // after\n}\n// last\n";
        check(text, text);
    }

    #[test]
    fn a_comment_may_touch_what_stands_before_it() {
        check("a// \"b\n  c\n", "a // \"b\nc\n");
        check("a/* b */c/-d\n", "a /* b */ c /-d\n");
    }

    #[test]
    fn one_blank_line_is_left_and_none_at_the_ends_of_a_block() {
        check("\n\na\n\n\n\nb {\n\n  c\n\n\n  d\n\n}\n\n\n", "a\n\nb {\n    c\n\n    d\n}\n");
    }

    #[test]
    fn what_stands_on_one_line_stays_there() {
        check("a {b;c \"x\"  ; }\nd;e", "a { b; c \"x\"; }\nd; e\n");
        check("a{}", "a {}\n");
    }

    #[test]
    fn a_string_of_several_lines_moves_as_a_whole() {
        check(
            "a {\nb #\"\"\"\n  x\n\n    y\n  \"\"\"# c=1\n}\n",
            "a {\n    b #\"\"\"\n        x\n\n          y\n        \"\"\"# c=1\n}\n",
        );
    }

    #[test]
    fn lines_end_as_the_first_one_does() {
        check(
            "a {\r\nb \"\"\"\r\n  x\r\n  \"\"\"\r\n}\r\n",
            "a {\r\n    b \"\"\"\r\n        x\r\n        \"\"\"\r\n}\r\n",
        );
    }

    #[test]
    fn strings_keep_what_is_in_them() {
        let text = "a \"{ ; // \\\" }\" #\"r\"\"#  \n";
        check(text, &text.replace("  \n", "\n"));
    }

    #[test]
    fn what_is_commented_out_and_continued_stays() {
        check(
            "a /- \"x\" \\\n  \"y\"\n/-b {\nc\n}\n",
            "a /-\"x\" \\\n    \"y\"\n/-b {\n    c\n}\n",
        );
    }
}
