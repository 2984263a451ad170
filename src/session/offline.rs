//! What is fetched beforehand, so that the whole journey works without network after one visit: everything of the
//! procedure under way; of all procedures where the page is installed as an app, as an office does.

use super::Session;
use crate::platform::task::spawn;
use dossier::index::{Entry, Index};

impl Session {
    /// Has the service worker keep what the procedure under way needs, to its end.
    pub(super) fn keep_for_offline(&self) {
        let Some(device) = self.device() else { return };
        let (index, site, today) = (self.index(), &self.config.site, self.today());
        let code = self.procedure().map(|p| p.code.clone());
        let all = device.is_installed();
        let holds =
            |entry: &&Entry| entry.holds(&site.id, today) && (all || code.as_ref() == Some(&entry.code));
        let mut files: Vec<String> = index.procedures.iter().filter(holds).flat_map(of).collect();
        files.extend(shared(&index));
        files.extend(index.communes_of(site.province).map(str::to_string));
        let urls: Vec<String> =
            files.iter().map(|file| [&self.config.base, "catalogue/", file].concat()).collect();
        spawn(async move { device.keep_offline(&urls).await });
    }
}

/// The files of one procedure.
fn of(entry: &Entry) -> Vec<String> {
    [entry.file(), entry.said(), entry.english()].into_iter().chain(entry.paper()).collect()
}

/// What every procedure may need; the index last, for it names the others.
fn shared(index: &Index) -> Vec<String> {
    let lists = index.lists.iter().map(|(_, file)| file.clone());
    let rest = [&index.guide, &index.english, &index.all_communes].map(Clone::clone);
    lists.chain(rest).chain(["index.bin".to_string()]).collect()
}
