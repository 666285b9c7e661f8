//! Signing out at the provider too (OpenID Connect RP-Initiated Logout 1.0), where it says how.

use std::time::Duration;

use reqwest::Url;
use tokio::time::timeout;

use super::Voucher;

/// Nobody waits longer for a provider in order to leave.
const PATIENCE: Duration = Duration::from_secs(2);

impl Voucher {
    /// Where a browser is sent that signed out here, to end what it has there; `None`: the provider offers no such place,
    /// or one of an origin that is not configured, or does not answer at once.
    pub async fn leave(&self) -> Option<String> {
        let known = timeout(PATIENCE, self.known(false)).await.ok()?.ok()?;
        let mut address = self
            .allowed(known.said.end_session_endpoint.as_ref()?)
            .ok()?;
        let mut back = Url::parse(&self.config.redirect).ok()?;
        back.set_path("/dang-nhap");
        address
            .query_pairs_mut()
            .append_pair("client_id", &self.config.client)
            .append_pair("post_logout_redirect_uri", back.as_str());
        Some(address.into())
    }
}
