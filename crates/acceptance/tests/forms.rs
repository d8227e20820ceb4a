//! Every form of the program without its token, in every shape a client may give it: nothing is taken.

use acceptance::Site;

/// Which account reaches a route: the role that the table of routes wants, by the powers each role holds.
fn role_for(access: &str) -> Option<&'static str> {
    match access {
        "public" => None,
        "citizen" | "signed in" => Some("parent"),
        "officer with receive_dossier" | "officer with find_person" | "officer with file_for_another" => {
            Some("justice")
        }
        "officer with see_counter" => Some("one-stop"),
        "officer with see_departures" => Some("police"),
        "officer with release_held" => Some("leader"),
        "officer with close_finding" | "officer with steer_simulators" => Some("administrator"),
        other => panic!("a new kind of access, `{other}`: say here who has it"),
    }
}

#[test]
fn no_form_is_taken_without_its_token_in_whatever_shape() {
    let table = include_str!("../../../golden/routes.txt");
    let routes: Vec<(&str, &str)> = table
        .lines()
        .filter_map(|line| line.strip_prefix("POST "))
        .map(|line| line.split_once(' ').expect("path and access"))
        .map(|(path, access)| (path, access.trim()))
        .collect();
    assert!(routes.len() >= 15, "the table of routes lists the forms");

    let site = Site::start();
    let stranger = site.visitor();
    let signed_in =
        ["parent", "justice", "police", "one-stop", "leader", "administrator"].map(|role| (role, site.signed_in(role)));
    let as_role = |role| &signed_in.iter().find(|(of, _)| *of == role).expect("it signed in").1;
    // A stranger has a secret of its own as well.
    assert_eq!(stranger.get("/sign-in").status, 200);
    let body = "--X\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--X--\r\n";
    for (path, access) in routes {
        let browser = match role_for(access) {
            None => &stranger,
            Some(role) => as_role(role),
        };
        let path: String =
            path.split('/').map(|part| if part.starts_with('{') { "1" } else { part }).collect::<Vec<_>>().join("/");
        for (shape, body) in [
            ("multipart/form-data; boundary=X", body),
            ("Multipart/Form-Data; boundary=X", body),
            ("multipart/form-data", body),
            ("application/x-www-form-urlencoded", "a=b&_csrf=AAAA"),
            ("application/octet-stream", "bytes"),
            ("text/plain", ""),
        ] {
            let answer = browser.post_raw(&path, shape, body.as_bytes());
            assert_eq!(answer.status, 403, "{path} as {shape}: {}", answer.text());
        }
    }
    assert_eq!(as_role("parent").get("/dossiers").status, 200, "nobody was signed out");
}

#[test]
fn pictures_and_the_sign_of_life_set_no_cookie() {
    let site = Site::start();
    let page = site.visitor().get("/");
    let (_, rest) = page.html.split_once("href=\"/assets/").expect("a page has its style");
    let style = format!("/assets/{}", rest.split('"').next().unwrap_or_default());
    for (path, kept) in [(style.as_str(), true), ("/health", false)] {
        let answer = site.visitor().get(path);
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.header("set-cookie"), None, "{path}");
        let cache = answer.header("cache-control").unwrap_or_default();
        assert_eq!((cache.contains("immutable"), cache.contains("no-store")), (kept, !kept), "{path}: {cache}");
    }
    assert!(site.visitor().get("/sign-in").header("set-cookie").is_some(), "a form ties its visitor");
}
