//! Provinces and communes: the two levels since 1 July 2025, and the names from before. The tables themselves come
//! in as arguments.

mod old;
mod search;
#[cfg(test)]
mod tests;

use std::fmt;

pub use old::{Extent, Fate, Heir, OldPlaces, OldProvince, OldUnit, UnitKind, Way};
pub use search::{Key, keys, search};
use serde::{Deserialize, Serialize};

use crate::serde_text::serde_as_text;

/// Declares a code of a fixed number of digits. Codes are text: leading zeros count.
macro_rules! code {
    ($(#[$doc:meta])* $name:ident, $length:literal, $what:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub struct $name([u8; $length]);

        impl $name {
            #[doc = concat!("The code, if the text is exactly ", $length, " digits.")]
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                let digits: [u8; $length] = text.as_bytes().try_into().ok()?;
                digits.iter().all(u8::is_ascii_digit).then_some(Self(digits))
            }

            /// The digits.
            #[must_use]
            pub fn as_str(&self) -> &str {
                str::from_utf8(&self.0).unwrap_or_default()
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self([b'0'; $length])
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        serde_as_text!($name, as_str, $name::parse, $what);
    };
}

code! {
    /// Two digits, e.g. `82` Đồng Tháp. Not the first digits of its residents' identity numbers: those follow
    /// the 63 old provinces.
    ProvinceCode, 2, "a province's code"
}

code! {
    /// Five digits, unique in the country, e.g. `00004` Phường Ba Đình.
    CommuneCode, 5, "a commune's code"
}

/// What a province is. Types change without the code (three provinces became cities in 2026).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum ProvinceType {
    Tinh,
    ThanhPho,
}

/// What a commune is. Types change without the code (22 communes became wards in 2026).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum CommuneType {
    Xa,
    Phuong,
    DacKhu,
}

/// One of the 34 provinces.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Province {
    /// Its code.
    pub code: ProvinceCode,
    /// Its name without the type: `Đồng Tháp`.
    pub name: String,
    /// Its type.
    pub kind: ProvinceType,
}

/// One of the communes, wards and special zones.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Commune {
    /// Its code.
    pub code: CommuneCode,
    /// Its name without the type: `Ba Đình`. Within a province no two share it; nationwide 314 do.
    pub name: String,
    /// Its type.
    pub kind: CommuneType,
    /// The province it belongs to.
    pub province: ProvinceCode,
}

impl ProvinceType {
    /// `Tỉnh`, `Thành phố`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Tinh => "Tỉnh",
            Self::ThanhPho => "Thành phố",
        }
    }

    /// From the word, its first letter small (as in `provinces.csv`) or capital.
    #[must_use]
    pub fn from_word(word: &str) -> Option<ProvinceType> {
        match word {
            "tỉnh" | "Tỉnh" => Some(Self::Tinh),
            "thành phố" | "Thành phố" => Some(Self::ThanhPho),
            _ => None,
        }
    }
}

impl CommuneType {
    /// `Xã`, `Phường`, `Đặc khu`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Xa => "Xã",
            Self::Phuong => "Phường",
            Self::DacKhu => "Đặc khu",
        }
    }

    /// From the word, its first letter small (as in `communes.csv`) or capital.
    #[must_use]
    pub fn from_word(word: &str) -> Option<CommuneType> {
        match word {
            "xã" | "Xã" => Some(Self::Xa),
            "phường" | "Phường" => Some(Self::Phuong),
            "đặc khu" | "Đặc khu" => Some(Self::DacKhu),
            _ => None,
        }
    }
}

impl Province {
    /// `Tỉnh Đồng Tháp`, `Thành phố Đồng Nai`.
    #[must_use]
    pub fn full_name(&self) -> String {
        titled(self.kind.word(), &self.name)
    }
}

impl Commune {
    /// `Xã Gò Công Đông`, `Phường Ba Đình`, `Đặc khu Phú Quốc`.
    #[must_use]
    pub fn full_name(&self) -> String {
        titled(self.kind.word(), &self.name)
    }
}

fn titled(word: &str, name: &str) -> String {
    let mut full = String::from(word);
    full.push(' ');
    full.push_str(name);
    full
}
