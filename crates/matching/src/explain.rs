//! Why: for a row and a person the bits of each field, from the prior to the posterior. What a reviewer sees is what
//! the verdict was made of, because both come from the same comparison.

use crate::compare::{Comparer, MEMO_OF_QUESTION, Row};
use crate::encode::{Encoder, Own, Words};
use crate::index::PersonNo;
use crate::levels::level_names;
use crate::matcher::{Candidate, Matcher, Outcome, Pattern};

/// The waterfall of one pair.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// Whom the row is compared with.
    pub person: PersonNo,
    /// Before anything is compared: how improbable this person is among all.
    pub prior_bits: f64,
    /// Field by field.
    pub steps: Vec<Step>,
    /// Prior and all steps: the logarithm of the odds against "nobody".
    pub total_bits: f64,
    /// The probability by these odds alone.
    pub alone: f64,
    /// The probability beside the row's other candidates and the other rows; the same as `alone` for a single pair.
    pub probability: f64,
}

/// What one field says.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The field.
    pub field: String,
    /// How it agrees.
    pub level: &'static str,
    /// It is known on both sides and not the same.
    pub differs: bool,
    /// The bits of the level.
    pub level_bits: f64,
    /// The bits that the frequency of the value adds.
    pub frequency_bits: f64,
}

impl Step {
    /// All bits of the field.
    #[must_use]
    pub fn bits(&self) -> f64 {
        self.level_bits + self.frequency_bits
    }
}

impl Matcher<'_> {
    /// Compares a row with one person, whoever that is.
    #[must_use]
    pub fn explain<C: AsRef<[u8]>>(&self, cells: &[C], person: PersonNo, prior_bits: f64) -> Explanation {
        let index = self.index;
        assert_eq!(cells.len(), index.layout.cells, "a row has one cell for each column");
        let cells: Vec<&[u8]> = cells.iter().map(AsRef::as_ref).collect();
        let mut encoder = Encoder::new(&index.layout, Words::Own(&index.lexicon, Own::default()));
        let (mut words, mut bits) = (Vec::new(), Vec::new());
        encoder.encode(&cells, &mut words);
        index.stats.bits(&index.layout, &words, &mut bits);
        let mut steps = Vec::new();
        let row = Row { words: &words, bits: &bits };
        let mut comparer = Comparer::new(&index.layout, &index.lexicon, &self.weights, MEMO_OF_QUESTION);
        let mut pattern = 0;
        let mut sum = 0.0_f32;
        comparer.each(&row, index.record(person.0), &encoder.words, |at, level, frequency, weight| {
            let field = &index.config.fields[at];
            pattern |= u64::from(level) << (4 * at);
            sum += weight + frequency;
            steps.push(Step {
                field: field.name.clone(),
                level: level_names(&field.kind)[level as usize].0,
                differs: false,
                level_bits: f64::from(weight),
                frequency_bits: f64::from(frequency),
            });
        });
        for (step, level) in steps.iter_mut().zip(self.levels(Pattern(pattern))) {
            step.differs = level.differs;
        }
        let total_bits = prior_bits + f64::from(sum);
        let alone = 1.0 / (1.0 + (-total_bits).exp2());
        Explanation { person, prior_bits, steps, total_bits, alone, probability: alone }
    }
}

impl Outcome<'_> {
    /// The waterfalls of a row's candidates, the most probable first. The cells must be those the row was matched with.
    #[must_use]
    pub fn explain<C: AsRef<[u8]>>(&self, row: usize, cells: &[C], limit: usize) -> Vec<Explanation> {
        let prior = self.prior_bits();
        let one = |candidate: &Candidate| {
            let mut explanation = self.matcher().explain(cells, candidate.person, prior);
            explanation.probability = candidate.probability;
            explanation
        };
        self.candidates(row).iter().take(limit).map(one).collect()
    }
}
