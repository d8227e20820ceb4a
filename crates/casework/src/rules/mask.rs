//! What a stranger may see of a name: enough to recognise one's own, too little to learn another's.

/// `Nguyễn Thị An` becomes `N***** T** An`: initials and the given name.
pub(crate) fn name(full: &str) -> String {
    let words: Vec<&str> = full.split_whitespace().collect();
    let last = words.len().saturating_sub(1);
    words
        .iter()
        .enumerate()
        .map(|(place, word)| {
            if place == last {
                (*word).to_owned()
            } else {
                let mut letters = word.chars();
                let first = letters.next().map(String::from).unwrap_or_default();
                first + &"*".repeat(letters.count())
            }
        })
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_initials_and_the_given_name_are_shown() {
        for (full, shown) in [("Nguyễn Thị An", "N***** T** An"), ("Vừ A Dế", "V* A Dế"), ("An", "An"), ("", "")]
        {
            assert_eq!(name(full), shown);
        }
    }
}
