//! The national synchronisation: records, updates, steps, and files that are fetched.

use crate::support::*;
use serde_json::{Value, json};

fn record(code: &str) -> Value {
    json!({
        "MaHoSo": code, "MaTTHC": "1.001193", "TenTTHC": "Thủ tục đăng ký khai sinh", "MaLinhVuc": "G15-TP07",
        "TenLinhVuc": "Hộ tịch", "KenhThucHien": "2", "ChuHoSo": NAME, "SoGiayToChuHoSo": "082195000001",
        "LoaiDoiTuong": "1", "DinhDanhCHS": [{"LoaiDinhDanh": "1", "SoDinhDanh": "082195000001"}],
        "NgayNopHoSo": "20261128101500", "TrangThaiHoSo": "1", "HinhThuc": "0", "DonViXuLy": "UBND phường Mẫu",
        "TaiLieuNop": [], "NgayTra": "", "GhiChu": null,
    })
}

fn step(code: &str, at: &str, state: &str) -> Value {
    json!({"MaHoSo": code, "NguoiXuLy": "Cán bộ Mẫu", "ThoiDiemXuLy": at, "TrangThai": state})
}

fn told(code: &str, message: &str) -> (String, String) {
    (code.to_owned(), message.to_owned())
}

const A: &str = "H20.12-261128-0001";
const B: &str = "H20.12-261128-0002";

#[tokio::test]
async fn a_new_record_is_added_and_a_known_one_is_updated() {
    let server = Server::start().await;
    let client = server.client().await;
    let unknown = told("-3", &format!("Hồ sơ {A} không tồn tại"));
    assert_eq!(client.sync("CapNhat", &json!([record(A)])).await, unknown);
    assert_eq!(client.sync("ThemMoi", &json!([record(A)])).await.0, "0");
    let known = told("-3", &format!("Hồ sơ {A} đã tồn tại"));
    assert_eq!(client.sync("ThemMoi", &json!([record(B), record(A)])).await, known);
    let path = |code: &str| format!("/api/dongbo/HoSo?maHoSo={code}");
    assert_eq!(
        client.get(&path(B)).send().await.unwrap().status(),
        404,
        "of an array all is taken or nothing"
    );
    let mut changed = record(A);
    changed["TrangThaiHoSo"] = "2".into();
    assert_eq!(client.sync("CapNhat", &json!([changed])).await.0, "0");
    let kept: Value = client.get(&path(A)).send().await.unwrap().json().await.unwrap();
    assert_eq!(kept, changed);
}

#[tokio::test]
async fn a_step_is_taken_once_and_more_than_ten_are_not() {
    let server = Server::start().await;
    let client = server.client().await;
    let steps =
        |count: u32| Value::from_iter((0..count).map(|n| step(A, &format!("2026112810{n:02}00"), "4")));
    assert_eq!(client.sync("TienTrinh", &steps(1)).await, told("-3", &format!("Hồ sơ {A} không tồn tại")));
    client.sync("ThemMoi", &json!([record(A)])).await;
    assert_eq!(client.sync("TienTrinh", &steps(11)).await.0, "3");
    assert_eq!(client.sync("TienTrinh", &steps(10)).await.0, "0");
    assert_eq!(client.sync("TienTrinh", &steps(3)).await.0, "0");
    assert_eq!(server.visitor().record(A).await.unwrap().steps, *steps(10).as_array().unwrap());
}

#[tokio::test]
async fn the_answer_names_the_fields_at_fault_and_no_value() {
    let server = Server::start().await;
    let client = server.client().await;
    let with = |name: &str, value: Value| {
        let mut record = record(A);
        record[name] = value;
        json!([record])
    };
    for (body, at) in [
        (with("TrangThaiHoSo", "11".into()), "[0].TrangThaiHoSo: sai định dạng"),
        (with("NgayNopHoSo", "2026-11-28".into()), "[0].NgayNopHoSo: sai định dạng"),
        (with("TrichYeuHoSo", "Ư".repeat(1001).into()), "[0].TrichYeuHoSo: quá dài"),
        (with("ChuHoSo", Value::Null), "[0].ChuHoSo: thiếu"),
        (with("ChuHoso", NAME.into()), "[0].ChuHoso: không có trong quy định"),
        (with("MaHoSo", "../a-b".into()), "[0].MaHoSo: sai định dạng"),
        (
            with("DinhDanhCHS", json!([{"LoaiDinhDanh": "1", "SoDinhDanh": "123456789"}])),
            "[0].DinhDanhCHS[0].SoDinhDanh: sai",
        ),
        (json!([record(A), record(A)]), "[1].MaHoSo: trùng"),
        (json!([]), "từ 1 đến 100"),
        (json!({}), "không phải là một mảng"),
    ] {
        let (code, message) = client.sync("ThemMoi", &body).await;
        assert_eq!(code, "3", "{at}");
        assert!(message.contains(at) && !message.contains("THỬ NGHIỆM"), "{message}");
    }
    assert_eq!(client.get(&format!("/api/dongbo/HoSo?maHoSo={A}")).send().await.unwrap().status(), 404);
}

#[tokio::test]
async fn files_are_fetched_from_where_they_lie_and_asked_for_again_until_they_are_here() {
    let ear = Ear::open().await;
    let server = Server::start().await;
    let client = server.client().await;
    let with = |address: String| {
        let mut record = record(A);
        record["TaiLieuNop"] =
            json!([{"TenTepDinhKem": "giấy chứng sinh.pdf", "DuongDanTaiTepTin": address}]);
        json!([record])
    };
    client.sync("ThemMoi", &with(format!("{}/files/none?den=1&ky=a", ear.base))).await;
    let visitor = server.visitor();
    let paper = async || visitor.record(A).await.unwrap().papers.remove(0);
    assert_eq!(paper().await.fetched, "waiting");
    client.sync("CapNhat", &with(format!("{}/files/pdf?den=2&ky=b", ear.base))).await;
    let here = until(async || Some(paper().await).filter(|paper| paper.fetched == "here")).await;
    assert_eq!((here.size, here.sha256), (Some(i64::try_from(PDF.len()).unwrap()), Some(sha256(PDF))));
    let shown = reqwest::get(format!("{}/dong-bo/{A}/tep/0", server.base)).await.unwrap();
    assert!(shown.bytes().await.unwrap() == PDF);
    client.sync("CapNhat", &with(format!("{}/files/pdf?den=3&ky=c", ear.base))).await;
    assert_eq!(paper().await.fetched, "here", "another signature is not another file");
}
