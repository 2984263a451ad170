//! `to-khai-gateway`: serves, and lets an operator look at what was received.

use anyhow::{Result, anyhow, bail};
use clap::{Parser, Subcommand};
use gateway::clock::Clock;
use gateway::config::Config;
use gateway::folder::Folder;
use gateway::operator::{self, OperatorError};
use gateway::receipts::PublicKey;
use gateway::store::Note;
use gateway::{Gateway, Places};
use protocol::State;
use std::io::{ErrorKind, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use vietnam::date::Date;

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
    /// Shows what waits to be handed on to other systems, and lets a person decide.
    #[command(subcommand)]
    Outbox(Outbox),
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
    /// Notes that an official has taken it as complete; whoever sent it is told.
    Accept(One),
    /// Asks whoever sent it for what is missing.
    Supplement {
        #[command(flatten)]
        one: One,
        /// What is missing, as the citizen reads it.
        #[arg(long)]
        words: String,
        /// The day until which there is time: `2026-12-15`.
        #[arg(long, value_parser = day)]
        until: Date,
    },
    /// Notes that it is not taken.
    Refuse {
        #[command(flatten)]
        one: One,
        /// Why, as the citizen reads it.
        #[arg(long)]
        words: String,
    },
    /// Notes that an official works on it.
    Process(One),
    /// Asks for a fee or another duty to be paid before the work goes on.
    Pay {
        #[command(flatten)]
        one: One,
        /// What, how much and how, as the citizen reads it.
        #[arg(long)]
        words: String,
    },
    /// Notes that whoever sent it has taken it back.
    Withdraw(One),
    /// Notes that the office has stopped working on it.
    Stop {
        #[command(flatten)]
        one: One,
        /// Why, as the citizen reads it.
        #[arg(long)]
        words: String,
    },
    /// Notes that the result is there.
    Done(One),
    /// Notes that the citizen has the result.
    Return(One),
    /// Notes that it could not be handed on to its office.
    Undeliverable(One),
}

/// A dossier of a data folder.
#[derive(clap::Args)]
struct One {
    /// Mã hồ sơ or số gửi.
    dossier: String,
    /// Folder that keeps everything received.
    #[arg(long)]
    data: PathBuf,
}

fn day(text: &str) -> Result<Date, &'static str> {
    text.parse().map_err(|_| "a day is written as 2026-12-15")
}

#[derive(Subcommand)]
enum Outbox {
    /// What waits or needs a person, in order.
    List {
        /// Folder that keeps everything received.
        #[arg(long)]
        data: PathBuf,
        /// With what was handed on or given up.
        #[arg(long)]
        all: bool,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// One item.
    Show {
        /// Its number in the list.
        id: i64,
        /// Folder that keeps everything received.
        #[arg(long)]
        data: PathBuf,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Lets an item go once more, at once.
    Retry {
        /// Its number in the list.
        id: i64,
        /// Folder that keeps everything received.
        #[arg(long)]
        data: PathBuf,
    },
    /// Gives an item up; whoever sent a dossier that did not reach its office is told to take the paper route.
    GiveUp {
        /// Its number in the list.
        id: i64,
        /// Why.
        #[arg(long)]
        reason: String,
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
        Command::Outbox(command) => outbox(command).await,
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
        Dossiers::Accept(one) => note(one, State::Accepted, Note::default()).await?,
        Dossiers::Supplement { one, words, until } => {
            note(one, State::Supplement, Note { words, until: Some(until) }).await?
        }
        Dossiers::Refuse { one, words } => note(one, State::Refused, Note { words, until: None }).await?,
        Dossiers::Process(one) => note(one, State::Processing, Note::default()).await?,
        Dossiers::Pay { one, words } => note(one, State::Paying, Note { words, until: None }).await?,
        Dossiers::Withdraw(one) => note(one, State::Withdrawn, Note::default()).await?,
        Dossiers::Stop { one, words } => note(one, State::Stopped, Note { words, until: None }).await?,
        Dossiers::Done(one) => note(one, State::Finished, Note::default()).await?,
        Dossiers::Return(one) => note(one, State::Returned, Note::default()).await?,
        Dossiers::Undeliverable(one) => note(one, State::Undeliverable, Note::default()).await?,
    };
    print(&text)
}

async fn note(One { dossier, data }: One, state: State, note: Note) -> Result<String> {
    Ok(operator::note(&Folder::at(&data), &dossier, state, note, Clock::system().now()).await?)
}

async fn outbox(command: Outbox) -> Result<()> {
    let now = Clock::system().now();
    let text = match command {
        Outbox::List { data, all, json } => operator::outbox(&Folder::at(&data), all, json).await?,
        Outbox::Show { id, data, json } => operator::outbox_show(&Folder::at(&data), id, json).await?,
        Outbox::Retry { id, data } => operator::outbox_retry(&Folder::at(&data), id, now).await?,
        Outbox::GiveUp { id, reason, data } => {
            operator::outbox_give_up(&Folder::at(&data), id, &reason, now).await?
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
