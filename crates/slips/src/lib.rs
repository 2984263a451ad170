//! What an office hands out on paper, as PDF/A: its slips, and the official declaration.
//!
//! The forms are Typst files (`forms/`), the letters Tinos, which measures like Times New Roman. The same values make
//! the same bytes: there is no clock, no chance and no file in here. Words of people are data and never markup.

mod code;
mod declaration;
mod press;
mod slip;
mod text;
mod view;

pub use declaration::Declaration;
pub use slip::{Accepted, Applicant, Book, Component, CopyKind, Matter, Office, Principal, Slip};

use code::Picture;
use press::{Form, print};
use std::fmt;
use view::{DeclarationView, SlipView};

/// A form could not be set: a fault of the form, whatever the values were. Says no more, for it could hold a
/// citizen's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unprintable;

impl fmt::Display for Unprintable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the form could not be set")
    }
}

impl std::error::Error for Unprintable {}

/// The slip as PDF/A-2a.
pub fn slip(slip: &Slip) -> Result<Vec<u8>, Unprintable> {
    let code = code::picture(&slip.track);
    let view = SlipView::new(slip, code.side);
    print(Form::Slip, format!("slip {} {}", slip.code, slip.number), &view, code)
}

/// The declaration as PDF/A-2a.
pub fn declaration(declaration: &Declaration) -> Result<Vec<u8>, Unprintable> {
    let view = DeclarationView::new(declaration);
    print(Form::Declaration, format!("declaration {}", declaration.paper.title), &view, Picture::default())
}
