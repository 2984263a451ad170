//! The binary format of WebAssembly, as far as it is read and written here: sections, numbers, names.

use anyhow::{Context, Result, bail, ensure};

/// The id of a section that only tools read; its body begins with its name.
pub(crate) const CUSTOM: u8 = 0;

/// The sections of a module: id and body.
pub(crate) fn sections(wasm: &[u8]) -> Result<Vec<(u8, &[u8])>> {
    ensure!(wasm.starts_with(b"\0asm"), "something is no wasm module");
    let (mut found, mut rest) = (Vec::new(), &wasm[8..]);
    while let Some((&id, after)) = rest.split_first() {
        rest = after;
        let size = number(&mut rest)?;
        let (body, after) = rest.split_at_checked(size).context("a section ends early")?;
        rest = after;
        found.push((id, body));
    }
    Ok(found)
}

/// A module of these sections.
pub(crate) fn module<'a>(sections: impl IntoIterator<Item = (u8, &'a [u8])>) -> Vec<u8> {
    let mut out = b"\0asm\x01\0\0\0".to_vec();
    for (id, body) in sections {
        out.push(id);
        push_number(&mut out, body.len());
        out.extend(body);
    }
    out
}

pub(crate) fn byte(bytes: &mut &[u8]) -> Result<u8> {
    let (&byte, rest) = bytes.split_first().context("a module ends early")?;
    *bytes = rest;
    Ok(byte)
}

/// A signed number in LEB128.
pub(crate) fn signed(bytes: &mut &[u8]) -> Result<i64> {
    let (mut value, mut shift) = (0, 0);
    loop {
        let part = byte(bytes)?;
        value |= i64::from(part & 0x7f) << shift;
        shift += 7;
        ensure!(shift <= 35, "a number is too long");
        if part < 0x80 {
            // The sign stands in the last byte's seventh bit.
            return Ok(if part & 0x40 == 0 { value } else { value - (1 << shift) });
        }
    }
}

/// A number; of a signed one, the low bits.
pub(crate) fn number(bytes: &mut &[u8]) -> Result<usize> {
    let mut number = 0;
    for shift in (0..35).step_by(7) {
        let byte = byte(bytes)?;
        number |= usize::from(byte & 127) << shift;
        if byte < 128 {
            return Ok(number);
        }
    }
    bail!("a number without an end")
}

pub(crate) fn text<'a>(bytes: &mut &'a [u8]) -> Result<&'a str> {
    let length = number(bytes)?;
    let (text, rest) = bytes.split_at_checked(length).context("a name ends early")?;
    *bytes = rest;
    Ok(std::str::from_utf8(text)?)
}

pub(crate) fn push_number(out: &mut Vec<u8>, mut number: usize) {
    while number > 127 {
        out.push(u8::try_from(number & 127).unwrap_or(0) | 128);
        number >>= 7;
    }
    out.push(u8::try_from(number).unwrap_or(0));
}

pub(crate) fn push_text(out: &mut Vec<u8>, text: &str) {
    push_number(out, text.len());
    out.extend(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let long = vec![7; 300];
        let bytes = module([(1, &[][..]), (CUSTOM, &long)]);
        assert_eq!(sections(&bytes).unwrap(), [(1, &[][..]), (CUSTOM, &long[..])]);
        assert!(sections(&bytes[..20]).is_err());
        assert!(sections(b"<html>").is_err());
    }
}
