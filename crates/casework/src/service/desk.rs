//! The officers' side: the queue of an agency, and a dossier with its papers beside the register.

use super::{
    decide::own_leg,
    track::{Tracked, whole},
    undo::{self, Undo},
};
use crate::{
    book::Book,
    codes,
    effects::moving::headed_by,
    filing::Case,
    may,
    rules::{
        joining::{self, HomeField},
        rollup,
    },
    store::{
        self,
        draft::Of,
        leg::{Counters, QueueFilter, QueueRow},
    },
    words::{Leg, OldNumber, Paper},
};
use basis::{Actor, Failure, Fault, Kind, LegId, PersonId, Timestamp, local};
use db::{Fields, Subject, Tx};
use population::{HouseholdView, PersonView, PossibleDuplicate};

/// Rows of one page of a queue.
const ROWS_MAX: i64 = 50;
/// The names by which those who move along are told.
const MEMBERS: [&str; 8] = ["member1", "member2", "member3", "member4", "member5", "member6", "member7", "member8"];
/// What is seen of the family when a paper of theirs is opened.
const PAPER: Fields = Fields("paper");
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
    let applicants: Vec<PersonId> = rows.iter().filter_map(|row| row.applicant).collect();
    let names = population::names_of(tx, &applicants).await?;
    let name_of = |person: PersonId| names.get(&person).map(|name| name.as_str().to_owned());
    let rows = rows.into_iter().map(|row| Row { applicant: row.applicant.and_then(name_of), row }).collect();
    Ok(Queue { counters, rows, next })
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
    /// The household of a birth as it was declared, each fact beside the register's.
    pub home: Vec<HomeField>,
    /// Whether the child was declared a twin, and the hospital's notice does not say otherwise.
    pub is_twin: bool,
    /// Children that look like this one.
    pub alike: Vec<PossibleDuplicate>,
    /// The child's old insurance number, where one was found.
    pub old_number: Option<OldNumber>,
    /// What the officer who asks has just done and can take back.
    pub undo: Option<Undo>,
}

/// Opens a dossier by one of its legs. Another agency's is as if it were not there.
///
/// # Errors
/// Not found.
pub async fn examine(tx: &mut Tx, book: &Book, id: LegId) -> Result<Examined, Failure> {
    tx.allow::<may::SeeQueue>()?;
    let missing = || Failure::refused(Kind::NotFound, codes::DOSSIER_NOT_FOUND);
    let mut dossier = store::dossier::find_by_leg(tx, id).await?.ok_or_else(missing)?;
    tx.for_dossier(dossier.id);
    super::refresh_people(tx, book, &mut dossier).await?;
    let case = if Case::is_known(book.gate(&dossier.definition)?) { Some(book.case(&dossier)?) } else { None };
    let people_ids = dossier.people.clone();
    let subject = dossier.subject;
    let undo = undo::offered(tx, &dossier, id).await?;
    let whole = whole(tx, dossier).await?;
    let place = own_leg(tx, &whole.legs, id)?;
    let leg = whole.legs.get(place).cloned().ok_or_else(|| Fault::new("a leg was lost between two lines"))?;
    let named: Vec<(&'static str, PersonId)> = [
        ("requester", people_ids.requester),
        ("mother", people_ids.mother),
        ("father", people_ids.father),
        ("guardian", people_ids.guardian),
        ("person", people_ids.person),
        ("head", people_ids.head),
        ("owner", people_ids.owner),
        ("child", subject.or(people_ids.child)),
    ]
    .into_iter()
    .chain(MEMBERS.into_iter().zip(people_ids.members.iter().copied()))
    .filter_map(|(who, person)| person.map(|person| (who, person)))
    .collect();
    let ids: Vec<PersonId> = named.iter().map(|(_, person)| *person).collect();
    let views = population::get_people(tx, &ids).await?;
    let people: Vec<_> = named.into_iter().map(|(who, _)| who).zip(views).collect();
    let household = match &case {
        Some(Case::Birth(filing)) => match filing.host() {
            Some(host) => population::household_of(tx, host).await?,
            None => None,
        },
        Some(Case::Move(_)) => headed_by(tx, people_ids.head).await?,
        Some(Case::Card(_)) | None => None,
    };
    let home = match case.as_ref().and_then(Case::birth).and_then(|filing| filing.home.as_ref()) {
        Some(declared) => joining::beside(declared, household.as_ref(), tx.today()),
        None => Vec::new(),
    };
    let alike = match case.as_ref().and_then(Case::birth) {
        Some(filing) if subject.is_none() && leg.gate => alike(tx, filing).await?,
        _ => Vec::new(),
    };
    let old_number = store::insurance::find(tx, leg.id).await?;
    debug_assert_eq!(rollup::roll_up(&whole.legs).0, whole.dossier.status, "the status follows the legs");
    let is_twin = case.as_ref().and_then(Case::birth).is_some_and(|filing| filing.is_twin);
    Ok(Examined { whole, leg, people, household, home, is_twin, alike, old_number, undo })
}

/// One paper of a dossier, for an officer whose agency has a part of it: right and dossier are checked, and that the paper
/// was seen is recorded; the register is not read.
///
/// # Errors
/// Not found.
pub async fn paper_of(tx: &mut Tx, id: LegId, paper: uuid::Uuid) -> Result<Paper, Failure> {
    tx.allow::<may::SeeQueue>()?;
    let missing = || Failure::refused(Kind::NotFound, codes::DOSSIER_NOT_FOUND);
    let dossier = store::dossier::find_by_leg(tx, id).await?.ok_or_else(missing)?;
    tx.for_dossier(dossier.id);
    let legs = store::leg::list(tx, dossier.id).await?;
    own_leg(tx, &legs, id)?;
    let papers = store::draft::papers(tx, Of::Dossier(dossier.id)).await?;
    let found = papers.into_iter().find(|there| there.id == paper).ok_or_else(missing)?;
    for person in dossier.people.all() {
        tx.saw(Subject::Person(person), PAPER);
    }
    Ok(found)
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
