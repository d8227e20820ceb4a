//! What a page shows: plain values, ready for a template. Nothing here knows HTML.
//!
//! The names under which a page posts a field with key `k`:
//! - one value (text, choice, long text): `k`;
//! - a date: `k-day`, `k-month`, `k-year`;
//! - a unit: `k-province`, `k-commune`; an address: the same and `k-detail`;
//! - a file to take away again: `k-remove`, with the receipt's `remove_value`;
//! - what the filer says is meant as it stands: `confirm`, with the code of the [`ConfirmView`], once for each.
//!
//! Buttons that only show the page again: `_reload` (the communes of the chosen province), `_upload`, `k-remove`; see
//! [`crate::Posted::asks_to_stay`].
//!
//! A [`Widget::Known`] posts nothing: it is read again on the server, so there is nothing to tamper with.

/// One page of a form.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PageView {
    /// The page's key, as it stands in the address.
    pub key: String,
    /// The title of its section.
    pub section: String,
    /// The section's number, from 1.
    pub section_number: usize,
    /// How many sections there are.
    pub section_count: usize,
    /// The heading; for a page with one field, its label.
    pub heading: String,
    /// A sentence under the heading.
    pub intro: Option<String>,
    /// The fields, in order.
    pub fields: Vec<FieldView>,
    /// What the filer is asked to confirm before going on.
    pub confirms: Vec<ConfirmView>,
}

/// One field of a page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FieldView {
    /// The field's key, the first part of every name it posts.
    pub key: String,
    /// The key as an HTML id: dots become hyphens.
    pub id: String,
    /// The question.
    pub label: String,
    /// A hint or an example.
    pub hint: Option<String>,
    /// What is wrong with it, in words.
    pub errors: Vec<String>,
    /// Whether it must be answered.
    pub required: bool,
    /// How it is asked.
    pub widget: Widget,
}

/// How wide a text box is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Width {
    /// A few characters, such as a number of copies.
    Short,
    /// A number or a telephone number.
    Medium,
    /// A name or a line of text.
    Full,
}

/// How a field is asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Widget {
    /// One line.
    Text {
        /// What stands in it.
        value: String,
        /// The keyboard a phone shows.
        inputmode: &'static str,
        /// What the browser may offer.
        autocomplete: &'static str,
        /// Characters at most.
        maxlength: u16,
        /// How wide it is.
        width: Width,
    },
    /// Several lines.
    LongText {
        /// What stands in it.
        value: String,
        /// Characters at most.
        maxlength: u16,
    },
    /// Day, month and year in boxes of their own.
    DateParts {
        /// The day.
        day: String,
        /// The month.
        month: String,
        /// The year.
        year: String,
        /// Whether day and month may stay empty.
        partial: bool,
    },
    /// A choice, all options in sight.
    Radios {
        /// The options.
        options: Vec<OptionView>,
    },
    /// A choice from a long list.
    Select {
        /// The options.
        options: Vec<OptionView>,
    },
    /// A commune, by way of its province.
    Unit {
        /// The provinces.
        province: Vec<OptionView>,
        /// The communes of the selected province.
        commune: Vec<OptionView>,
        /// The chosen commune with the province it lies in, in words.
        chosen: Option<String>,
    },
    /// An address: a commune and a line below it.
    Address {
        /// The provinces.
        province: Vec<OptionView>,
        /// The communes of the selected province.
        commune: Vec<OptionView>,
        /// The chosen commune with the province it lies in, in words.
        chosen: Option<String>,
        /// House, street, hamlet.
        detail: String,
    },
    /// Papers to upload.
    Files {
        /// The accept attribute.
        accept: &'static str,
        /// Megabytes a file may have.
        max_mb: u16,
        /// What has arrived.
        receipts: Vec<ReceiptView>,
    },
    /// Known already: shown, not asked.
    Known {
        /// What is known.
        text: String,
        /// Who says so.
        source: String,
    },
}

/// One option of a choice.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OptionView {
    /// What is posted.
    pub value: String,
    /// What is read.
    pub label: String,
    /// A line under the label.
    pub hint: Option<String>,
    /// Whether it is the present answer.
    pub selected: bool,
}

/// What the filer is asked to confirm.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConfirmView {
    /// The value of the check box named `confirm`: the problem's code, then `@` and the field.
    pub code: String,
    /// What is unusual, in words.
    pub text: String,
}

/// A paper that has arrived.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReceiptView {
    /// The name it had on the filer's device.
    pub name: String,
    /// Its size in words.
    pub size_text: String,
    /// The beginning of its SHA-256.
    pub sha256_short: String,
    /// The address of a small picture of it; the surface fills it in.
    pub thumb: Option<String>,
    /// The value that takes it away again.
    pub remove_value: String,
}

/// One block of check-your-answers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SummarySection {
    /// The section's title.
    pub title: String,
    /// Its answers.
    pub rows: Vec<SummaryRow>,
}

/// One answer of check-your-answers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SummaryRow {
    /// The field's key.
    pub key: String,
    /// The question.
    pub label: String,
    /// The answer in words; empty when there is none.
    pub value: String,
    /// The page that changes it.
    pub page_key: String,
    /// Known from a register, so there is nothing to change here.
    pub known: bool,
}
