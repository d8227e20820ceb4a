//! Who may come in where: strangers, citizens, officers, forged forms, and addresses that nobody may know of.

use acceptance::Site;

#[test]
fn each_door_opens_for_its_people_only() {
    let site = Site::start();

    let stranger = site.visitor();
    assert_eq!(stranger.get("/").status, 200);
    let asked = stranger.get("/dossiers");
    assert_eq!(asked.path, "/sign-in");
    assert_eq!(stranger.get("/nothing-here").status, 404);
    assert_eq!(stranger.get("/check/AAAAAAAAAAAAAAAAAAAAAAAA").status, 404);

    let parent = site.signed_in("parent");
    assert_eq!(parent.get("/dossiers").status, 200);
    // An officer's page is as if it were not there, and so is a dossier of somebody else.
    assert_eq!(parent.get("/desk/findings").status, 404);
    assert_eq!(parent.get("/dossiers/H41.1.TP-20261123-0000001").status, 404);
    assert_eq!(parent.get("/vault/00000000000070008000000000000000").status, 404);

    let justice = site.signed_in("justice");
    assert_eq!(justice.get("/desk").status, 200);
    assert_eq!(justice.get("/vault").status, 404);
    // Known to exist, but not for this role.
    assert_eq!(justice.get("/desk/findings").status, 403);
    assert_eq!(site.signed_in("leader").get("/desk/findings").status, 200);

    // A form without the token of its session changes nothing.
    let page = parent.get("/procedures/3.000722");
    let forged = page.form("_csrf").set("_csrf", "AAAA");
    assert_eq!(parent.submit(forged).status, 403);

    // A program gets problem+json.
    let problem = parent.get_json("/dossiers/H41.1.TP-20261123-0000001");
    let body: serde_json::Value = serde_json::from_slice(&problem.bytes).expect("problem+json");
    assert_eq!(body["status"], 404);
    assert!(body["type"].as_str().is_some_and(|kind| kind.starts_with("/problems/")));
}

#[test]
fn a_wrong_password_says_so_and_gives_nothing_away() {
    let site = Site::start();
    let browser = site.visitor();
    let page = browser.get("/sign-in");
    let known = &site.accounts[0].username;
    let wrong = browser.submit(page.form("username").set("username", known).set("password", "not the password"));
    let unknown =
        browser.submit(page.form("username").set("username", "040999999999").set("password", "not the password"));
    assert_eq!((wrong.status, unknown.status), (422, 422));
    assert_eq!(browser.get("/dossiers").path, "/sign-in");
}

#[test]
fn what_was_committed_outlives_a_power_cut() {
    let mut site = Site::start();
    let parent = site.signed_in("parent");
    let page = parent.get("/procedures/3.000722");
    let started = parent.submit(page.form_to("/start"));
    assert!(started.path.starts_with("/drafts/"), "{}", started.path);
    site.kill();
    site.restart();
    let again = site.signed_in("parent");
    let drafts = again.get("/drafts");
    assert!(drafts.links().iter().any(|link| link.starts_with("/drafts/")), "{}", drafts.text());
}
