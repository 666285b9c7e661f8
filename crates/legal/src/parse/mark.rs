//! What a line begins with: the label of a container, an article, a clause, a point.

use self::cursor::Cursor;
use crate::Level;

mod cursor;

/// A label at the start of a line. Whether it opens a unit is decided by its place in the sequence.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Mark {
    pub(super) level: Level,
    /// The label as a path has it: "5", "3a", "ii", "đ2", "1.1".
    pub(super) label: String,
    /// To compare within a level: number and suffix.
    pub(super) key: (u32, u32),
    /// Bytes of the line up to the end of the printed label: "Điều 5", "1.", "a)".
    pub(super) printed: usize,
    /// Byte of the line where the words after the label begin.
    pub(super) rest: usize,
    /// How sure the print is: "Điều 5." is, "Điều 5" alone is less so.
    pub(super) separator: Option<char>,
    /// Whether a digit was glued behind the separator: the number of a footnote in consolidated texts.
    pub(super) footnote: bool,
    /// Whether the print cannot be right ("đd)", "2,"): accepted only where the numbering wants it.
    pub(super) misprint: bool,
}

/// The letters of points, in the order of the law.
pub(crate) const LETTERS: &str = "abcdđeghiklmnopqrstuvxy";

/// The place of a suffix: none is 0, a is 1.
fn suffix_key(suffix: &str) -> u32 {
    suffix
        .chars()
        .fold(0, |key, c| key * 30 + letter_number(c).map_or(0, |n| n + 1))
}

/// a is 0, b is 1, đ is 4.
pub(super) fn letter_number(c: char) -> Option<u32> {
    LETTERS
        .chars()
        .zip(0..)
        .find(|(letter, _)| *letter == c)
        .map(|(_, n)| n)
}

/// The container or article that the line may open.
pub(super) fn container(line: &str) -> Option<Mark> {
    let level = match line.chars().next()? {
        'đ' | 'Đ' => Level::Article,
        'c' | 'C' => Level::Chapter,
        'm' | 'M' => Level::Section,
        't' | 'T' => Level::Subsection,
        'p' | 'P' => Level::Part,
        _ => return None,
    };
    match level {
        Level::Article => article(line),
        Level::Part => part(line),
        _ => numbered(line, level),
    }
}

/// `Điều 5. Heading`, `Điều 3a.`, `Điều 10: …`, `Điều 42.29 Sử dụng …` (Điều 42 with footnote 29).
fn article(line: &str) -> Option<Mark> {
    let mut at = Cursor { line, at: 0 };
    at.word("điều")?;
    // "Điều. 2." and "Điều15." are misprints that only a full label makes a heading.
    let misprint = at.eat(|c| c == '.').is_some();
    let misprint = !at.spaces() || misprint;
    let (number, digits) = at.digits(4)?;
    let suffix = at.suffix(2);
    let printed = at.at;
    let before = at.at;
    at.spaces();
    let separator = at.eat(|c| matches!(c, '.' | ':'));
    if separator.is_none() {
        at.at = before;
    }
    let mut footnote = false;
    if separator.is_some() {
        footnote = at.eat(|c| c.is_ascii_digit()).is_some();
        while footnote && at.eat(|c| c.is_ascii_digit()).is_some() {}
    }
    if separator.is_none() && (misprint || at.peek().is_some_and(char::is_alphanumeric)) {
        return None;
    }
    at.spaces();
    let mut mark = at.mark(
        Level::Article,
        format!("{digits}{suffix}"),
        (number, suffix_key(&suffix)),
        printed,
        separator,
    );
    mark.footnote = footnote;
    mark.misprint = misprint;
    // "Điều 05" and "Điều 5" are one.
    let bare = mark.label.trim_start_matches('0');
    mark.label = if bare.is_empty() {
        "0".to_owned()
    } else {
        bare.to_owned()
    };
    Some(mark)
}

/// `Chương II`, `CHƯƠNG 5: …`, `Mục 1a.`, `Tiểu mục 2`.
fn numbered(line: &str, level: Level) -> Option<Mark> {
    let mut at = Cursor { line, at: 0 };
    if level == Level::Subsection {
        at.word("tiểu")?;
        at.spaces();
        at.word("mục")?;
    } else {
        at.word(&level.word().to_lowercase())?;
    }
    if !at.spaces() {
        return None;
    }
    let (number, label) = number(&mut at)?;
    let suffix = at.suffix(1);
    if at.peek().is_some_and(char::is_alphanumeric) {
        return None;
    }
    let printed = at.at;
    let before = at.at;
    at.spaces();
    let separator = at.eat(|c| matches!(c, '.' | ':' | '-' | '–'));
    if separator.is_none() {
        at.at = before;
    }
    at.spaces();
    Some(at.mark(
        level,
        format!("{label}{suffix}").to_lowercase(),
        (number, suffix_key(&suffix)),
        printed,
        separator,
    ))
}

/// Roman or Arabic.
fn number(at: &mut Cursor<'_>) -> Option<(u32, String)> {
    if at.peek()?.is_ascii_digit() {
        return at.digits(3).map(|(n, digits)| (n, digits.to_owned()));
    }
    let start = at.at;
    while at.eat(|c| "IVXLC".contains(c)).is_some() {}
    let roman = &at.line[start..at.at];
    Some((roman_number(roman)?, roman.to_owned()))
}

/// The value of a Roman numeral below 400.
pub(crate) fn roman_number(roman: &str) -> Option<u32> {
    let value = |c: char| match c {
        'I' => 1,
        'V' => 5,
        'X' => 10,
        'L' => 50,
        'C' => 100,
        _ => 0,
    };
    if roman.is_empty() || roman.len() > 9 {
        return None;
    }
    let digits: Vec<u32> = roman.chars().map(value).collect();
    let total = digits.iter().enumerate().fold(0i64, |sum, (n, digit)| {
        let less = digits.get(n + 1).is_some_and(|next| next > digit);
        if less {
            sum - i64::from(*digit)
        } else {
            sum + i64::from(*digit)
        }
    });
    u32::try_from(total).ok().filter(|total| *total > 0)
}

/// `Phần thứ hai`, `PHẦN I`, `Phần 1.`
fn part(line: &str) -> Option<Mark> {
    const WORDS: [(&str, u32); 13] = [
        ("nhất", 1),
        ("hai", 2),
        ("ba", 3),
        ("tư", 4),
        ("bốn", 4),
        ("năm", 5),
        ("sáu", 6),
        ("bảy", 7),
        ("bẩy", 7),
        ("tám", 8),
        ("chín", 9),
        ("mười một", 11),
        ("mười", 10),
    ];
    let mut at = Cursor { line, at: 0 };
    at.word("phần")?;
    if !at.spaces() {
        return None;
    }
    if at.word("thứ").is_none() {
        return numbered(line, Level::Part);
    }
    at.spaces();
    let number = WORDS
        .iter()
        .find_map(|(word, number)| at.word(word).map(|()| *number))?;
    if at.peek().is_some_and(char::is_alphanumeric) {
        return None;
    }
    let printed = at.at;
    at.spaces();
    let separator = at.eat(|c| matches!(c, '.' | ':' | '-' | '–'));
    at.spaces();
    Some(at.mark(
        Level::Part,
        number.to_string(),
        (number, 0),
        printed,
        separator,
    ))
}

/// The clause, point or subpoint that the line may open.
pub(super) fn inner(line: &str) -> Option<Mark> {
    match line.chars().next()? {
        '0'..='9' => clause(line),
        'a'..='z' | 'đ' => point(line),
        _ => None,
    }
}

/// `1. …`, `1a. …`, `2.7 Nhà nước` (footnote 7), `40.Quỹ`, `1/ …`, `5- …`, `1.2. …` (a point numbered 1.2).
fn clause(line: &str) -> Option<Mark> {
    let mut at = Cursor { line, at: 0 };
    let (number, digits) = at.digits(3)?;
    let suffix = at.suffix(1);
    let label = format!(
        "{}{suffix}",
        if number == 0 {
            "0"
        } else {
            digits.trim_start_matches('0')
        }
    );
    let spaced = at.spaces();
    let separator = at.eat(|c| matches!(c, '.' | '/' | '-' | ')' | ','))?;
    if spaced && separator != '-' {
        return None;
    }
    let printed = at.at;
    let key = (number, suffix_key(&suffix));
    let spaced = at.spaces();
    if separator == ',' && !(spaced && at.peek().is_some_and(char::is_uppercase)) {
        return None;
    }
    if spaced || at.peek().is_none() {
        let mut mark = at.mark(Level::Clause, label, key, printed, Some(separator));
        mark.misprint = matches!(separator, ',' | ')');
        return Some(mark);
    }
    if separator == '.' && at.peek()?.is_ascii_digit() {
        let (second, second_digits) = at.digits(3)?;
        if at.spaces() {
            let mut mark = at.mark(Level::Clause, label, key, printed, Some('.'));
            mark.footnote = true;
            return Some(mark);
        }
        at.eat(|c| c == '.')?;
        let printed = at.at;
        if !at.spaces() {
            return None;
        }
        return Some(at.mark(
            Level::Point,
            format!("{label}.{second_digits}"),
            (number, second),
            printed,
            Some('.'),
        ));
    }
    let capital = at.peek().is_some_and(|c| c.is_uppercase() || c == '“');
    capital.then(|| at.mark(Level::Clause, label, key, printed, Some(separator)))
}

/// `a) …`, `đ2) …`, `a)14 Báo cáo` (footnote 14), `a.1) …` (a subpoint), and the weaker `a. …`.
fn point(line: &str) -> Option<Mark> {
    let mut at = Cursor { line, at: 0 };
    let letter = at.eat(|c| LETTERS.contains(c))?;
    let place = letter_number(letter)?;
    if at.eat(|c| c == '.').is_some() {
        if let Some((number, _)) = at.digits(2) {
            at.eat(|c| c == ')' || c == '.');
            let printed = at.at;
            let label = format!("{letter}.{number}");
            return at
                .spaces()
                .then(|| at.mark(Level::Subpoint, label, (place, number), printed, Some(')')));
        }
        let printed = at.at;
        return at.spaces().then(|| {
            at.mark(
                Level::Point,
                letter.to_string(),
                (place, 0),
                printed,
                Some('.'),
            )
        });
    }
    // A recogniser gives both letters of a doubtful one: "đd)".
    let doubled = matches!(letter, 'd' | 'đ') && at.eat(|c| matches!(c, 'd' | 'đ')).is_some();
    let (letter, place) = if doubled { ('đ', 4) } else { (letter, place) };
    let inserted = if at.peek()?.is_ascii_digit() {
        at.digits(2)?.0
    } else {
        0
    };
    at.spaces();
    let separator = at.eat(|c| c == ')' || c == '/')?;
    let printed = at.at;
    let footnote = at.eat(|c| c.is_ascii_digit()).is_some();
    while footnote && at.eat(|c| c.is_ascii_digit()).is_some() {}
    at.spaces();
    let label = if inserted > 0 {
        format!("{letter}{inserted}")
    } else {
        letter.to_string()
    };
    let mut mark = at.mark(
        Level::Point,
        label,
        (place, inserted),
        printed,
        Some(separator),
    );
    mark.footnote = footnote;
    mark.misprint = doubled;
    Some(mark)
}
