//! Whole linked births: a family's draft, the registration, the child's number, and the three decisions after it.
//!
//! Each step is a transaction of its own, as it is from page to page, with its access records. Outside systems answer
//! at once: what is measured is ours.

use super::{Ground, Times, WARM_UP, WHY, officer, say};
use crate::say::answer;
use crate::{command::people, config::Config, exit::Failed, jobs, papers, wiring};
use basis::{AccountId, Actor, AgencyCode, Date, Failure, LegId, PersonId, SessionId, SubmissionKey, UnitCode};
use casework::{Action, Book, Decide, Outcome, Submit};
use db::Ctx;
use documents::Documents;
use files::{ContentHash, FileKind, Receipt};
use identity::{Agency, AgencyKind, NewAgency};
use procedure::{Answers, Value};
use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};
use synthetic::{SyntheticHousehold, SyntheticPerson};
use vietnam::{Address, FullName, HouseholdRelation, PersonalId, Sex, UnitKey};

const CHAINS_PER_S_MIN: f64 = 50.0;
const LINKED: &str = "3.000722";
const TIERS_BEGAN: Date = Date::constant(2025, 7, 1);
/// A young family has had no child since then, so that no birth is too close to another.
const NO_CHILD_SINCE: Date = Date::constant(2025, 6, 1);
const MOTHER_YEARS: std::ops::RangeInclusive<i16> = 18..=45;
const FATHER_YEARS: std::ops::RangeInclusive<i16> = 18..=65;
/// Where there are fewer couples than chains, a couple has more children of one delivery.
const CHILDREN_OF_ONE_DELIVERY_MAX: usize = 4;
const RESULTS_WITH_VERSIONS: usize = 5;
const DAYS_AFTER_BIRTH: i64 = 3;
const MIDDLE: [&str; 12] =
    ["Minh", "Gia", "Bảo", "Thanh", "Ngọc", "Hải", "Quang", "Thu", "Xuân", "Đức", "Hoàng", "Khánh"];
const GIVEN: [&str; 12] = ["An", "Bình", "Chi", "Dũng", "Giang", "Huy", "Khôi", "Lan", "Nam", "Phúc", "Sơn", "Vy"];

/// Runs one service in a transaction of its own.
macro_rules! step {
    ($ctx:expr, |$tx:ident| $call:expr) => {{
        let mut tx = $ctx.begin(WHY).await?;
        let out = {
            let $tx = &mut tx;
            $call.await
        };
        tx.finish(out).await?
    }};
}

/// A married couple with a home of its own.
struct Couple {
    mother: PersonId,
    home: Address,
    commune: UnitKey,
    surname: String,
}

/// One commune's offices.
struct Offices {
    justice: Actor,
    police: Actor,
    insurance: Actor,
}

struct Scene {
    book: Book,
    couples: Vec<Couple>,
    communes: Vec<(String, Offices)>,
    born: Date,
    next: AtomicUsize,
}

pub(super) async fn run(
    ground: &Ground,
    seed: u64,
    people: u64,
    lasting: Duration,
    callers: usize,
) -> Result<(), Failed> {
    let couples = fill(ground, seed, people).await?;
    let communes = found_offices(ground).await?;
    let today = basis::today_at(ground.app.now());
    let born = today.checked_sub(jiff::Span::new().days(DAYS_AFTER_BIRTH)).unwrap_or(today);
    let book = wiring::book(&Config::default())?;
    let scene = Arc::new(Scene { book, couples, communes, born, next: AtomicUsize::new(0) });
    if scene.couples.is_empty() {
        return Err(Failed::Usage("the province has no couple that could have a child: name more people".into()));
    }
    measure(ground, scene, lasting, callers).await?;
    print(ground, lasting).await
}

/// The documents of what was issued, made one after the other as the program's printer makes them, but for the file: it is
/// not kept. They follow a chain and are no part of its time.
async fn print(ground: &Ground, lasting: Duration) -> Result<(), Failed> {
    const AT_ONCE: i64 = 50;
    let documents = Documents::new().map_err(Failure::from)?;
    let printer =
        Ctx::new(Arc::clone(&ground.app), Actor::System(basis::SystemTask("bench")), basis::RequestId::fresh());
    let (mut times, mut bytes) = (Times::default(), 0);
    let began = Instant::now();
    while began.elapsed() < lasting {
        let claimed = step!(printer, |tx| casework::claim_results_without_pdf(tx, AT_ONCE));
        if claimed.is_empty() {
            break;
        }
        for id in claimed {
            let at = Instant::now();
            let Some((result, office, signer)) = step!(printer, |tx| jobs::load(tx, id)) else { continue };
            let (template, values) =
                papers::of(&result, &office, signer.as_deref(), "http://localhost").map_err(Failure::from)?;
            let pdf = documents.render(template, &values, result.issued_at).map_err(Failure::from)?.into_bytes();
            let hash = ContentHash::of(&pdf).to_string();
            step!(printer, |tx| casework::result_printed(tx, id, &hash, pdf.len() as u64));
            bytes += pdf.len();
            times.add(at.elapsed());
        }
    }
    let made = times.len();
    answer!(
        "\ndocuments {made} PDFs of results in {:.1} s by one printer: {:.1} /s, {} KB each, p50 {:.1} ms, p99 {:.1} ms",
        began.elapsed().as_secs_f64(),
        made as f64 / began.elapsed().as_secs_f64().max(f64::EPSILON),
        bytes / made.max(1) / 1000,
        times.percentile_ms(50),
        times.percentile_ms(99)
    );
    Ok(())
}

async fn measure(ground: &Ground, scene: Arc<Scene>, lasting: Duration, callers: usize) -> Result<(), Failed> {
    let before = ground.looks().await?;
    let begun = Instant::now();
    let (warm, end) = (begun + WARM_UP, begun + WARM_UP + lasting);
    let mut tasks = Vec::with_capacity(callers);
    for _ in 0..callers {
        let scene = Arc::clone(&scene);
        let chain = Chain { app: Arc::clone(&ground.app), scene };
        tasks.push(tokio::spawn(async move {
            let mut times = Times::default();
            let mut last: Option<(Ctx, String)> = None;
            loop {
                let began = Instant::now();
                let place = chain.scene.next.fetch_add(1, Ordering::Relaxed);
                if began >= end || place >= chain.scene.couples.len() * CHILDREN_OF_ONE_DELIVERY_MAX {
                    if let Some((family, code)) = last {
                        check_whole(&family, &code).await?;
                    }
                    return Ok::<_, Failed>((times, began));
                }
                last = Some(chain.run(place).await?);
                if began >= warm {
                    times.add(began.elapsed());
                }
            }
        }));
    }
    let (mut times, mut stopped) = (Times::default(), begun);
    for task in tasks {
        let (of_task, at) = task.await.map_err(|error| Failed::Broken(format!("a caller broke off: {error}")))??;
        times.merge(of_task);
        stopped = stopped.max(at);
    }
    let measured_s = stopped.saturating_duration_since(warm).as_secs_f64().max(f64::EPSILON);
    let looks = ground.looks().await? - before;
    answer!(
        "\nbirths    {} couples of the province, {callers} callers, {measured_s:.1} s: draft, save, submit, examine and \
         register, number asked and answered, three more decisions; 14 transactions a chain, each durable, with {looks} \
         access records",
        scene.couples.len()
    );
    let per_s = times.len() as f64 / measured_s;
    say("whole births", &format!("{per_s:.1} /s"), ">= 50 /s", per_s >= CHAINS_PER_S_MIN);
    answer!(
        "  time a chain                    p50 {:.1} ms, p99 {:.1} ms",
        times.percentile_ms(50),
        times.percentile_ms(99)
    );
    Ok(())
}

/// The last chain of a caller is looked at again: done, with the four results and the certificate before the number.
async fn check_whole(family: &Ctx, code: &str) -> Result<(), Failed> {
    let tracked = step!(family, |tx| casework::track(tx, code));
    if tracked.dossier.finished_at.is_none() || tracked.results.len() != RESULTS_WITH_VERSIONS {
        return Err(Failed::Broken("a chain ran through, and its dossier is not done".into()));
    }
    Ok(())
}

async fn fill(ground: &Ground, seed: u64, people: u64) -> Result<Vec<Couple>, Failed> {
    let ids = people::Ids::new(seed);
    let couples = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&couples);
    let items = synthetic::Province::new(seed, people).map(move |household| {
        if let Some(couple) = couple(ids, &household) {
            noted.lock().unwrap_or_else(PoisonError::into_inner).push(couple);
        }
        people::item(ids, household)
    });
    ground.fill(items, people).await?;
    let mut couples = couples.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(std::mem::take(&mut *couples))
}

/// A wife and her husband, the head, of an age to have children and without a baby.
fn couple(ids: people::Ids, household: &SyntheticHousehold) -> Option<Couple> {
    let today = synthetic::REFERENCE_DAY;
    let living = || household.members.iter().filter(|member| member.end.is_none());
    let father =
        living().find(|member| member.relation_to_head == HouseholdRelation::HEAD && member.sex == Sex::Male)?;
    let mother = living().find(|member| member.relation_to_head == HouseholdRelation::WIFE)?;
    let fits = MOTHER_YEARS.contains(&mother.birth.age_on(today))
        && FATHER_YEARS.contains(&father.birth.age_on(today))
        && mother.mobile.is_some()
        && household.members.iter().all(|member| member.birth.earliest() < NO_CHILD_SINCE);
    fits.then(|| Couple {
        mother: ids.person(mother.index),
        home: Address::new(household.commune.clone(), "Nhà mẫu"),
        commune: household.commune.clone(),
        surname: father.name.as_str().split(' ').next().unwrap_or("Nguyễn").to_owned(),
    })
}

/// A married woman of an age to have children, whose husband is the head of their household.
pub(super) fn wife(household: &SyntheticHousehold) -> Option<SyntheticPerson> {
    let living = || household.members.iter().filter(|member| member.end.is_none());
    living().find(|member| member.relation_to_head == HouseholdRelation::HEAD && member.sex == Sex::Male)?;
    let wife = living().find(|member| member.relation_to_head == HouseholdRelation::WIFE)?;
    let fits = MOTHER_YEARS.contains(&wife.birth.age_on(synthetic::REFERENCE_DAY)) && wife.mobile.is_some();
    fits.then(|| wife.clone())
}

/// A justice office, police and an insurance office in every commune, and an officer in each.
async fn found_offices(ground: &Ground) -> Result<Vec<(String, Offices)>, Failed> {
    let today = basis::today_at(ground.app.now());
    let mut agencies = Vec::new();
    let mut offices = Vec::new();
    for (place, commune) in vietnam::units().communes_of(synthetic::PROVINCE_CODE, today).iter().enumerate() {
        let mut found = |suffix: &str, kind: AgencyKind, role: &str| {
            let code = format!("H41.{}.{suffix}", place + 1);
            agencies.push(NewAgency {
                agency: Agency {
                    code: AgencyCode(code.clone()),
                    name: format!("{suffix} {}", commune.name),
                    kind,
                    unit: UnitCode(commune.code.to_owned()),
                    valid_from: TIERS_BEGAN,
                    valid_to: None,
                    confirmed: false,
                },
                serves: vec![UnitCode(commune.code.to_owned())],
            });
            officer(&code, commune.code, role)
        };
        let of_commune = Offices {
            justice: found("TP", AgencyKind::Justice, "justice"),
            police: found("CA", AgencyKind::Police, "police"),
            insurance: found("BH", AgencyKind::Insurance, "insurance"),
        };
        offices.push((commune.code.to_owned(), of_commune));
    }
    let mut tx = ground.system().begin(WHY).await?;
    let out = identity::create_agencies(&mut tx, &agencies).await;
    tx.finish(out).await?;
    Ok(offices)
}

struct Chain {
    app: Arc<db::App>,
    scene: Arc<Scene>,
}

impl Chain {
    fn ctx(&self, actor: &Actor) -> Ctx {
        Ctx::new(Arc::clone(&self.app), actor.clone(), basis::RequestId::fresh())
    }

    async fn run(&self, place: usize) -> Result<(Ctx, String), Failed> {
        let scene = &self.scene;
        let (couple, round) = (&scene.couples[place % scene.couples.len()], place / scene.couples.len());
        let offices = scene.communes.iter().find(|(code, _)| *code == couple.commune.code).map(|(_, offices)| offices);
        let offices = offices.ok_or_else(|| Failed::Broken("a couple lives in no commune of the province".into()))?;
        let book = &scene.book;
        let family = self.ctx(&Actor::Citizen {
            account: AccountId::fresh(),
            session: SessionId::fresh(),
            person: couple.mother,
        });

        let draft = step!(family, |tx| casework::start_draft(tx, book, LINKED));
        let paper = Receipt { hash: ContentHash::of(place.to_string().as_bytes()), size: 1, kind: FileKind::Pdf };
        step!(family, |tx| casework::add_paper(tx, draft, "papers.no_notice", "giay.pdf", &paper));
        let opened = step!(family, |tx| casework::open_draft(tx, &self.scene.book, draft));
        let (given, sex) =
            ((place + round) % GIVEN.len(), if place.is_multiple_of(2) { Sex::Male } else { Sex::Female });
        let name = format!("{} {} {}", couple.surname, MIDDLE[place / GIVEN.len() % MIDDLE.len()], GIVEN[given]);
        let answers = answers(opened.answers.clone(), couple, &name, sex, scene.born, round > 0)?;
        let revision = opened.draft.revision;
        step!(family, |tx| casework::save_draft(tx, &opened.draft, &answers, "results", revision));
        let key = SubmissionKey::fresh();
        let filed = step!(family, |tx| casework::submit(tx, book, Submit { draft, key }));
        let legs = step!(family, |tx| casework::track(tx, &filed.code)).legs;
        let [gate, residence, health, card] = legs.as_slice() else {
            return Err(Failed::Broken("a linked birth without its four parts".into()));
        };

        let justice = self.ctx(&offices.justice);
        let seen = step!(justice, |tx| casework::examine(tx, book, gate.id));
        // Namesakes born on one day are common in a province of few names: the officer compares, and confirms.
        let confirmed = if seen.alike.is_empty() { vec![] } else { vec![casework::codes::POSSIBLE_DUPLICATE] };
        self.approve(&justice, gate.id, confirmed).await?;

        let system = self.ctx(&Actor::System(basis::SystemTask("bench")));
        let handovers = step!(family, |tx| casework::track(tx, &filed.code)).handovers;
        let asked = handovers.iter().find(|handover| handover.kind == "number").map(|handover| handover.id);
        let asked =
            asked.ok_or_else(|| Failed::Broken("a registered birth without a question for its number".into()))?;
        step!(system, |tx| casework::begin_asking(tx, book, asked));
        let serial = links::SIMULATED_SERIAL_MIN + u32::try_from(place).unwrap_or(0);
        let number = PersonalId::compose("040", sex, scene.born.year(), serial);
        let number = number.ok_or_else(|| Failed::Broken("a number could not be put together".into()))?;
        step!(system, |tx| casework::record_answer(tx, book, asked, Outcome::Assigned(number)));

        for (officer, leg) in [(&offices.police, residence), (&offices.insurance, health), (&offices.police, card)] {
            self.approve(&self.ctx(officer), leg.id, vec![]).await?;
        }
        Ok((family, filed.code))
    }

    async fn approve(&self, ctx: &Ctx, leg: LegId, confirmed: Vec<basis::Code>) -> Result<(), Failed> {
        let command = Decide { leg, action: Action::Approve, key: SubmissionKey::fresh(), confirmed };
        step!(ctx, |tx| casework::decide(tx, &self.scene.book, command));
        Ok(())
    }
}

/// What a mother is asked; the rest follows from the register.
fn answers(
    mut answers: Answers,
    couple: &Couple,
    name: &str,
    sex: Sex,
    born: Date,
    twin: bool,
) -> Result<Answers, Failed> {
    let name = FullName::parse(name).map_err(|_| Failed::Broken("a made-up name is none".into()))?;
    let choice = |word: &str| Value::Choice(word.to_owned());
    for (key, value) in [
        ("requester.relation", choice("mother")),
        ("child.parents", choice("both")),
        ("parents.married", Value::YesNo(true)),
        ("agency.unit", Value::Unit(couple.commune.clone())),
        ("notice.kind", choice("none")),
        ("child.name", Value::Name(name)),
        ("child.birth", Value::Date(born)),
        ("child.sex", choice(sex.code())),
        ("child.birth_place", Value::Address(couple.home.clone())),
        ("child.is_twin", Value::YesNo(twin)),
        ("child.ethnicity", choice("kinh")),
        ("child.hometown", Value::Address(couple.home.clone())),
        ("insurance.clinic", Value::Text("Trạm y tế mẫu".to_owned())),
        ("insurance.guardian", choice("mother")),
        ("card.wanted", Value::YesNo(true)),
        ("results.manner", choice("electronic")),
        ("results.copies", choice("1")),
    ] {
        answers.set(key, value);
    }
    Ok(answers)
}
