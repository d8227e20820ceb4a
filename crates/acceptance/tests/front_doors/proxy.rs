//! Plain HTTP behind a proxy that ends TLS: cookies follow the address people use, and only a proxy that is named may
//! say who the client is.

use crate::program::{Existing, Going, Request, run};

const PUBLIC: &str = "https://dichvucong.example.vn";

/// One look-up that finds nothing, from behind a proxy that says it is for `client`.
fn look_up(site: &Going, origin: &str, client: &str) {
    let forwarded = [("x-forwarded-for", client), ("x-forwarded-proto", "https")];
    let page = site.ask(&Request { path: "/track", headers: &forwarded, form: None });
    assert_eq!(page.status, 200, "{page:?}");
    let (cookies, token) = (page.cookies(), page.token());
    let headers = [forwarded[0], forwarded[1], ("cookie", cookies.as_str()), ("origin", origin)];
    let form = format!("_csrf={token}&code=H41.1.TP-20260101-0000001&secret=AAAA");
    let answer = site.ask(&Request { path: "/track", headers: &headers, form: Some(&form) });
    assert_eq!(answer.status, 422, "{answer:?}");
}

#[test]
fn only_a_named_proxy_says_who_the_client_is() {
    let (postgres, folder) = (Existing::prepared(), tempfile::tempdir().expect("a folder"));
    let url = postgres.url();
    run(&["migrate"], Some(&url), folder.path()).expect(0, &[]);
    let clients = || postgres.ask("SELECT count(DISTINCT address_hash) FROM casework.lookup_attempt");

    // Nobody is trusted: whatever is said, it is one client.
    let site = Going::serve(folder.path(), &url, &["--no-jobs"], &format!("[server]\norigin = \"{PUBLIC}\"\n"));
    look_up(&site, PUBLIC, "203.0.113.7");
    look_up(&site, PUBLIC, "203.0.113.8");
    assert_eq!(clients(), "1");
    assert_eq!(site.stop(), 0);

    // Another proxy is trusted, not this one.
    let other = format!("[server]\norigin = \"{PUBLIC}\"\ntrusted_proxies = [\"10.0.0.1\"]\n");
    let site = Going::serve(folder.path(), &url, &["--no-jobs"], &other);
    look_up(&site, PUBLIC, "203.0.113.9");
    assert_eq!(clients(), "1");
    assert_eq!(site.stop(), 0);

    // This one is: two clients more, and one that claims to be two is the one the proxy added.
    let ours = format!("[server]\norigin = \"{PUBLIC}\"\ntrusted_proxies = [\"127.0.0.1\"]\n");
    let site = Going::serve(folder.path(), &url, &["--no-jobs"], &ours);
    look_up(&site, PUBLIC, "203.0.113.7");
    look_up(&site, PUBLIC, "203.0.113.8");
    look_up(&site, PUBLIC, "198.51.100.1, 203.0.113.8");
    assert_eq!(clients(), "3");
    assert_eq!(site.stop(), 0);
}

#[test]
fn cookies_and_headers_follow_the_address_people_use_and_no_header_of_a_stranger() {
    let (postgres, folder) = (Existing::prepared(), tempfile::tempdir().expect("a folder"));
    let url = postgres.url();
    let behind = format!("[server]\norigin = \"{PUBLIC}\"\ntrusted_proxies = [\"127.0.0.1\"]\n");
    let site = Going::serve(folder.path(), &url, &["--no-jobs"], &behind);
    let page = site.ask(&Request { path: "/sign-in", headers: &[("x-forwarded-proto", "http")], form: None });
    assert_eq!(page.status, 200);
    for part in ["set-cookie: __host-lt-form=", "secure", "strict-transport-security"] {
        assert!(page.head.contains(part), "{part}: {}", page.head);
    }
    // A form from another address is not taken, whatever the proxy says of the protocol.
    let (cookies, token) = (page.cookies(), page.token());
    let form = format!("_csrf={token}&username=ai.do&password=khong-dung");
    for (origin, status) in [(PUBLIC, 422), ("http://dichvucong.example.vn", 403), ("https://evil.example", 403)] {
        let headers = [("cookie", cookies.as_str()), ("origin", origin)];
        let answer = site.ask(&Request { path: "/sign-in", headers: &headers, form: Some(&form) });
        assert_eq!(answer.status, status, "{origin}: {answer:?}");
    }
    assert_eq!(site.stop(), 0);

    // Without TLS anywhere, a header does not make cookies secure: the browser would not send them back.
    let site = Going::serve(folder.path(), &url, &["--no-jobs"], "[server]\n");
    let page = site.ask(&Request { path: "/sign-in", headers: &[("x-forwarded-proto", "https")], form: None });
    assert!(page.head.contains("set-cookie: lt-form=") && !page.head.contains("secure"), "{}", page.head);
    assert!(!page.head.contains("strict-transport-security"), "{}", page.head);
    assert_eq!(site.stop(), 0);
}
