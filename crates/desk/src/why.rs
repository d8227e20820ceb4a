//! Why officers look at people: shown to those people on "Ai đã xem dữ liệu của tôi", each as the text `purpose-…`.

use db::Why;

/// Một cửa: receiving, deciding, returning.
const ONE_STOP: &str = "NĐ 118/2025/NĐ-CP";
/// Using the population database for a public duty.
const REGISTER: &str = "Luật Căn cước 26/2023 Đ10";

/// The queue names who filed.
pub(crate) fn queue() -> Why {
    Why::new("desk_queue", ONE_STOP)
}
/// The paper beside the register.
pub(crate) fn examine() -> Why {
    Why::new("desk_examine", ONE_STOP)
}
/// A paper is opened.
pub(crate) fn paper() -> Why {
    Why::new("desk_paper", ONE_STOP)
}
/// A form about the dossier is printed.
pub(crate) fn print() -> Why {
    Why::new("desk_print", ONE_STOP)
}
/// A leg is taken, received, sent back, refused or approved.
pub(crate) fn decide() -> Why {
    Why::new("desk_decide", ONE_STOP)
}
/// Finding the person who stands at the counter.
pub(crate) fn file_for() -> Why {
    Why::new("desk_file_for", ONE_STOP)
}
/// What hand-overs lack. No person is shown.
pub(crate) fn findings() -> Why {
    Why::new("desk_findings", "NĐ 63/2024/NĐ-CP")
}
/// Who holds what. No citizen is shown.
pub(crate) fn held() -> Why {
    Why::new("desk_held", ONE_STOP)
}
/// The outbox. No person is shown.
pub(crate) fn outbox() -> Why {
    Why::new("desk_outbox", ONE_STOP)
}
/// Names of officers and agencies. No citizen is shown.
pub(crate) fn names() -> Why {
    Why::new("desk_names", ONE_STOP)
}

/// What an officer may look a person up for, outside a dossier. The keys are fixed: nobody makes up a purpose.
pub(crate) const PURPOSES: [&str; 4] = ["answer_citizen", "civil_status", "residence_check", "correct_data"];

/// The reason that was chosen before a search, if it is one of ours.
pub(crate) fn chosen(purpose: &str) -> Option<Why> {
    PURPOSES.into_iter().find(|known| *known == purpose).map(|known| Why::new(known, REGISTER))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_purpose_is_chosen_from_the_list_or_not_at_all() {
        assert_eq!(chosen("civil_status").map(|why| why.purpose.0), Some("civil_status"));
        assert!(chosen("").is_none() && chosen("curiosity").is_none());
    }
}
