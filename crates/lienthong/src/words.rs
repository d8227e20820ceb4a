//! Gathers the texts of every crate, once, at start.

use crate::exit::Failed;
use web::{Languages, Words};

/// The texts of the whole program.
pub(crate) fn gather() -> Result<Languages, Failed> {
    let sources: Vec<(&str, &str)> = [
        casework::TEXTS,
        desk::TEXTS,
        files::codes::TEXTS,
        identity::TEXTS,
        population::codes::TEXTS,
        portal::TEXTS,
        procedure::codes::TEXTS,
        signin::TEXTS,
        OWN,
    ]
    .concat();
    Words::build(&sources).map_err(|fault| Failed::Broken(fault.chain()))
}

const OWN: &[(&str, &str)] =
    &[("vi", include_str!("../locales/vi/lienthong.ftl")), ("en", include_str!("../locales/en/lienthong.ftl"))];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_of_every_crate_has_words_in_both_languages() {
        let words = gather().unwrap();
        let own = [db::NOT_ALLOWED, web::http::NOT_FOUND];
        for code in casework::codes::ALL.iter().chain(&own) {
            let key = format!("problem-{}", code.0);
            assert!(words.vi.has(&key) && words.en.has(&key), "{key}");
        }
    }
}
