//! What a check of a claim saw, in the words of an official.

use answer::{Difference, Seen};
use legal::{Date, Status};

use super::Texts;

impl Texts {
    /// What a check saw, as a phrase.
    pub(crate) fn seen(self, seen: &Seen) -> String {
        let with = |key: &str, values: &[&str]| self.fill_all(&format!("seen.{key}"), values);
        let number = |key: &str, evidence: &usize| with(key, &[&evidence.to_string()]);
        match seen {
            Seen::Evidence { evidence } => number("evidence", evidence),
            Seen::NoEvidence { evidence } => number("no_evidence", evidence),
            Seen::Stands { evidence } => number("stands", evidence),
            Seen::Whole { evidence } => number("whole", evidence),
            Seen::TooShort { words } => with("too_short", &[words]),
            Seen::Stitched { evidence, pieces } => {
                with("stitched", &[&evidence.to_string(), &self.quoted(pieces)])
            }
            Seen::Misattributed {
                evidence,
                stands_in,
            } => with(
                "misattributed",
                &[&evidence.to_string(), &stands_in.to_string()],
            ),
            Seen::Paraphrased { evidence, nearest } => {
                with("paraphrased", &[&evidence.to_string(), nearest])
            }
            Seen::Absent { evidence } => number("absent", evidence),
            Seen::NoSentence => with("no_sentence", &[]),
            Seen::TooLong => with("too_long", &[]),
            Seen::NoQuote => with("no_quote", &[]),
            Seen::TooManyQuotes => with("too_many_quotes", &[]),
            Seen::Figures { count: 0 } => with("figures.none", &[]),
            Seen::Figures { count } => number("figures", count),
            Seen::FiguresMissing { missing } => with("figures.missing", &[&self.quoted(missing)]),
            Seen::FiguresMisplaced { misplaced } => {
                with("figures.misplaced", &[&self.quoted(misplaced)])
            }
            Seen::Agrees => with("agrees", &[]),
            Seen::Differs { differences } => self.differences(differences),
            Seen::References { count: 0 } => with("references.none", &[]),
            Seen::References { count } => number("references", count),
            Seen::ReferencesWrong { wrong } => with("references.wrong", &[&self.quoted(wrong)]),
            Seen::Words {
                all,
                known,
                unknown,
                differences,
            } => {
                let mut said = with("words", &[&known.to_string(), &all.to_string()]);
                if !unknown.is_empty() {
                    said.push_str(&format!(
                        "; {}",
                        with("words.unknown", &[&self.quoted(unknown)])
                    ));
                }
                if !differences.is_empty() {
                    said.push_str(&format!("; {}", self.differences(differences)));
                }
                said
            }
            Seen::QuotedBeside { all, quoted } => {
                with("quoted_beside", &[&quoted.to_string(), &all.to_string()])
            }
            Seen::Validity {
                evidence,
                status,
                on,
                from,
                until,
            } => self.validity(*evidence, *status, *on, *from, *until),
            Seen::Recognised { evidence } => number("recognised", evidence),
            Seen::MakesNoRules { evidence } => number("makes_no_rules", evidence),
            Seen::Unfounded { evidence, why } => {
                number(&format!("unfounded.{}", self.name(why)), evidence)
            }
        }
    }

    fn quoted(self, words: &[String]) -> String {
        let words = words.iter().map(|word| self.fill("seen.quoted", word));
        words.collect::<Vec<_>>().join(", ")
    }

    fn differences(self, differences: &[Difference]) -> String {
        let one = |one: &Difference| match (one.said.as_str(), one.law.as_str()) {
            (said, "") => self.fill_all("seen.more", &[said]),
            ("", law) => self.fill_all("seen.less", &[law]),
            (said, law) => self.fill_all("seen.other", &[said, law]),
        };
        differences.iter().map(one).collect::<Vec<_>>().join("; ")
    }

    fn validity(
        self,
        evidence: usize,
        status: Status,
        on: Date,
        from: Option<Date>,
        until: Option<Date>,
    ) -> String {
        let name = self.name(&status);
        let (number, day) = (evidence.to_string(), self.day(&on));
        let mut said = self.fill_all(&format!("seen.validity.{name}"), &[&number, &day]);
        // Before it applies only the beginning tells something, after its end only the end.
        let from = from.filter(|_| status != Status::Expired);
        let until = until.filter(|_| status != Status::NotYet);
        for (key, day) in [("from", from), ("until", until)] {
            if let Some(day) = day {
                let key = match status {
                    Status::Suspended => format!("seen.validity.suspended.{key}"),
                    _ => format!("seen.validity.{key}"),
                };
                said.push_str(&self.fill_all(&key, &[&self.day(&day)]));
            }
        }
        said
    }
}

#[cfg(test)]
mod tests {
    use super::super::Language;
    use super::*;

    fn check(seen: &Seen, expect: [&str; 3]) {
        for (language, expect) in Language::ALL.into_iter().zip(expect) {
            assert_eq!(Texts(language).seen(seen), expect);
        }
    }

    #[test]
    fn what_was_seen_is_said() {
        check(
            &Seen::FiguresMissing {
                missing: vec!["trong 15 ngày".to_owned()],
            },
            [
                "không có trong quy định được dẫn: “trong 15 ngày”",
                "not in the provision cited: “trong 15 ngày”",
                "absent de la disposition citée\u{a0}: «\u{a0}trong 15 ngày\u{a0}»",
            ],
        );
        check(
            &Seen::Validity {
                evidence: 2,
                status: Status::Expired,
                on: Date::constant(2026, 3, 1),
                from: Some(Date::constant(2020, 1, 1)),
                until: Some(Date::constant(2025, 7, 1)),
            },
            [
                "căn cứ số 2 đã hết hiệu lực vào ngày 01/03/2026, hết hiệu lực từ ngày 01/07/2025",
                "evidence 2 was no longer in force on 01/03/2026, out of force from 01/07/2025",
                "la source n° 2 n’est plus en vigueur le 01/03/2026, hors vigueur à partir du 01/07/2025",
            ],
        );
        check(
            &Seen::Differs {
                differences: vec![
                    Difference {
                        said: "cấp xã".to_owned(),
                        law: "cấp tỉnh".to_owned(),
                    },
                    Difference {
                        said: String::new(),
                        law: "trừ trường hợp".to_owned(),
                    },
                ],
            },
            [
                "câu viết “cấp xã”, quy định viết “cấp tỉnh”; câu không nêu “trừ trường hợp” của quy định",
                "the sentence says “cấp xã”, the law “cấp tỉnh”; the sentence leaves out “trừ trường hợp”",
                "la phrase dit «\u{a0}cấp xã\u{a0}», le texte «\u{a0}cấp tỉnh\u{a0}»; la phrase omet «\u{a0}trừ trường hợp\u{a0}»",
            ],
        );
    }
}
