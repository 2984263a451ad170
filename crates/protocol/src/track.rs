//! How a dossier stands, for whoever can prove to have sent it.

use crate::json::Object;
use serde::{Deserialize, Serialize};

/// What proves that somebody may hear of a dossier.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Proof {
    /// The secret on the receipt.
    Secret(String),
    /// Whoever has lost the receipt.
    Person {
        /// The last four digits of an identity number in the dossier.
        digits: String,
        /// A telephone number in the dossier.
        phone: String,
    },
}

/// A question for a dossier. It travels in a body: an address would be logged on its way.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Track {
    /// Số gửi or mã hồ sơ.
    pub dossier: String,
    /// Who asks.
    pub proof: Proof,
}

impl Track {
    /// As JSON, keys in order.
    pub fn to_json(&self) -> String {
        let mut out = String::new();
        let mut object = Object::open(&mut out);
        object.text("dossier", &self.dossier);
        object.with("proof", |out| {
            let mut proof = Object::open(out);
            match &self.proof {
                Proof::Secret(secret) => proof.text("secret", secret),
                Proof::Person { digits, phone } => proof.with("person", |out| {
                    let mut person = Object::open(out);
                    person.text("digits", digits);
                    person.text("phone", phone);
                    person.close();
                }),
            }
            proof.close();
        });
        object.close();
        out
    }
}

/// What can happen to a dossier, as the citizen is told; in brackets the national code (TrangThaiHoSo).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// The gateway holds it; an official has not looked at it yet (1, mới đăng ký).
    Received,
    /// It could not be handed on to the office: the citizen must take the paper route.
    Undeliverable,
    /// An official has taken it as complete (2, được tiếp nhận).
    Accepted,
    /// An official has not taken it, and says why (3, không được tiếp nhận).
    Refused,
    /// Something is missing: what, and until when (5, yêu cầu bổ sung giấy tờ).
    Supplement,
    /// The result is there (9, đã xử lý xong).
    Finished,
    /// The citizen has the result (10, đã trả kết quả).
    Returned,
    /// An official works on it (4, đang xử lý).
    Processing,
    /// A fee or another duty has to be paid first (6, yêu cầu thực hiện nghĩa vụ tài chính).
    Paying,
    /// Taken back by whoever sent it (7, công dân yêu cầu rút).
    Withdrawn,
    /// The office has stopped working on it (8, dừng xử lý).
    Stopped,
    /// What the office asked for has come; nobody has looked at it yet (5 still, to everybody else).
    Supplemented,
}

impl State {
    /// All of them.
    pub const ALL: [State; 12] = [
        State::Received,
        State::Undeliverable,
        State::Accepted,
        State::Refused,
        State::Supplement,
        State::Finished,
        State::Returned,
        State::Processing,
        State::Paying,
        State::Withdrawn,
        State::Stopped,
        State::Supplemented,
    ];

    /// As it stands in JSON and in the page's hooks.
    pub fn word(self) -> &'static str {
        match self {
            State::Received => "received",
            State::Undeliverable => "undeliverable",
            State::Accepted => "accepted",
            State::Refused => "refused",
            State::Supplement => "supplement",
            State::Finished => "finished",
            State::Returned => "returned",
            State::Processing => "processing",
            State::Paying => "paying",
            State::Withdrawn => "withdrawn",
            State::Stopped => "stopped",
            State::Supplemented => "supplemented",
        }
    }

    /// Nothing comes after it.
    pub fn ends(self) -> bool {
        matches!(self, State::Refused | State::Returned | State::Withdrawn | State::Stopped)
    }

    /// May it happen to a dossier that stands so? What was completed is accepted anew before it is finished, for its
    /// time begins anew (NĐ 118/2025 Đ19.5).
    pub fn may_follow(self, last: State) -> bool {
        use State::{
            Accepted, Finished, Paying, Processing, Received, Refused, Returned, Stopped, Supplement,
            Supplemented, Undeliverable, Withdrawn,
        };
        let works = matches!(last, Accepted | Processing | Paying);
        let looks = matches!(last, Received | Undeliverable | Supplement | Supplemented);
        match self {
            Received => false,
            Undeliverable => matches!(last, Received | Supplemented),
            Accepted => looks,
            Refused => looks,
            Supplement => looks || works,
            Supplemented => last == Supplement,
            Processing => matches!(last, Accepted | Paying | Supplemented),
            Paying => matches!(last, Received | Accepted | Processing | Supplement | Supplemented),
            Finished => works,
            Returned => last == Finished,
            Withdrawn | Stopped => looks || works,
        }
    }
}

/// Something that happened.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Happened {
    /// RFC 3339 with the offset of Viet Nam.
    pub at: String,
    /// What.
    pub state: State,
    /// What the office says about it; often nothing.
    pub words: String,
    /// The day until which the citizen has time, ISO 8601.
    pub until: Option<String>,
}

/// How a dossier stands: it holds no answer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Progress {
    /// Mã hồ sơ.
    pub code: String,
    /// National code of the procedure.
    pub procedure: String,
    /// The commune whose office receives it, 5 digits; empty when the procedure asks none.
    pub office: String,
    /// The day the result is due, ISO 8601; `None` without a rule.
    pub due: Option<String>,
    /// Everything that happened, in order; never empty.
    pub events: Vec<Happened>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_called_the_same_everywhere() {
        for state in State::ALL {
            assert_eq!(serde_json::to_value(state).unwrap(), state.word());
        }
    }

    #[test]
    fn a_dossier_ends_once_and_no_way_leads_back_to_its_beginning() {
        let next = |last| State::ALL.into_iter().filter(move |state: &State| state.may_follow(last));
        for state in State::ALL {
            assert_eq!(state.ends(), next(state).count() == 0, "{state:?}");
        }
        assert!(State::ALL.into_iter().all(|last| next(last).all(|state| state != State::Received)));
        for asked in [State::Supplement, State::Supplemented] {
            assert!(next(asked).all(|state| state != State::Finished));
        }
        let after = State::ALL.into_iter().filter(|last| State::Supplemented.may_follow(*last));
        assert_eq!(after.collect::<Vec<_>>(), [State::Supplement], "nobody completes what is not asked for");
    }

    #[test]
    fn what_the_widget_writes_the_gateway_reads() {
        let secret = Proof::Secret("7K2M9QXA".into());
        let person = Proof::Person { digits: "0001".into(), phone: "0900000001".into() };
        for proof in [secret, person] {
            let track = Track { dossier: "H20-261122-0001".into(), proof };
            assert_eq!(serde_json::from_str::<Track>(&track.to_json()).unwrap(), track);
            assert_eq!(serde_json::to_value(&track).unwrap().to_string(), track.to_json());
        }
    }
}
