//! Permission: which role holds which power. Powers are types in their capability; the table is data.

use std::{
    collections::{BTreeMap, BTreeSet},
    marker::PhantomData,
};

/// Something an actor may be allowed to do. Implemented by unit types in a capability's `may` module.
pub trait Power {
    /// The stable code under which roles hold it.
    const CODE: &'static str;
}

/// Makes a capability's powers: a unit type each, and the list `POWERS` for the test against the table of roles.
#[macro_export]
macro_rules! powers {
    ($($(#[$meta:meta])* $name:ident = $code:literal;)*) => {
        $(
            $(#[$meta])*
            #[derive(Debug, Clone, Copy)]
            pub struct $name;
            impl $crate::Power for $name {
                const CODE: &'static str = $code;
            }
        )*
        /// Every power of this crate, for the test that compares the table of roles with them.
        pub const POWERS: &[&str] = &[$($code),*];
    };
}

/// Proof that the actor holds a power. Only [`crate::Tx::allow`] makes one.
#[derive(Debug)]
pub struct Allowed<P>(PhantomData<fn() -> P>);

impl<P> Clone for Allowed<P> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<P> Copy for Allowed<P> {}

impl<P> Allowed<P> {
    pub(crate) const fn proven() -> Self {
        Self(PhantomData)
    }
}

/// Role -> powers, read from `roles.toml`.
#[derive(Debug, Default, Clone)]
pub struct PowerTable {
    powers_of: BTreeMap<String, BTreeSet<String>>,
}

/// Why a power table could not be read.
#[derive(Debug)]
pub struct PowerTableProblem(pub String);

impl std::fmt::Display for PowerTableProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "reading the table of roles: {}", self.0)
    }
}
impl std::error::Error for PowerTableProblem {}

impl PowerTable {
    /// Reads `[role] powers = ["…"]` sections.
    ///
    /// # Errors
    /// When the text is not of that form.
    pub fn parse(text: &str) -> Result<Self, PowerTableProblem> {
        let table: toml::Table = text.parse().map_err(|error: toml::de::Error| PowerTableProblem(error.to_string()))?;
        let mut powers_of = BTreeMap::new();
        for (role, value) in table {
            let list = value
                .get("powers")
                .and_then(toml::Value::as_array)
                .ok_or_else(|| PowerTableProblem(format!("role {role} has no list `powers`")))?;
            let mut powers = BTreeSet::new();
            for power in list {
                let code =
                    power.as_str().ok_or_else(|| PowerTableProblem(format!("a power of role {role} is not text")))?;
                powers.insert(code.to_owned());
            }
            powers_of.insert(role, powers);
        }
        Ok(Self { powers_of })
    }
    /// Whether one of the roles holds the power.
    #[must_use]
    pub fn holds(&self, roles: &[&str], power: &str) -> bool {
        roles.iter().any(|role| self.powers_of.get(*role).is_some_and(|powers| powers.contains(power)))
    }
    /// Every role with its powers, for the page and the golden file that list them.
    pub fn rows(&self) -> impl Iterator<Item = (&str, &BTreeSet<String>)> {
        self.powers_of.iter().map(|(role, powers)| (role.as_str(), powers))
    }
    /// Whether the table names this role.
    #[must_use]
    pub fn knows_role(&self, role: &str) -> bool {
        self.powers_of.contains_key(role)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_holds_what_is_listed_and_nothing_else() {
        let table = PowerTable::parse("[justice]\npowers = [\"register_birth\"]\n[citizen]\npowers = []\n").unwrap();
        assert!(table.holds(&["justice"], "register_birth"));
        assert!(!table.holds(&["justice"], "register_death"));
        assert!(!table.holds(&["citizen"], "register_birth"));
        assert!(!table.holds(&["unheard_of"], "register_birth"));
        assert!(!table.holds(&[], "register_birth"));
    }

    #[test]
    fn a_role_without_powers_is_an_error_not_an_empty_role() {
        assert!(PowerTable::parse("[justice]\n").is_err());
    }
}
