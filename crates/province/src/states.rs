//! The ten states of a dossier (TrangThaiHoSo), and what an office may do with one.

use serde::{Deserialize, Serialize};

/// TrangThaiHoSo.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
#[expect(missing_docs, reason = "the words say it")]
pub enum State {
    New,
    Accepted,
    Refused,
    Processing,
    Supplement,
    Fee,
    Withdrawn,
    Stopped,
    Finished,
    Returned,
}

use State::{Accepted, Fee, Finished, New, Processing, Refused, Returned, Stopped, Supplement, Withdrawn};

/// State, code, words, what a button says, its hook.
const ALL: [(State, &str, &str, &str, &str); 10] = [
    (New, "1", "Mới đăng ký", "", "new"),
    (Accepted, "2", "Được tiếp nhận", "Tiếp nhận", "accept"),
    (Refused, "3", "Không được tiếp nhận", "Từ chối", "refuse"),
    (Processing, "4", "Đang xử lý", "Đang xử lý", "process"),
    (Supplement, "5", "Yêu cầu bổ sung giấy tờ", "Yêu cầu bổ sung", "supplement"),
    (Fee, "6", "Yêu cầu thực hiện nghĩa vụ tài chính", "Yêu cầu nộp phí", "fee"),
    (Withdrawn, "7", "Công dân yêu cầu rút", "Rút hồ sơ", "withdraw"),
    (Stopped, "8", "Dừng xử lý", "Dừng xử lý", "stop"),
    (Finished, "9", "Đã xử lý xong", "Đã xử lý xong", "finish"),
    (Returned, "10", "Đã trả kết quả", "Đã trả kết quả", "return"),
];

impl State {
    /// All of them, by their codes.
    pub fn all() -> impl Iterator<Item = State> {
        ALL.iter().map(|row| row.0)
    }

    fn row(self) -> &'static (State, &'static str, &'static str, &'static str, &'static str) {
        // Every state has its row: a test holds it.
        ALL.iter().find(|row| row.0 == self).unwrap_or(&ALL[0])
    }

    /// 1 to 10.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.row().1
    }

    /// Its official words.
    #[must_use]
    pub fn words(self) -> &'static str {
        self.row().2
    }

    /// What the button says that leads to it.
    #[must_use]
    pub fn button(self) -> &'static str {
        self.row().3
    }

    /// `data-action` of that button.
    #[must_use]
    pub fn hook(self) -> &'static str {
        self.row().4
    }

    /// The state with this code.
    #[must_use]
    pub fn of(code: &str) -> Option<State> {
        ALL.iter().find(|row| row.1 == code).map(|row| row.0)
    }

    /// Whether nothing comes after it any more.
    #[must_use]
    pub fn is_end(self) -> bool {
        matches!(self, Refused | Withdrawn | Stopped | Returned)
    }

    /// Whether an office may go from here to there.
    #[must_use]
    pub fn may_become(self, next: State) -> bool {
        match self {
            Refused | Withdrawn | Stopped | Returned => false,
            Finished => next == Returned,
            New | Accepted | Processing | Supplement | Fee => {
                let again = next == self && !matches!(next, Supplement | Fee);
                !matches!(next, New | Returned) && !again
            }
        }
    }

    /// Whether the office must say why.
    #[must_use]
    pub fn needs_words(self) -> bool {
        matches!(self, Refused | Supplement | Fee | Stopped)
    }
}

impl From<State> for String {
    fn from(state: State) -> String {
        state.code().into()
    }
}

impl TryFrom<String> for State {
    type Error = &'static str;

    fn try_from(code: String) -> Result<State, &'static str> {
        State::of(&code).ok_or("a state is 1 to 10")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_state_has_its_own_row_and_is_read_again() {
        assert!(State::all().all(|state| state.row().0 == state && State::of(state.code()) == Some(state)));
        assert_eq!(State::of("11"), None);
    }

    #[test]
    fn what_has_ended_stays_as_it_is() {
        for state in State::all() {
            let goes_on = State::all().any(|next| state.may_become(next));
            assert_eq!(goes_on, !state.is_end(), "{state:?}");
            assert!(!state.may_become(New), "{state:?}");
        }
        assert!(Supplement.may_become(Supplement), "it may be asked for again");
        assert!(!Accepted.may_become(Returned), "what is not done is not returned");
    }
}
