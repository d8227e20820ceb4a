//! Why an outside system gave no answer. Never with anything of what was asked.

/// No answer came, or none that can be used. Whether the other side acted is not known after most of these: ask again
/// with the same hand-over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LinkProblem {
    /// Nobody answers at that address.
    #[error("the other side cannot be reached")]
    Down,
    /// The answer did not come in time; it may still have been worked out.
    #[error("the other side did not answer in time")]
    TimedOut,
    /// It does not accept our token or certificate.
    #[error("the other side does not accept our credentials")]
    NotAccepted,
    /// It asks us to slow down.
    #[error("the other side asks us to slow down")]
    TooMany,
    /// It reports an error of its own.
    #[error("the other side reports an error, status {0}")]
    Failed(u16),
    /// It answered with something that is not in the agreed form; the text names the field.
    #[error("the answer is not in the agreed form: {0}")]
    Unreadable(&'static str),
    /// Our own configuration of this link is wrong; the text names the setting.
    #[error("the link is not set up rightly: {0}")]
    Misconfigured(&'static str),
}

impl LinkProblem {
    /// Whether asking again by itself may help. Otherwise a person must look at the link first.
    #[must_use]
    pub const fn may_pass(self) -> bool {
        match self {
            Self::Down | Self::TimedOut | Self::TooMany | Self::Failed(_) => true,
            Self::NotAccepted | Self::Unreadable(_) | Self::Misconfigured(_) => false,
        }
    }
}
