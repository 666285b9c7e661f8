//! Lists of a provision. "Hồ sơ gồm:" without its papers says nothing, one paper of five says something false, and a
//! clause of which only the heading is quoted answers nobody: what is quoted takes its list along.

use std::ops::Range;

use super::{is_point, parts};

/// A list that is longer is quoted as far as it goes into this many characters: an office page has three thousand.
const LONGEST: usize = 1_000;
/// What asks for all of something and not for one point of it.
const ASKS: [&str; 18] = [
    "gồm những",
    "gồm có",
    "gồm gì",
    "bao gồm",
    "những gì",
    "những ai",
    "cho ai",
    "hồ sơ",
    "giấy tờ",
    "điều kiện gì",
    "điều kiện nào",
    "trường hợp nào",
    "thế nào",
    "ra sao",
    "thủ tục",
    "trách nhiệm",
    "nhiệm vụ",
    "nghĩa vụ",
];

/// Whether a question asks for a whole list: "gồm những gì", "các trường hợp nào".
pub(crate) fn asks_for_list(question: &str) -> bool {
    let words: Vec<String> = legal::syllables(question)
        .into_iter()
        .map(|(_, word)| word)
        .collect();
    let plain = !legal::has_accents(question);
    let has = |cue: &str| match plain {
        true => stands_in(&words, &legal::unaccent(cue)),
        false => stands_in(&words, cue),
    };
    // "những giấy tờ nào", "các loại phí nào"
    let which = |many: &str| {
        let at = words.iter().position(|word| word == many);
        at.is_some_and(|at| {
            words[at..]
                .iter()
                .any(|word| word == "nào" || word == "nao")
        })
    };
    ASKS.iter().any(|cue| has(cue)) || ["những", "các", "nhung", "cac"].into_iter().any(which)
}

fn stands_in(words: &[String], cue: &str) -> bool {
    let cue: Vec<&str> = cue.split(' ').collect();
    words
        .windows(cue.len())
        .any(|some| some.iter().zip(&cue).all(|(word, cue)| word == cue))
}

/// A quoted range with the list that it opens or, where all of the list is `wanted`, is a point of; never beyond the
/// clause of that list. A list that does not fit is quoted from its beginning as far as it fits.
pub(crate) fn with_list(text: &str, quoted: Range<usize>, wanted: bool) -> Range<usize> {
    let parts = parts(text);
    let inside = |part: &Range<usize>| part.start >= quoted.start && part.end <= quoted.end;
    let Some(first) = parts.iter().position(inside) else {
        return quoted;
    };
    let last = parts.iter().rposition(inside).unwrap_or(first);
    let piece = |at: usize| &text[parts[at].clone()];
    if is_point(piece(first)) {
        return match lead(text, &parts, first) {
            Some(lead) => list(text, &parts, lead, first, last, wanted),
            None => quoted,
        };
    }
    // What follows in the same clause is the list of what was asked for: "… gửi hồ sơ. Hồ sơ gồm:"
    let next = last + 1;
    let goes_on = wanted && next < parts.len() && !begins_clause(piece(next));
    let opens = (first..=last)
        .chain(goes_on.then_some(next))
        .find(|at| opens(text, &parts, *at));
    let Some(opens) = opens else {
        return quoted;
    };
    let end = end_of(text, &parts, opens);
    let fits = |at: &usize| text[quoted.start..parts[*at].end].chars().count() <= LONGEST;
    let end = (opens..end).take_while(fits).last();
    // A label without its words is none of the list's points ("d)" at the end of a line).
    let end = end.map(|end| end - usize::from(is_bare(piece(end))));
    // An opening alone is no more than there was.
    match end.filter(|end| *end > opens) {
        Some(end) => quoted.start..parts[end].end,
        None => quoted,
    }
}

/// Whether what is quoted opens a list and ends before the list does.
pub(crate) fn is_cut(text: &str, quoted: &Range<usize>) -> bool {
    let parts = parts(text);
    // A quote is shown without the sign that ends its sentence.
    let end = |at: usize| {
        let piece = &text[parts[at].clone()];
        parts[at].start + piece.trim_end_matches(['.', ';', ',']).len()
    };
    let inside = |at: &usize| parts[*at].start >= quoted.start && end(*at) <= quoted.end;
    let Some(last) = (0..parts.len()).rfind(inside) else {
        return false;
    };
    let goes_on = |lead: usize| opens(text, &parts, lead) && end_of(text, &parts, lead) > last + 1;
    (0..last).filter(inside).any(goes_on)
}

/// What is quoted of a list of which the parts `first` to `last` are points.
fn list(
    text: &str,
    parts: &[Range<usize>],
    lead: usize,
    first: usize,
    last: usize,
    wanted: bool,
) -> Range<usize> {
    let end = end_of(text, parts, lead);
    let own = parts[first].start..parts[last.min(end - 1)].end;
    let whole = parts[lead].start..parts[end - 1].end;
    match wanted && text[whole.clone()].chars().count() <= LONGEST {
        true => whole,
        false => own,
    }
}

/// For each part the one that opens the list of which it is a point, if it is one.
pub(super) fn leads(text: &str, parts: &[Range<usize>]) -> Vec<Option<usize>> {
    let mut leads = vec![None; parts.len()];
    for lead in (0..parts.len()).filter(|at| opens(text, parts, *at)) {
        leads[lead + 1..end_of(text, parts, lead)].fill(Some(lead));
    }
    leads
}

/// The part that opens the list of which a part is a point.
pub(super) fn lead(text: &str, parts: &[Range<usize>], point: usize) -> Option<usize> {
    let leads = |at: &usize| opens(text, parts, *at) && end_of(text, parts, *at) > point;
    (0..point).rev().find(leads)
}

/// Whether a part leads in a list: it ends in a colon, or it is a heading above points.
fn opens(text: &str, parts: &[Range<usize>], at: usize) -> bool {
    let piece = &text[parts[at].clone()];
    let Some(next) = parts.get(at + 1).map(|next| &text[next.clone()]) else {
        return false;
    };
    // "Nghiêm cấm các hành vi sau đây:" above the clauses of an article.
    if is_numbered(next) {
        let numbered = |at: usize| is_numbered(&text[parts[at].clone()]);
        return piece.ends_with(':') && !(0..=at).any(numbered);
    }
    let heads = || !is_point(piece) && !piece.ends_with(['.', ';', ',', '?', '!']);
    mark(next).is_some() && mark(next) != mark(piece) && (piece.ends_with(':') || heads())
}

/// The part after the last of the list that a part opens: another clause, or a point of the list that this one is in.
fn end_of(text: &str, parts: &[Range<usize>], lead: usize) -> usize {
    let piece = |at: usize| &text[parts[at].clone()];
    if is_numbered(piece(lead + 1)) {
        let article = (lead + 2..parts.len()).find(|at| is_article(piece(*at)));
        return article.unwrap_or(parts.len());
    }
    let own = mark(piece(lead + 1));
    let outer = |other: Option<Mark>| other.is_some() && other != own && own == Some(Mark::Dash);
    (lead + 1..parts.len())
        .find(|at| begins_clause(piece(*at)) || outer(mark(piece(*at))))
        .unwrap_or(parts.len())
}

/// How a point is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// "a) …"
    Letter,
    /// "- …"
    Dash,
}

pub(super) fn mark(piece: &str) -> Option<Mark> {
    is_point(piece).then(|| match piece.starts_with(char::is_alphabetic) {
        true => Mark::Letter,
        false => Mark::Dash,
    })
}

/// "2. …", "Điều 9. …"
pub(super) fn begins_clause(piece: &str) -> bool {
    is_numbered(piece) || is_article(piece)
}

fn is_article(piece: &str) -> bool {
    piece.starts_with("Điều ") || piece.starts_with("ĐIỀU ")
}

/// "d)" and nothing else.
fn is_bare(piece: &str) -> bool {
    is_point(piece) && piece.ends_with(')') && !piece.contains(' ')
}

/// "2. …", "2a. …"
pub(super) fn is_numbered(piece: &str) -> bool {
    let digits = piece.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = digits.len() < piece.len();
    let letter = digits.trim_start_matches(|c: char| c.is_lowercase());
    number && digits.len() - letter.len() <= 2 && letter.starts_with(". ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PERMIT: &str = "Điều 9. Cấp giấy bán hàng\n1. Người bán hàng gửi 01 bộ hồ sơ đến ban quản lý chợ. Hồ sơ gồm:\na) Tờ khai;\nb) Giấy tờ chỗ ngồi, gồm:\n- Hợp đồng thuê;\n- Biên lai;\nc) Ảnh.\n2. Điều kiện cấp giấy\na) Có chỗ ngồi;\nb) Đã nộp phí. Phí nộp một lần.\n3. Ban quản lý trả lời.";

    #[track_caller]
    fn check(quoted: &str, wanted: bool, expect: &str) {
        let at = PERMIT.find(quoted).expect("it stands there");
        let found = with_list(PERMIT, at..at + quoted.len(), wanted);
        assert_eq!(&PERMIT[found], expect, "{quoted}");
    }

    const PAPERS: &str = "Hồ sơ gồm:\na) Tờ khai;\nb) Giấy tờ chỗ ngồi, gồm:\n- Hợp đồng thuê;\n- Biên lai;\nc) Ảnh.";

    #[test]
    fn a_list_is_whole_where_all_of_it_is_asked_for() {
        check("Hồ sơ gồm:", false, PAPERS);
        check("b) Giấy tờ chỗ ngồi, gồm:", true, PAPERS);
        check("a) Tờ khai;", false, "a) Tờ khai;");
        check("c) Ảnh.", true, PAPERS);
        check(
            "- Biên lai;",
            true,
            "b) Giấy tờ chỗ ngồi, gồm:\n- Hợp đồng thuê;\n- Biên lai;",
        );
        let clause = "1. Người bán hàng gửi 01 bộ hồ sơ đến ban quản lý chợ.";
        check(clause, false, clause);
        check(clause, true, &format!("{clause} {PAPERS}"));
        let answer = "3. Ban quản lý trả lời.";
        check(answer, true, answer);
    }

    /// A heading was quoted without what stands below it.
    #[test]
    fn a_heading_takes_its_points_along() {
        let conditions = "2. Điều kiện cấp giấy\na) Có chỗ ngồi;\nb) Đã nộp phí. Phí nộp một lần.";
        check("2. Điều kiện cấp giấy", false, conditions);
        check("Đã nộp phí.", false, "Đã nộp phí.");
    }

    /// A point was quoted together with the clause after its list.
    #[test]
    fn a_point_never_reaches_into_the_next_clause() {
        let both = "b) Đã nộp phí. Phí nộp một lần.\n3. Ban quản lý trả lời.";
        check(both, false, "b) Đã nộp phí. Phí nộp một lần.");
    }

    #[test]
    fn a_long_list_is_quoted_as_far_as_it_fits() {
        let points: String = ('a'..='z')
            .map(|letter| format!("\n{letter}) {};", "giấy tờ ".repeat(9)))
            .collect();
        let text = format!("Hồ sơ gồm:{points}");
        let found = with_list(&text, 0..text.find('\n').expect("a point"), true);
        let length = text[found.clone()].chars().count();
        assert!((900..=LONGEST).contains(&length), "{length}");
        assert!(text[found.clone()].ends_with(';'));
        assert!(is_cut(&text, &found));
    }

    /// A list that was too long ended without a word.
    #[test]
    fn a_list_that_is_cut_is_told_from_a_whole_one() {
        for (quoted, expect) in [
            (PAPERS, false),
            // A list that was quoted to its end was said to go on: the full stop was not quoted.
            (PAPERS.trim_end_matches('.'), false),
            ("Hồ sơ gồm:\na) Tờ khai", true),
            ("Hồ sơ gồm:\na) Tờ khai;", true),
            ("b) Giấy tờ chỗ ngồi, gồm:\n- Hợp đồng thuê;", true),
            (
                "b) Giấy tờ chỗ ngồi, gồm:\n- Hợp đồng thuê;\n- Biên lai;",
                false,
            ),
            ("Hồ sơ gồm:", false),
            ("a) Tờ khai;", false),
            ("3. Ban quản lý trả lời.", false),
            ("Tờ khai", false),
        ] {
            let at = PERMIT.find(quoted).expect("it stands there");
            assert_eq!(is_cut(PERMIT, &(at..at + quoted.len())), expect, "{quoted}");
        }
    }

    #[test]
    fn what_asks_for_all_of_it() {
        for question in [
            "Hồ sơ cấp giấy gồm những gì?",
            "Các khoản phí nào phải nộp",
            "ho so gom nhung gi",
            "Doanh nghiệp báo tin cho ai?",
        ] {
            assert!(asks_for_list(question), "{question}");
        }
        for question in [
            "Đun nấu trong chợ có bị cấm không?",
            "Mức phí là bao nhiêu?",
        ] {
            assert!(!asks_for_list(question), "{question}");
        }
    }
}
