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
        + `<style>${style}</style>` + inner.body.outerHTML.replace(/<canvas[^>]*><.canvas>/,
            () => `<img class=code src=${inner.querySelector('canvas').toDataURL()}>`)];";

/// The modules of the code on a sheet, as they were drawn.
const CODE: &str = "
    const canvas = root.querySelector(`iframe[data-print=\"${arguments[0]}\"]`).contentDocument.querySelector('canvas');
    const [size, edge] = [4, 4], pen = canvas.getContext('2d'), line = [...Array(canvas.width / size - 2 * edge).keys()];
    const dark = (x, y) => pen.getImageData((x + edge) * size + 1, (y + edge) * size + 1, 1, 1).data[0] < 128;
    return line.map(y => line.map(x => dark(x, y)));";

impl Citizen {
    /// What stands in the code on a printed sheet, by another's reader.
    ///
    /// # Panics
    /// When it cannot be read.
    #[must_use]
    pub fn code_on(&self, sheet: &str) -> String {
        let drawn: Vec<Vec<bool>> =
            serde_json::from_value(self.look(CODE, &[json!(sheet)])).expect("the modules of a code");
        let grid = rqrr::SimpleGrid::from_func(drawn.len(), |x, y| drawn[y][x]);
        rqrr::Grid::new(grid).decode().expect("a code that can be read").1
    }

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
