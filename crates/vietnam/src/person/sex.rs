//! Sex (giới tính) as the register records it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::lists::UnknownCode;
use crate::text;

/// Sex (giới tính). An enum and not a list, because rules match on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sex {
    /// Nam.
    Male,
    /// Nữ.
    Female,
    /// Chưa xác định: newborns whose sex could not be determined, and old records without one.
    Undetermined,
}

impl Sex {
    /// All values, in the order forms show them.
    pub fn all() -> &'static [Self] {
        &[Self::Male, Self::Female, Self::Undetermined]
    }

    /// Our own code, kept in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Male => "male",
            Self::Female => "female",
            Self::Undetermined => "undetermined",
        }
    }

    /// The value with this code.
    pub fn from_code(code: &str) -> Result<Self, UnknownCode> {
        match code {
            "male" => Ok(Self::Male),
            "female" => Ok(Self::Female),
            "undetermined" => Ok(Self::Undetermined),
            _ => Err(UnknownCode { list: "sex", code: code.to_owned() }),
        }
    }

    /// As printed on papers.
    pub fn label_vi(self) -> &'static str {
        match self {
            Self::Male => "Nam",
            Self::Female => "Nữ",
            Self::Undetermined => "Chưa xác định",
        }
    }

    /// In English.
    pub fn label_en(self) -> &'static str {
        match self {
            Self::Male => "Male",
            Self::Female => "Female",
            Self::Undetermined => "Not determined",
        }
    }

    /// The code of QCVN 109:2017/BTTTT: 0 not recorded, 1 Nam, 2 Nữ. Other senders use other codes (some write women
    /// as 0), so a reader of foreign files needs its own mapping and must not call [`Sex::from_exchange`] blindly.
    pub fn exchange(self) -> &'static str {
        match self {
            Self::Male => "1",
            Self::Female => "2",
            Self::Undetermined => "0",
        }
    }

    /// The value for a QCVN 109 code.
    pub fn from_exchange(code: &str) -> Option<Self> {
        Self::all().iter().copied().find(|sex| sex.exchange() == code)
    }

    /// Reads what people write: "Nam", "Nữ", "nu", "male", "F".
    pub fn find(written: &str) -> Option<Self> {
        match text::fold(written).as_str() {
            "nam" | "male" | "m" | "trai" | "con trai" => Some(Self::Male),
            "nu" | "female" | "f" | "gai" | "con gai" => Some(Self::Female),
            "chua xac dinh" | "undetermined" | "khong ro" | "chua co thong tin" => Some(Self::Undetermined),
            _ => None,
        }
    }
}

impl fmt::Display for Sex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label_vi())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sex_reads_back_from_its_code_and_label() {
        for &sex in Sex::all() {
            assert_eq!(Sex::from_code(sex.code()).unwrap(), sex);
            assert_eq!(Sex::find(sex.label_vi()), Some(sex));
            assert_eq!(Sex::from_exchange(sex.exchange()), Some(sex));
            assert_eq!(serde_json::to_string(&sex).unwrap(), format!("\"{}\"", sex.code()));
        }
        assert_eq!(Sex::find("NU\u{303}"), Some(Sex::Female), "decomposed input");
        assert_eq!(Sex::find("x"), None);
    }
}
