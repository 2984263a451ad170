//! Tables of what fits and what does not.

use super::*;

fn faults(kind: Kind, value: Value) -> Vec<Fault> {
    let mut faults = Vec::new();
    let fields = [must("A", kind)];
    check(&fields, &Map::from_iter([("A".to_owned(), value)]), "", &mut faults);
    faults
}

fn fits(kind: Kind, text: &str) -> bool {
    faults(kind, text.into()).is_empty()
}

#[test]
fn what_is_not_of_the_form_is_seen() {
    for right in ["19950131", "199501", "1995"] {
        assert!(fits(Kind::Born, right), "{right}");
    }
    for wrong in ["1995-01-31", "31/01/1995", "19950231", "199513", "0001", "95", "1995013", "sinh"] {
        assert!(!fits(Kind::Born, wrong), "{wrong}");
    }
    for right in ["1.001193", "1.001193.000.00.00.H20"] {
        assert!(fits(Kind::Procedure, right), "{right}");
    }
    for wrong in ["1001193", "1.00119", "1.001193.H20", "1.001193.000.00.00.h20", "1.001193."] {
        assert!(!fits(Kind::Procedure, wrong), "{wrong}");
    }
    for wrong in ["a", "@b.vn", "a@b", "a@b..vn", "a b@c.vn", "đ@c.vn"] {
        assert!(!fits(Kind::Email, wrong), "{wrong}");
    }
    assert!(fits(Kind::Email, "a@b.example.vn"));
    assert!(!fits(Kind::Phone, "12345") && fits(Kind::Phone, "0912345678"));
    assert!(!fits(Kind::District, "001"), "there are no districts any more");
    assert!(!fits(Kind::Text(9), "\u{0}"));
    assert!(!fits(Kind::Money, "8.000") && fits(Kind::Money, "8000"));
}

#[test]
fn a_value_of_another_type_is_seen() {
    assert_eq!(faults(Kind::Flag, "true".into()), [Fault::new("A", Why::Wrong)]);
    assert_eq!(faults(Kind::Text(9), 1.into()), [Fault::new("A", Why::Wrong)]);
    assert_eq!(faults(Kind::Count, (-1).into()), [Fault::new("A", Why::Wrong)]);
    assert_eq!(faults(Kind::List(STEP), serde_json::json!([1])), [Fault::new("A[0]", Why::Wrong)]);
    assert_eq!(faults(Kind::Anything, serde_json::json!([])), [Fault::new("A", Why::Wrong)]);
}

#[test]
fn a_length_is_counted_in_characters() {
    assert!(fits(Kind::Text(6), "Nguyễn"));
    assert_eq!(faults(Kind::Text(5), "Nguyễn".into()), [Fault::new("A", Why::Long)]);
}

#[test]
fn everything_wrong_is_named_at_once_and_no_value_is_repeated() {
    let step =
        serde_json::json!({"MaHoSo": "", "TrangThai": "11", "ThoiDiemXuLy": null, "Nguyễn": 1, "Ghi": 2});
    let mut found = Vec::new();
    check(STEP, step.as_object().unwrap(), "[0]", &mut found);
    let told: Vec<String> = found.iter().map(|fault| format!("{} {:?}", fault.at, fault.why)).collect();
    let expected = [
        "[0].Ghi Unknown",
        "[0].? Unknown",
        "[0].MaHoSo Missing",
        "[0].NguoiXuLy Missing",
        "[0].ThoiDiemXuLy Missing",
        "[0].TrangThai Wrong",
    ];
    assert_eq!(told, expected);
}

#[test]
fn no_table_has_a_name_twice() {
    fn names(fields: &[Field]) {
        for (place, field) in fields.iter().enumerate() {
            assert!(fields[..place].iter().all(|other| other.name != field.name), "{}", field.name);
            if let Kind::Object(within) | Kind::List(within) = field.kind {
                names(within);
            }
        }
    }
    [SUBMISSION, SUPPLEMENT, RECORD, STEP].into_iter().for_each(names);
}
