//! Reference tables that judging reads. In the browser they are loaded piece by piece: what is not
//! there is not judged there. The gateway has all of them.

use crate::kind::ListId;
use crate::procedure::{Lang, Text};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use vietnam::places::{Commune, CommuneCode, Province, ProvinceCode};

/// Lists and places known so far.
#[derive(Clone, Debug, Default)]
pub struct Tables {
    /// The 34 provinces; empty when not loaded.
    pub provinces: Vec<Province>,
    /// Communes by province, those loaded.
    pub communes: BTreeMap<ProvinceCode, Vec<Commune>>,
    /// Lists, those loaded.
    pub lists: BTreeMap<ListId, Vec<Listed>>,
}

/// An entry of a list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Listed {
    /// Its code, what is sent.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// Other names people know it by, for searching.
    pub also: Vec<String>,
}

impl Tables {
    /// Does the list hold the code? `None` while the list is not loaded.
    pub fn holds(&self, list: ListId, code: &str) -> Option<bool> {
        Some(self.lists.get(&list)?.iter().any(|entry| entry.code == code))
    }

    /// The name behind a code of a list.
    pub fn listed(&self, list: ListId, code: &str, lang: Lang) -> Option<&str> {
        let entry = self.lists.get(&list)?.iter().find(|entry| entry.code == code)?;
        Some(entry.name.get(lang))
    }

    /// The province behind a code.
    pub fn province(&self, code: &str) -> Option<&Province> {
        self.provinces.iter().find(|p| p.code.as_str() == code)
    }

    /// The commune behind a code, in the provinces loaded.
    pub fn commune(&self, code: CommuneCode) -> Option<&Commune> {
        self.communes.values().flatten().find(|c| c.code == code)
    }
}
