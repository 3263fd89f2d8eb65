//! The filters: one line each. What they do stands in the files beside this one.

use std::ops::RangeInclusive;

use crate::value::Value;

pub(super) mod case;
pub(super) mod inflect;
mod list;
mod python;
mod text;

/// A filter: `value | name(arguments)`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Filter {
    /// The name it is called by.
    pub(crate) name: &'static str,
    /// The names of its parameters, separated by commas.
    parameters: &'static str,
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

/// The function behind a filter. It gets as many arguments as the filter takes.
#[derive(Clone, Copy, Debug)]
enum Run {
    /// A text to another.
    Text(fn(&str) -> String),
    /// A value and the arguments to the outcome.
    Sure(fn(&Value, &[Value]) -> Value),
    /// A value and the arguments to the outcome, or to what is wrong with them.
    Try(fn(&Value, &[Value]) -> Result<Value, String>),
}

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
pub(crate) const FILTERS: &[Filter] = &[
    text("basename", text::basename, "the last part of a path: `a/b.py` gives `b.py`"),
    attempt("call", list::call, "arguments as a call has them, `a=b, c=d`: the `name` of each item and its field `field`, by default `value`")
        .on(Takes::List, Gives::Str)
        .with("field", 0..=1),
    text("camel", case::camel, "`orgAuthToken`"),
    sure("default", list::default, "`value` in place of none or of what is not defined")
        .on(Takes::Any, Gives::Present)
        .with("value", 1..=1)
        .tolerant(),
    attempt("endswith", text::endswith, "whether it ends with `text`")
        .on(Takes::Text, Gives::Bool)
        .with("text", 1..=1),
    attempt("entries", list::entries, "arguments as a dict has them, `\"a\": b, \"c\": d`, with the same fields")
        .on(Takes::List, Gives::Str)
        .with("field", 0..=1),
    sure("first", list::first, "the first item, or none").on(Takes::List, Gives::Item),
    attempt("indent", text::indent, "every line that is not blank, `width` spaces further in")
        .with("width", 1..=1),
    attempt("join", list::join, "the items with `, ` or the separator between them")
        .on(Takes::List, Gives::Str)
        .with("separator", 0..=1),
    sure("last", list::last, "the last item, or none").on(Takes::List, Gives::Item),
    attempt("length", list::length, "how many items, names or characters")
        .on(Takes::Sized, Gives::Int),
    attempt("lines", list::lines, "the items, each on a line of its own")
        .on(Takes::List, Gives::Str),
    text("lower", case::lower, "all in small letters"),
    attempt("map", list::map, "the field `field` of every item")
        .on(Takes::List, Gives::Fields)
        .with("field", 1..=1),
    text("pascal", case::pascal, "`OrgAuthToken`; capitals inside a word stay"),
    text("plural", inflect::plural, "the plural of an English noun, or of a name's last word"),
    attempt("reject", list::reject, "the items whose field is not `value`, or does not hold")
        .on(Takes::List, Gives::Same)
        .with("field, value", 1..=2),
    attempt("replace", text::replace, "`new` wherever `old` was").with("old, new", 2..=2),
    attempt("repr", python::repr, "the Python literal, quoted as black does")
        .on(Takes::Any, Gives::Str),
    text(
        "singular",
        inflect::singular,
        "the singular of an English noun, or of a name's last word",
    ),
    text("snake", case::snake, "`org_auth_token`"),
    attempt("sort", list::sort, "the items in order, or in the order of a field")
        .on(Takes::List, Gives::Same)
        .with("field", 0..=1),
    attempt("split", text::split, "the parts between separators, or the words")
        .on(Takes::Text, Gives::Strings)
        .with("separator", 0..=1),
    text("squash", case::squash, "small letters without underscores: `orgauthtoken`"),
    attempt("startswith", text::startswith, "whether it starts with `text`")
        .on(Takes::Text, Gives::Bool)
        .with("text", 1..=1),
    text("stem", text::stem, "the last part of a path without its ending: `a/b.py` gives `b`"),
    text("strip", text::strip, "without the whitespace around it"),
    text("title", case::title, "every word with a capital"),
    sure("unique", list::unique, "every item once, where it stands first")
        .on(Takes::List, Gives::Same),
    text("upper", case::upper, "all in capitals"),
    attempt("where", list::filter, "the items whose field is `value`, or holds")
        .on(Takes::List, Gives::Same)
        .with("field, value", 1..=2),
    text("words", case::words, "the words of a name: `org auth token`"),
    attempt("wrap", text::wrap, "paragraphs broken into lines of at most `width` characters")
        .with("width", 1..=1),
];

const fn text(name: &'static str, run: fn(&str) -> String, doc: &'static str) -> Filter {
    Filter::new(name, Run::Text(run), doc)
}

const fn sure(name: &'static str, run: fn(&Value, &[Value]) -> Value, doc: &'static str) -> Filter {
    Filter::new(name, Run::Sure(run), doc)
}

const fn attempt(
    name: &'static str,
    run: fn(&Value, &[Value]) -> Result<Value, String>,
    doc: &'static str,
) -> Filter {
    Filter::new(name, Run::Try(run), doc)
}

/// How a row of the table is written: a filter of text without parameters, and what differs.
impl Filter {
    const fn new(name: &'static str, run: Run, doc: &'static str) -> Self {
        let (takes, gives) = (Takes::Text, Gives::Str);
        Self { name, parameters: "", doc, least: 0, most: 0, takes, gives, tolerant: false, run }
    }

    const fn on(self, takes: Takes, gives: Gives) -> Self {
        Self { takes, gives, ..self }
    }

    const fn with(self, parameters: &'static str, count: RangeInclusive<usize>) -> Self {
        Self { parameters, least: *count.start(), most: *count.end(), ..self }
    }

    const fn tolerant(self) -> Self {
        Self { tolerant: true, ..self }
    }
}

impl Filter {
    /// The name with its parameters, as it is written.
    pub(super) fn usage(&self) -> String {
        let Filter { name, parameters, .. } = self;
        if parameters.is_empty() { (*name).to_owned() } else { format!("{name}({parameters})") }
    }

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
        match self.run {
            Run::Text(run) => Ok(run(text_of(input)).into()),
            Run::Sure(run) => Ok(run(input, arguments)),
            Run::Try(run) => {
                run(input, arguments).map_err(|message| format!("`{}`: {message}", self.name))
            }
        }
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
