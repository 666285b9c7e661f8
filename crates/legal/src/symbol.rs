//! Numbers and symbols of documents: reading, normal form, folded form.

use serde::{Deserialize, Serialize};

use crate::Span;

/// A number and symbol such as `30/2020/NĐ-CP`, kept as printed and in two forms to compare by.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Symbol {
    printed: String,
    normal: String,
    folded: String,
}

impl Symbol {
    /// Reads a symbol that stands alone; decoration such as "Số:" is dropped. `None` if it is none.
    pub fn parse(_text: &str) -> Option<Self> {
        None
    }

    /// As printed.
    pub fn printed(&self) -> &str {
        &self.printed
    }

    /// Normal form: NFC, upper case but for TTg, `-` for every dash, no spaces, leading zeros kept: `30/2020/NĐ-CP`.
    pub fn normal(&self) -> &str {
        &self.normal
    }

    /// To compare by: normal form without accents, in lower case, leading zeros of the number dropped: `30/2020/nd-cp`.
    pub fn folded(&self) -> &str {
        &self.folded
    }

    /// In addresses: `30-2020-nd-cp`.
    pub fn slug(&self) -> String {
        crate::document::slug(&self.normal)
    }

    /// The key of one of its articles, `symbol#article` in lower case: `30/2020/nđ-cp#5`.
    pub fn article_key(&self, article: &str) -> String {
        format!("{}#{}", self.normal.to_lowercase(), article)
    }
}

/// Every symbol in a text, with where it stands; templates ("…/2025/TT-BCT") and dates are left out.
pub fn find_symbols(_text: &str) -> Vec<(Span, Symbol)> {
    Vec::new()
}
