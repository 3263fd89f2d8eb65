//! What a table of routes would hold if its modules were run: lists, sums, names, includes and calls
//! of functions that return lists. What cannot be known is left out; what may be added is added.

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use camino::Utf8PathBuf;

use crate::checkout::{Checkout, Kind, Loaded, Place};
use crate::model::{Model, RouteForm, RouteSpec};
use crate::pattern::{Bindings, Bound, Captured, Pattern, find_all};
use crate::python::{Argument, ByteRange, Effect, Literal, LiteralKind, Piece};

use super::super::matching::SymbolNames;

/// Steps that a table may take. One of a thousand routes takes some ten thousand.
const STEPS: usize = 200_000;
/// How deep calls, names and includes may lead into each other.
const DEPTH: usize = 100;
/// Rows that a table may have.
const ROWS: usize = 100_000;

/// One row of a table: what leads to one view.
#[derive(Clone)]
pub(super) struct Row {
    /// The whole pattern; `None` where a part of it could not be known.
    pub(super) pattern: Option<String>,
    /// The name, with its namespaces.
    pub(super) name: Option<String>,
    /// Where it leads.
    pub(super) view: View,
    /// The call that makes it.
    pub(super) entry: Place,
}

/// A view as the table names it.
#[derive(Clone)]
pub(super) struct View {
    /// The module that names it.
    pub(super) module: Arc<Loaded>,
    /// Where it does.
    pub(super) at: usize,
    /// The dotted name.
    pub(super) name: String,
    /// The keyword that it is given by: the only method it is for.
    pub(super) method: Option<String>,
    /// What the spec calls the call that wraps it.
    pub(super) wrapper: Option<String>,
}

/// The rows of the table that `spec` describes.
pub(super) fn evaluate(model: &Model, checkout: &Checkout<'_>, spec: &RouteSpec) -> Vec<Row> {
    let start = spec
        .starts
        .iter()
        .find_map(|(module, variable)| checkout.module(module).map(|module| (module, variable)));
    let Some((module, variable)) = start else { return Vec::new() };
    let names = SymbolNames(&model.symbols);
    let mut evaluation = Evaluation {
        checkout,
        names,
        spec,
        variable,
        modules: HashMap::new(),
        values: HashMap::new(),
        steps: STEPS,
        depth: 0,
    };
    evaluation.variable(&module, variable).rows()
}

/// What an expression makes, as far as a table of routes needs it.
#[derive(Clone)]
enum Value {
    Rows(Vec<Row>),
    Views(Vec<View>),
    Text(String),
    Unknown,
}

impl Value {
    fn rows(self) -> Vec<Row> {
        match self {
            Value::Rows(rows) => rows,
            _ => Vec::new(),
        }
    }

    fn text(self) -> Option<String> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Both, one behind the other.
    fn and(self, other: Value) -> Value {
        match (self, other) {
            (Value::Rows(mut rows), Value::Rows(more)) => {
                rows.extend(more.into_iter().take(ROWS.saturating_sub(rows.len())));
                Value::Rows(rows)
            }
            (Value::Text(a), Value::Text(b)) => Value::Text(a + &b),
            (Value::Rows(rows), _) | (_, Value::Rows(rows)) => Value::Rows(rows),
            _ => Value::Unknown,
        }
    }

    /// Either of them: of texts the first, of lists both.
    fn or(self, other: Value) -> Value {
        match (self, other) {
            (Value::Unknown, known) | (known, Value::Unknown) => known,
            (Value::Text(text), Value::Text(_)) => Value::Text(text),
            (Value::Views(mut views), Value::Views(more)) => {
                views.extend(more);
                Value::Views(views)
            }
            (a, b) => a.and(b),
        }
    }
}

/// A module that takes part, and the calls in it that the spec knows.
struct Part {
    loaded: Arc<Loaded>,
    effects: Rc<Vec<Effect>>,
    forms: HashMap<ByteRange, (usize, Bindings)>,
}

/// Where names are looked up.
#[derive(Clone)]
struct Scope {
    part: Rc<Part>,
    /// The statements of the module or function.
    effects: Rc<Vec<Effect>>,
    /// What a function was called with; `None` in a module.
    arguments: Option<Rc<HashMap<String, Value>>>,
    /// The variable that is being worked out, and what it is so far.
    so_far: Option<(String, Value)>,
}

struct Evaluation<'a> {
    checkout: &'a Checkout<'a>,
    names: SymbolNames<'a>,
    spec: &'a RouteSpec,
    /// The variable that an included module is read for.
    variable: &'a str,
    modules: HashMap<Utf8PathBuf, Rc<Part>>,
    /// Variables of modules; unknown as long as they are being worked out.
    values: HashMap<(Utf8PathBuf, String), Value>,
    steps: usize,
    depth: usize,
}

impl Evaluation<'_> {
    fn part(&mut self, loaded: &Arc<Loaded>) -> Rc<Part> {
        if let Some(part) = self.modules.get(&loaded.path) {
            return part.clone();
        }
        let patterns: Vec<&Pattern> = self.spec.forms.iter().map(|(it, _)| it).collect();
        let mut forms = HashMap::new();
        for (index, found) in find_all(&patterns, &loaded.module, &self.names) {
            // At one call they come in the order of the spec, and the first decides.
            forms.entry(found.range).or_insert((index, found.bindings));
        }
        let effects = Rc::new(loaded.module.effects());
        let part = Rc::new(Part { loaded: loaded.clone(), effects, forms });
        self.modules.insert(loaded.path.clone(), part.clone());
        part
    }

    /// What the variable `name` of a module is when the module has run.
    fn variable(&mut self, module: &Arc<Loaded>, name: &str) -> Value {
        let key = (module.path.clone(), name.to_owned());
        if let Some(value) = self.values.get(&key) {
            return value.clone();
        }
        self.values.insert(key.clone(), Value::Unknown);
        let part = self.part(module);
        let effects = part.effects.clone();
        let scope = Scope { part, effects, arguments: None, so_far: None };
        let value = self.local(&scope, name);
        self.values.insert(key, value.clone());
        value
    }

    /// What the statements of a scope make of `name`.
    fn local(&mut self, scope: &Scope, name: &str) -> Value {
        let mut scope = Scope { so_far: Some((name.to_owned(), Value::Unknown)), ..scope.clone() };
        let effects = scope.effects.clone();
        self.apply(&effects, name, &mut scope, Certainty::Always);
        scope.so_far.map_or(Value::Unknown, |(_, value)| value)
    }

    fn apply(&mut self, effects: &[Effect], name: &str, scope: &mut Scope, certainty: Certainty) {
        for effect in effects {
            let value = match effect {
                Effect::Bind(to, it) if to == name => {
                    let value = self.value(scope, it);
                    match certainty {
                        Certainty::Always => value,
                        Certainty::Perhaps => so_far(scope).or(value),
                    }
                }
                Effect::Extend(to, it) | Effect::Append(to, it) if to == name => {
                    let value = self.value(scope, it);
                    so_far(scope).and(value)
                }
                Effect::Perhaps(block) => {
                    self.apply(block, name, scope, Certainty::Perhaps);
                    continue;
                }
                _ => continue,
            };
            scope.so_far = Some((name.to_owned(), value));
        }
    }

    fn value(&mut self, scope: &Scope, literal: &Literal) -> Value {
        if self.steps == 0 || self.depth == DEPTH {
            return Value::Unknown;
        }
        self.steps -= 1;
        self.depth += 1;
        let value = match scope.part.forms.get(&literal.range) {
            Some((index, bindings)) => self.form(scope, literal, *index, bindings),
            None => self.plain(scope, literal),
        };
        self.depth -= 1;
        value
    }

    fn plain(&mut self, scope: &Scope, literal: &Literal) -> Value {
        match &literal.kind {
            LiteralKind::Text(pieces) => self.text(scope, pieces),
            LiteralKind::List(elements) => {
                elements.iter().fold(Value::Rows(Vec::new()), |list, element| {
                    list.and(self.value(scope, &element.value))
                })
            }
            LiteralKind::Sum(a, b) => {
                let a = self.value(scope, a);
                a.and(self.value(scope, b))
            }
            LiteralKind::Name(name) => self.name(scope, name, literal.range.start),
            LiteralKind::Call { function, arguments } => {
                self.call(scope, function, arguments, literal.range.start)
            }
            LiteralKind::Choice(choices) => choices
                .iter()
                .fold(Value::Unknown, |value, choice| value.or(self.value(scope, choice))),
            LiteralKind::Unread => Value::Unknown,
        }
    }

    fn text(&mut self, scope: &Scope, pieces: &[Piece]) -> Value {
        let mut text = String::new();
        for piece in pieces {
            match piece {
                Piece::Text(it) => text.push_str(it),
                Piece::Hole(it) => match self.value(scope, it).text() {
                    Some(it) => text.push_str(&it),
                    None => return Value::Unknown,
                },
            }
        }
        Value::Text(text)
    }

    fn name(&mut self, scope: &Scope, name: &str, at: usize) -> Value {
        if let Some(value) = self.own(scope, name) {
            return value;
        }
        let module = &scope.part.loaded;
        match self.checkout.resolve(module, at, name).place {
            Some(place) if place.kind == Kind::Assignment => {
                self.variable(&place.module, &place.name)
            }
            Some(place) if place.kind == Kind::Module => {
                self.variable(&place.module, self.variable)
            }
            _ => Value::Views(vec![view(module, at, name)]),
        }
    }

    /// What `name` is in the scope itself, a function's or the variable that is being worked out.
    fn own(&mut self, scope: &Scope, name: &str) -> Option<Value> {
        if let Some((variable, value)) = &scope.so_far
            && variable == name
        {
            return Some(value.clone());
        }
        let arguments = scope.arguments.as_ref()?;
        let bound = scope.effects.iter().any(|it| binds(it, name));
        arguments.get(name).cloned().or_else(|| bound.then(|| self.local(scope, name)))
    }

    /// What a function returns. Of several `return`s, what any of them does.
    fn call(&mut self, scope: &Scope, name: &str, arguments: &[Argument], at: usize) -> Value {
        if let ("list" | "tuple", [only]) = (name, arguments) {
            return self.value(scope, &only.value);
        }
        let module = &scope.part.loaded;
        let place = self.checkout.resolve(module, at, name).place;
        let Some(place) = place.filter(|it| it.kind == Kind::Function) else {
            return Value::Unknown;
        };
        let Some((parameters, effects)) = place.module.module.function_effects(&place.range) else {
            return Value::Unknown;
        };
        let mut given: HashMap<String, Value> =
            parameters.iter().map(|it| (it.clone(), Value::Unknown)).collect();
        for (index, argument) in arguments.iter().enumerate() {
            let name = argument.name.as_ref().or(parameters.get(index));
            if let Some(name) = name {
                given.insert(name.clone(), self.value(scope, &argument.value));
            }
        }
        let part = self.part(&place.module);
        let (effects, arguments) = (Rc::new(effects), Some(Rc::new(given)));
        let scope = Scope { part, effects: effects.clone(), arguments, so_far: None };
        self.returned(&scope, &effects)
    }

    fn returned(&mut self, scope: &Scope, effects: &[Effect]) -> Value {
        effects.iter().fold(Value::Unknown, |value, effect| match effect {
            Effect::Return(it) => value.or(self.value(scope, it)),
            Effect::Perhaps(block) => value.or(self.returned(scope, block)),
            _ => value,
        })
    }

    /// What a call is that the spec knows.
    fn form(&mut self, scope: &Scope, call: &Literal, index: usize, bindings: &Bindings) -> Value {
        match &self.spec.forms[index].1 {
            RouteForm::Entry => self.entry(scope, call, bindings),
            RouteForm::Include => self.include(scope, call, bindings),
            RouteForm::View(wrapper) => {
                let views = self.views(scope, call, bindings).into_iter();
                let wrapped = |it: View| View { wrapper: wrapper.clone().or(it.wrapper), ..it };
                Value::Views(views.map(wrapped).collect())
            }
        }
    }

    fn entry(&mut self, scope: &Scope, call: &Literal, bindings: &Bindings) -> Value {
        let pattern = self.captured(scope, call, bindings, "PATTERN").text();
        match self.captured(scope, call, bindings, "VIEW") {
            Value::Rows(rows) => {
                let below = |row: Row| Row { pattern: joined(pattern.as_ref(), &row), ..row };
                Value::Rows(rows.into_iter().map(below).collect())
            }
            Value::Views(views) => {
                let name = self.captured(scope, call, bindings, "NAME").text();
                let module = scope.part.loaded.clone();
                let (kind, range) = (Kind::Code, call.range.clone());
                let entry = Place { module, name: String::new(), kind, range };
                let row = |view| {
                    let (pattern, name) = (pattern.clone(), name.clone());
                    Row { pattern, name, view, entry: entry.clone() }
                };
                Value::Rows(views.into_iter().map(row).collect())
            }
            _ => Value::Unknown,
        }
    }

    fn include(&mut self, scope: &Scope, call: &Literal, bindings: &Bindings) -> Value {
        let routes = match self.captured(scope, call, bindings, "ROUTES") {
            Value::Text(dotted) => match self.checkout.module(&dotted) {
                Some(module) => self.variable(&module, self.variable),
                None => Value::Unknown,
            },
            other => other,
        };
        let Some(namespace) = self.captured(scope, call, bindings, "NAMESPACE").text() else {
            return Value::Rows(routes.rows());
        };
        let below = |row: Row| Row { name: row.name.map(|it| format!("{namespace}:{it}")), ..row };
        Value::Rows(routes.rows().into_iter().map(below).collect())
    }

    fn views(&mut self, scope: &Scope, call: &Literal, bindings: &Bindings) -> Vec<View> {
        match bindings.get("VIEW") {
            Some(Bound::Many(items)) => {
                let LiteralKind::Call { arguments, .. } = &call.kind else { return Vec::new() };
                let is_in = |it: &&Argument| {
                    let range = &it.value.range;
                    items.iter().any(|i| i.range.start <= range.start && range.end <= i.range.end)
                };
                let each = arguments.iter().filter(is_in).flat_map(|it| {
                    let method = it.name.as_ref().map(|it| it.to_lowercase());
                    let views = self.value(scope, &it.value).views();
                    let of =
                        move |view: View| View { method: method.clone().or(view.method), ..view };
                    views.into_iter().map(of)
                });
                each.collect()
            }
            _ => self.captured(scope, call, bindings, "VIEW").views(),
        }
    }

    /// What a metavariable of a call stands for.
    fn captured(
        &mut self,
        scope: &Scope,
        call: &Literal,
        bindings: &Bindings,
        name: &str,
    ) -> Value {
        let Some(Bound::One(Captured { text, range })) = bindings.get(name) else {
            return Value::Unknown;
        };
        if let Some(literal) = call.at(range).filter(|it| it.range != call.range) {
            return self.value(scope, literal);
        }
        // Not an argument: what the call is called on, a name. It is followed when it is asked for.
        let own = self.own(scope, text);
        own.unwrap_or_else(|| Value::Views(vec![view(&scope.part.loaded, range.start, text)]))
    }
}

impl Value {
    fn views(self) -> Vec<View> {
        match self {
            Value::Views(views) => views,
            _ => Vec::new(),
        }
    }
}

/// Whether an effect is sure to come about.
#[derive(Clone, Copy)]
enum Certainty {
    Always,
    Perhaps,
}

fn so_far(scope: &Scope) -> Value {
    scope.so_far.clone().map_or(Value::Unknown, |(_, value)| value)
}

fn binds(effect: &Effect, name: &str) -> bool {
    match effect {
        Effect::Bind(to, _) => to == name,
        Effect::Perhaps(block) => block.iter().any(|it| binds(it, name)),
        _ => false,
    }
}

fn view(module: &Arc<Loaded>, at: usize, name: &str) -> View {
    let (module, name) = (module.clone(), name.to_owned());
    View { module, at, name, method: None, wrapper: None }
}

/// The pattern of a row that is included under `prefix`.
fn joined(prefix: Option<&String>, row: &Row) -> Option<String> {
    let rest = row.pattern.as_ref()?;
    Some(format!("{}{}", prefix?, rest.strip_prefix('^').unwrap_or(rest)))
}
