//! The head of a document: symbol, kind, issuer, place, day, title; also of consolidated texts, whose number
//! stands at the end, and of heads whose two columns were read in any order.

use super::lines::{Lines, is_capitals, starts_with_word};
use super::mark;
use crate::{Date, Header, Kind, Level, Span, Symbol, dates, find_citations, find_symbols};

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
}

pub(super) fn read(lines: &Lines<'_>) -> Head {
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
    header.symbol = symbol(lines, &head, zone);
    if let Some(words) = header.title.take() {
        header.symbol = header
            .symbol
            .or_else(|| numbered_title(lines, head_lines, after));
        header.title = Some(without_issue(&words));
    }
    let written = day(&head);
    header.issued = written.and_then(|(_, day)| day);
    header.place = written.and_then(|(start, _)| place(&head[..start]));
    complete_from_tail(lines, &mut header);
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
    Head { header, after }
}

/// The lines before legal bases and provisions.
fn zone(lines: &Lines<'_>) -> usize {
    let most = lines.len().min(90);
    (0..most)
        .find(|line| {
            let text = lines.get(*line);
            starts_with_word(text, "căn cứ")
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

/// The first line after the title.
fn title(lines: &Lines<'_>, kind: usize, inline: usize, zone: usize) -> usize {
    const STOPS: [&str; 11] = [
        "căn cứ",
        "theo đề nghị",
        "xét",
        "quốc hội",
        "chính phủ",
        "bộ trưởng",
        "thủ tướng",
        "ủy ban",
        "uỷ ban",
        "hội đồng",
        "chủ tịch",
    ];
    let first = kind + 1;
    let most = (first + 14).min(zone.max(first)).min(lines.len());
    let mut line = first;
    while line < most {
        let text = lines.get(line);
        let begun = line > first || inline > 0;
        let enacting = STOPS.iter().any(|stop| starts_with_word(text, stop))
            && (is_capitals(text)
                || starts_with_word(text, "căn cứ")
                || starts_with_word(text, "theo đề nghị"));
        // The preamble of a consolidated text begins with the act it consolidates.
        let consolidated = begun
            && lines.after_title(line)
            && KINDS
                .iter()
                .any(|kind| starts_with_word(text, kind) && text.contains(" số "));
        let numbered = starts_with_word(text, "số:") || text.starts_with('(');
        if (begun && (enacting || consolidated)) || numbered || mark::container(text).is_some() {
            break;
        }
        line += 1;
    }
    line
}

/// The number in titles of older laws: "LUẬT … CỦA QUỐC HỘI KHÓA XII, KỲ HỌP THỨ 3, SỐ 11/2008/QH12 …".
fn numbered_title(lines: &Lines<'_>, from: usize, to: usize) -> Option<Symbol> {
    let words: String = (from..to)
        .flat_map(|line| [lines.get(line), "\n"])
        .collect();
    let upper = words.to_uppercase();
    let adopted = upper.contains("CỦA QUỐC HỘI")
        || upper.contains("CỦA UỶ BAN THƯỜNG VỤ")
        || upper.contains("CỦA ỦY BAN THƯỜNG VỤ");
    if !adopted {
        return None;
    }
    find_symbols(&words)
        .into_iter()
        .next()
        .map(|(_, symbol)| symbol)
}

/// The title of an older law without the words on its adoption.
fn without_issue(title: &str) -> String {
    let lower = title.to_lowercase();
    let Some(at) = lower.find("của quốc hội").filter(|_| {
        lower.contains("khóa") || lower.contains("khoá") || lower.contains("nước cộng")
    }) else {
        return title.to_owned();
    };
    let kept = if at > 0 {
        title.get(..at)
    } else {
        lower.find(" về ").and_then(|at| title.get(at + 1..))
    };
    let kept = kept
        .map(str::trim)
        .filter(|kept| !kept.is_empty())
        .unwrap_or(title);
    let number = kept
        .to_lowercase()
        .find(" số ")
        .and_then(|at| kept.get(..at));
    sentence_start(number.unwrap_or(kept))
}

fn sentence_start(words: &str) -> String {
    let mut letters = words.chars();
    let first: String = letters
        .next()
        .map(|c| c.to_uppercase().collect())
        .unwrap_or_default();
    first + letters.as_str()
}

/// Title words on one line; capitals in sentence case.
fn title_words(words: &str) -> Option<String> {
    let joined = super::reflow::join(words);
    let words =
        joined.trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '_' | '-' | '*'));
    if words.is_empty() {
        return None;
    }
    Some(if is_capitals(words) {
        sentence_case(words)
    } else {
        words.to_owned()
    })
}

/// Capitals in sentence case; symbols and the names of laws keep their own writing.
pub(super) fn sentence_case(words: &str) -> String {
    let lowered: Vec<String> = words
        .split(' ')
        .map(|word| {
            if word.contains('/') {
                word.to_owned()
            } else {
                word.to_lowercase()
            }
        })
        .collect();
    let lower = lowered.join(" ");
    let mut cased = String::with_capacity(lower.len());
    let mut at = 0;
    for found in find_citations(&lower) {
        let citation = &found.citation;
        let whole =
            citation.path.steps().is_empty() && citation.year.is_none() && citation.date.is_none();
        if let (Some(kind), Some(name), None, true) =
            (&citation.kind, &citation.name, &citation.symbol, whole)
        {
            cased.push_str(&lower[at..found.span.start as usize]);
            cased.push_str(&format!("{} {name}", kind.name()));
            at = found.span.end as usize;
        }
    }
    cased.push_str(&lower[at..]);
    let cased = cased
        .replace("việt nam", "Việt Nam")
        .replace("quốc hội", "Quốc hội")
        .replace("nhà nước", "Nhà nước");
    sentence_start(&cased)
}

/// The number of the document: behind "Số:" or alone on a line, before the title or just after it.
fn symbol(lines: &Lines<'_>, head: &str, zone: usize) -> Option<Symbol> {
    let found = find_symbols(head);
    let labelled = |start: usize| {
        let before = head[..start].trim_end().trim_end_matches(':').trim_end();
        let word = before
            .rsplit(char::is_whitespace)
            .next()
            .unwrap_or_default()
            .to_lowercase();
        word == "số" || word == "so"
    };
    let alone = |start: usize| head[..start].trim_end_matches(' ').ends_with('\n') || start == 0;
    let best = found.iter().find(|(span, _)| labelled(span.start as usize));
    let best = best.or_else(|| found.iter().find(|(span, _)| alone(span.start as usize)));
    if let Some((_, symbol)) = best {
        return Some(symbol.clone());
    }
    // The columns may be read one after the other: the number below the title.
    (0..zone).find_map(|line| {
        let text = lines.get(line);
        let labelled = starts_with_word(text, "số:");
        labelled
            .then(|| find_symbols(text).into_iter().next())
            .flatten()
            .map(|(_, symbol)| symbol)
    })
}

/// The day behind "ngày" in the head: where the place ends, and the day.
fn day(head: &str) -> Option<(usize, Option<Date>)> {
    dates::find(head).into_iter().find_map(|written| {
        let before = head[..written.start].trim_end();
        let stem = before
            .strip_suffix("ngày")
            .or_else(|| before.strip_suffix("Ngày"))?;
        Some((stem.trim_end().trim_end_matches(',').len(), written.day))
    })
}

/// The place before ", ngày": the last words of the line, without what another column left before it.
fn place(before: &str) -> Option<String> {
    let line = before.rsplit('\n').next().unwrap_or_default();
    let line = line.rsplit("  ").find(|part| !part.trim().is_empty())?;
    let line = find_symbols(line)
        .last()
        .map_or(line, |(span, _)| &line[span.end as usize..]);
    let words = line.trim().trim_end_matches(',').trim();
    let fits = words.chars().count() <= 40
        && words.starts_with(char::is_uppercase)
        && !words.contains(':');
    fits.then(|| words.to_owned())
}

/// Number and day of consolidated texts stand at the end, the day of adoption of laws in their last words.
fn complete_from_tail(lines: &Lines<'_>, header: &mut Header) {
    let tail = lines.len().saturating_sub(4000);
    let mut consolidated = None;
    for line in tail..lines.len() {
        let text = lines.get(line);
        if text.len() < 80 && text.contains("VBHN") && starts_with_word(text, "số") {
            consolidated = find_symbols(text)
                .into_iter()
                .find(|(_, symbol)| symbol.kind() == Some(Kind::Consolidated))
                .map(|found| (line, found.1));
        }
        if header.issued.is_none() && text.contains("thông qua ngày") {
            let from = lines.all[line].start;
            let to = lines.all[(line + 1).min(lines.len() - 1)].end;
            header.issued = dates::find(&lines.text[from..to])
                .into_iter()
                .find_map(|written| written.day);
        }
    }
    if let Some((line, symbol)) = consolidated
        && header
            .symbol
            .as_ref()
            .is_none_or(|known| known.kind() != Some(Kind::Consolidated))
    {
        header.symbol = Some(symbol);
        header.kind = Some(Kind::Consolidated);
        let from = lines.all[line.saturating_sub(6)].start;
        let to = lines.all[(line + 6).min(lines.len() - 1)].end;
        if let Some((start, day)) = day(&lines.text[from..to]) {
            header.issued = day;
            header.place = place(&lines.text[from..from + start]);
        }
    } else if header.symbol.as_ref().and_then(Symbol::kind) == Some(Kind::Consolidated) {
        header.kind = Some(Kind::Consolidated);
    }
}

/// The issuing bodies: those that the symbol names, or the capitals at the head.
fn issuer(lines: &Lines<'_>, head_lines: usize, symbol: Option<&Symbol>) -> Option<String> {
    let named = symbol.map(Symbol::issuers).unwrap_or_default();
    if !named.is_empty() {
        return Some(named.join(", "));
    }
    const MOTTO: [&str; 6] = [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "VĂN BẢN QUY PHẠM PHÁP LUẬT",
        "VĂN BẢN HỢP NHẤT",
        "CÔNG BÁO",
        "VĂN BẢN KHÁC",
    ];
    const BODIES: [&str; 16] = [
        "ỦY BAN",
        "UỶ BAN",
        "HỘI ĐỒNG",
        "BỘ ",
        "CHÍNH PHỦ",
        "QUỐC HỘI",
        "THỦ TƯỚNG",
        "TỈNH",
        "THÀNH PHỐ",
        "XÃ ",
        "PHƯỜNG",
        "HUYỆN",
        "QUẬN",
        "SỞ ",
        "TÒA ÁN",
        "NGÂN HÀNG",
    ];
    let mut words: Vec<String> = Vec::new();
    for line in 0..head_lines.min(20) {
        let mut text = lines.get(line).to_owned();
        for motto in MOTTO {
            text = text.replace(motto, "");
        }
        let text = text.trim().trim_matches(['_', '-', ' ', '*']);
        if is_capitals(text)
            && BODIES.iter().any(|body| text.starts_with(body))
            && !words.iter().any(|known| known == text)
        {
            words.push(text.to_owned());
        }
    }
    let joined = words.join(" ");
    (!joined.is_empty()).then(|| place_case(&joined))
}

/// "ỦY BAN NHÂN DÂN TỈNH ĐỒNG THÁP" as it is written in a sentence: "Ủy ban nhân dân tỉnh Đồng Tháp".
fn place_case(words: &str) -> String {
    const PLACES: [&str; 6] = ["tỉnh", "phố", "xã", "phường", "huyện", "quận"];
    let mut named = false;
    let mut cased: Vec<String> = Vec::new();
    for word in words.to_lowercase().split_whitespace() {
        let capital = named || cased.is_empty();
        let mut letters = word.chars();
        let first = letters
            .next()
            .map(|c| {
                if capital {
                    c.to_uppercase().to_string()
                } else {
                    c.to_string()
                }
            })
            .unwrap_or_default();
        cased.push(first + letters.as_str());
        named |= PLACES.contains(&word);
    }
    cased.join(" ")
}

impl Lines<'_> {
    /// Whether a title may have ended before the line: the line before does not run on.
    fn after_title(&self, line: usize) -> bool {
        line.checked_sub(1)
            .is_none_or(|before| !super::lines::expects_more(self.get(before)))
    }
}
