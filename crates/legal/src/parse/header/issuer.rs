//! The issuing bodies.

use super::super::lines::{Lines, is_capitals};
use crate::{Symbol, bodies};

/// The issuing bodies: those that the symbol names, or the capitals at the head.
pub(super) fn issuer(
    lines: &Lines<'_>,
    head_lines: usize,
    symbol: Option<&Symbol>,
) -> Option<String> {
    let named = symbol.map(Symbol::issuers).unwrap_or_default();
    if !named.is_empty() {
        return Some(named.join(", "));
    }
    const MOTTO: [&str; 6] = [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "VĂN BẢN QUY PHẠM PHÁP LUẬT",
        "VĂN BẢN HỢP NHẤT",
        "CÔNG BÁO",
        "VĂN BẢN KHÁC",
    ];
    const BODIES: [&str; 30] = [
        "ỦY BAN",
        "UỶ BAN",
        "HỘI ĐỒNG",
        "BỘ ",
        "CHÍNH PHỦ",
        "QUỐC HỘI",
        "THỦ TƯỚNG",
        "TỈNH",
        "THÀNH PHỐ",
        "XÃ ",
        "PHƯỜNG",
        "HUYỆN",
        "QUẬN",
        "SỞ ",
        "TÒA ÁN",
        "NGÂN HÀNG",
        "VIỆN KIỂM SÁT",
        "KIỂM TOÁN",
        "THANH TRA",
        "TỔNG CỤC",
        "CỤC ",
        "CHI CỤC",
        "VĂN PHÒNG",
        "BAN ",
        "CÔNG AN",
        "ĐẶC KHU",
        "THỊ XÃ",
        "THỊ TRẤN",
        "BẢO HIỂM",
        "CHỦ TỊCH",
    ];
    let mut words: Vec<String> = Vec::new();
    for line in 0..head_lines.min(20) {
        let mut text = lines.get(line).to_owned();
        for motto in MOTTO {
            text = text.replace(motto, "");
        }
        let text = text
            .trim()
            .trim_matches(['_', ' ', '*'])
            .trim_start_matches(['-', ' ']);
        // A body goes on where the line before broke off at a hyphen.
        let goes_on = words.last().is_some_and(|last| last.ends_with('-'));
        let named = BODIES.iter().any(|body| text.starts_with(body));
        if is_capitals(text) && (named || goes_on) && !words.iter().any(|known| known == text) {
            words.push(text.to_owned());
        }
    }
    // The body above stands first: "TỔNG CỤC THUẾ" / "CỤC THUẾ TỈNH …".
    const BELOW: [&str; 12] = [
        "CỤC ",
        "CHI CỤC",
        "SỞ ",
        "BAN ",
        "VĂN PHÒNG",
        "VIỆN ",
        "THANH TRA",
        "CÔNG AN",
        "BẢO HIỂM",
        "TỔNG CỤC",
        "TÒA ÁN",
        "CHỦ TỊCH",
    ];
    let own = words.iter().enumerate().rposition(|(n, line)| {
        let begins = BELOW.iter().any(|body| line.starts_with(body));
        begins && n > 0 && !words[n - 1].ends_with('-')
    });
    let (above, own) = words.split_at(own.unwrap_or(0));
    let joined = own.join(" ");
    let name = (!joined.is_empty()).then(|| {
        as_written(lines, &joined)
            .or_else(|| several(lines, &joined))
            .or_else(|| bodies::by_name(&joined).map(str::to_owned))
            .unwrap_or_else(|| place_case(&joined))
    })?;
    // Every province has a "Sở Công Thương": its own stands above.
    let place = place_above(&above.join(" ")).filter(|_| joined.starts_with("SỞ "));
    Some(match place {
        Some(place) if !name.ends_with(&place) => format!("{name} {place}"),
        _ => name,
    })
}

/// "tỉnh Sông Mẫu" of "ỦY BAN NHÂN DÂN TỈNH SÔNG MẪU".
fn place_above(above: &str) -> Option<String> {
    let at = [" TỈNH ", " THÀNH PHỐ "]
        .iter()
        .filter_map(|word| above.find(word))
        .min()?;
    let cased = place_case(&format!("của{}", &above[at..]));
    Some(cased.split_once(' ')?.1.to_owned())
}

/// "BỘ A - BỘ B - THANH TRA C": several bodies, if each is written in the text.
fn several(lines: &Lines<'_>, words: &str) -> Option<String> {
    let bodies: Option<Vec<String>> = words
        .split(" - ")
        .map(|body| as_written(lines, body.trim()))
        .collect();
    bodies
        .filter(|bodies| bodies.len() > 1)
        .map(|bodies| bodies.join(", "))
}

/// The body's name as the document's own sentences write it: "Bộ Tài chính" for "BỘ TÀI CHÍNH".
fn as_written(lines: &Lines<'_>, words: &str) -> Option<String> {
    const SEARCHED: usize = 400;
    let wanted = words.to_lowercase();
    (0..lines.len().min(SEARCHED)).find_map(|line| {
        let text = lines.get(line);
        let lower = text.to_lowercase();
        // A letter whose small form has another length would shift the places.
        let at = lower
            .find(&wanted)
            .filter(|_| lower.len() == text.len() && !is_capitals(text))?;
        let written = text.get(at..at + wanted.len())?;
        let fits = written.starts_with(char::is_uppercase) && !is_capitals(written);
        fits.then(|| written.to_owned())
    })
}

/// "ỦY BAN NHÂN DÂN TỈNH ĐỒNG THÁP" as it is written in a sentence: "Ủy ban nhân dân tỉnh Đồng Tháp".
fn place_case(words: &str) -> String {
    const PLACES: [&str; 8] = ["tỉnh", "phố", "xã", "phường", "huyện", "quận", "trấn", "tp"];
    // What a department is for has a capital: "Cục Thuế", "Sở Công Thương".
    const DEPARTMENTS: [&str; 4] = ["cục", "sở", "phòng", "bộ"];
    let lower = words.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let mut named = false;
    let mut cased: Vec<String> = Vec::new();
    for (n, word) in words.iter().enumerate() {
        let mut letters = word.chars();
        let first: String = letters
            .next()
            .into_iter()
            .flat_map(char::to_uppercase)
            .collect();
        let before = n.checked_sub(1).map_or("", |n| words[n]);
        cased.push(match *word {
            "tp" => "TP".to_owned(),
            _ if named || n == 0 || DEPARTMENTS.contains(&before) => first + letters.as_str(),
            _ => (*word).to_owned(),
        });
        // "xã hội" is society, but for the commune behind "nhân dân".
        let society = *word == "xã" && words.get(n + 1) == Some(&"hội") && before != "dân";
        named |= (PLACES.contains(word) && !society) || (*word == "khu" && before == "đặc");
    }
    cased.join(" ")
}
