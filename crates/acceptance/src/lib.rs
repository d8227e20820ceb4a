//! The running application in a test: the real binary, a made-up province, and a browser without a screen.
//!
//! A story signs people in, fills in forms by their field names and reads what the pages say, over HTTP alone.

mod birth;
mod browser;
mod site;

pub use birth::{confirmed, file_birth};
pub use browser::{Browser, Form, Page};
pub use site::{Account, Site, binary, free_port};
