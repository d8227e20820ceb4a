//! The papers we can make, each with its text and its sample.

use serde_json::Value;

/// A paper.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Template {
    /// Birth certificate (giấy khai sinh).
    BirthCertificate,
    /// Notice of the result of a residence registration (CT08).
    ResidenceResult,
    /// A child's health-insurance card, with a confirmation (thẻ BHYT trẻ em dưới 6 tuổi).
    InsuranceCard,
    /// Notice that an identity card is issued (thông báo cấp thẻ căn cước).
    IdentityCardNotice,
    /// Receipt and appointment (mẫu 01, TT 03/2025/TT-VPCP).
    Receipt,
    /// Request to supplement (mẫu 02).
    SupplementRequest,
    /// Refusal to take or settle a dossier (mẫu 03).
    Refusal,
    /// Apology and request for more time (mẫu 04).
    Apology,
    /// The police's receipt and appointment (CT04).
    PoliceReceipt,
    /// The police's guidance to supplement (CT05).
    PoliceSupplementRequest,
    /// The police's refusal (CT06).
    PoliceRefusal,
}

impl Template {
    /// Every paper.
    pub const ALL: [Self; 11] = [
        Self::BirthCertificate,
        Self::ResidenceResult,
        Self::InsuranceCard,
        Self::IdentityCardNotice,
        Self::Receipt,
        Self::SupplementRequest,
        Self::Refusal,
        Self::Apology,
        Self::PoliceReceipt,
        Self::PoliceSupplementRequest,
        Self::PoliceRefusal,
    ];

    /// Its code, as a table or a procedure's definition names it; also the name of its files.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::BirthCertificate => "birth-certificate",
            Self::ResidenceResult => "residence-result",
            Self::InsuranceCard => "insurance-card",
            Self::IdentityCardNotice => "identity-card-notice",
            Self::Receipt => "receipt",
            Self::SupplementRequest => "supplement-request",
            Self::Refusal => "refusal",
            Self::Apology => "apology",
            Self::PoliceReceipt => "police-receipt",
            Self::PoliceSupplementRequest => "police-supplement-request",
            Self::PoliceRefusal => "police-refusal",
        }
    }

    /// The paper with this code.
    #[must_use]
    pub fn by_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|template| template.code() == code)
    }

    /// Made-up values that fill it: what a caller must give, and what a preview shows.
    ///
    /// # Panics
    /// Never with the samples this crate is built with; a test reads each.
    #[must_use]
    pub fn sample(self) -> Value {
        serde_json::from_str(self.sample_text()).expect("a test reads every sample")
    }

    pub(crate) const fn text(self) -> &'static str {
        match self {
            Self::BirthCertificate => include_str!("../templates/birth-certificate.typ"),
            Self::ResidenceResult => include_str!("../templates/residence-result.typ"),
            Self::InsuranceCard => include_str!("../templates/insurance-card.typ"),
            Self::IdentityCardNotice => include_str!("../templates/identity-card-notice.typ"),
            Self::Receipt => include_str!("../templates/receipt.typ"),
            Self::SupplementRequest => include_str!("../templates/supplement-request.typ"),
            Self::Refusal => include_str!("../templates/refusal.typ"),
            Self::Apology => include_str!("../templates/apology.typ"),
            Self::PoliceReceipt => include_str!("../templates/police-receipt.typ"),
            Self::PoliceSupplementRequest => include_str!("../templates/police-supplement-request.typ"),
            Self::PoliceRefusal => include_str!("../templates/police-refusal.typ"),
        }
    }

    const fn sample_text(self) -> &'static str {
        match self {
            Self::BirthCertificate => include_str!("../samples/birth-certificate.json"),
            Self::ResidenceResult => include_str!("../samples/residence-result.json"),
            Self::InsuranceCard => include_str!("../samples/insurance-card.json"),
            Self::IdentityCardNotice => include_str!("../samples/identity-card-notice.json"),
            Self::Receipt => include_str!("../samples/receipt.json"),
            Self::SupplementRequest => include_str!("../samples/supplement-request.json"),
            Self::Refusal => include_str!("../samples/refusal.json"),
            Self::Apology => include_str!("../samples/apology.json"),
            Self::PoliceReceipt => include_str!("../samples/police-receipt.json"),
            Self::PoliceSupplementRequest => include_str!("../samples/police-supplement-request.json"),
            Self::PoliceRefusal => include_str!("../samples/police-refusal.json"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_paper_has_a_sample_and_is_found_by_its_code() {
        for template in Template::ALL {
            assert!(template.sample().is_object(), "{}", template.code());
            assert_eq!(Template::by_code(template.code()), Some(template));
        }
        assert_eq!(Template::by_code("../lib"), None);
    }
}
