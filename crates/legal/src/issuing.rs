//! Who issued a document, at which level of the state, and for which place: what readers narrow a search by.
//!
//! The level and the place are those that the issuing body's own name says. Nothing is guessed: "Ủy ban nhân dân"
//! alone may be of a province or of a commune.

use crate::{Header, Rank, Symbol, bodies, syllables};

/// A level of the state, with the former districts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// Trung ương: the whole country.
    Central,
    /// Tỉnh, thành phố trực thuộc Trung ương.
    Province,
    /// Huyện, quận, thị xã, thành phố thuộc tỉnh: ended on 1 July 2025, their acts did not.
    District,
    /// Xã, phường, thị trấn, đặc khu.
    Commune,
}

impl Tier {
    /// All, the highest first.
    pub const ALL: [Self; 4] = [Self::Central, Self::Province, Self::District, Self::Commune];

    /// Its name in addresses and on the wire.
    pub fn code(self) -> &'static str {
        match self {
            Self::Central => "central",
            Self::Province => "province",
            Self::District => "district",
            Self::Commune => "commune",
        }
    }

    /// The level at which a document was issued; `None` where its head does not say.
    pub fn of(header: &Header) -> Option<Self> {
        if let Some((tier, _)) = places(header).into_iter().next() {
            return Some(tier);
        }
        let issuers = issuers(header);
        if issuers.iter().any(|issuer| is_local(issuer)) {
            return None;
        }
        let ranked = Rank::of(header).map(|rank| match rank {
            Rank::PROVINCE_COUNCIL | Rank::PROVINCE | Rank::PROVINCE_CHAIR => Self::Province,
            Rank::DISTRICT => Self::District,
            Rank::COMMUNE_COUNCIL | Rank::COMMUNE => Self::Commune,
            _ => Self::Central,
        });
        let known = |issuer: &String| bodies::by_name(issuer).is_some() || is_central(issuer);
        ranked.or_else(|| issuers.iter().any(known).then_some(Self::Central))
    }
}

/// Whether a name is that of a people's council or committee, whichever.
fn is_local(issuer: &str) -> bool {
    let words = words(issuer);
    words.contains("ủy ban nhân dân") || words.contains("hội đồng nhân dân")
}

/// Bodies of the whole country by their first words, for those that no table has.
fn is_central(issuer: &str) -> bool {
    const FIRST: [&str; 5] = ["bộ ", "quốc hội", "chính phủ", "thủ tướng", "chủ tịch nước"];
    FIRST.iter().any(|first| words(issuer).starts_with(first))
}

/// The bodies that issued a document, each by its name as the table of bodies writes it, else as printed; those that
/// its symbol names where the head names none.
pub fn issuers(header: &Header) -> Vec<String> {
    let named = header.issuer.as_deref().map(divided).unwrap_or_default();
    if !named.is_empty() {
        return named;
    }
    let of_symbol = header.symbol.as_ref().map(Symbol::issuers);
    let of_symbol = of_symbol.unwrap_or_default();
    of_symbol.into_iter().map(str::to_owned).collect()
}

/// "Bộ Tài chính, Bộ Lao động - Thương binh và Xã hội và Bộ Y tế" in three.
fn divided(names: &str) -> Vec<String> {
    let parts = parts(names);
    let begins = |n: usize| {
        let (start, end) = parts[n];
        is_body(&names[start..end])
    };
    let mut found: Vec<String> = Vec::new();
    let mut first = 0;
    while first < parts.len() {
        let next = (first + 1..parts.len()).find(|n| begins(*n));
        // A known name may itself hold what looks like the beginning of another body.
        let ends = (first + 1..=parts.len()).rev();
        let whole = |end: &usize| {
            let name = bodies::by_name(&names[parts[first].0..parts[*end - 1].1])?;
            (*end == parts.len() || begins(*end)).then_some((*end, name.to_owned()))
        };
        let known = ends.into_iter().find_map(|end| whole(&end));
        let (end, name) = known.unwrap_or_else(|| {
            let end = next.unwrap_or(parts.len());
            (end, names[parts[first].0..parts[end - 1].1].to_owned())
        });
        if !name.is_empty() && !found.contains(&name) {
            found.push(name);
        }
        first = end;
    }
    found
}

/// The pieces between commas, semicolons, lone hyphens and "và", without the space around them.
fn parts(names: &str) -> Vec<(usize, usize)> {
    const BETWEEN: [&str; 5] = [",", ";", " - ", " – ", " và "];
    let mut parts = Vec::new();
    let mut start = 0;
    while start <= names.len() {
        let rest = &names[start..];
        let cut = BETWEEN
            .iter()
            .filter_map(|sign| Some((rest.find(sign)?, sign.len())))
            .min();
        let (end, next) = cut.map_or((names.len(), names.len() + 1), |(at, length)| {
            (start + at, start + at + length)
        });
        let piece = &names[start..end];
        let from = end - piece.trim_start().len();
        let to = start + piece.trim_end().len();
        if from < to {
            parts.push((from, to));
        }
        start = next;
    }
    parts
}

/// Whether a piece of a list of bodies begins one.
fn is_body(piece: &str) -> bool {
    const FIRST: [&str; 26] = [
        "ban",
        "bảo hiểm",
        "bộ",
        "chi cục",
        "chính phủ",
        "chủ tịch",
        "công an",
        "cục",
        "đoàn",
        "hội",
        "kiểm toán",
        "mặt trận",
        "ngân hàng",
        "quốc hội",
        "sở",
        "thanh tra",
        "thủ tướng",
        "tòa án",
        "tổng cục",
        "tổng liên đoàn",
        "tổng thanh tra",
        "trung ương",
        "ủy ban",
        "văn phòng",
        "viện",
        "liên minh",
    ];
    let words = words(piece);
    FIRST.iter().any(|first| {
        let rest = words.strip_prefix(first);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    })
}

/// Lower case with the tone on one letter in both spellings.
fn words(text: &str) -> String {
    let syllables: Vec<String> = syllables(text).into_iter().map(|(_, word)| word).collect();
    syllables.join(" ")
}

/// The places that the issuing body is of, its own first: "xã Đồng Mẫu", "tỉnh Sông Mẫu". A body of the whole country
/// has none.
pub fn territories(header: &Header) -> Vec<String> {
    places(header).into_iter().map(|(_, place)| place).collect()
}

fn places(header: &Header) -> Vec<(Tier, String)> {
    let mut found: Vec<(Tier, String)> = Vec::new();
    let issuer = header.issuer.as_deref().unwrap_or_default();
    for part in issuer.split([',', ';', '(', ')']) {
        found.extend(places_of(part));
    }
    found.dedup();
    found
}

/// The places of a name without commas: each goes on to the next one or to the end.
fn places_of(name: &str) -> Vec<(Tier, String)> {
    let printed: Vec<&str> = name.split_whitespace().collect();
    let mut starts: Vec<(usize, usize, &str)> = Vec::new();
    let mut at = 0;
    while at < printed.len() {
        match place_word(&printed[at..]) {
            Some((length, word)) => {
                starts.push((at, at + length, word));
                at += length;
            }
            None => at += 1,
        }
    }
    let ends = starts.iter().skip(1).map(|(start, ..)| *start);
    let ends = ends.chain([printed.len()]);
    let places = starts.iter().zip(ends).map(|((_, start, word), end)| {
        let place = printed[*start..end].join(" ");
        (tier(word, &place), format!("{word} {place}"))
    });
    places.collect()
}

/// The word for a kind of place that these words begin with, if a name follows: "xã hội" and "cấp tỉnh" name none.
fn place_word(printed: &[&str]) -> Option<(usize, &'static str)> {
    const PLACES: [(&str, &str); 12] = [
        ("thành phố", "thành phố"),
        ("thị trấn", "thị trấn"),
        ("đặc khu", "đặc khu"),
        ("thị xã", "thị xã"),
        ("tỉnh", "tỉnh"),
        ("huyện", "huyện"),
        ("quận", "quận"),
        ("phường", "phường"),
        ("xã", "xã"),
        ("tp.", "thành phố"),
        ("tp", "thành phố"),
        ("t.p", "thành phố"),
    ];
    PLACES.iter().find_map(|(word, name)| {
        let length = word.split(' ').count();
        let (own, rest) = printed.split_at_checked(length)?;
        let own = own.join(" ").to_lowercase();
        let first = rest.first()?.chars().next()?;
        let named = first.is_uppercase() || first.is_numeric();
        (own == *word && named).then_some((length, *name))
    })
}

fn tier(word: &str, place: &str) -> Tier {
    match word {
        "tỉnh" => Tier::Province,
        "thành phố" if is_province_city(place) => Tier::Province,
        "thành phố" | "huyện" | "quận" | "thị xã" => Tier::District,
        _ => Tier::Commune,
    }
}

/// Whether a city is a province by itself.
fn is_province_city(place: &str) -> bool {
    crate::rank::CITIES.contains(&crate::unaccent(place).to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Kind;

    fn by(issuer: &str) -> Header {
        Header {
            issuer: Some(issuer.to_owned()),
            ..Header::default()
        }
    }

    #[test]
    fn bodies_are_told_apart() {
        fn check(issuer: &str, expect: &[&str]) {
            assert_eq!(issuers(&by(issuer)), expect, "{issuer}");
        }
        check("Chính phủ", &["Chính phủ"]);
        check("Bộ công thương", &["Bộ Công Thương"]);
        for name in [
            "Bộ Văn hoá, Thể thao và Du lịch",
            "Bộ Văn hóa - Thể thao và Du lịch",
        ] {
            check(name, &["Bộ Văn hóa, Thể thao và Du lịch"]);
        }
        check("Toà án nhân dân tối cao", &["Tòa án nhân dân tối cao"]);
        check(
            "Bộ Tài chính, Bộ Lao động - Thương Binh và Xã hội và Bộ Y tế",
            &[
                "Bộ Tài chính",
                "Bộ Lao động - Thương binh và Xã hội",
                "Bộ Y tế",
            ],
        );
        check(
            "Bộ Mẫu - bộ Thử nghiệm, Thanh tra Mẫu",
            &["Bộ Mẫu", "bộ Thử nghiệm", "Thanh tra Mẫu"],
        );
        check("Bộ Sông - Nước và Biển", &["Bộ Sông - Nước và Biển"]);
        check(
            "Viện kiểm sát nhân dân tối cao và Toà án nhân dân tối cao",
            &["Viện kiểm sát nhân dân tối cao", "Tòa án nhân dân tối cao"],
        );
        check(
            "Hội đồng nhân dân tỉnh Sông Mẫu",
            &["Hội đồng nhân dân tỉnh Sông Mẫu"],
        );
        for nothing in ["", " ", ", , và ", " - "] {
            assert!(divided(nothing).len() <= 1, "{nothing}");
        }
        let law = Header {
            symbol: Symbol::parse("45/2019/QH14"),
            ..Header::default()
        };
        assert_eq!(issuers(&law), ["Quốc hội"]);
    }

    #[test]
    fn levels_and_places() {
        fn check(issuer: &str, tier: Option<Tier>, places: &[&str]) {
            let header = by(issuer);
            assert_eq!(
                (Tier::of(&header), territories(&header)),
                (
                    tier,
                    places.iter().map(|place| (*place).to_owned()).collect()
                ),
                "{issuer}"
            );
        }
        use Tier::{Central, Commune, District, Province};
        check("Chính phủ", Some(Central), &[]);
        check("Bộ Mẫu", Some(Central), &[]);
        check("Bộ Lao động - Thương binh và Xã hội", Some(Central), &[]);
        check("Bảo hiểm xã hội Việt Nam", Some(Central), &[]);
        check(
            "Ủy ban nhân dân tỉnh Sông Mẫu",
            Some(Province),
            &["tỉnh Sông Mẫu"],
        );
        check(
            "Sở Công Thương TP. Hồ Chí Minh",
            Some(Province),
            &["thành phố Hồ Chí Minh"],
        );
        check(
            "Ủy ban nhân dân thành phố Sông Mẫu",
            Some(District),
            &["thành phố Sông Mẫu"],
        );
        check(
            "Hội đồng nhân dân xã Đồng Mẫu, tỉnh Sông Mẫu",
            Some(Commune),
            &["xã Đồng Mẫu", "tỉnh Sông Mẫu"],
        );
        check(
            "Ủy ban nhân dân Phường 1 thành phố Huế",
            Some(Commune),
            &["phường 1", "thành phố Huế"],
        );
        check("Ủy ban nhân dân", None, &[]);
        check("Ủy ban nhân dân cấp tỉnh", None, &[]);
        check("Công ty mẫu", None, &[]);
        check("tỉnh", None, &[]);
        let law = Header {
            kind: Some(Kind::Law),
            ..Header::default()
        };
        assert_eq!(Tier::of(&law), Some(Central));
    }
}
