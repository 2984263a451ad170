//! Reading the code of an identity card: by the camera, from a picture, by a hand scanner that types.

use super::{Offer, Origin, Stage};
use crate::components::answers::pair;
use crate::components::button::{Weight, button};
use crate::components::text_field::line;
use crate::platform::dom::{El, Event, div, el, p};
use crate::platform::scan::Unread;
use crate::platform::task::spawn;
use crate::state::State;
use dossier::person::Person;
use std::rc::Rc;
use vietnam::card::{Card, NotACard};
use vietnam::identity::Sex;

/// Why nothing was read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    Code(NotACard),
    /// There is no code in the picture.
    NoCode,
    Scan(Unread),
}

/// What reads codes comes after the first page, and has not.
const NOT_THERE: Option<Why> = Some(Why::Scan(Unread::NotThere));

impl Offer {
    fn heading(&self, title: &str) -> El {
        el("h2").attr("tabindex", "-1").text(title)
    }

    fn leave(&self) -> El {
        button("leave-card", Weight::Link, self.s.more().card_stop, self.to(Stage::Offered))
    }

    pub(super) fn ways(&self, title: &str, why: Option<Why>) -> Vec<El> {
        let w = self.s.more();
        let id = ["card.", &self.s.path(self.cell(self.holder.number))].concat();
        let by_picture = self.clone();
        let picture = el("input")
            .attr("type", "file")
            .attr("name", &[&id, ".picture"].concat())
            .attr("accept", "image/*")
            .on("change", move |event| by_picture.look(&event));
        let picture = el("label").class("button pick").child(el("span").text(w.card_picture)).child(picture);
        let camera = button("watch-card", Weight::Quiet, w.card_camera, self.to(Stage::Watching));
        let mut ways = vec![
            self.heading(title),
            p("hint", &[w.card_where, " ", w.card_private].concat()),
            self.refusal(why),
            div("question").child(div("picks").child(camera).child(picture)),
        ];
        // At home nobody has one.
        if self.s.is_shared() {
            ways.extend(self.scanner(&id));
        }
        ways.push(div("actions").child(self.leave()));
        ways
    }

    /// What a hand scanner types into: the code, ended with Enter.
    fn scanner(&self, id: &str) -> [El; 2] {
        let (w, typed) = (self.s.more(), State::new(String::new()));
        let (by_enter, by_press) = (self.clone(), self.clone());
        let (entered, pressed) = (typed.clone(), typed.clone());
        [
            line(id, w.card_scanner, w.card_scanner_hint, "none", &typed)
                .on("change", move |_| by_enter.scanned(entered.now())),
            button("take-code", Weight::Quiet, w.card_take, move || by_press.scanned(pressed.now())),
        ]
    }

    pub(super) fn looking(&self, title: &str) -> Vec<El> {
        let looking = p("loading", self.s.more().card_looking).attr("role", "status");
        vec![self.heading(title), looking, self.leave()]
    }

    fn refusal(&self, why: Option<Why>) -> El {
        let w = self.s.more();
        let why = match why {
            None => "",
            Some(Why::Code(NotACard::Foreign)) => w.card_foreign,
            Some(Why::Code(NotACard::Damaged)) => w.card_damaged,
            Some(Why::NoCode) => w.card_no_code,
            Some(Why::Scan(unread)) => match unread {
                Unread::Picture => w.card_unreadable,
                Unread::NotThere => w.card_not_there,
                Unread::Refused => w.card_camera_refused,
                Unread::Missing => w.card_camera_missing,
                Unread::Busy => w.card_camera_busy,
                Unread::Insecure => w.card_camera_insecure,
            },
        };
        div("messages").child(p("error", why).attr("role", "alert")).hidden(why.is_empty())
    }

    /// What a scanner typed; nothing is said of nothing.
    fn scanned(&self, text: String) {
        if !text.trim().is_empty() {
            self.take(&[text]);
        }
    }

    /// Looks through the picture that was chosen.
    fn look(&self, event: &Event) {
        let Some(device) = self.s.device() else { return self.go(Stage::Reading(NOT_THERE)) };
        let Some(picture) = device.chosen(event).into_iter().next() else { return };
        self.go(Stage::Looking);
        let offer = self.clone();
        spawn(async move {
            let found = device.scan(&picture).await;
            // Who went on typing meanwhile is left alone.
            if offer.stage.peek(|stage| matches!(stage, Stage::Looking)) {
                match found {
                    Ok(texts) => offer.take(&texts),
                    Err(why) => offer.go(Stage::Reading(Some(Why::Scan(why)))),
                }
            }
        });
    }

    /// The camera's picture. It is let go of when something else shows.
    pub(super) fn watched(&self, title: &str) -> Vec<El> {
        let device = self.s.device();
        let (place, wrong) = (div("camera"), State::new(if device.is_none() { NOT_THERE } else { None }));
        let (by_code, by_fault, said) = (self.clone(), self.clone(), wrong.clone());
        let found = move |text: String| match Card::parse(&text) {
            Ok(card) => by_code.go(Stage::Said(Rc::new(card))),
            Err(why) => said.set(Some(Why::Code(why))),
        };
        let failed = move |why| by_fault.go(Stage::Reading(Some(Why::Scan(why))));
        let hold = device.and_then(|device| device.watch(&place, found, failed));
        let place = place.keep(move |_| _ = &hold);
        let (shown, w) = (self.clone(), self.s.more());
        let refusal = div("").inside(move || vec![shown.refusal(wrong.get())]);
        vec![
            self.heading(title),
            p("hint", w.card_hold),
            place,
            refusal,
            div("actions").children(vec![self.leave()]),
        ]
    }

    /// What codes say: the first that is a card's.
    fn take(&self, texts: &[String]) {
        let mut why = Why::NoCode;
        for text in texts {
            match Card::parse(text) {
                Ok(card) => return self.go(Stage::Said(Rc::new(card))),
                Err(not) => why = Why::Code(not),
            }
        }
        self.go(Stage::Reading(Some(why)));
    }

    pub(super) fn said(&self, card: &Rc<Card>) -> Vec<El> {
        let w = self.s.more();
        let sex = card.sex.map_or("", |sex| match sex {
            Sex::Male => w.card_male,
            Sex::Female => w.card_female,
        });
        let issued = card.issued.map_or(String::new(), vietnam::date::Date::dmy);
        let told = [
            (w.card_name, card.name.as_typed()),
            (w.card_number, card.number.as_str()),
            (w.card_born, &card.born.dmy()),
            (w.card_sex, sex),
            (w.card_residence, card.residence.as_deref().unwrap_or_default()),
            (w.card_issued, &issued),
        ];
        let told =
            told.into_iter().filter(|(_, is)| !is.is_empty()).map(|(term, is)| pair(term, is)).collect();
        let (filler, person, residence) = (self.clone(), Person::from(&**card), card.residence.clone());
        vec![
            el("h2").attr("tabindex", "-1").text(w.card_said),
            el("dl").class("answers").children(told),
            div("actions").children(vec![
                button("fill-from-card", Weight::Primary, w.card_fill, move || {
                    filler.fill(&person, Origin::Card, residence.clone());
                }),
                button("refuse-card", Weight::Quiet, w.card_refuse, self.to(Stage::Offered)),
            ]),
        ]
    }
}
