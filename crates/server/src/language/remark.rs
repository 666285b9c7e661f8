//! Where references led, and what was seen of a draft's citations, in the words of an official.

use answer::{Led, Remark};
use legal::{Date, Path, Status};

use super::Texts;

impl Texts {
    /// Where a reference of a claim led.
    pub(crate) fn led(self, led: &Led) -> String {
        match led {
            Led::Nowhere => self.get("led.nowhere").to_owned(),
            Led::NoReference(words) => self.fill("led.no_reference", words),
            Led::NoDocument { reference, nearest } => {
                let said = self.fill("led.no_document", reference);
                self.with_nearest(said, nearest)
            }
            Led::NoProvision {
                reference,
                document,
                nearest,
            } => {
                let said = self.fill_all("led.no_provision", &[document, reference]);
                self.with_nearest(said, &citations(nearest))
            }
            Led::Several {
                reference,
                acts,
                taken,
            } => self.fill_all("led.several", &[reference, &acts.to_string(), taken]),
            Led::OtherDay { document, issued } => {
                self.fill_all("remark.other_day", &[document, &self.day(issued)])
            }
            Led::To(reference) => self.fill("led.to", reference),
        }
    }

    /// What was seen of a citation in a draft.
    pub(crate) fn remark(self, remark: &Remark) -> String {
        let with = |key: &str, values: &[&str]| self.fill_all(&format!("remark.{key}"), values);
        match remark {
            Remark::NoProvision {
                reference,
                document,
                nearest,
            } => {
                let said = with("no_provision", &[document, reference]);
                self.with_nearest(said, &citations(nearest))
            }
            Remark::PartNotHeld {
                reference,
                document,
            } => with("part_not_held", &[document, reference]),
            Remark::NotHeld { reference, nearest } => {
                self.with_nearest(with("not_held", &[reference]), nearest)
            }
            Remark::OtherKind { document } => with("other_kind", &[document]),
            Remark::OtherName { document, title } => with("other_name", &[document, title]),
            Remark::OtherDay { document, issued } => {
                with("other_day", &[document, &self.day(issued)])
            }
            Remark::QuoteAbsent { words, elsewhere } => {
                let said = with("quote_absent", &[words]);
                match elsewhere {
                    Some(path) if !path.steps().is_empty() => {
                        format!("{said} {}", with("quote_elsewhere", &[&path.within()]))
                    }
                    _ => said,
                }
            }
            Remark::QuoteStands { words } => with("quote_stands", &[words]),
            Remark::FiguresAbsent { missing, there } => {
                let said = with("figures_absent", &[&self.listed(missing)]);
                match there.is_empty() {
                    true => said,
                    false => format!("{said} {}", with("figures_there", &[&self.listed(there)])),
                }
            }
            Remark::FiguresStand { count } => with("figures_stand", &[&count.to_string()]),
            Remark::NotInForce {
                status,
                from,
                until,
                by,
            } => self.not_in_force(*status, *from, *until, by),
            Remark::ValidityUnknown => with("validity_unknown", &[]),
            Remark::EndedHere { status } => with("ended_here", &[self.of("remark.status", status)]),
            Remark::Several { acts, taken } => with("several", &[&acts.to_string(), taken]),
        }
    }

    fn not_in_force(
        self,
        status: Status,
        from: Option<Date>,
        until: Option<Date>,
        by: &[String],
    ) -> String {
        let mut said = self.of("remark.status", &status).to_owned();
        let day = match status {
            Status::NotYet => from.map(|day| ("remark.from", day)),
            Status::Expired => until.map(|day| ("remark.until", day)),
            _ => None,
        };
        if let Some((key, day)) = day {
            said.push_str(&self.fill(key, self.day(&day)));
        }
        said.push('.');
        if !by.is_empty() {
            said.push(' ');
            said.push_str(&self.fill("remark.by", by.join("; ")));
        }
        said
    }

    fn with_nearest(self, mut said: String, nearest: &[String]) -> String {
        if !nearest.is_empty() {
            said.push(' ');
            said.push_str(&self.fill("remark.nearest", nearest.join("; ")));
        }
        said
    }

    fn listed(self, words: &[String]) -> String {
        let quoted = words.iter().map(|word| self.fill("seen.quoted", word));
        quoted.collect::<Vec<_>>().join(", ")
    }
}

fn citations(paths: &[Path]) -> Vec<String> {
    paths.iter().map(Path::within).collect()
}
