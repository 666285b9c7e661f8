//! The reference: the articles collection, read by this measure alone and never through the program.

use std::collections::{BTreeMap, HashMap};
use std::io::{BufRead, BufReader};
use std::path::Path;

use serde_json::Value;

/// One article of the collection.
pub(crate) struct Row {
    pub(crate) act: String,
    pub(crate) number: String,
    pub(crate) title: String,
    pub(crate) text: String,
    /// `YYYY-MM-DD`, if it is a day.
    pub(crate) effective: Option<String>,
    pub(crate) source_note: String,
    pub(crate) anchor: String,
    pub(crate) related: Vec<String>,
}

impl Row {
    fn new(row: &Value) -> Self {
        let text = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
        let related = row["related_anchors"].as_array().into_iter().flatten();
        Self {
            act: text("num"),
            number: text("art").to_lowercase(),
            title: text("title"),
            text: text("text"),
            effective: day(&text("effective")),
            source_note: text("source_note"),
            anchor: text("anchor"),
            related: related
                .filter_map(|anchor| anchor.as_str().map(str::to_owned))
                .collect(),
        }
    }

    /// Whether the collection's own note says that the words were changed after the act was issued.
    pub(crate) fn was_amended(&self) -> bool {
        let said = [
            "có nội dung được",
            "có nội dung bị",
            "được bổ sung bởi",
            "được thay thế",
            "bị bãi bỏ",
            "bị ngưng hiệu lực",
        ];
        said.iter().any(|words| self.source_note.contains(words))
    }
}

/// `31/12/2024` as `2024-12-31`.
fn day(words: &str) -> Option<String> {
    let mut parts = words.split('/');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    (year.len() == 4).then(|| format!("{year}-{month:0>2}-{day:0>2}"))
}

/// All rows in file order.
pub(crate) fn rows(file: &Path) -> Vec<Row> {
    let file =
        std::fs::File::open(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let lines = BufReader::new(flate2::read::MultiGzDecoder::new(file)).lines();
    let values = lines
        .map_while(Result::ok)
        .filter_map(|line| serde_json::from_str::<Value>(&line).ok());
    values.map(|value| Row::new(&value)).collect()
}

/// Rows by act, then by article number: an article may appear more than once.
pub(crate) type Acts<'a> = HashMap<&'a str, BTreeMap<&'a str, Vec<&'a Row>>>;

pub(crate) fn by_act(rows: &[Row]) -> Acts<'_> {
    let mut acts: Acts<'_> = HashMap::new();
    for row in rows.iter().filter(|row| !row.number.is_empty()) {
        let act = acts.entry(&row.act).or_default();
        act.entry(&row.number).or_default().push(row);
    }
    acts
}

/// The files that have a reference, with their act: those of `reference.tsv`, and laws named by their number.
pub(crate) fn files_with_acts(shared: &Path, acts: &Acts<'_>) -> Vec<(std::path::PathBuf, String)> {
    let folder = shared.join("gazette-pdf");
    let table = std::fs::read_to_string(folder.join("reference.tsv")).unwrap_or_default();
    let rows = table.lines().skip(1).filter_map(|line| {
        let mut fields = line.split('\t');
        Some((folder.join(fields.next()?), fields.next()?.to_owned()))
    });
    let mut files: Vec<_> = rows.collect();
    let laws = tests::media_files(&shared.join("docx-laws"), "docx");
    files.extend(laws.into_iter().filter_map(|path| {
        let name = path.file_stem()?.to_str()?.strip_prefix("luat-")?;
        let symbol = name.replace('-', "/");
        acts.contains_key(symbol.as_str()).then_some((path, symbol))
    }));
    files
}
