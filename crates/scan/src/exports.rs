//! What a browser calls: plain functions and the module's memory, no glue (`embed/scan/reader.js` is the other side).

use crate::{Picture, Search};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::{mem, ptr};

/// One picture at a time.
enum State {
    Empty,
    /// Its pixels are being written.
    Awaited {
        width: usize,
        height: usize,
        pixels: Vec<u8>,
    },
    Searched(Search),
}

static STATE: Mutex<State> = Mutex::new(State::Empty);

fn state() -> MutexGuard<'static, State> {
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Makes room for a grey picture, and says where its bytes go; nowhere when it is too large.
#[expect(unsafe_code, reason = "the name is what the browser calls; nothing else has it")]
#[unsafe(no_mangle)]
extern "C" fn reserve(width: usize, height: usize) -> *const u8 {
    let mut state = state();
    // What was there goes before there is more.
    *state = State::Empty;
    if width.saturating_mul(height) > Picture::MOST_PIXELS {
        return ptr::null();
    }
    let pixels = vec![0; width * height];
    let place = pixels.as_ptr();
    *state = State::Awaited { width, height, pixels };
    place
}

/// Tries one thing; whether there is more to try.
#[expect(unsafe_code, reason = "the name is what the browser calls; nothing else has it")]
#[unsafe(no_mangle)]
extern "C" fn step() -> bool {
    let mut state = state();
    if let State::Awaited { width, height, pixels } = &mut *state {
        let picture = Picture::new(*width, *height, mem::take(pixels));
        *state = picture.map_or(State::Empty, |picture| State::Searched(Search::new(picture)));
    }
    match &mut *state {
        State::Searched(search) => search.step(),
        State::Awaited { .. } | State::Empty => false,
    }
}

/// How many texts were found.
#[expect(unsafe_code, reason = "the name is what the browser calls; nothing else has it")]
#[unsafe(no_mangle)]
extern "C" fn texts() -> usize {
    found(<[String]>::len)
}

/// Where the bytes of a text lie, in UTF-8, until the next picture.
#[expect(unsafe_code, reason = "the name is what the browser calls; nothing else has it")]
#[unsafe(no_mangle)]
extern "C" fn text(at: usize) -> *const u8 {
    found(|texts| texts.get(at).map_or(ptr::null(), |text| text.as_ptr()))
}

/// How many bytes a text has.
#[expect(unsafe_code, reason = "the name is what the browser calls; nothing else has it")]
#[unsafe(no_mangle)]
extern "C" fn length(at: usize) -> usize {
    found(|texts| texts.get(at).map_or(0, String::len))
}

fn found<T>(look: impl FnOnce(&[String]) -> T) -> T {
    match &*state() {
        State::Searched(search) => look(search.found()),
        State::Awaited { .. } | State::Empty => look(&[]),
    }
}
