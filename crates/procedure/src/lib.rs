//! Procedures (thủ tục hành chính) as data: what is asked, of whom, by when, for how much, under which law.
//!
//! A pure engine: YAML files in, checked definitions out; a form's questions, what was posted and what the register
//! knows in, a page or its problems out. It decides nothing about a dossier (that is casework) and reads no register.
//! Start with [`Catalogue`] and [`Procedure`], then [`Form`] and [`Filling`]; [`check`] explains mistakes in the files.
//!
//! ```
//! use procedure::{Answers, Catalogue, Known, Posted};
//!
//! let catalogue = Catalogue::embedded();
//! let today: basis::Date = "2026-11-23".parse()?;
//! let birth = catalogue.in_force("3.000722", today).ok_or("not in force")?;
//! let (draft, known) = (Answers::default(), Known::default());
//! let facts = known.facts(&draft, today);
//! let filling = birth.form.fill(&draft, &facts, today);
//! let page = filling.first_open().ok_or("nothing is asked")?;
//! let parsed = filling.parse(&page.key, &Posted::from_iter([("requester.relation", "mother")]));
//! assert!(parsed.is_fine());
//! assert_eq!(parsed.answers.choice("requester.relation"), Some("mother"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod catalogue;
mod check;
pub mod codes;
mod condition;
mod definition;
mod effect;
mod fact;
mod file;
mod filling;
mod form;
mod judge;
mod known;
mod parse;
mod read;
mod show;
mod status;
mod uses;
mod value;
pub mod view;
mod words;

pub use catalogue::{Catalogue, embedded_tree};
pub use check::{Report, ReportLine, SPARED_PERCENT_WANTED, check, check_tree};
pub use condition::{Condition, ConditionProblem};
pub use definition::{
    CONSENT_WAYS, Channel, Cited, ConsentOf, ConsentRule, FeeRule, Limit, Paper, PaperSource, Procedure, ROLES,
    StepRule, Term,
};
pub use effect::{Effect, Step};
pub use fact::{Fact, Facts, Source, Told, held};
pub use file::{Example, Mistake, Tree, read_tree};
pub use filling::{Filling, PageRef, Progress, Standing};
pub use form::{AskedShare, Choice, Choices, Field, FieldKind, Form, Page, Rule, Section, Validity};
pub use judge::{Findings, confirm_word};
pub use known::{HouseholdFacts, Known, MarriageFacts, NoticeFacts, PersonFacts};
pub use parse::Parsed;
pub use show::{Say, size_text, value_text};
pub use status::Status;
pub use uses::Use;
pub use value::{Answers, FieldKindName, FileRef, Posted, Value};
pub use words::{Lang, Words2};
