//! Poppler knows nothing of what wrote the file.

use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A word and where it stands, in points from the left and the top.
pub(crate) struct Word {
    pub(crate) page: usize,
    pub(crate) left: f32,
    pub(crate) right: f32,
    pub(crate) bottom: f32,
    pub(crate) text: String,
}

/// The text in the order in which it was written, every stretch of blanks and ends of lines as one blank.
pub(crate) fn flowing(pdf: &[u8]) -> String {
    let text = String::from_utf8(run("pdftotext", &["-raw", "-enc", "UTF-8"], pdf)).unwrap();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(crate) fn words(pdf: &[u8]) -> Vec<Word> {
    let page = String::from_utf8(run("pdftotext", &["-bbox", "-enc", "UTF-8"], pdf)).unwrap();
    let mut pages = 0;
    let mut words = Vec::new();
    for line in page.lines().map(str::trim) {
        if line.starts_with("<page ") {
            pages += 1;
        } else if let Some(word) = line.strip_prefix("<word ") {
            let at = |name: &str| -> f32 {
                word.split_once(name).unwrap().1.split('"').nth(1).unwrap().parse().unwrap()
            };
            let text = word.split_once('>').unwrap().1.trim_end_matches("</word>").to_owned();
            words.push(Word { page: pages, left: at("xMin"), right: at("xMax"), bottom: at("yMax"), text });
        }
    }
    words
}

/// The first page in grey, with so many points an inch: width, height, points.
pub(crate) fn picture(pdf: &[u8], points: u16) -> (u32, u32, Vec<u8>) {
    let pgm = run("pdftoppm", &["-gray", "-r", &points.to_string(), "-f", "1", "-l", "1"], pdf);
    let mut parts = pgm.splitn(4, |byte| *byte == b'\n');
    assert_eq!(parts.next().unwrap(), b"P5");
    let size = std::str::from_utf8(parts.next().unwrap()).unwrap();
    let (width, height) = size.split_once(' ').unwrap();
    parts.next().unwrap();
    (width.parse().unwrap(), height.parse().unwrap(), parts.next().unwrap().to_vec())
}

fn run(program: &str, options: &[&str], pdf: &[u8]) -> Vec<u8> {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let name = format!("slip-{}-{}.pdf", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&file, pdf).unwrap();
    let mut command = Command::new(program);
    command.args(options).arg(&file);
    if program == "pdftotext" {
        command.arg("-");
    }
    let output = match command.output() {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            panic!("`{program}` is missing: `cargo xtask test unit` installs it (poppler-utils)")
        }
        output => output.unwrap(),
    };
    fs::remove_file(file).unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.is_empty(), "{program}: {said}");
    output.stdout
}
