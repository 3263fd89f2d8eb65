//! `hcgen mcp`: the tools of [`tools`] over the Model Context Protocol. Stops at the protocol; its
//! types are named here only.

mod tools;

use std::io;
use std::sync::Arc;

use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, Implementation,
    ListToolsResult, PaginatedRequestParams, ServerCapabilities, ServerConfig, Tool,
    ToolAnnotations,
};
use rmcp::service::RequestContext;
use rmcp::{ErrorData, RoleServer, ServerHandler, ServiceExt};

use super::Exit;
use super::arguments::{Arguments, Mcp};
use tools::{Called, Ground, TOOLS};

/// Serves until stdin ends.
pub(super) fn serve(arguments: &Arguments, mcp: &Mcp) -> io::Result<Exit> {
    let server = Server { ground: Ground::new(arguments, mcp)? };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let running = server.serve(rmcp::transport::stdio()).await.map_err(io::Error::other)?;
        running.waiting().await.map_err(io::Error::other)
    })?;
    Ok(Exit::Fine)
}

struct Server {
    ground: Ground,
}

impl ServerHandler for Server {
    fn get_info(&self) -> ServerConfig {
        let mut info = ServerConfig::new(ServerCapabilities::builder().enable_tools().build());
        info.server_info = Implementation::new("hcgen", env!("CARGO_PKG_VERSION"));
        info.instructions = Some(tools::INSTRUCTIONS.to_owned());
        info
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        let tools = TOOLS.iter().map(|it| {
            let schema = (it.input)().as_object().cloned().unwrap_or_default();
            let annotations =
                ToolAnnotations::new().read_only(!it.writes).destructive(false).idempotent(true);
            Tool::new(it.name, it.description, Arc::new(schema)).with_annotations(annotations)
        });
        Ok(ListToolsResult::with_all_items(tools.collect()))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let Some(tool) = TOOLS.iter().find(|it| it.name == request.name) else {
            let names: Vec<&str> = TOOLS.iter().map(|it| it.name).collect();
            let message =
                format!("there is no tool `{}`; known: {}", request.name, names.join(", "));
            return Err(ErrorData::invalid_params(message, None));
        };
        let arguments = serde_json::Value::Object(request.arguments.unwrap_or_default());
        Ok(match (tool.call)(&self.ground, arguments) {
            Called::Fine(text) => CallToolResult::success(vec![ContentBlock::text(text)]).into(),
            Called::Failed(text) => CallToolResult::error(vec![ContentBlock::text(text)]).into(),
        })
    }
}
