//! The provincial system: receives dossiers as forms with files and decides how they stand. Paths and names are those
//! of docs/province.md; no vendor's contract is public.

use super::Trouble;
use super::http::Http;
use super::message::Message;
use super::province::Province;
use super::settings::Settings;
use super::told::{Wire, is_code, told};
use crate::store::outbox::Told;
use async_trait::async_trait;
use reqwest::StatusCode;
use reqwest::multipart::{Form, Part};
use serde::Deserialize;

/// What a supplement says for itself: the citizen is not asked for words.
const SUPPLEMENT: &str = "Bổ sung theo yêu cầu của cơ quan";

/// Speaks to a provincial system.
pub(super) struct Submit(Http);

/// Why it takes none.
#[derive(Deserialize)]
struct Refused {
    #[serde(rename = "ChiTiet", default)]
    details: Vec<Detail>,
}

#[derive(Deserialize)]
struct Detail {
    #[serde(rename = "Truong", default)]
    field: String,
    #[serde(rename = "Loi", default)]
    fault: String,
}

#[derive(Deserialize)]
struct Found {
    #[serde(rename = "MaHoSo")]
    code: String,
}

impl Submit {
    /// With the settings and our secret there.
    pub(super) fn open(settings: &Settings, secret: &str) -> Result<Submit, String> {
        Http::open(settings, secret).map(Submit)
    }

    async fn form(&self, message: &Message) -> Result<Form, Trouble> {
        let (mapping, kept) = (message.mapping(exchange::SUBMIT)?, message.kept());
        let written = match &message.supplement {
            None => exchange::submission(mapping, &kept),
            Some(_) => {
                exchange::supplement(mapping, &kept, SUPPLEMENT, &message.new_files().collect::<Vec<_>>())
            }
        };
        let fields = written.fields.into_iter();
        let mut form = fields.fold(Form::new(), |form, (name, text)| form.text(name, text));
        for (place, file) in written.files.iter().enumerate() {
            let (Some(filed), Some(kept)) =
                (message.files.get(*file), message.submission.attachments.get(*file))
            else {
                return Err(Trouble::never("a file is not in the manifest"));
            };
            let part = Part::file(&filed.path).await.map_err(|_| Trouble::never("a file cannot be read"))?;
            let part = part.file_name(kept.name.clone()).mime_str(&kept.media_type);
            let part = part.map_err(|_| Trouble::never("a file has no proper type"))?;
            form = form.part(format!("tep-{place}"), part);
        }
        Ok(form)
    }
}

#[async_trait]
impl Province for Submit {
    fn decides(&self) -> bool {
        true
    }

    async fn send(&self, message: &Message) -> Result<String, Trouble> {
        let key = message.number().as_str();
        let path = match &message.supplement {
            None => "api/v1/hoso/NopTrucTuyen".to_owned(),
            Some(_) => format!("api/v1/hoso/{}/BoSung", message.dossier.code_there),
        };
        let request = async || {
            let form = self.form(message).await?;
            Ok(self.0.post(&path).header("Idempotency-Key", key).multipart(form))
        };
        let answer = self.0.send(&|| Box::pin(request())).await?;
        match answer.status {
            StatusCode::OK | StatusCode::CREATED => code(answer.json()?),
            StatusCode::UNPROCESSABLE_ENTITY => Err(refused(answer.json().ok())),
            _ => Err(answer.trouble()),
        }
    }

    async fn has(&self, message: &Message) -> Result<Option<String>, Trouble> {
        let path = ["api/v1/hoso/TraCuu?khoa=", message.number().as_str()].concat();
        let answer = self.0.send(&|| Box::pin(async { Ok(self.0.get(&path)) })).await?;
        match answer.status {
            StatusCode::OK => code(answer.json::<Found>()?.code).map(Some),
            StatusCode::NOT_FOUND => Ok(None),
            _ => Err(answer.trouble()),
        }
    }

    async fn states(&self, code: &str, seen: i64) -> Result<Vec<Told>, Trouble> {
        let path = format!("api/v1/hoso/{code}/TrangThai?sau={seen}");
        let answer = self.0.send(&|| Box::pin(async { Ok(self.0.get(&path)) })).await?;
        if answer.status != StatusCode::OK {
            return Err(answer.trouble());
        }
        let wires: Vec<Wire> = answer.json()?;
        let all: Option<Vec<Told>> = wires.iter().map(told).collect();
        all.ok_or_else(|| Trouble::later("a state is not understood"))
    }
}

fn code(text: String) -> Result<String, Trouble> {
    if is_code(&text) { Ok(text) } else { Err(Trouble::later("what should be mã hồ sơ is none")) }
}

/// Fields and faults, as far as they can be no words of a citizen.
fn refused(said: Option<Refused>) -> Trouble {
    let is_name = |name: &str| {
        (1..=60).contains(&name.len())
            && name.bytes().all(|b| b.is_ascii_alphabetic() || matches!(b, b'_' | b'.' | b'-'))
    };
    let details = said.map(|said| said.details).unwrap_or_default();
    let named = details.iter().filter(|one| is_name(&one.field));
    let told = named.map(|one| match is_name(&one.fault) {
        true => format!("{} ({})", one.field, one.fault),
        false => one.field.clone(),
    });
    let told: Vec<String> = told.take(20).collect();
    Trouble::never(match told.as_slice() {
        [] => "refused".to_owned(),
        told => format!("refused: {}", told.join(", ")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_refusal_names_is_told_and_what_a_citizen_may_have_written_is_not() {
        let said = r#"{"ChiTiet":[{"Truong":"ChuHoSo","Loi":"thieu"},{"Truong":"Nguyễn Văn Mẫu","Loi":"x"},
            {"Truong":"NgaySinh","Loi":"là 01/01/1990"}]}"#;
        let Trouble::Never { why } = refused(serde_json::from_str(said).ok()) else {
            panic!("it may be retried")
        };
        assert_eq!(why, "refused: ChuHoSo (thieu), NgaySinh");
    }

    #[test]
    fn a_code_that_would_change_an_address_is_none() {
        assert!(code("H20-261128-0001".into()).is_ok());
        for wrong in ["", "a/b", "H20 1", "../x", "H20?x"] {
            assert!(code(wrong.into()).is_err(), "{wrong}");
        }
    }
}
