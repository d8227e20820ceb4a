//! How a simulated neighbour behaves. Real ones are late, deaf, forgetful or wrong; ours can be told to be.

use std::time::Duration;

/// The temper of one simulator; may be changed while it runs, from the administrator's page or a test.
///
/// The switches are independent, because real troubles come together: a register may be late *and* answer twice.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Temperament {
    /// Lets the caller wait this long before any answer. Beyond `ANSWER_WITHIN` the caller sees a time-out, although the
    /// question was heard.
    pub delay: Duration,
    /// Answers "later" and has the answer ready this long after, by the program's clock.
    pub late_by: Option<Duration>,
    /// Delivers each answer a second time.
    pub answers_twice: bool,
    /// Delivers waiting answers in the reverse order of the questions.
    pub out_of_order: bool,
    /// Cannot be reached. What was asked is not heard.
    pub down: bool,
    /// Answers with a value that contradicts the question.
    pub wrong: bool,
    /// Answers "later" and never has the answer, until it is asked again in a better temper.
    pub never: bool,
    /// Refuses every question, with the reason code `SIMULATED`.
    pub refuses: bool,
}

impl Temperament {
    /// Answers at once and rightly.
    pub const CALM: Self = Self {
        delay: Duration::ZERO,
        late_by: None,
        answers_twice: false,
        out_of_order: false,
        down: false,
        wrong: false,
        never: false,
        refuses: false,
    };
}

/// The tempers that the demonstration offers, each by one word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mood {
    /// Answers at once and rightly.
    Normal,
    /// Lets the caller wait a few seconds.
    Slow,
    /// Says "later" and has the answer two minutes after.
    Late,
    /// Answers with something that contradicts the question.
    Wrong,
    /// Delivers each answer twice.
    Twice,
    /// Cannot be reached.
    Down,
}

impl Mood {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Normal, Self::Slow, Self::Late, Self::Wrong, Self::Twice, Self::Down];
    const SLOW: Duration = Duration::from_secs(3);
    const LATE: Duration = Duration::from_secs(120);

    /// Its word in a form.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Slow => "slow",
            Self::Late => "late",
            Self::Wrong => "wrong",
            Self::Twice => "twice",
            Self::Down => "down",
        }
    }
    /// The mood with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mood| mood.word() == word)
    }
    /// What it means for a simulator.
    #[must_use]
    pub const fn temperament(self) -> Temperament {
        let calm = Temperament::CALM;
        match self {
            Self::Normal => calm,
            Self::Slow => Temperament { delay: Self::SLOW, ..calm },
            Self::Late => Temperament { late_by: Some(Self::LATE), ..calm },
            Self::Wrong => Temperament { wrong: true, ..calm },
            Self::Twice => Temperament { answers_twice: true, ..calm },
            Self::Down => Temperament { down: true, ..calm },
        }
    }
    /// The mood of a temper, if one word says it.
    #[must_use]
    pub fn of(temperament: Temperament) -> Option<Self> {
        Self::ALL.into_iter().find(|mood| mood.temperament() == temperament)
    }
}
