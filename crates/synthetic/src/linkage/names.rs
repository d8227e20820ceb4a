//! Names for linkage: surnames by the frequencies of Nghệ An, middle names heavy with Văn and Thị, given names by Zipf.

use std::collections::HashSet;

use super::dice::{Dice, Weighted};

/// Surnames in hundredths of a per cent: the sample NAN01 (hoten.org) with Nguyễn, Trần and Lê as the baseline of the
/// benchmark has them. The tail is shared out among [`RARE`].
const SURNAMES: &[(&str, f64)] = &[
    ("Nguyễn", 3100.0),
    ("Trần", 1100.0),
    ("Lê", 900.0),
    ("Phạm", 500.0),
    ("Hoàng", 450.0),
    ("Hồ", 420.0),
    ("Phan", 390.0),
    ("Võ", 220.0),
    ("Đặng", 210.0),
    ("Bùi", 210.0),
    ("Vi", 200.0),
    ("Lương", 190.0),
    ("Ngô", 180.0),
    ("Trương", 180.0),
    ("Vũ", 160.0),
    ("Cao", 160.0),
    ("Lô", 150.0),
    ("Đinh", 120.0),
    ("Thái", 120.0),
    ("Đậu", 110.0),
    ("Chu", 71.0),
    ("Dương", 71.0),
    ("Đào", 61.0),
    ("Trịnh", 56.0),
    ("Lữ", 45.0),
    ("Lưu", 44.0),
    ("Mai", 40.0),
    ("Vương", 39.0),
    ("Lang", 37.0),
    ("Kha", 30.0),
    ("Phùng", 28.0),
    ("Hà", 27.0),
    ("Văn", 27.0),
    ("Quang", 27.0),
    ("Ngân", 27.0),
    ("Lầu", 22.0),
    ("Sầm", 18.0),
    ("Moong", 17.0),
    ("Đỗ", 15.0),
    ("Xồng", 14.0),
    ("Cụt", 14.0),
    ("Tạ", 12.0),
    ("Vừ", 11.0),
];
const RARE: &str = "Đoàn Đàm Tô Hứa Châu Lâm Triệu Nông Lý Tôn Phó Quách Kiều Khổng Mạc Bạch Doãn Thân Tống Từ Ninh \
    Nghiêm La Ông Lục Bành Tăng Thạch Huỳnh Hàn Mã Giáp Cấn Viên Lại Bế Cầm Cù Đường Hạ Tiêu Trang Ứng Âu";
const MIDDLES_MEN: &str = "Đình Xuân Hữu Quang Trọng Bá Sỹ Công Đức Minh Ngọc Thanh Quốc Hồng Duy Anh Tuấn Hoàng Gia \
    Khánh Thế Viết Tiến Mạnh Hải Nhật Phúc Danh Hùng Thành Trung Đăng Nguyên Cảnh Vĩnh Như Phi Khắc Doãn Tất Kim Chí \
    Bảo Thiên Lê Trần Phan Hồ Vĩ Thái";
const MIDDLES_WOMEN: &str = "Ngọc Thanh Thu Hồng Phương Kim Minh Thúy Quỳnh Bích Khánh Hoài Mai Lan Hải Xuân Như Thùy \
    Mỹ Ánh Bảo Diệu Cẩm Hà Huyền Tuyết Anh Vân Linh Nhật Tú Diễm Kiều Hương Trà Yến Hoàng Thảo Tường Cát Lệ Trúc \
    Nguyễn Trần Lê Phan";
/// Given names that the lists of births today do not have and old people do.
const OLD_GIVEN: &str = "Cúc Lành Nhàn Thìn Tỵ Ngọ Mùi Thân Dậu Tuất Hợi Tý Sửu Dần Mão Hoè Thơm Chắt Đậu Lự Hường Hợi \
    Lý Nuôi Bốn Năm Sáu Bảy Tám Chín Mười Hai Ba Út Nghĩa Nhâm Quý Giáp Ất Bính Đinh Mậu Kỷ Canh Tân Tứ Đào Mận Liễu \
    Lựu Na Bưởi Chanh Sen Huệ Cam Chuyên Chất Chiến Chinh Chương Cường Cử Diện Dinh Doãn Dục Đàm Đạt Điền Đoan Đồng \
    Đương Ghi Hạnh Hoạt Hộ Huấn Hứa Kế Khai Khoát Khuê Kính Lạc Lai Lập Liêm Loan Luận Lượng Mão Miện Miên Nậm Ngũ \
    Ngụ Nhiệm Nhung Niệm Oanh Phẩm Phấn Quát Quế Rạng Sáng Soạn Sửu Tạo Tần Thạch Thê Thỏa Thụ Thục Tịnh Toán Trầm \
    Triển Tự Uẩn Vịnh Xạ Xuyến";

/// What the three parts of a name are drawn from.
pub(super) struct Names {
    surnames: Weighted<&'static str>,
    given: [Weighted<&'static str>; 2],
    middles: [Weighted<&'static str>; 2],
}

/// The three parts of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Parts {
    pub(super) surname: &'static str,
    /// Up to two words.
    pub(super) middle: [&'static str; 2],
    pub(super) given: &'static str,
}

impl Names {
    pub(super) fn new(seed: u64) -> Self {
        let mut surnames = SURNAMES.to_vec();
        let rest: Vec<&str> = RARE.split_whitespace().collect();
        let left = 10_000.0 - surnames.iter().map(|(_, weight)| weight).sum::<f64>();
        // Falling by rank, so that the tail has its rare ones.
        let sum: f64 = (1..=rest.len()).map(|rank| 1.0 / rank as f64).sum();
        surnames.extend(rest.iter().enumerate().map(|(at, name)| (*name, left / sum / (at + 1) as f64)));
        let men = given(seed, 7, include_str!("../../data/male_given.txt"));
        let women = given(seed, 8, include_str!("../../data/female_given.txt"));
        let middles = |purpose, list| zipf(shuffled(seed, purpose, list), 3.0);
        Self {
            surnames: Weighted::new(surnames),
            given: [men, women],
            middles: [middles(9, MIDDLES_MEN), middles(10, MIDDLES_WOMEN)],
        }
    }

    pub(super) fn surname(&self, dice: &mut Dice) -> &'static str {
        self.surnames.draw(dice)
    }

    /// A whole name; `woman` chooses the lists.
    pub(super) fn draw(&self, surname: &'static str, woman: bool, dice: &mut Dice) -> Parts {
        let sex = usize::from(woman);
        let given = *self.given[sex].draw(dice);
        let (common, alone, with_other) = if woman { ("Thị", 0.40, 0.30) } else { ("Văn", 0.36, 0.06) };
        let turn = dice.share();
        let middle = if turn < 0.01 {
            ["", ""]
        } else if turn < 0.01 + alone {
            [common, ""]
        } else if turn < 0.01 + alone + with_other {
            [common, *self.middles[sex].draw(dice)]
        } else if turn < 0.93 {
            [*self.middles[sex].draw(dice), ""]
        } else {
            [*self.middles[sex].draw(dice), *self.middles[sex].draw(dice)]
        };
        Parts { surname, middle, given }
    }
}

fn given(seed: u64, purpose: u64, list: &'static str) -> Weighted<&'static str> {
    let mut seen = HashSet::new();
    let names = list.lines().filter_map(|line| line.rsplit(' ').next()).chain(OLD_GIVEN.split_whitespace());
    // The lists have a few names with an eth for Đ: a fault, and a register here has none.
    let clean = |name: &&str| !name.is_empty() && !name.contains(['Ð', 'ð']);
    let mut names: Vec<&str> = names.filter(clean).filter(|name| seen.insert(*name)).collect();
    mix_up(seed, purpose, &mut names);
    zipf(names, 6.0)
}

fn shuffled(seed: u64, purpose: u64, list: &'static str) -> Vec<&'static str> {
    let mut names: Vec<&str> = list.split_whitespace().collect();
    mix_up(seed, purpose, &mut names);
    names
}

fn mix_up(seed: u64, purpose: u64, names: &mut [&'static str]) {
    let mut dice = Dice::new(seed, purpose, 0);
    for at in (1..names.len()).rev() {
        names.swap(at, dice.below(at as u64 + 1) as usize);
    }
}

/// Zipf with a flattened head: the first name has some three per cent, as in the samples.
fn zipf(names: Vec<&'static str>, head: f64) -> Weighted<&'static str> {
    Weighted::new(names.into_iter().enumerate().map(|(rank, name)| (name, 1.0 / (rank as f64 + head))).collect())
}
