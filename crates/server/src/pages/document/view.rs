//! What the page of a document shows.

use askama::Template;
use catalogue::Document;
use legal::{Citation, Level, Path, Provision, RelationKind, Span, Status, Validity};

use super::Frame;
use crate::{
    address,
    desk::Held,
    failure::Failure,
    language::Texts,
    pages::notes::{flag_notes, issue_note, once},
    reading::{self, Laid, Marks, Part},
    wire::{self, ProvisionRef},
};

/// Longest text that is shown whole; a longer document is read article by article.
const LONGEST_WHOLE: usize = 1_500_000;
/// Most lines of what others say that are shown: on some laws half of the library rests.
const MOST_INCOMING: usize = 60;

/// The states of a provision as they are named on the wire.
const STATUSES: [&str; 5] = ["in_force", "not_yet", "expired", "suspended", "unknown"];

/// What was asked to be seen.
pub(super) struct Wanted {
    pub(super) path: Path,
    pub(super) quote: Option<String>,
    pub(super) hint: Option<Span>,
    /// Words to look for in the whole document.
    pub(super) find: Option<String>,
    pub(super) on: legal::Date,
}

/// Bytes as an address writes them: `120-180`.
pub(crate) fn span(text: &str) -> Option<Span> {
    let (start, end) = text.split_once('-')?;
    let (start, end) = (start.parse().ok()?, end.parse().ok()?);
    (start < end).then_some(Span { start, end })
}

/// A line of the outline.
struct Outlined {
    level: &'static str,
    words: String,
    href: String,
    current: bool,
}

/// A relation with the page of the other document, where that is held.
struct Related {
    kind: &'static str,
    name: String,
    href: Option<String>,
    /// Whether its act is named, so that it can be said that it is not held.
    has_act: bool,
    /// The words that say so, where they say more than the name.
    words: Option<String>,
    source: Option<ProvisionRef>,
}

/// What another held document says of this one.
struct Incoming {
    kind: &'static str,
    name: String,
    href: String,
    /// "khoản 2 Điều 5": of which unit; empty for the whole.
    unit: String,
    /// Where it says so.
    source: Option<ProvisionRef>,
}

/// Words that were looked for in the document.
struct Finding {
    words: String,
    /// How often they stand there.
    count: usize,
    /// Where: the unit, how often in it, and the address of the first.
    places: Vec<(String, usize, String)>,
}

/// The page of a document or of one of its provisions.
#[derive(Template)]
#[template(path = "document.html")]
pub(super) struct View<'a> {
    frame: &'a Frame,
    t: Texts,
    section: &'static str,
    on: legal::Date,
    document: wire::DocumentSummary,
    signer: Option<String>,
    validity: Validity,
    status: Status,
    outline: Vec<Outlined>,
    related: Vec<Related>,
    incoming: Vec<Incoming>,
    /// How many more there are than are shown.
    more: usize,
    warnings: Vec<String>,
    finding: Option<Finding>,
    /// The article on two days, word by word; `None`: no article was asked for.
    compare: Option<String>,
    /// This page, without a day and without what was looked for.
    here: String,
    laid: Laid,
    /// The names of states and their words, for the script of the previews.
    statuses: [(String, &'static str); 5],
    /// The provision asked for; `None` on the page of the whole document.
    wanted: Option<ProvisionRef>,
    before: Option<ProvisionRef>,
    after: Option<ProvisionRef>,
    /// A quote was named but does not stand here.
    lost: bool,
    /// Too long to be shown whole.
    long: bool,
}

impl<'a> View<'a> {
    pub(super) fn new(
        frame: &'a Frame,
        t: Texts,
        held: &Held,
        document: &Document,
        wanted: &Wanted,
    ) -> Result<Self, Failure> {
        let slug = &document.row.slug;
        let within =
            bounds(document, &wanted.path).ok_or_else(|| missing(document, &wanted.path))?;
        let mark = reading::find_quote(
            &document.source,
            within,
            wanted.quote.as_deref(),
            wanted.hint,
        );
        let shown = wanted.path.article().unwrap_or_else(|| wanted.path.clone());
        let root = wanted.path.steps().is_empty();
        let long = root && document.source.text().len() > LONGEST_WHOLE;
        let validity = validity(document, &wanted.path);
        let (before, after) = neighbours(document, &shown);
        let hits = match &wanted.find {
            Some(words) => reading::find(&document.source, words),
            None => Vec::new(),
        };
        let seen = bounds(document, &shown).unwrap_or(within);
        let laid = match long {
            true => Laid::default(),
            false => {
                let references = held.references.of(document);
                let links = reading::links(&held.library, document, &references, wanted.on, seen)?;
                let marks = Marks {
                    quote: mark,
                    links: &links,
                    hits: &hits,
                };
                reading::lay(document, &shown, &wanted.path, marks)
            }
        };
        let mut incoming = incoming(t, held, document, wanted.on)?;
        let more = incoming.len().saturating_sub(MOST_INCOMING);
        incoming.truncate(MOST_INCOMING);
        let finding = wanted.find.as_ref().map(|words| Finding {
            words: words.clone(),
            count: hits.len(),
            places: places(document, wanted, &hits, long),
        });
        Ok(Self {
            frame,
            t,
            section: "documents",
            on: wanted.on,
            document: wire::DocumentSummary::new(&document.row, wanted.on),
            signer: document.row.header.signer.clone(),
            status: validity.status(wanted.on),
            validity,
            outline: outline(document, wanted, long),
            related: related(t, held, document)?,
            incoming,
            more,
            warnings: warnings(t, document),
            finding,
            compare: wanted
                .path
                .article()
                .map(|article| compared(document, &article, wanted.on)),
            here: address::provision(slug, &wanted.path),
            laid,
            statuses: STATUSES
                .map(|name| (name.replace('_', "-"), t.get(&format!("status.{name}")))),
            wanted: (!root).then(|| ProvisionRef::new(slug, &wanted.path)),
            before,
            after,
            lost: mark.is_none() && (wanted.quote.is_some() || wanted.hint.is_some()),
            long,
        })
    }
}

/// The page that compares an article as issued with how it reads on a day.
fn compared(document: &Document, article: &Path, on: legal::Date) -> String {
    let name = format!("{} {}", article.citation(), document.row.name());
    let from = document.row.validity.from.filter(|from| *from < on);
    let from = from.map(|from| format!("&tu={from}")).unwrap_or_default();
    format!("/so-sanh?a={}{from}&den={on}", address::encode(&name))
}

/// Where a provision, an annex or (at the root) the document stands.
fn bounds(document: &Document, path: &Path) -> Option<Span> {
    if path.steps().is_empty() {
        return Some(Span::new(0, document.source.text().len()));
    }
    document.unit(path).map(|unit| unit.span)
}

/// The refusal for a provision that is not there, with the nearest ones that are.
pub(crate) fn missing(document: &Document, path: &Path) -> Failure {
    let slug = &document.row.slug;
    let mut up = path.parent();
    while up
        .as_ref()
        .is_some_and(|path| !path.steps().is_empty() && bounds(document, path).is_none())
    {
        up = up.and_then(|path| path.parent());
    }
    let above = up.filter(|path| !path.steps().is_empty());
    let number = |path: &Path| -> i64 {
        let label = path.label(Level::Article).unwrap_or_default();
        label
            .chars()
            .take_while(char::is_ascii_digit)
            .collect::<String>()
            .parse()
            .unwrap_or_default()
    };
    let wanted = number(path);
    let articles = document.provisions.iter().map(|provision| &provision.path);
    let mut near: Vec<&Path> = articles
        .filter(|path| path.level() == Some(Level::Article))
        .collect();
    near.sort_by_key(|path| (number(path) - wanted).abs());
    near.truncate(if above.is_some() { 0 } else { 5 });
    let nearest = above
        .iter()
        .chain(near)
        .map(|path| ProvisionRef::within(slug, path))
        .collect();
    Failure::NoProvision {
        slug: slug.clone(),
        nearest,
    }
}

/// The validity that holds for a provision: its own, that of what it lies in, the document's.
fn validity(document: &Document, path: &Path) -> Validity {
    let mut at = Some(path.clone());
    while let Some(path) = at {
        if let Some(own) = document
            .provision(&path)
            .and_then(|provision| provision.validity.clone())
        {
            return own;
        }
        at = path.parent();
    }
    document.row.validity.clone()
}

/// The articles before and after.
fn neighbours(document: &Document, shown: &Path) -> (Option<ProvisionRef>, Option<ProvisionRef>) {
    let article = |path: &&Path| path.level() == Some(Level::Article);
    let annexed = document.annexes.iter().flat_map(|annex| &annex.provisions);
    let all = document.provisions.iter().chain(annexed);
    let articles: Vec<&Path> = all
        .map(|provision| &provision.path)
        .filter(article)
        .collect();
    let Some(at) = articles.iter().position(|path| *path == shown) else {
        return (None, None);
    };
    let link = |path: &&Path| ProvisionRef::within(&document.row.slug, path);
    (
        at.checked_sub(1).and_then(|at| articles.get(at)).map(link),
        articles.get(at + 1).map(link),
    )
}

/// Articles and what stands above them, and annexes; on the page of the whole document they scroll.
fn outline(document: &Document, wanted: &Wanted, long: bool) -> Vec<Outlined> {
    let slug = &document.row.slug;
    let scroll = wanted.path.steps().is_empty() && !long;
    let article = wanted.path.article();
    let line = |path: &Path, label: &str, heading: Span| Outlined {
        level: if path.level() <= Some(Level::Subsection) {
            "above"
        } else {
            "article"
        },
        words: reading::titled(label, &document.source.slice(heading).replace('\n', " ")),
        href: if scroll {
            format!("#{path}")
        } else {
            address::provision_on(slug, path, wanted.on)
        },
        current: article.as_ref() == Some(path) || wanted.path == *path,
    };
    let of = |provisions: &[Provision]| -> Vec<Outlined> {
        let headed = provisions
            .iter()
            .filter(|unit| unit.path.level() <= Some(Level::Article));
        headed
            .map(|unit| line(&unit.path, &unit.label, unit.heading))
            .collect()
    };
    let annexes = document.annexes.iter().flat_map(|annex| {
        let own = line(&annex.path, &annex.label, annex.heading);
        std::iter::once(own).chain(of(&annex.provisions))
    });
    of(&document.provisions)
        .into_iter()
        .chain(annexes)
        .collect()
}

fn related(t: Texts, held: &Held, document: &Document) -> Result<Vec<Related>, Failure> {
    let mut related = Vec::new();
    for relation in &document.relations {
        let symbol = relation.symbol.as_ref().or(relation.target.symbol.as_ref());
        let rows = symbol
            .map(|symbol| held.catalogue.by_symbol(held.at, symbol))
            .transpose()?
            .unwrap_or_default();
        let words = document.source.slice(relation.span).replace('\n', " ");
        let target = &relation.target;
        let act = Citation {
            path: Path::default(),
            kind: target.kind.clone().or_else(|| symbol?.kind()),
            symbol: symbol.cloned(),
            name: target.name.clone().filter(|_| symbol.is_none()),
            partial: target.partial.clone(),
            year: target.year,
            ..Citation::default()
        };
        let name = match rows.as_slice() {
            [row] => row.name(),
            _ => act.print(),
        };
        let full = format!("{} {name}", target.path.citation());
        let full = full.trim().to_owned();
        related.push(Related {
            kind: t.of("relation", &relation.kind),
            has_act: !name.is_empty(),
            // Homonyms are told apart in the list, never guessed.
            href: match rows.as_slice() {
                [] => None,
                [row] => Some(address::provision(&row.slug, &relation.target.path)),
                _ => symbol.map(|symbol| format!("/vb?q={}", address::encode(symbol.printed()))),
            },
            words: (!full.to_lowercase().contains(&words.to_lowercase())).then_some(words),
            name: full,
            source: Some(&relation.source)
                .filter(|path| !path.steps().is_empty())
                .map(|path| ProvisionRef::within(&document.row.slug, path)),
        });
    }
    Ok(related)
}

/// What held documents say of this one, found by its symbol.
fn incoming(
    t: Texts,
    held: &Held,
    document: &Document,
    on: legal::Date,
) -> Result<Vec<Incoming>, Failure> {
    let Some(symbol) = &document.row.header.symbol else {
        return Ok(Vec::new());
    };
    let mut mentions = held.catalogue.mentions(held.at, symbol)?;
    mentions.retain(|one| {
        one.document.row != document.row.row && held.library.sight.has(one.document.row)
    });
    // What changes it comes before what rests on it.
    mentions.sort_by_key(|one| matches!(one.kind, RelationKind::BasedOn | RelationKind::Details));
    let told = mentions.into_iter().map(|one| Incoming {
        kind: t.of("incoming", &one.kind),
        name: one.document.name(),
        href: address::provision_on(&one.document.slug, &Path::default(), on),
        unit: one.unit.within(),
        source: Some(&one.source)
            .filter(|path| !path.steps().is_empty())
            .map(|path| ProvisionRef::within(&one.document.slug, path)),
    });
    Ok(told.collect())
}

/// Where in the document words were found, by article or annex, each with the address of the first place.
fn places(
    document: &Document,
    wanted: &Wanted,
    hits: &[Span],
    long: bool,
) -> Vec<(String, usize, String)> {
    let words = address::encode(wanted.find.as_deref().unwrap_or_default());
    let scroll = wanted.path.steps().is_empty() && !long;
    let annexed = document.annexes.iter().flat_map(|annex| &annex.provisions);
    let all = document.provisions.iter().chain(annexed);
    let units = all
        .filter(|unit| unit.path.level() == Some(Level::Article))
        .map(|unit| (&unit.path, unit.span));
    let annexes = document.annexes.iter();
    let annexes = annexes.map(|annex| (&annex.path, annex.span));
    let units: Vec<(&Path, Span)> = units.chain(annexes).collect();
    let root = Path::default();
    let mut places: Vec<(&Path, usize, usize)> = Vec::new();
    for (number, hit) in (1..).zip(hits) {
        let unit = units.iter().find(|(_, span)| span.contains(*hit));
        let path = unit.map_or(&root, |(path, _)| *path);
        match places.iter_mut().find(|(known, _, _)| *known == path) {
            Some((_, count, _)) => *count += 1,
            None => places.push((path, 1, number)),
        }
    }
    let slug = &document.row.slug;
    let place = |(path, count, first): (&Path, usize, usize)| {
        let href = match scroll {
            true => format!("#tim-{first}"),
            false => format!(
                "{}&tim={words}#tim-{first}",
                address::provision_on(slug, path, wanted.on)
            ),
        };
        (path.within(), count, href)
    };
    places.into_iter().map(place).collect()
}

/// What to know before relying on the text, in plain words.
fn warnings(t: Texts, document: &Document) -> Vec<String> {
    let flags = serde_json::from_str(&document.row.flags).unwrap_or_default();
    let issues = document.issues.iter().map(|issue| {
        let page = document.source.page_at(issue.span.start);
        issue_note(t, issue.kind, &issue.detail, page)
    });
    once(flag_notes(t, &flags).into_iter().chain(issues))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_of_addresses() {
        fn check(text: &str, expect: Option<(u32, u32)>) {
            assert_eq!(
                span(text).map(|span| (span.start, span.end)),
                expect,
                "{text}"
            );
        }
        check("3-9", Some((3, 9)));
        check("9-3", None);
        check("3-3", None);
        check("-1-3", None);
        check("3", None);
        check("99999999999-999999999999", None);
    }
}
