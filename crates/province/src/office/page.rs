//! Writes HTML: markup is written here and nowhere else comes from, everything else is text and escaped.

use axum::response::Html;

/// A page being written.
pub(super) struct Page(String);

/// Writes to a page: literals are markup, what stands in parentheses is text.
macro_rules! put {
    (@one $page:ident $markup:literal) => { $page.markup($markup) };
    (@one $page:ident ($text:expr)) => { $page.text($text.as_ref()) };
    ($page:ident, $($part:tt),+ $(,)?) => {{ $( $crate::office::page::put!(@one $page $part); )+ }};
}

pub(super) use put;

impl Page {
    /// A page with this title, which is its heading too.
    pub(super) fn new(title: &str) -> Page {
        let mut page = Page(String::new());
        put!(
            page,
            "<!doctype html><html lang=\"vi\"><head><meta charset=\"utf-8\">",
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>",
            (title),
            "</title><link rel=\"stylesheet\" href=\"/style.css\"></head><body><header><a href=\"/\">Một cửa (hệ thống thử)</a>",
            "<nav><a href=\"/\">Hồ sơ</a> <a href=\"/quay-pha\">Quấy phá</a></nav></header><main><h1>",
            (title),
            "</h1>"
        );
        page
    }

    /// Markup; only what is written in the source can be.
    pub(super) fn markup(&mut self, markup: &'static str) {
        self.0.push_str(markup);
    }

    /// Text, for between tags and for attributes in quotes.
    pub(super) fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                _ => self.0.push(c),
            }
        }
    }

    /// The whole page.
    pub(super) fn html(mut self) -> Html<String> {
        self.markup("</main><footer>Hệ thống này đóng vai hệ thống của tỉnh và cổng quốc gia để thử nghiệm. Không dùng với hồ sơ thật.</footer></body></html>");
        Html(self.0)
    }
}

/// `yyyyMMddHHmmss` or `yyyyMMdd` as people write it.
pub(super) fn time(stamp: &str) -> String {
    let part = |from: usize, to: usize| stamp.get(from..to).unwrap_or_default();
    let day = format!("{}/{}/{}", part(6, 8), part(4, 6), part(0, 4));
    match stamp.len() {
        14 => format!("{}:{}:{} {day}", part(8, 10), part(10, 12), part(12, 14)),
        8 => day,
        _ => stamp.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sent_never_becomes_markup() {
        let mut page = Page(String::new());
        put!(page, "<p title=\"", ("\"><script>'&"), "\">");
        assert_eq!(page.0, "<p title=\"&quot;&gt;&lt;script&gt;&#39;&amp;\">");
    }

    #[test]
    fn a_time_is_read_as_people_write_it() {
        assert_eq!(time("20261128101500"), "10:15:00 28/11/2026");
        assert_eq!(time("20261215"), "15/12/2026");
        assert_eq!(time("đ"), "đ");
    }
}
