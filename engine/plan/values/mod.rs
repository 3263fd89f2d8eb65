//! How a test comes by the values it starts from: rows of the spec, each made of other values.

mod fit;
mod missing;
mod setup;

use std::sync::Arc;

use indexmap::IndexMap;

use crate::model::{Arguments, Case, Given, GivenSource, Model, ValueRow};
use crate::value::{Map, Value};

use super::Planner;
use fit::Parameter;
pub(super) use missing::Missing;
use setup::Setup;

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
    pub(super) variables: Vec<String>,
    /// What the values ask of the test.
    pub(super) flags: Map,
}

/// Makes the givens of a case.
pub(super) fn givens(
    planner: &mut Planner<'_, '_>,
    case: &Case,
    context: &Map,
    fixture: &str,
) -> Result<Givens, Missing> {
    let mut base = Map::from_iter([(Arc::from("fixture"), Value::from(fixture))]);
    base.extend(context.get("policy").map(|it| (Arc::from("policy"), it.clone())));
    let made = Made { flags: no_flags(planner.model), setup: Setup::default() };
    let mut maker = Maker { planner, base, made, open: Vec::new() };
    let mut names = Map::default();
    for given in &case.givens {
        let value = maker.given(given, context)?;
        names.insert(given.name.as_str().into(), value);
    }
    let Made { setup, flags } = maker.made;
    Ok(Givens { names, setup: setup.text(), variables: setup.variables(), flags })
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
}

/// What has been made up to now.
#[derive(Clone)]
struct Made {
    setup: Setup,
    flags: Map,
}

struct Maker<'p, 'm, 'r> {
    planner: &'p mut Planner<'m, 'r>,
    /// What every row's templates see.
    base: Map,
    made: Made,
    /// The rows that are being made, so that none is made of itself.
    open: Vec<String>,
}

impl Maker<'_, '_, '_> {
    fn given(&mut self, given: &Given, context: &Map) -> Result<Value, Missing> {
        match &given.source {
            GivenSource::Value(name) => self.value(name).map(|it| it.text.into()),
            GivenSource::Named(name) => {
                let name = self.planner.value(name, context).to_string();
                self.value(&name).map(|it| it.text.into())
            }
            GivenSource::Of(class) => {
                let class = self.planner.value(class, context).to_string();
                let made = self.instance(&class).ok_or(Missing::Class(class))?;
                Ok(made.text.into())
            }
            GivenSource::Parameters(arguments) => self.arguments(arguments, context),
        }
    }

    /// The arguments for a list of parameters: those that must be given, and those that are asked for.
    fn arguments(&mut self, arguments: &Arguments, context: &Map) -> Result<Value, Missing> {
        let parameters = self.planner.value(&arguments.parameters, context);
        let also = arguments.also.as_ref().map(|it| self.planner.value(it, context));
        let also = also.as_ref().map(texts).unwrap_or_default();
        let owner = arguments.owner.as_ref().map(|it| self.planner.value(it, context));
        let owner = owner.unwrap_or_default();
        let Value::List(parameters) = parameters else { return Ok(Value::list([])) };
        let mut made = Vec::new();
        for parameter in parameters.iter().filter_map(Parameter::of) {
            if parameter.required || also.contains(&parameter.name) {
                let value = self.parameter(&parameter, &owner, arguments.none)?;
                made.push(self.argument(&parameter.name, &value));
            }
        }
        Ok(Value::list(made))
    }

    /// What templates see of an argument.
    fn argument(&self, name: &str, value: &Expression) -> Value {
        let forms = self.planner.model.values.values().flat_map(|row| row.forms.keys());
        let mut map = Map::from_iter([
            ("name".into(), name.into()),
            ("value".into(), value.text.as_str().into()),
        ]);
        map.extend(forms.map(|form| (form.as_str().into(), value.form(form).into())));
        Value::Map(Arc::new(map))
    }

    /// A value for a parameter: of the first row that is good for it and can be made.
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
            let context: Map = self.base.clone().into_iter().chain(parts).collect();
            if self.planner.holds(fits.when.as_ref(), &context)
                && let Some(made) = self.attempt(|maker| maker.row(name, row, &context).ok())
            {
                return Ok(made);
            }
        }
        let annotation = parameter.annotation.as_deref().and_then(crate::python::Annotation::parse);
        let members = annotation.iter().flat_map(crate::python::Annotation::members);
        let made = members.map(ToString::to_string).find_map(|class| self.instance(&class));
        let nothing = none && annotation.is_some_and(|it| it.allows_none());
        let nothing = nothing.then(|| plain("None"));
        made.or(nothing).ok_or_else(|| Missing::Parameter(parameter.clone()))
    }

    /// The instance of a class.
    fn instance(&mut self, class: &str) -> Option<Expression> {
        let model = self.planner.model;
        let (name, _) = model.values.iter().find(|(_, row)| row.of.as_deref() == Some(class))?;
        self.attempt(|maker| maker.value(name).ok())
    }

    /// The value of this name.
    fn value(&mut self, name: &str) -> Result<Expression, Missing> {
        let model = self.planner.model;
        let row = model.values.get(name).ok_or_else(|| Missing::Value(name.to_owned()))?;
        if let Some(variable) = self.made.setup.made_by(name) {
            return Ok(plain(variable));
        }
        let context = self.base.clone();
        self.row(name, row, &context)
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
            let value = self.given(given, &context)?;
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
                None => self.made.setup.add(&source, name, text, within),
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
