//! Each condition of a rule: where it lets a find count, and where it does not; each way to mend.

use crate::support::Folder;

const TEST: &str = "tests/test_cart.py";

/// The lines where a rule of these conditions finds something in the test file of this small shop.
fn lines(conditions: &str, test: &str) -> Vec<usize> {
    let outcome = folder(conditions, test).run(&[
        "check",
        "--spec",
        "own.kdl",
        "--no-config",
        "--output-format",
        "concise",
        TEST,
    ]);
    assert!(outcome.code < 2, "{}\n{conditions}", outcome.stderr);
    let line = |it: &str| it.split(':').nth(1)?.parse().ok();
    outcome.stdout.lines().filter_map(line).collect()
}

fn folder(conditions: &str, test: &str) -> Folder {
    let folder = Folder::empty();
    let spec = format!(
        "checkout {{\n    source-root \"src\"\n    test-root \"tests\"\n}}\n\
         symbol \"Model\" \"shop.models\"\n\
         symbol \"Gone\" \"shop.gone\"\n\
         symbol \"shop_test\" \"shop.testing\"\n\
         mirror \"src/shop/{{name}}.py\" to=\"tests/test_{{name}}.py\"\n\
         rule \"R1\" slug=\"own\" title=\"own\" {{\n{conditions}\n}}\n"
    );
    folder.write("own.kdl", spec);
    folder.write("src/shop/__init__.py", "");
    folder.write(
        "src/shop/models.py",
        "class Model:\n    def save(self): ...\n\n\nclass Cart(Model):\n    def add(self): ...\n",
    );
    folder.write("src/shop/testing.py", "def shop_test(cls): return cls\n");
    folder.write(TEST, test);
    folder
}

#[track_caller]
fn check(conditions: &str, test: &str, expected: &[usize]) {
    assert_eq!(lines(conditions, test), expected, "{conditions}\n{test}");
}

#[test]
fn inside_and_has_look_around_and_into() {
    check(
        "find \"f()\"\ninside \"with g(): ...\"",
        "with g():\n    if x:\n        f()\nf()\n",
        &[3],
    );
    check("find \"with $_: ...\"\nhas \"f()\"", "with a:\n    g(f())\nwith b:\n    g()\n", &[1]);
}

#[test]
fn what_is_bound_stays_bound() {
    check("find \"f($A)\"\ninside \"with g($A): ...\"", "with g(1):\n    f(1)\n    f(2)\n", &[2]);
}

#[test]
fn matches_looks_at_the_place_itself() {
    check("find \"f($$$)\"\nmatches \"f(1, $_)\"", "f(1, 2)\nf(2, 1)\n", &[1]);
}

#[test]
fn body_and_only_look_at_the_statements_right_below() {
    let test = "with a:\n    f()\nwith b:\n    if x:\n        f()\nwith c:\n    f()\n    g()\n";
    check("find \"with $_: ...\"\nbody \"f()\"", test, &[1, 6]);
    check("find \"with $_: ...\"\nonly \"f()\"", test, &[1]);
}

#[test]
fn precedes_and_follows_look_at_the_statements_beside() {
    let test = "f()\nx = 1\ng()\nif x:\n    f()\n";
    check("find \"f()\"\nprecedes \"g()\"", test, &[1]);
    check("find \"g()\"\nfollows \"f()\"", test, &[3]);
    check("find \"f()\"\nfollows \"g()\"", test, &[]);
}

#[test]
fn not_any_and_all_combine() {
    let test = "f(1)\nf(2)\nf(3)\n";
    check("find \"f($A)\"\nnot { matches \"f(1)\" }", test, &[2, 3]);
    check("find \"f($A)\"\nany { matches \"f(1)\"; matches \"f(3)\" }", test, &[1, 3]);
    check("find \"f($A)\"\nnot { matches \"f(1)\"; where \"a == '2'\" }", test, &[1, 2, 3]);
    check(
        "find \"f($A)\"\nany { all { matches \"f(1)\"; where \"a == '2'\" }; matches \"f(2)\" }",
        test,
        &[2],
    );
}

#[test]
fn where_reads_what_let_and_patterns_bind() {
    let test = "f('a')\nf('b')\n";
    check(
        "find \"f($A)\"\nlet \"name\" \"a | replace(\\\"'\\\", '')\"\nwhere \"name == 'b'\"",
        test,
        &[2],
    );
    check("find \"f($A)\"\nwhere \"line == 1\"", test, &[1]);
}

#[test]
fn class_function_and_module_are_the_nearest_around() {
    let test = "class A:\n    def a(self): f()\n    b = f()\ndef c(): f()\n";
    check("find \"f()\"\nclass", test, &[2, 3]);
    check("find \"f()\"\nfunction", test, &[2, 4]);
    check("find \"f()\"\nfunction { matches \"def c(): ...\" }", test, &[4]);
    check("find \"f()\"\nmodule { has \"class A: ...\" }", test, &[2, 3, 4]);
    check("find \"f()\"\nmodule { has \"class B: ...\" }", test, &[]);
}

#[test]
fn a_class_fits_by_base_and_decorator() {
    let test = "from shop.models import Cart, Model\nfrom shop.testing import shop_test\n\
                class A(Cart): x = f()\n@shop_test\nclass B: x = f()\nclass C(Model): x = f()\n";
    check("find \"f()\"\nclass { is base=\"Model\" }", test, &[3, 6]);
    check("find \"f()\"\nclass { is decorator=\"shop_test\" }", test, &[5]);
    check("find \"f()\"\nclass { method \"save\" inherited=#true }", test, &[3, 6]);
    check("find \"f()\"\nclass { method \"save\" }", test, &[]);
}

#[test]
fn a_name_is_followed_to_its_definition() {
    let test =
        "from shop.models import Cart as Basket, Model\nBasket.go()\nModel.go()\nOther.go()\n";
    check("find \"$WHAT.go()\"\nfollow \"WHAT\" { method \"add\" }", test, &[2]);
    check("find \"$WHAT.go()\"\nfollow \"WHAT\" { path \"src/**\" }", test, &[2, 3]);
    check("find \"$WHAT.go()\"\nfollow \"WHAT\" { path \"tests/**\" }", test, &[]);
}

#[test]
fn the_checkout_has_a_symbol_or_not() {
    check("find \"f()\"\nsymbol \"Model\" { method \"save\" }", "f()\n", &[1]);
    check("find \"f()\"\nsymbol \"Gone\"", "f()\n", &[]);
    check("find \"f($A)\"\nsymbol \"Model\" { method \"$A\" }", "f(save)\nf(add)\n", &[1]);
}

#[test]
fn a_file_is_known_by_its_path_and_its_imports() {
    let test = "from shop.models import Model\nf(Model)\n";
    check("find \"f($_)\"\npath \"tests/**\"", test, &[2]);
    check("find \"f($_)\"\npath \"src/**\"", test, &[]);
    check("find \"f($_)\"\nimports \"Model\"", test, &[2]);
    check("find \"f($_)\"\nimports \"shop_test\"", test, &[]);
}

/// What `--fix --unsafe-fixes` makes of `test` by a rule of these conditions.
#[track_caller]
fn check_fixed(conditions: &str, test: &str, expected: &str) {
    let folder = folder(conditions, test);
    let options = ["check", "--spec", "own.kdl", "--no-config", "--unsafe-fixes", "--fix", TEST];
    let outcome = folder.run(&options);
    let files = folder.files();
    let text = String::from_utf8_lossy(&files[TEST]);
    assert_eq!(text, expected, "{}{}", outcome.stdout, outcome.stderr);
}

#[test]
fn a_fix_that_applies_is_made_and_brings_its_imports() {
    check_fixed(
        "find \"f($A)\" fix=\"Model($A)\"",
        "f(1)\n",
        "from shop.models import Model\n\nModel(1)\n",
    );
    let two = "find \"f($A)\"\nfix \"print($A)\" { where \"a == '1'\" }\nfix \"len($A)\"";
    check_fixed(two, "f(1)\nf(2)\n", "print(1)\nlen(2)\n");
}

#[test]
fn an_import_that_a_fix_makes_needless_goes() {
    let test = "from shop.models import Cart, Model\n\nf(Model)\nCart()\n";
    check_fixed(
        "find \"f($_)\" fix=\"print()\"",
        test,
        "from shop.models import Cart\n\nprint()\nCart()\n",
    );
    // The name is used elsewhere, if only in a string.
    let test = "from shop.models import Model\n\nf(Model)\nx: \"Model\"\n";
    check_fixed("find \"f($_)\" fix=\"print()\"", test, &test.replace("f(Model)", "print()"));
}

#[test]
fn an_import_with_a_comment_is_found_and_not_taken_away() {
    let rule = "find-import\nwhere \"not imported.used\"\nfix \"\"";
    let test = "from shop.models import Model  # for the fixtures\n";
    check_fixed(rule, test, test);
    let outcome = folder(rule, test).run(&["check", "--spec", "own.kdl", "--no-config", TEST]);
    assert!(!outcome.stderr.contains("to mend"), "{}", outcome.stderr);
    check_fixed(rule, "from shop.models import Model\n\nx = 1\n", "x = 1\n");
}

#[test]
fn of_fixes_that_overlap_the_outer_goes_first_and_the_inner_follows() {
    check_fixed("find \"f($A)\" fix=\"len($A)\"", "f(f(f(1)))\n", "len(len(len(1)))\n");
}

#[test]
fn a_fix_that_would_break_the_file_is_left_out_and_others_are_made() {
    let test = "f(1)\nx = f(k=2)\nf(3)\n".repeat(5);
    let expected = "[1]\nx = f(k=2)\n[3]\n".repeat(5);
    check_fixed("find \"f($$$ARGS)\" fix=\"[$$$ARGS]\"", &test, &expected);
}
