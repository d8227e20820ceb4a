//! Accounts, roles and agencies: what may stand beside what.

use crate::support::{House, NUMBER, account, agency, code_of, done, grant};
use basis::{AgencyCode, PersonId, UnitCode};
use identity::{AccountKind, AgencyKind, Username, codes};
use jiff::civil::date;
use sqlx::Row;

#[tokio::test]
async fn a_name_and_a_person_have_one_account() {
    let house = House::build().await;
    let system = house.db.system();
    let make =
        async |new: identity::NewAccount| done(&system, async |tx| identity::create_account(tx, new).await).await;
    let other = Some(PersonId::fresh());
    assert_eq!(code_of(make(account(AccountKind::Citizen, NUMBER, other)).await), codes::USERNAME_TAKEN);
    assert_eq!(
        code_of(make(account(AccountKind::Citizen, "040199001235", Some(house.person))).await),
        codes::PERSON_HAS_ACCOUNT
    );
    assert_eq!(code_of(make(account(AccountKind::Citizen, "040199001235", None)).await), codes::PERSON_MISSING);
    // An officer is a citizen too, with another name.
    make(account(AccountKind::Officer, "can.bo.2", Some(house.person))).await.unwrap();
}

#[tokio::test]
async fn only_who_manages_accounts_makes_and_finds_them() {
    let house = House::build().await;
    let citizen = house.citizen_in().await;
    let ctx = house.ctx_of(&citizen);
    let made = done(&ctx, async |tx| identity::create_account(tx, account(AccountKind::Officer, "toi.la", None)).await);
    assert_eq!(code_of(made.await), db::NOT_ALLOWED);
    let name = Username::parse(NUMBER).unwrap();
    assert_eq!(code_of(done(&ctx, async |tx| identity::find_account(tx, &name).await).await), db::NOT_ALLOWED);
    let found = done(&house.db.system(), async |tx| identity::find_account(tx, &name).await).await.unwrap();
    assert_eq!(found, Some(house.citizen));
}

#[tokio::test]
async fn a_role_is_granted_once_to_an_officer_in_an_agency_that_is_there() {
    let house = House::build().await;
    let system = house.db.system();
    let give = async |new: identity::NewGrant| done(&system, async |tx| identity::grant_role(tx, new).await).await;
    let (officer, citizen) = (house.officer, house.citizen);
    assert_eq!(code_of(give(grant(officer, "H41.1", "17000", "justice")).await), codes::ROLE_GRANTED);
    assert_eq!(code_of(give(grant(officer, "H99", "17000", "justice")).await), codes::AGENCY_UNKNOWN);
    assert_eq!(code_of(give(grant(officer, "H41.1", "17000", "wizard")).await), codes::ROLE_UNKNOWN);
    assert_eq!(code_of(give(grant(citizen, "H41.1", "17000", "justice")).await), codes::ROLE_FOR_CITIZEN);
    give(grant(officer, "H41.2", "17000", "insurance")).await.unwrap();
}

#[tokio::test]
async fn a_commune_finds_its_agency_of_a_kind_by_day() {
    let house = House::build().await;
    let system = house.db.system();
    let find = async |kind, unit: &str, on| {
        let unit = UnitCode(unit.into());
        let found = done(&system, async |tx| identity::find_agency_for(tx, kind, &unit, on).await).await.unwrap();
        found.map(|agency| agency.code.0)
    };
    let today = date(2026, 11, 23);
    assert_eq!(find(AgencyKind::Justice, "17000", today).await.as_deref(), Some("H41.1"));
    assert_eq!(find(AgencyKind::Insurance, "17003", today).await.as_deref(), Some("H41.2"));
    assert_eq!(find(AgencyKind::Justice, "17003", today).await, None);
    assert_eq!(find(AgencyKind::Justice, "17000", date(2025, 6, 30)).await, None);
    let all = done(&system, async |tx| identity::agencies(tx, today).await).await.unwrap();
    assert_eq!(all.len(), 2);
    let code = AgencyCode("H41.2".into());
    let one = done(&system, async |tx| identity::find_agency(tx, &code).await).await.unwrap().unwrap();
    assert_eq!(one.name, "Cơ quan H41.2");
}

#[tokio::test]
async fn two_agencies_of_a_kind_do_not_answer_for_one_commune() {
    let house = House::build().await;
    let system = house.db.system();
    let make = async |new: identity::NewAgency| done(&system, async |tx| identity::create_agency(tx, new).await).await;
    assert_eq!(code_of(make(agency("H41.1", AgencyKind::Police, &["17000"])).await), codes::AGENCY_CODE_TAKEN);
    assert_eq!(code_of(make(agency("H41.3", AgencyKind::Insurance, &["17003"])).await), codes::TERRITORY_TAKEN);
    make(agency("H41.3", AgencyKind::Police, &["17000"])).await.unwrap();
}

#[tokio::test]
async fn a_citizens_name_in_a_timeline_leaves_an_access_record_and_ones_own_does_not() {
    let house = House::build().await;
    let (citizen, officer) = (house.citizen_in().await, house.officer_in().await);
    let ids = [house.citizen, house.officer];
    let seen = async || {
        sqlx::query("SELECT count(*) FROM trail.access WHERE person = $1 AND fields = 'display_name'")
            .bind(house.person.uuid())
            .fetch_one(&house.db.owner)
            .await
            .unwrap()
            .get::<i64, _>(0)
    };
    let names = done(&house.ctx_of(&citizen), async |tx| identity::account_names(tx, &ids).await).await.unwrap();
    assert_eq!(names.len(), 2);
    assert_eq!(seen().await, 0);
    done(&house.ctx_of(&officer), async |tx| identity::account_names(tx, &ids).await).await.unwrap();
    assert_eq!(seen().await, 1);
}

#[tokio::test]
async fn nothing_of_identity_but_attempts_can_be_deleted_by_the_program() {
    let house = House::build().await;
    for table in ["account", "password", "role_grant", "session", "agency", "agency_territory"] {
        let row = sqlx::query("SELECT has_table_privilege('lienthong_app', 'identity.' || $1, 'DELETE')")
            .bind(table)
            .fetch_one(&house.db.owner)
            .await
            .unwrap();
        assert!(!row.get::<bool, _>(0), "{table}");
    }
}
