//! The pages on which a person plays the office.

use crate::support::*;
use province::states::State;

async fn page(server: &Server, path: &str) -> String {
    let answer = reqwest::get(format!("{}{path}", server.base)).await.unwrap();
    assert!(answer.headers()["content-security-policy"].to_str().unwrap().starts_with("default-src 'none'"));
    answer.text().await.unwrap()
}

#[tokio::test]
async fn an_official_sees_everything_that_came_and_it_stays_text() {
    let server = Server::start().await;
    let client = server.client().await;
    let submission = Submission::valid()
        .with("ChuHoSo", "<script>alert('Ư')</script>")
        .with("EFormData", "{\"con\":{\"ten\":\"\\\"><b>MẪU\"}}")
        .with_file("<img>.pdf", PDF);
    let code = client.code(&submission).await;
    let list = page(&server, "/").await;
    assert!(list.contains(&format!("data-dossier=\"{code}\" data-state=\"1\"")), "{list}");
    let shown = page(&server, &format!("/ho-so/{code}")).await;
    for text in [
        "&lt;script&gt;alert(&#39;Ư&#39;)&lt;/script&gt;",
        "<th scope=\"row\">ten</th><td>&quot;&gt;&lt;b&gt;MẪU</td>",
        "&lt;img&gt;.pdf</a>",
        "data-field=\"NgaySinhChuHoSo\"",
        "data-action=\"accept\"",
    ] {
        assert!(shown.contains(text), "{text}\n{shown}");
    }
    for html in [&list, &shown] {
        assert!(!html.contains("<script") && !html.contains("<b>") && !html.contains("<img"), "{html}");
    }
    let file = reqwest::get(format!("{}/ho-so/{code}/tep/{}/1", server.base, submission.key)).await.unwrap();
    assert_eq!(file.headers()["content-type"], "application/octet-stream");
    assert_eq!(file.headers()["content-disposition"], "attachment; filename*=UTF-8''%3Cimg%3E.pdf");
}

#[tokio::test]
async fn only_buttons_that_may_be_pressed_are_shown_and_work() {
    let server = Server::start().await;
    let code = server.client().await.code(&Submission::valid()).await;
    let visitor = server.visitor();
    visitor.press(&code, State::Finished, "", "").await.unwrap();
    let shown = page(&server, &format!("/ho-so/{code}")).await;
    assert!(shown.contains("data-action=\"return\"") && !shown.contains("data-action=\"accept\""), "{shown}");
    assert!(shown.contains("data-state=\"9\""), "{shown}");
    let refused = visitor.press(&code, State::Accepted, "", "").await.unwrap_err();
    assert_eq!(refused.status().unwrap(), 409);
    visitor.press(&code, State::Returned, "", "").await.unwrap();
    assert!(!page(&server, &format!("/ho-so/{code}")).await.contains("data-action"), "it has ended");
    assert!(visitor.press("H20.99-261128-0009", State::Accepted, "", "").await.is_err());
}

#[tokio::test]
async fn an_official_who_refuses_or_asks_for_more_must_say_what() {
    let server = Server::start().await;
    let code = server.client().await.code(&Submission::valid()).await;
    let visitor = server.visitor();
    for (state, words, until) in [
        (State::Refused, " ", ""),
        (State::Supplement, "Thiếu giấy", ""),
        (State::Supplement, "Thiếu giấy", "2026-02-31"),
        (State::Supplement, "", "2026-12-15"),
    ] {
        let refused = visitor.press(&code, state, words, until).await.unwrap_err();
        assert_eq!(refused.status().unwrap(), 409);
    }
    assert!(visitor.dossier(&code).await.unwrap().states.is_empty());
    visitor.press(&code, State::Refused, "Không thuộc thẩm quyền", "").await.unwrap();
    let refused = visitor.dossier(&code).await.unwrap();
    assert_eq!((refused.state, refused.states[0].words.as_str()), (State::Refused, "Không thuộc thẩm quyền"));
}

#[tokio::test]
async fn a_page_of_others_presses_no_button() {
    let server = Server::start().await;
    let code = server.client().await.code(&Submission::valid()).await;
    let press = async |origin: &str| {
        let request = reqwest::Client::new().post(format!("{}/ho-so/{code}/trang-thai", server.base));
        request.header("origin", origin).form(&[("trang_thai", "2")]).send().await.unwrap().status().as_u16()
    };
    assert_eq!(press("https://example.vn").await, 403);
    assert_eq!(press("null").await, 403);
    assert_eq!(press(&server.base).await, 200, "after the page it leads to");
}

#[tokio::test]
async fn what_is_not_there_is_said_so() {
    let server = Server::start().await;
    for path in ["/ho-so/a", "/dong-bo/a", "/nowhere", "/ho-so/a/tep/b/0"] {
        let answer = reqwest::get(format!("{}{path}", server.base)).await.unwrap();
        assert_eq!(answer.status(), 404, "{path}");
        assert!(answer.text().await.unwrap().contains("Không có trang này"), "{path}");
    }
}
