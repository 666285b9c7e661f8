//! A scripted model server: speaks the OpenAI-compatible protocol on loopback as well or as badly as it is told to,
//! and keeps every byte that it is sent. It is the model of the tests and the recording proxy in one: whatever left
//! the program for a writer is here.
//!
//! Documents that must never leave hold [`CANARY`]: a server that was sent it fails its test when it goes.

use std::collections::HashMap;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde_json::Value;

pub use claims::{Fault, Spoken};
pub use manner::Manner;
pub use payloads::{MARKUP, links};
pub use prompt::{Block, Prompt};
pub use wire::Breakage;

mod claims;
mod manner;
mod payloads;
mod prompt;
mod wire;

/// Stands in every document and question part of the tests that no policy lets out.
pub const CANARY: &str = "CHIMHOANGYEN7391";

/// How the server behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    /// It keeps to the protocol; what it says is another matter.
    Speaks(Manner),
    /// It does not keep to the protocol, or not to the end.
    Breaks(Breakage),
}

impl Mode {
    /// Every mode, honest ones first.
    pub fn all() -> Vec<Self> {
        let speaks = Manner::ALL.iter().copied().map(Self::Speaks);
        speaks
            .chain(Breakage::ALL.iter().copied().map(Self::Breaks))
            .collect()
    }

    /// Its name in a table.
    pub fn name(self) -> String {
        let name = match self {
            Self::Speaks(manner) => format!("{manner:?}"),
            Self::Breaks(breakage) => format!("{breakage:?}"),
        };
        let mut words = String::new();
        for c in name.trim_end_matches(')').replace('(', " ").chars() {
            if c.is_uppercase() && !words.is_empty() && !words.ends_with(' ') {
                words.push(' ');
            }
            words.extend(c.to_lowercase());
        }
        words
    }
}

/// What connections share.
#[derive(Debug)]
struct Shared {
    mode: Mutex<Mode>,
    /// Every byte, connection after connection.
    received: Mutex<Vec<u8>>,
    prompts: Mutex<Vec<Prompt>>,
    /// What was said with which quotes, by [`key`], and what is wrong with it.
    said: Mutex<HashMap<String, Option<Fault>>>,
    /// The same by the sentence alone.
    sentences: Mutex<HashMap<String, Option<Fault>>>,
    open: AtomicUsize,
    asked: AtomicUsize,
    sent: AtomicU64,
    /// Where redirections point: another origin, where nobody may ever come.
    elsewhere: String,
    visits: AtomicUsize,
    stopping: AtomicBool,
}

/// A running server, stopped when this goes.
#[derive(Debug)]
pub struct ModelServer {
    address: SocketAddr,
    shared: Arc<Shared>,
}

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    // A test that failed while it held a list leaves the list as it was.
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl ModelServer {
    /// Starts one on a free port of the loopback.
    ///
    /// # Panics
    /// When there is no free port.
    pub fn start(mode: Mode) -> Self {
        let listen = || TcpListener::bind("127.0.0.1:0").expect("a free port");
        let (listener, trap) = (listen(), listen());
        let of = |listener: &TcpListener| {
            listener
                .local_addr()
                .expect("a bound socket has an address")
        };
        let address = of(&listener);
        let shared = Arc::new(Shared {
            mode: Mutex::new(mode),
            received: Mutex::default(),
            prompts: Mutex::default(),
            said: Mutex::default(),
            sentences: Mutex::default(),
            open: AtomicUsize::new(0),
            asked: AtomicUsize::new(0),
            sent: AtomicU64::new(0),
            elsewhere: format!("http://{}/v1/chat/completions", of(&trap)),
            visits: AtomicUsize::new(0),
            stopping: AtomicBool::new(false),
        });
        let known = Arc::clone(&shared);
        accept(listener, &shared, move |stream| converse(stream, &known));
        let known = Arc::clone(&shared);
        accept(trap, &shared, move |mut stream| {
            known.visits.fetch_add(1, Ordering::SeqCst);
            let _ = read_request(&mut stream, &known.received);
        });
        Self { address, shared }
    }

    /// The base address for the settings of a writer.
    pub fn endpoint(&self) -> String {
        format!("http://{}/v1", self.address)
    }

    /// The settings of a program that writes with this server; `seconds` to the first token, and twice that in all.
    /// What could not be checked is shown apart, so that a test sees what became of it.
    pub fn settings(&self, seconds: u64) -> String {
        format!(
            "[writer]\nendpoint = \"{}\"\nmodel = \"scripted\"\nfirst_token_seconds = {seconds}\ntotal_seconds = {}\nat_once = 8\nwaiting = 64\nunverified = \"show\"\n",
            self.endpoint(),
            seconds * 2
        )
    }

    /// Behaves otherwise from the next request on.
    pub fn behave(&self, mode: Mode) {
        *held(&self.shared.mode) = mode;
    }

    /// Every byte that it, or the place that it redirects to, was sent.
    pub fn received(&self) -> Vec<u8> {
        held(&self.shared.received).clone()
    }

    /// Whether it was ever sent these words.
    pub fn was_sent(&self, words: &str) -> bool {
        contains(&held(&self.shared.received), words)
    }

    /// The prompts that it was asked with, in the order of their coming.
    pub fn prompts(&self) -> Vec<Prompt> {
        held(&self.shared.prompts).clone()
    }

    /// Requests for an answer so far.
    pub fn asked(&self) -> usize {
        self.shared.asked.load(Ordering::SeqCst)
    }

    /// Bytes sent so far.
    pub fn sent(&self) -> u64 {
        self.shared.sent.load(Ordering::SeqCst)
    }

    /// Requests that came to the place it redirects to.
    pub fn visits_elsewhere(&self) -> usize {
        self.shared.visits.load(Ordering::SeqCst)
    }

    /// Connections that are open now.
    pub fn in_flight(&self) -> usize {
        self.shared.open.load(Ordering::SeqCst)
    }

    /// Waits until no connection is open; `false` when some still is after the given time.
    pub fn falls_silent(&self, within: Duration) -> bool {
        let until = Instant::now() + within;
        while self.in_flight() > 0 {
            if Instant::now() > until {
                return false;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        true
    }

    /// What is wrong with a claim as an answer in JSON shows it, its quotes included: the outer `None` where nothing of
    /// that kind was ever said, the inner one for what is true.
    pub fn fault_of(&self, claim: &Value) -> Option<Option<Fault>> {
        let quotes = claim["quotes"].as_array().into_iter().flatten();
        let quotes = quotes.map(|quote| {
            let words = quote["text"].as_str().unwrap_or_default();
            (quote["evidence"].clone(), words.to_owned())
        });
        let key = key(claim["text"].as_str().unwrap_or_default(), quotes);
        held(&self.shared.said).get(&key).copied()
    }

    /// The same of a sentence that is shown without quotes, because they were wrong.
    pub fn fault_of_sentence(&self, sentence: &str) -> Option<Option<Fault>> {
        let key = key(sentence, []);
        held(&self.shared.sentences).get(&key).copied()
    }
}

impl Drop for ModelServer {
    fn drop(&mut self) {
        self.shared.stopping.store(true, Ordering::SeqCst);
        // Wakes the threads that wait for connections.
        let _ = TcpStream::connect(self.address);
        if let Some((host, _)) = self
            .shared
            .elsewhere
            .strip_prefix("http://")
            .and_then(|rest| rest.split_once('/'))
        {
            let _ = TcpStream::connect(host);
        }
        if !std::thread::panicking() {
            assert!(
                !self.was_sent(CANARY),
                "a model was sent what no policy lets out"
            );
        }
    }
}

/// Whether bytes hold words, as they are or as JSON escapes them.
fn contains(bytes: &[u8], words: &str) -> bool {
    let escaped: String = words
        .chars()
        .map(|c| match c {
            ' '..='~' => c.to_string(),
            _ => {
                let mut units = [0; 2];
                let units = c.encode_utf16(&mut units).iter();
                units.map(|unit| format!("\\u{unit:04x}")).collect()
            }
        })
        .collect();
    [words.as_bytes(), escaped.as_bytes()]
        .iter()
        .any(|wanted| bytes.windows(wanted.len()).any(|part| part == *wanted))
}

/// By what a sentence with its quotes is known again after the program made it fit to be shown.
fn key(sentence: &str, quotes: impl IntoIterator<Item = (Value, String)>) -> String {
    let plain = |words: &str| -> String {
        legal::normalise(words)
            .chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    let mut key = plain(sentence);
    for (number, words) in quotes {
        key.push_str(&format!("|{number}:{}", plain(&words)));
    }
    key
}

fn accept(
    listener: TcpListener,
    shared: &Arc<Shared>,
    take: impl Fn(TcpStream) + Send + Sync + 'static,
) {
    let (shared, take) = (Arc::clone(shared), Arc::new(take));
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            if shared.stopping.load(Ordering::SeqCst) {
                return;
            }
            let (take, shared) = (Arc::clone(&take), Arc::clone(&shared));
            let Ok(stream) = stream else { continue };
            // Counted before the thread runs: nobody may see silence in between.
            shared.open.fetch_add(1, Ordering::SeqCst);
            std::thread::spawn(move || {
                let _open = Open(&shared.open);
                take(stream);
            });
        }
    });
}

/// A connection that counts as open until this goes.
struct Open<'a>(&'a AtomicUsize);

impl Drop for Open<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

fn converse(mut stream: TcpStream, shared: &Arc<Shared>) {
    let mode = *held(&shared.mode);
    let _ = stream.set_nodelay(true);
    if mode == Mode::Breaks(Breakage::Reset) {
        // A socket that is closed with bytes unread is reset.
        let mut byte = [0];
        let _ = stream.read(&mut byte);
        shared.asked.fetch_add(1, Ordering::SeqCst);
        return;
    }
    let Some((head, body)) = read_request(&mut stream, &shared.received) else {
        return;
    };
    if head.starts_with("GET ") {
        let models = r#"{"object":"list","data":[{"id":"scripted","object":"model"}]}"#;
        let _ = write!(
            stream,
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{models}",
            models.len()
        );
        return;
    }
    let turn = shared.asked.fetch_add(1, Ordering::SeqCst);
    let Some(prompt) = Prompt::read(&body) else {
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n");
        return;
    };
    let manner = match mode {
        Mode::Speaks(manner) => manner,
        Mode::Breaks(_) => Manner::Honest,
    };
    let said = manner.claims(&prompt, turn);
    for claim in &said {
        // Said twice, once falsely, it counts as false.
        let keep = |list: &Mutex<HashMap<String, Option<Fault>>>, key| {
            let mut known = held(list);
            let entry = known.entry(key).or_insert(claim.fault);
            *entry = entry.or(claim.fault);
        };
        keep(&shared.said, key(&claim.text, claim.quotes.clone()));
        keep(&shared.sentences, key(&claim.text, []));
    }
    held(&shared.prompts).push(prompt.clone());
    let words = manner.words(&prompt, &said, turn);
    let mut line = wire::Line {
        stream,
        sent: &shared.sent,
    };
    // The client may go at any moment: that is what several modes are for.
    let _ = match mode {
        Mode::Speaks(_) => line.speak(&words),
        Mode::Breaks(breakage) => line.break_off(breakage, &words, &shared.elsewhere),
    };
}

/// Head and body of a request; every byte goes into `received`. `None` where it broke off.
fn read_request(stream: &mut TcpStream, received: &Mutex<Vec<u8>>) -> Option<(String, Vec<u8>)> {
    let _ = stream.set_read_timeout(Some(Duration::from_secs(60)));
    let (mut bytes, mut part) = (Vec::new(), [0; 65_536]);
    let complete = loop {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n");
        if let Some(end) = end {
            let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
            let length = head.lines().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                let named = name.eq_ignore_ascii_case("content-length");
                named.then(|| value.trim().parse::<usize>().ok()).flatten()
            });
            if bytes.len() >= end + 4 + length.unwrap_or(0) {
                break Some((head, bytes[end + 4..].to_vec()));
            }
        }
        match stream.read(&mut part) {
            Ok(read @ 1..) => bytes.extend_from_slice(&part[..read]),
            _ => break None,
        }
    };
    held(received).extend_from_slice(&bytes);
    complete
}
