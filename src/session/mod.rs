//! The journey of one widget: the form with its cells, the page that shows, what was picked and sent.

mod load;
mod navigate;
mod page;
mod papers;
mod rest;
mod send;

pub(crate) use page::Page;
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
use crate::state::State;
use dossier::procedure::ComponentIx;
use dossier::{Action, Finding, Form, Index, Lang, Presence, Procedure, QuestionIx, Severity, Site, View};
use protocol::{Receipt, SubmissionNumber};
use std::cell::{Cell as Flag, RefCell};
use std::ops::Deref;
use std::rc::Rc;

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
    /// Fetches the rest of the code.
    pub(crate) rest: Loader,
}

/// The signals of one question.
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
    slot: Slot,
    /// Warnings the citizen has seen on Continue and may pass.
    seen: Vec<Finding>,
    sealed: Option<Sealed>,
    number: Option<SubmissionNumber>,
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
    pub(crate) index: Index,
    pub(crate) page: State<Page>,
    /// English only when the rest of the code is there: its sentences lie in it.
    pub(crate) lang: State<Lang>,
    /// The rest of the code is there.
    pub(crate) rest: State<bool>,
    /// When the draft was kept last (minute of the day), or that it cannot be.
    pub(crate) saved: State<Option<Result<u16, ()>>>,
    pub(crate) summary: State<Summary>,
    /// Grows when a table arrives: names behind codes are drawn anew.
    pub(crate) tables: State<u32>,
    pub(crate) attached: State<Vec<Attached>>,
    /// The file that was not taken last, and why.
    pub(crate) refused: State<Option<(ComponentIx, Refused, String)>>,
    pub(crate) sending: State<Sending>,
    pub(crate) receipt: State<Option<Receipt>>,
    open: RefCell<Option<Open>>,
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
            index,
            page: State::new(Page::Loading),
            lang: State::new(Lang::Vi),
            rest: State::new(false),
            saved: State::new(None),
            summary: State::new(Summary::default()),
            tables: State::new(0),
            attached: State::new(Vec::new()),
            refused: State::new(None),
            sending: State::new(Sending::Idle),
            receipt: State::new(None),
            open: RefCell::new(None),
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
                s.learn_english();
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

    /// The signals of a question.
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

    /// The citizen left a field: if something stands there, its findings show.
    pub(crate) fn leave(&self, ix: QuestionIx) {
        let touched = !self.raw(ix).trim_matches(['/', ' ']).is_empty();
        if touched && let Some(cell) = self.cell(ix) {
            cell.shown.set(true);
        }
    }

    fn apply(&self, action: Action) {
        let changed = {
            let mut open = self.open.borrow_mut();
            let Some(open) = open.as_mut() else { return };
            let changes = open.form.apply(action);
            changes
                .0
                .iter()
                .filter_map(|ix| Some((open.cells.get(ix.at())?.clone(), open.form.view(*ix))))
                .collect::<Vec<_>>()
        };
        for (cell, view) in changed {
            cell.view.set(view);
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
