//! The national population register (CSDL quốc gia về dân cư), as far as a birth registration needs it: it allots the
//! personal number (số định danh cá nhân) of a new-born.
//!
//! Bộ Tư pháp CV 3160/BTP-CNTT (2021) tells how it fails in life: numbers come days late, and the certificate issues
//! without one. So an answer may be `Later`, and `collect` brings what has come in the meantime: possibly twice and out
//! of order. Whoever records an answer does so by the hand-over's id.

use crate::{
    Answer,
    assignment::{Assignment, Delivery, Recorded, Refused},
    manner::Temperament,
    simulator::Simulator,
};
use basis::{AgencyCode, Clock, HandoverId, Timestamp, UnitCode};
use sha2::{Digest, Sha256};
use std::{
    collections::{HashMap, HashSet},
    fmt,
    fs::{File, OpenOptions},
    io::{self, Read, Write},
    os::unix::fs::OpenOptionsExt as _,
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use vietnam::{BirthDate, FullName, PersonalId, Sex};

/// A mother or father, as the register is told.
#[derive(Clone, PartialEq, Eq)]
pub struct Parent {
    /// The name.
    pub name: FullName,
    /// The personal number, if known.
    pub personal_id: Option<PersonalId>,
    /// The date of birth, if known.
    pub birth: Option<BirthDate>,
}

/// The question for a new-born's personal number.
#[derive(Clone, PartialEq, Eq)]
pub struct NumberRequest {
    /// The hand-over this question belongs to; asking twice with it is asking once.
    pub handover: HandoverId,
    /// The child's name.
    pub name: FullName,
    /// The child's date of birth.
    pub birth: BirthDate,
    /// The child's sex.
    pub sex: Sex,
    /// The three digits of the province (or country) in which the birth is registered.
    pub province_digits: String,
    /// The commune in which the birth is registered.
    pub place: UnitCode,
    /// The mother, unless unknown.
    pub mother: Option<Parent>,
    /// The father, unless unknown.
    pub father: Option<Parent>,
    /// The procedure for which we ask (MaDVC).
    pub procedure: String,
    /// The asking agency's electronic code (MaDonVi).
    pub agency: AgencyCode,
    /// The asking officer (MaCanBo), by the code the agency has agreed on, never by name.
    pub officer: String,
    /// The number of the birth registration, and its date.
    pub entry: String,
}

/// What the register answers.
pub type NumberAnswer = Assignment<PersonalId>;

impl fmt::Debug for Parent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Parent(…)")
    }
}

impl fmt::Debug for NumberRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NumberRequest").field("handover", &self.handover).finish_non_exhaustive()
    }
}

/// Allots personal numbers.
pub trait NationalRegister: Send + Sync {
    /// Asks for a number. The same hand-over always gets the same number.
    fn assign_number<'a>(&'a self, request: &'a NumberRequest) -> Answer<'a, NumberAnswer>;
    /// What has become of a hand-over; nothing if the register never heard of it.
    fn poll(&self, handover: HandoverId) -> Answer<'_, Option<NumberAnswer>>;
    /// Answers that have come by themselves, at most so many. Any of them may come again, and in any order.
    fn collect(&self, most: usize) -> Answer<'_, Vec<Delivery<PersonalId>>>;
    /// Everything heard from us in `[from, to)`, for the nightly comparison.
    fn statement(&self, from: Timestamp, to: Timestamp) -> Answer<'_, Vec<Recorded<PersonalId>>>;
}

/// Simulated numbers begin at this serial; made-up people of the demo have lower ones, so the two never meet.
pub const SIMULATED_SERIAL_MIN: u32 = 500_000;
const SIMULATED_SERIALS: u64 = 500_000;

/// A register for tests and the demo. Its numbers follow from its seed and the order of the questions; they are unique and
/// carry the province, the century, the sex and the year of the child. With a journal it remembers them over a restart.
pub struct SimulatedNationalRegister {
    questions: Simulator<PersonalId>,
    numbers: Mutex<Numbers>,
}

struct Numbers {
    seed: u64,
    /// How many numbers each group has had.
    given: HashMap<Group, u64>,
    taken: HashSet<PersonalId>,
    by_handover: HashMap<HandoverId, PersonalId>,
    /// When each was told, as far as the journal says; for the statement after a restart.
    told_at: HashMap<HandoverId, Timestamp>,
    journal: Option<File>,
}

/// What the first six digits say: province or country, sex, year (NĐ 137/2015 Đ13).
#[derive(Clone, PartialEq, Eq, Hash)]
struct Group {
    province: String,
    sex: Sex,
    year: i16,
}

impl SimulatedNationalRegister {
    /// A register that forgets when the program ends.
    #[must_use]
    pub fn new(seed: u64, clock: Arc<dyn Clock>) -> Self {
        let numbers = Numbers {
            seed,
            given: HashMap::new(),
            taken: HashSet::new(),
            by_handover: HashMap::new(),
            told_at: HashMap::new(),
            journal: None,
        };
        Self { questions: Simulator::new(clock), numbers: Mutex::new(numbers) }
    }

    /// A register that remembers its numbers in a file.
    ///
    /// # Errors
    /// When the file cannot be read or written.
    pub fn with_journal(seed: u64, clock: Arc<dyn Clock>, journal: &Path) -> io::Result<Self> {
        let register = Self::new(seed, clock);
        let mut file = OpenOptions::new().read(true).append(true).create(true).mode(0o600).open(journal)?;
        let mut text = String::new();
        file.read_to_string(&mut text)?;
        if !text.is_empty() && !text.ends_with('\n') {
            // A last line cut off by a crash gave no answer to anybody; the next one begins afresh.
            file.write_all(b"\n")?;
        }
        let mut numbers = register.numbers();
        for (handover, number, told) in text.split_inclusive('\n').filter_map(journal_line) {
            numbers.remember(handover, number);
            numbers.told_at.extend(told.map(|told| (handover, told)));
        }
        numbers.journal = Some(file);
        drop(numbers);
        Ok(register)
    }

    /// Keeps it from allotting numbers that somebody already has.
    pub fn avoid(&self, taken: impl IntoIterator<Item = PersonalId>) {
        self.numbers().taken.extend(taken);
    }
    /// Changes its temper.
    pub fn set(&self, temperament: Temperament) {
        self.questions.set(temperament);
    }
    /// Its temper.
    #[must_use]
    pub fn temperament(&self) -> Temperament {
        self.questions.temperament()
    }

    /// Questions that were heard and not answered yet.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.questions.waiting()
    }

    fn numbers(&self) -> MutexGuard<'_, Numbers> {
        self.numbers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answer(&self, request: &NumberRequest, temper: Temperament) -> Result<PersonalId, Refused> {
        if temper.refuses {
            return Err(Refused::by("SIMULATED"));
        }
        let sex = if temper.wrong { other_sex(request.sex) } else { request.sex };
        let group = Group { province: request.province_digits.clone(), sex, year: request.birth.year() };
        self.numbers().allot(request.handover, &group, self.questions.now())
    }
}

impl NationalRegister for SimulatedNationalRegister {
    fn assign_number<'a>(&'a self, request: &'a NumberRequest) -> Answer<'a, NumberAnswer> {
        Box::pin(self.questions.ask(request.handover, |temper| self.answer(request, temper)))
    }
    fn poll(&self, handover: HandoverId) -> Answer<'_, Option<NumberAnswer>> {
        Box::pin(async move {
            let reply = self.questions.poll(handover).await?;
            // After a restart the journal still knows what was allotted.
            Ok(reply.or_else(|| self.numbers().by_handover.get(&handover).copied().map(NumberAnswer::Assigned)))
        })
    }
    fn collect(&self, most: usize) -> Answer<'_, Vec<Delivery<PersonalId>>> {
        Box::pin(self.questions.collect(most))
    }
    fn statement(&self, from: Timestamp, to: Timestamp) -> Answer<'_, Vec<Recorded<PersonalId>>> {
        Box::pin(async move {
            let mut heard = self.questions.statement(from, to).await?;
            // What was told before a restart stands in the journal alone.
            let numbers = self.numbers();
            for (handover, at) in numbers.told_at.iter().filter(|(_, at)| **at >= from && **at < to) {
                if !heard.iter().any(|one| one.handover == *handover)
                    && let Some(number) = numbers.by_handover.get(handover)
                {
                    let answer = NumberAnswer::Assigned(*number);
                    heard.push(Recorded { handover: *handover, heard_at: *at, answer });
                }
            }
            Ok(heard)
        })
    }
}

impl fmt::Debug for SimulatedNationalRegister {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SimulatedNationalRegister").field("temperament", &self.temperament()).finish_non_exhaustive()
    }
}

pub(crate) fn other_sex(sex: Sex) -> Sex {
    match sex {
        Sex::Male => Sex::Female,
        Sex::Female | Sex::Undetermined => Sex::Male,
    }
}

/// A hand-over, its number, and since journals say so the instant it was told.
fn journal_line(line: &str) -> Option<(HandoverId, PersonalId, Option<Timestamp>)> {
    let mut words = line.strip_suffix('\n')?.split(' ');
    let (handover, number) = (words.next()?.parse().ok()?, PersonalId::parse(words.next()?).ok()?);
    Some((handover, number, words.next().and_then(|told| told.parse().ok())))
}

impl Numbers {
    /// A number the child has alone. The structure knows two sexes: a child whose sex is not determined waits for an officer.
    fn allot(&mut self, handover: HandoverId, group: &Group, now: Timestamp) -> Result<PersonalId, Refused> {
        if let Some(number) = self.by_handover.get(&handover) {
            return Ok(*number);
        }
        let mut turn = self.given.get(group).copied().unwrap_or(0);
        let number = loop {
            if turn >= SIMULATED_SERIALS {
                return Err(Refused::by("SIMULATED-EXHAUSTED"));
            }
            let number = PersonalId::compose(&group.province, group.sex, group.year, self.serial(group, turn))
                .ok_or_else(|| Refused::by("SIMULATED-INPUT"))?;
            turn += 1;
            if !self.taken.contains(&number) {
                break number;
            }
        };
        if let Some(journal) = &mut self.journal {
            // Written before it is told, so that a number told is a number remembered: two people with one would be worse
            // than none.
            let line = format!("{handover} {} {now}\n", number.as_str());
            journal.write_all(line.as_bytes()).map_err(|_| Refused::by("SIMULATED-JOURNAL"))?;
        }
        self.remember(handover, number);
        self.given.insert(group.clone(), turn);
        Ok(number)
    }

    fn remember(&mut self, handover: HandoverId, number: PersonalId) {
        self.taken.insert(number);
        self.by_handover.insert(handover, number);
    }

    /// A walk through all the serials without meeting one twice: the step shares no divisor with their number (2^5 · 5^6).
    fn serial(&self, group: &Group, turn: u64) -> u32 {
        let key = format!("{} {} {}", group.province, group.sex.code(), group.year);
        let digest = Sha256::new().chain_update(self.seed.to_be_bytes()).chain_update(key).finalize();
        let word = |at: usize| digest[at..at + 8].iter().fold(0u64, |sum, byte| (sum << 8) | u64::from(*byte));
        let mut step = (word(0) % SIMULATED_SERIALS) | 1;
        if step.is_multiple_of(5) {
            step += 2;
        }
        let place = (word(8) % SIMULATED_SERIALS + turn * step) % SIMULATED_SERIALS;
        SIMULATED_SERIAL_MIN + u32::try_from(place).expect("a remainder of 500,000 fits")
    }
}
