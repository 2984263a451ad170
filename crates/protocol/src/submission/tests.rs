use super::*;
use proptest::prelude::*;

fn submission(answers: BTreeMap<String, String>, name: String) -> Submission {
    Submission {
        number: SubmissionNumber::mint([7; 16]),
        catalogue: "c0ffee".into(),
        procedure: "1.001193".into(),
        site: "dong-thap".into(),
        lang: "vi".into(),
        answers,
        attachments: vec![Attachment {
            component: "birth_proof".into(),
            paper: "birth_notification".into(),
            name,
            media_type: "application/pdf".into(),
            size: 1,
            sha256: "0".repeat(64),
        }],
        completes: None,
    }
}

fn supplement(answers: BTreeMap<String, String>) -> Submission {
    let completes = Completes { dossier: SubmissionNumber::mint([8; 16]), secret: "7K2M9QXA01".into() };
    Submission { completes: Some(completes), ..submission(answers, "a.pdf".into()) }
}

proptest! {
    #[test]
    fn what_the_widget_writes_any_json_reader_reads(
        answers: BTreeMap<String, String>,
        name: String,
    ) {
        for sent in [submission(answers.clone(), name), supplement(answers)] {
            let read: Submission = serde_json::from_str(&sent.to_json()).unwrap();
            prop_assert_eq!(read, sent);
        }
    }

    #[test]
    fn the_same_dossier_is_always_the_same_bytes(answers: BTreeMap<String, String>) {
        for sent in [submission(answers.clone(), "a.pdf".into()), supplement(answers)] {
            let value: serde_json::Value = serde_json::from_str(&sent.to_json()).unwrap();
            // serde_json keeps keys sorted and escapes as RFC 8785 does.
            prop_assert_eq!(serde_json::to_string(&value).unwrap(), sent.to_json());
        }
    }
}

#[test]
fn a_manifest_without_a_checksum_is_refused() {
    let mut sent = submission(BTreeMap::new(), "a.pdf".into());
    assert!(sent.validate().is_ok());
    sent.attachments[0].sha256 = "abc".into();
    assert!(sent.validate().is_err());
}

#[test]
fn what_was_sent_before_there_were_supplements_is_still_the_same_bytes() {
    let json = submission(BTreeMap::new(), "a.pdf".into()).to_json();
    assert!(!json.contains("completes"), "{json}");
    let added = r#""completes":{"dossier":"081040G2081040G2081040G208","secret":"7K2M9QXA01"},"#;
    assert_eq!(supplement(BTreeMap::new()).to_json().replacen(added, "", 1), json);
}
