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
    /// What can be picked, as an `accept` attribute writes it: pictures become JPEG on the device.
    pub const ACCEPT: &str = "application/pdf,image/*";

    /// What a camera takes.
    pub const CAMERA: &str = "image/*";

    /// How many bytes of the beginning and of the end tell the kind.
    pub const LOOK: usize = 1024;

    /// The kind of a file with this beginning and this end, [`MediaType::LOOK`] bytes of each.
    pub fn sniff(head: &[u8], tail: &[u8]) -> Option<MediaType> {
        let holds = |bytes: &[u8], mark: &[u8]| bytes.windows(mark.len()).any(|part| part == mark);
        if head.starts_with(b"\xff\xd8\xff") {
            Some(MediaType::Jpeg)
        } else if head.starts_with(b"\x89PNG\r\n\x1a\n") {
            Some(MediaType::Png)
        } else if holds(head, b"%PDF-") && holds(tail, b"%%EOF") {
            Some(MediaType::Pdf)
        } else {
            None
        }
    }

    /// The kind of that media type.
    pub fn named(name: &str) -> Option<MediaType> {
        [MediaType::Pdf, MediaType::Jpeg, MediaType::Png].into_iter().find(|kind| kind.name() == name)
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
        let whole = |bytes: &[u8]| MediaType::sniff(bytes, bytes);
        assert_eq!(whole(b"%PDF-1.7 ... %%EOF"), Some(MediaType::Pdf));
        assert_eq!(whole(b"%PDF-1.7 cut short"), None);
        assert_eq!(whole(b"\xff\xd8\xff\xe0"), Some(MediaType::Jpeg));
        assert_eq!(whole(b"\x89PNG\r\n\x1a\n"), Some(MediaType::Png));
        assert_eq!(whole(b"MZ\x90\0"), None);
        assert_eq!(whole(b""), None);
        assert_eq!(MediaType::named("image/png"), Some(MediaType::Png));
        assert_eq!(MediaType::named("text/html"), None);
    }
}
