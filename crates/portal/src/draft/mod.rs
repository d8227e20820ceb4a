//! Drafts: form pages, papers, the birth notice, check-your-answers and submitting.

pub(crate) mod check;
pub(crate) mod list;
pub(crate) mod notice;
pub(crate) mod page;
pub(crate) mod paper;
pub(crate) mod upload;

use crate::say;
use basis::{DraftId, Failure, Kind};
use casework::OpenedDraft;
use db::Tx;
use procedure::{
    Filling, Form,
    view::{PageView, Widget},
};
use web::http::{Answer, Shell, Visitor, redirect};

/// The draft an address names.
pub(crate) fn id_of(text: &str) -> Result<DraftId, Failure> {
    text.parse().map_err(|_| Failure::refused(Kind::NotFound, casework::codes::DRAFT_NOT_FOUND))
}

/// A draft as a request opened it, and the day it did.
pub(crate) struct Open {
    pub(crate) opened: OpenedDraft,
    pub(crate) today: basis::Date,
}

impl Open {
    /// Opens a draft in a transaction of its own.
    pub(crate) async fn load(shell: &Shell, visitor: &Visitor, id: DraftId) -> Result<Self, Failure> {
        let mut tx: Tx = visitor.ctx(shell).begin(crate::why::FILL_FORM).await?;
        let out = casework::open_draft(&mut tx, &shell.book, id).await;
        let today = tx.today();
        Ok(Self { opened: tx.finish(out).await?, today })
    }
    /// The form the draft was begun with.
    pub(crate) fn form<'a>(&self, shell: &'a Shell) -> Result<&'a Form, Failure> {
        Ok(&shell.book.definition(&self.opened.draft.definition)?.form)
    }
    /// The form as this filer sees it.
    pub(crate) fn filling<'a>(&'a self, form: &'a Form) -> Filling<'a> {
        form.fill(&self.opened.answers, &self.opened.facts, self.today)
    }
}

/// What changed for a draft whose procedure was replaced, said above its pages: in one line, and what it means.
pub(crate) fn moved(shell: &Shell, visitor: &Visitor, open: &Open) -> Option<(String, String)> {
    let moved = open.opened.draft.moved.as_ref()?;
    let words = visitor.words(shell);
    let form = open.form(shell).ok()?;
    let lang = say::lang(visitor.lang);
    let asked = |keys: &[String]| {
        let labels = keys.iter().filter_map(|key| form.field(key)).map(|field| field.label.get(lang));
        labels.map(|label| label.trim_end_matches('?')).collect::<Vec<_>>().join("; ")
    };
    let procedure = say::procedure(&shell.book, &open.opened.draft.procedure, visitor.lang);
    let mut said = vec![words.with("draft-moved", [("procedure", procedure.as_str())])];
    for (key, questions) in [("draft-moved-dropped", asked(&moved.dropped)), ("draft-moved-added", asked(&moved.added))]
    {
        if !questions.is_empty() {
            said.push(words.with(key, [("questions", questions.as_str())]));
        }
    }
    Some((words.t("draft-moved-title").to_owned(), said.join(" ")))
}

/// A draft that has become a dossier is found among the dossiers: the way back from a confirmation leads there.
pub(crate) fn gone(failure: Failure) -> Answer {
    match failure.refusal() {
        Some(refusal) if refusal.has(casework::codes::DRAFT_SUBMITTED) => redirect("/dossiers"),
        _ => Err(failure.into()),
    }
}

/// The address of a form page.
pub(crate) fn page_url(id: DraftId, page: &str) -> String {
    format!("/drafts/{id}/pages/{page}")
}

/// Fills in the addresses of small pictures, which the form engine does not know. `base` ends before the paper's id.
pub(crate) fn picture(view: &mut PageView, base: &str) {
    for field in &mut view.fields {
        if let Widget::Files { receipts, .. } = &mut field.widget {
            for receipt in receipts {
                let ending = receipt.name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
                if matches!(ending.as_str(), "jpg" | "jpeg" | "png") {
                    receipt.thumb = Some(format!("{base}/{}/thumb", receipt.remove_value));
                }
            }
        }
    }
}

/// The page whose field this is.
pub(crate) fn page_of<'a>(form: &'a Form, field: &str) -> Option<&'a str> {
    form.sections
        .iter()
        .flat_map(|section| &section.pages)
        .find(|page| page.fields.iter().any(|there| there.key == field))
        .map(|page| page.key.as_str())
}

/// The keys of a page's fields that take files.
pub(crate) fn file_fields(form: &Form, page: &str) -> Vec<String> {
    fields_of(form, page)
        .filter(|field| matches!(field.kind, procedure::FieldKind::File))
        .map(|field| field.key.clone())
        .collect()
}

/// The fields of a page.
pub(crate) fn fields_of<'a>(form: &'a Form, page: &'a str) -> impl Iterator<Item = &'a procedure::Field> {
    form.sections
        .iter()
        .flat_map(|section| &section.pages)
        .filter(move |there| there.key == page)
        .flat_map(|page| &page.fields)
}

/// The name of the procedure a draft is for.
pub(crate) fn procedure_name(shell: &Shell, visitor: &Visitor, open: &Open) -> Result<String, Failure> {
    let definition = shell.book.definition(&open.opened.draft.definition)?;
    Ok(definition.name.get(say::lang(visitor.lang)).to_owned())
}
