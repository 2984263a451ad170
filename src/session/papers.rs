//! Files for the papers of the dossier, and the sheets that are printed.

use super::{Session, Summary};
use crate::outbox::Attached;
use crate::platform::files::{self, Refused};
use crate::platform::print;
use crate::platform::storage;
use crate::platform::task::spawn;
use dossier::paper::Paper;
use dossier::procedure::ComponentIx;
use vietnam::places::{Commune, CommuneCode};

impl Session {
    /// Reads the files that were picked for a component.
    pub(crate) fn take(&self, ix: ComponentIx, component: &str, paper: String, picked: Vec<files::File>) {
        let (s, component) = (self.clone(), component.to_string());
        self.refused.set(None);
        spawn(async move {
            let limits = s.config.site.files;
            for file in picked {
                let name = file.name();
                let full = s.attached.peek(Vec::len) >= usize::from(limits.count);
                let read = if full { Err(Refused::TooMany) } else { files::read(file, limits.bytes).await };
                match read {
                    Ok(file) => {
                        let one = Attached { component: component.clone(), paper: paper.clone(), file };
                        s.attach(|all| all.push(one));
                        // The summary listed what is no longer missing.
                        s.summary.set(Summary::default());
                    }
                    Err(why) => s.refused.set(Some((ix, why, name))),
                }
            }
        });
    }

    /// Takes a file out of the dossier.
    pub(crate) fn remove_file(&self, at: usize) {
        self.attach(|all| {
            if at < all.len() {
                all.remove(at);
            }
        });
    }

    fn attach(&self, change: impl FnOnce(&mut Vec<Attached>)) {
        let mut all = self.attached.now();
        change(&mut all);
        let count = all.len().to_string();
        self.attached.set(all);
        storage::write(&self.key("files"), &count);
    }

    /// Files were picked before a reload: their bytes are gone, and the page says so.
    pub(crate) fn files_lost(&self) -> bool {
        let before = storage::read(&self.key("files")).is_some_and(|count| count != "0");
        before && self.attached.peek(Vec::is_empty)
    }

    /// Whether the law has a form for this procedure.
    pub(crate) fn has_paper(&self) -> bool {
        self.paper_file().is_some()
    }

    fn paper_file(&self) -> Option<String> {
        let code = self.procedure()?.code.clone();
        self.index().procedure(&code, &self.config.site.id, self.today())?.paper()
    }

    /// Opens the browser's print dialogue with the official declaration, once its form has come.
    pub(crate) fn print_declaration(&self) {
        let (s, file) = (self.clone(), self.paper_file().unwrap_or_default());
        spawn(async move {
            if let Some(paper) = s.fetch::<Paper>(&file).await {
                s.print_form(&paper);
            }
        });
    }

    fn print_form(&self, paper: &Paper) {
        let names: Vec<String> = {
            let attached = self.attached.now();
            let procedure = self.procedure();
            let papers = procedure
                .iter()
                .flat_map(|p| &p.components)
                .flat_map(|c| c.papers.iter().map(move |p| (c, p)));
            let used =
                papers.filter(|(c, p)| attached.iter().any(|a| a.component == c.id && a.paper == p.id));
            used.map(|(_, p)| p.name.vi.clone()).collect()
        };
        if let Some(sheet) = self.with(|open| crate::print::declaration(&open.form, paper, &names)) {
            print::print(&self.root, &sheet, &self.config.style);
        }
    }

    /// Opens the browser's print dialogue with the receipt.
    pub(crate) fn print_receipt(&self) {
        let Some(receipt) = self.receipt.now() else { return };
        let procedure = self.procedure().map_or(String::new(), |p| p.name.get(self.lang()).into());
        let office = self.office_name(&receipt.office);
        let sheet = crate::print::receipt(&receipt, &procedure, &office, self.more());
        print::print(&self.root, &sheet, &self.config.style);
    }

    /// The name of the commune whose office receives; its code while the name is not loaded.
    pub(crate) fn office_name(&self, commune: &str) -> String {
        let Some(code) = CommuneCode::parse(commune) else { return String::new() };
        self.learn_communes(self.config.site.province);
        let name = self.with(|open| open.form.tables().commune(code).map(Commune::full_name)).flatten();
        name.unwrap_or_else(|| commune.into())
    }
}
