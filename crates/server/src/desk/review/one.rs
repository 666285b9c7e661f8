//! One answer as a checker reviews it: each citation beside its source, as that is held now.

use catalogue::{About, Document, Refusal};
use legal::{Path, Span};
use search::Library;

use super::{Desk, makers};
use crate::{
    address,
    failure::Failure,
    reading,
    record::{Found, KeptAnswer, KeptClaim, KeptQuote},
    review, wire,
};

/// Most characters of an article that are shown before and after a quote.
const AROUND: usize = 1_500;

impl Desk {
    /// An answer with all that speaks for and against it.
    pub(crate) async fn reviewed(&self, id: String) -> Result<wire::Reviewed, Failure> {
        let desk = self.clone();
        let (reviewed, complaints) = self
            .view(move || {
                let found = desk.readable(desk.keeper.find(&id)?)?;
                let all = desk.keeper.records().complaints(false)?.into_iter();
                let about = About::Record(found.id);
                let complaints = all.filter(|one| one.told.about == about).collect();
                Ok((desk.laid_out(&found)?, complaints))
            })
            .await?;
        Ok(wire::Reviewed {
            complaints: self.wired(complaints).await?,
            ..reviewed
        })
    }

    fn laid_out(&self, found: &Found) -> Result<wire::Reviewed, Failure> {
        let library = self.library().ok();
        let kept = KeptAnswer::new(&found.answer);
        let waiting = self.keeper.records().waiting_of(&found.id)?;
        let standing = self.standing(&found.id)?;
        let stale = standing.as_ref().is_some_and(|standing| standing.stale);
        let changes = found.changes(self.shelf.library().as_ref())?;
        let decisions = self.keeper.records().decisions(&found.id)?;
        let mut claims = Vec::with_capacity(kept.claims.len());
        for (number, claim) in (1..).zip(kept.claims) {
            claims.push(reviewed_claim(library.as_ref(), found, number, claim)?);
        }
        let unshown = KeptClaim::all(&found.unshown);
        let unproved = kept.dropped.into_iter().chain(unshown);
        let line = wire::HistoryLine::new(found);
        Ok(wire::Reviewed {
            record: line.record,
            question: line.question,
            on: line.on,
            made: line.made,
            model: kept.model,
            refusal: kept.refusal,
            notice: kept.notice,
            doubtful: kept.doubtful,
            reasons: waiting
                .as_ref()
                .map(|waiting| review::reasons(waiting, stale))
                .unwrap_or_default(),
            corrects: waiting
                .and_then(|waiting| waiting.corrects)
                .map(|id| id.to_string()),
            standing,
            unchanged: found.removed.is_empty() && changes.is_empty(),
            changes: changes.into_iter().map(wire::Changed::new).collect(),
            barred: self.barred(found)?,
            claims,
            unproved: unproved
                .filter(|one| !one.removed)
                .map(|one| one.text)
                .collect(),
            complaints: Vec::new(),
            decisions: decisions.iter().map(wire::Decided::new).collect(),
        })
    }

    /// Why the visitor may not approve an answer: four eyes.
    fn barred(&self, found: &Found) -> Result<Option<&'static str>, Failure> {
        let makers = makers(&self.keeper, found)?;
        let own = makers.contains(self.visitor().name());
        let barred = match (makers.is_empty(), own) {
            (true, _) => Some(Refusal::UnknownAsker),
            (_, true) => Some(Refusal::OwnAnswer),
            _ => None,
        };
        Ok(barred.map(Refusal::code))
    }
}

fn reviewed_claim(
    library: Option<&Library>,
    found: &Found,
    number: usize,
    kept: KeptClaim,
) -> Result<wire::ReviewedClaim, Failure> {
    let mut quotes = Vec::with_capacity(kept.quotes.len());
    for (at, quote) in (1..).zip(&kept.quotes) {
        quotes.push(reviewed_quote(library, found, (number, at), quote)?);
    }
    let words: Vec<&str> = kept
        .quotes
        .iter()
        .map(|quote| quote.text.as_str())
        .collect();
    Ok(wire::ReviewedClaim {
        text: kept.text.clone(),
        verdict: kept.verdict.clone(),
        figures: answer::figures_beside(&kept.text, &words),
        quotes,
        kept,
    })
}

fn reviewed_quote(
    library: Option<&Library>,
    found: &Found,
    (claim, quote): (usize, usize),
    kept: &KeptQuote,
) -> Result<wire::ReviewedQuote, Failure> {
    let mut reviewed = wire::ReviewedQuote {
        claim,
        quote,
        kept: kept.clone(),
        text: kept.text.clone(),
        citation: format!("{} {}", kept.citation, kept.document)
            .trim()
            .to_owned(),
        before: String::new(),
        stands: String::new(),
        after: String::new(),
        validity: None,
        touching: Vec::new(),
        sheets: Vec::new(),
        resolve: None,
    };
    let mut quoted = found.head.quotes.iter();
    let quoted = quoted.find(|one| one.claim == claim && one.quote == quote);
    let mut bases = found.head.bases.iter().filter(|one| found.is_evidence(one));
    let basis = quoted.and_then(|one| bases.find(|basis| basis.number == one.evidence));
    let (Some(library), Some(quoted), Some(basis)) = (library, quoted, basis) else {
        return Ok(reviewed);
    };
    let at = library.generation.seq();
    let row = library.catalogue.find_document(at, &basis.document)?;
    let Some(row) = row.filter(|row| row.id.as_str() == basis.document) else {
        return Ok(reviewed);
    };
    let Some(document) = library.catalogue.document(at, row.row)? else {
        return Ok(reviewed);
    };
    let path: Path = quoted.path.parse().unwrap_or_default();
    let article = path.article().unwrap_or_else(|| path.clone());
    let within = bounds(&document, &article);
    let stands = reading::find_quote(
        &document.source,
        within,
        Some(&kept.text),
        Some(quoted.span),
    );
    if let Some(stands) = stands {
        let text = |start, end| reading::paragraphs(&document.source, Span { start, end });
        reviewed.before = last(&text(within.start, stands.start));
        reviewed.stands = text(stands.start, stands.end);
        reviewed.after = first(&text(stands.end, within.end));
        reviewed.sheets = wire::Sheets::new(&document, Some(stands)).pages;
    }
    reviewed.resolve = Some(format!(
        "/duyet/hieu-luc?vb={}&muc={}",
        address::encode(&row.slug),
        address::encode(&path.to_string())
    ));
    let own = document
        .provision(&path)
        .or_else(|| document.provision(&article));
    let own = own.and_then(|provision| provision.validity.as_ref());
    reviewed.validity = Some(own.unwrap_or(&row.validity).into());
    for mention in answer::touching(library, at, basis)? {
        reviewed.touching.push(wire::Touching {
            kind: crate::language::Texts::default().name(&mention.kind),
            document: mention.document.name(),
            url: address::provision(&mention.document.slug, &mention.source),
            unit: mention.unit.within(),
        });
    }
    Ok(reviewed)
}

/// Where an article or annex stands; the whole document where there is none of that path.
fn bounds(document: &Document, path: &Path) -> Span {
    let annex = || document.annexes.iter().find(|annex| annex.path == *path);
    let provision = document.provision(path).map(|provision| provision.span);
    let span = provision.or_else(|| annex().map(|annex| annex.span));
    span.unwrap_or_else(|| Span::new(0, document.source.text().len()))
}

/// The end of a text, from the beginning of a word.
fn last(text: &str) -> String {
    let skipped = text.chars().count().saturating_sub(AROUND);
    if skipped == 0 {
        return text.to_owned();
    }
    let rest: String = text.chars().skip(skipped).collect();
    let from = rest.find(char::is_whitespace).unwrap_or_default();
    format!("…{}", &rest[from..])
}

/// The beginning of a text, up to the end of a word.
fn first(text: &str) -> String {
    if text.chars().count() <= AROUND {
        return text.to_owned();
    }
    let rest: String = text.chars().take(AROUND).collect();
    let to = rest.rfind(char::is_whitespace).unwrap_or(rest.len());
    format!("{}…", &rest[..to])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_around_a_quote_is_cut_between_words() {
        let long = "một hai ".repeat(400);
        assert!(last(&long).starts_with("… "), "{}", last(&long));
        assert!(first(&long).ends_with("…"));
        assert_eq!(
            (last("ngắn"), first("ngắn")),
            ("ngắn".to_owned(), "ngắn".to_owned())
        );
    }
}
