//! Papers of nobody: tiny valid files, and files that must be refused.

use crate::environment::scratch;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

/// A file that can be attached.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Paper {
    /// A page of PDF.
    Pdf,
    /// A photograph.
    Jpeg,
    /// A picture.
    Png,
    /// No byte at all, as a cloud picker sometimes hands over.
    Empty,
    /// A Windows program that calls itself PDF.
    ProgramNamedPdf,
    /// A document over the limit; a photograph is made smaller instead.
    TooLarge,
}

impl Paper {
    /// The file, as a phone would name it.
    #[must_use]
    pub fn path(self) -> PathBuf {
        let (name, bytes) = match self {
            Paper::Pdf => ("giay chung sinh.pdf", pdf()),
            Paper::Jpeg => ("IMG_20261115_081500.jpg", jpeg()),
            Paper::Png => ("Ảnh chụp màn hình.png", png()),
            Paper::Empty => ("rong.jpg", Vec::new()),
            Paper::ProgramNamedPdf => ("giay-chung-sinh.pdf", program()),
            Paper::TooLarge => ("to-qua.pdf", too_large()),
        };
        let file = scratch(&format!("papers/{self:?}")).join(name);
        // Another journey may be reading it: a file that changes under a browser is refused.
        static WRITING: Mutex<()> = Mutex::new(());
        let _alone = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
        if std::fs::read(&file).ok().as_ref() != Some(&bytes) {
            std::fs::write(&file, bytes)
                .unwrap_or_else(|why| panic!("cannot write {}: {why}", file.display()));
        }
        file
    }
}

fn pdf() -> Vec<u8> {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
    ];
    let mut out = String::from("%PDF-1.4\n");
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.push_str(&format!("{} 0 obj\n{object}\nendobj\n", at + 1));
    }
    let table = out.len();
    out.push_str("xref\n0 4\n0000000000 65535 f \n");
    for place in places {
        out.push_str(&format!("{place:010} 00000 n \n"));
    }
    out.push_str(&format!("trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n"));
    out.into_bytes()
}

/// One grey pixel: baseline JPEG with the smallest tables that decode.
fn jpeg() -> Vec<u8> {
    let mut out = vec![0xFF, 0xD8];
    let mut segment = |marker: u8, body: &[u8]| {
        let length = u16::try_from(body.len() + 2).expect("a short segment").to_be_bytes();
        out.extend([0xFF, marker, length[0], length[1]]);
        out.extend(body);
    };
    segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0");
    segment(0xDB, &[[0].as_slice(), &[1; 64]].concat());
    segment(0xC0, &[8, 0, 1, 0, 1, 1, 1, 0x11, 0]);
    // One code each: difference 0 for DC, end of block for AC.
    let one_code = |class: u8| [[class, 1].as_slice(), &[0; 15], &[0]].concat();
    segment(0xC4, &one_code(0x00));
    segment(0xC4, &one_code(0x10));
    segment(0xDA, &[1, 1, 0x00, 0, 63, 0]);
    out.extend([0x3F, 0xFF, 0xD9]);
    out
}

/// One white pixel.
fn png() -> Vec<u8> {
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |kind: &[u8; 4], body: &[u8]| {
        out.extend(u32::try_from(body.len()).expect("a short chunk").to_be_bytes());
        let named = [kind.as_slice(), body].concat();
        out.extend(&named);
        out.extend(crc32(&named).to_be_bytes());
    };
    chunk(b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
    // zlib, one stored block: filter 0, white; then Adler-32 of these two bytes.
    chunk(b"IDAT", &[0x78, 0x01, 0x01, 2, 0, 0xFD, 0xFF, 0x00, 0xFF, 0x01, 0x01, 0x01, 0x00]);
    chunk(b"IEND", &[]);
    out
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |sum, byte| {
        (0..8).fold(
            sum ^ u32::from(*byte),
            |sum, _| if sum & 1 == 1 { (sum >> 1) ^ 0xEDB8_8320 } else { sum >> 1 },
        )
    })
}

fn program() -> Vec<u8> {
    [b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xFF\xFF".as_slice(), &[0; 498], b"PE\0\0"].concat()
}

fn too_large() -> Vec<u8> {
    [pdf(), vec![b' '; 12 * 1024 * 1024], b"%%EOF\n".to_vec()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_of_a_picture_is_the_one_of_the_standard() {
        assert_eq!(crc32(b"IEND"), 0xAE42_6082);
    }
}
