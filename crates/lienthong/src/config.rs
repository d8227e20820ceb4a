//! Configuration: one TOML file, every key known. An unknown key is an error that names the nearest right one.

use crate::exit::Failed;
use std::{
    collections::BTreeMap,
    net::IpAddr,
    path::{Path, PathBuf},
};

/// Every key, with what it means; `lienthong check` and the guide list these.
pub(crate) const KEYS: &[(&str, &str)] = &[
    ("server.address", "address and port to listen on, 127.0.0.1:8080"),
    ("server.origin", "address people use, such as https://dichvucong.example.vn"),
    ("server.tls_certificate", "certificate chain (PEM); with server.tls_key the program speaks TLS itself"),
    ("server.tls_key", "private key (PEM)"),
    ("server.trusted_proxies", "addresses of proxies that end TLS before us"),
    ("database.url", "postgres://…; DATABASE_URL wins over it"),
    ("database.connections_max", "connections at the most, 20"),
    ("data.dir", "folder for uploaded papers and results"),
    ("data.secret_file", "file with the installation's secret, at least 32 random bytes"),
    ("calendar.file", "working calendar (TOML) instead of the statutory one"),
    ("sign_in.officer_passwords", "officers may sign in by password; only the demonstration may switch it on"),
    ("links.national_register", "only `simulator` yet"),
];

/// The configuration, checked.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    pub(crate) address: std::net::SocketAddr,
    pub(crate) origin: String,
    pub(crate) tls: Option<(PathBuf, PathBuf)>,
    pub(crate) trusted_proxies: Vec<IpAddr>,
    pub(crate) database_url: Option<String>,
    pub(crate) connections_max: u32,
    pub(crate) data_dir: PathBuf,
    pub(crate) secret_file: Option<PathBuf>,
    pub(crate) calendar_file: Option<PathBuf>,
    pub(crate) officer_passwords: bool,
    pub(crate) national_register: String,
}

impl Config {
    /// Reads the file, if one is given, and the environment.
    pub(crate) fn load(path: Option<&Path>) -> Result<Self, Failed> {
        let text = match path {
            None => String::new(),
            Some(path) => std::fs::read_to_string(path)
                .map_err(|error| Failed::Usage(format!("reading the configuration {}: {error}", path.display())))?,
        };
        Self::parse(&text, std::env::var("DATABASE_URL").ok())
    }

    fn parse(text: &str, database_url: Option<String>) -> Result<Self, Failed> {
        let table: toml::Table = text
            .parse()
            .map_err(|error: toml::de::Error| Failed::Usage(format!("reading the configuration: {error}")))?;
        let mut values = BTreeMap::new();
        for (section, value) in table {
            let toml::Value::Table(keys) = value else {
                return Err(unknown(&section));
            };
            for (key, value) in keys {
                let full = format!("{section}.{key}");
                if !KEYS.iter().any(|(known, _)| *known == full) {
                    return Err(unknown(&full));
                }
                values.insert(full, value);
            }
        }
        let found = Found(values);
        let tls = match (found.path("server.tls_certificate")?, found.path("server.tls_key")?) {
            (Some(certificate), Some(key)) => Some((certificate, key)),
            (None, None) => None,
            _ => return Err(Failed::Usage("server.tls_certificate and server.tls_key go together".into())),
        };
        let address = found.text("server.address")?.unwrap_or_else(|| "127.0.0.1:8080".into());
        let address: std::net::SocketAddr = address
            .parse()
            .map_err(|_| Failed::Usage(format!("server.address is not an address with a port: {address}")))?;
        let origin = found.text("server.origin")?.unwrap_or_else(|| {
            format!("{}://localhost:{}", if tls.is_some() { "https" } else { "http" }, address.port())
        });
        Ok(Self {
            address,
            origin: origin.trim_end_matches('/').to_owned(),
            tls,
            trusted_proxies: found.addresses("server.trusted_proxies")?,
            database_url: database_url.or(found.text("database.url")?),
            connections_max: found.number("database.connections_max")?.unwrap_or(20),
            data_dir: found.path("data.dir")?.unwrap_or_else(|| PathBuf::from("lienthong-data")),
            secret_file: found.path("data.secret_file")?,
            calendar_file: found.path("calendar.file")?,
            officer_passwords: found.truth("sign_in.officer_passwords")?.unwrap_or(false),
            national_register: found.text("links.national_register")?.unwrap_or_else(|| "simulator".into()),
        })
    }
}

impl Default for Config {
    fn default() -> Self {
        Self::parse("", None).unwrap_or_else(|failed| unreachable!("an empty configuration is one: {failed}"))
    }
}

struct Found(BTreeMap<String, toml::Value>);

impl Found {
    fn text(&self, key: &str) -> Result<Option<String>, Failed> {
        match self.0.get(key) {
            None => Ok(None),
            Some(toml::Value::String(text)) => Ok(Some(text.clone())),
            Some(_) => Err(Failed::Usage(format!("{key} must be text in quotes"))),
        }
    }
    fn path(&self, key: &str) -> Result<Option<PathBuf>, Failed> {
        Ok(self.text(key)?.map(PathBuf::from))
    }
    fn number(&self, key: &str) -> Result<Option<u32>, Failed> {
        match self.0.get(key) {
            None => Ok(None),
            Some(toml::Value::Integer(number)) => u32::try_from(*number)
                .ok()
                .filter(|number| *number > 0)
                .map(Some)
                .ok_or_else(|| Failed::Usage(format!("{key} must be a whole number above 0"))),
            Some(_) => Err(Failed::Usage(format!("{key} must be a whole number"))),
        }
    }
    fn truth(&self, key: &str) -> Result<Option<bool>, Failed> {
        match self.0.get(key) {
            None => Ok(None),
            Some(toml::Value::Boolean(truth)) => Ok(Some(*truth)),
            Some(_) => Err(Failed::Usage(format!("{key} must be true or false"))),
        }
    }
    fn addresses(&self, key: &str) -> Result<Vec<IpAddr>, Failed> {
        let wrong = || Failed::Usage(format!("{key} must be a list of addresses, such as [\"10.0.0.1\"]"));
        match self.0.get(key) {
            None => Ok(Vec::new()),
            Some(toml::Value::Array(list)) => {
                list.iter().map(|item| item.as_str().and_then(|text| text.parse().ok()).ok_or_else(wrong)).collect()
            }
            Some(_) => Err(wrong()),
        }
    }
}

fn unknown(key: &str) -> Failed {
    let nearest =
        KEYS.iter().min_by_key(|(known, _)| distance(known, key)).map(|(known, _)| *known).unwrap_or_default();
    Failed::Usage(format!("the configuration has an unknown key `{key}`; did you mean `{nearest}`?"))
}

fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let substituted = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_key_names_the_nearest_right_one() {
        let Err(failed) = Config::parse("[server]\nadress = \"127.0.0.1:80\"\n", None) else { panic!("taken") };
        assert!(failed.to_string().contains("server.address"), "{failed}");
        let Err(failed) = Config::parse("adress = 1\n", None) else { panic!("taken") };
        assert!(failed.to_string().contains("unknown key"), "{failed}");
    }

    #[test]
    fn the_environment_wins_over_the_file_for_the_database() {
        let config = Config::parse("[database]\nurl = \"postgres://file\"\n", Some("postgres://env".into())).unwrap();
        assert_eq!(config.database_url.as_deref(), Some("postgres://env"));
    }

    #[test]
    fn half_of_a_tls_pair_is_an_error() {
        assert!(Config::parse("[server]\ntls_key = \"k.pem\"\n", None).is_err());
    }

    #[test]
    fn values_of_the_wrong_kind_say_what_they_should_be() {
        for text in [
            "[server]\naddress = 8080\n",
            "[database]\nconnections_max = 0\n",
            "[sign_in]\nofficer_passwords = \"yes\"\n",
        ] {
            assert!(matches!(Config::parse(text, None), Err(Failed::Usage(_))), "{text}");
        }
    }
}
