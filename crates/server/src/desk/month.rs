//! A month in counts, for whoever leads the office.

use std::collections::BTreeMap;

use catalogue::{DecisionKind, Deed, Marks, RecordId};
use jiff::{Timestamp, ToSpan as _, tz};
use legal::Date;

use super::Desk;
use crate::{
    clock,
    failure::Failure,
    month::{Counts, LEAST, share},
    wire,
};

/// A named month (`2026-11`) that has begun, else the running one; and whether it is the running one.
pub(super) fn begun(named: Option<String>) -> Result<(Date, bool), Failure> {
    let this = first_of(clock::today());
    let month = match named {
        Some(named) => parsed(&named)
            .filter(|month| *month <= this)
            .ok_or(Failure::BadDate)?,
        None => this,
    };
    Ok((month, month == this))
}

/// Months of the plot.
const MONTHS: i64 = 12;
/// Lines of the audit that are looked through at once.
const LINES: u32 = 1_000;

impl Desk {
    /// A month (`2026-11`); the running one where none is named. None that has not begun.
    pub(crate) async fn month(&self, named: Option<String>) -> Result<wire::Month, Failure> {
        let (month, running) = begun(named)?;
        let desk = self.clone();
        self.view(move || {
            let records = desk.keeper.records();
            desk.keeper.mark_older(desk.shelf.library().as_ref())?;
            let (from, until) = bounds(month);
            let made = records.made_between(from, until)?;
            let (told, settled) = records.complaints_between(from, until)?;
            let decided = records.decided_between(from, until)?;
            let round = |counts: Counts| if running { counts.rounded() } else { counts };
            let refused: Vec<&(RecordId, Timestamp, Marks)> = made
                .iter()
                .filter(|(.., marks)| is_refused(marks))
                .collect();
            let answered = (made.len() - refused.len()) as u64;
            let questions = Counts::new(vec![
                ("answered".to_owned(), answered),
                ("refused".to_owned(), refused.len() as u64),
            ]);
            // Where how many were refused is not shown, its parts would tell it.
            let refusals_shown =
                refused.is_empty() || questions.groups.iter().any(|group| group.name == "refused");
            let parts = |names: BTreeMap<String, u64>| match refusals_shown {
                true => Counts::new(names.into_iter().collect()),
                false => Counts::default(),
            };
            let refusals = parts(counted(
                refused
                    .iter()
                    .map(|(.., marks)| marks.refusal.clone().unwrap_or_default()),
            ));
            let topics = desk.topics(refused.iter().map(|(.., marks)| marks))?;
            let claims: u64 = made.iter().map(|(.., marks)| u64::from(marks.claims)).sum();
            let partly: u64 = made.iter().map(|(.., marks)| u64::from(marks.partly)).sum();
            let claims_shown = Counts::new(vec![
                ("checked".to_owned(), claims.saturating_sub(partly)),
                ("partly".to_owned(), partly),
            ]);
            let mut hours: Vec<i64> = settled
                .iter()
                .filter_map(|one| {
                    Some(
                        one.settled
                            .as_ref()?
                            .0
                            .duration_since(one.told.made)
                            .as_hours(),
                    )
                })
                .collect();
            hours.sort_unstable();
            let half = hours
                .get(hours.len() / 2)
                .filter(|_| hours.len() as u64 >= LEAST);
            let library = desk.library().ok();
            let documents = library.map(|library| {
                let filter = catalogue::ListFilter::default();
                library
                    .catalogue
                    .documents(library.generation.seq(), &filter)
            });
            Ok(wire::Month {
                month: month.strftime("%Y-%m").to_string(),
                running,
                checked: share(claims.saturating_sub(partly), claims)
                    .filter(|_| !running || claims >= 10 * LEAST),
                questions: round(questions),
                refusals: round(refusals),
                topics: round(parts(counted(topics.into_iter()))),
                claims: round(claims_shown),
                reported: round(Counts::new(
                    counted(told.iter().map(|one| one.told.kind.name().to_owned()))
                        .into_iter()
                        .collect(),
                )),
                hours_to_settle: half.map(|hours| hours.unsigned_abs()),
                decided: round(Counts::new(
                    counted(
                        decided
                            .iter()
                            .map(|one| DecisionKind::name(one.kind).to_owned()),
                    )
                    .into_iter()
                    .collect(),
                )),
                loads: desk.loads(from, until)?,
                documents: documents.transpose()?.map_or(0, |(_, total)| total),
                months: desk.months(month, first_of(clock::today()))?,
            })
        })
        .await
    }

    /// Questions of the months up to one.
    fn months(&self, last: Date, this: Date) -> Result<Vec<wire::MonthTotal>, Failure> {
        let mut months = Vec::new();
        for back in (0..MONTHS).rev() {
            let month = last.saturating_sub(back.months());
            let (from, until) = bounds(month);
            let made = self.keeper.records().made_between(from, until)?.len() as u64;
            let made = match month == this {
                true => made - made % LEAST,
                false => made,
            };
            months.push(wire::MonthTotal {
                month: month.strftime("%Y-%m").to_string(),
                questions: Some(made).filter(|made| *made == 0 || *made >= LEAST),
            });
        }
        Ok(months)
    }

    /// What each question that got no answer came nearest to: the act that it named and that is not held, or the act of the
    /// best that was found; never another word of the question itself.
    pub(super) fn topics<'a>(
        &self,
        refused: impl Iterator<Item = &'a Marks>,
    ) -> Result<Vec<String>, Failure> {
        let library = self.library().ok();
        let mut names: BTreeMap<&str, String> = BTreeMap::new();
        let mut topics = Vec::new();
        for marks in refused {
            if let Some(absent) = &marks.absent {
                topics.push(absent.clone());
                continue;
            }
            let (Some(nearest), Some(library)) = (&marks.nearest, &library) else {
                topics.push(String::new());
                continue;
            };
            let name = match names.get(nearest.as_str()) {
                Some(name) => name.clone(),
                None => {
                    let at = library.generation.seq();
                    let row = library.catalogue.find_document(at, nearest)?;
                    row.map(|row| row.name()).unwrap_or_default()
                }
            };
            names.insert(nearest, name.clone());
            topics.push(name);
        }
        Ok(topics)
    }

    /// How many files were loaded, as the audit tells: "3 of 4".
    fn loads(&self, from: Timestamp, until: Timestamp) -> Result<u64, Failure> {
        let (mut before, mut loads) = (None, 0);
        loop {
            let lines = self.people.audit(before, LINES)?;
            let Some(last) = lines.last() else {
                return Ok(loads);
            };
            let loaded = lines.iter().filter(|line| {
                line.deed == Deed::Loaded.name() && line.at >= from && line.at < until
            });
            let files = loaded.filter_map(|line| {
                // Of a batch its name goes before: "20261130-ab12cd34: 3 of 4".
                let counts = line.detail.rsplit(": ").next()?;
                let number = counts.split(' ').next()?;
                number.parse::<u64>().ok()
            });
            loads += files.sum::<u64>();
            if last.at < from || last.number <= 1 {
                return Ok(loads);
            }
            before = Some(last.number);
        }
    }
}

/// Whether a question got no answer. Where policy kept a model from it, the provisions themselves answered.
pub(super) fn is_refused(marks: &Marks) -> bool {
    marks.refusal.is_some() && marks.claims == 0
}

pub(super) fn counted(names: impl Iterator<Item = String>) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
    counts
}

fn first_of(day: Date) -> Date {
    day.first_of_month()
}

/// `2026-11` as its first day.
fn parsed(text: &str) -> Option<Date> {
    let (year, month) = text.split_once('-')?;
    let digits = year.len() == 4 && month.len() == 2;
    Date::new(year.parse().ok()?, month.parse().ok()?, 1)
        .ok()
        .filter(|day| digits && day.year() >= 2000)
}

/// From its first moment in Vietnam until that of the next.
pub(super) fn bounds(month: Date) -> (Timestamp, Timestamp) {
    let moment = |day: Date| {
        let zoned = day.to_zoned(tz::offset(7).to_time_zone());
        zoned.map_or(Timestamp::MAX, |zoned| zoned.timestamp())
    };
    (moment(month), moment(month.saturating_add(1.month())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_read_and_bounded_in_vietnam() {
        let day = |text: &str| parsed(text).map(|day| day.to_string());
        assert_eq!(day("2026-11").as_deref(), Some("2026-11-01"));
        for wrong in ["2026-13", "26-11", "2026-1", "2026", "1026-01", "x"] {
            assert_eq!(day(wrong), None, "{wrong}");
        }
        let (from, until) = bounds(parsed("2026-12").expect("a month"));
        assert_eq!(from.to_string(), "2026-11-30T17:00:00Z");
        assert_eq!(until.to_string(), "2026-12-31T17:00:00Z");
    }
}
