//! What the device keeps: records of dossiers and the bytes of their files, sealed (`embed/device/store.js`).

use super::device::{Answer, Device, Trouble, item, trouble};
use super::files::Blob;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};

impl Device {
    /// Whether this browser keeps anything for us.
    pub(crate) async fn ready(&self) -> Result<(), Trouble> {
        done(self.ask("ready", &[])).await
    }

    /// Keeps a record.
    pub(crate) async fn put(&self, number: &str, record: &[u8]) -> Result<(), Trouble> {
        done(self.ask("put", &[number.into(), Uint8Array::from(record).into()])).await
    }

    /// A record, if there is one.
    pub(crate) async fn get(&self, number: &str) -> Result<Option<Vec<u8>>, Trouble> {
        let found = self.ask("get", &[number.into()]).await;
        found.map(|bytes| bytes_of(&bytes)).map_err(|cause| trouble(&cause))
    }

    /// Every record by its number; without bytes where it cannot be opened.
    pub(crate) async fn list(&self) -> Result<Vec<(String, Option<Vec<u8>>)>, Trouble> {
        let found = self.ask("list", &[]).await.map_err(|cause| trouble(&cause))?;
        let Ok(all) = found.dyn_into::<Array>() else { return Ok(Vec::new()) };
        let pair =
            |pair: JsValue| (item(&pair, 0).as_string().unwrap_or_default(), bytes_of(&item(&pair, 1)));
        Ok((0..all.length()).map(|at| pair(all.get(at))).collect())
    }

    /// Forgets a dossier with its files.
    pub(crate) async fn forget(&self, number: &str) -> Result<(), Trouble> {
        done(self.ask("remove", &[number.into()])).await
    }

    /// Forgets the files of a dossier.
    pub(crate) async fn forget_files(&self, number: &str) -> Result<(), Trouble> {
        done(self.ask("removeFiles", &[number.into()])).await
    }

    /// Keeps a file.
    pub(crate) async fn put_file(&self, number: &str, sha256: &str, blob: &Blob) -> Result<(), Trouble> {
        done(self.ask("putFile", &[number.into(), sha256.into(), blob.0.clone()])).await
    }

    /// A file, if its bytes are here.
    pub(crate) async fn get_file(&self, number: &str, sha256: &str, media: &str) -> Option<Blob> {
        let found = self.ask("getFile", &[number.into(), sha256.into(), media.into()]).await.ok()?;
        found.is_object().then_some(Blob(found))
    }

    /// Asks the browser not to clear away what is kept.
    pub(crate) fn persist(&self) {
        let _ = self.call("persist", &[]);
    }
}

async fn done(answer: Answer) -> Result<(), Trouble> {
    answer.await.map(drop).map_err(|cause| trouble(&cause))
}

pub(super) fn bytes_of(bytes: &JsValue) -> Option<Vec<u8>> {
    bytes.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec)
}
