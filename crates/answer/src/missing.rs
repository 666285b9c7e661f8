//! Facts that an answer hangs on and a question leaves out: the place, the day, the matter. They are asked for, with
//! the choices that the evidence gives.

use legal::{Date, Level, Status, Tier};
use search::{Evidence, Query};

use crate::wording::{Wording, content};

/// So many of the best are looked at.
const LOOKED_AT: usize = 5;
/// Only evidence about as likely as the best, by this share of its score, makes a question doubtful.
const NEAR: f32 = 0.6;
/// Acts that say the same of as many matters leave it open which is meant.
const MATTERS: usize = 3;
/// Texts with this share of their words in common are versions of one rule.
const VERSION: f32 = 0.5;

/// What is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// For which province or commune: their acts differ.
    Territory,
    /// When it happened: the rule changed.
    Day,
    /// About what: acts on several matters have the same rule.
    Matter,
}

/// How the question may be asked again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Narrowed to what was issued for this place.
    Territory(String),
    /// As of this day.
    Day(Date),
    /// With this matter beside it.
    Matter(String),
}

/// One fact that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asks {
    /// Which.
    pub fact: Fact,
    /// Nothing is answered before it is known; else the answer stands as it is, and may be another one.
    pub must_know: bool,
    /// What the evidence has.
    pub choices: Vec<Choice>,
}

/// What a question leaves out that its best evidence hangs on. `former` is what was found that is not in force.
pub(crate) fn asks_back(
    question: &str,
    query: &Query,
    evidence: &[Evidence],
    former: &[Evidence],
) -> Vec<Asks> {
    let total = |one: &Evidence| one.score.total;
    let best = evidence.iter().map(total).fold(0.0, f32::max);
    let near: Vec<&Evidence> = evidence
        .iter()
        .take(LOOKED_AT)
        .filter(|one| total(one) >= NEAR * best)
        .collect();
    let asked = [
        territory(question, query, &near),
        day(question, query.on, &near, former),
        matter(question, &near),
    ];
    asked.into_iter().flatten().collect()
}

/// Acts of several places answer, and the question names none.
fn territory(question: &str, query: &Query, near: &[&Evidence]) -> Option<Asks> {
    let is_local = |one: &&&Evidence| {
        let tier = Tier::of(&one.document.header);
        matches!(tier, Some(Tier::Province | Tier::District | Tier::Commune))
    };
    // Law of the whole country answers for all.
    if !near.first().is_some_and(|first| is_local(&first)) {
        return None;
    }
    let mut places: Vec<String> = Vec::new();
    for one in near.iter().filter(is_local) {
        for place in legal::territories(&one.document.header) {
            if !places.contains(&place) {
                places.push(place);
            }
        }
    }
    let narrowed = query.scope.values.iter();
    let narrowed = narrowed.map(|(_, value)| value).any(|value| {
        let named = |place: &String| same(place, value) || says(value, place);
        places.iter().any(named)
    });
    let is_said = places.iter().any(|place| says(question, bare(place)));
    if places.len() < 2 || narrowed || is_said {
        return None;
    }
    Some(Asks {
        fact: Fact::Territory,
        must_know: true,
        choices: places.into_iter().map(Choice::Territory).collect(),
    })
}

/// "An Mẫu" of "tỉnh An Mẫu".
fn bare(place: &str) -> &str {
    const LEVELS: [&str; 9] = [
        "tỉnh ",
        "thành phố ",
        "thị trấn ",
        "thị xã ",
        "xã ",
        "phường ",
        "đặc khu ",
        "huyện ",
        "quận ",
    ];
    let lower = place.to_lowercase();
    let level = LEVELS.iter().find(|level| lower.starts_with(**level));
    level.map_or(place, |level| &place[level.len()..])
}

fn same(a: &str, b: &str) -> bool {
    a.trim().to_lowercase() == b.trim().to_lowercase()
}

/// Whether a text has some words, with accents or, where it has none, without.
fn says(text: &str, words: &str) -> bool {
    let row = |text: &str| {
        let words: Vec<String> = legal::syllables(text).into_iter().map(|(_, w)| w).collect();
        format!(" {} ", words.join(" "))
    };
    let (text, words) = (row(text), row(words));
    match legal::has_accents(&text) {
        true => text.contains(&words),
        false => text.contains(&legal::unaccent(&words)),
    }
}

/// The rule changed: the question speaks of a day on which another was in force, or of none while there are two.
fn day(question: &str, on: Date, near: &[&Evidence], former: &[Evidence]) -> Option<Asks> {
    let first = near.first()?;
    let held = |one: &Evidence, day: Date| one.document.validity.status(day) == Status::InForce;
    if let Some(said) = day_said(question).filter(|said| *said != on) {
        let not_then = first.document.validity.from.is_some_and(|from| from > said);
        let other_then = former.iter().any(|one| held(one, said));
        return (not_then || other_then).then(|| Asks {
            fact: Fact::Day,
            must_know: true,
            choices: vec![Choice::Day(said), Choice::Day(on)],
        });
    }
    let from = first.document.validity.from.filter(|from| *from <= on)?;
    let before = from.yesterday().ok()?;
    let own = Wording::of(&first.text);
    let was_it = |one: &Evidence| {
        one.document.row != first.document.row
            && held(one, before)
            && Wording::of(&one.text).share(&own) >= VERSION
    };
    former.iter().any(was_it).then(|| Asks {
        fact: Fact::Day,
        must_know: false,
        choices: vec![Choice::Day(before)],
    })
}

/// The last day of the day, month or year that a question speaks of: "15/3/2025", "tháng 3/2025", "năm 2025". The year
/// in the name of a law is none, nor is when somebody was born.
fn day_said(question: &str) -> Option<Date> {
    let words: Vec<String> = legal::syllables(question)
        .into_iter()
        .map(|(_, word)| legal::unaccent(&word))
        .collect();
    let number = |at: usize| words.get(at).and_then(|word| word.parse::<i16>().ok());
    let year = |year: i16| (1945..=2100).contains(&year).then_some(year);
    let of_law = |at: usize| {
        let before = &words[at.saturating_sub(8)..at];
        before
            .iter()
            .any(|word| ["luat", "phap", "lenh"].contains(&word.as_str()))
    };
    let born = |at: usize| {
        let before = &words[at.saturating_sub(5)..at];
        let sinh = before.iter().rposition(|word| word == "sinh");
        sinh.is_some_and(|sinh| {
            let (what, between) = (&before[..sinh], &before[sinh + 1..]);
            let is_day = |word: &String| {
                let plain = ["ngay", "thang", "nam", "vao"].contains(&word.as_str());
                plain || word.chars().all(|c| c.is_ascii_digit())
            };
            // "Khai sinh ngày 15/3/2025" says when it is done.
            what.last().is_none_or(|word| word != "khai") && between.iter().all(is_day)
        })
    };
    let end = |y: i16, m: Option<i16>| {
        let month = i8::try_from(m.unwrap_or(12)).ok()?;
        let first = Date::new(y, month, 1).ok()?;
        Some(first.last_of_month())
    };
    for (at, word) in words.iter().enumerate() {
        let parts: Vec<i16> = word
            .split(['/', '-', '.'])
            .map(|part| part.parse().unwrap_or(-1))
            .collect();
        let before = at.checked_sub(1).and_then(|at| words.get(at));
        let said = match parts.as_slice() {
            [d, m, y] if year(*y).is_some() => {
                let (d, m) = (i8::try_from(*d).ok(), i8::try_from(*m).ok());
                d.zip(m).and_then(|(d, m)| Date::new(*y, m, d).ok())
            }
            [m, y] if year(*y).is_some() && before.is_some_and(|word| word == "thang") => {
                end(*y, Some(*m))
            }
            [y] if year(*y).is_some()
                && before.is_some_and(|word| word == "nam")
                && !of_law(at) =>
            {
                let month = at >= 3 && words[at - 3] == "thang";
                end(*y, month.then(|| number(at - 2)).flatten())
            }
            _ => None,
        };
        if said.is_some() && !born(at) {
            return said;
        }
    }
    None
}

/// Acts on several matters have an article with the same heading, which says all that the question says.
fn matter(question: &str, near: &[&Evidence]) -> Option<Asks> {
    let asked = content(question);
    let first = near.first()?;
    let own = heading(first)?;
    if asked.is_empty() || !asked.iter().all(|word| says(own, word)) {
        return None;
    }
    let mut matters: Vec<String> = Vec::new();
    for one in near {
        let is_same = heading(one).is_some_and(|heading| same(heading, own));
        let title = one.document.header.title.clone().unwrap_or_default();
        let is_known = title.is_empty() || matters.contains(&title);
        // An act that is about what is asked is the one that is meant.
        if is_same && asked.iter().any(|word| says(&title, word)) {
            return None;
        }
        if is_same && !is_known {
            matters.push(title);
        }
    }
    (matters.len() >= MATTERS).then(|| Asks {
        fact: Fact::Matter,
        must_know: true,
        choices: matters.into_iter().map(Choice::Matter).collect(),
    })
}

/// The heading of an evidence's article without its label; `None` where it has none.
fn heading(evidence: &Evidence) -> Option<&str> {
    evidence.path.label(Level::Article)?;
    let step = evidence
        .breadcrumb
        .split(" › ")
        .find(|step| step.starts_with("Điều ") || step.starts_with("ĐIỀU "))?;
    let heading = step.splitn(3, ' ').nth(2)?.trim();
    (!heading.is_empty()).then_some(heading)
}

#[cfg(test)]
mod tests;
