//! Values by the structure of their annotation: containers, and classes by what they consist of.

use indexmap::IndexMap;

use crate::checkout::{Kind, Place};
use crate::inspect::class_is;
use crate::model::{Structure, Substance};
use crate::python::{Annotation, Assignment};
use crate::template::{singular, snake};
use crate::value::Value;

use super::fit::{Parameter, Scope};
use super::{DEPTH, Expression, Making, plain};

impl Making<'_, '_, '_> {
    /// A value of this annotation, which is that of a parameter or a part of it.
    pub(super) fn structure(
        &mut self,
        annotation: &Annotation,
        parameter: &Parameter,
    ) -> Option<Expression> {
        match annotation {
            Annotation::Union(_) => {
                let members = annotation.members();
                members
                    .into_iter()
                    .find_map(|it| self.attempt(|making| making.structure(it, parameter)))
            }
            Annotation::Of(head, items) => self.subscript(&short(head), items, parameter),
            Annotation::Name(name) => {
                let scope = parameter.scope.as_ref();
                let checkout = self.planner.checkout;
                let home = scope.and_then(|it| checkout.resolve(&it.module, it.at, name).place);
                self.instance(&short(name), home.as_ref())
                    .or_else(|| self.class(name, &home?, parameter))
            }
            Annotation::None => Some(plain("None")),
            Annotation::Text(_) => None,
        }
    }

    fn subscript(
        &mut self,
        head: &str,
        items: &[Annotation],
        parameter: &Parameter,
    ) -> Option<Expression> {
        let (first, second) = (items.first()?, items.get(1));
        if head == "Literal" {
            return Some(plain(&first.to_string()));
        }
        let mut made = |it: &Annotation| self.item(it, parameter);
        match (head.to_lowercase().as_str(), second) {
            ("list" | "sequence" | "iterable" | "collection" | "mutablesequence", None) => {
                Some(made(first)?.map(|it| format!("[{it}]")))
            }
            ("set" | "abstractset" | "mutableset", None) => {
                Some(made(first)?.map(|it| format!("{{{it}}}")))
            }
            ("frozenset", None) => Some(made(first)?.map(|it| format!("frozenset({{{it}}})"))),
            ("tuple", _) => {
                let items = items.iter().filter(|it| it.to_string() != "...");
                let items = items.map(made).collect::<Option<Vec<_>>>()?;
                let comma = if items.len() == 1 { "," } else { "" };
                Some(joined(&items, |it| format!("({}{comma})", it.join(", "))))
            }
            ("dict" | "mapping" | "mutablemapping", Some(second)) => {
                let pair = [made(first)?, made(second)?];
                Some(joined(&pair, |it| format!("{{{}}}", it.join(": "))))
            }
            _ => None,
        }
    }

    /// An item of what a parameter takes: as for a parameter with the singular of its name.
    fn item(&mut self, annotation: &Annotation, parameter: &Parameter) -> Option<Expression> {
        let name = singular(&parameter.name);
        let name = if name == parameter.name { String::new() } else { name };
        let annotation = Some(annotation.to_string());
        let scope = parameter.scope.clone();
        let item = Parameter { name, annotation, scope, ..Parameter::default() };
        self.parameter(&item, &Value::None, false).ok()
    }

    /// An instance of the class at `place`, called `name`, by what it consists of, or a value of
    /// what the name is an alias of.
    fn class(&mut self, name: &str, place: &Place, parameter: &Parameter) -> Option<Expression> {
        if self.open.len() > DEPTH {
            return None;
        }
        let key = format!("{}.{}", place.module.name, place.name);
        if self.open.contains(&key) {
            return None;
        }
        self.open.push(key);
        let made = match place.kind {
            Kind::Class => self.consisting(name, place),
            Kind::Assignment => self.alias(place, parameter),
            _ => None,
        };
        self.open.pop();
        made
    }

    fn alias(&mut self, place: &Place, parameter: &Parameter) -> Option<Expression> {
        let module = &place.module.module;
        let assignments = module.outline.assignments.iter();
        let value =
            assignments.filter(|it| it.range == place.range).find_map(|it| it.value.clone())?;
        let text = module.slice(&value);
        // `NewType("Name", str)`: what the new type is made of.
        let inner = text.strip_suffix(')').filter(|it| it.contains("NewType("));
        let text = inner.and_then(|it| it.split_once(',')).map_or(text, |(_, inner)| inner.trim());
        let scope = Some(Scope { module: place.module.clone(), at: place.range.start });
        let annotation = Some(text.to_owned());
        let name = parameter.name.clone();
        let parameter = Parameter { name, annotation, scope, ..Parameter::default() };
        self.parameter(&parameter, &Value::None, false).ok()
    }

    fn consisting(&mut self, name: &str, place: &Place) -> Option<Expression> {
        let model = self.planner.model;
        let (symbols, checkout) = (&model.symbols, self.planner.checkout);
        let structure =
            model.structures.iter().find(|it| class_is(&it.is, symbols, checkout, place))?;
        let name = self.bring(name, place)?;
        let made = match structure.made_of {
            Substance::Member => {
                let members = place.class()?.assignments.iter();
                let mut members =
                    members.filter(|it| it.value.is_some() && !it.name.starts_with('_'));
                plain(&format!("{name}.{}", members.next()?.name))
            }
            Substance::Keys => return self.keys(place),
            Substance::Fields => {
                let made = self.fields(place, &structure.blank)?;
                let arguments = made.iter().map(|(field, it)| format!("{field}={}", it.text));
                plain(&format!("{name}({})", arguments.collect::<Vec<_>>().join(", ")))
            }
        };
        Some(self.with_forms(made, structure))
    }

    fn with_forms(&mut self, made: Expression, structure: &Structure) -> Expression {
        let mut context = self.base.clone();
        context.insert("it".into(), made.text.as_str().into());
        let forms = structure.forms.iter();
        let forms = forms.map(|(name, it)| (name.clone(), self.planner.text(it, &context)));
        Expression { forms: forms.collect(), ..made }
    }

    /// The fields of a class that need a value, with one each, and those whose default is `blank`,
    /// if they can have another.
    fn fields(&mut self, place: &Place, blank: &[String]) -> Option<IndexMap<String, Expression>> {
        let mut made = IndexMap::new();
        for (place, field) in self.attributes(place) {
            match field.value.as_ref().map(|it| place.module.module.slice(it)) {
                None => {
                    let value = self.attribute(&place, &field)?;
                    made.insert(field.name, value);
                }
                Some(default) if blank.iter().any(|it| it == default) => {
                    let value = self.attempt(|making| making.attribute(&place, &field));
                    made.extend(value.map(|it| (field.name, it)));
                }
                Some(_) => {}
            }
        }
        Some(made)
    }

    /// A dict with the keys that are needed, or else with the first that can be made.
    fn keys(&mut self, place: &Place) -> Option<Expression> {
        let mut made: IndexMap<String, Expression> = IndexMap::new();
        for (place, key) in self.attributes(place) {
            let annotation = key.annotation.clone().unwrap_or_default();
            let optional = (is_partial(&place) && !annotation.contains("Required["))
                || annotation.contains("NotRequired[");
            if optional && !made.is_empty() {
                continue;
            }
            match self.attempt(|making| making.attribute(&place, &key)) {
                Some(value) => {
                    made.insert(key.name, value);
                }
                None if optional => {}
                None => return None,
            }
        }
        let (names, values): (Vec<String>, Vec<Expression>) = made.into_iter().unzip();
        Some(joined(&values, |texts| {
            let entries = names.iter().zip(texts).map(|(name, it)| format!("\"{name}\": {it}"));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }))
    }

    fn attribute(&mut self, place: &Place, attribute: &Assignment) -> Option<Expression> {
        let parameter = Parameter {
            name: attribute.name.clone(),
            annotation: attribute.annotation.clone(),
            scope: Some(Scope { module: place.module.clone(), at: place.range.start }),
            ..Parameter::default()
        };
        self.parameter(&parameter, &place.name.as_str().into(), true).ok()
    }

    /// The annotated attributes of a class and its ancestors, the furthest first.
    fn attributes(&self, place: &Place) -> Vec<(Place, Assignment)> {
        let ancestors = self.planner.checkout.ancestors(place);
        let line = ancestors.into_iter().rev().filter_map(|it| it.place).chain([place.clone()]);
        let mut found: IndexMap<String, (Place, Assignment)> = IndexMap::new();
        for place in line {
            let own = place.class().into_iter().flat_map(|it| &it.assignments);
            for it in
                own.filter(|it| it.annotation.as_ref().is_some_and(|it| !it.contains("ClassVar")))
            {
                found.insert(it.name.clone(), (place.clone(), it.clone()));
            }
        }
        found.into_values().collect()
    }

    /// Notes where a name comes from, so that a test can import it; the name as it is written.
    pub(super) fn bring(&mut self, name: &str, place: &Place) -> Option<String> {
        let head = name.split('.').next().unwrap_or(name);
        // A dotted name may go through a module: the class itself is imported then.
        let module = &place.module;
        let own = module.module.outline.class(head).is_some();
        let name = if own || place.kind == Kind::Function { name } else { place.name.as_str() };
        let head = name.split('.').next().unwrap_or(name).to_owned();
        let known = self.made.brought.entry(head).or_insert_with(|| module.name.clone());
        (*known == module.name).then(|| name.to_owned())
    }
}

/// The class of a `TypedDict` whose keys may all be missing.
fn is_partial(place: &Place) -> bool {
    place.class().is_some_and(|class| {
        let head = place.module.module.slice(&(class.range.start..class.body.start));
        head.split_whitespace().collect::<String>().contains("total=False")
    })
}

/// A name without the module before it.
fn short(name: &str) -> String {
    Annotation::Name(name.to_owned()).to_string()
}

/// The variable for an instance of a class.
pub(super) fn variable(class: &str) -> String {
    snake(class)
}

/// One expression of several, in every form that one of them has.
fn joined(items: &[Expression], write: impl Fn(Vec<String>) -> String) -> Expression {
    let text = write(items.iter().map(|it| it.text.clone()).collect());
    let names = items.iter().flat_map(|it| it.forms.keys());
    let form = |name: &String| {
        let texts = items.iter().map(|it| it.form(name).to_owned());
        (name.clone(), write(texts.collect()))
    };
    Expression { forms: names.map(form).collect(), text }
}
