//! What the parts of the engine take, each beside something it can be held against.
//!
//! `cargo bench --bench engine` takes turns among all that is compared, so that a machine whose speed
//! drifts slows all of it, and prints medians and their ratio to the first line. Run by hand; nothing
//! passes or fails by it. `cargo bench --bench engine -- splice` runs what has that word in its title.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a bench prints, and stops")]

use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use camino::{Utf8Path, Utf8PathBuf};
use hcgen::diagnostic::Diagnostics;
use hcgen::inspect::TargetPath;
use hcgen::kdl::tree;
use hcgen::model::Model;
use hcgen::pattern::{Exact, Pattern, Set};
use hcgen::pipeline;
use hcgen::plan::Selection;
use hcgen::python::Module;
use hcgen::sources::{Sources, Tree};
use hcgen::splice::{Insertion, NeededImport, Placement, Settings, splice};
use hcgen::template::{NoParts, Template};
use hcgen::value::Map;

/// How often each is measured.
const ROUNDS: usize = 40;
/// How long one measurement lasts at least; what is faster is repeated.
const LEAST: Duration = Duration::from_millis(2);

type Work<'a> = (&'a str, Box<dyn FnMut() + 'a>);

fn compare(title: &str, mut works: Vec<Work<'_>>) {
    let wanted = std::env::args().skip(1).find(|it| !it.starts_with('-'));
    if wanted.is_some_and(|it| !title.contains(&it)) {
        return;
    }
    let repeats: Vec<u32> = works.iter_mut().map(|(_, work)| repeats(work)).collect();
    let mut times = vec![Vec::new(); works.len()];
    for _ in 0..ROUNDS {
        for (index, (_, work)) in works.iter_mut().enumerate() {
            times[index].push(time(work, repeats[index]));
        }
    }
    println!("\n{title}");
    let medians: Vec<Duration> = times.iter_mut().map(|it| median(it)).collect();
    for ((name, _), median) in works.iter().zip(&medians) {
        let ratio = median.as_secs_f64() / medians[0].as_secs_f64();
        println!("  {name:<44}{:>12.1} µs {ratio:>9.2}", median.as_secs_f64() * 1e6);
    }
}

fn repeats(work: &mut dyn FnMut()) -> u32 {
    work();
    let once = time(work, 1).max(Duration::from_nanos(50));
    u32::try_from(LEAST.as_nanos() / once.as_nanos()).unwrap_or(u32::MAX).max(1)
}

fn time(work: &mut dyn FnMut(), repeats: u32) -> Duration {
    let start = Instant::now();
    (0..repeats).for_each(|_| work());
    start.elapsed() / repeats
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn main() {
    templates();
    specs();
    patterns();
    splicing();
    targets();
}

const CLASS: &str = "\
{% for decorator in decorators %}
@{{ decorator }}
{% endfor %}
class {{ name }}Test({{ bases | join(', ') }}):
{% for case in cases %}
    def test_{{ case.action }}_{{ case.scenario }}(self):
        {{ case.object }} = self.create_{{ case.object }}()
{% if case.silo %}
        with assume_test_silo_mode(SiloMode.{{ case.silo | upper }}):
            assert {{ case.model }}.objects.filter(id={{ case.object }}.id).exists()
{% else %}
        assert {{ case.object }}.id
{% endif %}

{% endfor %}
";

/// The same class by both; minijinja keeps the line of a tag unless it is told not to.
fn templates() {
    let case = |index: usize| {
        let silo = if index.is_multiple_of(2) { "'control'" } else { "null" };
        format!(
            r#"{{"action": "save", "scenario": "case_{index}", "object": "api_key", "silo": {}, "model": "ApiKey"}}"#,
            silo.replace('\'', "\"")
        )
    };
    let cases: Vec<String> = (0..20).map(case).collect();
    let context = format!(
        r#"{{"decorators": ["control_silo_test"], "name": "ApiKey", "bases": ["TestCase", "Mixin"], "cases": [{}]}}"#,
        cases.join(", ")
    );
    let own: &Map = &serde_json::from_str(&context).unwrap();
    let theirs = minijinja::Value::from_serialize(own);
    let mut environment = minijinja::Environment::new();
    environment.set_trim_blocks(true);
    environment.set_lstrip_blocks(true);
    environment.add_template("class", CLASS).unwrap();
    let template = Template::parse(CLASS).unwrap();
    let rendered = template.render(own, &NoParts).unwrap();
    let compiled = environment.get_template("class").unwrap();
    let squeezed = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(squeezed(&rendered), squeezed(&compiled.render(&theirs).unwrap()));
    compare(
        "template: render a class of 20 tests",
        vec![
            ("minijinja", Box::new(|| drop(black_box(compiled.render(&theirs).unwrap())))),
            ("hcgen", Box::new(|| drop(black_box(template.render(own, &NoParts).unwrap())))),
        ],
    );
    compare(
        "template: parse it",
        vec![
            (
                "minijinja",
                Box::new(|| {
                    let mut environment = minijinja::Environment::new();
                    environment.add_template("class", CLASS).unwrap();
                    black_box(&environment);
                }),
            ),
            ("hcgen", Box::new(|| drop(black_box(Template::parse(CLASS).unwrap())))),
        ],
    );
}

const SPECS: [&str; 4] = ["outbox.kdl", "rpc.kdl", "gateway.kdl", "endpoint.kdl"];

fn model(names: &[&str]) -> Model {
    let specs: Vec<Utf8PathBuf> = names.iter().map(Utf8PathBuf::from).collect();
    pipeline::model(&specs, &Sources::default(), &mut Diagnostics::default()).unwrap()
}

fn specs() {
    let texts: Vec<&str> = hcgen::pack::names().filter_map(hcgen::pack::text).collect();
    compare(
        "spec: load and resolve",
        vec![
            (
                "the pack's KDL, parsed only",
                Box::new(|| {
                    for text in &texts {
                        black_box(tree::parse(text).is_ok());
                    }
                }),
            ),
            ("the pack, embedded, to a model", Box::new(|| drop(black_box(model(&SPECS))))),
            ("outbox.kdl, embedded, to a model", Box::new(|| drop(black_box(model(&SPECS[..1]))))),
        ],
    );
}

/// A file of 200 tests.
fn test_file() -> String {
    let class = |index: usize| {
        format!(
            "\n\nclass Number{index}Test(TestCase):\n    def test_it(self):\n        \
             thing = self.create_organization(name=\"a{index}\", owner=self.user)\n        \
             with self.feature(\"x\"), other():\n            assert thing.id == {index}\n        \
             self.assertEqual(thing.name, f\"a{{thing.id}}\")\n"
        )
    };
    let classes: Vec<String> = (0..200).map(class).collect();
    format!("import pytest\n\nfrom sentry.testutils.cases import TestCase\n{}", classes.concat())
}

fn patterns() {
    let text = test_file();
    let module = Module::parse(text.as_str().into()).unwrap();
    let sets: Vec<Vec<Pattern>> = [1, 10, 100]
        .map(|count| {
            let pattern = |index: usize| Pattern::parse(&format!("self.method_{index}($A, $$$)"));
            (0..count).map(|index| pattern(index).unwrap()).collect()
        })
        .into();
    let equal = Pattern::parse("self.assertEqual($A, $B)").unwrap();
    let mut works: Vec<Work<'_>> = vec![(
        "parse the file (1,000 statements)",
        Box::new(|| assert!(Module::parse(text.as_str().into()).is_ok())),
    )];
    for (name, patterns) in ["1 more pattern", "10 more", "100 more"].into_iter().zip(&sets) {
        let set = Set::new(patterns.iter().chain([&equal]).collect(), &Exact);
        let module = &module;
        works.push((
            name,
            Box::new(move || assert_eq!(set.find(module, &Exact, &|_| true).matches.len(), 200)),
        ));
    }
    compare("pattern: one that matches 200 times, and those that do not", works);
}

fn splicing() {
    let text = test_file();
    let module = Module::parse(text.as_str().into()).unwrap();
    let _ = &module.outline.classes;
    let insertions = [Insertion {
        placement: Placement::Class("Number7Test".to_owned()),
        text: "def test_new(self):\n    assert path\n".to_owned(),
    }];
    let imports = [NeededImport::from("os", "path"), NeededImport::from("sentry.a", "b")];
    let settings = Settings {
        line_length: 100,
        lines_between_sections: 1,
        lines_after_imports: None,
        is_first_party: &|it| it.starts_with("sentry"),
    };
    compare(
        "splice: a method and two imports into a file of 200 classes",
        vec![
            ("parse the file", Box::new(|| assert!(Module::parse(text.as_str().into()).is_ok()))),
            (
                "splice",
                Box::new(|| {
                    drop(black_box(splice(&module, &insertions, &imports, &settings).unwrap()));
                }),
            ),
        ],
    );
}

fn targets() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/checkouts/region");
    let tree = Tree::Disk(Utf8PathBuf::from_path_buf(root).unwrap());
    let paths = tree.python_files(Utf8Path::new("."));
    let files: BTreeMap<Utf8PathBuf, Arc<str>> =
        paths.iter().map(|it| (it.clone(), tree.read(it).unwrap())).collect();
    let run = |specs: &[&str], target: &str| {
        let (sources, mut problems) = (Sources::default(), Diagnostics::default());
        let targets = vec![TargetPath(target.to_owned())];
        let tree = Tree::Memory(files.clone());
        let selection = Selection::default();
        let mut model = model(specs);
        let outcome =
            pipeline::in_tree(&mut model, tree, targets, &selection, &sources, &mut problems);
        outcome.unwrap().report.texts.len()
    };
    compare(
        "run: targets of a small checkout, specs loaded each time",
        vec![
            (
                "parse all its files",
                Box::new(|| {
                    for text in files.values() {
                        black_box(Module::parse(text.clone()).is_ok());
                    }
                }),
            ),
            (
                "one model, outbox.kdl",
                Box::new(|| {
                    assert_eq!(run(&SPECS[..1], "src/sentry/models/team.py"), 1);
                }),
            ),
            (
                "one model, all specs",
                Box::new(|| {
                    assert_eq!(run(&SPECS, "src/sentry/models/team.py"), 1);
                }),
            ),
            ("all targets, all specs", Box::new(|| assert!(run(&SPECS, "src") > 5))),
        ],
    );
}
