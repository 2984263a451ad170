//! What a citizen lives through, in real browsers, with the real gateway behind them.

mod birth;
mod card;
mod counter;
mod early;
mod errors;
mod fallback;
mod frame;
mod guide;
mod history;
mod hosts;
mod kept;
mod keyboard;
mod language;
mod memory;
mod offline;
mod pages;
mod pictures;
mod places;
mod print;
mod province;
mod qr;
mod rows;
mod scan;
mod sending;
mod supplement;
mod track;
