//! How an answer begins: in which form it is asked for, and when once more.

use std::time::Duration;

use reqwest::Response;
use reqwest::header::{AUTHORIZATION, RETRY_AFTER};
use tokio::time::{Instant, sleep};

use super::form::{Form, body};
use super::{WriteRequest, Writer, WriterError};

/// The statuses with which a server refuses a setting that it does not know.
const REFUSED: [u16; 2] = [400, 422];
/// The statuses that ask to come again: too many requests, not available for the moment.
const LATER: [u16; 2] = [429, 503];
/// Before a request is sent again, where the server does not say how long.
const PAUSE: Duration = Duration::from_millis(250);

/// Whether a status says that the server does not know what a form asks for. llama-cpp-python's server answers a
/// schema with 500; any other request with it has failed.
fn is_refusal(status: u16, form: Form) -> bool {
    REFUSED.contains(&status) || (status == 500 && form.structured)
}

/// Why no answer began, and when the server wants to be asked again.
struct Refusal {
    error: WriterError,
    after: Option<Duration>,
}

impl Writer {
    /// Opens the answer in the fullest form that the server takes.
    pub(super) async fn open(
        &self,
        request: &WriteRequest<'_>,
        until: Instant,
    ) -> Result<Response, WriterError> {
        let structured = self.config.structured && request.format.is_some();
        let mut refused = Vec::new();
        let mut last = WriterError::Protocol;
        for form in self.known.forms(structured) {
            let body = body(&self.config, request, form);
            match self.send_again(&body, until).await {
                Ok(response) => {
                    self.known.learn(&refused, form);
                    return Ok(response);
                }
                Err(WriterError::Status(status)) if is_refusal(status, form) => {
                    refused.push(form);
                    last = WriterError::Status(status);
                }
                Err(error) => return Err(error),
            }
        }
        Err(last)
    }

    /// Sends; once more where nothing came of it and the server may be there in a moment. Only here, before the
    /// first byte of an answer: later an answer would begin twice.
    async fn send_again(
        &self,
        body: &serde_json::Value,
        until: Instant,
    ) -> Result<Response, WriterError> {
        let mut left = self.config.retries;
        loop {
            let Refusal { error, after } = match self.send(body).await {
                Ok(response) => return Ok(response),
                Err(refusal) => refusal,
            };
            let passes = match &error {
                WriterError::Unreachable => true,
                WriterError::Status(status) => LATER.contains(status),
                _ => false,
            };
            let pause = after.unwrap_or(PAUSE);
            let in_time = Instant::now()
                .checked_add(pause)
                .is_some_and(|at| at < until);
            if left == 0 || !passes || !in_time {
                return Err(error);
            }
            left -= 1;
            sleep(pause).await;
        }
    }

    async fn send(&self, body: &serde_json::Value) -> Result<Response, Refusal> {
        let mut request = self.client.post(self.address.clone()).json(body);
        if let Some(key) = &self.key {
            request = request.header(AUTHORIZATION, key.header());
        }
        let response = request.send().await.map_err(|error| {
            // The error's own words name the address: they stay here.
            let error = match error.is_connect() || error.is_timeout() {
                true => WriterError::Unreachable,
                false => WriterError::Protocol,
            };
            Refusal { error, after: None }
        })?;
        let status = response.status();
        if status.is_success() {
            return Ok(response);
        }
        // In seconds, as model servers send it; a date would need a clock.
        let after = response.headers().get(RETRY_AFTER);
        let after = after.and_then(|value| value.to_str().ok()?.trim().parse().ok());
        Err(Refusal {
            error: WriterError::Status(status.as_u16()),
            after: after.map(Duration::from_secs),
        })
    }
}
