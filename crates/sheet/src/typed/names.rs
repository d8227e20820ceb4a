//! Names: other names split off, forms of address dropped, children without a name told.

use vietnam::{FullName, text};

use super::words::{is_nothing, repair_text};
use crate::Trouble;

/// What a cell for a name holds.
#[derive(Default)]
pub(super) struct Named {
    pub(super) name: Option<FullName>,
    pub(super) other: Option<String>,
    pub(super) troubles: Vec<Trouble>,
}

/// What stands in front of another name.
const OTHER: [&str; 12] = [
    "tên gọi khác",
    "tên thường gọi",
    "tên khác",
    "còn gọi là",
    "còn gọi",
    "thường gọi",
    "gọi là",
    "bí danh",
    "tức là",
    "tức",
    "hay",
    "tên",
];

/// Reads a cell that should hold a name.
pub(super) fn read(written: &str) -> Named {
    let mut found = Named::default();
    // Bounded before any work; what is longer is no name.
    if written.len() > 1_000 {
        found.troubles.push(Trouble::NameForm);
        return found;
    }
    let (repaired, is_repaired) = repair_text(written);
    if is_repaired {
        found.troubles.push(Trouble::OldEncoding);
    }
    let cleaned = text::clean(&repaired);
    if is_nothing(&cleaned) {
        return found;
    }
    let (name, other) = without_other(&cleaned);
    if other.is_some() {
        found.troubles.push(Trouble::OtherName);
        found.other = other;
    }
    if is_nameless(&name) {
        found.troubles.push(Trouble::Nameless);
        return found;
    }
    let name = match without_address(&name) {
        Some(name) => {
            found.troubles.push(Trouble::FormOfAddress);
            name.to_owned()
        }
        None => name,
    };
    match FullName::parse(name.trim_matches(['*', ',', '.', ';', ':', '-', ' ', '"'])) {
        Ok(name) => found.name = Some(name),
        Err(_) => found.troubles.push(Trouble::NameForm),
    }
    found
}

/// "Nguyễn Văn An (tức Hai)", "Nguyễn Văn An tức Hai", "Nguyễn Văn An - tên khác: Hai".
fn without_other(cleaned: &str) -> (String, Option<String>) {
    if let Some((name, rest)) = cleaned.split_once(['(', '[']) {
        let inside = rest.split([')', ']']).next().unwrap_or_default();
        let after = rest.split_once([')', ']']).map_or("", |(_, after)| after);
        let other = without_words(inside);
        let name = text::clean(&format!("{name} {after}"));
        // "(1957)" and "(hộ 12)" are no names.
        let is_name = other.chars().any(char::is_alphabetic) && !other.chars().any(|c| c.is_ascii_digit());
        return (name, is_name.then_some(other));
    }
    // Looked for only where one of their first words stands: there are millions of names.
    const FIRST: [&str; 6] = ["tức", "tên", "còn", "thường", "gọi", "bí"];
    let lower = cleaned.to_lowercase();
    if !lower.split([' ', ':']).skip(1).any(|word| FIRST.contains(&word)) {
        return (cleaned.to_owned(), None);
    }
    // Lower case may be longer than what it is made of; then places do not fit and nothing is cut.
    if lower.len() == cleaned.len() {
        for word in OTHER.iter().filter(|word| **word != "tên" && **word != "hay") {
            let Some(at) = lower.find(&format!(" {word} ")).or_else(|| lower.find(&format!(" {word}:"))) else {
                continue;
            };
            let other = without_words(&cleaned[at..]);
            return (cleaned[..at].trim_matches([' ', '-', ',']).to_owned(), (!other.is_empty()).then_some(other));
        }
    }
    (cleaned.to_owned(), None)
}

fn without_words(text: &str) -> String {
    let mut rest = text.trim_matches([' ', ':', '-', ',']);
    for word in OTHER {
        let begins = rest.get(..word.len()).is_some_and(|start| start.to_lowercase() == word);
        if begins && rest[word.len()..].starts_with([' ', ':']) {
            rest = rest[word.len()..].trim_matches([' ', ':', '-', ',']);
        }
    }
    rest.to_owned()
}

/// A newborn is listed under the mother's name until it has one.
fn is_nameless(name: &str) -> bool {
    // Folding every name would be dear.
    if !name.starts_with(['c', 'C', 'b', 'B', 't', 'T']) {
        return false;
    }
    let folded = text::fold(name);
    let starts =
        ["con ba ", "con chi ", "con cua ", "con ong ", "con san phu", "be gai con", "be trai con", "tre so sinh"];
    starts.iter().any(|start| folded.starts_with(start)) || matches!(folded.as_str(), "chua dat ten" | "chua co ten")
}

/// The name behind a form of address. Ông is a surname too: only with a surname behind it is it an address.
fn without_address(name: &str) -> Option<&str> {
    const ADDRESS: [&str; 8] = ["ông", "bà", "cụ", "anh", "chị", "cháu", "bé", "em"];
    const SURNAMES: [&str; 24] = [
        "nguyễn", "trần", "lê", "phạm", "hoàng", "huỳnh", "phan", "vũ", "võ", "đặng", "bùi", "đỗ", "hồ", "ngô",
        "dương", "lý", "trương", "đinh", "trịnh", "cao", "đào", "lương", "đoàn", "mai",
    ];
    let (first, rest) = name.split_once([' ', ':', '.'])?;
    let rest = rest.trim_start_matches([' ', ':', '.']);
    let (surname, given) = rest.split_once(' ')?;
    let is_address = ADDRESS.contains(&first.to_lowercase().as_str());
    let is_name = SURNAMES.contains(&surname.to_lowercase().as_str()) && !given.is_empty();
    (is_address && is_name).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_lists_have_them() {
        use Trouble::*;
        let table: [(&str, &str, &str, &[Trouble]); 15] = [
            ("Nguyễn Thị An Mẫu", "Nguyễn Thị An Mẫu", "", &[]),
            ("  NGUYỄN\u{a0}THỊ  AN ", "NGUYỄN THỊ AN", "", &[]),
            ("NguyÔn ThÞ Hoµ", "Nguyễn Thị Hoà", "", &[OldEncoding]),
            ("Nguyễn Văn An (tức Hai)", "Nguyễn Văn An", "Hai", &[OtherName]),
            ("Nguyễn Văn An (1957)", "Nguyễn Văn An", "", &[]),
            ("Nguyễn Văn An tức Hai", "Nguyễn Văn An", "Hai", &[OtherName]),
            ("Nguyễn Văn An - tên gọi khác: Hai", "Nguyễn Văn An", "Hai", &[OtherName]),
            ("Ông Nguyễn Văn An", "Nguyễn Văn An", "", &[FormOfAddress]),
            ("Ông Văn Tuấn", "Ông Văn Tuấn", "", &[]),
            ("Con bà Nguyễn Thị An", "", "", &[Nameless]),
            ("Y Bhim Niê", "Y Bhim Niê", "", &[]),
            ("H' Hen Niê", "H' Hen Niê", "", &[]),
            ("*Trần Văn Bình.", "Trần Văn Bình", "", &[]),
            ("12345", "", "", &[NameForm]),
            ("", "", "", &[]),
        ];
        for (written, name, other, troubles) in table {
            let found = read(written);
            let said = found.name.as_ref().map_or("", FullName::as_str);
            assert_eq!((said, found.other.as_deref().unwrap_or("")), (name, other), "{written}");
            assert_eq!(found.troubles, troubles, "{written}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_cell_is_read(written in "\\PC*") {
            let _ = read(&written);
        }
    }
}
