//! Pressing: where a thing can be reached, and how a finger or the mouse comes there.

use super::{Session, wait};
use crate::browser::Engine;
use fantoccini::actions::{InputSource, MOUSE_BUTTON_LEFT, MouseActions, PointerAction, TouchActions};
use fantoccini::elements::Element;
use serde_json::json;
use std::iter;
use std::time::{Duration, Instant};

/// What Chromium takes for a double tap.
const DOUBLE_TAP_TIME: Duration = Duration::from_millis(500);
const DOUBLE_TAP_REACH: f64 = 50.0;

/// Brings an element into view, and once that is drawn answers where to press it and where the page stands then, or
/// what lies over it. What was scrolled since the last press is waited for too: a browser may press on the picture
/// that was there before.
const REACH: &str = "
    const [element, [x, y], done] = arguments;
    const drawn = then => requestAnimationFrame(() => requestAnimationFrame(then));
    if (element.localName === 'option') {
        element.closest('select').scrollIntoView({ block: 'center', behavior: 'instant' });
        return done('option');
    }
    const inside = r => r.top >= 0 && r.left >= 0 && r.bottom <= innerHeight && r.right <= innerWidth;
    const reach = (again) => {
        const box = element.getClientRects()[0];
        if (!box) return done('it is not drawn');
        const at = [Math.floor(box.left + box.width / 2), Math.floor(box.top + box.height / 2)];
        const over = element.getRootNode().elementFromPoint(...at);
        if (element.contains(over)) return done([...at, scrollX, scrollY]);
        if (again) return done(`over it lies ${over?.outerHTML.slice(0, 200)}`);
        bring();
    };
    // What lies at the very edge is pushed to the middle, as a hand would.
    const bring = () => {
        element.scrollIntoView({ block: 'center', behavior: 'instant' });
        drawn(() => reach(true));
    };
    const begin = () => inside(element.getBoundingClientRect()) ? reach(false) : bring();
    if (scrollX === x && scrollY === y) begin(); else drawn(begin);
";

impl Session {
    /// A finger, or the mouse, presses the middle of an element so many times at once.
    ///
    /// # Errors
    /// What lies over it. WebKit's own click believes that of everything in a shadow root, so we look ourselves.
    pub fn press(&self, element: &Element, times: usize) -> Result<(), String> {
        let stood = self.stood.get();
        let reach = self.client.execute_async(REACH, vec![json!(element), json!([stood.0, stood.1])]);
        let at = wait(reach).map_err(|why| why.to_string())?;
        if at == json!("option") {
            // A line of the phone's own list.
            return wait(element.click()).map_err(|why| why.to_string());
        }
        let (Some(x), Some(y)) = (at[0].as_f64(), at[1].as_f64()) else { return Err(at.to_string()) };
        self.stood.set((at[2].as_f64().unwrap_or_default(), at[3].as_f64().unwrap_or_default()));
        let framed = self.framed.get();
        let around = if framed { self.out_of_frame_to(x, y) } else { (x, y) };
        // By the place on the screen: what is far apart in a frame was brought to the same middle.
        let early = self.is_early_for(around.0, around.1);
        if !early.is_zero() {
            if framed {
                self.into_frame();
            }
            self.hold_back(early)?;
            // What is pressed may have moved meanwhile.
            return self.press(element, times);
        }
        // Firefox's driver lets a press end at the edge of a frame, the others know the screen's places alone.
        let (x, y) = if framed && self.place.engine == Engine::Firefox {
            self.into_frame();
            (x, y)
        } else {
            around
        };
        let to = PointerAction::MoveTo { duration: None, x, y };
        let down = PointerAction::Down { button: MOUSE_BUTTON_LEFT };
        let up = PointerAction::Up { button: MOUSE_BUTTON_LEFT };
        let moves = iter::once(to).chain(iter::repeat_n([down, up], times).flatten());
        let pressed = if self.place.has_touch() {
            self.last_tap.set(Some((Instant::now(), around.0, around.1)));
            let finger = moves.fold(TouchActions::new("finger".into()), TouchActions::then);
            wait(self.client.perform_actions(finger))
        } else {
            let mouse = moves.fold(MouseActions::new("mouse".into()), MouseActions::then);
            wait(self.client.perform_actions(mouse))
        };
        if framed && !self.framed.get() {
            self.into_frame();
        }
        pressed.map_err(|why| why.to_string())
    }

    /// Looks at the page around, scrolled until a place of the frame is in the middle of the screen: where that is now.
    fn out_of_frame_to(&self, x: f64, y: f64) -> (f64, f64) {
        const SCROLL: &str = "const [x, y, done] = arguments;
            const box = () => document.querySelector('iframe').getBoundingClientRect();
            scrollBy({ top: box().top + y - innerHeight / 2, behavior: 'instant' });
            requestAnimationFrame(() => requestAnimationFrame(() => done([box().left + x, box().top + y])))";
        self.out_of_frame();
        let at = self.script_async(SCROLL, &[json!(x), json!(y)]);
        (at[0].as_f64().unwrap_or(x).floor(), at[1].as_f64().unwrap_or(y).floor())
    }

    /// How much too early a tap is: it would be the second half of a double tap, which marks a word.
    fn is_early_for(&self, x: f64, y: f64) -> Duration {
        match self.last_tap.get() {
            Some((then, was_x, was_y)) if (x - was_x).hypot(y - was_y) < DOUBLE_TAP_REACH => {
                (then + DOUBLE_TAP_TIME).saturating_duration_since(Instant::now())
            }
            _ => Duration::ZERO,
        }
    }

    /// A finger rests so long.
    fn hold_back(&self, duration: Duration) -> Result<(), String> {
        let rest = TouchActions::new("finger".into()).then(PointerAction::Pause { duration });
        wait(self.client.perform_actions(rest)).map_err(|why| why.to_string())
    }
}
