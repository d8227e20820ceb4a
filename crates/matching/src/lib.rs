//! Record linkage: which person of the register is a row of a sector's file about, how sure is that, and why.
//!
//! Pure: cells in, verdicts out; no files, no clock, no network. The same input gives the same verdicts for any number
//! of threads and any order of rows. Columns and keys are data ([`Config`]), weights are data ([`Model`]). Start with
//! [`Builder`], [`Matcher`] and [`Outcome`]; `csv` is the quick way for plain CSV. Not for reading spreadsheets
//! (`sheet`) nor for deciding what a sector is told (the result's categories).
//!
//! ```
//! use matching::{Band, Builder, Config, Matcher, Model};
//!
//! let config = Config::vietnam(); // full_name, dob, pid, old_id, commune, gender
//! let mut builder = Builder::new(&config)?;
//! builder.add("D1", &["Nguyễn Văn An", "12/03/1980", "040080000001", "", "17329", "Nam"]);
//! builder.add("D2", &["Trần Thị Bình", "01/02/1990", "040190000002", "", "17329", "Nữ"]);
//! let index = builder.finish(1);
//!
//! let model = Model::vietnam();
//! let matcher = Matcher::new(&index, &model)?;
//! let rows = [vec!["NGUYEN VAN AN", "1980", "040080000001", "", "", ""]];
//! let outcome = matcher.run(&rows, 2);
//! let verdict = outcome.verdict(0);
//! assert_eq!(verdict.band, Band::Auto);
//! assert_eq!(index.key(verdict.person.unwrap()), b"D1");
//! # Ok::<(), matching::ConfigProblem>(())
//! ```

mod cells;
mod compare;
mod config;
pub mod csv;
mod encode;
mod explain;
mod index;
mod levels;
mod lexicon;
mod matcher;
mod model;
mod names;
pub mod render;
mod resolve;
mod search;
mod stats;
mod table;
mod train;
mod within;

pub use config::{Config, ConfigProblem, Field, Key, Kind};
pub use explain::{Explanation, Step};
pub use index::{Builder, Cells, Index, PersonNo};
pub use matcher::{Candidate, FieldLevel, Lookup, Matcher, Outcome, Pattern, Run, Verdict};
pub use model::{Bands, Level, Model};
pub use resolve::Band;
pub use search::{Counts, Dropped};
pub use within::{Pair, clusters};
