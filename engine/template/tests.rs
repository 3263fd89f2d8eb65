use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;

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

#[track_caller]
fn context(json: &str) -> Map {
    serde_json::from_str(json).expect("the context is a JSON object")
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
                ("kind", Shape::Str),
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
    assert_eq!(paths("model.kind == 'control'"), ["model.kind"]);
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
        let parameters = filter.usage().matches([',', '(']).count();
        assert_eq!(parameters, filter.most, "{}", filter.name);
    }
}

// What is wrong with a template.

#[test]
fn an_unclosed_hole_is_shown_where_it_begins() {
    check_parse_error("{{ a.b", r#""{{": the hole is not closed; a hole ends with `}}`"#);
    check_parse_error("{{ a.b\n{{ x }}", r#""{{": the hole is not closed; a hole ends with `}}`"#);
}

#[test]
fn an_unclosed_tag_is_shown_where_it_begins_and_still_opens_its_block() {
    check_parse_error(
        "{% if x }\n{% endif %}",
        r#""{%": the tag is not closed; a tag ends with `%}`"#,
    );
    check_parse_error(
        "x = '{%s}' % y",
        r#""{%": the tag is not closed; braces of the text itself stand between `{% raw %}` and `{% endraw %}`"#,
    );
}

#[test]
fn unclosed_comments_and_raw_text_are_shown_where_they_begin() {
    check_parse_error("a {# b", r#""{#": the comment is not closed; a comment ends with `#}`"#);
    check_parse_error("{% raw %} {{", r#""{%": `raw` is not closed; add `{% endraw %}`"#);
    check_parse_error("{% endraw %}", r#""endraw": `endraw` closes nothing"#);
}

#[test]
fn an_unclosed_block_is_shown_at_its_opening_tag() {
    check_parse_error("{% if x %}a", r#""{% if x %}": `if` is not closed; add `{% endif %}`"#);
    check_parse_error(
        "{% for x in y %}{% if z %}{% endfor %}",
        r#""{% if z %}": `if` is not closed; add `{% endif %}`"#,
    );
    check_parse_error(
        "{% for x in y %}{% if z %}",
        "\"{% for x in y %}\": `for` is not closed; add `{% endfor %}`\n\"{% if z %}\": `if` is not closed; add `{% endif %}`",
    );
}

#[test]
fn an_end_without_a_beginning_is_an_error() {
    check_parse_error("{% endfor %}", r#""{% endfor %}": `endfor` without `for`"#);
    check_parse_error(
        "{% if x %}{% endfor %}{% endif %}",
        r#""{% endfor %}": `endfor` without `for`; `if` is still open"#,
    );
    check_parse_error("{% else %}", r#""{% else %}": `else` without `if` or `for`"#);
    check_parse_error("{% elif a %}", r#""{% elif a %}": `elif` without `if`"#);
    check_parse_error(
        "{% if a %}{% else %}{% else %}{% endif %}",
        r#""{% else %}": a second `else` for one `if`"#,
    );
    check_parse_error(
        "{% if a %}{% else %}{% elif b %}{% endif %}",
        r#""{% elif b %}": `elif` after `else`"#,
    );
}

#[test]
fn unknown_tags_are_compared_with_the_known_ones() {
    check_parse_error("{% elseif a %}", r#""elseif": unknown tag `elseif`; did you mean `elif`?"#);
    check_parse_error(
        "{% nope %}",
        r#""nope": unknown tag `nope`; known here: `if`, `elif`, `else`, `endif`, `for`, `endfor`, `set`, `include`, `raw`, `endraw`"#,
    );
    check_parse_error("{% %}", r#""": the tag is empty"#);
}

#[test]
fn a_tag_ends_where_it_should() {
    check_parse_error(
        "{% if a %}{% else if b %}{% endif %}",
        r#""if": unexpected `if` after `else`; write `elif`"#,
    );
    check_parse_error("{% if a %}{% endif a %}", r#""a": unexpected `a` after `endif`"#);
    check_parse_error("{% include 'a' b %}", r#""b": unexpected `b`"#);
}

#[test]
fn trim_markers_are_explained() {
    let help = "there are no trim markers: a tag alone on its line leaves no line behind";
    check_parse_error(
        "{%- if a %}{% endif %}",
        &format!(r#""-": expected the word of a tag, found `-`; {help}"#),
    );
    check_parse_error(
        "{% if a %}{% endif -%}",
        &format!(r#""-": unexpected `-` after `endif`; {help}"#),
    );
    check_parse_error("{{- a }}", &format!(r#""-": expected a value, found `-`; {help}"#));
    check_parse_error(
        "{{ a -}}",
        &format!(r#""": expected a value, found the end of the hole; {help}"#),
    );
}

#[test]
fn tags_say_what_they_expect() {
    check_parse_error("{% for x on xs %}{% endfor %}", r#""on": expected `in`, found `on`"#);
    check_parse_error("{% for x, in xs %}{% endfor %}", r#""in": expected a name, found `in`"#);
    check_parse_error("{% set x %}", r#""": expected `=`, found the end of the tag"#);
    check_parse_error("{% set x == 1 %}", r#""==": expected `=`, found `==`"#);
    check_parse_error("{% set 1 = 1 %}", r#""1": expected a name, found `1`"#);
    check_parse_error(
        "{% include setup %}",
        r#""setup": expected a part name in quotes, found `setup`"#,
    );
    check_parse_error("{% if %}{% endif %}", r#""": expected a value, found the end of the tag"#);
}

#[test]
fn one_mistake_does_not_hide_the_next() {
    check_parse_error(
        "{{ a }} {{ b c }} {% endif %} {{ d. }}",
        "\"c\": unexpected `c`\n\"{% endif %}\": `endif` without `if`\n\"\": expected a name, found the end of the hole",
    );
}

#[test]
fn words_of_other_languages_get_a_hint() {
    check_parse_error("{{ a = b }}", r#""=": unexpected `=`; values are compared with `==`"#);
    check_parse_error("{{ a && b }}", r#""&&": unexpected `&&`; write `and`"#);
    check_parse_error(
        "{{ a || b }}",
        r#""|": expected the name of a filter, found `|`; write `or`"#,
    );
    check_parse_error("{{ !a }}", r#""!": expected a value, found `!`; write `not`"#);
    check_parse_error("{{ a ? b : c }}", r#""?": unexpected `?`; write `a if condition else b`"#);
    check_parse_error(
        "{{ a.upper() }}",
        r#""(": unexpected `(`; there are no functions and no methods; a filter is written `value | filter(argument)`"#,
    );
    check_parse_error(
        "{{ a | first.name }}",
        r#"".": unexpected `.`; to go on after a filter, put the filtered value in parentheses"#,
    );
    check_parse_error(
        "{{ {'a': 1} }}",
        r#""{": expected a value, found `{`; braces of the text itself stand between `{% raw %}` and `{% endraw %}`"#,
    );
    check_parse_error(
        "{{ a * 2 }}",
        r#""*": unexpected `*`; the operators on numbers are `+` and `-`"#,
    );
}

#[test]
fn an_incomplete_expression_says_what_is_missing() {
    check_parse_error("{{ }}", r#""": expected a value, found the end of the hole"#);
    check_parse_error("{{ a and }}", r#""": expected a value, found the end of the hole"#);
    check_parse_error(
        "{{ a | }}",
        r#""": expected the name of a filter, found the end of the hole"#,
    );
    check_parse_error(
        "{{ a is }}",
        r#""": expected `none` or `defined`, found the end of the hole"#,
    );
    check_parse_error("{{ a if b }}", r#""": expected `else`, found the end of the hole"#);
    check_parse_error("{{ a not b }}", r#""b": expected `in`, found `b`"#);
}

#[test]
fn strings_and_brackets_are_closed() {
    check_parse_error("{{ 'a }}", r#""'a ": the string is not closed"#);
    check_parse_error("{{ (a }}", r#""(": `(` is not closed"#);
    check_parse_error("{{ a) }}", r#"")": `)` closes nothing"#);
    check_parse_error("{{ (a] }}", r#""(a]": `(` is closed by `]`"#);
    check_parse_error(
        "{{ 'a\\q' }}",
        r#""\\q": unknown escape `\q`; a backslash itself is written `\\`"#,
    );
}

#[test]
fn filters_and_their_arguments_are_known_before_they_run() {
    check_parse_error(
        "{{ a | snaek }}",
        r#""snaek": unknown filter `snaek`; did you mean `snake`?"#,
    );
    check_parse_error(
        "{{ a | wrap }}",
        r#""wrap": `wrap` takes 1 argument, not 0; it is written `wrap(width)`"#,
    );
    check_parse_error(
        "{{ a | snake(1) }}",
        r#""snake(1)": `snake` takes no argument, not 1; it is written `snake`"#,
    );
    check_parse_error(
        "{{ a | where }}",
        r#""where": `where` takes 1 to 2 arguments, not 0; it is written `where(field, value)`"#,
    );
}

#[test]
fn unknown_tests_are_errors() {
    check_parse_error(
        "{{ a is empty }}",
        r#""empty": unknown test `empty`; values are compared with `==`; known tests: `none`, `defined`"#,
    );
}

#[test]
fn a_lone_expression_calls_itself_one() {
    let error = Expression::parse("a ==").unwrap_err();
    assert_eq!(shown("a ==", &error), r#""": expected a value, found the end of the expression"#);
    assert_eq!(error.range, 4..4);
}

// What is wrong when it is filled.

const MODEL: &str =
    r#"{"model": {"name": "Org", "base": null, "xs": [1, 2]}, "n": 3, "s": "text"}"#;

#[test]
fn an_undefined_name_is_an_error() {
    check_render_error(
        "{{ modle }}",
        MODEL,
        r#""modle": `modle` is not defined; did you mean `model`?"#,
    );
    check_render_error(
        "{% if x %}{% endif %}",
        MODEL,
        r#""x": `x` is not defined; known here: `model`, `n`, `s`"#,
    );
    check_render_error(
        "{{ model.nmae }}",
        MODEL,
        r#"".nmae": `model` has no `nmae`; did you mean `name`?"#,
    );
    check_render_error("{{ model.xs[2] }}", MODEL, r#""[2]": `model.xs` has 2 items, so no `[2]`"#);
}

#[test]
fn a_loop_is_only_known_inside() {
    check_render_error("{{ loop.index }}", "{}", r#""loop": `loop` is not defined"#);
    check_render_error(
        "{% for x in [1] %}{{ loop.indx }}{% endfor %}",
        "{}",
        r#"".indx": `loop` has no `indx`; did you mean `index`?"#,
    );
}

#[test]
fn an_attribute_of_none_names_what_was_none() {
    check_render_error(
        "{{ model.base.name }}",
        MODEL,
        r#"".name": `model.base` is none, so it has no `name`; guard it with `and` or `{% if … %}`, or add `| default(…)`"#,
    );
    check_render_error(
        "{{ model.name.x }}",
        MODEL,
        r#"".x": `model.name` is a string, so it has no `x`"#,
    );
    check_render_error(
        "{{ model.xs.length }}",
        MODEL,
        r#"".length": `model.xs` is a list, so it has no `length`; write `| length`"#,
    );
    check_render_error(
        "{{ n[0] }}",
        MODEL,
        r#""[0]": `n` is a number and is not indexed by a number"#,
    );
}

#[test]
fn filters_refuse_what_they_do_not_take() {
    check_render_error(
        "{{ n | snake }}",
        MODEL,
        r#""snake": `snake` takes a string, not a number"#,
    );
    check_render_error(
        "{{ s | wrap(-1) }}",
        MODEL,
        r#""wrap(-1)": `wrap`: the width -1 is not between 0 and 1000"#,
    );
    check_render_error(
        "{{ s | replace('', 'a') }}",
        MODEL,
        r#""replace('', 'a')": `replace`: there is nothing to replace in an empty text"#,
    );
    check_render_error(
        "{{ [model] | map('a') }}",
        MODEL,
        r#""map('a')": `map`: an item has no `a`"#,
    );
    check_render_error(
        "{{ [1, 'a'] | sort }}",
        MODEL,
        r#""sort": `sort`: only strings among strings, and numbers among numbers, have an order"#,
    );
}

#[test]
fn operators_refuse_what_they_do_not_join() {
    check_render_error(
        "{{ n + s }}",
        MODEL,
        r#""n + s": `+` does not join a number and a string; `~` joins any values to text"#,
    );
    check_render_error("{{ n < s }}", MODEL, r#""n < s": a number and a string have no order"#);
    check_render_error(
        "{{ 1 in n }}",
        MODEL,
        r#""1 in n": a number is not in a number; `in` takes a list, a map or a string"#,
    );
    check_render_error(
        "{{ 9223372036854775807 + 1 }}",
        "{}",
        r#""9223372036854775807 + 1": the number is too large"#,
    );
}

#[test]
fn loops_go_through_lists_and_maps_only() {
    check_render_error(
        "{% for x in n %}{% endfor %}",
        MODEL,
        r#""n": a loop goes through a list, this is a number"#,
    );
    check_render_error(
        "{% for x in model.base %}{% endfor %}",
        MODEL,
        r#""model.base": a loop goes through a list, this is none; write `or []` behind it"#,
    );
    check_render_error(
        "{% for x, y in model.xs %}{% endfor %}",
        MODEL,
        r#""model.xs": a loop with two names goes through a map, this is a list"#,
    );
}

#[test]
fn an_error_in_a_part_names_the_part() {
    let parts = [("setup", "{{ modle }}"), ("outer", "\n{% include 'setup' %}")];
    check_render_error_with(
        &parts,
        "a {% include 'outer' %}",
        MODEL,
        r#""{% include 'outer' %}": in part `outer`: in part `setup`: `modle` is not defined; did you mean `model`?"#,
    );
    check_render_error_with(
        &parts,
        "{% include 'setpu' %}",
        MODEL,
        r#""{% include 'setpu' %}": no part `setpu`; did you mean `setup`?"#,
    );
}

// What is known before it is filled.

#[test]
fn a_check_finds_unknown_names() {
    check_shape(
        "{{ modle }}\n{{ mdel }}",
        "\"modle\": `modle` is not defined; did you mean `model`?\n\"mdel\": `mdel` is not defined; did you mean `model`?",
    );
    check_shape("{{ model.nmae }}", r#"".nmae": `model` has no `nmae`; did you mean `name`?"#);
    check_shape(
        "{{ model['nmae'] }}",
        r#""['nmae']": `model` has no `nmae`; did you mean `name`?"#,
    );
    check_shape("{{ names[0].x }}", r#"".x": `names[0]` is a string, so it has no `x`"#);
}

#[test]
fn a_check_looks_into_branches_that_will_not_run() {
    check_shape(
        "{% if false %}{{ a }}{% else %}{{ count }}{% endif %}",
        r#""a": `a` is not defined; known here: `anything`, `count`, `model`, `names`"#,
    );
}

#[test]
fn a_check_looks_through_what_is_optional() {
    check_shape("{{ model.base.name }}", "");
    check_shape(
        "{{ model.base.nmae }}",
        r#"".nmae": `model.base` has no `nmae`; did you mean `name`?"#,
    );
    check_shape(
        "{% set x = none if count else model %}{{ x.nmae }}",
        r#"".nmae": `x` has no `nmae`; did you mean `name`?"#,
    );
}

#[test]
fn a_check_accepts_whatever_is_done_to_anything() {
    check_shape("{{ anything.a.b[1].c | snake }}{% for x in anything %}{{ x.y }}{% endfor %}", "");
}

#[test]
fn a_check_knows_what_filters_take_and_give() {
    check_shape("{{ count | snake }}", r#""snake": `snake` takes a string, not a number"#);
    check_shape("{{ names | first | snake }}", "");
    check_shape(
        "{{ model.methods | where('nam', 1) }}",
        r#""'nam'": the items have no `nam`; did you mean `name`?"#,
    );
    check_shape(
        "{{ model.methods | map('is_async') | first | snake }}",
        r#""snake": `snake` takes a string, not a boolean"#,
    );
}

#[test]
fn a_check_follows_loops() {
    check_shape(
        "{% for m in model.methods | where('is_async') %}{{ m.name | snake }}{{ m.nam }}{{ loop.indx }}{% endfor %}",
        "\".nam\": `m` has no `nam`; did you mean `name`?\n\".indx\": `loop` has no `indx`; did you mean `index`?",
    );
    check_shape(
        "{% for m in count %}{{ m.x }}{% endfor %}",
        r#""count": a loop goes through a list, this is a number"#,
    );
    check_shape(
        "{% for k, v in names %}{{ v.x }}{% endfor %}",
        r#""names": a loop with two names goes through a map, this is a list"#,
    );
}

#[test]
fn a_check_accepts_what_is_asked_for_first() {
    check_shape("{{ modle is defined }}{{ modle | default(1) }}{{ model.x.y | default('') }}", "");
    check_shape("{% if modle is defined and count %}{{ modle.x }}{% endif %}", "");
    check_shape("{{ model.x is defined and model.x.y }}", "");
    check_shape("{{ model.x.y if model.x.y is defined else 1 }}", "");
    check_shape(
        "{{ 1 if model.x is defined else model.x }}",
        r#"".x": `model` has no `x`; known here: `name`, `kind`, `base`, `methods`"#,
    );
}

#[test]
fn a_check_looks_into_parts() {
    let parts = [("setup", "{{ modle }}{{ x }}"), ("self", "{% include 'self' %}")];
    check_shape_with(
        &parts,
        "{% set x = 1 %}{% include 'setup' %}",
        r#""{% include 'setup' %}": in part `setup`: `modle` is not defined; did you mean `model`?"#,
    );
    check_shape_with(
        &parts,
        "{% include 'self' %}",
        r#""{% include 'self' %}": in part `self`: part `self` includes itself"#,
    );
    check_shape_with(
        &parts,
        "{% include 'setpu' %}",
        r#""{% include 'setpu' %}": no part `setpu`; did you mean `setup`?"#,
    );
}

#[test]
fn the_shape_of_an_expression_is_known() {
    let shape_of = |text| Expression::parse(text).unwrap().check(&shape());
    assert_eq!(shape_of("model.kind == 'a' and count > 1"), Ok(Shape::Bool));
    assert_eq!(shape_of("model.base or model"), Ok(Shape::Any));
    assert_eq!(shape_of("names | first"), Ok(Shape::optional(Shape::Str)));
    assert_eq!(shape_of("names | first | default('x')"), Ok(Shape::Str));
    assert_eq!(shape_of("model.methods | map('name')"), Ok(Shape::list(Shape::Str)));
    assert_eq!(shape_of("1 if count else none"), Ok(Shape::optional(Shape::Int)));
    assert_eq!(shape_of("nmes").map_err(|errors| errors.len()), Err(1));
}

// Limits.

#[test]
fn brackets_nest_only_so_deep() {
    let nested = |depth: usize| format!("{}1{}", "(".repeat(depth), ")".repeat(depth));
    assert_eq!(Expression::parse(&nested(32)).unwrap().evaluate(&Map::new()), Ok(Value::Int(1)));
    let message = |text: &str| Expression::parse(text).unwrap_err().message;
    assert_eq!(message(&nested(100_000)), "brackets nest deeper than 32");
    assert_eq!(message(&"[".repeat(100_000)), "brackets nest deeper than 32");
}

#[test]
fn chains_may_be_long() {
    let long = |first: &str, link: &str| format!("{first}{}", link.repeat(3_000));
    let json = r#"{"a": "x"}"#;
    check_expr(&long("1", " + 0"), json, "1");
    check_expr(&long("a", " | upper"), json, "\"X\"");
    check_expr(&long("0", " or 0"), json, "0");
    check_expr(&("not ".repeat(10_000) + "a"), json, "True");
    check_expr(&(" 1 if 0 else".repeat(10_000) + " 2"), json, "2");
    assert!(Expression::parse(&long("a", ".b")).unwrap().evaluate(&context(json)).is_err());
}

#[test]
fn blocks_nest_only_so_deep() {
    let nested =
        |depth: usize| format!("{}x{}", "{% if true %}".repeat(depth), "{% endif %}".repeat(depth));
    check(&nested(32), "{}", "x");
    let errors = Template::parse(&nested(20_000)).unwrap_err();
    assert_eq!(errors[0].message, "blocks nest deeper than 32");
}

#[test]
fn the_deepest_nesting_fits_the_stack_of_a_thread() {
    let blocks = |inner: &str| {
        format!("{}{inner}{}", "{% for x in xs %}".repeat(31), "{% endfor %}".repeat(31))
    };
    let deepest = blocks(&format!("{{{{ {}1{} }}}}", "[".repeat(32), "]".repeat(32)));
    let (a, b) = (blocks("{% include 'b' %}"), blocks("{% include 'c' %}"));
    let parts = [("a", &*a), ("b", &*b), ("c", &*deepest)];
    check_with(&parts, "{% include 'a' %}", r#"{"xs": [0]}"#, "1");
    let parts = [("a", &*a), ("b", &*b), ("c", &*blocks("{% include 'd' %}"))];
    check_render_error_with(
        &parts,
        "{% if true %}{% include 'a' %}{% endif %}",
        r#"{"xs": [0]}"#,
        r#""{% include 'a' %}": in part `a`: in part `b`: in part `c`: blocks nest deeper than 96"#,
    );
}

#[test]
fn parts_do_not_include_each_other_for_ever() {
    let parts = [("a", "{% include 'b' %}"), ("b", "{% include 'a' %}")];
    check_render_error_with(
        &parts,
        "{% include 'a' %}",
        "{}",
        r#""{% include 'a' %}": in part `a`: in part `b`: part `a` includes itself"#,
    );
}

#[test]
fn parts_nest_only_so_deep() {
    struct Endless(Vec<Template>);
    impl Parts for Endless {
        fn part(&self, name: &str) -> Option<&Template> {
            self.0.get(name.parse::<usize>().ok()?)
        }
    }
    let part = |index| Template::parse(&format!("{{% include '{}' %}}", index + 1)).unwrap();
    let parts = Endless((0..40).map(part).collect());
    let error = parts.0[0].render(&Map::new(), &parts).unwrap_err();
    assert!(error.message.ends_with("in part `16`: parts nest deeper than 16"), "{error}");
    let part = Some(("16".to_owned(), 0..18).into());
    assert_eq!(parts.0[0].check(&Shape::Any, &parts), [TemplateError { part, ..error }]);
}

#[test]
fn loops_turn_only_so_often() {
    let list = format!("[{}]", vec!["0"; 400].join(", "));
    let template = format!(
        "{{% set xs = {list} %}}{{% for x in xs %}}{{% for y in xs %}}{{% endfor %}}{{% endfor %}}"
    );
    check_render_error(&template, "{}", r#""xs": the loops turn more than 100000 times"#);
}

#[test]
fn a_text_grows_only_so_long() {
    let doubled = "{% set x = x ~ x %}".repeat(30);
    check_render_error(
        &format!("{{% set x = 'abcd' %}}{doubled}"),
        "{}",
        r#""x ~ x": the text is longer than 4 MiB"#,
    );
    let printed = "{% set x = 'abcdefgh' | indent(1000) %}{% for a in xs %}{{ x }}{% endfor %}";
    let json = format!(r#"{{"xs": [{}]}}"#, vec!["0"; 5000].join(","));
    check_render_error(printed, &json, r#""x": the text is longer than 4 MiB"#);
    let replaced = "{% set x = 'a' | indent(1000) | replace(' ', 'bb') | replace('b', 'cccc') %}{{ x | replace('c', x) }}";
    check_render_error(
        replaced,
        "{}",
        r#""replace('c', x)": `replace`: the text is longer than 4 MiB"#,
    );
}

#[test]
fn a_list_grows_only_so_long_and_so_deep() {
    let doubled = "{% set x = [x, x] %}".repeat(40);
    check_render_error(
        &format!("{{% set x = 1 %}}{doubled}"),
        "{}",
        r#""[x, x]": the list has more than 100000 items, or lists in lists too deep"#,
    );
    let nested = "{% set x = [x] %}".repeat(40);
    check_render_error(
        &format!("{{% set x = 1 %}}{nested}"),
        "{}",
        r#""[x]": the list has more than 100000 items, or lists in lists too deep"#,
    );
    let added = "{% set x = x + x %}".repeat(40);
    check_render_error(
        &format!("{{% set x = [1] %}}{added}"),
        "{}",
        r#""x + x": the list has more than 100000 items, or lists in lists too deep"#,
    );
}

#[test]
fn only_so_many_names_are_set_at_once() {
    let sets: Vec<String> = (0..300).map(|index| format!("{{% set x{index} = 1 %}}")).collect();
    check_render_error(&sets.join(""), "{}", r#""1": more than 256 names are set at once"#);
}

#[test]
fn broken_text_is_read_in_time_that_grows_with_its_length() {
    for piece in
        ["{{", "{%", "{{ '", "{% raw %}", "{#", "{{ \\'", "{{ \"a\\\"", "{{ (", "}}", "{% if"]
    {
        let text = piece.repeat(20_000 / piece.len());
        drop(Template::parse(&text));
    }
}

/// What templates are made of, in no order.
const SCRAPS: &str = r#"(\{\{|\}\}|\{%|%\}|\{#|#\}| |\n|\r\n|if|elif|else|endif|for|endfor|in|not|is|and|or|none|defined|set|include|raw|endraw|x|xs|m|loop|\.|\[|\]|\(|\)|\||'|"|\\|=|==|<|\+|-|~|,|1|snake|map|where|default|repr|wrap|é|\{% if x %\}|\{% for x in xs %\}|\{% endfor %\}|\{% endif %\}|\{\{ x \}\}|\{% set x = xs %\}){0,25}"#;

proptest! {
    #[test]
    fn text_without_an_opening_brace_is_kept(text in "[^{]*") {
        let rendered = Template::parse(&text).unwrap().render(&Map::new(), &NoParts).unwrap();
        prop_assert_eq!(rendered, text);
    }

    #[test]
    fn no_text_makes_the_parser_panic(text in any::<String>()) {
        drop(Template::parse(&text));
        drop(Expression::parse(&text));
    }

    #[test]
    fn errors_lie_in_the_text_and_name_no_grammar_rule(text in SCRAPS) {
        let errors = match Template::parse(&text) {
            Ok(template) => {
                let context = context(r#"{"x": "a\n b", "xs": ["c", 1, null], "m": {"x": {"y": []}}}"#);
                let mut errors = template.check(&Shape::of(&Value::Map(Arc::new(context.clone()))), &NoParts);
                errors.extend(template.render(&context, &NoParts).err());
                errors
            }
            Err(errors) => errors,
        };
        for error in errors {
            prop_assert!(text.get(error.range.clone()).is_some(), "{:?}", error);
            prop_assert!(!error.message.contains("kw_") && !error.message.ends_with('.'));
        }
    }

    #[test]
    fn a_repr_is_plain_and_balanced(text in any::<String>()) {
        let literal = repr(&text.as_str().into());
        prop_assert!(!literal.contains('\n'));
        prop_assert_eq!(literal.chars().next(), literal.chars().next_back());
    }
}
