//! Each case is a file before and after. Names are claims.

use proptest::prelude::*;

use super::*;

const CLASS: &str = "class New:\n    def a(self):\n        pass\n";
const METHOD: &str = "def new(self):\n    pass\n";

fn settings() -> Settings<'static> {
    Settings {
        line_length: 60,
        lines_between_sections: 1,
        lines_after_imports: None,
        is_first_party: &|module| module.split('.').next() == Some("own"),
    }
}

/// `import a.b as c` or `from a import b as c`.
fn needed(statement: &str) -> NeededImport {
    let (statement, asname) = match statement.split_once(" as ") {
        Some((statement, asname)) => (statement, Some(asname.to_owned())),
        None => (statement, None),
    };
    let import = match statement.strip_prefix("from ").and_then(|it| it.split_once(" import ")) {
        Some((module, name)) => NeededImport::from(module, name),
        None => NeededImport::module(statement.trim_start_matches("import ")),
    };
    NeededImport { asname, ..import }
}

fn at_class(class: &str, text: &str) -> Insertion {
    Insertion { placement: Placement::Class(class.to_owned()), text: text.to_owned() }
}

fn at_module(text: &str) -> Insertion {
    Insertion { placement: Placement::Module, text: text.to_owned() }
}

fn parse(text: &str) -> Module {
    Module::parse(text.into()).unwrap_or_else(|error| panic!("{error:?} in\n{text}"))
}

fn draft(before: &str, imports: &[&str], insertions: &[Insertion]) -> Result<Draft, SpliceError> {
    let imports: Vec<NeededImport> = imports.iter().map(|it| needed(it)).collect();
    splice(&parse(before), insertions, &imports, &settings())
}

/// Expects `after`, and that every invariant holds.
#[track_caller]
fn check(before: &str, imports: &[&str], insertions: &[Insertion], after: &str) {
    let draft = draft(before, imports, insertions).expect("the file takes it");
    assert_eq!(draft.text, after);
    check_invariants(before, imports, &draft);
}

#[track_caller]
fn check_invariants(before: &str, imports: &[&str], draft: &Draft) {
    parse(&draft.text);
    assert_eq!(undone(before, draft), before, "bytes outside the edits stay");
    let again = self::draft(&draft.text, imports, &[]).expect("what is there can be needed");
    assert_eq!(again.text, draft.text, "needing the same imports again adds nothing");
    for (left, right) in draft.edits.iter().zip(draft.edits.iter().skip(1)) {
        assert!(left.range.end <= right.range.start, "edits are sorted and disjoint");
    }
}

/// The text before, made from the one after.
fn undone(before: &str, draft: &Draft) -> String {
    let mut text = draft.text.clone();
    for edit in draft.edits.iter().rev() {
        let removed: usize = draft
            .edits
            .iter()
            .map_while(|it| (it.range.start < edit.range.start).then_some(it.range.len()))
            .sum();
        let added: usize = draft
            .edits
            .iter()
            .map_while(|it| (it.range.start < edit.range.start).then_some(it.text.len()))
            .sum();
        let start = edit.range.start + added - removed;
        assert_eq!(&text[start..start + edit.text.len()], edit.text);
        text.replace_range(start..start + edit.text.len(), &before[edit.range.clone()]);
    }
    text
}

#[track_caller]
fn check_imports(before: &str, imports: &[&str], after: &str) {
    check(before, imports, &[], after);
}

#[track_caller]
fn check_method(before: &str, after: &str) {
    check(before, &[], &[at_class("A", METHOD)], after);
}

#[track_caller]
fn check_class(before: &str, after: &str) {
    check(before, &[], &[at_module(CLASS)], after);
}

#[track_caller]
fn check_refusal(before: &str, imports: &[&str], insertions: &[Insertion], message: &str) {
    let error = draft(before, imports, insertions).expect_err("the file does not take it");
    assert_eq!(error.to_string(), message);
}

mod places {
    use super::*;

    #[test]
    fn a_class_goes_two_blank_lines_below_the_end() {
        check_class("x = 1\n", &format!("x = 1\n\n\n{CLASS}"));
    }

    #[test]
    fn blank_lines_at_the_end_are_used() {
        check_class("x = 1\n\n\n\n", &format!("x = 1\n\n\n{CLASS}"));
        check_class("x = 1\n  \n", &format!("x = 1\n\n\n{CLASS}"));
    }

    #[test]
    fn a_missing_final_newline_is_added() {
        check_class("x = 1", &format!("x = 1\n\n\n{CLASS}"));
        check_method(
            "class A:\n    x = 1",
            "class A:\n    x = 1\n\n    def new(self):\n        pass\n",
        );
    }

    #[test]
    fn comments_at_the_end_of_the_module_stay_above() {
        check_class("x = 1\n# end\n", &format!("x = 1\n# end\n\n\n{CLASS}"));
    }

    #[test]
    fn an_empty_file_gets_the_class_alone() {
        check_class("", CLASS);
        check_class("\n\n", CLASS);
    }

    #[test]
    fn the_main_guard_stays_last() {
        let guard = "if __name__ == \"__main__\":\n    main()\n";
        check_class(&format!("x = 1\n\n{guard}"), &format!("x = 1\n\n\n{CLASS}\n\n{guard}"));
        check_class(guard, &format!("{CLASS}\n\n{guard}"));
    }

    #[test]
    fn comments_directly_above_the_main_guard_stay_with_it() {
        let guard = "# Run it.\nif \"__main__\" == __name__:\n    main()\n";
        let before = format!("x = 1\n# about x\n\n{guard}");
        check_class(&before, &format!("x = 1\n# about x\n\n\n{CLASS}\n\n{guard}"));
    }

    #[test]
    fn a_main_guard_with_code_below_is_code() {
        let before = "if __name__ == \"__main__\":\n    main()\nx = 1\n";
        check_class(before, &format!("{before}\n\n{CLASS}"));
    }

    #[test]
    fn a_form_feed_stays() {
        check_class("x = 1\n\u{c}\n", &format!("x = 1\n\n\n{CLASS}\u{c}\n"));
        let guard = "if __name__ == \"__main__\":\n    main()\n";
        let after = format!("x = 1\n\n\n{CLASS}\n\u{c}\n{guard}");
        check_class(&format!("x = 1\n\n\u{c}\n{guard}"), &after);
    }

    #[test]
    fn a_backslash_at_the_end_belongs_to_its_line() {
        check_class("x = 1 \\\n\n", &format!("x = 1 \\\n\n\n\n{CLASS}"));
    }

    #[test]
    fn several_classes_go_in_order() {
        let other = "def other():\n    pass\n";
        let insertions = [at_module(CLASS), at_module(other)];
        check("x = 1\n", &[], &insertions, &format!("x = 1\n\n\n{CLASS}\n\n{other}"));
    }

    #[test]
    fn a_method_goes_one_blank_line_below_the_last() {
        check_method(
            "class A:\n    def a(self):\n        pass\n\n\nx = 1\n",
            "class A:\n    def a(self):\n        pass\n\n    def new(self):\n        pass\n\n\nx = 1\n",
        );
    }

    #[test]
    fn several_methods_go_in_order() {
        let insertions = [at_class("A", METHOD), at_class("A", "def other(self):\n    pass\n")];
        let after = "class A:\n    x = 1\n\n    def new(self):\n        pass\n\n    def other(self):\n        pass\n";
        check("class A:\n    x = 1\n", &[], &insertions, after);
    }

    #[test]
    fn comments_at_the_indentation_of_the_body_belong_to_the_class() {
        check_method(
            "class A:\n    x = 1\n\n    # more\n    # to come\n\n# of x\nx = 1\n",
            "class A:\n    x = 1\n\n    # more\n    # to come\n\n    def new(self):\n        pass\n\n# of x\nx = 1\n",
        );
    }

    #[test]
    fn comments_inside_the_last_method_stay_in_it() {
        check_method(
            "class A:\n    def a(self):\n        pass\n        # done\n",
            "class A:\n    def a(self):\n        pass\n        # done\n\n    def new(self):\n        pass\n",
        );
    }

    #[test]
    fn a_comment_at_the_end_of_the_last_line_stays() {
        check_method(
            "class A:\n    x = 1  # one\n",
            "class A:\n    x = 1  # one\n\n    def new(self):\n        pass\n",
        );
    }

    #[test]
    fn a_lone_placeholder_gives_way() {
        check_method("class A:\n    pass\n", "class A:\n    def new(self):\n        pass\n");
        check_method("class A:\n    ...\n", "class A:\n    def new(self):\n        pass\n");
        check_method("class A: pass\n", "class A:\n    def new(self):\n        pass\n");
        check_method("class A: ...", "class A:\n    def new(self):\n        pass\n");
    }

    #[test]
    fn a_placeholder_with_a_comment_stays() {
        check_method(
            "class A:\n    pass  # later\n",
            "class A:\n    pass  # later\n\n    def new(self):\n        pass\n",
        );
        check_method(
            "class A: pass  # later\n",
            "class A:\n    pass  # later\n\n    def new(self):\n        pass\n",
        );
    }

    #[test]
    fn a_docstring_stays_above() {
        check_method(
            "class A:\n    \"\"\"Doc.\"\"\"\n",
            "class A:\n    \"\"\"Doc.\"\"\"\n\n    def new(self):\n        pass\n",
        );
        check_method(
            "class A:\n    \"\"\"Doc.\"\"\"\n\n    pass\n",
            "class A:\n    \"\"\"Doc.\"\"\"\n\n    def new(self):\n        pass\n",
        );
        check_method(
            "class A:\n    \"\"\"Doc.\"\"\"; pass\n",
            "class A:\n    \"\"\"Doc.\"\"\"; pass\n\n    def new(self):\n        pass\n",
        );
    }

    #[test]
    fn a_body_on_the_line_of_the_header_moves_below_it() {
        check_method(
            "class A(B): x = 1; y = {1: 2}\n",
            "class A(B):\n    x = 1; y = {1: 2}\n\n    def new(self):\n        pass\n",
        );
    }

    #[test]
    fn nested_classes_are_found_by_their_path() {
        let before = "class A:\n    class B:\n        x = 1\n\n    y = 1\n";
        let after = "class A:\n    class B:\n        x = 1\n\n        def new(self):\n            pass\n\n    y = 1\n";
        check(before, &[], &[at_class("A.B", METHOD)], after);
    }

    #[test]
    fn an_inner_class_ends_before_the_outer() {
        let insertions = [
            at_module(CLASS),
            at_class("A", METHOD),
            at_class("A.B", "def inner(self):\n    pass\n"),
        ];
        let after = "class A:\n    class B:\n        x = 1\n\n        def inner(self):\n            pass\n\n    def new(self):\n        pass\n\n\n";
        check(
            "class A:\n    class B:\n        x = 1\n",
            &[],
            &insertions,
            &format!("{after}{CLASS}"),
        );
    }

    #[test]
    fn of_two_classes_with_one_name_the_last_counts() {
        check_method(
            "class A:\n    x = 1\n\n\nclass A:\n    y = 1\n",
            "class A:\n    x = 1\n\n\nclass A:\n    y = 1\n\n    def new(self):\n        pass\n",
        );
    }

    #[test]
    fn a_class_under_a_condition_is_indented_further() {
        check_method(
            "if x:\n    class A:\n        y = 1\nelse:\n    A = None\n",
            "if x:\n    class A:\n        y = 1\n\n        def new(self):\n            pass\nelse:\n    A = None\n",
        );
    }

    #[test]
    fn text_that_only_looks_like_code_is_passed_over() {
        let before = "class A:\n    x = '''\nclass A:\n    def a(self): ...\n'''\n";
        check_method(before, &format!("{before}\n    def new(self):\n        pass\n"));
    }

    #[test]
    fn the_indentation_of_the_class_is_taken_up() {
        check_method(
            "class A:\n  def a(self):\n    pass\n",
            "class A:\n  def a(self):\n    pass\n\n  def new(self):\n    pass\n",
        );
        check_method(
            "class A:\n\tdef a(self):\n\t\tpass\n",
            "class A:\n\tdef a(self):\n\t\tpass\n\n\tdef new(self):\n\t\tpass\n",
        );
    }

    #[test]
    fn a_form_feed_begins_the_indentation_anew() {
        check_method(
            "class A:\n \u{c}  x = 1\n",
            "class A:\n \u{c}  x = 1\n\n  def new(self):\n    pass\n",
        );
    }

    #[test]
    fn the_indentation_of_the_file_is_taken_up() {
        check_class(
            "def f():\n  pass\n",
            "def f():\n  pass\n\n\nclass New:\n  def a(self):\n    pass\n",
        );
    }

    #[test]
    fn the_line_endings_of_the_file_are_taken_up() {
        check_method(
            "class A:\r\n    x = 1\r\n",
            "class A:\r\n    x = 1\r\n\r\n    def new(self):\r\n        pass\r\n",
        );
        check(
            "import os\r\n\r\nx = 1\ny = 1\r\n",
            &["import sys"],
            &[],
            "import os\r\nimport sys\r\n\r\nx = 1\ny = 1\r\n",
        );
        check_method(
            "class A:\r    x = 1\r",
            "class A:\r    x = 1\r\r    def new(self):\r        pass\r",
        );
    }

    #[test]
    fn the_byte_order_mark_stays_first() {
        check_class("\u{feff}", &format!("\u{feff}{CLASS}"));
        check_imports("\u{feff}x = 1\n", &["import os"], "\u{feff}import os\n\nx = 1\n");
        check_imports("\u{feff}import sys\n", &["import os"], "\u{feff}import os\nimport sys\n");
    }

    #[test]
    fn decorators_over_several_lines_are_no_hindrance() {
        check_method(
            "@a(\n    b,\n)\nclass A(\n    B,\n):\n    x = 1\n",
            "@a(\n    b,\n)\nclass A(\n    B,\n):\n    x = 1\n\n    def new(self):\n        pass\n",
        );
    }
}

mod merging {
    use super::*;

    #[test]
    fn a_statement_is_extended_in_sorted_place() {
        check_imports("from m import a, c\n", &["from m import b"], "from m import a, b, c\n");
    }

    #[test]
    fn names_are_sorted_by_their_case_then_naturally() {
        let before = "from m import A2, X, c\n";
        check_imports(before, &["from m import A10", "from m import AB"], {
            "from m import A2, A10, AB, X, c\n"
        });
        check_imports("from m import A2, A11, b\n", &["from m import A10"], {
            "from m import A2, A10, A11, b\n"
        });
        check_imports("from m import AB, Ab, _a\n", &["from m import b"], {
            "from m import AB, Ab, _a, b\n"
        });
    }

    #[test]
    fn an_unsorted_statement_is_not_reordered() {
        check_imports(
            "from m import d, a, c\n",
            &["from m import b"],
            "from m import d, a, b, c\n",
        );
    }

    #[test]
    fn a_statement_that_grows_too_long_is_wrapped() {
        let long = "from module import aaaaaaaaaaaaaaaaaaaa, cccccccccccccccccccc";
        check_imports(&format!("{long}\n"), &["from module import b"], {
            "from module import (\n    aaaaaaaaaaaaaaaaaaaa,\n    b,\n    cccccccccccccccccccc,\n)\n"
        });
    }

    #[test]
    fn a_comment_moves_only_when_the_statement_is_wrapped() {
        check_imports("from m import a, c  # why\n", &["from m import b"], {
            "from m import a, b, c  # why\n"
        });
        let long = "from module import aaaaaaaaaaaaaaaaaaaa, cccccc  # why\n";
        check_imports(long, &["from module import bbbbbb"], {
            "from module import (  # why\n    aaaaaaaaaaaaaaaaaaaa,\n    bbbbbb,\n    cccccc,\n)\n"
        });
    }

    #[test]
    fn a_wrapped_statement_gets_a_line() {
        let before = "from m import (\n    a,\n    c,\n)\n";
        check_imports(before, &["from m import b"], "from m import (\n    a,\n    b,\n    c,\n)\n");
        check_imports(before, &["from m import d", "from m import A", "from m import B"], {
            "from m import (\n    A,\n    B,\n    a,\n    c,\n    d,\n)\n"
        });
    }

    #[test]
    fn comments_in_a_wrapped_statement_stay() {
        check_imports(
            "from m import (  # all\n    # of a\n    a,  # one\n    c,  # two\n    # end\n)\n",
            &["from m import A", "from m import b", "from m import d"],
            "from m import (  # all\n    A,\n    # of a\n    a,  # one\n    b,\n    c,  # two\n    d,\n    # end\n)\n",
        );
    }

    #[test]
    fn a_missing_comma_is_added() {
        check_imports(
            "from m import (\n    a,\n    b  # last\n)\n",
            &["from m import c"],
            "from m import (\n    a,\n    b,  # last\n    c,\n)\n",
        );
    }

    #[test]
    fn an_unusual_layout_is_written_anew_unless_it_has_comments() {
        let after = "from m import a, b, c\n";
        check_imports("from m import (a, c)\n", &["from m import b"], after);
        check_imports("from m import a, \\\n    c\n", &["from m import b"], after);
        check_imports("from m import (a,\n    c)\n", &["from m import b"], after);
        check_imports(
            "from m import (a,  # one\n    c)\n",
            &["from m import b", "from m import d"],
            "from m import (a,  # one\n    b, c, d)\n",
        );
    }

    #[test]
    fn statements_on_one_line_are_told_apart() {
        check_imports("import os; from m import a; x = 1\n", &["from m import b", "import sys"], {
            "import os; from m import a, b; x = 1\nimport sys\n"
        });
    }

    #[test]
    fn an_alias_is_never_extended() {
        check_imports("from m import a as x\n", &["from m import b"], {
            "from m import a as x\nfrom m import b\n"
        });
        check_imports("from m import b as x\n", &["from m import a", "from m import c"], {
            "from m import a\nfrom m import b as x\nfrom m import c\n"
        });
        check_imports("from m import b as x, c\n", &["from m import a"], {
            "from m import a\nfrom m import b as x, c\n"
        });
    }

    #[test]
    fn names_stay_on_their_side_of_an_alias() {
        let before = "from m import a\nfrom m import c as x\nfrom m import d\n";
        check_imports(before, &["from m import b", "from m import e"], {
            "from m import a, b\nfrom m import c as x\nfrom m import d, e\n"
        });
        check_imports("from m import a\nfrom m import c as x\n", &["from m import d"], {
            "from m import a\nfrom m import c as x\nfrom m import d\n"
        });
    }

    #[test]
    fn an_alias_parts_the_names_around_it() {
        check_imports("from m import a, c\n", &["from m import b as x"], {
            "from m import a\nfrom m import b as x\nfrom m import c\n"
        });
        check_imports("from m import (\n    a,  # one\n    c,\n)\n", &["from m import b as x"], {
            "from m import (\n    a,  # one\n    c,\n)\nfrom m import b as x\n"
        });
    }

    #[test]
    fn a_name_needed_with_and_without_alias_stands_alone() {
        check_imports("", &["from m import b as x", "from m import a", "from m import b"], {
            "from m import a\nfrom m import b\nfrom m import b as x\n"
        });
    }

    #[test]
    fn a_statement_noted_for_its_only_name_is_left_alone() {
        check_imports("from m import b  # noqa\n", &["from m import a"], {
            "from m import b  # noqa\nfrom m import a\n"
        });
    }

    #[test]
    fn a_star_is_left_alone() {
        check_imports(
            "from m import *\n",
            &["from m import a"],
            "from m import *\nfrom m import a\n",
        );
    }

    #[test]
    fn of_several_statements_the_first_is_extended() {
        check_imports("from m import a\nfrom m import b\n", &["from m import c"], {
            "from m import a, c\nfrom m import b\n"
        });
    }

    #[test]
    fn a_later_statement_of_the_same_module_is_extended() {
        check_imports("import os\n\nx = 1\n\nfrom m import a\n", &["from m import b"], {
            "import os\n\nx = 1\n\nfrom m import a, b\n"
        });
    }

    #[test]
    fn straight_imports_stand_above_the_others() {
        check_imports("import abc\nfrom os import path\n", &["import sys"], {
            "import abc\nimport sys\nfrom os import path\n"
        });
        check_imports("import sys\nfrom abc import ABC\n", &["from os import path"], {
            "import sys\nfrom abc import ABC\nfrom os import path\n"
        });
    }

    #[test]
    fn a_missing_section_is_opened_between_its_neighbours() {
        check_imports("import os\n\nimport own\n", &["import third", "from . import local"], {
            "import os\n\nimport third\n\nimport own\n\nfrom . import local\n"
        });
        check_imports(
            "import third\n\nx = 1\n",
            &["import os"],
            "import os\n\nimport third\n\nx = 1\n",
        );
    }

    #[test]
    fn all_sections_are_in_order() {
        let imports = [
            "from .. import up",
            "from . import here",
            "from .a import b",
            "from own.m import a",
            "import own",
            "import third",
            "from os import path",
            "import sys",
            "from __future__ import annotations",
        ];
        check_imports("", &imports, {
            "from __future__ import annotations\n\nimport sys\nfrom os import path\n\nimport third\n\nimport own\nfrom own.m import a\n\nfrom .. import up\nfrom . import here\nfrom .a import b\n"
        });
    }

    #[test]
    fn a_comment_stays_with_the_import_below_it() {
        check_imports("import os\n\n# of sys\nimport sys\n", &["import re"], {
            "import os\nimport re\n\n# of sys\nimport sys\n"
        });
        check_imports("'''Doc.'''\n\n# of os\nimport os\n", &["import abc"], {
            "'''Doc.'''\n\nimport abc\n\n# of os\nimport os\n"
        });
    }

    #[test]
    fn imports_go_above_a_form_feed() {
        let after = format!("import os\n\n\n{CLASS}\u{c}\n");
        check("\u{c}\n", &["import os"], &[at_module(CLASS)], &after);
        check_imports("'''Doc.'''\n\u{c}\nx = 1\n", &["import os"], {
            "'''Doc.'''\n\nimport os\n\n\u{c}\nx = 1\n"
        });
    }

    #[test]
    fn the_comment_a_file_starts_with_stays_first() {
        check_imports(
            "# License\nimport os\n",
            &["import abc"],
            "# License\nimport abc\nimport os\n",
        );
        check_imports("#!/usr/bin/python\nx = 1\n", &["import os"], {
            "#!/usr/bin/python\n\nimport os\n\nx = 1\n"
        });
    }

    #[test]
    fn a_file_without_imports_gets_them_below_its_docstring() {
        check_imports("'''Doc.'''\nx = 1\n", &["import os"], "'''Doc.'''\n\nimport os\n\nx = 1\n");
        check_imports("'''Doc.'''\n\n\nclass A: ...\n", &["import os"], {
            "'''Doc.'''\n\nimport os\n\n\nclass A: ...\n"
        });
        check_imports("'''Doc.'''", &["import os"], "'''Doc.'''\n\nimport os\n");
    }

    #[test]
    fn imports_stand_as_far_above_what_follows_as_isort_wants() {
        check_imports("@a\nclass A: ...\n", &["import os"], "import os\n\n\n@a\nclass A: ...\n");
        check_imports("# of A\nclass A: ...\n", &["import os"], {
            "# of A\n\nimport os\n\n\nclass A: ...\n"
        });
        check_imports("'''Doc.'''\n# of A\nclass A: ...\n", &["import os"], {
            "'''Doc.'''\n\nimport os\n\n\n# of A\nclass A: ...\n"
        });
    }

    #[test]
    fn the_docstring_of_a_file_with_nothing_else_stays_first() {
        let after = format!("'''Doc.'''\n\nimport os\n\n\n{CLASS}");
        check("'''Doc.'''\n", &["import os"], &[at_module(CLASS)], &after);
    }

    #[test]
    fn imports_and_main_guard_leave_room_for_a_class() {
        let guard = "if __name__ == \"__main__\":\n    main()\n";
        let after = format!("import os\n\n\n{CLASS}\n\n{guard}");
        check(guard, &["import os"], &[at_module(CLASS)], &after);
    }

    #[test]
    fn the_first_block_of_imports_is_used() {
        check_imports("import os\n\nx = 1\n\nimport third\n", &["import sys", "import other"], {
            "import os\nimport sys\n\nimport other\n\nx = 1\n\nimport third\n"
        });
    }

    #[test]
    fn a_block_of_future_imports_alone_is_passed_over() {
        check_imports(
            "from __future__ import annotations\n\n__all__ = ()\n\nimport os\n",
            &["import sys"],
            "from __future__ import annotations\n\n__all__ = ()\n\nimport os\nimport sys\n",
        );
    }

    #[test]
    fn a_future_import_goes_above_all_code() {
        check_imports("x = 1\nimport os\n", &["from __future__ import annotations"], {
            "from __future__ import annotations\n\nx = 1\nimport os\n"
        });
        check_imports("'''Doc.'''\n\nimport os\n", &["from __future__ import annotations"], {
            "'''Doc.'''\n\nfrom __future__ import annotations\n\nimport os\n"
        });
    }

    #[test]
    fn an_unsorted_block_takes_imports_at_a_sensible_place() {
        check_imports("import sys\nimport abc\nimport re\n", &["import os"], {
            "import sys\nimport abc\nimport os\nimport re\n"
        });
    }

    #[test]
    fn blocks_in_conditions_and_functions_are_not_touched() {
        let guarded = "if TYPE_CHECKING:\n    from m import a\n";
        check_imports(guarded, &["from m import b"], &format!("from m import b\n\n{guarded}"));
        let attempt = "try:\n    from m import a\nexcept ImportError:\n    a = None\n";
        check_imports(attempt, &["from m import b"], &format!("from m import b\n\n{attempt}"));
        let local = "def f():\n    from m import a\n";
        check_imports(local, &["from m import a"], &format!("from m import a\n\n\n{local}"));
    }

    #[test]
    fn a_name_for_the_type_checker_is_imported_for_the_run() {
        let guarded = "import os\n\nif TYPE_CHECKING:\n    from own import a\n";
        check_imports(guarded, &["from own import a"], {
            "import os\n\nfrom own import a\n\nif TYPE_CHECKING:\n    from own import a\n"
        });
    }

    #[test]
    fn what_is_imported_already_is_not_imported_again() {
        for (before, import) in [
            ("from m import a\n", "from m import a"),
            ("import m.n as n\n", "from m import n"),
            ("try:\n    from m import a\nexcept ImportError:\n    a = None\n", "from m import a"),
            ("import a.b\n", "import a"),
            ("import a.b.c\n", "import a.b"),
            ("from m import a as b\n", "from m import a as b"),
        ] {
            check_imports(before, &[import], before);
        }
    }

    #[test]
    fn a_submodule_is_imported_beside_its_package() {
        check_imports("import a\n", &["import a.b"], "import a\nimport a.b\n");
    }

    #[test]
    fn what_is_needed_twice_is_imported_once() {
        check_imports("", &["import os", "import os"], "import os\n");
    }

    #[test]
    fn a_new_file_is_complete() {
        let imports = [needed("from own import a"), needed("import os")];
        let text = new_file(&[at_module(CLASS), at_module("x = 1\n")], &imports, &settings());
        let expected = format!("import os\n\nfrom own import a\n\n\n{CLASS}\n\nx = 1\n");
        assert_eq!(text, Ok(expected));
    }
}

mod names {
    use super::*;

    #[test]
    fn a_class_that_is_missing_is_an_error() {
        check_refusal("x = 1\n", &[], &[at_class("A", METHOD)], "the file has no class `A`");
    }

    #[test]
    fn a_name_is_not_bound_twice() {
        check_refusal("New = 1\n", &[], &[at_module(CLASS)], "the file already binds `New`");
        check_refusal(
            "for New in x: ...\n",
            &[],
            &[at_module(CLASS)],
            "the file already binds `New`",
        );
        check_refusal(
            "",
            &[],
            &[at_module(CLASS), at_module(CLASS)],
            "the file already binds `New`",
        );
        let method = [at_class("A", METHOD)];
        check_refusal("class A:\n  new = 1\n", &[], &method, "class `A` already binds `new`");
    }

    #[test]
    fn an_import_does_not_take_a_name_away() {
        check_refusal("from m import a\n", &["from n import a"], &[], {
            "`a` is imported from `m.a`, not from `n.a`"
        });
        check_refusal("def a(): ...\n", &["from n import a"], &[], {
            "the file binds `a` itself and cannot import `n.a`"
        });
        check_refusal("", &["from n import New"], &[at_module(CLASS)], {
            "the file binds `New` itself and cannot import `n.New`"
        });
        check_refusal("", &["from n import a", "from m import a"], &[], {
            "`a` is imported from `n.a`, not from `m.a`"
        });
    }

    #[test]
    fn text_that_is_no_python_is_an_error() {
        let error = draft("", &[], &[at_module("def f(:\n")]).expect_err("it is not Python");
        assert!(matches!(error, SpliceError::Syntax(_)));
    }

    /// Expects what `name` stands for: a dotted name, `defined`, or nothing.
    #[track_caller]
    fn check_binding(source: &str, name: &str, expected: &str) {
        let binding = match binding_of(&parse(source), name) {
            Some(Binding::Import(target)) => target,
            Some(Binding::Definition) => "defined".to_owned(),
            None => String::new(),
        };
        assert_eq!(binding, expected);
    }

    #[test]
    fn a_name_stands_for_what_it_is_imported_from() {
        check_binding("from a.b import c as d\n", "d", "a.b.c");
        check_binding("from a.b import c as d\n", "c", "");
        check_binding("import a.b\n", "a", "a");
        check_binding("import a.b as c\n", "c", "a.b");
        check_binding("from . import a\n", "a", ".a");
        check_binding("from ..m import a\n", "a", "..m.a");
    }

    #[test]
    fn a_name_may_stand_for_a_definition() {
        check_binding("class A: ...\n", "A", "defined");
        check_binding("with x as (a, b): ...\n", "b", "defined");
        check_binding("def f():\n  a = 1\n", "a", "");
    }

    #[test]
    fn imports_for_the_type_checker_and_in_functions_bind_nothing() {
        check_binding("if TYPE_CHECKING:\n  from m import a\n", "a", "");
        check_binding("def f():\n  from m import a\n", "a", "");
        check_binding("try:\n  from m import a\nexcept E:\n  a = 1\n", "a", "m.a");
    }

    #[test]
    fn the_spelling_that_a_file_uses_is_found() {
        let check = |source: &str, import: &str, expected: Option<&str>| {
            assert_eq!(local_name(&parse(source), &needed(import)).as_deref(), expected);
        };
        check("from m import Thing as T\n", "from m import Thing", Some("T"));
        check("from m import Thing as T, Thing\n", "from m import Thing", Some("Thing"));
        check("import a.b\n", "import a.b", Some("a.b"));
        check("import a.b as c\n", "from a import b", Some("c"));
        check("import a.b\n", "from a import c", None);
    }
}

/// Files put together from parts that are hard in one way or another.
fn any_file() -> impl Strategy<Value = String> {
    let head = proptest::sample::select(vec![
        "",
        "\u{feff}",
        "# License\n",
        "#!/bin/python\n\n",
        "'''Doc.'''\n",
        "'''Doc\n'''\n\n\n",
        "\n\n",
    ]);
    let import = proptest::sample::select(vec![
        "from __future__ import annotations\n",
        "import os\n",
        "import third, os.path as p\n",
        "\n",
        "# note\n",
        "from own import z, a  # why\n",
        "from own import b  # noqa\n",
        "from own import (\n    c,\n    # of d\n    d\n)\n",
        "from own import (e,  # e\n    g)\n",
        "from own import h, \\\n    i\n",
        "from own import j as k\n",
        "from .m import l; import sys\n",
        "from third import *\n",
    ]);
    let code = proptest::sample::select(vec![
        "class A:\n    x = 1\n",
        "class A: pass\n",
        "class A:\n\tdef f(self):\n\t\tpass\n\n\t# end\n# other\n",
        "@d(\n  1\n)\nclass A:\n  '''Doc.'''\n  ...\n",
        "x = '''\nimport no\nclass A:\n'''\n",
        "if TYPE_CHECKING:\n    from own import n\n",
        "try:\n    from own import m\nexcept ImportError:\n    m = None\n",
        "y = 1 \\\n\n",
        "\u{c}\n",
        "# tail\n",
        "\n\n\n",
        "if __name__ == '__main__':\n    main()\n",
    ]);
    let parts =
        (head, proptest::collection::vec(import, 0..6), proptest::collection::vec(code, 0..6));
    let endings = (any::<bool>(), any::<bool>());
    (parts, endings).prop_map(|((head, imports, code), (crlf, cut))| {
        let mut text = head.to_owned() + &imports.concat() + &code.concat();
        if cut {
            text.truncate(text.trim_end_matches('\n').len());
        }
        if crlf { text.replace('\n', "\r\n") } else { text }
    })
}

fn any_imports() -> impl Strategy<Value = Vec<&'static str>> {
    proptest::sample::subsequence(
        vec![
            "from __future__ import annotations",
            "import re",
            "import os",
            "from third import q",
            "from own import f",
            "from own import F",
            "from own import a",
            "from own import n",
            "from own import o as s",
            "from own import a as t",
            "from .m import r",
        ],
        0..11,
    )
}

proptest! {
    #[test]
    fn every_invariant_holds_for_any_file(before in any_file(), imports in any_imports()) {
        let Ok(module) = Module::parse(before.as_str().into()) else { return Ok(()) };
        let mut insertions = vec![at_module(CLASS)];
        if !module.outline.classes.is_empty() {
            insertions.push(at_class("A", METHOD));
        }
        let draft = draft(&before, &imports, &insertions).expect("no name is in the way");
        check_invariants(&before, &imports, &draft);
        let after = parse(&draft.text);
        prop_assert_eq!(after.outline.classes.len(), module.outline.classes.len() + 1);
        let again = self::draft(&draft.text, &[], &insertions);
        prop_assert!(again.is_err(), "what is there is not inserted again");
    }
}
