//! What a person is to the office, and so what that person may do.

/// A role. A person may have several; what none of them allows is not allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Công chức: asks, reads, checks drafts.
    Official,
    /// Người kiểm tra pháp lý: also verifies and signs off what others were answered.
    Checker,
    /// Quản trị: also loads and removes documents, keeps accounts, reads the audit; never other people's questions.
    Admin,
    /// Lãnh đạo: also reads the counts of a month.
    Leader,
}

impl Role {
    /// All, in the order in which they are shown.
    pub const ALL: [Self; 4] = [Self::Official, Self::Checker, Self::Admin, Self::Leader];

    /// `official`, `checker`, `admin`, `leader`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Official => "official",
            Self::Checker => "checker",
            Self::Admin => "admin",
            Self::Leader => "leader",
        }
    }

    /// From such a name, as typed.
    pub fn from_name(name: &str) -> Option<Self> {
        let typed = name.trim().to_lowercase();
        Self::ALL.into_iter().find(|role| role.name() == typed)
    }
}
