//! Draws every part of the pages, in every state, as static pages: `cargo run -p web --example gallery -- FOLDER`.
//! Serve the folder (`python3 -m http.server -d FOLDER`) and look. Every person in it is made up.

mod samples;

use askama::Template;
use std::{env, error::Error, fs, path::Path};
use web::{ASSETS, Counter, ErrorLink, Event, FormFrame, Lang, Leg, Page, PageView, Pager, Panel, SummarySection, Tag};

#[derive(Template)]
#[template(path = "form_page.html")]
struct FormPage {
    page: Page,
    view: PageView,
    frame: FormFrame,
}

#[derive(Template)]
#[template(path = "check_page.html")]
struct CheckPage {
    page: Page,
    sections: Vec<SummarySection>,
}

#[derive(Template)]
#[template(path = "done_page.html")]
struct DonePage {
    page: Page,
    panel: Panel,
}

#[derive(Template)]
#[template(path = "track_page.html")]
struct TrackPage {
    page: Page,
    legs: Vec<Leg>,
    events: Vec<Event>,
}

#[derive(Template)]
#[template(path = "messages_page.html")]
struct MessagesPage {
    page: Page,
    tags: Vec<Tag>,
    pager: Pager,
    errors: Vec<ErrorLink>,
}

#[derive(Template)]
#[template(path = "home_page.html")]
struct HomePage {
    page: Page,
}

#[derive(Template)]
#[template(path = "signin_page.html")]
struct SignInPage {
    page: Page,
    error: &'static str,
}

#[derive(Template)]
#[template(path = "queue_page.html")]
struct QueuePage {
    page: Page,
    counters: Vec<Counter>,
    rows: Vec<samples::QueueRow>,
    events: Vec<Event>,
    pager: Pager,
}

#[derive(Template)]
#[template(path = "dossier_page.html")]
struct DossierPage {
    page: Page,
    legs: Vec<Leg>,
    events: Vec<Event>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = env::args().nth(1).ok_or("give the folder to draw into")?;
    let folder = Path::new(&folder);
    for asset in ASSETS {
        let path = folder.join("assets").join(asset.hash()).join(asset.name);
        fs::create_dir_all(path.parent().ok_or("an asset lies in a folder")?)?;
        fs::write(path, asset.bytes)?;
    }
    let mut names = Vec::new();
    let mut put = |name: &str, html: String| {
        names.push(name.to_owned());
        fs::write(folder.join(format!("{name}.html")), html)
    };
    let citizen = || samples::citizen(Lang::Vi);
    let frame = samples::frame();

    put("home", HomePage { page: samples::stranger(Lang::Vi) }.render()?)?;
    put("home-en", HomePage { page: samples::stranger(Lang::En) }.render()?)?;
    put("sign-in", SignInPage { page: samples::stranger(Lang::Vi), error: "" }.render()?)?;
    let error = "Tên đăng nhập hoặc mật khẩu không đúng. Hãy kiểm tra lại cả hai rồi thử lại.";
    put("sign-in-error", SignInPage { page: samples::stranger(Lang::Vi), error }.render()?)?;
    for (name, view) in samples::views() {
        let page = Page { title: view.heading.clone(), ..citizen() };
        put(name, FormPage { page, view, frame: frame.clone() }.render()?)?;
    }
    put("check", CheckPage { page: citizen(), sections: samples::sections() }.render()?)?;
    put("done", DonePage { page: citizen(), panel: samples::panel() }.render()?)?;
    let notice = Some("Đã lưu phần bổ sung và gửi lại cho cán bộ tiếp nhận.".to_owned());
    let page = Page { notice, ..citizen() };
    put("track", TrackPage { page, legs: samples::legs(), events: samples::events() }.render()?)?;
    let messages =
        |page: Page| MessagesPage { page, tags: samples::tags(), pager: samples::pager(), errors: samples::errors() };
    put("messages", messages(citizen()).render()?)?;
    put("messages-desk", messages(samples::officer()).render()?)?;
    for (name, failure) in samples::failures() {
        put(name, web::error_page(citizen(), &failure, samples::request()))?;
    }
    let queue = |rows| QueuePage {
        page: samples::officer(),
        counters: samples::counters(),
        rows,
        events: samples::events(),
        pager: samples::pager(),
    };
    put("desk-queue", queue(samples::queue()).render()?)?;
    put("desk-queue-empty", queue(vec![]).render()?)?;
    put(
        "desk-dossier",
        DossierPage { page: samples::officer(), legs: samples::legs(), events: samples::events() }.render()?,
    )?;
    for (name, view) in samples::views().into_iter().filter(|(name, _)| *name == "form-errors") {
        put(&format!("desk-{name}"), FormPage { page: samples::officer(), view, frame: frame.clone() }.render()?)?;
    }
    fs::write(folder.join("names.txt"), names.join("\n"))?;
    let links: String = names.iter().map(|name| format!("<li><a href=\"{name}.html\">{name}</a></li>")).collect();
    fs::write(
        folder.join("index.html"),
        format!("<!doctype html><meta charset=utf-8><title>Gallery</title><ul>{links}</ul>"),
    )?;
    Ok(())
}
