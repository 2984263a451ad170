//! Reference tables that judging reads. In the browser they are loaded piece by piece: what is not
//! there is not judged there. The gateway has all of them.

use crate::kind::ListId;
use crate::procedure::{Lang, Text};
use serde::Serialize;
use vietnam::places::{Commune, CommuneCode, Province, ProvinceCode};

/// Lists and places known so far.
#[derive(Clone, Debug, Default)]
pub struct Tables {
    /// The 34 provinces; empty when not loaded.
    pub provinces: Vec<Province>,
    communes: Vec<(ProvinceCode, Vec<Commune>)>,
    lists: Vec<(ListId, Vec<Listed>)>,
}

/// An entry of a list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Listed {
    /// Its code, what is sent.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// Other names people know it by, for searching.
    pub also: Vec<String>,
}

impl Tables {
    /// The provinces alone; communes and lists are learnt as they arrive.
    pub fn new(provinces: Vec<Province>) -> Tables {
        Tables { provinces, ..Tables::default() }
    }

    /// The communes of a province have arrived.
    pub fn learn_communes(&mut self, province: ProvinceCode, communes: Vec<Commune>) {
        learn(&mut self.communes, province, communes);
    }

    /// A list has arrived.
    pub fn learn_list(&mut self, list: ListId, entries: Vec<Listed>) {
        learn(&mut self.lists, list, entries);
    }

    /// The communes of a province; `None` while they are not loaded.
    pub fn communes_of(&self, province: ProvinceCode) -> Option<&[Commune]> {
        known(&self.communes, province)
    }

    /// All communes loaded, in the order in which their provinces arrived.
    pub fn communes(&self) -> impl Iterator<Item = &Commune> {
        self.communes.iter().flat_map(|(_, communes)| communes)
    }

    /// Are the communes of every province loaded?
    pub fn has_whole_country(&self) -> bool {
        !self.provinces.is_empty() && self.communes.len() == self.provinces.len()
    }

    /// The entries of a list; `None` while it is not loaded.
    pub fn list(&self, list: ListId) -> Option<&[Listed]> {
        known(&self.lists, list)
    }

    /// Does the list hold the code? `None` while the list is not loaded.
    pub fn holds(&self, list: ListId, code: &str) -> Option<bool> {
        Some(self.list(list)?.iter().any(|entry| entry.code == code))
    }

    /// The name behind a code of a list.
    pub fn listed(&self, list: ListId, code: &str, lang: Lang) -> Option<&str> {
        let entry = self.list(list)?.iter().find(|entry| entry.code == code)?;
        Some(entry.name.get(lang))
    }

    /// The province behind a code.
    pub fn province(&self, code: &str) -> Option<&Province> {
        self.provinces.iter().find(|p| p.code.as_str() == code)
    }

    /// The commune behind a code, in the provinces loaded.
    pub fn commune(&self, code: CommuneCode) -> Option<&Commune> {
        self.communes().find(|c| c.code == code)
    }
}

/// The handful of provinces and lists of one declaration: a walk is quicker than a tree, and smaller.
fn known<K: PartialEq, V>(all: &[(K, Vec<V>)], key: K) -> Option<&[V]> {
    all.iter().find(|(k, _)| *k == key).map(|(_, entries)| entries.as_slice())
}

fn learn<K: PartialEq, V>(all: &mut Vec<(K, Vec<V>)>, key: K, entries: Vec<V>) {
    all.retain(|(k, _)| *k != key);
    all.push((key, entries));
}
