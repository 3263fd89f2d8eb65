use proptest::prelude::*;

use super::*;
use crate::python::Module;

fn module(source: &str) -> Module {
    Module::parse(source.into()).expect("the source is Python")
}

fn pattern(text: &str) -> Pattern {
    Pattern::parse(text).expect("the pattern is one")
}

/// One line for each match: its text, and what it binds after bars. Line breaks show as `⏎`.
fn listing(module: &Module, matches: &[Match]) -> String {
    let show = |name: &str, bound: &Bound| match bound {
        Bound::One(it) => format!(" | {name}={}", it.text),
        Bound::Many(items) => {
            let items: Vec<_> = items.iter().map(|it| it.text.as_str()).collect();
            format!(" | {name}=[{}]", items.join("; "))
        }
    };
    let line = |it: &Match| {
        let bindings: String = it.bindings.iter().map(|(name, bound)| show(name, bound)).collect();
        format!("{}{bindings}", module.slice(&it.range)).replace('\n', "⏎")
    };
    matches.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Finds `text` in all of `source`, and lists the matches.
#[track_caller]
fn check(text: &str, source: &str, expected: &str) {
    check_names(text, source, expected, &Exact);
}

#[track_caller]
fn check_names(text: &str, source: &str, expected: &str, names: &dyn Names) {
    let module = module(source);
    let pattern = pattern(text);
    let within = 0..source.len();
    let found = pattern.find(&module, &within, Depth::Any, &Bindings::new(), names);
    assert_eq!(listing(&module, &found), expected);
    let together = find_all(&[&pattern], &module, names);
    assert_eq!(together.into_iter().map(|(_, it)| it).collect::<Vec<_>>(), found);
}

#[track_caller]
fn check_error(text: &str, place: &str, message: &str) {
    let error = Pattern::parse(text).expect_err("the pattern is none");
    assert_eq!((&text[error.range.clone()], &*error.message), (place, message));
}

#[test]
fn a_call_matches_whatever_its_layout() {
    check("f(a, b)", "f( a,\n   b,  # why\n)\n(f)((a), b)\n", "f( a,⏎   b,  # why⏎)\n(f)((a), b)");
}

#[test]
fn a_call_has_exactly_the_arguments_of_the_pattern() {
    check("f(a)", "f()\nf(a, b)\nf(a, k=1)\nf(a)\n", "f(a)");
    check("f()", "f()\nf(a)\n", "f()");
}

#[test]
fn a_metavariable_binds_any_expression() {
    check(
        "self.equal($A, $B)",
        "self.equal(x + 1, [y])\n",
        "self.equal(x + 1, [y]) | A=x + 1 | B=[y]",
    );
}

#[test]
fn a_repeated_metavariable_stands_for_equal_code() {
    check(
        "f($A, $A)",
        "f(x.y, x . y)\nf('a', \"a\")\nf(x, y)\n",
        "f(x.y, x . y) | A=x.y\nf('a', \"a\") | A='a'",
    );
}

#[test]
fn an_underscore_binds_nothing() {
    check("f($_, $_)", "f(x, y)\n", "f(x, y)");
    check("f($_FIRST)", "f(x)\n", "f(x)");
}

#[test]
fn a_list_may_be_empty() {
    check("f($$$)", "f()\nf(1, *a, k=2, **b)\ng()\n", "f()\nf(1, *a, k=2, **b)");
}

#[test]
fn a_list_binds_arguments_of_both_sorts_in_source_order() {
    check("f($$$ARGS)", "f(1, k=2, *a, **b)\n", "f(1, k=2, *a, **b) | ARGS=[1; k=2; *a; **b]");
}

#[test]
fn a_list_leaves_what_follows_it() {
    check(
        "f($$$A, $B)",
        "f(1, 2, 3)\nf(1)\nf()\n",
        "f(1, 2, 3) | A=[1; 2] | B=3\nf(1) | A=[] | B=1",
    );
}

#[test]
fn a_list_may_stand_on_both_sides() {
    check(
        "f($$$A, x, $$$B)",
        "f(1, x, 2, x)\nf(x)\nf(y)\n",
        "f(1, x, 2, x) | A=[1] | B=[2; x]\nf(x) | A=[] | B=[]",
    );
}

#[test]
fn lists_give_back_what_a_repeated_metavariable_needs() {
    check("[$$$, $A, $$$, $A, $$$]", "[1, 2, 3, 2]\n[1, 2, 3]\n", "[1, 2, 3, 2] | A=2");
}

#[test]
fn keyword_arguments_match_in_any_order() {
    check("f(a=$A, b=$B)", "f(b=1, a=2)\nf(a=1)\nf(a=1, b=2, c=3)\n", "f(b=1, a=2) | A=2 | B=1");
}

#[test]
fn a_list_may_follow_keywords() {
    check(
        "f(k=$V, $$$REST)",
        "f(1, k=2, l=3)\nf(k=4)\n",
        "f(1, k=2, l=3) | V=2 | REST=[1; l=3]\nf(k=4) | V=4 | REST=[]",
    );
    check("f($$$, k=$V, $$$REST)", "f(1, k=2, l=3)\n", "f(1, k=2, l=3) | V=2 | REST=[1; l=3]");
}

#[test]
fn a_keyword_name_may_be_a_metavariable() {
    check("f($K=$V)", "f(a=1)\nf(1)\nf(**a)\n", "f(a=1) | K=a | V=1");
}

#[test]
fn an_identifier_is_the_same_wherever_it_stands() {
    check("f($F=$_.$F)", "f(a=x.a)\nf(a=x.b)\n", "f(a=x.a) | F=a");
    check("f($F=$F)", "f(a=a)\nf(a=b)\n", "f(a=a) | F=a");
    check("f($$$, $F=$_.$F, $$$)", "f(1, b=x.c, a=x.a)\n", "f(1, b=x.c, a=x.a) | F=a");
}

#[test]
fn unpacking_is_no_single_argument() {
    check("f($A)", "f(*a)\nf(**a)\nf(a)\n", "f(a) | A=a");
    check("f(*$A)", "f(*a)\nf(a)\n", "f(*a) | A=a");
    check("f(**$A)", "f(**a)\nf(k=a)\n", "f(**a) | A=a");
}

#[test]
fn a_metavariable_may_be_part_of_an_identifier() {
    check(
        "self.create_$_($$$)",
        "self.create_order()\nself.create_()\nself.make()\n",
        "self.create_order()",
    );
    check("$NAME_id", "order_id\nid\n", "order_id | NAME=order");
    check("${NAME}Factory", "OrderFactory()\n", "OrderFactory | NAME=Order");
    check(
        "get_$A_by_$B",
        "get_order_by_line_by_key\n",
        "get_order_by_line_by_key | A=order | B=line_by_key",
    );
}

#[test]
fn parts_of_identifiers_repeat() {
    check(
        "create_$A(name_$A=$A)",
        "create_x(name_x=x)\ncreate_x(name_y=x)\n",
        "create_x(name_x=x) | A=x",
    );
    check("f($A, get_$A)", "f(x, get_x)\nf(x, get_y)\n", "f(x, get_x) | A=x");
}

#[test]
fn identifiers_of_all_sorts_may_have_metavariables() {
    check(
        "def test_$X($$$): ...",
        "def test_a(self): pass\ndef b(): pass\n",
        "def test_a(self): pass | X=a",
    );
    check(
        "class ${X}Test: ...",
        "class OrderTest(A): pass\n",
        "class OrderTest(A): pass | X=Order",
    );
    check("from shop import test_$X", "from shop import test_a\n", "from shop import test_a | X=a");
    check("$_.$X_set", "order.line_set.all()\n", "order.line_set | X=line");
}

#[test]
fn a_bound_part_knows_its_place() {
    let module = module("create_order()\n'a/b'\n");
    let place = |text: &str| {
        let pattern = pattern(text);
        let found = pattern.find(&module, &(0..100), Depth::Any, &Bindings::new(), &Exact);
        match &found[0].bindings["X"] {
            Bound::One(it) => module.slice(&it.range).to_owned(),
            Bound::Many(_) => unreachable!("one was asked for"),
        }
    };
    assert_eq!(place("create_$X"), "order");
    assert_eq!(place("'$X/b'"), "a");
    assert_eq!(place("'$X'"), "'a/b'");
}

#[test]
fn strings_match_by_value() {
    check(
        "f('ab')",
        "f(\"ab\")\nf('a' 'b')\nf('''ab''')\nf(r'ab')\nf('abc')\nf(b'ab')\n",
        "f(\"ab\")\nf('a' 'b')\nf('''ab''')\nf(r'ab')",
    );
}

#[test]
fn a_string_of_one_metavariable_binds_the_content() {
    check("f(\"$S\")", "f('a\\tb')\nf(a)\nf('')\n", "f('a\\tb') | S=a\tb\nf('') | S=");
    check(
        "get($X, \"$N\", $X.$N)",
        "get(a, 'b', a.b)\nget(a, 'b', a.c)\n",
        "get(a, 'b', a.b) | X=a | N=b",
    );
}

#[test]
fn a_metavariable_may_be_part_of_a_string() {
    check("'/orders/$ID/'", "'/orders/12/'\n'/orders//'\n", "'/orders/12/' | ID=12");
}

#[test]
fn a_dollar_in_a_string_is_a_dollar() {
    check(
        "f('$5', '$$$', '$x')",
        "f('$5', '$$$', '$x')\nf('5', '', 'x')\n",
        "f('$5', '$$$', '$x')",
    );
}

#[test]
fn f_strings_match_piece_by_piece() {
    check("f'a{$X}b'", "f'a{x.y}b'\nf'a{x!r}b'\nf'a{x}c'\n'axb'\n", "f'a{x.y}b' | X=x.y");
    check("f'{$X:>3}'", "f'{x:>3}'\nf'{x:>4}'\n", "f'{x:>3}' | X=x");
}

#[test]
fn literals_match_by_value() {
    check(
        "f(1, 1.5, True, None, ..., b'a')",
        "f(0x1, 1.50, True, None, ..., B\"a\")\n",
        "f(0x1, 1.50, True, None, ..., B\"a\")",
    );
    check("f(True)", "f(1)\nf(False)\n", "");
}

#[test]
fn lists_and_tuples_match_in_order() {
    check("[a, $X]", "[a, b]\n[b, a]\n(a, b)\n", "[a, b] | X=b");
    check("(a, $$$X)", "x = a, b, c\n", "a, b, c | X=[b; c]");
}

#[test]
fn sets_match_in_any_order() {
    check("{a, b, $X}", "{c, b, a}\n{a, b}\n", "{c, b, a} | X=c");
    check(
        "{$$$, Role.$A, $$$}",
        "x = {1, 2, Role.OWNER, 3}\n{1}\n",
        "{1, 2, Role.OWNER, 3} | A=OWNER",
    );
}

#[test]
fn a_set_may_have_to_be_tried_in_several_ways() {
    check(
        "{$A, x.$B, $C}",
        "{x.a, b, c}\n{a, b, x.c}\n",
        "{x.a, b, c} | A=b | B=a | C=c\n{a, b, x.c} | A=a | B=c | C=b",
    );
}

#[test]
fn dicts_match_in_any_order() {
    check("{'a': $A, 'b': $B}", "{'b': 1, 'a': 2}\n{'a': 1}\n", "{'b': 1, 'a': 2} | A=2 | B=1");
    check(
        "{$$$, 'a': $A}",
        "{'b': 1, 'a': 2}\n{'a': 1, **x}\n{'b': 1}\n",
        "{'b': 1, 'a': 2} | A=2\n{'a': 1, **x} | A=1",
    );
    check("{'a': $A, $$$REST}", "{'a': 1, 'b': 2}\n", "{'a': 1, 'b': 2} | A=1 | REST=['b': 2]");
}

#[test]
fn braces_around_any_number_are_a_set_or_a_dict() {
    check("f({$$$})", "f({})\nf({1})\nf({1: 2})\nf([])\n", "f({})\nf({1})\nf({1: 2})");
}

#[test]
fn an_expression_matches_anywhere() {
    check(
        "f($A)",
        "f(1)\nx = [f(2)]\nif f(3): return f(4) + f'{f(5)}'\n@f(6)\ndef g(a=f(7)): f(8)\n",
        "f(1) | A=1\nf(2) | A=2\nf(3) | A=3\nf(4) | A=4\nf(5) | A=5\nf(6) | A=6\nf(7) | A=7\nf(8) | A=8",
    );
}

#[test]
fn an_outer_match_comes_before_those_inside_it() {
    check("f($A)", "f(f(1))\n", "f(f(1)) | A=f(1)\nf(1) | A=1");
}

#[test]
fn operations_match_by_operator_and_operands() {
    check("$A + $B", "a + b + c\n", "a + b + c | A=a + b | B=c\na + b | A=a | B=b");
    check("not $A", "not a\n-a\n", "not a | A=a");
    check("$A == $B", "a == b\na != b\na == b == c\n", "a == b | A=a | B=b");
    check("$A or $$$B", "a or b or c\na and b\n", "a or b or c | A=a | B=[b; c]");
    check("$A if $B else $C", "a if b else c\n", "a if b else c | A=a | B=b | C=c");
    check("$A[$B:]", "a[1:]\na[1:2]\na[1]\n", "a[1:] | A=a | B=1");
    check("await $A", "async def f(): await g()\n", "await g() | A=g()");
}

#[test]
fn comprehensions_and_lambdas_match() {
    check(
        "[$X for $X in $Y if $C]",
        "[a for a in b if c]\n[a for a in b]\n",
        "[a for a in b if c] | X=a | Y=b | C=c",
    );
    check(
        "lambda $$$P: $B",
        "lambda: 1\nlambda a, *b: 2\n",
        "lambda: 1 | P=[] | B=1\nlambda a, *b: 2 | P=[a; *b] | B=2",
    );
    check("any($$$, $X in $Y)", "any(a in b)\n", "any(a in b) | X=a | Y=b");
}

#[test]
fn an_assignment_matches_with_and_without_annotation() {
    check(
        "kind = Kind.$NAME",
        "kind = Kind.A\nkind: Kind = Kind.B\nkind: Kind\nother = Kind.C\n",
        "kind = Kind.A | NAME=A\nkind: Kind = Kind.B | NAME=B",
    );
    check("$X: $T = $V", "a: int = 1\nb = 1\n", "a: int = 1 | X=a | T=int | V=1");
    check("$X: $T", "a: int = 1\nb: str\n", "a: int = 1 | X=a | T=int\nb: str | X=b | T=str");
}

#[test]
fn an_assignment_finds_its_target_among_several() {
    check("b = $V", "a = b = c = 1\n", "a = b = c = 1 | V=1");
    check("$A, $B = $V", "a, b = f()\n", "a, b = f() | A=a | B=b | V=f()");
    check("$X += 1", "a += 1\na -= 1\n", "a += 1 | X=a");
}

#[test]
fn simple_statements_match() {
    check("return $X", "def f():\n  return 1\n  return\n", "return 1 | X=1");
    check("return", "def f():\n  return 1\n  return\n", "return");
    check("raise $X", "raise A from b\nraise\n", "raise A from b | X=A");
    check("assert $X", "assert a, 'why'\n", "assert a, 'why' | X=a");
    check("assert $X, $M", "assert a, 'why'\nassert b\n", "assert a, 'why' | X=a | M='why'");
    check("del $$$X", "del a, b\n", "del a, b | X=[a; b]");
    check("global $X", "def f(): global a\n", "global a | X=a");
    check("pass", "pass\nbreak\n", "pass");
}

#[test]
fn a_name_is_found_among_the_imports() {
    check(
        "from $M import order",
        "from shop.a import line, order as o\nfrom b import c\n",
        "from shop.a import line, order as o | M=shop.a",
    );
    check("from shop import $N", "from shop import a, b\n", "from shop import a, b | N=a");
    check(
        "from shop import $$$N",
        "from shop import a, b as c\n",
        "from shop import a, b as c | N=[a; b as c]",
    );
    check("import $M", "import a.b as c\n", "import a.b as c | M=a.b");
    check(
        "import a.$X",
        "import a.b\nimport a.b.c\nimport b\n",
        "import a.b | X=b\nimport a.b.c | X=b.c",
    );
}

#[test]
fn relative_imports_keep_their_dots() {
    check(
        "from $M import $N",
        "from . import a\nfrom  ..b import c\nfrom d import e\n",
        "from . import a | M=. | N=a\nfrom  ..b import c | M=..b | N=c\nfrom d import e | M=d | N=e",
    );
    check("from .b import $N", "from .b import c\nfrom b import c\n", "from .b import c | N=c");
}

#[test]
fn dots_are_any_body() {
    check("if $C: ...", "if a:\n  b()\n  c()\nelse: pass\n", "if a:⏎  b()⏎  c()⏎else: pass | C=a");
    check("for $X in $Y: ...", "for a in b: c\n", "for a in b: c | X=a | Y=b");
    check("while $X: ...", "while a: b\n", "while a: b | X=a");
    check(
        "try: ...\nexcept $E: ...",
        "try: a\nexcept B as c: d\nexcept E: f\n",
        "try: a⏎except B as c: d⏎except E: f | E=B",
    );
}

#[test]
fn a_written_body_matches_statement_by_statement() {
    check(
        "if $C:\n  a = $A\n  $$$REST",
        "if x:\n  a = 1\n  b = 2\n  c()\nif x: b = 1\n",
        "if x:⏎  a = 1⏎  b = 2⏎  c() | C=x | A=1 | REST=[b = 2; c()]",
    );
    check("def f():\n  $S", "def f():\n  return 1\n", "def f():⏎  return 1 | S=return 1");
    check(
        "def f():\n  $$$\n  return $X",
        "def f():\n  a\n  b\n  return c\n",
        "def f():⏎  a⏎  b⏎  return c | X=c",
    );
}

#[test]
fn an_else_of_the_pattern_must_be_there() {
    check("if a: ...\nelse: ...", "if a: b\nif a: b\nelse: c\n", "if a: b⏎else: c");
    check("for $X in a: ...\nelse: ...", "for x in a: b\n", "");
}

#[test]
fn a_with_item_is_found_among_others() {
    check(
        "with lock($$$A): ...",
        "with a, lock(1) as b:\n  c\nwith d: e\n",
        "with a, lock(1) as b:⏎  c | A=[1]",
    );
    check(
        "with lock() as $X: ...",
        "with lock() as a: b\nwith lock(): b\n",
        "with lock() as a: b | X=a",
    );
}

#[test]
fn a_decorator_is_found_among_others() {
    check(
        "@shop_test\nclass $C($$$B): ...",
        "@a\n@shop_test\nclass A(B, m=1): pass\n@a\nclass B: pass\n@shop_test\nclass D: pass\n",
        "@a⏎@shop_test⏎class A(B, m=1): pass | C=A | B=[B; m=1]\n\
         @shop_test⏎class D: pass | C=D | B=[]",
    );
}

#[test]
fn a_definition_without_decorators_matches_any() {
    check("def $F($$$): ...", "@a\ndef b(c): d\n", "@a⏎def b(c): d | F=b");
    check(
        "@$D\ndef $F(): ...",
        "@a(1)\ndef b(): c\ndef d(): e\n",
        "@a(1)⏎def b(): c | D=a(1) | F=b",
    );
    check("@$$$D\ndef $F(): ...", "@a\n@b\ndef c(): d\n", "@a⏎@b⏎def c(): d | D=[@a; @b] | F=c");
}

#[test]
fn parameters_match_in_order_and_annotations_if_written() {
    check(
        "def f($A, b): ...",
        "def f(a: int, b=1): c\ndef f(b): c\n",
        "def f(a: int, b=1): c | A=a",
    );
    check(
        "def f($A: int): ...",
        "def f(a: int): c\ndef f(a): c\ndef f(a: str): c\n",
        "def f(a: int): c | A=a",
    );
    check(
        "def f(self, $$$P): ...",
        "def f(self, a, *, b: int = 1, **c): d\n",
        "def f(self, a, *, b: int = 1, **c): d | P=[a; b: int = 1; **c]",
    );
    check(
        "def f(*$A, **$B): ...",
        "def f(*a, **b): c\ndef f(a, b): c\n",
        "def f(*a, **b): c | A=a | B=b",
    );
    check("def f(a=1, $$$P): ...", "def f(a=1, b=2): c\n", "def f(a=1, b=2): c | P=[b=2]");
}

#[test]
fn a_result_matches_if_it_is_written() {
    check(
        "def $F($$$) -> $T: ...",
        "def a() -> int: b\ndef c(): d\n",
        "def a() -> int: b | F=a | T=int",
    );
    check("def $F(): ...", "def a() -> int: b\n", "def a() -> int: b | F=a");
}

#[test]
fn async_matters_only_where_it_is_written() {
    check("def $F(): ...", "async def a(): b\n", "async def a(): b | F=a");
    check("async def $F(): ...", "async def a(): b\ndef c(): d\n", "async def a(): b | F=a");
    check("with $X: ...", "async def f():\n  async with a: b\n", "async with a: b | X=a");
}

#[test]
fn bases_match_if_they_are_written() {
    check("class $C: ...", "class A(B): c\nclass D: e\n", "class A(B): c | C=A\nclass D: e | C=D");
    check("class $C(): ...", "class A(B): c\nclass D: e\n", "class D: e | C=D");
    check("class $C($$$, Base, $$$): ...", "class A(B, Base): c\n", "class A(B, Base): c | C=A");
}

#[test]
fn match_statements_match() {
    check(
        "match $X:\n  case 1: ...\n  case _: $Y",
        "match a:\n  case 1: b\n  case _: c\n",
        "match a:⏎  case 1: b⏎  case _: c | X=a | Y=c",
    );
}

#[test]
fn a_lone_metavariable_is_a_statement() {
    check("$S", "a = f(b)\nif c: d\n", "a = f(b) | S=a = f(b)\nif c: d | S=if c: d\nd | S=d");
}

struct Renamed;

impl Names for Renamed {
    fn same(&self, written: &str, found: &str) -> bool {
        let renamed =
            [("shop_test", "store_test"), ("Mode.CELL", "Mode.REGION"), ("Order", "Sale")];
        written == found || renamed.contains(&(written, found))
    }
}

#[test]
fn names_may_have_changed() {
    check_names(
        "@shop_test\nclass $C: ...",
        "@store_test\nclass A: b\n",
        "@store_test⏎class A: b | C=A",
        &Renamed,
    );
    check_names(
        "from $M import shop_test",
        "from a import store_test\n",
        "from a import store_test | M=a",
        &Renamed,
    );
    check_names(
        "Order.objects",
        "Sale.objects\nOrder.objects\nx.Sale.objects\n",
        "Sale.objects\nOrder.objects",
        &Renamed,
    );
}

#[test]
fn a_dotted_name_may_have_changed_as_a_whole() {
    check_names(
        "f(Mode.CELL)",
        "f(Mode.REGION)\nf(Mode . REGION)\nf(Other.REGION)\n",
        "f(Mode.REGION)\nf(Mode . REGION)",
        &Renamed,
    );
    check_names("Mode.CELL.value", "Mode.REGION.value\n", "Mode.REGION.value", &Renamed);
}

#[test]
fn only_what_lies_within_is_found() {
    let source = "f(1)\nclass A:\n  f(2)\n  def g(self): f(3)\nf(4)\n";
    let module = module(source);
    let class = &module.outline.classes[0];
    let find = |within: &ByteRange, depth| {
        let found = pattern("f($A)").find(&module, within, depth, &Bindings::new(), &Exact);
        listing(&module, &found)
    };
    assert_eq!(find(&class.range, Depth::Any), "f(2) | A=2\nf(3) | A=3");
    assert_eq!(find(&class.methods[0].body, Depth::Any), "f(3) | A=3");
    assert_eq!(find(&class.body, Depth::Body), "f(2) | A=2");
    assert_eq!(find(&(0..source.len()), Depth::Body), "f(1) | A=1\nf(4) | A=4");
}

#[test]
fn a_body_is_searched_at_its_own_level_only() {
    let module = module("class A:\n  x = 1\n  if y: x = 2\n  class B:\n    x = 3\n");
    let body = &module.outline.classes[0].body;
    let found = pattern("x = $V").find(&module, body, Depth::Body, &Bindings::new(), &Exact);
    assert_eq!(listing(&module, &found), "x = 1 | V=1");
}

#[test]
fn what_is_bound_before_is_looked_for() {
    let module = module("f(a . b)\nf('c')\nget_order()\n");
    let find = |text: &str, value: &str| {
        let captured = Captured { text: value.to_owned(), range: 0..0 };
        let bound = Bindings::from([(Arc::from("X"), Bound::One(captured))]);
        listing(&module, &pattern(text).find(&module, &(0..100), Depth::Any, &bound, &Exact))
    };
    assert_eq!(find("f($X)", "a.b"), "f(a . b) | X=a.b");
    assert_eq!(find("f($X)", "a\n  .b"), "f(a . b) | X=a⏎  .b");
    assert_eq!(find("f($X)", "a.c"), "");
    assert_eq!(find("f('$X')", "c"), "f('c') | X=c");
    assert_eq!(find("get_$X()", "order"), "get_order() | X=order");
    assert_eq!(find("get_$X()", "line"), "");
}

#[test]
fn the_nearest_ancestor_that_matches_is_given() {
    let source = "with a(1):\n  with a(2):\n    with b(a(4)):\n      x\n";
    let module = module(source);
    let ancestor = |text: &str, of: &str| {
        let start = source.find(of).expect("it is there");
        let range = start..start + of.len();
        let found = pattern(text)
            .matches_ancestors(&module, &range, &Bindings::new(), &Exact)
            .into_iter()
            .next();
        listing(&module, found.as_slice()).lines().next().map(str::to_owned)
    };
    let inner = "with a(2):⏎    with b(a(4)):⏎      x | N=2";
    assert_eq!(ancestor("with a($N): ...", "x").as_deref(), Some(inner));
    assert_eq!(ancestor("with a($N): ...", "a(4)").as_deref(), Some(inner));
    assert_eq!(ancestor("with a(2): ...", "a(2)"), None);
    assert_eq!(ancestor("b($X)", "a(4)").as_deref(), Some("b(a(4)) | X=a(4)"));
    assert_eq!(ancestor("a(4)", "a(4)"), None);
}

#[test]
fn a_header_is_not_inside_its_own_body() {
    let source = "@f(1)\nclass A(f(2)):\n  f(3)\n";
    let module = module(source);
    let inside = |of: &str| {
        let start = source.find(of).expect("it is there");
        let pattern = pattern("class $C: ...");
        let range = start..start + of.len();
        !pattern.matches_ancestors(&module, &range, &Bindings::new(), &Exact).is_empty()
    };
    assert_eq!([inside("f(1)"), inside("f(2)"), inside("f(3)")], [false, false, true]);
}

#[test]
fn several_patterns_match_in_source_order() {
    let module = module("a = f(1)\ng(f(2))\n");
    let patterns = ["f($X)", "$Y = f($X)", "g($X)", "h()", "f(2)"].map(pattern);
    let patterns: Vec<_> = patterns.iter().collect();
    let found = find_all(&patterns, &module, &Exact);
    let found: Vec<_> = found.iter().map(|(index, it)| (*index, module.slice(&it.range))).collect();
    assert_eq!(found, [(1, "a = f(1)"), (0, "f(1)"), (2, "g(f(2))"), (0, "f(2)"), (4, "f(2)")]);
}

#[test]
fn metavariables_and_literals_are_told() {
    let it = pattern("@shop_test\nclass $C($$$B): x = $_.create_$D('text', $C, k=1)");
    let names: Vec<_> = it.metavariables().iter().map(|it| (&*it.name, it.many)).collect();
    assert_eq!(names, [("C", false), ("B", true), ("D", false)]);
    assert_eq!(it.literals(), ["shop_test", "x", "create_", "k"]);
    assert_eq!(pattern("from a.b import c").literals(), ["a", "b", "c"]);
}

#[test]
fn kinds_tell_patterns_apart() {
    assert_eq!(pattern("f($X)").kind(), pattern("g()").kind());
    assert_ne!(pattern("f($X)").kind(), pattern("x = f()").kind());
    assert_ne!(pattern("$X").kind(), pattern("'$X'").kind());
}

#[test]
fn items_tell_names_and_values() {
    let module = module("f(1, k=2, **a)\n{'b': 3}\ndef g(c, d: int = 4): e\n");
    let items = |text: &str| {
        let found = pattern(text).find(&module, &(0..100), Depth::Any, &Bindings::new(), &Exact);
        serde_json::to_string(&found[0].bindings["X"].to_value()).expect("values are JSON")
    };
    assert_eq!(
        items("f($$$X)"),
        r#"[{"name":null,"text":"1","value":"1"},{"name":"k","text":"k=2","value":"2"},{"name":null,"text":"**a","value":"a"}]"#
    );
    assert_eq!(items("{$$$X}"), r#"[{"name":"'b'","text":"'b': 3","value":"3"}]"#);
    assert_eq!(
        items("def g($$$X): ..."),
        r#"[{"name":"c","text":"c","value":""},{"name":"d","text":"d: int = 4","value":"4"}]"#
    );
    assert_eq!(items("f($X, $$$)"), r#""1""#);
}

#[test]
fn a_misspelt_keyword_is_known_by_what_the_parser_stumbles_over() {
    let help = |text: &str| Pattern::parse(text).expect_err("the pattern is none").help.unwrap();
    assert_eq!(help("calss $A: ..."), "did you mean `class`?");
    assert_eq!(help("retrun $A"), "did you mean `return`?");
    assert!(help("f($A $B)").starts_with("a pattern is one expression or statement of Python"));
}

#[test]
fn a_pattern_is_one_statement() {
    check_error("", "", "a pattern is one expression or one statement");
    check_error("f($X)\ng($Y)", "g($Y)", "a pattern is one expression or one statement");
}

#[test]
fn errors_point_into_the_pattern_as_written() {
    check_error("f($LONG_NAME, $B", "", "unexpected EOF while parsing");
    check_error("f($LONG_NAME) + / $B", "/", "expected an expression");
    check_error("f($LONG_NAME) + * $B", "* $B", "starred expression cannot be used here");
    check_error("class $A(): $B = ", "", "expected an expression");
}

#[test]
fn a_dollar_without_a_name_is_explained() {
    for text in ["f($)", "f($name)", "f($Name)", "f($$A)", "f($1)"] {
        let error = Pattern::parse(text).expect_err("the pattern is none");
        assert_eq!(error.message, "`$` starts no metavariable here", "{text}");
        assert!(text[error.range].starts_with('$'), "{text}");
    }
}

#[test]
fn a_list_must_stand_in_a_list() {
    check_error("$$$", "$$$", "`$$$` stands where there is no list");
    check_error("return $$$X", "$$$X", "`$$$X` stands where there is no list");
    check_error("f(k=$$$)", "$$$", "`$$$` stands where there is no list");
    check_error("f(create_$$$X())", "create_$$$X", "`$$$X` stands where there is no list");
    check_error("x.$$$", "$$$", "`$$$` stands where there is no list");
}

#[test]
fn one_name_is_not_both_one_and_many() {
    check_error("f($A, $$$A)", "$$$A", "`A` is both one item and many");
}

#[test]
fn a_missing_body_is_explained() {
    let error = Pattern::parse("with $X:").expect_err("the pattern is none");
    assert_eq!(error.help.as_deref(), Some("write `...` for any body"));
}

#[test]
fn a_case_has_no_metavariables() {
    check_error("match x:\n  case $X: ...", "$X", "metavariables cannot stand in a `case`");
}

#[test]
fn patterns_are_bounded() {
    let error = |text: &str| Pattern::parse(text).expect_err("the pattern is none").message;
    assert_eq!(error(&"a".repeat(5000)), "the pattern is longer than 4 KB");
    assert_eq!(error(&"(".repeat(4000)), "too many nested brackets");
    assert_eq!(error("a.ꙮ"), "a pattern cannot contain `ꙮ`");
}

#[test]
fn hard_lists_take_bounded_time() {
    let numbers = |count: usize| (0..count).map(|it| it.to_string()).collect::<Vec<_>>().join(", ");
    let source = format!("[{}]\n{{{}}}\n", numbers(3000), numbers(3000));
    let lists = ["[$$$, $A, $$$, $A, $$$, $A, $$$, $B, $$$, $B, $$$]", "{$A.x, $B.y, $C, $C}"];
    for text in lists {
        check(text, &source, "");
    }
    check("[$$$, 1, $$$, 5, $$$, 0, $$$]", &source, "");
}

#[test]
fn deep_trees_are_walked_on_a_small_stack() {
    let chains = [format!("x{}\n", ".a".repeat(900)), format!("x{}\n", " + x".repeat(900))];
    let brackets = [format!("{}x{}\n", "f(".repeat(200), ")".repeat(200))];
    for source in chains.iter().chain(&brackets) {
        let module = module(source);
        for text in ["$A.b", "$A + y", "f($A, $A)", "f($A)", "$A", "f($$$A)"] {
            let find = |text| {
                let bound = Bindings::new();
                pattern(text).find(&module, &(0..source.len()), Depth::Any, &bound, &Exact)
            };
            let _ = find(text).len() + find(text.trim()).len();
        }
        check(source.trim(), source, source.trim());
    }
}

#[test]
fn patterns_can_be_shared_among_threads() {
    fn assert_shared<T: Send + Sync>() {}
    assert_shared::<Pattern>();
}

/// Expressions of Python, printed.
fn expression() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        "[a-z]{1,3}".prop_map(|it| format!("v{it}")),
        "[0-9]{1,4}".prop_map(|it| format!("1{it}")),
        "[a-z$ {}]{0,4}".prop_map(|it| format!("'{it}'")),
        Just("None".to_owned()),
        Just("...".to_owned()),
    ];
    leaf.prop_recursive(4, 24, 3, |inner| {
        let pair = (inner.clone(), inner.clone());
        let list = prop::collection::vec(inner.clone(), 0..3).prop_map(|it| it.join(", "));
        prop_oneof![
            pair.clone().prop_map(|(a, b)| format!("({a} + {b})")),
            pair.clone().prop_map(|(a, b)| format!("({a} and {b})")),
            pair.clone().prop_map(|(a, b)| format!("({a} if {b} else {a})")),
            pair.clone().prop_map(|(a, b)| format!("({a})[{b}:]")),
            pair.clone().prop_map(|(a, b)| format!("f({a}, *{b}, k={b}, **{a})")),
            pair.clone().prop_map(|(a, b)| format!("{{{a}: {b}, **{b}}}")),
            pair.clone().prop_map(|(a, b)| format!("{{{a}, {b}}}")),
            pair.prop_map(|(a, b)| format!("[{a} for x in {b} if {a}]")),
            list.clone().prop_map(|it| format!("[{it}]")),
            list.prop_map(|it| format!("g({it})")),
            inner.clone().prop_map(|it| format!("(lambda x, *y, z=1: {it})")),
            inner.clone().prop_map(|it| format!("({it}).name")),
            inner.prop_map(|it| format!("(not {it})")),
        ]
    })
}

proptest! {
    #[test]
    fn an_expression_matches_itself(text in expression()) {
        let module = module(&text);
        let found = pattern(&text).find(&module, &(0..text.len()), Depth::Any, &Bindings::new(), &Exact);
        prop_assert!(!found.is_empty());
    }

    #[test]
    fn an_expression_in_an_argument_is_bound(text in expression()) {
        let source = format!("h({text}, {text})\n");
        let module = module(&source);
        for pattern in ["h($A, $A)", "h($$$, $A)"].map(pattern) {
            let found = pattern.find(&module, &(0..source.len()), Depth::Any, &Bindings::new(), &Exact);
            prop_assert!(found.first().is_some_and(|it| it.bindings.contains_key("A")));
        }
    }

    #[test]
    fn no_text_panics(text in r#"[$A_a(){}\[\]=:.,'"\n f*@…é\-+]{0,40}"#, source in r#"[Aa_(){}\[\]=:.,'"\n f*@…é\-+]{0,40}"#) {
        if let (Ok(pattern), Ok(module)) = (Pattern::parse(&text), Module::parse(source.as_str().into())) {
            let _ = pattern.find(&module, &(0..source.len()), Depth::Any, &Bindings::new(), &Exact);
        }
    }
}

mod replacing {
    use crate::pattern::{Bindings, Depth, Exact, Pattern, Replacement, Site};
    use crate::python::Module;

    /// What `new` makes of the first place where `old` matches; lines have 40 columns.
    fn replaced(source: &str, old: &str, new: &str) -> Option<String> {
        let module = Module::parse(source.into()).unwrap();
        let (all, nothing) = (0..source.len(), Bindings::new());
        let found = Pattern::parse(old).unwrap();
        let found = found.find(&module, &all, Depth::Any, &nothing, &Exact).remove(0);
        let site = Site {
            module: &module,
            range: &found.range,
            bindings: &found.bindings,
            renamed: &[],
            line_length: 40,
        };
        let (range, text) = Replacement::parse(new).unwrap().write(site)?;
        let mut result = source.to_owned();
        result.replace_range(range, &text);
        Some(result)
    }

    #[track_caller]
    fn check(source: &str, old: &str, new: &str, expected: &str) {
        assert_eq!(replaced(source, old, new).as_deref(), Some(expected));
    }

    #[test]
    fn parentheses_stand_where_they_are_needed_and_nowhere_else() {
        check("f(a or b)\n", "f($A)", "assert not $A", "assert not (a or b)\n");
        check("f(a.b)\n", "f($A)", "assert not $A", "assert not a.b\n");
        check("x = 2 * f(a)\n", "f($A)", "$A + 1", "x = 2 * (a + 1)\n");
        check("x = f(a if b else c, d)\n", "f($A, $B)", "g($A, $B)", "x = g(a if b else c, d)\n");
    }

    #[test]
    fn a_list_without_items_leaves_no_comma() {
        check("f(a)\n", "f($A, $$$B)", "g($A, $$$B)", "g(a)\n");
        check("f(a)\n", "f($A, $$$B)", "g($$$B, $A)", "g(a)\n");
        check("f(a, b, k=c)\n", "f($A, $$$B)", "g($$$B)", "g(b, k=c)\n");
    }

    #[test]
    fn a_comment_is_never_lost() {
        assert_eq!(replaced("f(\n    a,  # why\n)\n", "f($A)", "g($A)"), None);
        check("f(a)  # why\n", "f($A)", "g($A)", "g(a)  # why\n");
    }

    #[test]
    fn a_statement_that_grows_too_long_is_broken_as_the_formatter_would() {
        check(
            "if x:\n    f(aaaaaaaaaaaaaaaa, bbbbbbbbbbbb)\n",
            "f($A, $B)",
            "assert $A == $B, 'they differ'",
            "if x:\n    assert (\n        aaaaaaaaaaaaaaaa == bbbbbbbbbbbb\n    ), \"they differ\"\n",
        );
    }

    #[test]
    fn the_statement_around_an_expression_that_grows_too_long_is_laid_out_anew() {
        check(
            "if x:\n    value = f(aaaaaaaaaa, bbbbbbbbbbbb)\n",
            "f($A, $B)",
            "function($A, $B)",
            "if x:\n    value = function(\n        aaaaaaaaaa, bbbbbbbbbbbb\n    )\n",
        );
        check(
            "if x:\r\n    value = f(aaaaaaaaaa, bbbbbbbbbbbb)\r\n",
            "f($A, $B)",
            "function($A, $B)",
            "if x:\r\n    value = function(\r\n        aaaaaaaaaa, bbbbbbbbbbbb\r\n    )\r\n",
        );
    }

    #[test]
    fn a_statement_with_a_layout_or_a_comment_of_its_own_keeps_it() {
        let long = "function(aaaaaaaaaaaaa, bbbbbbbbbbbb)";
        check(
            "value  =  f(aaaaaaaaaaaaa, bbbbbbbbbbbb)\n",
            "f($A, $B)",
            "function($A, $B)",
            &format!("value  =  {long}\n"),
        );
        check(
            "value = [\n    f(aaaaaaaaaaaaa, bbbbbbbbbbbb),  # 1\n]\n",
            "f($A, $B)",
            "function($A, $B)",
            &format!("value = [\n    {long},  # 1\n]\n"),
        );
    }

    #[test]
    fn the_statements_of_a_block_are_moved_with_their_comments() {
        check(
            "if x:\n    with f():\n        # First.\n        a()\n\n        b()\n        # Last.\n    c()\n",
            "with f():\n    $$$BODY",
            "$$$BODY",
            "if x:\n    # First.\n    a()\n\n    b()\n    # Last.\n    c()\n",
        );
    }

    #[test]
    fn a_statement_that_is_moved_to_the_left_takes_the_lines_that_it_then_needs() {
        check(
            "with f():\n    function(\n        aaaaaaaaaaaaa, bbbbbbbbbbbbbb\n    )\n    g(\n        a\n    )\n",
            "with f():\n    $$$BODY",
            "$$$BODY",
            "function(aaaaaaaaaaaaa, bbbbbbbbbbbbbb)\ng(\n    a\n)\n",
        );
    }

    #[test]
    fn a_match_that_is_no_statement_cannot_be_taken_away() {
        assert_eq!(replaced("x = f()\n", "f()", ""), None);
        check("f()\nx\n", "f()", "", "\nx\n");
    }
}

mod grammar {
    use pest::Parser;
    use pest_derive::Parser;
    use proptest::prelude::*;

    use crate::pattern::lex::Template;

    #[derive(Parser)]
    #[grammar = "grammar/pattern.pest"]
    struct Grammar;

    /// The metavariables by the grammar: where they stand, whether they are lists, their names.
    fn by_grammar(text: &str) -> Vec<(usize, usize, bool, String)> {
        let pairs = Grammar::parse(Rule::pattern, text).expect("any text is cut in some way");
        let of = |pair: pest::iterators::Pair<'_, Rule>| {
            let (span, many) = (pair.as_span(), pair.as_rule() == Rule::list);
            let name = pair.into_inner().next().map_or("", |it| it.as_str());
            let bound = if name.starts_with('_') { "" } else { name };
            (span.start(), span.end(), many, bound.to_owned())
        };
        pairs.filter(|it| matches!(it.as_rule(), Rule::one | Rule::list)).map(of).collect()
    }

    /// A name that is one item and a list makes no pattern; where they stand is known all the same.
    fn by_reader(text: &str) -> Option<Vec<(usize, usize, bool, String)>> {
        let template = Template::read(text).ok()?;
        let name = |slot: Option<usize>| {
            slot.map(|it| template.metavariables[it].name.to_string()).unwrap_or_default()
        };
        let holes = template.holes.iter();
        Some(holes.map(|it| (it.range.start, it.range.end, it.many, name(it.slot))).collect())
    }

    #[track_caller]
    fn check(text: &str) {
        if let Some(read) = by_reader(text) {
            assert_eq!(by_grammar(text), read, "{text:?}");
        }
    }

    #[test]
    fn the_grammar_says_where_the_metavariables_of_these_are() {
        for text in [
            "f($A, $_, $_B1, $$$, $$$_, $$$C)",
            "create_$WHAT ${WHAT}Factory $NAME_id $A_B_2 $A_ $1 $_1 $Ab $_Ab $é $Aé",
            "$$$x $$NAME $$$$NAME $$ $ $} ${} ${A ${A}} $$${B}b $$${a} $$${",
        ] {
            assert!(by_reader(text).is_some(), "{text}");
            check(text);
        }
    }

    #[test]
    fn the_grammar_reads_every_pattern_of_the_pack_as_the_program_does() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/specs");
        let mut count = 0;
        for entry in std::fs::read_dir(folder).expect("the pack is there") {
            let path = entry.expect("its files can be listed").path();
            if path.extension().is_some_and(|it| it == "kdl") {
                let text = std::fs::read_to_string(path).expect("they are text");
                text.lines().for_each(check);
                count += text.lines().map(|it| by_grammar(it).len()).sum::<usize>();
            }
        }
        assert!(count > 500, "only {count} metavariables were found");
    }

    proptest! {
        #[test]
        fn the_grammar_reads_any_text_as_the_program_does(text in "[$_{}A-C0-1a-bé. ]{0,24}") {
            check(&text);
        }
    }
}
