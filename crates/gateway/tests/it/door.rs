//! Something between a gateway and a province that sees what passes.

use axum::Router;
use axum::extract::Request;
use axum::response::Response;
use reqwest::{Client as Http, StatusCode};
use tokio::net::TcpListener;

/// A request on its way to the province.
pub(crate) struct Passing {
    request: Request,
    province: String,
    http: Http,
}

/// Stands before a province and lets `pass` decide; answers its own address.
pub(crate) async fn door<P, A>(province: String, pass: P) -> String
where
    P: Fn(Passing) -> A + Clone + Send + Sync + 'static,
    A: Future<Output = Response> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let http = Http::new();
    let app = Router::new()
        .fallback(move |request| pass(Passing { request, province: province.clone(), http: http.clone() }));
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    address
}

impl Passing {
    /// Where it goes.
    pub(crate) fn path(&self) -> &str {
        self.request.uri().path()
    }

    /// Lets it through; answers what the province says.
    pub(crate) async fn on(self) -> Response {
        let (head, body) = self.request.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        let request = self.http.request(head.method, format!("{}{}", self.province, head.uri));
        let answer = request.headers(head.headers).body(body).send().await.unwrap();
        let status = StatusCode::from_u16(answer.status().as_u16()).unwrap();
        Response::builder().status(status).body(answer.bytes().await.unwrap().into()).unwrap()
    }
}
