//! English plurals, as far as names of models and methods need them.

/// Nouns with a plural of their own, singular first.
const IRREGULAR: [(&str, &str); 6] = [
    ("person", "people"),
    ("child", "children"),
    ("datum", "data"),
    ("analysis", "analyses"),
    ("basis", "bases"),
    ("matrix", "matrices"),
];

/// Nouns that have no other form.
const UNCHANGED: [&str; 5] = ["data", "metadata", "series", "species", "news"];

pub(super) fn plural(noun: &str) -> String {
    if ends_with_any(noun, &UNCHANGED) {
        return noun.to_owned();
    }
    for (singular, plural) in IRREGULAR {
        if let Some(swapped) = swap_ending(noun, singular, plural) {
            return swapped;
        }
    }
    let is_hissing = ends_with_any(noun, &["s", "x", "z", "ch", "sh"]);
    match stem_before_y(noun) {
        Some(stem) => format!("{stem}ies"),
        None if noun.is_empty() => String::new(),
        None if is_hissing => format!("{noun}es"),
        None => format!("{noun}s"),
    }
}

pub(in crate::template) fn singular(noun: &str) -> String {
    for (singular, plural) in IRREGULAR {
        if plural != "data"
            && let Some(swapped) = swap_ending(noun, plural, singular)
        {
            return swapped;
        }
    }
    if ends_with_any(noun, &UNCHANGED) || ends_with_any(noun, &["ss", "us", "is"]) {
        return noun.to_owned();
    }
    if let Some(stem) = noun.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        return format!("{stem}y");
    }
    let hissing = ["sses", "xes", "zzes", "ches", "shes", "tuses", "ruses", "nuses"];
    let cut = if ends_with_any(noun, &hissing) { 2 } else { usize::from(noun.ends_with('s')) };
    noun[..noun.len() - cut].to_owned()
}

fn ends_with_any(noun: &str, endings: &[&str]) -> bool {
    endings.iter().any(|ending| noun.ends_with(ending))
}

/// `noun` with another ending, where `from` is its last word in whatever case it begins.
fn swap_ending(noun: &str, from: &str, to: &str) -> Option<String> {
    let tail = &from[1..];
    let stem = noun.strip_suffix(tail)?;
    let initial = stem.chars().next_back()?;
    let before = stem[..stem.len() - initial.len_utf8()].chars().next_back();
    let is_word = match initial {
        _ if !initial.eq_ignore_ascii_case(&from.chars().next()?) => false,
        _ if initial.is_ascii_uppercase() => true,
        _ => before.is_none_or(|before| !before.is_alphabetic()),
    };
    is_word.then(|| {
        let capital = initial.is_ascii_uppercase();
        let first = to.chars().next().unwrap_or_default();
        let first = if capital { first.to_ascii_uppercase() } else { first };
        format!("{}{first}{}", &stem[..stem.len() - initial.len_utf8()], &to[1..])
    })
}

/// The text before a last `y` that follows a consonant.
fn stem_before_y(noun: &str) -> Option<&str> {
    let stem = noun.strip_suffix('y')?;
    let before = stem.chars().next_back()?;
    let is_vowel = "aeiouAEIOU".contains(before);
    (before.is_alphabetic() && !is_vowel).then_some(stem)
}
