//! How a citation is written: the law's own order, small to large, so that reading it again gives the same.

use super::Citation;
use crate::{Kind, Level, Path, Symbol, attached::ISSUED_WITH};

impl Citation {
    /// The citation as officials write it: "điểm a khoản 2 Điều 5 Nghị định số 30/2020/NĐ-CP". What is printed is read
    /// as the same citation again.
    pub fn print(&self) -> String {
        let mut parts: Vec<String> = Vec::new();
        parts.extend(self.detail.clone());
        parts.extend(self.form.as_ref().map(|form| format!("Mẫu số {form}")));
        parts.extend(units(&self.path));
        parts.extend(self.this.map(|level| format!("{} này", level.word())));
        parts.extend(self.document());
        let mut text = parts.join(" ");
        if let Some(amended) = self.amended() {
            text.push_str(&amended);
        }
        text
    }

    /// "Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020", "Luật Đất đai năm 2024", "Luật này".
    fn document(&self) -> Option<String> {
        let kind = self.kind.as_ref().map(Kind::name);
        if self.own {
            return match (kind, self.this) {
                (Some(kind), _) => Some(format!("{kind} này")),
                (None, Some(_)) => None,
                (None, None) => Some("Văn bản này".to_owned()),
            };
        }
        let mut words: Vec<String> = Vec::new();
        words.extend(kind.map(str::to_owned));
        words.extend(self.name.clone());
        let number = self.symbol.as_ref().map(Symbol::normal);
        let number = number.or(self.partial.as_deref());
        let sign = if words.is_empty() { "" } else { "số " };
        words.extend(number.map(|number| format!("{sign}{number}")));
        words.extend(self.year.map(|year| format!("năm {year}")));
        words.extend(self.date.map(|date| {
            let (day, month, year) = (date.day(), date.month(), date.year());
            format!("ngày {day:02} tháng {month:02} năm {year}")
        }));
        words.extend(self.issuer.as_ref().map(|issuer| format!("của {issuer}")));
        (!words.is_empty()).then(|| words.join(" "))
    }

    fn amended(&self) -> Option<String> {
        let years = self
            .amended_by
            .iter()
            .all(|by| by.year.is_some() && !by.names_document());
        let by: Vec<String> = self
            .amended_by
            .iter()
            .map(|by| match by.year.filter(|_| years) {
                Some(year) => year.to_string(),
                None => by.print(),
            })
            .collect();
        let link = if years { "các năm" } else { "theo" };
        (!by.is_empty()).then(|| format!(", được sửa đổi, bổ sung {link} {}", by.join(", ")))
    }
}

/// "điểm a khoản 2 Điều 5", "Mục II", "Phụ lục ban hành kèm theo".
fn units(path: &Path) -> Option<String> {
    let words: Vec<String> = path
        .steps()
        .iter()
        .rev()
        .map(|step| {
            let label = step.label.split('~').next().unwrap_or_default();
            let word = step.level.word();
            if let Some(word) = step.attached() {
                return format!("{word} {ISSUED_WITH}");
            }
            match step.level {
                Level::Annex if label == "0" => format!("{word} {ISSUED_WITH}"),
                Level::Annex
                | Level::Part
                | Level::Chapter
                | Level::Section
                | Level::Subsection => {
                    format!("{word} {}", numeral(label))
                }
                _ => format!("{word} {label}"),
            }
        })
        .collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// Roman numerals and letters in capitals, the letter of an inserted unit small: "IIa", "I.6", "2a".
fn numeral(label: &str) -> String {
    let digits = label.starts_with(|c: char| c.is_ascii_digit());
    let roman = label.trim_end_matches(|c: char| matches!(c, 'a'..='h' | 'đ'));
    if digits {
        label.to_owned()
    } else if roman.is_empty() || roman.ends_with('.') || super::labels::is_roman(label) {
        label.to_uppercase()
    } else {
        format!("{}{}", roman.to_uppercase(), &label[roman.len()..])
    }
}
