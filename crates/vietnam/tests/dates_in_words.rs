//! Every day of two hundred years in words, against another way of making them: days and months from a table
//! written out, the year spoken digit by digit and then put right word by word.

use vietnam::date::Date;
use vietnam::words::date_in_words;

const DAYS: [&str; 32] = [
    "",
    "một",
    "hai",
    "ba",
    "bốn",
    "năm",
    "sáu",
    "bảy",
    "tám",
    "chín",
    "mười",
    "mười một",
    "mười hai",
    "mười ba",
    "mười bốn",
    "mười lăm",
    "mười sáu",
    "mười bảy",
    "mười tám",
    "mười chín",
    "hai mươi",
    "hai mươi mốt",
    "hai mươi hai",
    "hai mươi ba",
    "hai mươi tư",
    "hai mươi lăm",
    "hai mươi sáu",
    "hai mươi bảy",
    "hai mươi tám",
    "hai mươi chín",
    "ba mươi",
    "ba mươi mốt",
];

const MONTHS: [&str; 13] =
    ["", "một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai"];

/// How a year is spoken after its digits were: what each word becomes, in this order.
const SPOKEN: [(&str, &str); 10] = [
    ("không trăm không mươi không.", "."),
    ("không mươi không.", "."),
    ("không mươi", "linh"),
    ("một mươi", "mười"),
    ("mươi không.", "mươi."),
    ("mười không.", "mười."),
    ("mươi một.", "mươi mốt."),
    ("mươi bốn.", "mươi tư."),
    ("mươi năm.", "mươi lăm."),
    ("mười năm.", "mười lăm."),
];

fn year_spoken(year: u16) -> String {
    let digit = |c: char| match c {
        '0' => "không",
        '1' => "một",
        '2' => "hai",
        '3' => "ba",
        '4' => "bốn",
        '5' => "năm",
        '6' => "sáu",
        '7' => "bảy",
        '8' => "tám",
        _ => "chín",
    };
    let places = ["nghìn ", "trăm ", "mươi ", ""];
    let digits = year.to_string();
    let mut spoken: String =
        digits.chars().zip(places).map(|(c, place)| format!("{} {place}", digit(c))).collect();
    spoken = spoken.trim_end().to_string() + ".";
    for (from, to) in SPOKEN {
        spoken = spoken.replace(from, to);
    }
    spoken.trim_end_matches('.').trim_end().to_string()
}

#[test]
fn every_day_from_1900_to_2100_is_written_as_the_forms_want_it() {
    let mut count = 0;
    for year in 1900..=2100_u16 {
        let leap = (year % 4 == 0) != (year % 100 == 0) || year % 400 == 0;
        let lengths = [31, if leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        let spoken = year_spoken(year);
        for (month, length) in (1..).zip(lengths) {
            for day in 1..=length {
                let date = Date::new(i16::try_from(year).unwrap(), month, day).unwrap();
                let expected = format!(
                    "Ngày {} tháng {} năm {spoken}",
                    DAYS[usize::from(day)],
                    MONTHS[usize::from(month)]
                );
                assert_eq!(date_in_words(date), expected);
                count += 1;
            }
        }
    }
    // 201 years, 49 of them leap years: 1900 and 2100 are not.
    assert_eq!(count, 201 * 365 + 49);
}

/// The other way is itself right where the source gives the words.
#[test]
fn years_are_spoken_as_the_source_writes_them() {
    for (year, words) in [
        (1900, "một nghìn chín trăm"),
        (1904, "một nghìn chín trăm linh bốn"),
        (1915, "một nghìn chín trăm mười lăm"),
        (1995, "một nghìn chín trăm chín mươi lăm"),
        (2000, "hai nghìn"),
        (2005, "hai nghìn không trăm linh năm"),
        (2010, "hai nghìn không trăm mười"),
        (2021, "hai nghìn không trăm hai mươi mốt"),
        (2024, "hai nghìn không trăm hai mươi tư"),
        (2100, "hai nghìn một trăm"),
    ] {
        assert_eq!(year_spoken(year), words);
    }
}
