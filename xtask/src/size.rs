//! `cargo xtask size`: what a phone downloads, against budgets.toml.

use crate::project::Project;
use crate::{catalogue, files, widget};
use anyhow::{Context, Result, bail};
use serde::Deserialize;
use std::fmt;
use std::path::Path;

/// The most bytes after brotli.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Budgets {
    first_step: u64,
    loader: u64,
    frame: u64,
    rest: u64,
    device: u64,
    qr: u64,
    scan: u64,
    index: u64,
    procedure: u64,
    places: u64,
    country: u64,
    old_places: u64,
}

/// What a file is for, which decides its budget.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Part {
    Loader,
    /// The script of a page that shows the widget in an iframe.
    Frame,
    Glue,
    Wasm,
    /// The rest of the wasm, which comes in the background.
    Rest,
    /// What comes after the first page, in JavaScript.
    Device,
    /// Fetched by who prints a receipt.
    Qr,
    /// Fetched by who has a card read.
    Scan,
    Style,
    Index,
    Procedure,
    Places,
    /// Fetched by who looks for a commune without choosing its province.
    Country,
    /// Fetched by who knows an old name alone.
    OldPlaces,
    List,
    Other,
}

struct Weight {
    file: String,
    part: Part,
    raw: u64,
    brotli: u64,
}

/// The procedure that stands for all in the first step: birth registration.
const FIRST_PROCEDURE: &str = "procedure-1.001193-";

pub(crate) fn size(project: &Project) -> Result<()> {
    catalogue::build(project)?;
    widget::build(project)?;
    let budgets = files::read_text(&project.root().join("budgets.toml"))?;
    let budgets: Budgets = toml::from_str(&budgets).context("budgets.toml is not understood")?;
    let mut weights = weigh(&project.web())?;
    weights.extend(weigh(&project.catalogue())?);

    println!("{:<52} {:>9} {:>9}", "file", "raw", "brotli");
    for weight in &weights {
        println!("{weight}");
    }
    let first = first_step(&weights);
    println!("{}", "─".repeat(72));
    println!("{:<62} {first:>9}", format!("first step usable (budget {})", budgets.first_step));
    println!("{:<62} {:>9}", format!("reading a card (budget {})", budgets.scan), scan(&weights));

    let breaches = breaches(&weights, &budgets);
    if breaches.is_empty() {
        Ok(())
    } else {
        bail!(
            "over the budget, so take something out or say in the changelog why it may grow: {}",
            breaches.join("; ")
        )
    }
}

impl fmt::Display for Weight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:<52} {:>9} {:>9}", self.file, self.raw, self.brotli)
    }
}

fn weigh(folder: &Path) -> Result<Vec<Weight>> {
    let mut weights = Vec::new();
    for file in files::walk(folder)? {
        let compressed = file.with_added_extension("br");
        if compressed.exists() {
            let name = file.strip_prefix(folder).unwrap_or(&file).display().to_string();
            let len = |path: &Path| std::fs::metadata(path).map(|found| found.len());
            weights.push(Weight {
                part: part(&name),
                raw: len(&file)?,
                brotli: len(&compressed)?,
                file: name,
            });
        }
    }
    Ok(weights)
}

fn part(name: &str) -> Part {
    match name {
        "to-khai.js" => Part::Loader,
        "frame.js" => Part::Frame,
        "index.bin" => Part::Index,
        _ if name.starts_with("procedure-") => Part::Procedure,
        _ if name.starts_with("places-all-") => Part::Country,
        _ if name.starts_with("places-") => Part::Places,
        _ if name.starts_with("old-") => Part::OldPlaces,
        _ if name.starts_with("list-") => Part::List,
        _ if [".sheet.css", ".late.css", ".frame.js"].iter().any(|end| name.ends_with(end)) => Part::Other,
        _ if name.ends_with(".rest.wasm") => Part::Rest,
        _ if name.ends_with(".device.js") => Part::Device,
        _ if name.ends_with(".qr.js") => Part::Qr,
        _ if [".scan.js", ".scan-worker.js", ".scan.wasm"].iter().any(|end| name.ends_with(end)) => {
            Part::Scan
        }
        _ if name.starts_with("assets/") => match name.rsplit_once('.') {
            Some((_, "wasm")) => Part::Wasm,
            Some((_, "js")) => Part::Glue,
            Some((_, "css")) => Part::Style,
            _ => Part::Other,
        },
        _ => Part::Other,
    }
}

/// Everything transferred until somebody can answer the first question of a birth registration, in
/// the province with the longest list of communes. Lists come with the page that asks from them.
fn first_step(weights: &[Weight]) -> u64 {
    let sum = |wanted: &dyn Fn(&Weight) -> bool| -> u64 {
        weights.iter().filter(|weight| wanted(weight)).map(|weight| weight.brotli).sum()
    };
    let always = [Part::Loader, Part::Glue, Part::Wasm, Part::Style, Part::Index];
    let places = weights.iter().filter(|weight| weight.part == Part::Places);
    sum(&|weight| always.contains(&weight.part))
        + sum(&|weight| weight.file.starts_with(FIRST_PROCEDURE))
        + places.map(|weight| weight.brotli).max().unwrap_or(0)
}

/// All that is transferred when a card is read.
fn scan(weights: &[Weight]) -> u64 {
    weights.iter().filter(|weight| weight.part == Part::Scan).map(|weight| weight.brotli).sum()
}

fn breaches(weights: &[Weight], budgets: &Budgets) -> Vec<String> {
    let mut breaches = Vec::new();
    let mut check = |what: &str, bytes: u64, budget: u64| {
        if bytes > budget {
            breaches.push(format!("{what} is {bytes} bytes, {} more than {budget}", bytes - budget));
        }
    };
    check("the first step", first_step(weights), budgets.first_step);
    check("reading a card", scan(weights), budgets.scan);
    for weight in weights {
        let budget = match weight.part {
            Part::Loader => budgets.loader,
            Part::Frame => budgets.frame,
            Part::Rest => budgets.rest,
            Part::Device => budgets.device,
            Part::Qr => budgets.qr,
            Part::Index => budgets.index,
            Part::Procedure => budgets.procedure,
            Part::Places => budgets.places,
            Part::Country => budgets.country,
            Part::OldPlaces => budgets.old_places,
            Part::Glue | Part::Wasm | Part::Scan | Part::Style | Part::List | Part::Other => continue,
        };
        check(&weight.file, weight.brotli, budget);
    }
    breaches
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weight(name: &str, brotli: u64) -> Weight {
        Weight { file: name.to_owned(), part: part(name), raw: brotli, brotli }
    }

    fn all() -> Vec<Weight> {
        vec![
            weight("index.html", 1_000_000),
            weight("to-khai.js", 1),
            weight("assets/to-khai-0a.wasm", 10),
            weight("assets/to-khai-0a.rest.wasm", 5_000_000),
            weight("assets/to-khai-0f.frame.js", 6_000_000),
            weight("frame.js", 6),
            weight("assets/to-khai-0d.device.js", 7),
            weight("assets/to-khai-0e.qr.js", 8),
            weight("assets/to-khai-1a.scan.js", 9),
            weight("assets/to-khai-1b.scan-worker.js", 90),
            weight("assets/to-khai-1c.scan.wasm", 900),
            weight("assets/to-khai-0b.js", 100),
            weight("assets/to-khai-0c.css", 1_000),
            weight("index.bin", 10_000),
            weight("procedure-1.001193-aa.bin", 100_000),
            weight("procedure-2.000815-bb.bin", 1_000_000),
            weight("places-01-cc.bin", 1_000_000),
            weight("places-79-dd.bin", 3_000_000),
            weight("places-all-ff.bin", 9_000_000),
            weight("old-82-ab.bin", 8_000_000),
            weight("list-nations-ee.bin", 20_000_000),
        ]
    }

    #[test]
    fn the_first_step_is_one_procedure_and_the_largest_province() {
        assert_eq!(first_step(&all()), 3_111_111);
    }

    #[test]
    fn a_breach_is_told_with_its_numbers() {
        let mut budgets = Budgets {
            first_step: u64::MAX,
            loader: 1,
            frame: 6,
            rest: 5_000_000,
            device: 7,
            qr: 8,
            scan: 999,
            index: 10_000,
            procedure: 1_000_000,
            places: 3_000_000,
            country: 9_000_000,
            old_places: 8_000_000,
        };
        assert!(breaches(&all(), &budgets).is_empty());
        budgets.places = 2_999_999;
        assert_eq!(breaches(&all(), &budgets), ["places-79-dd.bin is 3000000 bytes, 1 more than 2999999"]);
    }
}
