//! "Ai đã xem dữ liệu của tôi": every look at one's data, by day, with who, what for, on which ground.
//! A parent or guardian reads the same of the children who are not of age.

use crate::{
    say::{self, Agencies},
    why,
};
use askama::Template;
use axum::extract::State;
use basis::{DossierId, Failure, Kind, PersonId};
use db::Tx;
use serde::Deserialize;
use std::collections::BTreeMap;
use trail::{Before, Seen, SeenPage, Viewer};
use vietnam::Limit;
use web::{
    Page, Pager, Words, format,
    http::{Answer, NOT_FOUND, Query, Shell, Visitor, render},
};

/// One look in words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Look {
    pub(crate) time: String,
    pub(crate) who: String,
    /// By oneself.
    pub(crate) own: bool,
    /// By somebody of the family.
    pub(crate) family: bool,
    /// By the program itself, which makes a paper or sends a notice of its own accord.
    pub(crate) system: bool,
    pub(crate) purpose: String,
    pub(crate) ground: String,
    pub(crate) fields: String,
    /// The dossier's code, where it is one's own.
    pub(crate) dossier: Option<String>,
}

impl Look {
    /// Looks of one's own or of the family for one purpose, one after the other: filling in a form makes dozens of them.
    /// The program's too, which looks again whenever a notice waits to be sent. Anybody else's within the same minute: one
    /// page of an officer reads several things.
    fn is_run_with(&self, earlier: &Self) -> bool {
        let close = self.own && earlier.own || self.system && earlier.system || self.family && earlier.family;
        (close || self.time == earlier.time)
            && (&self.who, &self.purpose, &self.ground, &self.dossier)
                == (&earlier.who, &earlier.purpose, &earlier.ground, &earlier.dossier)
    }
    /// Says both in one line: since when, and what was seen in all.
    fn join(&mut self, earlier: &Self) {
        let until = self.time.rsplit('–').next().unwrap_or_default().to_owned();
        self.time = if earlier.time == until { until } else { format!("{}–{until}", earlier.time) };
        let mut fields: Vec<&str> = self.fields.split(", ").collect();
        for field in earlier.fields.split(", ") {
            if !fields.contains(&field) {
                fields.push(field);
            }
        }
        self.fields = fields.join(", ");
    }
}

/// The looks of one day.
pub(crate) struct Day {
    pub(crate) date: String,
    pub(crate) looks: Vec<Look>,
}

/// Whose looks are shown: oneself or a child.
pub(crate) struct Tab {
    pub(crate) label: String,
    pub(crate) href: String,
    pub(crate) current: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "seen.html")]
pub(crate) struct SeenPageView {
    pub(crate) page: Page,
    pub(crate) tabs: Vec<Tab>,
    pub(crate) days: Vec<Day>,
    pub(crate) pager: Pager,
}

#[derive(Deserialize)]
pub(crate) struct Asked {
    /// Which child, counted from 1; 0 is oneself.
    #[serde(default)]
    of: usize,
    /// The last look of the page before: microseconds and place.
    #[serde(default)]
    before: String,
}

/// What is loaded for the page.
struct Loaded {
    seen: SeenPage,
    children: Vec<(PersonId, String)>,
    agencies: Agencies,
    codes: BTreeMap<DossierId, String>,
    /// Parents, spouse, children and guardian of whoever was looked at.
    family: Vec<PersonId>,
}

pub(crate) async fn show(State(shell): State<Shell>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let me = visitor.person()?;
    let before = read_before(&asked.before);
    let mut tx = visitor.ctx(&shell).begin(why::OWN_TRAIL).await?;
    let out = load(&mut tx, me, asked.of, before).await;
    let loaded = tx.finish(out).await?;
    let words = visitor.words(&shell);
    let address = |of: usize| if of == 0 { "/me/seen".to_owned() } else { format!("/me/seen?of={of}") };
    let names =
        std::iter::once(words.t("seen-me").to_owned()).chain(loaded.children.iter().map(|(_, name)| name.clone()));
    let tabs = names.enumerate().map(|(of, label)| Tab { label, href: address(of), current: of == asked.of }).collect();
    let next = loaded.seen.next.map(|next| {
        let joint = if asked.of == 0 { '?' } else { '&' };
        format!("{}{joint}before={}.{}", address(asked.of), next.at.as_microsecond(), next.id)
    });
    let scene = Scene { words, me, family: &loaded.family, agencies: &loaded.agencies, codes: &loaded.codes };
    render(&SeenPageView {
        page: visitor.page(&shell, words.t("seen-title")),
        tabs,
        days: scene.days(&loaded.seen.rows),
        pager: Pager { first: before.map(|_| address(asked.of)), next },
    })
}

fn read_before(text: &str) -> Option<Before> {
    let (at, id) = text.split_once('.')?;
    Some(Before { at: basis::Timestamp::from_microsecond(at.parse().ok()?).ok()?, id: id.parse().ok()? })
}

async fn load(tx: &mut Tx, me: PersonId, of: usize, before: Option<Before>) -> Result<Loaded, Failure> {
    let today = tx.today();
    let family = population::family_of(tx, me).await?;
    let children: Vec<(PersonId, String)> = family
        .children
        .iter()
        .chain(&family.wards)
        .filter_map(population::Relative::person)
        // Under age, parents and guardians look after a person's data.
        .filter(|child| i32::from(child.facts.birth.age_on(today)) < Limit::AdultAge.on(today).value)
        .map(|child| (child.id, child.facts.name.as_str().to_owned()))
        .collect();
    let mut relatives = people_of(&family);
    let seen = match of.checked_sub(1) {
        None => trail::who_saw_me(tx, me, before).await?,
        Some(child) => {
            let (child, _) = children.get(child).ok_or_else(|| Failure::refused(Kind::NotFound, NOT_FOUND))?;
            let all: Vec<PersonId> = children.iter().map(|(id, _)| *id).collect();
            // The other parent is the child's family, though perhaps not one's own.
            relatives.extend(people_of(&population::family_of(tx, *child).await?));
            trail::who_saw_my_child(tx, *child, &all, before).await?
        }
    };
    let officers = seen.rows.iter().filter_map(|look| match &look.viewer {
        Viewer::Officer(agency) => agency.as_ref(),
        _ => None,
    });
    let agencies = Agencies::load(tx, officers).await?;
    let dossiers = casework::my_dossiers(tx, None).await?;
    let codes = dossiers.into_iter().map(|line| (line.id, line.code)).collect();
    Ok(Loaded { seen, children, agencies, codes, family: relatives })
}

/// Everybody of a family who is in the register.
fn people_of(family: &population::Family) -> Vec<PersonId> {
    let close = [&family.mother, &family.father, &family.spouse, &family.guardian].into_iter().flatten();
    close
        .chain(&family.children)
        .chain(&family.wards)
        .filter_map(population::Relative::person)
        .map(|view| view.id)
        .collect()
}

/// What looks are put into words with.
pub(crate) struct Scene<'a> {
    pub(crate) words: &'a Words,
    pub(crate) me: PersonId,
    /// Who counts as the family.
    pub(crate) family: &'a [PersonId],
    pub(crate) agencies: &'a Agencies,
    pub(crate) codes: &'a BTreeMap<DossierId, String>,
}

impl Scene<'_> {
    /// The looks by day, the latest first, those of one run in one line.
    pub(crate) fn days(&self, rows: &[Seen]) -> Vec<Day> {
        let mut days: Vec<Day> = Vec::new();
        for seen in rows {
            let date = say::day(seen.at);
            let look = self.look(seen);
            match days.last_mut() {
                Some(day) if day.date == date => match day.looks.last_mut() {
                    Some(last) if *last == look => {}
                    Some(last) if last.is_run_with(&look) => last.join(&look),
                    _ => day.looks.push(look),
                },
                _ => days.push(Day { date, looks: vec![look] }),
            }
        }
        days
    }

    fn look(&self, seen: &Seen) -> Look {
        let words = self.words;
        let own = matches!(&seen.viewer, Viewer::Citizen(Some(person)) if *person == self.me);
        let purpose = format!("purpose-{}", seen.purpose);
        Look {
            time: format::time(seen.at),
            who: match &seen.viewer {
                _ if own => words.t("seen-you").to_owned(),
                Viewer::Stranger => words.t("seen-stranger").to_owned(),
                Viewer::Citizen(Some(person)) if self.family.contains(person) => words.t("seen-citizen").to_owned(),
                Viewer::Citizen(_) => words.t("seen-other-citizen").to_owned(),
                Viewer::Officer(Some(agency)) => words.with("seen-officer", [("agency", self.agencies.name(agency))]),
                Viewer::Officer(None) => words.t("who-officer").to_owned(),
                Viewer::System(_) => words.t("seen-system").to_owned(),
            },
            own,
            family: matches!(&seen.viewer, Viewer::Citizen(Some(person)) if self.family.contains(person)),
            system: matches!(&seen.viewer, Viewer::System(_)),
            purpose: words.t(if words.has(&purpose) { &purpose } else { "purpose-unnamed" }).to_owned(),
            ground: seen.ground.clone(),
            fields: self.fields(&seen.fields),
            dossier: seen.dossier.and_then(|id| self.codes.get(&id).cloned()),
        }
    }

    fn fields(&self, fields: &[String]) -> String {
        let word = |field: &String| {
            let key = format!("seen-field-{field}");
            if self.words.has(&key) { self.words.t(&key).to_owned() } else { field.clone() }
        };
        fields.iter().map(word).collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use basis::AgencyCode;
    use web::Lang;

    fn seen(at: &str, viewer: Viewer) -> Seen {
        Seen {
            id: 1,
            at: at.parse().unwrap(),
            viewer,
            purpose: "fill_form".into(),
            ground: "NĐ 63/2024/NĐ-CP".into(),
            dossier: None,
            fields: vec!["name".into(), "birth".into()],
        }
    }

    #[test]
    fn looks_are_grouped_by_day_and_said_in_words() {
        let me = PersonId::fresh();
        let agencies = Agencies::of(&[("H40.1", "Công an xã Kim Liên")]);
        let words = crate::tests::words(Lang::Vi);
        let codes = BTreeMap::new();
        let wife = PersonId::fresh();
        let scene = Scene { words, me, family: &[wife], agencies: &agencies, codes: &codes };
        let who =
            |person| scene.days(&[seen("2026-11-24T03:00:00Z", Viewer::Citizen(Some(person)))])[0].looks[0].who.clone();
        assert_eq!(who(wife), words.t("seen-citizen"));
        assert_eq!(
            who(PersonId::fresh()),
            words.t("seen-other-citizen"),
            "a stranger who named this person is no family"
        );
        let officer = || Viewer::Officer(Some(AgencyCode("H40.1".into())));
        let days = scene.days(&[
            seen("2026-11-24T03:00:10Z", Viewer::Citizen(Some(me))),
            seen("2026-11-24T03:00:00Z", Viewer::Citizen(Some(me))),
            seen("2026-11-23T03:00:00Z", officer()),
        ]);
        assert_eq!(days.iter().map(|day| day.date.as_str()).collect::<Vec<_>>(), ["24/11/2026", "23/11/2026"]);
        assert_eq!(days[0].looks.len(), 1, "the same look within a minute is said once");
        assert!(days[0].looks[0].own && days[0].looks[0].who == "Bạn");
        let mut other = seen("2026-11-24T02:40:00Z", Viewer::Citizen(Some(me)));
        other.fields = vec!["name".into(), "residence".into()];
        let run = scene.days(&[seen("2026-11-24T03:00:10Z", Viewer::Citizen(Some(me))), other]);
        assert_eq!(run[0].looks.len(), 1, "one's own looks for one purpose are said together");
        assert_eq!(
            (run[0].looks[0].time.as_str(), run[0].looks[0].fields.as_str()),
            ("09:40–10:00", "họ tên, ngày sinh, nơi cư trú")
        );
        let mut second = seen("2026-11-23T02:40:00Z", officer());
        second.fields = vec!["residence".into()];
        let two = scene.days(&[seen("2026-11-23T03:00:00Z", officer()), second]);
        assert_eq!(two[0].looks.len(), 2, "an officer's looks are each said");
        let mut household = seen("2026-11-23T03:00:01Z", officer());
        household.fields = vec!["household".into()];
        let page = scene.days(&[household, seen("2026-11-23T03:00:00Z", officer())]);
        assert_eq!(page[0].looks.len(), 1, "what one page reads is said in one line");
        let hers = |at: &str, field: &str| Seen { fields: vec![field.into()], ..seen(at, Viewer::Citizen(Some(wife))) };
        let filled = [
            hers("2026-11-23T03:09:00Z", "household"),
            hers("2026-11-23T03:09:00Z", "name"),
            hers("2026-11-23T03:05:00Z", "household"),
            hers("2026-11-23T03:05:00Z", "name"),
        ];
        assert_eq!(scene.days(&filled)[0].looks.len(), 1, "a form that one of the family fills in buries nothing");
        let task = |at: &str| seen(at, Viewer::System(Some("send_notices".into())));
        let sent = scene.days(&[task("2026-11-24T03:00:10Z"), task("2026-11-24T02:40:00Z")]);
        assert_eq!((sent[0].looks.len(), sent[0].looks[0].time.as_str()), (1, "09:40–10:00"));
        assert!(days[1].looks[0].who.contains("Công an xã Kim Liên") && !days[1].looks[0].own);
        assert_eq!(days[1].looks[0].fields, "họ tên, ngày sinh");
        assert!(!days[1].looks[0].purpose.is_empty());
    }

    #[test]
    fn the_way_to_the_next_page_is_read_back_or_ignored() {
        assert_eq!(read_before("1795489200000000.7").unwrap().id, 7);
        for broken in ["", "x", "1.", ".1", "1.x"] {
            assert_eq!(read_before(broken), None, "{broken}");
        }
    }
}
