//! Why a file, or the rest of one, could not be read. The words name what to do, and never what the file holds.

use std::io;

/// Why a file could not be read.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// The file could not be opened or read from the disk.
    #[error("the file could not be read from the disk")]
    Disk(#[from] io::Error),
    /// Nothing is in it.
    #[error("the file is empty")]
    Empty,
    /// It is encrypted.
    #[error("the file is protected by a password; take the password off and save it again")]
    Password,
    /// It is something else than a table.
    #[error("the file is {0}, not a table; save it as .xlsx or .csv")]
    NotATable(&'static str),
    /// It is cut off or damaged.
    #[error("the file is cut off or damaged ({0}); have it sent again")]
    Damaged(String),
    /// It is larger than we take.
    #[error("the file is larger than {} MB", .0 >> 20)]
    TooLarge(u64),
    /// It unpacks to more than any honest table.
    #[error("the file unpacks to more than any table would; it was not read")]
    Bomb,
    /// It claims or has more cells than we take.
    #[error("the sheet has more than {0} cells")]
    TooManyCells(u64),
    /// There is no such sheet.
    #[error("there is no sheet {wanted:?}; the file has {}", list(.have))]
    NoSuchSheet {
        /// What was asked for.
        wanted: String,
        /// The names there are.
        have: Vec<String>,
    },
    /// It has no sheet that shows.
    #[error("the file has no visible sheet with rows in it")]
    NoSheet,
}

fn list(names: &[String]) -> String {
    names.iter().map(|name| format!("{name:?}")).collect::<Vec<_>>().join(", ")
}

impl Unreadable {
    /// The words for an officer, in Vietnamese.
    pub fn vi(&self) -> String {
        match self {
            Self::Disk(_) => "Không đọc được tệp từ đĩa.".to_owned(),
            Self::Empty => "Tệp rỗng.".to_owned(),
            Self::Password => "Tệp có mật khẩu. Hãy bỏ mật khẩu rồi lưu lại.".to_owned(),
            Self::NotATable(_) => "Tệp không phải là bảng. Hãy lưu lại thành .xlsx hoặc .csv.".to_owned(),
            Self::Damaged(_) => "Tệp bị cắt cụt hoặc hỏng. Hãy đề nghị gửi lại.".to_owned(),
            Self::TooLarge(most) => format!("Tệp lớn hơn {} MB.", most >> 20),
            Self::Bomb => "Tệp giải nén ra lớn bất thường, nên không được đọc.".to_owned(),
            Self::TooManyCells(most) => format!("Trang tính có hơn {most} ô."),
            Self::NoSuchSheet { wanted, have } => {
                format!("Không có trang tính {wanted:?}. Tệp có: {}.", list(have))
            }
            Self::NoSheet => "Tệp không có trang tính nào hiển thị mà có dữ liệu.".to_owned(),
        }
    }
}
