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
    /// The body as it came: what is no text.
    pub bytes: Vec<u8>,
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

/// Sends a JSON body with a method, as a driver of browsers wants it.
///
/// # Errors
/// As [`get`].
pub fn send(method: &str, address: &str, path: &str, json: &str) -> Result<Response> {
    let length = json.len();
    exchange(
        address,
        &format!(
            "{method} {path} HTTP/1.1\r\nHost: {address}\r\nAccept: */*\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{json}"
        ),
    )
}

/// Posts a body with more headers; JSON unless they say otherwise.
///
/// # Errors
/// As [`get`].
pub fn post(address: &str, path: &str, headers: &[(&str, &str)], json: &str) -> Result<Response> {
    let typed = headers
        .iter()
        .any(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    let json_type = [("Content-Type", "application/json")];
    let headers = headers.iter().chain(json_type.iter().filter(|_| !typed));
    let headers: String = headers
        .map(|(name, value)| format!("{name}: {value}\r\n"))
        .collect();
    let length = json.len();
    exchange(
        address,
        &format!(
            "POST {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n{headers}Content-Length: {length}\r\n\r\n{json}"
        ),
    )
}

/// Sends a request as it is told: any method, any headers, any body.
///
/// # Errors
/// As [`get`].
pub fn talk(
    address: &str,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Result<Response> {
    let headers = headers.iter();
    let headers: String = headers
        .map(|(name, value)| format!("{name}: {value}\r\n"))
        .collect();
    let length = body.len();
    exchange(
        address,
        &format!(
            "{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n{headers}Content-Length: {length}\r\n\r\n{body}"
        ),
    )
}

/// Uploads a file, as a form does.
///
/// # Errors
/// When the server cannot be reached or does not answer in HTTP within ten minutes.
pub fn send_file(address: &str, path: &str, name: &str, bytes: &[u8]) -> Result<Response> {
    send_form(address, path, &[], (name, bytes))
}

/// What has come of a page once it says `words`: then nobody reads on, as when a tab is closed.
///
/// # Errors
/// When the page ends, or nothing more comes for a minute, before it says them.
pub fn begun(address: &str, path: &str, words: &str) -> Result<Response> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(60)))?;
    let request = format!("GET {path} HTTP/1.0\r\nHost: {address}\r\nAccept: text/html\r\n\r\n");
    stream.write_all(request.as_bytes())?;
    let (mut bytes, mut part) = (Vec::new(), [0; 16_384]);
    loop {
        let read = stream.read(&mut part)?;
        bytes.extend_from_slice(&part[..read]);
        let text = String::from_utf8_lossy(&bytes);
        if text.contains(words) {
            return parsed(&bytes);
        }
        if read == 0 {
            let error = format!("it ended before {words:?}: {text}");
            return Err(Error::new(ErrorKind::UnexpectedEof, error));
        }
    }
}

/// Sends several files as one form, as a browser does without a script.
///
/// # Errors
/// When the server does not answer.
pub fn send_files(address: &str, path: &str, files: &[(&str, &[u8])]) -> Result<Response> {
    send_parts(address, path, &[], files)
}

/// Sends a form of fields and one file, as a browser does without a script.
///
/// # Errors
/// When the server does not answer.
pub fn send_form(
    address: &str,
    path: &str,
    fields: &[(&str, &str)],
    file: (&str, &[u8]),
) -> Result<Response> {
    send_parts(address, path, fields, &[file])
}

fn send_parts(
    address: &str,
    path: &str,
    fields: &[(&str, &str)],
    files: &[(&str, &[u8])],
) -> Result<Response> {
    let edge = "cancu-edge-5f1c";
    let mut body = Vec::new();
    for (field, value) in fields {
        let part = format!(
            "--{edge}\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n"
        );
        body.extend_from_slice(part.as_bytes());
    }
    for (name, bytes) in files {
        let opening = format!(
            "--{edge}\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
        );
        body.extend_from_slice(opening.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{edge}--\r\n").as_bytes());
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {address}\r\nAccept: */*\r\nConnection: close\r\nContent-Type: multipart/form-data; boundary={edge}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    exchange_bytes(
        address,
        &[head.as_bytes(), &body].concat(),
        Duration::from_secs(600),
    )
}

// `get` speaks HTTP/1.0, so that a server never sends chunks; drivers of browsers want HTTP/1.1 and give the
// length of what they send.
fn exchange(address: &str, request: &str) -> Result<Response> {
    exchange_bytes(address, request.as_bytes(), Duration::from_secs(60))
}

fn exchange_bytes(address: &str, request: &[u8], patience: Duration) -> Result<Response> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(patience))?;
    stream.write_all(request)?;
    let (mut bytes, mut part) = (Vec::new(), [0; 16_384]);
    while !complete(&bytes) {
        match stream.read(&mut part)? {
            0 => break,
            read => bytes.extend_from_slice(&part[..read]),
        }
    }
    parsed(&bytes)
}

fn parsed(bytes: &[u8]) -> Result<Response> {
    let text = String::from_utf8_lossy(bytes);
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
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
        bytes: bytes[bytes.len() - rest(bytes)..].to_vec(),
    })
}

/// How many bytes follow the head.
fn rest(bytes: &[u8]) -> usize {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n");
    end.map_or(0, |end| bytes.len() - end - 4)
}

/// Whether the head is there and as much of the body as it promises; never where it promises no length.
fn complete(bytes: &[u8]) -> bool {
    let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") else {
        return false;
    };
    let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
    let length = head.lines().find_map(|line| {
        line.strip_prefix("content-length:")?
            .trim()
            .parse::<usize>()
            .ok()
    });
    length.is_some_and(|length| bytes.len() >= end + 4 + length)
}
