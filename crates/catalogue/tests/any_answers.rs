//! Whatever people type, in whatever order, into the real birth registration.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use catalogue::Compiled;
use dossier::kind::ListId;
use dossier::{Action, Answers, Form, Kind, Procedure, QuestionIx, Tables, View, evaluate};
use proptest::prelude::*;
use proptest::sample::Index;
use std::path::Path;
use std::rc::Rc;
use std::sync::LazyLock;
use vietnam::date::Date;

static COMPILED: LazyLock<Compiled> =
    LazyLock::new(|| catalogue::compile(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))).unwrap());

fn birth() -> &'static Procedure {
    COMPILED.procedures.iter().find(|p| p.code == "1.001193").unwrap()
}

/// Something typed into some question: mostly what fits its kind, else anything.
#[derive(Clone, Debug)]
struct Typed {
    question: Index,
    fitting: Option<Index>,
    anything: String,
}

/// Something that happens to a declaration.
#[derive(Clone, Debug)]
enum Event {
    Typed(Typed),
    AnotherDay(i32),
    CommunesArrive(Index),
    ListArrives(bool),
}

fn typed() -> impl Strategy<Value = Typed> {
    let anything = prop_oneof![Just(String::new()), ".{0,12}", "[0-9/. -]{0,14}"];
    let fitting = prop::option::weighted(0.8, any::<Index>());
    (any::<Index>(), fitting, anything).prop_map(|(question, fitting, anything)| Typed {
        question,
        fitting,
        anything,
    })
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        8 => typed().prop_map(Event::Typed),
        1 => (20_000..22_000).prop_map(Event::AnotherDay),
        1 => any::<Index>().prop_map(Event::CommunesArrive),
        1 => any::<bool>().prop_map(Event::ListArrives),
    ]
}

impl Typed {
    fn answer(&self) -> (QuestionIx, String) {
        let all: Vec<QuestionIx> = birth().indices().collect();
        let ix = *self.question.get(&all);
        let raw = match &self.fitting {
            Some(which) => {
                let fitting = fitting(&birth().question(ix).unwrap().kind);
                (*which.get(&fitting)).to_string()
            }
            None => self.anything.clone(),
        };
        (ix, raw)
    }
}

fn fitting(kind: &Kind) -> Vec<&str> {
    match kind {
        Kind::Choice { options } => options.iter().map(|option| option.id.as_str()).collect(),
        Kind::Text { .. } | Kind::Name => vec!["Nguyễn Thị Hòa", "lê văn an", "H'Hen Niê", "Trần"],
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

fn apply(form: &mut Form, event: &Event) -> Vec<QuestionIx> {
    let tables = &COMPILED.tables;
    let action = match event {
        Event::Typed(typed) => {
            let (ix, raw) = typed.answer();
            Action::Edit(ix, raw)
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
    };
    form.apply(action).0
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, ..ProptestConfig::default() })]

    #[test]
    fn no_answers_bring_the_judge_down(
        all in prop::collection::vec(typed(), 0..40), days in 0..30_000, known: bool,
    ) {
        let mut answers = Answers::blank(birth());
        for typed in &all {
            let (ix, raw) = typed.answer();
            answers.set(ix, raw);
        }
        let none = Tables::default();
        let tables = if known { &COMPILED.tables } else { &none };
        let e = evaluate(birth(), &answers, Date::from_days(days), tables);
        let verdict = dossier::verdict::verdict(birth(), &e, &[]);
        let twice = e.findings.iter().enumerate().find(|(at, one)| e.findings[..*at].contains(one));
        prop_assert!(twice.is_none(), "said twice: {:?} in {}", twice, verdict);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    /// A page redraws only what [`Form::apply`] tells; after any events it shows what the oracle says.
    #[test]
    fn what_is_shown_is_what_the_oracle_says(
        before in prop::collection::vec(typed(), 0..40), events in prop::collection::vec(event(), 0..8),
    ) {
        let mut answers = Answers::blank(birth());
        before.iter().map(Typed::answer).for_each(|(ix, raw)| answers.set(ix, raw));
        let (procedure, typed) = (PROCEDURE.with(Rc::clone), answers.by_path(birth()));
        let tables = Tables::new(COMPILED.tables.provinces.clone());
        let mut form = Form::open(procedure, Some(&typed), tables, Date::from_days(20_779));
        let mut shown: Vec<View> = birth().indices().map(|ix| form.view(ix)).collect();
        for event in &events {
            for ix in apply(&mut form, event) {
                shown[ix.at()] = form.view(ix);
            }
        }
        let e = evaluate(birth(), form.answers(), form.today(), form.tables());
        prop_assert_eq!(form.evaluation(), &e);
        for (ix, view) in birth().indices().zip(shown) {
            let findings = e.findings.iter().filter(|f| f.at == dossier::At::Question(ix)).copied().collect();
            prop_assert_eq!(view, View {
                raw: form.answers().raw(ix).into(),
                presence: e.presence[ix.at()],
                required: e.required[ix.at()],
                findings,
            });
        }
    }
}

thread_local! {
    static PROCEDURE: Rc<Procedure> = Rc::new(birth().clone());
}
