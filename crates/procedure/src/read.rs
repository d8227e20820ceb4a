//! From what was posted to a typed answer, one kind of field at a time.

use crate::{
    codes,
    filling::Filling,
    form::{Choices, Field, FieldKind},
    value::{Posted, Value},
};
use basis::{Code, Date, Problem};
use vietnam::{
    Address, BirthDate, BirthDateProblem, Ethnicity, FullName, HouseholdRelation, NameProblem, PersonalId,
    PersonalIdProblem, Religion, Sex, UnitKey, text, units,
};

/// Characters of the line below the commune in an address.
pub(crate) const ADDRESS_DETAIL_CHARS_MAX: u16 = 200;
/// Characters of an e-mail address (RFC 5321 §4.5.3).
pub(crate) const EMAIL_CHARS_MAX: u16 = 254;

/// What came of reading a field.
pub(crate) enum Read {
    /// Nothing was given.
    Empty,
    /// An answer.
    Value(Value),
    /// No answer: the problem, and what was typed, by part.
    Refused(Problem, Vec<(&'static str, String)>),
}

fn refused(code: Code, raw: &str) -> Read {
    Read::Refused(Problem::new(code), vec![("", raw.to_owned())])
}

/// Reads what was posted for one field. Papers come by another way: they are added as they arrive.
pub(crate) fn read(field: &Field, posted: &Posted, filling: &Filling<'_>) -> Read {
    let plain = posted.get(&field.key).unwrap_or_default();
    let part = |name: &str| posted.get(&format!("{}-{name}", field.key)).unwrap_or_default().trim();
    match &field.kind {
        FieldKind::BirthDate => read_date(part("day"), part("month"), part("year"), true),
        FieldKind::Date => read_date(part("day"), part("month"), part("year"), false),
        FieldKind::Unit => read_unit(part("province"), part("commune"), filling.today),
        FieldKind::Address => read_address(part("province"), part("commune"), part("detail"), filling.today),
        FieldKind::File => Read::Empty,
        _ if plain.trim().is_empty() => Read::Empty,
        FieldKind::Name => read_name(plain),
        FieldKind::PersonalId => read_personal_id(plain),
        FieldKind::Choice(choices) => read_choice(choices, plain.trim(), filling),
        FieldKind::Text(chars_max) => read_text(plain, *chars_max),
        FieldKind::YesNo => match plain.trim() {
            "yes" => Read::Value(Value::YesNo(true)),
            "no" => Read::Value(Value::YesNo(false)),
            other => refused(codes::CHOICE_UNKNOWN, other),
        },
        FieldKind::Phone => read_phone(plain),
        FieldKind::Email => read_email(plain),
    }
}

fn read_name(plain: &str) -> Read {
    let problem = match FullName::parse(plain) {
        Ok(name) => return Read::Value(Value::Name(name)),
        Err(NameProblem::Empty) => return Read::Empty,
        Err(NameProblem::TooLong(given)) => Problem::new(codes::NAME_TOO_LONG)
            .with("max", vietnam::NAME_CHARS_MAX.to_string())
            .with("given", given.to_string()),
        Err(NameProblem::Digit) => Problem::new(codes::NAME_DIGIT),
        Err(NameProblem::Emoji) => Problem::new(codes::NAME_EMOJI),
        Err(NameProblem::Control) => Problem::new(codes::NAME_CONTROL),
        Err(NameProblem::Sign(sign)) => Problem::new(codes::NAME_SIGN).with("sign", sign),
        Err(NameProblem::NoLetter) => Problem::new(codes::NAME_NO_LETTER),
    };
    Read::Refused(problem, vec![("", plain.to_owned())])
}

fn read_personal_id(plain: &str) -> Read {
    let problem = match PersonalId::parse(plain) {
        Ok(number) => return Read::Value(Value::PersonalId(number)),
        Err(PersonalIdProblem::NotDigits) => Problem::new(codes::PERSONAL_ID_NOT_DIGITS),
        Err(PersonalIdProblem::Length { offer: Some(offer), .. }) => {
            Problem::new(codes::PERSONAL_ID_LOST_ZERO).with("offer", offer)
        }
        Err(PersonalIdProblem::Length { digits, offer: None }) => {
            Problem::new(codes::PERSONAL_ID_LENGTH).with("digits", digits.to_string())
        }
    };
    Read::Refused(problem, vec![("", plain.to_owned())])
}

fn read_choice(choices: &Choices, code: &str, filling: &Filling<'_>) -> Read {
    let open = match choices {
        Choices::Own(options) => options.iter().any(|option| option.value == code && filling.holds(&option.when)),
        Choices::Sex => Sex::from_code(code).is_ok(),
        Choices::Ethnicity => Ethnicity::from_code(code).is_ok(),
        Choices::Religion => Religion::from_code(code).is_ok(),
        Choices::HouseholdRelation => HouseholdRelation::from_code(code).is_ok(),
    };
    if open { Read::Value(Value::Choice(code.to_owned())) } else { refused(codes::CHOICE_UNKNOWN, code) }
}

fn read_text(plain: &str, chars_max: u16) -> Read {
    // Counted before any work, so that a text of megabytes costs a count and no copy.
    let given = plain.chars().count();
    if given > usize::from(chars_max) {
        let problem =
            Problem::new(codes::TEXT_TOO_LONG).with("max", chars_max.to_string()).with("given", given.to_string());
        return Read::Refused(problem, vec![("", plain.to_owned())]);
    }
    if plain.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return refused(codes::TEXT_CONTROL, plain);
    }
    let lines: Vec<String> = plain.lines().map(text::clean).collect();
    let cleaned = lines.join("\n").trim().to_owned();
    if cleaned.is_empty() { Read::Empty } else { Read::Value(Value::Text(cleaned)) }
}

fn read_date(day: &str, month: &str, year: &str, partial: bool) -> Read {
    if day.is_empty() && month.is_empty() && year.is_empty() {
        return Read::Empty;
    }
    match date_of(day, month, year, partial) {
        Ok(value) => Read::Value(value),
        Err(code) => Read::Refused(
            Problem::new(code),
            vec![("day", day.to_owned()), ("month", month.to_owned()), ("year", year.to_owned())],
        ),
    }
}

fn date_of(day: &str, month: &str, year: &str, partial: bool) -> Result<Value, Code> {
    fn small(text: &str) -> Result<Option<u8>, Code> {
        match text {
            "" => Ok(None),
            text if text.len() <= 2 => text.parse().map(Some).map_err(|_| codes::DATE_FORM),
            _ => Err(codes::DATE_FORM),
        }
    }
    let (day, month) = (small(day)?, small(month)?);
    if year.is_empty() {
        return Err(codes::DATE_INCOMPLETE);
    }
    if !year.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(codes::DATE_FORM);
    }
    if year.len() != 4 {
        return Err(codes::DATE_YEAR);
    }
    let year: i16 = year.parse().map_err(|_| codes::DATE_YEAR)?;
    if (!partial && (day.is_none() || month.is_none())) || (day.is_some() && month.is_none()) {
        return Err(codes::DATE_INCOMPLETE);
    }
    let birth = BirthDate::from_parts(day, month, year).map_err(|problem| match problem {
        BirthDateProblem::Year => codes::DATE_YEAR,
        BirthDateProblem::Month => codes::DATE_MONTH,
        BirthDateProblem::Day => codes::DATE_DAY,
        BirthDateProblem::Empty | BirthDateProblem::Form => codes::DATE_FORM,
    })?;
    if partial {
        return Ok(Value::BirthDate(birth));
    }
    birth.day().map(Value::Date).ok_or(codes::DATE_INCOMPLETE)
}

/// A province by its two digits, or by its whole word.
fn province_code(word: &str) -> &str {
    word.split('@').next().unwrap_or(word)
}

fn unit_of(province: &str, commune: &str, today: Date) -> Result<UnitKey, Code> {
    if commune.is_empty() {
        return Err(codes::COMMUNE_MISSING);
    }
    let key = UnitKey::from_word(commune).filter(|key| key.code.len() == 5).ok_or(codes::UNIT_UNKNOWN)?;
    let unit = units().by_key(&key).filter(|unit| unit.is_valid_on(today)).ok_or(codes::UNIT_UNKNOWN)?;
    let above = units().province_of(&key).map(|province| province.code);
    // Without script the list shows the communes of the province before: choosing another one asks again.
    if !province.is_empty() && above != Some(province_code(province)) {
        return Err(codes::COMMUNE_OF_OTHER_PROVINCE);
    }
    Ok(unit.key())
}

fn read_unit(province: &str, commune: &str, today: Date) -> Read {
    if province.is_empty() && commune.is_empty() {
        return Read::Empty;
    }
    match unit_of(province, commune, today) {
        Ok(unit) => Read::Value(Value::Unit(unit)),
        Err(code) => {
            Read::Refused(Problem::new(code), vec![("province", province.to_owned()), ("commune", commune.to_owned())])
        }
    }
}

fn read_address(province: &str, commune: &str, detail: &str, today: Date) -> Read {
    if commune.is_empty() && detail.is_empty() && province.is_empty() {
        return Read::Empty;
    }
    let raw =
        || vec![("province", province.to_owned()), ("commune", commune.to_owned()), ("detail", detail.to_owned())];
    let unit = match unit_of(province, commune, today) {
        Ok(unit) => unit,
        Err(code) => return Read::Refused(Problem::new(code), raw()),
    };
    match read_text(detail, ADDRESS_DETAIL_CHARS_MAX) {
        Read::Refused(problem, _) => Read::Refused(problem, raw()),
        Read::Value(Value::Text(detail)) => Read::Value(Value::Address(Address::new(unit, detail))),
        Read::Empty | Read::Value(_) => Read::Value(Value::Address(Address::new(unit, String::new()))),
    }
}

fn read_phone(plain: &str) -> Read {
    let kept: String =
        plain.chars().filter(|c| !matches!(c, ' ' | '.' | '-' | '(' | ')' | '\u{a0}')).take(20).collect();
    let national = kept.strip_prefix("+84").or_else(|| kept.strip_prefix("0084")).map(|rest| format!("0{rest}"));
    let number = national.unwrap_or(kept);
    let digits = number.bytes().all(|byte| byte.is_ascii_digit());
    // Mobile numbers have ten digits, fixed lines eleven with their area code.
    if digits && number.starts_with('0') && matches!(number.len(), 10 | 11) {
        Read::Value(Value::Phone(number))
    } else {
        refused(codes::PHONE_FORM, plain)
    }
}

fn read_email(plain: &str) -> Read {
    let address = plain.trim();
    let fits = address.len() <= usize::from(EMAIL_CHARS_MAX)
        && !address.chars().any(|c| c.is_whitespace() || c.is_control())
        && address.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty()
                && !host.contains('@')
                && host.contains('.')
                && !host.starts_with('.')
                && !host.ends_with('.')
        });
    if fits { Read::Value(Value::Email(address.to_owned())) } else { refused(codes::EMAIL_FORM, plain) }
}

/// Whether a text is the code of a birth notice: five digits, GCS, the facility's five digits, the year's two.
pub(crate) fn is_birth_notice_code(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    let digits = |part: &str, length: usize| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
    matches!(parts[..], [number, mark, facility, year]
        if digits(number, 5) && mark.eq_ignore_ascii_case("GCS") && digits(facility, 5) && digits(year, 2))
}
