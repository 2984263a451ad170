//! How the forms look: `tests/golden/*.png`, at 36 points an inch. `SLIPS_GOLDEN=write` writes them anew.

use std::fs;
use std::path::Path;

use crate::poppler::picture;
use crate::{declarations, people};

/// Of a thousand points so many may be another grey: other versions of Poppler draw other edges.
const MAY_DIFFER: usize = 4;
const ANOTHER_GREY: u8 = 64;

#[test]
fn the_forms_look_as_they_did() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let slips = people::all().map(|(name, slip)| (name, slips::slip(&slip).unwrap()));
    let mut changed = Vec::new();
    for (name, pdf) in slips.into_iter().chain([("declaration-birth", declarations::birth())]) {
        let (width, height, points) = picture(&pdf, 36);
        let file = folder.join(name).with_extension("png");
        if std::env::var_os("SLIPS_GOLDEN").is_some() {
            fs::create_dir_all(&folder).unwrap();
            image::GrayImage::from_raw(width, height, points).unwrap().save(file).unwrap();
            continue;
        }
        let golden = image::open(file).unwrap().into_luma8();
        assert_eq!(golden.dimensions(), (width, height), "{name}");
        let pairs = golden.as_raw().iter().zip(&points);
        let different = pairs.filter(|(was, is)| was.abs_diff(**is) > ANOTHER_GREY).count();
        if different * 1000 > points.len() * MAY_DIFFER {
            changed.push(format!("{name}: {different} of {} points", points.len()));
        }
    }
    assert!(changed.is_empty(), "{changed:#?}");
}
