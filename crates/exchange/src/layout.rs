//! Reading a mapping from a catalogue file: fields and variants in the order of their declaration.

use crate::mapping::{Codes, Content, Field, Form, List, Mapping, Person, Targets, Term, Words};
use dossier::{read_enum, read_struct};

read_struct! {
    Targets { version, formats }
    Mapping { roles, dossier, later }
    Person { name, only_with, known_by }
    Field { name, required, value }
    Words { from, by, or, codes, form, most }
    Codes { pairs, others_stay }
}

read_enum! {
    Content [4] {
        0 => Words(words), 1 => Group(only, fields), 2 => Each(list, fields), 3 => Answers, _ => Content::Answers
    }
    Term [3] { 0 => Fact(fact), 1 => Answer(of), 2 => Of(role, of), _ => Term::Fact(crate::mapping::Fact::Number) }
    Form [6] { 0 => Kept, 1 => Read, 2 => Day, 3 => Moment, 4 => Number, 5 => Truth, _ => Form::Kept }
    List [6] { 0 => Papers, 1 => Files, 2 => Fees, 3 => Requests, 4 => Once, 5 => Nothing, _ => List::Nothing }
}
