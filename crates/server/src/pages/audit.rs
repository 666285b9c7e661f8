//! The audit: who did what, when, from where.

use askama::Template;
use axum::response::Response;
use catalogue::{Line, Role, Verified};

use super::{Frame, account, page};
use crate::{desk::Desk, failure::Failure, language::Texts};

/// Lines on a page.
const LINES: u32 = 50;

#[derive(Template)]
#[template(path = "audit.html")]
struct Audit<'a> {
    frame: &'a Frame,
    t: Texts,
    section: &'static str,
    lines: Vec<Line>,
    /// The end of the chain, to be kept elsewhere; `None`: the chain does not hold.
    head: Option<String>,
    /// The first line that does not fit.
    broken: Option<u64>,
    after: Option<String>,
}

impl Audit<'_> {
    fn moment(&self, line: &Line) -> String {
        account::moment(&line.at)
    }

    /// What else is kept of it: names of roles in words.
    fn detail(&self, line: &Line) -> String {
        let roles = |names: &str| {
            let words = names.split_inclusive([',', ' ']).map(|name| {
                let bare = name.trim_end_matches([',', ' ']);
                match Role::from_name(bare) {
                    Some(role) => {
                        format!("{}{} ", self.t.role(&role), &name[bare.len()..].trim_end())
                    }
                    None => name.to_owned(),
                }
            });
            words.collect::<String>().trim_end().to_owned()
        };
        match line.deed.as_str() {
            "person_added" | "roles_changed" => roles(&line.detail),
            "token_made" => match line.detail.rsplit_once(": ") {
                Some((name, names)) => format!("{name}: {}", roles(names)),
                None => line.detail.clone(),
            },
            "loaded" => line.detail.replace(" of ", "/"),
            "signed_in" | "sign_in_failed" if line.detail == "oidc" => {
                self.t.get("who.oidc").to_owned()
            }
            _ => line.detail.clone(),
        }
    }

    /// What was done, in words; a deed of a newer program by its name.
    fn deed<'a>(&self, line: &'a Line) -> &'a str
    where
        Self: 'a,
    {
        match self.t.get(&format!("deed.{}", line.deed)) {
            "" => &line.deed,
            words => words,
        }
    }
}

/// `/nhat-ky?truoc=`: the latest first, and whether the chain holds.
pub(crate) async fn audit(desk: Desk, frame: Frame) -> Result<Response, Failure> {
    let before = match frame.fields.get("truoc") {
        None => None,
        Some(number) => Some(number.parse().map_err(|_| Failure::BadLimit)?),
    };
    let read =
        desk.people(move |people| Ok((people.audit(before, LINES)?, people.verify_audit(None)?)));
    let (lines, verified) = read.await?;
    let (head, broken) = match verified {
        Verified::Whole(head) => (Some(head.to_string()), None),
        Verified::Broken { number, .. } => (None, Some(number)),
    };
    let last = lines
        .last()
        .map(|line| line.number)
        .filter(|number| *number > 1);
    let after = last.map(|number| frame.with("truoc", &number.to_string()));
    page(&Audit {
        t: frame.t,
        section: "audit",
        lines,
        head,
        broken,
        after,
        frame: &frame,
    })
}
