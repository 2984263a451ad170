//! Papers of nobody: tiny valid files, and files that must be refused.

use crate::environment::{scratch, written};
use std::path::PathBuf;

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
        written(scratch(&format!("papers/{self:?}")).join(name), &bytes)
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
    png_of(1, 1, &[0xFF])
}

/// A picture in grey, a byte a pixel, row by row.
///
/// # Panics
/// When there are fewer pixels than it is large.
#[must_use]
pub fn png_of(width: u32, height: u32, pixels: &[u8]) -> Vec<u8> {
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |kind: &[u8; 4], body: &[u8]| {
        out.extend(u32::try_from(body.len()).expect("a short chunk").to_be_bytes());
        let named = [kind.as_slice(), body].concat();
        out.extend(&named);
        out.extend(crc32(&named).to_be_bytes());
    };
    chunk(b"IHDR", &[&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 0, 0, 0, 0]].concat());
    // Before each row the filter 0.
    let rows = pixels.chunks(width as usize).take(height as usize);
    let raw: Vec<u8> = rows.flat_map(|row| [&[0], row].concat()).collect();
    chunk(b"IDAT", &zlib(&raw));
    chunk(b"IEND", &[]);
    out
}

/// zlib without compression: stored blocks, then Adler-32.
fn zlib(raw: &[u8]) -> Vec<u8> {
    let mut out = vec![0x78, 0x01];
    let blocks: Vec<&[u8]> = raw.chunks(0xFFFF).collect();
    for (at, block) in blocks.iter().enumerate() {
        let length = u16::try_from(block.len()).expect("a stored block");
        out.push(u8::from(at + 1 == blocks.len()));
        out.extend(length.to_le_bytes());
        out.extend((!length).to_le_bytes());
        out.extend(*block);
    }
    let (a, b) = raw.iter().fold((1u32, 0u32), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65_521;
        (a, (b + a) % 65_521)
    });
    out.extend(((b << 16) | a).to_be_bytes());
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
    fn a_picture_of_one_white_pixel_is_known_byte_by_byte() {
        let idat = [0x78, 0x01, 0x01, 2, 0, 0xFD, 0xFF, 0x00, 0xFF, 0x01, 0x01, 0x01, 0x00];
        assert!(png().windows(idat.len()).any(|part| part == idat));
    }

    #[test]
    fn the_checksum_of_a_picture_is_the_one_of_the_standard() {
        assert_eq!(crc32(b"IEND"), 0xAE42_6082);
    }
}
