//! Compares values with the sample of their template, before typst sees them: a fault then names the field, and a value
//! never gets into a fault's text.

use basis::Fault;
use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

/// What no paper can do without, where the sample has it: who says it, about what, and where it is proved.
const NEVER_EMPTY: [&str; 4] = ["agency.name", "dossier.code", "signer.title", "verify.url"];

/// The values in composed form (NFC), if they have every field of the sample, each of the sample's kind or `null`, and
/// if every character can be printed.
pub(crate) fn conform(values: &Value, sample: &Value, printable: impl Fn(char) -> bool) -> Result<Value, Fault> {
    conform_at(values, sample, "", &printable)
}

fn conform_at(value: &Value, sample: &Value, path: &str, printable: &dyn Fn(char) -> bool) -> Result<Value, Fault> {
    match (value, sample) {
        (Value::Null, Value::Bool(_)) => Err(Fault::new(format!("field {path} is empty"))),
        (Value::Null, _) if NEVER_EMPTY.contains(&path) => Err(Fault::new(format!("field {path} is empty"))),
        // A group that is empty is a group of empty fields: a certificate without a father has the lines for one.
        (Value::Null, Value::Object(samples)) if !path.is_empty() => {
            let empty = samples.keys().map(|key| (key.clone(), Value::Null)).collect();
            conform_at(&Value::Object(empty), sample, path, printable)
        }
        (Value::Null, Value::Array(_)) => Ok(Value::Array(Vec::new())),
        (Value::Null, _) if !path.is_empty() => Ok(Value::Null),
        // A sample that shows an empty field shows a text that may be missing.
        (Value::String(text), Value::String(_) | Value::Null) => {
            let text: String = text.nfc().collect();
            match text.chars().find(|character| *character != '\n' && !printable(*character)) {
                None => Ok(Value::String(text)),
                Some(strange) => Err(Fault::new(format!(
                    "field {path} has the character U+{:04X}, which no font prints",
                    u32::from(strange)
                ))),
            }
        }
        (Value::Number(_), Value::Number(_)) | (Value::Bool(_), Value::Bool(_)) => Ok(value.clone()),
        (Value::Array(items), Value::Array(samples)) => {
            let Some(sample) = samples.first() else { return Ok(value.clone()) };
            let conformed = items
                .iter()
                .enumerate()
                .map(|(place, item)| conform_at(item, sample, &format!("{path}[{place}]"), printable));
            conformed.collect::<Result<_, _>>().map(Value::Array)
        }
        (Value::Object(fields), Value::Object(samples)) => {
            let conformed = samples.iter().map(|(key, sample)| {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                let field = fields.get(key).ok_or_else(|| Fault::new(format!("field {path} is missing")))?;
                Ok((key.clone(), conform_at(field, sample, &path, printable)?))
            });
            // What the sample does not have is left out: a template never prints it.
            conformed.collect::<Result<_, Fault>>().map(Value::Object)
        }
        _ => Err(Fault::new(format!("field {} is not {}", name(path), kind(sample)))),
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
            conform(&values, &sample, |character| character < '\u{2000}').map_err(|fault| fault.chain())
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
            (
                json!({"child": {"name": "Mai 😀", "note": null}, "papers": []}),
                "field child.name has the character U+1F600, which no font prints",
            ),
            (json!("Mai"), "field values is not a group of fields"),
            (json!(null), "field values is not a group of fields"),
        ] {
            assert_eq!(check(values), Err(fault.to_owned()));
        }
    }
}
