//! `hcgen mcp` as a client sees it: JSON-RPC, a line each, over the program's stdin and stdout.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[allow(dead_code, reason = "shared with tests that use more of it")]
mod support;

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use serde_json::{Value, json};
use support::Folder;

const TEAM: &str = "src/sentry/models/team.py";

/// A server in a copy of a checkout, greeted.
struct Client {
    folder: Folder,
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    id: u64,
}

impl Client {
    fn new() -> Self {
        let folder = Folder::checkout("region");
        let mut command = folder.command(&["mcp"]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (to, from) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let mut client = Self { folder, child, to, from: BufReader::new(from), id: 0 };
        let hello = client.ask(
            "initialize",
            &json!({
                "protocolVersion": "2025-06-18",
                "capabilities": {},
                "clientInfo": { "name": "test", "version": "1" },
            }),
        );
        assert_eq!(hello["result"]["serverInfo"]["name"], "hcgen");
        client.send(&json!({ "jsonrpc": "2.0", "method": "notifications/initialized" }));
        client
    }

    fn send(&mut self, message: &Value) {
        writeln!(self.to, "{message}").unwrap();
    }

    fn ask(&mut self, method: &str, params: &Value) -> Value {
        self.id += 1;
        let id = self.id;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        let mut line = String::new();
        self.from.read_line(&mut line).unwrap();
        let answer: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(answer["id"], id);
        answer
    }

    /// Whether the call failed, and its answer.
    fn call(&mut self, tool: &str, arguments: &Value) -> (bool, Value) {
        let answer = self.ask("tools/call", &json!({ "name": tool, "arguments": arguments }));
        let result = &answer["result"];
        let text = result["content"][0]["text"].as_str().unwrap();
        assert!(text.len() <= 20_000, "{} characters", text.len());
        (result["isError"] == true, serde_json::from_str(text).unwrap())
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn there_are_at_most_four_tools_and_each_says_what_it_takes() {
    let mut client = Client::new();
    let listed = client.ask("tools/list", &json!({}));
    let tools = listed["result"]["tools"].as_array().unwrap();
    assert!((2..=4).contains(&tools.len()));
    for tool in tools {
        assert!(tool["description"].as_str().unwrap().len() < 300);
        jsonschema::validator_for(&tool["inputSchema"]).unwrap();
        let properties = tool["inputSchema"]["properties"].as_object().unwrap();
        assert!(properties.values().all(|it| it["description"].is_string()), "{tool}");
    }
}

#[test]
fn nothing_is_written_unless_it_is_asked_for() {
    let mut client = Client::new();
    let before = client.folder.files();
    let (failed, shown) = client.call("generate", &json!({ "targets": [TEAM] }));
    assert!(!failed);
    assert!(shown["diff"].as_str().unwrap().contains("+    def test_save_creates_outbox(self):"));
    assert_eq!(client.folder.files(), before);
    let (failed, written) = client.call("generate", &json!({ "targets": [TEAM], "write": true }));
    assert!(!failed);
    assert_eq!(written["written"], json!(["tests/sentry/models/test_team.py"]));
    let after = client.folder.files();
    assert_ne!(after, before);
    let (_, again) = client.call("generate", &json!({ "targets": [TEAM], "write": true }));
    assert_eq!((&again["diff"], &again["written"]), (&json!(""), &json!([])));
    assert_eq!(client.folder.files(), after);
}

#[test]
fn a_target_is_described_with_its_test_file() {
    let mut client = Client::new();
    let (failed, answer) = client.call("inspect", &json!({ "targets": [TEAM] }));
    assert!(!failed, "{answer}");
    assert_eq!(answer["targets"][0]["name"], "Team");
    assert_eq!(answer["targets"][0]["tests"]["path"], "tests/sentry/models/test_team.py");
    let all = json!({ "targets": ["src"], "limit": 1 });
    let (failed, answer) = client.call("inspect", &all);
    assert!(!failed && answer["left_out"]["targets"].as_u64().unwrap() > 0, "{answer}");
    let (failed, answer) = client.call("inspect", &json!({ "targets": [] }));
    assert!(failed && answer["diagnostics"][0]["help"].is_string(), "{answer}");
}

#[test]
fn an_answer_is_shortened_and_says_so() {
    let mut client = Client::new();
    let all = json!({ "targets": ["src"], "only": ["test_"], "limit": 1000 });
    let (failed, answer) = client.call("generate", &all);
    assert!(!failed);
    assert!(answer["left_out"]["files"].as_u64().unwrap() > 0, "{answer}");
    assert!(answer.to_string().len() <= 20_000);
    let (_, short) = client.call("generate", &json!({ "targets": ["src"], "limit": 1 }));
    assert_eq!(short["files"].as_array().unwrap().len(), 1);
    assert!(short["left_out"]["files"].as_u64().unwrap() > 0);
}

#[test]
fn a_failed_call_says_what_was_received_and_expected() {
    let mut client = Client::new();
    let wrong = [
        (json!({ "targets": ["src/sentry/models/taem.py"] }), "target-not-found"),
        (json!({ "targets": ["../elsewhere.py"] }), "target-outside-root"),
        (json!({ "targets": [] }), "arguments"),
        (json!({ "target": TEAM }), "arguments"),
    ];
    for (arguments, code) in wrong {
        let (failed, answer) = client.call("generate", &arguments);
        assert!(failed, "{arguments}");
        assert_eq!(answer["diagnostics"][0]["code"], code, "{answer}");
        assert!(answer["diagnostics"][0]["help"].is_string(), "{answer}");
    }
    let unknown = client.ask("tools/call", &json!({ "name": "remove", "arguments": {} }));
    let message = unknown["error"]["message"].as_str().unwrap();
    assert!(message.contains("`remove`") && message.contains("generate"), "{message}");
}

#[test]
fn a_request_is_classified() {
    let mut client = Client::new();
    let text = json!({ "text": "tests that the outbox is drained" });
    let (failed, answer) = client.call("classify", &text);
    assert!(!failed);
    assert_eq!(answer["category"], "outbox", "{answer}");
}

#[test]
fn what_people_wrote_is_checked() {
    let mut client = Client::new();
    let lines = "    self.assertEqual(a, b)\n".repeat(400);
    client.folder.write("tests/test_long.py", format!("def test_long(self):\n{lines}"));
    let arguments = json!({ "paths": ["tests/test_long.py"], "limit": 1000 });
    let (failed, answer) = client.call("check", &arguments);
    assert!(!failed, "{answer}");
    let shown = answer["findings"].as_array().unwrap().len();
    assert_eq!(shown as u64 + answer["left_out"].as_u64().unwrap(), 400);
    assert_eq!(answer["statistics"][0]["count"], 400);
    assert!(client.call("check", &json!({ "paths": ["tests/test_no.py"] })).0);
}
