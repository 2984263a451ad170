//! The kinds of file a dossier may hold, told from the bytes: a name and a type are claims, not facts.

/// A kind of file that an office can open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MediaType {
    /// PDF.
    Pdf,
    /// JPEG, what cameras make.
    Jpeg,
    /// PNG, what screenshots are.
    Png,
}

impl MediaType {
    /// Every kind, as an `accept` attribute writes it.
    pub const ACCEPT: &str = "application/pdf,image/jpeg,image/png";

    /// The kind that begins like `head`; the first 1024 bytes suffice.
    pub fn sniff(head: &[u8]) -> Option<MediaType> {
        let begin = head.get(..1024.min(head.len())).unwrap_or(head);
        if begin.starts_with(b"\xff\xd8\xff") {
            Some(MediaType::Jpeg)
        } else if begin.starts_with(b"\x89PNG\r\n\x1a\n") {
            Some(MediaType::Png)
        } else if begin.windows(5).any(|five| five == b"%PDF-") {
            Some(MediaType::Pdf)
        } else {
            None
        }
    }

    /// Its media type.
    pub fn name(self) -> &'static str {
        match self {
            MediaType::Pdf => "application/pdf",
            MediaType::Jpeg => "image/jpeg",
            MediaType::Png => "image/png",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_bytes_say() {
        assert_eq!(MediaType::sniff(b"%PDF-1.7"), Some(MediaType::Pdf));
        assert_eq!(MediaType::sniff(b"\xff\xd8\xff\xe0"), Some(MediaType::Jpeg));
        assert_eq!(MediaType::sniff(b"\x89PNG\r\n\x1a\n"), Some(MediaType::Png));
        assert_eq!(MediaType::sniff(b"MZ\x90\0"), None);
        assert_eq!(MediaType::sniff(b""), None);
    }
}
