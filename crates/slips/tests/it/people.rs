//! Invented people and their dossiers.

use slips::{Accepted, Applicant, Book, Component, CopyKind, Matter, Office, Principal, Slip};
use vietnam::calendar::{Moment, Term, TermUnit};
use vietnam::date::Date;

pub(crate) fn day(year: i16, month: u8, day: u8) -> Date {
    Date::new(year, month, day).unwrap()
}

pub(crate) fn at(date: Date, hour: u16, minute: u16) -> Moment {
    Moment { date, minute: hour * 60 + minute }
}

/// A birth that was received in the morning and is due on the day after.
pub(crate) fn accepted() -> Slip {
    let paper = |name: &str, kind, count| Component { name: name.to_owned(), kind, count };
    slip(Matter::Accepted(Accepted {
        components: vec![
            paper("Tờ khai đăng ký khai sinh", CopyKind::Electronic, 1),
            paper("Giấy chứng sinh do Bệnh viện Phụ sản cấp ngày 30/10/2026", CopyKind::Original, 1),
            paper(
                "Văn bản ủy quyền được chứng thực theo quy định của pháp luật, trong trường hợp ủy quyền thực hiện việc \
                 đăng ký khai sinh",
                CopyKind::Certified,
                1,
            ),
            paper("Giấy chứng nhận kết hôn của cha, mẹ trẻ", CopyKind::Plain, 2),
        ],
        sets: 1,
        term: Some(Term::Days { count: 1, unit: TermUnit::WorkingDays }),
        received: at(day(2026, 11, 3), 9, 5),
        due: Some(at(day(2026, 11, 4), 16, 30)),
        returned: "Trung tâm Phục vụ hành chính công phường Mỹ Tho".to_owned(),
        book: Book { volume: "02/2026".to_owned(), entry: "318".to_owned() },
    }))
}

pub(crate) fn slip(matter: Matter) -> Slip {
    Slip {
        office: Office {
            agency: "Ủy ban nhân dân phường Mỹ Tho".to_owned(),
            desk: "Trung tâm Phục vụ hành chính công".to_owned(),
            place: "Mỹ Tho".to_owned(),
            phone: "0273 3000 000".to_owned(),
        },
        number: "318/TN-TTPVHCC".to_owned(),
        issued: day(2026, 11, 3),
        code: "H20.28.249-261103-0318".to_owned(),
        track: "https://tokhai.example.vn/#/track/H20.28.249-261103-0318".to_owned(),
        applicant: Applicant {
            name: "Nguyễn Thị Hoàng Oanh".to_owned(),
            identity: "082190000000".to_owned(),
            address: "Số 12, đường Trưng Trắc, khu phố 3, phường Mỹ Tho, tỉnh Đồng Tháp".to_owned(),
            phone: "0900 000 000".to_owned(),
            email: "hoang.oanh@example.vn".to_owned(),
            principal: Some(Principal {
                name: "Trần Quốc Vượng".to_owned(),
                authority: "Văn bản ủy quyền số 45, ngày 02/11/2026".to_owned(),
            }),
        },
        request: "Đăng ký khai sinh".to_owned(),
        official: "Lê Thị Mỹ Duyên".to_owned(),
        matter,
    }
}

pub(crate) fn supplement() -> Slip {
    slip(Matter::Supplement {
        wanted: vec![
            "Giấy chứng sinh: ảnh chụp bị lóa, không đọc được ngày sinh; đề nghị chụp lại rõ nét.".to_owned(),
            "Văn bản ủy quyền chưa được chứng thực.".to_owned(),
        ],
        reason: "Thành phần hồ sơ chưa đầy đủ theo quy định.".to_owned(),
        until: Some(day(2026, 11, 18)),
    })
}

pub(crate) fn refused() -> Slip {
    let reason = "Trẻ đã được đăng ký khai sinh tại Ủy ban nhân dân xã Tân Hương ngày 15/10/2026.".to_owned();
    slip(Matter::Refused { reason })
}

pub(crate) fn late() -> Slip {
    slip(Matter::Late {
        received: at(day(2026, 11, 3), 9, 5),
        promised: at(day(2026, 11, 4), 16, 30),
        due: at(day(2026, 11, 6), 10, 0),
        reason: "Phải xác minh thông tin về nơi sinh tại cơ sở y tế.".to_owned(),
    })
}

pub(crate) fn stopped() -> Slip {
    slip(Matter::Stopped {
        reason: "Người nộp hồ sơ đề nghị dừng giải quyết ngày 03/11/2026.".to_owned()
    })
}

/// Every form, by a name for its file.
pub(crate) fn all() -> [(&'static str, Slip); 5] {
    [
        ("01-accepted", accepted()),
        ("02-supplement", supplement()),
        ("03-refused", refused()),
        ("04-late", late()),
        ("05-stopped", stopped()),
    ]
}

/// The same for somebody else.
pub(crate) fn another(slip: &Slip, turn: &mut u32) -> Slip {
    *turn += 1;
    let mut other = slip.clone();
    other.number = format!("{turn}/TN-TTPVHCC");
    other.code = format!("H20.28.249-261103-{turn:04}");
    other.track = format!("https://tokhai.example.vn/#/track/{}", other.code);
    other.applicant.name = format!("Nguyễn Thị Hoàng Oanh {turn}");
    other.applicant.identity = format!("0821{turn:08}");
    other.applicant.address =
        format!("Số {turn}, đường Trưng Trắc, khu phố 3, phường Mỹ Tho, tỉnh Đồng Tháp");
    other
}
