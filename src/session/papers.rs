//! Files for the papers of the dossier, and the sheets that are printed.

use super::{Saved, Session, Summary};
use crate::outbox::Attached;
use crate::platform::files::{Blob, Refused};
use crate::platform::print;
use crate::platform::task::spawn;
use dossier::paper::Paper;
use dossier::procedure::ComponentIx;
use protocol::Attachment;
use std::rc::Rc;
use vietnam::places::{Commune, CommuneCode};

impl Session {
    /// Reads the files that were picked for a component; `instead` of one that was not legible.
    pub(crate) fn take(
        &self,
        ix: ComponentIx,
        component: &str,
        paper: String,
        picked: Vec<Blob>,
        instead: Option<Rc<Attached>>,
    ) {
        let (s, component) = (self.clone(), component.to_string());
        self.refused.set(None);
        spawn(async move {
            let Some(device) = s.device() else { return };
            let limits = s.config.site.files;
            for (at, file) in picked.into_iter().enumerate() {
                let instead = instead.as_ref().filter(|_| at == 0);
                let full = instead.is_none() && s.attached.peek(Vec::len) >= usize::from(limits.count);
                let name = file.name();
                let read = if full { Err(Refused::TooMany) } else { device.pick(&file, limits.bytes).await };
                match read {
                    Ok(file) => {
                        let manifest = Attachment {
                            component: component.clone(),
                            paper: paper.clone(),
                            name: file.name,
                            media_type: file.media,
                            size: file.size,
                            sha256: file.sha256,
                        };
                        s.add(Rc::new(Attached { manifest, blob: file.blob }), instead).await;
                    }
                    Err(why) => s.refused.set(Some((ix, why, name))),
                }
            }
        });
    }

    /// Bytes first, then their name: a draft never names what is not there.
    async fn add(&self, file: Rc<Attached>, instead: Option<&Rc<Attached>>) {
        self.keep();
        if let (Some(store), Some(number)) = (self.store(), self.number())
            && let Err(why) = store.put_file(number.as_str(), &file.manifest.sha256, &file.blob).await
        {
            self.saved.set(Saved::Failed(why));
        }
        let is_old = |one: &Rc<Attached>| instead.is_some_and(|old| Rc::ptr_eq(one, old));
        self.attach(|all| match all.iter_mut().find(|one| is_old(one)) {
            Some(old) => *old = file,
            None => all.push(file),
        });
        // The summary listed what is no longer missing.
        self.summary.set(Summary::default());
    }

    /// Keeps all files under the dossier's present number.
    pub(super) fn keep_files(&self) {
        let (Some(store), Some(number)) = (self.store(), self.number()) else { return };
        let all = self.attached.now();
        spawn(async move {
            for file in all {
                _ = store.put_file(number.as_str(), &file.manifest.sha256, &file.blob).await;
            }
        });
    }

    /// Takes a file out of the dossier.
    pub(crate) fn remove_file(&self, file: &Rc<Attached>) {
        self.attach(|all| all.retain(|one| !Rc::ptr_eq(one, file)));
    }

    /// Draws a picture into a canvas.
    pub(crate) fn preview(&self, blob: &Blob, canvas: &crate::platform::dom::El) {
        if let Some(device) = self.device() {
            device.show(blob, canvas, PREVIEW);
        }
    }

    /// What was chosen in the file input of an event.
    pub(crate) fn chosen(&self, event: &crate::platform::dom::Event) -> Vec<Blob> {
        self.device().map(|device| device.chosen(event)).unwrap_or_default()
    }

    fn attach(&self, change: impl FnOnce(&mut Vec<Rc<Attached>>)) {
        let mut all = self.attached.now();
        change(&mut all);
        self.attached.set(all);
        self.keep();
    }

    /// Whether the law has a form for this procedure.
    pub(crate) fn has_paper(&self) -> bool {
        self.paper_file().is_some()
    }

    fn paper_file(&self) -> Option<String> {
        let code = self.procedure()?.code.clone();
        let day = self.with(|open| open.form.today())?;
        self.index().procedure(&code, &self.config.site.id, day)?.paper()
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
            let used = papers.filter(|(c, p)| {
                attached.iter().any(|a| a.manifest.component == c.id && a.manifest.paper == p.id)
            });
            used.map(|(_, p)| p.name.vi.clone()).collect()
        };
        if let Some(sheet) = self.with(|open| crate::print::declaration(&open.form, paper, &names)) {
            print::print(&self.root, &sheet, &self.config.sheet);
        }
    }

    /// Opens the browser's print dialogue with the receipt, its QR code on it.
    pub(crate) fn print_receipt(&self) {
        let Some(receipt) = self.sent.now().and_then(|record| record.receipt()) else { return };
        let procedure = self.name_of(&receipt.procedure);
        let office = self.office_name(&receipt.office);
        let sheet = crate::print::receipt(&receipt, &procedure, &office, self.more());
        let (s, code) = (self.clone(), receipt.signed());
        spawn(
            async move { print::print_with_code(&s.root, &sheet, &s.config.sheet, s.device(), &code).await },
        );
    }

    /// The name of a procedure, its code when it is not known here any more.
    pub(crate) fn name_of(&self, code: &str) -> String {
        let index = self.index();
        let entry = index.procedure(code, &self.config.site.id, self.today());
        let entry = entry.or_else(|| index.procedures.iter().find(|entry| entry.code == code));
        entry.map_or(code, |entry| entry.name.get(self.lang())).into()
    }

    /// The name of the commune whose office receives; its code while the name is not loaded.
    pub(crate) fn office_name(&self, commune: &str) -> String {
        let Some(code) = CommuneCode::parse(commune) else { return String::new() };
        self.learn_communes(self.config.site.province);
        let name = self.with(|open| open.form.tables().commune(code).map(Commune::full_name)).flatten();
        name.unwrap_or_else(|| commune.into())
    }
}

/// The long edge of a preview, in pixels: legible on a phone.
const PREVIEW: u32 = 960;
