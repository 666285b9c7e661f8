//! Where a writer may be: what an address and a key file must look like before any socket is opened.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;

use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::HeaderValue;

use super::WriterError;

/// A key longer than this is no key but a wrong file.
const KEY_LIMIT: u64 = 8 * 1024;

/// The address of the chat completions below a base address. Plain http is for this machine and the office
/// network only: a question must not cross the internet unencrypted.
pub(super) fn completions(endpoint: &str) -> Result<Url, WriterError> {
    let refuse = |why: &str| Err(WriterError::Settings(why.to_owned()));
    let Ok(base) = Url::parse(endpoint.trim()) else {
        return refuse("the endpoint is not an address such as http://127.0.0.1:8080/v1");
    };
    if !base.username().is_empty() || base.password().is_some() {
        return refuse("the endpoint must not hold a user name or password: use the key file");
    }
    if base.query().is_some() || base.fragment().is_some() {
        return refuse("the endpoint must end with its path, such as /v1");
    }
    let Some(host) = base.host_str() else {
        return refuse("the endpoint names no host");
    };
    // Odd spellings of an address (decimal, hex) were made plain by the parser.
    let local = match host.trim_matches(['[', ']']).parse() {
        Ok(ip) => is_local(ip),
        Err(_) => is_local_name(host),
    };
    match base.scheme() {
        "https" => {}
        "http" if local => {}
        "http" => {
            return refuse("plain http is only for this machine and private networks: use https");
        }
        _ => return refuse("the endpoint must start with http:// or https://"),
    }
    let address = format!("{}/chat/completions", base.as_str().trim_end_matches('/'));
    Url::parse(&address).or_else(|_| refuse("the endpoint is not an address"))
}

/// Loopback and private networks. Link-local is not among them: 169.254.169.254 hands out cloud credentials.
pub(super) fn is_local(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => ip.is_loopback() || ip.is_private(),
        IpAddr::V6(ip) => match ip.to_ipv4_mapped() {
            Some(ip) => ip.is_loopback() || ip.is_private(),
            None => ip == Ipv6Addr::LOCALHOST || ip.segments()[0] & 0xfe00 == 0xfc00,
        },
    }
}

/// Names that only a local network can answer for; what they resolve to is checked again at connect.
fn is_local_name(name: &str) -> bool {
    const LOCAL: [&str; 6] = [
        ".localhost",
        ".local",
        ".lan",
        ".internal",
        ".home.arpa",
        ".test",
    ];
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    !name.contains('.') || LOCAL.iter().any(|ending| name.ends_with(ending))
}

/// Resolves names for plain http and keeps only local addresses, at connect time, so that a name that is
/// rebound to the outside gets no connection.
#[derive(Debug, Default)]
pub(super) struct LocalOnly;

impl Resolve for LocalOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let local: Vec<SocketAddr> = found.filter(|address| is_local(address.ip())).collect();
            if local.is_empty() {
                return Err("no local address".into());
            }
            Ok(Box::new(local.into_iter()) as Addrs)
        })
    }
}

/// The resolver of an address: names of plain http addresses must lead to this network.
pub(super) fn resolver(address: &Url) -> Option<Arc<LocalOnly>> {
    (address.scheme() == "http").then(|| Arc::new(LocalOnly))
}

/// Reads the key into a header that never shows itself. No error here holds a byte of the file.
pub(super) fn read_key(path: &Path) -> Result<HeaderValue, WriterError> {
    let refuse = |why: &str| WriterError::Settings(why.to_owned());
    let unreadable = |_| refuse("the key file cannot be read");
    let file = std::fs::File::open(path).map_err(unreadable)?;
    let about = file.metadata().map_err(unreadable)?;
    if !about.is_file() || about.len() > KEY_LIMIT {
        return Err(refuse("the key file is not a file with one key"));
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        if about.permissions().mode() & 0o077 != 0 {
            return Err(refuse("the key file can be read by others: chmod 600 it"));
        }
    }
    let text = std::io::read_to_string(file).map_err(unreadable)?;
    let key = text.trim();
    if key.is_empty() || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(refuse("the key file does not hold one key on one line"));
    }
    let mut header = HeaderValue::try_from(format!("Bearer {key}"))
        .map_err(|_| refuse("the key file does not hold one key on one line"))?;
    header.set_sensitive(true);
    Ok(header)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        for (endpoint, expect) in [
            (
                "http://127.0.0.1:8080/v1",
                Some("http://127.0.0.1:8080/v1/chat/completions"),
            ),
            (
                "http://127.0.0.1:8080/v1/",
                Some("http://127.0.0.1:8080/v1/chat/completions"),
            ),
            (
                "http://localhost:11434/v1",
                Some("http://localhost:11434/v1/chat/completions"),
            ),
            (
                "http://[::1]:8080",
                Some("http://[::1]:8080/chat/completions"),
            ),
            (
                "http://192.168.1.9/v1",
                Some("http://192.168.1.9/v1/chat/completions"),
            ),
            (
                "http://[fd00::5]/v1",
                Some("http://[fd00::5]/v1/chat/completions"),
            ),
            (
                "http://ollama:11434/v1",
                Some("http://ollama:11434/v1/chat/completions"),
            ),
            (
                "http://may-chu.lan/v1",
                Some("http://may-chu.lan/v1/chat/completions"),
            ),
            (
                "https://example.org/v1",
                Some("https://example.org/v1/chat/completions"),
            ),
            // The address itself is read, not its spelling.
            (
                "http://2130706433/v1",
                Some("http://127.0.0.1/v1/chat/completions"),
            ),
            ("http://example.org/v1", None),
            ("http://8.8.8.8/v1", None),
            ("http://134744072/v1", None),
            ("http://0x08080808/v1", None),
            ("http://169.254.169.254/latest", None),
            ("http://0.0.0.0/v1", None),
            ("http://[::ffff:8.8.8.8]/v1", None),
            ("http://127.0.0.1@example.org/v1", None),
            ("https://user:secret@example.org/v1", None),
            ("https://example.org/v1?key=1", None),
            ("file:///etc/passwd", None),
            ("ftp://127.0.0.1/", None),
            ("127.0.0.1:8080", None),
            ("", None),
        ] {
            let found = completions(endpoint).ok().map(String::from);
            assert_eq!(found.as_deref(), expect, "{endpoint}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn keys() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        for (content, mode, good) in [
            ("sk-canary-1\n", 0o600, true),
            ("sk-canary-1", 0o400, true),
            ("sk-canary-1", 0o640, false),
            ("sk-canary-1", 0o604, false),
            ("", 0o600, false),
            ("sk canary", 0o600, false),
            ("sk-canary\r\nx: y", 0o600, false),
            ("sk-cánary", 0o600, false),
        ] {
            let path = folder.path().join("key");
            let _ = std::fs::remove_file(&path);
            std::fs::write(&path, content).unwrap();
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
            let found = read_key(&path);
            assert_eq!(found.is_ok(), good, "{content:?} {mode:o}");
            let shown = format!("{found:?}");
            assert!(!shown.contains("canary"), "{shown}");
        }
        assert!(read_key(&folder.path().join("absent")).is_err());
        assert!(read_key(folder.path()).is_err());
    }
}
