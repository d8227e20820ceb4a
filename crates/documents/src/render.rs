//! Typesetting: typst as a library, in a world of its own that holds the templates, the fonts and the values.

use crate::{
    check::{Conformed, conform},
    template::Template,
};
use basis::{Fault, Timestamp};
use qrcode::{EcLevel, QrCode, render::svg};
use serde_json::Value;
use std::fmt;
use typst::{
    Library, LibraryExt, World, WorldExt,
    diag::{FileError, FileResult, SourceDiagnostic},
    foundations::{Bytes, Datetime, Duration, Smart},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp as PdfTimestamp};

/// Tinos has the metrics of the Times New Roman that NĐ 30/2020 asks for, and all Vietnamese letters; its licence is the
/// SIL Open Font License, beside it in `fonts/`.
const FONTS: [&[u8]; 4] = [
    include_bytes!("../fonts/Tinos-Regular.ttf"),
    include_bytes!("../fonts/Tinos-Bold.ttf"),
    include_bytes!("../fonts/Tinos-Italic.ttf"),
    include_bytes!("../fonts/Tinos-BoldItalic.ttf"),
];
const SHARED: &str = include_str!("../templates/shared.typ");
/// Results of earlier renderings that typst keeps to be faster; older ones are dropped, or memory would only grow.
const RENDERINGS_REMEMBERED: usize = 4;
/// The side of the QR picture in its own units; the template gives its size on paper.
const QR_SIDE_UNITS: u32 = 200;

/// Makes papers. Costly to set up (fonts), cheap to use, and shared by threads.
pub struct Documents {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    shared: Source,
    names: Names,
}

/// A finished PDF.
#[derive(Clone, PartialEq, Eq)]
pub struct Pdf {
    bytes: Vec<u8>,
    pages: usize,
    replaced: Vec<String>,
}

impl Pdf {
    /// Its bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
    /// Its bytes, to be kept.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
    /// How many pages it has.
    #[must_use]
    pub const fn pages(&self) -> usize {
        self.pages
    }
    /// The characters that no font prints, each by its field: "child.name U+1F600". On the paper stands "□" for them, so
    /// it says less than it should, and somebody has to know. Empty for nearly every paper.
    #[must_use]
    pub fn replaced(&self) -> &[String] {
        &self.replaced
    }
}

impl fmt::Debug for Pdf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pdf").field("pages", &self.pages).field("replaced", &self.replaced).finish_non_exhaustive()
    }
}

/// The names of the files in a template's world.
#[derive(Clone, Copy)]
struct Names {
    main: FileId,
    shared: FileId,
    values: FileId,
    qr: FileId,
}

impl Documents {
    /// Reads the fonts.
    ///
    /// # Errors
    /// When a built-in font or name cannot be used, which a test would have shown.
    pub fn new() -> Result<Self, Fault> {
        let fonts: Vec<Font> = FONTS.iter().flat_map(|bytes| Font::iter(Bytes::new(*bytes))).collect();
        if fonts.len() != FONTS.len() {
            return Err(Fault::new("a built-in font cannot be read"));
        }
        let names = Names {
            main: name("/main.typ")?,
            shared: name("/shared.typ")?,
            values: name("/values.json")?,
            qr: name("/qr.svg")?,
        };
        Ok(Self {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            shared: Source::new(names.shared, SHARED.to_owned()),
            names,
        })
    }

    /// Fills a template. The same values at the same instant give the same bytes.
    ///
    /// `values` has the fields of `template.sample()`. If it has `verify.url`, the paper carries that as a QR code.
    ///
    /// # Errors
    /// A fault that names the field which is missing or of another kind. It never quotes a value. A character that cannot
    /// be printed is no fault: see [`Pdf::replaced`].
    pub fn render(&self, template: Template, values: &Value, at: Timestamp) -> Result<Pdf, Fault> {
        self.typeset(template, values, at)
            .map_err(|fault| Fault::because(format!("rendering {}", template.code()), fault))
    }

    fn typeset(&self, template: Template, values: &Value, at: Timestamp) -> Result<Pdf, Fault> {
        let Conformed { values, replaced } = conform(values, &template.sample(), |character| self.prints(character))?;
        let qr = match values.pointer("/verify/url").and_then(Value::as_str) {
            Some(url) => Some(Bytes::from_string(qr_picture(url)?)),
            None => None,
        };
        let world = Room {
            documents: self,
            main: Source::new(self.names.main, template.text().to_owned()),
            values: Bytes::from_string(values.to_string()),
            qr,
        };
        let document = typst::compile::<PagedDocument>(&world).output;
        let document = document.map_err(|errors| fault_in(&world, template, &errors));
        let pdf = document.and_then(|document| {
            let bytes =
                typst_pdf::pdf(&document, &options(at)?).map_err(|errors| fault_in(&world, template, &errors))?;
            Ok(Pdf { bytes, pages: document.pages().len(), replaced })
        });
        typst::comemo::evict(RENDERINGS_REMEMBERED);
        pdf
    }

    /// Whether every font has a character, so that it is there in bold and italics as well.
    #[must_use]
    pub fn prints(&self, character: char) -> bool {
        self.fonts.iter().all(|font| font.info().coverage.contains(u32::from(character)))
    }
}

impl fmt::Debug for Documents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Documents").field("fonts", &self.fonts.len()).finish_non_exhaustive()
    }
}

fn name(path: &str) -> Result<FileId, Fault> {
    let path = VirtualPath::new(path).map_err(|_| Fault::new(format!("{path} is no name for a built-in file")))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

fn options(at: Timestamp) -> Result<PdfOptions, Fault> {
    let standards = PdfStandards::new(&[PdfStandard::A_2u]);
    let standards = standards.map_err(|_| Fault::new("pdf/a-2u is not known to the typesetter"))?;
    let local = basis::local(at);
    let part = |value: i8| value.unsigned_abs();
    let moment = Datetime::from_ymd_hms(
        i32::from(local.year()),
        part(local.month()),
        part(local.day()),
        part(local.hour()),
        part(local.minute()),
        part(local.second()),
    );
    let offset_minutes = 7 * 60;
    let timestamp = moment.and_then(|moment| PdfTimestamp::new_local(moment, offset_minutes));
    let timestamp = timestamp.ok_or_else(|| Fault::new("the instant of a paper is out of range"))?;
    Ok(PdfOptions {
        standards,
        timestamp: Some(timestamp),
        creator: Smart::Custom(Some("Liên Thông".into())),
        ..PdfOptions::default()
    })
}

/// Level Q survives a stamp or a fold across a quarter of it.
fn qr_picture(text: &str) -> Result<String, Fault> {
    let code = QrCode::with_error_correction_level(text, EcLevel::Q);
    let code = code.map_err(|error| Fault::because("making the qr code of field verify.url", error))?;
    Ok(code.render::<svg::Color<'_>>().min_dimensions(QR_SIDE_UNITS, QR_SIDE_UNITS).quiet_zone(false).build())
}

/// Says where in the template; not what, because typst quotes values.
fn fault_in(world: &Room<'_>, template: Template, errors: &[SourceDiagnostic]) -> Fault {
    let Some(first) = errors.first() else { return Fault::new("the typesetter failed without an error") };
    let trace = first.trace.iter().map(|point| typst::syntax::DiagSpan::from(point.span));
    let place = std::iter::once(first.span).chain(trace).find_map(|span| {
        (span.id() == Some(world.main.id())).then_some(())?;
        world.main.lines().byte_to_line(world.range(span)?.start)
    });
    match place {
        Some(line) => Fault::new(format!("the typesetter fails at {}.typ line {}", template.code(), line + 1)),
        None => Fault::new(format!("the typesetter fails in the shared part of {}.typ", template.code())),
    }
}

/// What one rendering can see: nothing else exists.
struct Room<'a> {
    documents: &'a Documents,
    main: Source,
    values: Bytes,
    qr: Option<Bytes>,
}

impl World for Room<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.documents.library
    }
    fn book(&self) -> &LazyHash<FontBook> {
        &self.documents.book
    }
    fn main(&self) -> FileId {
        self.documents.names.main
    }
    fn source(&self, id: FileId) -> FileResult<Source> {
        match id {
            id if id == self.documents.names.main => Ok(self.main.clone()),
            id if id == self.documents.names.shared => Ok(self.documents.shared.clone()),
            _ => Err(FileError::AccessDenied),
        }
    }
    fn file(&self, id: FileId) -> FileResult<Bytes> {
        match id {
            id if id == self.documents.names.values => Ok(self.values.clone()),
            id if id == self.documents.names.qr => self.qr.clone().ok_or(FileError::AccessDenied),
            _ => Err(FileError::AccessDenied),
        }
    }
    fn font(&self, index: usize) -> Option<Font> {
        self.documents.fonts.get(index).cloned()
    }
    /// A paper's date is a value, never today.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
