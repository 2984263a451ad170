//! The journey of one widget: the form with its cells, the page that shows, what was picked and sent.

mod load;
mod navigate;
mod page;
mod papers;
mod rest;
mod send;

pub(crate) use page::{NONE, Page, Trail};
pub(crate) use send::Sending;

use crate::draft::Slot;
use crate::i18n::{self, More, Words};
use crate::outbox::{Attached, Sealed};
use crate::platform::clock;
use crate::platform::files::Refused;
use crate::platform::history::History;
use crate::platform::page::Root;
use crate::platform::rest::Loader;
use crate::platform::storage;
use crate::platform::task::later;
use crate::state::State;
use dossier::index::Branch;
use dossier::procedure::ComponentIx;
use dossier::{
    Action, Changes, Finding, Form, Index, Lang, Presence, Procedure, QuestionIx, Row, RowsIx, Severity,
    Shape, Site, View,
};
use protocol::{Receipt, SubmissionNumber};
use std::cell::{Cell as Flag, RefCell};
use std::ops::Deref;
use std::rc::Rc;
use vietnam::date::Date;

/// What the host page asked for.
pub(crate) struct Config {
    /// Address of the gateway, with a trailing slash.
    pub(crate) base: String,
    /// Address of the style sheet.
    pub(crate) style: String,
    /// Tells widgets of one page apart.
    pub(crate) instance: String,
    /// The province.
    pub(crate) site: Site,
    /// Commune code of the office, if the host chose one.
    pub(crate) office: String,
    /// Code of the procedure, if the host chose one.
    pub(crate) procedure: String,
    /// The day whose law is tried out; nothing is sent then.
    pub(crate) day: Option<Date>,
    /// Fetches the rest of the code.
    pub(crate) rest: Loader,
}

/// The signals of one cell.
#[derive(Clone)]
pub(crate) struct Cell {
    /// What the core says of it.
    pub(crate) view: State<View>,
    /// Whether its findings are shown yet: after leaving the field, or on Continue.
    pub(crate) shown: State<bool>,
}

/// What is listed above a page after Continue.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Summary {
    pub(crate) severity: Option<Severity>,
    pub(crate) findings: Vec<Finding>,
}

/// The declaration under way.
pub(crate) struct Open {
    pub(crate) form: Form,
    pub(crate) cells: Vec<Cell>,
    /// Whether each group of rows is asked.
    groups: Vec<State<bool>>,
    slot: Slot,
    /// Warnings the citizen has seen on Continue and may pass.
    seen: Vec<Finding>,
    sealed: Option<Sealed>,
    number: Option<SubmissionNumber>,
}

impl Open {
    fn new(form: Form, slot: Slot) -> Open {
        let groups = form.evaluation().groups.iter().map(|asked| State::new(*asked)).collect();
        let mut open =
            Open { form, cells: Vec::new(), groups, slot, seen: Vec::new(), sealed: None, number: None };
        open.reshape();
        open
    }

    /// Signals for every cell there is; those of single questions and first rows stay the same.
    fn reshape(&mut self) {
        self.cells.truncate(self.form.procedure().questions.len());
        for cell in (self.cells.len()..self.form.shape().len()).filter_map(|at| u16::try_from(at).ok()) {
            let view = State::new(self.form.view(QuestionIx(cell)));
            self.cells.push(Cell { view, shown: State::new(false) });
        }
    }
}

/// Where the language chosen in this tab is kept over a reload.
fn lang_key(config: &Config) -> String {
    ["to-khai:lang:", &config.instance].concat()
}

/// One widget's state; cheap to clone, alive as long as its view.
#[derive(Clone)]
pub(crate) struct Session(Rc<Inner>);

/// See [`Session`].
pub(crate) struct Inner {
    pub(crate) root: Root,
    pub(crate) config: Config,
    index: RefCell<Rc<Index>>,
    pub(crate) page: State<Page>,
    /// English only when the rest of the code is there: its sentences lie in it.
    pub(crate) lang: State<Lang>,
    /// The rest of the code is there, and all that the procedure under way says.
    pub(crate) rest: State<bool>,
    /// When the draft was kept last (minute of the day), or that it cannot be.
    pub(crate) saved: State<Option<Result<u16, ()>>>,
    pub(crate) summary: State<Summary>,
    /// Grows when a table arrives: names behind codes are drawn anew.
    pub(crate) tables: State<u32>,
    /// Grows when a row comes or goes.
    pub(crate) rows: State<u32>,
    /// The row that is open for answering.
    pub(crate) row: State<Option<Row>>,
    /// From events of life to procedures, once it has arrived.
    pub(crate) guide: State<Vec<Branch>>,
    /// What every procedure is found by, made when somebody searches first.
    pub(crate) keys: RefCell<Vec<Vec<String>>>,
    pub(crate) attached: State<Vec<Attached>>,
    /// The file that was not taken last, and why.
    pub(crate) refused: State<Option<(ComponentIx, Refused, String)>>,
    pub(crate) sending: State<Sending>,
    pub(crate) receipt: State<Option<Receipt>>,
    open: RefCell<Option<Open>>,
    /// A finger or the mouse is down.
    pressed: Flag<bool>,
    /// Fields that were left since.
    left: RefCell<Vec<QuestionIx>>,
    /// The review page was reached: Continue leads back there.
    reviewed: Flag<bool>,
    history: History,
}

impl Deref for Session {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl Session {
    pub(crate) fn new(root: Root, config: Config, index: Index) -> Session {
        let history = History::new(&config.instance);
        Session(Rc::new(Inner {
            root,
            config,
            index: RefCell::new(Rc::new(index)),
            page: State::new(Page::Loading),
            lang: State::new(Lang::Vi),
            rest: State::new(false),
            saved: State::new(None),
            summary: State::new(Summary::default()),
            tables: State::new(0),
            rows: State::new(0),
            row: State::new(None),
            guide: State::new(Vec::new()),
            keys: RefCell::default(),
            attached: State::new(Vec::new()),
            refused: State::new(None),
            sending: State::new(Sending::Idle),
            receipt: State::new(None),
            open: RefCell::new(None),
            pressed: Flag::new(false),
            left: RefCell::default(),
            reviewed: Flag::new(false),
            history,
        }))
    }

    /// The sentences of the present language, outside any reactive scope.
    pub(crate) fn words(&self) -> &'static Words {
        i18n::words(self.lang())
    }

    /// All the sentences, for pages of the rest.
    pub(crate) fn more(&self) -> &'static More {
        i18n::more(self.lang())
    }

    /// The present language, outside any reactive scope.
    pub(crate) fn lang(&self) -> Lang {
        self.lang.now()
    }

    /// The language the switch leads to.
    pub(crate) fn other_lang(&self) -> Lang {
        if self.lang.get() == Lang::Vi { Lang::En } else { Lang::Vi }
    }

    /// Speaks another language from now on.
    pub(crate) fn set_lang(&self, lang: Lang) {
        storage::write(&lang_key(&self.config), i18n::code(lang));
        match lang {
            Lang::Vi => self.lang.set(lang),
            Lang::En => self.with_rest(Box::new(|s| {
                s.lang.set(Lang::En);
                load::learn_english(s);
            })),
        }
    }

    /// Looks at the declaration under way.
    pub(crate) fn with<T>(&self, look: impl FnOnce(&Open) -> T) -> Option<T> {
        self.open.borrow().as_ref().map(look)
    }

    /// The procedure declared to.
    pub(crate) fn procedure(&self) -> Option<Rc<Procedure>> {
        self.with(|open| open.form.procedure().clone())
    }

    /// All that can be found.
    pub(crate) fn index(&self) -> Rc<Index> {
        self.index.borrow().clone()
    }

    /// The day whose law holds here.
    pub(crate) fn today(&self) -> Date {
        self.config.day.unwrap_or_else(|| clock::now().date)
    }

    /// The cells of the declaration under way.
    pub(crate) fn shape(&self) -> Shape {
        self.with(|open| open.form.shape().clone()).unwrap_or_default()
    }

    /// The question a cell asks, by its place in the procedure: nothing is copied.
    pub(crate) fn asked(&self, cell: QuestionIx) -> QuestionIx {
        self.with(|open| open.form.shape().place(cell).0).unwrap_or(cell)
    }

    /// The public path of a cell.
    pub(crate) fn path(&self, cell: QuestionIx) -> String {
        self.with(|open| open.form.path(cell)).unwrap_or_default()
    }

    /// Whether a group of rows is asked.
    pub(crate) fn group(&self, group: RowsIx) -> State<bool> {
        let asked = self.with(|open| open.groups.get(group.at()).cloned()).flatten();
        asked.unwrap_or_else(|| State::new(false))
    }

    /// One more row, open for answering.
    pub(crate) fn add_row(&self, group: RowsIx) {
        self.row.set(Some(Row { group, row: self.shape().count(group) }));
        self.apply(Action::AddRow(group));
        self.keep();
    }

    /// Takes a row out.
    pub(crate) fn remove_row(&self, row: Row) {
        self.row.set(None);
        self.apply(Action::RemoveRow(row));
        self.keep();
    }

    /// The signals of a cell.
    pub(crate) fn cell(&self, ix: QuestionIx) -> Option<Cell> {
        self.with(|open| open.cells.get(ix.at()).cloned()).flatten()
    }

    /// The citizen typed or chose: the whole raw text of a question.
    pub(crate) fn edit(&self, ix: QuestionIx, raw: String) {
        if self.with(|open| open.form.answers().raw(ix) == raw).unwrap_or(true) {
            return;
        }
        self.apply(Action::Edit(ix, raw));
        self.keep();
    }

    /// The raw text of a question as it stands.
    pub(crate) fn raw(&self, ix: QuestionIx) -> String {
        self.with(|open| open.form.answers().raw(ix).to_string()).unwrap_or_default()
    }

    /// The citizen left a field: if something stands there, its findings show. Not before a press is over:
    /// a sentence that appears moves what is being pressed away from under the finger.
    pub(crate) fn leave(&self, ix: QuestionIx) {
        self.left.borrow_mut().push(ix);
        if !self.pressed.get() {
            self.settle();
        }
    }

    /// A finger or the mouse goes down, or is lifted.
    pub(crate) fn press(&self, down: bool) {
        if self.pressed.replace(down) && !down {
            self.settle();
        }
    }

    fn settle(&self) {
        let s = self.clone();
        later(move || {
            for ix in s.left.take() {
                let touched = !s.raw(ix).trim_matches(['/', ' ']).is_empty();
                if touched && let Some(cell) = s.cell(ix) {
                    cell.shown.set(true);
                }
            }
        });
    }

    fn apply(&self, action: Action) {
        let mut reshaped = false;
        let (changed, groups) = {
            let mut open = self.open.borrow_mut();
            let Some(open) = open.as_mut() else { return };
            let cells = match open.form.apply(action) {
                Changes::Cells(cells) => cells,
                Changes::Shape => {
                    reshaped = true;
                    open.reshape();
                    open.form.shape().cells()
                }
            };
            let view = |cell: &QuestionIx| Some((open.cells.get(cell.at())?.clone(), open.form.view(*cell)));
            let asked = open.groups.iter().cloned().zip(open.form.evaluation().groups.clone());
            (cells.iter().filter_map(view).collect::<Vec<_>>(), asked.collect::<Vec<_>>())
        };
        for (cell, view) in changed {
            cell.view.set(view);
        }
        for (group, asked) in groups {
            if group.now() != asked {
                group.set(asked);
            }
        }
        if reshaped {
            self.rows.set(self.rows.now() + 1);
        }
    }

    fn keep(&self) {
        let kept = self.with(|open| open.slot.write(&open.form.answers().by_path(open.form.procedure())));
        if let Some(kept) = kept {
            self.saved.set(Some(if kept { Ok(clock::now().minute) } else { Err(()) }));
        }
    }

    /// Whether anything of these questions is asked or shown.
    pub(crate) fn presence(&self, ix: QuestionIx) -> Presence {
        self.with(|open| open.form.evaluation().presence.get(ix.at()).copied()).flatten().unwrap_or_default()
    }

    /// Ids of the components that have a file.
    pub(crate) fn served(&self, procedure: &Procedure) -> Vec<ComponentIx> {
        let attached = self.attached.now();
        let all = (0u16..).zip(&procedure.components);
        let served = all.filter(|(_, c)| attached.iter().any(|a| a.component == c.id));
        served.map(|(at, _)| ComponentIx(at)).collect()
    }
}
