//! Tables from anybody: CSV and workbooks in, every row verbatim with what is odd about it; result sheets out.
//!
//! A pure engine: no database, no clock, no network; today is an argument. It decides nothing about people. Reading
//! begins with [`Table::open`], which finds the heading and tells the columns; [`Typing`] makes values of a row's cells;
//! [`Results`] writes what came of it. Everything that can grow has a bound in [`Limits`].
//!
//! ```
//! use sheet::{Field, Options, Part, Table, Typing};
//!
//! let file = "DANH SÁCH\nHọ và tên;Ngày sinh;Số CCCD\nNguyễn Thị An Mẫu;15/5/1978;40178001234\n";
//! let table = Table::from_bytes(file.as_bytes().to_vec(), &Options::default())?;
//! assert_eq!(table.mapping().find(Field::PersonalId), Some(2));
//!
//! let typing = Typing::new(table.mapping(), jiff::civil::date(2026, 11, 23));
//! for row in table {
//!     let row = row?;
//!     assert_eq!((row.line, row.part), (3, Part::Data));
//!     assert_eq!(row.cells.get(2), "40178001234");
//!     let (person, problems) = typing.read(&row);
//!     assert_eq!(person.personal_id.unwrap().as_str(), "040178001234");
//!     assert_eq!(person.birth.unwrap().to_string(), "15/05/1978");
//!     assert_eq!(problems[0].trouble, sheet::Trouble::ZeroRestored);
//! }
//! # Ok::<(), sheet::Unreadable>(())
//! ```

mod book;
pub mod columns;
mod csv;
mod encoding;
mod limits;
mod row;
mod table;
mod trouble;
mod typed;
mod unreadable;
mod write;

pub use columns::{Column, Field, How, MapFile, MapProblem, Mapping};
pub use encoding::Encoding;
pub use limits::Limits;
pub use row::{Cells, Kind, Part, Row};
pub use table::{Options, Table};
pub use trouble::{Note, Problem, Trouble, Weight};
pub use typed::{MATCH_COLUMNS, Person, Typing};
pub use unreadable::Unreadable;
pub use write::{Out, Results, Summary, Tone, Unwritten, WriteOptions};
