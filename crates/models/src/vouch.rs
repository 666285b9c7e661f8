//! A provider that vouches for people (OpenID Connect Core 1.0): the authorization code flow with PKCE (RFC 7636), state
//! and nonce. With `write`, the only module that opens outward sockets: what it sends is about the person who signs in,
//! never of a document or a question.
//!
//! Deny by default: of what the provider says only a signed ID token of the configured issuer, for us, for the sign-in
//! that we began, and not out of date by more than a minute, is believed. The signature is checked although the token comes
//! from the provider itself, and by a key of its own set; "none" and shared secrets are no signatures.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::jwk::JwkSet;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use reqwest::{Client, RequestBuilder, Url};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use tokio::time::{Instant, timeout};

use crate::write::outward;
use token::{Expected, Unfit};

mod leave;
mod token;

#[cfg(test)]
mod tests;

/// For one request to the provider.
const PATIENCE: Duration = Duration::from_secs(10);
/// Longer answers are none of a provider.
const MOST_BYTES: usize = 256 * 1024;
/// How long what the provider says of itself is believed.
const KEPT: Duration = Duration::from_secs(3600);
/// For how long nobody looks again for a key that was looked for …
const LOOKED: Duration = Duration::from_secs(60);
/// … and for most so many others.
const MOST_LOOKED: usize = 8;

/// Where the provider is, and as what we are known there.
#[derive(Clone, Debug)]
pub struct VoucherConfig {
    /// Its address, exactly as it names itself: `https://id.example.gov.vn/realms/xa`.
    pub issuer: String,
    /// Other origins at which it answers; none but these and the issuer's own are called.
    pub also: Vec<String>,
    /// Our name there.
    pub client: String,
    /// File with our secret there; `None`: we are a public client, which PKCE suffices for.
    pub secret_file: Option<PathBuf>,
    /// Where it sends browsers back, exactly as it is registered there.
    pub redirect: String,
    /// What is asked for besides `openid`.
    pub scopes: Vec<String>,
    /// The claim that names the account.
    pub name_claim: String,
    /// The claim with the name that others see.
    pub shown_claim: String,
    /// The claim from which roles follow; a dot leads into an object: `realm_access.roles`.
    pub roles_claim: String,
}

/// Why nobody was vouched for, by what the caller can do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VouchError {
    /// The settings are not usable.
    #[error("the settings of the identity provider are not usable: {0}")]
    Settings(String),
    /// Nobody answers there, or not in time.
    #[error("the identity provider could not be reached")]
    Unreachable,
    /// What it says is not the protocol, or leads to a place that is not configured.
    #[error("the identity provider's answer could not be used: {0}")]
    Protocol(&'static str),
    /// It does not vouch, or not in a way that is believed.
    #[error("nobody was vouched for: {0}")]
    Refused(&'static str),
}

/// The random parts of one sign-in: 43 to 128 letters and digits each, used once.
#[derive(Clone, PartialEq, Eq)]
pub struct Pending {
    /// Comes back with the browser.
    pub state: String,
    /// Comes back inside the token.
    pub nonce: String,
    /// Proves that whoever began is whoever ends.
    pub verifier: String,
}

impl std::fmt::Debug for Pending {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pending(…)")
    }
}

/// Somebody, as the provider knows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vouched {
    /// Who says so.
    pub issuer: String,
    /// Whom it means, for ever: names change, and are given to others.
    pub subject: String,
    /// The name of the account.
    pub name: String,
    /// The name that others see; empty where the provider says none.
    pub shown: String,
    /// What the claim of roles says; empty where there is none.
    pub roles: Vec<String>,
}

/// What a provider says of itself (OpenID Connect Discovery 1.0, section 3).
#[derive(Clone, Debug, Deserialize)]
struct Discovered {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    /// OpenID Connect RP-Initiated Logout 1.0, section 2.1.
    #[serde(default)]
    end_session_endpoint: Option<String>,
    #[serde(default)]
    token_endpoint_auth_methods_supported: Vec<String>,
}

/// The provider, and its keys, as they were fetched.
#[derive(Clone, Debug)]
struct Known {
    at: Instant,
    said: Discovered,
    keys: JwkSet,
}

/// A provider, ready to be asked. Safe to share behind an `Arc`.
pub struct Voucher {
    config: VoucherConfig,
    issuer: Url,
    origins: Vec<String>,
    secret: Option<String>,
    known: Mutex<Option<Arc<Known>>>,
    /// Keys that were looked for among the provider's of late, and when.
    looked: Mutex<Vec<(String, Instant)>>,
}

impl Voucher {
    /// Checks the settings and reads the secret; opens nothing yet.
    pub fn new(config: VoucherConfig) -> Result<Self, VouchError> {
        let issuer = address(&config.issuer)?;
        let mut origins = vec![issuer.origin().ascii_serialization()];
        for also in &config.also {
            origins.push(address(also)?.origin().ascii_serialization());
        }
        address(&config.redirect)?;
        for (name, value) in [
            ("client", &config.client),
            ("name_claim", &config.name_claim),
            ("roles_claim", &config.roles_claim),
        ] {
            if value.trim().is_empty() {
                return Err(VouchError::Settings(format!("{name} is empty")));
            }
        }
        let secret = config.secret_file.as_deref().map(outward::secret);
        let secret = secret.transpose().map_err(settings)?;
        Ok(Self {
            config,
            issuer,
            origins,
            secret,
            known: Mutex::default(),
            looked: Mutex::default(),
        })
    }

    /// Where a browser is sent that begins to sign in.
    pub async fn begin(&self, pending: &Pending) -> Result<String, VouchError> {
        let known = self.known(false).await?;
        let mut address = Url::parse(&known.said.authorization_endpoint)
            .map_err(|_| VouchError::Protocol("no address to sign in at"))?;
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(pending.verifier.as_bytes()));
        let scopes = ["openid"].into_iter();
        let scopes = scopes.chain(self.config.scopes.iter().map(String::as_str));
        address
            .query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.config.client)
            .append_pair("redirect_uri", &self.config.redirect)
            .append_pair("scope", &scopes.collect::<Vec<_>>().join(" "))
            .append_pair("state", &pending.state)
            .append_pair("nonce", &pending.nonce)
            .append_pair("code_challenge", &challenge)
            .append_pair("code_challenge_method", "S256");
        Ok(address.into())
    }

    /// Who came back with a code; `now` in seconds since 1970.
    pub async fn finish(
        &self,
        code: &str,
        pending: &Pending,
        now: i64,
    ) -> Result<Vouched, VouchError> {
        let known = self.known(false).await?;
        let token = self.token(&known.said, code, pending).await?;
        let expected = Expected {
            issuer: &self.config.issuer,
            client: &self.config.client,
            nonce: &pending.nonce,
            now,
        };
        let claims = match token::read(&token, &known.keys, &expected) {
            // Its keys may have changed since they were fetched.
            Err(Unfit::Key) if self.may_look(&token) => match self.known(true).await {
                Ok(known) => token::read(&token, &known.keys, &expected),
                Err(error) => {
                    // It was not seen: whoever comes next may look.
                    let key = token::key(&token);
                    let mut looked = self.looked.lock().unwrap_or_else(PoisonError::into_inner);
                    looked.retain(|(known, _)| *known != key);
                    return Err(error);
                }
            },
            read => read,
        };
        let claims = claims.map_err(|unfit| VouchError::Refused(unfit.words()))?;
        let said = |name: &str| claims.get(name).and_then(Value::as_str).unwrap_or_default();
        let name = said(&self.config.name_claim);
        if name.trim().is_empty() {
            return Err(VouchError::Refused("the token does not name the account"));
        }
        Ok(Vouched {
            issuer: self.config.issuer.clone(),
            subject: said("sub").to_owned(),
            name: name.to_owned(),
            shown: said(&self.config.shown_claim).to_owned(),
            roles: token::words_at(&claims, &self.config.roles_claim),
        })
    }

    /// Whether the key that a token names is to be looked for anew: once, not for every token with a key of nobody's.
    fn may_look(&self, token: &str) -> bool {
        let key = token::key(token);
        let mut looked = self.looked.lock().unwrap_or_else(PoisonError::into_inner);
        looked.retain(|(_, at)| at.elapsed() < LOOKED);
        let may = looked.len() < MOST_LOOKED && looked.iter().all(|(known, _)| *known != key);
        if may {
            looked.push((key, Instant::now()));
        }
        may
    }

    /// The ID token that a code is worth.
    async fn token(
        &self,
        said: &Discovered,
        code: &str,
        pending: &Pending,
    ) -> Result<String, VouchError> {
        #[derive(Deserialize)]
        struct Tokens {
            id_token: String,
        }
        let address = self.allowed(&said.token_endpoint)?;
        let mut fields = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", &self.config.redirect),
            ("client_id", &self.config.client),
            ("code_verifier", &pending.verifier),
        ];
        // In the head, unless the provider takes it in the form alone (OpenID Connect Core 1.0, section 9).
        let methods = &said.token_endpoint_auth_methods_supported;
        let in_head = methods.is_empty() || methods.iter().any(|one| one == "client_secret_basic");
        let head = match &self.secret {
            Some(secret) if in_head => {
                let pair = format!("{}:{}", escaped(&self.config.client), escaped(secret));
                let value = format!("Basic {}", STANDARD.encode(pair));
                let mut value = HeaderValue::try_from(value)
                    .map_err(|_| VouchError::Settings("client or secret".to_owned()))?;
                value.set_sensitive(true);
                Some(value)
            }
            Some(secret) => {
                fields.push(("client_secret", secret));
                None
            }
            None => None,
        };
        let mut request = client(&address)?
            .post(address)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(form(&fields));
        if let Some(head) = head {
            request = request.header(AUTHORIZATION, head);
        }
        let tokens: Tokens = answer(request).await?;
        Ok(tokens.id_token)
    }

    /// What the provider says of itself, fetched when it was not for an hour, or when it is wanted anew.
    async fn known(&self, anew: bool) -> Result<Arc<Known>, VouchError> {
        let kept = self
            .known
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        let fresh = kept.filter(|known| !anew && known.at.elapsed() < KEPT);
        if let Some(known) = fresh {
            return Ok(known);
        }
        let place = format!(
            "{}/.well-known/openid-configuration",
            self.issuer.as_str().trim_end_matches('/')
        );
        let place = self.allowed(&place)?;
        let said: Discovered = answer(client(&place)?.get(place)).await?;
        if said.issuer != self.config.issuer {
            return Err(VouchError::Protocol(
                "it names itself otherwise than the settings",
            ));
        }
        self.allowed(&said.authorization_endpoint)?;
        self.allowed(&said.token_endpoint)?;
        let place = self.allowed(&said.jwks_uri)?;
        let keys: JwkSet = answer(client(&place)?.get(place)).await?;
        let at = Instant::now();
        let known = Arc::new(Known { at, said, keys });
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&known));
        Ok(known)
    }

    /// An address of the provider's, if it is of an origin that is configured.
    fn allowed(&self, typed: &str) -> Result<Url, VouchError> {
        let found = Url::parse(typed).map_err(|_| VouchError::Protocol("an address"))?;
        match self.origins.contains(&found.origin().ascii_serialization()) {
            true => Ok(found),
            false => Err(VouchError::Protocol(
                "it leads to an origin that is not configured",
            )),
        }
    }
}

fn settings(why: String) -> VouchError {
    VouchError::Settings(why)
}

/// An address of the settings: https, or http on this machine or a private network.
fn address(typed: &str) -> Result<Url, VouchError> {
    outward::address(typed).map_err(|why| VouchError::Settings(format!("{typed}: {why}")))
}

fn client(address: &Url) -> Result<Client, VouchError> {
    outward::client(address).map_err(settings)
}

/// Sends a request and reads its JSON, within time and size.
async fn answer<T: DeserializeOwned>(request: RequestBuilder) -> Result<T, VouchError> {
    let asked = async {
        let request = request.header(ACCEPT, "application/json");
        let sent = request.send().await;
        let mut response = sent.map_err(|_| VouchError::Unreachable)?;
        if !response.status().is_success() {
            return Err(match response.status().is_client_error() {
                true => VouchError::Refused("the provider refused the request"),
                false => VouchError::Unreachable,
            });
        }
        let mut bytes = Vec::new();
        while let Some(part) = response
            .chunk()
            .await
            .map_err(|_| VouchError::Unreachable)?
        {
            bytes.extend_from_slice(&part);
            if bytes.len() > MOST_BYTES {
                return Err(VouchError::Protocol("too long an answer"));
            }
        }
        serde_json::from_slice(&bytes).map_err(|_| VouchError::Protocol("not the expected JSON"))
    };
    timeout(PATIENCE, asked)
        .await
        .unwrap_or(Err(VouchError::Unreachable))
}

/// Fields as a form sends them.
fn form(fields: &[(&str, &str)]) -> String {
    let pairs = fields
        .iter()
        .map(|(name, value)| format!("{name}={}", escaped(value)));
    pairs.collect::<Vec<_>>().join("&")
}

/// As a form field holds it: every byte that is no letter or digit escaped.
fn escaped(text: &str) -> String {
    let escape = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(escape).collect()
}
