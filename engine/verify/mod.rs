//! Whether a checkout has what a spec speaks of: symbols, their members and keyword arguments, the
//! factories that templates call, the classes that values make. Stops at what can be seen without
//! rendering: what a hole would name is not known.

mod nearest;
mod signatures;

use std::collections::BTreeSet;

use camino::Utf8PathBuf;

use crate::checkout::{Checkout, Place};
use crate::left_out::LeftOut;
use crate::model::{Compiled, Model};
use crate::python::{Mention, mentions};
use crate::render::{Fallback, Vocabulary};
use crate::sources::Sources;
use crate::span::Span;
use crate::template::{Template, skeleton};

use signatures::{Classes, Signature};

/// What a checkout lacks.
#[derive(Debug, Default)]
pub struct Verification {
    /// How much was looked for.
    pub checked: Checked,
    /// What is not there, in the order of the spec's files.
    pub missing: Vec<Missing>,
}

/// How many names were looked for.
#[derive(Clone, Copy, Debug, Default, serde::Serialize, schemars::JsonSchema)]
pub struct Checked {
    /// Symbols.
    pub symbols: usize,
    /// Members of symbols.
    pub members: usize,
    /// Methods that templates call on what factories are called on.
    pub methods: usize,
    /// Keyword arguments.
    pub keywords: usize,
    /// Classes that values make.
    pub classes: usize,
}

/// One name that is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// `symbol`, `member`, `method`, `keyword` or `class`.
    pub kind: &'static str,
    /// The name.
    pub name: String,
    /// Where it was looked for.
    pub sought: String,
    /// Where the spec names it.
    pub span: Span,
    /// The nearest thing that is there.
    pub nearest: Option<String>,
}

/// What a checkout lacks, as data.
#[derive(Debug, serde::Serialize, schemars::JsonSchema)]
pub struct Report {
    /// Changes when the shape of this data does.
    pub version: u32,
    /// How much was looked for.
    pub checked: Checked,
    /// What is not there.
    pub missing: Vec<ReportedMissing>,
    /// With a limit: how many items each shortened list had beyond it.
    #[serde(skip_serializing_if = "LeftOut::is_empty", default)]
    pub left_out: LeftOut,
}

impl Report {
    /// Keeps the first `most` of what is missing.
    pub fn limit(&mut self, most: usize) {
        self.left_out.shorten("missing", &mut self.missing, most);
    }
}

/// One name that is not there, and the place in words.
#[derive(Debug, serde::Serialize, schemars::JsonSchema)]
pub struct ReportedMissing {
    /// `symbol`, `member`, `method`, `keyword` or `class`.
    pub kind: &'static str,
    /// The name.
    pub name: String,
    /// Where it was looked for.
    pub sought: String,
    /// The spec file.
    #[schemars(with = "String")]
    pub path: Utf8PathBuf,
    /// From 1.
    pub line: usize,
    /// From 1.
    pub column: usize,
    /// The nearest thing that is there.
    pub nearest: Option<String>,
}

impl Verification {
    /// The same with places in words.
    pub fn report(self, sources: &Sources) -> Report {
        let missing = self.missing.into_iter().map(|it| {
            let source = sources.get(it.span.source);
            let (line, column) = source.position(it.span.start);
            let Missing { kind, name, sought, nearest, .. } = it;
            ReportedMissing { kind, name, sought, path: source.path.clone(), line, column, nearest }
        });
        Report {
            version: 1,
            checked: self.checked,
            missing: missing.collect(),
            left_out: LeftOut::default(),
        }
    }
}

/// Looks for everything that `model` names in `checkout`.
pub fn verify(model: &Model, checkout: &Checkout<'_>) -> Verification {
    let vocabulary = Vocabulary::new(&model.symbols, checkout, Fallback::Nothing);
    let classes = Classes::of(model, checkout);
    let mut verifier = Verifier {
        model,
        checkout,
        vocabulary,
        classes,
        seen: BTreeSet::new(),
        found: Verification::default(),
    };
    verifier.symbols();
    for template in templates(model) {
        verifier.template(template);
    }
    verifier.made();
    let mut found = verifier.found;
    nearest::complete(model, checkout, &mut found.missing);
    found.missing.sort_by_key(|it| (it.span.source, it.span.start));
    found
}

/// The templates of the model that hold Python.
fn templates(model: &Model) -> Vec<&Compiled<Template>> {
    let mut templates: Vec<_> = model.parts.0.values().collect();
    for value in model.values.values() {
        templates.push(&value.template);
        templates.extend(value.within.iter().chain(value.forms.values()));
    }
    for suite in &model.suites {
        templates.extend(&suite.bases);
        templates.extend(suite.decorators.iter().map(|it| &it.text));
        for case in &suite.cases {
            templates.extend(case.decorators.iter().map(|it| &it.text));
            templates.push(&case.body);
        }
    }
    templates
}

struct Verifier<'a> {
    model: &'a Model,
    checkout: &'a Checkout<'a>,
    vocabulary: Vocabulary<'a>,
    classes: Classes,
    /// What was looked for, so that each name is said once.
    seen: BTreeSet<(&'static str, String)>,
    found: Verification,
}

impl Verifier<'_> {
    fn symbols(&mut self) {
        for (name, symbol) in &self.model.symbols.0 {
            self.found.checked.symbols += 1;
            let Some(place) = self.vocabulary.locate(name).map(|it| it.place) else {
                let places = symbol.places.iter().map(|it| match &it.name {
                    Some(own) => format!("{}.{own}", it.module),
                    None => it.module.clone(),
                });
                let sought = places.collect::<Vec<_>>().join(", ");
                self.miss("symbol", name, sought, symbol.span);
                continue;
            };
            let Some(definition) = self.definition(&place.module, place.name.as_deref()) else {
                continue;
            };
            for (member, others) in &symbol.members {
                self.member(name, symbol.span, &definition, member, others);
            }
            for (keyword, others) in &symbol.keywords {
                self.keyword(name, symbol.span, &Signature::of(&definition), keyword, others);
            }
        }
    }

    fn definition(&self, module: &str, name: Option<&str>) -> Option<Place> {
        self.checkout.member(module, name?).place
    }

    fn template(&mut self, template: &Compiled<Template>) {
        let fixtures = [&self.model.class_style.fixture, &self.model.function_style.fixture];
        for fixture in fixtures {
            let text = skeleton(&template.text.value.value, fixture);
            // What is no Python before its holes are filled is looked at when it is rendered.
            for mention in mentions(&text).unwrap_or_default() {
                self.mention(template, &mention);
            }
        }
    }

    fn mention(&mut self, template: &Compiled<Template>, mention: &Mention) {
        // What a hole names is not known.
        let named = mention.name.split("._").next().unwrap_or_default();
        let (head, rest) = match named.split_once('.') {
            Some((head, rest)) => (head, Some(rest)),
            None => (named, None),
        };
        if named.len() < mention.name.len() && rest.is_none() {
            return;
        }
        let span = template.place(&mention.range);
        if head == self.model.class_style.fixture {
            if let (Some(method), Some(keywords)) = (rest, &mention.call) {
                self.method(span, method, keywords, template);
            }
            return;
        }
        let Some(symbol) = self.model.symbols.0.get(head) else { return };
        let Some(located) = self.vocabulary.locate(head) else { return };
        let Some(place) = self.definition(&located.place.module, located.place.name.as_deref())
        else {
            return;
        };
        let signature = match rest {
            None => Signature::of(&place),
            Some(rest) => {
                let member = rest.split('.').next().unwrap_or(rest);
                let others = symbol.members.get(member).cloned().unwrap_or_default();
                self.member(head, span, &place, member, &others);
                let called = (member == rest).then(|| self.inherited(&place, member)).flatten();
                called.map_or_else(Signature::unknown, |it| Signature::of(&it))
            }
        };
        for (keyword, range) in mention.call.iter().flatten() {
            let others = symbol.keywords.get(keyword).cloned().unwrap_or_default();
            self.keyword(&mention.name, template.place(range), &signature, keyword, &others);
        }
    }

    fn inherited(&self, class: &Place, method: &str) -> Option<Place> {
        let ancestors = self.checkout.ancestors(class).into_iter().filter_map(|it| it.place);
        std::iter::once(class.clone()).chain(ancestors).find_map(|it| it.method(method))
    }

    /// A method that a test calls on itself.
    fn method(
        &mut self,
        span: Span,
        method: &str,
        keywords: &[(String, crate::python::ByteRange)],
        template: &Compiled<Template>,
    ) {
        if method.contains('.') || !self.classes.should_have(method) {
            return;
        }
        let fixture = &self.model.class_style.fixture;
        let name = format!("{fixture}.{method}");
        self.found.checked.methods += usize::from(self.is_new("looked", &name));
        match self.classes.method(method) {
            None => {
                let near = crate::diagnostic::nearest(method, self.classes.known());
                let near = near.map(|it| format!("{fixture}.{it}"));
                self.push("method", &name, self.classes.names(), span, near);
            }
            Some(place) => {
                let signature = Signature::of(&place);
                for (keyword, range) in keywords {
                    self.keyword(&name, template.place(range), &signature, keyword, &[]);
                }
            }
        }
    }

    fn member(
        &mut self,
        symbol: &str,
        span: Span,
        definition: &Place,
        member: &str,
        others: &[String],
    ) {
        let name = format!("{symbol}.{member}");
        if !self.is_new("member", &name) {
            return;
        }
        self.found.checked.members += 1;
        let names = std::iter::once(member).chain(others.iter().map(String::as_str));
        let known = signatures::attributes(self.checkout, definition);
        let Some(known) = known else { return };
        if !names.into_iter().any(|it| known.iter().any(|known| known == it)) {
            let sought = format!("{}.{}", definition.module.name, definition.name);
            let near = crate::diagnostic::nearest(member, known.iter().map(String::as_str));
            let near = near.map(|it| format!("{symbol}.{it}"));
            self.push("member", &name, sought, span, near);
        }
    }

    fn keyword(
        &mut self,
        callee: &str,
        span: Span,
        signature: &Signature,
        keyword: &str,
        others: &[String],
    ) {
        let name = format!("{callee}({keyword}=)");
        if !self.is_new("keyword", &name) {
            return;
        }
        self.found.checked.keywords += 1;
        let mut names = std::iter::once(keyword).chain(others.iter().map(String::as_str));
        if !names.any(|it| signature.takes(it)) {
            let near = crate::diagnostic::nearest(keyword, signature.names());
            let near = near.map(|it| format!("{it}="));
            self.push("keyword", &name, signature.place.clone(), span, near);
        }
    }

    /// The classes that values make.
    fn made(&mut self) {
        for row in self.model.values.values() {
            let Some(class) = &row.of else { continue };
            if class.starts_with(char::is_uppercase) && self.is_new("class", class) {
                self.found.checked.classes += 1;
                let span = row.template.text.span;
                self.miss("class", class, "any module".to_owned(), span);
            }
        }
    }

    fn is_new(&mut self, kind: &'static str, name: &str) -> bool {
        self.seen.insert((kind, name.to_owned()))
    }

    fn miss(&mut self, kind: &'static str, name: &str, sought: String, span: Span) {
        self.push(kind, name, sought, span, None);
    }

    fn push(
        &mut self,
        kind: &'static str,
        name: &str,
        sought: String,
        span: Span,
        nearest: Option<String>,
    ) {
        let missing = Missing { kind, name: name.to_owned(), sought, span, nearest };
        if !self.found.missing.iter().any(|it| it.kind == kind && it.name == missing.name) {
            self.found.missing.push(missing);
        }
    }
}
