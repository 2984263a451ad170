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
    }
}

proptest! {
    #[test]
    fn what_the_widget_writes_any_json_reader_reads(
        answers: BTreeMap<String, String>,
        name: String,
    ) {
        let sent = submission(answers, name);
        let read: Submission = serde_json::from_str(&sent.to_json()).unwrap();
        prop_assert_eq!(read, sent);
    }

    #[test]
    fn the_same_dossier_is_always_the_same_bytes(answers: BTreeMap<String, String>) {
        let sent = submission(answers, "a.pdf".into());
        let value: serde_json::Value = serde_json::from_str(&sent.to_json()).unwrap();
        // serde_json keeps keys sorted and escapes as RFC 8785 does.
        prop_assert_eq!(serde_json::to_string(&value).unwrap(), sent.to_json());
    }
}

#[test]
fn a_manifest_without_a_checksum_is_refused() {
    let mut sent = submission(BTreeMap::new(), "a.pdf".into());
    assert!(sent.validate().is_ok());
    sent.attachments[0].sha256 = "abc".into();
    assert!(sent.validate().is_err());
}
