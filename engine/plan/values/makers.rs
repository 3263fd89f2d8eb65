//! Functions of the checkout that make an instance of one class of that of another.

use std::sync::Arc;

use camino::Utf8PathBuf;

use crate::checkout::{Loaded, Place};
use crate::inspect::path_fits;
use crate::model::Maker;
use crate::python::{Annotation, Function};

use super::factories::parameters;
use super::fit::{Parameter, Scope, captures};
use super::{Expression, Making, structure};

impl Making<'_, '_, '_> {
    /// An instance of the class `class`, which `place` may define, by a function that makes one of
    /// something that can be made.
    pub(super) fn converted(&mut self, class: &str, home: Option<&Place>) -> Option<Expression> {
        let model = self.planner.model;
        for maker in &model.makers {
            for (module, function) in self.converters(maker, class, home) {
                let made = self.attempt(|making| making.convert(maker, &module, &function, class));
                if made.is_some() {
                    return made;
                }
            }
        }
        None
    }

    /// The functions that return the class, those nearest to it first.
    fn converters(
        &self,
        maker: &Maker,
        class: &str,
        home: Option<&Place>,
    ) -> Vec<(Arc<Loaded>, Function)> {
        let checkout = self.planner.checkout;
        let mut found = Vec::new();
        for path in self.planner.known.files(checkout, &self.planner.model.layout) {
            let names_it = || checkout.tree.read(path).is_ok_and(|text| text.contains(class));
            if !path_fits(&maker.path, path.as_str()) || !names_it() {
                continue;
            }
            let Ok(module) = checkout.load(path) else { continue };
            for function in &module.module.outline.functions {
                let is_called = captures(&maker.function, &function.name).is_some();
                if is_called && returns(function, class) {
                    found.push((module.clone(), function.clone()));
                }
            }
        }
        let home = home.map(|it| it.module.path.clone()).unwrap_or_default();
        found.sort_by_key(|(module, _)| std::cmp::Reverse(shared(&module.path, &home)));
        found
    }

    fn convert(
        &mut self,
        maker: &Maker,
        module: &Arc<Loaded>,
        function: &Function,
        class: &str,
    ) -> Option<Expression> {
        let scope = Scope { module: module.clone(), at: function.range.start };
        let needed: Vec<Parameter> =
            parameters(function, &scope).into_iter().filter(|it| it.required).collect();
        let [one] = needed.as_slice() else { return None };
        let annotation = Annotation::parse(one.annotation.as_deref()?)?;
        let (made, from) = annotation.members().into_iter().find_map(|member| {
            let Annotation::Name(written) = member else { return None };
            let name = member.to_string();
            let made = self.attempt(|making| making.direct(&name))?;
            let place = self.planner.checkout.resolve(module, scope.at, written).place?;
            Some((made, self.bring(&name, &place)?))
        })?;
        let home = module.place();
        let home = Place { kind: crate::checkout::Kind::Function, ..home };
        let called = self.bring(&function.name, &home)?;
        let mut context = self.base.clone();
        context.insert("it".into(), made.text.into());
        context.insert("function".into(), called.into());
        context.insert("class".into(), from.into());
        let within = maker.within.as_ref().map(|it| self.planner.text(it, &context));
        let mut text = self.planner.text(&maker.template, &context);
        if within.is_some() {
            text = match self.made.setup.made_by(&text) {
                Some(variable) => variable.to_owned(),
                None => {
                    self.made.setup.add(&text.clone(), &structure::variable(class), text, within)
                }
            };
        }
        context.insert("it".into(), text.as_str().into());
        let forms = maker.forms.iter();
        let forms = forms.map(|(name, it)| (name.clone(), self.planner.text(it, &context)));
        Some(Expression { forms: forms.collect(), text })
    }
}

fn returns(function: &Function, class: &str) -> bool {
    let annotation = function.returns.as_deref().and_then(Annotation::parse);
    annotation.is_some_and(|it| it.members().iter().any(|it| it.to_string() == class))
}

/// How many folders two paths share.
fn shared(a: &Utf8PathBuf, b: &Utf8PathBuf) -> usize {
    a.components().zip(b.components()).take_while(|(a, b)| a == b).count()
}
