//! A small made-up commune: three families, the agencies that decide, and what each test does again and again.

use basis::{Actor, AgencyCode, Clock as _, Code, Date, DraftId, Failure, HandoverId, HouseholdId, LegId, PersonId};
use basis::{SubmissionKey, UnitCode};
use casework::{Action, Book, Decide, Decided, Submit, Submitted, Tracked};
use db::Why;
use files::{ContentHash, FileKind, Receipt};
use identity::{Agency, AgencyKind, NewAgency};
use jiff::{SignedDuration, civil::date};
use population::{
    Basis, Personal, Place, RelationKind, RelativeRef,
    bulk::{self, BulkHousehold, BulkItem, BulkPerson},
    may::LoadBulk,
};
use procedure::{Answers, Catalogue, Value};
use std::sync::Arc;
use testkit::TestDb;
use vietnam::{Address, BirthDate, Ethnicity, FullName, HouseholdRelation, PersonalId, Sex, UnitKey, WorkingCalendar};

pub(crate) const COMMUNE: &str = "16681";
pub(crate) const OTHER_COMMUNE: &str = "16708";
pub(crate) const LINKED: &str = "3.000722";
pub(crate) const WHY: Why = Why::new("test", "NĐ 63/2024/NĐ-CP");
const TIERS: Date = date(2025, 7, 1);

/// The commune, its families and its officers.
pub(crate) struct World {
    pub(crate) db: TestDb,
    pub(crate) book: Book,
    pub(crate) household: HouseholdId,
    pub(crate) mother: PersonId,
    pub(crate) father: PersonId,
    /// Both file for the married couple.
    pub(crate) parent: Actor,
    /// An unmarried mother in her father's household.
    pub(crate) single: PersonId,
    pub(crate) single_parent: Actor,
    pub(crate) single_household: HouseholdId,
    pub(crate) guardian: PersonId,
    pub(crate) guardian_actor: Actor,
    pub(crate) guardian_household: HouseholdId,
    pub(crate) justice: Actor,
    pub(crate) police: Actor,
    pub(crate) insurance: Actor,
    /// The justice office of another commune.
    pub(crate) elsewhere: Actor,
}

/// Runs one service as somebody, in one transaction, a few seconds after the one before.
#[macro_export]
macro_rules! run {
    ($world:expr, $actor:expr, |$tx:ident| $call:expr) => {{
        $world.pass(5);
        let ctx = $world.db.ctx($actor.clone());
        let mut tx = ctx.begin($crate::world::WHY).await.unwrap();
        let out = {
            let $tx = &mut tx;
            $call.await
        };
        tx.finish(out).await
    }};
}

pub(crate) fn commune() -> UnitKey {
    UnitKey { code: COMMUNE.to_owned(), valid_from: Some(TIERS) }
}

fn person(name: &str, birth: &str, sex: Sex) -> Personal {
    let mut facts = Personal::new(FullName::parse(name).unwrap(), BirthDate::parse(birth).unwrap(), sex);
    facts.ethnicity = Ethnicity::from_code("kinh").ok();
    facts.origin = Some(Place::in_unit(commune(), String::new()));
    facts.mobile = Some("0912345678".to_owned());
    facts
}

/// A number of the province.
pub(crate) fn number(sex: Sex, year: i16, serial: u32) -> PersonalId {
    PersonalId::compose("040", sex, year, serial).unwrap()
}

fn member(
    id: PersonId,
    (name, birth, sex, serial): (&str, &str, Sex, u32),
    relation: HouseholdRelation,
    relations: Vec<(RelationKind, RelativeRef)>,
) -> BulkPerson {
    let facts = person(name, birth, sex);
    let year = facts.birth.year();
    let mut made = BulkPerson::new(id, facts);
    made.personal_id = Some(number(sex, year, serial));
    made.membership = Some((relation, Some(TIERS)));
    made.relations = relations;
    made
}

fn home(id: HouseholdId, detail: &str, members: Vec<BulkPerson>) -> BulkItem {
    let address = Address::new(commune(), detail);
    BulkItem::Household(BulkHousehold { id, file_no: None, address, since: Some(TIERS), members })
}

impl World {
    pub(crate) async fn new() -> Self {
        let db = testkit::database().await;
        let calendar = WorkingCalendar::from_toml(vietnam::STATUTORY_CALENDAR).unwrap();
        let book = Book { catalogue: Arc::new(Catalogue::embedded()), calendar: Arc::new(calendar) };
        let [mother, father, single, guardian] = std::array::from_fn(|_| PersonId::fresh());
        let world = Self {
            db,
            book,
            household: HouseholdId::fresh(),
            mother,
            father,
            parent: testkit::citizen(mother),
            single,
            single_parent: testkit::citizen(single),
            single_household: HouseholdId::fresh(),
            guardian,
            guardian_actor: testkit::citizen(guardian),
            guardian_household: HouseholdId::fresh(),
            justice: testkit::officer("H41.1.TP", COMMUNE, &["justice"]),
            police: testkit::officer("H41.1.CA", COMMUNE, &["police"]),
            insurance: testkit::officer("H41.BH01", COMMUNE, &["insurance"]),
            elsewhere: testkit::officer("H41.2.TP", OTHER_COMMUNE, &["justice"]),
        };
        world.load().await;
        world.found_agencies().await;
        world
    }

    async fn load(&self) {
        use HouseholdRelation as R;
        let spouse = |of: PersonId| vec![(RelationKind::Spouse, RelativeRef::Person(of))];
        let grandfather = PersonId::fresh();
        let items = vec![
            home(
                self.household,
                "Số 1",
                vec![
                    member(self.father, ("Nguyễn Văn Dũng", "3/4/1995", Sex::Male, 11), R::HEAD, spouse(self.mother)),
                    member(self.mother, ("Trần Thị Bình", "1/2/1998", Sex::Female, 12), R::WIFE, spouse(self.father)),
                ],
            ),
            home(
                self.single_household,
                "Số 2",
                vec![
                    member(grandfather, ("Lê Văn Bá", "5/6/1965", Sex::Male, 13), R::HEAD, vec![]),
                    member(
                        self.single,
                        ("Lê Thị Thu", "1/12/2001", Sex::Female, 14),
                        R::CHILD,
                        vec![(RelationKind::Father, RelativeRef::Person(grandfather))],
                    ),
                ],
            ),
            home(
                self.guardian_household,
                "Số 3",
                vec![member(self.guardian, ("Võ Thị Mai", "15/1/1980", Sex::Female, 15), R::HEAD, vec![])],
            ),
        ];
        let ctx = self.db.system();
        let may = ctx.allow::<LoadBulk>().unwrap();
        bulk::load(&ctx, may, &self.db.owner, &Basis::law("NĐ 37/2021 Đ5"), items.into_iter(), |_| {}).await.unwrap();
    }

    async fn found_agencies(&self) {
        let agency = |code: &str, kind, unit: &str| NewAgency {
            agency: Agency {
                code: AgencyCode(code.to_owned()),
                name: format!("Cơ quan mẫu {code}"),
                kind,
                unit: UnitCode(unit.to_owned()),
                valid_from: TIERS,
                valid_to: None,
                confirmed: false,
            },
            serves: vec![UnitCode(unit.to_owned())],
        };
        let agencies = [
            agency("H41.1.TP", AgencyKind::Justice, COMMUNE),
            agency("H41.1.CA", AgencyKind::Police, COMMUNE),
            agency("H41.BH01", AgencyKind::Insurance, COMMUNE),
            agency("H41.2.TP", AgencyKind::Justice, OTHER_COMMUNE),
        ];
        let system = self.system();
        run!(self, system, |tx| identity::create_agencies(tx, &agencies)).unwrap();
    }

    pub(crate) fn system(&self) -> Actor {
        Actor::System(basis::SystemTask("test"))
    }

    /// Lets time pass.
    pub(crate) fn pass(&self, seconds: i64) {
        self.db.clock.set(self.db.clock.now() + SignedDuration::from_secs(seconds));
    }

    pub(crate) async fn count(&self, query: &'static str) -> i64 {
        sqlx::query_scalar(query).fetch_one(&self.db.owner).await.unwrap()
    }

    /// A draft that is ready to be submitted.
    pub(crate) async fn draft(&self, actor: &Actor, answers: &Answers, papers: &[&str]) -> DraftId {
        self.draft_of(LINKED, actor, answers, papers).await
    }

    /// A draft of any procedure that is ready to be submitted.
    pub(crate) async fn draft_of(&self, procedure: &str, actor: &Actor, answers: &Answers, papers: &[&str]) -> DraftId {
        let id = run!(self, actor, |tx| casework::start_draft(tx, &self.book, procedure)).unwrap();
        for (place, field) in papers.iter().enumerate() {
            let receipt = receipt(&format!("{id}/{place}"));
            run!(self, actor, |tx| casework::add_paper(tx, id, field, "giay.pdf", &receipt)).unwrap();
        }
        let opened = run!(self, actor, |tx| casework::open_draft(tx, &self.book, id)).unwrap();
        let mut all = opened.answers.clone();
        for (key, value) in answers.iter() {
            all.set(key, value.clone());
        }
        for word in answers.confirmed() {
            all.confirm(word);
        }
        let revision = opened.draft.revision;
        run!(self, actor, |tx| casework::save_draft(tx, &opened.draft, &all, "results", revision)).unwrap();
        id
    }

    pub(crate) async fn submit(&self, actor: &Actor, draft: DraftId, key: SubmissionKey) -> Result<Submitted, Failure> {
        run!(self, actor, |tx| casework::submit(tx, &self.book, Submit { draft, key }))
    }

    /// A dossier of the married couple, or of a family told by its answers.
    pub(crate) async fn filed(&self, actor: &Actor, answers: &Answers, papers: &[&str]) -> Submitted {
        let draft = self.draft(actor, answers, papers).await;
        self.submit(actor, draft, SubmissionKey::fresh()).await.unwrap()
    }

    /// A dossier of the married couple.
    pub(crate) async fn filed_by_couple(&self) -> Submitted {
        self.filed(&self.parent, &couple("Nguyễn Minh An", "no"), &["papers.no_notice"]).await
    }

    pub(crate) async fn track(&self, actor: &Actor, code: &str) -> Tracked {
        run!(self, actor, |tx| casework::track(tx, code)).unwrap()
    }

    /// The leg of a step.
    pub(crate) async fn leg(&self, actor: &Actor, code: &str, step: &str) -> casework::Leg {
        self.track(actor, code).await.legs.into_iter().find(|leg| leg.step == step).unwrap()
    }

    pub(crate) async fn act(&self, officer: &Actor, leg: LegId, action: Action) -> Result<Decided, Failure> {
        self.act_confirming(officer, leg, action, vec![]).await
    }

    pub(crate) async fn act_confirming(
        &self,
        officer: &Actor,
        leg: LegId,
        action: Action,
        confirmed: Vec<Code>,
    ) -> Result<Decided, Failure> {
        let command = Decide { leg, action, key: SubmissionKey::fresh(), confirmed };
        run!(self, officer, |tx| casework::decide(tx, &self.book, command))
    }

    /// A dossier of the couple whose birth is registered, and the question for the number.
    pub(crate) async fn registered(&self) -> (Submitted, HandoverId) {
        let filed = self.filed_by_couple().await;
        let gate = self.leg(&self.parent, &filed.code, "register_birth").await;
        self.act(&self.justice, gate.id, Action::Approve).await.unwrap();
        (filed, self.due().await[0])
    }

    pub(crate) async fn due(&self) -> Vec<HandoverId> {
        let system = self.system();
        run!(self, system, |tx| casework::due_handovers(tx)).unwrap()
    }

    /// The job's two transactions, with an answer of our choice between them.
    pub(crate) async fn answer(&self, handover: HandoverId, outcome: casework::Outcome) -> bool {
        let system = self.system();
        let asked = run!(self, system, |tx| casework::begin_asking(tx, &self.book, handover)).unwrap();
        self.late_answer(handover, outcome).await;
        asked.is_some()
    }

    /// An answer that nobody waited for.
    pub(crate) async fn late_answer(&self, handover: HandoverId, outcome: casework::Outcome) {
        let system = self.system();
        run!(self, system, |tx| casework::record_answer(tx, &self.book, handover, outcome)).unwrap();
    }

    /// The kinds of what the nightly comparison found and nobody settled.
    pub(crate) async fn findings(&self) -> Vec<String> {
        let system = self.system();
        run!(self, system, |tx| casework::compare_handovers(tx)).unwrap();
        let leader = testkit::officer("H41", COMMUNE, &["leader"]);
        let found = run!(self, leader, |tx| casework::findings(tx)).unwrap();
        let mut kinds: Vec<String> = found.into_iter().map(|finding| finding.kind).collect();
        kinds.sort();
        kinds
    }
}

/// Every uploaded file of a test is another one.
pub(crate) fn receipt(content: &str) -> Receipt {
    Receipt { hash: ContentHash::of(content.as_bytes()), size: content.len() as u64, kind: FileKind::Pdf }
}

/// Whether this was refused for this reason.
pub(crate) fn refused<T: std::fmt::Debug>(out: Result<T, Failure>, code: Code) -> bool {
    match out {
        Err(Failure::Refusal(refusal)) => refusal.has(code),
        other => panic!("not a refusal: {other:?}"),
    }
}

pub(crate) fn choice(word: &str) -> Value {
    Value::Choice(word.to_owned())
}

/// What every birth is asked.
fn child(name: &str, twin: &str) -> Answers {
    let mut answers = Answers::default();
    let place = Address::new(commune(), "Số 5");
    for (key, value) in [
        ("agency.unit", Value::Unit(commune())),
        ("notice.kind", choice("none")),
        ("child.name", Value::Name(FullName::parse(name).unwrap())),
        ("child.birth", Value::Date(date(2026, 11, 20))),
        ("child.sex", choice("male")),
        ("child.birth_place", Value::Address(place.clone())),
        ("child.is_twin", Value::YesNo(twin == "yes")),
        ("child.ethnicity", choice("kinh")),
        ("child.hometown", Value::Address(place)),
        ("insurance.clinic", Value::Text("Trạm y tế mẫu".to_owned())),
        ("card.wanted", Value::YesNo(true)),
        ("results.manner", choice("electronic")),
        ("results.copies", choice("2")),
    ] {
        answers.set(key, value);
    }
    answers
}

/// The couple's child.
pub(crate) fn couple(name: &str, twin: &str) -> Answers {
    let mut answers = child(name, twin);
    answers.set("requester.relation", choice("mother"));
    answers.set("child.parents", choice("both"));
    answers.set("parents.married", Value::YesNo(true));
    answers.set("insurance.guardian", choice("mother"));
    answers
}

/// The child of a mother alone, without an identity card.
pub(crate) fn mother_only() -> Answers {
    let mut answers = child("Lê Gia Hân", "no");
    answers.set("requester.relation", choice("mother"));
    answers.set("child.parents", choice("mother_only"));
    answers.set("insurance.guardian", choice("mother"));
    answers.set("card.wanted", Value::YesNo(false));
    answers
}

/// A child whose parents nobody knows.
pub(crate) fn ward() -> Answers {
    let mut answers = child("Võ Hoài An", "no");
    answers.set("requester.relation", choice("guardian"));
    answers.set("child.parents", choice("none"));
    answers.set("residence.relation", choice("other_old_record"));
    answers.set("insurance.guardian", choice("requester"));
    answers.set("card.wanted", Value::YesNo(false));
    answers
}
