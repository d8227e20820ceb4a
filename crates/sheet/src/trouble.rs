//! What can be odd about a row or a cell: a stable code, and words in both languages.
//!
//! Nothing here refuses anything. A repair is always reported, so that whoever sent the file can mend it at the source.

use crate::encoding::Encoding;

/// Something odd, and the column it is in, counted from 0; the whole row when there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The column.
    pub column: Option<usize>,
    /// What is odd.
    pub trouble: Trouble,
}

/// How grave a trouble is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// Worth knowing.
    Note,
    /// Put right by a rule that is all but certain.
    Repaired,
    /// A reading among several.
    Doubt,
    /// The value cannot be used.
    Lost,
}

macro_rules! troubles {
    ($($(#[doc = $doc:literal])+ $name:ident, $weight:ident, $code:literal, $vi:literal, $en:literal;)+) => {
        /// What is odd about a row or a cell.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Trouble {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Trouble {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The stable code, for files and counts.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// How grave it is.
            pub fn weight(self) -> Weight {
                match self { $(Self::$name => Weight::$weight),+ }
            }

            /// In Vietnamese.
            pub fn vi(self) -> &'static str {
                match self { $(Self::$name => $vi),+ }
            }

            /// In English.
            pub fn en(self) -> &'static str {
                match self { $(Self::$name => $en),+ }
            }
        }
    };
}

troubles! {
    // The file.
    /// The row is written in another encoding than the rest.
    OtherEncoding, Repaired, "other-encoding", "Dòng dùng bảng mã khác phần còn lại", "the row is in another encoding than the rest";
    /// Some bytes are no text in any encoding we know.
    NotText, Lost, "not-text", "Có ký tự không đọc được", "some bytes are no text";
    /// NUL bytes stand in the text.
    Nul, Doubt, "nul", "Có ký tự rỗng (NUL)", "there are NUL characters";
    /// A quotation mark is opened and never closed; the line was read as it stands.
    StrayQuote, Doubt, "stray-quote", "Dấu nháy kép mở mà không đóng", "a quotation mark is opened and not closed";
    /// The row is longer than we take; its beginning is kept.
    TooLong, Lost, "row-too-long", "Dòng quá dài, chỉ giữ phần đầu", "the row is too long; its beginning is kept";
    /// The row has more columns than any sheet; the first ones are kept.
    TooManyColumns, Lost, "too-many-columns", "Dòng quá nhiều cột, chỉ giữ các cột đầu", "the row has too many columns; the first ones are kept";
    /// More cells than the heading has.
    MoreCellsThanHeading, Doubt, "more-cells-than-heading", "Dòng có nhiều ô hơn tiêu đề", "the row has more cells than the heading";
    /// An error of the spreadsheet stands in the cell.
    CellError, Lost, "cell-error", "Ô báo lỗi của bảng tính", "the cell holds an error of the spreadsheet";
    /// A formula whose result was not saved; the formula is shown, never run.
    FormulaWithoutResult, Lost, "formula-without-result", "Công thức không có kết quả được lưu", "a formula whose result was not saved";
    /// The cell belongs to a merged one, whose value it got.
    Merged, Note, "merged", "Giá trị lấy từ ô gộp", "the value is that of a merged cell";
    /// A number of more than fifteen digits: the rest was lost when it was typed.
    DigitsLost, Lost, "digits-lost", "Số bị mất chữ số (quá 15 chữ số hoặc dạng 4.0199E+11)", "digits of the number are lost (more than 15, or written as 4.0199E+11)";
    /// The heading stands here once more.
    HeadingAgain, Note, "heading-again", "Dòng tiêu đề lặp lại", "the heading is repeated here";
    // Numbers.
    /// Leading zeros that the spreadsheet lost were put back.
    ZeroRestored, Repaired, "zero-restored", "Đã thêm lại số 0 đầu bị mất", "leading zeros were put back";
    /// O, l or I stood for 0 or 1.
    LookAlike, Repaired, "look-alike", "Chữ O, l, I thay cho số 0, 1", "letters stood for digits";
    /// An old nine-digit number in the column of the personal number.
    OldNumberHere, Note, "old-number-here", "Số CMND 9 số nằm ở cột số định danh", "an old nine-digit number in the column of the personal number";
    /// A personal number in the column of the old one.
    NewNumberHere, Note, "new-number-here", "Số định danh 12 số nằm ở cột CMND", "a personal number in the column of the old number";
    /// Two numbers in one cell.
    TwoNumbers, Note, "two-numbers", "Một ô có hai số", "two numbers in one cell";
    /// A telephone number in the column of the personal number.
    PhoneHere, Lost, "phone-here", "Số điện thoại nằm ở cột số định danh", "a telephone number in the column of the personal number";
    /// Not as many digits as the number has.
    NumberLength, Lost, "number-length", "Số không đủ hoặc thừa chữ số", "the number has too few or too many digits";
    /// No number at all.
    NumberForm, Lost, "number-form", "Không phải là số định danh", "this is no personal number";
    /// The number says another sex than the row.
    NumberSaysOtherSex, Doubt, "number-says-other-sex", "Số định danh cho giới tính khác", "the number says another sex";
    /// The number says another year of birth than the row.
    NumberSaysOtherYear, Doubt, "number-says-other-year", "Số định danh cho năm sinh khác", "the number says another year of birth";
    // Dates.
    /// The year has two digits; the century is a reading.
    TwoDigitYear, Doubt, "two-digit-year", "Năm chỉ có hai chữ số", "the year has two digits";
    /// The month stood before the day.
    MonthFirst, Repaired, "month-first", "Tháng đứng trước ngày", "the month stood before the day";
    /// A number of days as Excel counts them.
    Serial, Repaired, "serial", "Ngày ở dạng số của Excel", "the day is written as Excel counts days";
    /// A year typed into a cell for days: Excel shows it as a day of 1905.
    YearAsDay, Repaired, "year-as-day", "Năm bị Excel hiện thành ngày của năm 1905", "a year that Excel shows as a day of 1905";
    /// The first of January: often no more than the year.
    FirstOfJanuary, Note, "first-of-january", "Ngày 01/01, có thể chỉ biết năm", "the first of January, which often means that only the year is known";
    /// By the moon's calendar.
    Lunar, Doubt, "lunar", "Ngày âm lịch", "a day of the lunar calendar";
    /// About that time.
    Approximate, Doubt, "approximate", "Ngày ước chừng", "the date is approximate";
    /// There is no such day; the month or the year was kept.
    NoSuchDay, Doubt, "no-such-day", "Không có ngày này, chỉ giữ năm", "there is no such day; the year was kept";
    /// Not a date.
    DateForm, Lost, "date-form", "Không đọc được ngày", "this is no date that can be read";
    /// After today, or before anybody alive.
    DateImplausible, Doubt, "date-implausible", "Ngày sinh không hợp lý", "the date of birth is not plausible";
    // Words.
    /// The cell was in TCVN3 or VNI.
    OldEncoding, Repaired, "old-encoding", "Chữ ở bảng mã cũ (TCVN3, VNI) đã được chuyển", "the text was in TCVN3 or VNI";
    /// Another name was in the same cell.
    OtherName, Note, "other-name", "Ô có cả tên gọi khác", "another name was in the same cell";
    /// A form of address was in front of the name.
    FormOfAddress, Repaired, "form-of-address", "Bỏ từ xưng hô trước tên", "a form of address stood before the name";
    /// A child without a name yet.
    Nameless, Doubt, "nameless", "Trẻ chưa có tên", "a child without a name";
    /// Not a name.
    NameForm, Lost, "name-form", "Không đọc được họ tên", "this is no name that can be read";
    /// Not a word for a sex.
    SexForm, Lost, "sex-form", "Không đọc được giới tính", "this is no word for a sex";
}

impl Trouble {
    /// The trouble with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|trouble| trouble.code() == code)
    }
}

/// What is worth knowing about the file as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// The encoding it was read in.
    Encoding(Encoding),
    /// The sign between cells.
    Delimiter(char),
    /// The sheet that was read, and that it was chosen among others.
    SheetRead(String),
    /// Another sheet, not read.
    SheetSkipped(String),
    /// A hidden sheet, not read.
    SheetHidden(String),
    /// Empty rows from line to line that do not come out one by one.
    Gap {
        /// The first.
        from: u64,
        /// The last.
        to: u64,
    },
    /// No heading was found; columns were told by what they hold.
    NoHeading,
    /// Sheet has days as day cells and others as text beyond the twelfth: day and month were swapped by the spreadsheet.
    DaysMaybeSwapped {
        /// The column, counted from 0.
        column: usize,
    },
}

impl Note {
    /// In Vietnamese.
    pub fn vi(&self) -> String {
        match self {
            Self::Encoding(encoding) => format!("Bảng mã: {}", encoding.name()),
            Self::Delimiter('\t') => "Dấu phân cách: tab".to_owned(),
            Self::Delimiter(sign) => format!("Dấu phân cách: {sign}"),
            Self::SheetRead(name) => format!("Đọc trang tính {name:?}"),
            Self::SheetSkipped(name) => format!("Không đọc trang tính {name:?}"),
            Self::SheetHidden(name) => format!("Bỏ qua trang tính ẩn {name:?}"),
            Self::Gap { from, to } => format!("Dòng {from} đến {to} trống"),
            Self::NoHeading => "Không tìm thấy dòng tiêu đề; cột được nhận theo nội dung".to_owned(),
            Self::DaysMaybeSwapped { column } => {
                format!("Cột {}: Excel có thể đã đảo ngày và tháng", crate::columns::letters(*column))
            }
        }
    }

    /// In English.
    pub fn en(&self) -> String {
        match self {
            Self::Encoding(encoding) => format!("encoding: {}", encoding.name()),
            Self::Delimiter('\t') => "delimiter: tab".to_owned(),
            Self::Delimiter(sign) => format!("delimiter: {sign}"),
            Self::SheetRead(name) => format!("sheet {name:?} is read"),
            Self::SheetSkipped(name) => format!("sheet {name:?} is not read"),
            Self::SheetHidden(name) => format!("hidden sheet {name:?} is passed over"),
            Self::Gap { from, to } => format!("lines {from} to {to} are empty"),
            Self::NoHeading => "no heading was found; columns are told by what they hold".to_owned(),
            Self::DaysMaybeSwapped { column } => {
                format!("column {}: Excel may have swapped day and month", crate::columns::letters(*column))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_read_back() {
        for &trouble in Trouble::ALL {
            assert_eq!(Trouble::from_code(trouble.code()), Some(trouble));
            assert!(!trouble.vi().is_empty() && !trouble.en().is_empty());
        }
        assert_eq!(Trouble::from_code("nothing"), None);
    }
}
