//! Signing in, and what guessing comes to.

use crate::support::{DEMO, ELSEWHERE, HOME, House, NUMBER, PASSWORD, account, code_of, done};
use basis::{Actor, AgencyCode, Badge, UnitCode};
use identity::{AccountKind, LockReason, Password, Settings, codes};
use sqlx::Row;

#[tokio::test]
async fn a_citizen_signs_in_with_the_number_however_it_is_grouped() {
    let house = House::build().await;
    let signed_in = house.try_in(Settings::default(), "040 199 001 234", PASSWORD, HOME).await.unwrap();
    let expected = Actor::Citizen { account: house.citizen, session: signed_in.session.id, person: house.person };
    assert_eq!(signed_in.session.actor, expected);
    assert_eq!(signed_in.session.badge, Badge::Citizen("Tên của citizen".into()));
    assert_eq!(signed_in.session.lang.as_deref(), Some("vi"));
    assert_eq!(house.resume(&signed_in.token).await, Some(signed_in.session));
}

#[tokio::test]
async fn an_officer_acts_in_the_first_unit_with_all_roles_held_there() {
    let house = House::build().await;
    let session = house.officer_in().await.session;
    let Actor::Officer { agency, unit, roles, .. } = &session.actor else { panic!("an officer") };
    assert_eq!((agency, unit), (&AgencyCode("H41.1".into()), &UnitCode("17000".into())));
    assert_eq!(roles, &["justice", "one_stop"]);
    assert_eq!(session.units.len(), 2);
}

#[tokio::test]
async fn an_unknown_name_and_a_wrong_password_get_one_answer() {
    let house = House::build().await;
    let wrong = house.try_in(DEMO, NUMBER, "con chó trèo cây cau", HOME).await.unwrap_err();
    let unknown = house.try_in(DEMO, "040199009999", PASSWORD, HOME).await.unwrap_err();
    assert_eq!(wrong.refusal(), unknown.refusal());
    assert!(wrong.refusal().unwrap().has(codes::SIGN_IN_FAILED));
}

#[tokio::test]
async fn an_account_without_a_password_opens_to_none() {
    let house = House::build().await;
    done(&house.db.system(), async |tx| {
        identity::create_account(tx, account(AccountKind::Officer, "khong.mk", None)).await
    })
    .await
    .unwrap();
    assert_eq!(code_of(house.try_in(DEMO, "khong.mk", PASSWORD, HOME).await), codes::SIGN_IN_FAILED);
}

#[tokio::test]
async fn what_cannot_be_a_name_or_password_is_told_at_its_field() {
    let house = House::build().await;
    let refused = house.try_in(DEMO, "40199001234", "", HOME).await.unwrap_err();
    let refusal = refused.refusal().unwrap();
    assert!(refusal.has(codes::USERNAME_NUMBER_LENGTH) && refusal.has(codes::PASSWORD_MISSING));
}

#[tokio::test]
async fn a_locked_account_says_so_only_to_who_knows_the_password() {
    let house = House::build().await;
    done(&house.db.system(), async |tx| identity::lock_account(tx, house.citizen, LockReason::HolderAsked).await)
        .await
        .unwrap();
    assert_eq!(code_of(house.try_in(DEMO, NUMBER, "sai mật khẩu rồi", HOME).await), codes::SIGN_IN_FAILED);
    assert_eq!(code_of(house.try_in(DEMO, NUMBER, PASSWORD, HOME).await), codes::ACCOUNT_LOCKED);
    done(&house.db.system(), async |tx| identity::unlock_account(tx, house.citizen).await).await.unwrap();
    house.citizen_in().await;
}

#[tokio::test]
async fn officers_need_a_passkey_where_passwords_are_off() {
    let house = House::build().await;
    assert_eq!(
        code_of(house.try_in(Settings::default(), "tu.phap", PASSWORD, HOME).await),
        codes::OFFICER_NEEDS_PASSKEY
    );
}

#[tokio::test]
async fn an_officer_whose_roles_ran_out_has_no_session() {
    let house = House::build().await;
    let signed_in = house.officer_in().await;
    sqlx::query("UPDATE identity.role_grant SET valid_to = DATE '2026-11-23'").execute(&house.db.owner).await.unwrap();
    assert_eq!(house.resume(&signed_in.token).await, None);
    assert_eq!(code_of(house.try_in(DEMO, "tu.phap", PASSWORD, HOME).await), codes::OFFICER_WITHOUT_UNIT);
    let open = sqlx::query("SELECT count(*) FROM identity.session WHERE ended_at IS NULL AND id <> $1")
        .bind(signed_in.session.id.uuid())
        .fetch_one(&house.db.owner)
        .await
        .unwrap();
    assert_eq!(open.get::<i64, _>(0), 0, "a refused officer leaves no open session behind");
}

#[tokio::test]
async fn a_guesser_waits_and_the_owner_elsewhere_does_not() {
    let house = House::build().await;
    for _ in 0..5 {
        assert_eq!(code_of(house.try_in(DEMO, NUMBER, "sai mật khẩu rồi", ELSEWHERE).await), codes::SIGN_IN_FAILED);
    }
    // The right password does not help a guesser who is waiting, so waiting tells nothing.
    assert_eq!(code_of(house.try_in(DEMO, NUMBER, PASSWORD, ELSEWHERE).await), codes::TOO_MANY_ATTEMPTS);
    house.citizen_in().await;
    // Another name from the guesser's address is not held back by five guesses.
    house.try_in(DEMO, "tu.phap", PASSWORD, ELSEWHERE).await.unwrap();
    // After the wait the right password works and the count begins anew.
    house.db.set_clock("2026-11-23T03:00:16Z");
    house.try_in(DEMO, NUMBER, PASSWORD, ELSEWHERE).await.unwrap();
    assert_eq!(code_of(house.try_in(DEMO, NUMBER, "sai mật khẩu rồi", ELSEWHERE).await), codes::SIGN_IN_FAILED);
}

#[tokio::test]
async fn an_unknown_name_is_throttled_like_a_known_one() {
    let house = House::build().await;
    for _ in 0..5 {
        assert_eq!(code_of(house.try_in(DEMO, "040199009999", PASSWORD, HOME).await), codes::SIGN_IN_FAILED);
    }
    assert_eq!(code_of(house.try_in(DEMO, "040199009999", PASSWORD, HOME).await), codes::TOO_MANY_ATTEMPTS);
}

#[tokio::test]
async fn guesses_at_once_are_counted_before_they_are_checked() {
    let house = std::sync::Arc::new(House::build().await);
    let tries: Vec<_> = (0..12)
        .map(|_| {
            let house = std::sync::Arc::clone(&house);
            tokio::spawn(async move { code_of(house.try_in(DEMO, NUMBER, "sai mật khẩu rồi", ELSEWHERE).await) })
        })
        .collect();
    let mut checked = 0;
    for one in tries {
        if one.await.unwrap() == codes::SIGN_IN_FAILED {
            checked += 1;
        }
    }
    assert_eq!(checked, 5, "twelve at once are no more than five guesses");
}

#[tokio::test]
async fn an_old_hash_is_made_anew_at_sign_in() {
    let house = House::build().await;
    // "con mèo trèo cây cau" with weaker parameters, as an earlier program might have stored it.
    let weak = {
        use argon2::{Algorithm, Argon2, Params, PasswordHasher, Version};
        Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(8192, 1, 1, None).unwrap())
            .hash_password(PASSWORD.as_bytes())
            .unwrap()
            .to_string()
    };
    sqlx::query("UPDATE identity.password SET hash = $1").bind(weak).execute(&house.db.owner).await.unwrap();
    house.citizen_in().await;
    let row = sqlx::query("SELECT hash FROM identity.password WHERE account = $1")
        .bind(house.citizen.uuid())
        .fetch_one(&house.db.owner)
        .await
        .unwrap();
    assert!(row.get::<String, _>(0).starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    house.citizen_in().await;
}

#[tokio::test]
async fn neither_token_nor_name_nor_address_of_an_attempt_is_stored() {
    let house = House::build().await;
    let signed_in = house.citizen_in().await;
    let _ = house.try_in(DEMO, NUMBER, "sai mật khẩu rồi", ELSEWHERE).await;
    let row = sqlx::query(
        "SELECT coalesce((SELECT string_agg(s::text, ' ') FROM identity.session AS s), '')
             || coalesce((SELECT string_agg(a::text, ' ') FROM identity.attempt AS a), '')",
    )
    .fetch_one(&house.db.owner)
    .await
    .unwrap();
    let text: String = row.get(0);
    for secret in [signed_in.token.as_str(), NUMBER, HOME, ELSEWHERE, PASSWORD] {
        assert!(!text.contains(secret));
    }
}

#[tokio::test]
async fn old_attempts_are_swept_and_recent_ones_stay() {
    let house = House::build().await;
    let _ = house.try_in(DEMO, NUMBER, "sai mật khẩu rồi", ELSEWHERE).await;
    let swept = async || done(&house.db.system(), async |tx| identity::sweep(tx).await).await.unwrap();
    assert_eq!(swept().await, 0);
    house.db.set_clock("2027-03-01T03:00:00Z");
    assert_eq!(swept().await, 1);
    assert_eq!(swept().await, 0);
}

#[tokio::test]
async fn a_changed_password_ends_the_sessions_of_the_old_one() {
    let house = House::build().await;
    let signed_in = house.citizen_in().await;
    let hash = house.hasher.hash(&Password::typed("một mật khẩu khác hẳn").unwrap()).await.unwrap();
    done(&house.db.system(), async |tx| identity::set_password(tx, house.citizen, hash).await).await.unwrap();
    assert_eq!(house.resume(&signed_in.token).await, None);
    assert_eq!(code_of(house.try_in(DEMO, NUMBER, PASSWORD, HOME).await), codes::SIGN_IN_FAILED);
    house.try_in(DEMO, NUMBER, "một mật khẩu khác hẳn", HOME).await.unwrap();
}
