//! A browser small enough for these tests: it keeps cookies and the token of the last page.

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, header},
};
use basis::{AgencyCode, PersonId, UnitCode};
use db::Why;
use identity::{
    AccountKind, AccountLevel, Agency, AgencyKind, Hasher, NewAccount, NewAgency, NewGrant, Password, Settings,
    Username,
};
use jiff::civil::date;
use std::{collections::BTreeMap, sync::Arc};
use testkit::TestDb;
use tower::ServiceExt;
use web::http::{Origin, Shell, Trusted};

pub(crate) const PASSWORD: &str = "con-meo-treo-cay-cau";
pub(crate) const NUMBER: &str = "040199001234";
const BODY_BYTES_MAX: usize = 1 << 20;

/// The program with a citizen and an officer, who share a password.
pub(crate) struct House {
    pub(crate) db: TestDb,
    router: Router,
    _files: tempfile::TempDir,
}

impl House {
    pub(crate) async fn build() -> Self {
        let db = testkit::database().await;
        let hasher = Hasher::new(2).unwrap();
        people(&db, &hasher).await;
        let texts: Vec<_> = signin::TEXTS.iter().chain(identity::TEXTS).copied().collect();
        let words = web::Words::build(&texts).unwrap();
        let files = tempfile::tempdir().unwrap();
        let shell = Shell {
            app: Arc::clone(&db.app),
            origin: Arc::new(Origin { url: "http://localhost:8080".into(), secure: false }),
            trusted: Arc::new(Trusted::default()),
            vi: words.vi,
            en: words.en,
            hasher,
            sign_in: Arc::new(Settings { officer_passwords: true }),
            files: Arc::new(files::Store::open(files.path()).await.unwrap()),
            book: Arc::new(casework::Book {
                catalogue: Arc::new(procedure::Catalogue::embedded()),
                calendar: Arc::new(vietnam::WorkingCalendar::from_toml(vietnam::calendar::STATUTORY_CALENDAR).unwrap()),
            }),
            health: Arc::new(links::SimulatedHealth::default()),
            press: web::http::Press::none(),
            simulators: None,
            demo: false,
        };
        Self { router: web::http::router(signin::routes(), &shell), db, _files: files }
    }
}

async fn people(db: &TestDb, hasher: &Hasher) {
    let hash = hasher.hash(&Password::typed(PASSWORD).unwrap()).await.unwrap();
    let account = |kind, username, person, name: &str| NewAccount {
        kind,
        username: Username::parse(username).unwrap(),
        person,
        display_name: name.into(),
        level: AccountLevel::Two,
        password: Some(hash.clone()),
    };
    let (agency, unit) = (AgencyCode("H41.1".into()), UnitCode("17000".into()));
    let from = date(2025, 7, 1);
    let mut tx = db.system().begin(Why::new("test", "test")).await.unwrap();
    let out = async {
        let justice = Agency {
            code: agency.clone(),
            name: "Tư pháp xã Mẫu".into(),
            kind: AgencyKind::Justice,
            unit: unit.clone(),
            valid_from: from,
            valid_to: None,
            confirmed: false,
        };
        identity::create_agency(&mut tx, NewAgency { agency: justice, serves: vec![unit.clone()] }).await?;
        let citizen = account(AccountKind::Citizen, NUMBER, Some(PersonId::fresh()), "Trần Thị Mẫu");
        let officer = account(AccountKind::Officer, "tu.phap", None, "Lê Văn Mẫu");
        let made = identity::create_accounts(&mut tx, &[citizen, officer]).await?;
        let grant =
            NewGrant { account: made[1], agency, unit, role: "justice".into(), valid_from: from, valid_to: None };
        identity::grant_role(&mut tx, grant).await
    }
    .await;
    tx.finish(out).await.unwrap();
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) location: String,
    pub(crate) html: String,
}

/// One browser.
pub(crate) struct Browser {
    router: Router,
    cookies: BTreeMap<String, String>,
    pub(crate) token: String,
}

impl Browser {
    pub(crate) fn open(house: &House) -> Self {
        Self { router: house.router.clone(), cookies: BTreeMap::new(), token: String::new() }
    }
    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.send(Request::get(path), Body::empty()).await
    }
    pub(crate) async fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Answer {
        let token = self.token.clone();
        let body: Vec<String> = std::iter::once(("_csrf", token.as_str()))
            .chain(form.iter().copied())
            .map(|(name, value)| format!("{name}={}", escaped(value)))
            .collect();
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request, Body::from(body.join("&"))).await
    }
    pub(crate) async fn sign_in(&mut self, username: &str) {
        self.get("/sign-in").await;
        let answer = self.post("/sign-in", &[("username", username), ("password", PASSWORD)]).await;
        assert_eq!(answer.status, 303);
        self.get("/my/sessions").await;
    }

    async fn send(&mut self, request: axum::http::request::Builder, body: Body) -> Answer {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = request
            .header(header::COOKIE, cookies.join("; "))
            .header(header::USER_AGENT, "Mozilla/5.0 (Windows NT 10.0; rv:130.0) Gecko/20100101 Firefox/130.0")
            .body(body)
            .unwrap();
        let (parts, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        for line in parts.headers.get_all(header::SET_COOKIE) {
            let line = line.to_str().unwrap();
            let (name, value) = line.split(';').next().and_then(|pair| pair.split_once('=')).unwrap();
            if line.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let html = String::from_utf8(to_bytes(body, BODY_BYTES_MAX).await.unwrap().to_vec()).unwrap();
        if let Some(token) = html.split("name=\"_csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next()) {
            self.token = token.to_owned();
        }
        let location =
            parts.headers.get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned()).unwrap_or_default();
        Answer { status: parts.status.as_u16(), location, html }
    }
}

fn escaped(value: &str) -> String {
    value
        .bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
