//! False proofs of true sentences: quotes that do not stand so, of another provision, of law that is not in force.

use answer::DraftClaim;
use legal::{Status, fold_quote};

use super::super::written::Written;
use super::Making;

impl Making<'_> {
    pub(super) fn quotes(&mut self) {
        let quote = Written::new(&self.pair.quote);
        let law = Written::new(&self.pair.evidence[0].text);
        let count = quote.len();
        if count < 6 {
            return;
        }
        let at = 1 + self.chance.below(count as u64 - 2) as usize;
        let other = law
            .word(self.chance.below(law.len() as u64) as usize)
            .to_owned();
        let (from, to) = (2 + self.chance.below(2) as usize, count - 2);
        let made = [
            ("quote: word changed", quote.with(at..at + 1, &other)),
            ("quote: word left out", quote.with(at..at + 1, "")),
            (
                "quote: word put in",
                quote.with(at..at + 1, &format!("{other} {}", quote.word(at))),
            ),
            (
                "quote: words exchanged",
                quote.with(
                    at..at + 2,
                    &format!("{} {}", quote.word(at + 1), quote.word(at)),
                ),
            ),
            ("quote: stitched", quote.with(from..to, "")),
            ("quote: stitched", quote.with(from..to, "...")),
            (
                "quote: stitched",
                format!(
                    "{} {}",
                    quote.with(0..from, ""),
                    quote.with(from..count, "")
                ),
            ),
        ];
        for (kind, words) in made {
            let folded = fold_quote(&words);
            let bare = folded.text().trim_matches(['.', ',', ';', ':', ' ', '"']);
            if !self.law.contains(bare) {
                self.quotes_words(kind, 1, words);
            }
        }
    }

    pub(super) fn neighbours(&mut self) {
        let beside = fold_quote(&self.pair.evidence[1].text).text().to_owned();
        let quote = fold_quote(&self.pair.quote).text().to_owned();
        if !beside.contains(&quote) {
            self.quotes_words("quote: under a neighbour", 2, self.pair.quote.clone());
        }
        // A true quote of the neighbour proves nothing about this one.
        let line = self.pair.evidence[1]
            .text
            .lines()
            .nth(1)
            .unwrap_or_default();
        let words: Vec<&str> = line.split(' ').take(30).collect();
        let text = fold_quote(&self.pair.text).text().to_owned();
        let start: String = text.chars().take(60).collect();
        let held = [&text, &start, &quote]
            .iter()
            .any(|words| beside.contains(words.as_str()));
        if words.len() > 7 && !held {
            self.quotes_words("meaning: quoted from a neighbour", 2, words.join(" "));
        }
    }

    pub(super) fn validity(&mut self) {
        let states = [
            Status::Expired,
            Status::NotYet,
            Status::Suspended,
            Status::Unknown,
        ];
        if let Some(status) = self.drawn(&states) {
            let mut evidence = self.pair.evidence.clone();
            evidence[0].status = status;
            let kind = match status {
                Status::Expired => "validity: expired",
                Status::NotYet => "validity: not yet in force",
                Status::Suspended => "validity: suspended",
                _ => "validity: unknown",
            };
            let draft = self.pair.draft();
            self.push(kind, draft, evidence);
        }
    }

    /// The law was changed since: the claim has the figure of the older version, its quote stands in both.
    pub(super) fn older(&mut self) {
        let found = self.cases.iter().find(|case| {
            case.kind.starts_with("number: digit") || case.kind.starts_with("date: part")
        });
        let Some(newer) = found.map(|case| case.draft.text.clone()) else {
            return;
        };
        let text = self.pair.evidence[0]
            .text
            .replacen(&self.pair.text, &newer, 1);
        if text == self.pair.evidence[0].text {
            return;
        }
        let same: usize = self
            .pair
            .text
            .split(' ')
            .zip(newer.split(' '))
            .take_while(|(one, other)| one == other)
            .count();
        if same < 6 || text.contains(&self.pair.text) {
            return;
        }
        let words: Vec<&str> = self.pair.text.split(' ').take(same).collect();
        let draft = DraftClaim {
            text: self.pair.text.clone(),
            quotes: vec![(1, words.join(" "))],
            ..DraftClaim::default()
        };
        let mut evidence = self.pair.evidence.clone();
        evidence[0].text = text;
        self.push("number: of the version before", draft, evidence);
    }
}
