//! What an office hands a citizen about a dossier: forms 01 to 05 of TT 03/2025/TT-VPCP.
//!
//! The lines of form 01 and their order follow the circular. The words between them, and the whole wording of 02 to
//! 05, are modelled on the forms that offices used before (TT 01/2018/TT-VPCP): they are not verified.

use vietnam::calendar::{Moment, Term};
use vietnam::date::Date;

/// A slip. Texts are set as they are, and dots stand where one is empty, for a hand to fill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slip {
    /// Who issues it.
    pub office: Office,
    /// Its number in the office's book, with the office's mark: `12/TN-TTPVHCC`.
    pub number: String,
    /// The day it is issued.
    pub issued: Date,
    /// Mã hồ sơ.
    pub code: String,
    /// Where the QR code leads: the page that tells how the dossier stands. Empty: no QR code.
    pub track: String,
    /// Whose dossier it is.
    pub applicant: Applicant,
    /// What is asked for: the procedure's name.
    pub request: String,
    /// Who signs for the office. Empty: written by hand.
    pub official: String,
    /// What is said.
    pub matter: Matter,
}

/// The office at the head of a slip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Office {
    /// The agency: `Ủy ban nhân dân phường Mỹ Tho`.
    pub agency: String,
    /// Its desk: `Trung tâm Phục vụ hành chính công`.
    pub desk: String,
    /// The place before the date: `Mỹ Tho`.
    pub place: String,
    /// Where it is called.
    pub phone: String,
}

/// Whose dossier it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Applicant {
    /// A person's or an organisation's name.
    pub name: String,
    /// Số định danh.
    pub identity: String,
    /// Address.
    pub address: String,
    /// Telephone.
    pub phone: String,
    /// E-mail.
    pub email: String,
    /// Who asked this applicant to come.
    pub principal: Option<Principal>,
}

/// For whom an authorised person comes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Principal {
    /// The name.
    pub name: String,
    /// The letter of authority: its number, its day.
    pub authority: String,
}

/// What a slip says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Matter {
    /// Mẫu 01, Giấy tiếp nhận hồ sơ và hẹn trả kết quả.
    Accepted(Accepted),
    /// Mẫu 02, Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ.
    Supplement {
        /// What is missing or wrong, one by one.
        wanted: Vec<String>,
        /// Why.
        reason: String,
        /// Until when there is time.
        until: Option<Date>,
    },
    /// Mẫu 03, Phiếu từ chối tiếp nhận giải quyết hồ sơ.
    Refused {
        /// Why.
        reason: String,
    },
    /// Mẫu 04, Phiếu xin lỗi và hẹn lại ngày trả kết quả.
    Late {
        /// When the dossier was received.
        received: Moment,
        /// When the result was to be returned.
        promised: Moment,
        /// When it will be.
        due: Moment,
        /// Why.
        reason: String,
    },
    /// Mẫu 05, Thông báo dừng giải quyết hồ sơ.
    Stopped {
        /// Why.
        reason: String,
    },
}

/// A dossier that was received complete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The papers handed in.
    pub components: Vec<Component>,
    /// How many sets of them.
    pub sets: u16,
    /// How long the office may take; dots when nothing is laid down.
    pub term: Option<Term>,
    /// When the dossier was received.
    pub received: Moment,
    /// When the result is returned.
    pub due: Option<Moment>,
    /// Where or how.
    pub returned: String,
    /// The office's book.
    pub book: Book,
}

/// A paper handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Component {
    /// Its name.
    pub name: String,
    /// What was handed in of it.
    pub kind: CopyKind,
    /// How many.
    pub count: u16,
}

/// What was handed in of a paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CopyKind {
    /// Bản chính.
    Original,
    /// Bản sao chứng thực.
    Certified,
    /// Bản sao.
    Plain,
    /// Bản điện tử.
    Electronic,
}

/// Where a dossier stands in the book that follows it (Sổ theo dõi hồ sơ).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Book {
    /// Quyển số.
    pub volume: String,
    /// Số thứ tự.
    pub entry: String,
}
