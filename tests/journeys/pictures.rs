//! What a person attaches, before it goes anywhere: `embed/device/picture.js`, as the gateway serves it and under
//! the policy of its page.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use image::RgbImage;
use journeys::environment::scratch;
use journeys::photo::{self, CORNERS, MARKS};
use journeys::{Citizen, on};
use serde_json::{Value, json};

const LIMIT: usize = 12 << 20;

/// Takes the chosen file; answers why not, or its bytes, type and size, and how long the page was held meanwhile.
const TAKE: &str = "
    const [limit, done] = arguments;
    let [last, held, going] = [performance.now(), 0, true];
    const frame = () => {
        const now = performance.now();
        [held, last] = [Math.max(held, now - last), now];
        if (going) requestAnimationFrame(frame);
    };
    frame();
    const start = performance.now();
    window.asset.take(document.querySelector('input').files[0], limit).then(([blob, type, width, height]) => {
        const took = performance.now() - start;
        requestAnimationFrame(() => {
            going = false;
            window.taken = blob;
            const reader = new FileReader();
            reader.onload = () => done({ bytes: reader.result.split(',')[1] ?? '', type, same: blob.type === type, width, height, took, held });
            reader.readAsDataURL(blob);
        });
    }).catch(why => { going = false; done(why.message); });
";

/// Draws what was taken into a canvas.
const SHOW: &str = "
    const [edge, done] = arguments;
    const canvas = document.createElement('canvas');
    window.asset.show(window.taken, canvas, edge).then(drawn => {
        const [width, height] = [canvas.width, canvas.height];
        const context = canvas.getContext('2d');
        const at = (x, y) => [...context.getImageData(x, y, 1, 1).data].slice(0, 3);
        done({ drawn, width, height, corners: [at(2, 2), at(width - 3, 2), at(2, height - 3), at(width - 3, height - 3)] });
    });
";

/// What became of a file.
struct Taken {
    bytes: Vec<u8>,
    answer: Value,
}

/// Picks a file and takes it, or tells why it is refused.
#[track_caller]
fn take(c: &Citizen, name: &str, bytes: &[u8], limit: usize) -> Result<Taken, String> {
    let file = scratch(&format!("pictures/{}", c.place().label())).join(name);
    std::fs::write(&file, bytes).expect("a file can be written");
    let input = c.browser.find("return document.querySelector('input')", &[]).expect("a file input");
    c.browser.give(&input.expect("a file input"), &file).expect("it takes a file");
    let answer = c.browser.script_async(TAKE, &[json!(limit)]);
    match answer.as_str() {
        Some(why) => Err(why.to_owned()),
        None => {
            assert_eq!(answer["same"], true, "the blob has another type: {}", answer["type"]);
            let bytes = BASE64_STANDARD.decode(answer["bytes"].as_str().unwrap_or_default());
            Ok(Taken { bytes: bytes.expect("base64"), answer })
        }
    }
}

impl Taken {
    /// The picture, which must be a JPEG of the size that was told.
    #[track_caller]
    fn picture(&self) -> RgbImage {
        assert_eq!(self.answer["type"], "image/jpeg");
        let picture = image::load_from_memory_with_format(&self.bytes, image::ImageFormat::Jpeg);
        let picture = picture.expect("a JPEG").into_rgb8();
        assert_eq!(
            json!([picture.width(), picture.height()]),
            json!([self.answer["width"], self.answer["height"]])
        );
        picture
    }
}

#[track_caller]
fn has_its_corners_in_place(what: &str, corners: [[u8; 3]; 4]) {
    for (found, wanted) in corners.iter().zip(CORNERS) {
        let near = found.iter().zip(wanted).all(|(a, b)| a.abs_diff(b) < 24);
        assert!(near, "{what} is not upright: {corners:?} instead of {CORNERS:?}");
    }
}

fn corners(picture: &RgbImage) -> [[u8; 3]; 4] {
    let (right, below) = (picture.width() - 3, picture.height() - 3);
    [(2, 2), (right, 2), (2, below), (right, below)].map(|(x, y)| picture.get_pixel(x, y).0)
}

fn holds(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|part| part == word.as_bytes())
}

fn a_photograph_is_upright_however_the_phone_was_held_and_does_not_tell_where(c: &mut Citizen) {
    c.loads("device");
    for orientation in 1..=8 {
        let photo = photo::jpeg(320, 200, orientation);
        assert!(holds(&photo, "Exif\0") && MARKS.iter().all(|mark| holds(&photo, mark)));
        let taken = take(c, &format!("{orientation}.jpg"), &photo, LIMIT).expect("a photograph");
        let picture = taken.picture();
        assert_eq!(picture.dimensions(), (320, 200), "orientation {orientation}");
        has_its_corners_in_place(&format!("orientation {orientation}"), corners(&picture));
        for word in ["Exif", MARKS[0], MARKS[1]] {
            assert!(!holds(&taken.bytes, word), "{word} is still in the picture");
        }
        let shown = c.browser.script_async(SHOW, &[json!(160)]);
        assert_eq!(json!([true, 160, 100]), json!([shown["drawn"], shown["width"], shown["height"]]));
        let shown = serde_json::from_value(shown["corners"].clone()).expect("four colours");
        has_its_corners_in_place(&format!("the preview of orientation {orientation}"), shown);
    }
}
on!(
    a_photograph_is_upright_however_the_phone_was_held_and_does_not_tell_where:
    chromium_phone, firefox_phone, webkit_phone
);

fn a_large_photograph_becomes_as_small_as_is_still_legible(c: &mut Citizen) {
    c.loads("device");
    // Twelve megapixels held upright; forty-eight; a long strip; one that is small already.
    for (width, height, orientation, becomes) in [
        (3024, 4032, 6, (1800, 2400)),
        (8064, 6048, 1, (2400, 1800)),
        (300, 5000, 1, (144, 2400)),
        (2400, 1700, 3, (2400, 1700)),
    ] {
        let photo = photo::jpeg(width, height, orientation);
        let taken = take(c, "large.jpg", &photo, LIMIT).expect("a photograph");
        let picture = taken.picture();
        assert_eq!(picture.dimensions(), becomes, "{width} × {height}");
        has_its_corners_in_place(&format!("{width} × {height}"), corners(&picture));
        println!(
            "{}: {width} × {height}, {} kB → {} kB in {} ms, the page held for {} ms at most",
            c.place().label(),
            photo.len() / 1000,
            taken.bytes.len() / 1000,
            taken.answer["took"].as_f64().unwrap_or_default().round(),
            taken.answer["held"].as_f64().unwrap_or_default().round(),
        );
    }
}
on!(a_large_photograph_becomes_as_small_as_is_still_legible: chromium_phone, firefox_phone, webkit_phone);

fn a_picture_is_written_smaller_until_it_fits_or_refused(c: &mut Citizen) {
    c.loads("device");
    let photo = photo::jpeg(1200, 900, 1);
    let free = take(c, "free.jpg", &photo, LIMIT).expect("a photograph").bytes.len();
    let tight = take(c, "tight.jpg", &photo, free - 1).expect("a smaller photograph");
    assert!(tight.bytes.len() < free);
    assert_eq!(tight.picture().dimensions(), (1200, 900));
    assert_eq!(take(c, "too-tight.jpg", &photo, 1000).err().as_deref(), Some("large"));
}
on!(a_picture_is_written_smaller_until_it_fits_or_refused: chromium_phone, firefox_phone, webkit_phone);

fn what_is_transparent_lies_on_white(c: &mut Citizen) {
    c.loads("device");
    let taken = take(c, "glass.png", &photo::transparent_png(40, 30), LIMIT).expect("a picture");
    assert!(taken.picture().pixels().all(|pixel| pixel.0.iter().all(|part| *part > 250)));
}
on!(what_is_transparent_lies_on_white: chromium_phone, firefox_phone, webkit_phone);

fn what_no_office_can_open_is_refused_with_its_reason(c: &mut Citizen) {
    c.loads("device");
    let photo = photo::jpeg(320, 200, 1);
    let glass = photo::transparent_png(200, 200);
    let heic = [b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".as_slice(), &[0; 600]].concat();
    let files: [(&str, &[u8], &str); 8] = [
        ("rong.jpg", b"", "empty"),
        ("IMG_0001.HEIC", &heic, "heic"),
        ("IMG_0002.jpg", &heic, "heic"),
        ("cut.jpg", &photo[..photo.len() / 2], "unreadable"),
        ("beginning.jpg", &photo[..40], "unreadable"),
        ("cut.png", &glass[..glass.len() / 2], "unreadable"),
        ("text.jpg", "Giấy chứng sinh của không ai".as_bytes(), "type"),
        ("cut.pdf", b"%PDF-1.7 and no end", "type"),
    ];
    for (name, bytes, why) in files {
        assert_eq!(take(c, name, bytes, LIMIT).err().as_deref(), Some(why), "{name}");
    }
}
on!(what_no_office_can_open_is_refused_with_its_reason: chromium_phone, firefox_phone, webkit_phone);

fn a_pdf_stays_as_it_is(c: &mut Citizen) {
    c.loads("device");
    let pdf = [b"\xEF\xBB\xBF%PDF-1.7\n".as_slice(), &[7; 3000], b"\n%%EOF\n"].concat();
    let taken = take(c, "giay.pdf", &pdf, pdf.len()).expect("a PDF");
    assert_eq!(taken.bytes, pdf);
    assert_eq!(taken.answer["type"], "application/pdf");
    assert_eq!(c.browser.script_async(SHOW, &[json!(160)])["drawn"], false);
    assert_eq!(take(c, "giay.pdf", &pdf, pdf.len() - 1).err().as_deref(), Some("large"));
}
on!(a_pdf_stays_as_it_is: chromium_phone, firefox_phone, webkit_phone);
