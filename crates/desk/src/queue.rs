//! The queue of an agency: counters as filters, rows by due time, a dossier beside it on wide screens.

use crate::{
    dossier::{self, DossierView, LegState, PanePage, Seer, procedure_name, step_label, when_and_left},
    frame::{self, NavItem},
    names::Names,
    why,
};
use askama::Template;
use axum::{extract::State, http::HeaderMap};
use basis::{Failure, Kind, LegId, Timestamp};
use casework::{Counters, Filter, Queue, Row, Waiting};
use serde::Deserialize;
use web::{
    Counter, Page, Pager, Tag, Tone, Words,
    http::{Answer, NOT_FOUND, Query, Shell, Visitor, redirect, render},
};

/// What the address of the queue may say.
#[derive(Deserialize, Default)]
pub(crate) struct Asked {
    #[serde(default)]
    filter: String,
    /// The dossier beside the queue.
    #[serde(default)]
    leg: String,
    /// Where the page begins: the last due time and leg of the page before.
    #[serde(default)]
    after: String,
    #[serde(default)]
    done: String,
}

/// One row, in words.
#[derive(Clone)]
pub(crate) struct RowView {
    pub(crate) leg: String,
    pub(crate) href: String,
    pub(crate) code: String,
    pub(crate) step: String,
    /// The procedure's name and its code, which is what fits into a row.
    pub(crate) procedure: String,
    pub(crate) procedure_code: String,
    pub(crate) applicant: String,
    pub(crate) due: Option<String>,
    pub(crate) left: Option<Tag>,
    pub(crate) status: Tag,
    pub(crate) holder: Option<String>,
    pub(crate) flags: Vec<Tag>,
    pub(crate) current: bool,
    /// Finished rows cannot be marked.
    pub(crate) open: bool,
}

/// The queue's page.
#[derive(Template)]
#[template(path = "queue.html")]
pub(crate) struct QueuePage {
    pub(crate) page: Page,
    pub(crate) nav: Vec<NavItem>,
    pub(crate) counters: Vec<Counter>,
    /// "98,4 % đúng hạn tháng này (61/62)".
    pub(crate) on_time: Option<String>,
    pub(crate) rows: Vec<RowView>,
    pub(crate) pager: Pager,
    pub(crate) filter: String,
    pub(crate) dossier: Option<DossierView>,
    pub(crate) may_search: bool,
    pub(crate) results: Vec<crate::bulk::RowResult>,
}

impl QueuePage {
    /// Whether a row can still be acted on; in a list of finished ones there is nothing to mark.
    fn has_open(&self) -> bool {
        self.rows.iter().any(|row| row.open)
    }
}

pub(crate) async fn show(
    State(shell): State<Shell>,
    visitor: Visitor,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Answer {
    if !frame::holds(&shell, &visitor, "see_queue") {
        // Leaders and administrators have no queue; a citizen has no desk at all.
        return match frame::first_place(&shell, &visitor) {
            Some(place) if matches!(visitor.actor(), basis::Actor::Officer { .. }) => redirect(place),
            _ => Err(Failure::refused(Kind::NotFound, NOT_FOUND).into()),
        };
    }
    let chosen: Option<LegId> = match asked.leg.as_str() {
        "" => None,
        leg => Some(frame::id(leg)?),
    };
    let filter = Filter::from_word(&asked.filter).unwrap_or_default();
    let seer = Seer::new(&shell, &visitor);
    let beside = match chosen {
        Some(leg) => Some(DossierView::read(
            &seer,
            &shell.book,
            &dossier::load(&shell, &visitor, leg, why::examine()).await?,
            "",
        )?),
        None => None,
    };
    // The script moves from row to row and wants the dossier alone.
    if headers.contains_key("x-pane") {
        let page = frame::page(&shell, &visitor, visitor.words(&shell).t("desk-queue-title"));
        return render(&PanePage { page, dossier: beside, filter: filter.word().to_owned() });
    }
    let after = after_of(&asked.after);
    let mut drawn = load(&shell, &visitor, filter, after, chosen).await?;
    drawn.dossier = beside;
    drawn.page.notice = dossier::done_text(visitor.words(&shell), &asked.done);
    render(&drawn)
}

/// Reads one page of the queue and puts it into words.
pub(crate) async fn load(
    shell: &Shell,
    visitor: &Visitor,
    filter: Filter,
    after: Option<(Timestamp, LegId)>,
    chosen: Option<LegId>,
) -> Result<QueuePage, Failure> {
    let ctx = visitor.ctx(shell);
    let mut tx = ctx.begin(why::queue()).await?;
    let out = casework::queue(&mut tx, filter, after).await;
    let queue: Queue = tx.finish(out).await?;
    let holders = queue.rows.iter().filter_map(|row| row.row.leg.claimed).map(|(account, _)| account);
    let names = Names::find(&ctx, holders.collect()).await?;
    let seer = Seer::new(shell, visitor);
    let today = seer.today();
    let rows = queue
        .rows
        .iter()
        .map(|row| {
            let procedure = procedure_name(&shell.book, &row.row.procedure, today, seer.lang);
            row_view(&seer, row, procedure, &names, filter, chosen)
        })
        .collect();
    Ok(QueuePage {
        page: frame::page(shell, visitor, seer.words.t("desk-queue-title")),
        nav: frame::nav(shell, visitor),
        counters: counters(seer.words, &queue.counters, filter),
        on_time: on_time(seer.words, &queue.counters),
        rows,
        pager: Pager {
            first: after.map(|_| format!("/desk?filter={}", filter.word())),
            next: queue
                .next
                .map(|(due, leg)| format!("/desk?filter={}&after={}.{leg}", filter.word(), due.as_microsecond())),
        },
        filter: filter.word().to_owned(),
        dossier: None,
        may_search: frame::holds(shell, visitor, "find_person"),
        results: Vec::new(),
    })
}

/// `1795575600000000.0193…`: the key of the last row seen. Anything else begins at the beginning.
fn after_of(word: &str) -> Option<(Timestamp, LegId)> {
    let (due, leg) = word.split_once('.')?;
    Some((Timestamp::from_microsecond(due.parse().ok()?).ok()?, leg.parse().ok()?))
}

fn row_view(
    seer: &Seer,
    row: &Row,
    procedure: String,
    names: &Names,
    filter: Filter,
    chosen: Option<LegId>,
) -> RowView {
    let leg = &row.row.leg;
    let (due, left) = when_and_left(seer, &LegState::from(leg));
    let flag = |tone, key| Tag::new(tone, seer.words.t(key));
    let mut flags = Vec::new();
    if row.row.filed_late {
        flags.push(flag(Tone::Soon, "desk-flag-filed-late"));
    }
    if leg.waiting_for == Some(Waiting::Number) {
        flags.push(flag(Tone::Info, "desk-flag-number"));
    }
    if leg.verification {
        flags.push(flag(Tone::Plain, "desk-flag-verification"));
    }
    let holder = leg.claimed.map(|(account, _)| {
        let me = Some(account) == seer.account;
        let name = if me { Some(seer.words.t("desk-holder-me")) } else { names.officer(account) };
        name.unwrap_or_else(|| seer.words.t("desk-holder-other")).to_owned()
    });
    RowView {
        leg: leg.id.to_string(),
        href: format!("/desk?filter={}&leg={}#dossier", filter.word(), leg.id),
        code: row.row.dossier_code.clone(),
        step: step_label(&leg.step, seer.lang),
        procedure,
        procedure_code: row.row.procedure.clone(),
        applicant: row.applicant.clone().unwrap_or_default(),
        due,
        left,
        status: crate::dossier::status_tag(leg.status, seer.lang),
        holder,
        flags,
        current: Some(leg.id) == chosen,
        open: leg.finished_at.is_none(),
    }
}

fn counters(words: &Words, counts: &Counters, filter: Filter) -> Vec<Counter> {
    [
        (Filter::Open, counts.every, Tone::Plain),
        (Filter::Fresh, counts.fresh, Tone::Info),
        (Filter::Working, counts.working, Tone::Plain),
        (Filter::Supplement, counts.supplement, Tone::Plain),
        (Filter::Soon, counts.soon, Tone::Soon),
        (Filter::Overdue, counts.overdue, Tone::Late),
        (Filter::Number, counts.awaiting_number, Tone::Info),
        (Filter::Done, counts.finished, Tone::Good),
    ]
    .into_iter()
    .map(|(one, count, tone)| Counter {
        label: words.t(&format!("desk-filter-{}", one.word())).to_owned(),
        count,
        href: format!("/desk?filter={}", one.word()),
        current: one == filter,
        tone,
    })
    .collect()
}

/// The share of this month's finished legs, without those withdrawn, that were in time, to a tenth of a percent, never rounded up to 100.
fn on_time(words: &Words, counts: &Counters) -> Option<String> {
    if counts.judged <= 0 {
        return None;
    }
    let tenths = counts.in_time.saturating_mul(1000) / counts.judged;
    let comma = if words.lang() == web::Lang::Vi { ',' } else { '.' };
    let share =
        if tenths % 10 == 0 { (tenths / 10).to_string() } else { format!("{}{comma}{}", tenths / 10, tenths % 10) };
    let args = [("share", share), ("n", counts.in_time.to_string()), ("all", counts.judged.to_string())];
    Some(words.with("desk-on-time", args))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    #[test]
    fn the_key_of_a_page_is_read_back_and_anything_else_is_the_beginning() {
        let leg = LegId::from_uuid(uuid::Uuid::from_u128(9));
        let due = samples::now();
        assert_eq!(after_of(&format!("{}.{leg}", due.as_microsecond())), Some((due, leg)));
        for word in ["", "1", "x.y", "99999999999999999999.1"] {
            assert_eq!(after_of(word), None, "{word}");
        }
    }

    #[test]
    fn a_share_of_one_late_leg_in_many_is_not_all() {
        let words = samples::words(web::Lang::Vi);
        let text = |in_time, judged| on_time(words, &Counters { in_time, judged, ..Counters::default() });
        assert_eq!(text(0, 0), None);
        assert!(text(62, 62).unwrap().starts_with("100 %"));
        assert!(text(9999, 10_000).unwrap().starts_with("99,9 %"));
        assert!(text(61, 62).unwrap().starts_with("98,3 %"));
    }

    #[test]
    fn each_counter_is_a_filter_and_one_is_current() {
        let all = counters(samples::words(web::Lang::En), &Counters::default(), Filter::Soon);
        assert_eq!(all.len(), Filter::ALL.len());
        assert_eq!(all.iter().filter(|counter| counter.current).count(), 1);
    }
}
