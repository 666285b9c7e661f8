//! The settings of an identity provider.

use std::{collections::BTreeMap, path::PathBuf, sync::Arc};

use catalogue::Role;
use models::{VouchError, Voucher, VoucherConfig};
use serde::Deserialize;

/// `[oidc]`: who vouches for people besides their passwords.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Oidc {
    /// Its address, exactly as it names itself.
    issuer: String,
    /// Our name there.
    client_id: String,
    /// File with our secret there; absent: a public client.
    secret_file: Option<PathBuf>,
    /// What people know it by: stands on the button.
    label: String,
    /// Other origins at which it answers.
    #[serde(default)]
    also: Vec<String>,
    /// What is asked for besides `openid`.
    #[serde(default = "scopes")]
    scopes: Vec<String>,
    /// The claim that names the account.
    #[serde(default = "name_claim")]
    name_claim: String,
    /// The claim with the name that others see.
    #[serde(default = "shown_claim")]
    shown_claim: String,
    /// The claim from which roles follow.
    #[serde(default = "roles_claim")]
    roles_claim: String,
    /// Roles by the words of that claim. Any other word gives none, and without a role nobody comes in.
    roles: BTreeMap<String, String>,
}

fn scopes() -> Vec<String> {
    vec!["profile".to_owned()]
}

fn name_claim() -> String {
    "preferred_username".to_owned()
}

fn shown_claim() -> String {
    "name".to_owned()
}

fn roles_claim() -> String {
    "roles".to_owned()
}

impl Oidc {
    /// Roles that there are, at least one.
    pub(super) fn check(&self) -> Result<(), String> {
        if self.roles.is_empty() {
            return Err("oidc.roles: nobody could come in".to_owned());
        }
        let mut unknown = self.roles.values();
        match unknown.find(|name| Role::from_name(name).is_none()) {
            Some(name) => Err(format!("oidc.roles: {name}")),
            None if self.label.trim().is_empty() => Err("oidc.label".to_owned()),
            None => Ok(()),
        }
    }

    /// As the server takes it; `home` is the address at which browsers reach it.
    pub(crate) fn vouching(&self, home: &str) -> Result<server::Vouching, VouchError> {
        let config = VoucherConfig {
            issuer: self.issuer.clone(),
            also: self.also.clone(),
            client: self.client_id.clone(),
            secret_file: self.secret_file.clone(),
            redirect: format!("{}/dang-nhap/oidc/ve", home.trim_end_matches('/')),
            scopes: self.scopes.clone(),
            name_claim: self.name_claim.clone(),
            shown_claim: self.shown_claim.clone(),
            roles_claim: self.roles_claim.clone(),
        };
        let roles = self.roles.iter();
        let roles = roles.filter_map(|(word, role)| Some((word.clone(), Role::from_name(role)?)));
        Ok(server::Vouching {
            voucher: Arc::new(Voucher::new(config)?),
            label: self.label.trim().into(),
            roles: roles.collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_is_no_role_is_refused() {
        let check = |roles: &str, good: bool| {
            let text = format!(
                "issuer = \"https://id.example/x\"\nclient_id = \"cancu\"\nlabel = \"ID\"\n[roles]\n{roles}"
            );
            let read: Oidc = toml::from_str(&text).expect("settings");
            assert_eq!(read.check().is_ok(), good, "{roles}");
        };
        check("can-bo = \"official\"\nquan-tri = \"admin\"", true);
        check("can-bo = \"root\"", false);
        check("", false);
    }

    #[test]
    fn an_address_that_is_no_providers_is_refused() {
        let check = |issuer: &str, good: bool| {
            let text = format!(
                "issuer = \"{issuer}\"\nclient_id = \"cancu\"\nlabel = \"ID\"\n[roles]\na = \"official\""
            );
            let read: Oidc = toml::from_str(&text).expect("settings");
            let vouching = read.vouching("http://127.0.0.1:8747");
            assert_eq!(vouching.is_ok(), good, "{issuer}");
        };
        check("https://id.example/realms/xa", true);
        check("http://127.0.0.1:8080", true);
        check("http://id.example.com", false);
        check("ldap://id.example.com", false);
        check("https://an:pass@id.example.com", false);
    }
}
