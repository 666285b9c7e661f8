//! A form that was sent: read whole, and refused where it has a field that the form does not have, so that nobody can
//! slip in what was not asked for.

use axum::{
    Form,
    extract::{FromRequest, Request},
};

use crate::{failure::Failure, fields::Fields};

/// The fields of a form as they were sent.
pub(crate) struct Sent(Vec<(String, String)>);

impl<S: Send + Sync> FromRequest<S> for Sent {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let form = Form::<Vec<(String, String)>>::from_request(request, state).await;
        form.map(|Form(fields)| Self(fields))
            .map_err(|_| Failure::BadBody)
    }
}

impl Sent {
    /// The fields, whatever they are: for a form with a field for each of many things. Whoever takes them refuses what
    /// it does not know.
    pub(crate) fn any(self) -> Fields {
        Fields::new(self.0)
    }

    /// The fields, if they are none but these.
    pub(crate) fn only(self, names: &[&str]) -> Result<Fields, Failure> {
        let known = |(name, _): &(String, String)| names.contains(&name.as_str());
        match self.0.iter().all(known) {
            true => Ok(Fields::new(self.0)),
            false => Err(Failure::BadBody),
        }
    }

    /// The fields, if they are none but these and numbered ones that begin like these: `c-1-2`.
    pub(crate) fn matching(self, names: &[&str], numbered: &[&str]) -> Result<Fields, Failure> {
        let is_number = |rest: &str| {
            !rest.is_empty()
                && rest.len() <= 8
                && rest
                    .bytes()
                    .all(|byte| byte == b'-' || byte.is_ascii_digit())
        };
        let known = |(name, _): &(String, String)| {
            names.contains(&name.as_str())
                || numbered
                    .iter()
                    .any(|start| name.strip_prefix(start).is_some_and(is_number))
        };
        match self.0.iter().all(known) {
            true => Ok(Fields::new(self.0)),
            false => Err(Failure::BadBody),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_that_the_form_does_not_have_is_refused() {
        let sent = || {
            Sent(vec![
                ("name".to_owned(), "an".to_owned()),
                ("role".to_owned(), "admin".to_owned()),
            ])
        };
        assert!(sent().only(&["name", "role"]).is_ok());
        let numbered = |name: &str| Sent(vec![(name.to_owned(), String::new())]);
        for (name, fits) in [
            ("c-1-2", true),
            ("note", true),
            ("c-", false),
            ("c-x", false),
            ("c-123456789", false),
            ("d-1", false),
        ] {
            let read = numbered(name).matching(&["note"], &["c-"]);
            assert_eq!(read.is_ok(), fits, "{name}");
        }
        assert!(matches!(sent().only(&["name"]), Err(Failure::BadBody)));
    }
}
