//! What can go wrong in a request, by what the caller can do. The one place that maps it to HTTP, logs once and
//! keeps causes off the wire: texts are fixed, without paths, SQL or traces.

use axum::{
    Json,
    extract::Request,
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::{
    language::Texts,
    pages::{self, Frame},
    request_id::RequestId,
    visitor::Visitor,
    wire::{Problem, ProvisionRef},
};

/// Why a request was not done.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Failure {
    EmptyQuery,
    LongQuery,
    BadDate,
    BadLimit,
    /// A value of a filter that nothing held has; these are held.
    NoSuchValue {
        filter: &'static str,
        held: Vec<String>,
    },
    BadCollection,
    BadLevel,
    BadBody,
    BadUpload,
    NoFile,
    NoDraft,
    SeveralDrafts,
    /// The file could not be read; the reason as `wire::LoadedFile` names it.
    Unread(String),
    BadClaims,
    TooLarge,
    LoadRunning,
    /// A batch is not there.
    NoBatch,
    /// An evaluation is not there.
    NoEvaluation,
    /// Lines of gold questions that are none.
    BadGold(Vec<search::BadGold>),
    /// A decision about documents, and none was chosen.
    NothingChosen,
    /// Something of a batch must be decided first.
    BatchNotReady,
    /// A line of the table of wordings is of no known form.
    BadWording {
        line: usize,
        text: String,
    },
    /// What was typed cannot be a value of that field.
    BadField(&'static str),
    OtherModel,
    Busy,
    /// The caller asked too much; a further request is answered in so many seconds.
    TooMany {
        wait: u32,
    },
    Slow,
    EmptyLibrary,
    NoPage,
    NoDocument,
    NoProvision {
        slug: String,
        nearest: Vec<ProvisionRef>,
    },
    NoOriginal,
    /// The file has no pages that can be drawn.
    NoPicture,
    NoRecord,
    NoComplaint,
    BadComplaint,
    /// What was typed cannot be compared, for this reason.
    Uncompared(&'static str),
    /// An answer cannot be decided about in this way, for this reason.
    Unapproved(&'static str),
    /// What needs an account, where there are none.
    NoAccounts,
    /// Something about an account, for a reason that somebody can put right.
    Person(catalogue::Refusal),
    /// Nobody knows who asks.
    SignIn,
    /// What the visitor is does not allow it.
    NotAllowed,
    ForeignHost,
    ForeignOrigin,
    Method,
    DiskFull,
    /// The search failed: no answer is written without it.
    SearchDown,
    Internal,
}

impl Failure {
    /// Its stable name on the wire and in the translations.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::EmptyQuery => "empty-query",
            Self::LongQuery => "long-query",
            Self::BadDate => "bad-date",
            Self::BadLimit => "bad-limit",
            Self::NoSuchValue { .. } => "no-such-value",
            Self::BadCollection => "bad-collection",
            Self::BadLevel => "bad-level",
            Self::BadBody => "bad-body",
            Self::BadUpload => "bad-upload",
            Self::NoFile => "no-file",
            Self::NoDraft => "no-draft",
            Self::SeveralDrafts => "several-drafts",
            Self::Unread(_) => "unread",
            Self::BadClaims => "bad-claims",
            Self::TooLarge => "too-large",
            Self::LoadRunning => "load-running",
            Self::NoBatch => "no-batch",
            Self::NoEvaluation => "no-evaluation",
            Self::BadGold(_) => "bad-gold",
            Self::NothingChosen => "nothing-chosen",
            Self::BatchNotReady => "batch-not-ready",
            Self::BadWording { .. } => "bad-wording",
            Self::BadField(_) => "bad-field",
            Self::OtherModel => "other-model",
            Self::Busy => "busy",
            Self::TooMany { .. } => "too-many",
            Self::Slow => "slow",
            Self::EmptyLibrary => "empty-library",
            Self::NoPage => "no-page",
            Self::NoDocument => "no-document",
            Self::NoProvision { .. } => "no-provision",
            Self::NoOriginal => "no-original",
            Self::NoPicture => "no-picture",
            Self::NoRecord => "no-record",
            Self::NoComplaint => "no-complaint",
            Self::BadComplaint => "bad-complaint",
            Self::Unapproved(reason) | Self::Uncompared(reason) => reason,
            Self::NoAccounts => "no-accounts",
            Self::Person(refusal) => refusal.code(),
            Self::SignIn => "sign-in",
            Self::NotAllowed => "not-allowed",
            Self::ForeignHost => "foreign-host",
            Self::ForeignOrigin => "foreign-origin",
            Self::Method => "method",
            Self::DiskFull => "disk-full",
            Self::SearchDown => "search-down",
            Self::Internal => "internal",
        }
    }

    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::EmptyQuery | Self::LongQuery | Self::BadDate | Self::BadLimit => {
                StatusCode::BAD_REQUEST
            }
            Self::NoSuchValue { .. } => StatusCode::BAD_REQUEST,
            Self::BadCollection | Self::BadLevel => StatusCode::BAD_REQUEST,
            Self::BadBody | Self::BadUpload | Self::NoFile => StatusCode::BAD_REQUEST,
            Self::NoDraft | Self::SeveralDrafts | Self::BadClaims => StatusCode::BAD_REQUEST,
            Self::Unread(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::LoadRunning | Self::OtherModel | Self::BatchNotReady => StatusCode::CONFLICT,
            Self::NoBatch | Self::NoEvaluation => StatusCode::NOT_FOUND,
            Self::NothingChosen => StatusCode::BAD_REQUEST,
            Self::BadWording { .. } | Self::BadField(_) | Self::BadGold(_) => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
            Self::Busy | Self::Slow | Self::EmptyLibrary | Self::SearchDown => {
                StatusCode::SERVICE_UNAVAILABLE
            }
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::BadComplaint => StatusCode::BAD_REQUEST,
            Self::NoPage | Self::NoDocument | Self::NoProvision { .. } => StatusCode::NOT_FOUND,
            Self::NoComplaint | Self::NoOriginal | Self::NoPicture | Self::NoRecord => {
                StatusCode::NOT_FOUND
            }
            Self::ForeignHost => StatusCode::MISDIRECTED_REQUEST,
            Self::SignIn => StatusCode::UNAUTHORIZED,
            Self::Person(catalogue::Refusal::NoSuchPerson | catalogue::Refusal::NoInvitation) => {
                StatusCode::NOT_FOUND
            }
            Self::Person(catalogue::Refusal::NameTaken) => StatusCode::CONFLICT,
            Self::Person(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Uncompared(_) => StatusCode::BAD_REQUEST,
            // What was agreed to is not how it is any more.
            Self::Unapproved(
                "opens-more" | "replaces-other" | "evaluation-running" | "load-fell",
            ) => StatusCode::CONFLICT,
            Self::Unapproved(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::NoAccounts => StatusCode::FORBIDDEN,
            Self::NotAllowed | Self::ForeignOrigin => StatusCode::FORBIDDEN,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::DiskFull => StatusCode::INSUFFICIENT_STORAGE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What failed while something was looked for: nothing is written from memory instead.
    fn of_search(self) -> Self {
        match self {
            Self::Internal => Self::SearchDown,
            other => other,
        }
    }

    /// In words.
    pub(crate) fn problem(&self, texts: Texts) -> Problem {
        let words = |part: &str| texts.get(&format!("problem.{}.{part}", self.code()));
        let problem = Problem::new(
            self.code(),
            self.status().as_u16(),
            words("title"),
            words("detail"),
        );
        match self {
            Self::NoProvision { nearest, .. } => Problem {
                nearest: nearest.clone(),
                ..problem
            },
            Self::Unread(reason) => Problem {
                detail: texts.get(&format!("reason.{reason}")).to_owned(),
                ..problem
            },
            Self::BadWording { line, text } => Problem {
                detail: texts.fill_all("problem.bad-wording.detail", &[&line.to_string(), text]),
                ..problem
            },
            Self::BadField(field) => Problem {
                detail: texts.fill(
                    "problem.bad-field.detail",
                    texts.get(&format!("field.{field}")),
                ),
                ..problem
            },
            Self::BadGold(wrong) => Problem {
                detail: gold_lines(texts, wrong).join(" "),
                ..problem
            },
            Self::TooMany { wait } => Problem {
                detail: texts.fill("problem.too-many.detail", wait),
                ..problem
            },
            Self::NoSuchValue { filter, held } => Problem {
                title: texts.fill(
                    "problem.no-such-value.title",
                    texts.get(&format!("filter.{filter}")),
                ),
                filter: Some(filter),
                held: held.clone(),
                ..problem
            },
            _ => problem,
        }
    }
}

/// Lines that are told at once.
const LINES: usize = 50;

/// What is wrong with each line of gold questions, and what to do.
pub(crate) fn gold_lines(texts: Texts, wrong: &[search::BadGold]) -> Vec<String> {
    use search::GoldFault::{NoProvision, NoQuestion, NotAProvision, TooLong, TooMany, Twice};
    let told = wrong.iter().take(LINES).map(|one| {
        let key = match one.fault {
            NoProvision => "gold.no_provision",
            NoQuestion => "gold.no_question",
            TooLong => "gold.too_long",
            NotAProvision => "gold.not_a_provision",
            Twice => "gold.twice",
            TooMany => "gold.too_many",
        };
        let about: String = one.text.chars().take(120).collect();
        texts.fill_all(key, &[&one.line.to_string(), &about])
    });
    told.collect()
}

/// A response that carries the failure; [`present`] gives it the form and language that the reader wants.
impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        let wait = match self {
            Self::Busy | Self::Slow | Self::LoadRunning => Some(2),
            Self::TooMany { wait } => Some(wait),
            _ => None,
        };
        if let Some(wait) = wait {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(wait));
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// Middleware: turns a failed response into problem+json for the API and a page for people.
pub(crate) async fn present(mut frame: Frame, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let api = path == "/mcp" || path.starts_with("/api/") || path.starts_with("/health/");
    let id = request.extensions().get::<RequestId>().copied();
    let read = matches!(*request.method(), Method::GET | Method::HEAD);
    let to = request.uri().path_and_query().map(ToString::to_string);
    let mut response = next.run(request).await;
    frame.visitor = response.extensions_mut().remove::<Visitor>();
    let Some(failure) = response.extensions_mut().remove::<Failure>() else {
        return response;
    };
    let problem = failure.problem(frame.t).of_request(id);
    let body = if api {
        problem_json(&problem)
    } else if failure == Failure::SignIn {
        // Where somebody wanted to go they come after signing in; what they wanted to send is sent again by them.
        pages::entry::asked(&frame, to.filter(|_| read).as_deref())
    } else {
        pages::failed(&frame, &failure, &problem)
    };
    let (mut parts, body) = body.into_parts();
    parts.status = response.status();
    if parts.status == StatusCode::UNAUTHORIZED {
        // RFC 9110 wants it; browsers ask nobody for what is not "Basic".
        parts
            .headers
            .insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    if let Some(wait) = response.headers().get(header::RETRY_AFTER) {
        parts.headers.insert(header::RETRY_AFTER, wait.clone());
    }
    Response::from_parts(parts, body)
}

fn problem_json(problem: &Problem) -> Response {
    let json = HeaderValue::from_static("application/problem+json");
    ([(header::CONTENT_TYPE, json)], Json(problem)).into_response()
}

/// Logs a cause that must not leave the machine and gives what may.
fn internal(error: &dyn std::error::Error) -> Failure {
    tracing::error!(%error, "a request failed");
    Failure::Internal
}

impl From<catalogue::Error> for Failure {
    fn from(error: catalogue::Error) -> Self {
        match &error {
            catalogue::Error::Locked(_) => Self::LoadRunning,
            catalogue::Error::OtherModel { .. } => Self::OtherModel,
            catalogue::Error::Disk(cause) => cause.into(),
            catalogue::Error::Person(refusal) => Self::Person(*refusal),
            _ => internal(&error),
        }
    }
}

impl From<index::Error> for Failure {
    fn from(error: index::Error) -> Self {
        match error {
            index::Error::Catalogue(error) => error.into(),
            index::Error::Disk(cause) => (&cause).into(),
            error => internal(&error),
        }
    }
}

impl From<ingest::Error> for Failure {
    fn from(error: ingest::Error) -> Self {
        match error {
            ingest::Error::Catalogue(error) => error.into(),
            ingest::Error::Index(error) => error.into(),
            ingest::Error::Disk(cause) => (&cause).into(),
            ingest::Error::NotReady => Self::BatchNotReady,
            ingest::Error::TurnedDown => Self::Unapproved("evaluation-fell"),
            error @ ingest::Error::Model(_) => internal(&error),
        }
    }
}

impl From<search::Error> for Failure {
    fn from(error: search::Error) -> Self {
        match error {
            search::Error::Empty => Self::EmptyQuery,
            search::Error::NoSuchValue { facet, held, .. } => Self::NoSuchValue {
                filter: facet.name(),
                held,
            },
            search::Error::Index(error) => Self::from(error).of_search(),
            search::Error::Catalogue(error) => Self::from(error).of_search(),
            error @ search::Error::Model(_) => internal(&error).of_search(),
        }
    }
}

impl From<ingest::ReadError> for Failure {
    fn from(error: ingest::ReadError) -> Self {
        Self::Unread(ingest::reason(&error))
    }
}

impl From<&std::io::Error> for Failure {
    fn from(error: &std::io::Error) -> Self {
        use std::io::ErrorKind;
        let failure = internal(error);
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::DiskFull,
            _ => failure,
        }
    }
}
