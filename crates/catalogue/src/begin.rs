//! The beginning of a procedure: a file to fill in and its first scenario, both sound as they are.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use vietnam::date::Date;

const FIELDS: [(&str, &str, &str); 3] = [
    ("ho-tich", "Hộ tịch", "Civil status"),
    ("chung-thuc", "Chứng thực", "Certification"),
    ("bao-tro-xa-hoi", "Bảo trợ xã hội", "Social assistance"),
];

/// Writes both files; says which, or why not. `field` is the folder, e.g. `ho-tich`.
pub fn begin(root: &Path, code: &str, field: &str, name: &str, today: Date) -> Result<[PathBuf; 2], String> {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !code.split_once('.').is_some_and(|(level, number)| digits(level) && digits(number)) {
        return Err(format!("\"{code}\" is no code of the national catalogue, e.g. 1.001193"));
    }
    let Some((folder, vi, en)) = FIELDS.iter().find(|(folder, ..)| *folder == field) else {
        let all: Vec<&str> = FIELDS.iter().map(|(folder, ..)| *folder).collect();
        return Err(format!("there is no field \"{field}\"; there are: {}", all.join(", ")));
    };
    let name = vietnam::text::nfc(name.trim());
    if name.is_empty() || name.contains(['"', '\\', '\n']) {
        return Err("give the official name in quotes, on one line, without quotes in it".into());
    }
    let folder = format!("procedures/{folder}");
    let versions = fs::read_dir(root.join(&folder)).into_iter().flatten().flatten();
    let taken = versions.map(|entry| entry.file_name().to_string_lossy().into_owned());
    if let Some(file) = taken.into_iter().find(|file| file.starts_with(&format!("{code}-"))) {
        return Err(format!(
            "{folder}/{file} has this code; for a changed law copy it and end it with `to:`"
        ));
    }
    let files = [
        (format!("{folder}/{code}-{}.yaml", slug(&name)), procedure(code, &name, vi, en, today)),
        (format!("procedures/scenarios/{field}/{code}.yaml"), scenario(code, today)),
    ];
    let written = files.map(|(file, text)| write(&root.join(&file), &text).map(|()| PathBuf::from(&file)));
    let [procedure, scenario] = written;
    let failed = |error: io::Error| format!("the file cannot be written: {error}");
    Ok([procedure.map_err(failed)?, scenario.map_err(failed)?])
}

fn write(file: &Path, text: &str) -> io::Result<()> {
    fs::create_dir_all(file.parent().unwrap_or(file))?;
    fs::File::create_new(file).and_then(|mut file| io::Write::write_all(&mut file, text.as_bytes()))
}

/// The first words of a name, for that of a file.
fn slug(name: &str) -> String {
    let plain = vietnam::text::fold(name).to_lowercase();
    let words = plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let words: Vec<&str> = words.collect();
    let words = words.strip_prefix(&["thu", "tuc"]).unwrap_or(&words);
    let words = words.strip_prefix(&["dang", "ky"]).filter(|rest| !rest.is_empty()).unwrap_or(words);
    words.iter().take(6).copied().collect::<Vec<_>>().join("-")
}

fn procedure(code: &str, name: &str, vi: &str, en: &str, today: Date) -> String {
    format!(
        r#"# yaml-language-server: $schema=../schema.json
code: "{code}"
name: {{ vi: "{name}", en: "{name}" }}
summary: {{ vi: "{name}.", en: "{name}." }}
field: {{ vi: {vi}, en: {en} }}
called: ["{name}"]
in_force: {{ from: {today} }}
source: [Chưa tra cứu]
unverified:
  - bản nháp, chưa soạn theo văn bản nào
results:
  - {{ name: {{ vi: Kết quả giải quyết, en: The result }} }}

steps:
  - id: situation
    title: {{ vi: Nơi tiếp nhận, en: Where it is filed }}
    questions:
      - id: office
        kind: office
        label: {{ vi: "Kính gửi: Ủy ban nhân dân xã, phường, đặc khu", en: "To the People's Committee of" }}
  - page: requester
  - page: delivery
  - page: pledge

parts:
  - {{ use: online }}
"#,
        today = today.iso(),
    )
}

fn scenario(code: &str, today: Date) -> String {
    format!(
        r#"- name: An ordinary dossier is complete
  id: ordinary
  procedure: "{code}"
  complete: true
  today: {today}
  answers:
    office: "28594"
    requester.name: Nguyễn Thị Mai
    requester.number: "082190001234"
    pledge.given: "yes"
  see:
    findings: []
"#,
        today = today.iso(),
    )
}
