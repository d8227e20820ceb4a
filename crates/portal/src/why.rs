//! Why these pages look at people: shown to them on "Ai đã xem dữ liệu của tôi", each as the text `purpose-…`.

use db::Why;

/// One's own data, looked at by oneself.
const OWN: &str = "NĐ 13/2023/NĐ-CP Đ9";
/// One-stop service through a portal.
const ONE_STOP: &str = "NĐ 61/2018/NĐ-CP";
/// Linked procedures for children under six.
const LINKED: &str = "NĐ 63/2024/NĐ-CP";

/// A form page is filled in with what the register knows.
pub(crate) const FILL_FORM: Why = Why::new("fill_form", LINKED);
/// A draft is begun, listed or thrown away.
pub(crate) const KEEP_DRAFT: Why = Why::new("keep_draft", LINKED);
/// A dossier is submitted.
pub(crate) const SUBMIT: Why = Why::new("submit_dossier", LINKED);
/// One's own dossier is followed.
pub(crate) const TRACK: Why = Why::new("track_dossier", ONE_STOP);
/// A dossier is looked up by its code and secret.
pub(crate) const LOOK_UP: Why = Why::new("look_up_dossier", ONE_STOP);
/// A supplement is given.
pub(crate) const SUPPLEMENT: Why = Why::new("answer_supplement", ONE_STOP);
/// A dossier is withdrawn.
pub(crate) const WITHDRAW: Why = Why::new("withdraw_dossier", ONE_STOP);
/// One's own results.
pub(crate) const OWN_VAULT: Why = Why::new("own_vault", OWN);
/// Whether a result stands, asked by anybody who holds its code.
pub(crate) const CHECK_RESULT: Why = Why::new("check_result", "NĐ 45/2020/NĐ-CP");
/// Who looked at one's data.
pub(crate) const OWN_TRAIL: Why = Why::new("own_trail", OWN);
/// One's own notices.
pub(crate) const OWN_NOTICES: Why = Why::new("own_notices", ONE_STOP);

/// Somebody is asked to agree that others move in.
pub(crate) const CONSENT: Why = Why::new("give_consent", "Luật Cư trú 68/2020/QH14 Đ20.2");

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
    OWN_VAULT,
    CHECK_RESULT,
    OWN_TRAIL,
    OWN_NOTICES,
    CONSENT,
];
