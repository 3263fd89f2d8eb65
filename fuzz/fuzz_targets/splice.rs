//! A Python file of any text, with tests and imports inserted.

#![no_main]

#[path = "../../tests/properties/splicing.rs"]
mod splicing;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    splicing::check_text(text, "fuzz");
});
