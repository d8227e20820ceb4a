//! A row as what it says of a person.

use std::fmt;

use jiff::civil::Date;
use vietnam::{BirthDate, Contradiction, FullName, OldId, PersonalId, Sex, text};

use super::dates::{self, Around};
use super::names;
use super::numbers::{self, Numbers};
use super::words::{self, is_nothing, is_ticked, repair_text};
use crate::columns::{Field, Mapping};
use crate::row::{Cells, Row};
use crate::trouble::{Problem, Trouble};

/// What a row says of a person, as far as it can be read. Its Debug form hides it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// The name.
    pub full_name: Option<FullName>,
    /// Another name, from its own column or from the cell of the name.
    pub other_name: Option<String>,
    /// The birth. It is worth less with [`Trouble::FirstOfJanuary`], `Lunar` or `TwoDigitYear` among the problems.
    pub birth: Option<BirthDate>,
    /// The sex.
    pub sex: Option<Sex>,
    /// The personal number.
    pub personal_id: Option<PersonalId>,
    /// The old number.
    pub old_id: Option<OldId>,
}

impl fmt::Debug for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Person(hidden)")
    }
}

/// The columns of [`Typing::match_cells`], by the names the matching engine gives them.
pub const MATCH_COLUMNS: [&str; 6] = ["full_name", "dob", "pid", "old_id", "commune", "gender"];

/// Makes values of rows, by a mapping and today's date.
#[derive(Debug, Clone)]
pub struct Typing {
    places: Vec<(Field, usize)>,
    year_now: i16,
}

impl Typing {
    /// For rows of a table with this mapping.
    pub fn new(mapping: &Mapping, today: Date) -> Self {
        let place = |(at, column): (usize, &crate::Column)| Some((column.field?, at));
        let places = mapping.columns().iter().enumerate().filter_map(place).collect();
        Self { places, year_now: today.year() }
    }

    /// What a row says, and what is odd about it, column by column.
    pub fn read(&self, row: &Row) -> (Person, Vec<Problem>) {
        let mut problems = Vec::new();
        let (mut personal, mut old) = self.numbers(row, &mut problems);
        let (full_name, mut other_name) = self.name(row, &mut problems);
        if other_name.is_none() {
            other_name = Some(self.text(row, Field::OtherName)).filter(|text| !is_nothing(text));
        }
        let number_says = personal.map(|number| number.reading().birth_year);
        let (birth, sex_of_birth) = self.birth(row, number_says, &mut problems);
        let sex = self.sex(row, &mut problems).or(sex_of_birth);
        if let (Some(number), Some(at)) = (personal, self.find(Field::PersonalId).or(self.find(Field::OldId))) {
            let troubles = number.contradictions(sex, birth.as_ref()).into_iter().map(|one| match one {
                Contradiction::Sex { .. } => Trouble::NumberSaysOtherSex,
                Contradiction::BirthYear { .. } => Trouble::NumberSaysOtherYear,
            });
            problems.extend(troubles.map(|trouble| Problem { column: Some(at), trouble }));
        }
        let person = Person { full_name, other_name, birth, sex, personal_id: personal.take(), old_id: old.take() };
        (person, problems)
    }

    /// The cells that `matching` compares, in the order of [`MATCH_COLUMNS`]: repaired where a rule is certain, and
    /// as they stand where they cannot be read, because half a name finds somebody too.
    pub fn match_cells(&self, row: &Row, person: &Person, into: &mut Cells) {
        into.clear();
        match &person.full_name {
            Some(name) => into.push(name.as_str()),
            None => into.push(&self.text(row, Field::FullName)),
        }
        into.push(&person.birth.map(|born| born.to_string()).unwrap_or_default());
        into.push(person.personal_id.as_ref().map_or("", PersonalId::as_str));
        into.push(person.old_id.as_ref().map_or("", OldId::as_str));
        let unit = self.text(row, Field::ResidenceUnit);
        into.push(&if unit.is_empty() { self.commune(row) } else { unit });
        into.push(match person.sex {
            Some(sex) if sex != Sex::Undetermined => sex.label_vi(),
            _ => "",
        });
    }

    /// The text of a field, clean and out of old encodings; empty when the file has no such column.
    pub fn text(&self, row: &Row, field: Field) -> String {
        self.cell(row, field).map(|(_, cell)| text::clean(&repair_text(cell).0)).unwrap_or_default()
    }

    /// The permanent residence in one text: its own column, or its parts from the house to the province.
    pub fn residence(&self, row: &Row) -> String {
        let whole = self.text(row, Field::Residence);
        if !whole.is_empty() {
            return whole;
        }
        let parts =
            [Field::ResidenceHamlet, Field::ResidenceCommune, Field::ResidenceDistrict, Field::ResidenceProvince];
        let parts: Vec<String> =
            parts.iter().map(|&part| self.text(row, part)).filter(|part| !part.is_empty()).collect();
        parts.join(", ")
    }

    /// The commune: its own column, or the part of the address that says so.
    pub fn commune(&self, row: &Row) -> String {
        let own = self.text(row, Field::ResidenceCommune);
        if !own.is_empty() {
            return own;
        }
        let whole = self.text(row, Field::Residence);
        let is_commune = |part: &&str| {
            let folded = text::fold(part);
            ["xa ", "phuong ", "thi tran ", "dac khu ", "tt ", "p ", "x "].iter().any(|start| folded.starts_with(start))
        };
        let part = whole.split([',', ';']).map(|part| part.split(" - ").next().unwrap_or(part).trim()).find(is_commune);
        part.map(str::to_owned).unwrap_or_default()
    }

    fn find(&self, field: Field) -> Option<usize> {
        self.places.iter().find(|(one, _)| *one == field).map(|(_, at)| *at)
    }

    fn cell<'r>(&self, row: &'r Row, field: Field) -> Option<(usize, &'r str)> {
        let at = self.find(field)?;
        Some((at, row.cells.get(at))).filter(|(_, cell)| !cell.trim().is_empty())
    }

    fn numbers(&self, row: &Row, problems: &mut Vec<Problem>) -> (Option<PersonalId>, Option<OldId>) {
        let mut read = |field: Field| -> Numbers {
            let Some((at, cell)) = self.cell(row, field) else { return Numbers::default() };
            let found = numbers::read(cell, self.year_now);
            problems.extend(found.troubles.iter().map(|&trouble| Problem { column: Some(at), trouble }));
            let elsewhere = match field {
                Field::PersonalId if found.personal.is_none() && found.old.is_some() => Some(Trouble::OldNumberHere),
                Field::OldId if found.old.is_none() && found.personal.is_some() => Some(Trouble::NewNumberHere),
                _ => None,
            };
            problems.extend(elsewhere.map(|trouble| Problem { column: Some(at), trouble }));
            found
        };
        let (own, old) = (read(Field::PersonalId), read(Field::OldId));
        (own.personal.or(old.personal), old.old.or(own.old))
    }

    fn name(&self, row: &Row, problems: &mut Vec<Problem>) -> (Option<FullName>, Option<String>) {
        let parts = [Field::SurnameMiddle, Field::Surname, Field::MiddleName, Field::GivenName];
        let (at, written) = match self.cell(row, Field::FullName) {
            Some((at, cell)) => (at, cell.to_owned()),
            None => {
                let cells: Vec<(usize, &str)> = parts.iter().filter_map(|&part| self.cell(row, part)).collect();
                let Some(&(at, _)) = cells.last() else { return (None, None) };
                (at, cells.iter().map(|(_, cell)| cell.trim()).collect::<Vec<_>>().join(" "))
            }
        };
        let found = names::read(&written);
        problems.extend(found.troubles.iter().map(|&trouble| Problem { column: Some(at), trouble }));
        (found.name, found.other)
    }

    /// The birth, and the sex when the form has a column for each.
    fn birth(
        &self,
        row: &Row,
        number_says: Option<i16>,
        problems: &mut Vec<Problem>,
    ) -> (Option<BirthDate>, Option<Sex>) {
        let by_sex = [(Field::BirthOfMan, Sex::Male), (Field::BirthOfWoman, Sex::Female)];
        let mut sources = [(Field::Birth, None), (Field::BirthYear, None)]
            .into_iter()
            .chain(by_sex.map(|(field, sex)| (field, Some(sex))));
        let parts = [Field::BirthDay, Field::BirthMonth, Field::BirthYear].map(|part| self.cell(row, part));
        let (at, written, sex) = match parts {
            [day, Some((_, month)), Some((at, year))] if self.cell(row, Field::Birth).is_none() => {
                let day = day.map_or("0", |(_, day)| day);
                (at, format!("{}/{}/{}", day.trim(), month.trim(), year.trim()), None)
            }
            _ => {
                let found = sources.find_map(|(field, sex)| self.cell(row, field).map(|(at, cell)| (at, cell, sex)));
                let Some((at, cell, sex)) = found else { return (None, None) };
                (at, cell.to_owned(), sex)
            }
        };
        // A mark instead of a year says the sex alone.
        if sex.is_some() && is_ticked(&written) {
            return (None, sex);
        }
        let dated = dates::read(&written, Around { year_now: self.year_now, number_says, kind: row.kind(at) });
        problems.extend(dated.troubles.iter().map(|&trouble| Problem { column: Some(at), trouble }));
        (dated.birth, sex.filter(|_| dated.birth.is_some()))
    }

    fn sex(&self, row: &Row, problems: &mut Vec<Problem>) -> Option<Sex> {
        if let Some((at, cell)) = self.cell(row, Field::Sex) {
            return words::sex(cell).unwrap_or_else(|()| {
                problems.push(Problem { column: Some(at), trouble: Trouble::SexForm });
                None
            });
        }
        let ticked = |field: Field| self.cell(row, field).is_some_and(|(_, cell)| is_ticked(cell));
        match (ticked(Field::SexMale), ticked(Field::SexFemale)) {
            (true, false) => Some(Sex::Male),
            (false, true) => Some(Sex::Female),
            // A form with the one column means the other when it is empty: too thin to go by.
            _ => None,
        }
    }
}
