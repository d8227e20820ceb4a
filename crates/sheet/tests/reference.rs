//! `docs/reference/sheets.md` names every field and every trouble, and no other.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on panics, and says where")]

use sheet::{Field, Trouble};

/// The first cells in backticks of the table rows under a heading.
fn codes(page: &str, heading: &str) -> Vec<String> {
    let section = page.split("\n## ").find(|section| section.starts_with(heading)).unwrap();
    let rows = section.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.map(|row| row.split('`').next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn the_reference_names_every_field_and_trouble_and_no_other() {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reference/sheets.md")).unwrap();
    let fields: Vec<&str> = Field::ALL.iter().map(|field| field.code()).collect();
    assert_eq!(codes(&page, "Fields"), fields);
    let troubles: Vec<&str> = Trouble::ALL.iter().map(|trouble| trouble.code()).collect();
    assert_eq!(codes(&page, "What is reported"), troubles);
}
