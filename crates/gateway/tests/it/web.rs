//! The widget's files and the catalogue, as browsers fetch them.

use crate::support::*;
use reqwest::Response;
use std::fs;
use std::path::Path;

/// A widget, as far as a server can tell.
pub(crate) fn page(web: &Path) {
    fs::create_dir_all(web.join("assets")).unwrap();
    let files = [
        ("index.html", "<!doctype html><style>p{}</style><script type=module src=to-khai.js></script>"),
        ("frame.html", "<!doctype html><style>b{}</style><script type=module src=to-khai.js></script>"),
        ("to-khai.js", "export {}"),
        ("frame.js", "{}"),
        ("sw.js", "{}"),
        ("manifest.webmanifest", "{}"),
        ("assets/to-khai-1.wasm", "wasm"),
        ("assets/to-khai-1.wasm.br", "brotli"),
        ("assets/to-khai-1.wasm.gz", "gzip"),
    ];
    for (name, text) in files {
        fs::write(web.join(name), text).unwrap();
    }
}

async fn get(server: &Server, path: &str, accept: &str) -> Response {
    server.http.get(server.url(path)).header("accept-encoding", accept).send().await.unwrap()
}

fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response.headers().get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
}

#[tokio::test]
async fn the_page_comes_with_the_documented_policy() {
    let server = Server::start().await;
    let page = get(&server, "/", "identity").await;
    let policy = header(&page, "content-security-policy");
    assert!(policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval';"), "{policy}");
    assert!(policy.contains("style-src 'self' 'sha256-") && !policy.contains("unsafe-inline"), "{policy}");
    assert_eq!(header(&page, "cache-control"), "no-cache");
}

#[tokio::test]
async fn any_site_may_load_the_widget_once_and_for_all() {
    let server = Server::start().await;
    for (accept, encoding) in [("br, gzip", "br"), ("gzip", "gzip"), ("identity", "")] {
        let wasm = get(&server, "/assets/to-khai-1.wasm", accept).await;
        assert_eq!(header(&wasm, "content-encoding"), encoding);
        assert_eq!(header(&wasm, "content-type"), "application/wasm");
        assert_eq!(header(&wasm, "cache-control"), "public, max-age=31536000, immutable");
        assert_eq!(header(&wasm, "access-control-allow-origin"), "*");
        assert_eq!(header(&wasm, "cross-origin-resource-policy"), "cross-origin");
        assert_eq!(header(&wasm, "timing-allow-origin"), "*");
    }
    for script in ["/to-khai.js", "/frame.js"] {
        let script = get(&server, script, "identity").await;
        assert_eq!(header(&script, "cache-control"), "public, max-age=300");
    }
}

async fn framed_by(server: &Server, path: &str) -> String {
    let page = get(server, path, "identity").await;
    let policy = header(&page, "content-security-policy");
    policy.split_once("frame-ancestors ").map(|(_, ancestors)| ancestors.to_owned()).unwrap_or_default()
}

#[tokio::test]
async fn one_page_may_stand_in_a_frame_of_another_site_and_no_other_page() {
    let server = Server::start().await;
    assert_eq!(framed_by(&server, "/frame.html?site=dong-thap").await, "*");
    // Whatever else a page is called, it keeps the stricter policy.
    for path in
        ["/", "/index.html", "/?/frame.html", "/frame%2Ehtml", "//frame.html", "/assets/../index.html"]
    {
        assert!(["'self'", ""].contains(&&*framed_by(&server, path).await), "{path}");
    }
    let page = get(&server, "/frame.html", "identity").await;
    let policy = header(&page, "content-security-policy");
    assert!(policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval';"), "{policy}");
    assert!(policy.contains("style-src 'self' 'sha256-") && !policy.contains("unsafe-inline"), "{policy}");
    assert_eq!(header(&page, "cache-control"), "no-cache");
}

#[tokio::test]
async fn the_operator_says_whose_pages_may_frame_it() {
    for (setting, ancestors) in [
        ("framed_by = []", "'none'"),
        (
            "framed_by = [\"https://www.example.gov.vn\", \"https://*.example.org:8443\"]",
            "https://www.example.gov.vn https://*.example.org:8443",
        ),
    ] {
        let config = toml::from_str(setting).unwrap();
        let server = Server::with(config).await;
        assert_eq!(framed_by(&server, "/frame.html").await, ancestors);
    }
}

#[tokio::test]
async fn the_page_may_be_installed_and_its_worker_is_never_an_old_one() {
    let server = Server::start().await;
    let page = get(&server, "/", "identity").await;
    let policy = header(&page, "content-security-policy");
    assert!(policy.contains("; worker-src 'self'; manifest-src 'self';"), "{policy}");
    for (path, kind) in
        [("/sw.js?%2F&%2F", "text/javascript"), ("/manifest.webmanifest", "application/manifest+json")]
    {
        let file = get(&server, path, "identity").await;
        assert_eq!(file.status(), 200);
        assert_eq!(header(&file, "content-type"), kind);
        assert_eq!(header(&file, "cache-control"), "no-cache");
        // A policy of its own would forbid the worker to fetch.
        assert_eq!(header(&file, "content-security-policy"), "");
    }
}

#[tokio::test]
async fn the_index_is_asked_for_again_and_costs_nothing_when_it_has_not_changed() {
    let server = Server::start().await;
    let index = get(&server, "/catalogue/index.bin", "identity").await;
    assert_eq!(header(&index, "cache-control"), "no-cache");
    assert_eq!(header(&index, "access-control-allow-origin"), "*");
    let etag = header(&index, "etag").to_owned();
    let again = server.http.get(server.url("/catalogue/index.bin")).header("if-none-match", etag);
    assert_eq!(again.send().await.unwrap().status(), 304);

    let index: dossier::Index = dossier::blob::read(&index.bytes().await.unwrap()).unwrap();
    let procedure = get(&server, &format!("/catalogue/{}", index.procedures[0].file()), "identity").await;
    assert_eq!(header(&procedure, "cache-control"), "public, max-age=31536000, immutable");
    dossier::blob::read::<dossier::Procedure>(&procedure.bytes().await.unwrap()).unwrap();
}

#[tokio::test]
async fn nothing_outside_the_folders_is_served() {
    let server = Server::start().await;
    for path in
        ["/..%2fdata/dossiers.sqlite", "/%2e%2e/data/dossiers.sqlite", "/catalogue/..%2f..%2fdossiers.sqlite"]
    {
        assert_eq!(get(&server, path, "identity").await.status(), 404, "{path}");
    }
}
