//! What others may ask of the register. Every function takes `&mut Tx`: load, decide by a rule, save.
//!
//! Whoever calls begins and finishes the transaction, so that one may span capabilities. `read` looks, `birth`,
//! `residence` and `civil` act. For many look-ups by number a second, go to `lane`; for filling a register, to `bulk`.

mod birth;
mod civil;
mod read;
mod residence;

pub use birth::{assign_number, possible_duplicates, register_birth, replace_number};
pub use civil::{correct_person, record_death, record_document, undo};
pub use read::{
    facts_for_prefill, family_of, find_all_by_number, find_by_number, find_matching, get_household, get_people,
    get_person, household_of, list_acts, names_of, person_as_of, search_by_name,
};
pub use residence::{register_residence, remove_residence, split_household};
