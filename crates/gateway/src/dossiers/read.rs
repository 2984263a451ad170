//! A submission out of the bytes of a body. What is wrong is told by place and code, never by value.

use crate::problem::{Refusal, error_at};
use crate::uploads::is_sha256;
use protocol::{ProblemKind, Submission, WireFinding};
use validator::{Validate, ValidationErrors, ValidationErrorsKind};

/// Parses and validates.
pub(super) fn read(json: &[u8]) -> Result<Submission, Refusal> {
    let submission: Submission = serde_json::from_slice(json).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        let detail = format!("the body is not a submission (line {line}, column {column})");
        Refusal::new(ProblemKind::Malformed, detail)
    })?;
    let mut findings = Vec::new();
    if let Err(errors) = submission.validate() {
        collect("", &errors, &mut findings);
    }
    if !["vi", "en"].contains(&submission.lang.as_str()) {
        findings.push(error_at("lang", "choice"));
    }
    for (at, attachment) in submission.attachments.iter().enumerate() {
        if !is_sha256(&attachment.sha256) {
            findings.push(error_at(format!("attachments[{at}].sha256"), "hexadecimal"));
        }
        // It will be shown on an operator's terminal.
        if attachment.name.contains(char::is_control) {
            findings.push(error_at(format!("attachments[{at}].name"), "control"));
        }
    }
    if findings.is_empty() {
        return Ok(submission);
    }
    let detail = "members of the submission are outside their bounds; see the findings";
    Err(Refusal::new(ProblemKind::Malformed, detail).with_findings(findings))
}

fn collect(prefix: &str, errors: &ValidationErrors, findings: &mut Vec<WireFinding>) {
    let mut members: Vec<_> = errors.errors().iter().collect();
    members.sort_by_key(|(name, _)| name.to_string());
    for (name, kind) in members {
        let path = format!("{prefix}{name}");
        match kind {
            ValidationErrorsKind::Field(found) => {
                findings.extend(found.iter().map(|error| error_at(&path, &error.code)));
            }
            ValidationErrorsKind::Struct(inner) => collect(&format!("{path}."), inner, findings),
            ValidationErrorsKind::List(inner) => {
                for (at, errors) in inner {
                    collect(&format!("{path}[{at}]."), errors, findings);
                }
            }
        }
    }
}
