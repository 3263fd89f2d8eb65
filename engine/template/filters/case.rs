//! How a name is written.

pub(super) fn snake(name: &str) -> String {
    joined(name, "_")
}

pub(super) fn words(name: &str) -> String {
    joined(name, " ")
}

pub(super) fn pascal(name: &str) -> String {
    capitalized(name, &split(name))
}

pub(super) fn camel(name: &str) -> String {
    let words = split(name);
    let Some((first, rest)) = words.split_first() else { return String::new() };
    first.to_lowercase() + &capitalized(name, rest)
}

pub(super) fn upper(name: &str) -> String {
    name.to_uppercase()
}

pub(super) fn lower(name: &str) -> String {
    name.to_lowercase()
}

pub(super) fn squash(name: &str) -> String {
    name.to_lowercase().replace('_', "")
}

pub(super) fn title(name: &str) -> String {
    let mut title = String::new();
    let mut inside = false;
    for character in name.chars() {
        if character.is_alphabetic() && !inside {
            title.extend(character.to_uppercase());
        } else {
            title.push(character);
        }
        inside = character.is_alphanumeric() || character == '\'';
    }
    title
}

pub(in crate::template) fn joined(name: &str, separator: &str) -> String {
    let words: Vec<String> = split(name).into_iter().map(str::to_lowercase).collect();
    words.join(separator)
}

/// `words` run together, each with a capital. A name all in capitals (`ORG_AUTH`) is brought down,
/// the capitals of any other (`HTTPServer`) stay.
fn capitalized(name: &str, words: &[&str]) -> String {
    let keep = name.chars().any(char::is_lowercase);
    let mut text = String::with_capacity(name.len());
    for word in words {
        let mut characters = word.chars();
        text.extend(characters.next().into_iter().flat_map(char::to_uppercase));
        let rest = characters.as_str();
        if keep { text.push_str(rest) } else { text.push_str(&rest.to_lowercase()) }
    }
    text
}

/// The words of a name in any style: `HTTPServer_v2` has `HTTP`, `Server` and `v2`.
fn split(name: &str) -> Vec<&str> {
    let mut words = Vec::new();
    for run in name.split(|character: char| !character.is_alphanumeric()) {
        let mut start = 0;
        let mut before: Option<char> = None;
        let mut characters = run.char_indices().peekable();
        while let Some((index, character)) = characters.next() {
            let next_is_lower = characters.peek().is_some_and(|(_, next)| next.is_lowercase());
            let begins = character.is_uppercase()
                && before.is_some_and(|before| !before.is_uppercase() || next_is_lower);
            if begins {
                words.push(&run[start..index]);
                start = index;
            }
            before = Some(character);
        }
        if start < run.len() {
            words.push(&run[start..]);
        }
    }
    words
}
