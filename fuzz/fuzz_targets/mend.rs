//! A Python file of any text, checked and mended by the shipped rules.

#![no_main]

#[path = "../../tests/properties/mending.rs"]
mod mending;

use std::cell::LazyCell;

use libfuzzer_sys::fuzz_target;

thread_local! {
    static RULES: LazyCell<mending::Rules> = LazyCell::new(mending::Rules::shipped);
}

fuzz_target!(|text: &str| {
    RULES.with(|rules| rules.check_text(text, "fuzz"));
});
