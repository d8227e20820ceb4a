//! What officers do: decide a birth, and look somebody up at the counter.

use crate::trace::Trail;
use acceptance::{Browser, Page, Site, confirmed};
use std::time::{Duration, Instant};

const NUMBER_WAIT_MAX: Duration = Duration::from_secs(60);
const POLL_EVERY: Duration = Duration::from_millis(300);

/// An officer at work, whose pages are compared with the trail.
pub(crate) struct Officer<'a> {
    browser: Browser,
    role: String,
    trail: &'a Trail,
    person: &'a str,
    shown: &'a [String],
}

impl<'a> Officer<'a> {
    pub(crate) fn new(site: &Site, role: &str, trail: &'a Trail, person: &'a str, shown: &'a [String]) -> Self {
        Self { browser: site.signed_in(role), role: role.to_owned(), trail, person, shown }
    }

    /// Asks for a page, and demands a look for it when it shows the person.
    fn see(&self, what: &str, ask: impl FnOnce(&Browser) -> Page) -> Page {
        let before = self.trail.count_of_officers(self.person);
        let page = ask(&self.browser);
        assert!(page.status < 500, "{} {what}: {}", self.role, page.text());
        let text = page.text().replace([' ', '.'], "");
        if self.shown.iter().any(|shown| text.contains(&shown.replace(' ', ""))) {
            let after = self.trail.count_of_officers(self.person);
            assert!(after > before, "{} saw the mother on {what}, and no look was kept", self.role);
        }
        page
    }

    /// Approves so many parts of the dossier that are in the queue of this officer's agency.
    pub(crate) fn approve(&self, code: &str, parts: usize) {
        for _ in 0..parts {
            let queue = self.see("the queue", |browser| browser.get("/desk"));
            let row = queue.html.split("<tr").find(|row| row.contains(code));
            let row = row.unwrap_or_else(|| panic!("{} does not see {code}: {}", self.role, queue.text()));
            let leg = leg_in(row).unwrap_or_else(|| panic!("{}: no part in {row}", self.role));
            let path = format!("/desk/legs/{leg}");
            let until = Instant::now() + NUMBER_WAIT_MAX;
            let mut page = self.see("a dossier", |browser| browser.get(&path));
            while page.find_form("act").is_none() || !page.html.contains("value=\"approve\"") {
                assert!(Instant::now() < until, "{} may not approve: {}", self.role, page.text());
                std::thread::sleep(POLL_EVERY); // the number comes by a job
                page = self.see("a dossier", |browser| browser.get(&path));
            }
            let mut answer = self.see("an approval", |browser| browser.submit(page.form("act").set("act", "approve")));
            if answer.html.contains("name=\"confirm\"") {
                let again = confirmed(answer.form("confirm").set("act", "approve"), &answer);
                answer = self.see("an approval", |browser| browser.submit(again));
            }
            assert_eq!(answer.status, 200, "{}: {}", self.role, answer.text());
            // The queue has one part less.
            let queue = self.see("the queue", |browser| browser.get("/desk"));
            let open = queue.html.split("<tr").any(|row| row.contains(code) && leg_in(row) == Some(leg.clone()));
            assert!(!open, "{} could not approve: {}", self.role, answer.text());
        }
    }

    /// Looks somebody up by number, as at the counter, and opens what is found.
    pub(crate) fn find(&self, number: &str) {
        let ask = self.see("the search", |browser| browser.get("/desk/search"));
        let form = ask.form("q").set("q", number);
        let form = if ask.html.contains("name=\"purpose\"") { form.set("purpose", "answer_citizen") } else { form };
        let found = self.see("what was found", |browser| browser.submit(form));
        assert_eq!(found.status, 200, "{}", found.text());
        if let Some(link) = found.links().iter().find(|link| link.contains("/desk/people/")) {
            let person = self.see("a person", |browser| browser.get(link));
            assert_eq!(person.status, 200, "{}", person.text());
        }
    }
}

/// The id of the part that a row leads to.
fn leg_in(row: &str) -> Option<String> {
    row.split("leg").skip(1).find_map(|rest| {
        let rest = rest.trim_start_matches(|c: char| !c.is_ascii_hexdigit());
        let id: String = rest.chars().take_while(|c| c.is_ascii_hexdigit() || *c == '-').collect();
        (id.replace('-', "").len() == 32).then_some(id)
    })
}
