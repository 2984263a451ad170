//! Slips: what is known stands there, and a slip that does not go with the dossier is not printed.

use crate::poppler::{flowing, picture};
use crate::support::*;
use desk::{DeskError, Late, Sort, print};
use gateway::config::Config;
use protocol::{State, SubmissionNumber};
use rqrr::PreparedImage;

fn late() -> Sort {
    Sort::Late(Late {
        due: "2026-11-26".parse().unwrap(), reason: "Phải xác minh tại cơ sở y tế".into()
    })
}

fn holds(pdf: &[u8], all: &[&str]) {
    let text = flowing(pdf);
    for words in all {
        assert!(text.contains(words), "{words} is missing:\n{text}");
    }
}

/// What the QR codes of the first page say.
fn codes(pdf: &[u8]) -> Vec<String> {
    let (width, height, points) = picture(pdf, 150);
    let (width, height) = (usize::try_from(width).unwrap(), usize::try_from(height).unwrap());
    let mut picture = PreparedImage::prepare_from_greyscale(width, height, |x, y| points[y * width + x]);
    picture.detect_grids().iter().map(|grid| grid.decode().unwrap().1).collect()
}

#[tokio::test]
async fn what_is_known_stands_on_the_appointment_slip_and_the_rest_is_for_a_hand() {
    let office = Office::with_birth().await;
    office.notes(State::Accepted, "", None).await;
    let printed = office.slip(Sort::Accepted).await.unwrap();
    assert_eq!(printed.code, office.receipt.code);
    assert_eq!(printed.name, format!("{}-mau-01.pdf", office.receipt.code));
    holds(
        &printed.pdf,
        &[
            "ỦY BAN NHÂN DÂN PHƯỜNG ĐẠO THẠNH",
            "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
            "Số: 12/TN-TTPVHCC",
            "Đạo Thạnh, ngày 24 tháng 11 năm 2026",
            &format!("Mã hồ sơ: {}", office.receipt.code),
            MOTHER,
            NUMBER,
            PHONE,
            "thu.nghiem@example.vn",
            "Thủ tục đăng ký khai sinh",
            "Tờ khai điện tử",
            "Giấy chứng sinh Bản điện tử 1",
            "trong ngày làm việc",
            "Thời gian nhận hồ sơ: 10 giờ 42 phút, ngày 22 tháng 11 năm 2026",
            // A Sunday's dossier counts from Monday, and its result is due until the office closes.
            "17 giờ 00 phút, ngày 23 tháng 11 năm 2026",
            "Đăng ký nhận kết quả tại: bộ phận tiếp nhận và trả kết quả",
            "quyển số: …",
            "Lê Thị Mẫu Đơn",
        ],
    );
}

#[tokio::test]
async fn the_code_on_a_slip_leads_to_the_sites_page_and_proves_nothing() {
    let office = Office::with_birth().await;
    office.notes(State::Accepted, "", None).await;
    let printed = office.slip(Sort::Accepted).await.unwrap();
    let number = office.receipt.number.as_str();
    assert_eq!(codes(&printed.pdf), [format!("{TRACK}#to-khai={number}")]);
    assert!(!flowing(&printed.pdf).contains(&office.receipt.secret));

    let sheet = desk::Sheet::Slip(Sort::Accepted, hand());
    let unsaid = print(&office.folder(), &Config::default(), number, &sheet, now(DAY)).await.unwrap();
    assert!(codes(&unsaid.pdf).is_empty(), "no page is known");
}

#[tokio::test]
async fn who_asks_for_more_says_what_and_until_when() {
    let office = Office::with_birth().await;
    office.notes(State::Supplement, "Thiếu trang sau của giấy chứng sinh", Some("2026-12-07")).await;
    let printed = office.slip(Sort::Supplement).await.unwrap();
    holds(&printed.pdf, &["1. Thiếu trang sau của giấy chứng sinh", "ngày 07 tháng 12 năm 2026", MOTHER]);
}

#[tokio::test]
async fn a_refusal_and_a_stop_say_why() {
    let office = Office::with_birth().await;
    office.notes(State::Refused, "Trẻ đã được đăng ký khai sinh", None).await;
    holds(&office.slip(Sort::Refused).await.unwrap().pdf, &["Trẻ đã được đăng ký khai sinh", MOTHER]);

    let office = Office::with_birth().await;
    office.notes(State::Stopped, "Hai bên đang tranh chấp", None).await;
    holds(&office.slip(Sort::Stopped).await.unwrap().pdf, &["Lý do: Hai bên đang tranh chấp", MOTHER]);
}

#[tokio::test]
async fn who_is_late_says_sorry_with_both_days() {
    let office = Office::with_birth().await;
    office.notes(State::Accepted, "", None).await;
    office.notes(State::Processing, "", None).await;
    holds(
        &office.slip(late()).await.unwrap().pdf,
        &[
            "lúc 10 giờ 42 phút, ngày 22 tháng 11 năm 2026",
            "17 giờ 00 phút, ngày 23 tháng 11 năm 2026",
            "17 giờ 00 phút, ngày 26 tháng 11 năm 2026",
            "Lý do: Phải xác minh tại cơ sở y tế",
        ],
    );
}

#[tokio::test]
async fn whoever_is_authorised_has_come_for_the_mother() {
    let mut birth = birth();
    let answers = [
        ("requester.relation", "other"),
        ("requester.relation_other", "Bạn của mẹ"),
        ("requester.name", "LÊ VĂN ỦY QUYỀN"),
        ("requester.number", "082090000003"),
        ("mother.name", MOTHER),
        ("mother.has_number", "yes"),
        ("mother.number", NUMBER),
    ];
    birth.answers.extend(answers.map(|(path, value)| (path.to_owned(), value.to_owned())));
    birth.attachments.push(file("authorisation", "authorisation"));
    let office = Office::with(birth).await;
    office.notes(State::Accepted, "", None).await;
    holds(
        &office.slip(Sort::Accepted).await.unwrap().pdf,
        &[
            "LÊ VĂN ỦY QUYỀN Số định danh: 082090000003",
            &format!("Người ủy quyền: {MOTHER}"),
            "Văn bản ủy quyền Bản điện tử 1",
        ],
    );
}

#[tokio::test]
async fn what_was_completed_is_accepted_anew_and_its_time_counts_anew() {
    let office = Office::with_birth().await;
    office.notes(State::Accepted, "", None).await;
    office.notes(State::Supplement, "Thiếu trang sau", Some("2026-12-07")).await;
    let later = protocol::Submission {
        number: SubmissionNumber::mint([8; 16]),
        attachments: vec![file("proof_of_birth", "birth_notification")],
        ..office.submission.clone()
    };
    office.is_completed(later, 3 * DAY).await;
    assert!(matches!(office.slip(Sort::Accepted).await, Err(DeskError::OutOfTurn { .. })));
    office.notes(State::Accepted, "", None).await;
    holds(
        &office.slip(Sort::Accepted).await.unwrap().pdf,
        &[
            "Giấy chứng sinh Bản điện tử 2",
            "Thời gian nhận hồ sơ: 10 giờ 42 phút, ngày 25 tháng 11 năm 2026",
            "17 giờ 00 phút, ngày 25 tháng 11 năm 2026",
        ],
    );
}

#[tokio::test]
async fn a_slip_that_does_not_go_with_the_dossier_is_refused() {
    let ways: [(&[State], &[bool; 5]); 8] = [
        (&[], &[false, false, false, false, false]),
        (&[State::Accepted], &[true, false, false, true, false]),
        (&[State::Accepted, State::Paying], &[true, false, false, false, false]),
        (&[State::Accepted, State::Finished], &[true, false, false, false, false]),
        (&[State::Accepted, State::Finished, State::Returned], &[false, false, false, false, false]),
        (&[State::Supplement], &[false, true, false, false, false]),
        (&[State::Refused], &[false, false, true, false, false]),
        (&[State::Accepted, State::Stopped], &[false, false, false, false, true]),
    ];
    for (way, goes) in ways {
        let office = Office::with_birth().await;
        for state in way {
            office.notes(*state, "Lý do của cơ quan", None).await;
        }
        let sorts = [Sort::Accepted, Sort::Supplement, Sort::Refused, late(), Sort::Stopped];
        for (sort, goes) in sorts.into_iter().zip(goes) {
            let printed = office.slip(sort.clone()).await;
            assert_eq!(printed.is_ok(), *goes, "{sort:?} after {way:?}");
            if let Err(error) = printed {
                assert!(matches!(error, DeskError::OutOfTurn { .. }), "{sort:?} after {way:?}: {error}");
            }
        }
    }
}

#[tokio::test]
async fn a_new_day_comes_after_the_old_one_and_has_a_reason() {
    let office = Office::with_birth().await;
    office.notes(State::Accepted, "", None).await;
    let on = |day: &str, reason: &str| Sort::Late(Late { due: day.parse().unwrap(), reason: reason.into() });
    assert!(matches!(office.slip(on("2026-11-23", "Bận")).await, Err(DeskError::TooEarly)));
    assert!(matches!(office.slip(on("2026-11-24", " \n")).await, Err(DeskError::NoReason(_))));
    let long = "a".repeat(1001);
    assert!(matches!(office.slip(on("2026-11-24", &long)).await, Err(DeskError::NoReason(_))));
}
