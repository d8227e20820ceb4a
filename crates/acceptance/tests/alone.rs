//! Procedures by themselves, through HTTP and without script: a birth, a new household, joining one with consent.

use acceptance::{Browser, Page, Site};

const PDF: &[u8] =
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj \
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";
const PAGES_MAX: usize = 60;

/// What somebody answers, by the names of the boxes.
type Said<'a> = Vec<(&'a str, String)>;

fn said<'a>(rows: &[(&'a str, &str)]) -> Said<'a> {
    rows.iter().map(|(name, value)| (*name, (*value).to_owned())).collect()
}

/// Goes through a form until its answers are checked. `commune` is the code of the commune that every address lies in.
fn fill(browser: &Browser, start: Page, answers: &Said<'_>, papers: &[&str], commune: &str) -> Page {
    let mut page = start;
    for _ in 0..PAGES_MAX {
        if page.path.ends_with("/check") {
            return page;
        }
        assert!(page.path.contains("/pages/"), "{}: {}", page.path, page.text());
        let mut form = page.form("revision");
        let names: Vec<String> = form.names().iter().map(|name| (*name).to_owned()).collect();
        for (name, value) in answers {
            if page.html.contains(&format!("name=\"{name}\"")) {
                form = form.set(name, value);
            }
        }
        for name in names.iter().filter(|name| name.ends_with("-province")) {
            let field = name.trim_end_matches("-province");
            let box_of_commune = format!("{field}-commune");
            // What a register suggests stays.
            if form.value(&box_of_commune).is_none_or(str::is_empty) {
                form = form.set(name, "40").set(&box_of_commune, commune);
            }
        }
        let file =
            papers.iter().find(|field| page.html.contains(&format!("type=\"file\" id=\"{}", field.replace('.', "-"))));
        let before = page.path.clone();
        page = match file {
            Some(field) => browser.upload(form, field, "giay.pdf", PDF),
            None => browser.submit(form),
        };
        if page.path == before && page.status == 422 {
            // Something unusual is asked to be confirmed.
            let html = scraper::Html::parse_document(&page.html);
            let boxes = scraper::Selector::parse("input[name=confirm]").expect("a selector");
            let mut form = page.form("revision");
            let asked: Vec<_> = html.select(&boxes).filter_map(|one| one.value().attr("value")).collect();
            assert!(!asked.is_empty(), "stuck on {before}: {}", page.text());
            for value in asked {
                form = form.add("confirm", value);
            }
            page = browser.submit(form);
        }
    }
    panic!("the form does not end: {}", page.path);
}

/// Files a procedure and gives the dossier's code.
fn file(browser: &Browser, procedure: &str, answers: &Said<'_>, papers: &[&str], commune: &str) -> String {
    let page = browser.get(&format!("/procedures/{procedure}"));
    let start = browser.submit(page.form_to("/start"));
    let check = fill(browser, start, answers, papers, commune);
    let done = browser.submit(check.form("declare").set("declare", "yes"));
    assert_eq!(done.status, 200, "{}", done.text());
    let text = done.text();
    let code = text.split_whitespace().find(|word| word.starts_with("H41.") && word.contains('-'));
    code.unwrap_or_else(|| panic!("no code on {text}")).to_owned()
}

/// Opens a dossier from the queue and approves it, confirming what is asked.
fn approve(officer: &Browser, code: &str) -> Page {
    let page = open(officer, code);
    let mut page = officer.submit(act(&page, "approve"));
    if page.status == 422 {
        let html = scraper::Html::parse_document(&page.html);
        let boxes = scraper::Selector::parse("input[name=confirm]").expect("a selector");
        let asked: Vec<String> =
            html.select(&boxes).filter_map(|one| one.value().attr("value")).map(str::to_owned).collect();
        let mut form = act(&page, "approve");
        for value in asked {
            form = form.add("confirm", &value);
        }
        page = officer.submit(form);
    }
    page
}

fn open(officer: &Browser, code: &str) -> Page {
    let queue = officer.get("/desk");
    let row =
        queue.html.split("<tr").find(|row| row.contains(code)).unwrap_or_else(|| panic!("no {code} in the queue"));
    let at = row.find("leg=").map(|at| &row[at + 4..]).or_else(|| row.find("/desk/legs/").map(|at| &row[at + 11..]));
    let leg: String = at.expect("a link to the part").chars().take_while(char::is_ascii_alphanumeric).collect();
    officer.get(&format!("/desk/legs/{leg}"))
}

/// The form whose button does this.
fn act(page: &Page, word: &str) -> acceptance::Form {
    let html = scraper::Html::parse_document(&page.html);
    let forms = scraper::Selector::parse("main form").expect("a selector");
    let button = scraper::Selector::parse(&format!("[name=act][value={word}]")).expect("a selector");
    let place = html.select(&forms).position(|form| form.select(&button).next().is_some());
    let place = place.unwrap_or_else(|| panic!("nothing to {word} on {}: {}", page.path, page.text()));
    page.nth_form("main form", place).set("act", word)
}

/// The name of whoever has signed in.
fn own_name(browser: &Browser) -> String {
    let page = browser.get("/dossiers");
    let html = scraper::Html::parse_document(&page.html);
    let who = scraper::Selector::parse(".header__who").expect("a selector");
    html.select(&who).next().map(|who| who.text().collect::<String>().trim().to_owned()).expect("a name")
}

/// The commune of the demonstration's officers, by the name of its police.
fn home_commune(police: &Browser) -> String {
    let page = police.get("/desk");
    let html = scraper::Html::parse_document(&page.html);
    let agency = scraper::Selector::parse(".header__who small").expect("a selector");
    let agency: String = html.select(&agency).next().map(|name| name.text().collect()).expect("the officer's agency");
    let name = agency.trim().trim_start_matches("Công an ").to_lowercase();
    let communes: serde_json::Value =
        serde_json::from_slice(&police.get_json("/units/40/communes").bytes).expect("the communes of the province");
    let communes = communes.as_array().expect("a list of communes");
    let home = communes.iter().find(|one| one["name"].as_str().is_some_and(|there| there.to_lowercase() == name));
    home.and_then(|one| one["code"].as_str()).unwrap_or_else(|| panic!("no commune is called {name}")).to_owned()
}

#[test]
fn a_mother_founds_a_household_and_the_father_joins_it_with_her_consent() {
    let site = Site::start();
    let accounts: Vec<_> = site.accounts.iter().filter(|account| account.role == "parent").cloned().collect();
    let (mother, father) = (site.signed_in_as(&accounts[0]), site.signed_in_as(&accounts[1]));
    let police = site.signed_in("police");
    let commune = home_commune(&police);

    // It stands on the start page, ready.
    assert!(mother.get("/").links().iter().any(|link| link == "/procedures/1.004222"));
    let new = said(&[
        ("applicant.who", "self"),
        ("requester.phone", "0912345678"),
        ("residence.joins", "new"),
        ("residence.address-detail", "Số 9, ngõ Thử Nghiệm"),
        ("dwelling.kind", "owned"),
        ("members.any", "no"),
        ("results.manner", "electronic"),
    ]);
    let code = file(&mother, "1.004222", &new, &["papers.home"], &commune);
    // Another family's dossier is as if it were not there, for the husband too.
    assert_eq!(father.get(&format!("/dossiers/{code}")).status, 404);
    let done = approve(&police, &code);
    assert_eq!(done.status, 200, "{}", done.text());
    assert!(mother.get(&format!("/dossiers/{code}")).says("Đã xử lý xong"));
    let vault = mother.get("/vault");
    assert!(vault.says("thường trú"), "{}", vault.text());

    let joins = said(&[
        ("applicant.who", "self"),
        ("requester.phone", "0912345679"),
        ("residence.joins", "other"),
        ("residence.address-detail", "Số 9, ngõ Thử Nghiệm"),
        ("residence.head_name", &own_name(&mother)),
        ("residence.head_personal_id", &accounts[0].username),
        ("residence.relation", "husband"),
        ("dwelling.kind", "registered"),
        ("members.any", "no"),
        ("consent.head", "vneid"),
        ("consent.owner", "as_head"),
        ("results.manner", "electronic"),
    ]);
    let code = file(&father, "1.004222", &joins, &[], &commune);
    // The head is asked; until she answers, the officer is asked whether she was seen to agree.
    let asked = mother.get("/consents");
    assert!(asked.says(&own_name(&father)), "{}", asked.text());
    assert!(!father.get("/consents").says(&own_name(&father)) || father.get("/consents").find_form("answer").is_none());
    let page = open(&police, &code);
    assert!(page.says("chưa xem"), "{}", page.text());
    let held = police.submit(act(&page, "approve"));
    assert_eq!(held.status, 422);
    assert!(held.says("đã xem chữ ký"), "{}", held.text());
    let given = mother.submit(asked.form("answer").set("answer", "agree"));
    assert!(given.says("Đã ghi nhận bạn đồng ý"), "{}", given.text());
    let page = open(&police, &code);
    assert!(page.says("đã đồng ý"));
    let done = police.submit(act(&page, "approve"));
    assert_eq!(done.status, 200, "{}", done.text());
    let tracked = father.get(&format!("/dossiers/{code}"));
    assert!(tracked.says("Đã xử lý xong"), "{}", tracked.text());
    assert!(father.get("/vault").says("thường trú"));
    // Whoever looked stands on one's own page.
    assert!(mother.get("/me/seen").says("Công an"));
}

#[test]
fn a_birth_by_itself_is_filed_decided_and_lies_in_the_vault() {
    let site = Site::start();
    let mother = site.signed_in("parent");
    let commune = home_commune(&site.signed_in("police"));
    let today = basis::today_at(basis::Clock::now(&basis::SystemClock));
    let born = today.saturating_sub(jiff::Span::new().days(3));
    let answers = said(&[
        ("requester.relation", "mother"),
        ("requester.phone", "0912345678"),
        ("child.parents", "both"),
        ("parents.married", "yes"),
        ("notice.kind", "none"),
        ("child.name", "Nguyễn Minh Thử"),
        ("child.birth-day", &born.day().to_string()),
        ("child.birth-month", &born.month().to_string()),
        ("child.birth-year", &born.year().to_string()),
        ("child.sex", "male"),
        ("child.is_twin", "no"),
        ("child.birth_facility", "Bệnh viện Sản Nhi mẫu"),
        ("child.birth_place-detail", "Số 1"),
        ("child.ethnicity", "kinh"),
        ("results.manner", "electronic"),
        ("results.copies", "1"),
    ]);
    let code = file(&mother, "1.001193", &answers, &["papers.no_notice"], &commune);
    let tracked = mother.get(&format!("/dossiers/{code}"));
    assert!(!tracked.says("thường trú:"), "nothing follows a birth by itself: {}", tracked.text());
    let done = approve(&site.signed_in("justice"), &code);
    assert_eq!(done.status, 200, "{}", done.text());
    assert!(mother.get(&format!("/dossiers/{code}")).says("Đã xử lý xong"));
    assert!(mother.get("/vault").says("khai sinh"));
}
