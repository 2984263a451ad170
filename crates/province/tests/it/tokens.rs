//! Who gets in.

use crate::support::*;
use serde_json::Value;

#[tokio::test]
async fn a_wrong_secret_gets_no_token() {
    let server = Server::start().await;
    let http = reqwest::Client::new();
    let answer = ask_token(&http, &server.base, "not the secret").await.unwrap();
    assert_eq!(answer.status(), 401);
    assert_eq!(answer.json::<Value>().await.unwrap()["error"], "invalid_client");
    let form =
        [("grant_type", "password"), ("client_id", "to-khai"), ("client_secret", server.secret.as_str())];
    let answer = http.post(format!("{}/connect/token", server.base)).form(&form).send().await.unwrap();
    assert_eq!(answer.status(), 400);
}

#[tokio::test]
async fn a_token_is_good_for_its_time_and_not_longer() {
    let server = Server::with("token_seconds = 60\n[clients.to-khai]").await;
    let client = server.client().await;
    server.later(59);
    let submission = Submission::valid();
    client.code(&submission).await;
    server.later(1);
    let answer = client.send(&Submission::valid().with_file("lớn.pdf", &vec![7; 2_000_000])).await;
    assert_eq!(answer.status(), 401);
    assert!(answer.headers().contains_key("www-authenticate"));
    assert_eq!(server.client().await.found(&submission.key).await.as_deref(), Some("H20.99-261128-0001"));
}

#[tokio::test]
async fn nothing_is_told_without_a_token() {
    let server = Server::start().await;
    let client = Client { token: "0".repeat(64), ..server.client().await };
    for path in ["/api/v1/hoso/TraCuu?khoa=1", "/api/v1/hoso/a/TrangThai", "/api/dongbo/HoSo?maHoSo=a"] {
        assert_eq!(client.get(path).send().await.unwrap().status(), 401, "{path}");
        assert_eq!(reqwest::get(format!("{}{path}", server.base)).await.unwrap().status(), 401, "{path}");
    }
    for path in ["ThemMoi", "CapNhat", "TienTrinh"] {
        let answer = client.post(&format!("/api/dongbo/{path}")).body("[]").send().await.unwrap();
        assert_eq!(answer.status(), 401, "{path}");
    }
    assert_eq!(client.send(&Submission::valid()).await.status(), 401);
}

#[tokio::test]
async fn a_token_outlives_a_restart() {
    let server = Server::start().await;
    let client = server.client().await;
    let code = client.code(&Submission::valid()).await;
    let again = Server::on(server.stop().await, "").await;
    let client = Client { base: again.base.clone(), ..client };
    assert_eq!(client.states(&code, 0).await, serde_json::json!([]));
}
