//! A dossier comes, once, whole, whatever is lost on the way.

use crate::support::*;
use province::states::State;
use serde_json::json;

#[tokio::test]
async fn a_dossier_is_kept_with_every_field_and_file_as_it_was_sent() {
    let server = Server::start().await;
    let client = server.client().await;
    let large: Vec<u8> = (0..3_000_000u32).map(|n| n.to_le_bytes()[0]).collect();
    let submission = Submission::valid().with_file("ảnh \"bìa\".pdf", &large);
    let answer = client.send(&submission).await;
    assert_eq!(answer.status(), 201);
    let code: String = answer.json().await.unwrap();
    assert_eq!(code, "H20.99-261128-0001");
    let dossier = server.visitor().dossier(&code).await.unwrap();
    assert_eq!(
        (dossier.key, dossier.client, dossier.state),
        (submission.key.clone(), "to-khai".into(), State::New)
    );
    let [parcel] = &dossier.parcels[..] else { panic!("one parcel") };
    assert_eq!(parcel.fields, submission.fields);
    assert_eq!(parcel.received, "20261128101500");
    for (place, (name, bytes)) in submission.files.iter().enumerate() {
        let file = &parcel.files[place];
        assert_eq!(
            (&file.name, file.media_type.as_str(), &file.sha256),
            (name, "application/pdf", &sha256(bytes))
        );
        assert!(server.visitor().file(&code, &submission.key, place).await.unwrap() == *bytes);
    }
    assert!(names(&server.data.path().join("incoming")).is_empty(), "nothing is left on the way");
}

#[tokio::test]
async fn codes_count_anew_each_day() {
    let server = Server::start().await;
    let client = server.client().await;
    let mut codes = Vec::new();
    for wait in [0, 0, 14 * 60 * 60] {
        server.later(wait);
        codes.push(server.client().await.code(&Submission::valid()).await);
    }
    drop(client);
    assert_eq!(codes, ["H20.99-261128-0001", "H20.99-261128-0002", "H20.99-261129-0001"]);
}

#[tokio::test]
async fn the_same_dossier_sent_again_gets_the_same_code_and_another_one_never_does() {
    let server = Server::start().await;
    let client = server.client().await;
    let submission = Submission::valid();
    let code = client.code(&submission).await;
    let again = client.send(&submission).await;
    assert_eq!((again.status().as_u16(), again.json::<String>().await.unwrap()), (200, code.clone()));
    let otherwise = submission.clone().with("ChuHoSo", "LÊ VĂN THỬ");
    let mut other_file = submission.clone();
    other_file.files.clear();
    let other_file = other_file.with_file("giấy chứng sinh.pdf", b"%PDF-1.7 other");
    for other in [otherwise, other_file, submission.clone().with("TenTruongHop", "")] {
        let answer = client.send(&other).await;
        assert_eq!(answer.status(), 409);
        assert_eq!(answer.text().await.unwrap(), "{\"MaLoi\":\"KHAC_NOI_DUNG\"}");
    }
    assert_eq!(server.visitor().dossiers().await.unwrap().len(), 1);
    assert_eq!(server.visitor().dossier(&code).await.unwrap().parcels[0].fields, submission.fields);
}

#[tokio::test]
async fn many_who_send_the_same_at_once_get_one_dossier() {
    let server = Server::start().await;
    let client = server.client().await;
    let submission = Submission::valid();
    let mut sending = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let (client, submission) = (client.clone(), submission.clone());
        sending.spawn(async move { client.code(&submission).await });
    }
    let codes = sending.join_all().await;
    assert!(codes.iter().all(|code| *code == codes[0]), "{codes:?}");
    assert_eq!(server.visitor().dossiers().await.unwrap().len(), 1);
    assert!(server.visitor().file(&codes[0], &submission.key, 0).await.unwrap() == PDF);
}

#[tokio::test]
async fn whoever_lost_the_answer_can_ask_what_became_of_it() {
    let server = Server::start().await;
    let client = server.client().await;
    let submission = Submission::valid();
    assert_eq!(client.found(&submission.key).await, None);
    let code = client.code(&submission).await;
    assert_eq!(client.found(&submission.key).await, Some(code));
}

#[tokio::test]
async fn a_supplement_joins_its_dossier_once() {
    let server = Server::start().await;
    let client = server.client().await;
    let code = client.code(&Submission::valid()).await;
    server.visitor().press(&code, State::Supplement, "Thiếu giấy chứng sinh", "2026-12-15").await.unwrap();
    let supplement = Submission::supplement(&code);
    let answer = client.send(&supplement).await;
    assert_eq!((answer.status().as_u16(), answer.json::<String>().await.unwrap()), (201, code.clone()));
    let again = client.send(&supplement).await;
    assert_eq!((again.status().as_u16(), again.json::<String>().await.unwrap()), (200, code.clone()));
    assert_eq!(client.found(&supplement.key).await, Some(code.clone()));
    assert_eq!(client.send(&supplement.clone().with("NoiDung", "khác")).await.status(), 409);
    let dossier = server.visitor().dossier(&code).await.unwrap();
    assert_eq!(dossier.parcels.len(), 2);
    assert_eq!(dossier.parcels[1].fields, supplement.fields);
    assert!(server.visitor().file(&code, &supplement.key, 0).await.unwrap() == PDF);
    assert_eq!(client.send(&Submission::supplement("H20.99-261128-0009")).await.status(), 404);
    server.visitor().press(&code, State::Withdrawn, "", "").await.unwrap();
    let late = client.send(&Submission::supplement(&code)).await;
    assert_eq!(
        (late.status().as_u16(), late.text().await.unwrap().as_str()),
        (422, "{\"MaLoi\":\"DA_KET_THUC\"}")
    );
}

#[tokio::test]
async fn states_are_told_in_order_to_whoever_asks() {
    let server = Server::start().await;
    let client = server.client().await;
    let code = client.code(&Submission::valid()).await;
    assert_eq!(client.states(&code, 0).await, json!([]));
    let visitor = server.visitor();
    visitor.press(&code, State::Accepted, "", "").await.unwrap();
    server.later(61);
    visitor.press(&code, State::Supplement, "Thiếu \"bản chính\"", "2026-12-15").await.unwrap();
    visitor.press(&code, State::Processing, "", "").await.unwrap();
    let first = json!({"SoThuTu": 1, "TrangThaiHoSo": "2", "NoiDung": "", "HanBoSung": null, "ThoiDiem": "20261128101500"});
    let second = json!({"SoThuTu": 2, "TrangThaiHoSo": "5", "NoiDung": "Thiếu \"bản chính\"", "HanBoSung": "20261215",
        "ThoiDiem": "20261128101601"});
    let third = json!({"SoThuTu": 3, "TrangThaiHoSo": "4", "NoiDung": "", "HanBoSung": null, "ThoiDiem": "20261128101601"});
    assert_eq!(client.states(&code, 0).await, json!([first, second, third]));
    assert_eq!(client.states(&code, 2).await, json!([third]));
    assert_eq!(client.states(&code, 3).await, json!([]));
    let nowhere = client.get("/api/v1/hoso/H20.99-261128-0009/TrangThai?sau=0").send().await.unwrap();
    assert_eq!(nowhere.status(), 404);
}

#[tokio::test]
async fn another_client_learns_nothing_of_a_dossier() {
    let settings = "[clients.to-khai]\nsecret = \"one\"\n[clients.other]\nsecret = \"two\"";
    let server = Server::with(settings).await;
    let client = server.client().await;
    let submission = Submission::valid();
    let code = client.code(&submission).await;
    let form = [("grant_type", "client_credentials"), ("client_id", "other"), ("client_secret", "two")];
    let answer = client.http.post(format!("{}/connect/token", server.base)).form(&form).send().await.unwrap();
    let token =
        answer.json::<serde_json::Value>().await.unwrap()["access_token"].as_str().unwrap().to_owned();
    let other = Client { token, ..client };
    assert_eq!(other.found(&submission.key).await, None);
    assert_eq!(other.get(&format!("/api/v1/hoso/{code}/TrangThai")).send().await.unwrap().status(), 404);
    assert_eq!(other.send(&Submission::supplement(&code)).await.status(), 404);
    assert_eq!(other.send(&submission).await.status(), 409);
}
