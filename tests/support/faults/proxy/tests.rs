use super::*;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;

const QUESTION: &[u8] = b"POST /v1/dossiers HTTP/1.1\r\nhost: a\r\ncontent-length: 8\r\n\r\nquestion";
const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nanswer";
const CHUNKED: &[u8] =
    b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nans\r\n3\r\nwer\r\n0\r\n\r\n";

/// A gateway that counts what it was asked.
struct Counter {
    address: SocketAddr,
    connections: Arc<AtomicUsize>,
    whole: Arc<AtomicUsize>,
}

impl Counter {
    async fn answering(answer: &'static [u8]) -> Counter {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (connections, whole) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let counter = Counter {
            address: listener.local_addr().unwrap(),
            connections: Arc::clone(&connections),
            whole: Arc::clone(&whole),
        };
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                connections.fetch_add(1, SeqCst);
                let whole = Arc::clone(&whole);
                tokio::spawn(async move {
                    let mut stream = Reader::new(stream);
                    while let Ok(Some(request)) = stream.request().await {
                        assert_eq!(request.bytes, QUESTION);
                        whole.fetch_add(1, SeqCst);
                        if stream.stream.write_all(answer).await.is_err() {
                            return;
                        }
                    }
                });
            }
        });
        counter
    }
}

/// What the client of a proxy in this mood hears, one question asked.
async fn hears(mood: Mood) -> (io::Result<Vec<u8>>, Counter, Proxy) {
    let counter = Counter::answering(ANSWER).await;
    let proxy = Proxy::before(counter.address, 1).await.unwrap();
    proxy.turn(mood);
    let heard = ask(&proxy).await;
    (heard, counter, proxy)
}

async fn ask(proxy: &Proxy) -> io::Result<Vec<u8>> {
    let mut client = TcpStream::connect(proxy.address).await?;
    client.write_all(QUESTION).await?;
    let mut heard = Vec::new();
    while heard != ANSWER && client.read_buf(&mut heard).await? > 0 {}
    Ok(heard)
}

fn nothing_of_it(heard: io::Result<Vec<u8>>) -> bool {
    heard.map_or(true, |bytes| bytes.is_empty())
}

#[tokio::test]
async fn a_calm_line_carries_one_request_after_the_other_on_one_connection() {
    for answer in [ANSWER, CHUNKED] {
        let counter = Counter::answering(answer).await;
        let proxy = Proxy::before(counter.address, 1).await.unwrap();
        let mut client = TcpStream::connect(proxy.address).await.unwrap();
        // The second is sent before the first is answered.
        client.write_all(&[QUESTION, QUESTION].concat()).await.unwrap();
        let mut heard = vec![0; 2 * answer.len()];
        client.read_exact(&mut heard).await.unwrap();
        assert_eq!(heard, [answer, answer].concat());
        assert_eq!(counter.whole.load(SeqCst), 2);
        assert!(Fault::ALL.iter().all(|fault| proxy.tally().of(*fault) == 0));
    }
}

#[tokio::test]
async fn an_answer_without_a_body_is_carried() {
    let bare: &[u8] = b"HTTP/1.1 204 No Content\r\nupload-offset: 5\r\n\r\n";
    let counter = Counter::answering(bare).await;
    let proxy = Proxy::before(counter.address, 1).await.unwrap();
    let mut client = TcpStream::connect(proxy.address).await.unwrap();
    client.write_all(QUESTION).await.unwrap();
    let mut heard = vec![0; bare.len()];
    client.read_exact(&mut heard).await.unwrap();
    assert_eq!(heard, bare);
}

#[tokio::test]
async fn a_refused_request_never_reaches_the_gateway() {
    let (heard, counter, proxy) = hears(Mood::Only(Fault::Refused)).await;
    assert!(nothing_of_it(heard));
    assert_eq!(counter.connections.load(SeqCst), 0);
    assert_eq!(proxy.tally().of(Fault::Refused), 1);
}

#[tokio::test]
async fn a_cut_request_reaches_the_gateway_in_part() {
    let (heard, counter, proxy) = hears(Mood::Only(Fault::CutRequest)).await;
    assert!(nothing_of_it(heard));
    assert_eq!(counter.whole.load(SeqCst), 0);
    assert_eq!(proxy.tally().of(Fault::CutRequest), 1);
}

#[tokio::test]
async fn a_lost_answer_was_given() {
    let (heard, counter, proxy) = hears(Mood::Only(Fault::LostAnswer)).await;
    assert!(nothing_of_it(heard));
    assert_eq!(counter.whole.load(SeqCst), 1);
    assert_eq!(proxy.tally().of(Fault::LostAnswer), 1);
}

#[tokio::test]
async fn a_truncated_answer_is_the_beginning_of_one() {
    let (heard, counter, _proxy) = hears(Mood::Only(Fault::TruncatedAnswer)).await;
    // A reset may take with it what had arrived.
    let heard = heard.unwrap_or_default();
    assert!(heard.len() < ANSWER.len() && ANSWER.starts_with(&heard));
    assert_eq!(counter.whole.load(SeqCst), 1);
}

#[tokio::test]
async fn an_answer_whose_head_is_cut_ends_in_a_reset() {
    let counter = Counter::answering(ANSWER).await;
    for seed in 0..40 {
        let proxy = Proxy::before(counter.address, seed).await.unwrap();
        proxy.turn(Mood::Only(Fault::TruncatedAnswer));
        match ask(&proxy).await {
            Ok(heard) => assert!(heard.len() >= head_of(ANSWER), "{heard:?}"),
            Err(why) => assert_eq!(why.kind(), io::ErrorKind::ConnectionReset),
        }
    }
}

#[tokio::test]
async fn a_reset_connection_says_so_to_the_client() {
    let (heard, _counter, proxy) = hears(Mood::Only(Fault::Reset)).await;
    assert_eq!(heard.unwrap_err().kind(), io::ErrorKind::ConnectionReset);
    assert_eq!(proxy.tally().of(Fault::Reset), 1);
}

#[tokio::test]
async fn a_duplicated_request_arrives_twice_and_is_answered_once() {
    let (heard, counter, proxy) = hears(Mood::Only(Fault::Duplicated)).await;
    assert_eq!(heard.unwrap(), ANSWER);
    assert_eq!(counter.whole.load(SeqCst), 2);
    assert_eq!(proxy.tally().of(Fault::Duplicated), 1);
}

#[tokio::test]
async fn what_is_delayed_arrives_whole() {
    let (heard, _counter, proxy) = hears(Mood::Only(Fault::Delayed)).await;
    assert_eq!(heard.unwrap(), ANSWER);
    assert!(proxy.tally().of(Fault::Delayed) > 0);
}

#[tokio::test]
async fn an_outage_breaks_what_is_under_way_and_lets_nothing_in() {
    let counter = Counter::answering(b"").await;
    let proxy = Proxy::before(counter.address, 1).await.unwrap();
    let mut waiting = TcpStream::connect(proxy.address).await.unwrap();
    waiting.write_all(QUESTION).await.unwrap();
    while counter.whole.load(SeqCst) == 0 {
        tokio::task::yield_now().await;
    }
    proxy.turn(Mood::Dead);
    assert!(nothing_of_it(waiting.read_u8().await.map(|byte| vec![byte])));
    assert!(nothing_of_it(ask(&proxy).await));
    assert_eq!(counter.whole.load(SeqCst), 1);
    assert_eq!(proxy.tally().of(Fault::Outage), 2);
    proxy.turn(Mood::Calm);
    let (again, counter, _proxy) = hears(Mood::Calm).await;
    assert_eq!(again.unwrap(), ANSWER);
    assert_eq!(counter.whole.load(SeqCst), 1);
}

#[tokio::test]
async fn a_gateway_that_is_not_there_is_a_broken_connection() {
    let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let proxy = Proxy::before(nobody, 1).await.unwrap();
    assert!(nothing_of_it(ask(&proxy).await));
}
