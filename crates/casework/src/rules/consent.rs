//! Whose agreement is there (ý kiến đồng ý): given by the person, seen by an officer, or only stated in the dossier.
//!
//! Who has to agree is data (`consents` of a definition). Luật Cư trú 68/2020/QH14 Đ20.2 and TT 116/2026/TT-BCA: by
//! signature, in VNeID, or on a separate paper without a notary; whoever files online does not sign.

use crate::words::{Consent, ConsentState};
use basis::PersonId;
use procedure::ConsentOf;

/// The way that is no field of a form: whoever files agrees by filing.
pub(crate) const FILED: &str = "filed";
const SELF: &str = "self";
const SIGNED: &str = "signed";
/// The owner is the head and agrees as the head does.
pub(crate) const AS_HEAD: &str = "as_head";

/// How an agreement stands when the part is to be approved.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Stand {
    /// Nothing more is needed.
    Good,
    /// An officer must have seen the signature or the confirmation.
    ToLookAt,
    /// Not given.
    Missing,
}

/// How one of a dossier's agreements stands. `has_paper` says whether a signed paper lies in the dossier.
pub(crate) fn stand(one: &Consent, all: &[Consent], filer: Option<PersonId>, has_paper: bool) -> Stand {
    match one.state {
        ConsentState::Given | ConsentState::Checked => return Stand::Good,
        ConsentState::Declined => return Stand::Missing,
        ConsentState::Stated => {}
    }
    match one.way.as_str() {
        FILED => Stand::Good,
        AS_HEAD => all.iter().find(|other| other.who == ConsentOf::Head).map_or(Stand::Missing, |head| {
            if head.way == AS_HEAD { Stand::Missing } else { stand(head, all, filer, has_paper) }
        }),
        // The register knows who heads a household, so "that is me" is checked; no register knows who owns a dwelling.
        SELF if one.who == ConsentOf::Head => {
            if one.person.is_some() && one.person == filer {
                Stand::Good
            } else {
                Stand::Missing
            }
        }
        SIGNED if !has_paper => Stand::Missing,
        _ => Stand::ToLookAt,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use basis::{DossierId, Timestamp};

    fn person(number: u128) -> PersonId {
        PersonId::from_uuid(uuid::Uuid::from_u128(number))
    }

    fn consent(who: ConsentOf, way: &str, state: ConsentState) -> Consent {
        Consent {
            id: uuid::Uuid::nil(),
            dossier: DossierId::from_uuid(uuid::Uuid::nil()),
            who,
            person: Some(person(1)),
            way: way.to_owned(),
            article: "Luật Cư trú 68/2020/QH14 Đ20.2".to_owned(),
            state,
            stated_at: Timestamp::UNIX_EPOCH,
            answered_at: None,
        }
    }

    #[test]
    fn an_agreement_stands_by_its_way_and_what_was_seen() {
        use ConsentOf::{Head, Owner, Parent};
        use ConsentState::{Checked, Declined, Given, Stated};
        let table = [
            (Head, "self", Stated, Some(1), false, Stand::Good),
            (Head, "self", Stated, Some(2), false, Stand::Missing),
            (Head, "self", Stated, None, false, Stand::Missing),
            (Owner, "self", Stated, Some(1), false, Stand::ToLookAt),
            (Head, "vneid", Stated, Some(2), false, Stand::ToLookAt),
            (Head, "vneid", Given, Some(2), false, Stand::Good),
            (Head, "vneid", Declined, Some(2), false, Stand::Missing),
            (Head, "vneid", Checked, Some(2), false, Stand::Good),
            (Head, "signed", Stated, Some(2), false, Stand::Missing),
            (Head, "signed", Stated, Some(2), true, Stand::ToLookAt),
            (Parent, "filed", Stated, Some(2), false, Stand::Good),
        ];
        for (who, way, state, filer, paper, want) in table {
            let one = consent(who, way, state);
            let all = [one.clone()];
            assert_eq!(stand(&one, &all, filer.map(person), paper), want, "{who:?} {way} {state:?} {filer:?}");
        }
    }

    #[test]
    fn an_owner_who_is_the_head_agrees_as_the_head_does() {
        let owner = consent(ConsentOf::Owner, "as_head", ConsentState::Stated);
        for (state, want) in [
            (ConsentState::Given, Stand::Good),
            (ConsentState::Declined, Stand::Missing),
            (ConsentState::Stated, Stand::ToLookAt),
        ] {
            let all = [consent(ConsentOf::Head, "vneid", state), owner.clone()];
            assert_eq!(stand(&owner, &all, None, false), want, "{state:?}");
        }
        assert_eq!(stand(&owner, std::slice::from_ref(&owner), None, false), Stand::Missing);
    }
}
