//! Writers on this machine, found to be offered: nothing of ours is sent, and none is used before the settings name it.

use std::time::Duration;

use futures_util::future::join_all;
use reqwest::{Client, redirect};
use tokio::time::timeout;

/// Where the usual servers listen: Ollama, llama.cpp, vLLM, LM Studio.
pub const NEARBY_PORTS: [u16; 4] = [11434, 8080, 8000, 1234];
/// Longer lists of models are something else.
const MOST_BYTES: usize = 256 * 1024;
const MOST_MODELS: usize = 50;
const LONGEST_NAME: usize = 200;

/// A server on this machine that speaks the protocol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NearbyWriter {
    /// The base address, as the settings take it.
    pub endpoint: String,
    /// The names of its models, at least one.
    pub models: Vec<String>,
}

/// Asks these ports of this machine for their models (`GET /v1/models`), all at once, each for at most `limit`.
pub async fn nearby_writers(ports: &[u16], limit: Duration) -> Vec<NearbyWriter> {
    super::provide();
    let client = Client::builder()
        .redirect(redirect::Policy::none())
        .no_proxy()
        .referer(false)
        .tls_certs_only([])
        .build();
    let Ok(client) = client else {
        return Vec::new();
    };
    let asked = ports.iter().map(|port| {
        let endpoint = format!("http://127.0.0.1:{port}/v1");
        let client = &client;
        async move {
            let models = timeout(limit, models(client, &endpoint)).await.ok()??;
            Some(NearbyWriter { endpoint, models })
        }
    });
    join_all(asked).await.into_iter().flatten().collect()
}

async fn models(client: &Client, endpoint: &str) -> Option<Vec<String>> {
    let request = client.get(format!("{endpoint}/models"));
    let mut response = request.send().await.ok()?;
    if !response.status().is_success() {
        return None;
    }
    let mut bytes = Vec::new();
    while let Some(part) = response.chunk().await.ok()? {
        bytes.extend_from_slice(&part);
        if bytes.len() > MOST_BYTES {
            return None;
        }
    }
    let value: serde_json::Value = serde_json::from_slice(&bytes).ok()?;
    let named = value.get("data")?.as_array()?.iter();
    let names = named.filter_map(|model| model.get("id")?.as_str());
    // A name is shown in a terminal and copied into the settings.
    let is_name = |name: &&str| {
        let shown = |c: char| {
            !c.is_control()
                && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        !name.trim().is_empty() && name.chars().count() <= LONGEST_NAME && name.chars().all(shown)
    };
    let models: Vec<String> = names
        .filter(is_name)
        .take(MOST_MODELS)
        .map(str::to_owned)
        .collect();
    (!models.is_empty()).then_some(models)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    use super::*;

    /// What is found where a server answers every request with these words.
    async fn check(name: &str, answer: &str, expect: &[&str]) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let answer = answer.to_owned();
        let served = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut request = [0; 4096];
            let count = stream.read(&mut request).await.unwrap();
            let _ = stream.write_all(answer.as_bytes()).await;
            let _ = stream.shutdown().await;
            String::from_utf8_lossy(&request[..count]).into_owned()
        });
        let found = nearby_writers(&[port], Duration::from_secs(5)).await;
        let models: Vec<&str> = found
            .iter()
            .flat_map(|writer| writer.models.iter().map(String::as_str))
            .collect();
        assert_eq!(models, expect, "{name}");
        let request = served.await.unwrap();
        assert!(
            request.starts_with("GET /v1/models HTTP/1.1\r\n"),
            "{request}"
        );
    }

    #[tokio::test]
    async fn models_of_a_server() {
        let head = "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n";
        let list = r#"{"object":"list","data":[{"id":"qwen3:8b"},{"id":""},{"id":"a\u001b[31m"},{"x":1},{"id":"vi-legal"}]}"#;
        check(
            "two models",
            &format!("{head}{list}"),
            &["qwen3:8b", "vi-legal"],
        )
        .await;
        check("no models", &format!("{head}{{\"data\":[]}}"), &[]).await;
        check("a page", &format!("{head}<html></html>"), &[]).await;
        check("other JSON", &format!("{head}[1]"), &[]).await;
        check(
            "not there",
            "HTTP/1.1 404 X\r\ncontent-length: 0\r\n\r\n",
            &[],
        )
        .await;
        let away =
            "HTTP/1.1 307 X\r\nlocation: http://192.0.2.1/v1/models\r\ncontent-length: 0\r\n\r\n";
        check("a redirect is not followed", away, &[]).await;
        let long = format!(
            "{head}{{\"data\":[{{\"id\":\"{}\"}}]}}",
            "x".repeat(MOST_BYTES)
        );
        check("a flood", &long, &[]).await;
    }
}
