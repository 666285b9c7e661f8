//! As what kind of document an answer goes on paper.
//!
//! Article 7 of Decree 30/2020/NĐ-CP has twenty-nine kinds. Which one an answer with its legal basis becomes hangs on
//! what the official does with it, which nobody but the official knows: whoever looked a rule up for a superior reports
//! it (báo cáo, and so it is where nothing is chosen), whoever asks for a decision on it submits it (tờ trình), whoever
//! answers a citizen or another office writes a letter (công văn), which bears no name of a kind. "Phiếu trình" is the
//! usual word of many offices and none of the twenty-nine: it is a form of their own working rules, and not offered.

/// The kind of the document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// Báo cáo: what was looked up is reported.
    #[default]
    Report,
    /// Tờ trình: a decision is asked for, which the person proposes.
    Submission,
    /// Công văn: a letter to who asked.
    Letter,
}

impl Form {
    /// All, the usual one first.
    pub const ALL: [Self; 3] = [Self::Report, Self::Submission, Self::Letter];

    /// `bao-cao`, `to-trinh`, `cong-van`: in addresses and on the command line.
    pub fn code(self) -> &'static str {
        match self {
            Self::Report => "bao-cao",
            Self::Submission => "to-trinh",
            Self::Letter => "cong-van",
        }
    }

    /// From such a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.code() == code)
    }

    /// Box 5a: the name of the kind; a letter has none.
    pub(crate) fn name(self) -> Option<&'static str> {
        match self {
            Self::Report => Some("BÁO CÁO"),
            Self::Submission => Some("TỜ TRÌNH"),
            Self::Letter => None,
        }
    }

    /// What the document is about: below its name, or below the number of a letter (box 5b).
    pub(crate) fn summary(self) -> &'static str {
        match self {
            Self::Report => "Kết quả tra cứu quy định của pháp luật",
            Self::Submission => "Về việc áp dụng quy định của pháp luật",
            Self::Letter => "V/v trả lời về quy định của pháp luật",
        }
    }

    /// Box 3: number and symbol, with the abbreviation of Phụ lục III.
    pub(crate) fn number(self) -> &'static str {
        match self {
            Self::Report => "Số: ……/BC-………",
            Self::Submission => "Số: ……/TTr-………",
            Self::Letter => "Số: ……/………-………",
        }
    }
}
