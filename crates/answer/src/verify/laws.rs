//! What must hold of every claim, whatever it says: laws of verification, tried on provisions put together by chance.

use legal::Status;
use proptest::prelude::*;
use search::Evidence;
use unicode_normalization::UnicodeNormalization as _;

use super::{Verdict, compare, verify};
use crate::DraftClaim;
use crate::samples::{evidence, on};

const WHO: [&str; 6] = [
    "Ủy ban nhân dân cấp xã",
    "Chủ tịch Ủy ban nhân dân cấp tỉnh",
    "Người sử dụng đất",
    "Hộ kinh doanh tại chợ",
    "Cơ quan đăng ký hộ tịch",
    "Chủ đầu tư công trình",
];
const MODES: [&str; 6] = [
    "phải",
    "có trách nhiệm",
    "không được",
    "được",
    "có quyền",
    "cần",
];
const WHAT: [&str; 8] = [
    "thông báo kết quả giải quyết hồ sơ cho người nộp",
    "nộp phí sử dụng mặt bằng",
    "tháo dỡ hàng rào tạm trên vỉa hè",
    "cấp giấy chứng nhận đăng ký hoạt động",
    "hoàn trả tiền thuê quầy hàng",
    "xác nhận đơn đề nghị hỗ trợ học phí",
    "niêm yết danh sách hộ được hỗ trợ",
    "gửi báo cáo bằng văn bản",
];
/// `#` is where a figure stands.
const HOW: [&str; 10] = [
    "trong thời hạn # ngày làm việc kể từ ngày nhận đủ hồ sơ hợp lệ",
    "chậm nhất là # ngày trước ngày mở cửa chợ",
    "trong # tháng kể từ ngày có quyết định",
    "với mức #.000 đồng cho mỗi mét vuông",
    "với mức thu từ #.000.000 đồng trở lên",
    "không quá # m2",
    "ít nhất #% giá trị hợp đồng",
    "tối đa # lần trong một năm",
    "đối với diện tích trên # héc ta",
    "khi có từ # người trở lên đồng ý",
];
const EXCEPT: [&str; 4] = [
    "",
    ", trừ trường hợp bất khả kháng",
    ", trừ trường hợp pháp luật có quy định khác",
    " theo quy định của Chính phủ",
];

/// A sentence of a provision, with the bytes of its figure.
#[derive(Clone, Debug)]
struct Sentence {
    text: String,
    figure: std::ops::Range<usize>,
}

impl Sentence {
    /// The same with another figure.
    fn with(&self, figure: u32) -> String {
        let (before, after) = (
            &self.text[..self.figure.start],
            &self.text[self.figure.end..],
        );
        format!("{before}{figure}{after}")
    }
}

fn sentence() -> impl Strategy<Value = Sentence> {
    let of = |words: &'static [&'static str]| prop::sample::select(words);
    (
        of(&WHO),
        of(&MODES),
        of(&WHAT),
        of(&HOW),
        of(&EXCEPT),
        2_u32..99,
    )
        .prop_map(|(who, mode, what, how, except, figure)| {
            let begun = format!("{who} {mode} {what} ");
            let (before, after) = how.split_once('#').unwrap_or_default();
            let start = begun.len() + before.len();
            let figure = figure.to_string();
            Sentence {
                figure: start..start + figure.len(),
                text: format!("{begun}{before}{figure}{after}{except}."),
            }
        })
}

/// A provision of several sentences, one of which is meant. No two speak of the same in the same words.
#[derive(Clone, Debug)]
struct Provision {
    sentences: Vec<Sentence>,
    meant: usize,
    numbered: bool,
}

impl Provision {
    fn text(&self) -> String {
        let lines = self.sentences.iter().enumerate();
        let line = |(n, one): (usize, &Sentence)| match self.numbered {
            true => format!("{}. {}", n + 1, one.text),
            false => one.text.clone(),
        };
        let lines: Vec<String> = lines.map(line).collect();
        lines.join(if self.numbered { "\n" } else { " " })
    }

    fn meant(&self) -> &Sentence {
        &self.sentences[self.meant]
    }

    fn found(&self) -> Evidence {
        evidence("dieu-5", &self.text())
    }
}

fn provision() -> impl Strategy<Value = Provision> {
    let sentences = prop::collection::vec(sentence(), 1..5);
    (sentences, any::<prop::sample::Index>(), any::<bool>()).prop_map(
        |(sentences, meant, numbered)| Provision {
            meant: meant.index(sentences.len()),
            sentences,
            numbered,
        },
    )
}

fn draft(text: &str, quotes: &[(usize, &str)]) -> DraftClaim {
    let quotes = quotes
        .iter()
        .map(|(number, words)| (*number, (*words).to_owned()));
    DraftClaim {
        text: text.to_owned(),
        quotes: quotes.collect(),
        ..DraftClaim::default()
    }
}

/// How far a claim is proved by what it quotes.
fn verdict(text: &str, quotes: &[(usize, &str)], found: &[Evidence]) -> Verdict {
    match verify(&draft(text, quotes), found, on()) {
        Ok(claim) => claim.verdict(),
        Err(_) => Verdict::Unchecked,
    }
}

/// The same words as other keyboards write them.
#[derive(Clone, Copy, Debug)]
enum Spelling {
    /// Marks apart from their letters.
    Decomposed,
    /// "hoà", "uỷ".
    OldTones,
    /// White space of other kinds and numbers.
    Spaced,
    /// Hyphens and dashes are not among them: here white space stands around the whole.
    Padded,
}

fn spelled(text: &str, spelling: Spelling) -> String {
    match spelling {
        Spelling::Decomposed => text.nfd().collect(),
        Spelling::OldTones => [
            "ủy uỷ",
            "Ủy Uỷ",
            "hòa hoà",
            "hóa hoá",
            "tỏa toả",
            "khỏe khoẻ",
        ]
        .iter()
        .filter_map(|pair| pair.split_once(' '))
        .fold(text.to_owned(), |text, (new, old)| text.replace(new, old)),
        Spelling::Spaced => text
            .replacen(' ', "\u{a0}", 2)
            .replace(" ngày", "  \n ngày"),
        Spelling::Padded => format!(" \u{a0}{text}\n "),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// A sentence that is quoted as it stands, and says no more and no less, is true.
    #[test]
    fn a_sentence_quoted_as_it_stands_is_checked(law in provision()) {
        let said = &law.meant().text;
        let found = [law.found()];
        prop_assert_eq!(verdict(said, &[(1, said)], &found), Verdict::Checked, "{}", law.text());
        let whole = compare(&draft(said, &[(1, "")]), &found, on());
        prop_assert_eq!(whole.verdict, Verdict::Checked, "{}: {:?}", law.text(), whole.checks);
    }

    /// Whatever figure stands in its place: also one that the provision has elsewhere.
    #[test]
    fn a_changed_figure_is_never_checked(law in provision(), figure in 2_u32..99, by in any::<prop::sample::Index>()) {
        let meant = law.meant();
        let own = meant.text[meant.figure.clone()].to_owned();
        let elsewhere = &law.sentences[by.index(law.sentences.len())];
        let borrowed = elsewhere.text[elsewhere.figure.clone()].parse().unwrap_or(figure);
        for figure in [figure, borrowed] {
            if figure.to_string() == own {
                continue;
            }
            let false_one = meant.with(figure);
            // Two sentences may differ in nothing else: then what is said stands there.
            if law.sentences.iter().any(|one| one.text == false_one) {
                continue;
            }
            let found = [law.found()];
            let judged = verdict(&false_one, &[(1, &meant.text)], &found);
            prop_assert_ne!(judged, Verdict::Checked, "{} of {}", false_one, law.text());
            let judged = verdict(&false_one, &[(1, &false_one)], &found);
            prop_assert_ne!(judged, Verdict::Checked, "{} of {}", false_one, law.text());
            let judged = compare(&draft(&false_one, &[(1, "")]), &found, on()).verdict;
            prop_assert_ne!(judged, Verdict::Checked, "{} of {}", false_one, law.text());
        }
    }

    /// A word left out, put in, doubled, changed for its neighbour, or two pieces put together.
    #[test]
    fn a_quote_that_does_not_stand_is_never_checked(
        law in provision(), at in any::<prop::sample::Index>(), way in 0..5,
    ) {
        let said = &law.meant().text;
        let mut words: Vec<&str> = said.split(' ').collect();
        // Words at either end may be left out of a quote.
        let at = 1 + at.index(words.len() - 3);
        match way {
            0 => drop(words.remove(at)),
            1 => words.insert(at, "khẩn"),
            2 => words.insert(at, words[at]),
            3 => words.swap(at, at + 1),
            _ => {
                words.drain(at..(at + 3).min(words.len() - 1));
            }
        }
        let quote = words.join(" ");
        let stands = |quote: &str| {
            let (quote, text) = (legal::fold_quote(quote), legal::fold_quote(&law.text()));
            text.text().contains(quote.text().trim_end_matches('.'))
        };
        prop_assume!(!stands(&quote));
        let found = [law.found()];
        prop_assert_ne!(verdict(said, &[(1, &quote)], &found), Verdict::Checked, "{}", quote);
        prop_assert_ne!(verdict(said, &[(1, said), (1, &quote)], &found), Verdict::Checked, "{}", quote);
    }

    /// Of true and of false claims alike.
    #[test]
    fn spelling_changes_no_verdict(
        law in provision(), figure in 2_u32..99,
        spelling in prop::sample::select(vec![Spelling::Decomposed, Spelling::OldTones, Spelling::Spaced, Spelling::Padded]),
    ) {
        let meant = law.meant();
        let mut respelled = law.found();
        respelled.text = spelled(&respelled.text, spelling);
        let found = [law.found()];
        for said in [meant.text.clone(), meant.with(figure)] {
            for quote in [&meant.text, &said] {
                let judged = verdict(&said, &[(1, quote)], &found);
                let (other, other_quote) = (spelled(&said, spelling), spelled(quote, spelling));
                prop_assert_eq!(verdict(&other, &[(1, quote)], &found), judged, "{}", said);
                prop_assert_eq!(verdict(&said, &[(1, &other_quote)], &found), judged, "{}", said);
                prop_assert_eq!(verdict(&other, &[(1, &other_quote)], &found), judged, "{}", said);
                let there = std::slice::from_ref(&respelled);
                prop_assert_eq!(verdict(&said, &[(1, quote)], there), judged, "{} of {}", said, respelled.text);
            }
        }
    }

    /// Of true and of false claims alike.
    #[test]
    fn order_changes_no_verdict(
        laws in prop::collection::vec(provision(), 2..4), figure in 2_u32..99, turn in 0_usize..3,
        expired in any::<bool>(),
    ) {
        let mut found: Vec<Evidence> = laws.iter().zip(1..).map(|(law, row)| {
            let mut one = law.found();
            one.document.row = row;
            one
        }).collect();
        if expired {
            found[1].status = Status::Expired;
        }
        let meant = laws[0].meant();
        let (first, second) = (meant.text.as_str(), laws[1].meant().text.as_str());
        for said in [first.to_owned(), meant.with(figure), format!("{first} {second}")] {
            let judged = verdict(&said, &[(1, first), (2, second)], &found);
            let turned = verdict(&said, &[(2, second), (1, first)], &found);
            prop_assert_eq!(turned, judged, "{}", said);
            let mut moved = found.clone();
            let turn = turn % moved.len();
            moved.rotate_left(turn);
            let place = |number: usize| (number + moved.len() - 1 - turn) % moved.len() + 1;
            let judged_there = verdict(&said, &[(place(1), first), (place(2), second)], &moved);
            prop_assert_eq!(judged_there, judged, "{} moved by {}", said, turn);
        }
    }
}
