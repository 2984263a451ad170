//! Receipts are signed (Ed25519), so that anyone can tell them from a forgery, and hold a secret that lets their
//! holder ask how the dossier stands.

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use hmac::{Hmac, Mac};
use protocol::{Receipt, SubmissionNumber};
use sha2::Sha256;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// Signs receipts. The secrets come from the same key: nothing else need be kept.
#[derive(Clone)]
pub struct Seal(SigningKey);

/// What secrets are made for.
const SECRET: &[u8] = b"to-khai receipt secret 1";

impl Seal {
    /// The key in that file, which is made if it is not there.
    pub fn open(file: &Path) -> io::Result<Seal> {
        match Seal::read(file) {
            Err(error) if error.kind() == ErrorKind::NotFound => Seal::make(file),
            seal => seal,
        }
    }

    /// The key in that file.
    pub fn read(file: &Path) -> io::Result<Seal> {
        let seed = bytes(fs::read_to_string(file)?.trim());
        let seed = seed.ok_or_else(|| io::Error::new(ErrorKind::InvalidData, "receipt.key holds no key"))?;
        Ok(Seal(SigningKey::from_bytes(&seed)))
    }

    /// On the disk before it signs anything.
    fn make(file: &Path) -> io::Result<Seal> {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).map_err(io::Error::other)?;
        let fresh = file.with_added_extension("new");
        let mut options = OpenOptions::new();
        let mut written = options.write(true).create(true).truncate(true).mode(0o600).open(&fresh)?;
        writeln!(written, "{}", hex(&seed))?;
        written.sync_all()?;
        fs::rename(fresh, file)?;
        if let Some(folder) = file.parent() {
            File::open(folder)?.sync_all()?;
        }
        Ok(Seal(SigningKey::from_bytes(&seed)))
    }

    /// What verifies what is signed here.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }

    /// Gives a receipt its secret and its signature.
    pub fn seal(&self, receipt: Receipt) -> Receipt {
        let secret = self.secret(&receipt.number);
        let signature = hex(&self.0.sign(receipt.statement().as_bytes()).to_bytes());
        Receipt { secret, signature, ..receipt }
    }

    /// 50 bits that follow from the number for whoever has the key, and for nobody else.
    fn secret(&self, number: &SubmissionNumber) -> String {
        let key = mac(self.0.as_bytes(), SECRET);
        let random = mac(&key, number.as_str().as_bytes());
        let mut all = [0; 16];
        all.copy_from_slice(&random[..16]);
        // The number's own writing of 128 bits; the last ten letters are fifty of them.
        SubmissionNumber::mint(all).as_str()[16..].to_owned()
    }
}

/// What verifies receipts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PublicKey(VerifyingKey);

impl PublicKey {
    /// Reads 64 hexadecimal digits.
    pub fn parse(text: &str) -> Option<PublicKey> {
        VerifyingKey::from_bytes(&bytes(text)?).ok().map(PublicKey)
    }

    /// 64 hexadecimal digits.
    pub fn hex(self) -> String {
        hex(self.0.as_bytes())
    }

    /// As other programs read it (RFC 8410).
    pub fn pem(self) -> String {
        use base64::Engine;
        use base64::prelude::BASE64_STANDARD;
        // SubjectPublicKeyInfo of an Ed25519 key, up to the key itself.
        const HEAD: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
        let body = BASE64_STANDARD.encode([&HEAD[..], self.0.as_bytes()].concat());
        format!("-----BEGIN PUBLIC KEY-----\n{body}\n-----END PUBLIC KEY-----\n")
    }

    /// What a signed text states, if it was signed with this key.
    pub fn verify(self, signed: &str) -> Option<Statement<'_>> {
        let (statement, signature) = signed.trim().rsplit_once('|')?;
        let signature = Signature::from_bytes(&bytes(signature)?);
        self.0.verify_strict(statement.as_bytes(), &signature).ok()?;
        Statement::read(statement)
    }
}

/// What [`Receipt::statement`] says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "named as in the receipt")]
pub struct Statement<'a> {
    pub number: &'a str,
    pub code: &'a str,
    pub procedure: &'a str,
    pub received_at: &'a str,
    pub due: Option<&'a str>,
    pub office: &'a str,
    pub sha256: &'a str,
}

impl Statement<'_> {
    fn read(text: &str) -> Option<Statement<'_>> {
        let parts: Vec<&str> = text.split('|').collect();
        let ["to-khai-receipt-1", number, code, procedure, received_at, due, office, sha256] = parts[..]
        else {
            return None;
        };
        let due = Some(due).filter(|due| !due.is_empty());
        Some(Statement { number, code, procedure, received_at, due, office, sha256 })
    }
}

/// HMAC-SHA256.
pub(crate) fn mac(key: &[u8], text: &[u8]) -> [u8; 32] {
    // Never an error: HMAC takes keys of any length.
    let mac = Hmac::<Sha256>::new_from_slice(key).map(|mac| mac.chain_update(text).finalize().into_bytes());
    mac.map(Into::into).unwrap_or_default()
}

/// In hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn bytes<const N: usize>(hex: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    if hex.len() != 2 * N || !hex.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(hex.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::os::unix::fs::PermissionsExt;
    use tempfile::TempDir;

    fn receipt(random: u8) -> Receipt {
        Receipt {
            number: SubmissionNumber::mint([random; 16]),
            code: "H20-261122-0001".into(),
            procedure: "1.001193".into(),
            catalogue: "c0ffee".into(),
            received_at: "2026-11-22T10:42:00+07:00".into(),
            due: None,
            office: "28249".into(),
            sha256: "ab".repeat(32),
            files: Vec::new(),
            secret: String::new(),
            signature: String::new(),
        }
    }

    fn seal(random: u8) -> Seal {
        Seal(SigningKey::from_bytes(&[random; 32]))
    }

    #[test]
    fn the_key_is_made_once_for_its_owner_alone() {
        let folder = TempDir::new().unwrap();
        let file = folder.path().join("receipt.key");
        let made = Seal::open(&file).unwrap();
        assert_eq!(Seal::open(&file).unwrap().public(), made.public());
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        fs::write(&file, "not a key").unwrap();
        assert!(Seal::open(&file).is_err(), "a damaged key is not replaced");
    }

    #[test]
    fn another_key_makes_other_secrets_and_signatures() {
        let (one, same, other) =
            (seal(1).seal(receipt(1)), seal(1).seal(receipt(1)), seal(2).seal(receipt(1)));
        assert_eq!(one, same);
        assert!(one.secret != other.secret && one.signature != other.signature);
        assert_ne!(one.secret, seal(1).seal(receipt(2)).secret);
        assert_eq!(one.secret.len(), 10);
    }

    #[test]
    fn a_public_key_can_be_written_down_and_read_again() {
        let key = seal(1).public();
        assert_eq!(PublicKey::parse(&key.hex()), Some(key));
        assert_eq!(PublicKey::parse("ab"), None);
    }

    proptest! {
        #[test]
        fn a_signed_receipt_proves_what_it_states_and_no_letter_more(at in 0usize..300, letter in "[0-9a-zA-Z|]") {
            let (key, signed) = (seal(1).public(), seal(1).seal(receipt(1)).signed());
            let stated = key.verify(&signed).unwrap();
            prop_assert_eq!((stated.code, stated.office), ("H20-261122-0001", "28249"));
            prop_assert_eq!(seal(2).public().verify(&signed), None);
            let at = at % signed.len();
            let bent = [&signed[..at], &letter, &signed[at + 1..]].concat();
            // Hexadecimal digits of the signature mean the same in either case.
            let statement = signed.rfind('|').unwrap();
            let same = bent[..statement] == signed[..statement] && bent.eq_ignore_ascii_case(&signed);
            prop_assert_eq!(key.verify(&bent).is_some(), same);
        }
    }
}
