//! Spellings of addresses: which are refused, which are this machine, and that no connection is opened where none
//! may be. A listener on every address of this machine counts.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use super::*;
use crate::write::{Message, Role, WriteRequest, Writer, WriterConfig, WriterError};
use Expect::{Here, Refused, There};

/// What becomes of a spelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expect {
    /// No writer is made.
    Refused,
    /// A program on this machine; it is connected to.
    Here,
    /// Another machine.
    There,
}

/// `PORT` is where the listener is.
const SPELLINGS: &[(&str, Expect)] = &[
    // This machine, and what the parser makes plain.
    ("http://127.0.0.1:PORT/v1", Here),
    ("http://127.0.0.1:PORT/v1/", Here),
    ("http://127.8.9.1:PORT/v1", Here),
    ("http://localhost:PORT/v1", Here),
    ("http://LOCALHOST:PORT/v1", Here),
    ("http://2130706433:PORT/v1", Here),
    ("http://0x7f000001:PORT/v1", Here),
    ("http://0x7f.1:PORT/v1", Here),
    ("http://017700000001:PORT/v1", Here),
    ("http://0177.0.0.1:PORT/v1", Here),
    ("http://127.1:PORT/v1", Here),
    ("http://１２７.０.０.１:PORT/v1", Here),
    ("http://127。0。0。1:PORT/v1", Here),
    ("http:\\\\127.0.0.1:PORT/v1", Here),
    ("http://[::1]:PORT/v1", Here),
    ("http://[0:0:0:0:0:0:0:1]:PORT/v1", Here),
    ("http://[::ffff:127.0.0.1]:PORT/v1", Here),
    ("http://[::ffff:7f00:1]:PORT/v1", Here),
    // The office.
    ("http://192.168.1.9/v1", There),
    ("http://10.0.0.5:8080/v1", There),
    ("http://172.31.255.1/v1", There),
    ("http://0xc0a80109/v1", There),
    ("http://[fd00::5]/v1", There),
    ("http://[fc12:3456::1]/v1", There),
    ("http://ollama:11434/v1", There),
    ("http://may-chu.lan/v1", There),
    ("http://models.home.arpa/v1", There),
    ("http://x.localhost/v1", There),
    // Outside: only with TLS.
    ("https://example.org/v1", There),
    ("https://8.8.8.8/v1", There),
    ("https://[2606:4700::1]/v1", There),
    ("http://example.org:PORT/v1", Refused),
    ("http://8.8.8.8/v1", Refused),
    ("http://134744072/v1", Refused),
    ("http://0x08080808/v1", Refused),
    ("http://[::ffff:8.8.8.8]/v1", Refused),
    ("http://[64:ff9b::808:808]/v1", Refused),
    ("http://127.0.0.1.nip.io:PORT/v1", Refused),
    ("http://localhost.example.org:PORT/v1", Refused),
    ("http://localhost。example.org:PORT/v1", Refused),
    // Addresses at which no writer can be, in whatever spelling and with whatever scheme.
    ("http://0.0.0.0:PORT/v1", Refused),
    ("https://0.0.0.0:PORT/v1", Refused),
    ("http://0:PORT/v1", Refused),
    ("http://0x0:PORT/v1", Refused),
    ("http://00.0.0.0:PORT/v1", Refused),
    ("http://0.1.2.3:PORT/v1", Refused),
    ("http://[::]:PORT/v1", Refused),
    ("https://[::]:PORT/v1", Refused),
    ("http://[0:0:0:0:0:0:0:0]:PORT/v1", Refused),
    ("http://[::ffff:0.0.0.0]:PORT/v1", Refused),
    ("http://[::127.0.0.1]:PORT/v1", Refused),
    ("http://169.254.169.254/latest", Refused),
    ("https://169.254.169.254/latest", Refused),
    ("http://2852039166/latest", Refused),
    ("http://0xa9fea9fe/latest", Refused),
    ("http://0251.0376.0251.0376/latest", Refused),
    ("http://169.254.43518/latest", Refused),
    ("https://[::ffff:169.254.169.254]/latest", Refused),
    ("https://[::ffff:a9fe:a9fe]/latest", Refused),
    ("https://[64:ff9b::a9fe:a9fe]/latest", Refused),
    ("https://[64:ff9b::7f00:1]:PORT/latest", Refused),
    ("https://[2002:7f00:1::]:PORT/v1", Refused),
    ("https://[2002:a9fe:a9fe::1]/v1", Refused),
    ("http://[fe80::1]/v1", Refused),
    ("https://[fe80::1]/v1", Refused),
    ("https://[fd00:ec2::254]/latest", Refused),
    ("https://100.100.100.200/latest", Refused),
    ("https://224.0.0.1/v1", Refused),
    ("https://255.255.255.255/v1", Refused),
    ("https://[ff02::1]/v1", Refused),
    ("https://240.0.0.1/v1", Refused),
    // What hides where it goes.
    ("http://127.0.0.1@example.org/v1", Refused),
    ("http://example.org@127.0.0.1:PORT/v1", Refused),
    ("http://user:secret@127.0.0.1:PORT/v1", Refused),
    ("https://user@example.org/v1", Refused),
    ("http://127.0.0.1:PORT/v1?key=1", Refused),
    ("http://127.0.0.1:PORT/v1#x", Refused),
    ("https://example.org/v1?next=http://127.0.0.1", Refused),
    // No addresses, or of something else.
    ("file:///etc/passwd", Refused),
    ("ftp://127.0.0.1:PORT/", Refused),
    ("gopher://127.0.0.1:PORT/_x", Refused),
    ("ws://127.0.0.1:PORT/", Refused),
    ("unix:///run/docker.sock", Refused),
    ("data:text/plain,x", Refused),
    ("127.0.0.1:PORT", Refused),
    ("//127.0.0.1:PORT/v1", Refused),
    ("http://", Refused),
    ("http://127.0.0.1:99999/v1", Refused),
    ("http://[::1/v1", Refused),
    ("http://256.256.256.256/v1", Refused),
    ("http://127.0.0.1%00.example.org/v1", Refused),
    ("", Refused),
];

/// Names, what they resolve to, and whether they may be connected to.
const NAMES: &[(&str, LookUp, bool)] = &[
    ("http://localhost:PORT/v1", |_| ips("127.0.0.1"), true),
    ("http://localhost.:PORT/v1", |_| ips("127.0.0.1"), true),
    ("http://localhost:PORT/v1", |_| ips("192.0.2.1"), false),
    ("http://localhost:PORT/v1", |_| ips("10.0.0.5"), false),
    // A name of the office that leads to this machine, to the outside, to credentials.
    ("http://may-chu.lan:PORT/v1", |_| ips("127.0.0.1"), false),
    ("http://may-chu.lan:PORT/v1", |_| ips("::1"), false),
    ("http://may-chu.lan:PORT/v1", |_| ips("0.0.0.0"), false),
    ("http://may-chu.lan:PORT/v1", |_| ips("::"), false),
    (
        "http://may-chu.lan:PORT/v1",
        |_| ips("::ffff:127.0.0.1"),
        false,
    ),
    (
        "http://may-chu.lan:PORT/v1",
        |_| ips("169.254.169.254"),
        false,
    ),
    ("http://may-chu.lan:PORT/v1", |_| ips("192.0.2.1"), false),
    // The same letters, another script: another name.
    ("http://lоcalhost:PORT/v1", |_| ips("127.0.0.1"), false),
    ("http://ⓛocalhost.lan:PORT/v1", |_| ips("127.0.0.1"), false),
    // A name of the outside that leads inside.
    ("https://example.org:PORT/v1", |_| ips("127.0.0.1"), false),
    ("https://example.org:PORT/v1", |_| ips("::1"), false),
    ("https://example.org:PORT/v1", |_| ips("0.0.0.0"), false),
    (
        "https://example.org:PORT/v1",
        |_| ips("169.254.169.254"),
        false,
    ),
    (
        "https://127.0.0.1.nip.io:PORT/v1",
        |_| ips("127.0.0.1"),
        false,
    ),
    (
        "https://ｅxample.org:PORT/v1",
        |_| ips("::ffff:127.0.0.1"),
        false,
    ),
    ("https://example.org:PORT/v1", |_| Vec::new(), false),
    // Good in one look, bad in the next: each connection looks anew and is judged anew.
    (
        "http://may-chu.lan:PORT/v1",
        |_| ips("127.0.0.1 169.254.169.254"),
        false,
    ),
];

fn ips(list: &str) -> Vec<IpAddr> {
    list.split(' ')
        .map(|ip| ip.parse().expect("an address"))
        .collect()
}

/// Listens on every address of this machine and counts who comes.
async fn listen() -> (u16, Arc<AtomicUsize>) {
    let came = Arc::new(AtomicUsize::new(0));
    let wide = match TcpListener::bind("[::]:0").await {
        Ok(both) => both,
        Err(_) => TcpListener::bind("0.0.0.0:0").await.expect("a port"),
    };
    let port = wide.local_addr().expect("it is bound").port();
    let count = Arc::clone(&came);
    tokio::spawn(async move {
        loop {
            if let Ok((mut stream, _)) = wide.accept().await {
                count.fetch_add(1, Ordering::SeqCst);
                let _ = stream.read(&mut [0; 65_536]).await;
                let _ = stream
                    .write_all(b"HTTP/1.1 500 X\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
                    .await;
            }
        }
    });
    (port, came)
}

fn config(endpoint: &str, port: u16) -> WriterConfig {
    WriterConfig {
        retries: 0,
        ..WriterConfig::new(endpoint.replace("PORT", &port.to_string()), "mẫu")
    }
}

async fn ask(writer: &Writer) -> Result<(), WriterError> {
    let message = Message {
        role: Role::User,
        content: "x".to_owned(),
    };
    let request = WriteRequest {
        messages: &[message],
        format: None,
        limit: writer.total(),
    };
    writer.write(&request, &mut |_| true).await
}

#[tokio::test]
async fn no_connection_is_opened_where_none_may_be() {
    let (port, came) = listen().await;
    let came = || came.load(Ordering::SeqCst);
    let six = std::net::TcpListener::bind("[::1]:0").is_ok();
    for (spelling, expect) in SPELLINGS {
        let before = came();
        // Names of other machines are never looked up here.
        let writer = Writer::resolving(config(spelling, port), None);
        match (expect, writer) {
            (Refused, Err(WriterError::Settings(_))) => {}
            (Here, Ok(writer)) => {
                assert_eq!(writer.endpoint(), Endpoint::Loopback, "{spelling}");
                if six || !spelling.contains('[') {
                    let answered = ask(&writer).await;
                    assert_eq!(answered, Err(WriterError::Status(500)), "{spelling}");
                    assert_eq!(came(), before + 1, "{spelling}");
                }
            }
            (There, Ok(writer)) => assert_eq!(writer.endpoint(), Endpoint::Named, "{spelling}"),
            (expect, found) => panic!("{spelling}: {expect:?}, found {found:?}"),
        }
        if *expect != Here {
            assert_eq!(came(), before, "{spelling}");
        }
    }
    let refused = SPELLINGS.iter().filter(|(_, expect)| *expect == Refused);
    assert!(refused.count() + NAMES.len() >= 60);
}

#[tokio::test]
async fn a_name_is_judged_by_the_address_it_leads_to() {
    let (port, came) = listen().await;
    for (name, look_up, connects) in NAMES {
        let before = came.load(Ordering::SeqCst);
        let writer =
            Writer::resolving(config(name, port), Some(*look_up)).expect("a good spelling");
        let answered = ask(&writer).await;
        let expect = if *connects {
            WriterError::Status(500)
        } else {
            WriterError::Unreachable
        };
        assert_eq!(answered, Err(expect), "{name}");
        let after = came.load(Ordering::SeqCst);
        assert_eq!(after - before, usize::from(*connects), "{name}");
    }
}

#[tokio::test]
async fn no_redirect_is_followed() {
    let (port, came) = listen().await;
    for status in [301, 302, 303, 307, 308] {
        for to in [
            "http://127.0.0.1:PORT/v1",
            "//127.0.0.1:PORT/",
            "http://localhost:PORT/",
        ] {
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
            let own = listener.local_addr().expect("it is bound").port();
            let to = to.replace("PORT", &port.to_string());
            tokio::spawn(async move {
                if let Ok((mut stream, _)) = listener.accept().await {
                    let _ = stream.read(&mut [0; 65_536]).await;
                    let answer = format!(
                        "HTTP/1.1 {status} X\r\nlocation: {to}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
                    );
                    let _ = stream.write_all(answer.as_bytes()).await;
                }
            });
            let writer = Writer::new(config("http://127.0.0.1:PORT/v1", own)).expect("settings");
            assert_eq!(ask(&writer).await, Err(WriterError::Status(status)));
        }
    }
    assert_eq!(came.load(Ordering::SeqCst), 0);
}

#[test]
fn the_address_of_the_completions() {
    for (endpoint, expect) in [
        (
            "http://127.0.0.1:8080/v1",
            "http://127.0.0.1:8080/v1/chat/completions",
        ),
        (
            "http://127.0.0.1:8080/v1/",
            "http://127.0.0.1:8080/v1/chat/completions",
        ),
        ("http://[::1]:8080", "http://[::1]:8080/chat/completions"),
        (
            "http://2130706433/v1",
            "http://127.0.0.1/v1/chat/completions",
        ),
        (
            "https://example.org/v1",
            "https://example.org/v1/chat/completions",
        ),
    ] {
        let found = completions(endpoint).map(String::from);
        assert_eq!(found.as_deref(), Ok(expect), "{endpoint}");
    }
}
