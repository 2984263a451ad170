//! Certificates for trying things out: an authority of one's own, and servers it vouches for, or vouched for once.

use rcgen::{BasicConstraints, CertificateParams, Error, IsCa, Issuer, KeyPair, date_time_ymd};

/// Vouches for servers.
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pem: String,
}

/// A server's own, PEM.
#[derive(Clone, Debug)]
pub struct Certificate {
    /// What it shows.
    pub certificate: String,
    /// Its key.
    pub key: String,
}

/// How long a certificate is good.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Term {
    /// Until the end of the century.
    Good,
    /// It was good in 2020.
    Over,
}

impl Authority {
    /// Makes one of this name, that nobody knows yet.
    pub fn make(name: &str) -> Result<Authority, Error> {
        let key = KeyPair::generate()?;
        let mut authority = CertificateParams::new(Vec::new())?;
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        authority.distinguished_name.push(rcgen::DnType::CommonName, name);
        (authority.not_before, authority.not_after) = (date_time_ymd(2020, 1, 1), date_time_ymd(2099, 1, 1));
        let pem = authority.self_signed(&key)?.pem();
        Ok(Authority { issuer: Issuer::new(authority, key), pem })
    }

    /// What a client is to trust, PEM.
    #[must_use]
    pub fn pem(&self) -> &str {
        &self.pem
    }

    /// Vouches for a server of this name or address.
    pub fn vouch(&self, host: &str, term: Term) -> Result<Certificate, Error> {
        let key = KeyPair::generate()?;
        let mut server = CertificateParams::new(vec![host.to_owned()])?;
        let last = if term == Term::Good { 2099 } else { 2021 };
        (server.not_before, server.not_after) = (date_time_ymd(2020, 1, 1), date_time_ymd(last, 1, 1));
        let certificate = server.signed_by(&key, &self.issuer)?;
        Ok(Certificate { certificate: certificate.pem(), key: key.serialize_pem() })
    }
}
