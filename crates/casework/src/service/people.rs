//! Who of the register takes part in a dossier: found by number, name and birth together, never by a number alone.

use crate::words::People;
use basis::{Failure, PersonId};
use db::Tx;
use population::{Match, Told};
use procedure::Answers;
use vietnam::{BirthDate, FullName, PersonalId};

/// Members that a form of residence may name beside the one it is about.
const MEMBERS_MAX: usize = 8;

/// Everybody whom the answers name and the register knows.
pub(crate) async fn find_people(
    tx: &mut Tx,
    answers: &Answers,
    applicant: Option<PersonId>,
) -> Result<People, Failure> {
    let mut people = People { requester: applicant, ..People::default() };
    people.mother = find(tx, &Named::of(answers, "mother")).await?;
    people.father = find(tx, &Named::of(answers, "father")).await?;
    people.guardian = find(tx, &Named::of(answers, "guardian")).await?;
    people.child = find(tx, &Named::of(answers, "child")).await?;
    // Only a dossier of residence by itself asks for whom it is; a birth takes the household from the parents.
    if answers.choice("applicant.who").is_some() {
        people.person = find(tx, &Named::of(answers, "person")).await?;
        for at in 1..=MEMBERS_MAX {
            let named = Named::of(answers, &format!("member{at}"));
            if named.name.is_none() {
                break;
            }
            people.members.push(find(tx, &named).await?);
        }
        people.head = find(tx, &Named::by(answers, "residence.head_name", "residence.head_personal_id")).await?;
        people.owner = find(tx, &Named::by(answers, "consent.owner_name", "consent.owner_personal_id")).await?;
    }
    Ok(people)
}

/// Somebody as a dossier names them.
struct Named {
    number: Option<PersonalId>,
    name: Option<FullName>,
    birth: Option<BirthDate>,
}

impl Named {
    fn of(answers: &Answers, who: &str) -> Self {
        let birth = format!("{who}.birth");
        Self {
            birth: answers.birth_date(&birth).or_else(|| answers.date(&birth).map(BirthDate::Day)),
            ..Self::by(answers, &format!("{who}.name"), &format!("{who}.personal_id"))
        }
    }
    fn by(answers: &Answers, name: &str, number: &str) -> Self {
        Self { number: answers.personal_id(number), name: answers.name(name).cloned(), birth: None }
    }
}

/// A number alone could be anybody's: it counts when name and year of birth agree too. Who is not found stays as written on
/// paper, and the officer sees that the number leads to nobody certain.
async fn find(tx: &mut Tx, named: &Named) -> Result<Option<PersonId>, Failure> {
    let Some(number) = named.number else { return Ok(None) };
    let birth_year = named.birth.map(|birth| birth.year());
    let told = Told { number, name: named.name.as_ref(), birth_year };
    Ok(match population::find_matching(tx, &told).await? {
        Match::One(person) => Some(person),
        Match::Nobody | Match::Unclear => None,
    })
}
