//! What `procedures/targets/slip.yaml` says of the people of a dossier.

use crate::kept::Kept;
use exchange::SLIP;
use serde::Deserialize;
use slips::{Applicant, Principal};

/// Who is who, and where the result goes.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Told {
    owner: Person,
    agent: Person,
    returned_at: Option<String>,
    returned_to: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Person {
    name: Option<String>,
    identity: Option<String>,
    address: Option<String>,
    phone: Option<String>,
    email: Option<String>,
}

impl Told {
    /// Nothing of a dossier of a catalogue that was built before there were slips.
    pub(crate) fn of(kept: &Kept) -> Told {
        let closes = kept.closes();
        let Kept { dossier, submission, catalogue, procedure, evaluation, site, events, day } = kept;
        let Some(mapping) = catalogue.mapping(SLIP, &procedure.code, site, *day) else {
            return Told::default();
        };
        let kept = exchange::Kept {
            submission,
            receipt: &dossier.receipt,
            agency: "",
            due: None,
            closes,
            field: "",
            procedure,
            evaluation,
            site,
            tables: &catalogue.tables,
            events,
        };
        let told = exchange::record(mapping, &kept, &|_| String::new());
        serde_json::from_value(told).unwrap_or_default()
    }

    /// Where the result is returned.
    pub(crate) fn returned(&self) -> String {
        let parts = [&self.returned_at, &self.returned_to];
        parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(": ")
    }

    /// Whoever is authorised has come, for the owner; else the owner.
    pub(crate) fn applicant(self) -> Applicant {
        let Told { owner, agent, .. } = self;
        let (who, principal) = match agent.name {
            Some(_) => {
                (agent, Some(Principal { name: owner.name.unwrap_or_default(), authority: String::new() }))
            }
            None => (owner, None),
        };
        Applicant {
            name: who.name.unwrap_or_default(),
            identity: who.identity.unwrap_or_default(),
            address: who.address.unwrap_or_default(),
            phone: who.phone.unwrap_or_default(),
            email: who.email.unwrap_or_default(),
            principal,
        }
    }
}
