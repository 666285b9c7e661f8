//! The provider's keys: one on a curve and one of RSA at a time, others after a change of keys. Those of RSA lie beside
//! this file, as making one takes a second: they are keys of tests and open nothing.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::SystemRandom;
use ring::rsa::{KeyPair as RsaKeyPair, PublicKeyComponents};
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _, RSA_PKCS1_SHA256, RSA_PSS_SHA256,
    RsaEncoding,
};
use serde_json::{Value, json};

use super::Lie;

/// How tokens are signed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Signing {
    /// ES256.
    #[default]
    Curve,
    /// RS256.
    Rsa,
    /// PS256.
    RsaPss,
}

pub(super) struct Keys {
    /// Before the change of keys and after it.
    curves: [EcdsaKeyPair; 2],
    rsa: [RsaKeyPair; 2],
    /// One of nobody's.
    other: EcdsaKeyPair,
}

impl Keys {
    pub(super) fn new() -> Self {
        let rsa = |file: &[u8]| RsaKeyPair::from_der(file).expect("a key that lies beside");
        Self {
            curves: [curve(), curve()],
            rsa: [
                rsa(include_bytes!("test-key-1.der")),
                rsa(include_bytes!("test-key-2.der")),
            ],
            other: curve(),
        }
    }

    /// The set as it is published; `round` is 0 before the change of keys, 1 after it.
    pub(super) fn published(&self, round: usize) -> Value {
        // An uncompressed point: 4, then both coordinates.
        let point = self.curves[round].public_key().as_ref();
        let rsa = |key: &RsaKeyPair, purpose: &str, name: String| {
            let parts = PublicKeyComponents::<Vec<u8>>::from(key.public());
            json!({ "kty": "RSA", "use": purpose, "kid": name,
                "n": URL_SAFE_NO_PAD.encode(parts.n), "e": URL_SAFE_NO_PAD.encode(parts.e) })
        };
        json!({ "keys": [
            // For what is sent to the provider: no token is signed with it.
            rsa(&self.rsa[1 - round], "enc", format!("enc-{round}")),
            { "kty": "EC", "crv": "P-256", "use": "sig", "kid": format!("curve-{round}"), "alg": "ES256",
              "x": URL_SAFE_NO_PAD.encode(&point[1..33]), "y": URL_SAFE_NO_PAD.encode(&point[33..65]) },
            rsa(&self.rsa[round], "sig", format!("rsa-{round}")),
        ] })
    }

    /// A token, in whatever way it is signed.
    pub(super) fn signed(
        &self,
        lie: Lie,
        signing: Signing,
        round: usize,
        claims: &Value,
    ) -> String {
        let algorithm = match (lie, signing) {
            (Lie::Unsigned, _) => "none",
            (Lie::SharedSecret, _) => "HS256",
            (_, Signing::Curve) => "ES256",
            (_, Signing::Rsa) => "RS256",
            (_, Signing::RsaPss) => "PS256",
        };
        let key = match (lie, signing) {
            (Lie::StrangeKey, _) => "nobody".to_owned(),
            (_, Signing::Curve) => format!("curve-{round}"),
            _ => format!("rsa-{round}"),
        };
        let head = json!({ "alg": algorithm, "typ": "JWT", "kid": key });
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let message = format!("{}.{}", part(&head), part(claims));
        let signature = match (lie, signing) {
            (Lie::Unsigned, _) => Vec::new(),
            (Lie::SharedSecret, _) => {
                let public = self.curves[round].public_key().as_ref();
                let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, public);
                ring::hmac::sign(&key, message.as_bytes()).as_ref().to_vec()
            }
            (_, Signing::Curve) => {
                let key = match lie {
                    Lie::OtherKey => &self.other,
                    _ => &self.curves[round],
                };
                let made = key.sign(&SystemRandom::new(), message.as_bytes());
                made.expect("a signature").as_ref().to_vec()
            }
            (_, signing) => {
                let key = match lie {
                    Lie::OtherKey => &self.rsa[1 - round],
                    _ => &self.rsa[round],
                };
                let padding: &'static dyn RsaEncoding = match signing {
                    Signing::RsaPss => &RSA_PSS_SHA256,
                    _ => &RSA_PKCS1_SHA256,
                };
                let mut made = vec![0; key.public().modulus_len()];
                key.sign(padding, &SystemRandom::new(), message.as_bytes(), &mut made)
                    .expect("a signature");
                made
            }
        };
        let mut signature = URL_SAFE_NO_PAD.encode(signature);
        if lie == Lie::Changed {
            let other = if signature.starts_with('A') { "B" } else { "A" };
            signature.replace_range(..1, other);
        }
        format!("{message}.{signature}")
    }
}

fn curve() -> EcdsaKeyPair {
    let random = SystemRandom::new();
    let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random);
    let document = document.expect("a key can be made");
    let pair =
        EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, document.as_ref(), &random);
    pair.expect("a key that was just made")
}
