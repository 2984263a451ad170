//! Shapes for the reader of the document; a test holds them to the types of `protocol`, which know nothing of
//! documents.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A dossier without the bytes of its files. Unknown members are refused.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Submission)]
pub(crate) struct SubmissionBody {
    /// The submission number: 128 random bits minted before the first send, in Crockford's base 32.
    #[schema(pattern = "^[0-9A-HJKMNP-TV-Z]{26}$")]
    number: String,
    /// Version of the catalogue the answers were judged with.
    #[schema(min_length = 1, max_length = 64)]
    catalogue: String,
    /// National code of the procedure.
    #[schema(min_length = 1, max_length = 32, example = "1.001193")]
    procedure: String,
    /// The site it is filed in.
    #[schema(min_length = 1, max_length = 64, example = "dong-thap")]
    site: String,
    /// Language the citizen used.
    #[schema(pattern = "^(vi|en)$")]
    lang: String,
    /// Answers by the question's path: plain text, a code, digits, a date as `1990`, `1990-03` or
    /// `1990-03-12`, or `yes` for what is confirmed.
    answers: BTreeMap<String, String>,
    /// The files, each uploaded under its SHA-256 beforehand.
    #[schema(max_items = 200)]
    attachments: Vec<AttachmentBody>,
    /// Only in a supplement: the dossier that it completes.
    #[serde(skip_serializing_if = "Option::is_none")]
    completes: Option<CompletesBody>,
}

/// Which dossier a supplement completes, and the proof that its sender may.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Completes)]
struct CompletesBody {
    /// Submission number of that dossier.
    #[schema(pattern = "^[0-9A-HJKMNP-TV-Z]{26}$")]
    dossier: String,
    /// The secret on its receipt.
    #[schema(min_length = 1, max_length = 32)]
    secret: String,
}

/// A file that serves a component of the dossier.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Attachment)]
struct AttachmentBody {
    /// Id of the component it serves.
    #[schema(min_length = 1, max_length = 64)]
    component: String,
    /// Id of the paper it shows.
    #[schema(min_length = 1, max_length = 64)]
    paper: String,
    /// Its name.
    #[schema(min_length = 1, max_length = 255)]
    name: String,
    /// What it is; the bytes must agree.
    #[schema(pattern = "^(application/pdf|image/jpeg|image/png)$")]
    media_type: String,
    /// Bytes.
    #[schema(minimum = 1)]
    size: u64,
    /// SHA-256 of the bytes.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    sha256: String,
}

/// Proof that the gateway holds a dossier. It is not the legal slip of receipt.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Receipt)]
pub(crate) struct ReceiptBody {
    /// The submission number.
    number: String,
    /// Mã hồ sơ (TT 03/2025/TT-VPCP Đ13).
    #[schema(example = "H58.12-261122-0001")]
    code: String,
    /// National code of the procedure.
    procedure: String,
    /// Version of the catalogue it was judged with.
    catalogue: String,
    /// When it was received, RFC 3339 with the offset of Viet Nam.
    #[schema(format = DateTime)]
    received_at: String,
    /// The day the result is due if the papers are complete and valid; null without a rule.
    #[schema(format = Date)]
    due: Option<String>,
    /// The commune whose office receives it, five digits; empty when the procedure asks none.
    office: String,
    /// SHA-256 of the submission as it was sent, written as canonical JSON (keys in order, no blanks).
    sha256: String,
    /// The files it holds.
    files: Vec<ReceivedFileBody>,
    /// What lets its holder ask how the dossier stands.
    #[schema(pattern = "^[0-9A-HJKMNP-TV-Z]{10}$")]
    secret: String,
    /// Ed25519 signature of `to-khai-receipt-1|number|code|procedure|received_at|due|office|sha256`, where `due` may
    /// be empty.
    #[schema(pattern = "^[0-9a-f]{128}$")]
    signature: String,
}

/// A file the gateway holds.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ReceivedFile)]
struct ReceivedFileBody {
    /// Its name.
    name: String,
    /// Bytes.
    size: u64,
    /// SHA-256 of the bytes.
    sha256: String,
}

/// What the gateway says of itself.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Health)]
pub(crate) struct HealthBody {
    /// Version of the catalogue served now.
    catalogue: String,
    /// Its clock, RFC 3339 with the offset of Viet Nam.
    #[schema(format = DateTime)]
    now: String,
    /// Public key of its receipts: Ed25519.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    key: String,
}

/// A question for a dossier.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Track)]
pub(crate) struct TrackBody {
    /// Submission number or mã hồ sơ.
    dossier: String,
    /// Who asks.
    proof: ProofBody,
}

/// What proves that somebody may hear of a dossier.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = Proof)]
enum ProofBody {
    /// The secret on the receipt.
    Secret(String),
    /// Whoever has lost the receipt.
    Person {
        /// The last four digits of an identity number in the dossier.
        #[schema(pattern = "^[0-9A-Z]{4}$")]
        digits: String,
        /// A telephone number in the dossier.
        phone: String,
    },
}

/// How a dossier stands. It holds no answer.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Progress)]
pub(crate) struct ProgressBody {
    /// Mã hồ sơ.
    code: String,
    /// National code of the procedure.
    procedure: String,
    /// The commune whose office receives it, five digits; empty when the procedure asks none.
    office: String,
    /// The day the result is due; null without a rule.
    #[schema(format = Date)]
    due: Option<String>,
    /// Everything that happened, in order.
    events: Vec<HappenedBody>,
}

/// Something that happened.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Happened)]
struct HappenedBody {
    /// RFC 3339 with the offset of Viet Nam.
    #[schema(format = DateTime)]
    at: String,
    /// `received`: the gateway holds it. `undeliverable`: it could not be handed on, the citizen takes the paper route.
    /// `accepted`: an official has taken it as complete. `refused`: not taken. `supplement`: something is missing.
    /// `finished`: the result is there. `returned`: the citizen has it. `processing`: an official works on it.
    /// `paying`: a fee has to be paid first. `withdrawn`: taken back. `stopped`: the office has stopped.
    /// `supplemented`: what was missing has come.
    #[schema(
        pattern = "^(received|undeliverable|accepted|refused|supplement|finished|returned|processing|paying|withdrawn|stopped|supplemented)$"
    )]
    state: String,
    /// What the office says about it; often empty.
    words: String,
    /// The day until which the citizen has time.
    #[schema(format = Date)]
    until: Option<String>,
}

/// What is needed to go on with a dossier whose office asks for more.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Reopened)]
pub(crate) struct ReopenedBody {
    /// What the office asks for, and what it has.
    asked: AskedBody,
    /// What was declared.
    declared: DeclaredBody,
}

/// A dossier that its office asks to complete.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Asked)]
struct AskedBody {
    /// Submission number of the dossier, which `completes` names.
    number: String,
    /// The secret on its receipt, as it is printed.
    secret: String,
    /// Mã hồ sơ.
    code: String,
    /// When it was received; a supplement is judged by the rules of that day.
    #[schema(format = DateTime)]
    received_at: String,
    /// The files the office has.
    files: Vec<AttachmentBody>,
    /// What it asks for.
    words: String,
    /// The day until which the citizen has time.
    #[schema(format = Date)]
    until: Option<String>,
}

/// A declaration as the office has it.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Declared)]
struct DeclaredBody {
    /// National code of the procedure.
    procedure: String,
    /// Version of the catalogue that the answers were judged with last.
    catalogue: String,
    /// The site it is filed in.
    site: String,
    /// The answers by the question's path, as they are typed: a date as `05/08/1995`, `/08/1995` or `//1995`. Without
    /// what is undertaken, which is asked anew. They can be sent as they are.
    answers: BTreeMap<String, String>,
}

/// Why a request was refused (RFC 9457). It holds codes and paths, never an answer.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Problem)]
pub(crate) struct ProblemBody {
    /// The kind: `urn:to-khai:problem:` and one of malformed, rejected, unknown-catalogue,
    /// unknown-procedure, bad-file, too-large, conflict, busy, timeout, not-found, internal.
    /// After busy, timeout and internal the same bytes may be sent again.
    #[serde(rename = "type")]
    #[schema(example = "urn:to-khai:problem:rejected")]
    kind: String,
    /// The same for every problem of a kind.
    title: String,
    /// The HTTP status.
    status: u16,
    /// What an integrator can do.
    detail: String,
    /// Id of the request, to name to the operator.
    request: String,
    /// What is wrong, in the order of the form.
    findings: Vec<FindingBody>,
}

/// What is wrong with, or follows from, an answer or a paper.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Finding)]
struct FindingBody {
    /// Path of the question, `attach.<component>` for a paper, `attachments[<place>]` for a file of the manifest,
    /// `file` for one being uploaded, or a member of the submission.
    path: String,
    /// Code of the finding, or id of the rule.
    code: String,
    /// How much it weighs: only errors refuse a dossier.
    #[schema(pattern = "^(error|warning|notice)$")]
    severity: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::{Refusal, error_at};
    use protocol::receipt::ReceivedFile;
    use protocol::track::Happened;
    use protocol::{
        Asked, Attachment, Completes, Declared, Health, ProblemKind, Progress, Proof, Receipt, Reopened,
        State, Submission, SubmissionNumber, Track,
    };
    use serde::de::DeserializeOwned;
    use serde_json::{Value, to_value};

    /// Every member of `real` is documented by `T`, and none is missing.
    fn documents<T: Serialize + DeserializeOwned>(real: &impl Serialize) {
        let real: Value = to_value(real).unwrap();
        let shown: T = serde_json::from_value(real.clone()).unwrap();
        assert_eq!(to_value(shown).unwrap(), real);
    }

    #[test]
    fn the_document_shows_what_travels() {
        let number = SubmissionNumber::mint([1; 16]);
        documents::<ReceiptBody>(&Receipt {
            number: number.clone(),
            code: "H58-261122-0001".into(),
            procedure: "1.001193".into(),
            catalogue: "1".into(),
            received_at: "2026-11-22T10:42:05+07:00".into(),
            due: None,
            office: String::new(),
            sha256: String::new(),
            files: vec![ReceivedFile { name: "a.pdf".into(), size: 1, sha256: String::new() }],
            secret: String::new(),
            signature: String::new(),
        });
        let file = || Attachment {
            component: "a".into(),
            paper: "b".into(),
            name: "c".into(),
            media_type: "image/png".into(),
            size: 1,
            sha256: String::new(),
        };
        let completes = Completes { dossier: number.clone(), secret: "7K2M9QXA01".into() };
        for completes in [None, Some(completes)] {
            documents::<SubmissionBody>(&Submission {
                number: number.clone(),
                catalogue: "1".into(),
                procedure: "1.001193".into(),
                site: "dong-thap".into(),
                lang: "vi".into(),
                answers: BTreeMap::new(),
                attachments: vec![file()],
                completes,
            });
        }
        let asked = Asked {
            number,
            secret: "7K2M9QXA01".into(),
            code: "1".into(),
            received_at: String::new(),
            files: vec![file()],
            words: String::new(),
            until: None,
        };
        let declared = Declared {
            procedure: "1.001193".into(),
            catalogue: "1".into(),
            site: "dong-thap".into(),
            answers: vec![("a.b".into(), "c".into())],
        };
        documents::<ReopenedBody>(&Reopened { asked, declared });
        documents::<HealthBody>(&Health { catalogue: "1".into(), now: String::new(), key: String::new() });
        let person = Proof::Person { digits: "0001".into(), phone: "0900000001".into() };
        for proof in [Proof::Secret("7K2M9QXA01".into()), person] {
            documents::<TrackBody>(&Track { dossier: "1".into(), proof });
        }
        documents::<ProgressBody>(&Progress {
            code: "1".into(),
            procedure: "1".into(),
            office: String::new(),
            due: None,
            events: vec![Happened {
                at: String::new(),
                state: State::Received,
                words: String::new(),
                until: None,
            }],
        });
        let rejected = Refusal::new(ProblemKind::Rejected, "").with_findings(vec![error_at("a", "b")]);
        documents::<ProblemBody>(&rejected.problem("1"));
    }
}
