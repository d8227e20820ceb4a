//! Why a row has its code, in one Vietnamese sentence (cột `giai_thich`). It names fields and lines, never values:
//! those stand in `sai_lech`.

use super::{Category, Decision};

/// What the sentence is made of.
#[derive(Debug, Clone, Default)]
pub struct Reasons<'a> {
    /// Fields in order with the engine's name of the level.
    pub levels: &'a [(&'a str, &'a str)],
    /// The probability of the best person, and of the second.
    pub probability: f64,
    /// The second best.
    pub second: f64,
    /// The line of the row that this one repeats, or that has the same number.
    pub other_line: Option<u64>,
    /// The person was found by other means than the number and is for review.
    pub is_review: bool,
    /// What was repaired or could not be read: words, and the letters of the column.
    pub troubles: &'a [(&'a str, String)],
}

/// The sentence.
pub fn sentence(decision: &Decision, reasons: &Reasons<'_>) -> String {
    let mut text = begin(decision.category, reasons);
    if reasons.is_review && !matches!(decision.category, Category::Multi | Category::Insufficient | Category::NotFound)
    {
        text.push_str(&format!("; cần người xem lại (xác suất {})", chance(reasons.probability)));
    }
    for &warning in &decision.warnings {
        text.push_str("; ");
        text.push_str(&warned(warning, reasons));
    }
    let told: Vec<String> = reasons
        .troubles
        .iter()
        .map(
            |(words, column)| {
                if column.is_empty() { lower(words) } else { format!("{} (cột {column})", lower(words)) }
            },
        )
        .collect();
    if !told.is_empty() {
        text.push_str("; khi đọc tệp: ");
        text.push_str(&told.join(", "));
    }
    text.push('.');
    text
}

fn begin(category: Category, reasons: &Reasons<'_>) -> String {
    let (same, other) = (same(reasons), other(reasons));
    let fits = if same.is_empty() { String::new() } else { format!("khớp {same}") };
    let differs = if other.is_empty() { String::new() } else { format!("khác {other}") };
    let both =
        [fits.as_str(), differs.as_str()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ");
    let with = |start: &str| if both.is_empty() { start.to_owned() } else { format!("{start}: {both}") };
    let line = |words: &str| reasons.other_line.map(|line| format!("{words} dòng {line}")).unwrap_or_default();
    match category {
        Category::Match => with("Khớp hoàn toàn"),
        Category::MatchNormalized => with("Cùng một người, chỉ khác cách viết"),
        Category::Diff => with("Tìm thấy"),
        Category::PidMissing => with("Tệp chưa có số định danh; tìm thấy người"),
        Category::NotFound if reasons.probability > 0.0 => format!(
            "Không có ai trong dữ liệu dân cư đủ giống; người gần nhất chỉ đạt {}{}",
            chance(reasons.probability),
            if differs.is_empty() { String::new() } else { format!(" ({differs})") }
        ),
        Category::NotFound => "Không có ai trong dữ liệu dân cư giống người này".to_owned(),
        Category::Multi => format!(
            "Có hơn một người phù hợp gần như nhau (xác suất {} và {}), cần thêm thông tin để chọn",
            chance(reasons.probability),
            chance(reasons.second)
        ),
        Category::DupPidInFile => format!("Số định danh này còn đứng ở dòng của người khác trong tệp{}", line(":")),
        Category::DupPersonInFile => match reasons.other_line {
            Some(line) => format!("Cùng một người với dòng {line}"),
            None => "Một người có nhiều dòng trong tệp".to_owned(),
        },
        Category::PidInvalid => with("Số định danh không đúng cấu trúc"),
        Category::PidBelongsToOther => with("Số định danh trong tệp là của người khác trong dữ liệu dân cư"),
        Category::Deceased => with("Dữ liệu dân cư ghi người này đã chết"),
        Category::Moved => with("Dữ liệu dân cư ghi người này đã chuyển đi"),
        Category::CancelledPid => with("Dữ liệu dân cư ghi số định danh này đã huỷ"),
        Category::Insufficient => {
            "Thiếu thông tin để tìm: cần số định danh, số CMND, hoặc họ tên cùng ngày sinh".to_owned()
        }
    }
}

fn warned(category: Category, reasons: &Reasons<'_>) -> String {
    match (category, reasons.other_line) {
        (Category::DupPersonInFile, Some(line)) => format!("cùng một người với dòng {line}"),
        (Category::Diff, _) => "có thông tin sai lệch".to_owned(),
        (category, _) => category.vi().to_owned(),
    }
}

fn same(reasons: &Reasons<'_>) -> String {
    let own = reasons.levels.iter().filter(|(_, level)| matches!(*level, "same" | "plain" | "year" | "merged"));
    let words: Vec<String> = own
        .map(|(field, level)| match *level {
            "plain" => format!("{} (không dấu)", field_vi(field)),
            "year" => format!("{} (chỉ có năm)", field_vi(field)),
            "merged" => format!("{} (sau sáp nhập)", field_vi(field)),
            _ => field_vi(field).to_owned(),
        })
        .collect();
    words.join(", ")
}

fn other(reasons: &Reasons<'_>) -> String {
    let own =
        reasons.levels.iter().filter(|(_, level)| !matches!(*level, "same" | "plain" | "year" | "merged" | "missing"));
    let words: Vec<String> = own
        .map(|(field, level)| match level_vi(level) {
            "" => field_vi(field).to_owned(),
            how => format!("{} ({how})", field_vi(field)),
        })
        .collect();
    words.join(", ")
}

/// A field of the engine in Vietnamese.
pub fn field_vi(field: &str) -> &str {
    match field {
        "name" => "họ tên",
        "dob" => "ngày sinh",
        "pid" => "số định danh",
        "old_id" => "số CMND",
        "commune" => "nơi thường trú",
        "sex" => "giới tính",
        other => other,
    }
}

/// How a field differs, in Vietnamese; empty when the engine says no more than that it does.
pub fn level_vi(level: &str) -> &'static str {
    match level {
        "tones" => "khác dấu",
        "no_middle" => "thiếu chữ đệm",
        "edit" => "khác một chữ cái",
        "part_middle" => "chữ đệm thiếu một phần",
        "middle" => "khác chữ đệm",
        "no_middle_edit" => "thiếu chữ đệm và khác một chữ cái",
        "far" => "khác vài chữ cái",
        "given" => "khác tên",
        "surname" => "khác họ",
        "given_only" => "chỉ trùng tên",
        "swapped" => "đảo ngày và tháng",
        "digit" => "khác một chữ số",
        "near" => "khác một chữ số hoặc đảo hai chữ số",
        "same_year" => "cùng năm sinh",
        "district" => "cùng huyện cũ",
        "close" | "similar" => "gần giống",
        _ => "",
    }
}

/// With the decimal comma that Vietnamese readers know.
fn chance(probability: f64) -> String {
    // Never 1 or 0 for what is not certain.
    let shown = (probability * 1000.0).round().clamp(0.0, 999.0) / 1000.0;
    format!("{shown:.3}").replace('.', ",")
}

fn lower(words: &str) -> String {
    let mut letters = words.chars();
    // "CMND" and "Excel" stay as they are; "Đã" becomes "đã".
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() && !words.starts_with("Excel") => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => words.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_name_fields_and_lines() {
        let levels = [("name", "edit"), ("dob", "same"), ("pid", "same"), ("old_id", "missing")];
        let troubles = [("Đã thêm lại số 0 đầu bị mất", "C".to_owned())];
        let reasons = Reasons { levels: &levels, probability: 0.99871, troubles: &troubles, ..Reasons::default() };
        let told = |category, warnings: &[Category], reasons: &Reasons<'_>| {
            sentence(&Decision { category, warnings: warnings.to_vec() }, reasons)
        };
        assert_eq!(
            told(Category::Diff, &[], &reasons),
            "Tìm thấy: khớp ngày sinh, số định danh; khác họ tên (khác một chữ cái); khi đọc tệp: đã thêm lại số 0 đầu \
             bị mất (cột C)."
        );
        let again = Reasons { other_line: Some(7), ..Reasons::default() };
        assert_eq!(told(Category::DupPersonInFile, &[], &again), "Cùng một người với dòng 7.");
        let nobody = Reasons { levels: &[("name", "given")], probability: 0.021, ..Reasons::default() };
        assert_eq!(
            told(Category::NotFound, &[Category::PidMissing], &nobody),
            "Không có ai trong dữ liệu dân cư đủ giống; người gần nhất chỉ đạt 0,021 (khác họ tên (khác tên)); chưa có \
             số định danh."
        );
        assert_eq!(chance(0.99999), "0,999");
    }
}
