//! A statement of any file, taken as a pattern, finds itself.

use hcgen::pattern::{Bindings, Depth, Exact, Pattern};
use hcgen::python::Module;

use crate::{Tally, files};
use rayon::prelude::*;

/// The largest pattern there may be, in bytes.
const SIZE: usize = 4 << 10;

#[test]
fn code_matches_itself() {
    let tally = Tally::default();
    files::all().par_iter().for_each(|path| {
        let Some(text) = files::read(path) else { return };
        let Ok(module) = Module::parse(text.as_str().into()) else { return };
        for (kind, code) in pieces(&module) {
            if code.len() > SIZE || code.contains('$') {
                continue;
            }
            let Ok(pattern) = Pattern::parse(code) else {
                tally.count(kind, false);
                continue;
            };
            let Ok(piece) = Module::parse(code.into()) else { continue };
            let whole = 0..code.len();
            let found = pattern.find(&piece, &whole, Depth::Any, &Bindings::new(), &Exact);
            assert!(!found.is_empty(), "{} does not find itself:\n{code}", path.display());
            tally.count(kind, true);
        }
    });
    tally.print("patterns");
}

/// Code at the module's own level: imports, functions and assignments.
fn pieces(module: &Module) -> Vec<(&'static str, &str)> {
    let outline = &module.outline;
    let mut pieces = Vec::new();
    pieces.extend(outline.imports.iter().map(|it| ("import", it.range.clone())));
    pieces.extend(outline.functions.iter().map(|it| ("function", it.range.clone())));
    pieces.extend(outline.assignments.iter().map(|it| ("assignment", it.range.clone())));
    pieces.extend(outline.classes.iter().map(|it| ("class", it.range.clone())));
    let text: &str = &module.text;
    pieces.into_iter().filter_map(|(kind, range)| Some((kind, text.get(range)?))).collect()
}
