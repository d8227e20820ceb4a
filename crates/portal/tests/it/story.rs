//! What people do at the portal, as they do it: page by page, without script.

use crate::house::{House, NOTICE, Reply};
use axum::http::StatusCode;

const PAGES_MAX: usize = 60;

/// The value of an attribute in a tag.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.split(&format!(" {name}=\"")).nth(1)?.split('"').next()
}

/// The form of a page as a browser would send it, with what this family answers.
fn filled(html: &str) -> Vec<(String, String)> {
    let form = html.split("<main").nth(1).and_then(|main| main.split("<form").nth(1)).expect("the page has a form");
    let form = form.split("</form>").next().unwrap();
    let mut fields: Vec<(String, String)> = Vec::new();
    for tag in form
        .split('<')
        .filter(|tag| tag.starts_with("input ") || tag.starts_with("select ") || tag.starts_with("textarea "))
    {
        let Some(name) = attribute(tag, "name") else { continue };
        let kind = attribute(tag, "type").unwrap_or_default();
        if kind == "file" || (kind != "hidden" && fields.iter().any(|(there, _)| there == name)) {
            continue;
        }
        let value = attribute(tag, "value").unwrap_or_default();
        let chosen = if tag.starts_with("select ") { chosen(form, name) } else { value.to_owned() };
        fields.push((name.to_owned(), answer(name).map_or(chosen, str::to_owned)));
    }
    fields
}

/// The option a list stands at, or its first one.
fn chosen(form: &str, name: &str) -> String {
    let list = form.split(&format!("name=\"{name}\"")).nth(1).unwrap().split("</select>").next().unwrap();
    let options: Vec<&str> = list.split("<option").skip(1).collect();
    let option =
        options.iter().find(|option| option.contains(" selected")).or(options.get(1)).copied().unwrap_or_default();
    attribute(option, "value").unwrap_or_default().to_owned()
}

fn answer(name: &str) -> Option<&'static str> {
    Some(match name {
        "requester.relation" => "mother",
        "notice.kind" => "electronic",
        "notice.code" => NOTICE,
        "child.name" => "Nguyễn Minh An",
        "child.parents" => "both",
        "child.is_twin" => "no",
        "parents.married" => "yes",
        "marriage.number" => "12/2020",
        "marriage.date-day" => "1",
        "marriage.date-month" => "6",
        "marriage.date-year" => "2020",
        "marriage.place" => "UBND xã",
        "insurance.clinic" => "Trạm y tế xã",
        "results.manner" => "electronic",
        _ => return None,
    })
}

/// Goes through the form to check-your-answers; gives its address.
async fn fill(house: &House, cookie: &str, start: &str) -> (String, Reply) {
    let (mut path, mut page) = house.open(cookie, start).await;
    for _ in 0..PAGES_MAX {
        assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.html);
        if path.ends_with("/check") {
            return (path, page);
        }
        let mut fields = filled(&page.html);
        let mut reply = house.post(cookie, &path, &fields).await;
        if reply.status == StatusCode::UNPROCESSABLE_ENTITY && reply.html.contains("name=\"confirm\"") {
            fields = filled(&reply.html);
            reply = house.post(cookie, &path, &fields).await;
        }
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{path} {fields:?}: {}", reply.html);
        (path, page) = house.open(cookie, &reply.to).await;
    }
    panic!("the form has no end: {path}");
}

async fn begin(house: &House, cookie: &str) -> String {
    let procedure = house.get(cookie, "/procedures/3.000722").await;
    assert_eq!(procedure.status, StatusCode::OK);
    let begun = house.post(cookie, "/procedures/3.000722/start", &filled(&procedure.html)).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.html);
    begun.to
}

#[tokio::test]
async fn a_mother_files_a_birth_and_follows_it() {
    let house = House::build().await;
    let me = house.sign_in("binh.me").await;
    let draft = begin(&house, &me).await;
    let (check, page) = fill(&house, &me, &draft).await;
    assert!(page.html.contains("Nguyễn Minh An") && page.html.contains("20/11/2026"), "{}", page.html);
    assert!(!page.html.contains("banner--soon"), "nothing is amiss: {}", page.html);

    // Without the declaration it is not taken, and the key stays the same.
    let mut fields: Vec<_> = filled(&page.html).into_iter().filter(|(name, _)| name != "declare").collect();
    let refused = house.post(&me, &check, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.html.contains("declare-error"));

    fields.push(("declare".into(), "yes".into()));
    let sent = house.post(&me, &check, &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.html);
    let done = house.get(&me, &sent.to).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.html);
    assert!(done.html.contains("Mã tra cứu") && done.html.contains("class=\"qr\""), "{}", done.html);
    let codes: Vec<&str> =
        done.html.split("panel__code\">").skip(1).map(|rest| rest.split('<').next().unwrap()).collect();
    let [code, secret] = codes[..] else { panic!("{codes:?}") };

    // Sent twice, it is one dossier, and whoever presses last reads the same.
    let again = house.post(&me, &check, &fields).await;
    assert_eq!((again.status, again.to.as_str()), (StatusCode::SEE_OTHER, &*format!("/dossiers/{code}/done")));
    let again = house.get(&me, &again.to).await;
    assert!(again.html.contains(code) && again.html.contains(secret), "{}", again.html);

    let track = house.get(&me, &format!("/dossiers/{code}")).await;
    assert_eq!(track.status, StatusCode::OK);
    assert!(track.html.contains("Cơ quan H40.0") && track.html.contains("ngày làm việc"), "{}", track.html);
    let list = house.get(&me, "/dossiers").await;
    assert!(list.html.contains(code));

    // Another family sees nothing of it.
    let other = house.sign_in("nguoi.khac").await;
    for path in [format!("/dossiers/{code}"), format!("/dossiers/{code}/withdraw"), check.clone(), draft.clone()] {
        assert_eq!(house.get(&other, &path).await.status, StatusCode::NOT_FOUND, "{path}");
    }

    // With code and secret anybody sees the states, and no name.
    let form = house.get(&me, &format!("/track?code={code}")).await;
    assert!(form.html.contains(code));
    let mut look: Vec<_> = filled(&form.html).into_iter().filter(|(name, _)| name != "secret").collect();
    look.push(("secret".into(), "wrong".into()));
    let wrong = house.post(&me, "/track", &look).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", wrong.html);
    assert!(wrong.html.contains("secret-error"));
    look.pop();
    look.push(("secret".into(), secret.to_lowercase()));
    let glimpse = house.post(&me, "/track", &look).await;
    assert_eq!(glimpse.status, StatusCode::OK, "{}", glimpse.html);
    assert!(glimpse.html.contains("Cơ quan H40.0") && !glimpse.html.contains("Nguyễn Minh An"));

    let seen = house.get(&me, "/me/seen").await;
    assert_eq!(seen.status, StatusCode::OK);
    assert!(seen.html.contains("Điền đơn bằng dữ liệu sẵn có") && seen.html.contains("Nộp hồ sơ"), "{}", seen.html);

    let withdraw = house.get(&me, &format!("/dossiers/{code}/withdraw")).await;
    let withdrawn = house.post(&me, &format!("/dossiers/{code}/withdraw"), &filled(&withdraw.html)).await;
    assert_eq!(withdrawn.to, format!("/dossiers/{code}?done=withdrawn"), "{}", withdrawn.html);
    let track = house.get(&me, &withdrawn.to).await;
    assert!(track.html.contains("Đã rút hồ sơ.") && !track.html.contains("/withdraw\""), "{}", track.html);
}

#[tokio::test]
async fn what_was_typed_is_kept_and_a_change_elsewhere_is_told() {
    let house = House::build().await;
    let me = house.sign_in("binh.me").await;
    let draft = begin(&house, &me).await;
    let (first, page) = house.open(&me, &draft).await;
    let fields = filled(&page.html);

    // On another device the same page is answered otherwise first.
    let other: Vec<_> = fields
        .iter()
        .map(|(name, value)| (name.clone(), if value == "mother" { "father".into() } else { value.clone() }))
        .collect();
    assert_eq!(house.post(&me, &first, &other).await.status, StatusCode::SEE_OTHER);
    let conflict = house.post(&me, &first, &fields).await;
    assert_eq!(conflict.status, StatusCode::CONFLICT, "{}", conflict.html);
    assert!(conflict.html.contains("value=\"mother\" checked"), "{}", conflict.html);
    // Sent again, knowing that: it is taken.
    assert_eq!(house.post(&me, &first, &filled(&conflict.html)).await.status, StatusCode::SEE_OTHER);

    // Left half done it is among the drafts, and goes on where it was.
    let (_, page) = house.open(&me, &draft).await;
    let mut later = filled(&page.html);
    later.push(("_later".into(), "1".into()));
    let (path, _) = house.open(&me, &draft).await;
    assert_eq!(house.post(&me, &path, &later).await.to, "/drafts?saved=1");
    assert!(house.get(&me, "/drafts").await.html.contains(draft.as_str()));

    // A wrong token is refused; signed out, the way leads to sign-in.
    let foreign: Vec<_> = later.iter().filter(|(name, _)| name != "_csrf").cloned().collect();
    assert_eq!(house.post(&me, &path, &foreign).await.status, StatusCode::FORBIDDEN);
    let out = house.post("", &path, &later).await;
    assert!(out.status == StatusCode::SEE_OTHER && out.to.starts_with("/sign-in?next="), "{out:?}");
}

#[tokio::test]
async fn papers_are_taken_shown_and_refused_at_their_field() {
    let house = House::build().await;
    let me = house.sign_in("binh.me").await;
    let draft = begin(&house, &me).await;
    fill(&house, &me, &draft).await;
    let path = format!("{draft}/pages/papers_other");
    let page = house.get(&me, &path).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.html);
    let fields = filled(&page.html);
    let text = |name: &str| fields.iter().find(|(there, _)| there == name).unwrap().1.clone();
    let (token, revision) = (text("_csrf"), text("revision"));
    let send = async |file: &str, content: &[u8]| {
        let parts: [(&str, Option<&str>, &[u8]); 3] = [
            ("_csrf", None, token.as_bytes()),
            ("revision", None, revision.as_bytes()),
            ("papers.other", Some(file), content),
        ];
        house.post_files(&me, &path, &parts).await
    };
    let refused = send("anh.jpg", b"MZ\x90\x00 this is a program and no picture").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.html);
    assert!(refused.html.contains("papers-other-error"), "{}", refused.html);

    let pdf = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n";
    let taken = send("giay-to.pdf", pdf).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.html);
    let page = house.get(&me, &path).await;
    assert!(page.html.contains("giay-to.pdf"), "{}", page.html);

    // Too large: said at the field, after the whole form was read.
    let large = vec![0x20; 21 * 1024 * 1024];
    let refused = send("to.pdf", &[b"%PDF-1.4\n".as_slice(), &large].concat()).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.html.contains("papers-other-error"));

    let remove = page.html.split("papers.other-remove\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let fields = [
        ("_csrf".to_owned(), token.clone()),
        ("revision".to_owned(), revision.clone()),
        ("papers.other-remove".to_owned(), remove.to_owned()),
    ];
    assert_eq!(house.post(&me, &path, &fields).await.status, StatusCode::SEE_OTHER);
    assert!(!house.get(&me, &path).await.html.contains("giay-to.pdf"));

    // Thrown away with its papers.
    assert_eq!(send("giay-to.pdf", pdf).await.status, StatusCode::SEE_OTHER);
    let thrown = house.post(&me, &format!("{draft}/discard"), &[("_csrf".to_owned(), token.clone())]).await;
    assert_eq!(thrown.to, "/drafts?discarded=1", "{}", thrown.html);
    assert!(!house.get(&me, "/drafts").await.html.contains(draft.as_str()));
}

#[tokio::test]
async fn strangers_find_the_public_pages_and_nothing_else() {
    let house = House::build().await;
    for (path, status) in [
        ("/", StatusCode::OK),
        ("/procedures/3.000722", StatusCode::OK),
        // The older code leads to the one that took its place.
        ("/procedures/2.002621", StatusCode::SEE_OTHER),
        ("/procedures/unknown", StatusCode::NOT_FOUND),
        ("/track", StatusCode::OK),
        ("/check/NOBODYHASTHISCODE", StatusCode::NOT_FOUND),
        ("/drafts", StatusCode::SEE_OTHER),
        ("/vault", StatusCode::SEE_OTHER),
        ("/me/seen", StatusCode::SEE_OTHER),
    ] {
        assert_eq!(house.get("", path).await.status, status, "{path}");
    }
    let communes = house.get("", "/units/40/communes").await;
    assert!(communes.html.contains(&house.commune.to_word()), "{}", communes.html);
    let me = house.sign_in("binh.me").await;
    for path in ["/drafts", "/dossiers", "/vault", "/notices", "/me/seen"] {
        assert_eq!(house.get(&me, path).await.status, StatusCode::OK, "{path}");
    }
    assert_eq!(house.get(&me, "/vault/0190d1e0a4b07cc28000000000000000").await.status, StatusCode::NOT_FOUND);
    assert_eq!(house.get(&me, "/drafts/not-an-id").await.status, StatusCode::NOT_FOUND);
}
