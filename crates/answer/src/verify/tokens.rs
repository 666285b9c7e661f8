//! A text as the row of what is compared: words, cues, figures, references.

use std::collections::HashMap;
use std::ops::Range;

use legal::{Citation, Folded, find_citations, fold_quote, syllables};

use super::cues::{self, Cue};
use crate::figures::{Figure, figures};

/// Numbers for words, the same for both texts that are compared.
#[derive(Default)]
pub(super) struct Words {
    numbers: HashMap<String, u32>,
}

impl Words {
    fn number(&mut self, word: &str) -> u32 {
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        let number = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
        self.numbers.insert(word.to_owned(), number);
        number
    }
}

/// A text that is compared.
pub(super) struct Text {
    /// Folded.
    pub(super) words: String,
    pub(super) tokens: Vec<Token>,
    pub(super) figures: Vec<Figure>,
    /// What the words of one reference mean: "khoản 2 và 3 Điều 5" is two.
    pub(super) references: Vec<Vec<Citation>>,
    pub(super) sentences: Vec<Sentence>,
    folded: Folded,
}

/// A word, a cue, a figure or a reference.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// Of the word; of its first where there are several.
    pub(super) number: u32,
    /// Bytes of the folded text.
    pub(super) range: Range<usize>,
    /// Counts commas: what stands behind one is another part of the sentence.
    pub(super) part: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A word with a meaning of its own.
    Word,
    /// A word that names who acts or at which level: "cấp", "tỉnh", "người".
    Actor,
    /// A word that every text has: "của", "và".
    Filler,
    /// What turns a sentence round.
    Cue(Cue),
    /// Place in `figures`.
    Figure(usize),
    /// Place in `references`.
    Reference(usize),
}

/// A sentence or a clause of it: what stands between full stops, semicolons and the labels of a list.
#[derive(Clone, Debug)]
pub(super) struct Sentence {
    /// Its tokens.
    pub(super) tokens: Range<usize>,
    /// How deep in a list it stands: 0 in none, then "1.", "a)", "-", "+".
    pub(super) depth: u8,
    /// It ends with a colon: what follows deeper is its list.
    pub(super) leads: bool,
}

impl Text {
    pub(super) fn new(text: &str, words: &mut Words) -> Self {
        let folded = fold_quote(text);
        let figures = figures(text);
        let (names, references) = references(folded.text());
        let mut reader = Reader {
            text,
            folded: &folded,
            words,
            made: Vec::new(),
            sentences: Vec::new(),
            depth: 0,
            start: 0,
            part: 0,
        };
        reader.read(&figures, &names);
        let (tokens, sentences) = (reader.made, reader.sentences);
        Self {
            words: folded.text().to_owned(),
            tokens,
            figures,
            references,
            sentences,
            folded,
        }
    }

    /// Bytes of the text as bytes of what was folded from it.
    pub(super) fn folded_range(&self, range: &Range<usize>) -> Range<usize> {
        let at = |byte: usize| {
            let (mut low, mut high) = (0, self.words.len());
            while low < high {
                let middle = low + (high - low) / 2;
                if self.folded.original(middle..middle).start < byte {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            low
        };
        at(range.start)..at(range.end)
    }

    /// The words of some tokens, from the first to the last.
    pub(super) fn said(&self, tokens: Range<usize>) -> &str {
        match (
            self.tokens.get(tokens.start),
            self.tokens[..tokens.end].last(),
        ) {
            (Some(first), Some(last)) if first.range.start < last.range.end => {
                &self.words[first.range.start..last.range.end]
            }
            _ => "",
        }
    }

    /// The words with digits of a reference, in any order: a part of it that is no provision is compared by them.
    pub(super) fn numbers(&self, token: &Token) -> Vec<&str> {
        let words = &self.words[token.range.clone()];
        let parts = words.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')'));
        // A date is the same in whatever signs.
        let date = |c: char| c.is_ascii_digit() || matches!(c, '/' | '-');
        let mut numbers: Vec<&str> = parts
            .filter(|part| part.contains(|c: char| c.is_ascii_digit()))
            .flat_map(|part| match part.chars().all(date) {
                true => part.split(['/', '-']).collect(),
                false => vec![part],
            })
            .map(|part| part.trim_start_matches('0'))
            .collect();
        numbers.sort_unstable();
        numbers
    }

    /// The words of one token.
    pub(super) fn word(&self, at: usize) -> &str {
        self.said(at..at + 1)
    }
}

/// The places of references in a folded text, and what each means: folded, so that capitals and dashes change nothing.
fn references(folded: &str) -> (Vec<Range<usize>>, Vec<Vec<Citation>>) {
    let (mut names, mut references): (Vec<Range<usize>>, Vec<Vec<Citation>>) = Default::default();
    for found in find_citations(folded) {
        let range = found.span.range();
        match names.last() {
            Some(last) if range.start < last.end => {
                if let (Some(last), Some(all)) = (names.last_mut(), references.last_mut()) {
                    last.end = last.end.max(range.end);
                    all.push(found.citation);
                }
            }
            _ => {
                names.push(range);
                references.push(vec![found.citation]);
            }
        }
    }
    (names, references)
}

struct Reader<'a> {
    text: &'a str,
    folded: &'a Folded,
    words: &'a mut Words,
    made: Vec<Token>,
    sentences: Vec<Sentence>,
    depth: u8,
    /// First token of the sentence.
    start: usize,
    part: u32,
}

impl Reader<'_> {
    fn read(&mut self, figures: &[Figure], names: &[Range<usize>]) {
        let words = self.folded.text();
        let mut raw: Vec<(Range<usize>, String)> = Vec::new();
        for (range, word) in syllables(words) {
            match cues::spelled_out(&word) {
                Some(whole) => {
                    raw.extend(whole.split(' ').map(|one| (range.clone(), one.to_owned())));
                }
                None => raw.push((range, one_i(word))),
            }
        }
        let (mut at, mut figure, mut end) = (0, 0, 0);
        while at < raw.len() {
            let range = raw[at].0.clone();
            if let Some(depth) = self.label(end, &range, &raw[at].1) {
                end = range.end;
                self.close(depth);
                at += 1;
                continue;
            }
            let name = names
                .iter()
                .position(|name| name.start <= range.start && range.start < name.end);
            if let Some(name) = name {
                let from = at;
                while raw
                    .get(at)
                    .is_some_and(|(range, _)| range.start < names[name].end)
                {
                    at += 1;
                }
                end = raw[at - 1].0.end;
                self.push(Kind::Reference(name), u32::MAX, raw[from].0.start..end);
                continue;
            }
            while figures
                .get(figure)
                .is_some_and(|one| one.range().end <= range.start)
            {
                figure += 1;
            }
            let here = figures
                .get(figure)
                .filter(|one| one.range().start <= range.start);
            if let Some(found) = here {
                end = found.range().end;
                self.push(Kind::Figure(figure), u32::MAX, found.range());
                at += raw[at..]
                    .iter()
                    .take_while(|(range, _)| range.start < end)
                    .count()
                    .max(1);
                figure += 1;
                continue;
            }
            // A figure with its bound begins in front of the cue that its bound would be.
            let limit = figures
                .get(figure)
                .map_or(usize::MAX, |one| one.range().start);
            let here = raw[at..]
                .iter()
                .take_while(|(range, _)| range.start < limit);
            let here: Vec<&str> = here
                .take(cues::LONGEST)
                .map(|(_, word)| word.as_str())
                .collect();
            let (kind, count) = cues::read(&here);
            end = raw[at + count - 1].0.end;
            let number = match count {
                1 => self.words.number(cues::same(&raw[at].1)),
                _ => self.words.number(cues::same(&here[..count].join(" "))),
            };
            self.push(kind, number, range.start..end);
            at += count;
        }
        self.end(false);
    }

    fn push(&mut self, kind: Kind, number: u32, range: Range<usize>) {
        self.made.push(Token {
            kind,
            number,
            range,
            part: self.part,
        });
    }

    /// Reads the signs between `end` and a word, and ends the sentence where they do. How deep in a list the word is a
    /// label, if it is one.
    fn label(&mut self, end: usize, word: &Range<usize>, letters: &str) -> Option<u8> {
        let words = self.folded.text();
        let signs = words.get(end..word.start).unwrap_or_default().trim_end();
        let original = self.folded.original(end..word.start);
        let is_line = |signs: &str| signs.contains('\n');
        let line = end == 0 || self.text.get(original).is_some_and(is_line);
        if signs.contains(',') {
            self.part += 1;
        }
        let colon = signs.contains(':');
        let stop = signs.contains(';') || signs.contains(". ") || signs.ends_with('.');
        if colon {
            self.leads();
        }
        if !(line || stop || colon) {
            return None;
        }
        let after = words.get(word.end..).unwrap_or_default();
        let closed = after.starts_with(')') && !signs.contains('(');
        let short = letters.chars().count() <= 2;
        let number = short && letters.bytes().all(|byte| byte.is_ascii_digit());
        if number && (closed || after.starts_with(". ")) {
            return Some(1);
        }
        if short && closed {
            return Some(2);
        }
        match signs.chars().next_back() {
            Some('-') => self.close(3),
            Some('+') => self.close(4),
            // A heading ends with its line: what follows is another sentence, though no full stop stands between.
            _ if stop || (line && self.is_paragraph(end, word)) => self.close(self.depth),
            _ => {}
        }
        None
    }

    /// Whether a line begins like a new sentence and not in the middle of one.
    fn is_paragraph(&self, end: usize, word: &Range<usize>) -> bool {
        let signs = self.folded.text().get(end..word.start).unwrap_or_default();
        let first = self.folded.original(word.clone());
        let first = self.text.get(first).and_then(|word| word.chars().next());
        end > 0 && !signs.contains(',') && first.is_some_and(char::is_uppercase)
    }

    /// The sentence so far introduces what follows.
    fn leads(&mut self) {
        self.end(true);
    }

    /// Ends the sentence; the next one stands at a depth.
    fn close(&mut self, depth: u8) {
        self.end(false);
        self.depth = depth;
    }

    fn end(&mut self, leads: bool) {
        let tokens = self.start..self.made.len();
        self.start = tokens.end;
        self.part += 1;
        if !tokens.is_empty() {
            self.sentences.push(Sentence {
                tokens,
                depth: self.depth,
                leads,
            });
        }
    }
}

/// "lý" and "lí" are one word; "quy" is not "qui", but nobody writes both.
fn one_i(mut word: String) -> String {
    const PAIRS: [(char, char); 6] = [
        ('y', 'i'),
        ('ý', 'í'),
        ('ỳ', 'ì'),
        ('ỷ', 'ỉ'),
        ('ỹ', 'ĩ'),
        ('ỵ', 'ị'),
    ];
    let mut letters = word.chars();
    let last = letters.next_back();
    let before = letters.next_back();
    if letters.next_back().is_none()
        && before.is_some_and(|c| matches!(c, 'h' | 'k' | 'l' | 'm' | 's' | 't'))
        && let Some((y, i)) = PAIRS.iter().find(|(y, _)| Some(*y) == last)
    {
        word.truncate(word.len() - y.len_utf8());
        word.push(*i);
    }
    word
}
