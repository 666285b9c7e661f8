//! Source notes of the codification: "(Điều 1 Luật số 57/2020/QH14 Luật Thanh niên ngày 16/06/2020 của Quốc hội,
//! có hiệu lực thi hành kể từ ngày 01/01/2021, bị bãi bỏ bởi Điều 2 Luật số … có hiệu lực thi hành kể từ ngày …)".
//!
//! Only one article of an act usually carries its title, day and issuer. Some notes are malformed (a doubled
//! bracket, a number with spaces, the issuer before the title): what does not fit is left out, never guessed.

use legal::{Date, Kind};

/// What a note says. Everything may be absent.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Note {
    /// The article's number in its act.
    pub(super) article: Option<String>,
    pub(super) kind: Option<Kind>,
    pub(super) title: Option<String>,
    pub(super) issued: Option<Date>,
    pub(super) issuer: Option<String>,
    /// First day in force and the words that say so.
    pub(super) effective: Option<(Date, String)>,
    /// The whole article was added later, from this day on.
    pub(super) added: Option<(Date, String)>,
    /// The whole article was repealed on this day.
    pub(super) repealed: Option<(Date, String)>,
    /// The whole article was suspended on this day.
    pub(super) suspended: Option<(Date, String)>,
}

const FROM: &str = "có hiệu lực";

/// Kinds as notes begin with them, longer names first.
const KINDS: [&str; 12] = [
    "Thông tư liên tịch",
    "Nghị quyết liên tịch",
    "Hiến pháp",
    "Bộ luật",
    "Luật",
    "Pháp lệnh",
    "Nghị quyết",
    "Nghị định",
    "Quyết định",
    "Thông tư",
    "Chỉ thị",
    "Sắc lệnh",
];

/// Reads a note.
pub(super) fn read(note: &str) -> Note {
    let text = note.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = text.trim_matches(['(', ')', ' ']);
    let mut read = Note::default();
    let (head, tail) = text.split_at(text.find(&format!(", {FROM}")).unwrap_or(text.len()));
    read.read_head(head);
    read.read_tail(tail);
    read
}

/// The kind with which a text begins, and what follows it.
pub(super) fn leading_kind(text: &str) -> Option<(Kind, &str)> {
    KINDS.iter().find_map(|name| {
        let rest = text.get(name.len()..)?;
        let same = text[..name.len()].to_lowercase() == name.to_lowercase();
        let ends = rest.chars().next().is_none_or(|c| !c.is_alphanumeric());
        (same && ends).then(|| (Kind::from_name(name), rest.trim_start()))
    })
}

impl Note {
    fn read_head(&mut self, head: &str) {
        let mut rest = head;
        if let Some(numbered) = rest.strip_prefix("Điều ") {
            let (number, after) = numbered.split_once(' ').unwrap_or((numbered, ""));
            if number.starts_with(|c: char| c.is_ascii_digit()) {
                self.article = Some(number.trim_end_matches(['.', ',']).to_lowercase());
                rest = after;
            }
        }
        let Some((kind, after)) = leading_kind(rest) else {
            return;
        };
        self.kind = Some(kind);
        let named = after_number(after);
        // "ngày …của …" of the act itself stands last; its title may name days of other acts.
        let day = named
            .rfind("ngày ")
            .filter(|at| *at == 0 || named[..*at].ends_with(' '));
        let Some(at) = day else {
            self.title = title(named, self.kind.as_ref());
            return;
        };
        let (before, dated) = named.split_at(at);
        let dated = &dated["ngày ".len()..];
        let (day, issuer) = dated.split_once(" của ").unwrap_or((dated, ""));
        self.issued = date(day);
        if self.issued.is_none() {
            self.title = title(named, self.kind.as_ref());
            return;
        }
        self.title = title(before, self.kind.as_ref());
        // Without a title before the day, the issuer runs into the title that follows it.
        let issuer = issuer.trim().trim_end_matches(['.', ',', ' ']);
        if self.title.is_some()
            && !issuer.is_empty()
            && !issuer.contains(|c: char| c.is_ascii_digit())
        {
            self.issuer = Some(legal::normalise(issuer));
        }
    }

    fn read_tail(&mut self, tail: &str) {
        let tail = tail.trim_start_matches([',', ' ']);
        // Each further event starts after a comma: ", bị bãi bỏ bởi … có hiệu lực … ngày …".
        for (n, event) in tail.split(", ").enumerate() {
            let Some(found) = last_date(event) else {
                continue;
            };
            let said = (found, event.trim().trim_end_matches(')').to_owned());
            if n == 0 {
                self.effective = event.starts_with(FROM).then_some(said);
            } else if event.starts_with("được bổ sung bởi") {
                self.added = Some(said);
            } else if ["bị bãi bỏ bởi", "được bãi bỏ bởi", "bị hủy bỏ bởi"]
                .iter()
                .any(|e| event.starts_with(e))
            {
                self.repealed = Some(said);
            } else if event.starts_with("bị ngưng hiệu lực") {
                self.suspended = Some(said);
            }
        }
    }
}

/// What follows "số 57/2020/QH14", the number's own spaces ("39 /2018/TT-NHNN", "02/2020/ TT-BCT") included.
fn after_number(text: &str) -> &str {
    let mut rest = text.strip_prefix("số ").unwrap_or(text);
    if let Some(unnumbered) = rest.strip_prefix("Không số") {
        return unnumbered.trim_start();
    }
    rest = rest.strip_prefix("liên tịch ").unwrap_or(rest);
    if !rest.starts_with(|c: char| c.is_ascii_digit() || c == '\'') {
        return rest;
    }
    loop {
        let (token, after) = rest.split_once(' ').unwrap_or((rest, ""));
        if token.ends_with(['/', '-']) || after.starts_with(['/', '-']) {
            rest = after;
        } else {
            return after.trim_start();
        }
        if rest.is_empty() {
            return rest;
        }
    }
}

/// A title without the kind: "Luật Thanh niên" is "Thanh niên".
fn title(text: &str, kind: Option<&Kind>) -> Option<String> {
    let mut text = text.trim().trim_end_matches(',');
    if let Some((leading, rest)) = leading_kind(text)
        && Some(&leading) == kind
        && !rest.starts_with("số ")
    {
        text = rest;
    }
    (!text.is_empty()).then(|| legal::normalise(text))
}

/// The day written last in a text.
fn last_date(text: &str) -> Option<Date> {
    text.split("ngày ")
        .skip(1)
        .filter_map(|after| date(after.split([' ', ')', ',']).next()?))
        .last()
}

/// A day written dd/mm/yyyy or yyyy-mm-dd; days that cannot be are none.
pub(super) fn date(text: &str) -> Option<Date> {
    let numbers: Vec<i16> = text
        .trim()
        .split(['/', '-'])
        .map(str::parse)
        .collect::<Result<_, _>>()
        .ok()?;
    let &[first, month, last] = numbers.as_slice() else {
        return None;
    };
    let (year, day) = if first > 31 {
        (first, last)
    } else {
        (last, first)
    };
    if !(1900..=2200).contains(&year) {
        return None;
    }
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::{date, read};

    #[test]
    fn reads_malformed_notes_without_guessing() {
        let spaced = read("((Điều 1 Thông tư số 39 /2031/TT-MAU Hướng dẫn mẫu");
        assert_eq!(spaced.title.as_deref(), Some("Hướng dẫn mẫu"));
        assert_eq!((spaced.issued, spaced.issuer), (None, None));
        let turned = read(
            "(Điều 2 Thông tư số 1/2031/TT-MAU ngày 31/12/2030 của Bộ Mẫu Quy định mẫu, có hiệu lực)",
        );
        assert_eq!((turned.title, turned.issuer), (None, None));
        assert!(turned.issued.is_some());
        assert_eq!(date("31/02/2020"), None);
        assert_eq!(date("2020-02-01"), date("01/2/2020"));
        assert_eq!(read("").article, None);
    }
}
