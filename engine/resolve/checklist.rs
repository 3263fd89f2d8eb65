//! The rules of the checklist.

use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::model::{Among, Condition, Find, Fix, Level, Model, Rule, Safety, Sample};
use crate::pattern::{Pattern, Replacement};
use crate::span::Spanned;
use crate::spec::{self, Entry, Item, Str};
use crate::template::{Shape, TemplateError};

use super::compile::Compiler;
use super::conditions::{ConditionCompiler, add_bindings};
use super::shapes::{self, Names};
use super::text;

/// Compiles the rules.
pub(super) fn rules(compiler: &mut Compiler<'_>, model: &mut Model, entries: &[&Entry]) {
    for entry in entries {
        if let Item::Rule(rule) = &entry.item {
            let rule = RuleCompiler { compiler, model }.rule(entry, rule);
            model.rules.push(rule);
        }
    }
}

struct RuleCompiler<'a, 'p> {
    compiler: &'a mut Compiler<'p>,
    model: &'a Model,
}

impl RuleCompiler<'_, '_> {
    fn rule(&mut self, entry: &Entry, rule: &spec::Rule) -> Rule {
        if rule.finds.is_empty() {
            let message = format!("the rule `{}` finds nothing", text(&entry.name));
            let help = "add `find` with a pattern, such as `find \"print($$$)\"`";
            let span = entry.name.span;
            self.compiler
                .problems
                .push(Diagnostic::error("missing-argument", span, message).with_help(help));
        }
        let level = self.level(rule);
        let mut known = shapes::place();
        known.insert("policy".into(), shapes::policies(self.model));
        if self.compiler.is_checked {
            // Only the names are asked for then, and there are many clones of them.
            known.values_mut().for_each(|it| *it = Shape::Any);
        }
        if rule.finds.iter().any(|it| it.among == spec::Among::Imports) {
            known.insert("imported".into(), shapes::imported());
        }
        let finds: Vec<_> = rule.finds.iter().map(|it| self.patterns(it, &mut known)).collect();
        let mut places = Vec::new();
        let conditions = self.conditions(&rule.conditions, &mut known, &mut places);
        let finds = rule.finds.iter().zip(finds).map(|(find, patterns)| {
            let (mut known, mut places) = (known.clone(), places.clone());
            let conditions = self.conditions(&find.conditions, &mut known, &mut places);
            let fixes = self.fixes(&find.fixes, &known, &places);
            Find { among: among(find.among), patterns, conditions, fixes }
        });
        let finds = finds.collect();
        let fixes = self.fixes(&rule.fixes, &known, &places);
        let shape = Shape::Map(known);
        let message = rule.message.as_ref();
        Rule {
            id: text(&entry.name),
            slug: text(&rule.slug),
            level,
            on_demand: rule.on_demand,
            title: text(&rule.title),
            why: rule.why.as_ref().map(text).unwrap_or_default(),
            spares: rule.spares.iter().map(text).collect(),
            message: message
                .and_then(|it| self.compiler.checked_template(it, &shape, &self.model.parts)),
            finds,
            conditions,
            fixes,
            files: rule.files.iter().map(|(path, it)| (text(path).into(), text(it))).collect(),
            bad: rule.bad.iter().map(sample).collect(),
            good: rule.good.iter().map(sample).collect(),
        }
    }

    fn patterns(&mut self, find: &spec::Find, known: &mut Names) -> Vec<Pattern> {
        let patterns = self.compiler.patterns(&find.patterns);
        add_bindings(&patterns, known);
        patterns
    }

    fn conditions(
        &mut self,
        conditions: &[Spanned<spec::Condition>],
        known: &mut Names,
        places: &mut Vec<Arc<str>>,
    ) -> Vec<Condition> {
        ConditionCompiler { compiler: self.compiler, model: self.model, places }
            .all(conditions, known)
    }

    fn fixes(&mut self, fixes: &[spec::Fix], known: &Names, places: &[Arc<str>]) -> Vec<Fix> {
        fixes.iter().filter_map(|it| self.fix(it, known, places)).collect()
    }

    fn fix(&mut self, fix: &spec::Fix, known: &Names, places: &[Arc<str>]) -> Option<Fix> {
        let (mut known, mut places) = (known.clone(), places.to_vec());
        let conditions = self.conditions(&fix.conditions, &mut known, &mut places);
        let safety = self.safety(fix.safety.as_ref());
        if let Some(of) = &fix.of
            && !places.iter().any(|it| **it == *text(of))
        {
            let names = places.iter().map(AsRef::as_ref);
            self.compiler.unknown("place", of, &text(of), names);
        }
        let replacement = match Replacement::parse(&fix.text.value.value) {
            Ok(it) => it,
            Err(error) => {
                let (range, message, help) = (error.range, error.message, error.help);
                let error = TemplateError { help, ..TemplateError::new(range, message) };
                self.compiler.report("pattern", &fix.text, error);
                return None;
            }
        };
        self.check_names(&fix.text, &replacement, &known);
        let import = fix.import.as_ref();
        let import =
            import.and_then(|it| self.compiler.condition(Some(it), &Shape::Map(known.clone())));
        let title = fix.title.as_ref().map(text);
        let of = fix.of.as_ref().map(|it| text(it).into());
        Some(Fix { text: replacement, import, of, safety, title, conditions })
    }

    /// What a fix writes must be bound, or be a symbol that can be imported.
    fn check_names(&mut self, place: &Str, replacement: &Replacement, known: &Names) {
        if self.compiler.is_checked {
            return;
        }
        for variable in replacement.metavariables() {
            if !known.contains_key(variable.name.to_lowercase().as_str()) {
                let bound: Vec<String> =
                    known.keys().map(|it| format!("${}", it.to_uppercase())).collect();
                let name = format!("${}", variable.name);
                self.compiler.unknown("binding", place, &name, bound.iter().map(String::as_str));
            }
        }
        for name in replacement.names() {
            if !self.model.symbols.0.contains_key(&name) {
                let known = self.model.symbols.0.keys().map(String::as_str);
                self.compiler.unknown("symbol", place, &name, known);
            }
        }
    }

    fn safety(&mut self, safety: Option<&Str>) -> Safety {
        match safety.map(|it| (it, it.value.value.as_str())) {
            None | Some((_, "safe")) => Safety::Safe,
            Some((_, "unsafe")) => Safety::Unsafe,
            Some((place, other)) => {
                self.no_such("safety", place, other, ["safe", "unsafe"]);
                Safety::Unsafe
            }
        }
    }

    fn level(&mut self, rule: &spec::Rule) -> Level {
        match rule.severity.as_ref().map(|it| (it, it.value.value.as_str())) {
            None | Some((_, "error")) => Level::Error,
            Some((_, "warning")) => Level::Warning,
            Some((place, other)) => {
                self.no_such("severity", place, other, ["error", "warning"]);
                Level::Error
            }
        }
    }

    fn no_such(&mut self, kind: &str, place: &Str, other: &str, known: [&str; 2]) {
        let message = format!("there is no {kind} `{other}`");
        let diagnostic = Diagnostic::error("unknown-name", place.span, message);
        self.compiler.problems.push(diagnostic.with_suggestion(other, known));
    }
}

fn among(among: spec::Among) -> Among {
    match among {
        spec::Among::Code => Among::Code,
        spec::Among::Imports => Among::Imports,
        spec::Among::Files => Among::Files,
    }
}

fn sample(it: &spec::Sample) -> Sample {
    Sample {
        code: it.code.clone(),
        path: it.path.as_ref().map_or_else(|| Sample::PATH.into(), |it| text(it).into()),
        fixed: it.fixed.clone(),
    }
}
