//! The simulated neighbours together, for the page on which the demonstration makes one slow, wrong or deaf.

use crate::{
    health::SimulatedHealth,
    insurance::SimulatedInsurance,
    manner::{Mood, Temperament},
    notices::SimulatedNotices,
    numbers::SimulatedNationalRegister,
};
use std::sync::Arc;

/// One of the neighbours.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Neighbour {
    /// The national population register, which allots numbers.
    Register,
    /// The health registry, which knows birth notices.
    Health,
    /// The social-insurance register, which knows the numbers from before August 2025.
    Insurance,
    /// The gateway that sends notices.
    Notices,
}

impl Neighbour {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Register, Self::Health, Self::Insurance, Self::Notices];
    /// Its word in a form.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::Health => "health",
            Self::Insurance => "insurance",
            Self::Notices => "notices",
        }
    }
    /// The neighbour with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
    /// The moods that make a difference to it.
    #[must_use]
    pub const fn moods(self) -> &'static [Mood] {
        match self {
            Self::Register => &Mood::ALL,
            // A birth notice is looked up there and then: it cannot come later or twice.
            // Nor is an old number.
            Self::Health | Self::Insurance => &[Mood::Normal, Mood::Slow, Mood::Wrong, Mood::Down],
            Self::Notices => &[Mood::Normal, Mood::Slow, Mood::Down],
        }
    }
}

/// The simulators of a running demonstration. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Simulators {
    /// The national population register.
    pub register: Arc<SimulatedNationalRegister>,
    /// The health registry.
    pub health: Arc<SimulatedHealth>,
    /// The social-insurance register.
    pub insurance: Arc<SimulatedInsurance>,
    /// The gateway of notices.
    pub notices: Arc<SimulatedNotices>,
}

impl Simulators {
    /// How a neighbour is tempered.
    #[must_use]
    pub fn temperament(&self, of: Neighbour) -> Temperament {
        match of {
            Neighbour::Register => self.register.temperament(),
            Neighbour::Health => self.health.temperament(),
            Neighbour::Insurance => self.insurance.temperament(),
            Neighbour::Notices => self.notices.temperament(),
        }
    }
    /// Puts a neighbour into a mood that it can have; another changes nothing.
    pub fn set(&self, of: Neighbour, mood: Mood) {
        if !of.moods().contains(&mood) {
            return;
        }
        let temperament = mood.temperament();
        match of {
            Neighbour::Register => self.register.set(temperament),
            Neighbour::Health => self.health.set(temperament),
            Neighbour::Insurance => self.insurance.set(temperament),
            Neighbour::Notices => self.notices.set(temperament),
        }
    }
    /// How many questions it has heard and not answered yet. Only the register answers later.
    #[must_use]
    pub fn waiting(&self, at: Neighbour) -> usize {
        match at {
            Neighbour::Register => self.register.waiting(),
            Neighbour::Health | Neighbour::Insurance | Neighbour::Notices => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_neighbour_takes_its_moods_and_leaves_the_others() {
        let clock: Arc<dyn basis::Clock> = Arc::new(basis::FixedClock::at("2026-11-23T03:00:00Z".parse().unwrap()));
        let all = Simulators {
            register: Arc::new(SimulatedNationalRegister::new(1, Arc::clone(&clock))),
            insurance: Arc::new(SimulatedInsurance::new(1, clock)),
            health: Arc::new(SimulatedHealth::default()),
            notices: Arc::new(SimulatedNotices::default()),
        };
        for neighbour in Neighbour::ALL {
            assert_eq!(Neighbour::from_word(neighbour.word()), Some(neighbour));
            for mood in Mood::ALL {
                let before = all.temperament(neighbour);
                all.set(neighbour, mood);
                let able = neighbour.moods().contains(&mood);
                let expected = if able { mood.temperament() } else { before };
                assert_eq!(all.temperament(neighbour), expected, "{neighbour:?} {mood:?}");
            }
            assert_eq!(all.waiting(neighbour), 0);
        }
    }
}
