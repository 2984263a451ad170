//! A slip, filled from a dossier.

use crate::DeskError;
use crate::kept::Kept;
use crate::told::Told;
use gateway::config::Config;
use gateway::deadline;
use gateway::operator::in_words;
use protocol::State;
use slips::{Accepted, Book, Component, CopyKind, Matter, Office, Slip};
use vietnam::calendar::{Moment, Term};
use vietnam::date::Date;
use vietnam::places::CommuneCode;
use vietnam::text::clean;

/// The place where communes receive dossiers (NĐ 118/2025/NĐ-CP Đ7).
const DESK: &str = "Trung tâm Phục vụ hành chính công";
/// What is declared in the widget, among the papers.
const DECLARATION: &str = "Tờ khai điện tử";
/// A reason, in letters.
const MOST: usize = 1000;

/// Which slip.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Sort {
    /// Mẫu 01, Giấy tiếp nhận hồ sơ và hẹn trả kết quả.
    Accepted,
    /// Mẫu 02, Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ.
    Supplement,
    /// Mẫu 03, Phiếu từ chối tiếp nhận giải quyết hồ sơ.
    Refused,
    /// Mẫu 04, Phiếu xin lỗi và hẹn lại ngày trả kết quả.
    Late(Late),
    /// Mẫu 05, Thông báo dừng giải quyết hồ sơ.
    Stopped,
}

/// When the result comes instead, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Late {
    /// The new day.
    pub due: Date,
    /// As the citizen reads it.
    pub reason: String,
}

/// What only the office knows; dots where it is empty.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Hand {
    /// Who signs.
    pub official: String,
    /// The slip's number in the office's book.
    pub number: String,
}

impl Sort {
    /// What its file is called, behind the code.
    pub(crate) fn file(&self) -> &'static str {
        match self {
            Sort::Accepted => "mau-01",
            Sort::Supplement => "mau-02",
            Sort::Refused => "mau-03",
            Sort::Late(_) => "mau-04",
            Sort::Stopped => "mau-05",
        }
    }

    /// Whether it goes with a dossier that stands so.
    fn goes_with(&self, kept: &Kept) -> Result<(), DeskError> {
        let stands = kept.stands();
        let works =
            matches!(stands, State::Accepted | State::Processing | State::Paying) && kept.is_accepted();
        let (goes, sheet, needs) = match self {
            Sort::Accepted => (
                works || stands == State::Finished,
                "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
                "đã được cơ quan tiếp nhận và chưa trả kết quả",
            ),
            Sort::Supplement => (
                stands == State::Supplement,
                "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ",
                "mà cơ quan đang yêu cầu bổ sung",
            ),
            Sort::Refused => {
                (stands == State::Refused, "Phiếu từ chối tiếp nhận giải quyết hồ sơ", "không được tiếp nhận")
            }
            // While the citizen is to pay, the time stands still and nothing is late.
            Sort::Late(_) => (
                works && stands != State::Paying,
                "Phiếu xin lỗi và hẹn lại ngày trả kết quả",
                "đã được cơ quan tiếp nhận và chưa có kết quả",
            ),
            Sort::Stopped => {
                (stands == State::Stopped, "Thông báo dừng giải quyết hồ sơ", "đã dừng giải quyết")
            }
        };
        let out_of_turn = || DeskError::OutOfTurn { sheet, needs, stands: in_words(stands) };
        goes.then_some(()).ok_or_else(out_of_turn)
    }
}

/// The slip, issued on a day.
pub(crate) fn fill(
    kept: &Kept,
    config: &Config,
    sort: &Sort,
    hand: &Hand,
    today: Date,
) -> Result<Slip, DeskError> {
    sort.goes_with(kept)?;
    let told = Told::of(kept);
    let number = &kept.dossier.receipt.number;
    Ok(Slip {
        matter: matter(kept, sort, &told)?,
        applicant: told.applicant(),
        office: office(kept),
        number: clean(&hand.number),
        issued: today,
        code: kept.dossier.code().to_owned(),
        track: config.track.get(&kept.site.id).map(|page| page.about(number)).unwrap_or_default(),
        request: kept.procedure.name.vi.clone(),
        official: clean(&hand.official),
    })
}

fn matter(kept: &Kept, sort: &Sort, told: &Told) -> Result<Matter, DeskError> {
    let last = kept.events.last();
    let words = || last.map(|event| event.words.clone()).unwrap_or_default();
    Ok(match sort {
        Sort::Accepted => Matter::Accepted(Accepted {
            components: kept.components(),
            sets: 1,
            term: kept.term(),
            received: kept.received()?,
            due: kept.due(),
            returned: told.returned(),
            book: Book::default(),
        }),
        Sort::Supplement => Matter::Supplement {
            wanted: vec![words()],
            reason: String::new(),
            until: last.and_then(|event| event.until.as_deref()?.parse().ok()),
        },
        Sort::Refused => Matter::Refused { reason: words() },
        Sort::Stopped => Matter::Stopped { reason: words() },
        Sort::Late(late) => {
            let (promised, reason) = (kept.due().ok_or(DeskError::NeverDue)?, clean(&late.reason));
            if late.due <= promised.date {
                return Err(DeskError::TooEarly);
            }
            if !(1..=MOST).contains(&reason.chars().count()) {
                return Err(DeskError::NoReason(MOST));
            }
            let due = Moment { date: late.due, ..promised };
            Matter::Late { received: kept.received()?, promised, due, reason }
        }
    })
}

fn office(kept: &Kept) -> Office {
    let commune = CommuneCode::parse(&kept.dossier.receipt.office);
    let commune = commune.and_then(|code| kept.catalogue.tables.commune(code));
    let site = &kept.site;
    let (of, place) = match commune {
        Some(commune) => {
            (format!("{} {}", commune.kind.word().to_lowercase(), commune.name), commune.name.clone())
        }
        None => (site.name.vi.clone(), String::new()),
    };
    Office {
        agency: format!("Ủy ban nhân dân {of}"),
        desk: DESK.to_owned(),
        place,
        phone: site.hotline.clone().unwrap_or_default(),
    }
}

impl Kept {
    /// How many files there are of a paper.
    pub(crate) fn files(&self, component: &str, paper: &str) -> usize {
        let files = self.submission.attachments.iter();
        files.filter(|file| file.component == component && file.paper == paper).count()
    }

    /// The declaration, and each paper of which there are files.
    fn components(&self) -> Vec<Component> {
        let electronic = |name: &str, count: usize| Component {
            name: name.to_owned(),
            kind: CopyKind::Electronic,
            count: u16::try_from(count).unwrap_or(u16::MAX),
        };
        let mut all = vec![electronic(DECLARATION, 1)];
        for component in &self.procedure.components {
            for paper in &component.papers {
                match self.files(&component.id, &paper.id) {
                    0 => {}
                    count => all.push(electronic(&paper.name.vi, count)),
                }
            }
        }
        all
    }

    /// How long the office may take, in this case.
    fn term(&self) -> Option<Term> {
        dossier::term(&self.procedure, &self.evaluation, self.received().ok()?.date)
    }

    /// When it was complete: the time to solve counts from then.
    fn received(&self) -> Result<Moment, DeskError> {
        deadline::moment(&self.dossier.latest_receipt().received_at).ok_or(DeskError::Unreadable)
    }

    /// When the result is due, as it stands: the hour of closing on that day.
    fn due(&self) -> Option<Moment> {
        let date = deadline::due(Some(&self.catalogue), &self.dossier, i64::MAX)?.parse().ok()?;
        Some(Moment { date, minute: self.closes() })
    }

    /// The minute at which its office closes.
    pub(crate) fn closes(&self) -> u16 {
        let office = CommuneCode::parse(&self.dossier.receipt.office);
        self.catalogue.timetable().of(&self.site, office, &self.catalogue.index.calendar).1
    }
}
