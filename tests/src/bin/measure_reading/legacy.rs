//! Files in old encodings against their transcripts: how many letters carry the right marks.

use std::path::Path;

use serde_json::{Value, json};
use tests::{Program, pairs, words};

use crate::reader::{files_under, share, text_of};

/// Words are paired as a comparison of files pairs lines, by their letters without marks; of the pairs whose
/// transcript carries a mark, those that are equal count. Words without a partner are told apart.
pub(crate) fn measure(program: &Program, shared: &Path) -> Value {
    let folder = shared.join("legacy-encoding");
    let transcripts = folder.join("transcripts");
    let (mut marked, mut right, mut paired, mut wanted) = (0, 0, 0, 0);
    let (mut files, mut unread, mut low) = (0, Vec::new(), Vec::new());
    for file in files_under(&folder) {
        let Some(stem) = file.file_stem().filter(|_| !file.starts_with(&transcripts)) else {
            continue;
        };
        let transcript = transcripts.join(stem).with_extension("txt");
        let transcript = std::fs::read(&transcript).or_else(|_| {
            std::fs::read(transcripts.join(format!("{}.txt", stem.to_string_lossy())))
        });
        let Ok(transcript) = transcript else { continue };
        let name = stem.to_string_lossy().into_owned();
        files += 1;
        let theirs = words(&String::from_utf8_lossy(&transcript));
        let ours = words(&text_of(program, &file));
        wanted += theirs.len();
        if ours.is_empty() {
            unread.push(name);
            continue;
        }
        let bare = |list: &[String]| -> Vec<String> {
            list.iter().map(|word| legal::unaccent(word)).collect()
        };
        let found = pairs(&bare(&theirs), &bare(&ours));
        paired += found.len();
        let with_mark = found.iter().filter(|(at, _)| !theirs[*at].is_ascii());
        let (mut own_marked, mut own_right) = (0, 0);
        for (a, b) in with_mark {
            own_marked += 1;
            own_right += usize::from(tone(&theirs[*a]) == tone(&ours[*b]));
        }
        marked += own_marked;
        right += own_right;
        if own_right * 1000 < own_marked * 999 {
            low.push(json!({"file": name, "right": share(own_right, own_marked)}));
        }
    }
    json!({
        "files": files,
        "not_read": unread,
        "words_paired": share(paired, wanted),
        "marked_words": marked,
        "marks_right": share(right, marked),
        "below_999": low,
    })
}

/// The same word in both ways of placing a tone.
fn tone(word: &str) -> String {
    let found = legal::syllables(word);
    found.into_iter().map(|(_, syllable)| syllable).collect()
}
