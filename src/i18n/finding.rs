//! A sentence for every finding: what is wrong, and how to put it right, with an example.

use super::fill;
use dossier::finding::DatePart;
use dossier::{Code, Lang, Procedure, Question};

/// What the citizen reads about `code` at `question`.
pub(crate) fn sentence(code: Code, question: Option<&Question>, procedure: &Procedure, lang: Lang) -> String {
    let label = question.map_or("", |q| q.label.get(lang));
    let pick = |vi: &'static str, en: &'static str| if lang == Lang::Vi { vi } else { en };
    let plain = match code {
        Code::Rule(ix) => {
            return procedure.rules.get(ix.at()).map(|r| r.text.get(lang).to_string()).unwrap_or_default();
        }
        Code::Required => {
            let chosen = question.is_some_and(|q| is_chosen(&q.kind));
            let sentence = match chosen {
                true => pick("Xin chọn: {0}", "Please choose: {0}"),
                false => pick("Xin ghi: {0}", "Please fill in: {0}"),
            };
            return fill(sentence, &[label]);
        }
        Code::TooLong(max) => {
            return fill(
                pick("Dài quá {0} chữ cái. Xin ghi gọn lại.", "Longer than {0} letters. Please shorten it."),
                &[&max.to_string()],
            );
        }
        Code::NameHasDigit => pick(
            "Họ tên không có chữ số. Ví dụ: Nguyễn Thị Hòa",
            "A name has no digits. For example: Nguyễn Thị Hòa",
        ),
        Code::NameHasSymbol => pick(
            "Họ tên chỉ gồm chữ cái. Xin bỏ ký hiệu hoặc hình. Ví dụ: Nguyễn Thị Hòa",
            "A name has letters only. Please remove signs or pictures. For example: Nguyễn Thị Hòa",
        ),
        Code::NameHasNoLetter => pick(
            "Xin ghi họ tên bằng chữ cái. Ví dụ: Nguyễn Thị Hòa",
            "Please write the name in letters. For example: Nguyễn Thị Hòa",
        ),
        Code::IdNotDigits => pick(
            "Số định danh chỉ gồm chữ số. Xin xem 12 số trên thẻ căn cước.",
            "The personal number has digits only: the 12 digits on the identity card.",
        ),
        Code::IdLength(n) => {
            return fill(
                pick(
                    "Số định danh có 12 chữ số, ở đây có {0}. Xin xem lại thẻ căn cước.",
                    "The personal number has 12 digits; here are {0}. Please look at the identity card.",
                ),
                &[&n.to_string()],
            );
        }
        Code::DocumentNumberShape => pick(
            "Số này không đúng với loại giấy đã chọn. Xin xem lại số hoặc chọn loại giấy khác.",
            "This number does not fit the chosen paper. Please check the number or choose another paper.",
        ),
        Code::IdOtherBirth => pick(
            "Số định danh này ứng với một năm sinh khác. Xin xem lại số và ngày sinh; nếu cả hai đúng, cứ tiếp tục.",
            "This number belongs to another year of birth. Please check both; if they are right, go on.",
        ),
        Code::IdOtherSex => pick(
            "Số định danh này thường là của người khác giới. Xin xem lại có ghi nhầm số của người khác không; nếu đúng, cứ tiếp tục.",
            "This number usually belongs to a person of the other sex. Please check whose number it is; if it is right, go on.",
        ),
        Code::PhoneNotDigits => pick(
            "Số điện thoại chỉ gồm chữ số. Ví dụ: 0912 345 678",
            "A telephone number has digits only. For example: 0912 345 678",
        ),
        Code::PhoneLength => pick(
            "Số điện thoại thiếu hoặc thừa số. Số di động có 10 số. Ví dụ: 0912 345 678",
            "Digits are missing or too many. A mobile number has 10. For example: 0912 345 678",
        ),
        Code::PhonePrefix => pick(
            "Không có số điện thoại bắt đầu như vậy. Ví dụ: 0912 345 678; số nước ngoài ghi +81…",
            "No telephone number begins like this. For example: 0912 345 678; from abroad +81…",
        ),
        Code::EmailShape => pick(
            "Thư điện tử cần có dạng ten@noigui.vn. Không có thì để trống.",
            "An e-mail address looks like name@host.vn. Leave it empty if there is none.",
        ),
        Code::DateNotNumbers(part) => {
            return fill(
                pick(
                    "Ô {0} chỉ ghi chữ số. Ví dụ: 15 8 2026",
                    "The box “{0}” takes digits only. For example: 15 8 2026",
                ),
                &[part_name(part, lang)],
            );
        }
        Code::DateNotReal => pick(
            "Không có ngày này trong lịch. Xin xem lại ngày và tháng.",
            "There is no such day in the calendar. Please check day and month.",
        ),
        Code::DateYearShort => {
            pick("Năm ghi đủ 4 số. Ví dụ: 1990", "Write the year with four digits. For example: 1990")
        }
        Code::DateMonth => pick("Tháng từ 1 đến 12.", "A month is 1 to 12."),
        Code::DateIncomplete(part) => {
            return fill(
                pick("Xin ghi thêm ô {0}.", "Please fill in the box “{0}” too."),
                &[part_name(part, lang)],
            );
        }
        Code::DateTooEarly(year) => {
            return fill(
                pick("Năm không thể trước {0}.", "The year cannot be before {0}."),
                &[&year.to_string()],
            );
        }
        Code::DateInFuture => pick(
            "Ngày này chưa đến. Xin ghi ngày hôm nay hoặc trước đó.",
            "This day is still to come. Please give today or an earlier day.",
        ),
        Code::NotANumber => pick("Xin ghi bằng chữ số. Ví dụ: 2", "Please write digits. For example: 2"),
        Code::TooSmall(min) => {
            return fill(pick("Ít nhất là {0}.", "At least {0}."), &[&min.to_string()]);
        }
        Code::TooLarge(max) => {
            return fill(pick("Nhiều nhất là {0}.", "At most {0}."), &[&max.to_string()]);
        }
        Code::NotAChoice => {
            return fill(pick("Xin chọn lại: {0}", "Please choose again: {0}"), &[label]);
        }
        Code::UnknownPlace => pick(
            "Xin gõ vài chữ rồi chọn một xã, phường trong danh sách hiện ra.",
            "Type a few letters and choose a commune from the list that appears.",
        ),
        Code::NotConfirmed => {
            pick("Xin đọc và đánh dấu vào ô cam đoan.", "Please read and tick the undertaking.")
        }
        Code::PaperMissing => pick(
            "Còn thiếu giấy này. Xin chụp ảnh hoặc chọn tệp.",
            "This paper is missing. Please take a photo or choose a file.",
        ),
    };
    plain.to_string()
}

fn is_chosen(kind: &dossier::Kind) -> bool {
    use dossier::Kind;
    matches!(
        kind,
        Kind::Choice { .. } | Kind::Listed { .. } | Kind::Province | Kind::Commune { .. } | Kind::Office
    )
}

fn part_name(part: DatePart, lang: Lang) -> &'static str {
    let words = super::words(lang);
    match part {
        DatePart::Day => words.day_box,
        DatePart::Month => words.month_box,
        DatePart::Year => words.year_box,
    }
}
