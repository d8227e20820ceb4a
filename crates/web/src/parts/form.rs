//! Form pages: fields, the error summary, check-your-answers.

use super::html;
use crate::Page;
use askama::Template;
use procedure::view::{FieldView, OptionView, PageView, SummarySection, Widget, Width};

/// What surrounds the questions of a form page.
#[derive(Clone, Debug, Default)]
pub struct FormFrame {
    /// Where the form is posted.
    pub action: String,
    /// Where Back leads.
    pub back: Option<String>,
    /// What is wrong beyond single fields.
    pub errors: Vec<String>,
    /// The label of the main button; "Continue" if not given.
    pub submit: Option<String>,
    /// Whether "Save and go on later" (posted as `_later`) is offered.
    pub later: bool,
    /// Where the script sends files piece by piece; the field's key follows after a slash. The exchange is written down in
    /// `assets/app.js`.
    pub upload: Option<String>,
    /// Hidden values, such as the draft's revision.
    pub hidden: Vec<(String, String)>,
}

/// One line of the error summary.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ErrorLink {
    /// The id of the box to go to, if it belongs to one.
    pub target: Option<String>,
    /// What is wrong.
    pub text: String,
}

#[derive(Template)]
#[template(path = "parts/form.html")]
pub(super) struct FormPart<'a> {
    page: &'a Page,
    view: &'a PageView,
    frame: &'a FormFrame,
    errors: Vec<ErrorLink>,
    single: bool,
    multipart: bool,
}

impl<'a> FormPart<'a> {
    pub(super) fn new(page: &'a Page, view: &'a PageView, frame: &'a FormFrame) -> Self {
        let general = frame.errors.iter().map(|text| ErrorLink { target: None, text: text.clone() });
        let of_fields = view.fields.iter().flat_map(|field| {
            field.errors.iter().map(|text| ErrorLink { target: Some(focus_id(field)), text: text.clone() })
        });
        Self {
            page,
            view,
            frame,
            errors: general.chain(of_fields).collect(),
            single: matches!(view.fields.as_slice(), [field] if !matches!(field.widget, Widget::Known { .. })),
            multipart: view.fields.iter().any(|field| matches!(field.widget, Widget::Files { .. })),
        }
    }
    /// Neighbouring known facts of one source stand together, so that their source is named once.
    fn blocks(&self) -> Vec<Block<'a>> {
        let mut blocks: Vec<Block<'a>> = Vec::new();
        for field in &self.view.fields {
            match (&field.widget, blocks.last_mut()) {
                (Widget::Known { text, source }, Some(Block::Known(known))) if known.source == source => {
                    known.facts.push((&field.label, text));
                }
                (Widget::Known { text, source }, _) => {
                    blocks.push(Block::Known(KnownPart { source, facts: vec![(&field.label, text)] }));
                }
                _ => blocks.push(Block::Field(self.part(field))),
            }
        }
        blocks
    }
    fn part(&self, field: &'a FieldView) -> FieldPart<'a> {
        let intro = if self.single { self.view.intro.as_deref() } else { None };
        FieldPart {
            heading: self.single,
            intro,
            upload: self.frame.upload.as_deref(),
            ..FieldPart::new(self.page, field)
        }
    }
    fn summary(&self) -> ErrorsPart<'_> {
        ErrorsPart { page: self.page, errors: &self.errors }
    }
    fn step(&self) -> String {
        let (n, count) = (self.view.section_number.to_string(), self.view.section_count.to_string());
        self.page.with("form-step", [("n", n.as_str()), ("count", &count), ("section", &self.view.section)])
    }
}

enum Block<'a> {
    Known(KnownPart<'a>),
    Field(FieldPart<'a>),
}

#[derive(Template)]
#[template(path = "parts/known.html")]
struct KnownPart<'a> {
    source: &'a str,
    /// Label and text.
    facts: Vec<(&'a str, &'a str)>,
}

/// The box that the error summary leads to and that the browser puts the cursor in.
fn focus_id(field: &FieldView) -> String {
    let id = &field.id;
    match &field.widget {
        Widget::DateParts { .. } => format!("{id}-day"),
        Widget::Unit { commune, .. } | Widget::Address { commune, .. } if commune.is_empty() => {
            format!("{id}-province")
        }
        Widget::Unit { .. } | Widget::Address { .. } => format!("{id}-commune"),
        _ => id.clone(),
    }
}

#[derive(Template)]
#[template(path = "parts/field.html")]
pub(super) struct FieldPart<'a> {
    page: &'a Page,
    field: &'a FieldView,
    /// The only question of its page: its label is the page's heading.
    heading: bool,
    intro: Option<&'a str>,
    upload: Option<&'a str>,
}

impl<'a> FieldPart<'a> {
    pub(super) fn new(page: &'a Page, field: &'a FieldView) -> Self {
        Self { page, field, heading: false, intro: None, upload: None }
    }
    fn is_group(&self) -> bool {
        matches!(
            self.field.widget,
            Widget::DateParts { .. } | Widget::Radios { .. } | Widget::Unit { .. } | Widget::Address { .. }
        )
    }
    /// The sentence that says what a box takes, where the field gives no hint of its own.
    fn note(&self) -> Option<String> {
        match &self.field.widget {
            Widget::DateParts { partial: true, .. } => Some(self.page.t("date-partial").to_owned()),
            Widget::LongText { maxlength, .. } => {
                Some(self.page.with("longtext-max", [("n", crate::format::number((*maxlength).into()))]))
            }
            Widget::Files { max_mb, .. } => Some(self.page.with("files-note", [("max", max_mb.to_string())])),
            _ => None,
        }
    }
    /// Ids of the hint, the note and the errors, for `aria-describedby`.
    fn described(&self) -> String {
        let id = &self.field.id;
        let parts = [
            (self.field.hint.is_some(), "hint"),
            (self.note().is_some(), "note"),
            (!self.field.errors.is_empty(), "error"),
        ];
        let ids: Vec<_> = parts.iter().filter(|(is, _)| *is).map(|(_, part)| format!("{id}-{part}")).collect();
        ids.join(" ")
    }
    fn known(&self, text: &'a str, source: &'a str) -> KnownPart<'a> {
        KnownPart { source, facts: vec![(&self.field.label, text)] }
    }
    /// The chosen commune in words, where the list beside it does not show it as chosen already.
    fn unlisted<'b>(&self, commune: &[OptionView], chosen: &'b Option<String>) -> Option<&'b str> {
        if commune.iter().any(|option| option.selected) { None } else { chosen.as_deref() }
    }
    fn failed(&self) -> bool {
        !self.field.errors.is_empty()
    }
    fn width(&self, width: &Width) -> &'static str {
        match width {
            Width::Short => "short",
            Width::Medium => "medium",
            Width::Full => "full",
        }
    }
}

#[derive(Template)]
#[template(path = "parts/errors.html")]
pub(super) struct ErrorsPart<'a> {
    pub(super) page: &'a Page,
    pub(super) errors: &'a [ErrorLink],
}

#[derive(Template)]
#[template(path = "parts/summary.html")]
pub(super) struct SummaryPart<'a> {
    pub(super) page: &'a Page,
    pub(super) sections: &'a [SummarySection],
    pub(super) change: Option<&'a str>,
}

html!(FormPart<'_>, KnownPart<'_>, FieldPart<'_>, ErrorsPart<'_>, SummaryPart<'_>);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Lang, testing};

    fn text_field(errors: Vec<String>) -> FieldView {
        FieldView {
            key: "mother.personal_id".into(),
            id: "mother-personal_id".into(),
            label: "Số định danh <của mẹ>".into(),
            hint: Some("Gồm 12 chữ số".into()),
            errors,
            required: true,
            widget: Widget::Text {
                value: "0791\"><script>".into(),
                inputmode: "numeric",
                autocomplete: "off",
                maxlength: 12,
                width: Width::Medium,
            },
        }
    }

    fn view(fields: Vec<FieldView>) -> PageView {
        PageView {
            key: "mother".into(),
            section: "Mẹ".into(),
            section_number: 2,
            section_count: 6,
            heading: "Về người mẹ".into(),
            intro: None,
            fields,
            confirms: vec![],
        }
    }

    #[test]
    fn the_label_of_a_single_field_is_the_heading_and_values_are_escaped_once() {
        let page = testing::page(Lang::Vi);
        let view = view(vec![text_field(vec![])]);
        let html = page.form(&view, &FormFrame::default()).to_string();
        assert!(html.contains("<h1") && !html.contains("Về người mẹ"), "{html}");
        assert!(html.contains("Bước 2/6 · Mẹ"), "{html}");
        assert!(html.contains("&#60;của mẹ&#62;") && !html.contains("<script>") && !html.contains("&#38;#"), "{html}");
    }

    #[test]
    fn an_error_is_said_above_and_beside_the_field_and_both_are_tied_to_it() {
        let page = testing::page(Lang::Vi);
        let view = view(vec![text_field(vec!["Phải có đúng 12 chữ số".into()])]);
        let html = page.form(&view, &FormFrame::default()).to_string();
        assert_eq!(html.matches("Phải có đúng 12 chữ số").count(), 2);
        assert!(html.contains("href=\"#mother-personal_id\""), "{html}");
        assert!(html.contains("aria-describedby=\"mother-personal_id-hint mother-personal_id-error\""), "{html}");
        assert!(html.contains("aria-invalid=\"true\""), "{html}");
    }

    #[test]
    fn the_form_token_is_the_first_part_so_that_uploads_can_be_checked_before_they_are_read() {
        let page = Page { csrf: "token".into(), ..testing::page(Lang::Vi) };
        let files = Widget::Files { accept: "image/jpeg", max_mb: 15, receipts: vec![] };
        let view = view(vec![FieldView { widget: files, ..text_field(vec![]) }]);
        let html = page.form(&view, &FormFrame::default()).to_string();
        let first = html.split("name=\"").nth(1).unwrap();
        assert!(first.starts_with("_csrf\""), "{html}");
        assert!(html.contains("multipart/form-data"), "{html}");
    }
}
