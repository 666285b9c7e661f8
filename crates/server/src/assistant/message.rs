//! Messages of the protocol: JSON-RPC 2.0, of the revision with per-request metadata and of the older ones.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::{Value, json};

use super::supported;

/// The revision whose requests each carry their version.
pub(super) const MODERN: &str = "2026-07-28";
/// Those that begin with a handshake, the newest first.
pub(super) const LEGACY: [&str; 2] = ["2025-11-25", "2025-06-18"];

/// The field of a request's metadata that names its version.
const VERSION: &str = "io.modelcontextprotocol/protocolVersion";
/// The one that names what the client can do: demanded, and used for nothing here.
const CAPABILITIES: &str = "io.modelcontextprotocol/clientCapabilities";

/// The headers that repeat parts of a message.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Heads<'a> {
    pub(super) version: Option<&'a str>,
    pub(super) method: Option<&'a str>,
    pub(super) name: Option<&'a str>,
}

/// What came.
#[derive(Debug, PartialEq)]
pub(super) enum Incoming {
    Request(Request),
    /// A notification, or a response to something that we never asked: nothing is said to it.
    Told,
}

/// A request.
#[derive(Debug, PartialEq)]
pub(super) struct Request {
    /// A string or a whole number.
    pub(super) id: Value,
    pub(super) method: String,
    /// An object, or `null`.
    pub(super) params: Value,
    /// Of the revision with per-request metadata.
    pub(super) modern: bool,
}

/// Why there is no result.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Refused {
    status: StatusCode,
    id: Option<Value>,
    code: i32,
    message: String,
    more: Option<Value>,
}

impl Refused {
    fn new(status: StatusCode, code: i32, message: impl Into<String>) -> Self {
        Self {
            status,
            id: None,
            code,
            message: message.into(),
            more: None,
        }
    }

    /// No request of JSON-RPC.
    pub(super) fn invalid(message: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, -32600, message)
    }

    /// The request is one, its parameters are not those of its method.
    pub(super) fn parameters(message: impl Into<String>) -> Self {
        Self::new(StatusCode::OK, -32602, message)
    }

    /// No such method; of an older revision that is no failure of HTTP.
    pub(super) fn unknown(method: &str, modern: bool) -> Self {
        let status = match modern {
            true => StatusCode::NOT_FOUND,
            false => StatusCode::OK,
        };
        Self::new(status, -32601, format!("method not found: {method}"))
    }

    fn mismatch(name: &str) -> Self {
        let message = format!("header mismatch: {name} is missing or not as in the body");
        Self::new(StatusCode::BAD_REQUEST, -32020, message)
    }

    fn version(asked: &str) -> Self {
        Self {
            more: Some(json!({ "supported": supported(), "requested": asked })),
            ..Self::new(
                StatusCode::BAD_REQUEST,
                -32022,
                "unsupported protocol version",
            )
        }
    }

    /// With another status.
    pub(super) fn with(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }

    /// As the answer to a request.
    pub(super) fn of(self, request: &Request) -> Self {
        self.to(&request.id)
    }

    fn to(self, id: &Value) -> Self {
        Self {
            id: Some(id.clone()),
            ..self
        }
    }

    /// As it is sent.
    pub(super) fn response(self) -> Response {
        let mut error = json!({ "code": self.code, "message": self.message });
        if let Some(more) = self.more {
            error["data"] = more;
        }
        let mut body = json!({ "jsonrpc": "2.0", "error": error });
        if let Some(id) = self.id {
            body["id"] = id;
        }
        (self.status, Json(body)).into_response()
    }
}

/// The headers that a message would have over HTTP: what they repeat is taken from itself.
pub(super) fn heads(body: &[u8]) -> Vec<(&'static str, String)> {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let version = &body["params"]["_meta"][VERSION];
    let heads = [
        ("mcp-protocol-version", version),
        ("mcp-method", &body["method"]),
        ("mcp-name", &body["params"]["name"]),
    ];
    let said = heads.into_iter().filter_map(|(name, value)| {
        let value = value.as_str().filter(|_| version.is_string())?;
        let encoded = format!("=?base64?{}?=", BASE64_STANDARD.encode(value));
        let plain = value.bytes().all(|byte| byte.is_ascii_graphic());
        Some((name, if plain { value.to_owned() } else { encoded }))
    });
    said.collect()
}

/// Reads a message with its headers.
pub(super) fn read(heads: &Heads<'_>, body: &[u8]) -> Result<Incoming, Refused> {
    let body: Value = serde_json::from_slice(body)
        .map_err(|_| Refused::new(StatusCode::BAD_REQUEST, -32700, "this is not JSON"))?;
    if body["jsonrpc"] != "2.0" {
        return Err(Refused::invalid("this is no JSON-RPC 2.0 message"));
    }
    let Some(id) = body.get("id") else {
        return match body["method"].is_string() {
            true => Ok(Incoming::Told),
            false => Err(Refused::invalid("a message has a method")),
        };
    };
    let Some(method) = body["method"].as_str() else {
        return Ok(Incoming::Told);
    };
    let whole = id.is_i64() || id.is_u64();
    if !(id.is_string() || whole) {
        return Err(Refused::invalid("an id is a string or a whole number"));
    }
    let params = body.get("params").cloned().unwrap_or_default();
    if !(params.is_object() || params.is_null()) {
        return Err(Refused::invalid("parameters are an object").to(id));
    }
    let named = params["_meta"][VERSION].as_str();
    let modern = method != "initialize" && (named.is_some() || heads.version == Some(MODERN));
    match modern {
        true => modern_heads(heads, method, &params),
        false => legacy_heads(heads),
    }
    .map_err(|refused| refused.to(id))?;
    Ok(Incoming::Request(Request {
        id: id.clone(),
        method: method.to_owned(),
        params,
        modern,
    }))
}

/// Headers say what the body says: whoever decides by the one must not be told another thing by the other.
fn modern_heads(heads: &Heads<'_>, method: &str, params: &Value) -> Result<(), Refused> {
    let meta = &params["_meta"];
    let missing = |name: &str| {
        let refused = Refused::parameters(format!("_meta lacks {name}"));
        refused.with(StatusCode::BAD_REQUEST)
    };
    let version = meta[VERSION].as_str().ok_or_else(|| missing(VERSION))?;
    if heads.version != Some(version) {
        return Err(Refused::mismatch("MCP-Protocol-Version"));
    }
    if version != MODERN {
        return Err(Refused::version(version));
    }
    if heads.method != Some(method) {
        return Err(Refused::mismatch("Mcp-Method"));
    }
    if method == "tools/call" {
        let name = params["name"].as_str().unwrap_or_default();
        let sent = heads.name.and_then(decoded);
        if sent.as_deref() != Some(name) {
            return Err(Refused::mismatch("Mcp-Name"));
        }
    }
    match meta[CAPABILITIES].is_object() {
        true => Ok(()),
        false => Err(missing(CAPABILITIES)),
    }
}

/// Before the handshake, and by the oldest clients, no version is sent.
fn legacy_heads(heads: &Heads<'_>) -> Result<(), Refused> {
    match heads.version {
        Some(version) if !LEGACY.contains(&version) => Err(Refused::version(version)),
        _ => Ok(()),
    }
}

/// A value of a header; what is no plain ASCII travels as `=?base64?…?=`.
fn decoded(value: &str) -> Option<String> {
    let within = value.strip_prefix("=?base64?");
    match within.and_then(|rest| rest.strip_suffix("?=")) {
        None => Some(value.to_owned()),
        Some(packed) => String::from_utf8(BASE64_STANDARD.decode(packed).ok()?).ok(),
    }
}
