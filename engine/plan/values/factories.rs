//! The checkout's factories: what they are called, what they take and what they return. Stops at
//! what can be read of them: nothing is made here.

use std::sync::{Arc, LazyLock};

use crate::checkout::{Checkout, Loaded, Place};
use crate::inspect::SymbolNames;
use crate::model::{Factories, Model, StyleName, Symbols};
use crate::pattern::{Bindings, Bound, Captured, Depth, Exact, Pattern};
use crate::python::{Annotation, Function, ParameterKind};

use super::fit::{Parameter, Scope, captures};

/// How far a factory is followed to the one it calls.
const DEPTH: usize = 4;

static DELEGATION: LazyLock<Option<Pattern>> =
    LazyLock::new(|| Pattern::parse("return $OWNER.$METHOD($$$ARGUMENTS)").ok());
static RETURNED: LazyLock<Option<Pattern>> =
    LazyLock::new(|| Pattern::parse("return $RESULT").ok());

/// A method that makes instances of a class.
pub(super) struct Factory {
    /// The value's name.
    pub(super) name: String,
    pub(super) method: String,
    /// The class of what it returns, where that can be seen.
    pub(super) class: Option<String>,
    pub(super) parameters: Vec<Parameter>,
    /// Parameters that get an argument though they need none.
    pub(super) passes: Vec<String>,
}

/// The factories that tests of this style can call.
pub(super) fn read(model: &Model, checkout: &Checkout<'_>, style: StyleName) -> Vec<Factory> {
    let mut found: Vec<Factory> = Vec::new();
    for spec in model.factories.iter().filter(|it| it.on == style) {
        let Some(place) = class_of(&model.symbols, checkout, &spec.of) else { continue };
        let reader = Reader { spec, symbols: &model.symbols, checkout };
        for function in place.class().into_iter().flat_map(|it| &it.methods) {
            let parts = captures(&spec.method, &function.name);
            let name = parts.and_then(|it| it.get("name")?.as_str().map(str::to_owned));
            if let Some(name) = name {
                let Read { parameters, class } = reader.function(&place.module, function, 0);
                let (method, passes) = (function.name.clone(), spec.passes.clone());
                found.push(Factory { name, method, class, parameters, passes });
            }
        }
    }
    found
}

fn class_of(symbols: &Symbols, checkout: &Checkout<'_>, symbol: &str) -> Option<Place> {
    let mut places = symbols.0.get(symbol)?.places.iter();
    places.find_map(|it| checkout.member(&it.module, it.name.as_ref()?).place)
}

struct Reader<'a> {
    spec: &'a Factories,
    symbols: &'a Symbols,
    checkout: &'a Checkout<'a>,
}

/// What a factory takes and returns.
#[derive(Default)]
struct Read {
    parameters: Vec<Parameter>,
    class: Option<String>,
}

impl Reader<'_> {
    fn function(&self, module: &Arc<Loaded>, function: &Function, depth: usize) -> Read {
        let scope = Scope { module: module.clone(), at: function.range.start };
        let parameters = parameters(function, &scope);
        let class = function.returns.as_deref().and_then(annotated_class);
        let class = class.or_else(|| self.returned(module, function));
        let is_open = function.parameters.iter().any(|it| is_variadic(it.kind));
        let delegate = (is_open && depth < DEPTH).then(|| self.delegate(module, function, depth));
        let mut read = Read { parameters, class };
        if let Some((delegate, given)) = delegate.flatten() {
            let new = delegate.parameters.into_iter().enumerate().filter(|(index, it)| {
                *index >= given.positional
                    && !given.names.contains(&it.name)
                    && read.parameters.iter().all(|own| own.name != it.name)
            });
            let new: Vec<Parameter> = new.map(|(_, it)| it).collect();
            read.parameters.extend(new);
            read.class = read.class.or(delegate.class);
        }
        read
    }

    /// The factory that this one calls with what it is given, and what it gives it besides.
    fn delegate(
        &self,
        module: &Arc<Loaded>,
        function: &Function,
        depth: usize,
    ) -> Option<(Read, GivenOn)> {
        let (parsed, free) = (&module.module, Bindings::default());
        let found = DELEGATION.as_ref()?.find(parsed, &function.body, Depth::Any, &free, &Exact);
        let bindings = found.into_iter().next_back()?.bindings;
        let (Some(Bound::One(owner)), Some(Bound::One(method)), Some(Bound::Many(arguments))) =
            (bindings.get("OWNER"), bindings.get("METHOD"), bindings.get("ARGUMENTS"))
        else {
            return None;
        };
        let place = self.checkout.resolve(module, owner.range.start, &owner.text).place?;
        let inner = place.class()?.methods.iter().find(|it| it.name == method.text)?;
        let mut given = GivenOn::default();
        for argument in arguments {
            match argument.name.as_deref().filter(|it| !it.is_empty()) {
                Some(name) => given.names.push(name.to_owned()),
                None if argument.text.starts_with('*') => {}
                None => given.positional += 1,
            }
        }
        Some((self.function(&place.module, inner, depth + 1), given))
    }

    /// The class that what it returns is made of.
    fn returned(&self, module: &Arc<Loaded>, function: &Function) -> Option<String> {
        let (parsed, names) = (&module.module, SymbolNames(self.symbols));
        let free = Bindings::default();
        let found =
            self.spec.returns.iter().flat_map(|pattern| {
                pattern.find(parsed, &function.body, Depth::Any, &free, &names)
            });
        let classes = found.filter_map(|it| {
            let Some(Bound::One(class)) = it.bindings.get("CLASS") else { return None };
            let name = class.text.rsplit('.').next()?;
            let returned = match it.bindings.get("RESULT") {
                Some(Bound::One(result)) => self.returns(module, function, result),
                _ => true,
            };
            let is_class = name.starts_with(char::is_uppercase);
            (is_class && returned).then(|| (it.range.start, name.to_owned()))
        });
        classes.max_by_key(|(at, _)| *at).map(|(_, class)| class)
    }

    fn returns(&self, module: &Arc<Loaded>, function: &Function, result: &Captured) -> bool {
        let known: Bindings =
            [(Arc::from("RESULT"), Bound::One(result.clone()))].into_iter().collect();
        let (parsed, names) = (&module.module, SymbolNames(self.symbols));
        RETURNED.as_ref().is_some_and(|it| {
            !it.find(parsed, &function.body, Depth::Any, &known, &names).is_empty()
        })
    }
}

/// What a factory gives the one it calls by itself.
#[derive(Default)]
struct GivenOn {
    positional: usize,
    names: Vec<String>,
}

/// The class that an annotation names, if it is one.
fn annotated_class(text: &str) -> Option<String> {
    let annotation = Annotation::parse(text)?;
    match annotation.members().as_slice() {
        [one @ Annotation::Name(_)] => Some(one.to_string()).filter(|it| it != "Any"),
        _ => None,
    }
}

fn is_variadic(kind: ParameterKind) -> bool {
    matches!(kind, ParameterKind::VarPositional | ParameterKind::VarKeyword)
}

/// What a function takes, without its receiver.
pub(super) fn parameters(function: &Function, scope: &Scope) -> Vec<Parameter> {
    let single = function.parameters.iter().filter(|it| !is_variadic(it.kind));
    let parameter = |it: &crate::python::Parameter| Parameter {
        name: it.name.clone(),
        annotation: it.annotation.clone(),
        default: it.default.clone(),
        before: None,
        pattern: None,
        required: it.default.is_none(),
        scope: Some(scope.clone()),
    };
    let is_receiver = |it: &&crate::python::Parameter| it.name == "self" || it.name == "cls";
    single.filter(|it| !is_receiver(it)).map(parameter).collect()
}
