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

/// What can happen to a dossier, as the citizen is told.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// The gateway holds it; an official has not looked at it yet.
    Received,
    /// It could not be handed on to the office: the citizen must take the paper route.
    Undeliverable,
}

/// Something that happened.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Happened {
    /// RFC 3339 with the offset of Viet Nam.
    pub at: String,
    /// What.
    pub state: State,
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
