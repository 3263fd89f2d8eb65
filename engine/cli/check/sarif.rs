//! Findings as SARIF 2.1.0, for code scanning.

use serde_json::{Value, json};

use crate::explain;
use crate::model::Model;
use crate::review::{Finding, Range, Review};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The log of one run.
pub(super) fn log(model: &Model, review: &Review) -> Value {
    let rules = explain::rules(model);
    let index = |it: &Finding| rules.iter().position(|rule| rule.id == it.id);
    let results: Vec<Value> = review.findings.iter().map(|it| result(it, index(it))).collect();
    let rules: Vec<Value> = rules.iter().map(rule).collect();
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "hcgen",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn rule(rule: &explain::RuleTopic) -> Value {
    let mut value = json!({
        "id": rule.id,
        "name": rule.slug,
        "shortDescription": { "text": rule.title },
        "defaultConfiguration": { "level": rule.severity },
    });
    if !rule.why.is_empty() {
        value["fullDescription"] = json!({ "text": rule.why });
    }
    value
}

fn result(finding: &Finding, rule: Option<usize>) -> Value {
    let mut value = json!({
        "ruleId": finding.id,
        "level": finding.severity.name(),
        "message": { "text": finding.message },
        "locations": [{ "physicalLocation": {
            "artifactLocation": artifact(finding.path.as_str()),
            "region": region(&finding.range),
        }}],
        "partialFingerprints": { "line/v1": format!("{}:{}", finding.id, finding.key) },
    });
    if let Some(rule) = rule {
        value["ruleIndex"] = json!(rule);
    }
    if let Some(fix) = &finding.fix {
        let replacements = fix.edits.iter().map(|edit| {
            json!({ "deletedRegion": region(&edit.range), "insertedContent": { "text": edit.text } })
        });
        let safe = if fix.safe { "leaves the meaning as it is" } else { "may change the meaning" };
        let does = format!("{}; {safe}", fix.title);
        value["fixes"] = json!([{
            "description": { "text": does },
            "artifactChanges": [{
                "artifactLocation": artifact(finding.path.as_str()),
                "replacements": replacements.collect::<Vec<_>>(),
            }],
        }]);
    }
    value
}

fn artifact(path: &str) -> Value {
    json!({ "uri": uri(path), "uriBaseId": "%SRCROOT%" })
}

fn region(range: &Range) -> Value {
    json!({
        "startLine": range.start.line,
        "startColumn": range.start.column,
        "endLine": range.end.line,
        "endColumn": range.end.column,
    })
}

/// A path as a relative reference.
fn uri(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    path.bytes()
        .map(|it| if plain(it) { char::from(it).to_string() } else { format!("%{it:02X}") })
        .collect()
}
