//! The Vietnamese lunar calendar (âm lịch): new moons and solar terms as seen at UTC+7.
//!
//! A month begins on the day of the new moon; the eleventh month holds the winter solstice; when thirteen months lie
//! between two eleventh months, the first without a major solar term is the leap month. The positions of sun and moon
//! follow the short series of Meeus, *Astronomical Algorithms*, as Hồ Ngọc Đức's public description uses them; good to
//! a few minutes, which decides the day for 1900 to 2100 and is tested against the published dates of 2022 to 2033.

use std::f64::consts::PI;

use jiff::civil::Date;

/// Hours ahead of Greenwich by which Vietnamese days are counted.
const ZONE_HOURS: f64 = 7.0;

/// Days between new moons, on average.
const SYNODIC_DAYS: f64 = 29.530_588_853;

/// Julian day of the new moon of 1900-01-01, from which moons are numbered.
const FIRST_MOON: f64 = 2_415_021.076_998_695;

/// Julian day number of 1970-01-01.
const UNIX_JULIAN: i64 = 2_440_588;

/// Years the series is good for.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2199;

/// Tết Nguyên Đán: the first day of the first lunar month in a solar year. None outside 1900 to 2199.
pub fn new_year(year: i16) -> Option<Date> {
    to_solar(1, 1, year, false)
}

/// The solar day of a lunar one. `year` is the solar year in which the lunar year begins. None when there is no such
/// day: a leap month that year does not have, a thirtieth day in a short month, or a year out of reach.
pub fn to_solar(day: u8, month: u8, year: i16, leap: bool) -> Option<Date> {
    if !YEARS.contains(&year) || !(1..=12).contains(&month) || !(1..=30).contains(&day) {
        return None;
    }
    // Months 11 and 12 belong to the span that starts with this year's own eleventh month.
    let (start, end) = if month >= 11 { (year, year + 1) } else { (year - 1, year) };
    let first = eleventh_month(start);
    let last = eleventh_month(end);
    let moon = moon_number(first);
    let mut offset = i64::from(if month >= 11 { month - 11 } else { month + 1 });
    if last - first > 365 {
        let leap_at = leap_offset(first);
        // The leap month bears the number of the one before it; the eleventh is the first of the span.
        let named = (leap_at + 9) % 12 + 1;
        if leap && named != i64::from(month) {
            return None;
        }
        if leap || offset >= leap_at {
            offset += 1;
        }
    } else if leap {
        return None;
    }
    let begins = new_moon_day(moon + offset);
    let next = new_moon_day(moon + offset + 1);
    let at = begins + i64::from(day) - 1;
    if at < next { date_of(at) } else { None }
}

/// Number of the new moon that begins on this Julian day.
fn moon_number(julian: i64) -> i64 {
    ((julian as f64 - FIRST_MOON) / SYNODIC_DAYS + 0.5).floor() as i64
}

/// Julian day, by the Vietnamese clock, of the new moon with this number.
fn new_moon_day(number: i64) -> i64 {
    (new_moon(number as f64) + 0.5 + ZONE_HOURS / 24.0).floor() as i64
}

/// Instant of a new moon as a Julian day: the mean moon, corrected for the anomalies of sun and moon and the moon's
/// distance from its node.
fn new_moon(k: f64) -> f64 {
    let t = k / 1236.85;
    let (t2, t3) = (t * t, t * t * t);
    let degrees = PI / 180.0;
    let mean = 2_415_020.759_33 + 29.530_588_68 * k + 0.000_117_8 * t2 - 0.000_000_155 * t3
        + 0.000_33 * ((166.56 + 132.87 * t - 0.009_173 * t2) * degrees).sin();
    let sun = (359.2242 + 29.105_356_08 * k - 0.000_033_3 * t2 - 0.000_003_47 * t3) * degrees;
    let moon = (306.0253 + 385.816_918_06 * k + 0.010_730_6 * t2 + 0.000_012_36 * t3) * degrees;
    let node = (21.2964 + 390.670_506_46 * k - 0.001_652_8 * t2 - 0.000_002_39 * t3) * degrees;
    let correction = (0.1734 - 0.000_393 * t) * sun.sin() + 0.0021 * (2.0 * sun).sin() - 0.4068 * moon.sin()
        + 0.0161 * (2.0 * moon).sin()
        - 0.0004 * (3.0 * moon).sin()
        + 0.0104 * (2.0 * node).sin()
        - 0.0051 * (sun + moon).sin()
        - 0.0074 * (sun - moon).sin()
        + 0.0004 * (2.0 * node + sun).sin()
        - 0.0004 * (2.0 * node - sun).sin()
        - 0.0006 * (2.0 * node + moon).sin()
        + 0.0010 * (2.0 * node - moon).sin()
        + 0.0005 * (2.0 * moon + sun).sin();
    // From ephemeris time to clock time.
    let slowing = if t < -11.0 {
        0.001 + 0.000_839 * t + 0.000_226_1 * t2 - 0.000_008_45 * t3 - 0.000_000_081 * t * t3
    } else {
        -0.000_278 + 0.000_265 * t + 0.000_262 * t2
    };
    mean + correction - slowing
}

/// In which twelfth of its yearly way the sun stands at the start of a Vietnamese day; 0 from the spring equinox.
fn sun_twelfth(julian: i64) -> i64 {
    let t = (julian as f64 - 0.5 - ZONE_HOURS / 24.0 - 2_451_545.0) / 36_525.0;
    let t2 = t * t;
    let degrees = PI / 180.0;
    let anomaly = (357.529_10 + 35_999.050_30 * t - 0.000_155_9 * t2 - 0.000_000_48 * t * t2) * degrees;
    let mean = 280.466_45 + 36_000.769_83 * t + 0.000_303_2 * t2;
    let centre = (1.914_600 - 0.004_817 * t - 0.000_014 * t2) * anomaly.sin()
        + (0.019_993 - 0.000_101 * t) * (2.0 * anomaly).sin()
        + 0.000_290 * (3.0 * anomaly).sin();
    ((mean + centre).rem_euclid(360.0) / 30.0).floor() as i64
}

/// Julian day on which the eleventh month begins: the last new moon on or before the winter solstice.
fn eleventh_month(year: i16) -> i64 {
    let year_end = julian_of(year, 12, 31);
    let number = ((year_end - 2_415_021) as f64 / SYNODIC_DAYS).floor() as i64;
    let begins = new_moon_day(number);
    if sun_twelfth(begins) >= 9 { new_moon_day(number - 1) } else { begins }
}

/// How many months after the eleventh the leap month comes: the first in which the sun enters no new twelfth.
fn leap_offset(eleventh: i64) -> i64 {
    let moon = moon_number(eleventh);
    let mut last = sun_twelfth(new_moon_day(moon + 1));
    for offset in 2..14 {
        let here = sun_twelfth(new_moon_day(moon + offset));
        if here == last {
            return offset - 1;
        }
        last = here;
    }
    13
}

fn julian_of(year: i16, month: i8, day: i8) -> i64 {
    let epoch = jiff::civil::date(1970, 1, 1);
    let days = epoch.until(jiff::civil::date(year, month, day)).map(|span| span.get_days()).unwrap_or_default();
    UNIX_JULIAN + i64::from(days)
}

fn date_of(julian: i64) -> Option<Date> {
    let days = jiff::Span::new().try_days(julian - UNIX_JULIAN).ok()?;
    jiff::civil::date(1970, 1, 1).checked_add(days).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn tet_and_the_kings_day_fall_where_the_calendars_say() {
        let table = [
            ("2022-02-01", "2022-04-10"),
            ("2023-01-22", "2023-04-29"),
            ("2024-02-10", "2024-04-18"),
            ("2025-01-29", "2025-04-07"),
            ("2026-02-17", "2026-04-26"),
            ("2027-02-06", "2027-04-16"),
            ("2028-01-26", "2028-04-04"),
            ("2029-02-13", "2029-04-23"),
            ("2030-02-02", "2030-04-12"),
            ("2031-01-23", "2031-04-01"),
            ("2032-02-11", "2032-04-19"),
            ("2033-01-31", "2033-04-09"),
        ];
        for (tet, kings) in table {
            let tet: Date = tet.parse().unwrap();
            assert_eq!(new_year(tet.year()), Some(tet));
            assert_eq!(to_solar(10, 3, tet.year(), false).map(|day| day.to_string()).as_deref(), Some(kings));
        }
    }

    #[test]
    fn known_hard_years() {
        // Differs from the Chinese calendar because the new moon falls between the two midnights.
        assert_eq!(new_year(1985), Some(date(1985, 1, 21)));
        assert_eq!(new_year(2007), Some(date(2007, 2, 17)));
        assert_eq!(new_year(2000), Some(date(2000, 2, 5)));
        // Leap months: the fourth of 2020, the second of 2023, the sixth of 2025.
        assert_eq!(to_solar(1, 4, 2020, true), Some(date(2020, 5, 23)));
        assert_eq!(to_solar(1, 2, 2023, true), Some(date(2023, 3, 22)));
        assert_eq!(to_solar(1, 6, 2025, true), Some(date(2025, 7, 25)));
        assert_eq!(to_solar(15, 8, 2025, false), Some(date(2025, 10, 6)));
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        assert_eq!(to_solar(1, 5, 2025, true), None, "no fifth leap month");
        assert_eq!(to_solar(1, 1, 2026, true), None, "no leap month that year");
        assert_eq!(to_solar(31, 1, 2026, false), None);
        assert_eq!(to_solar(1, 13, 2026, false), None);
        assert_eq!(new_year(1000), None);
        let thirtieths = (1..=12).filter(|&month| to_solar(30, month, 2026, false).is_some()).count();
        assert!((5..=8).contains(&thirtieths));
    }

    #[test]
    fn years_follow_one_another_without_gaps() {
        for year in 1900..2199 {
            let tet = new_year(year).unwrap();
            assert!((date(year, 1, 20)..=date(year, 2, 21)).contains(&tet), "{tet}");
            for month in 1..=12 {
                assert!(to_solar(1, month, year, false).unwrap() < to_solar(29, month, year, false).unwrap());
            }
        }
    }
}
