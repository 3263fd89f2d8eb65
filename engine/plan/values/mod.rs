//! How a test comes by the values it starts from: rows of the spec, each made of other values.

mod factories;
mod fit;
mod makers;
mod missing;
mod setup;
mod structure;

use std::cell::OnceCell;
use std::rc::Rc;
use std::sync::Arc;

use camino::Utf8PathBuf;
use indexmap::IndexMap;

use crate::checkout::{Checkout, Place};
use crate::inspect::Subject;
use crate::model::{
    Arguments, Case, Given, GivenSource, Layout, Model, StyleName, Suite, ValueRow,
};
use crate::python::Annotation;
use crate::value::{Map, Value};

use super::{FileStyle, Planner};
use factories::Factory;
use fit::{Parameter, Scope};
pub(super) use missing::Missing;
use setup::Setup;
pub use setup::Variable;

/// How deep values are made of each other.
const DEPTH: usize = 16;

/// The values that a test starts from.
#[derive(Default)]
pub(super) struct Givens {
    /// What templates see of them, by the names they have there.
    pub(super) names: Map,
    /// The lines that make them, in order.
    pub(super) setup: Vec<String>,
    /// The variables that these lines make.
    pub(super) variables: Vec<Variable>,
    /// What the values ask of the test.
    pub(super) flags: Map,
    /// Where names in the values come from.
    pub(super) brought: IndexMap<String, String>,
}

/// What was read of a checkout to make values, when it was first needed.
#[derive(Default)]
pub(super) struct Known {
    class_factories: OnceCell<Rc<Vec<Factory>>>,
    function_factories: OnceCell<Rc<Vec<Factory>>>,
    files: OnceCell<Vec<Utf8PathBuf>>,
}

impl Known {
    fn factories(
        &self,
        model: &Model,
        checkout: &Checkout<'_>,
        style: StyleName,
    ) -> Rc<Vec<Factory>> {
        let cell = match style {
            StyleName::Class => &self.class_factories,
            StyleName::Function => &self.function_factories,
        };
        cell.get_or_init(|| Rc::new(factories::read(model, checkout, style))).clone()
    }

    /// The source files that are no tests.
    fn files(&self, checkout: &Checkout<'_>, layout: &Layout) -> &[Utf8PathBuf] {
        self.files.get_or_init(|| {
            let files = layout.source_roots.iter().flat_map(|it| checkout.tree.python_files(it));
            let is_test =
                |it: &Utf8PathBuf| layout.test_roots.iter().any(|root| it.starts_with(root));
            let mut files: Vec<_> = files.filter(|it| !is_test(it)).collect();
            files.sort();
            files.dedup();
            files
        })
    }
}

/// Makes the givens of a case.
pub(super) fn givens(
    planner: &mut Planner<'_, '_>,
    (suite, case): (&Suite, &Case),
    subject: &Subject,
    context: &Map,
    style: FileStyle,
) -> Result<Givens, Missing> {
    let (style, fixture) = match style {
        FileStyle::Classes => (StyleName::Class, &planner.model.class_style.fixture),
        FileStyle::Functions => (StyleName::Function, &planner.model.function_style.fixture),
    };
    let mut base = Map::from_iter([(Arc::from("fixture"), Value::from(fixture.as_str()))]);
    base.extend(context.get("policy").map(|it| (Arc::from("policy"), it.clone())));
    let made = Made { flags: no_flags(planner.model), ..Made::default() };
    let place = &subject.place;
    let scope = Scope { module: place.module.clone(), at: place.range.start };
    let mut making = Making {
        planner,
        style,
        base,
        scope,
        made,
        open: Vec::new(),
        lacking: Vec::new(),
        beside: Vec::new(),
        ready: &suite.ready,
        used: Vec::new(),
    };
    let mut names = Map::default();
    for given in &case.givens {
        let value = making.given_or_none(given, context)?;
        names.insert(given.name.as_str().into(), value);
    }
    let Made { setup, flags, brought } = making.made;
    Ok(Givens { names, setup: setup.text(), variables: setup.variables(), flags, brought })
}

/// What values may ask of a test, none of it asked for.
pub(crate) fn no_flags(model: &Model) -> Map {
    let names = model.values.values().flat_map(|row| row.flags.keys());
    names.map(|name| (name.as_str().into(), Value::None)).collect()
}

/// A value: how Python writes it, and the other forms that a row gives.
#[derive(Clone)]
struct Expression {
    text: String,
    forms: IndexMap<String, String>,
}

impl Expression {
    fn form(&self, name: &str) -> &str {
        self.forms.get(name).unwrap_or(&self.text)
    }

    /// The expression with something around it, in every form.
    fn map(self, write: impl Fn(&str) -> String) -> Self {
        let forms = self.forms.iter().map(|(name, it)| (name.clone(), write(it))).collect();
        Self { text: write(&self.text), forms }
    }
}

/// What has been made up to now.
#[derive(Clone, Default)]
struct Made {
    setup: Setup,
    flags: Map,
    brought: IndexMap<String, String>,
}

struct Making<'p, 'm, 'r> {
    planner: &'p mut Planner<'m, 'r>,
    style: StyleName,
    /// Where the annotations of the target are written.
    scope: Scope,
    /// What every row's templates see.
    base: Map,
    made: Made,
    /// The rows that are being made, so that none is made of itself.
    open: Vec<String>,
    /// Parameters for which nothing was found, the innermost first.
    lacking: Vec<Parameter>,
    /// The parameters of the call that arguments are being made for.
    beside: Vec<String>,
    /// Values that the class has as attributes.
    ready: &'p [String],
    /// What the instance that is being made is made of, by name.
    used: Vec<String>,
}

impl Making<'_, '_, '_> {
    /// A given, or none where the test can do without.
    fn given_or_none(&mut self, given: &Given, context: &Map) -> Result<Value, Missing> {
        if given.optional {
            return Ok(self.attempt(|it| it.given(given, context).ok()).unwrap_or_default());
        }
        self.given(given, context)
    }

    fn given(&mut self, given: &Given, context: &Map) -> Result<Value, Missing> {
        match &given.source {
            GivenSource::Value(name) => self.value(name).map(|it| it.text.into()),
            GivenSource::Named(name) => {
                let name = self.planner.value(name, context).to_string();
                // A name that was put together means a thing, not what is good for a parameter.
                match self.planner.model.values.get(&name) {
                    Some(row) if row.fits.is_some() => Err(Missing::Value(name)),
                    _ => self.value(&name).map(|it| it.text.into()),
                }
            }
            GivenSource::Of(class) => {
                let class = self.planner.value(class, context).to_string();
                let from = given.from.as_ref().map(|it| self.planner.value(it, context));
                self.used.clear();
                match self.instance(&class, None) {
                    Some(made) if self.is_made_of(from.as_ref()) => Ok(made.text.into()),
                    _ => Err(Missing::Class(class)),
                }
            }
            GivenSource::Parameters(arguments) => self.arguments(arguments, context),
        }
    }

    /// The arguments for a list of parameters: those that must be given, and those that are asked for.
    fn arguments(&mut self, arguments: &Arguments, context: &Map) -> Result<Value, Missing> {
        let parameters = self.planner.value(&arguments.parameters, context);
        let also = arguments.also.as_ref().map(|it| self.planner.value(it, context));
        let also = also.as_ref().map(texts).unwrap_or_default();
        let apart = arguments.apart.as_ref().map(|it| self.planner.value(it, context));
        let apart = apart.as_ref().map(texts).unwrap_or_default();
        let owner = arguments.owner.as_ref().map(|it| self.planner.value(it, context));
        let owner = owner.unwrap_or_default();
        let Value::List(parameters) = parameters else { return Ok(Value::list([])) };
        let mut made = Vec::new();
        let parameters: Vec<Parameter> =
            parameters.iter().filter_map(|it| Parameter::of(it, &self.scope)).collect();
        self.beside = parameters.iter().map(|it| it.name.clone()).collect();
        for parameter in parameters {
            if parameter.required || also.contains(&parameter.name) {
                self.lacking.clear();
                let mut value = self.parameter(&parameter, &owner, arguments.none)?;
                if apart.contains(&parameter.name) {
                    value = self.apart(&parameter.name, value);
                }
                made.push(self.argument(&parameter, &value));
            }
        }
        Ok(Value::list(made))
    }

    /// A value that is more than a name or a literal, under a name of its own.
    fn apart(&mut self, name: &str, value: Expression) -> Expression {
        let text = value.text.clone();
        if !text.ends_with([')', '}']) {
            return value;
        }
        // Where a variable is called so, the class of what is made says which one this is.
        let class = text.split('(').next().unwrap_or_default();
        let taken = self.made.setup.has(name);
        let name = if taken { structure::variable(class) } else { name.to_owned() };
        let variable = self.made.setup.add(&text, &name, text.clone(), None);
        value.map(|it| it.replace(&text, &variable))
    }

    /// What templates see of an argument.
    fn argument(&self, parameter: &Parameter, value: &Expression) -> Value {
        let forms = self.planner.model.forms();
        let mut map = Map::from_iter([
            ("name".into(), parameter.name.as_str().into()),
            ("before".into(), parameter.before.as_deref().map_or(Value::None, Value::from)),
            ("value".into(), value.text.as_str().into()),
        ]);
        map.extend(forms.map(|form| (form.into(), value.form(form).into())));
        Value::Map(Arc::new(map))
    }

    /// A value for a parameter: of the first row that is good for it and can be made, or else by the
    /// structure of its annotation.
    fn parameter(
        &mut self,
        parameter: &Parameter,
        owner: &Value,
        none: bool,
    ) -> Result<Expression, Missing> {
        let owners = texts(owner);
        let model = self.planner.model;
        for (name, row) in &model.values {
            let Some(fits) = &row.fits else { continue };
            let Some(mut parts) = fit::fits(fits, parameter, &owners) else { continue };
            parts.insert("parameter".into(), parameter.value());
            parts.insert("owner".into(), owner.clone());
            let beside = self.beside.iter().map(|it| it.as_str().into());
            parts.insert("beside".into(), Value::list(beside));
            let context: Map = self.base.clone().into_iter().chain(parts).collect();
            if self.planner.holds(fits.when.as_ref(), &context)
                && let Some(made) = self.attempt(|making| making.row(name, row, &context).ok())
            {
                return Ok(made);
            }
        }
        let annotation = parameter.annotation.as_deref().and_then(Annotation::parse);
        let made = annotation
            .as_ref()
            .and_then(|it| self.attempt(|making| making.structure(it, parameter)));
        let nothing = none && annotation.is_some_and(|it| it.allows_none());
        let nothing = nothing.then(|| plain("None"));
        made.or(nothing).ok_or_else(|| {
            let part = self.lacking.iter().find(|it| !it.name.is_empty()).cloned().map(Box::new);
            self.lacking.push(parameter.clone());
            Missing::Parameter(Box::new(parameter.clone()), part)
        })
    }

    /// The instance of a class, which `home` may define.
    fn instance(&mut self, class: &str, home: Option<&Place>) -> Option<Expression> {
        self.direct(class).or_else(|| self.converted(class, home))
    }

    /// The instance of a class by a row or a factory.
    fn direct(&mut self, class: &str) -> Option<Expression> {
        let model = self.planner.model;
        let row = model.values.iter().find(|(_, row)| row.of.as_deref() == Some(class));
        if let Some((name, _)) = row {
            return self.attempt(|making| making.value(name).ok());
        }
        let factories = self.factories();
        let is_named = |it: &&Factory| it.name.replace('_', "") == class.to_lowercase();
        let makes = |it: &&Factory| it.class.as_deref() == Some(class);
        let own = factories.iter().filter(makes).find(is_named);
        let factory = own.or_else(|| factories.iter().find(makes))?;
        self.attempt(|making| making.factory(factory).ok())
    }

    fn factories(&self) -> Rc<Vec<Factory>> {
        let Planner { known, model, checkout, .. } = &*self.planner;
        known.factories(model, checkout, self.style)
    }

    /// What a factory makes: what it must be given is made first, and what it passes on is given.
    fn factory(&mut self, factory: &Factory) -> Result<Expression, Missing> {
        let source = format!("the factory {}", factory.method);
        if let Some(variable) = self.made.setup.made_by(&source) {
            return Ok(plain(variable));
        }
        if self.open.len() > DEPTH || self.open.contains(&source) {
            return Err(Missing::Value(factory.name.clone()));
        }
        self.open.push(source.clone());
        let arguments = self.factory_arguments(factory);
        self.open.pop();
        let fixture = self.base.get("fixture").map(ToString::to_string).unwrap_or_default();
        let call = format!("{fixture}.{}({})", factory.method, arguments?.join(", "));
        Ok(plain(&self.made.setup.add(&source, &factory.name, call, None)))
    }

    fn factory_arguments(&mut self, factory: &Factory) -> Result<Vec<String>, Missing> {
        let mut arguments = Vec::new();
        let owner = Value::from(factory.method.as_str());
        for parameter in &factory.parameters {
            let name = &parameter.name;
            let value = if parameter.required {
                self.parameter(parameter, &owner, false)?
            } else if factory.passes.contains(name) {
                let Some(value) = self.attempt(|making| making.value(name).ok()) else { continue };
                value
            } else {
                continue;
            };
            arguments.push(format!("{name}={}", value.text));
        }
        Ok(arguments)
    }

    /// The value of this name.
    fn value(&mut self, name: &str) -> Result<Expression, Missing> {
        let model = self.planner.model;
        self.uses(name);
        if self.style == StyleName::Class && self.ready.iter().any(|it| it == name) {
            return Ok(plain(&format!("{}.{name}", model.class_style.fixture)));
        }
        let Some(row) = model.values.get(name) else {
            let factories = self.factories();
            let factory = factories.iter().find(|it| it.name == name);
            return self.factory(factory.ok_or_else(|| Missing::Value(name.to_owned()))?);
        };
        if let Some(variable) = self.made.setup.made_by(name) {
            return Ok(plain(variable));
        }
        let context = self.base.clone();
        self.row(name, row, &context)
    }

    /// Notes what an instance is made of directly, which may have been made before.
    fn uses(&mut self, name: &str) {
        if self.open.len() < 2 {
            self.used.push(name.to_owned());
        }
        if self.open.is_empty() {
            let row = self.planner.model.values.get(name);
            self.used.extend(row.into_iter().flat_map(|it| it.needs.iter().cloned()));
        }
    }

    /// Whether all that it is to be made of was used.
    fn is_made_of(&self, from: Option<&Value>) -> bool {
        from.is_none_or(|it| texts(it).iter().all(|it| self.used.contains(it)))
    }

    /// What a row makes where its templates see `context`.
    fn row(&mut self, name: &str, row: &ValueRow, context: &Map) -> Result<Expression, Missing> {
        if self.open.len() > DEPTH || self.open.iter().any(|it| it == name) {
            return Err(Missing::Value(name.to_owned()));
        }
        self.open.push(name.to_owned());
        let made = self.filled(name, row, context.clone());
        self.open.pop();
        made
    }

    fn filled(
        &mut self,
        name: &str,
        row: &ValueRow,
        mut context: Map,
    ) -> Result<Expression, Missing> {
        for given in &row.givens {
            let value = self.given_or_none(given, &context)?;
            context.insert(given.name.as_str().into(), value);
        }
        for need in &row.needs {
            let value = self.value(need)?;
            context.insert(need.as_str().into(), value.text.into());
        }
        let within = row.within.as_ref().map(|it| self.planner.text(it, &context));
        let mut text = self.planner.text(&row.template, &context);
        for (flag, value) in &row.flags {
            let value = self.planner.text(value, &context);
            self.made.flags.insert(flag.as_str().into(), value.into());
        }
        // What must be done in a context, or in several lines, is no expression.
        if row.fits.is_none() || within.is_some() || text.contains('\n') {
            let source = if row.fits.is_none() { name.to_owned() } else { text.clone() };
            text = match self.made.setup.made_by(&source) {
                Some(variable) => variable.to_owned(),
                None => {
                    let variable = row.called.as_deref().unwrap_or(name);
                    let variable = self.made.setup.add(&source, variable, text, within);
                    if row.fetched {
                        self.made.setup.only_fetches(&variable);
                    }
                    variable
                }
            };
        }
        context.insert("it".into(), text.as_str().into());
        let forms = row.forms.iter();
        let forms = forms.map(|(name, it)| (name.clone(), self.planner.text(it, &context)));
        let forms = forms.collect();
        Ok(Expression { text, forms })
    }

    /// Tries to make something; what was made on the way to nothing is forgotten.
    fn attempt<T>(&mut self, make: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let before = self.made.clone();
        let made = make(self);
        if made.is_none() {
            self.made = before;
        }
        made
    }
}

fn plain(text: &str) -> Expression {
    Expression { text: text.to_owned(), forms: IndexMap::new() }
}

/// A text, or the texts of a list.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::List(items) => items.iter().map(ToString::to_string).collect(),
        Value::None => Vec::new(),
        other => vec![other.to_string()],
    }
}
