//! What facts find: one spec, a few files, and the facts of the first target as JSON.

use std::fs;

use camino::Utf8Path;
use hcgen::checkout::Checkout;
use hcgen::diagnostic::Diagnostics;
use hcgen::inspect::{self, TargetPath};
use hcgen::sources::{Sources, Tree};
use hcgen::{load, resolve};

const TARGET: &str = r#"
symbol "Base" observed=#true { in "shop.base"; in "shop.old" as="OldBase" }
symbol "stored" observed=#true { in "shop.base"; in "shop.base" as="kept" }
target "thing" { when base="Base"; except has="abstract = True" }
"#;

/// The facts of the first target in `src/shop/main.py`, as JSON without name and place.
#[track_caller]
fn check(facts: &str, files: &[(&str, &str)], expected: &str) {
    let found = inspected(facts, files);
    let shown = found.first().map_or("no target".to_owned(), |subject| {
        let mut value = serde_json::to_value(&subject.value).expect("it is data");
        let map = value.as_object_mut().expect("it is a map");
        for known in DESCRIBED {
            map.shift_remove(known);
        }
        value.to_string()
    });
    assert_eq!(shown, expected);
}

fn inspected(facts: &str, files: &[(&str, &str)]) -> Vec<inspect::Subject> {
    let folder = tempfile::tempdir().expect("a folder");
    let spec = Utf8Path::from_path(folder.path()).expect("UTF-8").join("spec.kdl");
    fs::write(&spec, format!("{TARGET}{facts}")).expect("it is written");
    let (sources, mut problems) = (Sources::default(), Diagnostics::default());
    let spec = load::load(&sources, &mut problems, &[spec]);
    let model = spec.and_then(|spec| resolve::resolve(&sources, &mut problems, spec));
    let Ok(model) = model else { panic!("{:#?}", problems.0) };
    let tree = Tree::Memory(files.iter().map(|(p, t)| ((*p).into(), (*t).into())).collect());
    let checkout = Checkout::new(&sources, &tree, vec!["src".into()]);
    let target = [TargetPath("src/shop/main.py".into())];
    let found = inspect::inspect(&model, &checkout, &target, &mut problems);
    let Ok(found) = found else { panic!("{:#?}", problems.0) };
    found.subjects
}

/// What is known without a fact.
const DESCRIBED: [&str; 8] =
    ["name", "module", "path", "line", "text", "parameters", "returns", "decorators"];

const BASE: (&str, &str) = ("src/shop/base.py", "class Base:\n    kind = Kind.NONE\n");
const MAIN: (&str, &str) = (
    "src/shop/main.py",
    "from shop.base import Base, kept\nfrom shop.service import service\n\n\
     @kept\nclass Order(Base):\n    number = Field()\n    total: int = Field(default=0)\n\n\
     \x20   def store(self, region):\n        service.put(order=self)\n",
);

#[test]
fn a_base_is_followed_through_files_and_classes() {
    let middle = ("src/shop/middle.py", "from shop.base import Base\nclass Middle(Base): ...\n");
    let main = ("src/shop/main.py", "from shop.middle import Middle\nclass Order(Middle): ...\n");
    check("", &[BASE, middle, main], "{}");
}

#[test]
fn a_base_under_an_older_name_counts() {
    let main = ("src/shop/main.py", "from shop.old import OldBase\nclass Order(OldBase): ...\n");
    check("", &[main], "{}");
}

#[test]
fn a_base_of_another_package_does_not_count() {
    let main = ("src/shop/main.py", "from other.base import Base\nclass Order(Base): ...\n");
    check("", &[main], "no target");
}

#[test]
fn what_is_excepted_is_no_target() {
    let main = (
        "src/shop/main.py",
        "from shop.base import Base\nclass Order(Base):\n    class Meta:\n        abstract = True\n",
    );
    check("", &[main], "no target");
}

#[test]
fn the_first_row_that_holds_decides() {
    let table = r#"table "place" on="thing" {
        row "stored" decorator="stored" silo="a"
        row "loose" other="b"
    }"#;
    check(table, &[BASE, MAIN], r#"{"place":{"row":"stored","silo":"a","other":null}}"#);
    let bare = ("src/shop/main.py", "from shop.base import Base\nclass Order(Base): ...\n");
    check(table, &[BASE, bare], r#"{"place":{"row":"loose","silo":null,"other":"b"}}"#);
}

#[test]
fn a_method_is_a_target_with_the_facts_of_its_class() {
    let spec = r#"
        fact "kind" on="thing" value="kind" { body "kind = Kind.$KIND" inherited=#true }
        fact "base" on="thing" { symbol "Base" }
        target "step" within="thing" inherited=#true { when name="store|re*" }
        fact "whose" on="step" value="thing.name ~ '.' ~ thing.kind" { where "step.name" }
        fact "taken" on="step" value="step.parameters | map('name') | join(', ')" { where "step.parameters" }
        fact "beside" on="step" value="found" { fact "thing.base"; let "found" "name" }
        fact "above" on="step" value="name" { module }
        "#;
    let base =
        ("src/shop/base.py", "class Base:\n    kind = Kind.NONE\n    def refund(self): ...\n");
    check_method(spec, &[base, MAIN], 1, "Order.store Order.NONE region Base shop.main");
    check_method(spec, &[base, MAIN], 2, "Order.refund Order.NONE  Base shop.base");
}

#[track_caller]
fn check_method(facts: &str, files: &[(&str, &str)], index: usize, expected: &str) {
    let found = inspected(facts, files);
    let subject = &found[index];
    let value = serde_json::to_value(&subject.value).expect("it is data");
    let told = ["whose", "taken", "beside", "above"].map(|it| value[it].as_str().unwrap_or(""));
    assert_eq!(format!("{} {}", subject.title(), told.join(" ")), expected);
}

#[test]
fn an_attribute_is_found_among_the_ancestors_if_asked_for() {
    let own = r#"fact "kind" on="thing" value="kind" { body "kind = Kind.$KIND" }"#;
    check(own, &[BASE, MAIN], r#"{"kind":null}"#);
    let any = r#"fact "kind" on="thing" value="kind" { body "kind = Kind.$KIND" inherited=#true }"#;
    check(any, &[BASE, MAIN], r#"{"kind":"NONE"}"#);
}

#[test]
fn a_list_holds_every_find_in_order() {
    let fields =
        r#"fact "fields" on="thing" list=#true value="field" { body "$FIELD = Field($$$)" }"#;
    check(fields, &[BASE, MAIN], r#"{"fields":["number","total"]}"#);
}

#[test]
fn a_call_is_followed_to_the_implementation() {
    let service = (
        "src/shop/service.py",
        "class Service:\n    def impl():\n        from .impl import Real\n        return Real()\n\
         service = Service.create()\n",
    );
    let real = (
        "src/shop/impl.py",
        "from shop.copy import Copy\nclass Real:\n    def put(self, order):\n\
         \x20       Elsewhere(order)\n        Copy(number=order.number)\n",
    );
    let copy = ("src/shop/copy.py", "class Copy: ...\n");
    let way = r#"fact "copy" on="thing" value="name" {
        method "store"
        find "$SERVICE.$METHOD($$$)"
        follow "SERVICE"
        find "$CLASS.create()"
        follow "CLASS"
        method "impl"
        find "return $REAL()"
        follow "REAL"
        method "$METHOD"
        find "$COPY($$$)"
        follow "COPY"
    }"#;
    check(way, &[BASE, MAIN, service, real, copy], r#"{"copy":"Copy"}"#);
}

#[test]
fn either_takes_the_first_way_that_leads_anywhere() {
    let either = r#"fact "number" on="thing" value="found" {
        either {
            way { body "missing = $FOUND" }
            way { body "number = $FOUND" }
            way { let "found" "'never'" }
        }
    }"#;
    check(either, &[BASE, MAIN], r#"{"number":"Field()"}"#);
}

#[test]
fn not_holds_where_its_steps_lead_nowhere() {
    let not = r#"fact "plain" on="thing" value="'yes'" { not { body "missing = $_" } }
        fact "rich" on="thing" value="'yes'" { not { body "number = $_" } }"#;
    check(not, &[BASE, MAIN], r#"{"plain":"yes","rich":null}"#);
}

#[test]
fn each_walks_a_list_that_another_fact_found() {
    let each = r#"fact "fields" on="thing" list=#true value="field" { body "$FIELD = Field($$$)" }
        fact "long" on="thing" value="field" {
            each "field" in="thing.fields"
            where "field | startswith('t')"
        }"#;
    check(each, &[BASE, MAIN], r#"{"fields":["number","total"],"long":"total"}"#);
}

#[test]
fn what_is_let_binds_the_metavariable_of_that_name() {
    let bound = r#"fact "set" on="thing" value="name_of" {
        let "member" "'B'"
        body "$NAME_OF = {$$$, Kind.$MEMBER, $$$}"
    }"#;
    let main = (
        "src/shop/main.py",
        "from shop.base import Base\nclass Order(Base):\n    one = {Kind.A}\n    two = {Kind.C, Kind.B}\n",
    );
    check(bound, &[BASE, main], r#"{"set":"two"}"#);
}

/// A table of routes, and a fact that lists those of a class.
const ROUTES: &str = r#"
routes "urls" {
    start "shop.web" "urlpatterns"
    start "shop.urls" "urlpatterns"
    entry "re_path($PATTERN, $VIEW, $$$, name=$NAME)" "re_path($PATTERN, $VIEW, $$$)"
    include "include($ROUTES, namespace=$NAMESPACE)" "include($ROUTES)"
    view "$VIEW.as_view($$$)" "exempt($VIEW)"
    view "dispatch($$$VIEW)" as="dispatch"
}
fact "urls" on="thing" list=#true value="(route.name or '-') ~ ' ' ~ (route.path or '-') ~ (' ' ~ route.methods | join('+') if route.methods else '') ~ ('' if route.reversible else ' !')" {
    routes "urls"
}
"#;
const VIEW: (&str, &str) =
    ("src/shop/main.py", "from shop.base import Base\nclass Order(Base): ...\n");

/// The routes of `Order` where `shop/urls.py` is `urls`.
#[track_caller]
fn check_routes(urls: &str, expected: &str) {
    let urls = format!("from shop.main import Order\n{urls}");
    let more = (
        "src/shop/more.py",
        "from .main import Order as O\nurlpatterns = [re_path('^more$', O.as_view(), name='more')]\n",
    );
    let expected = format!("{{\"urls\":[{expected}]}}");
    let package = ("src/shop/__init__.py", "");
    check(ROUTES, &[BASE, VIEW, package, more, ("src/shop/urls.py", &urls)], &expected);
}

#[test]
fn routes_are_read_from_lists_and_sums() {
    let urls = "A = [re_path(r'^a$', Order.as_view(), name='a')]\nurlpatterns: list = A + [\n    \
                *A, re_path(r'^b/(?P<id>\\d+)$', Order.as_view()),\n]\n\
                urlpatterns += (re_path('^c$', Order.as_view(x=1), name='c'),)\n";
    check_routes(urls, r#""a /a","- /b/{id} !","c /c""#);
}

#[test]
fn included_routes_stand_below_their_prefix() {
    let urls = "from shop import more\nB = [re_path('^b$', Order.as_view(), name='b')]\nurlpatterns = [\n    \
                re_path('^x/', include('shop.more')),\n    re_path('^y/', include(B, namespace='n')),\n    \
                re_path('^z/', include([re_path('^q/', include(more))])),\n]\n";
    check_routes(urls, r#""more /x/more","n:b /y/b","more /z/q/more""#);
}

#[test]
fn a_function_that_returns_routes_is_called() {
    let urls = "def make(prefix, view, end='x'):\n    routes = []\n    routes.append(re_path(f'^{prefix}$', view.as_view(), name=f'n-{prefix}'))\n    \
                if end:\n        routes.extend([re_path(f'^{end}$', exempt(view.as_view()))])\n    return routes\n\
                urlpatterns = [re_path('^a/', include(make('b', Order))), *make(view=Order, prefix='c', end='d')]\n";
    check_routes(urls, r#""n-b /a/b","- - !","n-c /c","- /d !""#);
}

#[test]
fn what_may_be_added_is_added() {
    let urls = "urlpatterns = []\nif DEBUG:\n    urlpatterns += [re_path('^a$', Order.as_view(), name='a')]\n\
                else:\n    urlpatterns = [re_path('^b$', Order.as_view(), name='b')]\n\
                for it in plugins:\n    urlpatterns.append(re_path('^%s$' % it, Order.as_view(), name='c'))\n";
    check_routes(urls, r#""a /a","b /b","c - !""#);
}

#[test]
fn a_view_is_found_through_variables_and_wrappers() {
    let urls = "order_view = Order.as_view()\nurlpatterns = [\n    re_path('^a$', order_view, name='a'),\n    \
                re_path('^b$', dispatch(GET=order_view, HEAD=exempt(order_view), POST=exempt(other), safe=True), name='b'),\n]\n";
    check_routes(urls, r#""a /a","b /b get+head""#);
}

#[test]
fn an_alternative_outside_a_group_cannot_be_reversed() {
    let urls = "urlpatterns = [re_path('^(?:a|b)/(?P<id>a|b)$', Order.as_view(), name='a')]\n";
    check_routes(urls, r#""a /a/{id} !""#);
}

#[test]
fn routes_that_lead_into_themselves_come_to_an_end() {
    let urls = "def f(x): return f(x) + f(x)\na = b + a\nb = a + a\n\
                urlpatterns = [re_path('^a', include('shop.urls')), re_path('b', include(f(1))), *b, *urlpatterns]\n";
    check_routes(urls, "");
}
