//! Reading a card's code with what the widget fetches for it, in the page of the gateway and under its policy.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use cards::Kind;
use journeys::{Citizen, film, on};
use serde_json::{Value, json};

/// What `read` says of a file, or why it does not.
const READ: &str = r#"
    const [file, done] = arguments;
    const bytes = Uint8Array.from(atob(file), letter => letter.charCodeAt(0));
    window.scanner ??= await window.asset.open();
    window.scanner.read(new Blob([bytes])).then(done, why => done(why.message));
"#;

fn read(c: &Citizen, file: &[u8]) -> Value {
    let script = format!("(async (...arguments) => {{ {READ} }})(...arguments)");
    c.browser.script_async(&script, &[json!(BASE64_STANDARD.encode(file))])
}

fn a_photographed_card_is_read_and_nothing_else_is(c: &mut Citizen) {
    c.loads("scan");
    // A small picture, one at a slant, a whole photograph, and one of nothing.
    for kind in [Kind::Near, Kind::Tilted, Kind::Photo] {
        let (text, picture) = film::readable(kind);
        assert_eq!(read(c, &picture.jpeg), json!([text]), "{kind:?}");
    }
    let nothing = cards::of(Kind::Nothing).next().expect("a picture of nothing");
    assert_eq!(read(c, &nothing.jpeg), json!([]));
}
on!(a_photographed_card_is_read_and_nothing_else_is: chromium_phone, firefox_phone, webkit_phone);

fn what_is_no_picture_is_refused_by_name(c: &mut Citizen) {
    c.loads("scan");
    assert_eq!(read(c, b""), "empty");
    assert_eq!(read(c, b"\0\0\0\x18ftypheic\0\0\0\0"), "heic");
    assert_eq!(read(c, b"\xff\xd8\xff\xe0 cut off"), "unreadable");
    assert_eq!(read(c, b"%PDF-1.7"), "type");
}
on!(what_is_no_picture_is_refused_by_name: chromium_phone, firefox_phone, webkit_phone);
