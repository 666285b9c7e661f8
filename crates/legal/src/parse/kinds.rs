//! How acts are called in running text, in small letters.

/// Kinds behind which "số …", "này" or a name makes a reference of them. "Quy định" is not among them: most often it is a
/// verb.
pub(super) const NAMED: [&str; 12] = [
    "luật",
    "bộ luật",
    "pháp lệnh",
    "nghị định",
    "nghị quyết",
    "thông tư",
    "quyết định",
    "chỉ thị",
    "hiến pháp",
    "hiệp định",
    "quy chế",
    "điều lệ",
];
