//! Asking for states, where the other system decides how a dossier stands: what its callbacks have brought is known
//! already, so this finds what they have lost.

use super::flight::Flight;
use super::{Relay, Trouble};
use crate::problem::Fault;
use crate::state::Gateway;
use crate::store::outbox::{Asked, Taken};
use protocol::SubmissionNumber;
use std::sync::Arc;
use std::time::Duration;

/// Dossiers that are asked for at the same time.
const SIDE_BY_SIDE: usize = 8;
/// How often it is looked whether somebody is to be asked.
const LOOK: Duration = Duration::from_secs(2);

/// Asks for the states of the dossiers of one system, for ever.
pub(super) async fn ask(gateway: Arc<Gateway>, relay: Arc<Relay>) {
    let mut flight = Flight::of(SIDE_BY_SIDE);
    loop {
        match next(&gateway, &relay, &flight).await {
            Ok(due) => {
                for asked in due {
                    flight.launch(asked.number.clone(), one(Arc::clone(&gateway), Arc::clone(&relay), asked));
                }
            }
            Err(fault) => cannot_be_asked(&relay, &fault),
        }
        tokio::select! {
            () = flight.land(&relay.name) => {}
            () = relay.news.notified() => {}
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

/// Those that are due, besides those that are being asked for: they are due again later.
async fn next(gateway: &Gateway, relay: &Relay, flight: &Flight<String>) -> Result<Vec<Asked>, Fault> {
    let now = gateway.clock.now().unix();
    let due = gateway.store.to_ask(&relay.name, now, flight.look()).await?;
    let due = flight.choose(due, |asked| &asked.number);
    for asked in &due {
        gateway.store.ask_again(&asked.number, now + i64::from(relay.settings.ask.max(1))).await?;
    }
    Ok(due)
}

async fn one(gateway: Arc<Gateway>, relay: Arc<Relay>, asked: Asked) {
    match take(&gateway, &relay, &asked).await {
        Ok(Ok(())) => {}
        Ok(Err(Trouble::Later { why, .. } | Trouble::Never { why })) => {
            tracing::warn!(province = relay.name, why, "no states were told");
        }
        Err(fault) => cannot_be_asked(&relay, &fault),
    }
}

/// Asks for the states of one dossier, and takes them in their order.
async fn take(gateway: &Gateway, relay: &Relay, asked: &Asked) -> Result<Result<(), Trouble>, Fault> {
    let told = match relay.province.states(&asked.code, asked.seen).await {
        Ok(told) => told,
        Err(trouble) => return Ok(Err(trouble)),
    };
    let Some(number) = SubmissionNumber::parse(&asked.number) else { return Ok(Ok(())) };
    for state in &told {
        match gateway.store.told(&relay.name, &number, &asked.code, state).await? {
            Taken::Now => {
                tracing::info!(province = relay.name, state = state.state.word(), "a state was told");
            }
            Taken::Before => {}
            Taken::Gap | Taken::Unknown => return Ok(Err(Trouble::later("states are told out of order"))),
        }
    }
    Ok(Ok(()))
}

fn cannot_be_asked(relay: &Relay, fault: &Fault) {
    tracing::error!(%fault, province = relay.name, "states cannot be asked for");
}
