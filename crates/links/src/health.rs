//! The health registry: birth notices (giấy chứng sinh) that hospitals issue, looked up by their code.
//!
//! The fields are those of electronic document type 61 that a birth registration needs (NĐ 63/2024 Đ25: signed data within
//! four working hours after the paper). A code that finds nothing is an answer, not a problem: the parent then sends a
//! photograph of the paper.

use crate::{Answer, manner::Temperament, problem::LinkProblem};
use jiff::civil::DateTime;
use std::{
    collections::HashMap,
    fmt,
    str::FromStr,
    sync::{Mutex, MutexGuard, PoisonError},
};
use vietnam::{BirthDate, FullName, PersonalId, Sex};

/// The code of a birth notice: `02020.GCS.12096.25` is number 2020 of the year 25 in facility 12096.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct NoticeCode(String);

/// The text is not a birth notice's code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a birth notice's code of the form 00000.GCS.00000.00")]
pub struct NotANoticeCode;

impl NoticeCode {
    /// Reads a code as people type it: case and spaces around it do not matter.
    ///
    /// # Errors
    /// When the text does not have the form.
    pub fn parse(text: &str) -> Result<Self, NotANoticeCode> {
        let text = text.trim().to_ascii_uppercase();
        let parts: Vec<&str> = text.split('.').collect();
        let [number, mark, facility, year] = parts[..] else { return Err(NotANoticeCode) };
        let digits = |part: &str, length: usize| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
        if mark == "GCS" && digits(number, 5) && digits(facility, 5) && digits(year, 2) {
            Ok(Self(text))
        } else {
            Err(NotANoticeCode)
        }
    }
    /// The code as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// The code of the health facility that issued the notice (mã cơ sở khám chữa bệnh).
    #[must_use]
    pub fn facility(&self) -> &str {
        // The form was checked by `parse`: five digits, a dot, three letters, a dot, five digits.
        &self.0[10..15]
    }
}

impl FromStr for NoticeCode {
    type Err = NotANoticeCode;
    fn from_str(text: &str) -> Result<Self, NotANoticeCode> {
        Self::parse(text)
    }
}

impl fmt::Display for NoticeCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A mother or father as the hospital wrote them down.
#[derive(Clone, PartialEq, Eq)]
pub struct NoticedParent {
    /// The name.
    pub name: FullName,
    /// The personal number, if it was shown.
    pub personal_id: Option<PersonalId>,
    /// The date of birth, as far as it was known.
    pub birth: Option<BirthDate>,
}

/// Whether a notice can still be used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoticeStatus {
    /// Issued and in force.
    InForce,
    /// Issued again for the same birth, under the same code.
    Reissued,
    /// Withdrawn by the facility.
    Withdrawn,
}

/// A birth notice. A notice is for one child: twins have two.
#[derive(Clone, PartialEq, Eq)]
pub struct BirthNotice {
    /// Its code.
    pub code: NoticeCode,
    /// The child's sex, if it was determined.
    pub child_sex: Option<Sex>,
    /// The child's weight in grams; none is "Không cân".
    pub weight_grams: Option<u16>,
    /// When the child was born, by the wall clock in Viet Nam.
    pub born_at: DateTime,
    /// The place of birth in words: the facility and its address.
    pub place: String,
    /// The facility's name.
    pub facility: String,
    /// How many children this birth brought: 2 for twins.
    pub children: u8,
    /// The intended name of the child, if the parents gave one.
    pub child_name: Option<FullName>,
    /// The mother.
    pub mother: NoticedParent,
    /// The father, if he was given.
    pub father: Option<NoticedParent>,
    /// The temporary health-insurance card's number, if the facility made one.
    pub temporary_card: Option<String>,
    /// Whether it can be used.
    pub status: NoticeStatus,
}

impl fmt::Debug for NoticedParent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NoticedParent(…)")
    }
}

impl fmt::Debug for BirthNotice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BirthNotice").field("code", &self.code).field("status", &self.status).finish_non_exhaustive()
    }
}

/// Looks up what hospitals reported.
pub trait HealthRegistry: Send + Sync {
    /// The notice with this code, if the registry has it.
    fn find_birth_notice<'a>(&'a self, code: &'a NoticeCode) -> Answer<'a, Option<BirthNotice>>;
}

/// A health registry for tests and the demo: it knows what was registered with it.
#[derive(Default)]
pub struct SimulatedHealth {
    notices: Mutex<HashMap<NoticeCode, BirthNotice>>,
    temperament: Mutex<Temperament>,
}

impl SimulatedHealth {
    /// Makes a notice known, as a hospital would.
    pub fn register(&self, notice: BirthNotice) {
        held(&self.notices).insert(notice.code.clone(), notice);
    }
    /// Changes its temper. Of the switches `delay`, `down`, `never` (the hospital has not reported) and `wrong` (the sexes are
    /// exchanged) have a meaning here.
    pub fn set(&self, temperament: Temperament) {
        *held(&self.temperament) = temperament;
    }
    /// Its temper.
    #[must_use]
    pub fn temperament(&self) -> Temperament {
        *held(&self.temperament)
    }
}

impl HealthRegistry for SimulatedHealth {
    fn find_birth_notice<'a>(&'a self, code: &'a NoticeCode) -> Answer<'a, Option<BirthNotice>> {
        Box::pin(async move {
            let temper = *held(&self.temperament);
            if temper.down {
                return Err(LinkProblem::Down);
            }
            crate::simulator::linger(temper.delay).await?;
            let mut notice = held(&self.notices).get(code).cloned().filter(|_| !temper.never);
            if let Some(notice) = notice.as_mut().filter(|_| temper.wrong) {
                notice.child_sex = notice.child_sex.map(crate::numbers::other_sex);
            }
            Ok(notice)
        })
    }
}

impl fmt::Debug for SimulatedHealth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SimulatedHealth")
    }
}

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}
