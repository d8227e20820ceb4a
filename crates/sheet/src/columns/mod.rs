//! Which column is what: told by its heading in Vietnamese or English, by what it holds, or by a map file.

mod content;
mod field;
mod heading;
mod lexicon;
mod map_file;
mod mapping;

pub use field::Field;
pub use map_file::{MapFile, MapProblem};
pub use mapping::{Column, How, Mapping};

pub(crate) use heading::{Heading, find as find_heading, is_numbering};

/// The letters of a column as Excel shows them, counted from 0: A, B, …, Z, AA.
pub fn letters(mut column: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + (column % 26) as u8));
        if column < 26 {
            return letters.iter().rev().collect();
        }
        column = column / 26 - 1;
    }
}

/// The column with these letters.
pub(crate) fn of_letters(letters: &str) -> Option<usize> {
    if letters.is_empty() || letters.len() > 3 || !letters.bytes().all(|letter| letter.is_ascii_uppercase()) {
        return None;
    }
    let number = letters.bytes().fold(0, |number, letter| number * 26 + usize::from(letter - b'A') + 1);
    Some(number - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_count_as_in_excel() {
        for (column, shown) in [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")]
        {
            assert_eq!(letters(column), shown);
            assert_eq!(of_letters(shown), Some(column));
        }
        assert_eq!(of_letters("a1"), None);
    }
}
