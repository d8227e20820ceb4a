//! The levels of agreement of each kind of field, and what a plain model says of them.

use crate::config::Kind;
use crate::model::Level;

const fn level(m: f64, u: f64) -> Level {
    Level { m, u }
}

/// Names of levels with their weights in a plain model.
pub(crate) type Levels = &'static [(&'static str, Level)];

/// The levels of a kind, from agreement to contradiction; the last is "missing".
pub(crate) fn level_names(kind: &Kind) -> Levels {
    match kind {
        Kind::Name { .. } => NAME,
        Kind::Date => DATE,
        Kind::Number { .. } => NUMBER,
        Kind::Place => PLACE,
        Kind::Category { .. } => CATEGORY,
        Kind::Text => TEXT,
    }
}

const NAME: Levels = &[
    ("same", level(0.90, 1.0)),
    ("plain", level(0.90, 1.0)),
    ("tones", level(0.01, 1.0)),
    ("no_middle", level(0.90, 1.0)),
    ("edit", level(0.06, 1.0)),
    ("part_middle", level(0.02, 0.15)),
    ("middle", level(0.01, 1.0)),
    ("no_middle_edit", level(0.06, 1.0)),
    ("far", level(0.006, 0.2)),
    ("given", level(0.003, 1.0)),
    ("surname", level(0.004, 1.0)),
    ("given_only", level(0.003, 1.0)),
    ("other", level(0.003, 1.0)),
    ("missing", level(1.0, 1.0)),
];
const DATE: Levels = &[
    ("same", level(0.95, 1.0)),
    ("swapped", level(0.03, 1.0)),
    ("year", level(1.0, 1.0)),
    ("digit", level(0.006, 0.001)),
    ("same_year", level(0.006, 0.02)),
    ("other", level(0.004, 1.0)),
    ("missing", level(1.0, 1.0)),
];
const NUMBER: Levels = &[
    ("same", level(0.95, 1e-8)),
    ("near", level(0.03, 1e-4)),
    ("other", level(0.004, 1.0)),
    ("missing", level(1.0, 1.0)),
];
const PLACE: Levels = &[
    ("same", level(0.85, 1.0)),
    ("merged", level(0.03, 0.01)),
    ("district", level(0.02, 0.04)),
    ("other", level(0.11, 1.0)),
    ("missing", level(1.0, 1.0)),
];
const CATEGORY: Levels = &[("same", level(0.99, 1.0)), ("other", level(0.01, 0.5)), ("missing", level(1.0, 1.0))];
const TEXT: Levels = &[
    ("same", level(0.85, 1.0)),
    ("close", level(0.08, 0.01)),
    ("similar", level(0.03, 0.03)),
    ("other", level(0.04, 0.96)),
    ("missing", level(1.0, 1.0)),
];

pub(crate) mod name {
    pub(crate) const SAME: u8 = 0;
    pub(crate) const PLAIN: u8 = 1;
    pub(crate) const TONES: u8 = 2;
    pub(crate) const NO_MIDDLE: u8 = 3;
    pub(crate) const EDIT: u8 = 4;
    pub(crate) const PART_MIDDLE: u8 = 5;
    pub(crate) const MIDDLE: u8 = 6;
    pub(crate) const NO_MIDDLE_EDIT: u8 = 7;
    pub(crate) const FAR: u8 = 8;
    pub(crate) const GIVEN: u8 = 9;
    pub(crate) const SURNAME: u8 = 10;
    pub(crate) const GIVEN_ONLY: u8 = 11;
    pub(crate) const OTHER: u8 = 12;
    pub(crate) const MISSING: u8 = 13;
}
pub(crate) mod date {
    pub(crate) const SAME: u8 = 0;
    pub(crate) const SWAPPED: u8 = 1;
    pub(crate) const YEAR: u8 = 2;
    pub(crate) const DIGIT: u8 = 3;
    pub(crate) const SAME_YEAR: u8 = 4;
    pub(crate) const OTHER: u8 = 5;
    pub(crate) const MISSING: u8 = 6;
}
pub(crate) mod number {
    pub(crate) const SAME: u8 = 0;
    pub(crate) const NEAR: u8 = 1;
    pub(crate) const OTHER: u8 = 2;
    pub(crate) const MISSING: u8 = 3;
}
