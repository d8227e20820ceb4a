//! What an answer is good for. Nobody is asked what nothing uses: a test holds every shipped form against this.
//!
//! The lists here are what the effects and the officers' pages themselves go by: an effect's reading is held against
//! [`Effect::takes`] by a test of `casework`, and the desk draws what [`Step::shows`] names.

use crate::{
    condition::Condition,
    definition::{PaperSource, Procedure, covers},
    effect::{Effect, Step},
    form::{Choices, FieldKind},
};

/// Where an answer goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Use {
    /// It decides what else is asked, which parts the dossier has, or which papers belong to it.
    Decides,
    /// Another answer is checked with it.
    Checks,
    /// It is a paper of the dossier, or stands for one.
    Paper,
    /// It is an agreement the law asks for, or says whose.
    Consent,
    /// An effect writes it into a register or onto a result.
    Effect(Step),
    /// It finds somebody in the register, beside whom the officer reads it.
    Person,
    /// The filer is told by it.
    Notice,
    /// The officer of this step reads it.
    Officer(Step),
}

/// The answers by which people are found and compared, by the parts of their keys.
const PERSON_PARTS: [&str; 5] = ["name", "personal_id", "birth", "ethnicity", "residence"];
const PEOPLE: [&str; 6] = ["requester", "mother", "father", "guardian", "person", "child"];
/// Looked at when a dossier is handed in: a ninth member does not fit into one form, and is told so.
const FILED_CHECKS: [&str; 1] = ["member8.more"];
/// Where the filer is told.
const CONTACTS: [&str; 2] = ["requester.phone", "requester.email"];

impl Effect {
    /// The answers it takes besides those it cannot do without: field keys, or `who.*`.
    #[must_use]
    pub const fn takes(self) -> &'static [&'static str] {
        match self {
            Self::RegisterBirth => &[
                "child.birth_facility",
                "mother.name",
                "mother.personal_id",
                "mother.birth",
                "mother.ethnicity",
                "mother.residence",
                "father.name",
                "father.personal_id",
                "father.birth",
                "father.ethnicity",
                "father.residence",
                "guardian.name",
                "guardian.personal_id",
                "requester.name",
                "requester.personal_id",
            ],
            Self::RegisterResidence => &["residence.head_name", "residence.head_personal_id"],
            Self::IssueHealthCard | Self::IssueIdentityCard => &[],
        }
    }
}

impl Step {
    /// The answers that its officer reads on the dossier's page, beside the people: field keys, or `who.*`.
    #[must_use]
    pub const fn shows(self) -> &'static [&'static str] {
        match self {
            Self::CheckDossier => &["results.*"],
            Self::RegisterBirth => &["child.*", "notice.*", "marriage.*", "results.*"],
            Self::RegisterResidence => &["child.*", "dwelling.*", "results.*"],
            Self::IssueHealthCard => &["child.*", "requester.relation", "insurance.*", "results.*"],
            Self::IssueIdentityCard => &["child.*", "card.*", "results.*"],
        }
    }

    /// Whether its officer reads this answer.
    #[must_use]
    pub fn shows_field(self, field: &str) -> bool {
        self.shows().iter().any(|pattern| covers(pattern, field))
    }
}

impl Procedure {
    /// What an answer is good for; nothing when nobody reads it.
    #[must_use]
    pub fn use_of(&self, key: &str) -> Option<Use> {
        if self.decides(key) {
            return Some(Use::Decides);
        }
        let consent = |rule: &crate::definition::ConsentRule| {
            [&rule.way, &rule.name, &rule.number].into_iter().flatten().any(|field| field == key)
        };
        if self.consents.iter().any(consent) {
            return Some(Use::Consent);
        }
        let paper = |source: &PaperSource| match source {
            PaperSource::Uploaded(field) | PaperSource::Asked(field) => field == key,
            PaperSource::Made | PaperSource::Read => false,
        };
        if self.papers.iter().any(|one| paper(&one.source)) {
            return Some(Use::Paper);
        }
        let step = |takes: &dyn Fn(Effect) -> bool| {
            self.legs().find(|rule| rule.step.effect().is_some_and(takes)).map(|rule| rule.step)
        };
        let requires = |effect: Effect| effect.requires().iter().any(|(field, _)| *field == key);
        if let Some(step) = step(&|effect| requires(effect) || effect.takes().contains(&key)) {
            return Some(Use::Effect(step));
        }
        if let Some((who, part)) = key.split_once('.') {
            let is_member = who.strip_prefix("member").is_some_and(|n| n.parse::<u8>().is_ok());
            if (PEOPLE.contains(&who) && PERSON_PARTS.contains(&part))
                || (is_member && (PERSON_PARTS.contains(&part) || part == "relation"))
            {
                return Some(Use::Person);
            }
        }
        if FILED_CHECKS.contains(&key) {
            return Some(Use::Checks);
        }
        if CONTACTS.contains(&key) {
            return Some(Use::Notice);
        }
        if self.form.fields().flat_map(|(_, field)| &field.rules).any(|rule| rule.fields().contains(&key)) {
            return Some(Use::Checks);
        }
        self.steps.iter().find(|rule| rule.step.shows_field(key)).map(|rule| Use::Officer(rule.step))
    }

    fn decides(&self, key: &str) -> bool {
        let mentions =
            |condition: &Condition| condition.mentions().iter().any(|(field, value)| *field == key && value.is_some());
        let option = |kind: &FieldKind| match kind {
            FieldKind::Choice(Choices::Own(options)) => options.iter().any(|option| mentions(&option.when)),
            _ => false,
        };
        self.form.fields().any(|(_, field)| mentions(&field.ask) || option(&field.kind))
            || self.steps.iter().any(|rule| mentions(&rule.when))
            || self.papers.iter().any(|paper| mentions(&paper.when))
            || self.consents.iter().any(|consent| mentions(&consent.when))
    }
}
