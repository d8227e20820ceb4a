//! The words every crate shares: ids, time, money, actors, and the two kinds of failure.
//!
//! A closed list. It knows no SQL, no HTTP and nothing about Viet Nam; for names, numbers and
//! addresses go to `vietnam`. Add a thing here only when two capabilities need it and neither owns it.

mod actor;
mod clock;
mod failure;
mod id;
mod money;
mod page;

pub use actor::{Actor, AgencyCode, Badge, Purpose, RequestId, SystemTask, UnitCode};
pub use clock::{Clock, FixedClock, SystemClock, VIETNAM_ZONE_NAME, local, today_at};
pub use failure::{Args, Citation, Code, Failure, Fault, FieldPath, Kind, Problem, Refusal, field};
pub use id::*;
pub use money::Money;
pub use page::{Cursor, Paged};

pub use jiff::Timestamp;
pub use jiff::civil::Date;
