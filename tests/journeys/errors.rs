//! What is wrong is said in a sentence, beside its field, and what was typed stays.

use journeys::papers::Paper;
use journeys::suite::{eventually, today};
use journeys::{Birth, Citizen, on};

/// Continue is pressed; a sentence about `path` holds `words`, and the page stays as it was.
#[track_caller]
fn is_refused(c: &Citizen, path: &str, words: &str) {
    let (page, typed) = (c.page(), c.typed());
    c.press("continue");
    let summary = c.summary();
    let said = c.finding(path);
    assert!(said.contains(words), "{said:?} does not say {words:?}");
    assert!(summary.contains(words), "the summary {summary:?} does not say {words:?}");
    assert_eq!(c.page(), page);
    assert_eq!(c.typed(), typed, "something that was typed is lost");
}

fn a_day_that_cannot_be_is_explained(c: &mut Citizen) {
    Birth::begin(c);
    let birth = Birth::ordinary();
    birth.go_to(c, "declare:child");
    birth.fill(c, "declare:child");
    for (day, month, year) in [(31, 2, 2026), (29, 2, 2023)] {
        c.type_date("child.born", day, month, year);
        is_refused(c, "child.born", "Không có ngày này trong lịch");
    }
    c.type_day("child.born", today().plus_days(1));
    is_refused(c, "child.born", "Ngày này chưa đến");
    c.inspect("error-future");
    c.type_date("child.born", "15", "tám", "2026");
    is_refused(c, "child.born", "Tháng");
    c.type_date("child.born", "", "", "");
    is_refused(c, "child.born", "Xin ghi");
    c.type_day("child.born", birth.born);
    c.press("continue").arrives_at("declare:requester");
}
on!(a_day_that_cannot_be_is_explained: chromium_phone, firefox_desktop);

fn a_name_that_nobody_can_have_is_explained(c: &mut Citizen) {
    Birth::begin(c);
    let birth = Birth::ordinary();
    birth.go_to(c, "declare:child");
    birth.fill(c, "declare:child");
    c.type_in("child.name", "Trần An 😀");
    is_refused(c, "child.name", "Xin bỏ ký hiệu hoặc hình");
    c.type_in("child.name", "Trần An 2");
    is_refused(c, "child.name", "không có chữ số");
    c.type_in("child.name", &"An ".repeat(100));
    is_refused(c, "child.name", "Xin ghi gọn lại");
    c.inspect("error-endless");
    // Letters and tone marks apart, as some phones type them, are the same name.
    c.type_in("child.name", "Tra\u{302}\u{300}n Minh An");
    c.press("continue").arrives_at("declare:requester");
    for page in birth.pages().into_iter().skip(2) {
        c.arrives_at(page);
        birth.fill(c, page);
        c.press("continue");
    }
    c.arrives_at("review");
    assert!(c.read("[data-answer='child.name'] dd").contains("TRẦN MINH AN"), "{}", c.scene());
}
on!(a_name_that_nobody_can_have_is_explained: chromium_desktop, webkit_phone);

fn a_number_with_a_digit_missing_is_refused_and_a_doubtful_one_may_pass(c: &mut Citizen) {
    Birth::begin(c);
    let birth = Birth { by: "father", ..Birth::ordinary() };
    birth.go_to(c, "declare:mother");
    birth.fill(c, "declare:mother");
    c.type_in("mother.number", "08219500123");
    is_refused(c, "mother.number", "ở đây có 11");
    // The fourth digit of a woman of the last century is 1; her card says 0.
    c.type_in("mother.number", "082095001234");
    is_refused(c, "mother.number", "khác giới");
    c.inspect("warning");
    assert!(c.read(".summary").contains("Tiếp tục lần nữa"), "{}", c.scene());
    c.press("continue").arrives_at("declare:father");
}
on!(a_number_with_a_digit_missing_is_refused_and_a_doubtful_one_may_pass: chromium_phone, firefox_phone);

fn a_file_that_no_office_can_open_is_refused_with_a_reason(c: &mut Citizen) {
    Birth::begin(c);
    let birth = Birth::ordinary();
    birth.go_to(c, "attach");
    let refused = |paper: Paper, words: &str| {
        c.attach("proof_of_birth", paper);
        let path = paper.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let said = eventually("the refusal names the file", || {
            Some(c.finding("attach.proof_of_birth")).filter(|said| said.contains(&name))
        });
        assert!(said.contains(words), "{said:?} does not say {words:?}");
        assert!(!c.sees(".files li"), "{paper:?} was taken:\n{}", c.scene());
    };
    refused(Paper::Empty, "rỗng");
    refused(Paper::ProgramNamedPdf, "không phải ảnh JPG, PNG hay PDF");
    refused(Paper::TooLarge, "lớn hơn mức");
    c.inspect("refused");
    for (at, paper) in [Paper::Jpeg, Paper::Png, Paper::Pdf].into_iter().enumerate() {
        c.attach("proof_of_birth", paper);
        eventually("the file is listed", || {
            (c.look("return root.querySelectorAll('.files li').length", &[]) == at + 1).then_some(())
        });
    }
    assert!(c.findings().is_empty(), "{:?}", c.findings());
    c.sees_its_pictures();
    c.press_nth("remove-file", 1);
    eventually("the file is gone", || (!c.read(".files").contains("màn hình")).then_some(()));
    c.sees_its_pictures();
    c.press("continue").arrives_at("review");
    assert!(c.read("[data-page]").contains("giay chung sinh.pdf"), "{}", c.scene());
}
on!(a_file_that_no_office_can_open_is_refused_with_a_reason: chromium_desktop, firefox_desktop, webkit_phone);
