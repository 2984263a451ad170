//! Mã hồ sơ, one after the other.

use crate::support::*;
use gateway::config::Config;
use std::sync::atomic::Ordering;
use vietnam::places::ProvinceCode;

#[tokio::test]
async fn the_running_number_starts_again_each_day_in_viet_nam() {
    let server = Server::start().await;
    assert_eq!(server.receipt(&Dossier::valid()).await.code, "H20-261122-0001");
    assert_eq!(server.receipt(&Dossier::valid()).await.code, "H20-261122-0002");
    // 23:59:59, then midnight.
    server.now.store(TODAY + 14 * 60 * 60 - 1, Ordering::SeqCst);
    assert_eq!(server.receipt(&Dossier::valid()).await.code, "H20-261122-0003");
    server.now.store(TODAY + 14 * 60 * 60, Ordering::SeqCst);
    assert_eq!(server.receipt(&Dossier::valid()).await.code, "H20-261123-0001");
}

#[tokio::test]
async fn every_agency_counts_for_itself() {
    let config: Config = toml::from_str(&format!("[agencies]\n\"{HERE}\" = \"H20.12\"")).unwrap();
    let server = Server::with(config).await;
    let communes = compiled().tables.communes_of(ProvinceCode::parse("82").unwrap()).unwrap();
    let neighbour = communes.iter().find(|commune| commune.code.as_str() != HERE).unwrap();
    let there = || Dossier::valid().answering("office", neighbour.code.as_str());
    assert_eq!(server.receipt(&Dossier::valid()).await.code, "H20.12-261122-0001");
    assert_eq!(server.receipt(&there()).await.code, "H20-261122-0001");
    assert_eq!(server.receipt(&Dossier::valid()).await.code, "H20.12-261122-0002");
}

#[tokio::test]
async fn a_refused_dossier_takes_no_number() {
    let server = Server::start().await;
    server.problem(&Dossier::valid().without("child.name")).await;
    server.problem(&Dossier::valid().sending(b"MZ a program")).await;
    assert_eq!(server.receipt(&Dossier::valid()).await.code, "H20-261122-0001");
}
