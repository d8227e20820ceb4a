//! What a form page sent: its texts, and its files already kept, be it multipart or not.

use axum::{
    extract::{FromRequest, Request},
    http::header,
};
use basis::{Code, Failure, Kind, Problem};
use files::{Receipt, Sender, UPLOAD_BYTES_MAX};
use web::http::{FORM_TOO_LARGE, NOT_FOUND, Next, Oops, Posted, Shell, Upload, Visitor};

/// More files in one go than any paper has pages.
const FILES_MAX: usize = 20;
/// More files were sent in one go than are taken; those after the last one taken are named.
pub(crate) const FILES_TOO_MANY: Code = Code("files-too-many");

/// A posted form that has not been read to its end yet.
#[derive(Debug)]
pub(crate) enum Sent {
    /// Texts only.
    Texts(Posted),
    /// Texts and files.
    Files(Box<Upload>),
}

/// A file that has arrived and is kept.
#[derive(Clone, Debug)]
pub(crate) struct Arrived {
    /// The field it was sent for.
    pub(crate) field: String,
    /// Its name on the sender's device.
    pub(crate) name: String,
    /// What the store says of it.
    pub(crate) receipt: Receipt,
}

/// Everything a form sent.
#[derive(Debug, Default)]
pub(crate) struct Received {
    /// The texts.
    pub(crate) posted: Posted,
    /// The files that were kept.
    pub(crate) arrived: Vec<Arrived>,
    /// Why others were not, each at its field.
    pub(crate) problems: Vec<Problem>,
}

impl Received {
    /// Notes a problem, once.
    fn say(&mut self, problem: Problem) {
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }
}

fn too_many(field: String) -> Problem {
    const MOST: &str = "max";
    Problem::new(FILES_TOO_MANY).with(MOST, FILES_MAX.to_string()).at(field)
}

/// Who sends today, whose bounds count.
pub(crate) fn sender(shell: &Shell, visitor: &Visitor) -> Result<Sender, Failure> {
    let account = visitor.actor().account().ok_or_else(|| Failure::refused(Kind::NotFound, NOT_FOUND))?;
    Ok(Sender { account, day: basis::today_at(shell.app.now()) })
}

impl<S: Send + Sync> FromRequest<S> for Sent {
    type Rejection = Oops;
    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        if kind.is_some_and(|kind| kind.starts_with("multipart/form-data")) {
            return Ok(Self::Files(Box::new(Upload::from_request(request, state).await?)));
        }
        Ok(Self::Texts(request.extensions().get::<Posted>().cloned().unwrap_or_default()))
    }
}

impl Sent {
    /// Reads it to its end. Files of the named fields are kept, others are passed over. A file that cannot be taken is
    /// a problem at its field and no reason to lose the rest of the page.
    ///
    /// # Errors
    /// A refusal when the form breaks off; a fault when the disk fails.
    pub(crate) async fn receive(
        self,
        shell: &Shell,
        visitor: &Visitor,
        fields: &[String],
    ) -> Result<Received, Failure> {
        let mut upload = match self {
            Self::Texts(posted) => return Ok(Received { posted, ..Received::default() }),
            Self::Files(upload) => upload,
        };
        let sender = sender(shell, visitor)?;
        let mut received = Received::default();
        loop {
            let part = match upload.next().await {
                Ok(Next::End) => break,
                Ok(Next::Text) => continue,
                Ok(Next::File(part)) => part,
                // What arrived before the form grew too large is kept, and the page says so where the files are.
                Err(Failure::Refusal(refusal)) if refusal.has(FORM_TOO_LARGE) && !fields.is_empty() => {
                    received.say(Problem::new(FORM_TOO_LARGE).at(fields[0].clone()));
                    break;
                }
                Err(failure) => return Err(failure),
            };
            if !fields.contains(&part.name) {
                continue;
            }
            if received.arrived.len() >= FILES_MAX {
                received.say(too_many(part.name));
                continue;
            }
            let (field, name) = (part.name, part.file_name);
            match shell.files.receive_for(sender, part.field, UPLOAD_BYTES_MAX).await {
                Ok(receipt) => received.arrived.push(Arrived { field, name, receipt }),
                Err(Failure::Refusal(refusal)) => {
                    received.problems.extend(refusal.problems.into_iter().map(|problem| problem.at(field.clone())));
                }
                Err(fault) => return Err(fault),
            }
        }
        received.posted = upload.posted;
        Ok(received)
    }
}

/// The papers a form asks to take away again.
pub(crate) fn removals(posted: &Posted) -> impl Iterator<Item = uuid::Uuid> {
    posted.0.iter().filter(|(name, _)| name.ends_with("-remove")).filter_map(|(_, value)| value.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_to_take_away_is_named_by_its_id() {
        let id = uuid::Uuid::now_v7();
        let posted = Posted(vec![
            ("papers.notice-remove".into(), id.to_string()),
            ("papers.other-remove".into(), "no id".into()),
            ("child.name".into(), "An".into()),
        ]);
        assert_eq!(removals(&posted).collect::<Vec<_>>(), [id]);
    }
}
