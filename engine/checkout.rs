//! A checkout's modules, parsed when they are asked for, and its names followed from file to file.
//! Nothing is imported or run.

use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};

use crate::kept::Kept;
use crate::python::{
    self, ByteRange, Class, Decorator, Definition, Function, Import, ImportScope, Module,
    SyntaxError,
};
use crate::sources::{Sources, Tree};
use crate::span::SourceId;

/// How far a name is followed through re-exports, and a class through its bases.
const DEPTH: usize = 32;

/// The modules of one tree.
pub struct Checkout<'a> {
    /// The files.
    pub tree: &'a Tree,
    sources: &'a Sources,
    source_roots: Vec<Utf8PathBuf>,
    loaded: Kept<Utf8PathBuf, Result<Arc<Loaded>, Unusable>>,
    /// By dotted name: names are asked for far more often than there are files.
    files: Kept<String, Option<Utf8PathBuf>>,
}

/// A module that was read and parsed.
pub struct Loaded {
    /// Its dotted name.
    pub name: String,
    /// Its file, relative to the root.
    pub path: Utf8PathBuf,
    /// Its syntax.
    pub module: Module,
    package: bool,
}

/// Why a file gives no module.
#[derive(Clone, Debug)]
pub enum Unusable {
    /// It could not be read; the system's words.
    Unreadable(String),
    /// It is not Python.
    Syntax(SourceId, SyntaxError),
}

/// What a definition is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A whole module.
    Module,
    /// A class.
    Class,
    /// A function or method.
    Function,
    /// An assignment.
    Assignment,
    /// Any other piece of code.
    Code,
}

/// A place in a module: a definition, or a piece of code that a pattern matched.
#[derive(Clone)]
pub struct Place {
    /// The module it stands in.
    pub module: Arc<Loaded>,
    /// Its name; empty for a piece of code.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Where it stands.
    pub range: ByteRange,
}

/// Where a name leads.
#[derive(Clone, Default)]
pub struct Resolved {
    /// Each module and name on the way, the first import first.
    pub hops: Vec<(String, String)>,
    /// The definition, where the checkout has it.
    pub place: Option<Place>,
}

impl Loaded {
    /// The module as a place.
    pub fn place(self: &Arc<Self>) -> Place {
        let range = 0..self.module.text.len();
        Place { module: self.clone(), name: self.name.clone(), kind: Kind::Module, range }
    }

    /// A class of the module as a place.
    pub fn class_place(self: &Arc<Self>, class: &Class) -> Place {
        let (name, range) = (class.name.clone(), class.range.clone());
        Place { module: self.clone(), name, kind: Kind::Class, range }
    }

    /// A function of the module as a place.
    pub fn function_place(self: &Arc<Self>, function: &Function) -> Place {
        let (name, range) = (function.name.clone(), function.range.clone());
        Place { module: self.clone(), name, kind: Kind::Function, range }
    }
}

impl Place {
    /// The class at this place.
    pub fn class(&self) -> Option<&Class> {
        fn at<'a>(classes: &'a [Class], range: &ByteRange) -> Option<&'a Class> {
            let around = python::around(classes, |it| &it.range, range)?;
            if around.range == *range { Some(around) } else { at(&around.classes, range) }
        }
        (self.kind == Kind::Class).then(|| at(&self.module.module.outline.classes, &self.range))?
    }

    /// The function or method at this place.
    pub fn function(&self) -> Option<&Function> {
        fn at<'a>(
            functions: &'a [Function],
            classes: &'a [Class],
            range: &ByteRange,
        ) -> Option<&'a Function> {
            let function = python::around(functions, |it| &it.range, range);
            function.filter(|it| it.range == *range).or_else(|| {
                let class = python::around(classes, |it| &it.range, range)?;
                at(&class.methods, &class.classes, range)
            })
        }
        let outline = &self.module.module.outline;
        (self.kind == Kind::Function)
            .then(|| at(&outline.functions, &outline.classes, &self.range))?
    }

    /// The decorators of the class or function at this place, outermost first.
    pub fn decorators(&self) -> &[Decorator] {
        let class = self.class().map(|it| it.decorators.as_slice());
        class.or_else(|| Some(self.function()?.decorators.as_slice())).unwrap_or_default()
    }

    /// The methods of the class at this place.
    pub fn methods(&self) -> Vec<Place> {
        let methods = self.class().map(|it| it.methods.as_slice()).unwrap_or_default();
        methods.iter().map(|it| self.module.function_place(it)).collect()
    }

    /// The line it begins on, from 1.
    pub fn line(&self) -> usize {
        self.module.module.line(self.range.start)
    }

    /// The method `name` of the class at this place.
    pub fn method(&self, name: &str) -> Option<Place> {
        let method = self.class()?.methods.iter().find(|it| it.name == name)?;
        Some(self.module.function_place(method))
    }
}

impl<'a> Checkout<'a> {
    /// The checkout in `tree`, whose module names start from `source_roots`.
    pub fn new(sources: &'a Sources, tree: &'a Tree, mut source_roots: Vec<Utf8PathBuf>) -> Self {
        for root in &mut source_roots {
            // `.` is no part of a path: joined, it would give files a second name.
            *root = root.components().filter(|it| it.as_str() != ".").collect();
        }
        // The most specific root names a module: `src/a.py` is `a`, not `src.a`.
        source_roots.sort_by_key(|it| std::cmp::Reverse(it.as_str().len()));
        let (loaded, files) = Default::default();
        Self { tree, sources, source_roots, loaded, files }
    }

    /// The module in the file `path`.
    ///
    /// # Errors
    /// [`Unusable`] says why there is none.
    pub fn load(&self, path: &Utf8Path) -> Result<Arc<Loaded>, Unusable> {
        self.loaded.get_or(path, || self.parse(path))
    }

    fn parse(&self, path: &Utf8Path) -> Result<Arc<Loaded>, Unusable> {
        let source = self
            .sources
            .read(self.tree, path)
            .map_err(|error| Unusable::Unreadable(error.to_string()))?;
        let text = self.sources.get(source).text.clone();
        self.detached(path, text).map_err(|error| Unusable::Syntax(source, error))
    }

    /// The module that `text` is at `path`, whatever stands there. It is not kept.
    ///
    /// # Errors
    /// The first [`SyntaxError`].
    pub fn detached(&self, path: &Utf8Path, text: Arc<str>) -> Result<Arc<Loaded>, SyntaxError> {
        let module = Module::parse(text)?;
        let (name, path) = (self.dotted(path), path.to_owned());
        let package = path.file_stem() == Some("__init__");
        Ok(Arc::new(Loaded { name, path, module, package }))
    }

    /// The dotted name of the module in `path`.
    pub fn dotted(&self, path: &Utf8Path) -> String {
        let relative = self.source_roots.iter().find_map(|it| path.strip_prefix(it).ok());
        let stem = relative.unwrap_or(path).with_extension("");
        let stem = if stem.file_name() == Some("__init__") {
            stem.parent().unwrap_or(&stem)
        } else {
            &stem
        };
        stem.as_str().replace('/', ".")
    }

    /// The file of the module `dotted`.
    pub fn file(&self, dotted: &str) -> Option<Utf8PathBuf> {
        self.files.get_or(dotted, || self.search(dotted))
    }

    fn search(&self, dotted: &str) -> Option<Utf8PathBuf> {
        let relative = Utf8PathBuf::from(dotted.replace('.', "/"));
        self.source_roots.iter().find_map(|root| {
            let base = root.join(&relative);
            let candidates = [base.with_extension("py"), base.join("__init__.py")];
            candidates.into_iter().find(|it| self.tree.is_file(it))
        })
    }

    /// Whether the checkout has the top-level package of the module `dotted`.
    pub fn has_package(&self, dotted: &str) -> bool {
        let package = dotted.split('.').next().unwrap_or(dotted);
        let folder = |root: &Utf8PathBuf| self.tree.is_dir(&root.join(package));
        self.source_roots.iter().any(folder) || self.file(package).is_some()
    }

    /// The module `dotted`, if the checkout has it and it can be used.
    pub fn module(&self, dotted: &str) -> Option<Arc<Loaded>> {
        if dotted.is_empty() {
            return None;
        }
        self.load(&self.file(dotted)?).ok()
    }

    /// Where `name`, used at byte `at` of `module`, leads.
    pub fn resolve(&self, module: &Arc<Loaded>, at: usize, name: &str) -> Resolved {
        let mut resolved = Resolved::default();
        self.follow(module, Some(at), name, &mut resolved, 0);
        resolved
    }

    /// Where `name` of the module `dotted` leads.
    pub fn member(&self, dotted: &str, name: &str) -> Resolved {
        let mut resolved = Resolved::default();
        self.follow_member(dotted, name, &mut resolved, 0);
        resolved
    }

    /// The module and name that `name`, used at byte `at` of `module`, is imported from, without a
    /// look at that module; the module itself where it defines the name.
    pub fn origin(&self, module: &Arc<Loaded>, at: usize, name: &str) -> (String, String) {
        let (head, rest) = name.split_once('.').map_or((name, None), |(a, b)| (a, Some(b)));
        let imports = module.module.outline.imports.iter().rev().filter(|it| visible(it, Some(at)));
        let own = || (module.name.clone(), name.to_owned());
        if defined(module, head).is_some() {
            return own();
        }
        let mut found = imports.filter_map(|import| bound(module, import, head, name));
        found.next().map_or_else(own, |(target, item)| {
            let last = rest.and_then(|it| it.rsplit('.').next()).map(str::to_owned);
            let name = last.or(item).unwrap_or_else(|| head.to_owned());
            (target, name)
        })
    }

    /// Whether an ancestor of the class at `place` is `wanted`, by module and name. Names are looked
    /// at before files are: what a class says of itself costs nothing to know.
    pub fn derives(&self, place: &Place, wanted: &dyn Fn(&str, &str) -> bool) -> bool {
        let Some(class) = place.class() else { return false };
        let bases = class.bases.iter().filter(|it| !it.is_empty());
        let direct = bases.clone().any(|base| {
            let (module, name) = self.origin(&place.module, class.range.start, base);
            wanted(&module, &name)
        });
        direct || {
            let ancestors = self.ancestors(place);
            ancestors.iter().any(|it| it.hops.iter().any(|(module, name)| wanted(module, name)))
        }
    }

    /// Whether the module `dotted` binds `name`. A definition at the beginning of a line is seen in
    /// the text; only otherwise is the module parsed.
    pub fn binds(&self, dotted: &str, name: &str) -> bool {
        let text = self.file(dotted).and_then(|path| {
            let source = self.sources.read(self.tree, &path).ok()?;
            Some(self.sources.get(source).text.clone())
        });
        text.is_some_and(|text| is_defined(&text, name))
            || self.member(dotted, name).place.is_some()
    }

    /// The classes that the class at `place` derives from, nearest first, each once.
    pub fn ancestors(&self, place: &Place) -> Vec<Resolved> {
        let mut ancestors = Vec::new();
        self.add_ancestors(place, &mut ancestors, 0);
        ancestors
    }

    fn add_ancestors(&self, place: &Place, ancestors: &mut Vec<Resolved>, depth: usize) {
        let Some(class) = place.class().filter(|_| depth < DEPTH) else { return };
        for base in class.bases.iter().filter(|it| !it.is_empty()) {
            let mut resolved = self.resolve(&place.module, class.range.start, base);
            if resolved.hops.is_empty() {
                resolved.hops.push((place.module.name.clone(), base.clone()));
            }
            if ancestors.iter().any(|it| it.hops.last() == resolved.hops.last()) {
                continue;
            }
            let next = resolved.place.clone();
            ancestors.push(resolved);
            if let Some(next) = next {
                self.add_ancestors(&next, ancestors, depth + 1);
            }
        }
    }

    fn follow(
        &self,
        module: &Arc<Loaded>,
        at: Option<usize>,
        dotted: &str,
        resolved: &mut Resolved,
        depth: usize,
    ) {
        if depth > DEPTH {
            return;
        }
        let (head, rest) = dotted.split_once('.').map_or((dotted, None), |(a, b)| (a, Some(b)));
        if let Some(place) = defined(module, head) {
            resolved.hops.push((module.name.clone(), head.to_owned()));
            resolved.place = rest.map_or(Some(place.clone()), |rest| attribute(&place, rest));
            return;
        }
        for import in module.module.outline.imports.iter().rev() {
            if !visible(import, at) {
                continue;
            }
            if let Some((target, name)) = bound(module, import, head, dotted) {
                return self.follow_import(&target, name.as_deref(), rest, dotted, resolved, depth);
            }
        }
        for import in
            module.module.outline.imports.iter().filter(|it| it.names.iter().any(|n| n.name == "*"))
        {
            let target = absolute(module, import);
            let mut through = Resolved::default();
            self.follow_member(&target, dotted, &mut through, depth + 1);
            if through.place.is_some() {
                resolved.hops.extend(through.hops);
                resolved.place = through.place;
                return;
            }
        }
    }

    fn follow_import(
        &self,
        target: &str,
        name: Option<&str>,
        rest: Option<&str>,
        dotted: &str,
        resolved: &mut Resolved,
        depth: usize,
    ) {
        match name {
            Some(name) => {
                let full = rest.map_or(name.to_owned(), |rest| format!("{name}.{rest}"));
                self.follow_member(target, &full, resolved, depth + 1);
            }
            // `import a.b`, used as `a.b.C`: the module is the longest prefix that is one.
            None => {
                let member = dotted.strip_prefix(target).and_then(|it| it.strip_prefix('.'));
                match member.or(rest) {
                    Some(member) => self.follow_member(target, member, resolved, depth + 1),
                    None => resolved.place = self.module(target).map(|it| it.place()),
                }
            }
        }
    }

    fn follow_member(&self, target: &str, name: &str, resolved: &mut Resolved, depth: usize) {
        resolved.hops.push((target.to_owned(), name.to_owned()));
        let Some(module) = self.module(target) else { return };
        let before = resolved.hops.len();
        self.follow(&module, None, name, resolved, depth);
        resolved.hops.dedup();
        if resolved.place.is_some() || resolved.hops.len() > before {
            return;
        }
        // Not bound by the package itself: a submodule.
        let (head, rest) = name.split_once('.').map_or((name, None), |(a, b)| (a, Some(b)));
        let submodule = format!("{target}.{head}");
        match rest {
            Some(rest) if depth < DEPTH => {
                self.follow_member(&submodule, rest, resolved, depth + 1);
            }
            _ => resolved.place = self.module(&submodule).map(|it| it.place()),
        }
    }
}

/// Whether a line of `text` begins with the definition of `name`.
fn is_defined(text: &str, name: &str) -> bool {
    memchr::memmem::find_iter(text.as_bytes(), name.as_bytes()).any(|at| {
        let line = text[..at].rfind('\n').map_or(0, |it| it + 1);
        let rest = &text[at + name.len()..];
        match &text[line..at] {
            "class " | "def " | "async def " => rest.starts_with(['(', ':', '[']),
            "" => rest.starts_with(" = ") || rest.starts_with(": "),
            _ => false,
        }
    })
}

/// What `module` itself defines as `name`.
fn defined(module: &Arc<Loaded>, name: &str) -> Option<Place> {
    Some(match module.module.outline.definition(name)? {
        Definition::Class(class) => module.class_place(class),
        Definition::Function(function) => module.function_place(function),
        Definition::Assignment(assignment) => {
            let (name, range) = (name.to_owned(), assignment.range.clone());
            Place { module: module.clone(), name, kind: Kind::Assignment, range }
        }
    })
}

/// The attribute `rest` of a class: a method, a nested class, an assignment.
fn attribute(place: &Place, rest: &str) -> Option<Place> {
    let class = place.class()?;
    let (head, tail) = rest.split_once('.').map_or((rest, None), |(a, b)| (a, Some(b)));
    if let Some(nested) = class.classes.iter().find(|it| it.name == head) {
        let nested = place.module.class_place(nested);
        return tail.map_or(Some(nested.clone()), |tail| attribute(&nested, tail));
    }
    if let Some(method) = class.methods.iter().find(|it| it.name == head) {
        return Some(place.module.function_place(method));
    }
    let assignment = class.assignments.iter().find(|it| it.name == head)?;
    let (name, range) = (head.to_owned(), assignment.range.clone());
    Some(Place { module: place.module.clone(), name, kind: Kind::Assignment, range })
}

fn visible(import: &Import, at: Option<usize>) -> bool {
    match (&import.scope, at) {
        (ImportScope::Local(body), Some(at)) => body.contains(&at),
        (ImportScope::Local(_), None) => false,
        _ => true,
    }
}

/// The module, and the name in it, that `import` binds to `head`.
fn bound(
    module: &Loaded,
    import: &Import,
    head: &str,
    dotted: &str,
) -> Option<(String, Option<String>)> {
    let item = import.names.iter().find(|it| match &it.asname {
        Some(asname) => asname == head,
        None if import.module.is_some() => it.name == head,
        None => it.name == head || dotted.starts_with(&format!("{}.", it.name)),
    })?;
    if import.module.is_some() {
        Some((absolute(module, import), Some(item.name.clone())))
    } else {
        Some((item.name.clone(), None))
    }
}

/// The dotted module that a `from` import names.
fn absolute(module: &Loaded, import: &Import) -> String {
    let named = import.module.clone().unwrap_or_default();
    if import.level == 0 {
        return named;
    }
    let up = import.level as usize - usize::from(module.package);
    let parts: Vec<&str> = module.name.split('.').collect();
    let base = parts[..parts.len().saturating_sub(up)].join(".");
    match (base.is_empty(), named.is_empty()) {
        (true, _) => named,
        (_, true) => base,
        _ => format!("{base}.{named}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where `name`, used in `shop/main.py`, leads: the hops, and the definition's file and line.
    #[track_caller]
    fn check(files: &[(&str, &str)], name: &str, expected: &str) {
        let files = files.iter().map(|(path, text)| ((*path).into(), (*text).into()));
        let tree = Tree::Memory(files.collect());
        let sources = Sources::default();
        let checkout = Checkout::new(&sources, &tree, vec!["src".into(), ".".into()]);
        let module = checkout.load("src/shop/main.py".into()).expect("it parses");
        let resolved = checkout.resolve(&module, module.module.text.len(), name);
        let hops: Vec<String> = resolved.hops.iter().map(|(m, n)| format!("{m}:{n}")).collect();
        let place = resolved.place.map(|it| format!("{}:{}", it.module.path, it.line()));
        assert_eq!(format!("{} -> {}", hops.join(" "), place.unwrap_or_default()), expected);
    }

    const ORDER: (&str, &str) =
        ("src/shop/models/order.py", "\nclass Order:\n    class Item: ...\n");

    #[test]
    fn an_import_leads_to_the_definition() {
        let main = ("src/shop/main.py", "from shop.models.order import Order as O\n");
        check(&[ORDER, main], "O", "shop.models.order:Order -> src/shop/models/order.py:2");
    }

    #[test]
    fn a_package_that_reexports_is_passed_through() {
        let main = ("src/shop/main.py", "from shop.models import Order\n");
        let plain = ("src/shop/models/__init__.py", "from .order import Order\n");
        let star = ("src/shop/models/__init__.py", "from .order import *\n");
        let expected = "shop.models:Order shop.models.order:Order -> src/shop/models/order.py:2";
        check(&[ORDER, plain, main], "Order", expected);
        check(&[ORDER, star, main], "Order", expected);
    }

    #[test]
    fn a_dotted_name_leads_through_modules_and_classes() {
        let main = ("src/shop/main.py", "import shop.models.order\n");
        let package = ("src/shop/models/__init__.py", "");
        let expected =
            "shop.models.order:Order.Item shop.models.order:Order -> src/shop/models/order.py:3";
        check(&[ORDER, package, main], "shop.models.order.Order.Item", expected);
    }

    #[test]
    fn modules_that_import_each_other_end_the_search() {
        let main = ("src/shop/main.py", "from shop.a import thing\n");
        let a = ("src/shop/a.py", "from shop.b import thing\n");
        let b = ("src/shop/b.py", "from shop.a import thing\n");
        let files = [main, a, b];
        let tree = Tree::Memory(files.iter().map(|(p, t)| ((*p).into(), (*t).into())).collect());
        let sources = Sources::default();
        let checkout = Checkout::new(&sources, &tree, vec!["src".into()]);
        let module = checkout.load("src/shop/main.py".into()).expect("it parses");
        assert!(checkout.resolve(&module, 0, "thing").place.is_none());
    }

    #[test]
    fn what_the_checkout_lacks_is_still_known_by_name() {
        let main = ("src/shop/main.py", "from elsewhere.base import Base\n");
        check(&[main], "Base", "elsewhere.base:Base -> ");
    }
}
