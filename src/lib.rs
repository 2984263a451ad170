//! The widget `<to-khai>`: walks a citizen through declaring a dossier, in a shadow root.
//!
//! `embed/to-khai.js` owns the custom element, `embed/mount.js` calls [`mount`]; nothing else is exported.

#![cfg_attr(not(target_arch = "wasm32"), allow(dead_code, reason = "only a browser calls in"))]

mod app;
mod components;
mod draft;
mod i18n;
mod journey;
mod outbox;
mod platform;
mod print;
mod session;
mod state;

use platform::history::History;
use platform::page::Root;
use platform::rest::Loader;
use session::{Config, Session};
use wasm_bindgen::prelude::*;

#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// A mounted widget. Freeing it removes the widget and every listener it hung up.
#[wasm_bindgen]
pub struct Handle {
    session: Session,
    _app: app::Mounted,
}

/// Mounts the widget into `container`, an element inside the shadow root.
///
/// `base` is the address of the gateway with a trailing slash, `sheet` that of the style of what is printed, `index` the
/// bytes of the catalogue's index, `instance` tells widgets of one page apart; `attribute` reads an attribute of the
/// element, empty when absent; `kept` says that the device keeps dossiers; `rest` fetches the rest of the wasm, `device`
/// the code of `embed/device`.
///
/// # Errors
/// A sentence for the fallback page when the index cannot be read or names no such site.
#[wasm_bindgen]
#[expect(clippy::too_many_arguments, reason = "called once, from JavaScript, which has no named arguments")]
pub fn mount(
    container: web_sys::HtmlElement,
    base: String,
    sheet: String,
    index: &[u8],
    instance: String,
    attribute: &js_sys::Function,
    kept: bool,
    rest: js_sys::Function,
    device: js_sys::Function,
) -> Result<Handle, String> {
    let index: dossier::Index = dossier::blob::read(index).map_err(|_| "catalogue")?;
    let attribute = |name: &str| {
        let value = attribute.call1(&JsValue::UNDEFINED, &name.into());
        value.ok().and_then(|value| value.as_string()).unwrap_or_default()
    };
    let site = attribute("site");
    let site = match index.site(&site) {
        Some(site) => site.clone(),
        None if site.is_empty() => index.sites.first().cloned().ok_or("site")?,
        None => return Err("site".into()),
    };
    let history = History::new(&instance, attribute("history") != "none");
    let config = Config {
        base,
        sheet,
        arrives: history.current().is_none(),
        history,
        instance,
        site,
        office: attribute("office"),
        procedure: attribute("procedure"),
        declares: attribute("begin") == "declare",
        day: attribute("day").parse().ok(),
        kept,
        loader: Loader::new(rest, device),
    };
    let session = Session::new(Root::new(container.clone()), config, index);
    let app = app::mount(container, &session, i18n::lang(&attribute("lang")));
    Ok(Handle { session, _app: app })
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.session.close();
    }
}

#[wasm_bindgen]
impl Handle {
    /// The element's attribute changed; `lang` is followed at once, the others need a new mount.
    pub fn set_attribute(&self, name: &str, value: &str) {
        if name == "lang" {
            self.session.set_lang(i18n::lang(value));
        }
    }
}
