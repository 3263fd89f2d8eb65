//! Findings that need no rule of a spec: files that cannot be checked, and comments that suppress
//! findings wrongly. Stops at what they are; `review` finds them.

/// A check that the engine makes by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BuiltIn {
    /// Its id, which is its slug as well.
    pub(crate) id: &'static str,
    /// One line.
    pub(crate) title: &'static str,
    /// Why, and what to do.
    pub(crate) why: &'static str,
    /// Whether it must be mended.
    pub(crate) error: bool,
    /// Code that it finds.
    pub(crate) bad: &'static str,
    /// The same, mended.
    pub(crate) good: &'static str,
}

/// The file is not Python.
pub(crate) const INVALID_SYNTAX: BuiltIn = BuiltIn {
    id: "invalid-syntax",
    title: "the file is not Python",
    why: "no rule can look into it",
    error: true,
    bad: "def test_login(:\n    ...",
    good: "def test_login():\n    ...",
};

/// The file cannot be read.
pub(crate) const UNREADABLE_FILE: BuiltIn = BuiltIn {
    id: "unreadable-file",
    title: "the file cannot be read as text",
    why: "no rule can look into it",
    error: true,
    bad: "",
    good: "",
};

/// The file has more of what rules look for than any code has.
pub(crate) const TOO_MANY_MATCHES: BuiltIn = BuiltIn {
    id: "too-many-matches",
    title: "the file has too many places for rules to look at",
    why: "it is data, not code: leave it out by `exclude` in the project file, or split it",
    error: true,
    bad: "",
    good: "",
};

/// A comment suppresses what is not there.
pub(crate) const UNUSED_IGNORE: BuiltIn = BuiltIn {
    id: "unused-ignore",
    title: "the comment suppresses nothing",
    why: "what it excused is gone; left there, it would hide the next one",
    error: false,
    bad: "total = 1  # hcgen: ignore[HC001] the fixture has no factory",
    good: "total = 1",
};

/// A comment suppresses without a reason.
pub(crate) const UNEXPLAINED_IGNORE: BuiltIn = BuiltIn {
    id: "unexplained-ignore",
    title: "the comment gives no reason",
    why: "whoever reads it next cannot tell whether it still holds; write the reason behind the bracket",
    error: false,
    bad: "thing = Thing.objects.create()  # hcgen: ignore[HC001]",
    good: "thing = Thing.objects.create()  # hcgen: ignore[HC001] no factory makes it without an owner",
};

/// A comment that is meant to suppress and cannot be read.
pub(crate) const INVALID_IGNORE: BuiltIn = BuiltIn {
    id: "invalid-ignore",
    title: "the comment cannot be read",
    why: "it suppresses nothing; write `# hcgen: ignore[ID] reason`, or `ignore-file` for the whole file",
    error: false,
    bad: "thing = Thing.objects.create()  # hcgen: ignore HC001",
    good: "thing = Thing.objects.create()  # hcgen: ignore[HC001] no factory makes it without an owner",
};

/// All of them.
pub(crate) const ALL: &[BuiltIn] = &[
    INVALID_SYNTAX,
    UNREADABLE_FILE,
    TOO_MANY_MATCHES,
    UNUSED_IGNORE,
    UNEXPLAINED_IGNORE,
    INVALID_IGNORE,
];
