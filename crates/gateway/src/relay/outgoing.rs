//! From the outbox to another system: of each dossier one thing after the other, of several dossiers some at a time.

use super::flight::Flight;
use super::{Message, Relay, Trouble};
use crate::problem::Fault;
use crate::state::Gateway;
use crate::store::outbox::Item;
use std::sync::Arc;
use std::time::Duration;

/// Dossiers on their way at the same time.
const SIDE_BY_SIDE: usize = 8;
/// How often the outbox is looked at when nobody says that there is more: an operator's commands put into it too.
const LOOK: Duration = Duration::from_secs(2);
/// The longest wait between two tries, in seconds.
const LONGEST: u32 = 15 * 60;

/// Hands on what waits for one system, for ever.
pub(super) async fn hand_on(gateway: Arc<Gateway>, relay: Arc<Relay>) {
    let mut flight = Flight::of(SIDE_BY_SIDE);
    loop {
        match next(&gateway, &relay, &flight).await {
            Ok(due) => {
                for item in due {
                    flight.launch(item.id, one(Arc::clone(&gateway), Arc::clone(&relay), item));
                }
            }
            Err(fault) => tracing::error!(%fault, province = relay.name, "the outbox cannot be read"),
        }
        tokio::select! {
            () = flight.land(&relay.name) => {}
            () = relay.more.notified() => {}
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

/// What can go now besides what is on its way.
async fn next(gateway: &Gateway, relay: &Relay, flight: &Flight<i64>) -> Result<Vec<Item>, Fault> {
    let now = gateway.clock.now();
    let patience = i64::try_from(relay.settings.give_up.as_secs()).unwrap_or(i64::MAX);
    let late = gateway.store.too_late(&relay.name, now.unix() - patience, &now.rfc3339()).await?;
    if late > 0 {
        tracing::error!(
            late,
            province = relay.name,
            "dossiers were not handed on in time: see `outbox list`"
        );
    }
    let due = gateway.store.due(&relay.name, now.unix(), flight.look()).await?;
    Ok(flight.choose(due, |item| &item.id))
}

/// One try, and what it leads to.
async fn one(gateway: Arc<Gateway>, relay: Arc<Relay>, item: Item) {
    let tried = attempt(&gateway, &relay, &item).await;
    let (id, province) = (item.id, &relay.name);
    let noted = match tried {
        Ok(Ok(code)) => {
            tracing::info!(id, province, "handed on");
            let ask_at = relay.province.decides().then(|| gateway.clock.now().unix());
            let noted = gateway.store.delivered(&item, &code, ask_at).await;
            relay.news.notify_one();
            noted
        }
        Ok(Err(Trouble::Never { why })) => {
            tracing::error!(id, province, why, "cannot be handed on: a person must look, see `outbox list`");
            gateway.store.dead(&item, &why).await
        }
        Ok(Err(Trouble::Later { why, wait })) => {
            let wait = wait_for(relay.settings.retry, item.tries, wait);
            tracing::warn!(id, province, why, wait, "not handed on yet");
            gateway.store.put_off(&item, gateway.clock.now().unix() + i64::from(wait), &why).await
        }
        Err(fault) => {
            tracing::error!(%fault, id, province, "a fault of ours while handing on");
            let wait = wait_for(relay.settings.retry, item.tries, None);
            gateway.store.put_off(&item, gateway.clock.now().unix() + i64::from(wait), "fault").await
        }
    };
    if let Err(error) = noted {
        tracing::error!(%error, id, province, "what became of it cannot be noted: it is asked for again");
    }
}

async fn attempt(gateway: &Gateway, relay: &Relay, item: &Item) -> Result<Result<String, Trouble>, Fault> {
    let Some(message) = Message::read(gateway, item).await? else {
        return Ok(Err(Trouble::never("the dossier or its catalogue is not here")));
    };
    // An answer may have been lost: nothing is sent twice unasked.
    if item.sent {
        match relay.province.has(&message).await {
            Ok(None) => {}
            Ok(Some(code)) => return Ok(Ok(code)),
            Err(trouble) => return Ok(Err(trouble)),
        }
    }
    gateway.store.sending(item).await?;
    Ok(relay.province.send(&message).await)
}

/// Seconds until the next try: twice as long after each, a quarter more or less by chance, at least what the other
/// side asks for.
fn wait_for(first: u32, tries: i64, asked: Option<u32>) -> u32 {
    let doubled = first.saturating_mul(1 << tries.clamp(0, 12)).min(LONGEST);
    let quarter = doubled / 4;
    let chance = getrandom::u32().unwrap_or(0) % (2 * quarter + 1);
    (doubled - quarter + chance).max(asked.unwrap_or(0).min(24 * 60 * 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_failure_is_waited_for_longer_and_never_for_ever() {
        let range = |tries| (0..200).map(|_| wait_for(10, tries, None)).collect::<Vec<_>>();
        assert!(range(0).iter().all(|wait| (8..=12).contains(wait)));
        assert!(range(3).iter().all(|wait| (60..=100).contains(wait)));
        assert!(range(100).iter().all(|wait| (675..=1125).contains(wait)));
        assert_eq!(wait_for(0, 5, None), 0);
    }

    #[test]
    fn who_asks_for_patience_gets_it() {
        assert_eq!(wait_for(1, 0, Some(3600)), 3600);
        assert_eq!(wait_for(1, 0, Some(u32::MAX)), 24 * 60 * 60);
    }
}
