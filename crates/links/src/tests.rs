//! Each temper of each simulated neighbour.

use crate::{tests_common::*, *};
use basis::{AgencyCode, FixedClock, Timestamp};
use std::{sync::Arc, time::Duration};
use vietnam::{BirthDate, FullName, PersonalId, Sex};

const NOON: &str = "2026-11-23T05:00:00Z";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn a_register() -> (Arc<FixedClock>, SimulatedNationalRegister) {
    let clock = Arc::new(FixedClock::at(at(NOON)));
    (clock.clone(), SimulatedNationalRegister::new(42, clock))
}

fn temper(change: impl FnOnce(&mut Temperament)) -> Temperament {
    let mut temper = Temperament::CALM;
    change(&mut temper);
    temper
}

async fn ask(register: &SimulatedNationalRegister, number: u128) -> NumberAnswer {
    register.assign_number(&a_request(number)).await.unwrap()
}

#[tokio::test]
async fn a_calm_register_gives_each_child_one_number_that_says_the_right_things() {
    let (_clock, register) = a_register();
    let mut all = std::collections::HashSet::new();
    for number in 0..2_000 {
        let id = *ask(&register, number).await.assigned().unwrap();
        assert!(id.contradictions(Some(Sex::Female), Some(&BirthDate::Year(2026))).is_empty());
        assert_eq!(&id.as_str()[..6], "040326");
        assert!(id.as_str()[6..].parse::<u32>().unwrap() >= SIMULATED_SERIAL_MIN);
        assert!(all.insert(id), "number {number} was given twice");
        assert_eq!(ask(&register, number).await.assigned(), Some(&id), "asked twice, answered alike");
    }
    assert!(register.collect(10).await.unwrap().is_empty(), "an answer given at once is not delivered again");
}

#[tokio::test]
async fn the_same_seed_gives_the_same_numbers() {
    let numbers = |seed| async move {
        let register = SimulatedNationalRegister::new(seed, Arc::new(FixedClock::at(at(NOON))));
        let mut numbers = Vec::new();
        for number in 0..5 {
            numbers.push(*ask(&register, number).await.assigned().unwrap());
        }
        numbers
    };
    assert_eq!(numbers(1).await, numbers(1).await);
    assert_ne!(numbers(1).await, numbers(2).await);
}

#[tokio::test]
async fn a_register_with_a_journal_remembers_over_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let journal = dir.path().join("numbers");
    let open = || SimulatedNationalRegister::with_journal(7, Arc::new(FixedClock::at(at(NOON))), &journal).unwrap();
    let first = *ask(&open(), 1).await.assigned().unwrap();
    // A crash cuts the last line off.
    std::fs::OpenOptions::new().append(true).open(&journal).unwrap();
    std::fs::write(&journal, std::fs::read_to_string(&journal).unwrap() + "0000000000000000000000000000000a 0403265")
        .unwrap();
    let again = open();
    assert_eq!(again.poll(handover(1)).await.unwrap().unwrap().assigned(), Some(&first));
    let second = *ask(&again, 2).await.assigned().unwrap();
    assert_ne!(first, second);
    let third = open();
    assert_eq!(*ask(&third, 2).await.assigned().unwrap(), second);
    assert_eq!(*ask(&third, 1).await.assigned().unwrap(), first);
}

#[tokio::test]
async fn numbers_that_somebody_has_are_avoided() {
    let (_clock, register) = a_register();
    let would_be = *ask(&register, 1).await.assigned().unwrap();
    let (_clock, register) = a_register();
    register.avoid([would_be]);
    assert_ne!(*ask(&register, 1).await.assigned().unwrap(), would_be);
}

#[tokio::test]
async fn a_late_register_answers_later_and_delivers_once() {
    let (clock, register) = a_register();
    register.set(temper(|temper| temper.late_by = Some(Duration::from_secs(3 * 24 * 3600))));
    let due = at("2026-11-26T05:00:00Z");
    assert_eq!(ask(&register, 1).await, NumberAnswer::Later(Some(due)));
    assert!(register.collect(10).await.unwrap().is_empty());
    clock.set(due);
    let delivered = register.collect(10).await.unwrap();
    assert_eq!((delivered.len(), delivered[0].handover), (1, handover(1)));
    assert!(delivered[0].answer.assigned().is_some());
    assert!(register.collect(10).await.unwrap().is_empty());
    assert_eq!(register.poll(handover(1)).await.unwrap().unwrap(), delivered[0].answer);
    assert_eq!(ask(&register, 1).await, delivered[0].answer);
}

#[tokio::test]
async fn a_register_may_answer_twice() {
    let (_clock, register) = a_register();
    register.set(temper(|temper| temper.answers_twice = true));
    let first = ask(&register, 1).await;
    let again = register.collect(10).await.unwrap();
    assert_eq!((again.len(), &again[0].answer), (1, &first));
    register.set(temper(|temper| {
        temper.answers_twice = true;
        temper.late_by = Some(Duration::ZERO);
    }));
    ask(&register, 2).await;
    let delivered = register.collect(10).await.unwrap();
    assert_eq!(delivered.iter().map(|delivery| delivery.handover).collect::<Vec<_>>(), [handover(2), handover(2)]);
}

#[tokio::test]
async fn answers_may_come_out_of_order_and_a_few_at_a_time() {
    let (clock, register) = a_register();
    register.set(temper(|temper| {
        temper.out_of_order = true;
        temper.late_by = Some(Duration::from_secs(60));
    }));
    for number in 1..=3 {
        ask(&register, number).await;
    }
    clock.set(at("2026-11-23T06:00:00Z"));
    let mut order = Vec::new();
    for _ in 0..2 {
        order.extend(register.collect(2).await.unwrap().into_iter().map(|delivery| delivery.handover));
    }
    assert_eq!(order, [handover(3), handover(2), handover(1)]);
}

#[tokio::test]
async fn a_register_that_is_down_hears_nothing() {
    let (_clock, register) = a_register();
    register.set(temper(|temper| temper.down = true));
    assert_eq!(register.assign_number(&a_request(1)).await.err(), Some(LinkProblem::Down));
    assert_eq!(register.poll(handover(1)).await.err(), Some(LinkProblem::Down));
    assert_eq!(register.collect(1).await.err(), Some(LinkProblem::Down));
    register.set(Temperament::CALM);
    assert!(register.poll(handover(1)).await.unwrap().is_none(), "lost");
    assert!(ask(&register, 1).await.assigned().is_some());
}

#[tokio::test(start_paused = true)]
async fn a_slow_answer_is_given_up_although_the_question_was_heard() {
    let (_clock, register) = a_register();
    register.set(temper(|temper| temper.delay = ANSWER_WITHIN * 2));
    assert_eq!(register.assign_number(&a_request(1)).await.err(), Some(LinkProblem::TimedOut));
    register.set(temper(|temper| temper.delay = Duration::from_secs(1)));
    let heard = register.poll(handover(1)).await.unwrap().unwrap();
    assert_eq!(ask(&register, 1).await, heard);
}

#[tokio::test]
async fn a_wrong_number_contradicts_the_child() {
    let (_clock, register) = a_register();
    register.set(temper(|temper| temper.wrong = true));
    let id = *ask(&register, 1).await.assigned().unwrap();
    assert!(!id.contradictions(Some(Sex::Female), None).is_empty());
}

#[tokio::test]
async fn an_answer_that_never_comes_comes_when_it_is_asked_for_again() {
    let (clock, register) = a_register();
    register.set(temper(|temper| temper.never = true));
    assert_eq!(ask(&register, 1).await, NumberAnswer::Later(None));
    clock.set(at("2027-11-23T06:00:00Z"));
    assert!(register.collect(10).await.unwrap().is_empty());
    register.set(Temperament::CALM);
    assert_eq!(register.poll(handover(1)).await.unwrap(), Some(NumberAnswer::Later(None)));
    assert!(ask(&register, 1).await.assigned().is_some());
}

#[tokio::test]
async fn a_refusal_is_thought_over_when_it_is_asked_again() {
    let (_clock, register) = a_register();
    register.set(temper(|temper| temper.refuses = true));
    assert_eq!(ask(&register, 1).await, NumberAnswer::Refused(Refused { code: "SIMULATED".to_owned() }));
    register.set(Temperament::CALM);
    assert!(ask(&register, 1).await.assigned().is_some());
    let undetermined = NumberRequest { sex: Sex::Undetermined, ..a_request(2) };
    let answer = register.assign_number(&undetermined).await.unwrap();
    assert_eq!(answer, NumberAnswer::Refused(Refused { code: "SIMULATED-INPUT".to_owned() }));
}

#[tokio::test]
async fn the_statement_lists_what_was_heard_in_a_span() {
    let (clock, register) = a_register();
    ask(&register, 1).await;
    clock.set(at("2026-11-24T05:00:00Z"));
    ask(&register, 2).await;
    let day = register.statement(at("2026-11-23T00:00:00Z"), at("2026-11-24T00:00:00Z")).await.unwrap();
    assert_eq!(day.iter().map(|recorded| recorded.handover).collect::<Vec<_>>(), [handover(1)]);
    assert!(day[0].answer.assigned().is_some());
}

fn an_insurance_request(number: u128) -> InsuranceRequest {
    let child = a_request(number);
    InsuranceRequest {
        handover: child.handover,
        name: child.name,
        birth: child.birth,
        sex: child.sex,
        personal_id: PersonalId::parse("040326500001").ok(),
        province_digits: "40".to_owned(),
        clinic: "40001".to_owned(),
        agency: AgencyCode("G24".to_owned()),
        officer: "cb-3".to_owned(),
    }
}

#[tokio::test]
async fn the_insurance_agency_gives_a_childs_card() {
    let insurance = SimulatedInsurance::new(1, Arc::new(FixedClock::at(at(NOON))));
    let mut cards = std::collections::HashSet::new();
    for number in 0..500 {
        let numbers = insurance.assign_insurance_number(&an_insurance_request(number)).await.unwrap();
        let numbers = numbers.assigned().unwrap().clone();
        assert!(numbers.card.as_str().starts_with("TE140"));
        assert_eq!(numbers.card.legacy_number(), numbers.legacy);
        assert!(cards.insert(numbers.card));
    }
    // The number follows from the hand-over: another agency of the same seed gives the same one.
    let other = SimulatedInsurance::new(1, Arc::new(FixedClock::at(at(NOON))));
    let late = other.assign_insurance_number(&an_insurance_request(499)).await.unwrap();
    assert_eq!(Some(late), insurance.poll(handover(499)).await.unwrap());
    other.set(temper(|temper| temper.wrong = true));
    let wrong = other.assign_insurance_number(&an_insurance_request(3)).await.unwrap();
    assert_ne!(wrong.assigned().unwrap().personal_id, an_insurance_request(3).personal_id);
    other.set(temper(|temper| temper.down = true));
    assert_eq!(other.collect(1).await.err(), Some(LinkProblem::Down));
}

fn a_notice() -> BirthNotice {
    let mother = NoticedParent {
        name: FullName::parse("Lê Thị Mẫu").unwrap(),
        personal_id: PersonalId::parse("040195000123").ok(),
        birth: Some(BirthDate::Year(1995)),
    };
    BirthNotice {
        code: NoticeCode::parse("02020.GCS.12096.25").unwrap(),
        child_sex: Some(Sex::Female),
        weight_grams: Some(3_200),
        born_at: "2026-11-20T07:45:00".parse().unwrap(),
        place: "Bệnh viện Mẫu, phường Thành Vinh, tỉnh Nghệ An".to_owned(),
        facility: "Bệnh viện Mẫu".to_owned(),
        children: 1,
        child_name: None,
        mother,
        father: None,
        temporary_card: None,
        status: NoticeStatus::InForce,
    }
}

#[tokio::test]
async fn a_hospitals_notice_is_found_by_its_code() {
    let health = SimulatedHealth::default();
    health.register(a_notice());
    let code = NoticeCode::parse(" 02020.gcs.12096.25 ").unwrap();
    assert_eq!(code.facility(), "12096");
    assert_eq!(health.find_birth_notice(&code).await.unwrap(), Some(a_notice()));
    let unknown = NoticeCode::parse("02021.GCS.12096.25").unwrap();
    assert_eq!(health.find_birth_notice(&unknown).await.unwrap(), None);
    health.set(temper(|temper| temper.never = true));
    assert_eq!(health.find_birth_notice(&code).await.unwrap(), None);
    health.set(temper(|temper| temper.wrong = true));
    assert_eq!(health.find_birth_notice(&code).await.unwrap().unwrap().child_sex, Some(Sex::Male));
    health.set(temper(|temper| temper.down = true));
    assert_eq!(health.find_birth_notice(&code).await.err(), Some(LinkProblem::Down));
    for text in ["", "2020.GCS.12096.25", "02020.GBT.12096.25", "02020.GCS.12096.25.1", "02020.GCS.1209é.25"] {
        assert_eq!(NoticeCode::parse(text), Err(NotANoticeCode), "{text}");
    }
}

#[tokio::test]
async fn the_notice_gateway_takes_or_fails() {
    let gateway = SimulatedNotices::default();
    let channel = Channel::Email { address: "a@example.vn".to_owned() };
    let notice = Notice { id: basis::NoticeId::fresh(), channel, subject: "s".to_owned(), text: "t".to_owned() };
    assert!(matches!(gateway.send(&notice).await.unwrap(), NoticeAnswer::Accepted { .. }));
    gateway.set(temper(|temper| temper.refuses = true));
    assert!(matches!(gateway.send(&notice).await.unwrap(), NoticeAnswer::Failed { .. }));
    gateway.set(temper(|temper| temper.down = true));
    assert_eq!(gateway.send(&notice).await.err(), Some(LinkProblem::Down));
}

#[test]
fn nothing_that_holds_a_person_prints_one() {
    let numbers = NumberAnswer::Assigned(PersonalId::parse("040326500001").unwrap());
    let shown = format!("{:?} {:?} {:?} {:?}", a_request(1), an_insurance_request(1), a_notice(), numbers);
    for part in ["Thử", "Mẫu", "1995", "0403265", "0401950"] {
        assert!(!shown.contains(part), "{shown}");
    }
    let dynamic: Vec<Box<dyn NationalRegister>> = vec![Box::new(a_register().1)];
    assert_eq!(dynamic.len(), 1, "a link is chosen at run time");
}

#[tokio::test]
async fn a_statement_after_a_restart_still_holds_what_was_told() {
    let dir = tempfile::tempdir().unwrap();
    let journal = dir.path().join("numbers");
    let open = || SimulatedNationalRegister::with_journal(7, Arc::new(FixedClock::at(at(NOON))), &journal).unwrap();
    let told = ask(&open(), 1).await;
    let (from, to) = (at(NOON), at(NOON).checked_add(jiff::SignedDuration::from_secs(1)).unwrap());
    let heard = open().statement(from, to).await.unwrap();
    assert_eq!(heard.iter().map(|one| one.handover).collect::<Vec<_>>(), [handover(1)]);
    assert_eq!(heard[0].answer, told);
    assert!(open().statement(to, to).await.unwrap().is_empty());
}
