//! The filters: one line each. What they do stands in the files beside this one.

use crate::value::Value;

pub(super) mod case;
mod inflect;
mod list;
mod python;
mod text;

/// A filter: `value | name(arguments)`.
#[derive(Debug)]
pub(crate) struct Filter {
    /// The name it is called by.
    pub(crate) name: &'static str,
    /// The name with its arguments, as it is written.
    pub(crate) usage: &'static str,
    /// One line about it.
    pub(crate) doc: &'static str,
    /// The fewest arguments.
    pub(crate) least: usize,
    /// The most arguments.
    pub(crate) most: usize,
    /// What it is put on.
    pub(super) takes: Takes,
    /// What comes out.
    pub(super) gives: Gives,
    /// Whether it may be put on a value that is not there.
    pub(super) tolerant: bool,
    run: Run,
}

/// The value with its arguments, whose number is right, to the outcome or what is wrong.
type Run = fn(&Value, &[Value]) -> Result<Value, String>;

/// What a filter is put on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Takes {
    Any,
    Text,
    List,
    /// A string, a list or a map.
    Sized,
}

/// What comes out of a filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gives {
    Bool,
    Int,
    Str,
    Strings,
    /// What went in, or the argument for none.
    Present,
    /// An item of the list, or none.
    Item,
    /// A list of the same items.
    Same,
    /// A list of one field of the items.
    Fields,
}

/// All filters, in the order of their names.
#[rustfmt::skip]
pub(crate) const FILTERS: &[Filter] = &[
    text("basename", "basename", text::basename, "the last part of a path: `a/b.py` gives `b.py`"),
    text("camel", "camel", case::camel, "`orgAuthToken`"),
    Filter { name: "default", usage: "default(value)", doc: "`value` in place of none or of what is not defined", least: 1, most: 1, takes: Takes::Any, gives: Gives::Present, tolerant: true, run: list::default },
    with(1, 1, test("endswith", "endswith(text)", text::endswith, "whether it ends with `text`")),
    list("first", "first", Gives::Item, list::first, "the first item, or none"),
    with(1, 1, text("indent", "indent(width)", text::indent, "every line that is not blank, `width` spaces further in")),
    with(0, 1, list("join", "join(separator)", Gives::Str, list::join, "the items with `, ` or the separator between them")),
    list("last", "last", Gives::Item, list::last, "the last item, or none"),
    Filter { takes: Takes::Sized, ..list("length", "length", Gives::Int, list::length, "how many items, names or characters") },
    list("lines", "lines", Gives::Str, list::lines, "the items, each on a line of its own"),
    text("lower", "lower", case::lower, "all in small letters"),
    with(1, 1, list("map", "map(field)", Gives::Fields, list::map, "the field `field` of every item")),
    text("pascal", "pascal", case::pascal, "`OrgAuthToken`; capitals inside a word stay"),
    text("plural", "plural", inflect::plural, "the plural of an English noun, or of the last word of a name"),
    with(1, 2, list("reject", "reject(field, value)", Gives::Same, list::reject, "the items whose field is not `value`, or does not hold")),
    with(2, 2, text("replace", "replace(old, new)", text::replace, "`new` wherever `old` was")),
    Filter { takes: Takes::Any, ..text("repr", "repr", python::repr, "the Python literal, quoted as black does") },
    text("singular", "singular", inflect::singular, "the singular of an English noun, or of the last word of a name"),
    text("snake", "snake", case::snake, "`org_auth_token`"),
    with(0, 1, list("sort", "sort(field)", Gives::Same, list::sort, "the items in order, or in the order of a field")),
    with(0, 1, Filter { gives: Gives::Strings, ..text("split", "split(separator)", text::split, "the parts between separators, or the words") }),
    text("squash", "squash", case::squash, "small letters without underscores: `orgauthtoken`"),
    with(1, 1, test("startswith", "startswith(text)", text::startswith, "whether it starts with `text`")),
    text("stem", "stem", text::stem, "the last part of a path without its ending: `a/b.py` gives `b`"),
    text("strip", "strip", text::strip, "without the whitespace around it"),
    text("title", "title", case::title, "every word with a capital"),
    list("unique", "unique", Gives::Same, list::unique, "every item once, where it stands first"),
    text("upper", "upper", case::upper, "all in capitals"),
    with(1, 2, list("where", "where(field, value)", Gives::Same, list::filter, "the items whose field is `value`, or holds")),
    text("words", "words", case::words, "the words of a name: `org auth token`"),
    with(1, 1, text("wrap", "wrap(width)", text::wrap, "paragraphs broken into lines of at most `width` characters")),
];

const fn text(name: &'static str, usage: &'static str, run: Run, doc: &'static str) -> Filter {
    let (takes, gives) = (Takes::Text, Gives::Str);
    Filter { name, usage, doc, least: 0, most: 0, takes, gives, tolerant: false, run }
}

const fn test(name: &'static str, usage: &'static str, run: Run, doc: &'static str) -> Filter {
    Filter { gives: Gives::Bool, ..text(name, usage, run, doc) }
}

const fn list(
    name: &'static str,
    usage: &'static str,
    gives: Gives,
    run: Run,
    doc: &'static str,
) -> Filter {
    Filter { takes: Takes::List, gives, ..text(name, usage, run, doc) }
}

const fn with(least: usize, most: usize, filter: Filter) -> Filter {
    Filter { least, most, ..filter }
}

impl Filter {
    /// What the filter makes of `input`.
    ///
    /// # Errors
    /// What is wrong with the input or an argument, as a message.
    pub(super) fn apply(&self, input: &Value, arguments: &[Value]) -> Result<Value, String> {
        let fits = match self.takes {
            Takes::Any => true,
            Takes::Text => matches!(input, Value::Str(_)),
            Takes::List => matches!(input, Value::List(_)),
            Takes::Sized => matches!(input, Value::Str(_) | Value::List(_) | Value::Map(_)),
        };
        if !fits {
            return Err(self.refusal(input.kind()));
        }
        (self.run)(input, arguments).map_err(|message| format!("`{}`: {message}", self.name))
    }

    /// The message that it does not take a value of this `kind`.
    pub(super) fn refusal(&self, kind: &str) -> String {
        let takes = match self.takes {
            Takes::Any => "anything",
            Takes::Text => "a string",
            Takes::List => "a list",
            Takes::Sized => "a string, a list or a map",
        };
        format!("`{}` takes {takes}, not {kind}", self.name)
    }
}

/// The text of `input`, of which [`Filter::apply`] made sure.
fn text_of(input: &Value) -> &str {
    input.as_str().unwrap_or_default()
}

/// The items of `input`, of which [`Filter::apply`] made sure.
fn items_of(input: &Value) -> &[Value] {
    match input {
        Value::List(items) => items,
        _ => &[],
    }
}

/// The argument at `index`, which must be a string.
fn text_argument(arguments: &[Value], index: usize) -> Result<&str, String> {
    let argument = arguments.get(index).unwrap_or(&Value::None);
    argument.as_str().ok_or_else(|| format!("the argument is {}, not a string", argument.kind()))
}

/// The argument at `index`, which must be a number of characters.
fn width_argument(arguments: &[Value], index: usize) -> Result<usize, String> {
    const WIDEST: usize = 1000;
    match arguments.get(index) {
        Some(Value::Int(width)) => usize::try_from(*width)
            .ok()
            .filter(|width| *width <= WIDEST)
            .ok_or_else(|| format!("the width {width} is not between 0 and {WIDEST}")),
        other => {
            let kind = other.unwrap_or(&Value::None).kind();
            Err(format!("the argument is {kind}, not a number"))
        }
    }
}
