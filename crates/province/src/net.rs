//! Connections: plain or TLS, and each with a line by which a request can have it cut.

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use std::fs;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::{ServerConfig, crypto};
use tokio_rustls::server::TlsStream;

use crate::config::Tls;

/// The longest that a handshake may take.
const HANDSHAKE: Duration = Duration::from_secs(10);

/// Where connections come in.
pub(crate) struct Door {
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    shaking: JoinSet<Option<(Wire, SocketAddr)>>,
}

impl Door {
    pub(crate) fn new(listener: TcpListener, tls: Option<TlsAcceptor>) -> Door {
        Door { listener, tls, shaking: JoinSet::new() }
    }
}

impl Listener for Door {
    type Io = Wire;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Wire, SocketAddr) {
        loop {
            tokio::select! {
                (stream, from) = Listener::accept(&mut self.listener) => match self.tls.clone() {
                    None => return (Wire::new(stream), from),
                    Some(tls) => {
                        self.shaking.spawn(async move {
                            let shaken = tokio::time::timeout(HANDSHAKE, tls.accept(stream)).await.ok()?.ok()?;
                            Some((Wire::new(shaken), from))
                        });
                    }
                },
                Some(shaken) = self.shaking.join_next() => {
                    if let Ok(Some(connection)) = shaken {
                        return connection;
                    }
                }
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// Chooses what ciphers https: in a process with others, a client may be built to want it, though ours speaks http.
pub(crate) fn choose_ciphers() {
    let _ = crypto::ring::default_provider().install_default();
}

/// Reads certificate and key.
pub(crate) fn acceptor(tls: &Tls) -> Result<TlsAcceptor, (PathBuf, String)> {
    let at = |file: &PathBuf| {
        let file = file.clone();
        move |why: String| (file, why)
    };
    let read = |file: &PathBuf| fs::read(file).map_err(|error| at(file)(error.to_string()));
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&read(&tls.certificate)?).collect();
    let chain = chain.map_err(|error| at(&tls.certificate)(error.to_string()))?;
    let key = PrivateKeyDer::from_pem_slice(&read(&tls.key)?);
    let key = key.map_err(|error| at(&tls.key)(error.to_string()))?;
    let ring = Arc::new(crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(ring)
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, key))
        .map_err(|error| at(&tls.certificate)(error.to_string()))?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}

const OPEN: u8 = 0;
const ENDED: u8 = 1;
const RESET: u8 = 2;

/// What a request holds of its connection.
#[derive(Clone, Debug, Default)]
pub(crate) struct Line(Arc<AtomicU8>);

impl Line {
    /// Ends the connection: nothing is written any more.
    pub(crate) fn end(&self) {
        self.0.store(ENDED, Ordering::SeqCst);
    }

    /// Ends it with a reset.
    pub(crate) fn reset(&self) {
        self.0.store(RESET, Ordering::SeqCst);
    }
}

impl Connected<IncomingStream<'_, Door>> for Line {
    fn connect_info(stream: IncomingStream<'_, Door>) -> Line {
        stream.io().line.clone()
    }
}

/// A stream of bytes over TCP.
trait Stream: AsyncRead + AsyncWrite + Send + Unpin {
    fn tcp(&self) -> &TcpStream;
}

impl Stream for TcpStream {
    fn tcp(&self) -> &TcpStream {
        self
    }
}

impl Stream for TlsStream<TcpStream> {
    fn tcp(&self) -> &TcpStream {
        self.get_ref().0
    }
}

/// A connection that can be cut.
pub(crate) struct Wire {
    stream: Box<dyn Stream>,
    line: Line,
}

impl Wire {
    fn new(stream: impl Stream + 'static) -> Wire {
        // Small answers go at once; without it they only come later.
        let _ = stream.tcp().set_nodelay(true);
        Wire { stream: Box::new(stream), line: Line::default() }
    }

    fn cut(&self) -> Option<io::Error> {
        match self.line.0.load(Ordering::SeqCst) {
            OPEN => return None,
            // Where it cannot be set the connection ends all the same.
            RESET => drop(self.stream.tcp().set_zero_linger()),
            _ => {}
        }
        Some(io::ErrorKind::ConnectionAborted.into())
    }
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Wire {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        match self.cut() {
            Some(error) => Poll::Ready(Err(error)),
            None => Pin::new(&mut self.stream).poll_write(context, bytes),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.cut() {
            Some(error) => Poll::Ready(Err(error)),
            None => Pin::new(&mut self.stream).poll_flush(context),
        }
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.cut() {
            Some(error) => Poll::Ready(Err(error)),
            None => Pin::new(&mut self.stream).poll_shutdown(context),
        }
    }
}
