//! A draft that was carried away as a file: typed once, opened on many phones.

use super::device::{Device, kept};
use super::dossier::sha256;
use crate::environment::scratch;
use crate::story::{Story, go_on};
use crate::suite::eventually;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use dossier::Form;
use protocol::SubmissionNumber;
use std::fs;
use std::path::PathBuf;

/// The page keeps what it hands out, instead of the browser.
const CATCH: &str = "
    URL.createObjectURL = blob => { window.carried = blob; return '#'; };
    HTMLAnchorElement.prototype.click = () => {};";
const READ: &str = "
    const [done] = arguments;
    if (!window.carried) return done(null);
    window.carried.arrayBuffer().then(all => done(btoa(Array.from(new Uint8Array(all), byte => String.fromCharCode(byte)).join(''))));";

/// Before the record: `TKHAI`, its version, the record's length, and the record's SHA-256 in hexadecimal.
const DIGEST: std::ops::Range<usize> = 11..75;

/// A draft file, complete but for the papers.
pub struct Carried {
    bytes: Vec<u8>,
    number: String,
}

impl Carried {
    /// Somebody types the story on a phone, up to the papers, and carries it away.
    ///
    /// # Panics
    /// Where the way is blocked.
    #[must_use]
    pub fn written(url: &str, story: &Story, form: &Form) -> Carried {
        let mut device = Device::new("scribe", url);
        let c = device.go_home();
        c.type_in("find", &story.code).press_at(&format!("[data-procedure=\"{}\"]", story.code));
        c.arrives("prepare");
        c.press("start");
        c.until("the form shows", || c.page().starts_with("declare:"));
        while c.page() != "attach" {
            let here = c.page();
            story.fill(c, form, &here);
            go_on(c, "continue", &here);
        }
        let c = device.go_home();
        let number = eventually("the draft is kept", || kept(c).into_keys().next());
        let _ = c.browser.script(CATCH, &[]);
        c.press("carry-away");
        let bytes = eventually("the draft is handed out", || {
            let read = c.browser.script_async(READ, &[]);
            STANDARD.decode(read.as_str()?).ok()
        });
        Carried { bytes, number }
    }

    /// The same draft as another person's, under a number of its own, as a file.
    ///
    /// # Panics
    /// When it cannot be written.
    #[must_use]
    pub fn of(&self, number: &SubmissionNumber) -> PathBuf {
        let (old, new) = (self.number.as_bytes(), number.as_str().as_bytes());
        let mut bytes = self.bytes.clone();
        let at = bytes.windows(old.len()).position(|part| part == old).expect("a draft with its number");
        bytes[at..at + old.len()].copy_from_slice(new);
        let digest = sha256(&bytes[DIGEST.end..]);
        bytes[DIGEST].copy_from_slice(digest.as_bytes());
        let file = scratch("storm-papers").join(format!("{}.tokhai", number.as_str()));
        fs::write(&file, bytes).expect("a draft can be written");
        file
    }
}
