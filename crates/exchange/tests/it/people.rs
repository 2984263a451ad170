//! Whose dossier it is, who brings it, and what goes along, as a clerk of the other system would look at it.

use crate::dossiers::{Dossier, scenarios};
use exchange::{SUBMIT, SYNC};
use serde_json::Value;
use std::collections::BTreeMap;

/// Every story without a mistake.
fn dossiers() -> impl Iterator<Item = Dossier> {
    let all = scenarios().into_iter().filter_map(|scenario| Dossier::of(&scenario));
    all.filter(|dossier| !dossier.evaluation.has_errors())
}

/// The first of a procedure of which this is true.
fn dossier(code: &str, holds: impl Fn(&Dossier) -> bool) -> Dossier {
    dossiers().find(|dossier| dossier.procedure.code == code && holds(dossier)).unwrap()
}

fn with_paper(id: &'static str) -> impl Fn(&Dossier) -> bool {
    move |dossier| dossier.submission.attachments.iter().any(|file| file.component == id)
}

fn answered(path: &'static str, value: &'static str) -> impl Fn(&Dossier) -> bool {
    move |dossier| dossier.submission.answers.get(path).is_some_and(|answer| answer == value)
}

fn form(dossier: &Dossier) -> BTreeMap<String, String> {
    exchange::submission(dossier.mapping(SUBMIT), &dossier.kept()).fields.into_iter().collect()
}

fn answer<'d>(dossier: &'d Dossier, path: &str) -> &'d str {
    &dossier.submission.answers[path]
}

#[test]
fn who_is_authorised_brings_the_dossier_of_the_parents() {
    let grandmother =
        scenarios().into_iter().find(|s| s.procedure == "1.001193" && s.id == "grandmother").unwrap();
    let alone = Dossier::of(&grandmother).unwrap();
    assert_eq!(form(&alone)["ChuHoSo"], answer(&alone, "requester.name"));
    let dossier = Dossier::with(&grandmother, &["proof_of_birth", "authorisation"]).unwrap();
    let form = form(&dossier);
    assert_eq!(form["ChuHoSo"], answer(&dossier, "mother.name"));
    assert_eq!(form["SoGiayToChuHoSo"], answer(&dossier, "mother.number"));
    assert_eq!(
        (form["UyQuyen"].as_str(), form["NguoiUyQuyen"].as_str()),
        ("true", answer(&dossier, "requester.name"))
    );
    assert_ne!(form["ChuHoSo"], form["NguoiUyQuyen"]);
}

#[test]
fn a_father_owns_the_dossier_he_brings_himself() {
    let dossier = dossier("1.001193", answered("requester.relation", "father"));
    let form = form(&dossier);
    assert_eq!(form["ChuHoSo"], answer(&dossier, "father.name"));
    assert_eq!((form["UyQuyen"].as_str(), form["NguoiUyQuyen"].as_str()), ("false", ""));
}

#[test]
fn a_child_without_a_number_leaves_the_dossier_to_the_guardian() {
    let dossier = dossier("1.001776", |dossier| {
        let answers = &dossier.submission.answers;
        answers.contains_key("subject.name") && !answers.contains_key("subject.number")
    });
    let form = form(&dossier);
    assert_eq!(form["ChuHoSo"], answer(&dossier, "requester.name"));
    assert_eq!(form["SoGiayToChuHoSo"], answer(&dossier, "requester.number"));
    assert!(form["TrichYeuHoSo"].ends_with(answer(&dossier, "subject.name")));
}

#[test]
fn a_number_is_never_another_persons_than_the_name() {
    for dossier in dossiers() {
        let (form, answers) = (form(&dossier), &dossier.submission.answers);
        let (name, number) = (&form["ChuHoSo"], &form["SoGiayToChuHoSo"]);
        let whose = answers.iter().filter(|(_, value)| *value == number);
        let of = |path: &str| {
            let who = path.strip_suffix(".paper.number").or(path.strip_suffix(".number"))?;
            answers.get(&format!("{who}.name"))
        };
        let fits = whose.filter_map(|(path, _)| of(path)).any(|owner| owner == name);
        assert!(number.is_empty() || fits, "{}: {name} {number}", dossier.procedure.code);
    }
}

#[test]
fn what_comes_by_post_has_an_address_and_what_is_fetched_has_none() {
    let post = dossier("2.000815", answered("delivery.way", "post"));
    let data: Value = serde_json::from_str(&form(&post)["DangKyNhanHoSoQuaBCCIData"]).unwrap();
    for (field, path) in [
        ("hoVaTen", "delivery.name"),
        ("soDienThoai", "delivery.phone"),
        ("xaPhuong", "delivery.address.commune"),
        ("diaChi", "delivery.address.detail"),
    ] {
        assert_eq!(data[field], answer(&post, path), "{field}");
    }
    let office = dossier("1.001193", answered("delivery.way", "office"));
    assert_eq!(form(&office)["DangKyNhanHoSoQuaBCCIData"], "");
}

#[test]
fn every_answer_and_every_file_goes_along_once() {
    for dossier in dossiers() {
        let form = form(&dossier);
        let data: Value = serde_json::from_str(&form["EFormData"]).unwrap();
        let sent: BTreeMap<String, String> = serde_json::from_value(data["TraLoi"].clone()).unwrap();
        assert_eq!(sent, dossier.submission.answers, "{}", dossier.procedure.code);
        let papers: Value = serde_json::from_str(&form["ThanhPhanHoSos"]).unwrap();
        let files = papers.as_array().unwrap().iter().flat_map(|paper| paper["DinhKem"].as_array().unwrap());
        let mut parts: Vec<(String, String)> = files
            .map(|file| (file["Tep"].as_str().unwrap().into(), file["Sha256"].as_str().unwrap().into()))
            .collect();
        parts.sort();
        let attachments = dossier.submission.attachments.iter().enumerate();
        let mut expected: Vec<_> =
            attachments.map(|(n, file)| (format!("tep-{n}"), file.sha256.clone())).collect();
        expected.sort();
        assert_eq!(parts, expected, "{}", dossier.procedure.code);
    }
}

#[test]
fn a_supplement_names_the_new_files_alone_and_repeats_no_declaration() {
    let dossier = dossier("1.001193", with_paper("proof_of_birth"));
    let form = exchange::supplement(dossier.mapping(SUBMIT), &dossier.kept(), "Chụp lại", &[1]);
    let fields: BTreeMap<String, String> = form.fields.into_iter().collect();
    assert_eq!((form.files, fields["NoiDung"].as_str()), (vec![1], "Chụp lại"));
    let papers: Value = serde_json::from_str(&fields["ThanhPhanHoSos"]).unwrap();
    assert_eq!(papers.as_array().map(Vec::len), Some(1));
    let files = &papers[0]["DinhKem"];
    assert_eq!((files[0]["Tep"].as_str(), files[0]["TenTep"].as_str()), (Some("tep-0"), Some("anh-1.jpg")));
    assert_eq!(files.as_array().map(Vec::len), Some(1));
}

#[test]
fn a_fee_that_the_province_has_not_said_has_no_amount() {
    let dossier = dossier("1.001193", |dossier| {
        dossier.evaluation.fee.iter().any(|line| line.amount == dossier::Amount::ByProvince)
    });
    let record = exchange::record(dossier.mapping(SYNC), &dossier.kept(), &|_| String::new());
    let fees = record["DanhSachLePhi"].as_array().unwrap();
    assert!(fees.iter().any(|fee| fee["Gia"].is_null() && fee["TenPhiLePhi"].is_string()));
}

#[test]
fn the_days_of_its_way_are_those_of_its_events() {
    let dossier = dossier("1.001193", |_| true);
    let (mapping, kept) = (dossier.mapping(SYNC), dossier.kept());
    let record = exchange::record(mapping, &kept, &|_| String::new());
    let digits = |text: &str| text[..19].replace(['-', 'T', ':'], "");
    assert_eq!(record["NgayNopHoSo"], digits(&dossier.receipt.received_at));
    assert_eq!(record["NgayTiepNhan"], digits(&dossier.events[1].at));
    assert_eq!((&record["NgayTra"], &record["TrangThaiHoSo"]), (&Value::Null, &Value::from("5")));
    let step = exchange::step(mapping, &kept, 2);
    assert_eq!(step["ThoiDiemXuLy"], digits(&dossier.events[2].at));
    assert_eq!(
        (step["TrangThai"].as_str(), step["MaHoSo"].as_str()),
        (Some("5"), Some(dossier.receipt.code.as_str()))
    );
}
