//! How a connection outward is opened, for a writer and for whoever vouches for people: to the configured origin or
//! nowhere. Redirects are not followed, proxies of the environment not used, names looked up once more at connect time.

use std::path::Path;
use std::sync::Arc;

use reqwest::{Client, Url, redirect};

use super::{CONNECT, endpoint, key, provide};

/// An address of the settings: https, or http on this machine or a private network; `Err`: why not.
pub(crate) fn address(typed: &str) -> Result<Url, String> {
    endpoint::base(typed).map_err(str::to_owned)
}

/// A client for one origin.
pub(crate) fn client(address: &Url) -> Result<Client, String> {
    resolving(address, None)
}

/// The same with another way to look names up, for tests.
pub(super) fn resolving(
    address: &Url,
    look_up: Option<endpoint::LookUp>,
) -> Result<Client, String> {
    provide();
    let mut builder = Client::builder()
        .redirect(redirect::Policy::none())
        .no_proxy()
        .connect_timeout(CONNECT)
        .referer(false)
        .dns_resolver(Arc::new(endpoint::Resolver::new(address, look_up)));
    if address.scheme() == "http" {
        // No certificates are needed: a machine without any can still use a local writer.
        builder = builder.tls_certs_only([]);
    }
    let built = builder.build();
    built.map_err(|_| "TLS could not be set up on this machine".to_owned())
}

/// A secret of a file that its owner alone can read, on one line.
pub(crate) fn secret(path: &Path) -> Result<String, String> {
    key::line(path).map_err(str::to_owned)
}
