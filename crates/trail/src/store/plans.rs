//! The statement that a person waits for on "Ai đã xem dữ liệu của tôi", explained: see `db::explain`.

use super::END;
use basis::{Failure, Fault};
use db::{Hot, OwnerPool, Plan};

const FILL: &str = include_str!("../../sql/fill_for_plans.sql");
/// Made-up looks lie in three months long past, so that the plan does not depend on today.
const FIRST_MONTH: &str = "2020-01-01";
const MONTHS: i32 = 3;

/// Fills a bench's throw-away database with made-up looks.
///
/// # Errors
/// A fault when they cannot be written.
pub async fn fill_for_plans(owner: &OwnerPool, looks: i64) -> Result<(), Failure> {
    let fault = |what: &'static str| move |error| Failure::from(Fault::because(what, error));
    sqlx::query("SELECT trail.prepare_months($1::text::date, $2)")
        .bind(FIRST_MONTH)
        .bind(MONTHS)
        .execute(owner)
        .await
        .map_err(fault("preparing months for made-up looks"))?;
    let begin = format!("{FIRST_MONTH}T00:00:00Z");
    let begin: basis::Timestamp = begin.parse().map_err(|error| Fault::because("reading our own instant", error))?;
    sqlx::query(FILL)
        .bind(looks)
        .bind(db::timestamp_bind(begin))
        .execute(owner)
        .await
        .map_err(fault("writing made-up looks"))?;
    sqlx::query("ANALYZE trail.access").execute(owner).await.map_err(fault("analysing the looks"))?;
    Ok(())
}

/// How PostgreSQL would list who looked at one person.
///
/// # Errors
/// A fault when it cannot be explained.
pub async fn plans(owner: &OwnerPool) -> Result<Vec<Plan>, Failure> {
    let hot = [Hot {
        name: "trail/list_looks",
        text: include_str!("../../sql/list_looks.sql"),
        // Any person does: the plan is the same for one whom nobody looked at.
        values: vec![uuid::Uuid::max().to_string(), END.to_owned(), i64::MAX.to_string(), "50".to_owned()],
    }];
    db::explain(owner, &hot).await
}
