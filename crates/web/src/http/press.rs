//! The press: a paper's template and its values in, a PDF out. The program gives it to the pages, because it alone links
//! the typesetter; a page knows the name of the template and what it is to say.

use basis::{Failure, Fault, Timestamp};
use serde_json::Value;
use std::{fmt, future::Future, pin::Pin, sync::Arc};

/// A PDF on its way.
pub type Printing = Pin<Box<dyn Future<Output = Result<Vec<u8>, Failure>> + Send>>;

/// Makes papers.
#[derive(Clone)]
pub struct Press(Arc<dyn Fn(String, Value, Timestamp) -> Printing + Send + Sync>);

impl Press {
    /// A press that works as told: the template's name, the values, and the instant the paper is made at.
    pub fn new(make: impl Fn(String, Value, Timestamp) -> Printing + Send + Sync + 'static) -> Self {
        Self(Arc::new(make))
    }
    /// A press that can make nothing: for a program or a test without papers.
    #[must_use]
    pub fn none() -> Self {
        Self::new(|template, _, _| {
            Box::pin(async move { Err(Fault::new(format!("no press to print {template} with")).into()) })
        })
    }
    /// Makes one paper.
    ///
    /// # Errors
    /// A fault when the values do not fit the template.
    pub async fn print(&self, template: &str, values: Value, at: Timestamp) -> Result<Vec<u8>, Failure> {
        (self.0)(template.to_owned(), values, at).await
    }
}

impl fmt::Debug for Press {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Press")
    }
}
