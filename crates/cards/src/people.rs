//! Invented people, and what the codes on their cards say.

use crate::chance::Chance;

const FAMILIES: [&str; 10] = ["NGUYỄN", "TRẦN", "LÊ", "PHẠM", "HUỲNH", "VÕ", "ĐẶNG", "BÙI", "ĐỖ", "DƯƠNG"];
const MIDDLE: [&str; 8] = ["VĂN", "THỊ", "THỊ NGỌC", "HỮU", "MINH", "THỊ KIM", "QUỐC", "ĐỨC"];
const GIVEN: [&str; 10] = ["AN", "HÒA", "BÌNH", "THÚY", "DŨNG", "YẾN", "KHUÊ", "QUỲNH", "TOÀN", "LỆ"];
const HAMLETS: [&str; 6] =
    ["Ấp 4", "Thôn 3", "Tổ 12, Khu phố Bình An", "Số 27/5 đường Trần Phú", "Xóm Mới", "Ấp Vĩnh Hòa"];
const COMMUNES: [&str; 6] = [
    "Vĩnh Hựu, Gò Công Tây, Tiền Giang",
    "Tân Bình, Cai Lậy, Tiền Giang",
    "Vĩnh Bảo, Hải Phòng",
    "Phường 2, Thị xã Gò Công, Tiền Giang",
    "Thanh Sơn, Kiến Thụy, Hải Phòng",
    "Mỹ Hạnh Trung, Thị xã Cai Lậy, Tiền Giang",
];

/// The card with a chip, of 2021: seven fields, the old number second.
pub(crate) fn front(chance: &mut Chance) -> String {
    let person = Person::invented(chance);
    let old =
        if chance.below(3) == 0 { String::new() } else { format!("{:09}", chance.below(1_000_000_000)) };
    let Person { number, name, sex, born, residence, issued } = person;
    format!("{number}|{old}|{name}|{born}|{sex}|{residence}|{issued}")
}

/// The card of 2024, in the two orders that are expected of it.
pub(crate) fn back(chance: &mut Chance) -> String {
    let Person { number, name, sex, born, residence, issued } = Person::invented(chance);
    match chance.below(3) {
        0 => format!("{number}||{name}|{born}|{sex}|{residence}|{issued}||"),
        1 => format!("{number}|{name}|{sex}|{born}|{residence}|{issued}||"),
        _ => format!("{number}|{name}|{born}|{sex}|{residence}|{issued}|"),
    }
}

/// What else may be in a picture: an address of the web, a code to pay with.
pub(crate) fn other(chance: &mut Chance) -> String {
    let number = chance.below(1_000_000_000);
    match chance.below(3) {
        0 => format!("https://khai.example.gov.vn/tra-cuu?ma=H20-261122-{:04}", number % 10_000),
        1 => format!(
            "00020101021138540010A00000072701240006970436011{number:09}0208QRIBFTTA53037045802VN6304{:04X}",
            number % 65_536
        ),
        _ => format!("WIFI:T:WPA;S:UBND phuong;P:{number};;"),
    }
}

struct Person {
    number: String,
    name: String,
    sex: &'static str,
    born: String,
    residence: String,
    issued: String,
}

impl Person {
    fn invented(chance: &mut Chance) -> Person {
        let middle = chance.one_of(&MIDDLE);
        let woman = middle.starts_with("THỊ");
        let year = 1945 + chance.below(62);
        let century = if year < 2000 { 0 } else { 2 };
        let province = chance.one_of(&["082", "031", "001", "092"]);
        let serial = chance.below(1_000_000);
        let day = |chance: &mut Chance, year: usize| {
            format!("{:02}{:02}{year}", 1 + chance.below(28), 1 + chance.below(12))
        };
        Person {
            number: format!("{province}{}{:02}{serial:06}", century + usize::from(woman), year % 100),
            name: format!("{} {middle} {}", chance.one_of(&FAMILIES), chance.one_of(&GIVEN)),
            sex: if woman { "Nữ" } else { "Nam" },
            born: day(chance, year),
            residence: format!("{}, {}", chance.one_of(&HAMLETS), chance.one_of(&COMMUNES)),
            issued: {
                let issued = 2021 + chance.below(5);
                day(chance, issued)
            },
        }
    }
}
