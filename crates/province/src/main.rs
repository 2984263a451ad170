//! `to-khai-province`: a provincial system and a national portal to talk to.

use anyhow::{Context, Result, anyhow, bail};
use clap::{Parser, Subcommand};
use province::certificates::{Authority, Term};
use province::clock::Clock;
use province::config::Config;
use std::fs;
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

/// Stands in for the provincial system and for the national synchronisation.
#[derive(Parser)]
#[command(version)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Receives dossiers, shows them to whoever plays the office, and tells of states.
    Serve(Serve),
    /// Prints the secret that was made for a client at the first start.
    Secret {
        /// Folder that keeps everything received.
        #[arg(long)]
        data: PathBuf,
        /// The client.
        #[arg(long, default_value = "to-khai")]
        client: String,
        /// The secret that callbacks are signed with, instead of the client's own.
        #[arg(long)]
        callback: bool,
    },
    /// Writes an authority, a certificate and its key into a folder, for trying out https.
    Certificate {
        /// The folder.
        into: PathBuf,
        /// Name or address of the server.
        #[arg(long, default_value = "127.0.0.1")]
        host: String,
        /// One that is good no more.
        #[arg(long)]
        expired: bool,
    },
}

#[derive(clap::Args)]
struct Serve {
    /// Folder that keeps everything received.
    #[arg(long)]
    data: PathBuf,
    /// Name or address to listen on.
    #[arg(long, default_value = "127.0.0.1")]
    host: String,
    /// Port to listen on; 0 lets the system choose.
    #[arg(long, default_value_t = 9090)]
    port: u16,
    /// Settings, TOML.
    #[arg(long)]
    config: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> ExitCode {
    let done = match CommandLine::parse().command {
        Command::Serve(options) => serve(options).await,
        Command::Secret { data, client, callback } => secret(&data, &client, callback),
        Command::Certificate { into, host, expired } => certificate(&into, &host, expired),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            #[expect(clippy::print_stderr, reason = "the one sentence an operator reads")]
            {
                eprintln!("to-khai-province: {error:#}");
            }
            ExitCode::FAILURE
        }
    }
}

async fn serve(options: Serve) -> Result<()> {
    tracing_subscriber::fmt().json().with_writer(std::io::stderr).init();
    // The message of a panic may hold what somebody sent; its place does not.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        tracing::error!(place, "a panic");
    }));
    let config = match &options.config {
        Some(file) => Config::read(file)?,
        None => Config::default(),
    };
    let listener = listen(&options.host, options.port).await?;
    let scheme = if config.tls.is_some() { "https" } else { "http" };
    let province = province::open(&options.data, config, Clock::system()).await?;
    let address = listener.local_addr()?.to_string();
    tracing::info!(address, scheme, "listening");
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    let stop = async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        tracing::info!("stopping");
    };
    province::serve(province, listener, stop).await.map_err(|error| anyhow!("the server broke off: {error}"))
}

async fn listen(host: &str, port: u16) -> Result<TcpListener> {
    match TcpListener::bind((host, port)).await {
        Ok(listener) => Ok(listener),
        Err(error) if error.kind() == ErrorKind::AddrInUse => bail!(
            "port {port} is already taken by another program: stop that program, or choose another port with --port"
        ),
        Err(error) => bail!("cannot listen on {host}, port {port}: {error}"),
    }
}

fn secret(data: &Path, client: &str, callback: bool) -> Result<()> {
    let secrets = province::kept_secrets(data, client).context("the secrets cannot be read")?;
    let Some(secrets) = secrets else {
        bail!("no secret was made for {client}: start the server once, or look into its settings")
    };
    let secret = if callback { secrets.callback_secret } else { secrets.secret };
    Ok(writeln!(std::io::stdout(), "{secret}")?)
}

fn certificate(into: &Path, host: &str, expired: bool) -> Result<()> {
    let term = if expired { Term::Over } else { Term::Good };
    let authority = Authority::make("To Khai trial authority")?;
    let made = authority.vouch(host, term)?;
    fs::create_dir_all(into).with_context(|| format!("{} cannot be made", into.display()))?;
    let files =
        [("authority.pem", authority.pem()), ("certificate.pem", &made.certificate), ("key.pem", &made.key)];
    for (name, pem) in files {
        let mode = if name == "key.pem" { 0o600 } else { 0o644 };
        let mut options = fs::OpenOptions::new();
        let mut file = options.write(true).create(true).truncate(true).mode(mode).open(into.join(name))?;
        file.write_all(pem.as_bytes())?;
    }
    Ok(())
}
