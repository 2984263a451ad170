//! What the forms read: every text made settable, every date in the words of a form.

use crate::declaration::Declaration;
use crate::slip::{Accepted, Applicant, Component, CopyKind, Matter, Office, Slip};
use crate::text::Text;
use dossier::paper::{FilledLine, LineStyle, Run};
use serde::Serialize;
use vietnam::calendar::{Moment, Term, TermUnit};
use vietnam::date::Date;

/// What `slip.typ` reads.
#[derive(Serialize)]
pub(crate) struct SlipView {
    title: &'static str,
    heading: String,
    author: Text,
    date: (i16, u8, u8),
    office: OfficeView,
    number: Text,
    issued: String,
    code: Text,
    side: usize,
    applicant: ApplicantView,
    request: Text,
    official: Text,
    matter: MatterView,
}

#[derive(Serialize)]
struct OfficeView {
    /// In capitals, for the head.
    agency: Text,
    desk: Text,
    agency_name: Text,
    desk_name: Text,
    place: Text,
    phone: Text,
}

#[derive(Serialize)]
struct ApplicantView {
    name: Text,
    identity: Text,
    address: Text,
    phone: Text,
    email: Text,
    principal: Option<PrincipalView>,
}

#[derive(Serialize)]
struct PrincipalView {
    name: Text,
    authority: Text,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum MatterView {
    Accepted {
        components: Vec<ComponentView>,
        sets: u16,
        term: String,
        received: String,
        due: String,
        returned: Text,
        volume: Text,
        entry: Text,
    },
    Supplement {
        wanted: Vec<Text>,
        reason: Text,
        until: String,
    },
    Refused {
        reason: Text,
    },
    Late {
        received: String,
        promised: String,
        due: String,
        reason: Text,
    },
    Stopped {
        reason: Text,
    },
}

#[derive(Serialize)]
struct ComponentView {
    name: Text,
    kind: &'static str,
    count: u16,
}

/// What `declaration.typ` reads.
#[derive(Serialize)]
pub(crate) struct DeclarationView {
    title: Text,
    date: (i16, u8, u8),
    made: String,
    lines: Vec<LineView>,
    papers: Text,
    signatures: Vec<Text>,
}

#[derive(Serialize)]
struct LineView {
    style: &'static str,
    runs: Vec<RunView>,
}

#[derive(Serialize)]
#[serde(tag = "kind", content = "text", rename_all = "lowercase")]
enum RunView {
    Words(Text),
    Answer(Text),
    Blank,
}

impl SlipView {
    pub(crate) fn new(slip: &Slip, side: usize) -> SlipView {
        let title = title(&slip.matter);
        SlipView {
            title,
            heading: title.to_uppercase(),
            author: Text::new(&slip.office.agency),
            date: parts(slip.issued),
            office: office(&slip.office),
            number: Text::narrow(&slip.number),
            issued: day(slip.issued),
            code: Text::new(&slip.code),
            side,
            applicant: applicant(&slip.applicant),
            request: Text::new(&slip.request),
            official: Text::new(&slip.official),
            matter: matter(&slip.matter),
        }
    }
}

/// As the circular names its forms, but for 04, whose title here is the one that offices have used.
fn title(matter: &Matter) -> &'static str {
    match matter {
        Matter::Accepted(_) => "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
        Matter::Supplement { .. } => "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ",
        Matter::Refused { .. } => "Phiếu từ chối tiếp nhận giải quyết hồ sơ",
        Matter::Late { .. } => "Phiếu xin lỗi và hẹn lại ngày trả kết quả",
        Matter::Stopped { .. } => "Thông báo dừng giải quyết hồ sơ",
    }
}

fn office(office: &Office) -> OfficeView {
    OfficeView {
        agency: Text::narrow(&office.agency.to_uppercase()),
        desk: Text::narrow(&office.desk.to_uppercase()),
        agency_name: Text::new(&office.agency),
        desk_name: Text::new(&office.desk),
        place: Text::new(&office.place),
        phone: Text::new(&office.phone),
    }
}

fn applicant(applicant: &Applicant) -> ApplicantView {
    let principal = applicant.principal.as_ref();
    ApplicantView {
        name: Text::new(&applicant.name),
        identity: Text::new(&applicant.identity),
        address: Text::new(&applicant.address),
        phone: Text::labelled(&applicant.phone),
        email: Text::labelled(&applicant.email),
        principal: principal.map(|principal| PrincipalView {
            name: Text::new(&principal.name),
            authority: Text::new(&principal.authority),
        }),
    }
}

fn matter(matter: &Matter) -> MatterView {
    match matter {
        Matter::Accepted(it) => accepted(it),
        Matter::Supplement { wanted, reason, until } => MatterView::Supplement {
            wanted: wanted.iter().map(|it| Text::new(it)).collect(),
            reason: Text::new(reason),
            until: until.map(day).unwrap_or_default(),
        },
        Matter::Refused { reason } => MatterView::Refused { reason: Text::new(reason) },
        Matter::Late { received, promised, due, reason } => MatterView::Late {
            received: moment(*received),
            promised: moment(*promised),
            due: moment(*due),
            reason: Text::new(reason),
        },
        Matter::Stopped { reason } => MatterView::Stopped { reason: Text::new(reason) },
    }
}

fn accepted(it: &Accepted) -> MatterView {
    MatterView::Accepted {
        components: it.components.iter().map(component).collect(),
        sets: it.sets,
        term: it.term.map(term).unwrap_or_default(),
        received: moment(it.received),
        due: it.due.map(moment).unwrap_or_default(),
        returned: Text::new(&it.returned),
        volume: Text::new(&it.book.volume),
        entry: Text::new(&it.book.entry),
    }
}

fn component(component: &Component) -> ComponentView {
    let kind = match component.kind {
        CopyKind::Original => "Bản chính",
        CopyKind::Certified => "Bản sao chứng thực",
        CopyKind::Plain => "Bản sao",
        CopyKind::Electronic => "Bản điện tử",
    };
    ComponentView { name: Text::new(&component.name), kind, count: component.count }
}

fn term(term: Term) -> String {
    match term {
        Term::SameDay { .. } => "trong ngày làm việc".to_owned(),
        Term::Days { count, unit: TermUnit::WorkingDays } => format!("{count} ngày làm việc"),
        Term::Days { count, unit: TermUnit::CalendarDays } => format!("{count} ngày"),
    }
}

impl DeclarationView {
    pub(crate) fn new(declaration: &Declaration) -> DeclarationView {
        let paper = declaration.paper;
        DeclarationView {
            title: Text::new(&paper.title),
            date: parts(declaration.day),
            made: day(declaration.day),
            lines: declaration.lines.iter().map(line).collect(),
            papers: Text::new(&declaration.papers.join("; ")),
            signatures: paper.signatures.iter().map(|who| Text::narrow(who)).collect(),
        }
    }
}

fn line(line: &FilledLine) -> LineView {
    let style = match line.style {
        LineStyle::Plain => "plain",
        LineStyle::Head => "head",
        LineStyle::Centred => "centred",
        LineStyle::Text => "text",
    };
    let run = |run: &Run| match run {
        Run::Words(words) => RunView::Words(Text::new(words)),
        Run::Answer(answer) => RunView::Answer(Text::new(answer)),
        Run::Blank => RunView::Blank,
    };
    LineView { style, runs: line.runs.iter().map(run).collect() }
}

fn parts(date: Date) -> (i16, u8, u8) {
    (date.year(), date.month(), date.day())
}

/// "ngày 05 tháng 02 năm 2026": days below ten and the first two months with a nought (NĐ 30/2020/NĐ-CP).
fn day(date: Date) -> String {
    let month = date.month();
    let nought = if month < 3 { "0" } else { "" };
    format!("ngày {:02} tháng {nought}{month} năm {}", date.day(), date.year())
}

/// "09 giờ 05 phút, ngày 05 tháng 02 năm 2026".
fn moment(moment: Moment) -> String {
    format!("{:02} giờ {:02} phút, {}", moment.minute / 60, moment.minute % 60, day(moment.date))
}
