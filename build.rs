//! Parses the shipped pack once, so that no start of the program reads KDL.

use std::fmt::Write;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::{env, fs, io};

#[path = "engine/kdl/tree.rs"]
#[allow(dead_code, missing_docs, unreachable_pub, reason = "the library's own module")]
mod tree;

fn main() -> io::Result<()> {
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let specs = here.join("specs");
    println!("cargo::rerun-if-changed=specs");
    println!("cargo::rerun-if-changed=engine");
    println!("cargo::rustc-env=HCGEN_BUILD={:016x}", fingerprint(&here.join("engine"))?);
    let mut files: Vec<PathBuf> = fs::read_dir(&specs)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|it| it == "kdl"))
        .collect();
    files.sort();
    let mut table = String::from("&[\n");
    for path in &files {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        embed(path, &name, &out)?;
        let text = path.display();
        let _ = writeln!(
            table,
            "Embedded {{ name: {name:?}, text: include_str!({:?}), nodes: include_bytes!({:?}) }},",
            text.to_string(),
            out.join(format!("{name}.bin")).display().to_string()
        );
    }
    table.push_str("]\n");
    fs::write(out.join("pack.rs"), table)?;
    texts(&specs.join("snapshots"), "snap", &out.join("snapshots.rs"))?;
    texts(&specs.join("new"), "kdl", &out.join("starts.rs"))
}

/// Files that go along as they are: what the examples make, so that an overlay can be held against it,
/// and the starts for new entries.
fn texts(folder: &Path, extension: &str, table_file: &Path) -> io::Result<()> {
    let entries = fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path()));
    let mut files: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|it| it == extension)).collect();
    files.sort();
    let mut table = String::from("&[\n");
    for path in &files {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let _ = writeln!(table, "({name:?}, include_str!({:?})),", path.display().to_string());
    }
    table.push_str("]\n");
    fs::write(table_file, table)
}

/// A file that is not KDL is embedded without nodes: the program reports it when it is used.
fn embed(path: &Path, name: &str, out: &Path) -> io::Result<()> {
    let text = fs::read_to_string(path)?;
    let nodes = tree::parse(&text).ok();
    let bytes = postcard::to_stdvec(&nodes).map_err(io::Error::other)?;
    fs::write(out.join(format!("{name}.bin")), bytes)
}

/// A number that changes with any source file: what one build keeps is not for another.
fn fingerprint(folder: &Path) -> io::Result<u64> {
    let mut hasher = DefaultHasher::new();
    let mut open = vec![folder.to_owned()];
    let mut sources = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() { open.push(path) } else { sources.push(path) }
        }
    }
    sources.sort();
    for path in sources {
        fs::read(path)?.hash(&mut hasher);
    }
    Ok(hasher.finish())
}
