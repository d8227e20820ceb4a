//! Compares values with the sample of their template, before typst sees them: a fault then names the field, and a value
//! never gets into a fault's text. What cannot be printed is replaced, and named by its field.

use basis::Fault;
use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

/// What no paper can do without, where the sample has it: who says it, about what, and where it is proved.
const NEVER_EMPTY: [&str; 4] = ["agency.name", "dossier.code", "signer.title", "verify.url"];

/// What stands in the place of a character that no font prints.
const REPLACEMENT: char = '□';

/// Values that fit a template.
#[derive(Debug, PartialEq)]
pub(crate) struct Conformed {
    /// In composed form (NFC).
    pub(crate) values: Value,
    /// What could not be printed and was replaced: "child.name U+1F600".
    pub(crate) replaced: Vec<String>,
}

/// The values, if they have every field of the sample, each of the sample's kind or `null`. A character that no font
/// prints is replaced and named: somebody waits for this paper, and one without a character can be mended later.
pub(crate) fn conform(values: &Value, sample: &Value, printable: impl Fn(char) -> bool) -> Result<Conformed, Fault> {
    let mut replaced = Vec::new();
    let values = Conforming { printable: &printable, replaced: &mut replaced }.at(values, sample, "")?;
    Ok(Conformed { values, replaced })
}

struct Conforming<'a> {
    printable: &'a dyn Fn(char) -> bool,
    replaced: &'a mut Vec<String>,
}

impl Conforming<'_> {
    fn text(&mut self, text: &str, path: &str) -> String {
        let printed = text.nfc().map(|character| {
            if character == '\n' || (self.printable)(character) {
                return character;
            }
            self.replaced.push(format!("{path} U+{:04X}", u32::from(character)));
            REPLACEMENT
        });
        printed.collect()
    }

    fn at(&mut self, value: &Value, sample: &Value, path: &str) -> Result<Value, Fault> {
        match (value, sample) {
            (Value::Null, Value::Bool(_)) => Err(Fault::new(format!("field {path} is empty"))),
            (Value::Null, _) if NEVER_EMPTY.contains(&path) => Err(Fault::new(format!("field {path} is empty"))),
            // A group that is empty is a group of empty fields: a certificate without a father has the lines for one.
            (Value::Null, Value::Object(samples)) if !path.is_empty() => {
                let empty = samples.keys().map(|key| (key.clone(), Value::Null)).collect();
                self.at(&Value::Object(empty), sample, path)
            }
            (Value::Null, Value::Array(_)) => Ok(Value::Array(Vec::new())),
            (Value::Null, _) if !path.is_empty() => Ok(Value::Null),
            // A sample that shows an empty field shows a text that may be missing.
            (Value::String(text), Value::String(_) | Value::Null) => Ok(Value::String(self.text(text, path))),
            (Value::Number(_), Value::Number(_)) | (Value::Bool(_), Value::Bool(_)) => Ok(value.clone()),
            (Value::Array(items), Value::Array(samples)) => {
                let Some(sample) = samples.first() else { return Ok(value.clone()) };
                let conformed =
                    items.iter().enumerate().map(|(place, item)| self.at(item, sample, &format!("{path}[{place}]")));
                conformed.collect::<Result<_, _>>().map(Value::Array)
            }
            (Value::Object(fields), Value::Object(samples)) => {
                let conformed = samples.iter().map(|(key, sample)| {
                    let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                    let field = fields.get(key).ok_or_else(|| Fault::new(format!("field {path} is missing")))?;
                    Ok((key.clone(), self.at(field, sample, &path)?))
                });
                // What the sample does not have is left out: a template never prints it.
                conformed.collect::<Result<_, Fault>>().map(Value::Object)
            }
            _ => Err(Fault::new(format!("field {} is not {}", name(path), kind(sample)))),
        }
    }
}

fn name(path: &str) -> &str {
    if path.is_empty() { "values" } else { path }
}

fn kind(sample: &Value) -> &'static str {
    match sample {
        Value::Null | Value::String(_) => "a text",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::Array(_) => "a list",
        Value::Object(_) => "a group of fields",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_missing_or_wrong_is_named_and_never_quoted() {
        let sample = json!({"child": {"name": "A", "note": null}, "papers": [{"count": 1}]});
        let check = |values: Value| {
            let out = conform(&values, &sample, |character| character < '\u{2000}');
            out.map(|conformed| conformed.values).map_err(|fault| fault.chain())
        };
        let right = json!({"child": {"name": "Thu\u{309}", "note": "x"}, "papers": [], "extra": 1});
        assert_eq!(check(right), Ok(json!({"child": {"name": "Th\u{1ee7}", "note": "x"}, "papers": []})));
        assert_eq!(
            check(json!({"child": null, "papers": null})),
            Ok(json!({"child": {"name": null, "note": null}, "papers": []}))
        );
        for (values, fault) in [
            (json!({"papers": []}), "field child is missing"),
            (
                json!({"child": {"name": "A", "note": null}, "papers": [{"count": true}]}),
                "field papers[0].count is not a number",
            ),
            (json!({"child": {"note": null}, "papers": []}), "field child.name is missing"),
            (json!({"child": {"name": 3, "note": null}, "papers": []}), "field child.name is not a text"),
            (json!({"child": "Mai", "papers": []}), "field child is not a group of fields"),
            (
                json!({"child": null, "papers": [{"count": 1}, {"count": "hai"}]}),
                "field papers[1].count is not a number",
            ),
            (json!("Mai"), "field values is not a group of fields"),
            (json!(null), "field values is not a group of fields"),
        ] {
            assert_eq!(check(values), Err(fault.to_owned()));
        }
    }

    #[test]
    fn what_no_font_prints_is_replaced_and_named_but_never_stops_a_paper() {
        let sample = json!({"child": {"name": "A"}, "papers": ["b"]});
        let values = json!({"child": {"name": "Mai 😀\n"}, "papers": ["a", "北京"]});
        let out = conform(&values, &sample, |character| ('\u{20}'..'\u{2000}').contains(&character)).unwrap();
        assert_eq!(out.values, json!({"child": {"name": "Mai □\n"}, "papers": ["a", "□□"]}));
        assert_eq!(out.replaced, ["child.name U+1F600", "papers[1] U+5317", "papers[1] U+4EAC"]);
    }
}
