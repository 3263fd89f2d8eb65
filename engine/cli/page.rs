//! The page of an audit: one file, which needs nothing else, also without a network or scripts.

use indexmap::IndexMap;

use crate::audit::{Item, Report};

/// What stands around the rows; `@NAME@` is filled in.
const PAGE: &str = include_str!("page.html");

/// The page.
pub(super) fn page(report: &Report) -> String {
    let covered = report.items.iter().filter(|it| it.covered).count();
    let parts = [
        ("@ALL@", report.items.len().to_string()),
        ("@COVERED@", covered.to_string()),
        ("@OPEN@", (report.items.len() - covered).to_string()),
        ("@PERCENT@", (covered * 100 / report.items.len().max(1)).to_string()),
        ("@KINDS@", kinds(report)),
        ("@FOLDERS@", folders(report)),
        ("@SUMMARY@", summary(report)),
        ("@GROUPS@", groups(report)),
        ("@ROWS@", report.items.iter().map(row).collect()),
    ];
    // Each mark stands once, and what is filled in is not looked at again.
    let mut page = String::new();
    let mut rest = PAGE;
    while let Some((at, mark, text)) = parts
        .iter()
        .filter_map(|(mark, text)| Some((rest.find(mark)?, *mark, text)))
        .min_by_key(|(at, ..)| *at)
    {
        page.push_str(&rest[..at]);
        page.push_str(text);
        rest = &rest[at + mark.len()..];
    }
    page.push_str(rest);
    page
}

fn kinds(report: &Report) -> String {
    let mut titles: Vec<&str> = report.items.iter().map(|it| it.title.as_str()).collect();
    titles.dedup();
    options(&titles)
}

fn folders(report: &Report) -> String {
    let mut folders: Vec<&str> = report.groups.iter().map(|it| it.folder.as_str()).collect();
    folders.sort_unstable();
    folders.dedup();
    options(&folders)
}

fn options(values: &[&str]) -> String {
    values.iter().map(|it| format!("<option>{}</option>", escaped(it))).collect()
}

/// A row for each kind.
fn summary(report: &Report) -> String {
    let mut kinds: IndexMap<&str, (usize, usize)> = IndexMap::new();
    for it in &report.items {
        let (all, covered) = kinds.entry(&it.title).or_default();
        *all += 1;
        *covered += usize::from(it.covered);
    }
    let rows = kinds.iter().map(|(kind, (all, covered))| {
        format!("<tr><td>{}</td>{}</tr>\n", escaped(kind), numbers(*all, *covered))
    });
    rows.collect()
}

fn groups(report: &Report) -> String {
    let rows = report.groups.iter().map(|it| {
        let (title, folder) = (escaped(&it.title), escaped(it.folder.as_str()));
        let numbers = numbers(it.items, it.covered);
        format!(
            "<tr><td>{title}</td><td class=path><a href=\"#one-by-one\">{folder}</a></td>\
             {numbers}</tr>\n"
        )
    });
    rows.collect()
}

/// How many there are, how many have no test, and the share that has.
fn numbers(all: usize, covered: usize) -> String {
    let percent = covered * 100 / all.max(1);
    format!(
        "<td class=number data-label=all>{all}</td>\
         <td class=number data-label=\"no test\">{}</td>\
         <td class=number data-label=tested data-sort={percent}><meter min=0 max=100 \
         value={percent} aria-hidden=true></meter> {percent} %</td>",
        all - covered
    )
}

fn row(item: &Item) -> String {
    let (state, word) = if item.covered { ("yes", "tested") } else { ("no", "no test") };
    let folder = item.path.parent().map(camino::Utf8Path::as_str).unwrap_or_default();
    let tests = item.tests.iter().take(3).map(|it| escaped(it.as_str()));
    let more = item.tests.len().saturating_sub(3);
    let more = if more > 0 { format!("<br>and {more} more") } else { String::new() };
    format!(
        "<tr data-folder=\"{}\" data-covered={state}><td>{}</td><td>{}</td><td>{}</td>\
         <td class=path>{}:{}</td><td class={state}>{word}</td><td class=path>{}{more}</td></tr>\n",
        escaped(folder),
        escaped(&item.title),
        escaped(&item.target),
        escaped(item.item.as_deref().unwrap_or_default()),
        escaped(item.path.as_str()),
        item.line,
        tests.collect::<Vec<_>>().join("<br>"),
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::left_out::LeftOut;

    #[test]
    fn the_page_needs_nothing_else_and_escapes_what_it_shows() {
        let item = Item {
            category: "orders".into(),
            title: "<b>Orders</b>".into(),
            target: "@ROWS@ & co".into(),
            item: None,
            path: "src/a\"b.py".into(),
            line: 3,
            covered: false,
            tests: Vec::new(),
        };
        let report = Report {
            version: 1,
            groups: Vec::new(),
            items: vec![item],
            left_out: LeftOut::default(),
        };
        let page = page(&report);
        assert!(page.contains("&lt;b&gt;Orders") && page.contains("@ROWS@ &amp; co"));
        assert!(!page.contains("http") && !page.contains(" src=") && !page.contains("@ALL@"));
    }
}
