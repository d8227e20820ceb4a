//! The ten statuses of a dossier (trạng thái hồ sơ) on the National Portal, and which may follow which.
//!
//! Numbers and names are the exchange's (field TrangThai). The transitions are our design: the exchange states none.

use crate::words::{Lang, pick};
use serde::{Deserialize, Serialize};

/// The status of a dossier or of one leg of it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// 1, mới đăng ký: submitted, nobody has looked at it.
    New = 1,
    /// 2, được tiếp nhận.
    Received = 2,
    /// 3, không được tiếp nhận: final.
    NotReceived = 3,
    /// 4, đang xử lý.
    InProcess = 4,
    /// 5, yêu cầu bổ sung giấy tờ: waits for the citizen.
    SupplementAsked = 5,
    /// 6, yêu cầu thực hiện nghĩa vụ tài chính: waits for a payment.
    PaymentAsked = 6,
    /// 7, công dân yêu cầu rút hồ sơ.
    WithdrawalAsked = 7,
    /// 8, dừng xử lý: refused or withdrawn, final.
    Stopped = 8,
    /// 9, đã xử lý xong.
    Done = 9,
    /// 10, đã trả kết quả: final.
    Returned = 10,
}

impl Status {
    /// All ten, in the exchange's order.
    pub const ALL: [Self; 10] = [
        Self::New,
        Self::Received,
        Self::NotReceived,
        Self::InProcess,
        Self::SupplementAsked,
        Self::PaymentAsked,
        Self::WithdrawalAsked,
        Self::Stopped,
        Self::Done,
        Self::Returned,
    ];

    /// The exchange's number, 1 to 10.
    #[must_use]
    pub const fn code(self) -> i16 {
        self as i16
    }

    /// The status with this number.
    #[must_use]
    pub fn from_code(code: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }

    /// Our own word for it, for message keys and style classes.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Received => "received",
            Self::NotReceived => "not-received",
            Self::InProcess => "in-process",
            Self::SupplementAsked => "supplement-asked",
            Self::PaymentAsked => "payment-asked",
            Self::WithdrawalAsked => "withdrawal-asked",
            Self::Stopped => "stopped",
            Self::Done => "done",
            Self::Returned => "returned",
        }
    }

    /// Its name, in Vietnamese as the National Portal writes it.
    #[must_use]
    pub const fn label(self, lang: Lang) -> &'static str {
        match self {
            Self::New => pick(lang, "Mới đăng ký", "Submitted"),
            Self::Received => pick(lang, "Được tiếp nhận", "Received"),
            Self::NotReceived => pick(lang, "Không được tiếp nhận", "Not accepted"),
            Self::InProcess => pick(lang, "Đang xử lý", "In process"),
            Self::SupplementAsked => pick(lang, "Yêu cầu bổ sung giấy tờ", "More papers asked for"),
            Self::PaymentAsked => pick(lang, "Yêu cầu thực hiện nghĩa vụ tài chính", "Payment asked for"),
            Self::WithdrawalAsked => pick(lang, "Công dân yêu cầu rút hồ sơ", "Withdrawal asked for"),
            Self::Stopped => pick(lang, "Dừng xử lý", "Stopped"),
            Self::Done => pick(lang, "Đã xử lý xong", "Finished"),
            Self::Returned => pick(lang, "Đã trả kết quả", "Result handed over"),
        }
    }

    /// The statuses that may follow.
    #[must_use]
    pub const fn next(self) -> &'static [Self] {
        use Status as S;
        match self {
            S::New => &[S::Received, S::NotReceived, S::SupplementAsked, S::PaymentAsked, S::WithdrawalAsked],
            S::Received => &[S::InProcess, S::SupplementAsked, S::PaymentAsked, S::WithdrawalAsked, S::Stopped],
            // 4 to 4: handed from one officer to another.
            S::InProcess => {
                &[S::InProcess, S::SupplementAsked, S::PaymentAsked, S::WithdrawalAsked, S::Stopped, S::Done]
            }
            S::SupplementAsked => &[S::Received, S::InProcess, S::WithdrawalAsked, S::Stopped],
            S::PaymentAsked => &[S::InProcess, S::WithdrawalAsked, S::Stopped],
            S::WithdrawalAsked => &[S::Stopped, S::InProcess],
            S::Done => &[S::Returned],
            S::NotReceived | S::Stopped | S::Returned => &[],
        }
    }

    /// Whether `then` may follow.
    #[must_use]
    pub fn may_become(self, then: Self) -> bool {
        self.next().contains(&then)
    }

    /// Whether nothing follows any more.
    #[must_use]
    pub fn is_final(self) -> bool {
        self.next().is_empty()
    }

    /// Whether the authority still has work to do or waits for the citizen.
    #[must_use]
    pub fn is_open(self) -> bool {
        !self.is_final() && self != Self::Done
    }

    /// Whether the citizen may still withdraw: only before it is finished.
    #[must_use]
    pub fn may_be_withdrawn(self) -> bool {
        self.may_become(Self::WithdrawalAsked)
    }

    /// Whether the authority's time stands still because the citizen is to do something.
    #[must_use]
    pub const fn waits_for_citizen(self) -> bool {
        matches!(self, Self::SupplementAsked | Self::PaymentAsked)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_follow_each_other_as_the_table_says() {
        let table: [(i16, &[i16]); 10] = [
            (1, &[2, 3, 5, 6, 7]),
            (2, &[4, 5, 6, 7, 8]),
            (3, &[]),
            (4, &[4, 5, 6, 7, 8, 9]),
            (5, &[2, 4, 7, 8]),
            (6, &[4, 7, 8]),
            (7, &[4, 8]),
            (8, &[]),
            (9, &[10]),
            (10, &[]),
        ];
        for (from, to) in table {
            let from = Status::from_code(from).unwrap();
            for then in Status::ALL {
                assert_eq!(from.may_become(then), to.contains(&then.code()), "{from:?} -> {then:?}");
            }
        }
        assert_eq!(Status::from_code(0), None);
        assert_eq!(Status::from_code(11), None);
    }

    #[test]
    fn a_finished_dossier_can_no_longer_be_withdrawn() {
        let withdrawable: Vec<i16> =
            Status::ALL.into_iter().filter(|status| status.may_be_withdrawn()).map(Status::code).collect();
        assert_eq!(withdrawable, [1, 2, 4, 5, 6]);
    }
}
