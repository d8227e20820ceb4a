//! The words a person is described with: numbers, name, birth, sex.

mod birth_date;
mod full_name;
mod old_id;
mod personal_id;
mod sex;

pub use birth_date::{BirthDate, BirthDateProblem, Precision};
pub use full_name::{FullName, NAME_CHARS_MAX, NameProblem, NameSplit};
pub use old_id::{OldId, OldIdProblem};
pub use personal_id::{Contradiction, PersonalId, PersonalIdProblem, Reading, RegistrationPlace};
pub use sex::Sex;
