//! The path that a regular expression stands for, with a hole for each group that it captures. Stops
//! at the expression: which texts may fill a hole is said, not tried.

/// A path with holes.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Path {
    /// Its holes, in order.
    pub(super) parameters: Vec<Parameter>,
    /// What stands behind the last of them.
    pub(super) after: String,
    /// Whether the expression stands for just one path for each choice of arguments, so that a path
    /// can be made of it.
    pub(super) reversible: bool,
}

/// A hole of a path.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Parameter {
    /// The group's name; `_0`, `_1`, … for those without one.
    pub(super) name: String,
    /// What may stand there.
    pub(super) pattern: String,
    /// What stands between the hole before it and this one.
    pub(super) before: String,
}

#[derive(Clone)]
enum Piece {
    Text(String),
    Hole { name: String, pattern: String },
}

impl Path {
    /// The path of the regular expression `pattern`: of alternatives the first, of what is optional
    /// nothing.
    pub(super) fn of(pattern: &str) -> Self {
        let mut reader =
            Reader { rest: pattern.chars().collect(), at: 0, unnamed: 0, reversible: true };
        let mut pieces = reader.alternatives();
        while reader.at < reader.rest.len() {
            // A parenthesis that closes nothing.
            reader.at += 1;
            pieces.extend(reader.alternatives());
        }
        let mut path =
            Path { after: "/".to_owned(), reversible: reader.reversible, ..Path::default() };
        for piece in pieces {
            match piece {
                Piece::Text(text) => path.after.push_str(&text),
                Piece::Hole { name, pattern } => {
                    let before = std::mem::take(&mut path.after);
                    path.parameters.push(Parameter { name, pattern, before });
                }
            }
        }
        path
    }

    /// The path with `{name}` for each hole.
    pub(super) fn template(&self) -> String {
        let holes = self.parameters.iter().map(|it| format!("{}{{{}}}", it.before, it.name));
        holes.chain([self.after.clone()]).collect()
    }
}

struct Reader {
    rest: Vec<char>,
    at: usize,
    unnamed: usize,
    reversible: bool,
}

impl Reader {
    fn peek(&self) -> Option<char> {
        self.rest.get(self.at).copied()
    }

    fn next(&mut self) -> Option<char> {
        let next = self.peek();
        self.at += usize::from(next.is_some());
        next
    }

    fn eat(&mut self, wanted: &str) -> bool {
        let is = wanted.chars().enumerate().all(|(n, it)| self.rest.get(self.at + n) == Some(&it));
        self.at += if is { wanted.chars().count() } else { 0 };
        is
    }

    /// Up to the end of a group: the first of what `|` separates.
    fn alternatives(&mut self) -> Vec<Piece> {
        let first = self.sequence();
        while self.eat("|") {
            self.reversible = false;
            self.sequence();
        }
        first
    }

    fn sequence(&mut self) -> Vec<Piece> {
        let mut pieces = Vec::new();
        while let Some(next) = self.peek().filter(|it| !matches!(it, '|' | ')')) {
            self.at += 1;
            let atom = match next {
                '^' | '$' => Vec::new(),
                '\\' => self.escaped(),
                '[' => self.class(),
                '(' => self.group(),
                other => vec![Piece::Text(other.to_string())],
            };
            for _ in 0..self.least() {
                pieces.extend(atom.iter().cloned());
            }
        }
        pieces
    }

    /// One character that the escape behind a backslash stands for.
    fn escaped(&mut self) -> Vec<Piece> {
        let text = match self.next() {
            None | Some('A' | 'b' | 'B' | 'Z') => return Vec::new(),
            Some('d') => '0',
            Some('w' | 'D' | 'S') => 'x',
            Some('s') => ' ',
            Some('W') => '!',
            Some(other) => other,
        };
        vec![Piece::Text(text.to_string())]
    }

    /// One character of a class.
    fn class(&mut self) -> Vec<Piece> {
        let start = self.at;
        self.skip_class();
        let inside = &self.rest[start..self.at.saturating_sub(1).max(start)];
        let text = match inside {
            ['^', ..] => {
                self.reversible = false;
                'x'
            }
            ['\\', 'd', ..] => '0',
            ['\\', 'w', ..] => 'x',
            ['\\', other, ..] | [other, ..] => *other,
            [] => return Vec::new(),
        };
        vec![Piece::Text(text.to_string())]
    }

    fn skip_class(&mut self) {
        let start = self.at;
        while let Some(next) = self.next() {
            match next {
                '\\' => self.at += 1,
                // First in its class, a bracket is a character like any other.
                ']' if self.at > start + 1 => return,
                _ => {}
            }
        }
        self.at = self.rest.len();
    }

    fn group(&mut self) -> Vec<Piece> {
        if !self.eat("?") {
            let name = format!("_{}", self.unnamed);
            self.unnamed += 1;
            return vec![Piece::Hole { name, pattern: self.skip_group() }];
        }
        if self.eat(":") {
            let inside = self.alternatives();
            self.eat(")");
            return inside;
        }
        if self.eat("P=") {
            let name = self.skip_group();
            return vec![Piece::Hole { name, pattern: String::new() }];
        }
        if self.eat("P<") {
            let mut name = String::new();
            while let Some(next) = self.next().filter(|it| *it != '>') {
                name.push(next);
            }
            return vec![Piece::Hole { name, pattern: self.skip_group() }];
        }
        // What must or must not follow takes no place in a path; flags and conditions change more.
        self.reversible &= matches!(self.peek(), Some('=' | '!' | '<'));
        self.skip_group();
        Vec::new()
    }

    /// To behind the end of the group; what is in it.
    fn skip_group(&mut self) -> String {
        let (start, mut depth) = (self.at, 0);
        while let Some(next) = self.next() {
            match next {
                '\\' => self.at += 1,
                '[' => self.skip_class(),
                '(' => depth += 1,
                ')' if depth == 0 => return self.rest[start..self.at - 1].iter().collect(),
                ')' => depth -= 1,
                _ => {}
            }
        }
        self.at = self.rest.len();
        self.rest[start.min(self.at)..].iter().collect()
    }

    /// How often at least, says the quantifier that may stand here.
    fn least(&mut self) -> usize {
        let least = match self.peek() {
            Some('*' | '?') => 0,
            Some('+') => 1,
            Some('{') => return self.counted(),
            _ => return 1,
        };
        self.at += 1;
        self.lazy();
        least
    }

    fn counted(&mut self) -> usize {
        let inside: String = self.rest[self.at + 1..].iter().take_while(|it| **it != '}').collect();
        let least = inside.split(',').next().unwrap_or_default();
        let Ok(least) = (if least.is_empty() { "0" } else { least }).parse::<usize>() else {
            return 1;
        };
        self.at += inside.chars().count() + 2;
        self.lazy();
        // More than that is no path that anybody writes out.
        least.min(256)
    }

    fn lazy(&mut self) {
        self.at =
            (self.at + usize::from(matches!(self.peek(), Some('?' | '+')))).min(self.rest.len());
    }
}

#[cfg(test)]
mod tests {
    use super::Path;

    #[track_caller]
    fn check(pattern: &str, expected: &str) {
        let path = Path::of(pattern);
        let mark = if path.reversible { "" } else { " (not reversible)" };
        let groups: Vec<&str> = path.parameters.iter().map(|it| it.pattern.as_str()).collect();
        assert_eq!(format!("{}{mark} {}", path.template(), groups.join(" ")).trim_end(), expected);
    }

    #[test]
    fn a_named_group_is_a_hole() {
        check(r"^shops/(?P<shop>[^\/]+)/(?P<id>\d+)/$", r"/shops/{shop}/{id}/ [^\/]+ \d+");
    }

    #[test]
    fn alternatives_in_a_group_that_captures_are_its_own() {
        check(r"^(?P<which>(?:first|last|[)|]+))/$", "/{which}/ (?:first|last|[)|]+)");
    }

    #[test]
    fn other_alternatives_cannot_be_reversed() {
        check(r"^(?:orders|sales)/(?P<id>\d+)/$", r"/orders/{id}/ (not reversible) \d+");
        check("a|b", "/a (not reversible)");
    }

    #[test]
    fn what_is_optional_is_left_out() {
        check(r"^config/?$", "/config");
        check(r"^(?:v(?P<version>\d+)/)?x{2}\.js.*$", "/xx.js");
    }

    #[test]
    fn escapes_and_classes_give_a_character() {
        check(r"^\d{3}-[a-f]\.json\Z", "/000-a.json");
        check("^[^/]$", "/x (not reversible)");
    }

    #[test]
    fn groups_without_a_name_are_counted() {
        check(r"^(\d+)/(x|y)/(?!z|q)$", r"/{_0}/{_1}/ \d+ x|y");
    }

    #[test]
    fn flags_cannot_be_reversed() {
        check("(?i)shop", "/shop (not reversible)");
    }

    #[test]
    fn broken_patterns_come_to_an_end() {
        for pattern in
            ["(", "[", "\\", "a)b", "(?P<", "(?", "{", "a{", "x{9999999}", "[^", "(?P<a>("]
        {
            Path::of(pattern);
        }
    }
}
