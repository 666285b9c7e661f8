//! A headless Chromium behind its driver, with just what the tests and measures of the pages do.
//!
//! Speaks the WebDriver protocol (W3C, JSON over HTTP) itself: the client libraries would change the features
//! of dependencies that the program has too, and every build of the tests would compile them all once more.

use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::{free_port, send};
use serde_json::{Value, json};

const PATIENCE: Duration = Duration::from_secs(30);

/// The key under which the protocol names an element (W3C WebDriver, section 12).
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// The browser, ended when this goes.
#[derive(Debug)]
pub struct Browser {
    driver: Child,
    address: String,
    session: String,
}

/// An element of the page that is open.
#[derive(Debug)]
pub struct Element<'a> {
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
    ///
    /// # Panics
    /// When an installed one does not start.
    pub fn start() -> Option<Self> {
        Self::start_with(&[])
    }

    /// Starts one with further switches.
    ///
    /// # Panics
    /// When an installed one does not start.
    pub fn start_with(switches: &[String]) -> Option<Self> {
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
        let mut arguments = vec![
            "--headless=new".to_owned(),
            "--no-sandbox".to_owned(),
            "--disable-gpu".to_owned(),
            "--disable-dev-shm-usage".to_owned(),
            "--lang=vi".to_owned(),
        ];
        arguments.extend_from_slice(switches);
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            // A dialog stays open, so that it is seen.
            "unhandledPromptBehavior": "ignore",
            "goog:chromeOptions": { "args": arguments },
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

    /// A command of the browser's own protocol for developers.
    fn develop(&self, command: &str, parameters: &Value) -> Value {
        let wanted = json!({ "cmd": command, "params": parameters });
        self.command("goog/cdp/execute", &wanted)
            .unwrap_or_else(|error| panic!("{command}: {error}"))
    }

    fn ask(&self, path: &str) -> Result<Value, String> {
        self.tell("GET", &format!("/session/{}/{path}", self.session), "")
    }

    /// What an open dialog says.
    pub fn dialog(&self) -> Option<String> {
        let text = self.ask("alert/text").ok()?;
        Some(text.as_str().unwrap_or_default().to_owned())
    }

    /// Opens an address.
    ///
    /// # Panics
    /// When the browser does not do it.
    pub fn open(&self, address: &str) {
        self.command("url", &json!({ "url": address }))
            .expect("the page opens");
    }

    /// Opens the page again.
    ///
    /// # Panics
    /// When the browser does not do it.
    pub fn reload(&self) {
        self.command("refresh", &json!({}))
            .expect("the page opens again");
    }

    /// The address of the page.
    ///
    /// # Panics
    /// When the browser does not do it.
    pub fn address(&self) -> String {
        self.ask("url")
            .expect("a page is open")
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// The first element that fits, as soon as there is one.
    ///
    /// # Panics
    /// When the browser does not do it.
    pub fn wait(&self, place: &str) -> Element<'_> {
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

    /// How many elements fit.
    ///
    /// # Panics
    /// When the browser does not do it.
    pub fn count(&self, place: &str) -> usize {
        let found = self.command(
            "elements",
            &json!({ "using": "css selector", "value": place }),
        );
        found
            .expect("a page is open")
            .as_array()
            .map_or(0, Vec::len)
    }

    /// The words of the first element that fits; looked for again where the page changed in between.
    ///
    /// # Panics
    /// When the browser does not do it.
    pub fn text(&self, place: &str) -> String {
        let until = Instant::now() + PATIENCE;
        loop {
            let element = self.wait(place);
            match self.ask(&element.path("text")) {
                Ok(text) => return text.as_str().unwrap_or_default().to_owned(),
                Err(error) if Instant::now() > until => panic!("{place}: {error}"),
                Err(_) => std::thread::sleep(Duration::from_millis(50)),
            }
        }
    }

    /// Clicks on the first element that fits.
    ///
    /// # Panics
    /// When the browser does not do it.
    pub fn click(&self, place: &str) {
        self.wait(place).tell("click", &json!({}));
    }

    /// Types into the first element that fits.
    ///
    /// # Panics
    /// When the browser does not do it.
    pub fn write(&self, place: &str, words: &str) {
        self.wait(place).tell("value", &json!({ "text": words }));
    }

    /// Presses keys, wherever the focus is.
    ///
    /// # Panics
    /// When the browser does not do it.
    pub fn keys(&self, keys: &str) {
        let pressed = keys.chars().flat_map(|key| {
            let key = key.to_string();
            [
                json!({ "type": "keyDown", "value": key }),
                json!({ "type": "keyUp", "value": key }),
            ]
        });
        let actions = json!({ "actions": [
            { "type": "key", "id": "keyboard", "actions": pressed.collect::<Vec<_>>() }
        ]});
        self.command("actions", &actions)
            .expect("keys can be pressed");
    }

    /// Presses keys, one after another, wherever the focus is.
    ///
    /// # Panics
    /// When the browser does not do it.
    pub fn press(&self, keys: &str) {
        let pressed = keys.chars().flat_map(|key| {
            let key = key.to_string();
            ["keyDown", "keyUp"].map(|kind| json!({ "type": kind, "value": key }))
        });
        let pressed: Vec<Value> = pressed.collect();
        let actions = json!({ "actions": [{ "type": "key", "id": "keys", "actions": pressed }] });
        self.command("actions", &actions).expect("keys are pressed");
    }

    /// Runs a script in the page and gives what it returns.
    ///
    /// # Panics
    /// When the browser does not do it.
    pub fn run(&self, script: &str) -> Value {
        self.command("execute/sync", &json!({ "script": script, "args": [] }))
            .expect("a script runs")
    }

    /// Waits until a script says true.
    ///
    /// # Panics
    /// When the browser does not do it.
    pub fn until(&self, script: &str) {
        let end = Instant::now() + PATIENCE;
        while self.run(script) != Value::Bool(true) {
            assert!(Instant::now() < end, "never true: {script}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Gives the page a size: the window of a headless browser cannot be as narrow as a telephone, the page's own
    /// measure can.
    ///
    /// # Panics
    /// When the browser does not do it.
    pub fn resize(&self, width: u32, height: u32) {
        let measure =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.develop("Emulation.setDeviceMetricsOverride", &measure);
    }

    /// Fetches everything anew for each page.
    ///
    /// # Panics
    /// When the browser does not do it.
    pub fn without_cache(&self) {
        self.develop("Network.enable", &json!({}));
        self.develop(
            "Network.setCacheDisabled",
            &json!({ "cacheDisabled": true }),
        );
    }

    /// Runs a script in each page before its own.
    ///
    /// # Panics
    /// When the browser does not do it.
    pub fn before_each_page(&self, script: &str) {
        self.develop(
            "Page.addScriptToEvaluateOnNewDocument",
            &json!({ "source": script }),
        );
    }

    /// Runs no script of any page that is opened from here on.
    ///
    /// # Panics
    /// When the browser does not do it.
    pub fn without_scripts(&self) {
        self.develop(
            "Emulation.setScriptExecutionDisabled",
            &json!({ "value": true }),
        );
    }

    /// Lets pages of an origin read and write the clipboard; a person is asked by the browser.
    ///
    /// # Panics
    /// When the browser does not do it.
    pub fn allow_clipboard(&self, origin: &str) {
        let grant = json!({ "origin": origin, "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"] });
        self.develop("Browser.grantPermissions", &grant);
    }

    /// Shows pages as they are printed, or as on the screen again.
    ///
    /// # Panics
    /// When the browser does not do it.
    pub fn print_media(&self, on: bool) {
        let media = if on { "print" } else { "" };
        self.develop("Emulation.setEmulatedMedia", &json!({ "media": media }));
    }

    /// The page as a PDF, as it is printed.
    ///
    /// # Panics
    /// When the browser does not do it.
    pub fn print(&self) -> Vec<u8> {
        bytes(&self.develop("Page.printToPDF", &json!({}))["data"])
    }

    /// What the console holds against the pages since the last time: errors, refused scripts and styles.
    ///
    /// # Panics
    /// When the browser does not do it.
    pub fn complaints(&self) -> Vec<String> {
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
    ///
    /// # Panics
    /// When the browser does not do it.
    pub fn picture(&self, name: &str) {
        let Some(folder) = std::env::var_os("CANCU_PICTURES") else {
            return;
        };
        let picture = self.ask("screenshot").expect("a picture of the page");
        std::fs::create_dir_all(&folder).expect("the folder can be made");
        let file = std::path::Path::new(&folder).join(format!("{name}.png"));
        let bytes = bytes(&picture);
        std::fs::write(file, bytes).expect("a picture can be written");
    }

    /// Keeps a picture of the whole page, also of what one would scroll to, down to 6,000 pixels.
    ///
    /// # Panics
    /// When the browser does not do it.
    pub fn whole_picture(&self, file: &std::path::Path) {
        let size = self.run(
            "const root = document.documentElement; return [window.innerWidth, Math.min(6000, Math.max(window.innerHeight, root.scrollHeight))]",
        );
        let clip = json!({ "x": 0, "y": 0, "width": size[0], "height": size[1], "scale": 1 });
        let wanted = json!({ "format": "png", "captureBeyondViewport": true, "clip": clip });
        let picture = self.develop("Page.captureScreenshot", &wanted);
        let folder = file.parent().expect("a file lies in a folder");
        std::fs::create_dir_all(folder).expect("the folder can be made");
        let bytes = bytes(&picture["data"]);
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

    /// Its words as they are seen.
    ///
    /// # Panics
    /// When the browser does not do it.
    pub fn text(&self) -> String {
        let text = self
            .browser
            .ask(&self.path("text"))
            .expect("the element is there");
        text.as_str().unwrap_or_default().to_owned()
    }

    /// An attribute; empty where it has none.
    ///
    /// # Panics
    /// When the browser does not do it.
    pub fn attribute(&self, name: &str) -> String {
        let value = self
            .browser
            .ask(&self.path(&format!("attribute/{name}")))
            .expect("the element is there");
        value.as_str().unwrap_or_default().to_owned()
    }
}

/// A picture as the driver sends it.
fn bytes(sent: &Value) -> Vec<u8> {
    let bytes = STANDARD.decode(sent.as_str().unwrap_or_default());
    bytes.expect("a picture in base 64")
}
