//! The linked birth, filed page by page as the demonstration's mother does it without script.

use crate::{Browser, Form, Page};

const PAGES_MAX: usize = 60;
/// The birth notice that the demonstration's hospital has sent.
const NOTICE: &str = "02020.GCS.40001.26";
const ANSWERS: &[(&str, &str)] = &[
    ("requester.relation", "mother"),
    ("notice.kind", "electronic"),
    ("notice.code", NOTICE),
    ("child.name", "Nguyễn Minh An Mẫu"),
    ("child.parents", "both"),
    ("child.is_twin", "no"),
    ("parents.married", "yes"),
    ("insurance.guardian", "mother"),
    ("insurance.clinic", "Trạm y tế mẫu"),
    ("card.wanted", "yes"),
    ("residence.relation", "grandchild_or_nibling"),
    ("results.manner", "electronic"),
    ("results.copies", "1"),
    ("child.ethnicity", "kinh"),
];

/// Files the linked birth, page by page, and gives the dossier's code.
///
/// # Panics
/// When the form does not end, or a page does not take what a mother answers.
#[must_use]
pub fn file_birth(parent: &Browser) -> String {
    let mut page = parent.submit(parent.get("/procedures/3.000722").form_to("/start"));
    for _ in 0..PAGES_MAX {
        assert_eq!(page.status, 200, "{}: {}", page.path, page.text());
        if page.path.ends_with("/check") {
            let done = parent.submit(page.form("declare").set("declare", "yes"));
            return code_in(&done).unwrap_or_else(|| panic!("no code on {}: {}", done.path, done.text()));
        }
        let path = page.path.clone();
        let mut answer = parent.submit(filled(&page));
        if answer.status == 422 && answer.html.contains("name=\"confirm\"") {
            let form = confirmed(filled(&answer), &answer);
            answer = parent.submit(form);
        }
        assert_eq!(answer.status, 200, "stuck on {path}: {}", answer.text());
        page = answer;
    }
    panic!("the form does not end: {}", page.path);
}

fn filled(page: &Page) -> Form {
    let mut form = page.form_to(&page.path);
    for (name, value) in ANSWERS {
        if page.html.contains(&format!("name=\"{name}\"")) {
            form = form.set(name, value);
        }
    }
    // A commune that the register does not suggest: the first of the list.
    let communes: Vec<String> =
        form.names().iter().filter(|name| name.ends_with("-commune")).map(|n| (*n).to_owned()).collect();
    for name in communes {
        if form.value(&name) == Some("") {
            let list =
                page.html.split(&format!("name=\"{name}\"")).nth(1).and_then(|rest| rest.split("</select>").next());
            let first =
                list.and_then(|list| list.split("<option value=\"").nth(2)).and_then(|rest| rest.split('"').next());
            form = form.set(&name, first.unwrap_or_default());
        }
    }
    form
}

/// Says of everything doubtful that it is meant.
///
/// It adds each box of the page that asks whether something is meant.
#[must_use]
pub fn confirmed(form: Form, page: &Page) -> Form {
    page.html
        .split("name=\"confirm\" value=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .fold(form, |form, code| form.add("confirm", code))
}

fn code_in(page: &Page) -> Option<String> {
    let text = page.text();
    text.split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .find(|word| is_code(word))
        .map(str::to_owned)
}

fn is_code(word: &str) -> bool {
    let parts: Vec<&str> = word.rsplitn(3, '-').collect();
    let digits = |part: &str, long: usize| part.len() == long && part.bytes().all(|b| b.is_ascii_digit());
    matches!(parts[..], [number, day, _] if digits(number, 7) && digits(day, 8))
}
