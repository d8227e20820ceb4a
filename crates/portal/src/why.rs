//! Why these pages look at people: shown to them on "Ai đã xem dữ liệu của tôi", each as the text `purpose-…`.

use db::{Law, Why};

/// A form page is filled in with what the register knows.
pub(crate) const FILL_FORM: Why = Why::under("fill_form", Law::Linked);
/// A draft is begun, listed or thrown away.
pub(crate) const KEEP_DRAFT: Why = Why::under("keep_draft", Law::Linked);
/// A dossier is submitted.
pub(crate) const SUBMIT: Why = Why::under("submit_dossier", Law::Linked);
/// One's own dossier is followed.
pub(crate) const TRACK: Why = Why::under("track_dossier", Law::OneStop);
/// A dossier is looked up by its code and secret.
pub(crate) const LOOK_UP: Why = Why::under("look_up_dossier", Law::OneStop);
/// A supplement is given.
pub(crate) const SUPPLEMENT: Why = Why::under("answer_supplement", Law::OneStop);
/// A dossier is withdrawn.
pub(crate) const WITHDRAW: Why = Why::under("withdraw_dossier", Law::OneStop);
/// A lost look-up secret is replaced.
pub(crate) const SECRET: Why = Why::under("reissue_secret", Law::OneStop);
/// One's own results.
pub(crate) const OWN_VAULT: Why = Why::under("own_vault", Law::OwnData);
/// Whether a result stands, asked by anybody who holds its code.
pub(crate) const CHECK_RESULT: Why = Why::under("check_result", Law::ElectronicResult);
/// Who looked at one's data.
pub(crate) const OWN_TRAIL: Why = Why::under("own_trail", Law::OwnData);
/// One's own notices.
pub(crate) const OWN_NOTICES: Why = Why::under("own_notices", Law::OneStop);

/// Somebody is asked to agree that others move in.
pub(crate) const CONSENT: Why = Why::under("give_consent", Law::Residence);

/// Every purpose of these pages, for the test that wants a text for each.
#[cfg(test)]
pub(crate) const ALL: &[Why] = &[
    FILL_FORM,
    KEEP_DRAFT,
    SUBMIT,
    TRACK,
    LOOK_UP,
    SUPPLEMENT,
    WITHDRAW,
    SECRET,
    OWN_VAULT,
    CHECK_RESULT,
    OWN_TRAIL,
    OWN_NOTICES,
    CONSENT,
];
