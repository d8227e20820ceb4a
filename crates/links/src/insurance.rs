//! The social-insurance agency's numbering: what stands on a child's health-insurance card.
//!
//! The card leg itself is decided at our desk by a social-insurance officer; this link only gets the numbers. Until
//! 2025-07-31 a person had a ten-digit social-insurance number (mã số BHXH) and a card of fifteen characters around it; since
//! 2025-08-01 the twelve-digit personal number takes its place, and old systems still want the old one. So both are kept.

use crate::{
    Answer,
    assignment::{Assignment, Delivery, Recorded, Refused},
    manner::Temperament,
    numbers::other_sex,
    simulator::Simulator,
};
use basis::{AgencyCode, Clock, HandoverId, Timestamp};
use sha2::{Digest, Sha256};
use std::{
    collections::HashSet,
    fmt,
    sync::{Arc, Mutex, PoisonError},
};
use vietnam::{BirthDate, FullName, PersonalId, Sex};

/// A ten-digit social-insurance number (mã số BHXH).
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct LegacyInsuranceNumber(String);

/// A health-insurance card's number: two letters of the group, the benefit level, two digits of the province, and the
/// ten-digit number. `TE1` is a child under six, all costs paid.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct CardNumber(String);

impl LegacyInsuranceNumber {
    /// Takes a number in.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        (text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| Self(text.to_owned()))
    }
    /// The ten digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl CardNumber {
    /// Takes a number in, with or without spaces.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text: String =
            text.chars().filter(|character| !character.is_whitespace()).collect::<String>().to_ascii_uppercase();
        let (letters, digits) = text.split_at_checked(2)?;
        let right = letters.bytes().all(|byte| byte.is_ascii_uppercase())
            && digits.len() == 13
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && (b'1'..=b'5').contains(&digits.as_bytes()[0]);
        right.then_some(Self(text))
    }
    /// The fifteen characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// The number inside the card's number.
    #[must_use]
    pub fn legacy_number(&self) -> LegacyInsuranceNumber {
        LegacyInsuranceNumber(self.0[5..].to_owned())
    }
}

/// The question for a child's insurance numbers.
#[derive(Clone, PartialEq, Eq)]
pub struct InsuranceRequest {
    /// The hand-over this question belongs to.
    pub handover: HandoverId,
    /// The child's name.
    pub name: FullName,
    /// The child's date of birth.
    pub birth: BirthDate,
    /// The child's sex.
    pub sex: Sex,
    /// The child's personal number, once it is there.
    pub personal_id: Option<PersonalId>,
    /// The two digits of the province's insurance agency, as on cards.
    pub province_digits: String,
    /// The first clinic (nơi đăng ký khám chữa bệnh ban đầu), by its code.
    pub clinic: String,
    /// The asking agency.
    pub agency: AgencyCode,
    /// The asking officer, by code.
    pub officer: String,
}

/// What the agency assigns.
#[derive(Clone, PartialEq, Eq)]
pub struct InsuranceNumbers {
    /// The old ten-digit number.
    pub legacy: LegacyInsuranceNumber,
    /// The card's number.
    pub card: CardNumber,
    /// The personal number under which the agency has the child, if it was told one.
    pub personal_id: Option<PersonalId>,
}

/// What the agency answers.
pub type InsuranceAnswer = Assignment<InsuranceNumbers>;

/// Assigns insurance numbers.
pub trait InsuranceRegister: Send + Sync {
    /// Asks for a child's numbers. The same hand-over always gets the same ones.
    fn assign_insurance_number<'a>(&'a self, request: &'a InsuranceRequest) -> Answer<'a, InsuranceAnswer>;
    /// What has become of a hand-over; nothing if the agency never heard of it.
    fn poll(&self, handover: HandoverId) -> Answer<'_, Option<InsuranceAnswer>>;
    /// Answers that have come by themselves, at most so many; any may come again, in any order.
    fn collect(&self, most: usize) -> Answer<'_, Vec<Delivery<InsuranceNumbers>>>;
    /// Everything heard from us in `[from, to)`.
    fn statement(&self, from: Timestamp, to: Timestamp) -> Answer<'_, Vec<Recorded<InsuranceNumbers>>>;
}

/// An insurance agency for tests and the demo. A number follows from the seed and the hand-over, so that it is the same
/// after a restart; two children meeting in one number is settled while the program runs.
pub struct SimulatedInsurance {
    seed: u64,
    questions: Simulator<InsuranceNumbers>,
    taken: Mutex<HashSet<String>>,
}

impl SimulatedInsurance {
    /// An agency in a calm temper.
    #[must_use]
    pub fn new(seed: u64, clock: Arc<dyn Clock>) -> Self {
        Self { seed, questions: Simulator::new(clock), taken: Mutex::new(HashSet::new()) }
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

    fn answer(&self, request: &InsuranceRequest, temper: Temperament) -> Result<InsuranceNumbers, Refused> {
        if temper.refuses {
            return Err(Refused::by("SIMULATED"));
        }
        let province = &request.province_digits;
        let digits = self.allot(request.handover, province)?;
        let numbers = LegacyInsuranceNumber::parse(&digits).zip(CardNumber::parse(&format!("TE1{province}{digits}")));
        let (legacy, card) = numbers.ok_or_else(|| Refused::by("SIMULATED-INPUT"))?;
        let personal_id = match request.personal_id {
            // A wrong agency has the child under a number that is not the child's.
            Some(_) if temper.wrong => {
                PersonalId::compose("001", other_sex(request.sex), request.birth.year(), 499_999)
            }
            known => known,
        };
        Ok(InsuranceNumbers { legacy, card, personal_id })
    }

    /// Two digits of the province, then eight that follow from the hand-over.
    fn allot(&self, handover: HandoverId, province: &str) -> Result<String, Refused> {
        const SERIALS: u64 = 100_000_000;
        if province.len() != 2 || !province.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Refused::by("SIMULATED-INPUT"));
        }
        let digest = Sha256::new().chain_update(self.seed.to_be_bytes()).chain_update(handover.uuid()).finalize();
        let start = digest[..8].iter().fold(0u64, |sum, byte| (sum << 8) | u64::from(*byte)) % SERIALS;
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        (0..SERIALS)
            .map(|turn| format!("{province}{:08}", (start + turn) % SERIALS))
            .find(|digits| taken.insert(digits.clone()))
            .ok_or_else(|| Refused::by("SIMULATED-EXHAUSTED"))
    }
}

impl InsuranceRegister for SimulatedInsurance {
    fn assign_insurance_number<'a>(&'a self, request: &'a InsuranceRequest) -> Answer<'a, InsuranceAnswer> {
        Box::pin(self.questions.ask(request.handover, |temper| self.answer(request, temper)))
    }
    fn poll(&self, handover: HandoverId) -> Answer<'_, Option<InsuranceAnswer>> {
        Box::pin(self.questions.poll(handover))
    }
    fn collect(&self, most: usize) -> Answer<'_, Vec<Delivery<InsuranceNumbers>>> {
        Box::pin(self.questions.collect(most))
    }
    fn statement(&self, from: Timestamp, to: Timestamp) -> Answer<'_, Vec<Recorded<InsuranceNumbers>>> {
        Box::pin(self.questions.statement(from, to))
    }
}

impl fmt::Debug for SimulatedInsurance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SimulatedInsurance").field("temperament", &self.temperament()).finish_non_exhaustive()
    }
}
impl fmt::Debug for LegacyInsuranceNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LegacyInsuranceNumber(…)")
    }
}
impl fmt::Debug for CardNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CardNumber(…)")
    }
}
impl fmt::Debug for InsuranceNumbers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InsuranceNumbers(…)")
    }
}
impl fmt::Debug for InsuranceRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InsuranceRequest").field("handover", &self.handover).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_number_has_its_form() {
        for (text, right) in [
            ("TE1404757523268", true),
            ("TE1 40 4757523268", true),
            ("gd4757523268412", true),
            ("TE6404757523268", false),
            ("T11404757523268", false),
            ("TE", false),
            ("é", false),
            ("", false),
        ] {
            assert_eq!(CardNumber::parse(text).is_some(), right, "{text}");
        }
        assert_eq!(CardNumber::parse("GD4757523268412").unwrap().legacy_number().as_str(), "7523268412");
    }
}
