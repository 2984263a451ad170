//! The contract as a document. The types here are shapes for the reader; a test holds them to those of
//! `protocol`, which know nothing of documents.

use crate::router;
use crate::state::Gateway;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};
use utoipa::ToSchema;
use utoipa::openapi::{Info, License, OpenApi, OpenApiBuilder};

static DOCUMENT: LazyLock<String> = LazyLock::new(|| {
    let mut document = router::api().into_openapi().to_pretty_json().unwrap_or_default();
    document.push('\n');
    document
});

/// What stands at the head of the document.
pub(crate) fn about() -> OpenApi {
    let mut info = Info::new("Tờ Khai gateway", env!("CARGO_PKG_VERSION"));
    info.description = Some(
        "Receives administrative dossiers. Errors are RFC 9457 problem details; decide by `type`, never by \
         `title`. Every response carries `X-Request-Id`."
            .into(),
    );
    info.license = Some(License::new(env!("CARGO_PKG_LICENSE")));
    OpenApiBuilder::new().info(info).build()
}

/// This document.
#[utoipa::path(get, path = "/openapi.json", responses((status = 200, description = "OpenAPI 3.1.")))]
pub(crate) async fn document() -> impl IntoResponse {
    ([(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-cache")], DOCUMENT.as_str())
}

/// Is the gateway able to receive, and with which catalogue?
#[utoipa::path(get, path = "/v1/health", responses((status = 200, description = "It is.", body = Health)))]
pub(crate) async fn health(State(gateway): State<Arc<Gateway>>) -> impl IntoResponse {
    let health = Health { status: "ok".into(), catalogue: gateway.catalogue().into() };
    let json = serde_json::to_string(&health).unwrap_or_default();
    ([(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-store")], json)
}

#[derive(Serialize, ToSchema)]
struct Health {
    /// Always `ok`.
    #[schema(example = "ok")]
    status: String,
    /// Version of the catalogue served now.
    catalogue: String,
}

/// The parts of the form, in this order.
#[derive(ToSchema)]
#[expect(dead_code, reason = "read by those who read the document")]
pub(crate) struct DossierForm {
    /// The submission as JSON, at most 256 kB. Must come first.
    dossier: SubmissionBody,
    /// The bytes of the first attachment; `file.1`, `file.2`, … follow in the order of the manifest.
    #[schema(rename = "file.0", schema_with = bytes)]
    file: Option<Vec<u8>>,
}

fn bytes() -> utoipa::openapi::schema::Object {
    utoipa::openapi::schema::ObjectBuilder::new()
        .schema_type(utoipa::openapi::schema::Type::String)
        .content_media_type("application/octet-stream")
        .build()
}

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
    /// The files, in the order of the parts `file.0`, `file.1`, ….
    #[schema(max_items = 200)]
    attachments: Vec<AttachmentBody>,
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
    /// Path of the question, `attach.<component>` for a paper, or a member of the submission.
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
    use protocol::{Attachment, ProblemKind, Receipt, Submission, SubmissionNumber};
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
        });
        documents::<SubmissionBody>(&Submission {
            number,
            catalogue: "1".into(),
            procedure: "1.001193".into(),
            site: "dong-thap".into(),
            lang: "vi".into(),
            answers: BTreeMap::new(),
            attachments: vec![Attachment {
                component: "a".into(),
                paper: "b".into(),
                name: "c".into(),
                media_type: "image/png".into(),
                size: 1,
                sha256: String::new(),
            }],
        });
        let rejected = Refusal::new(ProblemKind::Rejected, "").with_findings(vec![error_at("a", "b")]);
        documents::<ProblemBody>(&rejected.problem("1"));
    }
}
