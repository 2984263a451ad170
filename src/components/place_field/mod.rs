//! A commune, found by a few letters without diacritics: in its province, or in the whole country when no
//! province was chosen. An ARIA combobox with a list box; the phone's own keyboard and a finger suffice.

use super::question::Field;
use crate::i18n::fill;
use crate::platform::input;
use crate::session::Session;
use dossier::{Procedure, QuestionIx};
use leptos::html::Input;
use leptos::prelude::*;
use std::cell::RefCell;
use std::rc::Rc;
use vietnam::places::{Commune, CommuneCode, ProvinceCode};

/// As many as fit above a phone's keyboard, with some to scroll.
const SHOWN: usize = 12;

/// The communes that can be found, with their search keys; made once per province.
#[derive(Default)]
struct Places {
    of: Option<ProvinceCode>,
    communes: Vec<Commune>,
    keys: Vec<String>,
}

#[derive(Clone)]
struct Picker {
    field: Field,
    /// The question that holds the province; none for an office, whose province is the site's.
    province: Option<QuestionIx>,
    hits: ArcRwSignal<Vec<(CommuneCode, String)>>,
    active: ArcRwSignal<usize>,
    open: ArcRwSignal<bool>,
    node: NodeRef<Input>,
    places: send_wrapper::SendWrapper<Rc<RefCell<Places>>>,
}

/// The control; `province` is the question that holds the province.
pub(crate) fn control(field: &Field, province: Option<QuestionIx>, _procedure: &Procedure) -> AnyView {
    let picker = Picker {
        field: field.clone(),
        province,
        hits: ArcRwSignal::new(Vec::new()),
        active: ArcRwSignal::new(0),
        open: ArcRwSignal::new(false),
        node: NodeRef::new(),
        places: send_wrapper::SendWrapper::new(Rc::default()),
    };
    picker.follow();
    let list = [&field.path, ".list"].concat();
    let w = field.s.words();
    let expanded = {
        let open = picker.open.clone();
        move || if open.get() { "true" } else { "false" }
    };
    let closed = {
        let open = picker.open.clone();
        move || !open.get()
    };
    let (on_input, on_key, on_focus, on_blur) =
        (picker.clone(), picker.clone(), picker.clone(), picker.clone());
    let (active, options, count) = (picker.clone(), picker.clone(), picker.clone());
    view! {
        <label for=field.path.clone()>{field.caption()}</label>
        {field.hint(w.commune_hint)}
        {field.messages()}
        <div class="combobox">
            <input
                type="text"
                role="combobox"
                id=field.path.clone()
                name=field.path.clone()
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                aria-autocomplete="list"
                aria-expanded=expanded
                aria-controls=list.clone()
                aria-activedescendant=move || active.active_id()
                aria-describedby=field.described()
                aria-invalid=field.invalid()
                node_ref=picker.node
                on:input=move |event| on_input.typed(input::text(&event))
                on:keydown=move |event| on_key.key(&event)
                on:focus=move |_| on_focus.learn()
                on:blur=move |_| on_blur.left()
            />
            <ul class="options" role="listbox" id=list aria-label=field.label.clone() hidden=closed>
                {move || options.options()}
            </ul>
        </div>
        <p class="hint" role="status">{move || count.count()}</p>
    }
    .into_any()
}

impl Picker {
    fn s(&self) -> &Session {
        &self.field.s
    }

    /// The province to search in; none searches the whole country.
    fn province(&self) -> Option<ProvinceCode> {
        match self.province {
            None => Some(self.s().config.site.province),
            Some(ix) => ProvinceCode::parse(&self.s().raw(ix)),
        }
    }

    fn learn(&self) {
        match self.province() {
            Some(province) => self.s().learn_communes(province),
            None => self.s().learn_country(),
        }
    }

    /// Shows the name behind the code, once it is known; what was typed otherwise.
    fn follow(&self) {
        let (view, tables, node, s) =
            (self.field.cell.view.clone(), self.s().tables.clone(), self.node, self.s().clone());
        let picker = self.clone();
        Effect::new(move |_| {
            let raw = view.with(|v| v.raw.clone());
            let arrived = tables.get();
            let Some(control) = node.get() else { return };
            match CommuneCode::parse(&raw) {
                None => input::write(&control, &raw),
                Some(code) => {
                    let name =
                        s.with(|open| open.form.tables().commune(code).map(Commune::full_name)).flatten();
                    input::write(&control, &name.unwrap_or_default());
                }
            }
            // The list came while the citizen was typing: show what fits now.
            if arrived > 0 && picker.open.get_untracked() {
                picker.search(&raw);
            }
        });
    }

    fn typed(&self, text: String) {
        self.learn();
        self.open.set(!text.trim().is_empty());
        self.search(&text);
        self.s().edit(self.field.ix, text);
    }

    fn search(&self, text: &str) {
        let province = self.province();
        let mut places = self.places.borrow_mut();
        if places.communes.is_empty() || places.of != province {
            let communes = self.s().with(|open| {
                let known = &open.form.tables().communes;
                match province {
                    Some(province) => known.get(&province).cloned().unwrap_or_default(),
                    None => known.values().flatten().cloned().collect(),
                }
            });
            let communes = communes.unwrap_or_default();
            *places = Places { of: province, keys: vietnam::places::keys(&communes), communes };
        }
        let found = vietnam::places::search(&places.communes, &places.keys, text, SHOWN);
        let name = |c: &&Commune| match province {
            Some(_) => c.full_name(),
            None => {
                let of = self.s().index.provinces.iter().find(|p| p.code == c.province);
                [c.full_name().as_str(), ", ", of.map_or("", |p| &p.name)].concat()
            }
        };
        self.hits.set(found.iter().map(|c| (c.code, name(c))).collect());
        self.active.set(0);
    }

    fn pick(&self, at: usize) {
        let Some((code, _)) = self.hits.with_untracked(|hits| hits.get(at).cloned()) else { return };
        let of = self.places.borrow().communes.iter().find(|c| c.code == code).map(|c| c.province);
        if let (Some(ix), Some(province)) = (self.province, of) {
            self.s().edit(ix, province.as_str().into());
        }
        self.open.set(false);
        self.s().edit(self.field.ix, code.as_str().into());
        self.s().leave(self.field.ix);
    }

    fn key(&self, event: &leptos::ev::KeyboardEvent) {
        let (open, count) = (self.open.get_untracked(), self.hits.with_untracked(Vec::len));
        // Enter and arrows belong to the input method while it composes a letter.
        if event.is_composing() || !open {
            return;
        }
        match event.key().as_str() {
            "ArrowDown" if count > 0 => self.active.update(|at| *at = (*at + 1) % count),
            "ArrowUp" if count > 0 => self.active.update(|at| *at = (*at + count - 1) % count),
            "Enter" if count > 0 => self.pick(self.active.get_untracked()),
            "Escape" => self.open.set(false),
            _ => return,
        }
        event.prevent_default();
    }

    /// Leaving with a single place left, or its whole name typed, is as good as choosing it.
    fn left(&self) {
        let raw = self.s().raw(self.field.ix);
        if CommuneCode::parse(&raw).is_none() && !raw.trim().is_empty() {
            let typed = vietnam::text::fold(&raw);
            let hits = self.hits.get_untracked();
            let whole = hits.iter().filter(|(_, name)| vietnam::text::fold(name) == typed).count() == 1;
            if hits.len() == 1 || whole {
                self.pick(0);
            }
        }
        self.open.set(false);
        self.s().leave(self.field.ix);
    }

    fn option_id(&self, at: usize) -> String {
        [&self.field.path, ".option", &at.to_string()].concat()
    }

    fn active_id(&self) -> String {
        let at = self.active.get();
        let shown = self.open.get() && self.hits.with(|hits| at < hits.len());
        if shown { self.option_id(at) } else { String::new() }
    }

    fn options(&self) -> Vec<AnyView> {
        let one = |(at, (_, name)): (usize, (CommuneCode, String))| {
            let (picker, active) = (self.clone(), self.active.clone());
            let selected = move || if active.get() == at { "true" } else { "false" };
            // mousedown, not click: the field must not lose the focus before the choice is made.
            let pick = move |event: leptos::ev::MouseEvent| {
                event.prevent_default();
                picker.pick(at);
            };
            view! {
                <li role="option" id=self.option_id(at) aria-selected=selected on:mousedown=pick>{name}</li>
            }
            .into_any()
        };
        self.hits.get().into_iter().enumerate().map(one).collect()
    }

    fn count(&self) -> String {
        if !self.open.get() {
            return String::new();
        }
        self.field.s.tables.track();
        let w = self.s().words();
        match self.hits.with(Vec::len) {
            0 if self.places.borrow().communes.is_empty() => w.search_country.into(),
            0 => w.commune_none.into(),
            n => fill(w.commune_found, &[&n.to_string()]),
        }
    }
}
