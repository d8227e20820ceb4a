//! A small made-up register for the service tests: one married couple with the husband's parents.

use basis::{Date, HouseholdId, PersonId};
use db::{App, Ctx, Keys, Options, PowerTable, Tx, Why};
use jiff::civil::date;
use population::{
    Basis, Personal, Place, Recorded, RegisterBirth, RelationKind, RelativeRef,
    bulk::{self, BulkHousehold, BulkItem, BulkPerson, Loaded},
    may::{self, POWERS},
};
use std::sync::Arc;
use testkit::TestDb;
use vietnam::{Address, BirthDate, FullName, HouseholdRelation, PersonalId, Sex, UnitKey};

/// The day on which every test stands.
pub(crate) const TODAY: Date = date(2026, 11, 23);

/// The register and its people.
pub(crate) struct Register {
    pub(crate) db: TestDb,
    pub(crate) app: Arc<App>,
    pub(crate) household: HouseholdId,
    pub(crate) grandfather: PersonId,
    pub(crate) father: PersonId,
    pub(crate) mother: PersonId,
    pub(crate) father_number: PersonalId,
}

pub(crate) fn person(name: &str, birth: &str, sex: Sex) -> Personal {
    Personal::new(FullName::parse(name).unwrap(), BirthDate::parse(birth).unwrap(), sex)
}

pub(crate) fn number(sex: Sex, year: i16, serial: u32) -> PersonalId {
    PersonalId::compose("040", sex, year, serial).unwrap()
}

pub(crate) fn law() -> Basis {
    Basis::law("Luật Hộ tịch 60/2014 Đ16")
}

pub(crate) fn commune() -> UnitKey {
    UnitKey { code: "17329".to_owned(), valid_from: None }
}

impl Register {
    pub(crate) async fn empty() -> Self {
        let db = testkit::database().await;
        // A table of roles of its own: what a role may do is another test's business.
        let powers = POWERS.iter().map(|power| format!("\"{power}\"")).collect::<Vec<_>>().join(", ");
        let table = format!(
            "[officer]\npowers = [{powers}]\n[system]\npowers = [{powers}]\n[citizen]\npowers = [\"see_own_family\"]\n"
        );
        let options = Options { url: db.url.clone(), connections_max: 6 };
        let keys = Keys::from_secret(b"a secret for tests only, thirty-two bytes");
        let app = App::connect(&options, Arc::clone(&db.clock) as _, PowerTable::parse(&table).unwrap(), keys);
        let app = Arc::new(app.await.unwrap());
        let household = HouseholdId::fresh();
        let (grandfather, father, mother) = (PersonId::fresh(), PersonId::fresh(), PersonId::fresh());
        let father_number = number(Sex::Male, 1995, 17);
        Self { db, app, household, grandfather, father, mother, father_number }
    }
    pub(crate) async fn with_family() -> Self {
        let register = Self::empty().await;
        register.load(vec![BulkItem::Household(register.family())]).await.unwrap();
        register
    }
    pub(crate) fn family(&self) -> BulkHousehold {
        let since = Some(date(2020, 6, 1));
        let mut grandfather = BulkPerson::new(self.grandfather, person("Nguyễn Văn Bá", "1965", Sex::Male));
        grandfather.personal_id = Some(number(Sex::Male, 1965, 3));
        grandfather.membership = Some((HouseholdRelation::HEAD, since));
        let mut father = BulkPerson::new(self.father, person("Nguyễn Văn Dũng", "3/4/1995", Sex::Male));
        father.personal_id = Some(self.father_number);
        father.membership = Some((HouseholdRelation::CHILD, since));
        father.relations = vec![
            (RelationKind::Father, RelativeRef::Person(self.grandfather)),
            (RelationKind::Spouse, RelativeRef::Person(self.mother)),
        ];
        let mut mother = BulkPerson::new(self.mother, person("Trần Thị Bình", "1/2/1998", Sex::Female));
        mother.personal_id = Some(number(Sex::Female, 1998, 21));
        mother.membership = Some((HouseholdRelation::OTHER_OLD_RECORD, since));
        mother.relations = vec![(RelationKind::Spouse, RelativeRef::Person(self.father))];
        BulkHousehold {
            id: self.household,
            file_no: Some("HS-1".to_owned()),
            address: Address::new(commune(), "Xóm 3"),
            since,
            members: vec![grandfather, father, mother],
        }
    }
    pub(crate) async fn load(&self, items: Vec<BulkItem>) -> Result<Loaded, basis::Failure> {
        let ctx = self.ctx();
        let tx = begin(&ctx).await;
        let may = tx.allow::<may::LoadBulk>().unwrap();
        tx.finish(Ok(())).await.unwrap();
        bulk::load(&ctx, may, &self.db.owner, &Basis::law("NĐ 37/2021 Đ5"), items.into_iter(), |_| {}).await
    }
    pub(crate) fn ctx(&self) -> Ctx {
        let actor = testkit::officer("G00.1", "17329", &["officer"]);
        Ctx::new(Arc::clone(&self.app), actor, basis::RequestId::fresh())
    }
    pub(crate) fn birth(&self, name: &str, birth: &str, sex: Sex) -> RegisterBirth {
        RegisterBirth {
            name: FullName::parse(name).unwrap(),
            sex,
            birth: BirthDate::parse(birth).unwrap(),
            birth_place: Some(Place::words("Bệnh viện")),
            registered: Place::in_unit(commune(), ""),
            origin: None,
            ethnicity: None,
            religion: None,
            nationalities: vec!["VN".to_owned()],
            mother: Some(RelativeRef::Person(self.mother)),
            father: Some(RelativeRef::Person(self.father)),
            guardian: None,
            is_twin: false,
            basis: law().on_paper("giấy chứng sinh số 1"),
            confirmed: vec![],
        }
    }
    /// A birth whose mother is not in the register: only her name is recorded.
    pub(crate) fn birth_of_a_stranger(&self, name: &str, birth: &str, sex: Sex) -> RegisterBirth {
        let mother = Recorded { name: "Vừ Thị Mỷ".to_owned(), number: None, nationality: None };
        RegisterBirth { mother: Some(RelativeRef::Recorded(mother)), father: None, ..self.birth(name, birth, sex) }
    }
    pub(crate) async fn count(&self, query: &'static str) -> i64 {
        sqlx::query_scalar(query).fetch_one(&self.db.owner).await.unwrap()
    }
}

pub(crate) async fn begin(ctx: &Ctx) -> Tx {
    ctx.begin(Why::new("test", "Luật Căn cước 26/2023 Đ10")).await.unwrap()
}

/// Runs one service in one transaction and finishes it.
#[macro_export]
macro_rules! act {
    ($register:expr, |$tx:ident| $call:expr) => {{
        let ctx = $register.ctx();
        let mut tx = $crate::common::begin(&ctx).await;
        let out = {
            let $tx = &mut tx;
            $call.await
        };
        tx.finish(out).await
    }};
}

/// Runs one service that wants proof of a power.
#[macro_export]
macro_rules! act_as {
    ($register:expr, $power:ty, |$tx:ident, $may:ident| $call:expr) => {{
        let ctx = $register.ctx();
        let mut tx = $crate::common::begin(&ctx).await;
        let $may = tx.allow::<$power>().unwrap();
        let out = {
            let $tx = &mut tx;
            $call.await
        };
        tx.finish(out).await
    }};
}
