//! What an answer leaves to the person, in words: facts that are asked for, provisions that differ.

use answer::{Answer, Choice, Conflict, Fact, Guidance, Over, Side};

use crate::{
    messages::{fill, text},
    output,
    workplace::Workplace,
};

/// Prints what is asked for and what differs.
pub(super) fn print(place: &Workplace, answer: &Answer) {
    let language = place.language;
    for asks in &answer.asks {
        let key = match (asks.fact, asks.must_know) {
            (Fact::Territory, _) => "asks_territory",
            (Fact::Day, true) => "asks_day",
            (Fact::Day, false) => "asks_day_changed",
            (Fact::Matter, _) => "asks_matter",
        };
        output::line(text(language, key));
        for choice in &asks.choices {
            output::line(&match choice {
                Choice::Territory(place) => format!("    --territory \"{place}\""),
                Choice::Day(day) => format!("    --on {day}"),
                Choice::Matter(matter) => format!("    {matter}"),
            });
        }
    }
    for twins in &answer.twins {
        let others = twins.others.iter().map(told_apart);
        let others = others.collect::<Vec<_>>().join("; ");
        let document = told_apart(&twins.document);
        let values: [(&str, &dyn std::fmt::Display); 2] =
            [("document", &document), ("others", &others)];
        output::line(&fill(language, "same_number", &values));
    }
    for conflict in &answer.conflicts {
        self::conflict(place, answer, conflict);
    }
}

fn conflict(place: &Workplace, answer: &Answer, conflict: &Conflict) {
    let language = place.language;
    let over = match conflict.over {
        Over::Figures => "conflict_figures",
        Over::Modality => "conflict_modality",
    };
    output::line(text(language, over));
    for side in &conflict.sides {
        let dates = [
            ("conflict_issued", side.issued),
            ("conflict_from", side.from),
        ];
        let dates = dates.into_iter().filter_map(|(key, day)| {
            let day = day?;
            Some(format!(", {}", fill(language, key, &[("day", &day)])))
        });
        let facts: String = dates.collect();
        output::line(&format!(
            "    “{}”\n    — {}{facts}",
            side.text,
            name(answer, side)
        ));
    }
    output::line(text(language, "conflict_note"));
    for rule in &conflict.guidance {
        let (key, side) = match rule {
            Guidance::Precedence(side) => ("guidance_precedence", Some(side)),
            Guidance::Treaty(side) => ("guidance_treaty", Some(side)),
            Guidance::HigherRank(side) => ("guidance_higher_rank", Some(side)),
            Guidance::LaterIssued(side) => ("guidance_later_issued", Some(side)),
            Guidance::SameNumber => ("guidance_same_number", None),
            Guidance::Undecided => ("guidance_undecided", None),
        };
        let side = side.and_then(|side| conflict.sides.get(*side));
        let act = side.map(|side| act(answer, side)).unwrap_or_default();
        output::line(&format!("    - {}", fill(language, key, &[("act", &act)])));
    }
}

/// A document by its name, its day and its file.
fn told_apart(row: &catalogue::DocumentRow) -> String {
    let issued = row.header.issued.map(|day| day.strftime("%d/%m/%Y"));
    let issued = issued.map_or(String::new(), |day| format!(", {day}"));
    format!("{}{issued} ({})", row.name(), row.file_name)
}

fn act(answer: &Answer, side: &Side) -> String {
    let evidence = answer.evidence.get(side.evidence.saturating_sub(1));
    evidence.map_or_else(String::new, |evidence| evidence.document.name())
}

fn name(answer: &Answer, side: &Side) -> String {
    let evidence = answer.evidence.get(side.evidence.saturating_sub(1));
    let citation = evidence.map(|evidence| evidence.path.citation());
    format!("{} {}", citation.unwrap_or_default(), act(answer, side))
}
