//! What is not of the contract is refused, with everything that is wrong, and nothing of it is kept.

use crate::support::*;
use serde_json::{Value, json};

fn one(at: &str, why: &str) -> Vec<(String, String)> {
    vec![(at.to_owned(), why.to_owned())]
}

#[tokio::test]
async fn a_typo_a_wrong_form_and_what_is_missing_are_all_seen() {
    let server = Server::start().await;
    let client = server.client().await;
    let valid = Submission::valid;
    let post =
        json!({"hoVaTen": NAME, "soDienThoai": "0912345678", "diaChi": "1 Đường Mẫu", "tinhThanh": "82"});
    let cases = [
        (valid().without("ChuHoSo"), "ChuHoSo", "thieu"),
        (valid().with("ChuHoSo", ""), "ChuHoSo", "thieu"),
        (valid().with("ChuHoso", NAME), "ChuHoso", "la"),
        (valid().with("Chủ hồ sơ", NAME), "?", "la"),
        (valid().with("ChuHoSo", &"Ư".repeat(501)), "ChuHoSo", "dai"),
        (valid().with("MaTTHC", "1001193"), "MaTTHC", "sai"),
        (valid().with("MucDo", "1"), "MucDo", "sai"),
        (valid().with("LoaiDoiTuong", "Công dân"), "LoaiDoiTuong", "sai"),
        (valid().with("NgaySinhChuHoSo", "1995-01-31"), "NgaySinhChuHoSo", "sai"),
        (valid().with("QuanHuyenChuHoSo", "815"), "QuanHuyenChuHoSo", "sai"),
        (valid().with("XaPhuongChuHoSo", "Phường Mẫu"), "XaPhuongChuHoSo", "sai"),
        (valid().with("SoDienThoaiChuHoSo", "123"), "SoDienThoaiChuHoSo", "sai"),
        (valid().with("UyQuyen", "có"), "UyQuyen", "sai"),
        (valid().with("EFormData", "{"), "EFormData", "sai"),
        (valid().with("EFormData", "[]"), "EFormData", "sai"),
        (valid().with("HinhThucTra", "1"), "DangKyNhanHoSoQuaBCCIData", "thieu"),
        (
            valid().with("DangKyNhanHoSoQuaBCCIData", &post.to_string()),
            "DangKyNhanHoSoQuaBCCIData.xaPhuong",
            "thieu",
        ),
        (
            valid().with_components(&json!([{"Ten": "a", "SoBanChinh": "1"}])),
            "ThanhPhanHoSos[0].SoBanChinh",
            "sai",
        ),
    ];
    for (submission, at, why) in cases {
        assert_eq!(client.faults(&submission).await, one(at, why), "{at}");
        assert_eq!(client.found(&submission.key).await, None);
    }
    let two = valid().with("UyQuyen", "true");
    let both = [one("NguoiUyQuyen", "thieu"), one("SoGiayToNguoiUyQuyen", "thieu")].concat();
    assert_eq!(client.faults(&two).await, both);
    assert!(server.visitor().dossiers().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_file_that_is_not_the_one_announced_is_refused() {
    let server = Server::start().await;
    let client = server.client().await;
    let announced = |change: fn(&mut Value)| {
        let submission = Submission::valid();
        let text = &submission.fields.iter().find(|field| field.0 == "ThanhPhanHoSos").unwrap().1;
        let mut components: Value = serde_json::from_str(text).unwrap();
        change(&mut components[0]["DinhKem"]);
        submission.with_components(&components)
    };
    let at = |name: &str| format!("ThanhPhanHoSos[0].DinhKem[0].{name}");
    let cases = [
        (announced(|tep| tep[0]["TenTep"] = "b.pdf".into()), at("TenTep"), "khac"),
        (announced(|tep| tep[0]["KichThuoc"] = 1.into()), at("KichThuoc"), "khac"),
        (announced(|tep| tep[0]["Sha256"] = "0".repeat(64).into()), at("Sha256"), "khac"),
        (announced(|tep| tep[0]["Sha256"] = "AB".into()), at("Sha256"), "sai"),
        (announced(|tep| *tep = json!([tep[0], tep[0]])), "ThanhPhanHoSos[0].DinhKem[1].Tep".into(), "khac"),
        (announced(|tep| *tep = json!([])), "tep-0".into(), "la"),
    ];
    for (submission, at, why) in cases {
        assert_eq!(client.faults(&submission).await, one(&at, why), "{at}");
    }
    let two = announced(|tep| tep[0]["Tep"] = "tep-1".into());
    let both = [one(&at("Tep"), "thieu"), one("tep-0", "la")].concat();
    assert_eq!(client.faults(&two).await, both);
    let mut absent = Submission::valid();
    absent.files.clear();
    assert_eq!(client.faults(&absent).await, one(&at("Tep"), "thieu"));
    assert!(names(&server.data.path().join("parcels")).is_empty());
}

#[tokio::test]
async fn a_file_that_is_too_large_is_refused_in_words_that_can_be_read() {
    let server = Server::with("file_bytes = 1000000\n[clients.to-khai]").await;
    let client = server.client().await;
    let submission = Submission::valid().with_file("lớn.pdf", &vec![0; 5_000_000]).with_file("nhỏ.pdf", PDF);
    assert_eq!(client.faults(&submission).await, one("tep-1", "dai"));
}

#[tokio::test]
async fn parts_out_of_turn_are_refused() {
    use reqwest::multipart::{Form, Part};
    let server = Server::start().await;
    let client = server.client().await;
    let file = || Part::bytes(PDF).file_name("a.pdf").mime_str("application/pdf").unwrap();
    let forms = [
        (Form::new().part("tep-0", file()).text("ChuHoSo", NAME), "ChuHoSo", "thu_tu"),
        (Form::new().part("tep-1", file()), "tep-0", "thu_tu"),
        (Form::new().text("ChuHoSo", NAME).text("ChuHoSo", NAME), "ChuHoSo", "trung"),
        (Form::new().part("tep-0", Part::bytes(PDF).file_name("a.pdf")), "tep-0", "sai"),
    ];
    for (form, at, why) in forms {
        let request = client.post("/api/v1/hoso/NopTrucTuyen").header("idempotency-key", a_key());
        let answer = request.multipart(form).send().await.unwrap();
        assert_eq!(answer.status(), 422);
        let expected = json!({"MaLoi": "KHONG_HOP_LE", "ChiTiet": [{"Truong": at, "Loi": why}]});
        assert_eq!(answer.json::<Value>().await.unwrap(), expected);
    }
}

#[tokio::test]
async fn without_a_submission_number_nothing_is_received() {
    let server = Server::start().await;
    let client = server.client().await;
    for key in [
        "",
        "short",
        "01JD9V6Q3M8Z5T2X7R4K0W1YPU",
        "01jd9v6q3m8z5t2x7r4k0w1ypn",
        "../../../../../etc/passwd-",
    ] {
        let submission = Submission { key: key.into(), ..Submission::valid() };
        assert_eq!(client.faults(&submission).await, one("Idempotency-Key", "sai"), "{key}");
    }
}

#[tokio::test]
async fn a_procedure_that_is_not_in_use_and_a_component_that_is_not_there_are_refused() {
    let settings = "[clients.to-khai]\n[procedures.\"1.001193\"]\ncomponents = [\"KQ004389\", \"KQ003159\"]";
    let server = Server::with(settings).await;
    let client = server.client().await;
    let lacking = client.faults(&Submission::valid()).await;
    assert_eq!(lacking, one("ThanhPhanHoSos[MaGiayTo=KQ003159]", "thieu"));
    assert_eq!(
        client.faults(&Submission::valid().with("MaTTHC", "1.000656")).await,
        one("MaTTHC", "khong_dung")
    );
    let settings = "[clients.to-khai]\n[procedures.\"1.001193\"]\ncomponents = [\"KQ004389\"]";
    let server = Server::with(settings).await;
    server.client().await.code(&Submission::valid().with("MaTTHC", "1.001193.000.00.00.H20")).await;
}
