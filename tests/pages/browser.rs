//! A headless Chromium behind its driver, with just what the tests of the pages do.

use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use fantoccini::elements::Element;
use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tests::{free_port, post};

const PATIENCE: Duration = Duration::from_secs(30);

/// The browser, ended with the test.
pub(super) struct Browser {
    pub(super) client: Client,
    driver: Driver,
    session: String,
}

/// The driver's process, ended when this goes; it takes its browsers along.
struct Driver {
    child: Child,
    address: String,
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Driver {
    fn start() -> Option<Self> {
        let port = free_port();
        let child = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let driver = Self {
            child,
            address: format!("127.0.0.1:{port}"),
        };
        let until = Instant::now() + PATIENCE;
        while TcpStream::connect(&driver.address).is_err() {
            if Instant::now() > until {
                return None;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Some(driver)
    }
}

impl Browser {
    /// Starts one; `None` where the driver or the browser is not installed.
    pub(super) async fn start() -> Option<Self> {
        let found = |name: &str| {
            Command::new(name)
                .arg("--version")
                .stdin(Stdio::null())
                .output()
                .is_ok_and(|output| output.status.success())
        };
        if !found("chromedriver")
            || !["chromium", "chromium-browser", "google-chrome"]
                .into_iter()
                .any(found)
        {
            return None;
        }
        let driver = Driver::start()?;
        let wanted = json!({
            "goog:chromeOptions": {
                "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--lang=vi"]
            },
            "goog:loggingPrefs": { "browser": "ALL" }
        });
        let wanted: Capabilities = wanted.as_object().expect("an object").clone();
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(wanted)
            .connect(&format!("http://{}", driver.address))
            .await
            .expect("an installed browser starts");
        let session = client
            .session_id()
            .await
            .expect("the driver answers")
            .expect("a session");
        Some(Self {
            client,
            driver,
            session,
        })
    }

    pub(super) async fn close(self) {
        self.client
            .clone()
            .close()
            .await
            .expect("the browser closes");
    }

    pub(super) async fn open(&self, address: &str) {
        self.client
            .goto(address)
            .await
            .unwrap_or_else(|error| panic!("{address}: {error}"));
    }

    /// The first element that fits, as soon as there is one.
    pub(super) async fn wait(&self, place: &str) -> Element {
        let found = self
            .client
            .wait()
            .at_most(PATIENCE)
            .for_element(Locator::Css(place))
            .await;
        match found {
            Ok(element) => element,
            Err(error) => panic!("{place}: {error}; the page says: {}", self.source().await),
        }
    }

    async fn source(&self) -> String {
        let body = self.client.find(Locator::Css("body")).await;
        match body {
            Ok(body) => body.text().await.unwrap_or_default(),
            Err(error) => error.to_string(),
        }
    }

    pub(super) async fn text(&self, place: &str) -> String {
        self.wait(place)
            .await
            .text()
            .await
            .unwrap_or_else(|error| panic!("{place}: {error}"))
    }

    pub(super) async fn click(&self, place: &str) {
        self.wait(place)
            .await
            .click()
            .await
            .unwrap_or_else(|error| panic!("{place}: {error}"));
    }

    pub(super) async fn write(&self, place: &str, words: &str) {
        self.wait(place)
            .await
            .send_keys(words)
            .await
            .unwrap_or_else(|error| panic!("{place}: {error}"));
    }

    pub(super) async fn number(&self, script: &str) -> f64 {
        let value = self
            .client
            .execute(script, Vec::new())
            .await
            .unwrap_or_else(|error| panic!("{script}: {error}"));
        value
            .as_f64()
            .unwrap_or_else(|| panic!("{script} gave {value}"))
    }

    /// Waits until a script says true.
    pub(super) async fn until(&self, script: &str) {
        let end = Instant::now() + PATIENCE;
        while self.client.execute(script, Vec::new()).await.ok() != Some(Value::Bool(true)) {
            assert!(Instant::now() < end, "never true: {script}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    // The window of a headless browser cannot be as narrow as a telephone; the page's own measure can.
    pub(super) fn resize(&self, width: u32, height: u32) {
        let measure = json!({
            "cmd": "Emulation.setDeviceMetricsOverride",
            "params": { "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false }
        });
        self.tell("goog/cdp/execute", &measure);
    }

    /// What the browser's console holds against the pages: errors, refused scripts and styles.
    pub(super) fn complaints(&self) -> Vec<String> {
        let entries = self.tell("se/log", &json!({ "type": "browser" }));
        let list = entries["value"].as_array().cloned().unwrap_or_default();
        let bad = list
            .iter()
            .filter(|entry| entry["level"] == "SEVERE" || entry["level"] == "WARNING");
        bad.map(|entry| entry["message"].to_string()).collect()
    }

    pub(super) fn forget_complaints(&self) {
        let kept: Vec<String> = self
            .complaints()
            .into_iter()
            .filter(|line| !line.contains("404"))
            .collect();
        assert!(kept.is_empty(), "{kept:#?}");
    }

    fn tell(&self, what: &str, body: &Value) -> Value {
        let path = format!("/session/{}/{what}", self.session);
        let answer = post(
            &self.driver.address,
            &path,
            "application/json",
            &body.to_string(),
        );
        let answer = answer.unwrap_or_else(|error| panic!("{what}: {error}"));
        assert_eq!(answer.status, 200, "{what}: {}", answer.body);
        serde_json::from_str(&answer.body).unwrap_or_else(|error| panic!("{what}: {error}"))
    }

    /// Keeps a picture where `CANCU_PICTURES` names a folder.
    pub(super) async fn picture(&self, name: &str) {
        let Some(folder) = std::env::var_os("CANCU_PICTURES") else {
            return;
        };
        let bytes = self
            .client
            .screenshot()
            .await
            .expect("a picture of the page");
        std::fs::create_dir_all(&folder).expect("the folder can be made");
        std::fs::write(
            std::path::Path::new(&folder).join(format!("{name}.png")),
            bytes,
        )
        .expect("a picture can be written");
    }
}
