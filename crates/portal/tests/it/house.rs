//! A house with one married couple, their commune's agencies, and a browser for the mother.

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};
use basis::{AgencyCode, Date, HouseholdId, PersonId, UnitCode};
use db::Why;
use identity::{
    AccountKind, AccountLevel, Agency, AgencyKind, Hasher, NewAccount, NewAgency, Password, Settings, SignIn, Username,
};
use links::{BirthNotice, NoticeCode, NoticeStatus, NoticedParent, SimulatedHealth};
use population::{
    Basis, Personal, RelationKind, RelativeRef,
    bulk::{self, BulkHousehold, BulkItem, BulkPerson},
};
use std::sync::Arc;
use testkit::TestDb;
use tower::ServiceExt;
use vietnam::{Address, BirthDate, FullName, HouseholdRelation, PersonalId, Sex, UnitKey};
use web::{
    Words,
    http::{Origin, Shell, Trusted, router},
};

pub(crate) const NOTICE: &str = "02020.GCS.40001.26";
const ORIGIN: &str = "http://localhost:8080";
const WHY: Why = Why::new("test", "test");
const PASSWORD: &str = "con mèo trèo cây cau";
const BODY_BYTES_MAX: usize = 4 * 1024 * 1024;

pub(crate) struct House {
    pub(crate) db: TestDb,
    pub(crate) commune: UnitKey,
    router: Router,
    hasher: Hasher,
    _dir: tempfile::TempDir,
}

/// What a page answered.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) to: String,
    pub(crate) html: String,
}

pub(crate) fn number(sex: Sex, year: i16, serial: u32) -> PersonalId {
    PersonalId::compose("040", sex, year, serial).unwrap()
}

fn person(name: &str, birth: &str, sex: Sex) -> Personal {
    let mut person = Personal::new(FullName::parse(name).unwrap(), BirthDate::parse(birth).unwrap(), sex);
    person.mobile = Some("0912345678".into());
    person
}

impl House {
    pub(crate) async fn build() -> Self {
        let db = testkit::database().await;
        let today: Date = "2026-11-23".parse().unwrap();
        let commune = vietnam::units().communes_of("40", today)[0].key();
        let dir = tempfile::tempdir().unwrap();
        let files = files::Store::open(dir.path()).await.unwrap();
        let health = SimulatedHealth::default();
        health.register(notice());
        let texts: Vec<_> = portal::TEXTS.iter().chain(casework::TEXTS).chain(identity::TEXTS).copied().collect();
        let both = Words::build(&texts).unwrap();
        let hasher = Hasher::new(2).unwrap();
        let shell = Shell {
            app: Arc::clone(&db.app),
            origin: Arc::new(Origin { url: ORIGIN.into(), secure: false }),
            trusted: Arc::new(Trusted::default()),
            vi: both.vi,
            en: both.en,
            hasher: hasher.clone(),
            sign_in: Arc::new(Settings { officer_passwords: true }),
            files: Arc::new(files),
            book: Arc::new(casework::Book {
                catalogue: Arc::new(procedure::Catalogue::embedded()),
                calendar: Arc::new(vietnam::WorkingCalendar::from_toml(vietnam::STATUTORY_CALENDAR).unwrap()),
            }),
            health: Arc::new(health),
            press: web::http::Press::none(),
            simulators: None,
            demo: true,
        };
        let router = router(portal::routes(), &shell);
        let house = Self { db, commune, router, hasher, _dir: dir };
        house.fill().await;
        house
    }

    async fn fill(&self) {
        let ctx = self.db.system();
        let tx = ctx.begin(WHY).await.unwrap();
        let may = tx.allow::<population::may::LoadBulk>().unwrap();
        tx.finish(Ok(())).await.unwrap();
        let (father, mother) = (PersonId::fresh(), PersonId::fresh());
        let since = Some("2020-06-01".parse().unwrap());
        let mut he = BulkPerson::new(father, person("Nguyễn Văn Dũng", "3/4/1995", Sex::Male));
        he.personal_id = Some(number(Sex::Male, 1995, 17));
        he.membership = Some((HouseholdRelation::HEAD, since));
        he.relations = vec![(RelationKind::Spouse, RelativeRef::Person(mother))];
        let mut she = BulkPerson::new(mother, person("Trần Thị Bình", "1/2/1998", Sex::Female));
        she.personal_id = Some(number(Sex::Female, 1998, 21));
        she.membership =
            Some((HouseholdRelation::from_code("wife").unwrap_or(HouseholdRelation::OTHER_OLD_RECORD), since));
        she.relations = vec![(RelationKind::Spouse, RelativeRef::Person(father))];
        let household = BulkHousehold {
            id: HouseholdId::fresh(),
            file_no: Some("HS-1".into()),
            address: Address::new(self.commune.clone(), "Xóm 3"),
            since,
            members: vec![he, she],
        };
        let items = vec![BulkItem::Household(household)].into_iter();
        bulk::load(&ctx, may, &self.db.owner, &Basis::law("NĐ 37/2021 Đ5"), items, |_| {}).await.unwrap();

        let kinds = [AgencyKind::Justice, AgencyKind::Police, AgencyKind::Insurance];
        let agencies: Vec<NewAgency> =
            kinds.iter().enumerate().map(|(at, kind)| self.agency(&format!("H40.{at}"), *kind)).collect();
        let accounts = [
            self.account("binh.me", mother, "Trần Thị Bình").await,
            self.account("nguoi.khac", PersonId::fresh(), "Người Khác").await,
        ];
        let mut tx = ctx.begin(WHY).await.unwrap();
        identity::create_agencies(&mut tx, &agencies).await.unwrap();
        identity::create_accounts(&mut tx, &accounts).await.unwrap();
        tx.finish(Ok(())).await.unwrap();
    }

    fn agency(&self, code: &str, kind: AgencyKind) -> NewAgency {
        NewAgency {
            agency: Agency {
                code: AgencyCode(code.into()),
                name: format!("Cơ quan {code}"),
                kind,
                unit: UnitCode(self.commune.code.clone()),
                valid_from: "2025-07-01".parse().unwrap(),
                valid_to: None,
                confirmed: false,
            },
            serves: vec![UnitCode(self.commune.code.clone())],
        }
    }

    async fn account(&self, username: &str, person: PersonId, name: &str) -> NewAccount {
        NewAccount {
            kind: AccountKind::Citizen,
            username: Username::parse(username).unwrap(),
            person: Some(person),
            display_name: name.into(),
            level: AccountLevel::Two,
            password: Some(self.hasher.hash(&Password::typed(PASSWORD).unwrap()).await.unwrap()),
        }
    }

    /// Signs in and gives the cookie.
    pub(crate) async fn sign_in(&self, username: &str) -> String {
        let command = SignIn {
            username: username.into(),
            password: PASSWORD.into(),
            address: "203.0.113.9".parse().unwrap(),
            agent: String::new(),
            lang: None,
        };
        let settings = Settings { officer_passwords: true };
        let ctx = self.db.ctx(basis::Actor::Stranger);
        let signed_in = identity::sign_in(&ctx, &self.hasher, &settings, command).await.unwrap();
        format!("lt-session={}", signed_in.token)
    }

    async fn send(&self, request: Request<Body>) -> Reply {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let to = response.headers().get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned()).unwrap_or_default();
        let body = to_bytes(response.into_body(), BODY_BYTES_MAX).await.unwrap();
        Reply { status, to, html: String::from_utf8_lossy(&body).into_owned() }
    }

    pub(crate) async fn get(&self, cookie: &str, path: &str) -> Reply {
        let request = Request::get(path).header(header::COOKIE, cookie).body(Body::empty()).unwrap();
        self.send(request).await
    }

    /// Follows redirects.
    pub(crate) async fn open(&self, cookie: &str, path: &str) -> (String, Reply) {
        let mut path = path.to_owned();
        for _ in 0..5 {
            let reply = self.get(cookie, &path).await;
            if reply.status != StatusCode::SEE_OTHER {
                return (path, reply);
            }
            path.clone_from(&reply.to);
        }
        panic!("redirected in a circle at {path}");
    }

    pub(crate) async fn post(&self, cookie: &str, path: &str, fields: &[(String, String)]) -> Reply {
        let body: Vec<String> =
            fields.iter().map(|(name, value)| format!("{}={}", coded(name), coded(value))).collect();
        let request = Request::post(path)
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body.join("&")))
            .unwrap();
        self.send(request).await
    }

    pub(crate) async fn post_files(&self, cookie: &str, path: &str, parts: &[(&str, Option<&str>, &[u8])]) -> Reply {
        let mut body = Vec::new();
        for (name, file, content) in parts {
            let file = file.map(|file| format!("; filename=\"{file}\"")).unwrap_or_default();
            body.extend(format!("--X\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n").into_bytes());
            body.extend_from_slice(content);
            body.extend(b"\r\n");
        }
        body.extend(b"--X--\r\n");
        let request = Request::post(path)
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=X")
            .body(Body::from(body))
            .unwrap();
        self.send(request).await
    }
}

fn coded(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

fn notice() -> BirthNotice {
    BirthNotice {
        code: NoticeCode::parse(NOTICE).unwrap(),
        child_sex: Some(Sex::Male),
        weight_grams: Some(3200),
        born_at: "2026-11-20T08:00:00".parse().unwrap(),
        place: "Bệnh viện thử".into(),
        facility: "Bệnh viện thử".into(),
        children: 1,
        child_name: None,
        mother: NoticedParent {
            name: FullName::parse("Trần Thị Bình").unwrap(),
            personal_id: Some(number(Sex::Female, 1998, 21)),
            birth: None,
        },
        father: None,
        temporary_card: None,
        status: NoticeStatus::InForce,
    }
}
