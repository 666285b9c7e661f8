//! ID tokens: whether one may be believed (OpenID Connect Core 1.0, section 3.1.3.7; RFC 8725).

use jsonwebtoken::jwk::{Jwk, JwkSet, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde_json::{Map, Value};

/// Seconds by which the clocks of two machines may differ.
const SKEW: i64 = 60;
/// Seconds after which a token is too old for a sign-in that takes a moment.
const OLDEST: i64 = 600;
/// Longer ones are none.
const MOST_BYTES: usize = 64 * 1024;
/// Longest subject (the standard allows 255 ASCII characters).
const LONGEST_SUBJECT: usize = 255;
/// Signatures by a key of which only the public half is known to us.
const SIGNED: [Algorithm; 9] = [
    Algorithm::RS256,
    Algorithm::RS384,
    Algorithm::RS512,
    Algorithm::PS256,
    Algorithm::PS384,
    Algorithm::PS512,
    Algorithm::ES256,
    Algorithm::ES384,
    Algorithm::EdDSA,
];

/// What a token must say.
#[derive(Clone, Copy, Debug)]
pub(super) struct Expected<'a> {
    pub(super) issuer: &'a str,
    pub(super) client: &'a str,
    pub(super) nonce: &'a str,
    /// Seconds since 1970.
    pub(super) now: i64,
}

/// Why a token is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unfit {
    /// Not a token, or signed in a way that is none.
    Form,
    /// No key of the provider's is named by it.
    Key,
    /// The signature does not fit.
    Signature,
    /// Another issuer says it.
    Issuer,
    /// It is for somebody else.
    Audience,
    /// It is of another sign-in.
    Nonce,
    /// It is over, too old, or of the future.
    Time,
    /// It does not say whom it means.
    Subject,
}

impl Unfit {
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Form => "the token is none, or not signed",
            Self::Key => "the token's key is none of the provider's",
            Self::Signature => "the token's signature does not fit",
            Self::Issuer => "the token is of another issuer",
            Self::Audience => "the token is for another program",
            Self::Nonce => "the token is of another sign-in",
            Self::Time => "the token is out of date; do both clocks go right?",
            Self::Subject => "the token does not say whom it means",
        }
    }
}

/// The claims of a token that may be believed.
pub(super) fn read(
    token: &str,
    keys: &JwkSet,
    expected: &Expected<'_>,
) -> Result<Map<String, Value>, Unfit> {
    if token.len() > MOST_BYTES {
        return Err(Unfit::Form);
    }
    let head = decode_header(token).map_err(|_| Unfit::Form)?;
    // Extensions that must be understood: we understand none.
    if !SIGNED.contains(&head.alg) || has_critical(token) {
        return Err(Unfit::Form);
    }
    let fits = |key: &&Jwk| {
        let signs = key.common.public_key_use.as_ref();
        let named = head
            .kid
            .as_ref()
            .is_none_or(|kid| key.common.key_id.as_ref() == Some(kid));
        named && signs.is_none_or(|purpose| *purpose == PublicKeyUse::Signature)
    };
    let keys: Vec<&Jwk> = keys.keys.iter().filter(fits).collect();
    if keys.is_empty() {
        return Err(Unfit::Key);
    }
    // Its words are checked below, by the day that we are given and by rules of our own.
    let mut rules = Validation::new(head.alg);
    rules.required_spec_claims.clear();
    rules.validate_exp = false;
    rules.validate_nbf = false;
    rules.validate_aud = false;
    let mut claims = keys.into_iter().filter_map(|key| {
        let key = DecodingKey::from_jwk(key).ok()?;
        decode::<Map<String, Value>>(token, &key, &rules).ok()
    });
    let claims = claims.next().ok_or(Unfit::Signature)?.claims;
    check(&claims, expected)?;
    Ok(claims)
}

/// The name of the key that a token says it is signed by; empty where it says none.
pub(super) fn key(token: &str) -> String {
    let head = decode_header(token).ok();
    head.and_then(|head| head.kid).unwrap_or_default()
}

/// Whether the head has a list of extensions that must be understood (RFC 7515, section 4.1.11).
fn has_critical(token: &str) -> bool {
    use base64::Engine as _;
    let head = token.split('.').next().unwrap_or_default();
    let head = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(head);
    let head = head
        .ok()
        .and_then(|head| serde_json::from_slice::<Value>(&head).ok());
    head.is_none_or(|head| head.get("crit").is_some())
}

fn check(claims: &Map<String, Value>, expected: &Expected<'_>) -> Result<(), Unfit> {
    let said = |name: &str| claims.get(name).and_then(Value::as_str);
    if said("iss") != Some(expected.issuer) {
        return Err(Unfit::Issuer);
    }
    let client = Some(expected.client);
    let audience = match claims.get("aud") {
        Some(Value::String(one)) => Some(one.as_str()) == client,
        Some(Value::Array(all)) => {
            let ours = all.iter().any(|one| one.as_str() == client);
            // For several: we must be the one that it was made for.
            ours && (all.len() == 1 || said("azp") == client)
        }
        _ => false,
    };
    if !audience || said("azp").is_some_and(|made_for| Some(made_for) != client) {
        return Err(Unfit::Audience);
    }
    if said("nonce") != Some(expected.nonce) {
        return Err(Unfit::Nonce);
    }
    // A number, as the standard has it: a moment in words is none.
    let moment = |name: &str| claims.get(name).map(Value::as_f64);
    let now = expected.now as f64;
    let (skew, oldest) = (SKEW as f64, OLDEST as f64);
    let lasts = matches!(moment("exp"), Some(Some(end)) if now < end + skew);
    let made = matches!(moment("iat"), Some(Some(made)) if made <= now + skew && now <= made + oldest + skew);
    let begun = match moment("nbf") {
        None => true,
        Some(start) => start.is_some_and(|start| start <= now + skew),
    };
    if !(lasts && made && begun) {
        return Err(Unfit::Time);
    }
    let subject = said("sub").is_some_and(|sub| (1..=LONGEST_SUBJECT).contains(&sub.len()));
    subject.then_some(()).ok_or(Unfit::Subject)
}

/// The words of a claim: one, or a list of them; a dot leads into an object, unless a claim has that very name.
pub(super) fn words_at(claims: &Map<String, Value>, path: &str) -> Vec<String> {
    let mut found = claims.get(path);
    if found.is_none() {
        let mut parts = path.split('.');
        found = parts.next().and_then(|first| claims.get(first));
        for part in parts {
            found = found.and_then(|value| value.get(part));
        }
    }
    match found {
        Some(Value::String(one)) => vec![one.clone()],
        Some(Value::Array(all)) => {
            let words = all.iter().filter_map(Value::as_str);
            words.map(str::to_owned).collect()
        }
        _ => Vec::new(),
    }
}
