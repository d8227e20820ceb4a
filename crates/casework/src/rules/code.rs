//! Dossier codes: `<agency>-<yyyymmdd>-<7 digits>`, as seen on the national exchange in 2026.
//!
//! The governing text is TT 03/2025/TT-VPCP, whose exact wording is not confirmed; the code is kept as text.

use basis::{AccountId, AgencyCode, Date};

/// The name of the counter that numbers an agency's dossiers of one day.
pub(crate) fn counter(agency: &AgencyCode, day: Date) -> String {
    format!("dossier/{agency}/{}", day.strftime("%Y%m%d"))
}

/// The code of the `number`th dossier of an agency on a day.
pub(crate) fn dossier_code(agency: &AgencyCode, day: Date, number: i64) -> String {
    format!("{agency}-{}-{number:07}", day.strftime("%Y%m%d"))
}

/// The code of one part of a dossier. It cannot be mistaken for a dossier's own code.
pub(crate) fn leg_code(dossier: &str, position: i16) -> String {
    format!("{dossier}/{position}")
}

/// The code by which other registers know one of our officers (MaCanBo, at most 20 characters): never a name. It is made
/// of the account's random digits, so that whoever asks who it was is told by the account alone.
pub(crate) fn officer_code(account: AccountId) -> String {
    let id = account.uuid().simple().to_string();
    format!("CB{}", &id[id.len() - OFFICER_DIGITS..].to_uppercase())
}

/// The last digits of an account's id: what in it is random.
const OFFICER_DIGITS: usize = 16;

/// The look-up secret printed on the receipt: four characters that are not mistaken for one another.
pub(crate) fn secret_from(keyed: [u8; 4]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    keyed.iter().map(|byte| char::from(LETTERS[usize::from(byte & 31)])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_names_agency_day_and_number() {
        let agency = AgencyCode("H41.17".into());
        let day = "2026-11-23".parse().unwrap();
        assert_eq!(dossier_code(&agency, day, 42), "H41.17-20261123-0000042");
        assert_eq!(leg_code("H41.17-20261123-0000042", 2), "H41.17-20261123-0000042/2");
        assert_ne!(counter(&agency, day), counter(&agency, "2026-11-24".parse().unwrap()));
    }

    #[test]
    fn an_officer_is_told_by_a_short_code_that_is_nobody_else_s() {
        let [one, other] = [AccountId::fresh(), AccountId::fresh()].map(officer_code);
        assert_ne!(one, other);
        assert!(one.len() <= 20 && one.bytes().all(|letter| letter.is_ascii_uppercase() || letter.is_ascii_digit()));
    }

    #[test]
    fn a_secret_has_four_characters_without_look_alikes() {
        let secret = secret_from([0, 31, 255, 128]);
        assert_eq!(secret.len(), 4);
        assert!(!secret.contains(['0', 'O', '1', 'I']));
    }
}
