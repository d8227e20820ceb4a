//! The reasons for which the register says no. The words for people are in `locales/{vi,en}/population.ftl`.

use basis::Code;

macro_rules! codes {
    ($($(#[$meta:meta])* $name:ident = $code:literal;)*) => {
        $($(#[$meta])* pub const $name: Code = Code($code);)*
        /// Every code of this crate, for the test that demands a message in both languages.
        pub const PROBLEM_CODES: &[Code] = &[$($name),*];
    };
}

codes! {
    /// No such person, or not to be known of.
    PERSON_UNKNOWN = "person-unknown";
    /// The person is recorded dead, or declared so.
    PERSON_DEAD = "person-dead";
    /// Several people are recorded with this number.
    NUMBER_SEVERAL_HOLDERS = "number-several-holders";

    /// A search needs a name.
    SEARCH_NAME_EMPTY = "search-name-empty";
    /// A search by name needs a birth or a commune too.
    SEARCH_TOO_WIDE = "search-too-wide";

    /// Too many look-ups are waiting.
    LOOKUPS_BUSY = "lookups-busy";

    /// The history already knows a later change.
    HISTORY_LATER_CHANGE = "history-later-change";
    /// Nothing is recorded for that time.
    HISTORY_NOTHING_THERE = "history-nothing-there";
    /// The register already says so.
    HISTORY_NO_DIFFERENCE = "history-no-difference";
    /// A later act built on this one.
    HISTORY_BUILT_UPON = "history-built-upon";
    /// No such act, or one that cannot be taken back.
    ACT_UNKNOWN = "act-unknown";

    /// Born after today.
    BIRTH_IN_FUTURE = "birth-in-future";
    /// A birth is registered with day, month and year.
    BIRTH_NEEDS_DAY = "birth-needs-day";
    /// Neither a parent nor a guardian is named.
    BIRTH_WITHOUT_PARENT = "birth-without-parent";
    /// The same person stands as father and as mother.
    BIRTH_SAME_PARENTS = "birth-same-parents";
    /// The mother was dead on the day of birth.
    BIRTH_MOTHER_DEAD = "birth-mother-dead";
    /// The father died more than 300 days before the birth.
    BIRTH_FATHER_DEAD = "birth-father-dead";
    /// The mother is recorded as a man.
    BIRTH_MOTHER_SEX = "birth-mother-sex";
    /// The mother is recorded as married, and no father is named.
    BIRTH_MOTHER_MARRIED = "birth-mother-married";
    /// The father is recorded as a woman.
    BIRTH_FATHER_SEX = "birth-father-sex";
    /// A parent would have been very young or very old. Args: `age`.
    BIRTH_PARENT_AGE = "birth-parent-age";
    /// A child that may be the same is registered already.
    BIRTH_POSSIBLE_DUPLICATE = "birth-possible-duplicate";
    /// The mother has another child born too near this one.
    BIRTH_TOO_CLOSE = "birth-too-close";

    /// The person already has another confirmed number.
    NUMBER_ALREADY_OTHER = "number-already-other";
    /// Somebody else holds this number.
    NUMBER_HELD_BY_ANOTHER = "number-held-by-another";
    /// The number to be cancelled is not this person's.
    NUMBER_NOT_HELD = "number-not-held";

    /// The date lies after today.
    DATE_IN_FUTURE = "register-date-in-future";
    /// The date lies before the birth.
    DATE_BEFORE_BIRTH = "date-before-birth";
    /// Already permanently resident there.
    RESIDENCE_ALREADY_HERE = "residence-already-here";
    /// Not resident in that way.
    RESIDENCE_NOT_THERE = "residence-not-there";
    /// A temporary residence needs its last day.
    RESIDENCE_NEEDS_TERM = "residence-needs-term";
    /// A temporary residence lasts two years at the most.
    RESIDENCE_TERM_TOO_LONG = "residence-term-too-long";
    /// The last day lies before the first.
    RESIDENCE_TERM_REVERSED = "residence-term-reversed";
    /// No such household, or it has been dissolved.
    HOUSEHOLD_UNKNOWN = "household-unknown";
    /// The household has a head already.
    HOUSEHOLD_HAS_HEAD = "household-has-head";
    /// Another household has this residence file.
    HOUSEHOLD_FILE_TAKEN = "household-file-taken";
    /// The household has no head: the first to enter is its head.
    HOUSEHOLD_NEEDS_HEAD = "household-needs-head";
    /// What somebody would be to the head contradicts the age or sex of one of the two.
    HOUSEHOLD_RELATION_ODD = "household-relation-odd";
    /// Not a member of that household.
    HOUSEHOLD_NOT_MEMBER = "household-not-member";
    /// Nobody leaves, or everybody.
    HOUSEHOLD_SPLIT_WHO = "household-split-who";
    /// The new household needs exactly one head.
    HOUSEHOLD_SPLIT_HEAD = "household-split-head";
    /// The head of the new household must be of age.
    HOUSEHOLD_HEAD_MINOR = "household-head-minor";
    /// The household is left without a head.
    HOUSEHOLD_HEAD_LEAVES = "household-head-leaves";

    /// Nothing to correct was named.
    CORRECTION_EMPTY = "correction-empty";
    /// This field is corrected only on a paper.
    CORRECTION_NEEDS_PAPER = "correction-needs-paper";
    /// Born after the death that is recorded.
    CORRECTION_BIRTH_AFTER_DEATH = "correction-birth-after-death";
    /// The number says another sex or year of birth than the correction.
    CORRECTION_AGAINST_NUMBER = "correction-against-number";

    /// A death is recorded already.
    DEATH_ALREADY = "death-already";

    /// Another load is running.
    LOAD_RUNNING = "load-running";
    /// Too many people to add to a register that already holds some.
    LOAD_TOO_MANY = "load-too-many";
    /// Somebody is loaded with two permanent residences at one time.
    LOAD_OVERLAP = "load-overlap";
    /// A load was killed and somebody has acted on the register since: it is not emptied.
    LOAD_MIXED = "load-mixed";
    /// The register is being filled: nothing else can be entered.
    REGISTER_CLOSED = "register-closed";

    /// A row of a file lacks a value that is needed.
    IMPORT_MISSING = "import-missing";
    /// More characters than a column holds. Args: `max`.
    IMPORT_TOO_LONG = "import-too-long";
    /// A digit in a name.
    IMPORT_NAME_DIGIT = "import-name-digit";
    /// A picture character in a name.
    IMPORT_NAME_EMOJI = "import-name-emoji";
    /// A character in a name that cannot be seen.
    IMPORT_NAME_CONTROL = "import-name-control";
    /// A sign in a name that no name has. Args: `sign`.
    IMPORT_NAME_SIGN = "import-name-sign";
    /// A name without a letter.
    IMPORT_NAME_NO_LETTER = "import-name-no-letter";
    /// Not written as a date.
    IMPORT_DATE_FORM = "import-date-form";
    /// A year of two digits, or one that cannot be.
    IMPORT_DATE_YEAR = "import-date-year";
    /// No such day or month.
    IMPORT_DATE_DAY = "import-date-day";
    /// A day of residence without its day or month.
    IMPORT_DATE_INCOMPLETE = "import-date-incomplete";
    /// A word that is not of the column's list. Args: `value`.
    IMPORT_NOT_LISTED = "import-not-listed";
    /// Neither "Việt Nam" nor codes of two letters.
    IMPORT_NATIONALITY_FORM = "import-nationality-form";
    /// Something other than digits in a number.
    IMPORT_NUMBER_NOT_DIGITS = "import-number-not-digits";
    /// Too few or too many digits. Args: `digits`, `wanted`.
    IMPORT_NUMBER_LENGTH = "import-number-length";
    /// Eleven digits: a spreadsheet has lost the leading zero. Args: `offer`.
    IMPORT_LOST_ZERO = "import-lost-zero";
    /// The number says another sex or year of birth.
    IMPORT_CONTRADICTION = "import-contradiction";
    /// The number stands in an earlier row of the same file.
    IMPORT_NUMBER_TWICE = "import-number-twice";
    /// No such unit on the day of the file.
    IMPORT_UNIT_UNKNOWN = "import-unit-unknown";
    /// An earlier row of the file is the head of this household.
    IMPORT_HEAD_TWICE = "import-head-twice";
    /// The residence file is of a household in another commune.
    IMPORT_FILE_ELSEWHERE = "import-file-elsewhere";
    /// The household of this residence file is written at another place in the same commune.
    IMPORT_ADDRESS_DIFFERS = "import-address-differs";
    /// Somebody with a home and no relation to its head: no residence is recorded.
    IMPORT_RELATION_MISSING = "import-relation-missing";
}

/// The texts of these codes, as pairs of language code and file text.
pub const TEXTS: &[(&str, &str)] =
    &[("vi", include_str!("../locales/vi/population.ftl")), ("en", include_str!("../locales/en/population.ftl"))];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_words_in_both_languages() {
        for (language, words) in
            [("vi", include_str!("../locales/vi/population.ftl")), ("en", include_str!("../locales/en/population.ftl"))]
        {
            for code in PROBLEM_CODES {
                let key = format!("problem-{} = ", code.0);
                assert!(words.lines().any(|line| line.starts_with(&key)), "{language} lacks {}", code.0);
            }
        }
    }
}
