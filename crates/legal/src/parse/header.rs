//! The head of a document: symbol, kind, issuer, place, day, title; also of consolidated texts, whose number
//! stands at the end, and of heads whose two columns were read in any order.

use self::{
    issuer::issuer,
    letter::{letter, subject_words},
    number::{blank_day, complete_from_tail, day, place, symbol},
    title::{numbered_title, title, title_words, without_issue},
};
use super::lines::{Lines, is_capitals, starts_with_word};
use super::{annexes, mark};
use crate::{Header, Kind, Level, Span, Symbol, dates, find_symbols};

mod issuer;
mod letter;
mod number;
mod title;

/// Kinds as a head prints them, longer names first.
const KINDS: [&str; 30] = [
    "nghị quyết liên tịch",
    "thông tư liên tịch",
    "thông tư liên bộ",
    "văn bản hợp nhất",
    "bộ luật",
    "luật",
    "hiến pháp",
    "pháp lệnh",
    "lệnh",
    "nghị quyết",
    "nghị định",
    "quyết định",
    "thông tư",
    "chỉ thị",
    "công điện",
    "công văn",
    "thông báo",
    "kế hoạch",
    "hướng dẫn",
    "báo cáo",
    "tờ trình",
    "quy chế",
    "quy định",
    "chương trình",
    "đề án",
    "kết luận",
    "thông cáo",
    "giấy mời",
    "biên bản",
    "sắc lệnh",
];

/// What the head says, and the first line after it.
pub(super) struct Head {
    pub(super) header: Header,
    pub(super) after: usize,
    /// Whether the file holds an annex alone, apart from its act.
    pub(super) is_annex: bool,
}

/// A file that begins with "Phụ lục I … (Kèm theo Nghị định số …)": what the note says of the act.
fn annex_alone(lines: &Lines<'_>) -> Option<Head> {
    if !starts_with_word(lines.get(0), "phụ lục") {
        return None;
    }
    let note = annexes::issue_note(lines, 0)?;
    let end = annexes::after_note(lines, note);
    let (from, to) = (lines.all[0].start, lines.all[end.min(lines.len()) - 1].end);
    let words = lines.text.get(lines.all[note].start..to)?;
    let symbol = find_symbols(words).into_iter().next()?.1;
    let header = Header {
        kind: symbol.kind(),
        issuer: Some(symbol.issuers().join(", ")).filter(|issuer| !issuer.is_empty()),
        issued: dates::find(words)
            .into_iter()
            .find_map(|written| written.day),
        symbol: Some(symbol),
        span: Span::new(from, to),
        ..Header::default()
    };
    Some(Head {
        header,
        after: 0,
        is_annex: true,
    })
}

pub(super) fn read(lines: &Lines<'_>) -> Head {
    if let Some(head) = annex_alone(lines) {
        return head;
    }
    let zone = zone(lines);
    let kind_line = (0..zone).find_map(|line| Some((line, kind_at(lines, line)?)));
    let mut header = Header::default();
    let mut after = 0;
    let head_lines = kind_line.as_ref().map_or(zone, |(line, _)| *line);
    let head: String = (0..head_lines)
        .map(|line| lines.get(line).to_owned() + "\n")
        .collect();
    let mut title_end = 0;
    if let Some((line, (kind, inline))) = &kind_line {
        header.kind = Some(kind.clone());
        let last = title(lines, *line, *inline, zone);
        after = last;
        title_end = lines.all[last - 1].end;
        let from = if *inline > 0 {
            lines.all[*line].start + inline
        } else {
            lines.all[*line].end
        };
        header.title = title_words(&lines.text[from..title_end.max(from)]);
    }
    if kind_line.is_none()
        && let Some(letter) = letter(lines, zone)
    {
        header.kind = Some(Kind::OfficialLetter);
        let (from, to) = letter.subject;
        if from < to {
            let words = &lines.text[lines.all[from].start..lines.all[to - 1].end];
            header.title = subject_words(words);
        }
        title_end = lines.all[letter.last].end;
        after = letter.last + 1;
    }
    header.symbol = symbol(lines, &head, head_lines, zone);
    let mut adopted = None;
    if let Some(words) = header.title.take() {
        header.symbol = header
            .symbol
            .or_else(|| numbered_title(lines, head_lines, after));
        adopted = dates::find(&words).into_iter().next_back();
        adopted = adopted.filter(|_| words.to_lowercase().contains("của quốc hội"));
        header.title = Some(without_issue(&words));
    }
    let written = day(&head);
    header.issued = written.and_then(|(_, day)| day);
    let placed = written.map(|(start, _)| start).or_else(|| blank_day(&head));
    header.place = placed.and_then(|end| place(&head[..end]));
    complete_from_tail(lines, &mut header);
    // Older laws carry the day of their adoption in the title.
    let law = matches!(header.kind, Some(Kind::Law | Kind::Code | Kind::Ordinance));
    header.issued = header.issued.or_else(|| adopted.filter(|_| law)?.day);
    // Without a number at its head, a text that names its amending acts before its bases is consolidated.
    let preamble: String = (after..lines.len().min(after + 40))
        .map(|line| lines.get(line))
        .take_while(|line| !starts_with_word(line, "căn cứ"))
        .flat_map(|line| [line, " "])
        .collect();
    if header.symbol.is_none() && preamble.contains("được sửa đổi, bổ sung bởi") {
        header.kind = Some(Kind::Consolidated);
    }
    if header.kind.is_none() {
        header.kind = header.symbol.as_ref().and_then(Symbol::kind);
    }
    let law = matches!(header.kind, Some(Kind::Law | Kind::Code));
    header.issuer = law.then(|| "Quốc hội".to_owned());
    header.issuer = header
        .issuer
        .or_else(|| issuer(lines, head_lines, header.symbol.as_ref()));
    let start = lines.all.first().map_or(0, |line| line.start);
    let last = head_lines.checked_sub(1).filter(|_| kind_line.is_some());
    let head_end = last
        .and_then(|line| lines.all.get(line))
        .map_or(start, |line| line.end);
    header.span = Span::new(start, title_end.max(head_end));
    Head {
        header,
        after,
        is_annex: false,
    }
}

/// The lines before legal bases and provisions.
fn zone(lines: &Lines<'_>) -> usize {
    let most = lines.len().min(90);
    (0..most)
        .find(|line| {
            let text = lines.get(*line);
            starts_with_word(text, "căn cứ")
                || starts_with_word(text, "kính gửi")
                || mark::container(text)
                    .is_some_and(|mark| mark.separator.is_some() || mark.level == Level::Chapter)
        })
        .unwrap_or(most)
}

/// The kind that a line names, and where a title goes on behind it in the same line (0: not).
fn kind_at(lines: &Lines<'_>, line: usize) -> Option<(Kind, usize)> {
    let text = lines.get(line);
    // "THÔNG TƯ1" carries the number of a footnote.
    let text = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let trimmed = text.trim_end_matches([':', ' ']);
    let kind = KINDS.iter().find(|kind| starts_with_word(text, kind))?;
    let length = text
        .char_indices()
        .nth(kind.chars().count())
        .map_or(text.len(), |(at, _)| at);
    let whole = trimmed.len() <= length;
    if whole {
        let known = is_capitals(text) || *kind != "luật" || !lines.wrapped;
        return (known && !text.ends_with(':')).then(|| (Kind::from_name(kind), 0));
    }
    // "VĂN BẢN HỢP NHẤT BỘ …" is the head of a gazette page, "LUẬT SỐ" no title.
    let rest = text[length..].trim_start();
    let titled = is_capitals(text)
        && !rest.starts_with("SỐ")
        && *kind != "văn bản hợp nhất"
        && !rest.starts_with("SỐ:");
    titled.then(|| (Kind::from_name(kind), length))
}
