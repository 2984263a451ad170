//! Whatever people type, in whatever order, into any of the real procedures.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use catalogue::Compiled;
use dossier::kind::ListId;
use dossier::{
    Action, Answers, Changes, Form, Kind, Procedure, QuestionIx, Row, RowsIx, Tables, View, evaluate,
};
use proptest::prelude::*;
use proptest::sample::Index;
use std::path::Path;
use std::rc::Rc;
use std::sync::LazyLock;
use vietnam::date::Date;

static COMPILED: LazyLock<Compiled> =
    LazyLock::new(|| catalogue::compile(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))).unwrap());

/// Something typed into some cell: mostly what fits its kind, else anything.
#[derive(Clone, Debug)]
struct Typed {
    cell: Index,
    fitting: Option<Index>,
    anything: String,
}

/// Something that happens to a declaration.
#[derive(Clone, Debug)]
enum Event {
    Typed(Typed),
    RowComes(Index),
    RowGoes(Index, Index),
    AnotherDay(i32),
    CommunesArrive(Index),
    ListArrives(bool),
}

fn typed() -> impl Strategy<Value = Typed> {
    let anything = prop_oneof![Just(String::new()), ".{0,12}", "[0-9/. -]{0,14}"];
    let fitting = prop::option::weighted(0.8, any::<Index>());
    (any::<Index>(), fitting, anything).prop_map(|(cell, fitting, anything)| Typed {
        cell,
        fitting,
        anything,
    })
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        8 => typed().prop_map(Event::Typed),
        2 => any::<Index>().prop_map(Event::RowComes),
        1 => (any::<Index>(), any::<Index>()).prop_map(|(group, row)| Event::RowGoes(group, row)),
        1 => (20_000..22_000).prop_map(Event::AnotherDay),
        1 => any::<Index>().prop_map(Event::CommunesArrive),
        1 => any::<bool>().prop_map(Event::ListArrives),
    ]
}

impl Typed {
    fn edit(&self, form: &Form) -> Option<Action> {
        let cells = form.shape().cells();
        let cell = *cells.get(self.cell.index(cells.len().max(1)))?;
        let raw = match &self.fitting {
            Some(which) => {
                let fitting = fitting(&form.question(cell)?.kind);
                (*which.get(&fitting)).to_string()
            }
            None => self.anything.clone(),
        };
        Some(Action::Edit(cell, raw))
    }
}

fn fitting(kind: &Kind) -> Vec<&str> {
    match kind {
        Kind::Choice { options } => options.iter().map(|option| option.id.as_str()).collect(),
        Kind::Text { .. } | Kind::Authority { .. } | Kind::Name => {
            vec!["Nguyễn Thị Hòa", "lê văn an", "H'Hen Niê", "Trần"]
        }
        Kind::CitizenId { .. } => vec!["082195001234", "082 092 004 321", "001326000001", "08219500123"],
        Kind::DocumentNumber { .. } => vec!["c1234567", "310123456", "082195001234"],
        Kind::Phone => vec!["0912 345 678", "+84 912345678", "0296 385 2123"],
        Kind::Email => vec!["an@example.vn", "an@example"],
        Kind::Count { .. } => vec!["0", "2", "99", "4294967296"],
        Kind::Date { .. } | Kind::PartialDate { .. } => {
            vec!["10/11/2026", "5/3/1995", "//1995", "/3/1971", "29/2/2024", "31/2/2024", "1/1/0001"]
        }
        Kind::Listed { list: ListId::Countries } => vec!["VN", "PH", "CXD"],
        Kind::Listed { list: ListId::EthnicGroups } => vec!["01", "55"],
        Kind::Province => vec!["82", "01", "99"],
        Kind::Commune { .. } | Kind::Office => vec!["30130", "28651", "00004", "99999"],
        Kind::Confirm => vec!["yes"],
    }
}

impl Event {
    fn action(&self, form: &Form) -> Option<Action> {
        let tables = &COMPILED.tables;
        let group = |which: &Index| {
            let count = form.procedure().rows.len();
            (count > 0).then(|| RowsIx(u16::try_from(which.index(count)).unwrap()))
        };
        Some(match self {
            Event::Typed(typed) => typed.edit(form)?,
            Event::RowComes(which) => Action::AddRow(group(which)?),
            Event::RowGoes(which, row) => {
                let group = group(which)?;
                let count = usize::from(form.shape().count(group)).max(1);
                Action::RemoveRow(Row { group, row: u16::try_from(row.index(count)).unwrap() })
            }
            Event::AnotherDay(days) => Action::Today(Date::from_days(*days)),
            Event::CommunesArrive(which) => {
                let code = which.get(&tables.provinces).code;
                Action::Communes(code, tables.communes_of(code).unwrap().to_vec())
            }
            Event::ListArrives(countries) => {
                let list = if *countries { ListId::Countries } else { ListId::EthnicGroups };
                Action::List(list, tables.list(list).unwrap().to_vec())
            }
        })
    }
}

fn views(form: &Form) -> Vec<View> {
    (0..form.shape().len()).map(|cell| form.view(QuestionIx(u16::try_from(cell).unwrap()))).collect()
}

fn open(procedure: &Index, known: bool) -> Form {
    let procedure: &Procedure = procedure.get(&COMPILED.procedures);
    let tables = match known {
        true => COMPILED.tables.clone(),
        false => Tables::new(COMPILED.tables.provinces.clone()),
    };
    Form::blank(Rc::new(procedure.clone()), tables, Date::from_days(20_779))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, ..ProptestConfig::default() })]

    /// Nothing brings the judge down, and nothing is said twice.
    #[test]
    fn any_answers_can_be_judged(
        procedure: Index, all in prop::collection::vec(event(), 0..60), known: bool,
    ) {
        let mut form = open(&procedure, known);
        for event in &all {
            if let Some(action) = event.action(&form) {
                form.apply(action);
            }
        }
        let e = form.evaluation();
        let verdict = dossier::verdict::verdict(form.procedure(), e, &[]);
        let twice = e.findings.iter().enumerate().find(|(at, one)| e.findings[..*at].contains(one));
        prop_assert!(twice.is_none(), "said twice: {:?} in {}", twice, verdict);
        // What is sent comes back as it was meant.
        let sent = e.sent(form.procedure());
        let paths = sent.iter().map(|(path, raw)| (path.as_str(), raw.as_str()));
        let (answers, unknown) = Answers::from_paths(form.procedure(), paths);
        prop_assert!(unknown.is_empty(), "{:?}", unknown);
        let again = evaluate(form.procedure(), &answers, form.today(), form.tables());
        prop_assert_eq!(again.sent(form.procedure()), sent);
    }

    /// A page redraws only what [`Form::apply`] tells; after any events it shows what the oracle says.
    #[test]
    fn what_is_shown_is_what_the_oracle_says(
        procedure: Index, events in prop::collection::vec(event(), 0..40),
    ) {
        let mut form = open(&procedure, false);
        let mut shown = views(&form);
        for event in &events {
            let Some(action) = event.action(&form) else { continue };
            match form.apply(action) {
                Changes::Cells(cells) => cells.iter().for_each(|cell| shown[cell.at()] = form.view(*cell)),
                Changes::Shape => shown = views(&form),
            }
        }
        let e = evaluate(form.procedure(), form.answers(), form.today(), form.tables());
        prop_assert_eq!(form.evaluation(), &e);
        prop_assert_eq!(shown, views(&form));
    }
}
