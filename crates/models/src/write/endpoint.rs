//! Where a writer may be: what an address must look like before any socket is opened.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::WriterError;

/// Where the words go that a writer is given, as far as a policy tells places apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Endpoint {
    /// Nowhere: no writer is configured.
    None,
    /// To a program on this machine: an address of the loopback, or `localhost`, which is then held to it.
    Loopback,
    /// To any other machine, in the office or outside.
    Named,
}

/// Of a checked address.
pub(super) fn of(address: &Url) -> Endpoint {
    match place(address.host_str().unwrap_or_default()) {
        Place::Loopback => Endpoint::Loopback,
        _ => Endpoint::Named,
    }
}

/// The address of the chat completions below a base address.
pub(super) fn completions(endpoint: &str) -> Result<Url, WriterError> {
    let refuse = |why: &str| WriterError::Settings(why.to_owned());
    let base = base(endpoint).map_err(refuse)?;
    let address = format!("{}/chat/completions", base.as_str().trim_end_matches('/'));
    Url::parse(&address).map_err(|_| refuse("the endpoint is not an address"))
}

/// A base address; `Err`: why it is none. Plain http is for this machine and the office network only: a question must
/// not cross the internet unencrypted.
pub(super) fn base(endpoint: &str) -> Result<Url, &'static str> {
    let Ok(base) = Url::parse(endpoint.trim()) else {
        return Err("the endpoint is not an address such as http://127.0.0.1:8080/v1");
    };
    if !base.username().is_empty() || base.password().is_some() {
        return Err("the endpoint must not hold a user name or password: use the key file");
    }
    if base.query().is_some() || base.fragment().is_some() {
        return Err("the endpoint must end with its path, such as /v1");
    }
    let Some(host) = base.host_str() else {
        return Err("the endpoint names no host");
    };
    // Odd spellings of an address (decimal, octal, hex, full width) were made plain by the parser.
    let place = place(host);
    if place == Place::Nowhere {
        return Err("no writer can be at this address");
    }
    match base.scheme() {
        "https" => {}
        "http" if place != Place::Outside => {}
        "http" => {
            return Err("plain http is only for this machine and private networks: use https");
        }
        _ => return Err("the endpoint must start with http:// or https://"),
    }
    Ok(base)
}

/// Where a host can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// On this machine.
    Loopback,
    /// On a private network.
    Office,
    /// Anywhere.
    Outside,
    /// Where nobody may be asked: no address of one machine, or one that hands out what it should not.
    Nowhere,
}

/// The place of a host as the parser made it plain: an address, or a name that only this machine or a local network
/// can answer for.
fn place(host: &str) -> Place {
    const LOCAL: [&str; 6] = [
        ".localhost",
        ".local",
        ".lan",
        ".internal",
        ".home.arpa",
        ".test",
    ];
    if let Ok(ip) = host.trim_matches(['[', ']']).parse() {
        return place_of(ip);
    }
    let name = host.trim_end_matches('.').to_ascii_lowercase();
    if name == "localhost" {
        Place::Loopback
    } else if !name.contains('.') || LOCAL.iter().any(|ending| name.ends_with(ending)) {
        Place::Office
    } else {
        Place::Outside
    }
}

/// The place of an address. An IPv4 address inside an IPv6 one is judged as what it is.
fn place_of(ip: IpAddr) -> Place {
    match ip {
        IpAddr::V4(ip) => match ip.octets() {
            [127, ..] => Place::Loopback,
            // "This network", multicast, reserved; link-local: 169.254.169.254 hands out cloud credentials, and so
            // does 100.100.100.200.
            [0 | 224..=255, ..] | [169, 254, ..] | [100, 100, 100, 200] => Place::Nowhere,
            _ if ip.is_private() => Place::Office,
            _ => Place::Outside,
        },
        IpAddr::V6(ip) => {
            let parts = ip.segments();
            if ip == Ipv6Addr::LOCALHOST {
                return Place::Loopback;
            }
            let embedded = |high: u16, low: u16| {
                let [a, b] = high.to_be_bytes();
                let [c, d] = low.to_be_bytes();
                place_of(IpAddr::V4(Ipv4Addr::new(a, b, c, d)))
            };
            match parts {
                // Mapped: the system opens an IPv4 connection.
                [0, 0, 0, 0, 0, 0xffff, high, low] => embedded(high, low),
                // Unspecified, "compatible" and other old forms, link-local, site-local, multicast; the address at
                // which a cloud hands out credentials.
                [0, 0, 0, 0, 0, ..] | [0xfe80..=0xffff, ..] => Place::Nowhere,
                [0xfd00, 0xec2, ..] => Place::Nowhere,
                [0xfc00..=0xfdff, ..] => Place::Office,
                // Translated (RFC 6052) and 6to4: to the IPv4 address inside, which must be an outer one.
                [0x64, 0xff9b, _, _, _, _, high, low] | [0x2002, high, low, ..] => {
                    match embedded(high, low) {
                        Place::Outside => Place::Outside,
                        _ => Place::Nowhere,
                    }
                }
                _ => Place::Outside,
            }
        }
    }
}

/// How a name is looked up; the tests bring their own.
pub(super) type LookUp = fn(&str) -> Vec<IpAddr>;

/// Resolves names and keeps, at connect time, only the addresses at which a host of that name may be: a name that
/// is rebound to this machine, or to the outside, gets no connection.
#[derive(Debug)]
pub(super) struct Resolver {
    place: Place,
    look_up: Option<LookUp>,
}

impl Resolver {
    /// For the host of an address.
    pub(super) fn new(address: &Url, look_up: Option<LookUp>) -> Self {
        // A name of the office must lead to the office only where the words would cross the network unencrypted;
        // behind https the certificate says who answers.
        let place = match place(address.host_str().unwrap_or_default()) {
            Place::Office if address.scheme() == "https" => Place::Outside,
            place => place,
        };
        Self { place, look_up }
    }
}

/// Whether a host of this place may be at an address of that one.
fn may_be_at(host: Place, address: Place) -> bool {
    match host {
        Place::Loopback => address == Place::Loopback,
        Place::Office => address == Place::Office,
        Place::Outside => matches!(address, Place::Office | Place::Outside),
        Place::Nowhere => false,
    }
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let (place, look_up) = (self.place, self.look_up);
        Box::pin(async move {
            let found: Vec<SocketAddr> = match look_up {
                Some(look_up) => look_up(name.as_str())
                    .into_iter()
                    .map(|ip| SocketAddr::new(ip, 0))
                    .collect(),
                None => tokio::net::lookup_host((name.as_str(), 0)).await?.collect(),
            };
            let kept: Vec<SocketAddr> = found
                .into_iter()
                .filter(|address| may_be_at(place, place_of(address.ip())))
                .collect();
            if kept.is_empty() {
                return Err("the name leads nowhere that it may".into());
            }
            Ok(Box::new(kept.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests;
