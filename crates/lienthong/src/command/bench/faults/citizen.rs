//! One submitter: fills in birth after birth page by page, and repeats whatever was not answered, as a citizen would.
//!
//! A submission that was not acknowledged is sent again just as it was, under the same key, until it is.

use super::{
    super::Draw,
    answers,
    browser::{Browser, Page, Paper},
    form::Form,
    ledger::{Ledger, Submission},
};
use basis::Date;
use files::ContentHash;
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::sync::Notify;

const PROCEDURE: &str = "3.000722";
/// The field in which papers are uploaded: a birth that no hospital reported.
const PAPERS: &str = "papers.no_notice";
const PAPER_BYTES_MAX: usize = 96 * 1024;
/// Whoever gets no answer for so long gives up and says so.
const GIVE_UP_AFTER: Duration = Duration::from_secs(180);
const RETRY_FIRST: Duration = Duration::from_millis(50);
const RETRY_MAX: Duration = Duration::from_millis(800);
const STEPS_MAX: usize = 300;
/// A page that is refused so often is a mistake of ours.
const REFUSED_MAX: usize = 4;
/// One in so many acknowledged submissions is sent once more on purpose.
const AGAIN_ONE_IN: usize = 8;
/// One sending in so many loses its connection within these milliseconds, and as many lose their answer.
const TROUBLE_ONE_IN: usize = 6;
const HANG_UP_WITHIN_MS: usize = 120;
/// Who signs in.
#[derive(Clone, Debug)]
pub(super) struct Account {
    pub(super) username: String,
    pub(super) password: String,
}

/// What the submitters have in common.
#[derive(Debug, Default)]
pub(super) struct Common {
    /// Submissions acknowledged by now.
    pub(super) acknowledged: AtomicUsize,
    /// Everybody ends the dossier at hand and begins none.
    pub(super) enough: AtomicBool,
    /// Told when a submission is on its way.
    pub(super) sending: Notify,
}

/// One submitter with what it remembers.
pub(super) struct Citizen {
    browser: Browser,
    account: Account,
    /// The day the children are born.
    born: Date,
    draw: Draw,
    common: Arc<Common>,
    ledger: Ledger,
}

/// Why a submitter could not go on. A made-up person's data are not quoted.
type Stuck = String;

impl Citizen {
    pub(super) fn new(port: u16, account: Account, born: Date, draw: Draw, common: Arc<Common>) -> Self {
        Self { browser: Browser::new(port), account, born, draw, common, ledger: Ledger::default() }
    }

    /// Files until there is enough; gives what was promised to it.
    pub(super) async fn run(mut self) -> Ledger {
        let outcome = self.file_on().await;
        self.ledger.complaints.extend(outcome.err());
        self.ledger
    }

    async fn file_on(&mut self) -> Result<(), Stuck> {
        self.sign_in().await?;
        while !self.common.enough.load(Ordering::Relaxed) {
            let mut path = self.start().await?;
            let check = self.fill(&mut path).await?;
            self.submit(&path, &check).await?;
        }
        Ok(())
    }

    async fn sign_in(&mut self) -> Result<(), Stuck> {
        let began = Instant::now();
        while began.elapsed() < GIVE_UP_AFTER {
            let page = self.get("/sign-in").await?;
            let mut form = Form::with_field(&page.body, "username").ok_or("the sign-in page has no form")?;
            form.set("username", &self.account.username);
            form.set("password", &self.account.password);
            match self.post("/sign-in", &form).await {
                Some(page) if page.status == 303 => return Ok(()),
                Some(page) => return Err(format!("signing in was answered with {}", page.status)),
                None => {}
            }
        }
        Err("signing in was never answered".to_owned())
    }

    /// Begins a draft, or finds the one whose beginning was not acknowledged.
    async fn start(&mut self) -> Result<String, Stuck> {
        let began = Instant::now();
        let page = self.get(&format!("/procedures/{PROCEDURE}")).await?;
        let form = Form::to(&page.body, "/start").ok_or("the procedure's page has no start button")?;
        while began.elapsed() < GIVE_UP_AFTER {
            match self.post(&form.action, &form).await {
                Some(page) if page.status == 303 => return led(page, "the start button"),
                Some(page) => return Err(format!("the start button was answered with {}", page.status)),
                None => {}
            }
            let drafts = self.get("/drafts").await?;
            if let Some(id) = draft_in(&drafts.body) {
                return Ok(format!("/drafts/{id}"));
            }
        }
        Err("the start button was never answered".to_owned())
    }

    /// Answers page after page; gives the last one, on which everything is checked, and leaves its path in `path`.
    async fn fill(&mut self, path: &mut String) -> Result<Page, Stuck> {
        let papers = self.papers();
        let mut refused = 0;
        for _ in 0..STEPS_MAX {
            let page = self.get(path).await?;
            if page.status == 303 {
                *path = led(page, "a page of the form")?;
                continue;
            }
            if page.status != 200 {
                return Err(format!("a page of the form was answered with {}", page.status));
            }
            if path.ends_with("/check") {
                return Ok(page);
            }
            let form = Form::with_field(&page.body, "revision").ok_or("a page of the form has no form")?;
            let answered = if form.files.iter().any(|field| field == PAPERS) {
                self.upload(&form, &papers).await
            } else {
                let form = answers::given(form, self.born, &mut self.draw);
                self.post(&form.action.clone(), &form).await
            };
            match answered {
                // Whether it was saved nobody knows: the page itself will show it.
                None => {}
                Some(page) if page.status == 303 => *path = led(page, "a page of the form")?,
                Some(page) => {
                    refused += 1;
                    if refused >= REFUSED_MAX {
                        let last = path.rsplit('/').next().unwrap_or_default();
                        return Err(format!("the page {last} was answered with {} again and again", page.status));
                    }
                }
            }
        }
        Err("the form does not end".to_owned())
    }

    async fn upload(&mut self, form: &Form, papers: &[Paper]) -> Option<Page> {
        let hashes: Vec<String> = papers.iter().map(|paper| ContentHash::of(&paper.content).to_string()).collect();
        self.ledger.papers_sent.extend(hashes.iter().cloned());
        let answered = self.browser.upload(&form.action, &form.fields, PAPERS, papers).await;
        let page = self.counted(answered).await?;
        if page.status == 303 {
            self.ledger.papers_acknowledged.extend(hashes);
        }
        Some(page)
    }

    /// Sends the same form again and again until a code comes back.
    async fn submit(&mut self, path: &str, check: &Page) -> Result<(), Stuck> {
        let mut form = Form::to(&check.body, "/check").ok_or("the last page has no form")?;
        for (name, value) in std::mem::take(&mut form.boxes) {
            form.set(&name, &value);
        }
        let key = form.value("key").ok_or("the last page has no key")?.to_owned();
        let draft = path.split('/').nth(2).unwrap_or_default().to_owned();
        let place = self.ledger.submissions.len();
        self.ledger.submissions.push(Submission { key, draft, ..Submission::default() });
        let began = Instant::now();
        while began.elapsed() < GIVE_UP_AFTER {
            self.ledger.submissions[place].sent += 1;
            self.common.sending.notify_waiters();
            let Some(page) = self.post_submission(place, &form).await else { continue };
            let code = code_of(&page).ok_or_else(|| format!("a submission was answered with {}", page.status))?;
            if self.ledger.submissions[place].lost_on_its_way.as_ref().is_some_and(|first| *first != code) {
                return Err(format!("a submission whose first answer was lost got another code, {code}"));
            }
            self.ledger.submissions[place].code = Some(code.clone());
            self.common.acknowledged.fetch_add(1, Ordering::Relaxed);
            if self.draw.below(AGAIN_ONE_IN) == 0 {
                self.submit_again(&form, &code).await?;
            }
            return Ok(());
        }
        Err("a submission was never acknowledged".to_owned())
    }

    /// Sends it once. Now and then the connection is gone before the answer comes, or the answer is lost on its way.
    async fn post_submission(&mut self, place: usize, form: &Form) -> Option<Page> {
        let chance = self.draw.below(TROUBLE_ONE_IN);
        if chance == 0 {
            let after = Duration::from_millis(self.draw.below(HANG_UP_WITHIN_MS) as u64);
            let answered = self.browser.post_and_hang_up(&form.action, &form.fields, after).await;
            self.ledger.hung_up += u32::from(answered.is_err());
            return self.counted(answered).await;
        }
        let page = self.post(&form.action, form).await?;
        if chance > 1 {
            return Some(page);
        }
        self.ledger.submissions[place].lost_on_its_way = code_of(&page);
        None
    }

    /// Presses the button once more: the same code must come.
    async fn submit_again(&mut self, form: &Form, first: &str) -> Result<(), Stuck> {
        let Some(page) = self.post(&form.action, form).await else { return Ok(()) };
        self.ledger.sent_again += 1;
        match code_of(&page) {
            Some(again) if again == first => Ok(()),
            Some(again) => Err(format!("the same submission got the code {first} and then {again}")),
            None => Err(format!("a submission that was sent again was answered with {}", page.status)),
        }
    }

    /// A page, asked for until it comes.
    async fn get(&mut self, path: &str) -> Result<Page, Stuck> {
        let began = Instant::now();
        while began.elapsed() < GIVE_UP_AFTER {
            let answered = self.browser.get(path).await;
            if let Some(page) = self.counted(answered).await {
                return Ok(page);
            }
        }
        Err("a page was never answered".to_owned())
    }

    /// A form, sent once; nothing when nobody knows what became of it.
    async fn post(&mut self, path: &str, form: &Form) -> Option<Page> {
        let answered = self.browser.post(path, &form.fields).await;
        self.counted(answered).await
    }

    /// Counts what was not answered, or only with a fault, and waits a little longer each time.
    async fn counted(&mut self, answered: std::io::Result<Page>) -> Option<Page> {
        match answered {
            Ok(page) if page.status < 500 && page.status != 408 => {
                self.ledger.failures_in_a_row = 0;
                return Some(page);
            }
            Ok(_) => self.ledger.faults_seen += 1,
            Err(_) => self.ledger.breaks_seen += 1,
        }
        let doublings = self.ledger.failures_in_a_row.min(4);
        self.ledger.failures_in_a_row += 1;
        // Not all at the same moment.
        let spread = Duration::from_millis(self.draw.below(50) as u64);
        tokio::time::sleep((RETRY_FIRST * (1 << doublings)).min(RETRY_MAX) + spread).await;
        None
    }

    /// One paper or two, which nobody else sends.
    fn papers(&mut self) -> Vec<Paper> {
        let many = 1 + self.draw.below(2);
        (0..many)
            .map(|place| {
                let bytes = self.draw.below(PAPER_BYTES_MAX);
                let mut content = format!("%PDF-1.4\n% {} {} ", self.account.username, place).into_bytes();
                while content.len() < bytes.max(64) {
                    content.extend(format!("{:08x}", self.draw.below(u32::MAX as usize)).bytes());
                }
                content.extend(b"\n%%EOF\n");
                Paper { name: format!("cam-doan-{place}.pdf"), content }
            })
            .collect()
    }
}

/// Where an answer leads, without the place on the page.
fn led(page: Page, what: &str) -> Result<String, Stuck> {
    let to = page.location.ok_or_else(|| format!("{what} led nowhere"))?;
    let path = to.split('#').next().unwrap_or_default().to_owned();
    if path.starts_with("/sign-in") { Err(format!("{what} led to signing in: the session was lost")) } else { Ok(path) }
}

/// The first draft that a page links to.
fn draft_in(html: &str) -> Option<&str> {
    html.split("/drafts/")
        .skip(1)
        .find_map(|behind| behind.get(..32))
        .filter(|id| id.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// The dossier's code, on the confirmation itself or in the address that an answer leads to.
fn code_of(page: &Page) -> Option<String> {
    let from = match page.status {
        200 => &page.body,
        303 => page.location.as_ref()?,
        _ => return None,
    };
    let codes = from.split("/dossiers/").skip(1).map(|behind| {
        let ends = behind.find(|letter: char| !(letter.is_ascii_alphanumeric() || ".-".contains(letter)));
        &behind[..ends.unwrap_or(behind.len())]
    });
    codes.into_iter().find(|code| code.matches('-').count() == 2).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(status: u16, location: Option<&str>, body: &str) -> Page {
        Page { status, location: location.map(str::to_owned), body: body.to_owned() }
    }

    #[test]
    fn the_code_is_read_from_either_answer() {
        let code = Some("H41.7.TP-20261124-0000012".to_owned());
        let shown = r#"<a href="/dossiers">…</a><a href="/dossiers/H41.7.TP-20261124-0000012">…</a>"#;
        assert_eq!(code_of(&page(200, None, shown)), code);
        assert_eq!(code_of(&page(303, Some("/dossiers/H41.7.TP-20261124-0000012/done"), "")), code);
        assert_eq!(code_of(&page(303, Some("/dossiers"), "")), None);
        assert_eq!(code_of(&page(422, None, shown)), None);
    }

    #[test]
    fn a_lost_session_is_a_complaint_and_no_way_on() {
        assert!(led(page(303, Some("/sign-in?to=/drafts"), ""), "a page").is_err());
        assert_eq!(led(page(303, Some("/drafts/1/pages/twin#x"), ""), "a page").unwrap(), "/drafts/1/pages/twin");
    }

    #[test]
    fn a_draft_is_found_on_the_page_of_drafts() {
        let html = r#"<a href="/drafts/">x</a><a href="/drafts/01a20f19fcbe7331b2e8aba8571ff00e">x</a>"#;
        assert_eq!(draft_in(html), Some("01a20f19fcbe7331b2e8aba8571ff00e"));
        assert_eq!(draft_in("/drafts/1"), None);
    }
}
