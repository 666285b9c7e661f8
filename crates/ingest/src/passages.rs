//! Passages: what is searched. A passage never crosses an article and carries its breadcrumb and lead-in.

use catalogue::NewPassage;
use legal::{AnnexKind, Header, Level, Parsed, Path, Provision, SourceText, Span, Validity};

/// A passage grows to this many syllables before the next clause starts a new one …
const GOAL: usize = 220;
/// … and a clause longer than this is divided at its points or paragraphs.
const MOST: usize = 300;
/// How many syllables of a lead-in or heading go into a breadcrumb.
const LEAD_IN: usize = 40;
/// Between the steps of a breadcrumb.
const STEP: &str = " › ";

/// The passages of a document, without vectors.
pub fn passages(source: &SourceText, parsed: &Parsed) -> Vec<NewPassage> {
    let act = act_name(&parsed.header);
    let mut out = Vec::new();
    let mut maker = Maker {
        source,
        header: &parsed.header,
        validity: &parsed.validity,
        out: &mut out,
    };
    maker.tree(&act, &parsed.provisions);
    for annex in &parsed.annexes {
        maker.validity = annex.validity.as_ref().unwrap_or(&parsed.validity);
        let heading = legal::reflow(source.slice(annex.heading)).replace('\n', " ");
        let above = join(&[&act, &annex.label, cut(&heading, LEAD_IN)]);
        if annex.provisions.is_empty() || annex.kind == AnnexKind::Form {
            maker.text(&annex.path, &above, annex.span);
        } else {
            let start = annex
                .provisions
                .first()
                .map_or(annex.span.end, |first| first.span.start);
            maker.text(
                &annex.path,
                &above,
                Span {
                    start: annex.heading.end.min(start),
                    end: start,
                },
            );
            maker.tree(&above, &annex.provisions);
        }
    }
    maker.validity = &parsed.validity;
    if parsed.provisions.is_empty() {
        let end = parsed
            .annexes
            .first()
            .map_or(source.text().len(), |annex| annex.span.start as usize);
        maker.text(
            &Path::default(),
            &act,
            Span::new(parsed.header.span.end as usize, end),
        );
    }
    out
}

/// "Nghị định số 30/2020/NĐ-CP Về công tác văn thư".
fn act_name(header: &Header) -> String {
    let mut words = Vec::new();
    words.extend(header.kind.as_ref().map(legal::Kind::name));
    if let Some(symbol) = &header.symbol {
        words.extend(["số", symbol.normal()]);
    }
    words.extend(header.title.as_deref());
    words.join(" ")
}

struct Maker<'a> {
    source: &'a SourceText,
    header: &'a Header,
    validity: &'a Validity,
    out: &'a mut Vec<NewPassage>,
}

impl Maker<'_> {
    /// Every article of a tree, with the headings above it.
    fn tree(&mut self, act: &str, provisions: &[Provision]) {
        let mut above: Vec<&Provision> = Vec::new();
        let mut n = 0;
        while let Some(provision) = provisions.get(n) {
            above.retain(|outer| {
                outer.span.contains(provision.span) && outer.span != provision.span
            });
            let inside = &provisions[n + 1..];
            let container = provision
                .path
                .level()
                .is_some_and(|level| level < Level::Article);
            let leaf = inside
                .first()
                .is_none_or(|next| !provision.span.contains(next.span));
            // A section without articles of its own ("Mục 5" of an old circular) is divided like an article.
            if container && (!leaf || provision.body.is_empty()) {
                above.push(provision);
                n += 1;
                continue;
            }
            let inside = inside
                .iter()
                .take_while(|inner| provision.path.contains(&inner.path))
                .count();
            let mut steps = vec![act.to_owned()];
            steps.extend(above.iter().map(|outer| self.title(outer)));
            steps.push(self.title(provision));
            let breadcrumb = join(&steps.iter().map(String::as_str).collect::<Vec<_>>());
            self.article(provision, &provisions[n + 1..=n + inside], &breadcrumb);
            n += 1 + inside;
        }
    }

    /// "Điều 5. Thể thức văn bản".
    fn title(&self, provision: &Provision) -> String {
        let heading = self.words(provision.heading).replace('\n', " ");
        let label = provision.label.trim_end_matches(['.', ':', ' ']);
        if heading.is_empty() {
            label.to_owned()
        } else {
            format!("{label}. {}", cut(&heading, LEAD_IN))
        }
    }

    /// One article (or a clause of an act without articles): whole if short, else by clauses, points, paragraphs.
    fn article(&mut self, article: &Provision, inside: &[Provision], breadcrumb: &str) {
        if article.body.is_empty() {
            // A heading may be all there is ("Điều 5. (được bãi bỏ)"): it must still be found.
            self.push(
                &article.path,
                breadcrumb,
                article.span,
                article.validity.as_ref(),
            );
            return;
        }
        self.divide(article, inside, breadcrumb, article.validity.as_ref());
    }

    fn divide(
        &mut self,
        unit: &Provision,
        inside: &[Provision],
        breadcrumb: &str,
        validity: Option<&Validity>,
    ) {
        // What applies from, or until, other days than the rest is a passage of its own, however short.
        let apart = inside.iter().any(|one| one.validity.is_some());
        if self.size(unit.body) <= MOST && !apart {
            self.push(&unit.path, breadcrumb, unit.body, validity);
            return;
        }
        let depth = unit.path.steps().len() + 1;
        let children: Vec<&Provision> = inside
            .iter()
            .filter(|inner| inner.path.steps().len() == depth)
            .collect();
        let Some(first) = children.first() else {
            self.paragraphs(&unit.path, breadcrumb, unit.body, validity);
            return;
        };
        let lead_in = Span {
            start: unit.body.start,
            end: first.span.start,
        };
        let lead_text = self.words(lead_in).replace('\n', " ");
        let above = join(&[breadcrumb, cut(&lead_text, LEAD_IN)]);
        let mut open: Option<(Path, Span)> =
            (!lead_text.trim().is_empty()).then(|| (unit.path.clone(), lead_in));
        for (n, child) in children.iter().enumerate() {
            // Words between two children belong to the unit; they stay with the child before them.
            let end = children
                .get(n + 1)
                .map_or(unit.body.end, |next| next.span.start);
            let span = Span {
                start: child.span.start,
                end,
            };
            let own = inside
                .iter()
                .any(|inner| child.path.contains(&inner.path) && inner.validity.is_some());
            let together = open.as_ref().map(|(_, so_far)| Span {
                start: so_far.start,
                end,
            });
            if let Some(together) = together.filter(|span| !own && self.size(*span) <= GOAL) {
                open = Some((unit.path.clone(), together));
                continue;
            }
            if let Some((path, span)) = open.take() {
                self.push(
                    &path,
                    above_of(span, unit, breadcrumb, &above),
                    span,
                    validity,
                );
            }
            if own || self.size(span) > MOST {
                let grandchildren: Vec<Provision> = inside
                    .iter()
                    .filter(|inner| child.path.contains(&inner.path) && inner.path != child.path)
                    .cloned()
                    .collect();
                let whole = Provision {
                    body: Span {
                        start: child.body.start,
                        end,
                    },
                    ..(*child).clone()
                };
                let label = child
                    .path
                    .steps()
                    .last()
                    .map(|step| format!("{} {}", step.level.word(), step.label));
                let deeper = join(&[&above, label.as_deref().unwrap_or_default()]);
                self.divide(
                    &whole,
                    &grandchildren,
                    &deeper,
                    child.validity.as_ref().or(validity),
                );
            } else {
                open = Some((child.path.clone(), span));
            }
        }
        if let Some((path, span)) = open {
            self.push(
                &path,
                above_of(span, unit, breadcrumb, &above),
                span,
                validity,
            );
        }
    }

    /// Text outside provisions.
    fn text(&mut self, path: &Path, breadcrumb: &str, span: Span) {
        if !self.source.slice(span).trim().is_empty() {
            self.paragraphs(path, breadcrumb, span, None);
        }
    }

    /// Lines packed up to the goal; one endless line is cut at spaces.
    fn paragraphs(
        &mut self,
        path: &Path,
        breadcrumb: &str,
        span: Span,
        validity: Option<&Validity>,
    ) {
        let text = self.source.slice(span);
        let (mut start, mut size, mut at) = (0, 0, 0);
        for piece in text.split_inclusive(['\n', ' ']) {
            size += usize::from(!piece.trim().is_empty());
            at += piece.len();
            let full = size >= GOAL && piece.ends_with('\n');
            if full || size >= MOST {
                self.push(path, breadcrumb, offset(span, start, at), validity);
                (start, size) = (at, 0);
            }
        }
        if size > 0 {
            self.push(path, breadcrumb, offset(span, start, at), validity);
        }
    }

    /// The words of a span as paragraphs.
    fn words(&self, span: Span) -> String {
        let words = self.source.slice(span);
        if self.source.is_wrapped() {
            legal::reflow(words)
        } else {
            words.trim().to_owned()
        }
    }

    fn size(&self, span: Span) -> usize {
        self.source
            .slice(span)
            .split_whitespace()
            .take(MOST + 1)
            .count()
    }

    fn push(&mut self, path: &Path, breadcrumb: &str, span: Span, validity: Option<&Validity>) {
        let text = self.words(span);
        if text.trim().is_empty() {
            return;
        }
        let article = path.article();
        let article = article.as_ref().and_then(|path| path.label(Level::Article));
        let article_key = match (&self.header.symbol, article) {
            // An article of an annex is not the act's own article of that number.
            (Some(symbol), Some(article)) if path.label(Level::Annex).is_none() => {
                symbol.article_key(article.split('~').next().unwrap_or(article))
            }
            _ => String::new(),
        };
        self.out.push(NewPassage {
            path: path.clone(),
            article_key,
            breadcrumb: breadcrumb.to_owned(),
            text,
            span,
            page: self.source.page_at(span.start),
            validity: validity.unwrap_or(self.validity).clone(),
            vector: Vec::new(),
            model: String::new(),
        });
    }
}

/// A passage that starts the unit has the lead-in in its own words, the others carry it above.
fn above_of<'a>(span: Span, unit: &Provision, breadcrumb: &'a str, above: &'a str) -> &'a str {
    if span.start == unit.body.start {
        breadcrumb
    } else {
        above
    }
}

fn offset(span: Span, start: usize, end: usize) -> Span {
    Span::new(span.start as usize + start, span.start as usize + end)
}

fn join(steps: &[&str]) -> String {
    let steps: Vec<&str> = steps
        .iter()
        .copied()
        .map(str::trim)
        .filter(|step| !step.is_empty())
        .collect();
    steps.join(STEP)
}

/// The first `most` syllables.
fn cut(text: &str, most: usize) -> &str {
    let end = text.split_inclusive(' ').take(most).map(str::len).sum();
    text[..end].trim_end()
}

#[cfg(test)]
mod tests;
