//! Writing JSON, enough for a submission: objects, texts, whole numbers.

/// An object being written; keys are the caller's to put in order.
pub struct Object<'a> {
    out: &'a mut String,
    first: bool,
}

impl<'a> Object<'a> {
    /// Begins an object.
    pub fn open(out: &'a mut String) -> Object<'a> {
        out.push('{');
        Object { out, first: true }
    }

    /// Writes a member whose value `write` appends.
    pub fn with(&mut self, key: &str, write: impl FnOnce(&mut String)) {
        if !self.first {
            self.out.push(',');
        }
        self.first = false;
        text(self.out, key);
        self.out.push(':');
        write(self.out);
    }

    /// Writes a text member.
    pub fn text(&mut self, key: &str, value: &str) {
        self.with(key, |out| text(out, value));
    }

    /// Writes a whole number.
    pub fn number(&mut self, key: &str, value: u64) {
        self.with(key, |out| out.push_str(&value.to_string()));
    }

    /// Ends the object.
    pub fn close(self) {
        self.out.push('}');
    }
}

/// Appends a JSON string (RFC 8259, escapes as in RFC 8785).
pub fn text(out: &mut String, value: &str) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    out.push('"');
    for c in value.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            c if c < ' ' => {
                let code = c as usize;
                out.push_str("\\u00");
                out.push(char::from(HEX[(code >> 4) & 15]));
                out.push(char::from(HEX[code & 15]));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}
