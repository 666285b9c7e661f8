//! The provisions that say what happens to matters begun before (điều khoản chuyển tiếp).

use super::reflow;
use crate::{Level, Parsed, Path, SourceText};

/// Their paths in reading order: articles by their headings, single clauses of other final provisions by their words.
pub(super) fn read(source: &SourceText, parsed: &Parsed) -> Vec<Path> {
    let mut found: Vec<Path> = Vec::new();
    for provision in &parsed.provisions {
        let covered = found.iter().any(|path| path.contains(&provision.path));
        let says = match provision.path.level() {
            Some(Level::Article) => by_heading(source.slice(provision.heading)),
            Some(Level::Clause) => by_words(source.slice(provision.body)),
            _ => false,
        };
        if says && !covered {
            found.push(provision.path.clone());
        }
    }
    found
}

fn by_heading(heading: &str) -> bool {
    reflow::join(heading).to_lowercase().contains("chuyển tiếp")
}

/// "Hồ sơ đã nộp trước ngày Nghị định này có hiệu lực thì tiếp tục được giải quyết theo …".
fn by_words(body: &str) -> bool {
    const MOST: usize = 1500;
    let end = body
        .char_indices()
        .nth(MOST)
        .map_or(body.len(), |(at, _)| at);
    let words = reflow::join(&body[..end]).to_lowercase();
    if words.starts_with("quy định chuyển tiếp") || words.starts_with("điều khoản chuyển tiếp")
    {
        return true;
    }
    let before = words
        .find("trước ngày")
        .or_else(|| words.find("trước thời điểm"))
        .filter(|at| {
            let behind: String = words[*at..].chars().take(110).collect();
            behind.contains("có hiệu lực") || behind.contains("hiệu lực thi hành")
        });
    let goes_on = [
        "tiếp tục",
        "được thực hiện theo",
        "thì thực hiện theo",
        "áp dụng quy định",
    ];
    before.is_some() && goes_on.iter().any(|word| words.contains(word))
}
