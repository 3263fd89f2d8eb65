//! Before the first NUL a pattern, after it the code that it is looked for in.

#![no_main]

use hcgen::pattern::{Bindings, Depth, Exact, Pattern};
use hcgen::python::Module;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (pattern, code) = text.split_once('\0').unwrap_or((text, text));
    let Ok(pattern) = Pattern::parse(pattern) else { return };
    let Ok(module) = Module::parse(code.into()) else { return };
    for found in pattern.find(&module, &(0..code.len()), Depth::Any, &Bindings::new(), &Exact) {
        assert!(code.get(found.range.clone()).is_some(), "{:?}", found.range);
        for (name, _) in &found.bindings {
            assert!(pattern.metavariables().iter().any(|it| it.name == *name));
        }
    }
});
