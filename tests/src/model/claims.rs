//! What the scripted model says: sentences of its evidence, true ones and ones that are false by construction.
//!
//! A false one is made from a true one, and is made only where the evidence of the prompt does not happen to say it
//! too. So the test knows which claims no honest page may show as checked.

use serde_json::{Value, json};

use super::{Block, Prompt};
use crate::Chance;

/// What is wrong with a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fault {
    /// It names a provision that nobody ever issued.
    InventedReference,
    /// It names the article beside the one that it quotes.
    NeighbourArticle,
    /// A word of its quote was changed.
    InventedQuote,
    /// Its quote is sewn together from two sentences.
    StitchedQuote,
    /// Its quote stands in another evidence than the one that it names.
    MisattributedQuote,
    /// It names an evidence that was not given.
    AbsentEvidence,
    /// It has no quote.
    NoQuote,
    /// A number is another.
    Digit,
    /// A number has another unit.
    Unit,
    /// "At most" became "at least", or the like.
    Bound,
    /// A day or a year is another.
    Date,
    /// A "không" more or less.
    Negation,
    /// "Must" became "may", or the like.
    Modality,
    /// Another level or another body.
    Authority,
    /// An exception was left out.
    Exception,
    /// A true sentence with an invented one behind it.
    Appended,
    /// A short sentence out of nowhere, with a true quote.
    FromNowhere,
    /// The words of one provision with a quote of another.
    OtherProvision,
    /// A link or an image that the law does not have.
    Link,
    /// Markup that the law does not have.
    Markup,
    /// What a text among the evidence or the question ordered to say.
    Injected,
}

impl Fault {
    /// Those that can be planted anywhere.
    pub const PLANTED: &[Self] = &[
        Self::InventedReference,
        Self::NeighbourArticle,
        Self::InventedQuote,
        Self::StitchedQuote,
        Self::MisattributedQuote,
        Self::AbsentEvidence,
        Self::NoQuote,
        Self::Digit,
        Self::Unit,
        Self::Bound,
        Self::Date,
        Self::Negation,
        Self::Modality,
        Self::Authority,
        Self::Exception,
        Self::Appended,
        Self::FromNowhere,
        Self::OtherProvision,
    ];
}

/// A claim as the model says it.
#[derive(Clone, Debug)]
pub struct Spoken {
    /// The sentence.
    pub text: String,
    /// The numbers of its evidence (whatever JSON a model may put there) and the words it quotes.
    pub quotes: Vec<(Value, String)>,
    /// What is wrong with it; `None`: it is true.
    pub fault: Option<Fault>,
}

impl Spoken {
    pub(super) fn new(
        text: impl Into<String>,
        number: usize,
        quote: &str,
        fault: Option<Fault>,
    ) -> Self {
        Self {
            text: text.into(),
            quotes: vec![(json!(number), quote.to_owned())],
            fault,
        }
    }

    /// As the line that the program asks for.
    pub(super) fn json(&self) -> Value {
        let quotes = self.quotes.iter();
        let quotes = quotes.map(|(number, quote)| json!({ "evidence": number, "quote": quote }));
        json!({ "claim": self.text, "quotes": quotes.collect::<Vec<_>>() })
    }
}

/// A sentence of the evidence.
#[derive(Clone, Debug)]
pub(super) struct Sentence<'a> {
    pub(super) block: &'a Block,
    pub(super) words: String,
}

/// Sentences that can be said and quoted: whole, of ten words at least, none that was cut.
pub(super) fn sentences(prompt: &Prompt) -> Vec<Sentence<'_>> {
    let mut found = Vec::new();
    for block in &prompt.blocks {
        for line in block
            .text
            .lines()
            .filter(|line| !line.contains("[cắt bớt]"))
        {
            for piece in line.split_inclusive([';', '.', '?']) {
                // "2.530.000" and "Điều 5. Tên" are cut here as well; what is left of them is short, or ends in a digit.
                let words = without_label(piece.trim().trim_end_matches([';', '.', ':']).trim());
                let long = (10..60).contains(&words.split_whitespace().count());
                let cut = words.ends_with(|c: char| c.is_ascii_digit())
                    || words.starts_with(|c: char| c.is_ascii_digit());
                if long && !cut && !words.contains(['“', '”', '"', '<', '[']) {
                    found.push(Sentence {
                        block,
                        words: words.to_owned(),
                    });
                }
            }
        }
    }
    found
}

/// Without the "1." or "a)" in front.
fn without_label(piece: &str) -> &str {
    match piece.split_once([')', '.']) {
        Some((label, rest)) if label.chars().count() <= 3 && !label.contains(' ') => rest.trim(),
        _ => piece,
    }
}

/// A true claim: the sentence itself, with itself or its beginning as the quote.
pub(super) fn truth(sentence: &Sentence<'_>, chance: &mut Chance) -> Spoken {
    let (words, number) = (&sentence.words, sentence.block.number);
    match chance.below(3) {
        0 => Spoken::new(words.as_str(), number, words, None),
        1 => Spoken::new(format!("{words}."), number, &half(words, true), None),
        _ => {
            let place = format!("{} {}", sentence.block.citation, sentence.block.document);
            Spoken::new(format!("Theo {place}: {words}."), number, words, None)
        }
    }
}

fn half(words: &str, first: bool) -> String {
    let all: Vec<&str> = words.split_whitespace().collect();
    let (one, two) = all.split_at(all.len() / 2);
    if first { one.join(" ") } else { two.join(" ") }
}

/// A claim with this fault; `None` where the evidence gives none.
pub(super) fn planted(
    fault: Fault,
    sentences: &[Sentence<'_>],
    chance: &mut Chance,
) -> Option<Spoken> {
    let from = chance.below(sentences.len().max(1) as u64) as usize;
    let turned = sentences[from..].iter().chain(&sentences[..from]);
    let mut made = turned.filter_map(|sentence| spoil(fault, sentence, sentences));
    // By construction: no evidence says it after all.
    made.find(|spoken| {
        let textual = !matches!(
            fault,
            Fault::InventedQuote
                | Fault::MisattributedQuote
                | Fault::AbsentEvidence
                | Fault::NoQuote
                | Fault::OtherProvision
        );
        !textual || !sentences.iter().any(|one| says(one.block, &spoken.text))
    })
}

/// Whether an evidence has these words, whatever stands between and around them.
fn says(block: &Block, words: &str) -> bool {
    let fold = |text: &str| {
        let folded = legal::fold_quote(text).text().to_owned();
        folded.replace(|c: char| !c.is_alphanumeric(), "")
    };
    fold(&block.text).contains(&fold(words))
}

fn spoil(fault: Fault, sentence: &Sentence<'_>, all: &[Sentence<'_>]) -> Option<Spoken> {
    let (words, block) = (sentence.words.as_str(), sentence.block);
    let number = block.number;
    let quoting = |text: String, quote: &str| Some(Spoken::new(text, number, quote, Some(fault)));
    let other = || {
        all.iter()
            .find(|one| one.block.number != number && !says(one.block, words))
    };
    match fault {
        Fault::InventedReference => quoting(
            format!("Theo khoản 9 Điều 999 Nghị định số 999/2031/NĐ-CP, {words}."),
            words,
        ),
        Fault::NeighbourArticle => {
            let article = block.citation.split("Điều ").nth(1)?;
            let article: u32 = article.split(' ').next()?.parse().ok()?;
            let cites = format!("Điều {}", article + 1);
            // The provision itself may send its reader there.
            (!block.text.contains(&cites)).then_some(())?;
            quoting(format!("Theo {cites} {}: {words}.", block.document), words)
        }
        Fault::InventedQuote => {
            let half = half(words, true);
            let (before, _) = half.rsplit_once(' ')?;
            let invented = format!("{before} toàn dân cả nước");
            (!says(block, &invented)).then_some(())?;
            quoting(format!("{words}."), &invented)
        }
        Fault::StitchedQuote => {
            let second = all
                .iter()
                .find(|one| one.block.number == number && one.words != words)?;
            let sewn = format!("{} {}", half(words, true), half(&second.words, false));
            (!says(block, &sewn)).then_some(())?;
            quoting(format!("{sewn}."), &sewn)
        }
        Fault::MisattributedQuote => {
            let other = other()?;
            Some(Spoken::new(
                format!("{words}."),
                other.block.number,
                words,
                Some(fault),
            ))
        }
        Fault::AbsentEvidence => {
            let absent = [json!(99), json!(0), json!(-1), json!("một"), json!(1e300)];
            let absent = absent[words.len() % absent.len()].clone();
            Some(Spoken {
                text: format!("{words}."),
                quotes: vec![(absent, words.to_owned())],
                fault: Some(fault),
            })
        }
        Fault::NoQuote => Some(Spoken {
            text: format!("{words}."),
            quotes: Vec::new(),
            fault: Some(fault),
        }),
        Fault::Digit => digit(words, block).and_then(|text| quoting(text, words)),
        Fault::Date => date(words, block).and_then(|text| quoting(text, words)),
        Fault::Appended => quoting(
            format!("{words}. Người dân được miễn toàn bộ lệ phí và không phải nộp giấy tờ nào."),
            words,
        ),
        Fault::FromNowhere => {
            const SAID: [&str; 5] = [
                "Không cần giấy phép.",
                "Thủ tục này được miễn phí.",
                "Quy định này đã bị bãi bỏ.",
                "Hồ sơ nộp qua điện thoại.",
                "Ai cũng làm được.",
            ];
            quoting(SAID[words.len() % SAID.len()].to_owned(), words)
        }
        Fault::OtherProvision => {
            let other = other()?;
            (!says(block, &other.words)).then_some(())?;
            quoting(format!("{}.", other.words), words)
        }
        Fault::Exception => {
            let at = words.find(", trừ trường hợp")?;
            (words[..at].split_whitespace().count() >= 6).then_some(())?;
            quoting(format!("{}.", &words[..at]), &words[..at])
        }
        Fault::Unit | Fault::Bound | Fault::Negation | Fault::Modality | Fault::Authority => {
            exchanged(fault, words)
                .and_then(|text| quoting(format!("{text}."), &untouched(words, &text)))
        }
        // These are said by manners of their own.
        Fault::Link | Fault::Markup | Fault::Injected => None,
    }
}

/// The longest beginning or end that both have: what can still be quoted truly.
fn untouched(words: &str, changed: &str) -> String {
    let (one, two): (Vec<&str>, Vec<&str>) =
        (words.split(' ').collect(), changed.split(' ').collect());
    let same = |pair: &(&&str, &&str)| pair.0 == pair.1;
    let first = one.iter().zip(&two).take_while(same).count();
    let last = one
        .iter()
        .rev()
        .zip(two.iter().rev())
        .take_while(same)
        .count();
    if first >= last {
        one[..first].join(" ")
    } else {
        one[one.len() - last.min(one.len())..].join(" ")
    }
}

/// Words that turn a sentence round when one stands for the other.
const EXCHANGES: &[(Fault, &str, &str)] = &[
    (Fault::Unit, "ngày làm việc", "ngày"),
    (Fault::Unit, "ngày", "tháng"),
    (Fault::Unit, "tháng", "năm"),
    (Fault::Unit, "năm", "tháng"),
    (Fault::Unit, "giờ", "ngày"),
    (Fault::Unit, "triệu đồng", "nghìn đồng"),
    (Fault::Unit, "đồng", "đô la"),
    (Fault::Unit, "m2", "ha"),
    (Fault::Unit, "mét", "km"),
    (Fault::Unit, "%", " đồng"),
    (Fault::Bound, "không quá", "ít nhất"),
    (Fault::Bound, "ít nhất", "không quá"),
    (Fault::Bound, "tối đa", "tối thiểu"),
    (Fault::Bound, "tối thiểu", "tối đa"),
    (Fault::Bound, "trở lên", "trở xuống"),
    (Fault::Bound, "dưới", "trên"),
    (Fault::Bound, "chậm nhất", "sớm nhất"),
    (Fault::Negation, "không được", "được"),
    (Fault::Negation, "không phải", "phải"),
    (Fault::Negation, "không có", "có"),
    (Fault::Negation, "được", "không được"),
    (Fault::Negation, "phải", "không phải"),
    (Fault::Negation, "có", "không có"),
    (Fault::Modality, "phải", "có thể"),
    (Fault::Modality, "có thể", "phải"),
    (Fault::Modality, "có quyền", "có nghĩa vụ"),
    (Fault::Modality, "có trách nhiệm", "có quyền"),
    (Fault::Modality, "được phép", "phải"),
    (Fault::Modality, "nghiêm cấm", "khuyến khích"),
    (Fault::Authority, "cấp tỉnh", "cấp xã"),
    (Fault::Authority, "cấp xã", "cấp tỉnh"),
    (Fault::Authority, "cấp huyện", "cấp xã"),
    (Fault::Authority, "Bộ trưởng", "Thứ trưởng"),
    (Fault::Authority, "Chủ tịch", "Phó Chủ tịch"),
    (
        Fault::Authority,
        "Thủ tướng Chính phủ",
        "Bộ trưởng Bộ Tư pháp",
    ),
    (Fault::Authority, "Chính phủ", "Quốc hội"),
    (Fault::Authority, "Hội đồng nhân dân", "Ủy ban nhân dân"),
    (Fault::Authority, "Ủy ban nhân dân", "Hội đồng nhân dân"),
    (Fault::Authority, "Tòa án", "Viện kiểm sát"),
];

fn exchanged(fault: Fault, words: &str) -> Option<String> {
    let rules = EXCHANGES.iter().filter(|(of, ..)| *of == fault);
    rules
        .filter_map(|(_, from, to)| {
            let mut places = words.match_indices(from);
            let (at, _) = places.find(|(at, _)| {
                let (before, after) = (&words[..*at], &words[at + from.len()..]);
                let whole = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
                let counted = before.trim_end().ends_with(|c: char| c.is_ascii_digit());
                let apart = whole(after.chars().next())
                    && (*from == "%" || whole(before.chars().next_back()));
                // "không được" is no "được", and a "ngày" that nothing counts has no unit to change.
                let negated = before.trim_end().ends_with("không") || before.ends_with("chưa ");
                // "ngày làm việc" is no "ngày", "có thể" and "có quyền" are no "có".
                let longer = EXCHANGES
                    .iter()
                    .any(|(_, more, _)| more.len() > from.len() && words[*at..].starts_with(more));
                apart && !negated && (!longer || *to == "ngày") && (fault != Fault::Unit || counted)
            })?;
            Some(format!("{}{to}{}", &words[..at], &words[at + from.len()..]))
        })
        .next()
}

/// With one counted number changed, to one that the evidence does not have.
fn digit(words: &str, block: &Block) -> Option<String> {
    let all: Vec<&str> = words.split(' ').collect();
    let at = all.iter().enumerate().position(|(at, word)| {
        let number = word.chars().all(|c| c.is_ascii_digit()) && !word.is_empty();
        let before = at.checked_sub(1).map_or("", |at| all[at]).to_lowercase();
        let names = ["điều", "khoản", "điểm", "số", "năm", "tháng", "ngày", "mục", "chương", "luật", "và", "đến", ","];
        number && word.len() < 6 && !names.contains(&before.as_str()) && !before.ends_with(',')
            // Something that is counted: a word behind it.
            && all.get(at + 1).is_some_and(|next| next.chars().next().is_some_and(char::is_alphabetic))
    })?;
    let number: u32 = all[at].parse().ok()?;
    let changed = (1..50).map(|more| number + more).find(|other| {
        let text = format!(
            " {} ",
            block.text.replace(['\n', '(', ')', ',', ';', '.'], " ")
        );
        let spelled = [format!(" {other} "), format!(" {other:02} ")];
        !spelled.iter().any(|spelled| text.contains(spelled))
    })?;
    let mut said: Vec<String> = all.iter().map(|word| (*word).to_owned()).collect();
    said[at] = changed.to_string();
    Some(format!("{}.", said.join(" ")))
}

/// With a year changed, to one that stands nowhere.
fn date(words: &str, block: &Block) -> Option<String> {
    let at = words.find("năm 20").or_else(|| words.find("năm 19"))? + "năm ".len();
    let year: u32 = words.get(at..at + 4)?.parse().ok()?;
    let changed = year + 3;
    let known = format!("{} {}", block.text, block.document);
    (!known.contains(&changed.to_string())).then_some(())?;
    Some(format!("{}{changed}{}.", &words[..at], &words[at + 4..]))
}
