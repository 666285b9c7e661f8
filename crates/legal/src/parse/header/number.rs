//! Number, day and place, in the head or at the end of the document.

use super::super::lines::{Lines, starts_with_word};
use crate::{Date, Header, Kind, Symbol, dates, find_symbols};

/// The number of the document: behind "Số:" or alone on a line, before the title or just after it.
pub(super) fn symbol(
    lines: &Lines<'_>,
    head: &str,
    head_lines: usize,
    zone: usize,
) -> Option<Symbol> {
    // What a "Số:" of its own labels is the document's number, whatever the letters; others are cited.
    if let Some(own) =
        (0..head_lines).find_map(|line| own_number(&lines.text[lines.all[line].start..]))
    {
        return Some(own);
    }
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

/// The symbol of a line "Số: 1234/STNMT-VP"; after a hyphen it goes on in the next line.
pub(super) fn own_number(line: &str) -> Option<Symbol> {
    let rest = line
        .strip_prefix("Số")
        .or_else(|| line.strip_prefix("SỐ"))?
        .trim_start();
    Symbol::labelled(rest.strip_prefix(':')?.trim_start())
}

/// The day behind "ngày" in the head: where the place ends, and the day. The first with a place before it, or the
/// first of all.
pub(super) fn day(head: &str) -> Option<(usize, Option<Date>)> {
    let written: Vec<(usize, Option<Date>)> = dates::find(head)
        .into_iter()
        .filter_map(|written| {
            let before = head[..written.start].trim_end();
            let stem = before
                .strip_suffix("ngày")
                .or_else(|| before.strip_suffix("Ngày"))?;
            Some((stem.trim_end().len(), written.day))
        })
        .collect();
    let placed = |(end, _): &&(usize, Option<Date>)| {
        head[..*end].ends_with(',') && place(&head[..*end]).is_some()
    };
    let (end, day) = written.iter().find(placed).or(written.first())?;
    Some((head[..*end].trim_end_matches(',').len(), *day))
}

/// Where the place ends before a day that was left blank: "Hà Nội, ngày … tháng … năm 2026".
pub(super) fn blank_day(head: &str) -> Option<usize> {
    head.match_indices(", ngày").find_map(|(at, words)| {
        let behind = &head[at + words.len()..];
        let blank = &behind[..behind.find("tháng")?];
        let empty = blank
            .chars()
            .all(|c| c.is_whitespace() || matches!(c, '.' | '…' | '_' | '-'));
        empty.then_some(at)
    })
}

/// The place before ", ngày": the last words of the line, without what another column left before it.
pub(super) fn place(before: &str) -> Option<String> {
    let line = before.rsplit('\n').next().unwrap_or_default();
    let line = line.rsplit("  ").find(|part| !part.trim().is_empty())?;
    let line = find_symbols(line)
        .last()
        .map_or(line, |(span, _)| &line[span.end as usize..]);
    let words = line.rsplit('|').next().unwrap_or_default();
    let words = words
        .trim_matches(|c: char| c.is_whitespace() || c == ',')
        .trim();
    let fits = words.chars().count() <= 40
        && words.starts_with(char::is_uppercase)
        && !words.contains(':');
    fits.then(|| words.to_owned())
}

/// "Luật này đã được Quốc hội … thông qua ngày …": the act's own adoption, and not that of an act it names.
fn is_adoption(lines: &Lines<'_>, line: usize) -> bool {
    (line.saturating_sub(3)..=line).any(|line| {
        let text = lines.get(line).to_lowercase();
        let own = text.find(" này ").is_some_and(|at| at < 40);
        own || text.starts_with("hiến pháp")
    })
}

/// Number and day of consolidated texts stand at the end, the day of adoption of laws in their last words.
pub(super) fn complete_from_tail(lines: &Lines<'_>, header: &mut Header) {
    // Long annexes stand behind the number of some: all lines are looked at.
    let mut consolidated = None;
    for line in 0..lines.len() {
        let text = lines.get(line);
        if text.len() < 80 && text.contains("VBHN") && starts_with_word(text, "số") {
            consolidated = find_symbols(text)
                .into_iter()
                .find(|(_, symbol)| symbol.kind() == Some(Kind::Consolidated))
                .map(|found| (line, found.1));
        }
        if header.issued.is_none() && text.contains("thông qua ngày") && is_adoption(lines, line)
        {
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
