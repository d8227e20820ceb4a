//! What a column can be.

use std::fmt;

macro_rules! fields {
    ($($(#[doc = $doc:literal])+ $name:ident, $code:literal;)+) => {
        /// What a column holds. Labels and the names by which it is recognised are data, in `columns.toml`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Field {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Field {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The stable code, as a map file names it.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }
        }
    };
}

fields! {
    /// Số thứ tự.
    Number, "number";
    /// Số định danh cá nhân.
    PersonalId, "personal_id";
    /// Số CMND 9 số.
    OldId, "old_id";
    /// Họ, chữ đệm và tên.
    FullName, "full_name";
    /// Họ.
    Surname, "surname";
    /// Chữ đệm.
    MiddleName, "middle_name";
    /// Họ và chữ đệm.
    SurnameMiddle, "surname_middle";
    /// Tên.
    GivenName, "given_name";
    /// Tên gọi khác.
    OtherName, "other_name";
    /// Ngày, tháng, năm sinh.
    Birth, "birth";
    /// Ngày sinh, the day alone.
    BirthDay, "birth_day";
    /// Tháng sinh.
    BirthMonth, "birth_month";
    /// Năm sinh.
    BirthYear, "birth_year";
    /// Năm sinh, of men: old forms have a column for each sex.
    BirthOfMan, "birth_of_man";
    /// Năm sinh, of women.
    BirthOfWoman, "birth_of_woman";
    /// Giới tính.
    Sex, "sex";
    /// A mark in this column says male.
    SexMale, "sex_male";
    /// A mark in this column says female.
    SexFemale, "sex_female";
    /// Dân tộc.
    Ethnicity, "ethnicity";
    /// Tôn giáo.
    Religion, "religion";
    /// Quốc tịch.
    Nationality, "nationality";
    /// Tình trạng hôn nhân.
    MaritalStatus, "marital_status";
    /// Nơi sinh.
    Birthplace, "birthplace";
    /// Nơi đăng ký khai sinh.
    BirthRegistered, "birth_registered";
    /// Quê quán.
    Hometown, "hometown";
    /// Nơi thường trú, the whole address.
    Residence, "residence";
    /// Số nhà, thôn, xóm.
    ResidenceHamlet, "residence_hamlet";
    /// Xã, phường.
    ResidenceCommune, "residence_commune";
    /// Huyện, quận.
    ResidenceDistrict, "residence_district";
    /// Tỉnh, thành phố.
    ResidenceProvince, "residence_province";
    /// Mã đơn vị hành chính nơi thường trú.
    ResidenceUnit, "residence_unit";
    /// Thường trú từ ngày.
    ResidenceSince, "residence_since";
    /// Nơi ở hiện tại.
    CurrentResidence, "current_residence";
    /// Họ tên cha.
    Father, "father";
    /// Họ tên mẹ.
    Mother, "mother";
    /// Họ tên vợ hoặc chồng.
    Spouse, "spouse";
    /// Họ tên chủ hộ.
    HouseholdHead, "household_head";
    /// Quan hệ với chủ hộ.
    RelationToHead, "relation_to_head";
    /// Số hồ sơ cư trú.
    FileNo, "file_no";
    /// Số điện thoại.
    Phone, "phone";
    /// Thư điện tử.
    Email, "email";
    /// Nghề nghiệp.
    Occupation, "occupation";
    /// The sector's own key: mã số BHXH, mã đối tượng, mã học sinh.
    SectorKey, "sector_key";
    /// Ngày cấp. Known so that it is not taken for the number.
    IssuedOn, "issued_on";
    /// Nơi cấp.
    IssuedAt, "issued_at";
    /// Another person's number or date: "CCCD của mẹ". Known so that it is not taken for the person's own.
    OtherPerson, "other_person";
    /// Tình trạng.
    Status, "status";
    /// Ghi chú.
    Note, "note";
}

impl Field {
    /// The field with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|field| field.code() == code)
    }

    /// In Vietnamese.
    pub fn label_vi(self) -> &'static str {
        super::lexicon::label(self).0
    }

    /// In English.
    pub fn label_en(self) -> &'static str {
        super::lexicon::label(self).1
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label_vi())
    }
}
