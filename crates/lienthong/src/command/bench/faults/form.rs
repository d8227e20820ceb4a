//! Reads a form out of one of our own pages: what a browser without script would send, and what may be chosen.

/// A form with what its fields hold already.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Form {
    /// Where it is sent; empty for the page itself.
    pub(super) action: String,
    /// What would be sent as it stands.
    pub(super) fields: Vec<(String, String)>,
    /// What may be chosen, for each field with choices. A field of boxes is not in `fields` before one is chosen.
    pub(super) choices: Vec<(String, Vec<String>)>,
    /// Fields that take files.
    pub(super) files: Vec<String>,
    /// Boxes to tick: name and value.
    pub(super) boxes: Vec<(String, String)>,
}

impl Form {
    /// The form that has a field of this name.
    pub(super) fn with_field(html: &str, name: &str) -> Option<Self> {
        forms(html).into_iter().find(|form| form.has(name))
    }
    /// The form that is sent to an address that ends so.
    pub(super) fn to(html: &str, ending: &str) -> Option<Self> {
        forms(html).into_iter().find(|form| form.action.ends_with(ending))
    }
    fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|(there, _)| there == name)
            || self.choices.iter().any(|(there, _)| there == name)
            || self.files.iter().any(|there| there == name)
            || self.boxes.iter().any(|(there, _)| there == name)
    }
    /// What a field holds.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(there, _)| there == name).map(|(_, value)| value.as_str())
    }
    /// Fills in a field.
    pub(super) fn set(&mut self, name: &str, value: &str) {
        match self.fields.iter_mut().find(|(there, _)| there == name) {
            Some((_, held)) => value.clone_into(held),
            None => self.fields.push((name.to_owned(), value.to_owned())),
        }
    }
}

/// A tag with its attributes and the text behind it.
struct Tag<'a> {
    name: &'a str,
    attributes: Vec<(&'a str, String)>,
    text: &'a str,
}

impl Tag<'_> {
    fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(there, _)| *there == name).map(|(_, value)| value.as_str())
    }
    fn has(&self, name: &str) -> bool {
        self.attribute(name).is_some()
    }
}

fn forms(html: &str) -> Vec<Form> {
    let mut all = Vec::new();
    let mut open: Option<Form> = None;
    let mut select: Option<(String, Vec<String>, Option<String>)> = None;
    for tag in tags(html) {
        match tag.name {
            "form" => {
                let action = tag.attribute("action").unwrap_or_default().to_owned();
                open = Some(Form { action, ..Form::default() });
            }
            "/form" => all.extend(open.take()),
            _ => {}
        }
        let Some(form) = &mut open else { continue };
        let name = tag.attribute("name").unwrap_or_default().to_owned();
        match tag.name {
            "input" if !name.is_empty() => input(form, &tag, name),
            "textarea" if !name.is_empty() => form.fields.push((name, decoded(tag.text.trim_start_matches('\n')))),
            "select" => select = Some((name, Vec::new(), None)),
            "option" => {
                if let Some((_, options, chosen)) = &mut select {
                    let value = tag.attribute("value").unwrap_or_default().to_owned();
                    if tag.has("selected") || options.is_empty() {
                        *chosen = Some(value.clone());
                    }
                    options.push(value);
                }
            }
            "/select" => {
                if let Some((name, options, chosen)) = select.take() {
                    form.fields.push((name.clone(), chosen.unwrap_or_default()));
                    form.choices.push((name, options));
                }
            }
            _ => {}
        }
    }
    all
}

fn input(form: &mut Form, tag: &Tag<'_>, name: String) {
    let value = tag.attribute("value").unwrap_or_default().to_owned();
    match tag.attribute("type").unwrap_or("text") {
        "radio" => {
            if tag.has("checked") {
                form.fields.push((name.clone(), value.clone()));
            }
            match form.choices.iter_mut().find(|(there, _)| *there == name) {
                Some((_, options)) => options.push(value),
                None => form.choices.push((name, vec![value])),
            }
        }
        "checkbox" if tag.has("checked") => form.fields.push((name, value)),
        "checkbox" => form.boxes.push((name, value)),
        "file" => form.files.push(name),
        "submit" | "button" | "image" => {}
        _ => form.fields.push((name, value)),
    }
}

fn tags(html: &str) -> impl Iterator<Item = Tag<'_>> {
    html.split('<').skip(1).filter_map(|piece| {
        let end = end_of_tag(piece)?;
        let (inside, text) = (&piece[..end], &piece[end + 1..]);
        let name_ends = inside.find(|letter: char| letter.is_whitespace()).unwrap_or(inside.len());
        let (name, rest) = inside.split_at(name_ends);
        Some(Tag { name, attributes: attributes(rest), text })
    })
}

/// Where the tag ends: a `>` in quotes does not end it.
fn end_of_tag(piece: &str) -> Option<usize> {
    let mut quoted = false;
    piece.bytes().position(|byte| {
        quoted ^= byte == b'"';
        byte == b'>' && !quoted
    })
}

fn attributes(mut rest: &str) -> Vec<(&str, String)> {
    let mut all = Vec::new();
    loop {
        rest = rest.trim_start_matches(|letter: char| letter.is_whitespace() || letter == '/');
        if rest.is_empty() {
            return all;
        }
        let ends = rest.find(|letter: char| letter.is_whitespace() || letter == '=').unwrap_or(rest.len());
        let (name, behind) = rest.split_at(ends);
        match behind.strip_prefix("=\"").and_then(|quoted| quoted.split_once('"')) {
            Some((value, behind)) => {
                all.push((name, decoded(value)));
                rest = behind;
            }
            None => {
                all.push((name, String::new()));
                rest = behind.trim_start_matches('=');
            }
        }
    }
}

/// Undoes the escapes our templates make.
fn decoded(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('&') {
        plain.push_str(before);
        let letter = behind.split_once(';').and_then(|(word, behind)| Some((escape(word)?, behind)));
        rest = match letter {
            Some((letter, behind)) => {
                plain.push(letter);
                behind
            }
            None => {
                plain.push('&');
                behind
            }
        };
    }
    plain + rest
}

fn escape(word: &str) -> Option<char> {
    let number = |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
    match word {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let digits = word.strip_prefix('#')?;
            match digits.strip_prefix('x') {
                Some(digits) => number(digits, 16),
                None => number(digits, 10),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<form action="/search"><input name="q"></form>
        <form method="post" action="/drafts/1/pages/child">
        <input type="hidden" name="revision" value="a&#38;b">
        <input type="radio" name="sex" value="male"><input type="radio" name="sex" value="female" checked>
        <input type="radio" name="twin" value="yes"><input type="radio" name="twin" value="no">
        <select name="unit"><option value="">Chọn</option><option value="16681" selected>A &gt; B</option></select>
        <input type="checkbox" name="confirm" value="late"><input type="file" name="papers.notice" data-note="a > b">
        <textarea name="note">
dòng 1</textarea><button name="_later" value="1">Để sau</button></form>"#;

    #[test]
    fn a_form_is_read_as_a_browser_would_send_it() {
        let form = Form::with_field(PAGE, "revision").unwrap();
        assert_eq!(form.action, "/drafts/1/pages/child");
        let sent: Vec<(&str, &str)> = form.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(sent, [("revision", "a&b"), ("sex", "female"), ("unit", "16681"), ("note", "dòng 1")]);
        let twin = form.choices.iter().find(|(name, _)| name == "twin").map(|(_, options)| options.clone());
        assert_eq!(twin, Some(vec!["yes".to_owned(), "no".to_owned()]));
        assert_eq!(
            (form.files, form.boxes),
            (vec!["papers.notice".to_owned()], vec![("confirm".into(), "late".into())])
        );
        assert!(Form::to(PAGE, "/search").is_some() && Form::with_field(PAGE, "none").is_none());
    }

    #[test]
    fn what_is_filled_in_takes_the_place_of_what_was_there() {
        let mut form = Form::with_field(PAGE, "revision").unwrap();
        form.set("sex", "male");
        form.set("twin", "no");
        assert_eq!((form.value("sex"), form.value("twin")), (Some("male"), Some("no")));
        assert_eq!(form.fields.iter().filter(|(name, _)| name == "sex").count(), 1);
    }
}
