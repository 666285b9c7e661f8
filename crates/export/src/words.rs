//! How an office writes days, acts and states.

use legal::{Date, Status};

use crate::Basis;

/// "ngày 05 tháng 3 năm 2020": days below 10 and the months 1 and 2 with a zero (Decree 30/2020, Phụ lục I, II.4.b).
pub fn full_day(day: Date) -> String {
    let month = match day.month() {
        month @ 1..=2 => format!("0{month}"),
        month => month.to_string(),
    };
    format!("ngày {:02} tháng {month} năm {}", day.day(), day.year())
}

/// "22/11/2026".
pub(crate) fn short_day(day: Date) -> String {
    format!("{:02}/{:02}/{:04}", day.day(), day.month(), day.year())
}

pub(crate) fn status(status: Status) -> &'static str {
    match status {
        Status::InForce => "còn hiệu lực",
        Status::NotYet => "chưa có hiệu lực",
        Status::Expired => "hết hiệu lực",
        Status::Suspended => "tạm ngưng hiệu lực",
        Status::Unknown => "chưa xác định được hiệu lực",
    }
}

impl Basis {
    /// "khoản 2 Điều 5 Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư": type,
    /// number, day, body and title, as II.6 of Phụ lục I wants an act named the first time. A law bears its name before
    /// its number.
    pub(crate) fn name(&self) -> String {
        let named = ["Luật", "Bộ luật", "Pháp lệnh", "Hiến pháp"].contains(&self.kind.as_str());
        let title = self.title.trim();
        let number = match self.symbol.is_empty() {
            true => String::new(),
            false => format!("số {}", self.symbol),
        };
        let mut parts = vec![self.place.clone()];
        if named && !title.is_empty() {
            parts.push(match begins_with(title, &self.kind) {
                true => title.to_owned(),
                false => format!("{} {title}", self.kind),
            });
            parts.push(number);
        } else {
            parts.push(self.kind.clone());
            parts.push(number);
        }
        parts.extend(self.issued.map(full_day));
        if !self.issuer.is_empty() {
            parts.push(format!("của {}", self.issuer));
        }
        if !named {
            parts.push(lowered(title));
        }
        parts.retain(|part| !part.is_empty());
        parts.join(" ")
    }
}

fn begins_with(text: &str, beginning: &str) -> bool {
    text.to_lowercase().starts_with(&beginning.to_lowercase())
}

/// A title goes on in the sentence, and begins with a small letter; an abbreviation keeps its capitals.
fn lowered(title: &str) -> String {
    let mut letters = title.chars();
    let (Some(first), second) = (letters.next(), letters.clone().next()) else {
        return String::new();
    };
    match second.is_some_and(char::is_uppercase) {
        true => title.to_owned(),
        false => first.to_lowercase().chain(letters).collect(),
    }
}

/// The first letter as a capital.
pub(crate) fn raised(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}
