//! The parts pages are made of; a folder each, with its style sheet.

pub(crate) mod answers;
pub(crate) mod aside;
pub(crate) mod button;
pub(crate) mod choice_field;
pub(crate) mod confirm_field;
pub(crate) mod date_field;
pub(crate) mod person;
pub(crate) mod place_field;
pub(crate) mod question;
pub(crate) mod rows;
pub(crate) mod select_field;
pub(crate) mod summary;
pub(crate) mod text_field;
