//! What the pages show, as plain values, each with a sample that is its test and preview.

use askama::Template;
use web::{ErrorLink, Page};

/// The sign-in page.
#[derive(Template)]
#[template(path = "sign_in.html")]
pub(crate) struct SignInPage {
    pub(crate) page: Page,
    /// Where to go afterwards; empty for the start.
    pub(crate) next: String,
    /// What was typed before; never the password.
    pub(crate) username: String,
    pub(crate) errors: Vec<ErrorLink>,
    pub(crate) username_error: String,
    pub(crate) password_error: String,
}

/// One open session, in words.
pub(crate) struct SessionRow {
    pub(crate) id: String,
    /// `Chrome, Android`, or that it is not known.
    pub(crate) device: String,
    pub(crate) began: String,
    pub(crate) seen: String,
    pub(crate) current: bool,
}

/// The open sessions of whoever is signed in.
#[derive(Template)]
#[template(path = "sessions.html")]
pub(crate) struct SessionsPage {
    pub(crate) page: Page,
    pub(crate) rows: Vec<SessionRow>,
}

impl SessionsPage {
    /// Where the visitor's work begins.
    fn home(&self) -> &'static str {
        if matches!(self.page.badge, basis::Badge::Officer { .. }) { "/desk" } else { "/" }
    }
    fn has_others(&self) -> bool {
        self.rows.iter().any(|row| !row.current)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;
    use web::{Lang, Words, testing};

    fn page(title: &str) -> Page {
        let all: Vec<_> = crate::TEXTS.iter().chain(identity::TEXTS).copied().collect();
        let words = Words::build(&all).unwrap();
        Page { words: words.vi, title: words.vi.t(title).into(), ..testing::page(Lang::Vi) }
    }

    #[test]
    fn every_text_named_is_written_in_both_languages() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        for folder in ["templates", "src"] {
            testing::assert_templates_translated(&here.join(folder), crate::TEXTS);
        }
    }

    #[test]
    fn a_refused_sign_in_keeps_the_name_and_escapes_it_and_never_the_password() {
        let error = "Hãy nhập mật khẩu.".to_owned();
        let html = SignInPage {
            page: page("sign-in-title"),
            next: "/my/drafts/1?a=\"b".into(),
            username: "<b>\"040199001234".into(),
            errors: vec![ErrorLink { target: Some("password".into()), text: error.clone() }],
            username_error: String::new(),
            password_error: error,
        }
        .render()
        .unwrap();
        assert!(html.contains("href=\"#password\"") && html.contains("id=\"password-error\""));
        assert!(!html.contains("<b>\"040199001234") && html.contains("040199001234"));
        assert!(html.contains("autocomplete=\"current-password\" "), "{html}");
        assert!(html.contains("<title>Lỗi: "));
        assert!(html.contains("name=\"_csrf\""));
    }

    #[test]
    fn the_current_session_cannot_be_ended_from_the_list() {
        let row = |id: &str, current| SessionRow {
            id: id.into(),
            device: "Chrome, Android".into(),
            began: "10:00 23/11/2026".into(),
            seen: "10:20 23/11/2026".into(),
            current,
        };
        let html = SessionsPage { page: page("sessions-title"), rows: vec![row("s1", true), row("s2", false)] }
            .render()
            .unwrap();
        assert!(html.contains("value=\"s2\"") && !html.contains("value=\"s1\""));
        let alone = SessionsPage { page: page("sessions-title"), rows: vec![row("s1", true)] }.render().unwrap();
        assert!(!alone.contains("name=\"others\""));
    }
}
