//! What is sent: the answers as reviewed, and a manifest of the files.

use crate::json::Object;
use crate::number::SubmissionNumber;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use validator::Validate;

/// A dossier as it is sent, without the bytes of its files.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct Submission {
    /// Minted before the first send; a replay carries the same.
    pub number: SubmissionNumber,
    /// Version of the catalogue the answers were checked with.
    #[validate(length(min = 1, max = 64))]
    pub catalogue: String,
    /// National code of the procedure.
    #[validate(length(min = 1, max = 32))]
    pub procedure: String,
    /// The site (province) it is filed in.
    #[validate(length(min = 1, max = 64))]
    pub site: String,
    /// Language the citizen used, `vi` or `en`.
    #[validate(length(min = 2, max = 2))]
    pub lang: String,
    /// Answers by path, in their normal form (see `dossier::Value::wire`).
    #[validate(length(max = 2000))]
    pub answers: BTreeMap<String, String>,
    /// The files, each uploaded under its SHA-256 beforehand.
    #[validate(length(max = 200), nested)]
    pub attachments: Vec<Attachment>,
    /// The dossier that this one completes, when its office has asked for more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(nested)]
    pub completes: Option<Completes>,
}

/// Which dossier a supplement completes, and what proves that its sender may.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct Completes {
    /// Số gửi of that dossier.
    pub dossier: SubmissionNumber,
    /// The secret on its receipt.
    #[validate(length(min = 1, max = 32))]
    pub secret: String,
}

/// A file that serves a component.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct Attachment {
    /// Id of the component it serves.
    #[validate(length(min = 1, max = 64))]
    pub component: String,
    /// Id of the paper it shows.
    #[validate(length(min = 1, max = 64))]
    pub paper: String,
    /// Name of the file on the device, cleaned.
    #[validate(length(min = 1, max = 255))]
    pub name: String,
    /// `application/pdf`, `image/jpeg` or `image/png`, told from the bytes.
    #[validate(length(min = 1, max = 64))]
    pub media_type: String,
    /// Bytes.
    #[validate(range(min = 1))]
    pub size: u64,
    /// SHA-256 of the bytes, 64 hexadecimal digits.
    #[validate(length(equal = 64))]
    pub sha256: String,
}

impl Submission {
    /// Canonical JSON: keys in order, no blanks. The same dossier is always the same bytes.
    pub fn to_json(&self) -> String {
        let mut out = String::new();
        let mut object = Object::open(&mut out);
        object.with("answers", |out| {
            let mut answers = Object::open(out);
            for (path, value) in &self.answers {
                answers.text(path, value);
            }
            answers.close();
        });
        object.with("attachments", |out| {
            out.push('[');
            for (at, attachment) in self.attachments.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                attachment.write(out);
            }
            out.push(']');
        });
        object.text("catalogue", &self.catalogue);
        if let Some(completes) = &self.completes {
            object.with("completes", |out| {
                let mut object = Object::open(out);
                object.text("dossier", completes.dossier.as_str());
                object.text("secret", &completes.secret);
                object.close();
            });
        }
        object.text("lang", &self.lang);
        object.text("number", self.number.as_str());
        object.text("procedure", &self.procedure);
        object.text("site", &self.site);
        object.close();
        out
    }
}

impl Attachment {
    fn write(&self, out: &mut String) {
        let mut object = Object::open(out);
        object.text("component", &self.component);
        object.text("media_type", &self.media_type);
        object.text("name", &self.name);
        object.text("paper", &self.paper);
        object.text("sha256", &self.sha256);
        object.number("size", self.size);
        object.close();
    }
}

#[cfg(test)]
mod tests;
