//! What cannot be done now is tried later and does not stand before what can.

use crate::{run, world::World};
use casework::Action;

#[tokio::test]
async fn a_hand_over_that_breaks_off_is_put_off_and_comes_again() {
    let world = World::new().await;
    let (_, handover) = world.registered().await;
    let system = world.system();
    assert_eq!(world.due().await, [handover]);
    run!(world, system, |tx| casework::put_off_asking(tx, handover)).unwrap();
    assert!(world.due().await.is_empty(), "it lets others pass");
    world.pass(61);
    assert_eq!(world.due().await, [handover]);
    for _ in 0..20 {
        run!(world, system, |tx| casework::put_off_asking(tx, handover)).unwrap();
    }
    world.pass(3601);
    assert_eq!(world.due().await, [handover], "never longer than an hour");
    assert_eq!(world.count("SELECT max(attempts)::bigint FROM casework.handover").await, 21);
}

#[tokio::test]
async fn a_result_that_cannot_be_printed_lets_others_pass_and_comes_again() {
    let world = World::new().await;
    let first = world.filed_by_couple().await;
    let gate = world.leg(&world.parent, &first.code, "register_birth").await;
    world.act(&world.justice, gate.id, Action::Approve).await.unwrap();
    let system = world.system();
    let waiting = async || run!(world, system, |tx| casework::claim_results_without_pdf(tx, 1)).unwrap();
    let broken = waiting().await;
    assert_eq!(broken.len(), 1);
    run!(world, system, |tx| casework::put_off_printing(tx, broken[0])).unwrap();
    assert!(waiting().await.is_empty(), "it lets others pass");
    world.pass(61);
    assert_eq!(waiting().await, broken);
    let hash = "ab".repeat(32);
    run!(world, system, |tx| casework::result_printed(tx, broken[0], &hash, 10)).unwrap();
    run!(world, system, |tx| casework::put_off_printing(tx, broken[0])).unwrap();
    assert_eq!(world.count("SELECT pdf_attempts::bigint FROM casework.result").await, 1, "a made one is left alone");
}

#[tokio::test]
async fn a_paper_that_cannot_be_made_or_not_whole_is_told_to_officers() {
    let world = World::new().await;
    let filed = world.filed_by_couple().await;
    let gate = world.leg(&world.parent, &filed.code, "register_birth").await;
    world.act(&world.justice, gate.id, Action::Approve).await.unwrap();
    let (system, leader) = (world.system(), testkit::officer("H41", crate::world::COMMUNE, &["leader"]));
    let found = async || run!(world, leader, |tx| casework::findings(tx)).unwrap();
    let result = run!(world, system, |tx| casework::claim_results_without_pdf(tx, 1)).unwrap()[0];
    for attempt in 1..=4 {
        assert_eq!(found().await.len(), usize::from(attempt > 3), "attempt {attempt}");
        run!(world, system, |tx| casework::put_off_printing(tx, result)).unwrap();
    }
    let unmade = found().await.remove(0);
    let of = unmade.of.unwrap();
    assert_eq!((unmade.kind.as_str(), of.kind.as_str(), of.code.as_str()), ("unmade", "paper", filed.code.as_str()));
    let hash = "ab".repeat(32);
    run!(world, system, |tx| casework::result_printed(tx, result, &hash, 10)).unwrap();
    assert!(found().await.is_empty(), "closed by itself");
    for _ in 0..2 {
        run!(world, system, |tx| casework::result_unprinted(tx, result)).unwrap();
        let kinds: Vec<String> = found().await.into_iter().map(|finding| finding.kind).collect();
        assert_eq!(kinds, ["unprinted"], "found once");
    }
}
