//! The rank of documents in law: Article 4 of the Law on promulgating legal documents 64/2025/QH15, as amended by
//! Law 87/2025/QH15, with the former district level between province and commune.

use crate::{Header, Kind, unaccent};

/// A place in the order of the law; the higher the authority, the smaller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rank(u8);

impl Rank {
    /// Hiến pháp.
    pub const CONSTITUTION: Self = Self(1);
    /// Bộ luật, luật, nghị quyết của Quốc hội.
    pub const LAW: Self = Self(2);
    /// Pháp lệnh, nghị quyết của Ủy ban Thường vụ Quốc hội.
    pub const ORDINANCE: Self = Self(3);
    /// Lệnh, quyết định của Chủ tịch nước.
    pub const PRESIDENT: Self = Self(4);
    /// Nghị định, nghị quyết của Chính phủ.
    pub const GOVERNMENT: Self = Self(5);
    /// Quyết định của Thủ tướng Chính phủ.
    pub const PRIME_MINISTER: Self = Self(6);
    /// Nghị quyết của Hội đồng Thẩm phán Tòa án nhân dân tối cao.
    pub const JUDGES: Self = Self(7);
    /// Thông tư; before 2009 also decisions and directives of ministers.
    pub const MINISTER: Self = Self(8);
    /// Thông tư liên tịch.
    pub const MINISTERS: Self = Self(9);
    /// Nghị quyết của Hội đồng nhân dân cấp tỉnh.
    pub const PROVINCE_COUNCIL: Self = Self(10);
    /// Quyết định của Ủy ban nhân dân cấp tỉnh.
    pub const PROVINCE: Self = Self(11);
    /// Quyết định của Chủ tịch Ủy ban nhân dân cấp tỉnh.
    pub const PROVINCE_CHAIR: Self = Self(12);
    /// Those of a district, which ended on 1 July 2025.
    pub const DISTRICT: Self = Self(13);
    /// Nghị quyết của Hội đồng nhân dân cấp xã.
    pub const COMMUNE_COUNCIL: Self = Self(14);
    /// Quyết định của Ủy ban nhân dân cấp xã.
    pub const COMMUNE: Self = Self(15);

    /// The rank of a document by its head; `None` for documents that make no rules (letters, notices, plans) or
    /// whose head does not say. A consolidated text has none of its own: that of its base counts.
    pub fn of(header: &Header) -> Option<Self> {
        let issuer = header.issuer.as_deref().map(unaccent).unwrap_or_default();
        let issuer = issuer.to_lowercase();
        let symbol = header.symbol.as_ref().map(|s| s.folded().to_owned());
        let symbol = symbol.unwrap_or_default();
        match header.kind.as_ref()? {
            Kind::Constitution => Some(Self::CONSTITUTION),
            Kind::Code | Kind::Law => Some(Self::LAW),
            Kind::Ordinance => Some(Self::ORDINANCE),
            Kind::Order => Some(Self::PRESIDENT),
            Kind::Decree => Some(Self::GOVERNMENT),
            Kind::JointResolution if symbol.contains("ubtvqh") => Some(Self::ORDINANCE),
            Kind::JointResolution => Some(Self::GOVERNMENT),
            Kind::Circular => Some(Self::MINISTER),
            Kind::JointCircular => Some(Self::MINISTERS),
            Kind::Resolution => resolution(&issuer, &symbol),
            Kind::Decision | Kind::Directive => decision(&issuer, &symbol),
            _ => None,
        }
    }
}

/// Whether a document makes rules, or puts together those of one that does, as far as its head says. A letter, a plan, a
/// note and a text without a head do not, whatever they say of the law.
pub fn makes_rules(header: &Header) -> bool {
    header.kind == Some(Kind::Consolidated) || Rank::of(header).is_some()
}

fn resolution(issuer: &str, symbol: &str) -> Option<Rank> {
    if symbol.contains("ubtvqh") || issuer.contains("thuong vu quoc hoi") {
        return Some(Rank::ORDINANCE);
    }
    if symbol.ends_with("nq-cp") || issuer == "chinh phu" {
        return Some(Rank::GOVERNMENT);
    }
    if symbol.contains("/qh") || issuer == "quoc hoi" {
        return Some(Rank::LAW);
    }
    if symbol.contains("hdtp") || issuer.contains("hoi dong tham phan") {
        return Some(Rank::JUDGES);
    }
    issuer
        .contains("hoi dong nhan dan")
        .then(|| local(issuer, [Rank::PROVINCE_COUNCIL, Rank::COMMUNE_COUNCIL]))
}

fn decision(issuer: &str, symbol: &str) -> Option<Rank> {
    if symbol.ends_with("ttg") || issuer.starts_with("thu tuong") {
        return Some(Rank::PRIME_MINISTER);
    }
    if symbol.ends_with("ctn") || issuer.starts_with("chu tich nuoc") {
        return Some(Rank::PRESIDENT);
    }
    if issuer.contains("uy ban nhan dan") {
        let province = if issuer.starts_with("chu tich") {
            Rank::PROVINCE_CHAIR
        } else {
            Rank::PROVINCE
        };
        return Some(local(issuer, [province, Rank::COMMUNE]));
    }
    let minister = issuer.starts_with("bo ")
        || [
            "ngan hang nha nuoc",
            "thanh tra",
            "tong cuc",
            "uy ban dan toc",
        ]
        .iter()
        .any(|body| issuer.starts_with(body));
    minister.then_some(Rank::MINISTER)
}

/// The cities that are provinces.
pub(crate) const CITIES: [&str; 6] = [
    "ha noi",
    "hai phong",
    "hue",
    "da nang",
    "ho chi minh",
    "can tho",
];

/// The rank at a local body's level: `[province, commune]`, or the district's.
fn local(issuer: &str, [province, commune]: [Rank; 2]) -> Rank {
    let place = issuer
        .rsplit_once("nhan dan")
        .map_or("", |(_, place)| place);
    let place = place.trim();
    let level = |words: &[&str]| words.iter().any(|word| place.starts_with(word));
    if level(&["xa ", "phuong ", "thi tran ", "dac khu "]) {
        return commune;
    }
    let city = place
        .strip_prefix("thanh pho ")
        .is_some_and(|city| !CITIES.contains(&city));
    if city || level(&["huyen ", "quan ", "thi xa "]) {
        return Rank::DISTRICT;
    }
    province
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Symbol;

    fn check(kind: Kind, symbol: &str, issuer: &str, rank: Option<Rank>) {
        let header = Header {
            kind: Some(kind),
            symbol: Symbol::parse(symbol),
            issuer: Some(issuer.to_owned()).filter(|issuer| !issuer.is_empty()),
            ..Header::default()
        };
        assert_eq!(Rank::of(&header), rank, "{header:?}");
    }

    #[test]
    fn ranks_follow_article_4() {
        check(Kind::Law, "1/2024/QH15", "Quốc hội", Some(Rank::LAW));
        check(Kind::Resolution, "2/2024/QH15", "Quốc hội", Some(Rank::LAW));
        check(
            Kind::Resolution,
            "2/2024/UBTVQH15",
            "",
            Some(Rank::ORDINANCE),
        );
        check(
            Kind::Resolution,
            "5/2026/NQ-CP",
            "Chính phủ",
            Some(Rank::GOVERNMENT),
        );
        check(Kind::Resolution, "1/2020/NQ-HĐTP", "", Some(Rank::JUDGES));
        check(
            Kind::Decision,
            "5/2017/QĐ-TTg",
            "",
            Some(Rank::PRIME_MINISTER),
        );
        check(
            Kind::Decision,
            "18/1997/QĐ-BYT",
            "Bộ Y tế",
            Some(Rank::MINISTER),
        );
        check(
            Kind::JointCircular,
            "1/2022/TTLT-BTC-BNV",
            "",
            Some(Rank::MINISTERS),
        );
        check(Kind::OfficialLetter, "12/BNV-VP", "Bộ Nội vụ", None);
        check(Kind::Consolidated, "12/VBHN-BNV", "Bộ Nội vụ", None);
    }

    #[test]
    fn local_bodies_rank_by_their_place() {
        let decision = |issuer, rank| check(Kind::Decision, "1/2025/QĐ-UBND", issuer, Some(rank));
        decision("Ủy ban nhân dân tỉnh Sông Mẫu", Rank::PROVINCE);
        decision("UỶ BAN NHÂN DÂN THÀNH PHỐ HUẾ", Rank::PROVINCE);
        decision(
            "Chủ tịch Ủy ban nhân dân tỉnh Sông Mẫu",
            Rank::PROVINCE_CHAIR,
        );
        decision("Ủy ban nhân dân thành phố Sông Mẫu", Rank::DISTRICT);
        decision("Ủy ban nhân dân huyện Sông Mẫu", Rank::DISTRICT);
        decision("Ủy ban nhân dân phường Sông Mẫu", Rank::COMMUNE);
        let council = |issuer, rank| check(Kind::Resolution, "1/2025/NQ-HĐND", issuer, Some(rank));
        council("Hội đồng nhân dân tỉnh Sông Mẫu", Rank::PROVINCE_COUNCIL);
        council("Hội đồng nhân dân xã Sông Mẫu", Rank::COMMUNE_COUNCIL);
        assert!(Rank::LAW < Rank::COMMUNE);
    }
}
