//! What an office prints of the dossiers that a gateway keeps: its slips, and the official declaration.
//!
//! It reads the gateway's data folder, while the gateway runs or not, and writes nothing into it. What is known of a
//! dossier is filled in, the rest is dots. No error holds a word of the dossier.

mod declaration;
mod kept;
mod slip;
mod told;

pub use slip::{Hand, Late, Sort};

use gateway::catalogues::CatalogueError;
use gateway::clock::Now;
use gateway::config::{Config, ConfigError};
use gateway::folder::Folder;
use kept::Kept;
use std::path::PathBuf;

/// What is printed.
#[derive(Clone, Debug)]
pub enum Sheet {
    /// A slip, with what only the office knows of it.
    Slip(Sort, Hand),
    /// The official declaration.
    Declaration,
}

/// A sheet, as PDF/A.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Printed {
    /// Mã hồ sơ.
    pub code: String,
    /// What a file with it is called.
    pub name: String,
    /// Its bytes.
    pub pdf: Vec<u8>,
}

/// Why there is nothing to print: a sentence for the clerk.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the sentences say it")]
pub enum DeskError {
    #[error("thư mục {0} không có hồ sơ nào: hãy chỉ đúng thư mục dữ liệu của cổng bằng --data")]
    NoData(PathBuf),
    #[error(
        "không đọc được cơ sở dữ liệu hồ sơ: hãy chạy bằng người dùng của cổng, hoặc lấy lại bản sao lưu"
    )]
    Unreadable,
    #[error("không có hồ sơ nào mang mã hoặc số gửi này")]
    Unknown,
    #[error("không còn bản danh mục mà hồ sơ này được khai: hãy lấy lại thư mục catalogues từ bản sao lưu")]
    NoCatalogue,
    #[error("{sheet} chỉ in cho hồ sơ {needs}; hồ sơ này {stands}")]
    OutOfTurn { sheet: &'static str, needs: &'static str, stands: &'static str },
    #[error("hồ sơ này không có ngày hẹn trả, nên không có gì để hẹn lại")]
    NeverDue,
    #[error("ngày hẹn lại phải sau ngày đã hẹn trả: hãy ghi lại --due")]
    TooEarly,
    #[error("hãy ghi lý do hẹn lại bằng --reason, từ 1 đến {0} chữ: người nộp sẽ đọc")]
    NoReason(usize),
    #[error("thủ tục này không có tờ khai theo mẫu")]
    NoForm,
    #[error("không dựng được trang in: đây là lỗi của chương trình, xin báo cho người vận hành")]
    Unprintable(#[from] slips::Unprintable),
    #[error("không ghi được {0}: {1}")]
    NotWritten(PathBuf, std::io::Error),
    #[error("không dùng được tệp cấu hình: {0}")]
    Settings(#[from] ConfigError),
}

impl From<CatalogueError> for DeskError {
    fn from(_: CatalogueError) -> DeskError {
        DeskError::NoCatalogue
    }
}

/// Prints a sheet of the dossier with this mã hồ sơ or số gửi.
pub async fn print(
    folder: &Folder,
    config: &Config,
    code_or_number: &str,
    sheet: &Sheet,
    now: Now,
) -> Result<Printed, DeskError> {
    let kept = Kept::read(folder, code_or_number).await?;
    let (pdf, name) = match sheet {
        Sheet::Slip(sort, hand) => {
            (slips::slip(&slip::fill(&kept, config, sort, hand, now.day())?)?, sort.file())
        }
        Sheet::Declaration => (declaration::print(&kept)?, "to-khai"),
    };
    let code = kept.dossier.code().to_owned();
    Ok(Printed { name: format!("{}-{name}.pdf", plain(&code)), code, pdf })
}

/// A code as a part of a file's name: other systems write theirs as they like.
fn plain(code: &str) -> String {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let plain: String = code.chars().map(|c| if fits(c) { c } else { '_' }).collect();
    plain.trim_start_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_of_another_system_never_leaves_the_folder() {
        assert_eq!(plain("H20-261122-0001"), "H20-261122-0001");
        assert_eq!(plain("../000.00.01/H20"), "_000.00.01_H20");
    }
}
