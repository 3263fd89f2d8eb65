//! A template of any text: read, checked and rendered; every error lies in the text.

#![no_main]

use std::sync::LazyLock;

use hcgen::template::{Expression, NoParts, Shape, Template, TemplateError};
use hcgen::value::{Map, Value};
use libfuzzer_sys::fuzz_target;

static CONTEXT: LazyLock<Map> = LazyLock::new(|| {
    let text = r#"{"x": "a\n b", "xs": ["c", 1, null], "m": {"x": {"y": []}, "name": "ApiKey"}}"#;
    serde_json::from_str(text).expect("it is a JSON object")
});

fuzz_target!(|text: &str| {
    let mut errors: Vec<TemplateError> = match Template::parse(text) {
        Ok(template) => {
            let shape = Shape::of(&Value::Map(CONTEXT.clone().into()));
            let mut errors = template.check(&shape, &NoParts);
            errors.extend(template.render(&CONTEXT, &NoParts).err());
            errors
        }
        Err(errors) => errors,
    };
    match Expression::parse(text) {
        Ok(expression) => errors.extend(expression.evaluate(&CONTEXT).err()),
        Err(error) => errors.push(error),
    }
    for error in errors {
        assert!(text.get(error.range.clone()).is_some(), "{error:?}");
    }
});
