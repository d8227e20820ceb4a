//! Why a form refuses an answer, or asks whether it is meant. Each code has a message in both languages in `locales/`.

use basis::Code;

/// A required answer is missing.
pub const ANSWER_MISSING: Code = Code("answer-missing");
/// A required choice is missing.
pub const CHOICE_MISSING: Code = Code("choice-missing");
/// A required paper is missing.
pub const FILE_MISSING: Code = Code("file-missing");
/// What was kept for a question does not fit it and must be answered again.
pub const ANSWER_UNFIT: Code = Code("answer-unfit");
/// A posted option is none of the list, or no longer open.
pub const CHOICE_UNKNOWN: Code = Code("choice-unknown");

/// A name with more letters than fit. Args: `max`, `given`.
pub const NAME_TOO_LONG: Code = Code("name-too-long");
/// A name with a digit.
pub const NAME_DIGIT: Code = Code("name-digit");
/// A name with a picture character.
pub const NAME_EMOJI: Code = Code("name-emoji");
/// A name with a character that cannot be seen.
pub const NAME_CONTROL: Code = Code("name-control");
/// A name with a sign that no name has. Args: `sign`.
pub const NAME_SIGN: Code = Code("name-sign");
/// A name without a letter.
pub const NAME_NO_LETTER: Code = Code("name-no-letter");

/// A personal number with something other than digits.
pub const PERSONAL_ID_NOT_DIGITS: Code = Code("personal-id-not-digits");
/// A personal number that has not twelve digits. Args: `digits`.
pub const PERSONAL_ID_LENGTH: Code = Code("personal-id-length");
/// A personal number of eleven digits, with the zero in front that was probably lost. Args: `offer`.
pub const PERSONAL_ID_LOST_ZERO: Code = Code("personal-id-lost-zero");

/// A date that lacks its day, month or year.
pub const DATE_INCOMPLETE: Code = Code("date-incomplete");
/// Something other than numbers in a date.
pub const DATE_FORM: Code = Code("date-form");
/// A year without four digits, or not plausible.
pub const DATE_YEAR: Code = Code("date-year");
/// No such month.
pub const DATE_MONTH: Code = Code("date-month");
/// No such day in that month.
pub const DATE_DAY: Code = Code("date-day");
/// A date after today.
pub const DATE_IN_FUTURE: Code = Code("date-in-future");

/// No commune was chosen.
pub const COMMUNE_MISSING: Code = Code("commune-missing");
/// A commune of another province than the chosen one: the list is shown again.
pub const COMMUNE_OF_OTHER_PROVINCE: Code = Code("commune-of-other-province");
/// A unit that is not in force.
pub const UNIT_UNKNOWN: Code = Code("unit-unknown");
/// Text with more characters than fit. Args: `max`, `given`.
pub const TEXT_TOO_LONG: Code = Code("text-too-long");
/// Text with characters that cannot be seen.
pub const TEXT_CONTROL: Code = Code("text-control");
/// Text with a character that no paper can carry. Args: `sign`.
pub const TEXT_UNPRINTABLE: Code = Code("text-unprintable");
/// Not a Vietnamese telephone number.
pub const PHONE_FORM: Code = Code("phone-form");
/// Not an e-mail address.
pub const EMAIL_FORM: Code = Code("email-form");
/// Not the code of a birth notice.
pub const BIRTH_NOTICE_CODE_FORM: Code = Code("birth-notice-code-form");

/// A person who is too old for this procedure. Args: `years`.
pub const TOO_OLD: Code = Code("person-too-old");
/// The same number for two people.
pub const SAME_PERSON_TWICE: Code = Code("same-person-twice");
/// A parent who was born after the child.
pub const PARENT_YOUNGER_THAN_CHILD: Code = Code("parent-younger-than-child");

/// To confirm: the number says another sex. Args: `says`, which is `male` or `female`.
pub const NUMBER_SAYS_OTHER_SEX: Code = Code("number-says-other-sex");
/// To confirm: the number says another year of birth. Args: `says`.
pub const NUMBER_SAYS_OTHER_YEAR: Code = Code("number-says-other-year");
/// To confirm: the birth is filed late. Args: `days`, `limit`.
pub const BIRTH_FILED_LATE: Code = Code("birth-filed-late");
/// To confirm: a parent's age at the birth is unusual. Args: `age`.
pub const PARENT_AGE_UNUSUAL: Code = Code("parent-age-unusual");

/// To confirm: the mother is married, and no father is named.
pub const MARRIED_MOTHER_ALONE: Code = Code("married-mother-alone");

/// The texts of these codes, as pairs of language code and file text, for the program to gather.
pub const TEXTS: &[(&str, &str)] =
    &[("vi", include_str!("../locales/vi/procedure.ftl")), ("en", include_str!("../locales/en/procedure.ftl"))];

/// Every code, for the test that wants a message for each.
pub const ALL: &[Code] = &[
    ANSWER_MISSING,
    CHOICE_MISSING,
    FILE_MISSING,
    ANSWER_UNFIT,
    CHOICE_UNKNOWN,
    NAME_TOO_LONG,
    NAME_DIGIT,
    NAME_EMOJI,
    NAME_CONTROL,
    NAME_SIGN,
    NAME_NO_LETTER,
    PERSONAL_ID_NOT_DIGITS,
    PERSONAL_ID_LENGTH,
    PERSONAL_ID_LOST_ZERO,
    DATE_INCOMPLETE,
    DATE_FORM,
    DATE_YEAR,
    DATE_MONTH,
    DATE_DAY,
    DATE_IN_FUTURE,
    COMMUNE_MISSING,
    COMMUNE_OF_OTHER_PROVINCE,
    UNIT_UNKNOWN,
    TEXT_TOO_LONG,
    TEXT_CONTROL,
    TEXT_UNPRINTABLE,
    PHONE_FORM,
    EMAIL_FORM,
    BIRTH_NOTICE_CODE_FORM,
    TOO_OLD,
    SAME_PERSON_TWICE,
    PARENT_YOUNGER_THAN_CHILD,
    NUMBER_SAYS_OTHER_SEX,
    NUMBER_SAYS_OTHER_YEAR,
    BIRTH_FILED_LATE,
    PARENT_AGE_UNUSUAL,
    MARRIED_MOTHER_ALONE,
];
