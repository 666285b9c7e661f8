//! Personal data in a question, found on this machine before anything goes to a model.
//!
//! Numbers are told by how they are built (a citizen's number has 12 digits of which the first three name a province)
//! and by the words before them ("số tài khoản"); names by the words that introduce a person and by surnames. A date of
//! birth or an address counts only beside a name or a number of a person: "người sinh năm 1960" is law, "bà Hoa, sinh
//! năm 1960" is somebody. What stands for nobody ("ông A", "Nguyễn Văn B") is left alone, and so are symbols of
//! documents, money, dates, articles and statistics.
//!
//! Law 91/2025/QH15 on the protection of personal data is why; what it calls personal data is wider than what can be
//! found by rules. The person who asks is shown what was found, and what was not found is theirs to leave out.

use std::ops::Range;

mod codes;
mod names;
mod numbers;
mod tokens;

use tokens::Text;

/// What a piece of personal data is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonalKind {
    /// Căn cước, căn cước công dân, số định danh cá nhân: 12 digits.
    CitizenNumber,
    /// Chứng minh nhân dân: 9 digits.
    OldIdentityNumber,
    /// A telephone number.
    Phone,
    /// A bank account or card.
    Account,
    /// Mã số thuế: 10 digits, 10 and 3, or a citizen's number.
    TaxCode,
    /// A vehicle's registration plate.
    Plate,
    /// An address for electronic mail.
    Mail,
    /// A passport.
    Passport,
    /// Mã số bảo hiểm xã hội.
    SocialInsurance,
    /// A health insurance card.
    HealthInsurance,
    /// A person's name.
    Name,
    /// A day or year of birth beside a name or a number.
    Birth,
    /// Where somebody lives, beside a name or a number.
    Address,
}

impl PersonalKind {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::CitizenNumber,
        Self::OldIdentityNumber,
        Self::Phone,
        Self::Account,
        Self::TaxCode,
        Self::Plate,
        Self::Mail,
        Self::Passport,
        Self::SocialInsurance,
        Self::HealthInsurance,
        Self::Name,
        Self::Birth,
        Self::Address,
    ];

    /// What stands in its place in a masked question.
    pub fn mask(self) -> &'static str {
        match self {
            Self::CitizenNumber => "[CCCD]",
            Self::OldIdentityNumber => "[CMND]",
            Self::Phone => "[SĐT]",
            Self::Account => "[SỐ TÀI KHOẢN]",
            Self::TaxCode => "[MÃ SỐ THUẾ]",
            Self::Plate => "[BIỂN SỐ]",
            Self::Mail => "[EMAIL]",
            Self::Passport => "[HỘ CHIẾU]",
            Self::SocialInsurance => "[MÃ SỐ BHXH]",
            Self::HealthInsurance => "[THẺ BHYT]",
            Self::Name => "[HỌ TÊN]",
            Self::Birth => "[NGÀY SINH]",
            Self::Address => "[ĐỊA CHỈ]",
        }
    }

    /// Whether it is told by its form: a number or a code.
    pub fn is_structured(self) -> bool {
        !matches!(self, Self::Name | Self::Birth | Self::Address)
    }
}

/// A piece of personal data and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Personal {
    /// What it is.
    pub kind: PersonalKind,
    /// Its bytes in the text.
    pub range: Range<usize>,
}

/// Everything found in a text, in order, without overlaps.
pub fn find(text: &str) -> Vec<Personal> {
    let text = Text::new(text);
    let mut found = codes::find(&text);
    numbers::find(&text, &mut found);
    names::find(&text, &mut found);
    found.sort_by_key(|one| one.range.start);
    found
}

/// The text with each piece replaced by its mask.
pub fn masked(text: &str, found: &[Personal]) -> String {
    let (mut masked, mut from) = (String::with_capacity(text.len()), 0);
    for Personal { kind, range } in found {
        masked.push_str(text.get(from..range.start).unwrap_or_default());
        masked.push_str(kind.mask());
        from = range.end;
    }
    masked.push_str(text.get(from..).unwrap_or_default());
    masked
}

/// Adds a finding unless something that was found before stands there.
fn add(found: &mut Vec<Personal>, kind: PersonalKind, range: Range<usize>) -> bool {
    let free = is_free(found, &range);
    if free {
        found.push(Personal { kind, range });
    }
    free
}

fn is_free(found: &[Personal], range: &Range<usize>) -> bool {
    found
        .iter()
        .all(|one| one.range.end <= range.start || range.end <= one.range.start)
}

#[cfg(test)]
mod tests;
