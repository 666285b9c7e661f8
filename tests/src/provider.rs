//! An identity provider as the tests want it: it vouches for whoever they say, honestly or with a fault.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::digest::{SHA256, digest};
use serde_json::{Value, json};

use keys::Keys;
pub use keys::Signing;

mod keys;

/// What is wrong with what it says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lie {
    /// Nothing.
    #[default]
    None,
    /// The token is signed by a key that is none of the provider's.
    OtherKey,
    /// The token names a key that the provider does not publish.
    StrangeKey,
    /// The token is not signed.
    Unsigned,
    /// The token is signed with the public key as a shared secret.
    SharedSecret,
    /// A letter of the token was changed after it was signed.
    Changed,
    /// Another issuer says it.
    Issuer,
    /// It is for another program.
    Audience,
    /// It is for several, and was made for another.
    Party,
    /// It is of another sign-in.
    Nonce,
    /// It says no sign-in.
    NoNonce,
    /// It is over.
    Over,
    /// It never ends.
    Endless,
    /// It is of the future.
    Future,
    /// It was made long ago.
    Old,
    /// It does not say whom it means.
    NoSubject,
    /// The provider sends no token.
    NoToken,
    /// The provider refuses.
    Refuses,
    /// Something else than JSON.
    Noise,
    /// The description leads the token request elsewhere.
    Elsewhere,
    /// The description names another issuer.
    OtherName,
}

impl Lie {
    /// All faults.
    pub const ALL: [Self; 20] = [
        Self::OtherKey,
        Self::StrangeKey,
        Self::Unsigned,
        Self::SharedSecret,
        Self::Changed,
        Self::Issuer,
        Self::Audience,
        Self::Party,
        Self::Nonce,
        Self::NoNonce,
        Self::Over,
        Self::Endless,
        Self::Future,
        Self::Old,
        Self::NoSubject,
        Self::NoToken,
        Self::Refuses,
        Self::Noise,
        Self::Elsewhere,
        Self::OtherName,
    ];
}

/// For whom it vouches next.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Whom it means.
    pub subject: String,
    /// The name of the account.
    pub name: String,
    /// The name that others see.
    pub shown: String,
    /// Words from which roles follow.
    pub roles: Vec<String>,
}

#[derive(Debug, Default)]
struct State {
    lie: Lie,
    person: Known,
    /// Codes that were given and not used: address of return, challenge, nonce.
    codes: BTreeMap<String, [String; 3]>,
    count: usize,
    signing: Signing,
    /// 1 after its keys were changed.
    round: usize,
    /// How often its keys were fetched.
    fetched: usize,
    /// How often somebody signed out there.
    left: usize,
    /// What was wrong with the requests that came.
    wrong: Vec<String>,
}

/// A running one, until the test ends.
#[derive(Debug)]
pub struct Provider {
    address: String,
    state: Arc<Mutex<State>>,
}

/// Our name and secret there.
const CLIENT: &str = "cancu-test";
const SECRET: &str = "mot:chuoi-dai/cua-bai-thu?";

impl Provider {
    /// Starts one on a free port.
    ///
    /// # Panics
    /// When there is none, or no randomness.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener
            .local_addr()
            .expect("a bound socket has an address");
        let provider = Self {
            address: format!("http://{address}"),
            state: Arc::default(),
        };
        let (home, state) = (provider.address.clone(), Arc::clone(&provider.state));
        let keys = Arc::new(Keys::new());
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (home, state, keys) = (home.clone(), Arc::clone(&state), Arc::clone(&keys));
                std::thread::spawn(move || serve(stream, &home, &state, &keys));
            }
        });
        provider
    }

    /// The part of `cancu.toml` that trusts it; the secret is written into a file beside.
    ///
    /// # Panics
    /// When the file cannot be written.
    pub fn settings(&self, folder: &std::path::Path) -> String {
        let file = folder.join("oidc-secret");
        std::fs::write(&file, SECRET).expect("a file can be written");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let own = std::fs::Permissions::from_mode(0o600);
            std::fs::set_permissions(&file, own).expect("a file of one's own");
        }
        format!(
            "[oidc]\nissuer = \"{}\"\nclient_id = \"{CLIENT}\"\nsecret_file = \"{}\"\nlabel = \"Tài khoản mẫu\"\nroles_claim = \"realm_access.roles\"\n[oidc.roles]\ncan-bo = \"official\"\nquan-tri = \"admin\"\n",
            self.address,
            file.display()
        )
    }

    /// Vouches for somebody from now on, in a manner.
    pub fn vouch(&self, person: Known, lie: Lie) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.person = person;
        state.lie = lie;
    }

    /// Signs in another way from now on.
    pub fn sign(&self, signing: Signing) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.signing = signing;
    }

    /// Changes its keys: the former ones are published no more.
    pub fn change_keys(&self) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.round = 1;
    }

    /// How often somebody signed out there.
    pub fn left(&self) -> usize {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.left
    }

    /// How often its keys were fetched.
    pub fn fetched(&self) -> usize {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.fetched
    }

    /// Signs in at an address that a browser was sent to, as its user would: where the browser is sent back.
    ///
    /// # Panics
    /// When it does not answer, or sends nobody back.
    pub fn sign_in(&self, address: &str) -> String {
        let rest = address
            .strip_prefix(&self.address)
            .unwrap_or_else(|| panic!("{address} is not the provider's"));
        let host = self.address.trim_start_matches("http://");
        let answer = crate::get(host, rest).expect("the provider answers");
        let to = answer.header("location").expect("somebody is sent back");
        to.to_owned()
    }

    /// What was wrong with the requests that came.
    pub fn wrong(&self) -> Vec<String> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.wrong.clone()
    }
}

fn serve(mut stream: TcpStream, home: &str, state: &Mutex<State>, keys: &Keys) {
    let Ok(reading) = stream.try_clone() else {
        return;
    };
    let mut reader = BufReader::new(reading);
    let (mut first, mut length, mut basic) = (String::new(), 0, String::new());
    let _ = reader.read_line(&mut first);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).is_err() || line.trim().is_empty() {
            break;
        }
        let (name, value) = line.split_once(':').unwrap_or_default();
        match name.to_lowercase().as_str() {
            "content-length" => length = value.trim().parse().unwrap_or(0),
            "authorization" => value.trim().clone_into(&mut basic),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    let _ = reader.read_exact(&mut body);
    let body = String::from_utf8_lossy(&body).into_owned();
    let path = first.split_whitespace().nth(1).unwrap_or_default();
    let (place, asked) = path.split_once('?').unwrap_or((path, ""));
    let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
    let (status, head, said) = match place {
        "/.well-known/openid-configuration" => (200, String::new(), described(home, state.lie)),
        "/keys" => {
            state.fetched += 1;
            (200, String::new(), keys.published(state.round).to_string())
        }
        "/logout" => {
            state.left += 1;
            let asked = fields(asked);
            let back = asked
                .get("post_logout_redirect_uri")
                .cloned()
                .unwrap_or_default();
            if asked.get("client_id").map(String::as_str) != Some(CLIENT)
                || !back.ends_with("/dang-nhap")
            {
                state.wrong.push(format!("who leaves says {asked:?}"));
            }
            (302, format!("Location: {back}\r\n"), String::new())
        }
        "/authorize" => signed_in(&mut state, &fields(asked)),
        "/token" => token(&mut state, &fields(&body), &basic, home, keys),
        _ => (404, String::new(), "{}".to_owned()),
    };
    let _ = write!(
        stream,
        "HTTP/1.1 {status} .\r\nContent-Type: application/json\r\nConnection: close\r\n{head}Content-Length: {}\r\n\r\n{said}",
        said.len()
    );
}

fn described(home: &str, lie: Lie) -> String {
    let token = match lie {
        Lie::Elsewhere => "http://127.0.0.2:9/token".to_owned(),
        _ => format!("{home}/token"),
    };
    let issuer = if lie == Lie::OtherName {
        "https://id.example"
    } else {
        home
    };
    json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{home}/authorize"),
        "token_endpoint": token,
        "jwks_uri": format!("{home}/keys"),
        "end_session_endpoint": format!("{home}/logout"),
    })
    .to_string()
}

/// Somebody signs in: back with a code.
fn signed_in(state: &mut State, asked: &BTreeMap<String, String>) -> (u16, String, String) {
    let said = |name: &str| asked.get(name).cloned().unwrap_or_default();
    for (name, wanted) in [
        ("response_type", "code"),
        ("client_id", CLIENT),
        ("scope", "openid profile"),
        ("code_challenge_method", "S256"),
    ] {
        if said(name) != wanted {
            state.wrong.push(format!("{name} is {}", said(name)));
        }
    }
    state.count += 1;
    let code = format!("code-{}", state.count);
    let back = said("redirect_uri");
    let begun = [back.clone(), said("code_challenge"), said("nonce")];
    state.codes.insert(code.clone(), begun);
    let location = format!("Location: {back}?code={code}&state={}\r\n", said("state"));
    (302, location, String::new())
}

fn token(
    state: &mut State,
    asked: &BTreeMap<String, String>,
    basic: &str,
    home: &str,
    keys: &Keys,
) -> (u16, String, String) {
    let said = |name: &str| asked.get(name).cloned().unwrap_or_default();
    let pair = basic
        .strip_prefix("Basic ")
        .and_then(|text| STANDARD.decode(text).ok());
    let pair = String::from_utf8(pair.unwrap_or_default()).unwrap_or_default();
    if unescaped(&pair) != format!("{CLIENT}:{SECRET}") {
        state.wrong.push(format!("client and secret are {pair}"));
    }
    let refused = (
        400,
        String::new(),
        json!({ "error": "invalid_grant" }).to_string(),
    );
    let Some([back, challenge, nonce]) = state.codes.remove(&said("code")) else {
        return refused;
    };
    let proof = digest(&SHA256, said("code_verifier").as_bytes());
    let fits = URL_SAFE_NO_PAD.encode(proof.as_ref()) == challenge;
    if !fits || said("redirect_uri") != back || said("grant_type") != "authorization_code" {
        state.wrong.push(format!("the token request is {asked:?}"));
        return refused;
    }
    match state.lie {
        Lie::Refuses => refused,
        Lie::NoToken => (
            200,
            String::new(),
            json!({ "access_token": "a" }).to_string(),
        ),
        Lie::Noise => (200, String::new(), "<html>".to_owned()),
        lie => {
            let claims = claims(lie, &state.person, home, &nonce);
            let token = keys.signed(lie, state.signing, state.round, &claims);
            let answer = json!({ "id_token": token, "token_type": "Bearer", "access_token": "a" });
            (200, String::new(), answer.to_string())
        }
    }
}

fn claims(lie: Lie, person: &Known, home: &str, nonce: &str) -> Value {
    let clock = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let now = clock.map_or(0, |since| since.as_secs());
    let mut claims = json!({
        "iss": home, "aud": CLIENT, "sub": person.subject, "nonce": nonce,
        "iat": now, "exp": now + 300,
        "preferred_username": person.name, "name": person.shown,
        "realm_access": { "roles": person.roles },
    });
    let map = claims.as_object_mut().expect("an object");
    let mut put = |name: &str, value: Value| {
        map.insert(name.to_owned(), value);
    };
    match lie {
        Lie::Issuer => put("iss", json!("https://id.example")),
        Lie::Audience => put("aud", json!("another")),
        Lie::Party => {
            put("aud", json!([CLIENT, "another"]));
            put("azp", json!("another"));
        }
        Lie::Nonce => put("nonce", json!("of-yesterday")),
        Lie::Over => put("exp", json!(now - 120)),
        Lie::Future => put("iat", json!(now + 3600)),
        Lie::Old => put("iat", json!(now - 3600)),
        Lie::NoSubject => put("sub", json!("")),
        Lie::NoNonce => {
            map.remove("nonce");
        }
        Lie::Endless => {
            map.remove("exp");
        }
        _ => {}
    }
    claims
}

fn fields(text: &str) -> BTreeMap<String, String> {
    let pairs = text.split('&').filter_map(|pair| pair.split_once('='));
    pairs
        .map(|(name, value)| (unescaped(name), unescaped(&value.replace('+', " "))))
        .collect()
}

fn unescaped(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let digits: Option<[u8; 2]> = (byte == b'%')
            .then(|| Some([rest.next()?, rest.next()?]))
            .flatten();
        let escaped = digits.and_then(|digits| {
            let digits = std::str::from_utf8(&digits).ok()?.to_owned();
            u8::from_str_radix(&digits, 16).ok()
        });
        bytes.push(escaped.unwrap_or(byte));
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
