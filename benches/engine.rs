//! What the parts of the engine take, each beside something it can be held against.
//!
//! `cargo bench --bench engine` takes turns among all that is compared, so that a machine whose speed
//! drifts slows all of it, and prints medians and their ratio to the first line. Run by hand; nothing
//! passes or fails by it. `cargo bench --bench engine -- splice` runs what has that word in its title;
//! with `HCGEN_CHECKOUT=DIR` the targets are those of a checkout of your own.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a bench prints, and stops")]

use std::collections::BTreeMap;
use std::fs;
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

/// The same as the binary's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How often each is measured, if it does not take long.
const ROUNDS: usize = 40;
/// How long all rounds of one comparison last, about; there are three at least.
const MOST: Duration = Duration::from_secs(20);
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
    let start = Instant::now();
    for round in 0..ROUNDS {
        if round >= 3 && start.elapsed() > MOST {
            break;
        }
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
    cases();
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

/// The model of the spec files, as at a first start.
fn model(names: &[&str]) -> Model {
    model_by(&Sources::default(), names)
}

fn model_by(sources: &Sources, names: &[&str]) -> Model {
    let specs: Vec<Utf8PathBuf> = names.iter().map(Utf8PathBuf::from).collect();
    pipeline::model(&specs, sources, &mut Diagnostics::default()).unwrap()
}

/// A folder of our own, without anything in it.
fn temporary_folder() -> Utf8PathBuf {
    let path = std::env::temp_dir().join(format!("hcgen-bench-{}", std::process::id()));
    fs::create_dir_all(&path).unwrap();
    Utf8PathBuf::from_path_buf(path).unwrap()
}

fn specs() {
    let texts: Vec<&str> = hcgen::pack::names().filter_map(hcgen::pack::text).collect();
    let cache = temporary_folder();
    let again = |names: &[&str]| model_by(&Sources::with_cache(Some(cache.clone())), names);
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
            ("the pack, checked as at a first start", Box::new(|| drop(black_box(model(&SPECS))))),
            ("the pack, checked before", Box::new(|| drop(black_box(again(&SPECS))))),
            ("outbox.kdl, as at a first start", Box::new(|| drop(black_box(model(&SPECS[..1]))))),
            ("outbox.kdl, checked before", Box::new(|| drop(black_box(again(&SPECS[..1]))))),
        ],
    );
    fs::remove_dir_all(&cache).unwrap();
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

/// All Python files of the checkout that targets are taken from.
struct Checkout {
    tree: Tree,
    texts: Vec<Arc<str>>,
    /// One file with a target.
    target: &'static str,
}

fn checkout() -> Checkout {
    let own = std::env::var("HCGEN_CHECKOUT").ok().map(Utf8PathBuf::from);
    let small = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/checkouts/region");
    let is_small = own.is_none();
    let tree = Tree::Disk(own.unwrap_or_else(|| Utf8PathBuf::from_path_buf(small).unwrap()));
    let read = |it: &Utf8PathBuf| Some((it.clone(), tree.read(it).ok()?));
    let folders = ["src", "tests"].map(Utf8Path::new);
    let paths = folders.iter().flat_map(|it| tree.python_files(it)).collect::<Vec<_>>();
    let files: BTreeMap<Utf8PathBuf, Arc<str>> = paths.iter().filter_map(read).collect();
    let texts = files.values().cloned().collect();
    // A small one is kept in memory, so that it is not the disk that is measured.
    let tree = if is_small { Tree::Memory(files) } else { tree };
    Checkout { tree, texts, target: "src/sentry/models/team.py" }
}

fn parse_all(texts: &[Arc<str>]) {
    for text in texts {
        black_box(Module::parse(text.clone()).is_ok());
    }
}

/// How many files a run over `target` writes into.
fn run(tree: &Tree, model: &mut Model, target: &str) -> usize {
    let (sources, mut problems) = (Sources::default(), Diagnostics::default());
    let targets = vec![TargetPath(target.to_owned())];
    let selection = Selection::default();
    let policies = model.policies.clone();
    let outcome =
        pipeline::in_tree(model, tree.clone(), targets, &selection, &sources, &mut problems);
    model.policies = policies;
    outcome.unwrap_or_else(|_| panic!("{problems:?}")).report.texts.len()
}

fn targets() {
    let Checkout { tree, texts, target } = checkout();
    let (mut one, mut all, mut warm) = (model(&SPECS[..1]), model(&SPECS), model(&SPECS));
    compare(
        &format!("run: targets of a checkout of {} files", texts.len()),
        vec![
            ("parse all its files", Box::new(|| parse_all(&texts))),
            ("one model, outbox.kdl", Box::new(|| assert_eq!(run(&tree, &mut one, target), 1))),
            ("one model, all specs", Box::new(|| assert_eq!(run(&tree, &mut all, target), 1))),
            ("all targets, all specs", Box::new(|| assert!(run(&tree, &mut warm, "src") > 5))),
            (
                "all targets, all specs, specs loaded first",
                Box::new(|| assert!(run(&tree, &mut model(&SPECS), "src") > 5)),
            ),
        ],
    );
}

/// What more cases of one suite cost: a case that all of the checkout's outbox models get.
fn cases() {
    let Checkout { tree, texts, .. } = checkout();
    let folder = temporary_folder();
    let mut models = [1, 10, 100].map(|count| {
        let case = |index| {
            format!(
                "    case \"test_save_keeps_id_{index}\" {{\n        given \"it\" of=\"model.name\"\n        \
                 body \"{{{{ given }}}}\\nassert {{{{ it }}}}.id\"\n    }}\n"
            )
        };
        let cases: String = (0..count).map(case).collect();
        let suite = "suite \"more\" category=\"outbox\" for=\"model\"";
        let path = folder.join(format!("{count}.kdl"));
        fs::write(&path, format!("{suite} {{\n    class \"{{{{ model.name }}}}MoreTest\"\n{cases}}}\n"))
            .unwrap();
        model(&[SPECS[0], path.as_str()])
    });
    fs::remove_dir_all(&folder).unwrap();
    let names = ["1 more case", "10 more", "100 more"];
    let works = names.into_iter().zip(&mut models).map(|(name, model)| -> Work<'_> {
        (name, Box::new(|| assert!(run(&tree, model, "src") > 2)))
    });
    let parse: Work<'_> = ("parse all its files", Box::new(|| parse_all(&texts)));
    compare(
        "cases: one more in each outbox model's tests",
        [parse].into_iter().chain(works).collect(),
    );
}
