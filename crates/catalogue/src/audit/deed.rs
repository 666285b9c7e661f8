//! What the audit tells of.

/// Something that somebody did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Came in.
    SignedIn,
    /// Gave a name and a password that do not fit.
    SignInFailed,
    /// Tried so often that the account is closed for a while.
    LockedOut,
    /// Went.
    SignedOut,
    /// Ended sessions, somebody else's or several of one's own.
    SessionsEnded,
    /// Made an account.
    PersonAdded,
    /// Gave somebody another shown name.
    Renamed,
    /// Gave somebody other roles.
    RolesChanged,
    /// Put somebody into other groups.
    GroupsChanged,
    /// Keeps somebody out.
    Disabled,
    /// Lets somebody in again.
    Enabled,
    /// Set a password.
    PasswordChanged,
    /// Made a one-time address at which somebody sets a password.
    ResetOffered,
    /// Made a token.
    TokenMade,
    /// Took a token back.
    TokenRevoked,
    /// Made a group.
    GroupAdded,
    /// Did away with a group.
    GroupRemoved,
    /// Gave a collection to other groups.
    CollectionGiven,
    /// Loaded files.
    Loaded,
    /// Removed a document.
    Removed,
    /// Changed how confidential something is.
    LevelChanged,
    /// Deleted the record of an answer.
    RecordForgotten,
    /// Approved an answer.
    AnswerApproved,
    /// Turned an answer down.
    AnswerRejected,
    /// Wrote another answer in the place of one.
    AnswerCorrected,
    /// Took an approval back.
    ApprovalWithdrawn,
    /// Told what came of a report.
    ComplaintSettled,
    /// Confirmed, or put right, what was read of a file.
    Confirmed,
    /// Gave up files that were received and not published.
    Discarded,
    /// Took back what was published, ended or moved together.
    TakenBack,
    /// Ended documents by decision.
    Retired,
    /// Put documents into another collection, or gave them another level.
    Moved,
    /// Made a backup.
    BackedUp,
    /// Changed what is searched beside the words asked.
    WordingsChanged,
    /// Recorded from or until when a provision applies, or that a document is not the official one.
    ValidityResolved,
    /// Took that back.
    ResolutionWithdrawn,
    /// Changed the gold questions of the office.
    GoldChanged,
    /// Asked the gold questions.
    Evaluated,
    /// Had later evaluations compared with one.
    MarkSet,
    /// Published in spite of an evaluation that fell.
    PublishedDespite,
    /// The act that it rests on is held no longer: it does not count.
    ResolutionUnproved,
    /// The act that it rests on is held again: it counts.
    ResolutionProvedAgain,
}

impl Deed {
    /// All.
    pub const ALL: [Self; 42] = [
        Self::SignedIn,
        Self::SignInFailed,
        Self::LockedOut,
        Self::SignedOut,
        Self::SessionsEnded,
        Self::PersonAdded,
        Self::Renamed,
        Self::RolesChanged,
        Self::GroupsChanged,
        Self::Disabled,
        Self::Enabled,
        Self::PasswordChanged,
        Self::ResetOffered,
        Self::TokenMade,
        Self::TokenRevoked,
        Self::GroupAdded,
        Self::GroupRemoved,
        Self::CollectionGiven,
        Self::Loaded,
        Self::Removed,
        Self::LevelChanged,
        Self::RecordForgotten,
        Self::AnswerApproved,
        Self::AnswerRejected,
        Self::AnswerCorrected,
        Self::ApprovalWithdrawn,
        Self::ComplaintSettled,
        Self::Confirmed,
        Self::Discarded,
        Self::TakenBack,
        Self::Retired,
        Self::Moved,
        Self::BackedUp,
        Self::WordingsChanged,
        Self::ValidityResolved,
        Self::ResolutionWithdrawn,
        Self::GoldChanged,
        Self::Evaluated,
        Self::MarkSet,
        Self::PublishedDespite,
        Self::ResolutionUnproved,
        Self::ResolutionProvedAgain,
    ];

    /// As it is kept: never changed, since hashes rest on it.
    pub fn name(self) -> &'static str {
        match self {
            Self::SignedIn => "signed_in",
            Self::SignInFailed => "sign_in_failed",
            Self::LockedOut => "locked_out",
            Self::SignedOut => "signed_out",
            Self::SessionsEnded => "sessions_ended",
            Self::PersonAdded => "person_added",
            Self::Renamed => "renamed",
            Self::RolesChanged => "roles_changed",
            Self::GroupsChanged => "groups_changed",
            Self::Disabled => "disabled",
            Self::Enabled => "enabled",
            Self::PasswordChanged => "password_changed",
            Self::ResetOffered => "reset_offered",
            Self::TokenMade => "token_made",
            Self::TokenRevoked => "token_revoked",
            Self::GroupAdded => "group_added",
            Self::GroupRemoved => "group_removed",
            Self::CollectionGiven => "collection_given",
            Self::Loaded => "loaded",
            Self::Removed => "removed",
            Self::LevelChanged => "level_changed",
            Self::RecordForgotten => "record_forgotten",
            Self::AnswerApproved => "answer_approved",
            Self::AnswerRejected => "answer_rejected",
            Self::AnswerCorrected => "answer_corrected",
            Self::ApprovalWithdrawn => "approval_withdrawn",
            Self::ComplaintSettled => "complaint_settled",
            Self::Confirmed => "confirmed",
            Self::Discarded => "discarded",
            Self::TakenBack => "taken_back",
            Self::Retired => "retired",
            Self::Moved => "moved",
            Self::BackedUp => "backed_up",
            Self::WordingsChanged => "wordings_changed",
            Self::ValidityResolved => "validity_resolved",
            Self::ResolutionWithdrawn => "resolution_withdrawn",
            Self::GoldChanged => "gold_changed",
            Self::Evaluated => "evaluated",
            Self::MarkSet => "mark_set",
            Self::PublishedDespite => "published_despite",
            Self::ResolutionUnproved => "resolution_unproved",
            Self::ResolutionProvedAgain => "resolution_proved_again",
        }
    }
}
