//! Inserting keeps every other byte, parses, binds no name twice, and is done once.

use std::collections::BTreeMap;

use hcgen::python::{Class, ImportScope, Module};
use hcgen::splice::{
    Draft, Insertion, NeededImport, Placement, Settings, SpliceError, apply, splice,
};

const CLASS: &str = "@decorated\nclass HcgenNew(Base):\n    def test_new(self):\n        pass\n";
const FUNCTION: &str = "def test_hcgen_new():\n    pass\n";
const METHOD: &str = "def test_hcgen_new(self):\n    x = '''\n  kept\n'''\n    assert x\n";
const NAMES: [&str; 3] = ["HcgenNew", "test_hcgen_new", "x"];

/// What a test may need: new modules of every section, names of modules that are imported already,
/// aliases, relative ones.
fn imports(module: &Module) -> Vec<NeededImport> {
    let mut imports = vec![
        NeededImport::from("os", "path"),
        NeededImport::from("os", "sep"),
        NeededImport::module("json"),
        NeededImport::module("xml.dom"),
        NeededImport::from("own.deep", "Name"),
        NeededImport::from("third_party", "CONSTANT"),
        NeededImport::from("..sibling", "helper"),
        NeededImport { asname: Some("hcgen_alias".to_owned()), ..NeededImport::from("a.b", "c") },
    ];
    let known = module.outline.imports.iter().filter(|it| it.scope == ImportScope::Module);
    let modules = known.filter(|it| it.level == 0).filter_map(|it| it.module.as_deref());
    imports.extend(
        modules
            .filter(|it| *it != "__future__")
            .take(3)
            .map(|it| NeededImport::from(it, "HCGEN_MORE")),
    );
    let known = module.outline.imports.iter().filter(|it| it.level == 0);
    let again = known.filter_map(|it| Some((it.module.as_deref()?, it.names.first()?)));
    imports.extend(
        again
            .filter(|(module, it)| it.name != "*" && *module != "__future__")
            .take(3)
            .map(|(module, it)| NeededImport::from(module, &it.name)),
    );
    imports
}

/// Every class of a module, by its dotted path.
fn classes(classes: &[Class], around: &str) -> Vec<String> {
    let mut paths = Vec::new();
    for class in classes {
        let path = format!("{around}{}", class.name);
        paths.extend(self::classes(&class.classes, &format!("{path}.")));
        paths.push(path);
    }
    paths
}

fn settings() -> Settings<'static> {
    Settings {
        line_length: 100,
        lines_between_sections: 1,
        lines_after_imports: None,
        is_first_party: &|module| module.starts_with("own"),
    }
}

fn insertion(placement: Placement, text: &str) -> Insertion {
    Insertion { placement, text: text.to_owned() }
}

/// All that goes into one file at once: its end, and the first, the middle and the last class.
fn insertions(module: &Module) -> Vec<Insertion> {
    let mut insertions =
        vec![insertion(Placement::Module, CLASS), insertion(Placement::Module, FUNCTION)];
    let mut paths = classes(&module.outline.classes, "");
    paths.sort();
    // Of two classes of one name, only the last is there when the module has run.
    paths.dedup();
    let chosen: Vec<&String> =
        [paths.first(), paths.get(paths.len() / 2), paths.last()].into_iter().flatten().collect();
    let mut seen: Vec<&String> = Vec::new();
    for path in chosen {
        if !seen.contains(&path) {
            seen.push(path);
            insertions.push(insertion(Placement::Class(path.clone()), METHOD));
        }
    }
    insertions
}

/// Panics unless the property holds for `text`; false where that is no Python.
pub(crate) fn check_text(text: &str, from: &str) -> bool {
    let Ok(module) = Module::parse(text.into()) else { return false };
    let insertions = insertions(&module);
    let mut taken = Vec::new();
    for import in imports(&module) {
        // Each alone, so that one name that is in the way does not spare the others.
        match splice(&module, &insertions, std::slice::from_ref(&import), &settings()) {
            Ok(draft) => {
                let imports = std::slice::from_ref(&import);
                check(text, &module, &insertions, imports, &draft, from);
                taken.push(import);
            }
            Err(SpliceError::ImportConflict { name, .. }) => {
                assert!(text.contains(&name), "{name} is not in the way: {from}\n{text}");
            }
            Err(error) => refused(&error, text, from),
        }
    }
    match splice(&module, &insertions, &taken, &settings()) {
        Ok(draft) => check(text, &module, &insertions, &taken, &draft, from),
        // Two of them may want the same name.
        Err(SpliceError::ImportConflict { .. }) => {}
        Err(error) => refused(&error, text, from),
    }
    true
}

/// A name is only in the way where it stands.
fn refused(error: &SpliceError, text: &str, from: &str) {
    let is_there = matches!(error, SpliceError::NameTaken { name, .. } if text.contains(name));
    assert!(is_there, "{error}: {from}\n{text}");
}

fn check(
    before: &str,
    module: &Module,
    insertions: &[Insertion],
    imports: &[NeededImport],
    draft: &Draft,
    from: &str,
) {
    let said = |what: &str| format!("{what}: {from}\n{}", draft.text);
    let after = Module::parse(draft.text.as_str().into())
        .unwrap_or_else(|it| panic!("{}", said(&it.message)));
    assert_eq!(draft.text, apply(before, &draft.edits), "{}", said("the edits give the text"));
    for pair in draft.edits.windows(2) {
        assert!(pair[0].range.end <= pair[1].range.start, "{}", said("edits are sorted, disjoint"));
    }
    let kept: String = remaining(before, draft);
    assert!(is_subsequence(&kept, &draft.text), "{}", said("what is not replaced stays"));
    let (old, new) = (bindings(module), bindings(&after));
    for import in imports {
        let name = import.asname.as_deref().or(import.name.as_deref());
        let name = name.unwrap_or_else(|| import.module.split('.').next().unwrap_or_default());
        let (old, new) = (old.get(name).copied().unwrap_or(0), new.get(name).copied().unwrap_or(0));
        let dotted = import.name.is_none() && import.module.contains('.');
        assert!(new <= old.max(1) || dotted, "{}", said(&format!("{name} is bound once")));
    }
    let again = splice(&after, &[], imports, &settings()).unwrap();
    assert_eq!(again.text, draft.text, "{}", said("what is there is not imported again"));
    let again = splice(&after, insertions, imports, &settings());
    let taken = matches!(&again, Err(SpliceError::NameTaken { name, .. }) if NAMES.contains(&name.as_str()));
    assert!(taken, "{}", said("what is there is not inserted again"));
}

/// What of `before` no edit replaces.
fn remaining(before: &str, draft: &Draft) -> String {
    let (mut kept, mut at) = (String::new(), 0);
    for edit in &draft.edits {
        kept += &before[at..edit.range.start];
        at = edit.range.end;
    }
    kept + &before[at..]
}

fn is_subsequence(part: &str, whole: &str) -> bool {
    let mut rest = whole.bytes();
    part.bytes().all(|wanted| rest.any(|it| it == wanted))
}

/// How often the statements of the module import each name for use at run time.
fn bindings(module: &Module) -> BTreeMap<String, usize> {
    let mut bindings = BTreeMap::new();
    for import in module.outline.imports.iter().filter(|it| it.scope == ImportScope::Module) {
        for name in &import.names {
            let whole = name.asname.as_ref().unwrap_or(&name.name);
            let bound = if import.module.is_none() && name.asname.is_none() {
                whole.split('.').next().unwrap_or_default()
            } else {
                whole
            };
            *bindings.entry(bound.to_owned()).or_default() += 1;
        }
    }
    bindings
}
