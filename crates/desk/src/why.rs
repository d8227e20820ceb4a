//! Why officers look at people: shown to those people on "Ai đã xem dữ liệu của tôi", each as the text `purpose-…`.

use db::{Law, Why};

/// The queue names who filed.
pub(crate) fn queue() -> Why {
    Why::under("desk_queue", Law::OneStop)
}
/// The paper beside the register.
pub(crate) fn examine() -> Why {
    Why::under("desk_examine", Law::OneStop)
}
/// A paper is opened.
pub(crate) fn paper() -> Why {
    Why::under("desk_paper", Law::OneStop)
}
/// A form about the dossier is printed.
pub(crate) fn print() -> Why {
    Why::under("desk_print", Law::OneStop)
}
/// A leg is taken, received, sent back, refused or approved.
pub(crate) fn decide() -> Why {
    Why::under("desk_decide", Law::OneStop)
}
/// The counter: its list, a dossier, papers taken in, results handed over.
pub(crate) fn counter() -> Why {
    Why::under("desk_counter", Law::OneStop)
}
/// Finding the person who stands at the counter.
pub(crate) fn file_for() -> Why {
    Why::under("desk_file_for", Law::OneStop)
}
/// What hand-overs lack. No person is shown.
pub(crate) fn findings() -> Why {
    Why::under("desk_findings", Law::Linked)
}
/// Who left the commune.
pub(crate) fn departures() -> Why {
    Why::under("desk_departures", Law::Residence)
}
/// Who holds what. No citizen is shown.
pub(crate) fn held() -> Why {
    Why::under("desk_held", Law::OneStop)
}
/// The outbox. No person is shown.
pub(crate) fn outbox() -> Why {
    Why::under("desk_outbox", Law::OneStop)
}
/// Names of officers and agencies. No citizen is shown.
pub(crate) fn names() -> Why {
    Why::under("desk_names", Law::OneStop)
}

/// What an officer may look a person up for, outside a dossier. The keys are fixed: nobody makes up a purpose.
pub(crate) const PURPOSES: [&str; 4] = ["answer_citizen", "civil_status", "residence_check", "correct_data"];

/// The reason that was chosen before a search, if it is one of ours.
pub(crate) fn chosen(purpose: &str) -> Option<Why> {
    PURPOSES.into_iter().find(|known| *known == purpose).map(|known| Why::under(known, Law::Register))
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
