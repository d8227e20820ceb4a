//! "Ai đã xem dữ liệu của tôi" is complete: over a whole linked birth, what was shown, what was traced, what the trail
//! holds and what the parent reads are the same looks, and nobody else's.
//!
//! Four sides are compared. `story` is what officers do; it notes each page that shows the mother. `trace`
//! is what the program says it saw, and the rows of the trail as PostgreSQL's owner reads them. `page` is what the
//! parent reads.

mod page;
mod story;
mod trace;

use acceptance::Site;
use std::collections::BTreeSet;
use story::Officer;
use trace::Trail;

#[test]
fn the_page_lists_every_traced_look_and_nobody_elses() {
    let site = Site::start_logging("error,lienthong_saw=trace");
    let trail = Trail::of(&site);
    let [mother, father] = [0, 1].map(|n| trail.person_of(&site.accounts[n].username));
    assert!(site.accounts[..2].iter().all(|account| account.role == "parent"));

    let parent = site.signed_in_as(&site.accounts[0]);
    let code = acceptance::file_birth(&parent);
    // Every page of theirs that shows the mother's name or number must leave a look of their agency at her.
    let shown = trail.name_and_number(&mother);
    let officer = |role: &str| Officer::new(&site, role, &trail, &mother, &shown);
    officer("justice").approve(&code, 1);
    officer("police").approve(&code, 2);
    officer("insurance").approve(&code, 1);
    officer("one-stop").find(&shown[1]);
    let _ = parent.get(&format!("/dossiers/{code}"));
    let _ = parent.get("/vault");
    let child = trail.child_of(&mother);

    // What the program said it saw, look by look, is what the trail holds.
    let (traced, kept) = trail.settled(&site);
    assert!(traced.len() > 50, "too little was traced: {}", traced.len());
    let gaps: Vec<_> = traced.difference(&kept).collect();
    let strays: Vec<_> = kept.difference(&traced).collect();
    assert!(gaps.is_empty() && strays.is_empty(), "traced and not kept: {gaps:#?}\nkept and not traced: {strays:#?}");

    // And what the trail holds of a person is what that person reads, of a child what its parents read.
    let father_in = site.signed_in_as(&site.accounts[1]);
    let mut agencies = BTreeSet::new();
    for (reader, who, of, whose) in
        [(&parent, &mother, 0, &mother), (&father_in, &father, 0, &father), (&parent, &mother, 1, &child)]
    {
        let (read, expected) = page::same_moment(reader, of, || trail.looks_at(whose, who));
        assert!(!expected.is_empty());
        page::assert_same(&read, &expected);
        agencies.extend(read.iter().map(|look| look.who.clone()));
    }
    for agency in ["Ủy ban nhân dân", "Công an", "Bảo hiểm xã hội", "Phục vụ hành chính công"] {
        let there = agencies
            .iter()
            .any(|who| who.starts_with("Cán bộ của") && who.to_lowercase().contains(&agency.to_lowercase()));
        assert!(there, "{agency} is not among {agencies:?}");
    }
    // A look that is missing or too many on the page is noticed.
    let (read, expected) = page::same_moment(&parent, 0, || trail.looks_at(&mother, &mother));
    for side in [0, 1] {
        let mut pair = [read.clone(), expected.clone()];
        let gone = pair[side].iter().find(|look| !look.own).cloned().expect("an officer looked");
        // The same look again within a minute is said once.
        pair[side].retain(|look| *look != gone);
        assert!(page::difference(&pair[0], &pair[1]).is_some());
    }
}
