//! `to-khai-slips`: prints slips and declarations beside a gateway.

use clap::{Args, Parser, Subcommand};
use desk::{DeskError, Hand, Late, Sheet, Sort, print};
use gateway::clock::Clock;
use gateway::config::Config;
use gateway::folder::Folder;
use std::io::{ErrorKind, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use vietnam::date::Date;

#[derive(Parser)]
#[command(version, about = "In phiếu và tờ khai của hồ sơ mà cổng đang giữ, thành tệp PDF/A.")]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    #[command(about = "Mẫu 01: Giấy tiếp nhận hồ sơ và hẹn trả kết quả")]
    Accepted(Slip),
    #[command(about = "Mẫu 02: Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ")]
    Supplement(Slip),
    #[command(about = "Mẫu 03: Phiếu từ chối tiếp nhận giải quyết hồ sơ")]
    Refused(Slip),
    #[command(about = "Mẫu 04: Phiếu xin lỗi và hẹn lại ngày trả kết quả")]
    Late {
        #[command(flatten)]
        slip: Slip,
        #[arg(long, value_parser = day, help = "Ngày hẹn lại: 2026-12-15")]
        due: Date,
        #[arg(long, help = "Lý do, như người nộp sẽ đọc")]
        reason: String,
    },
    #[command(about = "Mẫu 05: Thông báo dừng giải quyết hồ sơ")]
    Stopped(Slip),
    #[command(about = "Tờ khai theo mẫu, với những gì đã khai")]
    Declaration(One),
}

#[derive(Args)]
struct Slip {
    #[command(flatten)]
    one: One,
    #[arg(long, default_value = "", help = "Họ tên người ký; để trống thì viết tay")]
    official: String,
    #[arg(long, default_value = "", help = "Số của phiếu trong sổ: 12/TN-TTPVHCC; để trống thì viết tay")]
    number: String,
    #[arg(long, help = "Tệp cấu hình của cổng: mã QR dẫn đến trang tra cứu ghi trong đó")]
    config: Option<PathBuf>,
}

#[derive(Args)]
struct One {
    #[arg(help = "Mã hồ sơ hoặc số gửi")]
    dossier: String,
    #[arg(long, help = "Thư mục dữ liệu của cổng")]
    data: PathBuf,
    #[arg(long, help = "Tệp PDF; khi không ghi, một tệp mang mã hồ sơ trong thư mục này")]
    out: Option<PathBuf>,
}

fn day(text: &str) -> Result<Date, &'static str> {
    text.parse().map_err(|_| "hãy ghi ngày như 2026-12-15")
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    // The message of a panic may hold what somebody typed; its place does not.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        say(&format!("lỗi của chương trình tại {place}"));
    }));
    match run(CommandLine::parse().command).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::print_stderr, reason = "the one sentence a clerk reads")]
fn say(sentence: &str) {
    eprintln!("to-khai-slips: {sentence}");
}

async fn run(command: Command) -> Result<(), DeskError> {
    let (one, sheet, config) = match command {
        Command::Accepted(slip) => slip.sheet(Sort::Accepted),
        Command::Supplement(slip) => slip.sheet(Sort::Supplement),
        Command::Refused(slip) => slip.sheet(Sort::Refused),
        Command::Late { slip, due, reason } => slip.sheet(Sort::Late(Late { due, reason })),
        Command::Stopped(slip) => slip.sheet(Sort::Stopped),
        Command::Declaration(one) => (one, Sheet::Declaration, None),
    };
    let config = config.map_or_else(|| Ok(Config::default()), |file| Config::read(&file))?;
    let now = Clock::system().now();
    let printed = print(&Folder::at(&one.data), &config, &one.dossier, &sheet, now).await?;
    let out = one.out.unwrap_or_else(|| printed.name.into());
    std::fs::write(&out, &printed.pdf).map_err(|error| DeskError::NotWritten(out.clone(), error))?;
    let said = format!("Đã in hồ sơ {} vào {}\n", printed.code, out.display());
    match std::io::stdout().write_all(said.as_bytes()) {
        // `… | head` has read enough.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(DeskError::NotWritten("stdout".into(), error))
        }
        _ => Ok(()),
    }
}

impl Slip {
    fn sheet(self, sort: Sort) -> (One, Sheet, Option<PathBuf>) {
        let hand = Hand { official: self.official, number: self.number };
        (self.one, Sheet::Slip(sort, hand), self.config)
    }
}
