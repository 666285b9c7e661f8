//! The protocol over standard input and output: an assistant on this machine starts the program itself, and writes a
//! message a line. What may leave is decided as at `/mcp`; whoever starts the program has the machine, and sees what the
//! commands of the terminal see.

use std::sync::Arc;

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, header},
    routing::post,
};
use serde_json::Value;
use tokio::sync::mpsc::Receiver;
use tower::ServiceExt as _;

use super::{converse, message};
use crate::{desk::Office, visitor::Visitor};

/// Answers each line until there are no more, or nobody reads the answers.
pub(crate) async fn speak(
    office: Arc<Office>,
    mut lines: Receiver<Vec<u8>>,
    mut say: impl FnMut(&[u8]) -> std::io::Result<()>,
) -> std::io::Result<()> {
    let door = Router::new()
        .route("/mcp", post(converse))
        .layer(axum::Extension(Visitor::at_the_machine()))
        .with_state(office);
    while let Some(line) = lines.recv().await {
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let mut answer = answered(&door, line).await?;
        if !answer.is_empty() {
            answer.push(b'\n');
            say(&answer)?;
        }
    }
    Ok(())
}

/// What is said to a message, on one line; empty: nothing.
async fn answered(door: &Router, line: Vec<u8>) -> std::io::Result<Vec<u8>> {
    let mut request = Request::post("/mcp").header(header::CONTENT_TYPE, "application/json");
    // What headers repeat over HTTP, is said once here.
    for (name, value) in message::heads(&line) {
        request = request.header(name, value);
    }
    let request = request
        .body(Body::from(line))
        .map_err(std::io::Error::other)?;
    let response = match door.clone().oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    };
    let body = to_bytes(response.into_body(), usize::MAX).await;
    let body = body.map_err(std::io::Error::other)?;
    // Without line breaks: a line is a message.
    match serde_json::from_slice::<Value>(&body) {
        Ok(value) => Ok(value.to_string().into_bytes()),
        Err(_) => Ok(Vec::new()),
    }
}
