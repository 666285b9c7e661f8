//! Why something about an account is not done: each is what somebody can put right.

/// A reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The name has other characters than it may have, or is too short or long.
    #[error("a name has 2 to 64 small letters of a to z, digits, and . - _ @")]
    BadName,
    /// Somebody else has it.
    #[error("there is an account of this name")]
    NameTaken,
    /// The shown name is empty, too long, or has control characters.
    #[error("the shown name must have 1 to 100 characters")]
    BadShown,
    /// Nobody has this name.
    #[error("there is no account of this name")]
    NoSuchPerson,
    /// An account without a role could do nothing.
    #[error("an account needs a role")]
    NoRole,
    /// Somebody must be able to keep the accounts.
    #[error("this is the last administrator that can come in")]
    LastAdmin,
    /// Whoever comes first must be able to let others in.
    #[error("the first account must be an administrator's")]
    FirstAdmin,
    /// The password has less than 12 characters.
    #[error("a password has at least 12 characters")]
    ShortPassword,
    /// The password has more than 200 characters.
    #[error("a password has at most 200 characters")]
    LongPassword,
    /// Among the first that anybody would try.
    #[error("this password is among the first that anybody would try")]
    CommonPassword,
    /// It is the person's own name, or holds little else.
    #[error("this password is made of the account's own name")]
    NamePassword,
    /// The password given does not fit.
    #[error("the password is not right")]
    WrongPassword,
    /// What was typed twice is not the same.
    #[error("the password was typed in two ways")]
    OtherPassword,
    /// The name of a group or token cannot be one.
    #[error("this name cannot be used")]
    BadGroup,
    /// No group has this name.
    #[error("there is no group of this name")]
    NoSuchGroup,
    /// A collection is given to it: without the group nobody would see that, or everybody.
    #[error("a collection is given to this group: take that back first")]
    GroupHolds,
    /// A one-time address was used already, is too old, or never was one.
    #[error("this address was used already or is too old")]
    NoInvitation,
    /// An expiry in the past or more than a year ahead.
    #[error("a token lasts between a day and a year")]
    BadExpiry,
    /// Nobody approves an answer that they asked for or wrote.
    #[error("another person approves what one asked or wrote oneself")]
    OwnAnswer,
    /// Nobody knows who asked for it, so that nobody can be the other pair of eyes.
    #[error("nobody knows who asked this: ask it again, signed in")]
    UnknownAsker,
}

impl Refusal {
    /// Its stable name, on the wire and in the translations.
    pub fn code(self) -> &'static str {
        match self {
            Self::BadName => "bad-name",
            Self::NameTaken => "name-taken",
            Self::BadShown => "bad-shown",
            Self::NoSuchPerson => "no-such-person",
            Self::NoRole => "no-role",
            Self::LastAdmin => "last-admin",
            Self::FirstAdmin => "first-admin",
            Self::ShortPassword => "short-password",
            Self::LongPassword => "long-password",
            Self::CommonPassword => "common-password",
            Self::NamePassword => "name-password",
            Self::WrongPassword => "wrong-password",
            Self::OtherPassword => "other-password",
            Self::BadGroup => "bad-group",
            Self::NoSuchGroup => "no-such-group",
            Self::GroupHolds => "group-holds",
            Self::NoInvitation => "no-invitation",
            Self::BadExpiry => "bad-expiry",
            Self::OwnAnswer => "own-answer",
            Self::UnknownAsker => "unknown-asker",
        }
    }

    /// All, so that a test can ask for the words of each.
    pub const ALL: [Self; 20] = [
        Self::BadName,
        Self::NameTaken,
        Self::BadShown,
        Self::NoSuchPerson,
        Self::NoRole,
        Self::LastAdmin,
        Self::FirstAdmin,
        Self::ShortPassword,
        Self::LongPassword,
        Self::CommonPassword,
        Self::NamePassword,
        Self::WrongPassword,
        Self::OtherPassword,
        Self::BadGroup,
        Self::NoSuchGroup,
        Self::GroupHolds,
        Self::NoInvitation,
        Self::BadExpiry,
        Self::OwnAnswer,
        Self::UnknownAsker,
    ];
}
