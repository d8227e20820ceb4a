//! MAP.toml: what somebody who knows the file says about its columns. Unknown names are errors with the nearest right
//! one. The form is in `docs/reference/sheets.md`.

use serde::Deserialize;
use vietnam::text;

use super::{Field, Mapping, of_letters};
use crate::encoding::Encoding;

/// From this likeness on a name is offered.
const LIKENESS_MIN: f64 = 0.6;

/// A map file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MapFile {
    /// The sheet to read.
    pub sheet: Option<String>,
    /// The line of the heading, or its two lines; 0 for a file without one.
    pub heading: Option<Vec<u64>>,
    /// The sign between cells of a CSV.
    pub delimiter: Option<u8>,
    /// The encoding of a CSV.
    pub encoding: Option<Encoding>,
    columns: Vec<(Field, Place)>,
    unused: Vec<Place>,
}

/// How a map file points at a column.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
enum Place {
    /// Counted from 1.
    Number(u32),
    /// The heading, or the letters of Excel.
    Text(String),
}

/// What is wrong with a map file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MapProblem {
    /// It is no TOML, or has a key that we do not know.
    #[error("the map file cannot be read: {0}")]
    Form(String),
    /// There is no such field.
    #[error("the map file names an unknown field `{name}`{}", offer(.nearest))]
    Field {
        /// What it says.
        name: String,
        /// The nearest that there is.
        nearest: Option<String>,
    },
    /// There is no such column in the file.
    #[error("the map file names a column `{name}` that the file does not have{}", offer(.nearest))]
    Column {
        /// What it says.
        name: String,
        /// The nearest that there is.
        nearest: Option<String>,
    },
    /// Several columns have this heading.
    #[error("the map file names a column `{0}`, and several have that heading; give its letters or number")]
    Several(String),
    /// No such encoding.
    #[error(
        "the map file names an unknown encoding `{0}`; known are UTF-8, UTF-16LE, UTF-16BE, Windows-1258, TCVN3, VNI"
    )]
    Encoding(String),
    /// Not a delimiter.
    #[error("the map file names a delimiter `{0}`; it is one of , ; | and tab")]
    Delimiter(String),
    /// More than two lines.
    #[error("the map file names {0} lines for the heading; it has one or two")]
    Heading(usize),
}

fn offer(nearest: &Option<String>) -> String {
    nearest.as_ref().map(|nearest| format!("; did you mean `{nearest}`?")).unwrap_or_default()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    sheet: Option<String>,
    heading: Option<Lines>,
    delimiter: Option<String>,
    encoding: Option<String>,
    #[serde(default)]
    columns: toml::Table,
    #[serde(default)]
    unused: Vec<Place>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Lines {
    One(u64),
    Two(Vec<u64>),
}

impl MapFile {
    /// Reads a map file.
    pub fn parse(written: &str) -> Result<Self, MapProblem> {
        let file: File =
            toml::from_str(written).map_err(|error| MapProblem::Form(error.to_string().trim().to_owned()))?;
        let mut columns = Vec::new();
        for (name, value) in file.columns {
            let field = Field::from_code(&name).ok_or_else(|| MapProblem::Field {
                nearest: nearest(&name, Field::ALL.iter().map(|field| field.code())),
                name: name.clone(),
            })?;
            let place = value
                .try_into()
                .map_err(|_| MapProblem::Form(format!("`{name}` must be a heading, letters or a number")))?;
            columns.push((field, place));
        }
        let heading = match file.heading {
            Some(Lines::One(line)) => Some(vec![line]),
            Some(Lines::Two(lines)) if (1..=2).contains(&lines.len()) => Some(lines),
            Some(Lines::Two(lines)) => return Err(MapProblem::Heading(lines.len())),
            None => None,
        };
        let delimiter = match file.delimiter.as_deref() {
            None => None,
            Some("," | ";" | "|" | "\t") => file.delimiter.as_deref().and_then(|sign| sign.bytes().next()),
            Some("tab") => Some(b'\t'),
            Some(other) => return Err(MapProblem::Delimiter(other.to_owned())),
        };
        let encoding = match file.encoding {
            Some(name) => Some(Encoding::from_name(&name).ok_or(MapProblem::Encoding(name))?),
            None => None,
        };
        Ok(Self { sheet: file.sheet, heading, delimiter, encoding, columns, unused: file.unused })
    }

    pub(super) fn apply(&self, mapping: &mut Mapping) -> Result<(), MapProblem> {
        // All places first: a file that is wrong in one name changes nothing.
        let columns = self.columns.iter().map(|(field, place)| Ok((find(mapping, place)?, Some(*field))));
        let unused = self.unused.iter().map(|place| Ok((find(mapping, place)?, None)));
        let changes = columns.chain(unused).collect::<Result<Vec<_>, MapProblem>>()?;
        for (column, field) in changes {
            mapping.set(column, field);
        }
        Ok(())
    }
}

/// The column a place points at: by number, by heading, or by letters when no heading is so called.
fn find(mapping: &Mapping, place: &Place) -> Result<usize, MapProblem> {
    let columns = mapping.columns();
    let wanted = match place {
        Place::Number(number) => {
            let at = (*number as usize).checked_sub(1).filter(|&at| at < columns.len());
            return at.ok_or_else(|| MapProblem::Column { name: number.to_string(), nearest: None });
        }
        Place::Text(text) => text,
    };
    let same = |exact: bool| {
        let key = |text: &str| if exact { text::norm(text) } else { text::fold(text) };
        let wanted = key(wanted);
        let last = |heading: &str| heading.rsplit(" / ").next().is_some_and(|sub| key(sub) == wanted);
        let by = |is: &dyn Fn(&str) -> bool| -> Vec<usize> {
            columns.iter().enumerate().filter(|(_, column)| is(&column.heading)).map(|(at, _)| at).collect()
        };
        let whole = by(&|heading| !heading.is_empty() && key(heading) == wanted);
        if whole.is_empty() { by(&|heading| heading.contains(" / ") && last(heading)) } else { whole }
    };
    let found = Some(same(true)).filter(|found| !found.is_empty()).unwrap_or_else(|| same(false));
    match found.as_slice() {
        [one] => Ok(*one),
        [] => of_letters(wanted).filter(|&at| at < columns.len()).ok_or_else(|| MapProblem::Column {
            name: wanted.clone(),
            nearest: nearest(wanted, columns.iter().map(|column| column.heading.as_str())),
        }),
        _ => Err(MapProblem::Several(wanted.clone())),
    }
}

fn nearest<'a>(wrong: &str, right: impl Iterator<Item = &'a str>) -> Option<String> {
    let wrong = text::fold(wrong);
    let like = |name: &str| strsim::jaro_winkler(&wrong, &text::fold(name));
    let best =
        right.filter(|name| !name.is_empty()).map(|name| (like(name), name)).max_by(|a, b| a.0.total_cmp(&b.0))?;
    (best.0 >= LIKENESS_MIN).then(|| best.1.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::columns::How;
    use crate::columns::heading::find as find_heading;
    use crate::row::Row;

    fn mapping() -> Mapping {
        let row = |cells: &[&str]| Row { cells: cells.iter().collect(), ..Row::default() };
        let rows = [row(&["STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Ghi chú", "Cột lạ"])];
        let rows: Vec<&Row> = rows.iter().collect();
        Mapping::tell(&find_heading(&rows), &[])
    }

    #[test]
    fn a_map_file_has_the_last_word() {
        let map = MapFile::parse(
            "sheet = \"DS\"\nheading = [3, 4]\ndelimiter = \"tab\"\nencoding = \"tcvn3\"\nunused = [\"ghi chu\"]\n\
             [columns]\npersonal_id = \"Cột lạ\"\nold_id = \"D\"\nbirth = 3\n",
        )
        .unwrap();
        assert_eq!((map.sheet.as_deref(), map.heading.as_deref()), (Some("DS"), Some(&[3, 4][..])));
        assert_eq!((map.delimiter, map.encoding), (Some(b'\t'), Some(Encoding::Tcvn3)));
        let mut mapping = mapping();
        mapping.apply(&map).unwrap();
        assert_eq!(mapping.find(Field::PersonalId), Some(5));
        assert_eq!(mapping.find(Field::OldId), Some(3));
        assert_eq!(mapping.find(Field::Birth), Some(2));
        assert_eq!(mapping.find(Field::Note), None);
        assert_eq!(mapping.columns()[5].how, How::MapFile);
        assert!(mapping.to_string().contains("Số định danh cá nhân (theo tệp ánh xạ)"));
    }

    #[test]
    fn what_is_wrong_names_the_nearest_right_name() {
        let said = |written: &str| match MapFile::parse(written) {
            Ok(map) => mapping().apply(&map).unwrap_err().to_string(),
            Err(problem) => problem.to_string(),
        };
        assert!(said("[columns]\npersonal-id = \"A\"").ends_with("did you mean `personal_id`?"));
        assert!(said("[columns]\nbirth = \"Ngay sin\"").ends_with("did you mean `Ngày sinh`?"));
        assert!(said("[columns]\nbirth = 99").contains("`99`"));
        assert!(said("colums = 1").contains("unknown field `colums`"));
        assert!(said("encoding = \"latin\"").contains("Windows-1258"));
        assert!(said("delimiter = \"x\"").contains("`x`"));
        assert!(said("heading = [1, 2, 3]").contains("one or two"));
        assert!(said("[columns]\nbirth = true").contains("`birth` must be"));
    }

    #[test]
    fn a_wrong_file_changes_nothing() {
        let mut mapping = mapping();
        let before = mapping.clone();
        let map = MapFile::parse("[columns]\nold_id = \"Số CCCD\"\nbirth = \"nirgends\"").unwrap();
        assert!(mapping.apply(&map).is_err());
        assert_eq!(mapping, before);
    }
}
