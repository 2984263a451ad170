//! Whatever people answer, what is written of it keeps the limits of the formats.

use crate::dossiers::{Dossier, compiled};
use dossier::kind::ListId;
use dossier::{Answers, Kind, QuestionIx};
use exchange::{SUBMIT, SYNC};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;
use vietnam::date::Date;

/// Something for a cell: mostly what fits its kind, else anything.
fn typed() -> impl Strategy<Value = (Index, Option<Index>, String)> {
    let anything = prop_oneof![".{0,12}", "[0-9/. -]{0,14}", "\\PC{300,400}"];
    (any::<Index>(), prop::option::weighted(0.9, any::<Index>()), anything)
}

fn fitting(kind: &Kind) -> Vec<String> {
    let all: &[&str] = match kind {
        Kind::Choice { options } => return options.iter().map(|option| option.id.clone()).collect(),
        Kind::Text { max } | Kind::Authority { max } => {
            return vec!["𠀋".repeat(usize::from(*max)), "a".into()];
        }
        Kind::Name => return vec!["Nguyễn Thị Hòa".into(), "Ạ".repeat(100)],
        Kind::CitizenId { .. } => &["082195001234", "001326000001"],
        Kind::DocumentNumber { .. } => &["c1234567", "310123456"],
        Kind::Phone => &["0912 345 678"],
        Kind::Email => &["an@example.vn"],
        Kind::Count { .. } => &["1", "2"],
        Kind::Date { .. } | Kind::PartialDate { .. } => &["10/11/2026", "5/3/1995", "//1995", "/3/1971"],
        Kind::Listed { list: ListId::Countries } => &["VN", "PH"],
        Kind::Listed { list: ListId::EthnicGroups } => &["01"],
        Kind::Province => &["82", "01"],
        Kind::Commune { .. } | Kind::Office => &["30130", "00004"],
        Kind::Confirm => &["yes"],
    };
    all.iter().map(ToString::to_string).collect()
}

/// A declaration of the procedure at a place, with that typed into its cells, and every paper attached.
fn dossier(at: usize, typed: &[(Index, Option<Index>, String)], words: &str) -> Dossier {
    let procedure = &compiled().procedures[at];
    let mut answers = Answers::blank(procedure);
    let cells = answers.shape().cells();
    let fill = |cell: QuestionIx, which: &Index| {
        let fitting = fitting(&procedure.question(cell).map(|q| q.kind.clone()).unwrap_or(Kind::Confirm));
        fitting.get(which.index(fitting.len())).cloned().unwrap_or_default()
    };
    for cell in &cells {
        if let Some((_, Some(which), _)) = typed.first() {
            answers.set(*cell, fill(*cell, which));
        }
    }
    for (cell, fits, anything) in typed {
        let cell = cells[cell.index(cells.len())];
        answers.set(cell, fits.as_ref().map_or_else(|| anything.clone(), |which| fill(cell, which)));
    }
    let components: Vec<&str> = procedure.components.iter().map(|one| one.id.as_str()).collect();
    let mut dossier = Dossier::new(at, &answers, &components, Date::from_days(20_777));
    for file in &mut dossier.submission.attachments {
        file.name = words.into();
    }
    for event in &mut dossier.events {
        event.words = words.into();
    }
    dossier
}

fn letters(value: &Value) -> usize {
    value.as_str().map_or(0, |text| text.chars().count())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_answers_keep_the_limits(
        at in any::<Index>(),
        typed in prop::collection::vec(typed(), 0..40),
        words in "\\PC{0,5000}",
    ) {
        let dossier = dossier(at.index(compiled().procedures.len()), &typed, &words);
        let kept = dossier.kept();
        let (submit, sync) = (dossier.mapping(SUBMIT), dossier.mapping(SYNC));
        let form = exchange::submission(submit, &kept);
        prop_assert_eq!(form.fields.len(), submit.dossier.len());
        prop_assert_eq!(form.files.len(), dossier.submission.attachments.len());
        for (name, text) in &form.fields {
            match name.as_str() {
                "TrichYeuHoSo" => prop_assert!(text.chars().count() <= 1000),
                "EFormData" | "ThanhPhanHoSos" => prop_assert!(serde_json::from_str::<Value>(text).is_ok()),
                _ => {}
            }
        }
        let record = exchange::record(sync, &kept, &|file| file.to_string());
        prop_assert!(letters(&record["TrichYeuHoSo"]) <= 1000);
        for file in record["TaiLieuNop"].as_array().into_iter().flatten() {
            prop_assert!(letters(&file["TenTepDinhKem"]) <= 4000);
        }
        for moment in ["NgayNopHoSo", "NgayTiepNhan", "NgayHenTra"] {
            prop_assert!(record[moment].is_null() || letters(&record[moment]) == 14, "{}", record[moment]);
        }
        for event in 0..=dossier.events.len() {
            let step = exchange::step(sync, &kept, event);
            prop_assert!(letters(&step["NguoiXuLy"]) <= 50);
        }
        let last = dossier.submission.attachments.len().saturating_sub(1);
        let supplement = exchange::supplement(submit, &kept, &words, &[last, usize::MAX]);
        prop_assert_eq!(supplement.files.len(), 2);
    }
}
