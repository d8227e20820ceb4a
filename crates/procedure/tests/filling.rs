//! A form as a filer goes through it: what is asked, what is refused, what is kept, what is shown.

#![expect(clippy::unwrap_used, reason = "a test fails where something is not there")]

use basis::{Date, Problem};
use procedure::{
    Answers, Catalogue, Facts, FileRef, Findings, Known, Lang, PersonFacts, Posted, Procedure, Progress, Value,
    view::{FieldView, PageView, Widget},
};
use std::sync::Arc;
use vietnam::{Ethnicity, FullName, PersonalId, Sex};

fn today() -> Date {
    "2026-11-23".parse().unwrap()
}

fn linked() -> Arc<Procedure> {
    Catalogue::embedded().in_force("3.000722", today()).unwrap().clone()
}

fn say(problem: &Problem) -> String {
    problem.code.0.to_owned()
}

/// Answers as they stand in an example dossier, and what is known of its filer.
fn example(name: &str) -> (Answers, Known) {
    let catalogue = Catalogue::embedded();
    let example = catalogue.examples().iter().find(|example| example.name == name).unwrap();
    (example.answers.clone(), example.known.clone())
}

/// Posts one page of the linked form over given answers, with nothing known.
fn post(answers: &Answers, page: &str, pairs: &[(&str, &str)]) -> (Answers, Findings) {
    let group = linked();
    let facts = Facts::default();
    let parsed = group.form.fill(answers, &facts, today()).parse(page, &pairs.iter().copied().collect());
    (parsed.answers, parsed.findings)
}

fn codes(problems: &[Problem]) -> Vec<String> {
    problems.iter().map(|problem| format!("{}@{}", problem.code.0, problem.field.as_ref().unwrap())).collect()
}

fn with(choices: &[(&str, &str)]) -> Answers {
    choices
        .iter()
        .map(|(key, word)| {
            let value = match *word {
                "yes" => Value::YesNo(true),
                "no" => Value::YesNo(false),
                word => Value::Choice(word.to_owned()),
            };
            ((*key).to_owned(), value)
        })
        .collect()
}

fn both_unmarried() -> Answers {
    with(&[
        ("requester.relation", "mother"),
        ("child.parents", "both"),
        ("parents.married", "no"),
        ("notice.kind", "paper"),
    ])
}

fn field<'v>(view: &'v PageView, key: &str) -> &'v FieldView {
    view.fields.iter().find(|field| field.key == key).unwrap()
}

#[test]
fn somebody_is_the_head_only_by_the_heads_number() {
    let residence = Catalogue::embedded().in_force("1.004222", today()).unwrap().clone();
    let number = |serial| Value::PersonalId(PersonalId::compose("040", Sex::Male, 1965, serial).unwrap());
    for (own, head, taken) in [(13, 13, true), (13, 14, false)] {
        let mut answers = with(&[("applicant.who", "self"), ("residence.joins", "other")]);
        answers.set("requester.personal_id", number(own));
        answers.set("residence.head_personal_id", number(head));
        let facts = Facts::default();
        let filling = residence.form.fill(&answers, &facts, today());
        let parsed = filling.parse("consent_head", &[("consent.head", "self")].into_iter().collect());
        let codes = codes(&parsed.findings.problems);
        assert_eq!(codes.is_empty(), taken, "{codes:?}");
        let parsed = filling.parse("consent_head", &[("consent.head", "vneid")].into_iter().collect());
        assert!(parsed.is_fine());
    }
}

#[test]
fn a_newborn_is_no_ancestor_or_spouse_of_the_head() {
    let group = linked();
    let relation = group.form.field("residence.relation").unwrap();
    let procedure::FieldKind::Choice(choices) = &relation.kind else { panic!("no choice") };
    for code in ["child", "grandchild_or_nibling", "younger_sibling", "staying", "other_old_record"] {
        assert!(choices.has(code), "{code}");
        assert!(vietnam::HouseholdRelation::from_code(code).is_ok(), "{code} is a word of the register");
    }
    for code in ["head", "wife", "husband", "father", "paternal_grandmother", "elder_brother", "guardian"] {
        assert!(!choices.has(code), "{code}");
    }
}

#[test]
fn a_married_mother_who_names_no_father_is_asked_whether_she_means_it() {
    let group = linked();
    let (_, known) = example("both-parents");
    let file = |relation: &str, parents: &str, confirm: Option<&str>| {
        let answers = with(&[("requester.relation", relation)]);
        let facts = known.facts(&answers, today());
        let mut pairs = vec![("child.parents", parents)];
        pairs.extend(confirm.map(|word| ("confirm", word)));
        let parsed = group.form.fill(&answers, &facts, today()).parse("parents", &pairs.into_iter().collect());
        codes(&parsed.findings.confirms)
    };
    assert!(known.spouse.is_some(), "the example is a married couple");
    let asked = "married-mother-alone@child.parents";
    assert_eq!(file("mother", "mother_only", None), [asked]);
    assert_eq!(file("mother", "mother_only", Some(asked)), Vec::<String>::new());
    assert_eq!(file("mother", "both", None), Vec::<String>::new());
    assert_eq!(file("guardian", "mother_only", None), Vec::<String>::new());
}

#[test]
fn bad_input_gets_a_problem_at_its_field_and_nothing_typed_is_lost() {
    let long = "a".repeat(10_000);
    /// Page, field, what is typed into its parts, the expected code.
    type Row<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)], &'a str);
    let table: &[Row<'_>] = &[
        ("mother", "mother.personal_id", &[("", "40198000101")], "personal-id-lost-zero"),
        ("mother", "mother.personal_id", &[("", "0401980001")], "personal-id-length"),
        ("mother", "mother.personal_id", &[("", "04019800010x")], "personal-id-not-digits"),
        ("mother", "mother.name", &[("", "Trần 2 Hoa")], "name-digit"),
        ("mother", "mother.name", &[("", "Trần 😀")], "name-emoji"),
        ("mother", "mother.name", &[("", &long)], "name-too-long"),
        ("mother", "mother.name", &[("", "Trần (Hoa)")], "name-sign"),
        ("mother", "mother.name", &[("", "")], "answer-missing"),
        ("mother", "mother.birth", &[("day", "31"), ("month", "2"), ("year", "1998")], "date-day"),
        ("mother", "mother.birth", &[("day", "1"), ("month", "13"), ("year", "1998")], "date-month"),
        ("mother", "mother.birth", &[("day", "1"), ("month", "2"), ("year", "98")], "date-year"),
        ("mother", "mother.birth", &[("day", "1"), ("month", ""), ("year", "1998")], "date-incomplete"),
        ("mother", "mother.birth", &[("day", "một"), ("month", "2"), ("year", "1998")], "date-form"),
        ("mother", "mother.birth", &[("day", ""), ("month", ""), ("year", "2099")], "date-in-future"),
        ("child_birth", "child.birth", &[("day", "24"), ("month", "11"), ("year", "2026")], "date-in-future"),
        ("child_birth", "child.birth", &[("day", ""), ("month", ""), ("year", "2026")], "date-incomplete"),
        ("child_birth", "child.birth", &[("day", "30"), ("month", "02"), ("year", "2026")], "date-day"),
        ("child_sex", "child.sex", &[("", "cat")], "choice-unknown"),
        ("child_sex", "child.sex", &[], "choice-missing"),
        ("requester", "requester.phone", &[("", "12345")], "phone-form"),
        ("requester", "requester.email", &[("", "a@b")], "email-form"),
        ("agency", "agency.unit", &[("province", "40"), ("commune", "")], "commune-missing"),
        ("agency", "agency.unit", &[("province", "01"), ("commune", "16681@2025-07-01")], "commune-of-other-province"),
        ("agency", "agency.unit", &[("province", "40"), ("commune", "99999@2025-07-01")], "unit-unknown"),
        ("agency", "agency.unit", &[("province", "40"), ("commune", "17971@")], "unit-unknown"),
        ("clinic", "insurance.clinic", &[("", "x\u{7}")], "text-control"),
        ("clinic", "insurance.clinic", &[("", &long)], "text-too-long"),
        ("clinic", "insurance.clinic", &[("", "Trạm 𝔘 y tế")], "text-unprintable"),
        ("clinic", "insurance.clinic", &[("", "Trạm \u{202e}y tế")], "text-control"),
        ("child_place", "child.birth_facility", &[("", "Trạm y tế 😀 北京")], "text-unprintable"),
        (
            "child_place",
            "child.birth_place",
            &[("province", "40"), ("commune", "17329@2025-07-01"), ("detail", "Số 1 😀")],
            "text-unprintable",
        ),
        ("child_name", "child.name", &[("", "Nguyễn A\u{940}n")], "name-sign"),
    ];
    for (page, key, parts, code) in table {
        let pairs: Vec<(String, String)> = parts
            .iter()
            .map(|(part, text)| {
                (if part.is_empty() { (*key).to_owned() } else { format!("{key}-{part}") }, (*text).to_owned())
            })
            .collect();
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let (answers, findings) = post(&both_unmarried(), page, &pairs);
        let found = codes(&findings.problems);
        assert!(found.contains(&format!("{code}@{key}")), "{page} {code}: {found:?}");
        assert!(!answers.has_visited(page), "{page} {code}");
        if answers.is_refused(key) {
            for (part, text) in *parts {
                assert_eq!(answers.raw(key, part), Some(*text), "{key} {part}");
            }
        }
        let saved: Answers = serde_json::from_str(&serde_json::to_string(&answers).unwrap()).unwrap();
        assert_eq!(saved, answers, "a draft comes back as it was");
    }
}

#[test]
fn what_was_typed_stands_in_the_box_again() {
    let (answers, findings) = post(
        &both_unmarried(),
        "mother",
        &[("mother.personal_id", "40198000101"), ("mother.birth-day", "31"), ("mother.birth-year", "1998")],
    );
    let (group, facts) = (linked(), Facts::default());
    let view = group.form.fill(&answers, &facts, today()).view("mother", Lang::Vi, &findings, &say).unwrap();
    let number = field(&view, "mother.personal_id");
    assert_eq!(number.errors, ["personal-id-lost-zero"]);
    assert!(matches!(&number.widget, Widget::Text { value, inputmode: "numeric", .. } if value == "40198000101"));
    assert!(
        matches!(&field(&view, "mother.birth").widget, Widget::DateParts { day, year, partial: true, .. } if day == "31" && year == "1998")
    );
    assert_eq!((view.section_number, view.section_count), (2, 6));
    assert_eq!(number.id, "mother-personal_id");
}

#[test]
fn decomposed_letters_and_grouped_numbers_are_taken() {
    let (answers, findings) = post(
        &both_unmarried(),
        "mother",
        &[
            ("mother.name", "  Tra\u{302}\u{300}n   Thi\u{323} Hoa "),
            ("mother.personal_id", "040 198 000 101"),
            ("mother.birth-year", "1998"),
        ],
    );
    assert!(findings.is_empty(), "{findings:?}");
    assert_eq!(answers.name("mother.name").unwrap().as_str(), "Trần Thị Hoa");
    assert_eq!(answers.personal_id("mother.personal_id").unwrap().as_str(), "040198000101");
    assert_eq!(answers.birth_date("mother.birth").unwrap().to_string(), "1998");
    assert!(answers.has_visited("mother"));
}

#[test]
fn something_unusual_is_taken_once_it_is_confirmed() {
    let pairs =
        [("mother.name", "Trần Thị Hoa"), ("mother.personal_id", "040098000101"), ("mother.birth-year", "1997")];
    let (answers, findings) = post(&both_unmarried(), "mother", &pairs);
    assert!(findings.problems.is_empty());
    let words = ["number-says-other-sex@mother.personal_id", "number-says-other-year@mother.personal_id"];
    assert_eq!(codes(&findings.confirms), words);
    assert!(!answers.has_visited("mother"));

    let (group, facts) = (linked(), Facts::default());
    let view = group.form.fill(&answers, &facts, today()).view("mother", Lang::Vi, &findings, &say).unwrap();
    assert_eq!(view.confirms.iter().map(|confirm| confirm.code.as_str()).collect::<Vec<_>>(), words);

    let confirmed: Vec<(&str, &str)> = pairs.into_iter().chain(words.map(|word| ("confirm", word))).collect();
    let (answers, findings) = post(&answers, "mother", &confirmed);
    assert!(findings.is_empty(), "{findings:?}");
    assert!(answers.is_confirmed(words[0]) && answers.has_visited("mother"));

    let (answers, _) = post(&answers, "mother", &pairs);
    assert!(!answers.is_confirmed(words[0]), "a page that is posted again without the tick asks again");
    let (answers, _) = post(&answers, "child_name", &[("child.name", "An"), ("confirm", words[0])]);
    assert!(!answers.is_confirmed(words[0]), "a page confirms only what it asks");
}

#[test]
fn the_same_number_for_both_parents_and_a_parent_younger_than_the_child_are_refused() {
    let mut answers = both_unmarried();
    answers.set("mother.personal_id", Value::PersonalId(PersonalId::parse("040198000101").unwrap()));
    answers.set("child.birth", Value::Date("2026-11-20".parse().unwrap()));
    let father =
        [("father.name", "Nguyễn Văn Nam"), ("father.personal_id", "040198000101"), ("father.birth-year", "2026")];
    let (_, findings) = post(&answers, "father", &father);
    assert!(codes(&findings.problems).contains(&"same-person-twice@father.personal_id".to_owned()));
    let father = [
        ("father.name", "Nguyễn Văn Nam"),
        ("father.birth-day", "1"),
        ("father.birth-month", "12"),
        ("father.birth-year", "2026"),
    ];
    let (_, findings) = post(&answers, "father", &father);
    assert!(codes(&findings.problems).contains(&"parent-younger-than-child@father.birth".to_owned()));
    let father = [("father.name", "Nguyễn Văn Nam"), ("father.birth-year", "2014")];
    let (_, findings) = post(&answers, "father", &father);
    assert_eq!(codes(&findings.confirms), ["parent-age-unusual@father.birth"]);
}

fn person(name: &str, number: &str, sex: Sex) -> PersonFacts {
    PersonFacts {
        full_name: FullName::parse(name).unwrap(),
        personal_id: Some(PersonalId::parse(number).unwrap()),
        birth: Some("1998-03-08".parse().unwrap()),
        sex: Some(sex),
        ethnicity: Some(Ethnicity::KINH),
        residence: None,
        hometown: None,
        household: None,
    }
}

#[test]
fn what_a_register_knows_is_shown_and_what_is_posted_for_it_is_ignored() {
    let known =
        Known { requester: Some(person("Trần Thị Hoa Mẫu", "040198000101", Sex::Female)), ..Known::default() };
    let answers = both_unmarried();
    let facts = known.facts(&answers, today());
    let group = linked();
    let filling = group.form.fill(&answers, &facts, today());
    let view = filling.view("mother", Lang::Vi, &Findings::default(), &say).unwrap();
    assert!(
        matches!(&field(&view, "mother.name").widget, Widget::Known { text, source } if text == "Trần Thị Hoa Mẫu" && source.contains("dân cư"))
    );
    assert!(
        matches!(&field(&view, "mother.personal_id").widget, Widget::Known { text, .. } if text == "040 *** *** 101")
    );

    let parsed = filling
        .parse("mother", &Posted::from_iter([("mother.name", "Kẻ Gian"), ("mother.personal_id", "040198999999")]));
    assert!(parsed.is_fine(), "{:?}", parsed.findings);
    let complete = group.form.fill(&parsed.answers, &facts, today()).complete();
    assert_eq!(complete.name("mother.name").unwrap().as_str(), "Trần Thị Hoa Mẫu");
    assert_eq!(complete.personal_id("mother.personal_id").unwrap().as_str(), "040198000101");
    assert_eq!(complete.name("father.name"), None, "an unmarried father is asked for, not assumed");
}

#[test]
fn a_spouse_is_the_other_parent_only_where_the_filer_says_so() {
    let known = Known {
        requester: Some(person("Trần Thị Hoa Mẫu", "040198000101", Sex::Female)),
        spouse: Some(person("Nguyễn Văn Nam Mẫu", "040098000102", Sex::Male)),
        ..Known::default()
    };
    let table = [
        ("both", Some("yes"), true),
        ("both", Some("no"), false),
        ("mother_only", Some("yes"), false),
        ("both", None, false),
    ];
    for (parents, married, told) in table {
        let mut answers = with(&[("requester.relation", "mother"), ("child.parents", parents)]);
        if let Some(married) = married {
            answers.set("parents.married", Value::YesNo(married == "yes"));
        }
        let facts = known.facts(&answers, today());
        assert_eq!(facts.get(procedure::Fact::FatherFullName).is_some(), told, "{parents} {married:?}");
    }
}

#[test]
fn only_the_pages_that_arise_are_shown() {
    let group = linked();
    let shown = |name: &str| -> Vec<String> {
        let (answers, known) = example(name);
        let facts = known.facts(&answers, today());
        group.form.fill(&answers, &facts, today()).pages().into_iter().map(|page| page.key).collect()
    };
    let table: &[(&str, &[&str], &[&str])] = &[
        (
            "both-parents",
            &["mother", "father", "notice_code"],
            &["child_birth", "child_sex", "mother_more", "marriage", "guardian", "papers_notice"],
        ),
        (
            "mother-only",
            &["mother", "child_birth", "papers_notice", "results_address"],
            &["father", "married", "notice_code", "papers_recognition"],
        ),
        (
            "unmarried-apart",
            &["mother_more", "joins", "household", "papers_recognition"],
            &["marriage", "father_more", "guardian"],
        ),
        ("guardian", &["guardian", "papers_guardian", "papers_no_notice"], &["mother", "father", "married"]),
        ("second-twin", &["twin_dossier", "joins", "marriage"], &["mother_more", "papers_recognition"]),
    ];
    for (name, arise, do_not) in table {
        let pages = shown(name);
        for page in *arise {
            assert!(pages.iter().any(|there| there == page), "{name} shows {page}: {pages:?}");
        }
        for page in *do_not {
            assert!(!pages.iter().any(|there| there == page), "{name} does not show {page}");
        }
    }
}

#[test]
fn an_example_is_done_page_by_page_and_complete_at_the_end() {
    for example in Catalogue::embedded().examples() {
        let catalogue = Catalogue::embedded();
        let procedure = catalogue.in_force(&example.procedure, example.on).unwrap();
        let facts = example.known.facts(&example.answers, example.on);
        let filling = procedure.form.fill(&example.answers, &facts, example.on);
        assert!(filling.check_all().is_empty(), "{}: {:?}", example.name, filling.check_all());
        let complete = filling.complete();
        for leg in procedure.legs_of(&complete) {
            for (key, kind) in leg.step.effect().unwrap().requires() {
                let value = complete.get(key).unwrap_or_else(|| panic!("{}: {key} is missing", example.name));
                assert_eq!(value.kind(), *kind, "{}: {key}", example.name);
            }
        }
        let open: Vec<String> =
            filling.pages().into_iter().filter(|page| page.progress == Progress::Open).map(|page| page.key).collect();
        assert!(open.iter().all(|page| page.starts_with("papers_")), "{}: {open:?}", example.name);
        for (lang, title) in [(Lang::Vi, "vi"), (Lang::En, "en")] {
            let summary = filling.summary(lang);
            assert!(summary.iter().all(|section| !section.title.is_empty() && !section.rows.is_empty()), "{title}");
            assert!(summary.iter().flat_map(|section| &section.rows).any(|row| row.known && !row.value.is_empty()));
        }
    }
}

#[test]
fn the_married_mother_with_a_birth_notice_answers_few_questions() {
    let (answers, known) = example("both-parents");
    let facts = known.facts(&answers, today());
    let group = linked();
    let share = group.form.fill(&answers, &facts, today()).asked_share();
    assert!(share.spared_percent() >= 60, "{share:?}");
    let complete = group.form.fill(&answers, &facts, today()).complete();
    assert_eq!(complete.choice("residence.joins"), Some("father"), "the father is the head of the household");
    assert_eq!(complete.choice("residence.relation"), Some("child"));
    assert_eq!(complete.name("residence.head_name").unwrap().as_str(), "Nguyễn Văn Nam Mẫu");
    assert_eq!(complete.date("child.birth").unwrap().to_string(), "2026-11-20");
}

#[test]
fn a_changed_answer_hides_what_hung_on_it_and_opens_what_it_needs() {
    let (mut answers, known) = example("both-parents");
    let group = linked();
    answers.set("child.parents", Value::Choice("mother_only".to_owned()));
    let facts = known.facts(&answers, today());
    let filling = group.form.fill(&answers, &facts, today());
    assert_eq!(filling.value("father.name"), None);
    assert_eq!(filling.value("parents.married"), None, "what is not asked has no answer, though the draft keeps it");
    assert_eq!(filling.complete().choice("residence.joins"), Some("mother"));
    answers.set("requester.relation", Value::Choice("father".to_owned()));
    let facts = known.facts(&answers, today());
    let findings = group.form.check_all(&answers, &facts, today());
    assert!(codes(&findings.problems).contains(&"answer-unfit@child.parents".to_owned()), "{findings:?}");
}

#[test]
fn a_form_is_walked_forwards_and_backwards() {
    let group = linked();
    let answers = with(&[("requester.relation", "mother"), ("child.parents", "mother_only")]);
    let facts = Facts::default();
    let filling = group.form.fill(&answers, &facts, today());
    assert_eq!(filling.first_open().unwrap().key, "relation");
    assert_eq!(filling.after("relation").unwrap().key, "requester");
    assert_eq!(filling.after("parents").unwrap().key, "agency", "no question about marriage with one parent");
    assert_eq!(filling.before("agency").unwrap().key, "parents");
    assert_eq!(filling.before("relation"), None);
    assert_eq!(filling.after("copies"), None);
    assert_eq!(filling.after("no such page"), None);
    assert!(filling.view("father", Lang::Vi, &Findings::default(), &say).is_none());
    assert!(filling.view("no such page", Lang::Vi, &Findings::default(), &say).is_none());
}

#[test]
fn papers_are_added_shown_and_taken_away() {
    let group = linked();
    let facts = Facts::default();
    let mut answers = both_unmarried();
    let missing = group.form.fill(&answers, &facts, today()).parse("papers_notice", &Posted::default());
    assert_eq!(codes(&missing.findings.problems), ["file-missing@papers.notice"]);
    let file = FileRef {
        id: "f1".into(),
        name: "giấy.jpg".into(),
        media: "image/jpeg".into(),
        bytes: 1_300_000,
        sha256: "ab".repeat(32),
    };
    answers.add_file("papers.notice", file.clone());
    answers.add_file("papers.notice", file);
    assert_eq!(answers.files().count(), 1, "the same content twice counts once");
    let filling = group.form.fill(&answers, &facts, today());
    assert!(filling.parse("papers_notice", &Posted::default()).is_fine());
    let view = filling.view("papers_notice", Lang::Vi, &Findings::default(), &say).unwrap();
    let Widget::Files { receipts, .. } = &view.fields[0].widget else { panic!() };
    assert_eq!((receipts[0].size_text.as_str(), receipts[0].sha256_short.as_str()), ("1,2 MB", "abababababab"));
    let remove = Posted::from_iter([("papers.notice-remove", "f1")]);
    assert!(remove.asks_to_stay());
    let parsed = filling.parse("papers_notice", &remove);
    assert_eq!(parsed.answers.files().count(), 0);
}

#[test]
fn choosing_another_province_without_script_shows_its_communes() {
    let (answers, findings) =
        post(&Answers::default(), "agency", &[("agency.unit-province", "01"), ("_reload", "agency.unit")]);
    assert_eq!(codes(&findings.problems), ["commune-missing@agency.unit"]);
    let (group, facts) = (linked(), Facts::default());
    let view = group.form.fill(&answers, &facts, today()).view("agency", Lang::Vi, &Findings::default(), &say).unwrap();
    let Widget::Unit { province, commune, chosen } = &view.fields[0].widget else { panic!() };
    assert!(province.iter().any(|option| option.selected && option.value == "01"));
    assert_eq!(province.len(), 34);
    assert!(commune.len() > 100 && chosen.is_none());
}

#[test]
fn a_question_that_is_asked_anyway_begins_with_what_is_known() {
    let (_, known) = example("both-parents");
    let answers = with(&[("requester.relation", "mother"), ("child.parents", "both"), ("parents.married", "yes")]);
    let facts = known.facts(&answers, today());
    let group = linked();
    let view = group.form.fill(&answers, &facts, today()).view("agency", Lang::Vi, &Findings::default(), &say).unwrap();
    let Widget::Unit { commune, chosen, .. } = &view.fields[0].widget else { panic!() };
    assert_eq!(chosen.as_deref(), Some("Phường Thành Vinh, Tỉnh Nghệ An"));
    assert!(commune.iter().any(|option| option.selected && option.value == "16681@2025-07-01"));
    let missing = group.form.check_all(&answers, &facts, today());
    assert!(
        codes(&missing.problems).contains(&"commune-missing@agency.unit".to_owned()),
        "a beginning is not an answer"
    );
}

#[test]
fn a_member_page_comes_as_often_as_it_is_needed() {
    let residence = Catalogue::embedded().in_force("1.004222", today()).unwrap().clone();
    let facts = Facts::default();
    let pages = |answers: &Answers| -> usize {
        let filling = residence.form.fill(answers, &facts, today());
        filling.pages().iter().filter(|page| page.key.starts_with("member_")).count()
    };
    let mut answers = with(&[("applicant.who", "self"), ("members.any", "no")]);
    assert_eq!(pages(&answers), 0);
    answers.set("members.any", Value::YesNo(true));
    assert_eq!(pages(&answers), 1);
    answers.set("member1.more", Value::YesNo(true));
    assert_eq!(pages(&answers), 2);
}

#[test]
fn consent_is_asked_by_the_day_and_by_who_moves() {
    let catalogue = Catalogue::embedded();
    let asked = |code: &str, on: &str, who: &str| -> bool {
        let on: Date = on.parse().unwrap();
        let answers = with(&[
            ("applicant.who", who),
            ("residence.joins", if code == "1.004222" { "other" } else { "mother" }),
            ("dwelling.kind", "registered"),
            ("child.parents", "mother_only"),
        ]);
        let facts = Facts::default();
        let procedure = catalogue.in_force(code, on).unwrap();
        let filling = procedure.form.fill(&answers, &facts, on);
        filling.pages().iter().any(|page| page.key.starts_with("consent"))
    };
    let table = [
        ("2.002621", "2026-06-28", "", true),
        ("2.002621", "2026-06-29", "", false),
        ("3.000722", "2026-11-23", "", false),
        ("1.004222", "2026-11-23", "child_under_6", false),
        ("1.004222", "2026-11-23", "ward", true),
        ("1.004222", "2026-11-23", "self", true),
    ];
    for (code, on, who, want) in table {
        assert_eq!(asked(code, on, who), want, "{code} {on} {who}");
    }
}

#[test]
fn nothing_personal_stands_in_debug_output() {
    let (answers, known) = example("unmarried-apart");
    let facts = known.facts(&answers, today());
    let group = linked();
    let filling = group.form.fill(&answers, &facts, today());
    let said = format!(
        "{answers:?} {facts:?} {known:?} {:?} {:?}",
        filling.standing("mother.name"),
        Posted::from_iter([("mother.name", "Hồ Thị Lan")])
    );
    for secret in ["Lan", "Phạm", "040199", "0912345680", "Thử Nghiệm"] {
        assert!(!said.contains(secret), "{secret} in {said}");
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
    #[test]
    fn whatever_is_posted_nothing_panics_and_a_draft_stays_readable(text in "\\PC*", number in 0usize..100, part in 0usize..8) {
        static GROUP: std::sync::LazyLock<Arc<Procedure>> = std::sync::LazyLock::new(linked);
        let facts = Facts::default();
        let start = both_unmarried();
        let filling = GROUP.form.fill(&start, &facts, today());
        let pages = filling.pages();
        let page = &pages[number % pages.len()].key;
        let ends = ["", "-day", "-month", "-year", "-province", "-commune", "-detail", "-remove"];
        let fields = GROUP.form.pages_all().find(|there| there.key == *page).unwrap();
        let pairs = fields.fields.iter().map(|field| (format!("{}{}", field.key, ends[part]), text.clone()));
        let parsed = filling.parse(page, &pairs.chain([("confirm".to_owned(), text.clone())]).collect());
        let saved: Answers = serde_json::from_str(&serde_json::to_string(&parsed.answers).unwrap()).unwrap();
        proptest::prop_assert_eq!(&saved, &parsed.answers);
        let view = GROUP.form.fill(&saved, &facts, today()).view(page, Lang::Vi, &parsed.findings, &say);
        proptest::prop_assert!(view.is_some());
    }
}

#[test]
fn a_child_is_the_heads_own_only_where_the_head_is_a_declared_parent() {
    use procedure::{Fact, HouseholdFacts};
    use vietnam::HouseholdRelation as R;
    let head = PersonalId::parse("040098000102").unwrap();
    let home = |relation| {
        Some(HouseholdFacts {
            id: "1".to_owned(),
            address: None,
            head_name: None,
            head_personal_id: Some(head),
            relation: Some(relation),
        })
    };
    let mother = |relation| PersonFacts {
        household: home(relation),
        ..person("Trần Thị Hoa Mẫu", "040198000101", Sex::Female)
    };
    let husband =
        || PersonFacts { household: home(R::HEAD), ..person("Nguyễn Văn Nam Mẫu", "040098000102", Sex::Male) };
    // What the mother is to the head, the parents, whether married, the father's number, and what follows.
    let table = [
        (R::WIFE, "both", "yes", None, Some("child")),
        (R::HEAD, "mother_only", "no", None, Some("child")),
        // The head is her husband, who is not the father.
        (R::WIFE, "mother_only", "no", None, None),
        (R::WIFE, "both", "no", Some("040098000777"), None),
        // They live together unmarried, and he is declared the father.
        (R::WIFE, "both", "no", Some("040098000102"), Some("child")),
        (R::CHILD, "mother_only", "no", None, Some("grandchild_or_nibling")),
    ];
    for (relation, parents, married, number, expected) in table {
        let known = Known { requester: Some(mother(relation)), spouse: Some(husband()), ..Known::default() };
        let mut answers =
            with(&[("requester.relation", "mother"), ("child.parents", parents), ("parents.married", married)]);
        answers.set("residence.joins", Value::Choice("mother".to_owned()));
        if let Some(number) = number {
            answers.set("father.personal_id", Value::PersonalId(PersonalId::parse(number).unwrap()));
        }
        let facts = known.facts(&answers, today());
        let told = facts.get(Fact::HouseholdRelation).map(|told| told.value.word());
        let expected = expected.map(str::to_owned);
        assert_eq!(told, expected, "{relation:?} {parents} {married} {number:?}");
    }
}
