//! A printed tree is read back: acts are made from arbitrary trees, printed as the law prints them, and parsed.

use proptest::prelude::*;

use super::super::*;

const WORDS: [&str; 8] = [
    "Bến sông mở theo con nước",
    "Người chèo đò giữ đèn sáng suốt đêm",
    "Thuyền thúng chở không quá sức",
    "Trưởng bến ghi sổ hằng ngày và báo cho xã",
    "Khách qua sông mặc áo phao",
    "Việc neo đậu theo chỉ dẫn của trưởng bến",
    "Biển báo đặt ở nơi dễ thấy, sơn lại hằng năm",
    "Mùa lũ thì bến nghỉ cho đến khi nước rút hẳn và lòng sông không còn củi trôi",
];

/// Points as numbers of words; a paragraph may close the list.
#[derive(Clone, Debug)]
struct Clause {
    words: usize,
    points: Vec<usize>,
    closing: Option<usize>,
}

#[derive(Clone, Debug)]
struct Article {
    chapter: bool,
    heading: Option<usize>,
    words: usize,
    clauses: Vec<Clause>,
    /// The number goes on with a letter: "Điều 3a" behind "Điều 3".
    inserted: bool,
}

fn articles() -> impl Strategy<Value = Vec<Article>> {
    let words = 0..WORDS.len();
    let points = prop_oneof![
        Just(Vec::new()),
        proptest::collection::vec(0..WORDS.len(), 2..23)
    ];
    let clause = (words.clone(), points, proptest::option::of(words.clone()));
    let clause = clause.prop_map(|(words, points, closing)| Clause {
        words,
        closing: closing.filter(|_| !points.is_empty()),
        points,
    });
    let clauses = prop_oneof![Just(Vec::new()), proptest::collection::vec(clause, 2..7)];
    let article = (
        any::<bool>(),
        proptest::option::of(words.clone()),
        words,
        clauses,
        0..6u8,
    );
    let article = article.prop_map(|(chapter, heading, words, clauses, inserted)| Article {
        chapter,
        heading,
        words,
        clauses,
        inserted: inserted == 0,
    });
    proptest::collection::vec(article, 2..8).prop_map(|mut articles| {
        articles[0].inserted = false;
        articles
    })
}

/// The text, and each provision's path with its own words, children left out.
fn print(articles: &[Article], wrapped: bool) -> (String, Vec<(String, String)>) {
    const ROMAN: [&str; 9] = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII"];
    let mut text =
        "CHÍNH PHỦ\nSố: 900/2031/NĐ-CP\nHà Nội, ngày 05 tháng 3 năm 2031\nNGHỊ ĐỊNH\nVề bến sông\n\
        Căn cứ Luật Bến sông;\nChính phủ ban hành Nghị định về bến sông.\n"
            .to_owned();
    let mut expected = Vec::new();
    let mut line = |words: &str| {
        text.push_str(&if wrapped {
            wrap(words)
        } else {
            words.to_owned()
        });
        text.push('\n');
    };
    let (mut chapter, mut number) = (0, 0);
    for (n, article) in articles.iter().enumerate() {
        if article.chapter && (chapter > 0 || n == 0) {
            chapter += 1;
            line(&format!("Chương {}", ROMAN[chapter]));
            line("QUY ĐỊNH VỀ BẾN");
            let path = format!("chuong-{}", ROMAN[chapter].to_lowercase());
            expected.push((path, String::new()));
        }
        let inserted = article.inserted && number > 0;
        number += usize::from(!inserted);
        let before = articles[..n].iter().rev();
        let again = before.take_while(|article| article.inserted).count();
        let suffix = if inserted {
            LETTERS
                .chars()
                .nth(again)
                .map(String::from)
                .unwrap_or_default()
        } else {
            String::new()
        };
        let label = format!("{number}{suffix}");
        let path = format!("dieu-{}", label.replace('đ', "dd"));
        let stop = if article.clauses.is_empty() { "." } else { ":" };
        let own = format!("{}{stop}", WORDS[article.words]);
        let mut words = Vec::new();
        // In print no sign tells where a heading ends and the one sentence below it begins.
        let heading = article.heading;
        let heading = heading.filter(|_| !wrapped || !article.clauses.is_empty());
        match heading {
            Some(heading) => line(&format!("Điều {label}. {}", WORDS[heading])),
            None => {
                line(&format!("Điều {label}. {own}"));
                words.push(own.clone());
            }
        }
        if heading.is_some() && article.clauses.is_empty() {
            line(&own);
            words.push(own.clone());
        }
        expected.push((path.clone(), words.join(" ")));
        for (k, clause) in (1..).zip(&article.clauses) {
            let own = WORDS[clause.words];
            let stop = if clause.points.is_empty() { "." } else { ":" };
            line(&format!("{k}. {own}{stop}"));
            let mut words = format!("{own}{stop}");
            // In print no sign tells a closing paragraph from the last point's second one.
            let closing = clause.closing.filter(|_| !wrapped);
            if let Some(closing) = closing {
                words += &format!(" {}.", WORDS[closing]);
            }
            let path = format!("{path}/khoan-{k}");
            expected.push((path.clone(), words));
            for (place, (letter, point)) in LETTERS.chars().zip(&clause.points).enumerate() {
                let stop = if place + 1 == clause.points.len() {
                    "."
                } else {
                    ";"
                };
                let own = format!("{}{stop}", WORDS[*point]);
                line(&format!("{letter}) {own}"));
                let letter = if letter == 'đ' {
                    "dd".to_owned()
                } else {
                    letter.to_string()
                };
                expected.push((format!("{path}/diem-{letter}"), own));
            }
            if let Some(closing) = closing {
                line(&format!("{}.", WORDS[closing]));
            }
        }
    }
    (text, expected)
}

/// Words over lines as a printed page breaks them.
fn wrap(words: &str) -> String {
    const WIDTH: usize = 60;
    let (mut text, mut width) = (String::new(), 0);
    for word in words.split(' ') {
        let length = word.chars().count();
        if width > 0 && width + length >= WIDTH {
            text.push('\n');
            width = 0;
        } else if width > 0 {
            text.push(' ');
        }
        text.push_str(word);
        width += length + 1;
    }
    text
}

/// Each provision's path with its own words on one line.
fn read(text: &str, wrapped: bool) -> Vec<(String, String)> {
    let source = SourceText::new(text.to_owned(), Vec::new(), Vec::new(), wrapped);
    let parsed = parse(&source);
    let all = &parsed.provisions;
    let own = |(n, provision): (usize, &Provision)| {
        let mut words = String::new();
        let mut from = provision.body.start;
        let mut inner = all[n + 1..].iter();
        let container = provision.path.article().is_none();
        while let Some(child) = inner
            .next()
            .filter(|child| provision.span.contains(child.span))
        {
            if child.span.start >= from {
                words += source.slice(Span {
                    start: from,
                    end: child.span.start,
                });
                from = child.span.end;
            }
        }
        if from < provision.body.end {
            words += source.slice(Span {
                start: from,
                end: provision.body.end,
            });
        }
        let words = if container { "" } else { words.as_str() };
        let words: Vec<&str> = words.split_whitespace().collect();
        (provision.path.to_string(), words.join(" "))
    };
    all.iter().enumerate().map(own).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_printed_tree_is_read_back(articles in articles(), wrapped: bool) {
        let (text, expected) = print(&articles, wrapped);
        prop_assert_eq!(read(&text, wrapped), expected, "{}", text);
    }
}
