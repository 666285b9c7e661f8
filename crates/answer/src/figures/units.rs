//! The words beside numbers: units, multipliers, and what makes a number a name.

/// What is counted. Words that are not known here count as no unit: "03 bộ", "5 thành viên".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    None,
    Money,
    Dollar,
    Percent,
    WorkingDay,
    Day,
    Week,
    Month,
    Year,
    Hour,
    Minute,
    Metre,
    SquareMetre,
    Kilometre,
    Hectare,
    Kilogram,
    Tonne,
    Age,
    Time,
}

impl Unit {
    /// Whether amounts of both measure the same kind of thing.
    pub(super) fn is_like(self, other: Self) -> bool {
        let kind = |unit: Self| match unit {
            Self::None => 0,
            Self::Money | Self::Dollar => 1,
            Self::Percent => 2,
            Self::WorkingDay | Self::Day | Self::Week | Self::Month | Self::Year => 3,
            Self::Hour | Self::Minute => 3,
            Self::Metre | Self::SquareMetre | Self::Kilometre | Self::Hectare => 4,
            Self::Kilogram | Self::Tonne => 5,
            Self::Age => 6,
            Self::Time => 7,
        };
        kind(self) == kind(other)
    }
}

/// Units as written, longest first where one begins another.
pub(super) const UNITS: [(&[&str], Unit); 36] = [
    (&["ngày", "làm", "việc"], Unit::WorkingDay),
    (&["ngày", "công"], Unit::WorkingDay),
    (&["ngày"], Unit::Day),
    (&["tuần"], Unit::Week),
    (&["tháng"], Unit::Month),
    (&["năm"], Unit::Year),
    (&["giờ"], Unit::Hour),
    (&["tiếng"], Unit::Hour),
    (&["phút"], Unit::Minute),
    (&["%"], Unit::Percent),
    (&["phần", "trăm"], Unit::Percent),
    (&["đồng"], Unit::Money),
    (&["đ"], Unit::Money),
    (&["vnđ"], Unit::Money),
    (&["vnd"], Unit::Money),
    (&["đô", "la"], Unit::Dollar),
    (&["usd"], Unit::Dollar),
    (&["mét", "vuông"], Unit::SquareMetre),
    (&["m2"], Unit::SquareMetre),
    (&["m²"], Unit::SquareMetre),
    (&["mét"], Unit::Metre),
    (&["m"], Unit::Metre),
    (&["km"], Unit::Kilometre),
    (&["ki", "lô", "mét"], Unit::Kilometre),
    (&["héc", "ta"], Unit::Hectare),
    (&["hécta"], Unit::Hectare),
    (&["hecta"], Unit::Hectare),
    (&["ha"], Unit::Hectare),
    (&["kg"], Unit::Kilogram),
    (&["kilôgam"], Unit::Kilogram),
    (&["ki", "lô", "gam"], Unit::Kilogram),
    (&["tấn"], Unit::Tonne),
    (&["tuổi"], Unit::Age),
    (&["lần"], Unit::Time),
    (&["năm", "tuổi"], Unit::Age),
    (&["quý"], Unit::None),
];

/// Words that multiply.
pub(super) const SCALES: [(&str, u128); 7] = [
    ("trăm", 100),
    ("nghìn", 1_000),
    ("ngàn", 1_000),
    ("triệu", 1_000_000),
    ("tr", 1_000_000),
    ("tỷ", 1_000_000_000),
    ("tỉ", 1_000_000_000),
];

/// Words before a number that make it a name: "Điều 5", "điểm 2", "mẫu số 01".
pub(super) const NAMES: [&str; 13] = [
    "điều", "khoản", "điểm", "tiết", "chương", "mục", "phần", "lục", "mẫu", "biểu", "bảng", "hình",
    "thứ",
];
