//! What an operator may set, and the secrets. Every value but an operator's own has a default.

use crate::folder::{Folder, write_secret};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// The settings file, TOML.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Mã định danh of the office that codes are issued for.
    pub agency: Agency,
    /// How long a token is good for.
    pub token_seconds: u32,
    /// The largest file.
    pub file_bytes: u64,
    /// How long a callback, or a file to be fetched, is tried.
    pub patience_hours: u32,
    /// Who may send, by name.
    pub clients: BTreeMap<Name, Client>,
    /// Procedures in use, by their national code; when there is none, all are.
    pub procedures: BTreeMap<String, Procedure>,
    /// Speaks https.
    pub tls: Option<Tls>,
}

/// Who may send.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Client {
    /// Its secret; when not set, one is made and kept in the folder.
    pub secret: Option<String>,
    /// Where it is told of states; when not set, it asks.
    pub callback: Option<Address>,
    /// What callbacks are signed with; when not set, one is made and kept in the folder.
    pub callback_secret: Option<String>,
}

/// A procedure in use.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Procedure {
    /// MaGiayTo of the components that must be there.
    pub components: Vec<String>,
}

/// Certificate and key, PEM.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tls {
    /// The certificate, with those that lead to its authority.
    pub certificate: PathBuf,
    /// Its key.
    pub key: PathBuf,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            agency: Agency("H20.99".into()),
            token_seconds: 300,
            file_bytes: 50 * 1024 * 1024,
            patience_hours: 24,
            clients: BTreeMap::from([(Name("to-khai".into()), Client::default())]),
            procedures: BTreeMap::new(),
            tls: None,
        }
    }
}

/// A text that is checked when it is read.
macro_rules! checked {
    ($(#[$doc:meta])* $name:ident, $fits:expr, $why:literal) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
        #[serde(try_from = "String")]
        pub struct $name(pub(crate) String);

        impl $name {
            /// As it is written.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = &'static str;

            fn try_from(text: String) -> Result<$name, &'static str> {
                let fits: fn(&str) -> bool = $fits;
                if fits(&text) { Ok($name(text)) } else { Err($why) }
            }
        }
    };
}

checked!(
    /// Mã định danh điện tử of an agency: `H20.12`.
    Agency,
    |text| {
        let mut parts = text.split('.');
        let head = parts.next().map(str::as_bytes);
        let digits = |part: &str| (2..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        matches!(head, Some([b'A'..=b'Z', b'0'..=b'9', b'0'..=b'9'])) && text.split('.').count() <= 4 && parts.all(digits)
    },
    "an agency's identifier looks like H20.12"
);

checked!(
    /// A client's name.
    Name,
    |text| !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
    "a client's name is of small letters, digits and hyphens"
);

checked!(
    /// Where something is sent to.
    Address,
    |text| text.starts_with("http://") && reqwest::Url::parse(text).is_ok(),
    "an address looks like http://127.0.0.1:8080/v1/provinces/tinh/states"
);

/// Why the settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be opened.
    #[error("the settings file {0} cannot be read: {1}")]
    Unreadable(PathBuf, io::Error),
    /// The file says something else than settings.
    #[error("the settings file {0} is wrong: {1}")]
    Wrong(PathBuf, Box<toml::de::Error>),
}

impl Config {
    /// Reads a settings file.
    pub fn read(file: &Path) -> Result<Config, ConfigError> {
        let text = fs::read_to_string(file).map_err(|why| ConfigError::Unreadable(file.into(), why))?;
        toml::from_str(&text).map_err(|why| ConfigError::Wrong(file.into(), Box::new(why)))
    }
}

/// A client's secrets.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Secrets {
    /// What it gets tokens for.
    pub secret: String,
    /// What callbacks to it are signed with.
    pub callback_secret: String,
}

/// The secrets of all clients: those configured, and for the others those in the folder, which are made the first time.
pub(crate) fn secrets(config: &Config, folder: &Folder) -> io::Result<BTreeMap<Name, Secrets>> {
    let mut kept = kept_secrets(folder)?;
    let mut made = false;
    for (name, client) in &config.clients {
        if (client.secret.is_none() || client.callback_secret.is_none()) && !kept.contains_key(name) {
            kept.insert(name.clone(), Secrets { secret: random()?, callback_secret: random()? });
            made = true;
        }
    }
    if made {
        write_secret(&folder.secrets(), &written(&kept))?;
    }
    let mut all = BTreeMap::new();
    for (name, client) in &config.clients {
        let kept = kept.get(name);
        let secret = client.secret.clone().or_else(|| kept.map(|kept| kept.secret.clone()));
        let signs = client.callback_secret.clone().or_else(|| kept.map(|kept| kept.callback_secret.clone()));
        if let (Some(secret), Some(callback_secret)) = (secret, signs) {
            all.insert(name.clone(), Secrets { secret, callback_secret });
        }
    }
    Ok(all)
}

/// The secrets in the folder.
pub(crate) fn kept_secrets(folder: &Folder) -> io::Result<BTreeMap<Name, Secrets>> {
    match fs::read_to_string(folder.secrets()) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(BTreeMap::new()),
        Err(error) => Err(error),
        // The reason would repeat the line.
        Ok(text) => toml::from_str(&text)
            .map_err(|_| io::Error::new(ErrorKind::InvalidData, "secrets.toml holds no secrets")),
    }
}

/// Names and secrets need no escaping: both are of letters, digits and hyphens.
fn written(secrets: &BTreeMap<Name, Secrets>) -> String {
    let one = |(name, secrets): (&Name, &Secrets)| {
        let Secrets { secret, callback_secret } = secrets;
        format!("[{}]\nsecret = \"{secret}\"\ncallback_secret = \"{callback_secret}\"\n", name.0)
    };
    secrets.iter().map(one).collect()
}

/// 256 random bits, in hexadecimal.
pub(crate) fn random() -> io::Result<String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(io::Error::other)?;
    Ok(crate::hex(&bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;
    use tempfile::TempDir;

    #[test]
    fn a_misspelt_setting_is_refused() {
        for wrong in [
            "agence = \"H20\"",
            "agency = \"Phường 1\"",
            "[clients.\"Tờ Khai\"]",
            "[clients.a]\ncallback = \"https://a.vn/\"",
            "[clients.a]\nsecrets = \"b\"",
        ] {
            assert!(toml::from_str::<Config>(wrong).is_err(), "{wrong}");
        }
        let config: Config = toml::from_str("[clients.a]\nsecret = \"b\"").unwrap();
        assert_eq!((config.clients.len(), config.agency.as_str()), (1, "H20.99"));
    }

    #[test]
    fn a_secret_that_nobody_gave_is_made_once_for_its_owner_alone() {
        let dir = TempDir::new().unwrap();
        let folder = Folder::at(dir.path());
        let made = secrets(&Config::default(), &folder).unwrap();
        assert!(
            made == secrets(&Config::default(), &folder).unwrap() && made == kept_secrets(&folder).unwrap()
        );
        let secrets = &made[&Name("to-khai".into())];
        assert!(secrets.secret.len() == 64 && secrets.secret != secrets.callback_secret);
        assert_eq!(fs::metadata(folder.secrets()).unwrap().permissions().mode() & 0o777, 0o600);
        fs::write(folder.secrets(), "not a secret").unwrap();
        assert!(kept_secrets(&folder).is_err(), "a damaged file is not replaced");
    }
}
