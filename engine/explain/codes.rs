//! What each code of a diagnostic means.

use schemars::JsonSchema;
use serde::Serialize;

/// A code of diagnostics.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct CodeTopic {
    /// The stable name, as it is printed in brackets.
    pub code: &'static str,
    /// What is the matter, in a sentence or two.
    pub meaning: &'static str,
    /// What to do about it.
    pub mend: &'static str,
}

const fn code(code: &'static str, meaning: &'static str, mend: &'static str) -> CodeTopic {
    CodeTopic { code, meaning, mend }
}

/// All codes, sorted.
pub(super) const ALL: &[CodeTopic] = &[
    code(
        "arguments",
        "the arguments of a tool that an agent called are not those that it takes",
        "the tool's input schema says what it takes",
    ),
    code(
        "baseline",
        "the file of known findings cannot be read",
        "write it anew with `hcgen check --baseline FILE --write-baseline`, or mend it",
    ),
    code(
        "decorator-sign",
        "a decorator is written with its `@`",
        "name it without: hcgen writes the sign",
    ),
    code(
        "duplicate",
        "two entries of one kind have the same name, so it is not clear which holds",
        "keep one; to change an entry of another file put the new one into `replace { … }`, to add rows, cases or places to it into `extend { … }`",
    ),
    code(
        "duplicate-property",
        "a property stands twice on one node",
        "keep one of them; several requirements are joined by `|` in one `meets=`",
    ),
    code(
        "expression",
        "an expression in `when=`, `value=` or a step cannot be read, or came to nothing while it ran",
        "the place is marked; values are compared with `==`, joined with `~`, and texts stand in single quotes",
    ),
    code(
        "git",
        "git could not say what changed",
        "`--changed` needs a git checkout; `--changed=REF` names a commit of it",
    ),
    code(
        "given-unused",
        "a case asks for a value with `given`, and its body never prints the lines that make it",
        "put `{{ given }}` where the set-up belongs, most often first",
    ),
    code(
        "glob",
        "a pattern for paths cannot be read",
        "`*` stays in its folder, `**` does not; brackets and braces come in pairs",
    ),
    code(
        "kdl-syntax",
        "the file is not KDL 2",
        "the place is where the reader lost its way; the mistake stands there or just before it. Strings stand in double quotes, flags are `#true` and `#false`, texts with quotes or backslashes in them stand in `#\"…\"#`",
    ),
    code(
        "missing-argument",
        "a node lacks a value that has no name, such as the name of an entry",
        "write it behind the node's name, in quotes",
    ),
    code("missing-body", "a case has no body", "add `body #\"\"\" … \"\"\"#` with the template"),
    code(
        "missing-class",
        "a suite does not say what its test class is called",
        "add `class \"{{ … }}Test\"`",
    ),
    code(
        "missing-entry",
        "something that the command needs is said by no file of the spec",
        "include the file of the shipped pack that says it: `include \"common.kdl\"`",
    ),
    code(
        "missing-flavor",
        "a skill has no flavor, and so no pages",
        "add `flavor \"short\" { page … }`",
    ),
    code(
        "missing-name",
        "the pattern of factories' names does not say which part is the name of what is made",
        "put `{name}` where that stands: `create_{name}`",
    ),
    code(
        "missing-property",
        "a node lacks a property that it cannot do without",
        "add it as `name=\"value\"`",
    ),
    code(
        "module-name",
        "the place of a symbol is no dotted name of a module",
        "write it as an import does, `package.module`",
    ),
    code(
        "nested-test",
        "the body of a case defines a test of its own, which nothing runs",
        "a body is what stands in the test: its first line, `def …`, is made from the case's name",
    ),
    code(
        "no-example",
        "no target was named, and the spec has no example to show instead",
        "name a target, or add an `example` to the spec",
    ),
    code(
        "no-name",
        "a class or test would have `None` for a base or a decorator",
        "a row of a table lacks the column, or a fact was not found: give it, or write `| default('')` for nothing",
    ),
    code(
        "no-skill",
        "the spec has no skill to write",
        "name no `--spec`: the shipped pack has one; or add a `skill`",
    ),
    code(
        "not-collected",
        "the name of a case does not begin as those of tests do, so that nothing runs what it makes",
        "let it begin with `test_`",
    ),
    code(
        "not-python",
        "what a template made for a class cannot be parsed as Python",
        "the line that cannot be parsed is shown; look for a bracket, a quote or an indentation that a branch of the template leaves out",
    ),
    code(
        "not-written",
        "a file could not be written, and so none was",
        "the words of the system are shown; mend that file or folder, or leave it out",
    ),
    code(
        "nothing-to-extend",
        "an `extend` names an entry that no file before it has",
        "check the name; an entry that is new stands outside of `extend`",
    ),
    code(
        "nothing-to-remove",
        "a `remove` names an entry that no file before it has",
        "check the kind and the name",
    ),
    code(
        "nothing-to-replace",
        "a `replace` names an entry that no file before it has",
        "check the name; an entry that is new stands outside of `replace`",
    ),
    code(
        "other-head",
        "an `extend` repeats the head of the entry otherwise than it stands there",
        "copy the head from the entry; `hcgen spec show` prints it",
    ),
    code(
        "other-property",
        "properties stand on one node that do not go together",
        "keep those that are meant: a row is for instances of a class or for parameters; two rows say both",
    ),
    code(
        "pattern",
        "a pattern is not Python with metavariables",
        "a pattern is one expression or statement; metavariables are `$NAME`, `$_`, `$$$` and `$$$NAME`, in upper case",
    ),
    code(
        "python-name",
        "what a class or a test would be called is no name in Python",
        "between its holes a name has letters, digits and `_` only",
    ),
    code(
        "render",
        "a template came to nothing while it was filled, for the class that is named",
        "the place in the template is marked; a value that may be missing is asked for with `{% if … %}` first",
    ),
    code(
        "root-not-found",
        "there is no checkout at or above the place where the command was called",
        "name its top folder with `--root DIR`",
    ),
    code(
        "rule-example",
        "a rule does not find its own `bad` code, or finds its own `good` code",
        "mend the pattern or the example; together they say what the rule means",
    ),
    code(
        "spec-not-found",
        "there is no spec file of that name, neither on disk nor in the shipped pack",
        "check the path; an `include` is seen from the file that it stands in",
    ),
    code(
        "spec-unreadable",
        "a spec file cannot be read: it is too large, no file, or not UTF-8",
        "name a text file; a spec is KDL 2",
    ),
    code(
        "splice",
        "the new tests do not fit into the test file: put together, it would not be Python",
        "look at the place in the test file; nothing was written",
    ),
    code(
        "target-not-found",
        "the checkout has no such file, module, class or folder",
        "a target is a source file, `file.py::Class`, a dotted path or a folder, seen from the root or from here",
    ),
    code(
        "target-outside-root",
        "the target lies outside of the checkout",
        "name a target below the root, or another root with `--root`",
    ),
    code(
        "target-syntax",
        "the file of the target is not Python",
        "mend it first; hcgen reads what the parser of Python reads",
    ),
    code("target-unreadable", "the file of the target cannot be read", "it must be a UTF-8 text"),
    code(
        "template",
        "a template cannot be read: a hole, a tag or a filter is wrong",
        "holes are `{{ … }}`, tags `{% … %}`; `if` ends with `endif`, `for` with `endfor`",
    ),
    code(
        "test-file",
        "the test file that new tests belong into cannot be used",
        "mend it first; nothing was written",
    ),
    code(
        "uncovered",
        "a category promises to cover something, and none of its cases says that it does",
        "add a case for it, or `covers=` to the case that does",
    ),
    code(
        "unknown-argument",
        "a node has more values than it takes",
        "name the property that the value is meant for, or take it away; two nodes on one line are separated by `;`",
    ),
    code(
        "unknown-category",
        "no file has a category of that name",
        "check the name, or add the `category`",
    ),
    code(
        "unknown-command",
        "the command has no JSON form",
        "the names of those that have one are listed",
    ),
    code(
        "unknown-entry",
        "no file of the spec has an entry of that name",
        "`hcgen spec show` takes a name, or a kind and a name",
    ),
    code(
        "unknown-fact",
        "a step goes to a fact that is not declared before it",
        "check the name and the order: facts are found out in the order in which they are declared",
    ),
    code(
        "unknown-flavor",
        "no skill has a flavor of that name",
        "the flavors of the spec are listed",
    ),
    code(
        "unknown-free-name",
        "a generated test uses a name that it does not make, and that no symbol or fact brings",
        "add a `symbol` with its module, and the import is written by itself",
    ),
    code(
        "unknown-kind",
        "there is no start for a new entry of that kind",
        "`hcgen spec new --help` lists the kinds; other entries are shown in the book, ready to be copied",
    ),
    code(
        "unknown-name",
        "a template, an expression or a node uses a name that nothing has at that place",
        "what is known there is listed, or the nearest name; in a case, what it starts from is named by `given`",
    ),
    code(
        "unknown-node",
        "a node stands where there is none of that name",
        "check the spelling and the braces: the help says where a node of that name may stand",
    ),
    code(
        "unknown-policy",
        "no file has a policy of that name",
        "check the name, or add the `policy`",
    ),
    code(
        "unknown-property",
        "a node has a property that it does not take",
        "check the spelling; the reference lists the properties of each node",
    ),
    code(
        "unknown-requirement",
        "a `meets=` names an item of no requirements",
        "it is `GROUP.ITEM`, several joined by `|`",
    ),
    code(
        "unknown-rule",
        "a setting names a rule that no file has",
        "name a rule by its id, its slug, or the beginning of ids",
    ),
    code(
        "unknown-symbol",
        "a row, predicate or step names a symbol that no file has",
        "check the name, or add `symbol \"Name\" \"package.module\"`",
    ),
    code(
        "unknown-target",
        "something belongs to a target that no file has",
        "check the name, or add the `target`",
    ),
    code(
        "unknown-topic",
        "there is nothing of that name to explain",
        "`hcgen explain` lists what there is",
    ),
    code(
        "unmatched-name",
        "`--only` or `--exclude` names no test of the targets",
        "the names of the tests are printed with `-v`",
    ),
    code(
        "unmet",
        "an item of the requirements is met by no node of the spec",
        "say `meets=\"GROUP.ITEM\"` on the node that does, or add one",
    ),
    code(
        "unreachable-row",
        "a row of a table never decides: a row before it holds whenever it does",
        "put the special row before the general one, or take it away",
    ),
    code(
        "untried",
        "a rule has no example of what it must find, or nothing is made of an example",
        "add `bad \"…\"`, and `good \"…\"` for what is like it and fine; let `target=` name what a suite is for",
    ),
    code(
        "unused",
        "nothing of the spec uses an entry or a column",
        "use it, or take it away; most often a name is misspelt",
    ),
    code(
        "usage",
        "options were combined that do not go together",
        "the help of the command says which do",
    ),
    code(
        "value-cycle",
        "a value is made of itself, over others",
        "make one of them without the others",
    ),
    code(
        "wrong-name",
        "a new entry cannot have that name",
        "a name has letters, digits, `-` and `_`, and begins with a letter",
    ),
    code(
        "wrong-type",
        "a value is of another kind than the node wants: a text, a number or a flag",
        "texts stand in quotes, flags are `#true` and `#false`",
    ),
];

#[cfg(test)]
mod tests {
    #[test]
    fn the_codes_are_sorted() {
        assert!(super::ALL.is_sorted_by_key(|it| it.code));
    }
}
