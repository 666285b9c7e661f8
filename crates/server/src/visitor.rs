//! Who asks: found out once for each request, from what it shows. A token, or else the cookie of a session; what is
//! neither any more is a stranger's.

use std::{collections::BTreeSet, net::IpAddr, sync::Arc};

use axum::{
    extract::Request,
    http::{HeaderMap, header},
};
use catalogue::{Act, Collection, People, Person, Role};

use crate::{clock, desk::Office, failure::Failure, guard::Peer};

/// The cookie of a session where there is no TLS: only this machine is listened to then.
const COOKIE: &str = "cancu";
/// The cookie of a session behind TLS: browsers hold it to this host, this path and safe connections (RFC 6265bis).
const SAFE_COOKIE: &str = "__Host-cancu";

/// Who asks, and what they may see.
#[derive(Clone, Debug)]
pub(crate) struct Visitor {
    who: Who,
    /// The address that the request came from.
    from: String,
    /// Collections of which nothing is shown.
    hidden: Arc<BTreeSet<Collection>>,
}

#[derive(Clone, Debug)]
enum Who {
    /// Whoever sits at this machine, while it has no accounts: may do everything but what needs an account.
    Alone,
    /// Nobody knows.
    Stranger,
    /// Somebody with an account.
    Person(Arc<Person>, Pass),
}

/// How somebody is known.
#[derive(Clone, Debug)]
enum Pass {
    /// By a session, of a row.
    Session(Arc<str>, i64),
    /// By a token.
    Token(Arc<str>),
}

/// What a request shows of who sends it.
#[derive(Clone, Debug)]
pub(crate) struct Shown {
    pass: Option<Kind>,
    from: String,
}

#[derive(Clone, Debug)]
enum Kind {
    Token(String),
    Session(String),
}

impl Shown {
    /// Of a request.
    pub(crate) fn of(request: &Request) -> Self {
        let headers = request.headers();
        let token = headers.get(header::AUTHORIZATION).map(|value| {
            let value = value.to_str().unwrap_or_default();
            let token = value.strip_prefix("Bearer ").unwrap_or_default();
            Kind::Token(token.trim().to_owned())
        });
        let peer = request.extensions().get::<Peer>();
        Self {
            pass: token.or_else(|| session_of(headers).map(Kind::Session)),
            from: peer.map(|peer| address(peer.0.ip())).unwrap_or_default(),
        }
    }
}

/// An address as it is written down: the network of one of IPv6, which a host has to itself.
fn address(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V6(address) if !address.is_loopback() => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
        address => address.to_string(),
    }
}

/// The secret of the session that a request shows, if it shows one.
pub(crate) fn session_of(headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).into_iter();
    let cookies = cookies.filter_map(|cookies| cookies.to_str().ok());
    let named = cookies.flat_map(|cookies| cookies.split(';'));
    let mut sessions = named.filter_map(|cookie| {
        let (name, value) = cookie.trim().split_once('=')?;
        [COOKIE, SAFE_COOKIE]
            .contains(&name)
            .then(|| value.to_owned())
    });
    sessions.next().filter(|secret| secret.len() == 64)
}

/// The cookie of a session that begins, or (`None`) that takes one away. Without `Max-Age`: it goes with the browser.
pub(crate) fn cookie(secret: Option<&str>, behind_tls: bool) -> String {
    let (name, safe) = match behind_tls {
        true => (SAFE_COOKIE, "; Secure"),
        false => (COOKIE, ""),
    };
    let (value, end) = match secret {
        Some(secret) => (secret, ""),
        None => ("", "; Max-Age=0"),
    };
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Strict{safe}{end}")
}

impl Visitor {
    /// Of what a request shows.
    pub(crate) async fn of(office: &Office, shown: Shown) -> Result<Self, Failure> {
        let (people, alone) = (Arc::clone(&office.people), office.setup.alone);
        let found = tokio::task::spawn_blocking(move || Self::found(&people, alone, shown));
        Ok(found.await.map_err(|_| Failure::Internal)??)
    }

    fn found(people: &People, alone: bool, shown: Shown) -> Result<Self, catalogue::Error> {
        let Shown { pass, from } = shown;
        let now = clock::now();
        let who = match pass {
            Some(Kind::Token(token)) => people.of_token(&token, now)?.map(|person| {
                let pass = Pass::Token(token.into());
                Who::Person(Arc::new(person), pass)
            }),
            Some(Kind::Session(secret)) => {
                people.of_session(&secret, now)?.map(|(session, person)| {
                    let pass = Pass::Session(secret.into(), session.row);
                    Who::Person(Arc::new(person), pass)
                })
            }
            None => None,
        };
        let who = match who {
            Some(who) => who,
            // A token or session of nobody's is no reason to let somebody in who would be let in without.
            None if alone && !people.any()? => Who::Alone,
            None => Who::Stranger,
        };
        let hidden = match &who {
            Who::Alone => BTreeSet::new(),
            Who::Stranger => people.hidden_from(None)?,
            Who::Person(person, _) => people.hidden_from(Some(person))?,
        };
        Ok(Self {
            who,
            from,
            hidden: Arc::new(hidden),
        })
    }

    /// Whoever started the program at the terminal: the machine and its files are theirs.
    pub(crate) fn at_the_machine() -> Self {
        Self {
            who: Who::Alone,
            from: String::new(),
            hidden: Arc::default(),
        }
    }

    /// Whether nobody knows who it is.
    pub(crate) fn is_stranger(&self) -> bool {
        matches!(self.who, Who::Stranger)
    }

    /// Whether the machine has no accounts yet.
    pub(crate) fn is_alone(&self) -> bool {
        matches!(self.who, Who::Alone)
    }

    /// Whether it is a person with a session: a program with a token keeps no accounts.
    pub(crate) fn has_session(&self) -> bool {
        self.session().is_some()
    }

    /// The row of the session.
    pub(crate) fn session(&self) -> Option<i64> {
        match &self.who {
            Who::Person(_, Pass::Session(_, row)) => Some(*row),
            _ => None,
        }
    }

    /// Whether a role is among those that the visitor has.
    pub(crate) fn has(&self, role: Role) -> bool {
        match &self.who {
            Who::Alone => true,
            Who::Stranger => false,
            Who::Person(person, _) => person.roles.contains(&role),
        }
    }

    /// Somebody with an account.
    pub(crate) fn person(&self) -> Option<&Person> {
        match &self.who {
            Who::Person(person, _) => Some(person),
            _ => None,
        }
    }

    /// The account's name; in brackets, which no name has, whoever has none.
    pub(crate) fn name(&self) -> &str {
        match &self.who {
            Who::Alone => "(this machine)",
            Who::Stranger => "(stranger)",
            Who::Person(person, _) => &person.name,
        }
    }

    /// Under what one's own things are kept: of whoever signed in, and of the machine's own person. A program with a
    /// token has no history, and a stranger none.
    pub(crate) fn key(&self) -> Option<String> {
        match &self.who {
            Who::Alone => Some("machine".to_owned()),
            Who::Person(person, Pass::Session(..)) => Some(format!("person {}", person.row)),
            Who::Person(_, Pass::Token(_)) | Who::Stranger => None,
        }
    }

    /// Collections of which nothing is shown.
    pub(crate) fn hidden(&self) -> &Arc<BTreeSet<Collection>> {
        &self.hidden
    }

    /// That the visitor does something now.
    pub(crate) fn act(&self) -> Act {
        Act {
            who: self.name().to_owned(),
            at: clock::now(),
            from: self.from.clone(),
        }
    }

    /// Whether the visitor is still let in, with the same rights: what lasts longer than a request asks again.
    pub(crate) fn is_still_in(&self, people: &People, alone: bool) -> Result<bool, Failure> {
        let pass = match &self.who {
            Who::Person(_, Pass::Session(secret, _)) => Some(Kind::Session(secret.to_string())),
            Who::Person(_, Pass::Token(token)) => Some(Kind::Token(token.to_string())),
            _ => None,
        };
        let shown = Shown {
            pass,
            from: String::new(),
        };
        let now = Self::found(people, alone, shown)?;
        let roles = |visitor: &Self| Role::ALL.map(|role| visitor.has(role));
        Ok(now.name() == self.name() && roles(&now) == roles(self) && now.hidden == self.hidden)
    }
}

#[cfg(test)]
impl Visitor {
    fn new(who: Who) -> Self {
        Self {
            who,
            from: String::new(),
            hidden: Arc::default(),
        }
    }

    pub(crate) fn alone() -> Self {
        Self::new(Who::Alone)
    }

    pub(crate) fn stranger() -> Self {
        Self::new(Who::Stranger)
    }

    pub(crate) fn signed_in(role: Role) -> Self {
        Self::known(role, Pass::Session("secret".into(), 1))
    }

    pub(crate) fn program(role: Role) -> Self {
        Self::known(role, Pass::Token("token".into()))
    }

    fn known(role: Role, pass: Pass) -> Self {
        let person = Person {
            row: 1,
            name: "an".to_owned(),
            shown: "An".to_owned(),
            roles: BTreeSet::from([role]),
            groups: BTreeSet::new(),
            disabled: false,
            has_password: true,
            made: jiff::Timestamp::UNIX_EPOCH,
        };
        Self::new(Who::Person(Arc::new(person), pass))
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn cookies_of_sessions() {
        assert_eq!(
            cookie(Some("abc"), true),
            "__Host-cancu=abc; Path=/; HttpOnly; SameSite=Strict; Secure"
        );
        assert_eq!(
            cookie(None, false),
            "cancu=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0"
        );
        let secret = "a".repeat(64);
        let check = |cookies: &str, expect: bool| {
            let mut headers = HeaderMap::new();
            headers.insert(
                header::COOKIE,
                HeaderValue::from_str(cookies).expect("a header"),
            );
            assert_eq!(session_of(&headers).is_some(), expect, "{cookies}");
        };
        check(&format!("lang=vi; cancu={secret}"), true);
        check(&format!("__Host-cancu={secret}"), true);
        check("lang=vi", false);
        check("cancu=short", false);
        check(&format!("mycancu={secret}"), false);
    }

    #[test]
    fn addresses() {
        fn check(typed: &str, expect: &str) {
            assert_eq!(address(typed.parse().expect("an address")), expect);
        }
        check("10.0.0.7", "10.0.0.7");
        check("::ffff:10.0.0.7", "10.0.0.7");
        check("::1", "::1");
        check("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64");
    }
}
