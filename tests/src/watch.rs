//! What a page did that words cannot do: a dialog, a script, a request to another host, an element that a document
//! or a model brought in.

use std::io::Read as _;
use std::net::TcpListener;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::Value;

use crate::{Browser, elements};

/// What the open page holds that text cannot have brought in, as a list of words.
const LOOK: &str = r##"
const allowed = new Set(arguments_allowed);
const found = [];
for (const one of document.querySelectorAll("main, main *")) {
  if (one.localName !== "main" && !allowed.has(one.localName)) found.push(`element <${one.localName}>`);
  for (const attribute of one.attributes) {
    if (/^on./.test(attribute.name)) found.push(`attribute ${attribute.name}`);
    if (["style", "srcdoc", "formaction", "background", "ping"].includes(attribute.name) && !(attribute.name === "formaction" && attribute.value.startsWith("/"))) found.push(`attribute ${attribute.name}`);
  }
}
for (const link of document.querySelectorAll("a, area, form")) {
  const to = link.href ?? link.action;
  if (typeof to === "string" && to && !to.startsWith(location.origin + "/") && !to.startsWith(location.href.split("#")[0] + "#")) found.push(`leads to ${to}`);
}
for (const one of performance.getEntriesByType("resource")) {
  if (!one.name.startsWith(location.origin + "/")) found.push(`asked for ${one.name}`);
}
if (document.scripts.length > document.querySelectorAll("head script[src^='/static/']").length) found.push("a script");
return [...new Set(found)];
"##;

/// A browser for which every host but ours is a trap that keeps what it is sent.
#[derive(Debug)]
pub struct Watch {
    browser: Browser,
    caught: Arc<Mutex<Vec<Vec<u8>>>>,
}

impl Watch {
    /// Starts one; `None` where no browser is installed.
    ///
    /// # Panics
    /// When there is no free port, or an installed browser does not start.
    pub fn start() -> Option<Self> {
        let trap = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = trap
            .local_addr()
            .expect("a bound socket has an address")
            .port();
        let caught: Arc<Mutex<Vec<Vec<u8>>>> = Arc::default();
        let kept = Arc::clone(&caught);
        std::thread::spawn(move || {
            for mut stream in trap.incoming().flatten() {
                let kept = Arc::clone(&kept);
                std::thread::spawn(move || {
                    let _ = stream.set_read_timeout(Some(Duration::from_secs(2)));
                    let mut bytes = vec![0; 4096];
                    let read = stream.read(&mut bytes).unwrap_or(0);
                    bytes.truncate(read);
                    kept.lock()
                        .unwrap_or_else(PoisonError::into_inner)
                        .push(bytes);
                });
            }
        });
        let switches = [
            format!("--host-resolver-rules=MAP * 127.0.0.1:{port}, EXCLUDE 127.0.0.1"),
            "--no-proxy-server".to_owned(),
            // What the browser asks for by itself is none of our pages' doing.
            "--disable-background-networking".to_owned(),
            "--disable-component-update".to_owned(),
            "--disable-default-apps".to_owned(),
            "--disable-sync".to_owned(),
            "--no-first-run".to_owned(),
            "--disable-features=OptimizationHints,MediaRouter,Translate,AutofillServerCommunication,InterestFeedContentSuggestions".to_owned(),
        ];
        Some(Self {
            browser: Browser::start_with(&switches)?,
            caught,
        })
    }

    /// The browser.
    pub fn browser(&self) -> &Browser {
        &self.browser
    }

    /// What the hosts of our payloads were asked for. The browser asks its maker for things of its own.
    ///
    /// A connection says its host in the clear: in the head of a request, or where TLS begins.
    pub fn caught(&self) -> Vec<String> {
        let caught = self.caught.lock().unwrap_or_else(PoisonError::into_inner);
        let words = caught.iter().map(|bytes| {
            let words = String::from_utf8_lossy(bytes).to_lowercase();
            words
                .chars()
                .filter(|c| c.is_ascii_graphic() || *c == ' ')
                .collect::<String>()
        });
        words
            .filter(|words| {
                ["ttacker", "attcker"]
                    .iter()
                    .any(|host| words.contains(host))
            })
            .collect()
    }

    /// Opens a page and says what it did that words cannot do.
    pub fn visit(&self, address: &str) -> Vec<String> {
        self.browser.open(address);
        self.look()
    }

    /// What the open page did that words cannot do.
    pub fn look(&self) -> Vec<String> {
        let mut found = Vec::new();
        if let Some(dialog) = self.browser.dialog() {
            // Nothing else can be asked while it is open.
            return vec![format!("a dialog: {dialog}")];
        }
        let allowed = serde_json::to_string(&elements()).unwrap_or_default();
        let told = self
            .browser
            .run(&LOOK.replace("arguments_allowed", &allowed));
        let told = told.as_array().cloned().unwrap_or_default();
        found.extend(told.iter().filter_map(Value::as_str).map(str::to_owned));
        // A refusal with a status is an answer; what the console holds against a page is no refusal.
        let complaints = self.browser.complaints();
        found.extend(
            complaints
                .into_iter()
                .filter(|line| !line.contains("the server responded with a status")),
        );
        found
    }
}
