//! Pages for failures: the rules said no (4xx), or something broke (500).

use crate::Page;
use askama::Template;
use basis::{Failure, Kind, Refusal, RequestId};

#[derive(Template)]
#[template(path = "refusal.html")]
struct RefusalPage<'a> {
    page: Page,
    refusal: &'a Refusal,
    /// What can be done about it.
    advice: String,
    /// The page to open anew, where that is what can be done.
    again: Option<String>,
}

/// Addresses that take a form and have no page of their own.
const NO_PAGE: [&str; 2] = ["/sign-out", "/language"];

impl RefusalPage<'_> {
    /// Each reason in words, with its legal ground. "Nothing is here" says no more than the title and is left out.
    fn reasons(&self) -> Vec<(String, Option<&str>)> {
        let worth_saying = self.refusal.problems.iter().filter(|problem| problem.code.0 != "not-found");
        worth_saying
            .map(|problem| (self.page.words.problem(problem), problem.ground.as_ref().map(|ground| ground.0.as_ref())))
            .collect()
    }
}

/// Stands alone: no form, no token, nobody's name, so that it can be drawn whatever is broken.
#[derive(Template)]
#[template(path = "fault.html")]
struct FaultPage {
    page: Page,
    request: String,
}

/// The page for a failure. A refusal keeps the layout; a fault stands alone and shows only the request's number.
#[must_use]
pub fn error_page(page: Page, failure: &Failure, request: RequestId) -> String {
    let drawn = match failure {
        Failure::Refusal(refusal) => {
            let kind = match refusal.kind {
                Kind::Invalid | Kind::Confirm => "invalid",
                Kind::Forbidden => "forbidden",
                Kind::NotFound => "not-found",
                Kind::Conflict => "conflict",
                Kind::TooMany => "too-many",
            };
            // An old form is nobody's lack of permission, whatever the status says.
            let expired = refusal.problems.iter().any(|problem| problem.code.0 == "form-expired");
            let kind = if expired { "expired" } else { kind };
            let again = (expired && !NO_PAGE.contains(&page.path.as_str())).then(|| page.path.clone());
            let title = page.t(&format!("refusal-{kind}-title")).to_owned();
            let advice = page.t(&format!("refusal-{kind}-text")).to_owned();
            RefusalPage { page: Page { title, ..page }, refusal, advice, again }.render()
        }
        Failure::Fault(_) => {
            let title = page.t("fault-title").to_owned();
            FaultPage { page: Page { title, ..page }, request: request.to_string() }.render()
        }
    };
    // A template only fails when a value's own printing does, and ours are strings.
    drawn.unwrap_or_else(|_| request.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Lang, testing};
    use basis::{Badge, Code, Fault, Problem};

    #[test]
    fn a_fault_shows_its_number_and_nothing_of_its_cause_or_of_the_visitor() {
        let page =
            Page {
                badge: Badge::Citizen("Nguyễn Thị Ất".into()), csrf: "token".into(), ..testing::page(Lang::Vi)
            };
        let request = RequestId::fresh();
        let html = error_page(page, &Failure::Fault(Box::new(Fault::new("disk is full"))), request);
        assert!(html.contains(&request.to_string()));
        assert!(!html.contains("disk is full") && !html.contains("Nguyễn") && !html.contains("token"), "{html}");
    }

    #[test]
    fn every_kind_of_refusal_has_a_page_in_both_languages() {
        let kinds = [Kind::Invalid, Kind::Confirm, Kind::Forbidden, Kind::NotFound, Kind::Conflict, Kind::TooMany];
        for lang in Lang::ALL {
            for kind in kinds {
                let problem = Problem::new(Code("form-expired")).by("Luật Hộ tịch 60/2014 Đ13");
                let html = error_page(testing::page(lang), &Refusal::new(kind, problem).into(), RequestId::fresh());
                assert!(html.contains(testing::page(lang).t("refusal-expired-title")), "{html}");
                let problem = Problem::new(Code("not-allowed")).by("Luật Hộ tịch 60/2014 Đ13");
                let html = error_page(testing::page(lang), &Refusal::new(kind, problem).into(), RequestId::fresh());
                assert!(!html.contains("refusal-") && html.contains("Luật Hộ tịch 60/2014 Đ13"), "{html}");
            }
        }
    }
}
