//! What these tests stand on: a citizen and an officer with one password between them, hashed once.

use basis::{AccountId, Actor, AgencyCode, Code, Failure, PersonId, UnitCode};
use db::{Ctx, Tx, Why};
use identity::{
    AccountKind, AccountLevel, Agency, AgencyKind, Hasher, NewAccount, NewAgency, NewGrant, Password, Settings, SignIn,
    SignedIn, Username,
};
use jiff::civil::date;
use testkit::TestDb;

pub(crate) const PASSWORD: &str = "con mèo trèo cây cau";
pub(crate) const NUMBER: &str = "040199001234";
pub(crate) const HOME: &str = "203.0.113.9";
pub(crate) const ELSEWHERE: &str = "198.51.100.7";
pub(crate) const DEMO: Settings = Settings { officer_passwords: true };

/// A house with two accounts.
pub(crate) struct House {
    pub(crate) db: TestDb,
    pub(crate) hasher: Hasher,
    pub(crate) citizen: AccountId,
    pub(crate) person: PersonId,
    pub(crate) officer: AccountId,
}

pub(crate) fn why() -> Why {
    Why::new("test", "test")
}

pub(crate) fn agency(code: &str, kind: AgencyKind, serves: &[&str]) -> NewAgency {
    NewAgency {
        agency: Agency {
            code: AgencyCode(code.into()),
            name: format!("Cơ quan {code}"),
            kind,
            unit: UnitCode(serves[0].into()),
            valid_from: date(2025, 7, 1),
            valid_to: None,
            confirmed: false,
        },
        serves: serves.iter().map(|unit| UnitCode((*unit).into())).collect(),
    }
}

pub(crate) fn account(kind: AccountKind, username: &str, person: Option<PersonId>) -> NewAccount {
    NewAccount {
        kind,
        username: Username::parse(username).unwrap(),
        person,
        display_name: format!("Tên của {}", kind.code()),
        level: AccountLevel::Two,
        password: None,
    }
}

pub(crate) fn grant(account: AccountId, agency: &str, unit: &str, role: &str) -> NewGrant {
    NewGrant {
        account,
        agency: AgencyCode(agency.into()),
        unit: UnitCode(unit.into()),
        role: role.into(),
        valid_from: date(2025, 7, 1),
        valid_to: None,
    }
}

pub(crate) fn code_of<T: std::fmt::Debug>(result: Result<T, Failure>) -> Code {
    match result {
        Err(Failure::Refusal(refusal)) => refusal.problems[0].code,
        other => panic!("expected a refusal, got {other:?}"),
    }
}

impl House {
    pub(crate) async fn build() -> Self {
        let db = testkit::database().await;
        let hasher = Hasher::new(2).unwrap();
        let hash = hasher.hash(&Password::typed(PASSWORD).unwrap()).await.unwrap();
        let person = PersonId::fresh();
        let mut tx = db.system().begin(why()).await.unwrap();
        let out = async {
            identity::create_agencies(
                &mut tx,
                &[
                    agency("H41.1", AgencyKind::Justice, &["17000"]),
                    agency("H41.2", AgencyKind::Insurance, &["17000", "17003"]),
                ],
            )
            .await?;
            let mut citizen = account(AccountKind::Citizen, NUMBER, Some(person));
            citizen.password = Some(hash.clone());
            let mut officer = account(AccountKind::Officer, "tu.phap", None);
            officer.password = Some(hash.clone());
            let made = identity::create_accounts(&mut tx, &[citizen, officer]).await?;
            identity::grant_roles(
                &mut tx,
                &[
                    grant(made[1], "H41.1", "17000", "justice"),
                    grant(made[1], "H41.1", "17000", "one_stop"),
                    grant(made[1], "H41.2", "17003", "insurance"),
                ],
            )
            .await?;
            Ok(made)
        }
        .await;
        let made = tx.finish(out).await.unwrap();
        Self { db, hasher, citizen: made[0], person, officer: made[1] }
    }

    pub(crate) async fn try_in(
        &self,
        settings: Settings,
        username: &str,
        password: &str,
        address: &str,
    ) -> Result<SignedIn, Failure> {
        let command = SignIn {
            username: username.into(),
            password: password.into(),
            address: address.parse().unwrap(),
            agent: "Mozilla/5.0 (Linux; Android 14) Chrome/128.0 Mobile".into(),
            lang: Some("vi".into()),
        };
        identity::sign_in(&self.db.ctx(Actor::Stranger), &self.hasher, &settings, command).await
    }
    pub(crate) async fn citizen_in(&self) -> SignedIn {
        self.try_in(Settings::default(), NUMBER, PASSWORD, HOME).await.unwrap()
    }
    pub(crate) async fn officer_in(&self) -> SignedIn {
        self.try_in(DEMO, "tu.phap", PASSWORD, HOME).await.unwrap()
    }
    /// What the next request with this token finds.
    pub(crate) async fn resume(&self, token: &str) -> Option<identity::Session> {
        identity::resume(&self.db.app, token).await.unwrap()
    }
    pub(crate) fn ctx_of(&self, signed_in: &SignedIn) -> Ctx {
        self.db.ctx(signed_in.session.actor.clone())
    }
}

/// One service call in a transaction of its own.
pub(crate) async fn done<T>(ctx: &Ctx, work: impl AsyncFnOnce(&mut Tx) -> Result<T, Failure>) -> Result<T, Failure> {
    let mut tx = ctx.begin(why()).await.unwrap();
    let out = work(&mut tx).await;
    tx.finish(out).await
}
