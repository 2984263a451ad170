//! Somebody else's web server: pages of `tests/hosts`, each with the widget on it and hostile in its own way.

use crate::citizen::Citizen;
use crate::environment::path;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::thread;

/// What a host page shows when there is no widget.
pub const FALLBACK: &str = "Xin gọi 0000 000 000 hoặc đến bộ phận một cửa Ủy ban nhân dân xã Bình An.";

/// How the documentation names the gateway.
const DOCUMENTED: &str = "https://khai.example.gov.vn";

/// A host, and beside it a server of files: two origins, neither of them the gateway's. They serve until the tests end.
pub struct Host {
    page: SocketAddr,
    files: SocketAddr,
}

/// What a page is filled in with.
#[derive(Clone)]
struct Names {
    gateway: String,
    files: String,
    procedure: String,
}

struct Answer {
    status: &'static str,
    kind: &'static str,
    policy: String,
    body: Vec<u8>,
}

impl Host {
    /// One whose pages have the widget of a gateway, which begins with that procedure.
    ///
    /// # Panics
    /// When there is no port to listen on.
    #[must_use]
    pub fn of(gateway: &str, procedure: &str) -> Host {
        let listen = || TcpListener::bind(("127.0.0.1", 0)).expect("a port to listen on");
        let address = |listener: &TcpListener| listener.local_addr().expect("an address that is listened on");
        let listeners = [listen(), listen()];
        let host = Host { page: address(&listeners[0]), files: address(&listeners[1]) };
        let names = Names {
            gateway: gateway.trim_end_matches('/').to_owned(),
            files: format!("http://{}/files", host.files),
            procedure: procedure.to_owned(),
        };
        for listener in listeners {
            let names = names.clone();
            thread::spawn(move || {
                for stream in listener.incoming().flatten() {
                    let names = names.clone();
                    // A browser that hangs up needs no answer.
                    thread::spawn(move || serve(stream, &names).ok());
                }
            });
        }
        host
    }

    /// The address of a page.
    #[must_use]
    pub fn url(&self, page: &str) -> String {
        format!("http://{}/{page}", self.page)
    }
}

fn serve(stream: TcpStream, names: &Names) -> std::io::Result<()> {
    let mut lines = BufReader::new(&stream).lines();
    let first = lines.next().transpose()?.unwrap_or_default();
    while lines.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
    let target = first.split(' ').nth(1).unwrap_or("/");
    let answer = answer(target.split(['?', '#']).next().unwrap_or(target), names);
    let mut head = format!(
        "HTTP/1.1 {}\r\nContent-Type: {}\r\nContent-Length: {}\r\nConnection: close\r\nCache-Control: no-store\r\n\
         Access-Control-Allow-Origin: *\r\n",
        answer.status,
        answer.kind,
        answer.body.len()
    );
    if !answer.policy.is_empty() {
        head.push_str(&format!("Content-Security-Policy: {}\r\n", answer.policy));
    }
    (&stream).write_all(&[head.as_bytes(), b"\r\n", &answer.body].concat())
}

fn answer(target: &str, names: &Names) -> Answer {
    let none =
        Answer { status: "404 Not Found", kind: "text/plain", policy: String::new(), body: Vec::new() };
    let safe = target.split('/').all(|part| part != "..");
    let file = match target.trim_start_matches('/').split_once('/') {
        _ if !safe => None,
        Some(("files", rest)) => Some(path("TO_KHAI_WEB").join(rest)),
        Some(("packages", rest)) => package(rest),
        _ if target == "/favicon.ico" => {
            return Answer { status: "204 No Content", ..none };
        }
        _ if target.ends_with(".js") => Some(pages().join(target.trim_start_matches('/'))),
        _ => return page(target, names).unwrap_or(none),
    };
    let read = file.and_then(|file| Some((kind(&file), std::fs::read(file).ok()?)));
    read.map_or(none, |(kind, body)| Answer { status: "200 OK", kind, policy: String::new(), body })
}

fn pages() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("hosts")
}

/// A file of a package that host pages are made of.
fn package(rest: &str) -> Option<PathBuf> {
    let folders = path("TO_KHAI_PACKAGES");
    std::env::split_paths(&folders).map(|folder| folder.join(rest)).find(|file| file.is_file())
}

/// A page, with its policy when its first line names one.
fn page(target: &str, names: &Names) -> Option<Answer> {
    let text = std::fs::read_to_string(pages().join(format!("{}.html", target.trim_matches('/')))).ok()?;
    let filled = names.fill_in(&text);
    let policy = filled.strip_prefix("<!-- policy: ").and_then(|rest| rest.split_once(" -->"));
    let (policy, body) = policy.unwrap_or(("", &filled));
    let (kind, body) = ("text/html; charset=utf-8", body.trim_start().as_bytes().to_vec());
    Some(Answer { status: "200 OK", kind, policy: policy.to_owned(), body })
}

impl Names {
    fn fill_in(&self, text: &str) -> String {
        let element = |id: &str, gateway: &str| {
            let procedure = &self.procedure;
            format!(
                "<to-khai id=\"{id}\" site=\"dong-thap\" procedure=\"{procedure}\"{gateway}><p>{FALLBACK}</p></to-khai>"
            )
        };
        let gateway = &self.gateway;
        text.replace("__WIDGET__", &element("khai", ""))
            .replace("__ANOTHER__", &element("another", ""))
            .replace("__AT_GATEWAY__", &element("khai", &format!(" gateway=\"{gateway}/\"")))
            .replace("__AT_NOBODY__", &element("khai", " gateway=\"http://127.0.0.1:9/\""))
            .replace("__DOCUMENTED__", &documented_policy())
            .replace("__FILES__", &self.files)
            .replace(DOCUMENTED, gateway)
            .replace("__GATEWAY__", gateway)
    }
}

/// The policy of docs/embedding.md in a page that allows nothing but its own scripts besides.
fn documented_policy() -> String {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/embedding.md");
    let text = std::fs::read_to_string(docs).expect("the documentation for webmasters");
    let (_, after) = text.split_once("## Content-Security-Policy").expect("a chapter on the policy");
    let policy = after.split("```").nth(1).expect("a policy in a block").replace('\n', " ");
    format!("default-src 'none'; {}", policy.replacen("script-src", "script-src 'self'", 1).trim())
}

fn kind(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("js") => "text/javascript",
        Some("css") => "text/css",
        Some("wasm") => "application/wasm",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }
}

impl Citizen {
    /// Takes the widgets out of the host page, and looks whether anything of them is left.
    ///
    /// # Panics
    /// When something is, or something went wrong meanwhile.
    #[track_caller]
    pub fn leaves_nothing_on(&self, page: &str) {
        // A turn of the page's own, for what goes when its moment comes.
        let take_out = "const done = arguments[0];
            if (window.calm) calm();
            for (let e = document.querySelector('to-khai'); e; e = document.querySelector('to-khai')) e.remove();
            setTimeout(() => setTimeout(() => done(watch.left())));";
        let left = self.browser.script_async(take_out, &[]);
        assert_eq!(left, json!(""), "{page} is not as it was before");
        self.hears_nothing_wrong_on(page);
    }

    /// The host page had nothing to complain about.
    ///
    /// # Panics
    /// When it had.
    #[track_caller]
    pub fn hears_nothing_wrong_on(&self, page: &str) {
        let wrong = self.browser.script("return watch.errors()", &[]);
        assert_eq!(wrong, json!("\"\""), "{page} hears of errors");
        self.console_is_quiet();
    }

    /// How everything in the widget looks, whatever stands around it: an element a line.
    #[must_use]
    pub fn looks(&self) -> Vec<String> {
        let all = self.look(LOOKS, &[]);
        let all = all.as_array().cloned().unwrap_or_default();
        all.iter().filter_map(Value::as_str).map(str::to_owned).collect()
    }
}

/// What does not follow from the width of the page, of every element that is ours.
const LOOKS: &str = "
    const names = ['color', 'background-color', 'direction', 'display', 'visibility', 'opacity', 'position', 'float',
        'font-family', 'font-size', 'font-style', 'font-weight', 'font-variant-caps', 'font-variant-numeric',
        'font-feature-settings', 'line-height', 'letter-spacing', 'word-spacing', 'word-break', 'overflow-wrap',
        'hyphens', 'white-space', 'text-align', 'text-indent', 'text-transform', 'text-shadow', 'text-decoration-line',
        '-webkit-text-fill-color', 'cursor', 'caret-color', 'user-select', '-webkit-user-select', 'pointer-events',
        'box-sizing', 'padding-top', 'padding-left', 'margin-top', 'margin-bottom', 'border-top-width',
        'border-left-width', 'border-top-color', 'list-style-type', 'list-style-position', 'min-height', 'min-width',
        'max-width', 'writing-mode', 'accent-color', 'color-scheme', 'quotes', 'text-underline-offset'];
    const all = [];
    const ours = root.querySelectorAll('.frame, .frame *:not(font)');
    for (let at = 0; at < ours.length; at += 1) {
        const style = getComputedStyle(ours[at]);
        let line = `${ours[at].localName}.${ours[at].className}`;
        for (let i = 0; i < names.length; i += 1) line += `; ${names[i]}: ${style.getPropertyValue(names[i])}`;
        all[all.length] = line;
    }
    return all";
