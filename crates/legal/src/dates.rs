//! Days as texts write them: "ngày 05 tháng 3 năm 2020", "05/3/2020".

use crate::Date;

/// A day written out in a text, or the place of one that cannot be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Written {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// `None` for an impossible day such as 31/02.
    pub(crate) day: Option<Date>,
}

/// The day that begins at the first digit of `text`.
pub(crate) fn at_start(text: &str) -> Option<Written> {
    let mut at = 0;
    let day = number(text, &mut at, 2)?;
    let numeric = separator(text, &mut at);
    if !numeric {
        word(text, &mut at, "tháng")?;
    }
    let month = number(text, &mut at, 2)?;
    if numeric {
        separator(text, &mut at).then_some(())?;
    } else {
        word(text, &mut at, "năm")?;
    }
    let year = number(text, &mut at, 4).filter(|year| *year >= 1000)?;
    let made = i16::try_from(year)
        .ok()
        .zip(i8::try_from(month).ok())
        .zip(i8::try_from(day).ok());
    let day = made.and_then(|((year, month), day)| Date::new(year, month, day).ok());
    Some(Written {
        start: 0,
        end: at,
        day: day.filter(|day| (1930..2100).contains(&day.year())),
    })
}

/// Every day in the text that follows the word "ngày" or stands in digits alone.
pub(crate) fn find(text: &str) -> Vec<Written> {
    let mut found: Vec<Written> = Vec::new();
    let mut before = ' ';
    let mut next = 0;
    for (start, c) in text.char_indices() {
        if start >= next
            && c.is_ascii_digit()
            && !before.is_alphanumeric()
            && !matches!(before, '/' | '.' | '-')
            && let Some(written) = at_start(&text[start..])
        {
            next = start + written.end;
            found.push(Written {
                start,
                end: next,
                ..written
            });
        }
        before = c;
    }
    found
}

fn number(text: &str, at: &mut usize, most: usize) -> Option<u32> {
    let digits = text.as_bytes()[*at..]
        .iter()
        .take(most + 1)
        .take_while(|b| b.is_ascii_digit())
        .count();
    if digits == 0 || digits > most {
        return None;
    }
    let value = text[*at..*at + digits].parse().ok()?;
    *at += digits;
    Some(value)
}

fn separator(text: &str, at: &mut usize) -> bool {
    let rest = &text[*at..];
    let trimmed = rest.trim_start_matches(' ');
    let spaces = rest.len() - trimmed.len();
    if spaces > 1 || !trimmed.starts_with(['/', '-', '.']) {
        return false;
    }
    let after = &trimmed[1..];
    let more = after.len() - after.trim_start_matches(' ').len();
    if more > 1 || !after[more..].starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    *at += spaces + 1 + more;
    true
}

/// White space, the word, white space.
fn word(text: &str, at: &mut usize, word: &str) -> Option<()> {
    let space = |at: &mut usize| {
        let rest = &text[*at..];
        let bounded: usize = rest
            .chars()
            .take(12)
            .take_while(|c| c.is_whitespace() || *c == '.')
            .map(char::len_utf8)
            .sum();
        *at += bounded;
    };
    space(at);
    for wanted in word.chars() {
        let c = text[*at..].chars().next()?;
        if crate::folding::lower(c) != wanted {
            return None;
        }
        *at += c.len_utf8();
    }
    space(at);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &[&str]) {
        let days: Vec<String> = find(text)
            .iter()
            .map(|w| w.day.map_or_else(|| "?".to_owned(), |day| day.to_string()))
            .collect();
        assert_eq!(days, expect, "{text:?}");
    }

    #[test]
    fn finds_days() {
        check("Hà Nội, ngày 05 tháng 3 năm 2020", &["2020-03-05"]);
        check(
            "ngày 05 tháng\n3 năm  2020; 28/7/2014, 06-12-2021 và 1.2.2020",
            &["2020-03-05", "2014-07-28", "2021-12-06", "2020-02-01"],
        );
        check(
            "ngày 31 tháng 02 năm 2020, ngày     tháng   năm 2026",
            &["?"],
        );
        check("30/2020/NĐ-CP, 104.042, 24/7", &[]);
    }
}
