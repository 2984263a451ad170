//! What is typed, kept for this tab: text by path, as it was typed.

use crate::platform::storage;

/// Control characters that no control lets a person type.
const RECORD: char = '\u{1e}';
const UNIT: char = '\u{1f}';

/// Where the draft of a procedure lies.
pub(crate) struct Slot {
    key: String,
}

impl Slot {
    /// For one procedure filed in one site, by the widget of that name on the page.
    pub(crate) fn new(instance: &str, site: &str, procedure: &str) -> Slot {
        Slot { key: ["to-khai:draft:", instance, ":", site, ":", procedure].concat() }
    }

    /// Keeps what was typed; false where the browser does not let us.
    pub(crate) fn write(&self, typed: &[(String, String)]) -> bool {
        storage::write(&self.key, &encode(typed))
    }

    /// What was typed before, if anything.
    pub(crate) fn read(&self) -> Option<Vec<(String, String)>> {
        storage::read(&self.key).map(|text| decode(&text))
    }

    /// Forgets it.
    pub(crate) fn forget(&self) {
        storage::forget(&self.key);
    }
}

fn encode(typed: &[(String, String)]) -> String {
    let mut out = String::new();
    for (path, raw) in typed {
        out.push_str(path);
        out.push(UNIT);
        out.extend(raw.chars().filter(|c| *c != RECORD && *c != UNIT));
        out.push(RECORD);
    }
    out
}

fn decode(text: &str) -> Vec<(String, String)> {
    let records = text.split(RECORD).filter_map(|record| record.split_once(UNIT));
    records.map(|(path, raw)| (path.into(), raw.into())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_comes_back_letter_for_letter() {
        let pair = |path: &str, raw: &str| (path.to_string(), raw.to_string());
        let typed = [pair("child.name", "Nguyễn  Văn\u{1e} An"), pair("child.born", "1//2026")];
        let back = decode(&encode(&typed));
        assert_eq!(back, [pair("child.name", "Nguyễn  Văn An"), pair("child.born", "1//2026")]);
        assert!(decode("").is_empty());
    }
}
