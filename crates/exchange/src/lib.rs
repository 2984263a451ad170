//! From a kept dossier to the messages of other systems. Pure: no I/O, no clock.
//!
//! What fills which field is no code. `procedures/targets/*.yaml` says it, the `catalogue` proves it for every
//! procedure and compiles it to a [`Mapping`]; here it is applied. Two kinds of message are made: forms, for a
//! system that a dossier is handed in to ([`submission`], [`supplement`]), and records, for one that is told of it
//! ([`record`], [`step`]).

mod fill;
mod items;
mod layout;
pub mod mapping;
mod state;

pub use mapping::{Mapping, Targets};
pub use state::{code, state};

use dossier::{Evaluation, Procedure, Site, Tables};
use fill::{Fill, Item};
use protocol::track::Happened;
use protocol::{Receipt, Submission};
use serde_json::{Map, Value};

/// The format of a provincial system that dossiers are handed in to.
pub const SUBMIT: &str = "submit";
/// The format of the national synchronisation.
pub const SYNC: &str = "sync";
/// What a slip of an office says of the people of a dossier; no other system reads it.
pub const SLIP: &str = "slip";

/// A dossier as it is kept, with what is needed to read it.
#[derive(Clone, Copy)]
pub struct Kept<'a> {
    /// What was sent.
    pub submission: &'a Submission,
    /// What was promised.
    pub receipt: &'a Receipt,
    /// Mã định danh of the agency that receives it.
    pub agency: &'a str,
    /// The day the result is due, as it stands now; ISO 8601.
    pub due: Option<&'a str>,
    /// The minute of that day at which its office closes.
    pub closes: u16,
    /// The field (lĩnh vực) of the procedure, in Vietnamese.
    pub field: &'a str,
    /// The version it was judged by, as the site has it.
    pub procedure: &'a Procedure,
    /// What followed from its answers on the day it was received.
    pub evaluation: &'a Evaluation,
    /// The site it was filed in.
    pub site: &'a Site,
    /// Every list and place.
    pub tables: &'a Tables,
    /// Everything that has happened, in order.
    pub events: &'a [Happened],
}

/// A form: texts in order, then files.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Form {
    /// Name and text of each field; lists and objects are JSON.
    pub fields: Vec<(String, String)>,
    /// The files, by place in the manifest: the n-th is called `tep-<n>`.
    pub files: Vec<usize>,
}

/// The dossier as it is handed in.
pub fn submission(mapping: &Mapping, kept: &Kept<'_>) -> Form {
    let files: Vec<usize> = (0..kept.submission.attachments.len()).collect();
    form(&mapping.dossier, &Fill { kept, mapping, files: &files, item: Item::Dossier, address: &no_address })
}

/// What is handed in later because the office asked for it: words, the answers as they stand now, and those files
/// of the manifest that are new.
pub fn supplement(mapping: &Mapping, kept: &Kept<'_>, words: &str, files: &[usize]) -> Form {
    form(&mapping.later, &Fill { kept, mapping, files, item: Item::Words(words), address: &no_address })
}

/// The dossier as the other system is told of it. `address` says where a file of the manifest can be fetched.
pub fn record(mapping: &Mapping, kept: &Kept<'_>, address: &dyn Fn(usize) -> String) -> Value {
    let files: Vec<usize> = (0..kept.submission.attachments.len()).collect();
    object(&mapping.dossier, &Fill { kept, mapping, files: &files, item: Item::Dossier, address })
}

/// Something that has happened to it: the event at this place.
pub fn step(mapping: &Mapping, kept: &Kept<'_>, event: usize) -> Value {
    let item = kept.events.get(event).map_or(Item::Dossier, |happened| Item::Event(event, happened));
    object(&mapping.later, &Fill { kept, mapping, files: &[], item, address: &no_address })
}

/// Fields that the other system insists on, and that these answers leave empty: why it will be refused there.
pub fn missing<'m>(mapping: &'m Mapping, kept: &Kept<'_>) -> Vec<&'m str> {
    let fill = Fill { kept, mapping, files: &[], item: Item::Dossier, address: &no_address };
    let empty = |value: Value| value.is_null() || value.as_str().is_some_and(str::is_empty);
    let needed = mapping.dossier.iter().filter(|field| field.required);
    needed.filter(|field| empty(fill.value(field))).map(|field| field.name.as_str()).collect()
}

fn no_address(_: usize) -> String {
    String::new()
}

fn form(fields: &[mapping::Field], fill: &Fill<'_>) -> Form {
    let text = |value: Value| match value {
        Value::Null => String::new(),
        Value::String(text) => text,
        value => value.to_string(),
    };
    Form {
        fields: fields.iter().map(|field| (field.name.clone(), text(fill.value(field)))).collect(),
        files: fill.files.to_vec(),
    }
}

fn object(fields: &[mapping::Field], fill: &Fill<'_>) -> Value {
    Value::Object(fields.iter().map(|field| (field.name.clone(), fill.value(field))).collect::<Map<_, _>>())
}
