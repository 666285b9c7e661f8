//! What leads in a list: "Nghiêm cấm các hành vi sau đây:". A point, or a clause, that is quoted without it may say the
//! contrary of what it means. It may stand in another passage than its list.

use std::ops::Range;

use super::list::{Mark, begins_clause, is_numbered, lead, mark};
use super::{is_point, parts};

/// Shorter openings are too short to be quoted by themselves: they would stand nearly everywhere.
const LEAST_LEAD: usize = 15;

/// What leads in the list of which a quoted range is a point, outermost first, where it stands apart from the range; and
/// whether the list of the outermost may have opened in an earlier passage.
pub(crate) fn leads_in(text: &str, quoted: &Range<usize>) -> (Vec<Range<usize>>, bool) {
    let parts = parts(text);
    let inside = |part: &Range<usize>| part.start >= quoted.start && part.end <= quoted.end;
    let Some(first) = parts.iter().position(inside) else {
        return (Vec::new(), false);
    };
    let piece = &text[parts[first].clone()];
    if first > 0 && !is_point(piece) && !is_numbered(piece) {
        return (Vec::new(), false);
    }
    let chain = chain(text, &parts, first);
    let outermost = chain.first().copied().unwrap_or(first);
    let goes_on = goes_on(text, &parts, outermost);
    let leads = chain.into_iter().map(|at| readable(text, &parts, at));
    (leads.collect(), goes_on)
}

/// The parts that open the lists of which a part is a point, outermost first.
fn chain(text: &str, parts: &[Range<usize>], point: usize) -> Vec<usize> {
    let outward = std::iter::successors(lead(text, parts, point), |inner| {
        let piece = &text[parts[*inner].clone()];
        let listed = is_point(piece) || is_numbered(piece);
        listed.then(|| lead(text, parts, *inner)).flatten()
    });
    let mut chain: Vec<usize> = outward.collect();
    chain.reverse();
    chain
}

/// Whether a part that nothing in its text leads in can be one of a list that opens in an earlier passage: what the text
/// begins with, a clause, and a point before which none begins.
pub(super) fn goes_on(text: &str, parts: &[Range<usize>], at: usize) -> bool {
    let piece = |at: usize| &text[parts[at].clone()];
    let point = || is_point(piece(at)) && !(0..at).any(|at| begins_clause(piece(at)));
    at == 0 || is_numbered(piece(at)) || point()
}

/// What opens the list of an article's clauses, in the passage that begins the article.
pub(crate) fn opens_clauses(text: &str) -> Option<String> {
    let parts = parts(text);
    let piece = |at: usize| &text[parts[at].clone()];
    let clause = (0..parts.len()).find(|at| is_numbered(piece(*at)));
    let at = clause.unwrap_or(parts.len()).checked_sub(1)?;
    let opens = piece(at).ends_with(':');
    opens.then(|| text[readable(text, &parts, at)].to_owned())
}

/// An opening, with the first of its list where it is too short to be quoted by itself ("Cấm:").
fn readable(text: &str, parts: &[Range<usize>], at: usize) -> Range<usize> {
    let short = text[parts[at].clone()].chars().count() < LEAST_LEAD;
    let end = parts
        .get(at + 1)
        .filter(|_| short)
        .unwrap_or(&parts[at])
        .end;
    parts[at].start..end
}

/// What leads in the list of which the first point of a text is one that nothing in the text leads in: by the number of
/// the earlier text that it stands in, outermost first. The earlier texts come before this one in the same clause,
/// without a gap.
pub(crate) fn leads_before(before: &[&str], text: &str) -> Vec<(usize, String)> {
    let mut joined = String::new();
    let mut starts = Vec::with_capacity(before.len());
    for one in before {
        starts.push(joined.len());
        joined.push_str(one);
        joined.push('\n');
    }
    let own = joined.len();
    joined.push_str(text);
    let parts = parts(&joined);
    let inner = parts.iter().position(|part| part.start >= own);
    let Some(inner) = inner else {
        return Vec::new();
    };
    let piece = |at: usize| &joined[parts[at].clone()];
    // A label inside the text says that another clause begins.
    let mut own_parts = (inner..parts.len()).take_while(|at| !begins_clause(piece(*at)));
    let Some(point) = own_parts.find(|at| is_point(piece(*at))) else {
        return Vec::new();
    };
    let found = chain(&joined, &parts, point).into_iter().map(|at| {
        let range = readable(&joined, &parts, at);
        let place = starts.partition_point(|start| *start <= range.start);
        (place, range)
    });
    let found = found.filter(|(place, range)| *place > 0 && range.end <= own);
    found
        .map(|(place, range)| (place - 1, joined[range].to_owned()))
        .collect()
}

/// Whether an opening from an earlier passage can be that of a list of which a text begins with a point.
pub(crate) fn may_lead(opening: &str, point: &str) -> bool {
    let depth = |piece: &str| match mark(piece) {
        None if is_numbered(piece) => 1,
        None => 0,
        Some(Mark::Letter) => 2,
        Some(Mark::Dash) => 3,
    };
    depth(opening) == 0 || depth(opening) < depth(point)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PERMIT: &str = "Điều 9. Cấp giấy bán hàng\n1. Người bán hàng gửi hồ sơ. Hồ sơ gồm có:\na) Tờ khai;\nb) Giấy tờ chỗ ngồi bán hàng, gồm:\n- Hợp đồng thuê;\n- Biên lai;\nc) Ảnh.\n2. Ban quản lý trả lời.";
    const BANS: &str = "Nghiêm cấm:\n1. Đun nấu trong chợ;\n2. Bán hàng giả, gồm các hàng sau:\na) Vải;\nb) Thuốc.\n3. Đốt rác.";

    #[track_caller]
    fn check(text: &str, quoted: &str, expect: &[&str], goes_on: bool) {
        let at = text.find(quoted).expect("it stands there");
        let (found, own) = leads_in(text, &(at..at + quoted.len()));
        let found: Vec<&str> = found.into_iter().map(|range| &text[range]).collect();
        assert_eq!((found.as_slice(), own), (expect, goes_on), "{quoted}");
    }

    /// The last paper of a list was quoted below the opening of the list inside another paper.
    #[test]
    fn a_point_is_led_in_by_its_own_list() {
        let papers = "Hồ sơ gồm có:\na) Tờ khai;";
        check(PERMIT, "c) Ảnh.", &[papers], false);
        let inner = "b) Giấy tờ chỗ ngồi bán hàng, gồm:";
        check(PERMIT, "- Biên lai;", &[papers, inner], false);
        check(PERMIT, "2. Ban quản lý trả lời.", &[], true);
        check("a) Một;\nb) Hai.", "b) Hai.", &[], true);
        check("5. Một.\nb) Hai.", "b) Hai.", &[], false);
    }

    /// "3. Đốt rác." was quoted without the words that forbid it.
    #[test]
    fn a_clause_is_led_in_by_what_opens_its_article() {
        let bans = "Nghiêm cấm:\n1. Đun nấu trong chợ;";
        check(BANS, "3. Đốt rác.", &[bans], true);
        check(
            BANS,
            "b) Thuốc.",
            &[bans, "2. Bán hàng giả, gồm các hàng sau:"],
            true,
        );
    }

    #[test]
    fn what_leads_in_stands_in_earlier_passages() {
        let clause =
            "Chợ phiên gồm các khu sau đây:\na) Khu rau;\nb) Khu vải, gồm các quầy:\n- Quầy một;";
        let check = |text: &str, expect: &[(usize, &str)]| {
            let found = leads_before(&[clause, "- Quầy hai;"], text);
            let found: Vec<(usize, &str)> = found
                .iter()
                .map(|(at, words)| (*at, words.as_str()))
                .collect();
            assert_eq!(found, expect, "{text}");
        };
        let (outer, inner) = (
            "Chợ phiên gồm các khu sau đây:",
            "b) Khu vải, gồm các quầy:",
        );
        check("- Quầy ba;\nc) Khu ăn.", &[(0, outer), (0, inner)]);
        check("c) Khu ăn.", &[(0, outer)]);
        check("Không có điểm nào.", &[]);
        check("2. Khoản khác:\na) Khác.", &[]);
        assert_eq!(leads_before(&[], "c) Khu ăn."), []);
    }

    #[test]
    fn what_opens_the_clauses_of_an_article() {
        assert_eq!(
            opens_clauses(BANS).as_deref(),
            Some("Nghiêm cấm:\n1. Đun nấu trong chợ;")
        );
        let alone = "Trong Luật này, các từ ngữ dưới đây được hiểu như sau:";
        assert_eq!(opens_clauses(alone).as_deref(), Some(alone));
        assert_eq!(opens_clauses("1. Chợ là nơi bán:\na) Rau."), None);
        assert_eq!(opens_clauses("Điều 9. Chợ\n1. Một."), None);
        assert_eq!(opens_clauses(""), None);
    }

    #[test]
    fn a_point_is_not_led_in_by_one_of_its_own_list() {
        assert!(may_lead("Nghiêm cấm:", "a) Đun nấu"));
        assert!(may_lead("b) Khu vải:", "- Quầy"));
        assert!(!may_lead("b) Khu vải:", "c) Khu ăn"));
        assert!(!may_lead("a) Khu rau:", "2. Khoản"));
    }
}
