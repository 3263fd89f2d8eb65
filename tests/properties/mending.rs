//! A mended file is Python, and there is nothing left to mend in it.

use std::collections::BTreeMap;
use std::sync::Arc;

use hcgen::checkout::Checkout;
use hcgen::diagnostic::Diagnostics;
use hcgen::model::{Model, Safety};
use hcgen::pipeline;
use hcgen::python::Module;
use hcgen::review::{self, Ground, Input, Options, Review};
use hcgen::settings;
use hcgen::sources::{Sources, Tree};

/// The shipped rules, ready for any text.
pub(crate) struct Rules {
    model: Model,
    sources: Sources,
    tree: Tree,
}

impl Rules {
    pub(crate) fn shipped() -> Self {
        let sources = Sources::default();
        let specs: Vec<_> =
            ["outbox", "rpc", "gateway", "endpoint"].map(|it| format!("{it}.kdl").into()).into();
        let model = pipeline::model(&specs, &sources, &mut Diagnostics::default());
        let model = model.expect("the shipped specs are right");
        Self { model, sources, tree: Tree::Memory(BTreeMap::new()) }
    }

    /// Panics unless the property holds for `text`; false where that is no Python.
    pub(crate) fn check_text(&self, text: &str, from: &str) -> bool {
        if Module::parse(text.into()).is_err() {
            return false;
        }
        for change in self.mend(text).changes {
            let said = |what: &str| format!("{what}: {from}\n{}", change.after);
            if let Err(error) = Module::parse(change.after.clone()) {
                panic!("{}", said(&error.message));
            }
            let second = self.mend(&change.after);
            assert!(second.changes.is_empty(), "{}", said("there was more to mend"));
        }
        true
    }

    fn mend(&self, text: &str) -> Review {
        let checkout =
            Checkout::new(&self.sources, &self.tree, self.model.layout.source_roots.clone());
        let settings = settings::read(&self.tree);
        let ground = Ground {
            model: &self.model,
            checkout: &checkout,
            settings: &settings,
            root: "/nowhere".into(),
            start: "/nowhere".into(),
        };
        let input = Input::Text("tests/test_bent.py".into(), Arc::from(text));
        let options = Options { fixing: Some(Safety::Unsafe), ..Options::default() };
        let mut problems = Diagnostics::default();
        review::review(ground, &input, &options, &|_, _| {}, &mut problems).expect("it is reviewed")
    }
}
