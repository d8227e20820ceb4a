//! Every page is drawn in both languages from its sample: whole, escaped, translated, and not too heavy.

use crate::{dossier::PanePage, samples};
use askama::Template;
use std::path::Path;
use web::{Lang, testing};

/// What a first visit may weigh, before compression and without fonts (quality: 150 KB with everything).
const HTML_BYTES_MAX: usize = 80 * 1024;

fn pages(lang: Lang) -> Vec<(&'static str, String)> {
    let pane =
        |dossier| PanePage { page: samples::page(lang, "/desk", "desk-queue-title"), dossier, filter: "open".into() };
    let mut empty = samples::queue(lang, None);
    empty.rows.clear();
    let mut findings = samples::findings(lang);
    findings.rows.clear();
    let mut outbox = samples::outbox(lang);
    outbox.rows.clear();
    let draw = |html: Result<String, askama::Error>| html.unwrap();
    vec![
        ("queue", draw(samples::queue(lang, Some(samples::dossier(lang))).render())),
        ("queue-alone", draw(samples::queue(lang, None).render())),
        ("queue-empty", draw(empty.render())),
        ("pane", draw(pane(Some(samples::dossier(lang))).render())),
        ("pane-empty", draw(pane(None).render())),
        ("dossier", draw(samples::dossier_page(lang).render())),
        ("search", draw(samples::search(lang, None).render())),
        ("search-found", draw(samples::search(lang, Some(vec![samples::found()])).render())),
        ("search-nobody", draw(samples::search(lang, Some(Vec::new())).render())),
        ("person", draw(samples::person(lang, true).render())),
        ("person-why", draw(samples::person(lang, false).render())),
        ("file-for", draw(samples::file_for(lang).render())),
        ("findings", draw(samples::findings(lang).render())),
        ("findings-none", draw(findings.render())),
        ("departures", draw(samples::departures(lang).render())),
        ("held", draw(samples::held(lang).render())),
        ("outbox", draw(samples::outbox(lang).render())),
        ("outbox-none", draw(outbox.render())),
        ("counter", draw(samples::counter(lang).render())),
        ("at-counter", draw(samples::at_counter(lang).render())),
        ("simulators", draw(samples::simulators(lang).render())),
    ]
}

#[test]
fn every_text_named_is_written_in_both_languages() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let all: Vec<_> = crate::TEXTS.iter().chain(casework::TEXTS).chain(samples::SOURCES).copied().collect();
    for folder in ["templates", "src"] {
        testing::assert_templates_translated(&here.join(folder), &all);
    }
}

#[test]
fn texts_whose_keys_are_put_together_exist_too() {
    let words = samples::words(Lang::Vi);
    let mut keys: Vec<String> = Vec::new();
    keys.extend(casework::Filter::ALL.map(|filter| format!("desk-filter-{}", filter.word())));
    keys.extend(
        [
            "claimed",
            "released",
            "taken-over",
            "released-held",
            "departure-noted",
            "fee",
            "accepted",
            "asked",
            "refused",
            "approved",
            "number",
            "none-marked",
            "extended",
            "undone",
            "received",
            "handed",
            "steered",
        ]
        .map(|done| format!("desk-done-{done}")),
    );
    keys.extend(["mother", "father", "guardian", "requester"].map(|who| format!("desk-who-{who}")));
    keys.extend(crate::why::PURPOSES.map(|purpose| format!("purpose-{purpose}")));
    let of_why = [
        crate::why::queue(),
        crate::why::examine(),
        crate::why::paper(),
        crate::why::print(),
        crate::why::decide(),
        crate::why::file_for(),
        crate::why::findings(),
        crate::why::departures(),
        crate::why::held(),
        crate::why::outbox(),
        crate::why::names(),
        crate::why::counter(),
    ];
    keys.extend(of_why.map(|why| format!("purpose-{}", why.purpose.0)));
    let codes = [
        crate::people::NUMBER_WRONG,
        crate::people::NUMBER_LOST_ZERO,
        crate::people::BIRTH_WRONG,
        crate::people::PURPOSE_MISSING,
        crate::filing::PERSON_MISSING,
    ];
    keys.extend(codes.map(|code| format!("problem-{}", code.0)));
    keys.extend(casework::CounterFilter::ALL.map(|filter| format!("desk-counter-{}", filter.word())));
    for mood in links::Mood::ALL {
        keys.extend([format!("desk-mood-{}", mood.word()), format!("desk-mood-{}-text", mood.word())]);
    }
    for one in links::Neighbour::ALL {
        keys.extend([format!("desk-neighbour-{}", one.word()), format!("desk-neighbour-{}-text", one.word())]);
    }
    for form in crate::print::Form::ALL {
        keys.push(form.key().to_owned());
    }
    for key in keys {
        assert!(words.has(&key), "{key}");
    }
}

#[test]
fn every_page_is_drawn_in_both_languages_without_a_bare_key() {
    for lang in Lang::ALL {
        for (name, html) in pages(lang) {
            for bare in [">desk-", "\"desk-", " desk-", ">purpose-", ">problem-", "{ $"] {
                assert!(!html.contains(bare), "{name} {lang:?}: {bare}");
            }
            assert!(html.contains(&format!("lang=\"{}\"", lang.code())), "{name}");
        }
    }
}

#[test]
fn what_people_typed_is_escaped() {
    for (name, html) in pages(Lang::Vi) {
        for raw in ["<Ất>", "<b>Nguyễn", "<trang 1>", "Đồng ý </textarea>", "value=\"nguyen \"at"] {
            assert!(!html.contains(raw), "{name}: {raw}");
        }
    }
}

#[test]
fn no_page_is_heavy() {
    for (name, html) in pages(Lang::Vi) {
        assert!(html.len() <= HTML_BYTES_MAX, "{name}: {} bytes", html.len());
    }
}

#[test]
fn every_posted_form_begins_with_its_token() {
    for (name, html) in pages(Lang::Vi) {
        for form in html.split("<form ").skip(1).filter(|form| form.contains("method=\"post\"")) {
            let first = form.split("name=\"").nth(1).unwrap_or_default();
            assert!(first.starts_with("_csrf\""), "{name}: {}", &form[..form.len().min(200)]);
        }
    }
}

#[test]
fn the_pane_is_what_the_script_looks_for() {
    let html = &pages(Lang::Vi)[3].1;
    assert!(html.contains("data-pane") && !html.contains("<header"), "{html}");
    let queue = &pages(Lang::Vi)[0].1;
    for hook in
        ["data-queue", "data-row", "data-accept", "data-count", "data-every", "data-search", "data-pane", "data-keys"]
    {
        assert!(queue.contains(hook), "{hook}");
    }
}

#[test]
fn a_message_stands_above_the_form_and_beside_its_box() {
    let html = samples::dossier_page(Lang::Vi).render().unwrap();
    assert_eq!(html.matches("Cần căn cứ").count(), 2);
    assert!(html.contains("href=\"#ground\"") && html.contains("aria-describedby=\"ground-hint ground-error\""));
    assert!(samples::search(Lang::Vi, None).render().unwrap().contains("id=\"purpose-error\""));
}

#[test]
fn what_was_confirmed_before_goes_with_the_next_question() {
    let mut page = samples::dossier_page(Lang::Vi);
    page.dossier.offers.approve = true;
    page.typed.act = "approve".into();
    page.typed.kept = vec!["possible-duplicate".into()];
    page.typed.confirms = vec![("birth-too-close".into(), "Hai lần sinh quá gần nhau.".into())];
    let html = page.render().unwrap();
    let form = html.split("<form").find(|form| form.contains("value=\"approve\"")).unwrap();
    assert!(form.contains("type=\"hidden\" name=\"confirm\" value=\"possible-duplicate\""));
    assert!(form.contains("type=\"checkbox\" id=\"confirm-1\" name=\"confirm\" value=\"birth-too-close\""));
}

#[test]
fn ids_are_used_once_on_a_page() {
    for (name, html) in pages(Lang::Vi) {
        let mut seen = std::collections::BTreeSet::new();
        for id in html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(seen.insert(id.to_owned()), "{name}: {id}");
        }
    }
}

#[test]
fn every_route_of_the_desk_lies_under_it_and_names_its_power() {
    for route in crate::routes() {
        assert!(route.path == "/desk" || route.path.starts_with("/desk/"), "{}", route.path);
        assert_ne!(route.access, web::http::Access::Public, "{}", route.path);
    }
}

/// Writes the pages to a folder, to be looked at: `DESK_GALLERY=folder cargo test -p desk -- --ignored gallery`.
#[test]
#[ignore = "draws files to be looked at"]
fn gallery() {
    let Ok(folder) = std::env::var("DESK_GALLERY") else { return };
    let folder = Path::new(&folder);
    for asset in web::ASSETS {
        let path = folder.join("assets").join(asset.hash()).join(asset.name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, asset.bytes).unwrap();
    }
    for lang in Lang::ALL {
        for (name, html) in pages(lang) {
            std::fs::write(folder.join(format!("{name}-{}.html", lang.code())), html).unwrap();
        }
    }
}
