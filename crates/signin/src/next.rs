//! Where to go after signing in: a page of ours and no other, or the sign-in page would lend its good name to
//! anybody's link.

use basis::Actor;

const BYTES_MAX: usize = 1024;
/// Pages nobody wants to come back to: they only take forms, or would ask to sign in again.
const NOT_AGAIN: &[&str] = &["/sign-in", "/sign-out", "/language"];

/// The path, if it is a page of this site.
pub(crate) fn local(path: &str) -> Option<&str> {
    let rest = path.strip_prefix('/')?;
    // `//host` and `/\host` lead to another site; browsers also drop tabs and line ends before they look.
    let leads_away = rest.starts_with('/') || path.contains('\\') || path.chars().any(|char| char.is_control());
    let page = path.split(['?', '#']).next().unwrap_or(path);
    let fits = path.len() <= BYTES_MAX && path.is_ascii() && !leads_away && !NOT_AGAIN.contains(&page);
    fits.then_some(path)
}

/// Where somebody begins who came from nowhere.
pub(crate) fn home(actor: &Actor) -> &'static str {
    match actor {
        Actor::Officer { .. } => "/desk",
        _ => "/",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_of_this_site_are_gone_to() {
        let long = format!("/{}", "a".repeat(BYTES_MAX));
        for (path, fits) in [
            ("/", true),
            ("/my/drafts/0195?page=mother", true),
            ("/desk/queue#row", true),
            ("", false),
            ("my/drafts", false),
            ("//evil.example", false),
            ("/\\evil.example", false),
            ("/a\\b", false),
            ("/\t/evil.example", false),
            ("/\r\nSet-Cookie: a=b", false),
            ("https://evil.example", false),
            ("javascript:alert(1)", false),
            ("/sign-in", false),
            ("/sign-in?next=/", false),
            ("/sign-out", false),
            ("/tiếng-việt", false),
            (long.as_str(), false),
        ] {
            assert_eq!(local(path).is_some(), fits, "{path:?}");
        }
    }
}
