//! Calling a tool: its arguments are read, the work is done on what the policy shows, and what comes is looked at once
//! more before it goes.

use answer::{CitedClaim, shown_to};
use legal::{Date, Path};
use search::{Cited, Evidence, Library, Query};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::sync::mpsc;

use super::{
    message::Refused,
    shape::{Answered, Found, Missing, Passage, Shown},
};
use crate::{
    desk::Desk, failure::Failure, fields::Fields, guard::Peer, language::Texts, limits::Class, wire,
};

/// Results of a search unless asked otherwise, and the most: a model reads them all.
const RESULTS: usize = 8;
const MOST_RESULTS: usize = 20;
/// Most claims of one call.
const MOST_CLAIMS: usize = 50;
/// Most articles that are listed of a document.
const MOST_ARTICLES: usize = 500;

/// Who calls.
pub(super) struct Caller<'a> {
    pub(super) desk: &'a Desk,
    pub(super) t: Texts,
    pub(super) peer: Option<Peer>,
    /// As the caller names this server.
    pub(super) host: &'a str,
}

/// What `search` is asked.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Searching {
    query: String,
    on: Option<String>,
    limit: Option<usize>,
    #[serde(default)]
    kind: Vec<String>,
    #[serde(default)]
    issuer: Vec<String>,
    #[serde(default)]
    territory: Vec<String>,
    status: Option<String>,
}

/// What `show` is asked.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Showing {
    reference: Option<String>,
    document: Option<String>,
    provision: Option<String>,
    on: Option<String>,
}

/// What `ask` is asked.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asking {
    question: String,
    on: Option<String>,
}

/// What a tool gave: for models that read text, and for programs.
struct Given {
    text: String,
    content: Value,
}

/// Calls the tool that the parameters name. What the tool could not do is a result that says so; a tool that is none, or
/// arguments that are none, refuse the request.
pub(super) async fn call(caller: &Caller<'_>, params: &Value) -> Result<Value, Refused> {
    let name = params["name"].as_str().unwrap_or_default();
    let arguments = match &params["arguments"] {
        Value::Null => json!({}),
        given => given.clone(),
    };
    let given = match name {
        "search" => caller.search(arguments).await,
        "show" => caller.show(arguments).await,
        "ask" => caller.ask(arguments).await,
        "verify" => caller.verify(arguments).await,
        _ => return Err(Refused::parameters(format!("unknown tool: {name}"))),
    };
    Ok(match given {
        Ok(Given { text, content }) => json!({
            "content": [{ "type": "text", "text": text }],
            "structuredContent": content,
            "isError": false,
        }),
        Err(Wrong::Arguments(wrong)) => failed(&wrong),
        Err(Wrong::Failed(failure)) => {
            let problem = failure.problem(caller.t);
            failed(&format!("{}. {}", problem.title, problem.detail))
        }
    })
}

/// A result that says what went wrong, so that the model can do otherwise.
fn failed(text: &str) -> Value {
    json!({ "content": [{ "type": "text", "text": text }], "isError": true })
}

/// Why a tool gave nothing.
enum Wrong {
    /// The arguments are not those of the tool.
    Arguments(String),
    Failed(Failure),
}

impl<E: Into<Failure>> From<E> for Wrong {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

/// Arguments as a tool takes them.
fn read<T: for<'a> Deserialize<'a>>(arguments: Value) -> Result<T, Wrong> {
    // The message names a field and a place, never a value that was not sent.
    serde_json::from_value(arguments).map_err(|error| Wrong::Arguments(error.to_string()))
}

/// A day as typed; today in Vietnam where there is none.
fn day(on: Option<String>) -> Result<Date, Failure> {
    Fields::new(vec![("on".to_owned(), on.unwrap_or_default())]).day()
}

impl Caller<'_> {
    /// What the policy shows to the models behind this door.
    async fn library(&self) -> Result<Library, Failure> {
        let (policy, endpoint) = (self.desk.setup.policy, self.desk.setup.assistant);
        let library = self.desk.library()?;
        self.desk
            .view(move || Ok(shown_to(&library, &policy, endpoint)?))
            .await
    }

    /// Looks at what is about to go: a level may have been changed since the library was narrowed, and two locks hold
    /// where one is forgotten.
    fn passes<'e>(&self, evidence: impl IntoIterator<Item = &'e Evidence>) -> Result<(), Failure> {
        let (policy, endpoint) = (&self.desk.setup.policy, self.desk.setup.assistant);
        let alike = |one: &'e Evidence| one.alike.iter().map(|(_, alike)| alike);
        let all = evidence
            .into_iter()
            .flat_map(|one| std::iter::once(one).chain(alike(one)));
        for one in all {
            if !policy.allows(one.document.confidentiality, endpoint) {
                tracing::error!("a passage was about to go to an assistant against the policy");
                return Err(Failure::Internal);
            }
        }
        Ok(())
    }

    /// That a person must check, and what is left out: said always, so that nobody learns whether something was.
    fn notice(&self) -> String {
        let (notice, kept) = (self.t.get("notice"), self.t.get("assistant.kept"));
        format!("{notice} {kept}")
    }

    /// What addresses begin with.
    fn home(&self) -> String {
        let scheme = match self.desk.is_behind_tls() {
            true => "https",
            false => "http",
        };
        format!("{scheme}://{}", self.host)
    }

    async fn search(&self, arguments: Value) -> Result<Given, Wrong> {
        let asked: Searching = read(arguments)?;
        self.spend(Class::Search)?;
        let limit = asked.limit.unwrap_or(RESULTS).clamp(1, MOST_RESULTS);
        let lists = [
            ("kind", asked.kind),
            ("issuer", asked.issuer),
            ("territory", asked.territory),
        ];
        let lists = lists.into_iter().flat_map(|(name, values)| {
            let values = values.into_iter();
            values.map(move |value| (name.to_owned(), value))
        });
        let mut fields = vec![
            ("q".to_owned(), asked.query),
            ("on".to_owned(), asked.on.unwrap_or_default()),
            ("status".to_owned(), asked.status.unwrap_or_default()),
            ("limit".to_owned(), limit.to_string()),
        ];
        fields.extend(lists);
        let query = Fields::new(fields).query()?;
        let (text, on) = (query.text.clone(), query.on);
        let results = self.desk.search_in(self.library().await?, query).await?;
        self.passes(results.hits.iter().chain(&results.not_in_force))?;
        self.passes(found(&results.cited))?;
        let results = wire::SearchResults::new(&results, &text, on);
        let found = Found::new(&results, &self.home(), self.notice());
        let mut lines: Vec<String> = missing(&found.missing, self.t);
        if found.provisions.is_empty() && found.not_in_force.is_empty() {
            lines.push(self.t.get("assistant.nothing").to_owned());
        }
        let all = found.provisions.iter().chain(&found.not_in_force);
        lines.extend(
            (1..)
                .zip(all)
                .map(|(number, one)| one.write(self.t, number)),
        );
        lines.push(found.notice.clone());
        given(&lines, &found)
    }

    async fn show(&self, arguments: Value) -> Result<Given, Wrong> {
        let asked: Showing = read(arguments)?;
        self.spend(Class::Read)?;
        let on = day(asked.on)?;
        let library = self.library().await?;
        let looked = match (asked.reference, asked.document) {
            (Some(reference), None) => {
                let look = move || by_reference(&library, &reference, on);
                self.desk.view(look).await?
            }
            (None, Some(slug)) => {
                let provision = asked.provision.unwrap_or_default();
                let path: Path = provision.parse().map_err(|_| Failure::NoPage)?;
                let look = move || by_slug(&library, &slug, &path, on);
                self.desk.view(look).await?
            }
            _ => {
                let wanted = "give either `reference`, or `document` with `provision`";
                return Err(Wrong::Arguments(wanted.to_owned()));
            }
        };
        self.passes(found(&looked.cited))?;
        let wired: Vec<wire::Cited> = looked
            .cited
            .iter()
            .map(|cited| wire::Cited::new(cited, on))
            .collect();
        let evidence = wired.iter().filter_map(|cited| match cited {
            wire::Cited::Found { results, .. } => Some(results),
            _ => None,
        });
        let provisions = evidence.flat_map(|results| Passage::all(results, on, &self.home()));
        let shown = Shown {
            on,
            provisions: provisions.collect(),
            articles: looked.articles,
            missing: Missing::all(&wired),
            notice: self.notice(),
        };
        let mut lines: Vec<String> = missing(&shown.missing, self.t);
        let provisions = (1..).zip(&shown.provisions);
        lines.extend(provisions.map(|(number, one)| one.write(self.t, number)));
        lines.extend(shown.articles.iter().cloned());
        lines.push(shown.notice.clone());
        given(&lines, &shown)
    }

    async fn ask(&self, arguments: Value) -> Result<Given, Wrong> {
        let asked: Asking = read(arguments)?;
        self.spend(Class::Ask)?;
        let query: Query = Fields::new(vec![
            ("q".to_owned(), asked.question),
            ("on".to_owned(), asked.on.unwrap_or_default()),
        ])
        .query()?;
        let library = self.library().await?;
        // Held to the end: the answer stops when the caller goes and this is dropped.
        let (events, _steps) = mpsc::unbounded_channel();
        let look = |answer: &answer::Answer| {
            self.passes(answer.evidence.iter().chain(&answer.not_in_force))?;
            self.passes(found(&answer.cited))
        };
        let answer = self
            .desk
            .answer_in(library, query, events, self.t, &look)
            .await?;
        let answered = Answered::new(&answer, self.t, &self.home(), self.notice());
        given(&[answered.write(self.t)], &answered)
    }

    async fn verify(&self, arguments: Value) -> Result<Given, Wrong> {
        let claims: wire::Claims = read(arguments)?;
        self.spend(Class::Check)?;
        let on = day(claims.on.clone())?;
        if claims.claims.len() > MOST_CLAIMS {
            return Err(Failure::TooLarge.into());
        }
        let library = self.library().await?;
        let cited: Vec<CitedClaim> = claims.cited();
        let (claims, checked) = self.desk.check_claims_in(library, cited, on).await?;
        self.passes(checked.iter().flat_map(|claim| &claim.provisions))?;
        let checked = wire::CheckedClaims::new(&claims, &checked, on, self.t.0);
        let mut lines = Vec::new();
        for (number, claim) in (1..).zip(&checked.claims) {
            let verdict = self.t.of("verdict", &claim.verdict);
            lines.push(format!("[{number}] {verdict}: {}", claim.text));
            for check in &claim.checks {
                let sign = if check.passed { "✓" } else { "✗" };
                let kind = self.t.of("check", &check.kind);
                lines.push(format!("  {sign} {kind}: {}", check.detail));
            }
        }
        lines.push(self.notice());
        given(&lines, &checked)
    }
}

/// What a reference or an address led to.
struct Looked {
    cited: Vec<Cited>,
    articles: Vec<String>,
}

fn by_reference(library: &Library, reference: &str, on: Date) -> Result<Looked, Failure> {
    let typed = legal::typed_citations(reference);
    if typed.citations.is_empty() {
        return Err(Failure::NoDocument);
    }
    let citations = typed.citations.iter().take(12);
    let cited = citations.map(|citation| search::show(library, citation, on));
    let cited: Vec<Cited> = cited.collect::<Result<_, _>>()?;
    let whole = match cited.as_slice() {
        [Cited::Found(found)] if found.len() == 1 => found.first(),
        _ => None,
    };
    let articles = match whole.filter(|one| one.path.steps().is_empty()) {
        Some(one) => articles(library, one.document.row)?,
        None => Vec::new(),
    };
    Ok(Looked { cited, articles })
}

fn by_slug(library: &Library, slug: &str, path: &Path, on: Date) -> Result<Looked, Failure> {
    let at = library.generation.seq();
    let row = library.catalogue.find_document(at, slug)?;
    let row = row
        .filter(|row| library.sight.has(row.row))
        .ok_or(Failure::NoDocument)?;
    let articles = match path.steps().is_empty() {
        true => articles(library, row.row)?,
        false => Vec::new(),
    };
    let found = search::provision(library, &row, path, on)?;
    let nearest = Vec::new();
    let found = found.ok_or(Failure::NoProvision {
        slug: row.slug.clone(),
        nearest,
    })?;
    Ok(Looked {
        cited: vec![Cited::Found(vec![found])],
        articles,
    })
}

fn articles(library: &Library, row: catalogue::DocumentRowId) -> Result<Vec<String>, Failure> {
    let paths = library.catalogue.articles(library.generation.seq(), row)?;
    let paths = paths.iter().take(MOST_ARTICLES);
    Ok(paths
        .map(|path| format!("{} ({path})", path.within()))
        .collect())
}

/// The evidence that references led to.
fn found(cited: &[Cited]) -> impl Iterator<Item = &Evidence> {
    let found = cited.iter().filter_map(|cited| match cited {
        Cited::Found(found) => Some(found),
        _ => None,
    });
    found.flatten()
}

/// What leads to nothing, in words.
fn missing(missing: &[Missing], t: Texts) -> Vec<String> {
    let lines = missing.iter().map(|one| {
        let absent = t.fill("cited.no_document", &one.citation);
        match one.nearest.is_empty() {
            true => absent,
            false => format!(
                "{absent} {} {}",
                t.get("cited.nearest"),
                one.nearest.join("; ")
            ),
        }
    });
    lines.collect()
}

fn given<T: Serialize>(lines: &[String], content: &T) -> Result<Given, Wrong> {
    // Maps with string keys and finite numbers always have a JSON form.
    let content = serde_json::to_value(content).map_err(|_| Failure::Internal)?;
    Ok(Given {
        text: lines.join("\n"),
        content,
    })
}
