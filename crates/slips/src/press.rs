//! Typst, with our forms and fonts and nothing else: no files, no network, no clock.

use crate::Unprintable;
use crate::code::Picture;
use serde::Serialize;
use std::sync::LazyLock;
use typst::diag::{FileError, FileResult, SourceResult};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::layout::Abs;
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook, FontInstance, FontVariant, FontVariations};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

/// The forms. Their order is that of [`Press::forms`].
#[derive(Clone, Copy)]
pub(crate) enum Form {
    Slip,
    Declaration,
}

const FORMS: [(&str, &str); 3] = [
    ("slip.typ", include_str!("../forms/slip.typ")),
    ("declaration.typ", include_str!("../forms/declaration.typ")),
    ("common.typ", include_str!("../forms/common.typ")),
];

/// Regular first: it says what can be shown, for the three have the same characters.
const FONTS: [&[u8]; 3] = [
    include_bytes!("../fonts/Tinos-Regular.ttf"),
    include_bytes!("../fonts/Tinos-Bold.ttf"),
    include_bytes!("../fonts/Tinos-Italic.ttf"),
];

/// For how many prints what was worked out for one is kept for the next.
const KEPT: usize = 10;

const MISREAD: &[u8] = b"\r\nendstream";

/// What is the same for every print.
struct Press {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    /// The same fonts, to be measured.
    faces: Vec<FontInstance>,
    forms: Vec<Source>,
    data: FileId,
    code: FileId,
}

static PRESS: LazyLock<Press> = LazyLock::new(|| {
    let fonts: Vec<Font> = FONTS.iter().filter_map(|font| Font::new(Bytes::new(*font), 0)).collect();
    Press {
        library: LazyHash::new(Library::default()),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        forms: FORMS.iter().map(|(name, text)| Source::new(file(name), (*text).to_owned())).collect(),
        data: file("data.json"),
        code: file("code.luma"),
        faces: fonts.iter().map(face).collect(),
        fonts,
    }
});

fn face(font: &Font) -> FontInstance {
    font.clone().instantiate(FontVariant::default(), Abs::zero(), &FontVariations::default())
}

fn file(name: &str) -> FileId {
    #[expect(clippy::unwrap_used, reason = "the names stand above and are plain")]
    let path = VirtualPath::new(name).unwrap();
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// How wide a character is at most, in thousandths of its size; `None` when the fonts lack it.
pub(crate) fn advance(character: char) -> Option<u32> {
    let width = |face: &FontInstance| {
        let face = face.ttf();
        let advance = u32::from(face.glyph_hor_advance(face.glyph_index(character)?)?);
        Some(advance * 1000 / u32::from(face.units_per_em()).max(1))
    };
    PRESS.faces.iter().map(width).try_fold(0, |widest, width| Some(widest.max(width?)))
}

/// One print: a form and what stands in it.
struct Print {
    form: Form,
    data: Bytes,
    code: Bytes,
}

impl World for Print {
    fn library(&self) -> &LazyHash<Library> {
        &PRESS.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &PRESS.book
    }

    fn main(&self) -> FileId {
        PRESS.forms[self.form as usize].id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        PRESS.forms.iter().find(|form| form.id() == id).cloned().ok_or_else(|| missing(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        match id {
            _ if id == PRESS.data => Ok(self.data.clone()),
            _ if id == PRESS.code => Ok(self.code.clone()),
            _ => Err(missing(id)),
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        PRESS.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn missing(id: FileId) -> FileError {
    FileError::NotFound(id.get().vpath().get_without_slash().into())
}

/// Sets a form and writes it as PDF/A-2a that is also PDF/UA-1: tagged, for who listens.
pub(crate) fn print(
    form: Form,
    ident: String,
    data: &impl Serialize,
    code: Picture,
) -> Result<Vec<u8>, Unprintable> {
    let data = serde_json::to_vec(data).map_err(|_| Unprintable)?;
    // What typst says of a fault is not told: it could hold a citizen's words.
    set(form, ident, data, code).map_err(|_| Unprintable)
}

fn set(form: Form, ident: String, data: Vec<u8>, code: Picture) -> SourceResult<Vec<u8>> {
    let print = Print { form, data: Bytes::new(data), code: Bytes::new(code.points) };
    let document = typst::compile::<PagedDocument>(&print).output;
    let pdf = document.and_then(|document| export(&document, ident));
    typst::comemo::evict(KEPT);
    pdf
}

fn export(document: &PagedDocument, ident: String) -> SourceResult<Vec<u8>> {
    #[expect(clippy::unwrap_used, reason = "one of each kind: the two go together")]
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]).unwrap();
    let creator = Smart::Custom(Some("Tờ Khai".to_owned()));
    let mut options = PdfOptions { ident: Smart::Custom(ident), creator, standards, ..PdfOptions::default() };
    let pdf = typst_pdf::pdf(document, &options)?;
    // Of twenty files one has a packed stream whose last byte is a carriage return. Together with the line feed after
    // it, readers that look for the end of a line take it for that, and miss a byte: then streams are written as text.
    if pdf.windows(MISREAD.len()).any(|bytes| bytes == MISREAD) {
        options.pretty = true;
        return typst_pdf::pdf(document, &options);
    }
    Ok(pdf)
}
