//! The journey of one widget: the form with its cells, the page that shows, what was picked and sent.

mod carry;
mod cells;
mod config;
mod drive;
mod entries;
mod fields;
mod keep;
mod kept;
mod load;
mod navigate;
mod offline;
mod page;
mod papers;
mod rest;
mod send;
mod supplement;
mod tabs;
mod track;

pub(crate) use carry::Carried;
pub(crate) use cells::Cell;
pub(crate) use config::Config;
pub(crate) use drive::Sending;
pub(crate) use keep::Saved;
pub(crate) use kept::Kept;
pub(crate) use page::{NONE, Page, Trail};
pub(crate) use track::Tracked;

use crate::draft::Record;
use crate::i18n::{self, More, Words};
use crate::outbox::Attached;
use crate::platform::clock;
use crate::platform::device::{Device, Release};
use crate::platform::files::Refused;
use crate::platform::page::Root;
use crate::platform::storage;
use crate::state::State;
use dossier::index::Guide;
use dossier::procedure::ComponentIx;
use dossier::{
    Action, Finding, Form, Index, Lang, Presence, Procedure, QuestionIx, Row, RowsIx, Severity, Shape,
};
use protocol::SubmissionNumber;
use std::cell::{Cell as Flag, RefCell};
use std::ops::Deref;
use std::rc::Rc;
use vietnam::date::Date;

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
    /// The page that was typed on or gone on to last: there it is gone on with. Looking back changes nothing.
    left_at: Page,
    /// Warnings the citizen has seen on Continue and may pass.
    seen: Vec<Finding>,
    /// Minted with the first letter: nothing is kept before.
    pub(crate) number: Option<SubmissionNumber>,
    /// What was typed to questions that are not asked any more.
    pub(crate) aside: Vec<(String, String)>,
    /// The dossier it completes, as a record keeps it; empty when it is none's supplement.
    completes: Vec<u8>,
    /// What was filled in and not typed, by path: from an identity card, and from what was answered before.
    pub(crate) from_card: Vec<(String, String)>,
    pub(crate) from_before: Vec<(String, String)>,
    /// This tab alone writes it, as long as this is held.
    hold: Option<Release>,
    /// Another tab writes it, or it was submitted: nothing is kept from here.
    locked: bool,
}

impl Open {
    fn new(form: Form) -> Open {
        let groups = form.evaluation().groups.iter().map(|asked| State::new(*asked)).collect();
        let mut open = Open {
            form,
            cells: Vec::new(),
            groups,
            left_at: Page::Prepare,
            seen: Vec::new(),
            number: None,
            aside: Vec::new(),
            completes: Vec::new(),
            from_card: Vec::new(),
            from_before: Vec::new(),
            hold: None,
            locked: false,
        };
        open.reshape(&Shape::default(), None);
        open
    }
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
    /// When the draft was kept last, and where, or that it cannot be.
    pub(crate) saved: State<Saved>,
    /// What is being written to the device, and whether more was typed since.
    pub(crate) writing: State<bool>,
    unwritten: Flag<bool>,
    /// The rest is on its way in the background: the letters of a search do not fetch it again.
    fetching: Flag<bool>,
    /// What is being written lies in the tab too: the page was about to end.
    in_tab: Flag<bool>,
    device: RefCell<Option<Device>>,
    /// Records that the device had no room for: they live in this page.
    unkept: RefCell<Vec<Record>>,
    /// Grows with every record that is put: a list read before is out of date.
    puts: Flag<u32>,
    /// Everything this device keeps, once it is known.
    pub(crate) kept: State<Kept>,
    pub(crate) summary: State<Summary>,
    /// Grows when a table arrives: names behind codes are drawn anew.
    pub(crate) tables: State<u32>,
    /// Tables that are on their way.
    coming: RefCell<Vec<String>>,
    /// Grows when a row comes or goes.
    pub(crate) rows: State<u32>,
    /// The row that is open for answering.
    pub(crate) row: State<Option<Row>>,
    /// What helps to find a procedure, once it has arrived.
    pub(crate) guide: State<Rc<Guide>>,
    /// What every procedure is found by, made when somebody searches first.
    pub(crate) keys: RefCell<Vec<Vec<String>>>,
    pub(crate) attached: State<Vec<Rc<Attached>>>,
    /// The file that was not taken last, and why.
    pub(crate) refused: State<Option<(ComponentIx, Refused, String)>>,
    /// Names of files that were picked and are not on the device any more.
    pub(crate) lost: State<Vec<String>>,
    /// How the sending of what waits stands.
    pub(crate) sending: State<Sending>,
    /// The device's clock is days away from the gateway's.
    pub(crate) clock_off: State<bool>,
    /// A dossier is being sealed: a second press does nothing.
    submitting: Flag<bool>,
    /// The dossier that the pages after Submit are about.
    pub(crate) sent: State<Option<Record>>,
    /// What became of a draft carried from another device.
    pub(crate) carried: State<Option<Carried>>,
    /// What is known of the dossier asked for.
    pub(crate) tracked: State<Tracked>,
    open: RefCell<Option<Open>>,
    /// Listeners of this widget; they go with it.
    releases: RefCell<Vec<Release>>,
    closed: Flag<bool>,
    /// A finger or the mouse is down.
    pressed: Flag<bool>,
    /// Fields that were left since.
    left: RefCell<Vec<QuestionIx>>,
    /// The review page was reached: Continue leads back there.
    reviewed: Flag<bool>,
    /// No page has shown yet.
    fresh: Flag<bool>,
}

impl Deref for Session {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl Session {
    pub(crate) fn new(root: Root, config: Config, index: Index) -> Session {
        Session(Rc::new(Inner {
            root,
            config,
            index: RefCell::new(Rc::new(index)),
            page: State::new(Page::Loading),
            lang: State::new(Lang::Vi),
            rest: State::new(false),
            saved: State::new(Saved::No),
            writing: State::new(false),
            fetching: Flag::new(false),
            unwritten: Flag::new(false),
            in_tab: Flag::new(false),
            device: RefCell::new(None),
            unkept: RefCell::default(),
            puts: Flag::new(0),
            kept: State::new(Kept::default()),
            summary: State::new(Summary::default()),
            tables: State::new(0),
            coming: RefCell::default(),
            rows: State::new(0),
            row: State::new(None),
            guide: State::new(Rc::default()),
            keys: RefCell::default(),
            attached: State::new(Vec::new()),
            refused: State::new(None),
            lost: State::new(Vec::new()),
            sending: State::new(Sending::Idle),
            clock_off: State::new(false),
            submitting: Flag::new(false),
            sent: State::new(None),
            carried: State::new(None),
            tracked: State::new(Tracked::default()),
            open: RefCell::new(None),
            releases: RefCell::default(),
            closed: Flag::new(false),
            pressed: Flag::new(false),
            left: RefCell::default(),
            reviewed: Flag::new(false),
            fresh: Flag::new(true),
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
        storage::write(&self.config.lang_key(), i18n::code(lang));
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

    /// Takes a note in the declaration under way; nothing on the page follows it.
    pub(crate) fn note(&self, note: impl FnOnce(&mut Open)) {
        if let Some(open) = self.open.borrow_mut().as_mut() {
            note(open);
        }
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

    /// The widget is gone: what it listens to is let go, what it does in the background ends.
    pub(crate) fn close(&self) {
        self.closed.set(true);
        self.releases.borrow_mut().clear();
        *self.open.borrow_mut() = None;
        self.root.clear();
        self.device().iter().for_each(Device::close);
    }

    /// Whether anything of these questions is asked or shown.
    pub(crate) fn presence(&self, ix: QuestionIx) -> Presence {
        self.with(|open| open.form.evaluation().presence.get(ix.at()).copied()).flatten().unwrap_or_default()
    }

    /// Ids of the components that have a file, here or at the office.
    pub(crate) fn served(&self, procedure: &Procedure) -> Vec<ComponentIx> {
        let (attached, held) = (self.attached.now(), self.held());
        let all = (0u16..).zip(&procedure.components);
        let here = |id: &str| attached.iter().any(|a| a.manifest.component == id);
        let there = |id: &str| held.iter().any(|file| file.component == id);
        let served = all.filter(|(_, c)| here(&c.id) || there(&c.id));
        served.map(|(at, _)| ComponentIx(at)).collect()
    }
}
