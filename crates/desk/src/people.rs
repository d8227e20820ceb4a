//! Looking people up: by number, or by name without accents and a birth or commune. What for is chosen first and is
//! part of the access record; nothing that was typed ever stands in an address.

use crate::{
    dossier::sex_label,
    frame::{self, NavItem},
    why,
};
use askama::Template;
use axum::extract::{Path, State};
use basis::{Actor, Code, Date, Failure, Kind, PersonId, Problem, Refusal};
use db::{Ctx, Why};
use population::{
    DocumentKind, Found, IdentifierKind, IdentifierStatus, NameSearch, NumberQuery, PersonView, ResidenceKind,
};
use procedure::Lang;
use serde::Deserialize;
use vietnam::{BirthDate, units};
use web::{
    ErrorLink, Page, Words, format,
    http::{Answer, Posted, Query, Shell, Visitor, render},
};

/// What is typed is no number of ours.
pub(crate) const NUMBER_WRONG: Code = Code("desk-number-wrong");
/// Eleven digits: a spreadsheet has lost the leading zero. Args: `offer`.
pub(crate) const NUMBER_LOST_ZERO: Code = Code("desk-number-lost-zero");
/// The date of birth cannot be read.
pub(crate) const BIRTH_WRONG: Code = Code("desk-birth-wrong");
/// No purpose was chosen.
pub(crate) const PURPOSE_MISSING: Code = Code("desk-purpose-missing");

/// Rows of one search.
const ROWS_MAX: u16 = 50;

/// One option of a select.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Pick {
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) selected: bool,
}

/// A search as it was typed.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Search {
    pub(crate) q: String,
    pub(crate) birth: String,
    pub(crate) commune: String,
}

impl std::fmt::Debug for Search {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Search(hidden)")
    }
}

/// What a search asks of the register.
pub(crate) enum Wanted {
    Number(NumberQuery),
    Name(NameSearch),
}

impl Search {
    pub(crate) fn read(posted: &Posted) -> Self {
        let text = |name: &str| posted.text(name).trim().chars().take(200).collect();
        Self { q: text("q"), birth: text("birth"), commune: text("commune") }
    }

    /// Tells a number from a name by whether it has a letter and what it begins with.
    pub(crate) fn parse(&self, today: Date) -> Result<Wanted, Refusal> {
        let digits: String = self.q.chars().filter(char::is_ascii_digit).collect();
        let is_number = !self.q.is_empty()
            && self.q.chars().all(|letter| letter.is_ascii_alphanumeric() || letter.is_whitespace() || letter == '.')
            && digits.len() >= 5;
        if is_number {
            return NumberQuery::parse(&self.q).map(Wanted::Number).map_err(|_| {
                let mut problem = Problem::new(NUMBER_WRONG).at("q");
                if digits.len() == 11 {
                    problem.code = NUMBER_LOST_ZERO;
                    problem.args.push(("offer", format!("0{digits}")));
                }
                Refusal::new(Kind::Invalid, problem)
            });
        }
        let birth = match self.birth.as_str() {
            "" => None,
            typed => Some(
                BirthDate::parse(typed)
                    .map_err(|_| Refusal::new(Kind::Invalid, Problem::new(BIRTH_WRONG).at("birth")))?,
            ),
        };
        let commune = units().on(&self.commune, today).map(vietnam::Unit::key);
        Ok(Wanted::Name(NameSearch { name: self.q.clone(), birth, commune, limit: ROWS_MAX }))
    }

    /// The register's field names, as this form calls them.
    pub(crate) fn target(field: &str) -> Option<String> {
        let target = match field {
            "name" | "q" => "q",
            "birth" => "birth",
            "commune" => "commune",
            other => other,
        };
        Some(target.to_owned())
    }
}

/// One person found, in words.
#[derive(Clone)]
pub(crate) struct FoundRow {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) birth: String,
    pub(crate) sex: &'static str,
    pub(crate) number: String,
    pub(crate) residence: String,
    pub(crate) alive: bool,
    pub(crate) chosen: bool,
}

impl std::fmt::Debug for FoundRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FoundRow(hidden)")
    }
}

/// Looks people up for a reason, and the access records are durable before this returns.
pub(crate) async fn find(ctx: &Ctx, why: Why, query: Wanted, lang: Lang) -> Result<Vec<FoundRow>, Failure> {
    let mut tx = ctx.begin(why).await?;
    match query {
        Wanted::Number(number) => {
            let out = population::find_all_by_number(&mut tx, &number).await;
            Ok(tx.finish(out).await?.iter().map(|view| of_view(view, lang)).collect())
        }
        Wanted::Name(search) => {
            let out = population::search_by_name(&mut tx, &search).await;
            Ok(tx.finish(out).await?.iter().map(|found| of_found(found, lang)).collect())
        }
    }
}

fn of_view(view: &PersonView, lang: Lang) -> FoundRow {
    FoundRow {
        id: view.id.to_string(),
        name: view.facts.name.as_str().to_owned(),
        birth: view.facts.birth.to_string(),
        sex: sex_label(view.facts.sex, lang),
        number: view.personal_id.map(|number| number.grouped()).unwrap_or_default(),
        residence: view.permanent().map(|home| home.address.display()).unwrap_or_default(),
        alive: view.facts.is_alive(),
        chosen: false,
    }
}

fn of_found(found: &Found, lang: Lang) -> FoundRow {
    FoundRow {
        id: found.id.to_string(),
        name: found.name.as_str().to_owned(),
        birth: found.birth.to_string(),
        sex: sex_label(found.sex, lang),
        number: found.personal_id.map(|number| number.grouped()).unwrap_or_default(),
        residence: found.permanent.as_ref().map(vietnam::Address::display).unwrap_or_default(),
        alive: found.alive,
        chosen: false,
    }
}

/// The communes of the officer's province, to choose from.
pub(crate) fn communes(visitor: &Visitor, today: Date, chosen: &str) -> Vec<Pick> {
    let Actor::Officer { unit, .. } = visitor.actor() else { return Vec::new() };
    communes_near(&unit.0, today, chosen)
}

pub(crate) fn communes_near(unit: &str, today: Date, chosen: &str) -> Vec<Pick> {
    let province = units().on(unit, today).map(vietnam::Unit::key).and_then(|key| units().province_of(&key));
    let Some(province) = province else { return Vec::new() };
    units()
        .communes_of(province.code, today)
        .into_iter()
        .map(|commune| Pick {
            value: commune.code.to_owned(),
            label: commune.name.to_owned(),
            selected: commune.code == chosen,
        })
        .collect()
}

/// The page of a search and of what it found.
#[derive(Template)]
#[template(path = "search.html")]
pub(crate) struct SearchPage {
    pub(crate) page: Page,
    pub(crate) nav: Vec<NavItem>,
    pub(crate) search: Search,
    pub(crate) purpose: String,
    pub(crate) purposes: Vec<Pick>,
    pub(crate) communes: Vec<Pick>,
    /// What was found; nothing before a search.
    pub(crate) rows: Option<Vec<FoundRow>>,
    pub(crate) may_see: bool,
    pub(crate) errors: Vec<ErrorLink>,
}

impl SearchPage {
    /// The message beside a box.
    fn error_at(&self, id: &str) -> Option<&str> {
        frame::error_at(&self.errors, id)
    }
}

fn purposes(words: &Words, chosen: &str) -> Vec<Pick> {
    why::PURPOSES
        .into_iter()
        .map(|key| Pick { value: key.to_owned(), label: purpose_words(words, key), selected: key == chosen })
        .collect()
}

/// A purpose as the person reads it.
fn purpose_words(words: &Words, purpose: &str) -> String {
    words.t(&format!("purpose-{purpose}")).to_owned()
}

pub(crate) async fn ask(State(shell): State<Shell>, visitor: Visitor) -> Answer {
    draw(&shell, &visitor, Search::default(), "", None, None)
}

pub(crate) async fn search(State(shell): State<Shell>, visitor: Visitor, posted: Posted) -> Answer {
    let search = Search::read(&posted);
    // The quick box above the queue asks no purpose; this page does, with what was typed still there.
    let Some(purpose) = posted.get("purpose") else { return draw(&shell, &visitor, search, "", None, None) };
    let Some(why) = why::chosen(purpose) else {
        let refusal = Refusal::new(Kind::Invalid, Problem::new(PURPOSE_MISSING).at("purpose"));
        return draw(&shell, &visitor, search, purpose, None, Some(&refusal));
    };
    let found = match search.parse(basis::today_at(shell.app.now())) {
        Ok(query) => find(&visitor.ctx(&shell), why, query, frame::lang(visitor.lang)).await,
        Err(refusal) => Err(refusal.into()),
    };
    match found {
        Ok(rows) => draw(&shell, &visitor, search, purpose, Some(rows), None),
        Err(Failure::Refusal(refusal)) if refusal.kind == Kind::Invalid => {
            draw(&shell, &visitor, search, purpose, None, Some(&refusal))
        }
        Err(failure) => Err(failure.into()),
    }
}

fn draw(
    shell: &Shell,
    visitor: &Visitor,
    search: Search,
    purpose: &str,
    rows: Option<Vec<FoundRow>>,
    refusal: Option<&Refusal>,
) -> Answer {
    let words = visitor.words(shell);
    let today = basis::today_at(shell.app.now());
    let page = SearchPage {
        page: frame::page(shell, visitor, words.t("desk-search-title")),
        nav: frame::nav(shell, visitor),
        purposes: purposes(words, purpose),
        purpose: purpose.to_owned(),
        communes: communes(visitor, today, &search.commune),
        may_see: frame::holds(shell, visitor, "see_person"),
        errors: refusal.map(|refusal| frame::summary(refusal, words, Search::target)).unwrap_or_default(),
        search,
        rows,
    };
    frame::draw(&page, refusal)
}

/// Why a person's page is opened.
#[derive(Deserialize)]
pub(crate) struct For {
    #[serde(default)]
    purpose: String,
}

/// A residence, in words.
#[derive(Clone)]
pub(crate) struct ResidenceRow {
    pub(crate) kind: String,
    pub(crate) address: String,
    pub(crate) from: String,
    pub(crate) relation: String,
}

/// What the register says of one person.
#[derive(Clone)]
pub(crate) struct PersonSheet {
    pub(crate) name: String,
    pub(crate) dead: Option<String>,
    pub(crate) facts: Vec<(String, String)>,
    pub(crate) residences: Vec<ResidenceRow>,
    /// Kind, number, whether it is in use.
    pub(crate) numbers: Vec<(String, String, String)>,
    /// Kind, number, issued, valid to.
    pub(crate) documents: Vec<(String, String, String, String)>,
}

/// A person's page; without a purpose only the question what for.
#[derive(Template)]
#[template(path = "person.html")]
pub(crate) struct PersonPage {
    pub(crate) page: Page,
    pub(crate) nav: Vec<NavItem>,
    pub(crate) purposes: Vec<Pick>,
    /// The words of the purpose that was recorded.
    pub(crate) recorded: String,
    pub(crate) person: Option<PersonSheet>,
}

pub(crate) async fn show(
    State(shell): State<Shell>,
    visitor: Visitor,
    Path(person): Path<String>,
    Query(chosen): Query<For>,
) -> Answer {
    let person: PersonId = frame::id(&person)?;
    let words = visitor.words(&shell);
    let mut page = PersonPage {
        page: frame::page(&shell, &visitor, words.t("desk-person-title")),
        nav: frame::nav(&shell, &visitor),
        purposes: purposes(words, &chosen.purpose),
        recorded: String::new(),
        person: None,
    };
    if let Some(why) = why::chosen(&chosen.purpose) {
        let mut tx = visitor.ctx(&shell).begin(why).await?;
        let out = population::get_person(&mut tx, person).await;
        let view = tx.finish(out).await?;
        page.recorded = purpose_words(words, &chosen.purpose);
        page.person = Some(sheet(words, frame::lang(visitor.lang), &view));
    }
    render(&page)
}

/// Nationalities in words: ours by its name, another by the code the register holds.
fn nationalities(words: &Words, codes: &[String]) -> String {
    let named: Vec<&str> =
        codes.iter().map(|code| if code == "VN" { words.t("desk-nationality-vn") } else { code.as_str() }).collect();
    named.join(", ")
}

/// Puts a person into words. Contact data and occupation are left out: nobody at a counter needs them for a check.
pub(crate) fn sheet(words: &Words, lang: Lang, view: &PersonView) -> PersonSheet {
    let facts = &view.facts;
    let vi = lang == Lang::Vi;
    let none = || words.t("desk-absent").to_owned();
    let row = |key: &str, text: Option<String>| {
        (words.t(key).to_owned(), text.filter(|text| !text.is_empty()).unwrap_or_else(none))
    };
    let rows = vec![
        row("desk-field-name", Some(facts.name.as_str().to_owned())),
        row("desk-field-number", view.personal_id.map(|number| number.grouped())),
        row("desk-field-birth", Some(facts.birth.to_string())),
        row("desk-field-sex", Some(sex_label(facts.sex, lang).to_owned())),
        row(
            "desk-field-ethnicity",
            facts.ethnicity.map(|one| if vi { one.label_vi() } else { one.label_en() }.to_owned()),
        ),
        row(
            "desk-field-religion",
            facts.religion.map(|one| if vi { one.label_vi() } else { one.label_en() }.to_owned()),
        ),
        row("desk-field-nationality", Some(nationalities(words, &facts.nationalities))),
        row("desk-field-birth-place", facts.birth_place.as_ref().map(population::Place::display)),
        row("desk-field-birth-registered", facts.birth_registered.as_ref().map(population::Place::display)),
        row("desk-field-origin", facts.origin.as_ref().map(population::Place::display)),
    ];
    let residences = view.residences.iter().map(|spell| {
        let relation = spell.residence.membership.map(|member| member.relation);
        ResidenceRow {
            kind: words.t(residence_key(spell.residence.kind)).to_owned(),
            address: spell.residence.address.display(),
            from: spell.from.map(format::date).unwrap_or_else(none),
            relation: relation
                .map(|one| if vi { one.label_vi() } else { one.label_en() })
                .unwrap_or_default()
                .to_owned(),
        }
    });
    let numbers = view.numbers.iter().map(|number| {
        let kind = words.t(number_key(number.kind)).to_owned();
        (kind, number.value.clone(), words.t(number_state_key(number.status)).to_owned())
    });
    let documents = view.documents.iter().map(|document| {
        (
            words.t(document_key(document.kind)).to_owned(),
            document.number.clone().unwrap_or_default(),
            document.issued_on.map(format::date).unwrap_or_default(),
            document.expires_on.map(format::date).unwrap_or_default(),
        )
    });
    PersonSheet {
        name: facts.name.as_str().to_owned(),
        dead: facts.life_end.map(|end| words.with("desk-person-dead", [("date", format::date(end.on))])),
        facts: rows,
        residences: residences.collect(),
        numbers: numbers.collect(),
        documents: documents.collect(),
    }
}

const fn residence_key(kind: ResidenceKind) -> &'static str {
    match kind {
        ResidenceKind::Permanent => "desk-residence-permanent",
        ResidenceKind::Temporary => "desk-residence-temporary",
        ResidenceKind::Stay => "desk-residence-stay",
        ResidenceKind::Current => "desk-residence-current",
        ResidenceKind::Absence => "desk-residence-absence",
    }
}
const fn number_key(kind: IdentifierKind) -> &'static str {
    match kind {
        IdentifierKind::PersonalId => "desk-field-number",
        IdentifierKind::OldId => "desk-number-old",
        IdentifierKind::Passport => "desk-number-passport",
    }
}
const fn number_state_key(status: IdentifierStatus) -> &'static str {
    match status {
        IdentifierStatus::Active => "desk-number-active",
        IdentifierStatus::Cancelled => "desk-number-cancelled",
        IdentifierStatus::Replaced => "desk-number-replaced",
        IdentifierStatus::Pending => "desk-number-pending",
    }
}
const fn document_key(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::CitizenCard => "desk-document-citizen-card",
        DocumentKind::ChipCard => "desk-document-chip-card",
        DocumentKind::IdentityCard => "desk-document-identity-card",
        DocumentKind::OldCard => "desk-document-old-card",
        DocumentKind::BirthCertificate => "desk-document-birth-certificate",
        DocumentKind::Passport => "desk-number-passport",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 23);

    fn search(q: &str, birth: &str, commune: &str) -> Result<Wanted, Refusal> {
        Search { q: q.into(), birth: birth.into(), commune: commune.into() }.parse(TODAY)
    }

    #[test]
    fn a_number_is_told_from_a_name() {
        for (typed, number) in [
            ("040 199 001 234", true),
            ("187654321", true),
            ("C1234567", true),
            ("nguyen thi at", false),
            ("Nguyễn Thị Ất", false),
            ("", false),
        ] {
            let parsed = search(typed, "", "").unwrap();
            assert_eq!(matches!(parsed, Wanted::Number(_)), number, "{typed}");
        }
    }

    #[test]
    fn eleven_digits_are_offered_their_zero_and_other_lengths_are_refused() {
        let refused = search("40199001234", "", "").err().unwrap();
        assert!(refused.has(NUMBER_LOST_ZERO));
        assert_eq!(refused.problems[0].args, [("offer", "040199001234".to_owned())]);
        assert!(search("0401990012345", "", "").err().unwrap().has(NUMBER_WRONG));
    }

    #[test]
    fn a_name_is_narrowed_by_a_birth_or_a_commune() {
        let Ok(Wanted::Name(found)) = search("nguyen thi at", "1995", "17329") else { panic!("another search") };
        assert_eq!(found.birth, BirthDate::parse("1995").ok());
        assert!(search("nguyen thi at", "31/02/1995", "").err().unwrap().has(BIRTH_WRONG));
    }

    #[test]
    fn an_officer_chooses_among_the_communes_of_the_province() {
        let all = communes_near("40", TODAY, "");
        assert!(all.len() > 100, "{}", all.len());
        let chosen = &all[7].value;
        let again = communes_near(chosen, TODAY, chosen);
        assert_eq!(again.iter().filter(|commune| commune.selected).count(), 1);
        assert!(communes_near("nowhere", TODAY, "").is_empty());
    }
}
