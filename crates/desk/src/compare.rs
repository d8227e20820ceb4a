//! What a dossier says of a person beside what the register says: one tick a field. Pure; the page only draws it.

use basis::Date;
use population::PersonView;
use procedure::{Answers, Lang};
use vietnam::{Address, BirthDate, Ethnicity, FullName, PersonalId, text};

/// What a dossier says of one person.
#[derive(Clone, Default)]
pub(crate) struct Filed {
    name: Option<FullName>,
    number: Option<PersonalId>,
    birth: Option<BirthDate>,
    ethnicity: Option<Ethnicity>,
    residence: Option<Address>,
}

impl std::fmt::Debug for Filed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Filed(hidden)")
    }
}

impl Filed {
    /// What the answers say of somebody, by the first part of the form's keys. Head and owner are named among the answers
    /// about the household and their consent.
    pub(crate) fn read(answers: &Answers, who: &str) -> Self {
        let key = |part: &str| match who {
            "head" => format!("residence.head_{part}"),
            "owner" => format!("consent.owner_{part}"),
            _ => format!("{who}.{part}"),
        };
        Self {
            name: answers.name(&key("name")).cloned(),
            number: answers.personal_id(&key("personal_id")),
            birth: answers.birth_date(&key("birth")).or_else(|| answers.date(&key("birth")).map(BirthDate::Day)),
            ethnicity: answers.choice(&key("ethnicity")).and_then(|code| Ethnicity::from_code(code).ok()),
            residence: answers.address(&key("residence")).cloned(),
        }
    }
    /// Whether the dossier gives this person that name.
    pub(crate) fn is_named(&self, name: &FullName) -> bool {
        self.name.as_ref().is_some_and(|own| text::norm(own.as_str()) == text::norm(name.as_str()))
    }
    /// Whether the dossier says anything of this person.
    pub(crate) fn is_empty(&self) -> bool {
        self.name.is_none() && self.number.is_none() && self.birth.is_none() && self.residence.is_none()
    }
}

/// How a field of the paper stands to the register.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Tick {
    /// The same.
    Match,
    /// Not the same as written, and nothing against it: a year beside a full date, a unit that was merged since.
    Fits,
    /// Something else; both are shown.
    Differs,
    /// The register does not say.
    Absent,
}

impl Tick {
    /// The key of its text.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Match => "desk-tick-match",
            Self::Fits => "desk-tick-fits",
            Self::Differs => "desk-tick-differs",
            Self::Absent => "desk-tick-absent",
        }
    }
}

/// One field of the paper beside the register.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Compared {
    /// The key of the field's text.
    pub(crate) label: &'static str,
    /// What the paper says.
    pub(crate) paper: String,
    /// How it stands.
    pub(crate) tick: Tick,
    /// What the register says, where that is worth reading beside the paper.
    pub(crate) register: Option<String>,
}

impl Compared {
    /// The class of its verdict.
    pub(crate) const fn css(&self) -> &'static str {
        match self.tick {
            Tick::Match | Tick::Fits => "source",
            Tick::Differs => "source source--differs",
            Tick::Absent => "nothing",
        }
    }
}

impl std::fmt::Debug for Compared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Compared({}: {:?})", self.label, self.tick)
    }
}

/// Compares what was filed with the person the register knows. Fields the paper leaves out are not compared.
pub(crate) fn compare(filed: &Filed, known: Option<&PersonView>, today: Date, lang: Lang) -> Vec<Compared> {
    let mut rows = Vec::new();
    let mut put = |label, paper: String, verdict: Option<(Tick, String)>| {
        let (tick, register) = match verdict {
            None => (Tick::Absent, None),
            Some((Tick::Match, _)) => (Tick::Match, None),
            Some((tick, text)) => (tick, Some(text)),
        };
        rows.push(Compared { label, paper, tick, register });
    };
    if let Some(name) = &filed.name {
        put(
            "desk-field-name",
            name.as_str().to_owned(),
            known.map(|view| (of_name(name, view), view.facts.name.as_str().to_owned())),
        );
    }
    if let Some(number) = filed.number {
        let own = known.and_then(|view| view.personal_id);
        put("desk-field-number", number.grouped(), own.map(|own| (same(number == own), own.grouped())));
    }
    if let Some(birth) = filed.birth {
        put(
            "desk-field-birth",
            birth.to_string(),
            known.map(|view| (of_birth(birth, view), view.facts.birth.to_string())),
        );
    }
    if let Some(ethnicity) = filed.ethnicity {
        let label = |one: Ethnicity| if lang == Lang::Vi { one.label_vi() } else { one.label_en() }.to_owned();
        let own = known.and_then(|view| view.facts.ethnicity);
        put("desk-field-ethnicity", label(ethnicity), own.map(|own| (same(ethnicity == own), label(own))));
    }
    if let Some(residence) = &filed.residence {
        let own = known.and_then(|view| of_residence(residence, view, today));
        put("desk-field-residence", residence.display(), own);
    }
    rows
}

const fn same(is: bool) -> Tick {
    if is { Tick::Match } else { Tick::Differs }
}

/// Spelling of tones and letter case are no difference; accents are.
fn of_name(filed: &FullName, view: &PersonView) -> Tick {
    same(text::norm(filed.as_str()) == text::norm(view.facts.name.as_str()))
}

fn of_birth(filed: BirthDate, view: &PersonView) -> Tick {
    if filed == view.facts.birth {
        Tick::Match
    } else if filed.may_equal(&view.facts.birth) {
        Tick::Fits
    } else {
        Tick::Differs
    }
}

/// The residence that agrees best: people write where they live, which need not be the permanent one.
fn of_residence(filed: &Address, view: &PersonView, today: Date) -> Option<(Tick, String)> {
    let stand = |tick| match tick {
        Tick::Match => 0,
        Tick::Fits => 1,
        _ => 2,
    };
    let mut all: Vec<_> = view
        .residences
        .iter()
        .filter(|spell| spell.residence.kind != population::ResidenceKind::Absence)
        .map(|spell| &spell.residence)
        .collect();
    all.sort_by_key(|residence| residence.kind != population::ResidenceKind::Permanent);
    all.into_iter()
        .map(|residence| (of_address(filed, &residence.address, today), residence.address.display()))
        .min_by_key(|(tick, _)| stand(*tick))
}

fn of_address(filed: &Address, own: &Address, today: Date) -> Tick {
    let folded = |address: &Address| text::norm(&address.detail);
    let same_detail = folded(filed) == folded(own);
    // The same code is not enough: since 2025 some communes keep their code and have grown.
    if filed.unit == own.unit {
        return if same_detail { Tick::Match } else { Tick::Differs };
    }
    let now = |address: &Address| address.on(today).map(|address| address.unit.code);
    match (now(filed), now(own)) {
        (Some(one), Some(other)) if one == other && same_detail => Tick::Fits,
        _ => Tick::Differs,
    }
}

/// How many fields agree, of how many: "6/6 mục khớp".
pub(crate) fn agreeing(rows: &[Compared]) -> (usize, usize) {
    (rows.iter().filter(|row| matches!(row.tick, Tick::Match | Tick::Fits)).count(), rows.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 23);

    fn filed() -> Filed {
        let view = samples::mother();
        Filed {
            name: Some(view.facts.name.clone()),
            number: view.personal_id,
            birth: Some(view.facts.birth),
            ethnicity: view.facts.ethnicity,
            residence: view.permanent().map(|residence| residence.address.clone()),
        }
    }
    fn ticks(filed: &Filed, view: Option<&PersonView>) -> Vec<Tick> {
        compare(filed, view, TODAY, Lang::Vi).iter().map(|row| row.tick).collect()
    }

    #[test]
    fn what_agrees_is_ticked_and_shown_once() {
        let rows = compare(&filed(), Some(&samples::mother()), TODAY, Lang::Vi);
        assert_eq!(agreeing(&rows), (5, 5));
        assert!(rows.iter().all(|row| row.register.is_none()));
    }

    #[test]
    fn somebody_the_register_does_not_know_is_absent_in_every_field() {
        assert_eq!(ticks(&filed(), None), [Tick::Absent; 5]);
    }

    #[test]
    fn names_differ_by_accents_and_not_by_case_or_place_of_tones() {
        for (written, tick) in [
            ("NGUYỄN THỊ HOÀ", Tick::Match),
            ("Nguyễn Thị Hòa", Tick::Match),
            ("Nguyễn Thị Hoa", Tick::Differs),
            ("Nguyễn Thị Hoàn", Tick::Differs),
        ] {
            let mut view = samples::mother();
            view.facts.name = FullName::parse("Nguyễn Thị Hoà").unwrap();
            let filed = Filed { name: FullName::parse(written).ok(), ..Filed::default() };
            assert_eq!(ticks(&filed, Some(&view)), [tick], "{written}");
        }
    }

    #[test]
    fn a_year_fits_a_full_date_and_another_day_differs() {
        let view = samples::mother();
        for (written, tick) in
            [("1995", Tick::Fits), ("05/1995", Tick::Fits), ("06/05/1995", Tick::Differs), ("1994", Tick::Differs)]
        {
            let filed = Filed { birth: BirthDate::parse(written).ok(), ..Filed::default() };
            assert_eq!(ticks(&filed, Some(&view)), [tick], "{written}");
        }
    }

    #[test]
    fn a_number_that_is_another_shows_both() {
        let number = PersonalId::parse("040195009999").ok();
        let rows = compare(&Filed { number, ..Filed::default() }, Some(&samples::mother()), TODAY, Lang::Vi);
        assert_eq!(rows[0].tick, Tick::Differs);
        assert_eq!(rows[0].register, samples::mother().personal_id.map(|own| own.grouped()));
    }

    #[test]
    fn an_address_before_a_merger_fits_the_one_after_it() {
        let old = samples::old_address();
        let now = old.on(TODAY).unwrap();
        let mut view = samples::mother();
        view.residences[0].residence.address = now.clone();
        let fits = Filed { residence: Some(old.clone()), ..Filed::default() };
        assert_eq!(ticks(&fits, Some(&view)), [Tick::Fits]);
        let elsewhere = Filed { residence: Some(Address::new(now.unit, "Xóm 9")), ..Filed::default() };
        assert_eq!(ticks(&elsewhere, Some(&view)), [Tick::Differs]);
    }

    #[test]
    fn nobody_is_filed_when_the_form_was_not_asked() {
        assert!(Filed::read(&Answers::default(), "father").is_empty());
    }
}
