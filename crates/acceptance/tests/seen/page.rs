//! What a person reads on "Ai đã xem dữ liệu của tôi", look by look, through all of its pages.

use acceptance::Browser;
use std::collections::BTreeSet;

const PAGES_MAX: usize = 50;

/// One look, in the words of the page.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Look {
    pub(crate) day: String,
    /// `09:12`; on the page looks that are said together have a span, as `09:12–09:30`.
    pub(crate) time: String,
    pub(crate) who: String,
    pub(crate) own: bool,
    pub(crate) purpose: String,
    pub(crate) ground: String,
    pub(crate) fields: BTreeSet<String>,
    pub(crate) dossier: String,
}

/// The page and what it must say, of one moment: read again when something happened in between.
pub(crate) fn same_moment(reader: &Browser, of: usize, expected: impl Fn() -> Vec<Look>) -> (Vec<Look>, Vec<Look>) {
    for _ in 0..20 {
        let before = expected();
        let read = read(reader, of);
        let after = expected();
        // Opening the page is itself a look of one's own; it shows the next time.
        let others = |looks: &[Look]| looks.iter().filter(|look| !look.own).cloned().collect::<Vec<_>>();
        if others(&before) == others(&after) {
            return (read, before);
        }
    }
    panic!("it does not stand still");
}

/// Fails with the looks that only one side has.
pub(crate) fn assert_same(read: &[Look], expected: &[Look]) {
    if let Some(difference) = difference(read, expected) {
        panic!("the page and the trail differ:\n{difference}");
    }
}

/// What only one side has. Looks of one run are said together, so each must lie within a line that is said, and a line
/// must say nothing that no look within it saw.
pub(crate) fn difference(read: &[Look], expected: &[Look]) -> Option<String> {
    let mut lines: Vec<String> = Vec::new();
    for one in expected {
        if !read.iter().any(|said| holds(said, one)) {
            lines.push(format!("missing on the page: {one:?}"));
        }
    }
    for said in read {
        let within: BTreeSet<&String> =
            expected.iter().filter(|one| holds(said, one)).flat_map(|one| &one.fields).collect();
        if within != said.fields.iter().collect() {
            lines.push(format!("only on the page: {said:?}"));
        }
        // Only one's own looks, the family's and the program's may be said with a span: an officer's have their minute.
        let close = said.own || said.who.starts_with("Hệ thống") || said.who.contains("trong gia đình");
        if said.time.contains('–') && !close {
            lines.push(format!("an officer's looks are said together over a span: {said:?}"));
        }
    }
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// Whether a line says this look too.
fn holds(said: &Look, one: &Look) -> bool {
    let (from, to) = said.time.split_once('–').unwrap_or((&said.time, &said.time));
    (&said.day, &said.who, said.own, &said.purpose, &said.ground, &said.dossier)
        == (&one.day, &one.who, one.own, &one.purpose, &one.ground, &one.dossier)
        && from <= one.time.as_str()
        && one.time.as_str() <= to
        && one.fields.is_subset(&said.fields)
}

fn read(reader: &Browser, of: usize) -> Vec<Look> {
    let mut address = if of == 0 { "/me/seen".to_owned() } else { format!("/me/seen?of={of}") };
    let mut looks = Vec::new();
    for _ in 0..PAGES_MAX {
        let page = reader.get(&address);
        assert_eq!((page.status, page.path.as_str()), (200, "/me/seen"), "{}", page.text());
        for section in page.html.split("<section aria-labelledby=\"day-").skip(1) {
            let day = between(section, "\">", "</h2>").rsplit('>').next().unwrap_or_default().trim().to_owned();
            looks.extend(section.split("<li class=\"event").skip(1).map(|item| look(&day, item)));
        }
        let next = page.links().into_iter().find(|link| link.contains("before=") && *link != address);
        match next {
            Some(link) => address = link,
            None => return looks,
        }
    }
    panic!("the pages do not end");
}

fn look(day: &str, item: &str) -> Look {
    let text = |html: &str| html.replace("&#38;", "&").replace("&#39;", "'").trim().to_owned();
    let meta = between(item, "<p class=\"event__meta\">", "</p>");
    let (time, rest) = meta.split_once(" · ").unwrap_or((meta, ""));
    let fields = rest.split(" · ").next().unwrap_or_default();
    let fields = fields.split_once(": ").map_or(fields, |(_, fields)| fields);
    let ground = between(item, "<p class=\"event__detail\">", "</p>");
    Look {
        day: day.to_owned(),
        time: time.trim().to_owned(),
        who: text(between(item, "<strong>", "</strong>")),
        own: item.starts_with(" event--plain event--view"),
        purpose: text(between(item, "</strong>:", "</p>")),
        ground: text(ground.trim_start().trim_start_matches("Căn cứ:")),
        fields: fields.split(", ").map(text).collect(),
        dossier: text(between(rest, "href=\"/dossiers/", "\"")),
    }
}

fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    text.split_once(from).and_then(|(_, rest)| rest.split_once(to)).map_or("", |(found, _)| found)
}
