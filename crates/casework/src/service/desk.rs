//! The officers' side: the queue of an agency, and a dossier with its papers beside the register.

use super::{
    decide::own_leg,
    track::{Tracked, whole},
};
use crate::{
    book::Book,
    codes, may,
    rules::rollup,
    store::{
        self,
        leg::{Counters, QueueFilter, QueueRow},
    },
    words::Leg,
};
use basis::{Actor, Failure, Fault, Kind, LegId, Timestamp, local};
use db::Tx;
use population::{HouseholdView, PersonView, PossibleDuplicate};

/// Rows of one page of a queue.
const ROWS_MAX: i64 = 50;
/// A leg is due soon when less than this is left.
const SOON_HOURS: i64 = 8;

/// Which part of a queue is wanted: the counters are the filters.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Filter {
    /// Everything open.
    #[default]
    Open,
    /// Not yet accepted.
    Fresh,
    /// Being worked on.
    Working,
    /// Waiting for the citizen.
    Supplement,
    /// Due soon.
    Soon,
    /// Past its term.
    Overdue,
    /// Waiting for a personal number, or for an officer to enter one.
    Number,
    /// Finished.
    Done,
}

impl Filter {
    /// Every filter, in the order of the counters.
    pub const ALL: [Self; 8] =
        [Self::Open, Self::Fresh, Self::Working, Self::Supplement, Self::Soon, Self::Overdue, Self::Number, Self::Done];
    /// Its word in an address.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Fresh => "fresh",
            Self::Working => "working",
            Self::Supplement => "supplement",
            Self::Soon => "soon",
            Self::Overdue => "overdue",
            Self::Number => "number",
            Self::Done => "done",
        }
    }
    /// The filter with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|filter| filter.word() == word)
    }
    fn statuses(self) -> Vec<i16> {
        match self {
            Self::Open | Self::Number | Self::Done => (1..=10).collect(),
            Self::Fresh => vec![1],
            Self::Working => vec![2, 4, 6, 7],
            Self::Supplement => vec![5],
            Self::Soon | Self::Overdue => vec![1, 2, 4, 6, 7],
        }
    }
}

/// One page of a queue.
#[derive(Clone, Debug)]
pub struct Queue {
    /// The counters.
    pub counters: Counters,
    /// The rows, by due time.
    pub rows: Vec<Row>,
    /// Where the next page begins.
    pub next: Option<(Timestamp, LegId)>,
}

/// One row of a queue, with the name of the one who filed.
#[derive(Clone, Debug)]
pub struct Row {
    /// The leg and its dossier.
    pub row: QueueRow,
    /// The applicant's name.
    pub applicant: Option<String>,
}

/// The queue of the officer's agency.
///
/// # Errors
/// A refusal without the power.
pub async fn queue(tx: &mut Tx, filter: Filter, after: Option<(Timestamp, LegId)>) -> Result<Queue, Failure> {
    tx.allow::<may::SeeQueue>()?;
    let Actor::Officer { agency, .. } = tx.actor().clone() else {
        return Err(Failure::refused(Kind::Forbidden, db::NOT_ALLOWED));
    };
    let now = tx.began();
    let soon = super::later(now, SOON_HOURS * 3600);
    let counters = store::leg::counters(tx, &agency, now, soon, month_began(now)).await?;
    let (earliest, latest) = ends_of_time()?;
    let rows = if filter == Filter::Done {
        store::leg::done(tx, &agency, ROWS_MAX).await?
    } else if filter == Filter::Number {
        store::leg::awaiting_number(tx, &agency, now, ROWS_MAX).await?
    } else {
        let (due_from, due_before) = match filter {
            Filter::Soon => (now, soon),
            Filter::Overdue => (earliest, now),
            _ => (earliest, latest),
        };
        let statuses = filter.statuses();
        let after = after.unwrap_or((earliest, LegId::from_uuid(uuid::Uuid::nil())));
        let wanted =
            QueueFilter { agency: &agency, statuses: &statuses, after, due_from, due_before, rows_max: ROWS_MAX };
        store::leg::queue(tx, wanted).await?
    };
    let full = i64::try_from(rows.len()).unwrap_or(0) == ROWS_MAX && !matches!(filter, Filter::Done | Filter::Number);
    let next = rows.last().filter(|_| full).and_then(|row| row.leg.opened.map(|opened| (opened.due, row.leg.id)));
    let mut named = Vec::with_capacity(rows.len());
    for row in rows {
        let applicant = match row.applicant {
            Some(person) => Some(population::get_person(tx, person).await?.facts.name.as_str().to_owned()),
            None => None,
        };
        named.push(Row { row, applicant });
    }
    Ok(Queue { counters, rows: named, next })
}

/// A dossier as the deciding officer sees it: the paper beside the register.
#[derive(Clone, Debug)]
pub struct Examined {
    /// The dossier with everything about it.
    pub whole: Tracked,
    /// The leg that this officer decides.
    pub leg: Leg,
    /// Who of the register takes part.
    pub people: Vec<(&'static str, PersonView)>,
    /// The household the child joins.
    pub household: Option<HouseholdView>,
    /// Whether the child was declared a twin, and the hospital's notice does not say otherwise.
    pub is_twin: bool,
    /// Children that look like this one.
    pub alike: Vec<PossibleDuplicate>,
}

/// Opens a dossier by one of its legs. Another agency's is as if it were not there.
///
/// # Errors
/// Not found.
pub async fn examine(tx: &mut Tx, book: &Book, id: LegId) -> Result<Examined, Failure> {
    tx.allow::<may::SeeQueue>()?;
    let missing = || Failure::refused(Kind::NotFound, codes::DOSSIER_NOT_FOUND);
    let dossier = store::leg::dossier_of(tx, id).await?.ok_or_else(missing)?;
    let mut dossier = store::dossier::find(tx, dossier).await?.ok_or_else(missing)?;
    tx.for_dossier(dossier.id);
    super::refresh_people(tx, book, &mut dossier).await?;
    let filing = if book.is_birth(&dossier)? { Some(book.filing(&dossier)?) } else { None };
    let people_ids = dossier.people.clone();
    let subject = dossier.subject;
    let whole = whole(tx, dossier).await?;
    let place = own_leg(tx, &whole.legs, id)?;
    let leg = whole.legs.get(place).cloned().ok_or_else(|| Fault::new("a leg was lost between two lines"))?;
    let mut people = Vec::new();
    for (who, person) in [
        ("requester", people_ids.requester),
        ("mother", people_ids.mother),
        ("father", people_ids.father),
        ("guardian", people_ids.guardian),
        ("child", subject),
    ] {
        if let Some(person) = person {
            people.push((who, population::get_person(tx, person).await?));
        }
    }
    let household = match filing.as_ref().and_then(crate::filing::BirthFiling::host) {
        Some(host) => population::household_of(tx, host).await?,
        None => None,
    };
    let alike = match &filing {
        Some(filing) if subject.is_none() && leg.gate => alike(tx, filing).await?,
        _ => Vec::new(),
    };
    debug_assert_eq!(rollup::roll_up(&whole.legs).0, whole.dossier.status, "the status follows the legs");
    let is_twin = filing.is_some_and(|filing| filing.is_twin);
    Ok(Examined { whole, leg, people, household, is_twin, alike })
}

async fn alike(tx: &mut Tx, filing: &crate::filing::BirthFiling) -> Result<Vec<PossibleDuplicate>, Failure> {
    let person =
        |relative: &Option<population::RelativeRef>| relative.as_ref().and_then(population::RelativeRef::person);
    let facts = population::ChildFacts {
        name: filing.child.clone(),
        birth: vietnam::BirthDate::Day(filing.born),
        sex: filing.sex,
        mother: person(&filing.mother),
        father: person(&filing.father),
    };
    population::possible_duplicates(tx, &facts).await
}

fn month_began(now: Timestamp) -> Timestamp {
    let first = local(now).date().first_of_month();
    first.to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(7))).map_or(now, |zoned| zoned.timestamp())
}

/// Bounds that every due time lies within, and that PostgreSQL can hold.
fn ends_of_time() -> Result<(Timestamp, Timestamp), Failure> {
    let bound =
        |text: &str| text.parse().map_err(|error: jiff::Error| Fault::because("reading a bound of time", error));
    Ok((bound("1900-01-01T00:00:00Z")?, bound("9999-01-01T00:00:00Z")?))
}
