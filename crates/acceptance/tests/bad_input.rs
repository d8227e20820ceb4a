//! Bad input at the pages of a form: a clear message at its field, and nothing lost. Over HTTP and without script.

use acceptance::{Browser, Form, Page, Site};

/// Begins a linked birth and goes to the page that asks for the child's name.
fn at_the_childs_name(browser: &Browser) -> Page {
    let page = browser.get("/procedures/3.000722");
    let mut page = browser.submit(page.form_to("/start"));
    for _ in 0..20 {
        if page.path.ends_with("/child_name") {
            return page;
        }
        let mut form = page.form("revision");
        for (name, value) in [
            ("requester.relation", "mother"),
            ("requester.phone", "0912345678"),
            ("child.parents", "mother_only"),
            ("notice.kind", "none"),
        ] {
            if page.html.contains(&format!("name=\"{name}\"")) {
                form = form.set(name, value);
            }
        }
        // She is married: that no father is named is asked about once.
        let alone = "married-mother-alone@child.parents";
        if page.html.contains(alone) {
            form = form.add("confirm", alone);
        }
        page = browser.submit(form);
    }
    panic!("the child's name was not asked for: {}", page.path);
}

fn named(page: &Page, name: &str) -> Form {
    page.form("revision").set("child.name", name)
}

/// The draft that a page belongs to.
fn draft_of(page: &Page) -> String {
    page.path.split("/pages/").next().expect("a page of a draft").to_owned()
}

#[test]
fn what_cannot_be_taken_is_said_at_its_field_and_stands_there_still() {
    let site = Site::start();
    let mother = site.signed_in("parent");
    let mut page = at_the_childs_name(&mother);
    for (typed, said) in [("Nguyễn 2 An", "chữ số"), ("Nguyễn 😀 An", "biểu tượng"), (&"a".repeat(10_000), "ký tự")]
    {
        let back = mother.submit(named(&page, typed));
        assert_eq!(back.status, 422, "{said}");
        assert!(back.html.contains("id=\"child-name-error\""), "{}", back.text());
        assert!(back.text().to_lowercase().contains(said), "{said}: {}", back.text());
        assert_eq!(back.form("revision").value("child.name"), Some(typed), "what was typed is kept");
        page = back;
    }
    // Letters whose marks come apart are the same name.
    let mut next = mother.submit(named(&page, "Nguye\u{302}\u{303}n  Minh An"));
    assert!(!next.path.ends_with("/child_name"), "{}", next.text());
    let again = mother.get(&page.path);
    assert_eq!(again.form("revision").value("child.name"), Some("Nguyễn Minh An"));

    // Days that do not exist, and days to come.
    for (day, month, year) in [("30", "2", "2026"), ("1", "1", "2999"), ("x", "1", "2026")] {
        let form = next.form("revision").set("child.birth-day", day).set("child.birth-month", month);
        let back = mother.submit(form.set("child.birth-year", year));
        assert_eq!(back.status, 422, "{day} {month} {year}");
        assert!(back.html.contains("id=\"child-birth-error\""));
        next = back;
    }
}

#[test]
fn a_number_of_eleven_digits_is_offered_its_zero() {
    let site = Site::start();
    let mother = site.signed_in("parent");
    let page = mother.get("/procedures/health-card-under-6");
    let mut page = mother.submit(page.form_to("/start"));
    for _ in 0..10 {
        if page.html.contains("name=\"child.personal_id\"") {
            break;
        }
        let form = page.form("revision");
        let form =
            if page.html.contains("requester.relation") { form.set("requester.relation", "mother") } else { form };
        page = mother.submit(form);
    }
    let form = page
        .form("revision")
        .set("child.name", "Nguyễn Minh An")
        .set("child.birth-day", "5")
        .set("child.birth-month", "5")
        .set("child.birth-year", "2024")
        .set("child.sex", "female");
    let back = mother.submit(form.set("child.personal_id", "40324000113"));
    assert_eq!(back.status, 422);
    assert!(back.says("040324000113"), "the zero is offered: {}", back.text());
    // A number that says another sex and year is asked about, and taken once it is meant.
    let back = mother.submit(back.form("revision").set("child.personal_id", "040222000113"));
    assert_eq!(back.status, 422);
    let mut meant = back.form("revision");
    for word in ["number-says-other-sex@child.personal_id", "number-says-other-year@child.personal_id"] {
        assert!(back.html.contains(word), "{word}: {}", back.text());
        meant = meant.add("confirm", word);
    }
    assert_ne!(mother.submit(meant).path, back.path);
}

#[test]
fn a_tampered_form_changes_nothing_that_was_not_asked() {
    let site = Site::start();
    let mother = site.signed_in("parent");
    let page = mother.get("/procedures/1.004222");
    let page = mother.submit(page.form_to("/start"));
    // An option that does not exist.
    let back = mother.submit(page.form("revision").set("applicant.who", "president"));
    assert_eq!(back.status, 422, "{}", back.text());
    let page = mother.submit(back.form("revision").set("applicant.who", "self"));
    // What the register answers is not asked, so whatever is sent for it is passed over.
    let before = page.text();
    let form = page.form("revision").add("requester.name", "Kẻ Mạo Danh").add("requester.personal_id", "040099000001");
    let _taken = mother.submit(form);
    let after = mother.get(&page.path);
    assert!(!after.says("Kẻ Mạo Danh") && !after.html.contains("040099000001"));
    assert_eq!(after.text(), before);
    // Another page's field does not come in by this one.
    let form = after.form("revision").add("residence.joins", "other");
    let next = mother.submit(form);
    assert!(!next.html.contains("value=\"other\" checked"), "{}", next.text());
}

#[test]
fn a_session_that_ended_in_mid_form_leaves_the_draft_as_it_was_saved() {
    let site = Site::start();
    let mother = site.signed_in("parent");
    let page = at_the_childs_name(&mother);
    let next = mother.submit(named(&page, "Nguyễn Minh An"));
    let draft = draft_of(&next);
    // Signed out elsewhere while the next page lies open.
    let home = mother.get("/");
    let _signed_out = mother.submit(home.form_to("/sign-out"));
    let form = next.form("revision").set("child.birth-day", "1");
    let sent = mother.submit(form);
    assert_eq!(sent.path, "/sign-in", "{}", sent.text());
    let account = site.accounts.iter().find(|account| account.role == "parent").expect("a parent").clone();
    let back = sent.form("username").set("username", &account.username).set("password", &account.password);
    let back = mother.submit(back);
    assert!(back.path.starts_with(&draft), "back to the very page: {}", back.path);
    let kept = mother.get(&page.path);
    assert_eq!(kept.form("revision").value("child.name"), Some("Nguyễn Minh An"));
    // Somebody else's draft is as if it were not there.
    let other = site.accounts.iter().filter(|account| account.role == "parent").nth(1).expect("another parent").clone();
    let other = site.signed_in_as(&other);
    let stranger = other.get(&page.path);
    assert!(stranger.status == 404 || !stranger.says("Nguyễn Minh An"), "{} {}", stranger.status, stranger.path);
}
