//! Tokens with each fault, signed with keys that are made here.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::JwkSet;
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _,
};
use serde_json::{Value, json};

use super::token::{Expected, Unfit, read, words_at};
use super::{Voucher, VoucherConfig};

const NOW: i64 = 1_800_000_000;

fn expected() -> Expected<'static> {
    Expected {
        issuer: "https://id.example",
        client: "cancu",
        nonce: "n",
        now: NOW,
    }
}

fn honest() -> Value {
    json!({
        "iss": "https://id.example", "aud": "cancu", "sub": "7", "nonce": "n",
        "iat": NOW, "exp": NOW + 300,
    })
}

fn encoded(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn message(head: &Value, claims: &Value) -> String {
    format!(
        "{}.{}",
        encoded(head.to_string()),
        encoded(claims.to_string())
    )
}

struct Signer {
    curve: EcdsaKeyPair,
    edwards: Ed25519KeyPair,
}

impl Signer {
    fn new() -> Self {
        let random = SystemRandom::new();
        let kind = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let curve = EcdsaKeyPair::generate_pkcs8(kind, &random).unwrap();
        let edwards = Ed25519KeyPair::generate_pkcs8(&random).unwrap();
        Self {
            curve: EcdsaKeyPair::from_pkcs8(kind, curve.as_ref(), &random).unwrap(),
            edwards: Ed25519KeyPair::from_pkcs8(edwards.as_ref()).unwrap(),
        }
    }

    fn keys(&self) -> JwkSet {
        let point = self.curve.public_key().as_ref();
        let keys = json!({ "keys": [
            { "kty": "EC", "crv": "P-256", "use": "sig", "kid": "curve",
              "x": encoded(&point[1..33]), "y": encoded(&point[33..65]) },
            { "kty": "OKP", "crv": "Ed25519", "kid": "edwards", "x": encoded(self.edwards.public_key()) },
        ] });
        serde_json::from_value(keys).unwrap()
    }

    fn signed(&self, head: &Value, claims: &Value) -> String {
        let message = message(head, claims);
        let signature = match head["alg"].as_str() {
            Some("EdDSA") => encoded(self.edwards.sign(message.as_bytes())),
            _ => {
                let random = SystemRandom::new();
                encoded(self.curve.sign(&random, message.as_bytes()).unwrap())
            }
        };
        format!("{message}.{signature}")
    }
}

#[test]
fn a_claim_that_is_not_as_it_must_be_is_refused() {
    let signer = Signer::new();
    let keys = signer.keys();
    let head = json!({ "alg": "ES256", "kid": "curve" });
    let check = |change: Value, expect: Option<Unfit>| {
        let mut claims = honest();
        for (name, value) in change.as_object().unwrap() {
            match value {
                Value::Null => claims.as_object_mut().unwrap().remove(name),
                value => claims
                    .as_object_mut()
                    .unwrap()
                    .insert(name.clone(), value.clone()),
            };
        }
        let found = read(&signer.signed(&head, &claims), &keys, &expected());
        assert_eq!(found.err(), expect, "{change}");
    };
    check(json!({}), None);
    check(json!({ "aud": ["cancu"] }), None);
    check(json!({ "aud": ["cancu", "b"], "azp": "cancu" }), None);
    // A minute is forgiven.
    check(json!({ "exp": NOW - 59 }), None);
    check(json!({ "iat": NOW + 59, "nbf": NOW + 59 }), None);
    check(json!({ "iss": "https://id.example/" }), Some(Unfit::Issuer));
    check(json!({ "iss": null }), Some(Unfit::Issuer));
    check(json!({ "aud": "cancu2" }), Some(Unfit::Audience));
    check(json!({ "aud": [] }), Some(Unfit::Audience));
    check(json!({ "aud": null }), Some(Unfit::Audience));
    check(json!({ "aud": ["cancu", "b"] }), Some(Unfit::Audience));
    check(json!({ "azp": "b" }), Some(Unfit::Audience));
    check(json!({ "nonce": "m" }), Some(Unfit::Nonce));
    check(json!({ "nonce": null }), Some(Unfit::Nonce));
    check(json!({ "exp": NOW - 61 }), Some(Unfit::Time));
    check(json!({ "exp": null }), Some(Unfit::Time));
    // A moment in words is none: it must not count as absent.
    check(json!({ "exp": (NOW + 300).to_string() }), Some(Unfit::Time));
    check(json!({ "nbf": "tomorrow" }), Some(Unfit::Time));
    check(json!({ "nbf": NOW + 61 }), Some(Unfit::Time));
    check(json!({ "iat": NOW + 61 }), Some(Unfit::Time));
    check(json!({ "iat": NOW - 661 }), Some(Unfit::Time));
    check(json!({ "iat": null }), Some(Unfit::Time));
    check(json!({ "sub": null }), Some(Unfit::Subject));
    check(json!({ "sub": "" }), Some(Unfit::Subject));
    check(json!({ "sub": "7".repeat(256) }), Some(Unfit::Subject));
}

#[test]
fn a_signature_that_is_none_is_refused() {
    let (signer, other) = (Signer::new(), Signer::new());
    let keys = signer.keys();
    let check = |token: &str, expect: Option<Unfit>| {
        assert_eq!(read(token, &keys, &expected()).err(), expect, "{token}");
    };
    let curve = json!({ "alg": "ES256", "kid": "curve" });
    check(&signer.signed(&curve, &honest()), None);
    check(&signer.signed(&json!({ "alg": "ES256" }), &honest()), None);
    check(
        &signer.signed(&json!({ "alg": "EdDSA", "kid": "edwards" }), &honest()),
        None,
    );
    check(&other.signed(&curve, &honest()), Some(Unfit::Signature));
    check(
        &signer.signed(&json!({ "alg": "ES256", "kid": "edwards" }), &honest()),
        Some(Unfit::Signature),
    );
    check(
        &signer.signed(&json!({ "alg": "RS256", "kid": "curve" }), &honest()),
        Some(Unfit::Signature),
    );
    check(
        &signer.signed(&json!({ "alg": "ES256", "kid": "new" }), &honest()),
        Some(Unfit::Key),
    );
    for alg in ["none", "None", "HS256", "ES256K", ""] {
        let head = json!({ "alg": alg, "kid": "curve" });
        check(&signer.signed(&head, &honest()), Some(Unfit::Form));
        check(
            &format!("{}.", message(&head, &honest())),
            Some(Unfit::Form),
        );
    }
    let head = json!({ "alg": "ES256", "kid": "curve", "crit": ["exp"] });
    check(&signer.signed(&head, &honest()), Some(Unfit::Form));
    for token in ["", "a", "a.b", "a.b.c", "....", &"a".repeat(70_000)] {
        check(token, Some(Unfit::Form));
    }
}

#[test]
fn roles_stand_where_the_settings_say() {
    let claims = json!({
        "roles": ["a", 7, "b"], "one": "c", "realm_access": { "roles": ["d"] }, "x.y": ["e"],
    });
    let claims = claims.as_object().unwrap();
    let check = |path: &str, expect: &[&str]| {
        assert_eq!(words_at(claims, path), expect, "{path}");
    };
    check("roles", &["a", "b"]);
    check("one", &["c"]);
    check("realm_access.roles", &["d"]);
    check("x.y", &["e"]);
    check("realm_access", &[]);
    check("nothing.roles", &[]);
}

#[test]
fn only_configured_origins_are_called() {
    let config = VoucherConfig {
        issuer: "https://id.example/realms/xa".to_owned(),
        also: vec!["https://keys.id.example".to_owned()],
        client: "cancu".to_owned(),
        secret_file: None,
        redirect: "https://can-cu.example/dang-nhap/oidc/ve".to_owned(),
        scopes: Vec::new(),
        name_claim: "preferred_username".to_owned(),
        shown_claim: "name".to_owned(),
        roles_claim: "roles".to_owned(),
    };
    let voucher = Voucher::new(config).unwrap();
    for (address, good) in [
        ("https://id.example/token", true),
        ("https://keys.id.example/keys", true),
        ("http://id.example/token", false),
        ("https://id.example:8443/token", false),
        ("https://id.example.evil.example/token", false),
        ("http://169.254.169.254/", false),
        ("file:///etc/passwd", false),
        ("", false),
    ] {
        assert_eq!(voucher.allowed(address).is_ok(), good, "{address}");
    }
}
