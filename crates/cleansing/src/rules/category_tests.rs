//! A table of rows and what they are.

use super::*;
use Category::*;

fn facts(number: Number, found: Option<(Agreement, Standing)>) -> Facts {
    let found = found.map(|(agreement, standing)| Found { agreement, standing });
    let holder = match (number, &found) {
        (Number::Valid, Some(_)) => NumberHolder::Found,
        _ => NumberHolder::Nobody,
    };
    Facts { number, can_be_sought: true, found, holder, ..Facts::default() }
}

#[test]
fn each_row_has_the_code_that_must_be_mended_first() {
    use Agreement::{Differs, Normalized, Verbatim};
    use Standing::{Dead, Lives, Moved as Gone, NumberCancelled};
    let lives = |agreement: Agreement| facts(Number::Valid, Some((agreement, Lives)));
    let table: Vec<(&str, Facts, Category, &[Category])> = vec![
        ("all the same", lives(Verbatim), Match, &[]),
        ("accents dropped", lives(Normalized), MatchNormalized, &[]),
        ("another birth date", lives(Differs), Diff, &[]),
        ("nobody, number in order", facts(Number::Valid, None), NotFound, &[]),
        ("nobody, no number", facts(Number::Missing, None), NotFound, &[PidMissing]),
        ("nobody, number broken", facts(Number::Invalid, None), PidInvalid, &[NotFound]),
        ("found by name, no number", facts(Number::Missing, Some((Verbatim, Lives))), PidMissing, &[]),
        ("found by name, no number, differs", facts(Number::Missing, Some((Differs, Lives))), Diff, &[PidMissing]),
        ("found by name, number broken", facts(Number::Invalid, Some((Verbatim, Lives))), PidInvalid, &[]),
        ("two fit", Facts { is_several: true, ..facts(Number::Missing, None) }, Multi, &[PidMissing]),
        ("dead", facts(Number::Valid, Some((Verbatim, Dead))), Deceased, &[]),
        ("dead, and differs", facts(Number::Valid, Some((Differs, Dead))), Deceased, &[Diff]),
        ("moved away, no number", facts(Number::Missing, Some((Normalized, Gone))), Moved, &[PidMissing]),
        ("number cancelled", facts(Number::Valid, Some((Verbatim, NumberCancelled))), CancelledPid, &[]),
        (
            "parent's number on a child",
            Facts { holder: NumberHolder::Another, ..facts(Number::Valid, Some((Differs, Lives))) },
            PidBelongsToOther,
            &[Diff],
        ),
        ("one number on two people", Facts { shares_number: true, ..lives(Verbatim) }, DupPidInFile, &[]),
        (
            "one number on two people, and it is neither's",
            Facts { shares_number: true, holder: NumberHolder::Another, ..facts(Number::Valid, None) },
            DupPidInFile,
            &[PidBelongsToOther, NotFound],
        ),
        ("the second row of a person", Facts { repeats: Repeats::Again, ..lives(Verbatim) }, DupPersonInFile, &[]),
        (
            "the first row of a person",
            Facts { repeats: Repeats::IsRepeated, ..lives(Verbatim) },
            Match,
            &[DupPersonInFile],
        ),
        (
            "a dead person twice",
            Facts { repeats: Repeats::Again, ..facts(Number::Valid, Some((Verbatim, Dead))) },
            Deceased,
            &[DupPersonInFile],
        ),
        ("a name alone", Facts { can_be_sought: false, ..facts(Number::Missing, None) }, Insufficient, &[PidMissing]),
        (
            "a broken number alone",
            Facts { can_be_sought: false, ..facts(Number::Invalid, None) },
            Insufficient,
            &[PidInvalid],
        ),
        (
            "a name and a commune were enough",
            Facts { can_be_sought: false, ..facts(Number::Missing, Some((Normalized, Lives))) },
            PidMissing,
            &[],
        ),
    ];
    let mut seen: Vec<Category> = Vec::new();
    for (what, facts, category, warnings) in table {
        let decision = decide(&facts);
        assert_eq!((decision.category, decision.warnings.as_slice()), (category, warnings), "{what}");
        seen.push(category);
    }
    for category in Category::ALL {
        assert!(seen.contains(&category), "no row for {}", category.code());
    }
}

#[test]
fn every_row_has_exactly_one_code_and_never_an_agreement_for_a_warning() {
    let numbers = [Number::Missing, Number::Invalid, Number::Valid];
    let holders = [NumberHolder::Nobody, NumberHolder::Found, NumberHolder::Another];
    let founds = [None, Some(Agreement::Verbatim), Some(Agreement::Normalized), Some(Agreement::Differs)];
    let repeats = [Repeats::No, Repeats::IsRepeated, Repeats::Again];
    for number in numbers {
        for holder in holders {
            for agreement in founds {
                for repeats in repeats {
                    for bits in 0..8 {
                        let found = agreement.map(|agreement| Found { agreement, standing: Standing::Lives });
                        let (sought, several, shares) = (bits & 1 > 0, bits & 2 > 0, bits & 4 > 0);
                        let facts = Facts {
                            number,
                            can_be_sought: sought,
                            found,
                            is_several: several,
                            holder,
                            shares_number: shares,
                            repeats,
                        };
                        let decision = decide(&facts);
                        assert!(holds(decision.category, &facts), "{facts:?}: {decision:?}");
                        assert!(!decision.warnings.contains(&decision.category));
                        assert!(!decision.warnings.iter().any(|warning| warning.is_agreement()));
                    }
                }
            }
        }
    }
}

#[test]
fn codes_read_back() {
    for category in Category::ALL {
        assert_eq!(Category::from_code(category.code()), Some(category));
    }
    assert_eq!(Category::from_code("OK"), None);
}

#[test]
fn a_second_person_counts_when_nearly_as_probable() {
    for (best, second, several) in
        [(0.5, 0.49, true), (0.98, 0.01, false), (0.7, 0.29, true), (0.2, 0.19, false), (0.0, 0.0, false)]
    {
        assert_eq!(is_several(best, second), several, "{best} {second}");
    }
}
