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
