//! Reads a submission or a supplement as it comes: fields, then files, which go to the disk piece by piece.

use super::refusal::Refusal;
use crate::shape::{Fault, Field, Why, check, told, value_of};
use crate::visitor::File;
use crate::{Province, hex};
use axum::extract::Multipart;
use axum::extract::multipart::Field as Part;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use tokio::io::AsyncWriteExt;

/// The longest text of a field, and how many fields and files there may be.
const FIELD_BYTES: usize = 1024 * 1024;
const FIELDS: usize = 64;
const FILES: usize = 100;

/// What came. Its files go away with it, unless they are moved.
pub(crate) struct Parcel {
    dir: TempDir,
    /// Names and texts, in the order they came.
    pub(crate) fields: Vec<(String, String)>,
    pub(crate) files: Vec<File>,
}

impl Parcel {
    /// Reads all of it, also after a fault: a client that is cut off while it writes does not read the answer.
    pub(crate) async fn read(mut multipart: Multipart, province: &Province) -> Result<Parcel, Refusal> {
        let dir = TempDir::new_in(province.folder.incoming())?;
        let mut parcel = Parcel { dir, fields: Vec::new(), files: Vec::new() };
        let mut faults = Vec::new();
        loop {
            match multipart.next_field().await {
                Ok(None) => break,
                Ok(Some(part)) => parcel.take(part, province.config.file_bytes, &mut faults).await?,
                Err(_) => return Err(Refusal::at("multipart", Why::Wrong)),
            }
        }
        if faults.is_empty() { Ok(parcel) } else { Err(Refusal::Invalid(faults)) }
    }

    async fn take(&mut self, part: Part<'_>, most: u64, faults: &mut Vec<Fault>) -> Result<(), Refusal> {
        let name = part.name().unwrap_or_default().to_owned();
        let tep = format!("tep-{}", self.files.len());
        if part.file_name().is_none() {
            let out_of_turn = !self.files.is_empty();
            let text = text(part).await?;
            let at = told(&name);
            let twice = self.fields.iter().any(|field| field.0 == name);
            let fault = match text {
                _ if out_of_turn => Fault::new(at, Why::Turn),
                _ if twice => Fault::new(at, Why::Twice),
                _ if self.fields.len() == FIELDS => Fault::new("multipart", Why::Long),
                None => Fault::new(at, Why::Long),
                Some(text) => {
                    self.fields.push((name, text));
                    return Ok(());
                }
            };
            faults.push(fault);
            return Ok(());
        }
        let fault = match part.content_type() {
            _ if self.files.len() == FILES => Some(Fault::new("multipart", Why::Long)),
            _ if name != tep => Some(Fault::new(tep.as_str(), Why::Turn)),
            None => Some(Fault::new(tep.as_str(), Why::Wrong)),
            Some(_) => None,
        };
        faults.extend(fault);
        let path = self.path(self.files.len());
        // What is refused already is read and not written.
        let path = faults.is_empty().then_some(path.as_path());
        let file = file(part, path, most).await?;
        if file.size > most {
            faults.push(Fault::new(tep, Why::Long));
        }
        self.files.push(file);
        Ok(())
    }

    fn path(&self, place: usize) -> PathBuf {
        self.dir.path().join(place.to_string())
    }

    /// Where each file lies, with its sum.
    pub(crate) fn lies(&self) -> Vec<(PathBuf, String)> {
        let lies = |(place, file): (usize, &File)| (self.path(place), file.sha256.clone());
        self.files.iter().enumerate().map(lies).collect()
    }

    /// The sum of all of it: who, for what, fields in the order of their names, files.
    pub(crate) fn sha256(&self, client: &str, what: &str) -> String {
        let mut fields = self.fields.clone();
        fields.sort();
        let all = serde_json::json!([client, what, fields, self.files]);
        crate::sha256(all.to_string().as_bytes())
    }

    /// Its fields as values, when nothing is wrong with them and the files are those announced.
    pub(crate) fn check(&self, fields: &[Field]) -> Result<Map<String, Value>, Vec<Fault>> {
        let (mut values, mut faults) = (Map::new(), Vec::new());
        for (name, text) in &self.fields {
            match value_of(fields, name, text) {
                Some(value) => drop(values.insert(name.clone(), value)),
                None => faults.push(Fault::new(name.as_str(), Why::Wrong)),
            }
        }
        let unread: Vec<String> = faults.iter().map(|fault| fault.at.clone()).collect();
        check(fields, &values, "", &mut faults);
        // What could not be read is not missing.
        faults.retain(|fault| fault.why != Why::Missing || !unread.contains(&fault.at));
        if faults.is_empty() {
            self.check_files(&values, &mut faults);
        }
        if faults.is_empty() { Ok(values) } else { Err(faults) }
    }

    fn check_files(&self, values: &Map<String, Value>, faults: &mut Vec<Fault>) {
        let mut announced = vec![false; self.files.len()];
        let components = values.get("ThanhPhanHoSos").and_then(Value::as_array);
        for (at, component) in components.into_iter().flatten().enumerate() {
            let teps = component.get("DinhKem").and_then(Value::as_array);
            for (place, tep) in teps.into_iter().flatten().enumerate() {
                let at = format!("ThanhPhanHoSos[{at}].DinhKem[{place}]");
                let text = |name: &str| tep.get(name).and_then(Value::as_str).unwrap_or_default();
                let place = text("Tep").strip_prefix("tep-").and_then(|place| place.parse::<usize>().ok());
                let place = place.filter(|place| text("Tep") == format!("tep-{place}"));
                let Some((place, file)) = place.and_then(|place| Some((place, self.files.get(place)?)))
                else {
                    faults.push(Fault::new(format!("{at}.Tep"), Why::Missing));
                    continue;
                };
                let size = tep.get("KichThuoc").and_then(Value::as_u64);
                for (name, same) in [
                    ("TenTep", text("TenTep") == file.name),
                    ("KichThuoc", size == Some(file.size)),
                    ("Sha256", text("Sha256") == file.sha256),
                    ("Tep", !std::mem::replace(&mut announced[place], true)),
                ] {
                    if !same {
                        faults.push(Fault::new(format!("{at}.{name}"), Why::Other));
                    }
                }
            }
        }
        for (place, _) in announced.iter().enumerate().filter(|(_, announced)| !**announced) {
            faults.push(Fault::new(format!("tep-{place}"), Why::Unknown));
        }
    }
}

/// The text of a part; nothing when it is too long.
async fn text(mut part: Part<'_>) -> Result<Option<String>, Refusal> {
    let (mut bytes, mut whole) = (Vec::new(), true);
    while let Some(chunk) = part.chunk().await.map_err(|_| Refusal::at("multipart", Why::Wrong))? {
        whole = whole && bytes.len() + chunk.len() <= FIELD_BYTES;
        if whole {
            bytes.extend_from_slice(&chunk);
        }
    }
    if !whole {
        return Ok(None);
    }
    String::from_utf8(bytes).map(Some).map_err(|_| Refusal::at("multipart", Why::Wrong))
}

/// Brings a part to the disk; what is too long is read to its end and not written.
async fn file(mut part: Part<'_>, path: Option<&Path>, most: u64) -> Result<File, Refusal> {
    let name = part.file_name().unwrap_or_default().to_owned();
    let media_type = part.content_type().unwrap_or_default().to_owned();
    let mut written = match path {
        Some(path) => Some(tokio::fs::File::create(path).await?),
        None => None,
    };
    let (mut size, mut sum) = (0u64, Sha256::new());
    while let Some(chunk) = part.chunk().await.map_err(|_| Refusal::at("multipart", Why::Wrong))? {
        size += u64::try_from(chunk.len()).unwrap_or(u64::MAX);
        sum.update(&chunk);
        if let Some(written) = written.as_mut().filter(|_| size <= most) {
            written.write_all(&chunk).await?;
        }
    }
    if let Some(written) = &mut written {
        written.flush().await?;
        written.sync_all().await?;
    }
    let sha256 = hex(&sum.finalize());
    Ok(File { name, media_type, size, sha256 })
}
