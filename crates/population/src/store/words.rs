//! The words that stand in the tables for the closed lists of `person`.

use crate::person::{DocumentKind, IdentifierKind, IdentifierStatus, LifeEndKind, RemovalGround, ResidenceKind};
use basis::Fault;

/// A closed list whose values are words in a table.
pub(crate) trait Word: Copy + PartialEq + 'static {
    const NAME: &'static str;
    const WORDS: &'static [(Self, &'static str)];

    fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(value, _)| *value == self).map_or("", |(_, word)| word)
    }
    fn from_word(word: &str) -> Result<Self, Fault> {
        Self::WORDS
            .iter()
            .find(|(_, known)| *known == word)
            .map(|(value, _)| *value)
            .ok_or_else(|| Fault::new(format!("a row holds no known {}", Self::NAME)))
    }
}

macro_rules! words {
    ($name:ident, $what:literal, $($variant:ident = $word:literal),* $(,)?) => {
        impl Word for $name {
            const NAME: &'static str = $what;
            const WORDS: &'static [(Self, &'static str)] = &[$(($name::$variant, $word)),*];
        }
        impl $name {
            /// The stable word of this value, as tables, forms and translations use it.
            #[must_use]
            pub fn code(self) -> &'static str {
                Word::word(self)
            }
            /// The value with this word.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                <Self as Word>::from_word(code).ok()
            }
            /// Every value.
            pub fn all() -> impl Iterator<Item = Self> {
                <Self as Word>::WORDS.iter().map(|(value, _)| *value)
            }
        }
    };
}

words!(LifeEndKind, "kind of life end", Dead = "dead", DeclaredDead = "declared_dead", Missing = "missing");
words!(IdentifierKind, "kind of number", PersonalId = "personal_id", OldId = "old_id", Passport = "passport",);
words!(
    IdentifierStatus,
    "status of a number",
    Active = "active",
    Cancelled = "cancelled",
    Replaced = "replaced",
    Pending = "pending",
);
words!(
    DocumentKind,
    "kind of paper",
    CitizenCard = "citizen_card",
    ChipCard = "chip_card",
    IdentityCard = "identity_card",
    OldCard = "old_card",
    BirthCertificate = "birth_certificate",
    Passport = "passport",
);
words!(
    ResidenceKind,
    "kind of residence",
    Permanent = "permanent",
    Temporary = "temporary",
    Stay = "stay",
    Current = "current",
    Absence = "absence",
);
words!(
    RemovalGround,
    "ground of removal",
    Death = "death",
    SettledAbroad = "settled_abroad",
    Annulled = "annulled",
    AbsentLong = "absent_long",
    NationalityLost = "nationality_lost",
    LeaseEnded = "lease_ended",
    OwnerChanged = "owner_changed",
    OwnerRefuses = "owner_refuses",
    DwellingGone = "dwelling_gone",
    MovedElsewhere = "moved_elsewhere",
    BecamePermanent = "became_permanent",
);

#[cfg(test)]
mod tests {
    use super::*;

    fn read_back<W: Word + std::fmt::Debug>() {
        for (value, word) in W::WORDS {
            assert_eq!(W::from_word(word).unwrap(), *value);
            assert_eq!(value.word(), *word);
        }
        assert!(W::from_word("nonsense").is_err());
    }

    #[test]
    fn every_word_reads_back() {
        read_back::<LifeEndKind>();
        read_back::<IdentifierKind>();
        read_back::<IdentifierStatus>();
        read_back::<DocumentKind>();
        read_back::<ResidenceKind>();
        read_back::<RemovalGround>();
    }
}
