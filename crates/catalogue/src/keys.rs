//! The keys of the language, by what they describe. `procedures/schema.json` offers the same to editors.

pub(crate) const PROCEDURE: &[&str] = &[
    "code",
    "name",
    "summary",
    "field",
    "called",
    "who",
    "next",
    "in_force",
    "source",
    "unverified",
    "steps",
    "cases",
    "rules",
    "components",
    "spared",
    "fee",
    "time",
    "benefits",
    "parts",
    "results",
    "declaration",
    "paper",
    "sites",
];
/// The lists of a procedure that a part may add to.
pub(crate) const LISTS: &[&str] =
    &["cases", "rules", "components", "spared", "fee", "time", "benefits", "who", "next", "source"];
pub(crate) const PART_USE: &[&str] = &["use", "with"];

pub(crate) const STEP: &[&str] = &["id", "title", "intro", "when", "on_review", "questions"];
pub(crate) const PAGE: &[&str] =
    &["params", "id", "title", "intro", "when", "on_review", "questions", "paper"];
pub(crate) const PAGE_USE: &[&str] = &["page", "with", "when"];
pub(crate) const BLOCK: &[&str] = &["params", "questions", "paper"];
pub(crate) const USE: &[&str] = &["use", "as", "with", "title", "when", "copy", "offer"];
pub(crate) const ROWS: &[&str] = &["rows", "min", "max", "when", "title", "add", "questions"];
pub(crate) const QUESTION: &[&str] = &[
    "id",
    "kind",
    "label",
    "help",
    "heading",
    "when",
    "required",
    "copy",
    "default",
    "offer",
    "autocomplete",
    "unverified",
];
pub(crate) const COPY: &[&str] = &["when", "of"];
pub(crate) const CHOICE: &[&str] = &["id", "label", "hint", "where"];

pub(crate) const CASE: &[&str] = &["id", "name", "when", "unverified"];
pub(crate) const RULE: &[&str] =
    &["id", "law", "error_when", "warning_when", "notice_when", "at", "text", "suggests", "unverified"];
pub(crate) const COMPONENT: &[&str] =
    &["id", "name", "help", "when", "optional", "papers", "source", "unverified"];
pub(crate) const PAPER_KIND: &[&str] = &["id", "code", "name", "originals", "copies", "unverified"];
pub(crate) const SPARED: &[&str] = &["name", "source", "unverified"];
pub(crate) const FEE: &[&str] =
    &["id", "label", "when", "free", "amount", "by_province", "note", "source", "unverified"];
pub(crate) const BENEFITS: &[&str] = &["per", "from", "law", "lines", "unverified"];
pub(crate) const BENEFIT: &[&str] = &["id", "label", "when", "amount", "law", "beside", "unverified"];
pub(crate) const TIME: &[&str] = &["when", "term", "text", "source", "unverified"];
pub(crate) const RESULT: &[&str] = &["name", "code", "unverified"];
pub(crate) const PAPER: &[&str] = &["title", "source", "lines", "signatures", "unverified"];
pub(crate) const LINE: &[&str] = &["plain", "head", "centred", "text", "when", "each"];
