//! A procedure as it stands on a day: who decides, by when, under which law, for how much, with which form.
//!
//! A linked group (nhóm thủ tục liên thông) is a procedure with several legs: the gate first, the others after it, each
//! carrying out a procedure of its own. Every value that no source we hold confirms says `confirmed: false`.

use crate::{
    condition::Condition,
    effect::Step,
    form::{Form, Validity},
    value::Answers,
    words::Words2,
};
use basis::{Date, Money};
use jiff::civil::{DateTime, Time};
use serde::Serialize;
use sha2::{Digest, Sha256};
use vietnam::WorkingCalendar;

/// A procedure (thủ tục hành chính) in one version.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Procedure {
    /// Its national code, or a word of ours while the code is not confirmed.
    pub code: String,
    /// Whether a source we hold confirms the code.
    pub code_confirmed: bool,
    /// Its name.
    pub name: Words2,
    /// Its version: the name of its file.
    pub version: String,
    /// When this version applies.
    pub validity: Validity,
    /// The code that took its place when it ended.
    pub replaced_by: Option<String>,
    /// The decision that announced it (quyết định công bố).
    pub announced_by: Cited,
    /// The authority that decides (cơ quan thực hiện).
    pub authority: Words2,
    /// The legal ground (căn cứ pháp lý).
    pub ground: Vec<Cited>,
    /// The time limit of the whole.
    pub limit: Limit,
    /// Its steps, in order; the first that changes a register is the gate.
    pub steps: Vec<StepRule>,
    /// What has to be handed in.
    pub papers: Vec<Paper>,
    /// What it costs.
    pub fees: Vec<FeeRule>,
    /// Whose agreement the law asks for. Left out of the hash where there is none, so that it names what it named before.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub consents: Vec<ConsentRule>,
    /// What is asked.
    pub form: Form,
}

/// A source of law, and whether we hold a source that confirms it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Cited {
    /// As the glossary writes it: `Luật Cư trú 68/2020 Đ22.3`.
    pub article: String,
    /// Whether a source we hold confirms it.
    pub confirmed: bool,
}

/// A term.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Term {
    /// The same working day when received by the cutoff, otherwise the next.
    SameDay {
        /// Received by then counts for the day.
        cutoff: Time,
    },
    /// So many working days.
    WorkingDays(u32),
    /// So many working hours.
    WorkingHours(u32),
}

impl Term {
    /// When it ends for something received at `received`, in Vietnamese time.
    #[must_use]
    pub fn due(self, calendar: &WorkingCalendar, received: DateTime) -> DateTime {
        match self {
            Self::SameDay { cutoff } => calendar.same_day_due(received, cutoff),
            Self::WorkingDays(days) => calendar.add_working_days(received, days),
            Self::WorkingHours(hours) => calendar.add_working_hours(received, hours),
        }
    }
}

/// A time limit with its ground.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Limit {
    /// The term.
    pub term: Term,
    /// The term when facts have to be verified.
    pub with_verification: Option<Term>,
    /// The article that says so.
    pub article: String,
    /// Whether a source we hold confirms it.
    pub confirmed: bool,
}

impl Limit {
    /// The term that counts.
    #[must_use]
    pub fn term(&self, verification: bool) -> Term {
        if verification { self.with_verification.unwrap_or(self.term) } else { self.term }
    }
}

/// The roles that take steps: the kinds of agency that decide, by their codes.
pub const ROLES: [&str; 5] = ["justice", "police", "insurance", "social_affairs", "one_stop"];

/// One step: which agency takes it, and by when.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct StepRule {
    /// What is done.
    pub step: Step,
    /// The procedure it carries out, by code, where this is a linked group.
    pub procedure: Option<String>,
    /// The role that decides.
    pub role: String,
    /// Whether nothing after it begins before it is done.
    pub gate: bool,
    /// Whether the filer can leave it out.
    pub when: Condition,
    /// The answers its officer may ask to be mended: field keys, or `who.*`. None named: all, for the gate.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub asks: Vec<String>,
    /// Its time limit.
    pub limit: Limit,
}

impl StepRule {
    /// Whether the officer of this step may ask for this answer to be mended. What the gate registered is not for a
    /// later step to change.
    #[must_use]
    pub fn may_ask(&self, field: &str) -> bool {
        (self.gate && self.asks.is_empty()) || self.asks.iter().any(|pattern| covers(pattern, field))
    }
}

/// `residence.*` covers every field of the residence, `card.wanted` itself.
pub(crate) fn covers(pattern: &str, field: &str) -> bool {
    match pattern.strip_suffix(".*") {
        Some(who) => field.split_once('.').is_some_and(|(there, _)| there == who),
        None => pattern == field,
    }
}

/// Where a paper comes from.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PaperSource {
    /// Uploaded in a field of the form.
    Uploaded(String),
    /// Made by us from the answers: the filer signs nothing.
    Made,
    /// Read from a register instead of being asked.
    Read,
    /// No paper: what it says is asked in the form, beginning with this field, and compared by the officer.
    Asked(String),
}

/// A paper of the dossier (thành phần hồ sơ).
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Paper {
    /// Its key.
    pub key: String,
    /// Its name.
    pub name: Words2,
    /// Where it comes from.
    pub source: PaperSource,
    /// When it belongs to the dossier.
    pub when: Condition,
    /// How many.
    pub copies: u8,
    /// The article that asks for it.
    pub article: String,
    /// Whether a source we hold confirms it.
    pub confirmed: bool,
}

/// The way a dossier comes in, where fees differ.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// At the counter (1, trực tiếp).
    Desk,
    /// Online (2, trực tuyến).
    Online,
    /// By public post (3, bưu chính công ích).
    Post,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Self; 3] = [Self::Desk, Self::Online, Self::Post];

    /// Its word in definitions.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Desk => "desk",
            Self::Online => "online",
            Self::Post => "post",
        }
    }
    /// The channel with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.word() == word)
    }
    /// The exchange's number (KenhThucHien).
    #[must_use]
    pub const fn exchange(self) -> u8 {
        match self {
            Self::Desk => 1,
            Self::Online => 2,
            Self::Post => 3,
        }
    }
}

/// What one thing costs by one way in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct FeeRule {
    /// What is paid for, by the step; None for the whole.
    pub step: Option<Step>,
    /// By which way in.
    pub channel: Channel,
    /// How much; zero when it is free.
    pub amount: Money,
    /// When this amount applies.
    pub validity: Validity,
    /// Who pays nothing.
    pub exempt: Option<Words2>,
    /// The article that says so.
    pub article: String,
    /// Whether a source we hold confirms it.
    pub confirmed: bool,
}

/// Whose agreement (ý kiến đồng ý) a change of residence needs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentOf {
    /// The head of the household that is joined (chủ hộ).
    Head,
    /// The owner of the dwelling, or who represents the owner (chủ sở hữu chỗ ở hợp pháp).
    Owner,
    /// Father, mother or guardian of somebody under age or in care.
    Parent,
}

impl ConsentOf {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Head, Self::Owner, Self::Parent];

    /// Its word in definitions and in the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Head => "head",
            Self::Owner => "owner",
            Self::Parent => "parent",
        }
    }
    /// The one with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|who| who.word() == word)
    }
}

/// The ways in which somebody agrees (TT 116/2026/TT-BCA: by signature, in VNeID, or on a separate paper; no notary).
pub const CONSENT_WAYS: [&str; 4] = ["self", "vneid", "signed", "as_head"];

/// One agreement that is needed, and where the form asks for it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ConsentRule {
    /// Whose.
    pub who: ConsentOf,
    /// The field that asks how it is given; None where whoever files gives it by filing.
    pub way: Option<String>,
    /// The field with the name of who agrees.
    pub name: Option<String>,
    /// The field with that person's personal number.
    pub number: Option<String>,
    /// When it is needed.
    pub when: Condition,
    /// The article that asks for it.
    pub article: String,
    /// Whether a source we hold confirms it.
    pub confirmed: bool,
}

impl Procedure {
    /// Whose agreement one dossier needs, by its complete answers.
    pub fn consents_of(&self, answers: &Answers) -> Vec<&ConsentRule> {
        let word = |field: &str| answers.get(field).map(crate::value::Value::word);
        let nothing = crate::fact::Facts::default();
        self.consents.iter().filter(|rule| rule.when.holds(&word, &nothing)).collect()
    }

    /// The steps that change a register and so have a sub-dossier of their own, the gate first.
    pub fn legs(&self) -> impl Iterator<Item = &StepRule> {
        self.steps.iter().filter(|rule| rule.step.effect().is_some())
    }

    /// The legs of one dossier, by its complete answers: the filer may have left one out.
    pub fn legs_of(&self, answers: &Answers) -> Vec<&StepRule> {
        let word = |field: &str| answers.get(field).map(crate::value::Value::word);
        let nothing = crate::fact::Facts::default();
        self.legs().filter(|rule| rule.when.holds(&word, &nothing)).collect()
    }

    /// The leg with this step.
    #[must_use]
    pub fn leg(&self, step: Step) -> Option<&StepRule> {
        self.steps.iter().find(|rule| rule.step == step)
    }

    /// Whether several agencies finish each other's work.
    #[must_use]
    pub fn is_linked(&self) -> bool {
        self.legs().count() > 1
    }

    /// The fees that apply by one way in on a day.
    pub fn fees_on(&self, channel: Channel, day: Date) -> impl Iterator<Item = &FeeRule> {
        self.fees.iter().filter(move |fee| fee.channel == channel && fee.validity.contains(day))
    }

    /// A stable hash over everything the definition says, in hexadecimal. A dossier keeps it and ends with the
    /// definition it began with; line breaks and comments in the file do not change it.
    #[must_use]
    pub fn hash(&self) -> String {
        let canonical = serde_json::to_vec(self).expect("every part of a definition is plain data with string keys");
        Sha256::digest(canonical).iter().fold(String::with_capacity(64), |mut text, byte| {
            use std::fmt::Write as _;
            let _ = write!(text, "{byte:02x}");
            text
        })
    }

    /// Every place where a value is not confirmed by a source we hold, for administrators.
    #[must_use]
    pub fn unconfirmed(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut note = |confirmed: bool, what: String| {
            if !confirmed {
                found.push(what);
            }
        };
        note(self.code_confirmed, format!("code {}", self.code));
        note(self.announced_by.confirmed, format!("announced by {}", self.announced_by.article));
        for ground in &self.ground {
            note(ground.confirmed, format!("ground {}", ground.article));
        }
        note(self.limit.confirmed, format!("time limit by {}", self.limit.article));
        for rule in &self.steps {
            note(rule.limit.confirmed, format!("time limit of {} by {}", rule.step.word(), rule.limit.article));
        }
        for paper in &self.papers {
            note(paper.confirmed, format!("paper {} by {}", paper.key, paper.article));
        }
        for fee in &self.fees {
            note(fee.confirmed, format!("fee {} by {}", fee.channel.word(), fee.article));
        }
        for consent in &self.consents {
            note(consent.confirmed, format!("consent of {} by {}", consent.who.word(), consent.article));
        }
        for (_, field) in self.form.fields() {
            for rule in &field.rules {
                if let crate::form::Rule::FiledWithin { article, confirmed, .. } = rule {
                    note(*confirmed, format!("term at {} by {article}", field.key));
                }
            }
        }
        found
    }
}
