//! The national codes of a dossier's state (TrangThaiHoSo), in one place.

use protocol::track::State;

/// The national code of a state. One that could not be handed on is, to everybody else, still newly filed; one that was
/// completed is still to be completed, until they say otherwise.
pub fn code(state: State) -> &'static str {
    match state {
        State::Received | State::Undeliverable => "1",
        State::Accepted => "2",
        State::Refused => "3",
        State::Processing => "4",
        State::Supplement | State::Supplemented => "5",
        State::Paying => "6",
        State::Withdrawn => "7",
        State::Stopped => "8",
        State::Finished => "9",
        State::Returned => "10",
    }
}

/// The state behind a national code; `None` for one that we do not follow.
pub fn state(code: &str) -> Option<State> {
    let known = |state: &State| *state != State::Undeliverable && self::code(*state) == code;
    State::ALL.into_iter().find(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_comes_back_as_it_went() {
        let ours = [State::Undeliverable, State::Supplemented];
        for state in State::ALL.into_iter().filter(|state| !ours.contains(state)) {
            assert_eq!(super::state(code(state)), Some(state));
        }
        assert_eq!(state(code(State::Supplemented)), Some(State::Supplement));
        assert_eq!(state(code(State::Undeliverable)), Some(State::Received));
        for other in ["", "0", "01", "11", "x"] {
            assert_eq!(state(other), None, "{other:?}");
        }
    }
}
