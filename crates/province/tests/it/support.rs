//! A server on a port of its own, a client of it, a listener for its callbacks, and a submission with nothing wrong.

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post};
use hmac::{Hmac, Mac};
use province::clock::Clock;
use province::config::Config;
use province::visitor::Visitor;
use reqwest::multipart::{Form, Part};
use reqwest::{RequestBuilder, Response};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::path::Path;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

/// Saturday 28 November 2026, 10:15 in Viet Nam.
pub(crate) const NOW: i64 = 1_795_835_700;

pub(crate) const NAME: &str = "NGUYỄN THỊ THỬ NGHIỆM";
pub(crate) const PDF: &[u8] = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n";

/// A running stand-in.
pub(crate) struct Server {
    pub(crate) data: Arc<TempDir>,
    pub(crate) now: Arc<AtomicI64>,
    pub(crate) base: String,
    pub(crate) secret: String,
    pub(crate) callback_secret: String,
    stop: oneshot::Sender<()>,
    ended: JoinHandle<()>,
}

impl Server {
    pub(crate) async fn start() -> Server {
        Server::with("").await
    }

    /// With these settings, TOML.
    pub(crate) async fn with(settings: &str) -> Server {
        Server::on(Arc::new(TempDir::new().unwrap()), settings).await
    }

    /// That tells states to a listener.
    pub(crate) async fn telling(listener: &Ear) -> Server {
        Server::with(&format!("[clients.to-khai]\ncallback = \"{}\"", listener.address)).await
    }

    pub(crate) async fn on(data: Arc<TempDir>, settings: &str) -> Server {
        let config: Config = toml::from_str(settings).unwrap();
        let now = Arc::new(AtomicI64::new(NOW));
        let told = Arc::clone(&now);
        let clock = Clock::new(move || told.load(Ordering::SeqCst));
        let province = province::open(data.path(), config, clock).await.unwrap();
        let secrets = province.secrets("to-khai").unwrap();
        let (secret, callback_secret) = (secrets.secret.clone(), secrets.callback_secret.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = async move {
            let stop = async move { drop(stopped.await) };
            province::serve(province, listener, stop).await.unwrap();
        };
        let ended = tokio::spawn(serving);
        Server { data, now, base, secret, callback_secret, stop, ended }
    }

    /// Stops it; what it kept stays.
    pub(crate) async fn stop(self) -> Arc<TempDir> {
        self.stop.send(()).unwrap();
        self.ended.await.unwrap();
        self.data
    }

    /// A client with a token.
    pub(crate) async fn client(&self) -> Client {
        Client::of(&self.base, &self.secret).await
    }

    pub(crate) fn visitor(&self) -> Visitor {
        Visitor::at(&self.base)
    }

    pub(crate) fn later(&self, seconds: i64) {
        self.now.fetch_add(seconds, Ordering::SeqCst);
    }
}

/// A client of a stand-in.
#[derive(Clone)]
pub(crate) struct Client {
    pub(crate) http: reqwest::Client,
    pub(crate) base: String,
    pub(crate) token: String,
}

impl Client {
    pub(crate) async fn of(base: &str, secret: &str) -> Client {
        // The server has chosen it already, where it runs in this process; a client built with the
        // gateway's features chooses none by itself.
        let _ = tokio_rustls::rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder().pool_max_idle_per_host(0).build().unwrap();
        let answer = ask_token(&http, base, secret).await.unwrap();
        assert_eq!(answer.status(), 200);
        let token: Value = answer.json().await.unwrap();
        assert_eq!(token["token_type"], "Bearer");
        let token = token["access_token"].as_str().unwrap().to_owned();
        Client { http, base: base.to_owned(), token }
    }

    pub(crate) fn get(&self, path: &str) -> RequestBuilder {
        self.http.get(format!("{}{path}", self.base)).bearer_auth(&self.token)
    }

    pub(crate) fn post(&self, path: &str) -> RequestBuilder {
        self.http.post(format!("{}{path}", self.base)).bearer_auth(&self.token)
    }

    pub(crate) fn sending(&self, submission: &Submission) -> RequestBuilder {
        let path = submission.supplements.as_ref().map(|code| format!("/api/v1/hoso/{code}/BoSung"));
        self.post(path.as_deref().unwrap_or("/api/v1/hoso/NopTrucTuyen"))
            .header("idempotency-key", &submission.key)
            .multipart(submission.form())
    }

    pub(crate) async fn send(&self, submission: &Submission) -> Response {
        self.sending(submission).send().await.unwrap()
    }

    /// Sends what must be received.
    pub(crate) async fn code(&self, submission: &Submission) -> String {
        let answer = self.send(submission).await;
        let (status, body) = (answer.status(), answer.text().await.unwrap());
        assert!(status.is_success(), "{body}");
        serde_json::from_str(&body).unwrap()
    }

    /// Sends what must be refused with 422; places and reasons.
    pub(crate) async fn faults(&self, submission: &Submission) -> Vec<(String, String)> {
        let answer = self.send(submission).await;
        let (status, body) = (answer.status(), answer.text().await.unwrap());
        assert_eq!(status, 422, "{body}");
        assert!(!body.contains("THỬ NGHIỆM"), "{body}");
        let body: Value = serde_json::from_str(&body).unwrap();
        assert_eq!(body["MaLoi"], "KHONG_HOP_LE");
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        body["ChiTiet"].as_array().unwrap().iter().map(|f| (text(&f["Truong"]), text(&f["Loi"]))).collect()
    }

    pub(crate) async fn found(&self, key: &str) -> Option<String> {
        let answer = self.get(&format!("/api/v1/hoso/TraCuu?khoa={key}")).send().await.unwrap();
        match answer.status().as_u16() {
            200 => Some(answer.json::<Value>().await.unwrap()["MaHoSo"].as_str().unwrap().to_owned()),
            status => {
                assert_eq!(status, 404);
                None
            }
        }
    }

    pub(crate) async fn states(&self, code: &str, after: i64) -> Value {
        let path = format!("/api/v1/hoso/{code}/TrangThai?sau={after}");
        self.get(&path).send().await.unwrap().error_for_status().unwrap().json().await.unwrap()
    }

    /// Posts to the synchronisation; code and message.
    pub(crate) async fn sync(&self, path: &str, body: &Value) -> (String, String) {
        let answer = self.post(&format!("/api/dongbo/{path}")).json(body).send().await.unwrap();
        assert_eq!(answer.status(), 200);
        let answer: Value = answer.json().await.unwrap();
        let text = |name: &str| answer[name].as_str().unwrap().to_owned();
        (text("error_code"), text("message"))
    }
}

pub(crate) async fn ask_token(http: &reqwest::Client, base: &str, secret: &str) -> reqwest::Result<Response> {
    let form = [("grant_type", "client_credentials"), ("client_id", "to-khai"), ("client_secret", secret)];
    http.post(format!("{base}/connect/token")).form(&form).send().await
}

/// A submission, or a supplement; all names and numbers are invented.
#[derive(Clone)]
pub(crate) struct Submission {
    pub(crate) key: String,
    pub(crate) supplements: Option<String>,
    pub(crate) fields: Vec<(String, String)>,
    pub(crate) files: Vec<(String, Vec<u8>)>,
}

impl Submission {
    /// With a file.
    pub(crate) fn valid() -> Submission {
        let form = json!({"child": {"name": "TRẦN VĂN MẪU", "born": "2026-11-20"}, "copies": ["1", "2"]});
        let fields = [
            ("DonViId", "H20.99"),
            ("MaTTHC", "1.001193"),
            ("MucDo", "4"),
            ("LoaiDoiTuong", "1"),
            ("ChuHoSo", NAME),
            ("SoDienThoaiChuHoSo", "0912345678"),
            ("SoGiayToChuHoSo", "082195000001"),
            ("NgaySinhChuHoSo", "19950131"),
            ("TinhThanhChuHoSo", "82"),
            ("XaPhuongChuHoSo", "28249"),
            ("UyQuyen", "false"),
            ("HinhThucTra", "0"),
            ("EFormData", &form.to_string()),
        ];
        let fields = fields.map(|(name, text)| (name.to_owned(), text.to_owned())).into();
        let submission = Submission { key: a_key(), supplements: None, fields, files: Vec::new() };
        submission.with_file("giấy chứng sinh.pdf", PDF)
    }

    /// A supplement of that dossier.
    pub(crate) fn supplement(code: &str) -> Submission {
        let mut submission = Submission::valid();
        submission.fields.retain(|field| field.0 == "EFormData");
        submission.supplements = Some(code.to_owned());
        submission.with("NoiDung", "Đã bổ sung").announcing()
    }

    pub(crate) fn with(mut self, name: &str, text: &str) -> Submission {
        match self.fields.iter_mut().find(|field| field.0 == name) {
            Some(field) => field.1 = text.to_owned(),
            None => self.fields.push((name.to_owned(), text.to_owned())),
        }
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Submission {
        self.fields.retain(|field| field.0 != name);
        self
    }

    pub(crate) fn with_file(mut self, name: &str, bytes: &[u8]) -> Submission {
        self.files.push((name.to_owned(), bytes.to_vec()));
        self.announcing()
    }

    /// Announces the files as they are.
    fn announcing(self) -> Submission {
        let announce = |(place, (name, bytes)): (usize, &(String, Vec<u8>))| json!({"Tep": format!("tep-{place}"), "TenTep": name, "KichThuoc": bytes.len(), "Sha256": sha256(bytes)});
        let announced: Vec<Value> = self.files.iter().enumerate().map(announce).collect();
        self.with_components(
            &json!([{"Ten": "Giấy chứng sinh", "MaGiayTo": "KQ004389", "DinhKem": announced}]),
        )
    }

    pub(crate) fn with_components(self, components: &Value) -> Submission {
        self.with("ThanhPhanHoSos", &components.to_string())
    }

    fn form(&self) -> Form {
        let mut form = Form::new();
        for (name, text) in &self.fields {
            form = form.text(name.clone(), text.clone());
        }
        for (place, (name, bytes)) in self.files.iter().enumerate() {
            let part =
                Part::bytes(bytes.clone()).file_name(name.clone()).mime_str("application/pdf").unwrap();
            form = form.part(format!("tep-{place}"), part);
        }
        form
    }
}

/// A number never used before.
pub(crate) fn a_key() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    format!("{:026}", NEXT.fetch_add(1, Ordering::SeqCst))
}

pub(crate) fn sha256(bytes: &[u8]) -> String {
    format!("{:x}", Sha256::digest(bytes))
}

/// A callback as it came.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) time: String,
    pub(crate) signature: String,
    pub(crate) body: String,
}

impl Call {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    pub(crate) fn serial(&self) -> i64 {
        self.json()["SoThuTu"].as_i64().unwrap()
    }

    pub(crate) fn is_signed_with(&self, secret: &str) -> bool {
        let mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
        let mac = mac.chain_update(format!("{}.{}", self.time, self.body)).finalize().into_bytes();
        self.signature == format!("{mac:x}")
    }
}

type Judge = Arc<Mutex<Box<dyn FnMut(&Call) -> u16 + Send>>>;

/// Listens for callbacks, and answers as it is told; has files, too.
pub(crate) struct Ear {
    pub(crate) address: String,
    pub(crate) base: String,
    calls: mpsc::UnboundedReceiver<Call>,
}

impl Ear {
    /// Takes everything.
    pub(crate) async fn open() -> Ear {
        Ear::answering(|_| 204).await
    }

    pub(crate) async fn answering(judge: impl FnMut(&Call) -> u16 + Send + 'static) -> Ear {
        async fn hear(
            State((heard, judge)): State<(mpsc::UnboundedSender<Call>, Judge)>,
            headers: HeaderMap,
            body: Bytes,
        ) -> StatusCode {
            let header = |name: &str| headers[name].to_str().unwrap().to_owned();
            let body = String::from_utf8(body.to_vec()).unwrap();
            let call = Call { time: header("x-thoi-diem"), signature: header("x-chu-ky"), body };
            let status = judge.lock().unwrap()(&call);
            // The test may have seen enough.
            let _ = heard.send(call);
            StatusCode::from_u16(status).unwrap()
        }
        let (heard, calls) = mpsc::unbounded_channel();
        let judge: Judge = Arc::new(Mutex::new(Box::new(judge)));
        let app = Router::new()
            .route("/states", post(hear))
            .route("/files/pdf", get(async || PDF))
            .with_state((heard, judge));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        Ear { address: format!("{base}/states"), base, calls }
    }

    pub(crate) async fn next(&mut self) -> Call {
        self.calls.recv().await.unwrap()
    }
}

/// Looks again and again until it is so.
pub(crate) async fn until<T>(mut look: impl AsyncFnMut() -> Option<T>) -> T {
    loop {
        if let Some(seen) = look().await {
            return seen;
        }
        tokio::task::yield_now().await;
    }
}

pub(crate) fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}
