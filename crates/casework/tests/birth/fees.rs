//! What a dossier costs, and how it is settled at the counter.

use crate::{
    moving::{filed, joining},
    run,
    world::{COMMUNE, OTHER_COMMUNE, World, refused},
};
use casework::{FeeSettled, Settle, codes};

#[tokio::test]
async fn what_a_move_costs_stands_with_the_dossier_and_is_settled_once_at_the_counter() {
    let world = World::new().await;
    let filed = filed(&world, &world.guardian_actor, &joining("vneid"), &[]).await;
    let fees = world.track(&world.guardian_actor, &filed.code).await.fees;
    assert_eq!(fees.len(), 1);
    assert_eq!((fees[0].amount.amount(), fees[0].step.as_str()), (10_000, "register_residence"), "online");
    assert_eq!((fees[0].confirmed, &fees[0].settled), (true, &None));

    let counter = testkit::officer("H41.1.MC", COMMUNE, &["one_stop"]);
    let elsewhere = testkit::officer("H41.2.MC", OTHER_COMMUNE, &["one_stop"]);
    let settle = async |officer: &basis::Actor, how: Settle| {
        run!(world, officer, |tx| casework::settle_fee(tx, filed.dossier, "register_residence", &how))
    };
    assert!(refused(settle(&elsewhere, Settle::Collected).await, codes::DOSSIER_NOT_FOUND));
    assert!(refused(settle(&counter, Settle::Exempt("  ".into())).await, codes::FEE_WORDS_MISSING));
    settle(&counter, Settle::Exempt("hộ nghèo, giấy số 12".into())).await.unwrap();
    assert!(refused(settle(&counter, Settle::Collected).await, codes::NO_FEE_DUE));
    let tracked = world.track(&world.guardian_actor, &filed.code).await;
    assert!(matches!(&tracked.fees[0].settled, Some(FeeSettled::Exempt { words, .. }) if words.contains("hộ nghèo")));
    assert!(tracked.events.iter().any(|event| event.kind == "fee-exempt"));

    // A child's dossier that costs nothing has no fee to settle.
    let free = world.filed_by_couple().await;
    assert!(world.track(&world.parent, &free.code).await.fees.is_empty());
}
