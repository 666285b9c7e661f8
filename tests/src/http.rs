//! HTTP by hand over a socket: what a test sends is exactly what it says, broken requests included.

use std::io::{Error, ErrorKind, Read, Result, Write};
use std::net::TcpStream;
use std::time::Duration;

/// What a server answered.
#[derive(Clone, Debug)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// The head, one header a line, names as sent.
    pub head: String,
    /// The body.
    pub body: String,
}

impl Response {
    /// The first header of that name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (found, value) = line.split_once(':')?;
            found
                .trim()
                .eq_ignore_ascii_case(name)
                .then_some(value.trim())
        })
    }
}

/// Asks an address (`127.0.0.1:8747`) for a path.
///
/// # Errors
/// When the server cannot be reached or does not answer in HTTP within a minute.
pub fn get(address: &str, path: &str) -> Result<Response> {
    exchange(
        address,
        &format!("GET {path} HTTP/1.0\r\nHost: {address}\r\nAccept: */*\r\n\r\n"),
    )
}

/// Sends a body.
///
/// # Errors
/// As [`get`].
pub fn post(address: &str, path: &str, media: &str, body: &str) -> Result<Response> {
    let length = body.len();
    exchange(
        address,
        &format!(
            "POST {path} HTTP/1.0\r\nHost: {address}\r\nAccept: */*\r\nContent-Type: {media}\r\nContent-Length: {length}\r\n\r\n{body}"
        ),
    )
}

// HTTP/1.0: the server closes the connection at the end and never sends chunks.
fn exchange(address: &str, request: &str) -> Result<Response> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(60)))?;
    stream.write_all(request.as_bytes())?;
    let mut bytes = Vec::new();
    let read = stream.read_to_end(&mut bytes);
    let text = String::from_utf8_lossy(&bytes);
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        read?;
        return Err(Error::new(
            ErrorKind::InvalidData,
            format!("no HTTP answer: {text:?}"),
        ));
    };
    let status = head
        .split_whitespace()
        .nth(1)
        .and_then(|code| code.parse().ok())
        .unwrap_or_default();
    Ok(Response {
        status,
        head: head.to_owned(),
        body: body.to_owned(),
    })
}
