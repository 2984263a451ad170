//! The core of Tờ Khai: what a procedure asks, what an answer means, what follows from the answers.
//!
//! Pure: no I/O, no browser, no clock, no floating point. The same crate judges a dossier in the
//! browser and in the gateway; today's date and the reference tables are arguments.
//!
//! Analysis never fails: [`evaluate`] turns any answers into an [`Evaluation`] whose findings say
//! what is wrong. `Result` is for reading data ([`blob`]) alone.

pub mod answers;
pub mod blob;
pub mod display;
pub mod evaluate;
pub mod expr;
pub mod finding;
pub mod form;
pub mod index;
pub mod judge;
pub mod kind;
mod layout;
mod outcome;
pub mod paper;
pub mod person;
pub mod procedure;
pub mod reader;
pub mod rows;
pub mod tables;
mod texts;
pub mod timetable;
pub mod verdict;

pub use answers::{Answers, Value};
pub use evaluate::{Amount, BenefitLine, Evaluation, FeeLine, Presence, due, evaluate, term};
pub use expr::{Expr, Truth};
pub use finding::{At, Code, Finding, Severity};
pub use form::{Action, Changes, Form, View};
pub use index::{Index, Site};
pub use kind::Kind;
pub use procedure::{Lang, Procedure, Question, QuestionIx, RowsIx, Step, Text};
pub use rows::{Row, Shape};
pub use tables::Tables;
