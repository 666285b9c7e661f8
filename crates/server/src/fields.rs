//! What a person typed, from the query of an address: read once, checked, with clear refusals.

use std::convert::Infallible;

use axum::{
    extract::{FromRequestParts, Query},
    http::request::Parts,
};
use catalogue::Facet;
use legal::Date;
use search::{Scope, Standing};

use crate::{clock, failure::Failure};

/// Most characters of a question.
const LONGEST: usize = 1_000;
/// Most values of all filters.
const MOST_VALUES: usize = 100;
/// Results on a page unless asked otherwise.
const RESULTS: usize = 10;
/// Documents on a page of the list.
pub(crate) const LISTED: u32 = 20;

/// The fields of a query. Reading never fails: what is not given is absent, what is given twice counts once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields(Vec<(String, String)>);

impl<S: Sync> FromRequestParts<S> for Fields {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.uri))
    }
}

impl Fields {
    /// Of an address.
    pub(crate) fn of(uri: &axum::http::Uri) -> Self {
        Query::try_from_uri(uri)
            .map(|Query(fields)| Self(fields))
            .unwrap_or_default()
    }

    /// Of the pairs of a form or a JSON body.
    pub(crate) fn new(fields: Vec<(String, String)>) -> Self {
        Self(fields)
    }

    /// A field without the white space around it; `None` where it is absent or blank.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let (_, value) = self.0.iter().find(|(field, _)| field == name)?;
        Some(value.trim()).filter(|value| !value.is_empty())
    }

    /// A field as it was given, white space and all: a password.
    pub(crate) fn exact(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(field, _)| field == name);
        found.map_or("", |(_, value)| value)
    }

    /// Every value that is given for a field, without the white space around it; blank ones are left out.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let named = self.0.iter().filter(move |(field, _)| field == name);
        named
            .map(|(_, value)| value.trim())
            .filter(|value| !value.is_empty())
    }

    /// All fields as they were given.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let fields = self.0.iter();
        fields.map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Whether a box was ticked.
    pub(crate) fn ticked(&self, name: &str) -> bool {
        self.get(name)
            .is_some_and(|value| !["0", "false"].contains(&value))
    }

    /// All but one field, to make a link with another value of it.
    pub(crate) fn without(&self, name: &str) -> impl Iterator<Item = &(String, String)> {
        self.0.iter().filter(move |(field, _)| field != name)
    }

    /// "Thời điểm áp dụng": the day given in `on`, today in Vietnam where there is none.
    pub(crate) fn day(&self) -> Result<Date, Failure> {
        Ok(self.day_of("on")?.unwrap_or_else(clock::today))
    }

    /// A day given in a field.
    pub(crate) fn day_of(&self, name: &str) -> Result<Option<Date>, Failure> {
        let Some(text) = self.get(name) else {
            return Ok(None);
        };
        let shape = text.len() == 10
            && text.bytes().enumerate().all(|(at, byte)| match at {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        let day = text.parse().ok().filter(|_| shape);
        day.map(Some).ok_or(Failure::BadDate)
    }

    /// The question in `q` with its day and number of results.
    pub(crate) fn query(&self) -> Result<search::Query, Failure> {
        let (on, text) = (self.day()?, self.beginning()?);
        let limit = match self.get("limit") {
            None => RESULTS,
            Some(limit) => limit
                .parse()
                .ok()
                .filter(|limit| (1..=100).contains(limit))
                .ok_or(Failure::BadLimit)?,
        };
        Ok(search::Query {
            text,
            on,
            limit,
            scope: self.scope()?,
            as_typed: self.ticked("as_typed"),
        })
    }

    /// The words in `q` typed so far.
    pub(crate) fn beginning(&self) -> Result<String, Failure> {
        let text = self.get("q").ok_or(Failure::EmptyQuery)?;
        match text.chars().count() > LONGEST {
            true => Err(Failure::LongQuery),
            false => Ok(text.to_owned()),
        }
    }

    /// What the question is narrowed to.
    fn scope(&self) -> Result<Scope, Failure> {
        let given = Facet::ALL.into_iter();
        let values = given.flat_map(|facet| {
            self.all(facet.name())
                .map(move |value| (facet, value.to_owned()))
        });
        let values: Vec<(Facet, String)> = values.take(MOST_VALUES + 1).collect();
        if values.len() > MOST_VALUES {
            return Err(Failure::LongQuery);
        }
        let standing = match self.get("status") {
            None => Standing::Usual,
            Some(code) => Standing::from_code(code).ok_or_else(|| Failure::NoSuchValue {
                filter: "status",
                held: Standing::NAMED.map(|named| named.code().to_owned()).into(),
            })?,
        };
        Ok(Scope { values, standing })
    }

    /// Which page of a list: `trang`, from 1.
    pub(crate) fn number(&self) -> Result<u32, Failure> {
        match self.get("trang") {
            None => Ok(1),
            Some(page) => page
                .parse()
                .ok()
                .filter(|page| (1..=1_000_000).contains(page))
                .ok_or(Failure::BadLimit),
        }
    }

    /// Which documents to list: words in `q`, page in `trang`.
    pub(crate) fn list(&self) -> Result<catalogue::ListFilter, Failure> {
        let words = self.get("q").unwrap_or_default().to_owned();
        if words.chars().count() > LONGEST {
            return Err(Failure::LongQuery);
        }
        let page = self.number()?;
        Ok(catalogue::ListFilter {
            words,
            offset: (page - 1) * LISTED,
            limit: LISTED,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(query: &str) -> Fields {
        Fields::of(&format!("/tim?{query}").parse().expect("an address"))
    }

    #[test]
    fn days() {
        fn check(query: &str, expect: Option<&str>) {
            let day = fields(query).day().ok().map(|day| day.to_string());
            assert_eq!(day.as_deref(), expect, "{query}");
        }
        check("on=2024-02-29", Some("2024-02-29"));
        check("on=2026-02-30", None);
        check("on=2026-2-3", None);
        check("on=20260203", None);
        check("on=2026-02-03T00:00", None);
        check("on=%27%3B--", None);
        assert!(fields("on=").day().is_ok());
    }

    #[test]
    fn queries() {
        fn check(query: &str, expect: Result<(&str, usize), &str>) {
            let found = fields(query).query();
            let found = found
                .as_ref()
                .map(|query| (query.text.as_str(), query.limit))
                .map_err(Failure::code);
            assert_eq!(found, expect, "{query}");
        }
        check("q=+ph%C3%AD+&on=2026-01-01", Ok(("phí", 10)));
        check("q=a&limit=100", Ok(("a", 100)));
        check("q=a&limit=0", Err("bad-limit"));
        check("q=a&limit=x", Err("bad-limit"));
        check("q=a&q=b", Ok(("a", 10)));
        check("q=%20", Err("empty-query"));
        check("", Err("empty-query"));
        check("q=a&on=2026-02-30", Err("bad-date"));
        check(&format!("q={}", "a".repeat(1_001)), Err("long-query"));
        check("q=a&status=cũ", Err("no-such-value"));
        check(&format!("q=a{}", "&kind=b".repeat(101)), Err("long-query"));
    }

    #[test]
    fn scopes() {
        let scope = |query: &str| fields(query).query().expect("a query").scope;
        assert!(scope("q=a&kind=&issuer=+&status=").is_all());
        let narrowed =
            scope("q=a&issuer=B%E1%BB%99+Y+t%E1%BA%BF&kind=x&kind=y&status=not-in-force");
        let values = [
            (Facet::Kind, "x".to_owned()),
            (Facet::Kind, "y".to_owned()),
            (Facet::Issuer, "Bộ Y tế".to_owned()),
        ];
        assert_eq!(narrowed.values, values);
        assert_eq!(narrowed.standing, Standing::NotInForce);
    }
}
