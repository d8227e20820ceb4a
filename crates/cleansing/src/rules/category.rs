//! The fourteen categories of a row (kết quả đối sánh), and which of them comes first when several hold.
//!
//! The order follows what must be mended first: can the row be looked for at all; is its number somebody else's; what
//! does the register say of the person; is the row or its number to be mended; who is it; what differs. The labels are
//! those spoken in reports; no public copy of an official code list was found, so the codes are the project's own.

use super::Standing;

macro_rules! categories {
    ($($(#[doc = $doc:literal])+ $name:ident, $code:literal, $vi:literal, $en:literal, $advice:literal;)+) => {
        /// What a sector is told about a row. The order of the variants is their precedence.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Category {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Category {
            /// All fourteen, in the order of precedence.
            pub const ALL: [Self; 14] = [$(Self::$name),+];

            /// The stable code, as the column `ket_qua` has it.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// In Vietnamese.
            pub fn vi(self) -> &'static str {
                match self { $(Self::$name => $vi),+ }
            }

            /// In English.
            pub fn en(self) -> &'static str {
                match self { $(Self::$name => $en),+ }
            }

            /// What to do about it, in Vietnamese.
            pub fn advice_vi(self) -> &'static str {
                match self { $(Self::$name => $advice),+ }
            }
        }
    };
}

categories! {
    /// Thiếu trường tối thiểu.
    Insufficient, "INSUFFICIENT", "thiếu thông tin tối thiểu", "too little to look for anybody",
        "bổ sung số định danh, số CMND, hoặc họ tên cùng ngày sinh";
    /// Trùng số định danh giữa hai người trong tệp.
    DupPidInFile, "DUP_PID_IN_FILE", "trùng số định danh giữa 2 người trong tệp", "one number on rows of two people",
        "kiểm tra giấy tờ để biết số là của ai";
    /// Số đúng cấu trúc nhưng của người khác.
    PidBelongsToOther, "PID_BELONGS_TO_OTHER", "số định danh là của người khác", "the number is another person's",
        "sửa số định danh bên ngành";
    /// Đã chết.
    Deceased, "DECEASED", "đã chết", "the register says the person is dead",
        "đối chiếu giấy chứng tử, dừng việc chi trả nếu có";
    /// Số đã huỷ, có số mới.
    CancelledPid, "CANCELLED_PID", "số định danh đã huỷ", "the number was cancelled",
        "thay bằng số định danh mới";
    /// Đã chuyển đi, không cư trú tại địa phương.
    Moved, "MOVED", "đã chuyển đi", "the person moved away",
        "chuyển hồ sơ tới nơi cư trú mới";
    /// Một người nhiều dòng.
    DupPersonInFile, "DUP_PERSON_IN_FILE", "một người có nhiều dòng", "another row is about the same person",
        "giữ một dòng, xoá dòng lặp";
    /// Số sai cấu trúc.
    PidInvalid, "PID_INVALID", "số định danh sai cấu trúc", "the number is none",
        "sửa số định danh bên ngành";
    /// Nhiều hơn một công dân phù hợp.
    Multi, "MULTI", "nhiều hơn 1 công dân phù hợp", "several people fit",
        "bổ sung thông tin để chọn đúng người";
    /// Không tìm thấy.
    NotFound, "NOT_FOUND", "không tìm thấy", "nobody was found",
        "xác minh tại chỗ";
    /// Tìm thấy, sai lệch thông tin.
    Diff, "DIFF", "tìm thấy, sai lệch thông tin", "found, and something differs",
        "sửa bên ngành, hoặc đề nghị sửa bên dân cư kèm giấy tờ hộ tịch";
    /// Chưa có số định danh.
    PidMissing, "PID_MISSING", "chưa có số định danh", "the row has no number",
        "bổ sung số định danh theo người tìm thấy";
    /// Trùng khớp sau chuẩn hoá.
    MatchNormalized, "MATCH_NORMALIZED", "trùng khớp sau chuẩn hoá", "the same once spelling is evened out",
        "có thể chép lại cách viết chuẩn";
    /// Trùng khớp hoàn toàn.
    Match, "MATCH", "trùng khớp hoàn toàn", "the same",
        "không phải làm gì";
}

impl Category {
    /// The category with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.code() == code)
    }

    /// The two that say that all is well.
    pub fn is_agreement(self) -> bool {
        matches!(self, Self::Match | Self::MatchNormalized)
    }
}

/// What the row says as its personal number (số định danh).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Number {
    /// Nothing.
    #[default]
    Missing,
    /// Something that is no number.
    Invalid,
    /// Twelve digits as they should be.
    Valid,
}

/// Whose the row's number is in the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NumberHolder {
    /// Nobody's, or the row has none.
    #[default]
    Nobody,
    /// Of the person who was found.
    Found,
    /// Of somebody whom neither name nor birth of the row fit.
    Another,
}

/// How the row and the person who was found agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agreement {
    /// Letter by letter in all that both have.
    Verbatim,
    /// Once spelling, accents, dates and numbers are evened out.
    Normalized,
    /// At least one field says something else.
    Differs,
}

/// The person who was found, in the bands auto and review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// How both agree.
    pub agreement: Agreement,
    /// What the register says of the person.
    pub standing: Standing,
}

/// Whether other rows are about the same person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Repeats {
    /// None.
    #[default]
    No,
    /// Others repeat this one, which has the best claim.
    IsRepeated,
    /// This one repeats another.
    Again,
}

/// What is known of a row when its category is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Facts {
    /// The number in the row.
    pub number: Number,
    /// A number, or a name with a birth date, is there to look with.
    pub can_be_sought: bool,
    /// Who was found.
    pub found: Option<Found>,
    /// Several people fit about as well.
    pub is_several: bool,
    /// Whose the number is.
    pub holder: NumberHolder,
    /// Another row, about another person, has the same number.
    pub shares_number: bool,
    /// Other rows about the same person.
    pub repeats: Repeats,
}

/// The one code, and the others that hold, in the order of precedence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// What the row is.
    pub category: Category,
    /// What else holds. The two agreements are never among them: they are no warning.
    pub warnings: Vec<Category>,
}

/// From this share of the best one's probability on a second person fits about as well.
const SECOND_SHARE_MIN: f64 = 0.25;
/// Both together must be this probable, or neither is.
const BOTH_MIN: f64 = 0.5;

/// True when a second person fits about as well as the best.
pub fn is_several(best: f64, second: f64) -> bool {
    best + second >= BOTH_MIN && second >= best * SECOND_SHARE_MIN
}

/// Decides: the first code in the order of precedence that holds, and the others.
pub fn decide(facts: &Facts) -> Decision {
    let mut holding = Category::ALL.into_iter().filter(|&category| holds(category, facts));
    let first = |category: &Category| *category != Category::DupPersonInFile || facts.repeats == Repeats::Again;
    let all: Vec<Category> = holding.by_ref().collect();
    let category = all.iter().copied().find(first).unwrap_or(Category::NotFound);
    let warnings = all.into_iter().filter(|&other| other != category && !other.is_agreement()).collect();
    Decision { category, warnings }
}

fn holds(category: Category, facts: &Facts) -> bool {
    let found = facts.found.as_ref();
    let stands = |standing: Standing| found.is_some_and(|found| found.standing == standing);
    let agrees = |agreement: Agreement| found.is_some_and(|found| found.agreement == agreement);
    match category {
        Category::Insufficient => !facts.can_be_sought && found.is_none(),
        Category::DupPidInFile => facts.shares_number,
        Category::PidBelongsToOther => facts.holder == NumberHolder::Another,
        Category::Deceased => stands(Standing::Dead),
        Category::CancelledPid => stands(Standing::NumberCancelled),
        Category::Moved => stands(Standing::Moved),
        Category::DupPersonInFile => facts.repeats != Repeats::No,
        Category::PidInvalid => facts.number == Number::Invalid,
        Category::Multi => facts.is_several,
        Category::NotFound => found.is_none() && !facts.is_several && facts.can_be_sought,
        Category::Diff => agrees(Agreement::Differs),
        Category::PidMissing => facts.number == Number::Missing,
        Category::MatchNormalized => agrees(Agreement::Normalized),
        Category::Match => agrees(Agreement::Verbatim),
    }
}

#[cfg(test)]
#[path = "category_tests.rs"]
mod tests;
