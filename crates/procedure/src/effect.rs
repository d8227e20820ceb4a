//! What a step does to the registers when it is approved, and which answers it cannot do without.
//!
//! `casework` carries the effects out; the check of a definition compares [`Effect::requires`] with the form, so that an
//! answer that is missing later is a fault of the program and never a surprise for a citizen.

use crate::{
    value::FieldKindName::{self, Address, Choice, Date, Name, Text, Unit, YesNo},
    words::{Lang, pick},
};
use serde::Serialize;

/// One step of a procedure, as an agency takes it. A closed list: there is no workflow engine.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Is the dossier complete? Changes no register.
    CheckDossier,
    /// Register a birth (đăng ký khai sinh).
    RegisterBirth,
    /// Register a permanent residence (đăng ký thường trú).
    RegisterResidence,
    /// Issue a health-insurance card (cấp thẻ BHYT).
    IssueHealthCard,
    /// Issue an identity card (cấp thẻ căn cước).
    IssueIdentityCard,
}

impl Step {
    /// Every step.
    pub const ALL: [Self; 5] = [
        Self::CheckDossier,
        Self::RegisterBirth,
        Self::RegisterResidence,
        Self::IssueHealthCard,
        Self::IssueIdentityCard,
    ];

    /// Its word in definitions and in the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::CheckDossier => "check_dossier",
            Self::RegisterBirth => "register_birth",
            Self::RegisterResidence => "register_residence",
            Self::IssueHealthCard => "issue_health_card",
            Self::IssueIdentityCard => "issue_identity_card",
        }
    }

    /// The step with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.word() == word)
    }

    /// Its name.
    #[must_use]
    pub const fn label(self, lang: Lang) -> &'static str {
        match self {
            Self::CheckDossier => pick(lang, "Kiểm tra hồ sơ", "Checking the dossier"),
            Self::RegisterBirth => pick(lang, "Đăng ký khai sinh", "Birth registration"),
            Self::RegisterResidence => pick(lang, "Đăng ký thường trú", "Permanent residence"),
            Self::IssueHealthCard => pick(lang, "Cấp thẻ bảo hiểm y tế", "Health-insurance card"),
            Self::IssueIdentityCard => pick(lang, "Cấp thẻ căn cước", "Identity card"),
        }
    }

    /// What it does to the registers; None when it only checks.
    #[must_use]
    pub const fn effect(self) -> Option<Effect> {
        match self {
            Self::CheckDossier => None,
            Self::RegisterBirth => Some(Effect::RegisterBirth),
            Self::RegisterResidence => Some(Effect::RegisterResidence),
            Self::IssueHealthCard => Some(Effect::IssueHealthCard),
            Self::IssueIdentityCard => Some(Effect::IssueIdentityCard),
        }
    }
}

/// What an approved step does.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// The child is in the registers, with a birth certificate.
    RegisterBirth,
    /// A person belongs to a household.
    RegisterResidence,
    /// A child is insured.
    IssueHealthCard,
    /// A child has an identity card.
    IssueIdentityCard,
}

impl Effect {
    /// Every effect.
    pub const ALL: [Self; 4] =
        [Self::RegisterBirth, Self::RegisterResidence, Self::IssueHealthCard, Self::IssueIdentityCard];

    /// The result it issues (kết quả).
    #[must_use]
    pub const fn result_kind(self) -> &'static str {
        match self {
            Self::RegisterBirth => "birth_certificate",
            Self::RegisterResidence => "residence_notice",
            Self::IssueHealthCard => "health_card",
            Self::IssueIdentityCard => "identity_card_notice",
        }
    }

    /// The answers it cannot do without: the fields' keys and kinds. Each must be a required field.
    #[must_use]
    pub const fn requires(self) -> &'static [(&'static str, FieldKindName)] {
        match self {
            Self::RegisterBirth => REGISTER_BIRTH,
            Self::RegisterResidence => REGISTER_RESIDENCE,
            Self::IssueHealthCard => ISSUE_HEALTH_CARD,
            Self::IssueIdentityCard => ISSUE_IDENTITY_CARD,
        }
    }
}

const REGISTER_BIRTH: &[(&str, FieldKindName)] = &[
    ("agency.unit", Unit),
    ("requester.relation", Choice),
    ("child.parents", Choice),
    ("child.name", Name),
    ("child.birth", Date),
    ("child.sex", Choice),
    ("child.birth_place", Address),
    ("child.ethnicity", Choice),
    ("child.hometown", Address),
    ("child.is_twin", YesNo),
];
const REGISTER_RESIDENCE: &[(&str, FieldKindName)] = &[
    ("agency.unit", Unit),
    ("residence.joins", Choice),
    ("residence.address", Address),
    ("residence.relation", Choice),
];
const ISSUE_HEALTH_CARD: &[(&str, FieldKindName)] =
    &[("agency.unit", Unit), ("insurance.clinic", Text), ("insurance.guardian", Choice)];
const ISSUE_IDENTITY_CARD: &[(&str, FieldKindName)] = &[("card.wanted", YesNo)];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_find_their_steps() {
        for step in Step::ALL {
            assert_eq!(Step::from_word(step.word()), Some(step));
        }
        assert_eq!(Step::from_word("fly"), None);
    }
}
