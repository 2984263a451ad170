//! What can be read, copied and searched for.

use crate::people::{self, accepted};
use crate::poppler::{flowing, picture};

#[test]
fn every_letter_of_vietnamese_comes_out_as_it_went_in() {
    let letters = "aàáảãạ ăằắẳẵặ âầấẩẫậ eèéẻẽẹ êềếểễệ iìíỉĩị oòóỏõọ ôồốổỗộ ơờớởỡợ uùúủũụ ưừứửữự yỳýỷỹỵ đ";
    let mut slip = accepted();
    slip.request = format!("{letters} {}", letters.to_uppercase());
    slip.official = slip.request.clone();
    let read = flowing(&slips::slip(&slip).unwrap());
    // Once as the office asks for it, once in bold where the official signs.
    assert_eq!(read.matches(&slip.request).count(), 2, "{read}");
}

#[test]
fn the_lines_of_form_01_stand_in_the_order_of_the_circular() {
    let read = flowing(&slips::slip(&accepted()).unwrap());
    let mut rest = read.as_str();
    for line in [
        "ỦY BAN NHÂN DÂN PHƯỜNG MỸ THO",
        "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 318/TN-TTPVHCC",
        "Mỹ Tho, ngày 03 tháng 11 năm 2026",
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        "Mã hồ sơ: H20.28.249-261103-0318",
        "Bộ phận nhận: Trung tâm Phục vụ hành chính công",
        "Tiếp nhận hồ sơ của Ông/Bà/Tổ chức: Nguyễn Thị Hoàng Oanh",
        "Số định danh: 082190000000",
        "Địa chỉ: Số 12, đường Trưng Trắc, khu phố 3, phường Mỹ Tho, tỉnh Đồng Tháp",
        "Số điện thoại: 0900 000 000",
        "Email: hoang.oanh@example.vn",
        "Người ủy quyền: Trần Quốc Vượng",
        "Giấy ủy quyền: Văn bản ủy quyền số 45, ngày 02/11/2026",
        "Nội dung yêu cầu giải quyết: Đăng ký khai sinh",
        "Thành phần hồ sơ nộp gồm:",
        "1 Tờ khai đăng ký khai sinh Bản điện tử 1",
        "Giấy chứng nhận kết hôn của cha, mẹ trẻ Bản sao 2",
        "Số lượng hồ sơ: 1 (bộ)",
        "Thời gian giải quyết hồ sơ theo quy định: 1 ngày làm việc",
        "Thời gian nhận hồ sơ: 09 giờ 05 phút, ngày 03 tháng 11 năm 2026",
        "Thời gian trả kết quả giải quyết hồ sơ: 16 giờ 30 phút, ngày 04 tháng 11 năm 2026",
        "Đăng ký nhận kết quả tại: Trung tâm Phục vụ hành chính công phường Mỹ Tho",
        "Vào Sổ theo dõi hồ sơ, quyển số: 02/2026, số thứ tự: 318",
        "NGƯỜI NỘP HỒ SƠ",
        "NGƯỜI TIẾP NHẬN HỒ SƠ",
        "Lê Thị Mỹ Duyên",
    ] {
        let at = rest.find(line).unwrap_or_else(|| panic!("{line:?} does not follow in {rest:?}"));
        rest = &rest[at + line.len()..];
    }
}

#[test]
fn a_slip_tells_the_citizen_what_the_office_says() {
    for (slip, says) in [
        (
            people::supplement(),
            "1. Giấy chứng sinh: ảnh chụp bị lóa, không đọc được ngày sinh; đề nghị chụp lại rõ nét.",
        ),
        (people::supplement(), "đến hết ngày 18 tháng 11 năm 2026."),
        (people::supplement(), "số điện thoại 0273 3000 000"),
        (
            people::refused(),
            "Trẻ đã được đăng ký khai sinh tại Ủy ban nhân dân xã Tân Hương ngày 15/10/2026.",
        ),
        (people::late(), "hẹn trả kết quả giải quyết hồ sơ lúc 10 giờ 00 phút, ngày 06 tháng 11 năm 2026."),
        (people::late(), "Lý do: Phải xác minh thông tin về nơi sinh tại cơ sở y tế."),
        (people::stopped(), "Lý do: Người nộp hồ sơ đề nghị dừng giải quyết ngày 03/11/2026."),
    ] {
        let read = flowing(&slips::slip(&slip).unwrap());
        assert!(read.contains(says), "{says:?} is not in {read:?}");
    }
}

#[test]
fn nothing_of_markup_is_done_and_nothing_is_swallowed() {
    let mut slip = accepted();
    slip.applicant.name = "*Lan* #eval(\"1\") $x$ <a> \\ 漢🙂".to_owned();
    let read = flowing(&slips::slip(&slip).unwrap());
    assert!(read.contains("*Lan* #eval(\"1\") $x$ <a> \\ \u{FFFD}\u{FFFD}"), "{read}");
}

#[test]
fn an_empty_line_leaves_room_to_write() {
    let mut slip = accepted();
    slip.applicant.email = String::new();
    assert!(flowing(&slips::slip(&slip).unwrap()).contains("Email: ……"));
}

/// As a fax or a phone sees it, 150 points an inch.
fn code(slip: &slips::Slip) -> Option<String> {
    let (width, _, points) = picture(&slips::slip(slip).unwrap(), 150);
    let (width, height) = (width as usize, points.len() / width as usize);
    let mut page = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| points[y * width + x]);
    page.detect_grids().first().map(|grid| grid.decode().unwrap().1)
}

#[test]
fn the_qr_code_leads_to_how_the_dossier_stands() {
    let mut slip = accepted();
    assert_eq!(code(&slip).as_ref(), Some(&slip.track));
    slip.track = String::new();
    assert_eq!(code(&slip), None);
}
