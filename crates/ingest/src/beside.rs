//! What a file is loaded beside: an act that it took the place of, others that bear its number.

use std::collections::HashSet;

use catalogue::{Added, Catalogue};
use legal::DocumentId;

use crate::{Error, FileReport};

/// Of a collection so many are told: nobody reads more.
const MOST: usize = 20;

/// Puts into the report what must be known of documents that look like ones that were held before.
pub(crate) fn look_beside(
    catalogue: &Catalogue,
    added: &Added,
    own: &HashSet<DocumentId>,
    report: &mut FileReport,
) -> Result<(), Error> {
    let named = |id: &DocumentId| catalogue.find_document(added.seq, id.as_str());
    for id in added.other_file.iter().take(MOST) {
        if let Some(row) = named(id)? {
            report.replaced.push(row.name());
        }
    }
    let stored = added.new.iter().chain(&added.replaced);
    for id in stored.filter(|id| own.contains(id)).take(MOST) {
        let Some(row) = named(id)? else { continue };
        for twin in catalogue.twins(added.seq, &row)? {
            let issued = twin.header.issued.map(|day| day.strftime("%d/%m/%Y"));
            let issued = issued.map_or(String::new(), |day| format!(", {day}"));
            let name = format!("{}{issued} ({})", twin.name(), twin.file_name);
            report.same_number.push(name);
        }
    }
    Ok(())
}
