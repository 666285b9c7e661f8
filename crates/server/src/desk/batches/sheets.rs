//! Pages of staged files: as they were issued, and as they were read.

use std::path::Path;

use crate::{desk::Desk, failure::Failure, pictures::Size};

impl Desk {
    /// The picture of a page of a staged file.
    pub(crate) async fn staged_picture(
        &self,
        name: String,
        number: u32,
        document: u32,
        page: u32,
    ) -> Result<Vec<u8>, Failure> {
        let desk = self.clone();
        self.drawing
            .run(move || {
                let staging = &desk.stage.staging;
                let file = staging.file(&name, number)?.ok_or(Failure::NoBatch)?;
                let found = staging.found(&name, number)?;
                let found = found.get(document as usize).ok_or(Failure::NoPicture)?;
                if page == 0 || page > found.report.pages {
                    return Err(Failure::NoPage);
                }
                let bytes = read(&staging.given(&name, &file))?;
                let loading = &desk.setup.loading;
                let scale = Size::Normal.scale();
                ingest::draw_page(
                    &loading.program,
                    &bytes,
                    &found.part,
                    page,
                    scale,
                    &loading.limits,
                )
                .map_err(|error| {
                    tracing::warn!(%error, page, "a staged page could not be drawn");
                    Failure::NoPicture
                })
            })
            .await
    }

    /// The words that were read on a page of a staged file.
    pub(crate) async fn staged_words(
        &self,
        name: String,
        number: u32,
        document: u32,
        page: u32,
    ) -> Result<Option<String>, Failure> {
        self.staged(move |desk| Ok(desk.stage.staging.page(&name, number, document, page)?))
            .await
    }
}

fn read(file: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(file).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Failure::NoPicture,
        _ => Failure::from(&error),
    })
}
