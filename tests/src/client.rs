//! Somebody at a browser, without the browser: keeps the cookie of a session, sends forms as pages of ours do.

use std::time::{Duration, Instant};

use serde_json::Value;

use crate::{Program, Response, Served, talk};

/// A password of the tests: long, and nobody's first guess.
pub const PASSWORD: &str = "mưa rào tháng sáu";

/// Somebody who visits a server.
#[derive(Clone, Debug)]
pub struct Client {
    address: String,
    cookie: Option<String>,
    token: Option<String>,
}

impl Client {
    /// Nobody in particular.
    pub fn stranger(address: &str) -> Self {
        Self {
            address: address.to_owned(),
            cookie: None,
            token: None,
        }
    }

    /// A program with a token.
    pub fn program(address: &str, token: &str) -> Self {
        Self {
            token: Some(token.to_owned()),
            ..Self::stranger(address)
        }
    }

    /// The secret of the one-time address that a starting program prints.
    ///
    /// # Panics
    /// When it printed none.
    pub fn invitation(served: &Served) -> String {
        one_time(served)
    }

    /// Makes the first administrator's account at the address that the program printed.
    ///
    /// # Panics
    /// When it printed none, or the account is not made.
    pub fn first(served: &Served, name: &str) -> Self {
        let secret = one_time(served);
        let mut client = Self::stranger(&served.address);
        let fields = [
            ("ma", secret.as_str()),
            ("name", name),
            ("shown", ""),
            ("password", PASSWORD),
            ("again", PASSWORD),
        ];
        let made = client.post("/lap-tai-khoan", &fields);
        assert_eq!(made.status, 303, "{}", made.body);
        client
    }

    /// Makes an account at the terminal, sets its password at the one-time address, and signs in.
    ///
    /// # Panics
    /// When one of these steps is refused.
    pub fn new(program: &Program, address: &str, name: &str, roles: &[&str]) -> Self {
        let mut arguments = vec!["account", "add", name];
        arguments.extend_from_slice(roles);
        let said = program.run(&arguments).success().stdout;
        let (_, secret) = said.split_once("ma=").expect("a one-time address");
        let mut client = Self::stranger(address);
        let fields = [
            ("ma", secret.trim()),
            ("password", PASSWORD),
            ("again", PASSWORD),
        ];
        let set = client.post("/dat-mat-khau", &fields);
        assert_eq!(set.status, 303, "{}", set.body);
        assert_eq!(client.sign_in(name, PASSWORD).status, 303);
        client
    }

    /// Signs in.
    pub fn sign_in(&mut self, name: &str, password: &str) -> Response {
        let fields = [("name", name), ("password", password), ("to", "/")];
        self.post("/dang-nhap", &fields)
    }

    /// Reads a page.
    pub fn get(&self, path: &str) -> Response {
        self.send("GET", path, &[], "")
    }

    /// Sends a form, and keeps the cookie that is set.
    pub fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Response {
        let response = self.send(
            "POST",
            path,
            &[("Content-Type", "application/x-www-form-urlencoded")],
            &form(fields),
        );
        if let Some(set) = response.header("set-cookie") {
            let cookie = set.split(';').next().unwrap_or_default().to_owned();
            self.cookie = Some(cookie).filter(|cookie| !cookie.ends_with('='));
        }
        response
    }

    /// Sends a request with the session and from our own page, as a browser would.
    ///
    /// # Panics
    /// When the server does not answer.
    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Response {
        let mut all = headers.to_vec();
        let bearer = self.token.as_ref().map(|token| format!("Bearer {token}"));
        if let Some(bearer) = &bearer {
            all.push(("Authorization", bearer));
        }
        if let Some(cookie) = &self.cookie {
            all.push(("Cookie", cookie));
            if method != "GET" && !headers.iter().any(|(name, _)| *name == "Origin") {
                all.push(("Sec-Fetch-Site", "same-origin"));
            }
        }
        talk(&self.address, method, path, &all, body).expect("the server answers")
    }

    /// Sends text files as one form, as a page of ours does.
    ///
    /// # Panics
    /// When the server does not answer.
    pub fn send_files(&self, path: &str, files: &[(&str, &str)]) -> Response {
        let edge = "cancu-edge-5f1c";
        let part = |(name, text): &(&str, &str)| {
            format!(
                "--{edge}\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\nContent-Type: text/plain\r\n\r\n{text}\r\n"
            )
        };
        let parts: String = files.iter().map(part).collect();
        let kind = format!("multipart/form-data; boundary={edge}");
        let headers = [("Content-Type", kind.as_str())];
        self.send("POST", path, &headers, &format!("{parts}--{edge}--\r\n"))
    }

    /// Sends JSON; the status, and what was answered as JSON.
    ///
    /// # Panics
    /// When the server does not answer.
    pub fn send_json(&self, method: &str, path: &str, body: &Value) -> (u16, Value) {
        let headers = [("Content-Type", "application/json")];
        let answer = self.send(method, path, &headers, &body.to_string());
        let said = serde_json::from_str(&answer.body).unwrap_or_default();
        (answer.status, said)
    }

    /// Reads JSON.
    ///
    /// # Panics
    /// When there is none.
    pub fn read(&self, path: &str) -> Value {
        let answer = self.get(path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        serde_json::from_str(&answer.body).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// The same as it is sent without anything that a browser adds.
    ///
    /// # Panics
    /// When the server does not answer.
    pub fn send_bare(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Response {
        let mut all = headers.to_vec();
        if let Some(cookie) = &self.cookie {
            all.push(("Cookie", cookie));
        }
        talk(&self.address, method, path, &all, body).expect("the server answers")
    }

    /// The same visitor at another address: the program was started again.
    pub fn at(&self, address: &str) -> Self {
        Self {
            address: address.to_owned(),
            ..self.clone()
        }
    }

    /// Takes on the cookie of somebody.
    pub fn with_cookie(&self, cookie: &str) -> Self {
        Self {
            cookie: Some(cookie.to_owned()),
            ..self.clone()
        }
    }

    /// The cookie of the session.
    pub fn cookie(&self) -> Option<&str> {
        self.cookie.as_deref()
    }
}

/// Fields as a form sends them.
fn form(fields: &[(&str, &str)]) -> String {
    let pairs = fields.iter().map(|(name, value)| {
        let value: String = value
            .bytes()
            .map(|byte| match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => {
                    char::from(byte).to_string()
                }
                _ => format!("%{byte:02X}"),
            })
            .collect();
        format!("{name}={value}")
    });
    pairs.collect::<Vec<String>>().join("&")
}

/// The secret of the one-time address that a starting program prints while there is no account.
fn one_time(served: &Served) -> String {
    let end = Instant::now() + Duration::from_secs(60);
    loop {
        for line in served.said() {
            if let Some((_, secret)) = line.split_once("/lap-tai-khoan?ma=") {
                return secret.trim().to_owned();
            }
        }
        assert!(Instant::now() < end, "no one-time address was printed");
        std::thread::sleep(Duration::from_millis(20));
    }
}
