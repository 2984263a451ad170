//! Sheets of paper, as plain data: the official declaration and the receipt. Drawn by `platform::print`.

mod declaration;
mod receipt;

pub(crate) use declaration::declaration;
pub(crate) use receipt::receipt;

/// A sheet.
pub(crate) struct Sheet {
    /// Stable name, for automation.
    pub(crate) id: &'static str,
    /// Title of the printed document.
    pub(crate) title: String,
    pub(crate) blocks: Vec<Block>,
}

/// An element of a sheet.
#[derive(Default)]
pub(crate) struct Block {
    pub(crate) tag: &'static str,
    pub(crate) class: &'static str,
    pub(crate) runs: Vec<Run>,
    pub(crate) children: Vec<Block>,
}

/// A run of text.
pub(crate) struct Run {
    pub(crate) class: &'static str,
    pub(crate) text: String,
}

impl Block {
    fn words(tag: &'static str, class: &'static str, text: impl Into<String>) -> Block {
        Block { tag, class, runs: vec![Run { class: "", text: text.into() }], children: Vec::new() }
    }

    fn group(class: &'static str, children: Vec<Block>) -> Block {
        Block { tag: "div", class, runs: Vec::new(), children }
    }
}

/// The national heading that every official form carries (NĐ 30/2020/NĐ-CP, phụ lục I).
fn heading() -> Vec<Block> {
    vec![
        Block::words("p", "nation", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        Block::words("p", "motto", "Độc lập - Tự do - Hạnh phúc"),
    ]
}
