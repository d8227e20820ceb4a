//! The register in memory: the engine's index, and beside it the numbers, how names are written, and what the register
//! says of people.

use matching::{Builder, Config, Index, PersonNo};
use sheet::{Field, Mapping, Row};
use vietnam::text;

use super::input::{Input, Reader, hash, is_record};
use super::{Plan, Problem, Stage, Tell, Told, Which, places};
use crate::rules::Standing;

/// Headings of a register's own key, folded, when none was named.
const KEY_NAMES: &[&str] =
    &["key", "khoa", "khoa dan cu", "id", "uuid", "person id", "ma dan cu", "ma cong dan", "ma nhan khau"];

/// The register.
pub(super) struct Register {
    index: Index,
    /// By place the personal number; 0 for none.
    numbers: Vec<u64>,
    /// Places with a number, in the order of the numbers.
    by_number: Vec<u32>,
    /// By place a hash of the name as it is written.
    names: Vec<u32>,
    standings: Vec<Standing>,
    key_label: String,
    home: Option<String>,
    doubled_keys: u64,
}

/// Where the key of a row comes from.
#[derive(Clone, Copy)]
enum Key {
    Column(usize),
    Line,
}

impl Register {
    pub(super) fn read(plan: &Plan, tell: &mut Tell<'_>) -> Result<Self, Problem> {
        let mut input = Input::open(&plan.register, plan.register_map.as_ref())?;
        let mapping = input.table.mapping().clone();
        let (key, key_label) = find_key(plan, &mapping)?;
        tell(Told::Opened { which: Which::Register, mapping: &mapping, key: Some(&key_label) });
        if !mapping.is_usable() {
            return Err(Problem::NoColumns { path: plan.register.clone(), missing: mapping.missing() });
        }
        let samples: Vec<Row> = input.table.samples().cloned().collect();
        let home = places::home(&sheet::Typing::new(&mapping, plan.today), &samples);
        let mut reader = Reader::new(&input.table, plan.today, home.clone());
        let (mut numbers, mut names, mut standings, mut keys) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut failed = None;
        let mut row = Row::default();
        let people = std::iter::from_fn(|| {
            loop {
                match input.next(&mut row, &plan.register, Stage::Register, tell) {
                    Ok(true) if is_record(&row) => break,
                    Ok(true) => {}
                    Ok(false) => return None,
                    Err(problem) => {
                        failed = Some(problem);
                        return None;
                    }
                }
            }
            let read = reader.read(&row);
            numbers.push(read.number());
            names.push(name_hash(&read.cells[0]));
            standings.push(Standing::read(&reader.typing.text(&row, Field::Status)));
            let key = key_of(key, &row);
            keys.push(hash([&key]));
            Some((key, read.cells))
        });
        let mut builder = Builder::new(&Config::vietnam())?;
        builder.add_all(people);
        if let Some(problem) = failed {
            return Err(problem);
        }
        tell(Told::Read { which: Which::Register, notes: input.table.notes(), records: numbers.len() as u64 });
        let index = builder.finish(plan.threads);
        tell(Told::Over(Stage::Register));
        if index.is_empty() {
            return Err(Problem::EmptyRegister(plan.register.clone()));
        }
        let mut by_number: Vec<u32> = (0..numbers.len() as u32).filter(|&place| numbers[place as usize] != 0).collect();
        by_number.sort_unstable_by_key(|&place| (numbers[place as usize], place));
        keys.sort_unstable();
        let doubled_keys = keys.chunk_by(|one, other| one == other).filter(|same| same.len() > 1).count() as u64;
        Ok(Self { index, numbers, by_number, names, standings, key_label, home, doubled_keys })
    }

    pub(super) fn index(&self) -> &Index {
        &self.index
    }

    pub(super) fn home(&self) -> Option<String> {
        self.home.clone()
    }

    pub(super) fn key_label(&self) -> &str {
        &self.key_label
    }

    pub(super) fn key(&self, person: PersonNo) -> String {
        String::from_utf8_lossy(&self.index.key(person)).into_owned()
    }

    /// The places of people with this number; none for 0.
    pub(super) fn holders(&self, number: u64) -> &[u32] {
        if number == 0 {
            return &[];
        }
        let of = |place: &u32| self.numbers[*place as usize];
        let from = self.by_number.partition_point(|place| of(place) < number);
        let to = self.by_number.partition_point(|place| of(place) <= number);
        &self.by_number[from..to]
    }

    pub(super) fn standing(&self, person: PersonNo) -> Standing {
        self.standings[person.nth()]
    }

    /// True when the name is written in the register letter by letter like this.
    pub(super) fn writes_name(&self, person: PersonNo, name: &str) -> bool {
        self.names[person.nth()] == name_hash(name)
    }

    pub(super) fn doubled_numbers(&self) -> u64 {
        let same = |one: &u32, other: &u32| self.numbers[*one as usize] == self.numbers[*other as usize];
        self.by_number.chunk_by(same).filter(|same| same.len() > 1).count() as u64
    }

    pub(super) fn doubled_keys(&self) -> u64 {
        self.doubled_keys
    }

    /// Reads the register again and keeps the cells of some people; their places must be in order.
    pub(super) fn values(&self, plan: &Plan, of: Vec<u32>, tell: &mut Tell<'_>) -> Result<Values, Problem> {
        let mut values = Values { places: of, cells: sheet::Cells::default() };
        if values.places.is_empty() {
            return Ok(values);
        }
        let mut input = Input::open(&plan.register, plan.register_map.as_ref())?;
        let mut reader = Reader::new(&input.table, plan.today, self.home());
        let (mut row, mut place, mut wanted) = (Row::default(), 0_u32, 0);
        while wanted < values.places.len() && input.next(&mut row, &plan.register, Stage::Values, tell)? {
            if !is_record(&row) {
                continue;
            }
            if values.places[wanted] == place {
                let read = reader.read(&row);
                if self.numbers.get(place as usize) != Some(&read.number())
                    || self.names[place as usize] != name_hash(&read.cells[0])
                {
                    return Err(Problem::Changed(plan.register.clone()));
                }
                read.cells.iter().for_each(|cell| values.cells.push(cell));
                wanted += 1;
            }
            place += 1;
        }
        if wanted < values.places.len() {
            return Err(Problem::Changed(plan.register.clone()));
        }
        tell(Told::Over(Stage::Values));
        Ok(values)
    }
}

/// Cells of some people of the register.
pub(super) struct Values {
    places: Vec<u32>,
    cells: sheet::Cells,
}

impl Values {
    /// One cell of a person; nothing when the person's were not read.
    pub(super) fn get(&self, person: PersonNo, column: usize) -> &str {
        let at = self.places.binary_search(&(person.nth() as u32));
        at.map_or("", |at| self.cells.get(at * sheet::MATCH_COLUMNS.len() + column))
    }
}

fn name_hash(name: &str) -> u32 {
    hash([text::nfc(name)]) as u32
}

fn key_of(key: Key, row: &Row) -> String {
    match key {
        Key::Column(at) if !row.cells.get(at).trim().is_empty() => row.cells.get(at).trim().to_owned(),
        _ => format!("dòng {}", row.line),
    }
}

fn find_key(plan: &Plan, mapping: &Mapping) -> Result<(Key, String), Problem> {
    let columns = mapping.columns();
    let headings = || columns.iter().map(|column| column.heading.trim());
    if let Some(wanted) = &plan.register_key {
        let exact = headings().position(|heading| heading == wanted.trim());
        let folded = || headings().position(|heading| text::fold(heading) == text::fold(wanted));
        let letters = || (0..columns.len()).find(|&at| sheet::columns::letters(at) == wanted.trim());
        let at = exact.or_else(folded).or_else(letters).ok_or_else(|| Problem::Key {
            wanted: wanted.clone(),
            have: headings().map(|heading| format!("`{heading}`")).collect(),
        })?;
        return Ok((Key::Column(at), columns[at].heading.clone()));
    }
    let named = headings().position(|heading| KEY_NAMES.contains(&text::fold(heading).replace('_', " ").as_str()));
    Ok(match named.or_else(|| mapping.find(Field::PersonalId)) {
        Some(at) => (Key::Column(at), columns[at].heading.clone()),
        None => (Key::Line, "dòng".to_owned()),
    })
}
