//! `to-khai-gateway`: serves, and lets an operator look at what was received.

use anyhow::{Result, anyhow, bail};
use clap::{Parser, Subcommand};
use gateway::clock::Clock;
use gateway::config::Config;
use gateway::folder::Folder;
use gateway::operator::{self, OperatorError};
use gateway::receipts::PublicKey;
use gateway::{Gateway, Places};
use std::io::{ErrorKind, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

/// Receives administrative dossiers.
#[derive(Parser)]
#[command(version)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serves the widget and its catalogue, and receives dossiers.
    Serve(Serve),
    /// Shows what was received.
    #[command(subcommand)]
    Dossiers(Dossiers),
    /// Lets anyone verify receipts.
    #[command(subcommand)]
    Receipts(Receipts),
}

#[derive(clap::Args)]
struct Serve {
    /// Name or address to listen on.
    #[arg(long, default_value = "127.0.0.1")]
    host: String,
    /// Port to listen on; 0 lets the system choose.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Folder that keeps everything received.
    #[arg(long)]
    data: PathBuf,
    /// Folder of the built widget; leave it out if the widget is served from elsewhere.
    #[arg(long)]
    web: Option<PathBuf>,
    /// Folder of the compiled catalogue.
    #[arg(long)]
    catalogue: PathBuf,
    /// Settings, TOML.
    #[arg(long)]
    config: Option<PathBuf>,
    /// How many reverse proxies stand before this server; goes before the settings.
    #[arg(long)]
    trusted_proxies: Option<usize>,
}

#[derive(Subcommand)]
enum Dossiers {
    /// All dossiers, the latest first.
    List {
        /// Folder that keeps everything received.
        #[arg(long)]
        data: PathBuf,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// The receipt and every answer.
    Show {
        /// Mã hồ sơ or số gửi.
        dossier: String,
        /// Folder that keeps everything received.
        #[arg(long)]
        data: PathBuf,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Writes the submission, the receipt and the files into a new folder, with their checksums.
    Export {
        /// Mã hồ sơ or số gửi.
        dossier: String,
        /// The new folder.
        into: PathBuf,
        /// Folder that keeps everything received.
        #[arg(long)]
        data: PathBuf,
    },
    /// Notes that a dossier could not be handed on to its office; whoever sent it is told.
    Undeliverable {
        /// Mã hồ sơ or số gửi.
        dossier: String,
        /// Folder that keeps everything received.
        #[arg(long)]
        data: PathBuf,
    },
}

#[derive(Subcommand)]
enum Receipts {
    /// The public key, in hexadecimal and in PEM.
    Key {
        /// Folder that keeps everything received.
        #[arg(long)]
        data: PathBuf,
    },
    /// What the text in a receipt's QR code proves.
    Verify {
        /// The text.
        text: String,
        /// The gateway's public key, 64 hexadecimal digits.
        #[arg(long, required_unless_present = "data", conflicts_with = "data")]
        key: Option<String>,
        /// Or the folder that keeps everything received.
        #[arg(long)]
        data: Option<PathBuf>,
    },
}

#[tokio::main]
async fn main() -> ExitCode {
    let done = match CommandLine::parse().command {
        Command::Serve(options) => serve(options).await,
        Command::Dossiers(command) => dossiers(command).await,
        Command::Receipts(command) => receipts(command),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            #[expect(clippy::print_stderr, reason = "the one sentence an operator reads")]
            {
                eprintln!("to-khai-gateway: {error}");
            }
            ExitCode::FAILURE
        }
    }
}

async fn serve(options: Serve) -> Result<()> {
    tracing_subscriber::fmt().json().with_writer(std::io::stderr).init();
    // The message of a panic may hold what somebody typed; its place does not.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        tracing::error!(place, "a panic");
    }));
    let mut config = match &options.config {
        Some(file) => Config::read(file)?,
        None => Config::default(),
    };
    config.trusted_proxies = options.trusted_proxies.unwrap_or(config.trusted_proxies);
    let listener = listen(&options.host, options.port).await?;
    let places = Places { data: options.data, web: options.web, catalogue: options.catalogue };
    let gateway = Gateway::open(&places, config, Clock::system()).await?;
    let address = listener.local_addr()?.to_string();
    tracing::info!(address, catalogue = gateway.catalogue(), "listening");
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    let stop = async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        tracing::info!("stopping");
    };
    gateway::serve(gateway, listener, stop).await.map_err(|error| anyhow!("the server broke off: {error}"))
}

async fn listen(host: &str, port: u16) -> Result<TcpListener> {
    match TcpListener::bind((host, port)).await {
        Ok(listener) => Ok(listener),
        Err(error) => match error.kind() {
            ErrorKind::AddrInUse => bail!(
                "port {port} is already taken by another program: stop that program, or choose another port \
                 with --port"
            ),
            ErrorKind::PermissionDenied => {
                bail!("port {port} is reserved for the administrator: choose one above 1023")
            }
            _ => bail!("cannot listen on {host}, port {port}: {error}"),
        },
    }
}

async fn dossiers(command: Dossiers) -> Result<()> {
    let text = match command {
        Dossiers::List { data, json } => operator::list(&Folder::at(&data), json).await?,
        Dossiers::Show { dossier, data, json } => operator::show(&Folder::at(&data), &dossier, json).await?,
        Dossiers::Export { dossier, into, data } => {
            operator::export(&Folder::at(&data), &dossier, &into).await?
        }
        Dossiers::Undeliverable { dossier, data } => {
            operator::undeliverable(&Folder::at(&data), &dossier, Clock::system().now()).await?
        }
    };
    print(&text)
}

fn receipts(command: Receipts) -> Result<()> {
    let text = match command {
        Receipts::Key { data } => operator::key(&Folder::at(&data))?,
        Receipts::Verify { text, key, data } => {
            let key = match data {
                Some(data) => operator::public_key(&Folder::at(&data))?,
                None => PublicKey::parse(&key.unwrap_or_default()).ok_or(OperatorError::NotAKey)?,
            };
            operator::verify(key, &text)?
        }
    };
    print(&text)
}

fn print(text: &str) -> Result<()> {
    match std::io::stdout().write_all(text.as_bytes()) {
        // `… | head` has read enough.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}
