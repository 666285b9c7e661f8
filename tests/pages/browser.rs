//! A headless Chromium behind its driver, with just what the tests of the pages do.
//!
//! Speaks the WebDriver protocol (W3C, JSON over HTTP) itself: the client libraries would change the features
//! of dependencies that the program has too, and every build of the tests would compile them all once more.

use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tests::{free_port, send};

const PATIENCE: Duration = Duration::from_secs(30);

/// The key under which the protocol names an element (W3C WebDriver, section 12).
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// The browser, ended when this goes.
pub(super) struct Browser {
    driver: Child,
    address: String,
    session: String,
}

/// An element of the page that is open.
pub(super) struct Element<'a> {
    browser: &'a Browser,
    id: String,
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The driver ends its browser with the session; killed before that, it leaves the browser behind.
        let _ = send(
            "DELETE",
            &self.address,
            &format!("/session/{}", self.session),
            "",
        );
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

impl Browser {
    /// Starts one; `None` where the driver or the browser is not installed.
    pub(super) fn start() -> Option<Self> {
        let found = |name: &str| {
            let version = Command::new(name)
                .arg("--version")
                .stdin(Stdio::null())
                .output();
            version.is_ok_and(|output| output.status.success())
        };
        let browsers = ["chromium", "chromium-browser", "google-chrome"];
        if !found("chromedriver") || !browsers.into_iter().any(found) {
            return None;
        }
        let port = free_port();
        let driver = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("an installed driver starts");
        let address = format!("127.0.0.1:{port}");
        let mut browser = Self {
            driver,
            address,
            session: String::new(),
        };
        let until = Instant::now() + PATIENCE;
        while TcpStream::connect(&browser.address).is_err() {
            assert!(Instant::now() < until, "the driver does not listen");
            std::thread::sleep(Duration::from_millis(50));
        }
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            "goog:chromeOptions": {
                "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--lang=vi"]
            },
            "goog:loggingPrefs": { "browser": "ALL" }
        }}});
        let started = browser
            .tell("POST", "/session", &wanted.to_string())
            .expect("an installed browser starts");
        browser.session = started["sessionId"].as_str().expect("a session").to_owned();
        Some(browser)
    }

    /// One command of the protocol: its value, or what went wrong.
    fn tell(&self, method: &str, path: &str, body: &str) -> Result<Value, String> {
        let answer = send(method, &self.address, path, body);
        let answer = answer.map_err(|error| format!("{path}: {error}"))?;
        let value: Value =
            serde_json::from_str(&answer.body).map_err(|error| format!("{path}: {error}"))?;
        match answer.status {
            200 => Ok(value["value"].clone()),
            _ => Err(format!("{path}: {}", value["value"]["message"])),
        }
    }

    fn command(&self, path: &str, body: &Value) -> Result<Value, String> {
        self.tell(
            "POST",
            &format!("/session/{}/{path}", self.session),
            &body.to_string(),
        )
    }

    fn ask(&self, path: &str) -> Result<Value, String> {
        self.tell("GET", &format!("/session/{}/{path}", self.session), "")
    }

    pub(super) fn open(&self, address: &str) {
        self.command("url", &json!({ "url": address }))
            .expect("the page opens");
    }

    pub(super) fn reload(&self) {
        self.command("refresh", &json!({}))
            .expect("the page opens again");
    }

    pub(super) fn address(&self) -> String {
        self.ask("url")
            .expect("a page is open")
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// The first element that fits, as soon as there is one.
    pub(super) fn wait(&self, place: &str) -> Element<'_> {
        let until = Instant::now() + PATIENCE;
        loop {
            let found = self.command(
                "element",
                &json!({ "using": "css selector", "value": place }),
            );
            match found {
                Ok(found) => {
                    let id = found[ELEMENT]
                        .as_str()
                        .expect("an element has an id")
                        .to_owned();
                    return Element { browser: self, id };
                }
                Err(error) if Instant::now() > until => {
                    let page = self.run("return document.body.innerText");
                    panic!("{place}: {error}; the page says: {page:?}");
                }
                Err(_) => std::thread::sleep(Duration::from_millis(50)),
            }
        }
    }

    pub(super) fn count(&self, place: &str) -> usize {
        let found = self.command(
            "elements",
            &json!({ "using": "css selector", "value": place }),
        );
        found
            .expect("a page is open")
            .as_array()
            .map_or(0, Vec::len)
    }

    pub(super) fn text(&self, place: &str) -> String {
        self.wait(place).text()
    }

    pub(super) fn click(&self, place: &str) {
        self.wait(place).tell("click", &json!({}));
    }

    pub(super) fn write(&self, place: &str, words: &str) {
        self.wait(place).tell("value", &json!({ "text": words }));
    }

    pub(super) fn run(&self, script: &str) -> Value {
        self.command("execute/sync", &json!({ "script": script, "args": [] }))
            .expect("a script runs")
    }

    /// Waits until a script says true.
    pub(super) fn until(&self, script: &str) {
        let end = Instant::now() + PATIENCE;
        while self.run(script) != Value::Bool(true) {
            assert!(Instant::now() < end, "never true: {script}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    // The window of a headless browser cannot be as narrow as a telephone; the page's own measure can.
    pub(super) fn resize(&self, width: u32, height: u32) {
        let measure = json!({
            "cmd": "Emulation.setDeviceMetricsOverride",
            "params": { "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false }
        });
        self.command("goog/cdp/execute", &measure)
            .expect("the page can be measured");
    }

    /// Lets pages of an origin read and write the clipboard; a person is asked by the browser.
    pub(super) fn allow_clipboard(&self, origin: &str) {
        let grant = json!({
            "cmd": "Browser.grantPermissions",
            "params": { "origin": origin, "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"] }
        });
        self.command("goog/cdp/execute", &grant)
            .expect("the browser can grant it");
    }

    /// Shows pages as they are printed, or as on the screen again.
    pub(super) fn print_media(&self, on: bool) {
        let media = if on { "print" } else { "" };
        let emulate = json!({ "cmd": "Emulation.setEmulatedMedia", "params": { "media": media } });
        self.command("goog/cdp/execute", &emulate)
            .expect("the page can be shown as printed");
    }

    /// What the console holds against the pages since the last time: errors, refused scripts and styles.
    pub(super) fn complaints(&self) -> Vec<String> {
        let entries = self
            .command("se/log", &json!({ "type": "browser" }))
            .expect("the console is kept");
        let list = entries.as_array().cloned().unwrap_or_default();
        let bad = list
            .iter()
            .filter(|entry| entry["level"] == "SEVERE" || entry["level"] == "WARNING");
        bad.map(|entry| entry["message"].to_string()).collect()
    }

    /// Keeps a picture where `CANCU_PICTURES` names a folder.
    pub(super) fn picture(&self, name: &str) {
        let Some(folder) = std::env::var_os("CANCU_PICTURES") else {
            return;
        };
        let picture = self.ask("screenshot").expect("a picture of the page");
        std::fs::create_dir_all(&folder).expect("the folder can be made");
        let file = std::path::Path::new(&folder).join(format!("{name}.png"));
        let bytes = decode(picture.as_str().unwrap_or_default());
        std::fs::write(file, bytes).expect("a picture can be written");
    }
}

impl Element<'_> {
    fn path(&self, what: &str) -> String {
        format!("element/{}/{what}", self.id)
    }

    fn tell(&self, what: &str, body: &Value) {
        self.browser
            .command(&self.path(what), body)
            .expect("the element is there");
    }

    pub(super) fn text(&self) -> String {
        let text = self
            .browser
            .ask(&self.path("text"))
            .expect("the element is there");
        text.as_str().unwrap_or_default().to_owned()
    }

    pub(super) fn attribute(&self, name: &str) -> String {
        let value = self
            .browser
            .ask(&self.path(&format!("attribute/{name}")))
            .expect("the element is there");
        value.as_str().unwrap_or_default().to_owned()
    }
}

/// Base 64 (RFC 4648) to bytes; what is no letter of it is passed over.
fn decode(text: &str) -> Vec<u8> {
    let letter = |c: u8| match c {
        b'A'..=b'Z' => Some(c - b'A'),
        b'a'..=b'z' => Some(c - b'a' + 26),
        b'0'..=b'9' => Some(c - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let (mut bytes, mut held, mut bits) = (Vec::new(), 0_u32, 0);
    for value in text.bytes().filter_map(letter) {
        held = (held << 6) | u32::from(value);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits) as u8);
            held &= (1 << bits) - 1;
        }
    }
    bytes
}

#[test]
fn pictures_are_decoded() {
    assert_eq!(decode("Q8SDbiBD4bupIQ=="), "Căn Cứ!".as_bytes());
}
