//! Ways to bend a Python file, so that it is still Python most of the time, and hard to write into.

/// One of them.
pub(crate) struct Mutation {
    pub(crate) name: &'static str,
    pub(crate) bend: fn(&str) -> String,
}

const fn mutation(name: &'static str, bend: fn(&str) -> String) -> Mutation {
    Mutation { name, bend }
}

pub(crate) const MUTATIONS: &[Mutation] = &[
    mutation("CRLF", |text| text.replace("\r\n", "\n").replace('\n', "\r\n")),
    mutation("CR and LF mixed", mixed_line_endings),
    mutation("byte order mark", |text| format!("\u{feff}{}", text.trim_start_matches('\u{feff}'))),
    mutation("tabs", |text| text.replace("    ", "\t")),
    mutation("form feeds", |text| text.replace("\nclass ", "\n\u{c}\nclass ") + "\u{c}\n"),
    mutation("no final newline", |text| text.trim_end().to_owned()),
    mutation("blank end", |text| format!("{text}\n \n\t\n\n")),
    mutation("comment at the end", |text| format!("{text}\n    # indented\n# not")),
    mutation("line continuations", |text| {
        text.replace("import ", "import \\\n    ").replace(" = ", " = \\\n        ")
    }),
    mutation("backslash at the end", |text| format!("{}\ny = 1 \\\n\n", text.trim_end())),
    mutation("semicolons", |text| {
        format!(
            "{}; w = 1; import zlib as z\n",
            text.replace("\nimport ", "\npass; import ").trim_end()
        )
    }),
    mutation("conditional imports", |text| {
        below_docstring(text, "try:\n    import json, re\nexcept ImportError:\n    json = None\n")
    }),
    mutation("for the type checker", |text| {
        below_docstring(
            text,
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from os import path\n    from own.deep import Name\n",
        )
    }),
    mutation("star imports", |text| {
        below_docstring(text, "from os import *\nfrom own.deep import *\n")
    }),
    mutation("decorators", |text| {
        text.replace(
            "\nclass ",
            "\n@decorate(\n    # why\n    a=[\n        1,\n    ],\n)  # so\n@other\nclass ",
        )
    }),
    mutation("nested classes", |text| {
        format!(
            "{text}\n\nclass Outer:\n    class Middle:\n        '''Doc.'''\n        class Inner: x = 1\n\n        def f(self): pass\n"
        )
    }),
    mutation("all in a class", |text| {
        format!(
            "class Around:\n{}",
            text.lines().map(|it| format!("    {it}\n")).collect::<String>()
        )
    }),
    mutation("all in a condition", |text| {
        format!(
            "if True:\n{}\nelse:\n    pass\n",
            text.lines().map(|it| format!("    {it}\n")).collect::<String>()
        )
    }),
    mutation("strings like code", |text| {
        format!(
            "'''\nimport no\nclass No:\n'''\n{text}\nx = r\"\"\"\nfrom os import (\n    path\n\"\"\"; y = '#'\n"
        )
    }),
    mutation("match statements", |text| {
        format!(
            "{text}\nmatch x:\n    case [1, *rest] if rest:\n        import late\n    case {{'a': b, **c}} | A(d=b):\n        class D: pass\n    case _: pass\n"
        )
    }),
    mutation("nested f-strings", |text| {
        format!(
            "{text}\ns = f'{{f\"{{1:>{{2}}}}\"}} {{{{import}}}} {{x!r:{{y}}}}'\nt = f'''{{\n    x  # not\n}}'''\n"
        )
    }),
    mutation("encoding declared", |text| format!("# -*- coding: latin-1 -*-\n{text}")),
    mutation("script", |text| {
        format!("#!/usr/bin/env python\n{text}\n\nif __name__ == '__main__':\n    main()\n")
    }),
    mutation("future", |text| {
        format!("from __future__ import (\n    annotations,  # why\n)\n{text}")
    }),
    mutation("type parameters", |text| {
        format!(
            "{text}\ntype L[T] = list[T]\nclass G[T: int, *Ts]:\n    def m[V](self, v: V) -> T: ...\nwith (a as b, c):\n    async def f(): ...\n"
        )
    }),
    mutation("other scripts", |text| format!("名 = 'é́'  # 🙂\n{text}\nclass Ünïcode: '''€'''\n")),
];

fn mixed_line_endings(text: &str) -> String {
    let lines = text.replace("\r\n", "\n");
    let endings = ["\n", "\r\n", "\n", "\n"].iter().cycle();
    lines.lines().zip(endings).map(|(line, ending)| format!("{line}{ending}")).collect()
}

/// `text` with `lines` before its first import, which is below docstring, comments and `__future__`.
fn below_docstring(text: &str, lines: &str) -> String {
    let is_import = |line: &str| {
        (line.starts_with("import ") || line.starts_with("from ")) && !line.contains("__future__")
    };
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if is_import(line) {
            return format!("{}{lines}{}", &text[..at], &text[at..]);
        }
        at += line.len();
    }
    format!("{text}\n{lines}")
}
