//! What a register's column "Tình trạng" says of a person: lives here, dead, moved away, number cancelled.

use vietnam::text;

/// What the register says of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Standing {
    /// Nothing that would matter here.
    #[default]
    Lives,
    /// Đã chết.
    Dead,
    /// Đã chuyển đi, hoặc không cư trú tại địa phương.
    Moved,
    /// The number was cancelled (số định danh đã huỷ).
    NumberCancelled,
}

/// Words by which a standing is known, folded. Phrases that deny one come first.
const WORDS: &[(&str, Standing)] = &[
    ("chua chet", Standing::Lives),
    ("con song", Standing::Lives),
    ("chua chuyen", Standing::Lives),
    ("da huy", Standing::NumberCancelled),
    ("huy so", Standing::NumberCancelled),
    ("so bi huy", Standing::NumberCancelled),
    ("xac lap lai so", Standing::NumberCancelled),
    ("cancelled", Standing::NumberCancelled),
    ("canceled", Standing::NumberCancelled),
    ("chet", Standing::Dead),
    ("tu vong", Standing::Dead),
    ("tu tran", Standing::Dead),
    ("qua doi", Standing::Dead),
    ("khai tu", Standing::Dead),
    ("da mat", Standing::Dead),
    ("deceased", Standing::Dead),
    ("dead", Standing::Dead),
    ("chuyen di", Standing::Moved),
    ("da chuyen", Standing::Moved),
    ("chuyen khoi", Standing::Moved),
    ("khong cu tru", Standing::Moved),
    ("xoa dang ky", Standing::Moved),
    ("xoa thuong tru", Standing::Moved),
    ("moved", Standing::Moved),
];

impl Standing {
    /// Reads a cell of the column; whatever is not known says nothing.
    pub fn read(cell: &str) -> Self {
        if cell.trim().is_empty() {
            return Self::Lives;
        }
        let folded = text::fold(cell);
        // Whole words only: "chết" is not part of another.
        let padded = format!(" {} ", folded.replace([',', ';', '.', '(', ')', '_', '-'], " "));
        let found = WORDS.iter().find(|(words, _)| padded.contains(&format!(" {words} ")));
        found.map_or(Self::Lives, |(_, standing)| *standing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_column_are_understood() {
        for (cell, standing) in [
            ("", Standing::Lives),
            ("Đang cư trú", Standing::Lives),
            ("Còn sống", Standing::Lives),
            ("chưa chết", Standing::Lives),
            ("Đã chết", Standing::Dead),
            ("CHẾT (2024)", Standing::Dead),
            ("tử vong", Standing::Dead),
            ("deceased", Standing::Dead),
            ("Đã chuyển đi", Standing::Moved),
            ("xoá đăng ký thường trú", Standing::Moved),
            ("Số đã huỷ", Standing::NumberCancelled),
            ("đã hủy, cấp số mới", Standing::NumberCancelled),
        ] {
            assert_eq!(Standing::read(cell), standing, "{cell}");
        }
    }
}
