//! Notices to people: short messages, e-mail, VNeID. The text is made elsewhere; this link only hands it to a gateway.
//!
//! A notice that was accepted is not yet one that was read. What was sent is kept by casework's outbox, not here.

use crate::{Answer, http::HttpLink, manner::Temperament, problem::LinkProblem, simulator::linger};
use basis::NoticeId;
use serde_json::{Value, json};
use std::{
    fmt,
    sync::{Mutex, PoisonError},
};
use vietnam::PersonalId;

/// The way a notice takes, and whom it goes to.
#[derive(Clone, PartialEq, Eq)]
pub enum Channel {
    /// A short message to a telephone.
    Sms {
        /// The number, with its country code.
        phone: String,
    },
    /// An e-mail.
    Email {
        /// The address.
        address: String,
    },
    /// A notice in the person's VNeID application.
    Vneid {
        /// The person.
        person: PersonalId,
    },
}

/// A notice ready to be sent.
#[derive(Clone, PartialEq, Eq)]
pub struct Notice {
    /// Its id: the gateway sends a notice once, however often it is handed over.
    pub id: NoticeId,
    /// The way it takes.
    pub channel: Channel,
    /// One line, for e-mail and VNeID.
    pub subject: String,
    /// The text.
    pub text: String,
}

/// What the gateway answers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NoticeAnswer {
    /// It will be sent; the gateway's reference, for asking about it later.
    Accepted {
        /// The gateway's reference.
        reference: String,
    },
    /// It will not be sent, by the gateway's code: no such number, no VNeID account.
    Failed {
        /// The gateway's code.
        code: String,
    },
}

impl fmt::Debug for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
impl fmt::Debug for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Notice").field("id", &self.id).field("channel", &self.channel).finish_non_exhaustive()
    }
}

impl Channel {
    /// The channel's code, in tables and on the wire.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Sms { .. } => "sms",
            Self::Email { .. } => "email",
            Self::Vneid { .. } => "vneid",
        }
    }
    fn receiver(&self) -> &str {
        match self {
            Self::Sms { phone } => phone,
            Self::Email { address } => address,
            Self::Vneid { person } => person.as_str(),
        }
    }
}

/// Takes notices to be sent.
pub trait NoticeGateway: Send + Sync {
    /// Hands a notice over.
    fn send<'a>(&'a self, notice: &'a Notice) -> Answer<'a, NoticeAnswer>;
}

/// A gateway for tests and the demo: it sends nothing, keeps nothing and says that it did.
#[derive(Debug, Default)]
pub struct SimulatedNotices(Mutex<Temperament>);

impl SimulatedNotices {
    /// Changes its temper. `delay`, `down`, `never` (no such receiver) and `refuses` have a meaning here.
    pub fn set(&self, temperament: Temperament) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = temperament;
    }
    /// Its temper.
    #[must_use]
    pub fn temperament(&self) -> Temperament {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl NoticeGateway for SimulatedNotices {
    fn send<'a>(&'a self, notice: &'a Notice) -> Answer<'a, NoticeAnswer> {
        Box::pin(async move {
            let temper = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if temper.down {
                return Err(LinkProblem::Down);
            }
            linger(temper.delay).await?;
            if temper.refuses || temper.never {
                return Ok(NoticeAnswer::Failed { code: "SIMULATED".to_owned() });
            }
            Ok(NoticeAnswer::Accepted { reference: notice.id.to_string() })
        })
    }
}

/// A gateway spoken to in JSON: `POST {path}` with `{id, channel, to, subject, text}`, answered by `{status, reference | code}`.
#[derive(Debug)]
pub struct HttpNotices {
    link: HttpLink,
    path: String,
}

impl HttpNotices {
    /// A gateway at a path of an endpoint.
    #[must_use]
    pub fn new(link: HttpLink, path: impl Into<String>) -> Self {
        Self { link, path: path.into() }
    }
}

impl NoticeGateway for HttpNotices {
    fn send<'a>(&'a self, notice: &'a Notice) -> Answer<'a, NoticeAnswer> {
        Box::pin(async move { read_answer(&self.link.post(&self.path, &write_notice(notice)).await?) })
    }
}

fn write_notice(notice: &Notice) -> Value {
    json!({
        "id": notice.id.to_string(),
        "channel": notice.channel.code(),
        "to": notice.channel.receiver(),
        "subject": notice.subject,
        "text": notice.text,
    })
}

fn read_answer(answer: &Value) -> Result<NoticeAnswer, LinkProblem> {
    let text = |key: &str| answer.get(key).and_then(Value::as_str).map(str::to_owned);
    match text("status").as_deref() {
        Some("accepted") => text("reference")
            .map(|reference| NoticeAnswer::Accepted { reference })
            .ok_or(LinkProblem::Unreadable("reference")),
        Some("failed") => text("code").map(|code| NoticeAnswer::Failed { code }).ok_or(LinkProblem::Unreadable("code")),
        _ => Err(LinkProblem::Unreadable("status")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_is_written_and_its_answer_read() {
        let channel = Channel::Sms { phone: "+84900000001".to_owned() };
        let notice = Notice { id: NoticeId::fresh(), channel, subject: "s".to_owned(), text: "t".to_owned() };
        let written = write_notice(&notice);
        assert_eq!((&written["channel"], &written["to"]), (&json!("sms"), &json!("+84900000001")));
        assert!(!format!("{notice:?}").contains("+84"), "a notice shows nobody's number");

        let accepted = NoticeAnswer::Accepted { reference: "r1".to_owned() };
        assert_eq!(read_answer(&json!({"status": "accepted", "reference": "r1"})), Ok(accepted));
        let failed = NoticeAnswer::Failed { code: "no-such-number".to_owned() };
        assert_eq!(read_answer(&json!({"status": "failed", "code": "no-such-number"})), Ok(failed));
        assert_eq!(read_answer(&json!({"status": "accepted"})), Err(LinkProblem::Unreadable("reference")));
        assert_eq!(read_answer(&json!([])), Err(LinkProblem::Unreadable("status")));
    }
}
