//! Every mistake in a definition file is told with its file and its line.

use procedure::{Tree, check_tree, embedded_tree};

/// A definition with one mistake after another put in.
const GOOD: &str = r#"code: "1.000001"
name: { vi: "Thử", en: "Trial" }
valid_from: "2026-01-01"
announced_by: { article: "QĐ 1" }
authority: { vi: "Xã", en: "Commune" }
ground:
  - { article: "Luật 1" }
limit: { working_days: 3, article: "Luật 1 Đ1" }
steps:
  - step: issue_identity_card
    role: police
    gate: true
    limit: { working_days: 3, article: "Luật 1 Đ1" }
papers:
  - { key: photo, name: { vi: "Ảnh", en: "Photo" }, uploaded: papers.photo, article: "Luật 1 Đ2" }
fees:
  - { channel: desk, amount: 100, valid_from: "2026-01-01", article: "Luật 1 Đ3" }
form:
  sections:
    - key: one
      title: { vi: "Một", en: "One" }
      pages:
        - key: first
          fields:
            - key: card.wanted
              kind: yes_no
              label: { vi: "Thẻ?", en: "Card?" }
            - key: mother.name
              kind: name
              prefill: mother.full_name
              label: { vi: "Mẹ", en: "Mother" }
        - key: second
          ask: "card.wanted = yes"
          fields:
            - key: papers.photo
              kind: file
              label: { vi: "Ảnh", en: "Photo" }
"#;

const FILE: &str = "1.000001/2026-01-01.yaml";

fn told(text: &str) -> Vec<String> {
    told_by(Tree::from([(FILE.to_owned(), text.to_owned())]))
}

fn told_by(tree: Tree) -> Vec<String> {
    check_tree(&tree).mistakes.iter().map(ToString::to_string).collect()
}

#[test]
fn the_good_definition_is_good() {
    assert_eq!(told(GOOD), Vec::<String>::new());
}

const WHOLE: &str = "limit: { working_days: 3, article: \"Luật 1 Đ1\" }\nsteps";
const STEP: &str = "    gate: true\n    limit: { working_days: 3, article: \"Luật 1 Đ1\" }";

#[test]
fn each_mistake_is_told_with_its_line() {
    let table = [
        ("kind: name", "kind: nam", 29, "unknown field kind \"nam\"; did you mean \"name\"?"),
        (
            "card.wanted = yes",
            "card.wantd = yes",
            35,
            "unknown field in a condition \"card.wantd\"; did you mean \"card.wanted\"?",
        ),
        (
            "card.wanted = yes",
            "papers.photo = yes",
            35,
            "the condition names \"papers.photo\", which is not on an earlier page",
        ),
        ("card.wanted = yes", "card.wanted = maybe", 35, "card.wanted is yes or no, not \"maybe\""),
        ("card.wanted = yes", "card.wanted yes", 33, "in the condition \"card.wanted yes\": expected = before \"yes\""),
        (", en: \"Mother\"", "", 31, "missing English"),
        (", article: \"Luật 1 Đ3\"", "", 17, "missing article: every rule names the law it comes from"),
        (", article: \"Luật 1 Đ2\"", "", 15, "missing article: every rule names the law it comes from"),
        (
            "prefill: mother.full_name",
            "prefill: mother.fullname",
            30,
            "unknown fact \"mother.fullname\"; did you mean \"mother.full_name\"?",
        ),
        (
            "prefill: mother.full_name",
            "prefill: mother.birth",
            30,
            "the fact mother.birth is of kind birth_date, the field of kind name",
        ),
        (
            "prefill: mother.full_name",
            "required: true",
            28,
            "ask once: a register holds this; write prefill: mother.full_name or say under ask_anyway why it is asked all the same",
        ),
        ("kind: yes_no", "kind: file", 25, "issue_identity_card needs \"card.wanted\" as yes_no, not as file"),
        (
            "kind: yes_no",
            "required: false\n              kind: yes_no",
            25,
            "issue_identity_card needs \"card.wanted\", so it must be required",
        ),
        (
            "key: card.wanted",
            "key: card.want",
            10,
            "issue_identity_card needs the field \"card.wanted\", which the form does not have",
        ),
        ("role: police", "role: polise", 11, "unknown role \"polise\"; did you mean \"police\"?"),
        ("gate: true", "gate: false", 10, "the first step that changes a register is the gate, and no other"),
        ("step: issue_identity_card", "step: issue_card", 10, "unknown step \"issue_card\""),
        (
            "uploaded: papers.photo",
            "uploaded: papers.foto",
            15,
            "unknown field of a paper \"papers.foto\"; did you mean \"papers.photo\"?",
        ),
        ("channel: desk", "channel: disk", 17, "unknown channel \"disk\"; did you mean \"desk\"?"),
        ("\"1.000001\"", "\"one\"", 1, "a code that is not of the form 1.001193 must say code_confirmed: false"),
        (
            "valid_from: \"2026-01-01\"\nann",
            "valid_from: \"01/01/2026\"\nann",
            3,
            "\"01/01/2026\" is not a date; write it as 2026-09-01",
        ),
        (
            "limit: { working_days: 3, article: \"Luật 1 Đ1\" }\nsteps",
            "limit: { article: \"Luật 1 Đ1\" }\nsteps",
            8,
            "a limit has one of same_day_until, working_days and working_hours",
        ),
        (WHOLE, "limit: { working_days: 3000000000, article: \"L\" }\nsteps", 8, "3000000000 working days is no limit"),
        (WHOLE, "limit: { working_days: 0, article: \"L\" }\nsteps", 8, "0 working days is no limit"),
        (WHOLE, "limit: { working_hours: 2001, article: \"L\" }\nsteps", 8, "2001 working hours is no limit"),
        (
            WHOLE,
            "limit: { working_days: 3, verified_working_days: 2, article: \"L\" }\nsteps",
            8,
            "with verification 2 working days, which is shorter than 3 working days without",
        ),
        (
            STEP,
            "    gate: true\n    limit: { working_days: 20, article: \"L\" }",
            13,
            "20 working days is longer than the 3 working days of the whole",
        ),
        (
            STEP,
            "    gate: true\n    limit: { working_days: 3, verified_working_days: 4, article: \"L\" }",
            13,
            "4 working days is longer than the 3 working days of the whole",
        ),
    ];
    for (right, wrong, line, what) in table {
        assert!(GOOD.contains(right), "{right}");
        let text = GOOD.replacen(right, wrong, 1);
        let expected = format!("{FILE}:{line}: {what}");
        let mistakes = told(&text);
        assert!(
            mistakes.iter().any(|told| told.starts_with(&expected)),
            "{expected}\n--- told:\n{}",
            mistakes.join("\n")
        );
    }
}

#[test]
fn a_later_step_asks_for_what_it_decides_and_nothing_that_is_registered() {
    let file = "linked/3.000722/2026-09-01.yaml";
    let right = "asks: [residence.*, papers.other]";
    for (wrong, what) in [
        ("asks: [residence.*, child.name]", "asks for \"child.name\", which the gate has registered by then"),
        ("asks: [child.*]", "asks for \"child.birth\", which the gate has registered by then"),
        ("asks: [residense.*]", "unknown field under asks \"residense.*\""),
        ("asks: []", "a step after the gate says under asks which answers it may ask to be mended"),
    ] {
        let mut tree = embedded_tree();
        let text = tree.get_mut(file).unwrap();
        assert!(text.contains(right), "{right}");
        *text = text.replacen(right, wrong, 1);
        let mistakes = told_by(tree).join("\n");
        assert!(mistakes.contains(what), "{what}\n--- told:\n{mistakes}");
    }
}

#[test]
fn a_file_that_is_not_even_yaml_is_told_with_its_line() {
    for (right, wrong, line) in [("role: police", "rôle: police", 10), ("fees:", "fees: [", 16)] {
        let mistakes = told(&GOOD.replacen(right, wrong, 1));
        let at: Vec<u64> = mistakes.iter().map(|told| told.split(':').nth(1).unwrap().parse().unwrap()).collect();
        assert!(at.iter().any(|at| *at >= line), "{mistakes:?}");
    }
}

#[test]
fn two_versions_on_one_day_and_two_fees_at_once_are_told() {
    let later = GOOD.replacen("valid_from: \"2026-01-01\"\nann", "valid_from: \"2026-06-01\"\nann", 1);
    let tree = Tree::from([(FILE.to_owned(), GOOD.to_owned()), ("1.000001/2026-06-01.yaml".to_owned(), later)]);
    assert_eq!(
        told_by(tree),
        [
            "1.000001/2026-06-01.yaml:3: overlaps with 1.000001/2026-01-01.yaml: on a day there is one version of 1.000001"
        ]
    );
    let fee = "  - { channel: desk, amount: 100, valid_from: \"2026-01-01\", article: \"Luật 1 Đ3\" }\n";
    let mistakes = told(&GOOD.replacen(fee, &fee.repeat(2), 1));
    assert!(mistakes[0].contains("two fees for desk apply at once from 2026-01-01"), "{mistakes:?}");
}

#[test]
fn a_definition_in_the_wrong_place_is_told() {
    let tree = Tree::from([
        ("1.000002/2026-01-02.yaml".to_owned(), GOOD.to_owned()),
        ("stray.yaml".to_owned(), "a: 1".to_owned()),
    ]);
    let mistakes = told_by(tree).join("\n");
    for part in ["the folder is named \"1.000002\"", "the file is named \"2026-01-02\"", "stray.yaml: not at home here"]
    {
        assert!(mistakes.contains(part), "{mistakes}");
    }
}

#[test]
fn a_folder_without_a_definition_is_no_clean_one() {
    let dir = std::env::temp_dir().join(format!("procedure-empty-{}", std::process::id()));
    std::fs::create_dir_all(dir.join("sections")).unwrap();
    let told = || procedure::check(&dir).unwrap_err().to_string();
    assert!(told().contains("no definition is in it"), "{}", told());
    std::fs::write(dir.join("sections/one.yaml"), "key: one").unwrap();
    assert!(told().contains("no definition is in it"), "sections alone are none: {}", told());
    std::fs::remove_dir_all(&dir).unwrap();
}

#[test]
fn what_stands_too_deep_in_each_other_is_told_and_ends_nothing() {
    let deep = |open: &str, inner: &str, close: &str| {
        let depth = 50_000;
        format!("{}{inner}{}", open.repeat(depth), close.repeat(depth))
    };
    let condition = deep("not(", "always", ")");
    let mistakes = told(&GOOD.replacen("card.wanted = yes", &condition, 1)).join("\n");
    assert!(mistakes.contains("conditions stand in each other more than 16 deep"), "{:.400}", mistakes);
    assert!(mistakes.len() < 2_000, "the condition is not repeated whole");
    assert!(!told(&deep("[", "", "]")).is_empty());
    assert!(!told(&GOOD.replacen("en: \"Trial\"", &format!("en: {}", deep("{a: ", "1", "}")), 1)).is_empty());
}

#[test]
fn a_day_that_cannot_be_read_is_told_once_and_a_code_that_does_not_apply_is_not_unknown() {
    let from = "valid_from: \"2026-01-01\"\nann";
    let mistakes = told(&GOOD.replacen(from, "valid_from: \"01/01/2026\"\nann", 1));
    assert_eq!(mistakes.len(), 1, "{mistakes:?}");
    assert!(told(&GOOD.replacen(from, "valid_from: \"2026-01-02\"\nann", 1))[0].starts_with(&format!("{FILE}:3: ")));

    let mut tree = embedded_tree();
    let example = tree.get_mut("linked/examples/mother-only.yaml").unwrap();
    let (code, on) = ("procedure: \"3.000722\"", "on: \"2026-11-23\"");
    assert!(example.contains(code) && example.contains(on), "{example:.200}");
    *example = example.replacen(code, "procedure: \"2.002621\"", 1);
    let mistakes = told_by(tree).join("\n");
    assert!(mistakes.contains("\"2.002621\" does not apply on 2026-11-23, but from 2024-07-01 to "), "{mistakes}");
    assert!(!mistakes.contains("did you mean"), "{mistakes}");
}

#[test]
fn an_example_that_does_not_pass_its_form_is_told() {
    let table = [
        ("child.birth: 15/11/2026", "child.birth: 15/11/2027", "date-in-future@child.birth"),
        ("child.birth: 15/11/2026", "child.birth: 15/08/2026", "birth-filed-late@child.birth"),
        ("child.sex: female", "child.sex: femal", "choice-unknown@child.sex"),
        ("papers.notice: giay-chung-sinh.jpg", "papers.other: giay.jpg", "file-missing@papers.notice"),
        ("child.name: Lê Gia Hân Mẫu", "child.name: Lê 2 Hân", "name-digit@child.name"),
        (
            "child.name: Lê Gia Hân Mẫu",
            "child.nam: Lê Gia Hân Mẫu",
            "unknown field \"child.nam\"; did you mean \"child.name\"?",
        ),
        (
            "child.is_twin: \"no\"",
            "child.is_twin: \"no\"\n  father.name: Ai Đó",
            "\"father.name\" is answered but not asked",
        ),
    ];
    for (right, wrong, what) in table {
        let mut tree = embedded_tree();
        let example = tree.get_mut("linked/examples/mother-only.yaml").unwrap();
        assert!(example.contains(right), "{right}");
        *example = example.replacen(right, wrong, 1);
        let mistakes = told_by(tree).join("\n");
        assert!(mistakes.contains(what), "{what}\n--- told:\n{mistakes}");
    }
}
