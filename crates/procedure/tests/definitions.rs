//! The definitions that are part of the program: whole, in force when they should be, spoken in both languages.

#![expect(clippy::unwrap_used, reason = "a test fails where something is not there")]

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};
use procedure::{
    Answers, Catalogue, Channel, SPARED_PERCENT_WANTED, Step, Term, Value, check_tree, codes, embedded_tree,
};

fn day(text: &str) -> basis::Date {
    text.parse().unwrap()
}

#[test]
fn the_definitions_inside_the_program_have_no_mistake() {
    let report = check_tree(&embedded_tree());
    assert!(report.is_fine(), "{report}");
    assert!(report.examples >= 8, "{report}");
}

#[test]
fn on_each_day_the_right_version_applies() {
    let catalogue = Catalogue::embedded();
    let table = [
        ("2.002621", "2024-06-30", None),
        ("2.002621", "2024-07-01", Some("2024-07-01")),
        ("2.002621", "2026-06-28", Some("2024-07-01")),
        ("2.002621", "2026-06-29", Some("2026-06-29")),
        ("2.002621", "2026-08-31", Some("2026-06-29")),
        ("2.002621", "2026-09-01", None),
        ("3.000722", "2026-08-31", None),
        ("3.000722", "2026-09-01", Some("2026-09-01")),
        ("1.001193", "2026-11-23", Some("2025-07-01")),
        ("1.004222", "2023-12-31", None),
        ("1.004222", "2024-01-01", Some("2024-01-01")),
        ("1.004222", "2025-01-10", Some("2025-01-10")),
        ("1.004222", "2026-06-28", Some("2025-01-10")),
        ("1.004222", "2026-11-23", Some("2026-06-29")),
        ("9.999999", "2026-11-23", None),
    ];
    for (code, on, version) in table {
        let found = catalogue.in_force(code, day(on)).map(|procedure| procedure.version.as_str());
        assert_eq!(found, version, "{code} on {on}");
    }
    let successor = catalogue.in_force_or_successor("2.002621", day("2026-11-23")).unwrap();
    assert_eq!(successor.code, "3.000722");
}

#[test]
fn linked_groups_have_a_gate_and_their_legs() {
    let catalogue = Catalogue::embedded();
    let steps =
        |code, on| -> Vec<Step> { catalogue.in_force(code, day(on)).unwrap().legs().map(|leg| leg.step).collect() };
    assert_eq!(steps("2.002621", "2026-08-01"), [Step::RegisterBirth, Step::RegisterResidence, Step::IssueHealthCard]);
    assert_eq!(
        steps("3.000722", "2026-11-23"),
        [Step::RegisterBirth, Step::RegisterResidence, Step::IssueHealthCard, Step::IssueIdentityCard]
    );
    let group = catalogue.in_force("3.000722", day("2026-11-23")).unwrap();
    assert!(group.is_linked());
    assert!(group.legs().next().unwrap().gate);
    assert!(matches!(group.legs().next().unwrap().limit.term, Term::SameDay { cutoff } if cutoff.hour() == 15));
    assert_eq!(group.limit.term(false), Term::WorkingDays(3));
    assert_eq!(group.limit.term(true), Term::WorkingDays(5));
    assert!(group.legs().skip(1).all(|leg| !leg.limit.confirmed), "the split by legs is in no source we hold");
}

#[test]
fn an_identity_card_that_is_not_wanted_is_no_leg() {
    let catalogue = Catalogue::embedded();
    let group = catalogue.in_force("3.000722", day("2026-11-23")).unwrap();
    for (wanted, legs) in [(true, 4), (false, 3)] {
        let mut answers = Answers::default();
        answers.set("card.wanted", Value::YesNo(wanted));
        assert_eq!(group.legs_of(&answers).len(), legs, "{wanted}");
    }
}

#[test]
fn limits_count_in_working_days_past_the_holiday() {
    let calendar = vietnam::WorkingCalendar::statutory();
    let received = day("2026-11-23").at(10, 0, 0, 0);
    let late = day("2026-11-23").at(15, 30, 0, 0);
    let cutoff = jiff::civil::time(15, 0, 0, 0);
    assert_eq!(Term::WorkingDays(1).due(calendar, received).date(), day("2026-11-25"), "24/11 is a holiday");
    assert_eq!(Term::SameDay { cutoff }.due(calendar, received).date(), day("2026-11-23"));
    assert_eq!(Term::SameDay { cutoff }.due(calendar, late).date(), day("2026-11-25"));
}

#[test]
fn fees_differ_by_the_way_in() {
    let catalogue = Catalogue::embedded();
    let residence = catalogue.in_force("1.004222", day("2026-11-23")).unwrap();
    let fee = |channel| residence.fees_on(channel, day("2026-11-23")).map(|fee| fee.amount.amount()).sum::<i64>();
    assert_eq!((fee(Channel::Desk), fee(Channel::Online), fee(Channel::Post)), (20_000, 10_000, 0));
}

#[test]
fn a_hash_finds_its_definition_and_layout_does_not_change_it() {
    let catalogue = Catalogue::embedded();
    let mut hashes: Vec<String> = catalogue.all().iter().map(|procedure| procedure.hash()).collect();
    for (procedure, hash) in catalogue.all().iter().zip(&hashes) {
        assert_eq!(hash.len(), 64);
        assert_eq!(catalogue.by_hash(hash).unwrap().code, procedure.code);
    }
    let mut tree = embedded_tree();
    for text in tree.values_mut() {
        text.insert_str(0, "# Another comment.\n\n");
    }
    let again: Vec<String> =
        Catalogue::from_tree(&tree).unwrap().all().iter().map(|procedure| procedure.hash()).collect();
    assert_eq!(again, hashes);
    hashes.sort();
    hashes.dedup();
    assert_eq!(hashes.len(), again.len());
}

#[test]
fn every_form_spares_what_the_plans_want() {
    for procedure in Catalogue::embedded().all() {
        let share = procedure.form.asked_share();
        assert!(share.spared_percent() >= SPARED_PERCENT_WANTED, "{}: {share:?}", procedure.code);
        assert_eq!(share.asked + share.answered, share.fields);
    }
}

#[test]
fn every_code_has_its_message_in_both_languages() {
    let args: FluentArgs<'_> = [
        ("max", "1"),
        ("given", "2"),
        ("sign", "#"),
        ("digits", "11"),
        ("offer", "0"),
        ("years", "6"),
        ("says", "male"),
        ("days", "70"),
        ("limit", "60"),
        ("age", "12"),
    ]
    .into_iter()
    .collect();
    for (language, text) in
        [("vi", include_str!("../locales/vi/procedure.ftl")), ("en", include_str!("../locales/en/procedure.ftl"))]
    {
        let resource = FluentResource::try_new(text.to_owned()).map_err(|(_, errors)| errors).unwrap();
        let mut bundle = FluentBundle::new(vec![language.parse().unwrap()]);
        bundle.set_use_isolating(false);
        bundle.add_resource(resource).unwrap();
        for code in codes::ALL {
            let key = format!("problem-{}", code.0);
            let message = bundle.get_message(&key).unwrap_or_else(|| panic!("{language} lacks {key}"));
            let mut errors = Vec::new();
            let said = bundle.format_pattern(message.value().unwrap(), Some(&args), &mut errors);
            assert!(
                errors.is_empty() && !said.is_empty() && !said.contains('{'),
                "{language} {key}: {said} {errors:?}"
            );
        }
        let messages = text.lines().filter(|line| line.starts_with("problem-")).count();
        assert_eq!(messages, codes::ALL.len(), "{language} has messages for codes that are no more");
    }
}

#[test]
fn what_no_source_confirms_is_told_to_administrators() {
    let catalogue = Catalogue::embedded();
    let group = catalogue.in_force("3.000722", day("2026-11-23")).unwrap();
    let unconfirmed = group.unconfirmed().join("\n");
    for part in ["time limit of register_residence", "time limit of issue_health_card", "term at child.birth"] {
        assert!(unconfirmed.contains(part), "{unconfirmed}");
    }
    assert!(!unconfirmed.contains("time limit of register_birth"));
}

#[test]
fn a_definition_that_was_mended_is_still_found_as_it_was() {
    let mut mended = embedded_tree();
    let text = mended.get_mut("sections/family.yaml").unwrap();
    *text = text.replacen("Trẻ sinh ngày nào?", "Trẻ được sinh ngày nào?", 1);
    let before = Catalogue::embedded();
    let mut after = Catalogue::from_tree(&mended).unwrap();
    for old in before.all() {
        let hash = old.hash();
        let stored = before.source(&hash).unwrap();
        if after.by_hash(&hash).is_none() {
            after.take_stored(&hash, &stored).unwrap();
        }
        assert_eq!(after.by_hash(&hash), Some(old), "{} {}", old.code, old.version);
        assert!(stored.keys().all(|file| !file.contains("examples")), "no more than it is made of");
    }
    let now = after.in_force("3.000722", day("2026-11-23")).unwrap();
    let label = now.form.field("child.birth").unwrap().label.vi.as_str();
    assert_eq!(label, "Trẻ được sinh ngày nào?", "new dossiers begin with the mended one");
    let unreadable = procedure::Tree::from([("9.000001/2026-01-01.yaml".to_owned(), "code: [".to_owned())]);
    assert!(after.take_stored("x", &unreadable).is_err());
}

#[test]
fn a_form_counts_with_the_same_numbers_as_the_rules_of_the_register() {
    use procedure::Rule;
    use vietnam::Limit;
    let mut compared = 0;
    for procedure in Catalogue::embedded().all() {
        let on = procedure.validity.from;
        for (_, field) in procedure.form.fields() {
            for rule in &field.rules {
                match rule {
                    Rule::FiledWithin { days, article, confirmed } => {
                        let limit = Limit::BirthRegistrationDays.on(on);
                        assert_eq!(
                            (i32::from(*days), article, *confirmed),
                            (limit.value, &limit.article, limit.confirmed)
                        );
                        compared += 1;
                    }
                    Rule::ParentOf { usual_from, usual_to, .. } => {
                        let oldest = if field.key == "mother.birth" { Limit::MotherAgeTo } else { Limit::FatherAgeTo };
                        let ages = (i32::from(*usual_from), i32::from(*usual_to));
                        assert_eq!(ages, (Limit::ParentAgeFrom.on(on).value, oldest.on(on).value), "{}", field.key);
                        compared += 1;
                    }
                    _ => {}
                }
            }
        }
    }
    assert!(compared >= 6, "{compared}");
}

#[test]
fn nobody_is_asked_what_nothing_uses() {
    use procedure::Use;
    let catalogue = Catalogue::embedded();
    for procedure in catalogue.all() {
        let unused: Vec<&str> = procedure
            .form
            .fields()
            .map(|(_, field)| field.key.as_str())
            .filter(|key| procedure.use_of(key).is_none())
            .collect();
        assert!(unused.is_empty(), "{} {}: nothing uses {unused:?}", procedure.code, procedure.version);
    }
    let group = catalogue.in_force("3.000722", day("2026-11-23")).unwrap();
    let table = [
        ("child.parents", Some(Use::Decides)),
        ("marriage.number", Some(Use::Paper)),
        ("marriage.place", Some(Use::Officer(Step::RegisterBirth))),
        ("mother.ethnicity", Some(Use::Effect(Step::RegisterBirth))),
        ("residence.head_name", Some(Use::Effect(Step::RegisterResidence))),
        ("insurance.clinic", Some(Use::Effect(Step::IssueHealthCard))),
        ("insurance.poor_household", Some(Use::Officer(Step::IssueHealthCard))),
        ("results.copies", Some(Use::Officer(Step::CheckDossier))),
        ("requester.phone", Some(Use::Notice)),
        ("guardian.birth", Some(Use::Person)),
        ("member9.more", None),
        ("requester.shoe_size", None),
        ("neighbour.name", None),
    ];
    for (key, used) in table {
        assert_eq!(group.use_of(key), used, "{key}");
    }
}

#[test]
fn whose_consent_a_child_s_move_needed_depends_on_the_day() {
    let catalogue = Catalogue::embedded();
    for (on, who, needed) in [
        ("2024-06-01", "ward", 3),
        ("2026-06-28", "ward", 3),
        ("2026-11-23", "ward", 3),
        ("2026-11-23", "child_under_6", 1),
    ] {
        let procedure = catalogue.in_force("1.004222", day(on)).unwrap();
        let mut answers = Answers::default();
        for (key, word) in [("applicant.who", who), ("residence.joins", "other"), ("dwelling.kind", "registered")] {
            answers.set(key, Value::Choice(word.to_owned()));
        }
        assert_eq!(procedure.consents_of(&answers).len(), needed, "{who} on {on}");
    }
    // Before TT 116/2026/TT-BCA the form did not know the exception for a child under six.
    let before = catalogue.in_force("1.004222", day("2026-06-28")).unwrap();
    assert!(!before.form.takes("applicant.who", &Value::Choice("child_under_6".to_owned())));
}
