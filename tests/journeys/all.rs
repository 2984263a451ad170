//! What a citizen lives through, in real browsers, with the real gateway behind them.

mod birth;
mod counter;
mod errors;
mod guide;
mod history;
mod kept;
mod keyboard;
mod language;
mod offline;
mod pages;
mod pictures;
mod places;
mod print;
mod qr;
mod rows;
mod sending;
mod track;
