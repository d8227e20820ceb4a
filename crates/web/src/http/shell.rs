//! What a handler needs of the running program.

use super::Press;
use crate::Words;
use std::{net::IpAddr, sync::Arc};

/// The address the program is reached at.
#[derive(Clone, Debug)]
pub struct Origin {
    /// Scheme, host and port, without a slash at the end: `http://localhost:8080`.
    pub url: String,
    /// Whether it is reached by TLS, ours or a proxy's: cookies are marked secure then.
    pub secure: bool,
}

/// The proxies whose word about the client's address is believed.
#[derive(Clone, Debug, Default)]
pub struct Trusted(pub Vec<IpAddr>);

/// What a handler needs of the running program. Cheap to clone.
#[derive(Clone)]
pub struct Shell {
    /// Pool, clock, powers and keys.
    pub app: Arc<db::App>,
    /// Where the program is reached.
    pub origin: Arc<Origin>,
    /// Proxies whose headers are believed.
    pub trusted: Arc<Trusted>,
    /// Vietnamese texts.
    pub vi: &'static Words,
    /// English texts.
    pub en: &'static Words,
    /// Password hashing, bounded to the cores.
    pub hasher: identity::Hasher,
    /// Settings of sign-in.
    pub sign_in: Arc<identity::Settings>,
    /// Uploaded papers.
    pub files: Arc<files::Store>,
    /// Procedures in every version, and the working calendar.
    pub book: Arc<casework::Book>,
    /// The health registry that hospitals report births to.
    pub health: Arc<dyn links::HealthRegistry>,
    /// Makes papers to be printed.
    pub press: Press,
    /// The simulated neighbours, in the demonstration only.
    pub simulators: Option<links::Simulators>,
    /// Demonstration: shows the outbox and a word of warning on each page.
    pub demo: bool,
}

impl std::fmt::Debug for Shell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shell").field("origin", &self.origin).field("demo", &self.demo).finish_non_exhaustive()
    }
}
