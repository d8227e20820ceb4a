//! Cookies: one for the session, one for a stranger's forms. Both without any data of a person.

use super::shell::Origin;
use crate::Lang;
use axum::http::{HeaderMap, HeaderValue, header};
use basis::Fault;

/// The session cookie's name. With TLS the `__Host-` prefix pins it to this host and path.
pub(crate) fn session_name(origin: &Origin) -> &'static str {
    if origin.secure { "__Host-lt-session" } else { "lt-session" }
}
/// The name of the cookie that ties a stranger's form to a stranger's browser.
pub(crate) fn stranger_name(origin: &Origin) -> &'static str {
    if origin.secure { "__Host-lt-form" } else { "lt-form" }
}
/// The name of the language cookie.
pub(crate) const LANG_NAME: &str = "lt-lang";
const LANG_AGE_S: u32 = 365 * 24 * 3600;

/// Reads a cookie.
pub(crate) fn read<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

/// A cookie that ends with the browser, unseen by scripts and by other sites.
pub(crate) fn set(origin: &Origin, name: &str, value: &str) -> Option<HeaderValue> {
    HeaderValue::from_str(&format!("{name}={value}; {}", attributes(origin))).ok()
}

/// The cookie that carries a session's token.
///
/// # Errors
/// A fault when the token is not of the form a cookie may have.
pub fn session_cookie(origin: &Origin, token: &str) -> Result<HeaderValue, Fault> {
    cookie(format!("{}={token}; {}", session_name(origin), attributes(origin)))
}

/// Ends the session's cookie.
///
/// # Errors
/// Never in practice: the text is ours.
pub fn end_session_cookie(origin: &Origin) -> Result<HeaderValue, Fault> {
    cookie(format!("{}=; Max-Age=0; {}", session_name(origin), attributes(origin)))
}

/// The language cookie, which outlives the browser.
///
/// # Errors
/// Never in practice: the text is ours.
pub fn lang_cookie(origin: &Origin, lang: Lang) -> Result<HeaderValue, Fault> {
    cookie(format!("{LANG_NAME}={}; Max-Age={LANG_AGE_S}; {}", lang.code(), attributes(origin)))
}

fn attributes(origin: &Origin) -> &'static str {
    if origin.secure { "Path=/; HttpOnly; SameSite=Lax; Secure" } else { "Path=/; HttpOnly; SameSite=Lax" }
}

fn cookie(text: String) -> Result<HeaderValue, Fault> {
    HeaderValue::from_str(&text).map_err(|error| Fault::because("setting a cookie", error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::from_static("a=1; lt-session=abc; b=2"));
        assert_eq!(read(&headers, "lt-session"), Some("abc"));
        assert_eq!(read(&headers, "session"), None);
    }

    #[test]
    fn a_cookie_is_secure_when_the_site_is() {
        let origin = Origin { url: "https://example.vn".into(), secure: true };
        let value = set(&origin, session_name(&origin), "x").unwrap();
        assert!(value.to_str().unwrap().contains("Secure"));
        assert!(value.to_str().unwrap().starts_with("__Host-"));
    }
}
