//! The declaration says what the screen says.

use crate::poppler::flowing;
use crate::support::*;
use desk::Sheet;
use dossier::paper::{Run, fill};
use gateway::dossiers;

#[tokio::test]
async fn every_line_of_the_screen_stands_in_the_declaration() {
    let office = Office::with_birth().await;
    let printed = office.prints(Sheet::Declaration).await.unwrap();
    assert_eq!(printed.name, format!("{}-to-khai.pdf", office.receipt.code));
    let text = flowing(&printed.pdf);

    let (catalogue, day) = (office.catalogue(), now(0).day());
    let site = catalogue.index.site("dong-thap").unwrap();
    let (procedure, evaluation) = dossiers::again(&catalogue, &office.submission, day).unwrap();
    let paper = catalogue.paper("1.001193", site, day).unwrap().unwrap();
    let lines = fill(&paper, &procedure, &evaluation, &catalogue.tables, day);
    let mut answers = 0;
    for run in lines.iter().flat_map(|line| &line.runs) {
        let (Run::Words(words) | Run::Answer(words)) = run else { continue };
        answers += usize::from(matches!(run, Run::Answer(_)));
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains(&words), "{words} is missing:\n{text}");
    }
    assert!(answers > 15, "{answers} answers");
    for words in [
        "TRẦN VĂN MẪU",
        "hai mươi",
        MOTHER,
        "TRẦN VĂN THỬ",
        "Trạm y tế Mẫu",
        "Hồ sơ đính kèm: Giấy chứng sinh.",
        "ngày 22 tháng 11 năm 2026",
    ] {
        assert!(text.contains(words), "{words} is missing:\n{text}");
    }
}
