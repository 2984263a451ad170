//! Every sentence the widget says, in every language. A missing one does not compile.

mod en;
mod finding;
mod vi;

pub(crate) use finding::sentence;

use dossier::Lang;
use std::ops::Deref;
use std::str::FromStr;
use vietnam::calendar::Moment;
use vietnam::date::Date;

macro_rules! words {
    ($(#[$doc:meta])* struct $of:ident { $($field:ident: $kind:ty)? } $($name:ident),* $(,)?) => {
        $(#[$doc])*
        pub(crate) struct $of { $($field: $kind,)? $(pub(crate) $name: &'static str,)* }
    };
}

words! {
    /// The sentences of one language that the first step needs.
    struct Words {}
    // The frame
    language, saved_here, saved_tab, not_saved, step, of, back, continue_,
    // Find
    find_title, find_intro, find_label, find_none, find_more, procedures, events, preview,
    // Prepare
    prepare_who, prepare_papers, prepare_one_of, prepare_spared, prepare_fee, prepare_time, prepare_result,
    prepare_next, prepare_start, prepare_resume, prepare_restart, original, originals, copy, copies, if_case, if_any,
    free, by_province, time_if_received_today,
    // Questions
    optional, day_box, month_box, year_box, date_hint, partial_hint, in_words, choose, commune_hint, commune_none,
    commune_found, copied_from, search_country, use_again,
    // Failures
    load_failed, load_again,
}

words! {
    /// All of them; the others lie in the rest of the code.
    struct More { words: &'static Words }
    // What is gone, the guide, rows
    abolished, replaced_by, not_in_force, guide_elsewhere, row_remove, row_sure, row_faulty, change,
    // Old names
    old_name, old_quote, old_quoted, old_province, old_unit, old_hint, old_none, old_coming, old_now, old_divided,
    old_district, old_renamed, old_lost, old_known, old_other, old_took, old_by, old_made_of, old_part_of,
    old_whole, old_part, old_part_area, old_part_people_all, old_part_people, old_all_area, old_rest,
    // Errors
    error_summary, warning_summary, warning_go_on, error_prefix, warning_prefix, notice_prefix, fits_better,
    // Attach
    attach_title, attach_intro, attach_limits, attach_camera, attach_choose, attach_remove, attach_which, attach_lost,
    attach_optional, attach_legible, attach_retake, file_empty, file_too_large, file_heic, file_type, file_unreadable,
    file_too_many,
    // Review
    review_title, review_intro, not_answered, same_as, review_papers, review_fee, review_declare,
    submit, print_declaration, estimate, estimate_note, per_month, per_once,
    // Send
    sending_title, sending_intro, waiting_title, waiting, keep_open, send_again, take_back, to_list,
    send_refused_title, send_refused, send_back, hotline, send_limit, send_conflict, send_version, send_file,
    send_file_lost, send_procedure, status_waiting, status_sending, status_sending_files, clock_off,
    // Receipt
    receipt_title, receipt_state, receipt_intro, dossier_code, submission_number, procedure, office, received_at,
    due_day, file, secret, receipt_code, receipt_next, receipt_is_not_slip, print_receipt, track, another,
    // What is kept
    kept_title, kept_shared, kept_until, kept_continue, kept_open, kept_forget, kept_sure, today, yesterday,
    state_draft, state_waiting, state_sending, state_received, state_refused, carry_away, carry_open, carry_foreign,
    carry_later, carry_damaged, carry_sent, trouble_full, trouble_locked, trouble_missing, elsewhere_title, elsewhere,
    take_over, lapsed, aside_title, aside, aside_seen,
    // The identity card
    card_read, card_where, card_private, card_scanner, card_scanner_hint, card_take, card_stop, card_said, card_name,
    card_number, card_born, card_sex, card_male, card_female, card_residence, card_issued, card_fill, card_refuse,
    card_filled, card_home, card_from, card_foreign, card_damaged, card_camera, card_picture, card_looking, card_hold,
    card_no_code, card_unreadable, card_not_there, card_camera_refused, card_camera_missing, card_camera_busy,
    card_camera_insecure, again, again_filled, again_from,
    // Track
    track_title, track_intro, track_dossier, track_dossier_hint, track_secret_hint, track_without, track_digits,
    track_digits_hint, track_phone, track_phone_hint, track_ask, track_unknown, track_too_often, track_no_answer,
    track_received, track_received_next, track_undeliverable, track_undeliverable_next, track_accepted,
    track_accepted_next, track_refused, track_refused_next, track_supplement, track_supplement_next, track_finished,
    track_finished_next, track_returned, track_returned_next, track_processing, track_processing_next, track_paying,
    track_paying_next, track_withdrawn, track_withdrawn_next, track_stopped, track_stopped_next, track_words,
    track_until, track_supplement_here,
    // A supplement
    supplement, supplement_of, supplement_closed, supplement_received, held,
}

/// The sentences in `lang`.
pub(crate) fn words(lang: Lang) -> &'static Words {
    match lang {
        Lang::Vi => &vi::WORDS,
        Lang::En => en::words(),
    }
}

impl Deref for More {
    type Target = Words;

    fn deref(&self) -> &Words {
        self.words
    }
}

/// All the sentences in `lang`, for pages of the rest.
pub(crate) fn more(lang: Lang) -> &'static More {
    match lang {
        Lang::Vi => &vi::MORE,
        Lang::En => &en::MORE,
    }
}

/// The language code.
pub(crate) fn code(lang: Lang) -> &'static str {
    match lang {
        Lang::Vi => "vi",
        Lang::En => "en",
    }
}

/// The language of that code; Vietnamese for anything unknown.
pub(crate) fn lang(code: &str) -> Lang {
    if code.starts_with("en") { Lang::En } else { Lang::Vi }
}

/// `2026-11-22` as `22/11/2026`; anything else as it is.
pub(crate) fn day(iso: &str) -> String {
    Date::from_str(iso).map(Date::dmy).unwrap_or_else(|_| iso.into())
}

/// `2026-11-22T10:42:00+07:00` as `10:42, 22/11/2026`; anything else as it is.
pub(crate) fn date_time(iso: &str) -> String {
    match (iso.get(11..16), iso.get(..10)) {
        (Some(time), Some(date)) => [time, ", ", &day(date)].concat(),
        _ => iso.into(),
    }
}

/// A minute of the day as `10:42`.
pub(crate) fn clock_time(minute: u16) -> String {
    let two = |n: u16| [if n < 10 { "0" } else { "" }, &n.to_string()].concat();
    [&two(minute / 60), ":", &two(minute % 60)].concat()
}

/// A moment as people say it: `hôm qua 21:40`.
pub(crate) fn when(words: &More, at: Moment, today: Date) -> String {
    let time = clock_time(at.minute);
    match at.date.days_until(today) {
        0 => [words.today, " ", &time].concat(),
        1 => [words.yesterday, " ", &time].concat(),
        _ => [&at.date.dmy(), " ", &time].concat(),
    }
}

/// Đồng with dots between thousands: `16.000 đ`.
pub(crate) fn money(amount: i64) -> String {
    let digits = amount.unsigned_abs().to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    out.push_str(" đ");
    out
}

/// Bytes in the unit people know from their phone: `1,4 MB`, `320 KB`.
pub(crate) fn size(bytes: u64) -> String {
    if bytes < 1_000_000 {
        return [&(bytes / 1000).max(1).to_string(), " KB"].concat();
    }
    let (whole, tenth) = ((bytes / 1_000_000).to_string(), bytes / 100_000 % 10);
    match tenth {
        0 => [&whole, " MB"].concat(),
        _ => [&whole, ",", &tenth.to_string(), " MB"].concat(),
    }
}

/// A sentence with its blanks `{0}`, `{1}` filled.
pub(crate) fn fill(sentence: &str, blanks: &[&str]) -> String {
    let mut out = String::new();
    for (at, part) in sentence.split(['{', '}']).enumerate() {
        // Every second part stood between braces.
        let blank =
            part.bytes().next().filter(|_| at % 2 == 1).map(|digit| usize::from(digit.wrapping_sub(b'0')));
        out.push_str(blank.map_or(part, |at| blanks.get(at).copied().unwrap_or_default()));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_are_filled_in_any_order() {
        assert_eq!(fill("Có {0} nơi, {1}.", &["3", "xa"]), "Có 3 nơi, xa.");
        assert_eq!(fill("{1}{0}", &["a", "b"]), "ba");
        assert_eq!(fill("không", &[]), "không");
    }

    #[test]
    fn money_and_sizes_read_as_people_write_them() {
        assert_eq!(
            (money(0), money(8000), money(1_234_567)),
            ("0 đ".into(), "8.000 đ".into(), "1.234.567 đ".into())
        );
        assert_eq!(
            (size(0), size(320_400), size(10_000_000)),
            ("1 KB".into(), "320 KB".into(), "10 MB".into())
        );
        assert_eq!(date_time("2026-11-22T10:42:00+07:00"), "10:42, 22/11/2026");
    }
}
