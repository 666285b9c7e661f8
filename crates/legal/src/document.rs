//! Documents: their kinds, headers and stable ids.

use serde::{Deserialize, Serialize};

use crate::{Date, Span, Symbol};

/// The kind of a document, as the law ranks them; `Other` keeps the printed word.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Hiến pháp
    Constitution,
    /// Bộ luật
    Code,
    /// Luật
    Law,
    /// Pháp lệnh
    Ordinance,
    /// Lệnh
    Order,
    /// Nghị quyết
    Resolution,
    /// Nghị quyết liên tịch
    JointResolution,
    /// Nghị định
    Decree,
    /// Quyết định
    Decision,
    /// Thông tư
    Circular,
    /// Thông tư liên tịch
    JointCircular,
    /// Chỉ thị
    Directive,
    /// Văn bản hợp nhất
    Consolidated,
    /// Công văn
    OfficialLetter,
    /// Any other, by its printed word in sentence case: "Thông báo", "Kế hoạch", "Tiêu chuẩn".
    Other(String),
}

impl Kind {
    /// Those that have a name of their own here, in the order of the law.
    pub const NAMED: [Self; 14] = [
        Self::Constitution,
        Self::Code,
        Self::Law,
        Self::Ordinance,
        Self::Order,
        Self::Resolution,
        Self::JointResolution,
        Self::Decree,
        Self::Decision,
        Self::Circular,
        Self::JointCircular,
        Self::Directive,
        Self::Consolidated,
        Self::OfficialLetter,
    ];

    /// The name as the law writes it, in sentence case: "Nghị định".
    pub fn name(&self) -> &str {
        match self {
            Self::Constitution => "Hiến pháp",
            Self::Code => "Bộ luật",
            Self::Law => "Luật",
            Self::Ordinance => "Pháp lệnh",
            Self::Order => "Lệnh",
            Self::Resolution => "Nghị quyết",
            Self::JointResolution => "Nghị quyết liên tịch",
            Self::Decree => "Nghị định",
            Self::Decision => "Quyết định",
            Self::Circular => "Thông tư",
            Self::JointCircular => "Thông tư liên tịch",
            Self::Directive => "Chỉ thị",
            Self::Consolidated => "Văn bản hợp nhất",
            Self::OfficialLetter => "Công văn",
            Self::Other(name) => name,
        }
    }

    /// The kind of a printed name, whatever its case; an unknown name becomes `Other` in sentence case.
    pub fn from_name(name: &str) -> Self {
        let lower = name.trim().to_lowercase();
        Self::NAMED
            .into_iter()
            .find(|kind| kind.name().to_lowercase() == lower)
            .unwrap_or_else(|| {
                let mut letters = lower.chars();
                let first = letters
                    .next()
                    .map(|c| c.to_uppercase().to_string())
                    .unwrap_or_default();
                Self::Other(first + letters.as_str())
            })
    }
}

/// What the head of a document says of it. Every field may be absent: nothing is invented.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Header {
    /// Number and symbol, such as 30/2020/NĐ-CP.
    pub symbol: Option<Symbol>,
    /// The kind.
    pub kind: Option<Kind>,
    /// The issuing body or bodies as printed, in sentence case: "Chính phủ", "Bộ Nội vụ".
    pub issuer: Option<String>,
    /// The place of issue: "Hà Nội".
    pub place: Option<String>,
    /// The day of issue or adoption.
    pub issued: Option<Date>,
    /// The title (trích yếu) without the kind: "Về công tác văn thư".
    pub title: Option<String>,
    /// Who signed, as printed.
    pub signer: Option<String>,
    /// Where the header stands.
    pub span: Span,
}

/// The key of a document: `vn/{kind}/{issuer}/{date}/{symbol}`, in ASCII lower case, `-` inside parts.
/// A part that is not known is `_`; a document without a symbol has a part made by the caller from its content.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DocumentId(String);

impl DocumentId {
    /// From a header. `fallback` stands in for an absent symbol (a content hash, say).
    pub fn new(header: &Header, fallback: &str) -> Self {
        let kind = header.kind.as_ref().map(|kind| slug(kind.name()));
        let issuer = header.issuer.as_deref().map(slug);
        let date = header.issued.map(|date| date.to_string());
        let symbol = header
            .symbol
            .as_ref()
            .map_or_else(|| slug(fallback), Symbol::slug);
        let part = |part: Option<String>| {
            part.filter(|p| !p.is_empty())
                .unwrap_or_else(|| "_".to_owned())
        };
        Self(format!(
            "vn/{}/{}/{}/{}",
            part(kind),
            part(issuer),
            part(date),
            part(Some(symbol))
        ))
    }

    /// An id as stored; taken as it is.
    pub fn from_stored(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for DocumentId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// The short name of a document in addresses: `30-2020-nd-cp`.
pub type Slug = String;

/// ASCII lower case with single `-`: "Bộ Nội vụ" is `bo-noi-vu`.
pub(crate) fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in crate::unaccent(text).chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}
