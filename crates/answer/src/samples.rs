//! Evidence for the tests: invented law.

use legal::{Date, DocumentId, Header, Kind, Span, Status, Validity};
use search::{Evidence, Score};

/// The day that the tests ask about.
pub(crate) fn on() -> Date {
    Date::constant(2026, 3, 1)
}

/// A passage of an invented decree, in force.
pub(crate) fn evidence(path: &str, text: &str) -> Evidence {
    let header = Header {
        kind: Some(Kind::Law),
        title: Some("Chợ quê năm 2024".to_owned()),
        issued: Some(Date::constant(2024, 2, 9)),
        ..Header::default()
    };
    Evidence {
        passage: text.len() as u64,
        document: catalogue::DocumentRow {
            row: 1,
            id: DocumentId::from_stored("vn/luat/_/2024-02-09/x"),
            slug: "luat-cho-que-2024".to_owned(),
            header,
            validity: Validity::default(),
            original: catalogue::Hash::of(b"x"),
            part: String::new(),
            file_name: "cho-que.html".to_owned(),
            media: "html".to_owned(),
            collection: None,
            confidentiality: None,
            pages: 0,
            articles: 9,
            flags: String::new(),
        },
        path: path.parse().expect("a path"),
        article_key: String::new(),
        breadcrumb: "Luật Chợ quê năm 2024".to_owned(),
        text: text.to_owned(),
        span: Span::new(100, 100 + text.len()),
        page: Some(3),
        status: Status::InForce,
        outside: false,
        score: Score {
            total: 0.9,
            ..Score::default()
        },
        reasons: Vec::new(),
        unfounded: None,
        led: Vec::new(),
        excerpt: None,
        alike: Vec::new(),
    }
}
