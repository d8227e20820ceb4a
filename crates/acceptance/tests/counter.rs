//! The one-stop counter: an officer files for somebody, takes the papers in, prints the receipt, hands the result over;
//! what the agencies print; a slip taken back; a neighbour that is late.

use acceptance::{Browser, Page, Site};
use std::{
    io::Write as _,
    process::{Command, Stdio},
};

const PAPER: &[u8] =
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj \
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";
const PAGES_MAX: usize = 60;
const CHILD: &str = "Nguyễn Minh Quầy Mẫu";

/// What the family answers, by the names of the boxes. The notice of the hospital fills in the child.
fn answer(name: &str) -> Option<&'static str> {
    Some(match name {
        "requester.relation" => "mother",
        "requester.phone" => "0912345678",
        "notice.kind" => "electronic",
        "notice.code" => "02020.GCS.40001.26",
        "child.name" => CHILD,
        "child.parents" => "both",
        "child.is_twin" => "no",
        "child.ethnicity" => "kinh",
        "parents.married" => "yes",
        "child.birth_facility" => "Bệnh viện Sản Nhi mẫu",
        "child.birth_place-detail" => "Số 1, đường Thử Nghiệm",
        "insurance.guardian" => "mother",
        "insurance.clinic" => "Trạm y tế mẫu",
        "card.wanted" => "yes",
        "residence.relation" => "grandchild_or_nibling",
        "results.manner" => "office",
        "results.copies" => "1",
        _ => return None,
    })
}

/// The names of all boxes of a page's forms, ticked or not.
fn boxes(page: &Page, kind: &str) -> Vec<(String, String)> {
    let html = scraper::Html::parse_document(&page.html);
    let all = scraper::Selector::parse(&format!("main input{kind}, main select, main textarea")).expect("a selector");
    html.select(&all)
        .filter_map(|one| {
            let name = one.value().attr("name")?;
            Some((name.to_owned(), one.value().attr("value").unwrap_or_default().to_owned()))
        })
        .collect()
}

/// Goes through a form to check-your-answers. A commune that no register suggests is the first of the province.
fn fill(browser: &Browser, start: Page) -> Page {
    let communes = browser.get_json("/units/40/communes");
    let communes: serde_json::Value = serde_json::from_slice(&communes.bytes).expect("a list of communes");
    let commune = communes[0]["code"].as_str().expect("a commune has a code").to_owned();
    let mut page = start;
    for _ in 0..PAGES_MAX {
        if page.path.ends_with("/check") {
            return page;
        }
        let mut form = page.form("revision");
        for (name, _) in boxes(&page, "") {
            if let Some(value) = answer(&name) {
                form = form.set(&name, value);
            }
            // What a register suggests stays.
            if let Some(field) = name.strip_suffix("-province")
                && form.value(&format!("{field}-commune")).is_none_or(str::is_empty)
            {
                form = form.set(&name, "40").set(&format!("{field}-commune"), &commune);
            }
        }
        let before = page.path.clone();
        page = match boxes(&page, "[type=file]").iter().find(|(name, _)| name.starts_with("papers.")) {
            Some((field, _)) => browser.upload(form, field, "giay.pdf", PAPER),
            None => browser.submit(form),
        };
        if page.path == before && page.status == 422 {
            // Something unusual is asked to be confirmed.
            let mut form = page.form("revision");
            let asked: Vec<_> =
                boxes(&page, "[name=confirm]").into_iter().filter(|(name, _)| name == "confirm").collect();
            assert!(!asked.is_empty(), "stuck on {before}: {}", page.text());
            for (_, value) in asked {
                form = form.add("confirm", &value);
            }
            page = browser.submit(form);
        }
    }
    panic!("the form does not end: {}", page.path);
}

/// The text of a PDF, as any reader gets it.
fn text_of(pdf: &Page) -> String {
    assert!(pdf.status == 200 && pdf.bytes.starts_with(b"%PDF-"), "{} {}: {}", pdf.status, pdf.path, pdf.text());
    let mut reader = Command::new("pdftotext")
        .args(["-layout", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("pdftotext of poppler-utils is installed");
    reader.stdin.take().expect("its input is piped").write_all(&pdf.bytes).expect("it reads");
    let out = reader.wait_with_output().expect("it ends");
    String::from_utf8_lossy(&out.stdout).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn says(text: &str, words: &[&str]) {
    for word in words {
        assert!(text.contains(word), "{word} is missing: {text}");
    }
}

/// The page of a dossier's part, opened from the queue.
fn open(officer: &Browser, code: &str) -> Page {
    let queue = officer.get("/desk");
    let html = scraper::Html::parse_document(&queue.html);
    let rows = scraper::Selector::parse("tr").expect("a selector");
    let link = scraper::Selector::parse("a[href*=leg]").expect("a selector");
    let row = html.select(&rows).find(|row| row.text().collect::<String>().contains(code));
    let row = row.unwrap_or_else(|| panic!("{code} is not in the queue: {}", queue.text()));
    let href = row.select(&link).next().and_then(|link| link.value().attr("href")).expect("a row leads somewhere");
    let leg = href.split("leg=").nth(1).and_then(|rest| rest.split(['&', '#']).next()).expect("a leg in the address");
    officer.get(&format!("/desk/legs/{leg}"))
}

/// The form of an act on a dossier's page.
fn act(page: &Page, act: &str) -> acceptance::Form {
    let html = scraper::Html::parse_document(&page.html);
    let forms = scraper::Selector::parse("form").expect("a selector");
    let own = scraper::Selector::parse(&format!("[name=act][value={act}]")).expect("a selector");
    let place = html.select(&forms).position(|form| form.select(&own).next().is_some());
    let place = place.unwrap_or_else(|| panic!("nothing to {act} on {}: {}", page.path, page.text()));
    page.form_at(place).set("act", act)
}

#[test]
fn somebody_at_the_counter_is_served_from_filing_to_the_result() {
    let site = Site::start();
    let mother = site.accounts.iter().find(|account| account.role == "parent").expect("a parent").clone();
    let counter = site.signed_in("one-stop");
    let first = counter.get("/desk");
    assert_eq!(first.path, "/desk/counter", "the counter is where this officer begins");

    // File for the mother, with her consent on record.
    let ask = counter.get("/desk/file-for");
    let found =
        counter.submit(ask.form("q").set("q", &mother.username).set("procedure", "3.000722").set("step", "find"));
    let person = boxes(&found, "[name=person]").into_iter().find(|(name, _)| name == "person").expect("she is found");
    let start = found.form("consent").set("procedure", "3.000722").set("person", &person.1).set("step", "start");
    let start = start.set("q", &mother.username).set("way", "oral").set("consent", "Đồng ý để cán bộ nộp thay");
    let check = fill(&counter, counter.submit(start));
    let done = counter.submit(check.form("declare").set("declare", "yes"));
    assert_eq!(done.status, 200, "{}", done.text());
    let said = done.text();
    let code = said.split_whitespace().find(|word| word.starts_with("H41.") && word.contains('-'));
    let code = code.unwrap_or_else(|| panic!("no code: {said}")).to_owned();

    // On at the counter: the receipt, the papers, the list.
    assert!(done.path.starts_with("/desk/counter/"), "an officer goes on at the counter: {}", done.path);
    let at = done.path.clone();
    let page = counter.get(&at);
    assert!(page.says(&code) && page.says("Mới đăng ký"), "{}", page.text());
    let receipt = text_of(&counter.get(&format!("{at}/receipt")));
    says(
        &receipt,
        &[
            "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
            &code,
            "Trung tâm Phục vụ hành chính công xã",
            "Cán bộ một cửa (mẫu)",
        ],
    );
    let took = counter.submit(act(&page, "receive"));
    assert!(took.says("Đã nhận giấy tờ") && took.says("Được tiếp nhận"), "{}", took.text());
    assert!(counter.get("/desk/counter?filter=here").says(&code));
    let by_code = counter.submit(counter.get("/desk/counter").form("code").set("code", &code));
    assert_eq!(by_code.path, at);
    let unknown = counter.submit(counter.get("/desk/counter").form("code").set("code", "H41.1-20261123-0000099"));
    assert_eq!(unknown.status, 404);
    assert!(unknown.says("Không tìm thấy hồ sơ"), "{}", unknown.text());

    // A neighbour that is late: the certificate issues, the other parts wait for the number.
    let administrator = site.signed_in("administrator");
    let neighbours = administrator.get("/desk/simulators");
    let steered = administrator.submit(neighbours.form("neighbour").set("neighbour", "register").set("mood", "late"));
    assert!(steered.says("Đã đổi cách trả lời"), "{}", steered.text());

    // A slip taken back before anybody is told.
    let justice = site.signed_in("justice");
    let dossier = open(&justice, &code);
    says(&dossier.text(), &["Đã xem hồ sơ", "Cán bộ một cửa (mẫu), cán bộ một cửa"]);
    let slip = act(&dossier, "refuse").set("reason", "not-entitled").set("words", "Nhầm hồ sơ");
    let refused = justice.submit(slip);
    assert!(refused.says("Hoàn tác việc vừa làm"), "{}", refused.text());
    let back = justice.submit(act(&refused, "undo"));
    assert!(back.says("Đã hoàn tác") && back.says("Được tiếp nhận"), "{}", back.text());
    let leg = back.path.clone();
    says(&text_of(&justice.get(&format!("{leg}/print/receipt"))), &[&code, "ỦY BAN NHÂN DÂN", "Thời gian giải quyết"]);
    assert_eq!(justice.get(&format!("{leg}/print/refusal")).status, 404, "nothing was refused in the end");
    let mut approved = justice.submit(act(&back, "approve"));
    if approved.status == 422 {
        let asked = boxes(&approved, "[name=confirm]").into_iter().filter(|(name, _)| name == "confirm");
        let form = asked.fold(act(&approved, "approve"), |form, (_, value)| form.add("confirm", &value));
        approved = justice.submit(form);
    }
    assert!(approved.says("Đã giải quyết xong"), "{}", approved.text());
    assert!(approved.find_form("undo").is_none() && !approved.says("Hoàn tác việc vừa làm"));

    // The police refuse their part, and their paper names officer, order and reason.
    let police = site.signed_in("police");
    let part = open(&police, &code);
    assert!(part.says("Chưa có số định danh của trẻ"), "{}", part.text());
    let asked = act(&part, "refuse").set("reason", "not-entitled").set("words", "Chỗ ở không thuộc địa bàn");
    let refused = police.submit(asked);
    assert_eq!(refused.status, 200, "{}", refused.text());
    let paper = text_of(&police.get(&format!("{}/print/ct06", refused.path)));
    says(
        &paper,
        &[
            "PHIẾU TỪ CHỐI TIẾP NHẬN",
            &code,
            "Chỗ ở không thuộc địa bàn",
            "TL. TRƯỞNG CÔNG AN",
            "Cán bộ công an xã (mẫu)",
            "CÔNG AN TỈNH NGHỆ AN",
        ],
    );

    // The result is handed over, once, and the mother sees that.
    let page = counter.get(&at);
    let handed = counter.submit(act(&page, "hand-out").set("receiver", "proxy"));
    assert_eq!(handed.status, 422, "whoever comes for another shows a paper: {}", handed.text());
    let handed = counter.submit(act(&handed, "hand-out").set("receiver", "applicant"));
    assert!(handed.says("Đã trả người nộp hồ sơ lúc"), "{}", handed.text());
    let parent = site.signed_in_as(&mother);
    let track = parent.get(&format!("/dossiers/{code}"));
    says(&track.text(), &["Đã trả kết quả tại quầy", "Chỗ ở không thuộc địa bàn"]);
    assert_eq!(parent.get("/desk/counter").status, 404);
    assert_eq!(justice.get("/desk/counter").status, 403);
}
