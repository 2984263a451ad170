//! What comes out of the printer.

use crate::citizen::Citizen;
use crate::suite::eventually;
use serde_json::{Value, json};

/// The page's sheets are caught before the browser's own window for printing opens.
const CATCH: &str = "
    new MutationObserver(changes => changes.flatMap(change => [...change.addedNodes]).forEach(frame => {
        if (frame.dataset?.print) frame.contentWindow.print = () => { frame.dataset.opened = 'true'; };
    })).observe(root, { childList: true, subtree: true });";

const SHEET: &str = "
    const frame = root.querySelector(`iframe[data-print=\"${arguments[0]}\"][data-opened]`);
    if (!frame) return null;
    const inner = frame.contentDocument;
    const style = [...inner.styleSheets].flatMap(sheet => [...sheet.cssRules]).map(rule => rule.cssText).join('\\n');
    return [inner.body.innerText, `<!doctype html><html lang=vi><meta charset=utf-8><title>${inner.title}</title>`
        + `<style>${style}</style>${inner.body.outerHTML}`];";

impl Citizen {
    /// Presses a button that prints; answers the words of the sheet, and the sheet for eyes.
    #[track_caller]
    #[must_use]
    pub fn printed(&self, sheet: &str) -> (String, String) {
        let _ = self.look(CATCH, &[]);
        self.press(&format!("print-{sheet}"));
        let found = eventually("the sheet is printed", || {
            Some(self.look(SHEET, &[json!(sheet)])).filter(Value::is_array)
        });
        let text = |at: usize| found[at].as_str().unwrap_or_default().to_owned();
        (text(0), text(1))
    }
}
