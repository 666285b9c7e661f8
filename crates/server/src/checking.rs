//! Drafts that are sent in to be checked: received into a folder that is deleted afterwards, read by the child with its
//! limits, laid beside the law. Nothing of them is kept.

use axum::extract::{Multipart, multipart::Field};

use crate::{
    desk::Desk,
    failure::Failure,
    fields::Fields,
    language::Language,
    upload::{Spool, in_time, safe_name, write},
    wire::DraftReport,
};

/// Most bytes of a draft; longer texts are law, not drafts of an office.
pub(crate) const MOST_BYTES: usize = 20 << 20;
/// What a pasted text is called as a file.
const PASTED: &str = "du-thao.txt";
/// Most bytes of a field that is no draft.
const FIELD: usize = 100;

/// Receives a draft as a file or as pasted text, and the day; lays it beside the law.
pub(crate) async fn review(
    desk: &Desk,
    mut form: Multipart,
    language: Language,
) -> Result<DraftReport, Failure> {
    let spool = Spool::new(&desk.setup.root).await?;
    let (mut file, mut pasted, mut fields) = (None, None, Vec::new());
    while let Some(field) = in_time(form.next_field()).await? {
        let name = field.file_name().map(safe_name).unwrap_or_default();
        match field.name().unwrap_or_default() {
            "file" | "files" if !name.is_empty() => {
                if file.is_some() {
                    return Err(Failure::SeveralDrafts);
                }
                write(field, &spool.path().join(&name)).await?;
                file = Some(name);
            }
            "text" => {
                let path = spool.path().join(format!("text-{PASTED}"));
                write(field, &path).await?;
                pasted = Some(path);
            }
            "on" => fields.push(("on".to_owned(), short(field).await?)),
            _ => {}
        }
    }
    let on = Fields::new(fields).day()?;
    let (name, path) = match (file, pasted) {
        (Some(name), _) => (name.clone(), spool.path().join(name)),
        (None, Some(path)) if !is_blank(&path).await? => (PASTED.to_owned(), path),
        _ => return Err(Failure::NoDraft),
    };
    let (review, flags) = desk.review(path, on).await?;
    drop(spool);
    Ok(DraftReport::new(&name, &review, flags, on, language))
}

async fn short(mut field: Field<'_>) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    while let Some(piece) = in_time(field.chunk()).await? {
        bytes.extend_from_slice(&piece);
        if bytes.len() > FIELD {
            return Err(Failure::BadDate);
        }
    }
    String::from_utf8(bytes).map_err(|_| Failure::BadDate)
}

async fn is_blank(path: &std::path::Path) -> Result<bool, Failure> {
    let bytes = tokio::fs::read(path).await;
    let bytes = bytes.map_err(|error| Failure::from(&error))?;
    Ok(bytes.iter().all(u8::is_ascii_whitespace))
}
