use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;
use serde_json::Value as Json;

use super::{Expression, NoParts, Parts, Shape, Template, TemplateError};
use crate::value::{Map, Value};

struct Shelf(BTreeMap<&'static str, Template>);

impl Parts for Shelf {
    fn part(&self, name: &str) -> Option<&Template> {
        self.0.get(name)
    }

    fn names(&self) -> Vec<&str> {
        self.0.keys().copied().collect()
    }
}

fn value(json: &Json) -> Value {
    match json {
        Json::Null => Value::None,
        Json::Bool(it) => Value::Bool(*it),
        Json::Number(it) => Value::Int(it.as_i64().expect("a whole number")),
        Json::String(it) => it.as_str().into(),
        Json::Array(items) => Value::list(items.iter().map(value)),
        Json::Object(entries) => {
            Value::map(entries.iter().map(|(name, item)| (name.as_str(), value(item))))
        }
    }
}

#[track_caller]
fn context(json: &str) -> Map {
    let json: Json = serde_json::from_str(json).expect("the context is JSON");
    let Value::Map(map) = value(&json) else { panic!("the context is a map") };
    Map::clone(&map)
}

fn shelf(parts: &[(&'static str, &str)]) -> Shelf {
    Shelf(parts.iter().map(|(name, text)| (*name, Template::parse(text).unwrap())).collect())
}

/// The error as a user reads it: the text it points at, the message, the help.
fn shown(text: &str, error: &TemplateError) -> String {
    let place = &text[error.range.clone()];
    let help = error.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
    format!("{place:?}: {}{help}", error.message)
}

fn all_shown(text: &str, errors: &[TemplateError]) -> String {
    errors.iter().map(|error| shown(text, error)).collect::<Vec<_>>().join("\n")
}

#[track_caller]
fn check(template: &str, json: &str, expected: &str) {
    check_with(&[], template, json, expected);
}

#[track_caller]
fn check_with(parts: &[(&'static str, &str)], template: &str, json: &str, expected: &str) {
    let parsed = match Template::parse(template) {
        Ok(parsed) => parsed,
        Err(errors) => panic!("{}", all_shown(template, &errors)),
    };
    let parts = shelf(parts);
    let context = context(json);
    match parsed.render(&context, &parts) {
        Ok(text) => assert_eq!(text, expected),
        Err(error) => panic!("{}", shown(template, &error)),
    }
    // Whatever renders has no errors that could have been known.
    let errors = parsed.check(&Shape::of(&Value::Map(Arc::new(context))), &parts);
    assert_eq!(all_shown(template, &errors), "");
}

#[track_caller]
fn check_expr(expression: &str, json: &str, expected: &str) {
    let parsed = match Expression::parse(expression) {
        Ok(parsed) => parsed,
        Err(error) => panic!("{}", shown(expression, &error)),
    };
    match parsed.evaluate(&context(json)) {
        Ok(value) => assert_eq!(repr(&value), expected),
        Err(error) => panic!("{}", shown(expression, &error)),
    }
}

fn repr(value: &Value) -> String {
    let mut context = Map::new();
    context.insert("it".into(), value.clone());
    Template::parse("{{ it | repr }}").unwrap().render(&context, &NoParts).unwrap()
}

#[track_caller]
fn check_parse_error(template: &str, expected: &str) {
    let errors = Template::parse(template).expect_err("the template is wrong");
    assert_eq!(all_shown(template, &errors), expected);
}

#[track_caller]
fn check_render_error(template: &str, json: &str, expected: &str) {
    check_render_error_with(&[], template, json, expected);
}

#[track_caller]
fn check_render_error_with(
    parts: &[(&'static str, &str)],
    template: &str,
    json: &str,
    expected: &str,
) {
    let parsed = Template::parse(template).expect("the template is right");
    let error = parsed.render(&context(json), &shelf(parts)).expect_err("it cannot be filled");
    assert_eq!(shown(template, &error), expected);
}

#[track_caller]
fn check_shape(template: &str, expected: &str) {
    check_shape_with(&[], template, expected);
}

#[track_caller]
fn check_shape_with(parts: &[(&'static str, &str)], template: &str, expected: &str) {
    let parsed = Template::parse(template).expect("the template is right");
    let errors = parsed.check(&shape(), &shelf(parts));
    assert_eq!(all_shown(template, &errors), expected);
}

fn shape() -> Shape {
    let method = Shape::map([("name", Shape::Str), ("is_async", Shape::Bool)]);
    let base = Shape::map([("name", Shape::Str)]);
    Shape::map([
        (
            "model",
            Shape::map([
                ("name", Shape::Str),
                ("silo", Shape::Str),
                ("base", Shape::optional(base)),
                ("methods", Shape::list(method)),
            ]),
        ),
        ("count", Shape::Int),
        ("anything", Shape::Any),
        ("names", Shape::list(Shape::Str)),
    ])
}

// Text and holes.

#[test]
fn text_without_braces_renders_to_itself() {
    check("class A:\n    x = {1: 2}\n", "{}", "class A:\n    x = {1: 2}\n");
}

#[test]
fn a_hole_prints_its_value() {
    check("class {{ name }}Test:", r#"{"name": "Org"}"#, "class OrgTest:");
}

#[test]
fn constants_print_as_python() {
    check("{{ none }} {{ true }} {{ False }} {{ -3 }}", "{}", "None True False -3");
}

#[test]
fn a_brace_may_touch_a_hole() {
    check("f\"{{{ x }}}\"", r#"{"x": "a"}"#, "f\"{a}\"");
}

#[test]
fn braces_in_a_string_do_not_end_the_hole() {
    check("{{ '}}' }}{{ \"{{\" }}", "{}", "}}{{");
}

#[test]
fn a_comment_prints_nothing() {
    check("a{# {{ nothing }} #}b", "{}", "ab");
}

#[test]
fn raw_text_is_printed_as_it_stands() {
    check("{% raw %}{{ a }}{% if %}{% endraw %}", "{}", "{{ a }}{% if %}");
}

#[test]
fn raw_tags_alone_leave_no_line() {
    check("a\n{% raw %}\n{{ b }}\n{% endraw %}\nc\n", "{}", "a\n{{ b }}\nc\n");
}

// Lines.

#[test]
fn a_control_tag_alone_leaves_no_line() {
    check("a\n    {% if true %}\nb\n    {% endif %}\nc\n", "{}", "a\nb\nc\n");
}

#[test]
fn several_control_tags_alone_leave_no_line() {
    check("a\n{% set x = 1 %}{% if x %}\nb\n{% endif %}{# c #}\nd", "{}", "a\nb\nd");
}

#[test]
fn a_comment_alone_leaves_no_line() {
    check("a\n  {# two\nlines #}\nb\n", "{}", "a\nb\n");
}

#[test]
fn a_control_tag_on_the_last_line_leaves_no_line_end() {
    check("a\n{% if true %}\nb\n{% endif %}", "{}", "a\nb");
    check("a\n{% if false %}\nb\n{% endif %}", "{}", "a");
}

#[test]
fn a_control_tag_beside_text_changes_no_line() {
    check("f({% if true %}a{% endif %})\n", "{}", "f(a)\n");
}

#[test]
fn an_empty_hole_alone_leaves_no_line() {
    check("a\n    {{ x }}\nb\n", r#"{"x": ""}"#, "a\nb\n");
    check("a\n    {{ x }}", r#"{"x": ""}"#, "a");
}

#[test]
fn an_empty_line_of_holes_and_tags_leaves_no_line() {
    check("a\n  {% if x %}{{ x }}{% endif %}\nb\n", r#"{"x": ""}"#, "a\nb\n");
    check("a\n  {% if x %}{{ x }}{% endif %}\nb\n", r#"{"x": "y"}"#, "a\n  y\nb\n");
}

#[test]
fn an_empty_hole_beside_text_leaves_its_line() {
    check("a\n({{ x }})\nb\n", r#"{"x": ""}"#, "a\n()\nb\n");
}

#[test]
fn blank_lines_of_the_text_stay() {
    check("a\n\n{% if true %}\n\nb\n{% endif %}\n\nc\n", "{}", "a\n\n\nb\n\nc\n");
}

#[test]
fn carriage_returns_stay_with_their_lines() {
    check(
        "a\r\n{% if true %}\r\n  {{ x }}\r\n{% endif %}\r\nb\r\n",
        r#"{"x": "y"}"#,
        "a\r\n  y\r\nb\r\n",
    );
    check("a\r\n{{ x }}\r\nb\r\n", r#"{"x": ""}"#, "a\r\nb\r\n");
    check("a\r\n{{ x }}", r#"{"x": ""}"#, "a");
}

#[test]
fn further_lines_are_indented_to_the_hole() {
    check("def f():\n    {{ body }}\n", r#"{"body": "a\nb"}"#, "def f():\n    a\n    b\n");
}

#[test]
fn further_lines_of_a_hole_in_mid_line_get_the_indentation_of_the_line() {
    check(
        "    x = {{ list }},\n",
        r#"{"list": "[\n    1,\n]"}"#,
        "    x = [\n        1,\n    ],\n",
    );
}

#[test]
fn blank_lines_of_a_value_get_no_whitespace() {
    check("    {{ body }}\n", r#"{"body": "a\n\nb"}"#, "    a\n\n    b\n");
    check("    {{ body }}\n", r#"{"body": "\na"}"#, "\n    a\n");
}

#[test]
fn a_last_line_end_of_a_value_alone_is_not_doubled() {
    check("    {{ body }}\nc\n", r#"{"body": "a\nb\n"}"#, "    a\n    b\nc\n");
}

#[test]
fn the_body_of_an_indented_loop_is_printed_as_it_stands() {
    check(
        "    {% for x in xs %}\n  {{ x }}\n    {% endfor %}\n",
        r#"{"xs": [1, 2]}"#,
        "  1\n  2\n",
    );
}

#[test]
fn a_loop_in_a_line_stays_in_its_line() {
    check("f({% for x in xs %}{{ x }}, {% endfor %})\n", r#"{"xs": [1, 2]}"#, "f(1, 2, )\n");
}

#[test]
fn tags_before_a_hole_do_not_hide_its_column() {
    check("  {% if true %}{{ x }}{% endif %}\n", r#"{"x": "a\nb"}"#, "  a\n  b\n");
}

// Tags.

#[test]
fn the_first_condition_that_holds_decides() {
    let template = "{% if a %}1{% elif b %}2{% else %}3{% endif %}";
    check(template, r#"{"a": true, "b": true}"#, "1");
    check(template, r#"{"a": [], "b": "x"}"#, "2");
    check(template, r#"{"a": 0, "b": null}"#, "3");
}

#[test]
fn loop_tells_how_far_it_is() {
    let template = "{% for x in xs %}{{ loop.index }}{{ loop.index0 }}{{ loop.first }}{{ loop.last }} {% endfor %}";
    check(template, r#"{"xs": ["a", "b"]}"#, "10TrueFalse 21FalseTrue ");
}

#[test]
fn an_inner_loop_hides_the_outer_one() {
    let template = "{% for x in xs %}{% for y in [1, 2] %}{{ loop.index }}{% endfor %}{{ loop.index }} {% endfor %}";
    check(template, r#"{"xs": ["a", "b"]}"#, "121 122 ");
}

#[test]
fn a_loop_over_nothing_prints_its_else() {
    check(
        "{% for x in xs %}\n{{ x }}\n{% else %}\npass\n{% endfor %}\n",
        r#"{"xs": []}"#,
        "pass\n",
    );
}

#[test]
fn a_loop_goes_through_a_map() {
    check(
        "{% for k, v in m %}{{ k }}={{ v }};{% endfor %}",
        r#"{"m": {"b": 1, "a": 2}}"#,
        "b=1;a=2;",
    );
    check("{% for k in m %}{{ k }}{% endfor %}", r#"{"m": {"b": 1, "a": 2}}"#, "ba");
}

#[test]
fn a_name_is_set_for_the_rest_of_its_block() {
    check(
        "{% set x = 'a' %}{% if true %}{% set x = x ~ 'b' %}{{ x }}{% endif %}{{ x }}",
        "{}",
        "aba",
    );
    check("{% set x = 1 %}{% set x = x + 1 %}{{ x }}", "{}", "2");
}

#[test]
fn a_set_name_hides_one_of_the_context() {
    check(
        "{% for x in xs %}{% set n = x %}{{ n }}{% endfor %}{{ n }}",
        r#"{"n": 0, "xs": [1]}"#,
        "10",
    );
}

#[test]
fn a_part_is_indented_to_its_tag() {
    let parts = [("setup", "a = {{ x }}\n\nb\n")];
    check_with(
        &parts,
        "def f():\n    {% include \"setup\" %}\nc\n",
        r#"{"x": 1}"#,
        "def f():\n    a = 1\n\n    b\nc\n",
    );
}

#[test]
fn a_part_that_prints_nothing_leaves_no_line() {
    check_with(
        &[("p", "{% if false %}\na\n{% endif %}\n")],
        "x\n  {% include 'p' %}\ny\n",
        "{}",
        "x\ny\n",
    );
}

#[test]
fn a_part_sees_the_names_around_it_and_sets_none() {
    let parts = [("p", "{{ x }}{% set y = 2 %}")];
    check_with(
        &parts,
        "{% set y = 1 %}{% for x in xs %}{% include 'p' %}{{ y }}{% endfor %}",
        r#"{"xs": [7]}"#,
        "71",
    );
}

#[test]
fn a_part_does_not_touch_the_text_before_it() {
    check_with(&[("p", "{{ x }}\n{{ x }}")], "a  {% include 'p' %}b", r#"{"x": ""}"#, "a  b");
}

#[test]
fn parts_in_parts_add_their_indentation() {
    let parts = [("outer", "if a:\n    {% include 'inner' %}"), ("inner", "b\nc")];
    check_with(&parts, "  {% include 'outer' %}\n", "{}", "  if a:\n      b\n      c\n");
}

#[test]
fn the_includes_of_a_template_are_known() {
    let template =
        Template::parse("{% include 'a' %}\n{% if x %}{% include \"b\" %}{% endif %}").unwrap();
    let includes: Vec<_> = template.includes().collect();
    assert_eq!(includes, [("a", 0..17), ("b", 28..45)]);
}

// Expressions.

#[test]
fn literals_are_those_of_python() {
    check_expr(
        r#"['a', "b\n\"", 1, -2, None, none, True, false,]"#,
        "{}",
        r#"["a", 'b\n"', 1, -2, None, None, True, False]"#,
    );
    check_expr("[]", "{}", "[]");
}

#[test]
fn a_path_goes_through_maps_and_lists() {
    check_expr("a.b[1]['c d']", r#"{"a": {"b": [0, {"c d": 5}]}}"#, "5");
    check_expr("a[-1]", r#"{"a": [1, 2]}"#, "2");
    check_expr("a.in", r#"{"a": {"in": 1}}"#, "1");
}

#[test]
fn operators_bind_as_in_python() {
    check_expr("1 + 2 - 1 == 2 and not false or x", r#"{"x": 1}"#, "True");
    check_expr("not 1 == 2", "{}", "True");
    check_expr("not not 'a'", "{}", "True");
    check_expr("1 < 2 <= 2 < 3", "{}", "True");
    check_expr("(1 + 2) ~ 'a' | upper", "{}", "\"3A\"");
    check_expr("3 -1", "{}", "2");
}

#[test]
fn and_and_or_give_an_operand() {
    check_expr("'' or 'b'", "{}", "\"b\"");
    check_expr("'a' and 'b'", "{}", "\"b\"");
    check_expr("none and x.y", "{}", "None");
}

#[test]
fn a_choice_takes_the_first_condition_that_holds() {
    check_expr("1 if false else 2 if true else 3", "{}", "2");
    check_expr("1 if false else 2 if false else 3", "{}", "3");
}

#[test]
fn in_looks_into_lists_maps_and_strings() {
    check_expr(
        "[1 in [1, 2], 'a' in 'cat', 'k' in m, 3 not in [1]]",
        r#"{"m": {"k": 1}}"#,
        "[True, True, True, True]",
    );
}

#[test]
fn equality_needs_no_order() {
    check_expr(
        "['a' == 1, none != 1, [1] == [1], 'a' < 'b', 2 >= 3]",
        "{}",
        "[False, True, True, True, False]",
    );
}

#[test]
fn tests_tell_none_and_undefined_apart() {
    let json = r#"{"a": null, "b": {"c": 1}}"#;
    check_expr("[a is none, a is not none, a is None]", json, "[True, False, True]");
    check_expr(
        "[a is defined, x is defined, b.c is defined, b.d is not defined, a.x is defined]",
        json,
        "[True, False, True, True, False]",
    );
}

#[test]
fn lists_and_strings_are_added() {
    check_expr("[[1] + [2], 'a' + 'b', 1 + 2]", "{}", "[[1, 2], \"ab\", 3]");
}

#[test]
fn a_join_of_values_prints_them() {
    check_expr("'a' ~ 1 ~ none ~ true", "{}", "\"a1NoneTrue\"");
}

#[test]
fn the_paths_of_an_expression_are_known() {
    let paths = |text| Expression::parse(text).unwrap().paths();
    assert_eq!(paths("model.silo == 'control'"), ["model.silo"]);
    assert_eq!(paths("a.b[c.d].e and a.b or (f | default(g)) is none"), ["a.b", "c.d", "f", "g"]);
    assert_eq!(paths("x if x.y else [z, x]"), ["x", "x.y", "z"]);
    assert_eq!(paths("1"), [""; 0]);
}

// Filters.

#[test]
fn snake_splits_at_capitals() {
    let json = r#"{"xs": ["OrgAuthToken", "HTTPServer", "ApiKey", "a-b c", "ApiV2Key", "x", "", "_a", "ORG_ID", "getHTTP"]}"#;
    check(
        "{% for x in xs %}{{ x | snake }} {% endfor %}",
        json,
        "org_auth_token http_server api_key a_b_c api_v2_key x  a org_id get_http ",
    );
}

#[test]
fn pascal_and_camel_join_words() {
    let json = r#"{"xs": ["org_auth_token", "OrgAuth", "HTTPServer", "ORG_ID"]}"#;
    check(
        "{% for x in xs %}{{ x | pascal }} {{ x | camel }} {% endfor %}",
        json,
        "OrgAuthToken orgAuthToken OrgAuth orgAuth HTTPServer httpServer OrgId orgId ",
    );
}

#[test]
fn the_case_of_text_changes() {
    check_expr(
        "['aB' | upper, 'aB' | lower, 'an old one' | title, 'OrgAuth' | words, 'Org_Auth' | squash]",
        "{}",
        r#"["AB", "ab", "An Old One", "org auth", "orgauth"]"#,
    );
}

#[test]
fn plurals_follow_english() {
    let json = r#"{"xs": ["token", "query", "key", "status", "ApiKey", "box", "match", "person", "OrgChild", "metadata", "org_person", "analysis"]}"#;
    check(
        "{% for x in xs %}{{ x | plural }} {% endfor %}",
        json,
        "tokens queries keys statuses ApiKeys boxes matches people OrgChildren metadata org_people analyses ",
    );
    check(
        "{% for x in xs %}{{ x | plural | singular }} {% endfor %}",
        json,
        "token query key status ApiKey box match person OrgChild metadata org_person analysis ",
    );
    check_expr(
        "['access' | singular, 'status' | singular, 'files' | singular, 'a' | singular, '' | plural, 's' | singular, 'series' | singular]",
        "{}",
        r#"["access", "status", "file", "a", "", "", "series"]"#,
    );
}

#[test]
fn repr_quotes_as_black_does() {
    check_expr(r#""it's""#, "{}", r#""it's""#);
    check_expr(r#"'say "it"'"#, "{}", r#"'say "it"'"#);
    check_expr(r#"'"it\'s"' "#, "{}", r#"'"it\'s"'"#);
    check_expr(r#"'"\'' "#, "{}", r#""\"'""#);
    check_expr(r"'a\\b\n\t'", "{}", r#""a\\b\n\t""#);
    check_expr("x", r#"{"x": "\u0000é\u200b\ud83d\ude00\u00ad"}"#, "\"\\x00é\\u200b😀\\xad\"");
    check_expr("m", r#"{"m": {"a": [1, null], "b": {}}}"#, r#"{"a": [1, None], "b": {}}"#);
}

#[test]
fn lists_are_joined() {
    check_expr(
        "[['a', 1] | join, ['a', 'b'] | join('-'), ['a', 'b'] | lines]",
        "{}",
        r#"["a, 1", "a-b", "a\nb"]"#,
    );
}

#[test]
fn wrap_breaks_paragraphs_into_lines() {
    let json = r#"{"x": "one two three\nfour\n\n\nfive sixteenth"}"#;
    check("{{ x | wrap(9) }}", json, "one two\nthree\nfour\n\nfive\nsixteenth");
}

#[test]
fn indent_leaves_blank_lines_alone() {
    check_expr("'a\\n\\nb' | indent(2)", "{}", r#""  a\n\n  b""#);
}

#[test]
fn default_stands_in_for_none_and_undefined() {
    let json = r#"{"a": null, "b": 1}"#;
    check_expr(
        "[a | default('x'), b | default('x'), c | default('x'), a.q | upper | default('x')]",
        json,
        r#"["x", 1, "x", "x"]"#,
    );
}

#[test]
fn text_filters_take_text_apart() {
    check_expr(
        "['a-b-a' | replace('a', 'xy'), ' a ' | strip, 'a,b' | split(','), ' a  b ' | split]",
        "{}",
        r#"["xy-b-xy", "a", ["a", "b"], ["a", "b"]]"#,
    );
    check_expr("['abc' | startswith('ab'), 'abc' | endswith('ab')]", "{}", "[True, False]");
    check_expr(
        "['a/b.py' | basename, 'a/b.py' | stem, '.rc' | stem, 'a/' | basename]",
        "{}",
        r#"["b.py", "b", ".rc", "a"]"#,
    );
}

#[test]
fn lists_are_searched() {
    let json = r#"{"xs": [{"n": "a", "f": true}, {"n": "b", "f": false}, {"n": "c"}]}"#;
    check_expr("xs | where('n', 'b') | map('n')", json, r#"["b"]"#);
    check_expr("xs | reject('n', 'b') | map('n')", json, r#"["a", "c"]"#);
    check_expr("xs | where('f') | map('n')", json, r#"["a"]"#);
    check_expr("xs | reject('f') | map('n')", json, r#"["b", "c"]"#);
    check_expr(
        "[(xs | first).n, (xs | last).n, xs | length, [] | first, 'äb' | length]",
        json,
        r#"["a", "c", 3, None, 2]"#,
    );
}

#[test]
fn lists_are_sorted_and_made_unique() {
    let json = r#"{"xs": [{"n": 2}, {"n": 1}]}"#;
    check_expr(
        "[['b', 'a', 'b'] | sort, [2, 1] | sort, ['b', 'a', 'b', 1, 1, none, none] | unique, xs | sort('n') | map('n')]",
        json,
        r#"[["a", "b", "b"], [1, 2], ["b", "a", 1, None], [1, 2]]"#,
    );
}

#[test]
fn the_filters_are_listed_in_order_and_documented() {
    let names: Vec<&str> = super::filters::FILTERS.iter().map(|filter| filter.name).collect();
    assert!(names.is_sorted());
    for (usage, doc) in super::filters() {
        assert!(!doc.is_empty() && !doc.ends_with('.'), "{usage}");
    }
    for filter in super::filters::FILTERS {
        assert_eq!(filter.usage.split('(').next(), Some(filter.name));
        assert_eq!(filter.usage.contains('('), filter.most > 0, "{}", filter.name);
    }
}

#[test]
fn zz_show() {
    let json = r#"{"model": {"name": "Org", "base": null, "silo": "cell", "xs": [1, 2]}, "n": 3, "s": "text"}"#;
    let parts = [
        ("setup", "{{ modle }}"),
        ("loop", "{% include 'loop' %}"),
        ("a", "{% include 'b' %}"),
        ("b", "{% include 'a' %}"),
        ("outer", "\n{% include 'setup' %}"),
    ];
    for t in [
        "{{ modle }}",
        "{{ model.nmae }}",
        "{{ model.base.name }}",
        "{{ model.base['name'] }}",
        "{{ model.base[0] }}",
        "{{ model.name.x }}",
        "{{ model.xs[5] }}",
        "{{ model.xs.length }}",
        "{{ n[0] }}",
        "{{ (model.xs | first).x }}",
        "{{ n | snake }}",
        "{{ model.xs | snake }}",
        "{{ s | wrap('a') }}",
        "{{ s | wrap(-1) }}",
        "{{ s | replace('', 'a') }}",
        "{{ model.xs | map('a') }}",
        "{{ [model] | map('a') }}",
        "{{ [1, 'a'] | sort }}",
        "{{ n + s }}",
        "{{ s - n }}",
        "{{ n < s }}",
        "{{ 1 in n }}",
        "{{ 9223372036854775807 + 1 }}",
        "{% for x in n %}{% endfor %}",
        "{% for x in none %}{% endfor %}",
        "{% for x, y in model.xs %}{% endfor %}",
        "{% for x in model.xs %}{{ loop.indx }}{% endfor %}",
        "{{ loop.index }}",
        "{% include 'setup' %}",
        "{% include 'outer' %}",
        "{% include 'loop' %}",
        "{% include 'a' %}",
        "{% include 'setpu' %}",
        "{% if modle %}{% endif %}",
        "{{ x and x.y }}",
    ] {
        println!(
            "{t}\n      {}",
            match Template::parse(t).unwrap().render(&context(json), &shelf(&parts)) {
                Ok(_) => "OK".into(),
                Err(e) => shown(t, &e),
            }
        );
    }
    println!("--- check");
    for t in [
        "{{ modle }}",
        "{{ model.nmae }}",
        "{{ model.base.name }}",
        "{{ model.base.nmae }}",
        "{{ model['nmae'] }}",
        "{{ model.name.x }}",
        "{{ names.x }}",
        "{{ names[0].x }}",
        "{{ count | snake }}",
        "{{ names | first | snake }}",
        "{{ model.base | snake }}",
        "{{ model.methods | where('nam', 1) }}",
        "{{ model.methods | map('is_async') | first | snake }}",
        "{{ model.methods | map('names') }}",
        "{% for m in model.methods %}{{ m.nam }}{{ loop.indx }}{% endfor %}{{ m }}",
        "{% for m in model.methods | where('is_async') %}{{ m.name | snake }}{{ m.x }}{% endfor %}",
        "{% for m in count %}{{ m.x }}{% endfor %}",
        "{% for k, v in names %}{% endfor %}",
        "{% for k, v in model %}{{ v.x }}{% endfor %}",
        "{{ modle is defined }}{{ modle | default(1) }}{{ model.nmae | default(modle) }}",
        "{% if modle is defined %}{{ modle.x }}{% endif %}",
        "{{ model.x is defined and model.x.y }}",
        "{{ model.x.y if model.x.y is defined and count else model.x }}",
        "{{ anything.a.b[1].c | snake }}",
        "{% set x = model.base or model %}{{ x.nmae }}",
        "{% set x = none if count else model %}{{ x.nmae }}",
        "{% include 'setup' %}",
        "{% include 'outer' %}",
        "{% include 'loop' %}",
        "{% include 'nil' %}",
        "{{ modle }}\n{{ mdel }}",
    ] {
        println!(
            "{t}\n      {}",
            all_shown(t, &Template::parse(t).unwrap().check(&shape(), &shelf(&parts)))
                .replace("\n", "\n      ")
        );
    }
}
