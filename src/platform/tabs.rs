//! Several tabs of one origin: one writes a dossier, one sends, all hear of a change (`embed/device/tabs.js`).

use super::device::{Device, Release, release};
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;

impl Device {
    /// Holds the dossier of that number for writing; `None` when another tab does. `lost` runs when it is taken.
    pub(crate) async fn hold(&self, number: &str, lost: impl FnOnce() + 'static) -> Option<Release> {
        self.held("hold", number, lost).await
    }

    /// Takes it over from whichever tab holds it.
    pub(crate) async fn take_over(&self, number: &str, lost: impl FnOnce() + 'static) -> Option<Release> {
        self.held("takeOver", number, lost).await
    }

    async fn held(&self, how: &str, number: &str, lost: impl FnOnce() + 'static) -> Option<Release> {
        release(self.ask(how, &[number.into(), Closure::once_into_js(lost)]).await.ok()?)
    }

    /// Waits until no other tab sends, and sends alone from then on.
    pub(crate) async fn turn_to_send(&self) -> Option<Release> {
        release(self.ask("line", &["outbox".into()]).await.ok()?)
    }

    /// Tells every widget of this origin a word.
    pub(crate) fn tell(&self, word: &str) {
        let _ = self.call("tell", &[word.into()]);
    }

    /// Runs `then` with every word told.
    pub(crate) fn hear(&self, mut then: impl FnMut(String) + 'static) -> Option<Release> {
        let heard = move |word: JsValue| then(word.as_string().unwrap_or_default());
        self.until("hear", &[Closure::<dyn FnMut(JsValue)>::new(heard).into_js_value()])
    }
}
