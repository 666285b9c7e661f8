//! The Model Context Protocol: an office assistant searches, shows, asks and verifies by `POST /mcp`.
//!
//! **What may leave.** What a tool gives goes to a model that we do not know. It counts as the endpoint that the settings
//! name (`[assistant]`, by default one on another machine), and the library that tools work on is the one that the policy
//! shows to such an endpoint: a document that may not go there is in no result, no lookup and no neighbour, and nothing
//! tells whether there is one. Every passage is looked at once more on its way out.
//!
//! **The protocol.** Revision 2026-07-28 (each request carries its version, nothing is remembered between two), and
//! 2025-11-25 and 2025-06-18 with their handshake, without sessions and without streams of our own: each request is
//! answered with one JSON object. `rmcp` 3.11, the official crate, was looked at and left: with its HTTP server it
//! brings a dozen crates that nothing else here needs, sessions, event streams and a second maker of schemas, to answer
//! four methods of one POST.

use axum::{
    Extension, Json,
    body::Bytes,
    extract::rejection::BytesRejection,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use serde_json::{Value, json};

use crate::{
    desk::Desk, failure::Failure, guard::Peer, language::Texts, limits::Class, pages::Frame,
};

mod call;
pub(crate) mod lines;
mod message;
mod schema;
mod shape;

use call::Caller;
use message::{Heads, Incoming, LEGACY, MODERN, Refused, Request};

/// How long a client may keep what describes the tools, in milliseconds: they change with the program only.
const KEPT: u64 = 3_600_000;

/// `POST /mcp`.
#[utoipa::path(post, path = "/mcp",
    description = "The Model Context Protocol (2026-07-28, 2025-11-25, 2025-06-18): JSON-RPC, one request a POST, the tools `search`, `show`, `ask`, `verify`.",
    request_body = Object,
    responses(
        (status = 200, body = Object, description = "The response of a request"),
        (status = 202, description = "A notification was taken"),
        (status = 400, body = Object, description = "No message of the protocol, or of a version that is not spoken here"),
        (status = 404, body = Object, description = "No such method; or assistants are turned off by the settings"),
    ))]
pub(crate) async fn converse(
    desk: Desk,
    peer: Option<Extension<Peer>>,
    frame: Frame,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Failure> {
    if desk.setup.assistant == models::Endpoint::None {
        return Err(Failure::NoPage);
    }
    let body = body.map_err(|error| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Failure::TooLarge,
        _ => Failure::BadBody,
    })?;
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let is_json = text("content-type").is_some_and(|media| {
        let media = media.split(';').next().unwrap_or_default();
        media.trim().eq_ignore_ascii_case("application/json")
    });
    if !is_json {
        let refused = Refused::invalid("the content type must be application/json");
        return Ok(refused.with(StatusCode::UNSUPPORTED_MEDIA_TYPE).response());
    }
    let heads = Heads {
        version: text("mcp-protocol-version"),
        method: text("mcp-method"),
        name: text("mcp-name"),
    };
    let caller = Caller {
        desk: &desk,
        t: frame.t,
        peer: peer.map(|Extension(peer)| peer),
        host: text(header::HOST.as_str()).unwrap_or_default(),
    };
    Ok(match message::read(&heads, &body) {
        Err(refused) => refused.response(),
        Ok(Incoming::Told) => StatusCode::ACCEPTED.into_response(),
        Ok(Incoming::Request(request)) => match answer(&caller, &request).await {
            Ok(result) => Json(json!({
                "jsonrpc": "2.0",
                "id": request.id,
                "result": result,
            }))
            .into_response(),
            Err(refused) => refused.of(&request).response(),
        },
    })
}

/// The result of a request.
async fn answer(caller: &Caller<'_>, request: &Request) -> Result<Value, Refused> {
    let result = match (request.method.as_str(), request.modern) {
        ("initialize", false) => greeting(caller.t, request),
        ("ping", false) => json!({}),
        ("server/discover", true) => json!({
            "supportedVersions": supported(),
            "capabilities": { "tools": {} },
            "instructions": caller.t.get("assistant.instructions"),
            "ttlMs": KEPT,
            "cacheScope": "public",
        }),
        ("tools/list", modern) => {
            let tools = json!({ "tools": schema::tools(caller.t) });
            match modern {
                true => with(tools, json!({ "ttlMs": KEPT, "cacheScope": "public" })),
                false => tools,
            }
        }
        ("tools/call", _) => call::call(caller, &request.params).await?,
        (method, modern) => return Err(Refused::unknown(method, modern)),
    };
    Ok(match request.modern {
        false => result,
        true => with(
            result,
            json!({
                "resultType": "complete",
                "_meta": { "io.modelcontextprotocol/serverInfo": name() },
            }),
        ),
    })
}

/// The handshake of the older revisions: the version that was asked for where it is spoken here, else our newest of
/// that kind.
fn greeting(t: Texts, request: &Request) -> Value {
    let asked = request.params["protocolVersion"].as_str();
    let version = LEGACY.into_iter().find(|known| asked == Some(known));
    json!({
        "protocolVersion": version.unwrap_or(LEGACY[0]),
        "capabilities": { "tools": {} },
        "serverInfo": name(),
        "instructions": t.get("assistant.instructions"),
    })
}

/// What the server is called.
fn name() -> Value {
    json!({ "name": "cancu", "title": "Căn Cứ", "version": env!("CARGO_PKG_VERSION") })
}

/// The newest first.
fn supported() -> Vec<&'static str> {
    [MODERN].into_iter().chain(LEGACY).collect()
}

/// An object with the fields of another.
fn with(mut object: Value, more: Value) -> Value {
    if let (Some(object), Value::Object(more)) = (object.as_object_mut(), more) {
        object.extend(more);
    }
    object
}

impl Caller<'_> {
    /// Takes what a piece of work costs from what the caller has left.
    fn spend(&self, class: Class) -> Result<(), Failure> {
        self.desk.spend(self.peer, class)
    }
}

#[cfg(test)]
mod tests;
