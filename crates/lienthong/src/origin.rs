//! The address people type, as browsers write it in the header `Origin`.

use axum::http::uri::Authority;
use std::net::IpAddr;

/// An origin: scheme, host, and the port where it is not the scheme's own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Origin {
    /// As browsers write it.
    pub(crate) url: String,
    /// Whether it is reached by TLS, ours or a proxy's.
    pub(crate) secure: bool,
    /// Whether only this machine reaches it.
    pub(crate) local: bool,
}

impl Origin {
    /// Reads what somebody wrote; says what is wrong with it.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let wrong = |why: &str| format!("server.origin {why}, such as https://dichvucong.example.vn: {text}");
        let (scheme, rest) = text.trim().split_once("://").ok_or_else(|| wrong("must begin with https://"))?;
        let (secure, own_port) = match scheme.to_ascii_lowercase().as_str() {
            "https" => (true, 443),
            "http" => (false, 80),
            _ => return Err(wrong("must begin with https://")),
        };
        let rest = rest.trim_end_matches('/');
        if rest.contains(['/', '?', '#', '@']) {
            return Err(wrong("must be scheme, host and port only, without a path"));
        }
        let authority: Authority =
            rest.parse().map_err(|_| wrong("must name a host (one with accents as browsers write it, xn--…)"))?;
        let host = authority.host().to_ascii_lowercase();
        // Not `Authority::port`, to which an impossible port is none.
        let port = match rest.get(host.len()..).and_then(|after| after.strip_prefix(':')) {
            None => None,
            Some(port) => Some(port.parse::<u16>().map_err(|_| wrong("has no such port"))?),
        };
        if host.is_empty() {
            return Err(wrong("must name a host"));
        }
        let port = port.filter(|port| *port != own_port).map(|port| format!(":{port}")).unwrap_or_default();
        let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        let local = host == "localhost" || host.ends_with(".localhost") || address.is_ok_and(|ip| ip.is_loopback());
        Ok(Self { url: format!("{}://{host}{port}", if secure { "https" } else { "http" }), secure, local })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_read_as_browsers_write_it() {
        for (text, url, secure, local) in [
            ("https://dichvucong.example.vn", "https://dichvucong.example.vn", true, false),
            ("HTTPS://DichVuCong.Example.vn:443/", "https://dichvucong.example.vn", true, false),
            ("https://dichvucong.example.vn:8443", "https://dichvucong.example.vn:8443", true, false),
            ("http://localhost:80", "http://localhost", false, true),
            ("http://localhost:8080/", "http://localhost:8080", false, true),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080", false, true),
            ("http://[::1]:8080", "http://[::1]:8080", false, true),
            ("http://10.0.0.7", "http://10.0.0.7", false, false),
        ] {
            let expected = Origin { url: url.to_owned(), secure, local };
            assert_eq!(Origin::parse(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_no_browser_would_send_is_refused() {
        for text in [
            "dichvucong.example.vn",
            "ftp://example.vn",
            "https://",
            "https://example.vn/cong",
            "https://example.vn?x",
            "https://người@example.vn",
            "https://tỉnh.vn",
            "https://example.vn:99999",
            "https://example.vn:",
        ] {
            assert!(Origin::parse(text).is_err(), "{text}");
        }
    }
}
