//! Input that no honest page sends: it is answered in the house's words, never with a fault, and nothing is lost.

use acceptance::{Browser, Page, Site};

/// Begins a linked birth.
fn begun(browser: &Browser) -> Page {
    let page = browser.get("/procedures/3.000722");
    browser.submit(page.form_to("/start"))
}

/// The field of the first file box on a page.
fn file_field(page: &Page) -> String {
    let (_, rest) = page.html.split_once("type=\"file\"").expect("a page that takes a file");
    let (_, rest) = rest.split_once("name=\"").expect("a box with a name");
    rest.split('"').next().expect("a name that ends").to_owned()
}

fn a_png(seed: u8) -> Vec<u8> {
    // A picture of one point; the seed makes each another file.
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89".to_vec();
    png.extend(b"\0\0\0\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\0\x05\0\x01\xff\xab\xce\x8e\x14\0\0\0\0IEND\xaeB`\x82");
    png.push(seed);
    png
}

#[test]
fn what_no_table_can_hold_is_refused_at_its_field_or_leads_nowhere() {
    let site = Site::start();
    let stranger = Browser::at(&site.address);
    for path in ["/check/%00abc", "/dossiers/%00", "/check/%ff", "/track?code=%00"] {
        assert_eq!(stranger.get(path).status, 404, "{path}");
    }
    let looked_up = stranger.get("/track");
    let answer = stranger.submit(looked_up.form("secret").set("code", "H41\0").set("secret", "A\0BC"));
    assert_eq!(answer.status, 422, "{}", answer.text());

    let mother = site.signed_in("parent");
    let draft = begun(&mother).path.split("/pages/").next().expect("a page of a draft").to_owned();
    let page = mother.get(&format!("{draft}/pages/child_name"));
    let back = mother.submit(page.form("revision").set("child.name", "Nguyễn\0An"));
    assert_eq!(back.status, 422, "{}", back.text());
    assert!(back.html.contains("id=\"child-name-error\""), "{}", back.text());
}

#[test]
fn an_address_or_a_method_that_is_none_is_answered_by_a_page_of_ours() {
    let site = Site::start();
    let mother = site.signed_in("parent");
    for path in ["/me/seen?of=abc", "/me/seen?of=-1", "/me/seen?of=0&of=1"] {
        let page = mother.get(path);
        assert_eq!(page.status, 404, "{path}");
        assert!(page.says("Không tìm thấy") && !page.says("deserialize"), "{path}: {}", page.text());
    }
    let page = mother.delete("/me/seen");
    assert_eq!(page.status, 405);
    assert!(page.says("Không tìm thấy"), "{}", page.text());
    assert!(page.header("allow").is_some_and(|allowed| allowed.contains("GET")));
}

#[test]
fn too_many_or_too_large_files_are_said_at_their_field_and_the_others_are_kept() {
    let site = Site::start();
    let mother = site.signed_in("parent");
    let draft = begun(&mother).path.split("/pages/").next().expect("a page of a draft").to_owned();
    let page = mother.get(&format!("{draft}/pages/papers_other"));
    let field = file_field(&page);

    let large = vec![b'a'; 60 * 1024 * 1024];
    let small = a_png(0);
    let back = mother.upload_all(page.form("revision"), &[(&field, "lớn.pdf", &large), (&field, "nhỏ.png", &small)]);
    assert_eq!(back.status, 422, "{}", back.text());
    assert!(back.says("20 MB") && back.says("nhỏ.png"), "{}", back.text());

    let pictures: Vec<(String, Vec<u8>)> = (1..=21).map(|seed| (format!("{seed}.png"), a_png(seed))).collect();
    let sent: Vec<(&str, &str, &[u8])> =
        pictures.iter().map(|(name, picture)| (field.as_str(), name.as_str(), picture.as_slice())).collect();
    let back = mother.upload_all(back.form("revision"), &sent);
    assert_eq!(back.status, 422, "{}", back.text());
    assert!(back.says("Mỗi lần chỉ gửi được 20 tệp") && back.says("20.png") && !back.says("21.png"));
}

#[test]
fn taking_a_paper_away_takes_it_out_of_the_answer_that_names_it() {
    let site = Site::start();
    let mother = site.signed_in("parent");
    let draft = begun(&mother).path.split("/pages/").next().expect("a page of a draft").to_owned();
    let page = mother.get(&format!("{draft}/pages/papers_other"));
    let field = file_field(&page);
    let sent = mother.upload(page.form("revision"), &field, "../../bí mật/giấy\u{202e}gnp.png", &a_png(7));
    let page = mother.get(&format!("{draft}/pages/papers_other"));
    assert!(page.says("giấygnp.png") && !page.says("bí mật"), "{} {}", sent.status, page.text());
    let (_, rest) = page.html.split_once(&format!("name=\"{field}-remove\"")).expect("it can be taken away");
    let (_, rest) = rest.split_once("value=\"").expect("by its id");
    let id = rest.split('"').next().expect("an id that ends").to_owned();
    // The form says it is another field's.
    let _page = mother.submit(page.form("revision").add("papers.notice-remove", &id));
    let page = mother.get(&format!("{draft}/pages/papers_other"));
    assert!(!page.says("giấygnp.png"), "the answer names no paper that is gone: {}", page.text());
}
