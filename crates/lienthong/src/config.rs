//! Configuration: one TOML file, every key known. An unknown key is an error that names the nearest right one.

use crate::{exit::Failed, origin::Origin};
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
    ("server.connections_max", "browsers and proxies connected at one time at the most, 4096"),
    ("database.url", "postgres://…; DATABASE_URL wins over it"),
    ("database.connections_max", "connections at the most, 20"),
    ("data.dir", "folder for uploaded papers and results"),
    ("data.secret_file", "file with the installation's secret, at least 32 random bytes"),
    ("uploads.open_max", "uploads one account may have under way, 50"),
    ("uploads.day_mb_max", "megabytes one account may send in a day, 1000"),
    ("uploads.free_mb_min", "megabytes of the disk that uploads leave free, 2048"),
    ("calendar.file", "working calendar (TOML) instead of the statutory one"),
    ("sign_in.officer_passwords", "only `false` is taken: officers sign in by password in the demonstration alone"),
    ("links.national_register", "only `simulator` yet"),
];

/// Connections at one time unless the configuration says otherwise.
pub(crate) const SERVER_CONNECTIONS_MAX: u32 = 4096;

/// The configuration, checked.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    pub(crate) address: std::net::SocketAddr,
    pub(crate) origin: Origin,
    pub(crate) tls: Option<(PathBuf, PathBuf)>,
    pub(crate) trusted_proxies: Vec<IpAddr>,
    pub(crate) server_connections_max: u32,
    pub(crate) database_url: Option<String>,
    pub(crate) connections_max: u32,
    pub(crate) data_dir: PathBuf,
    pub(crate) secret_file: Option<PathBuf>,
    pub(crate) uploads: files::Limits,
    pub(crate) calendar_file: Option<PathBuf>,
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

    pub(crate) fn parse(text: &str, database_url: Option<String>) -> Result<Self, Failed> {
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
        if found.truth("sign_in.officer_passwords")? == Some(true) {
            return Err(Failed::Usage(
                "sign_in.officer_passwords is for the demonstration only, which switches it on by itself: remove it"
                    .into(),
            ));
        }
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
        let origin = Origin::parse(&origin).map_err(Failed::Usage)?;
        let trusted_proxies = found.addresses("server.trusted_proxies")?;
        refuse_in_the_clear(&address, &origin, tls.is_some(), &trusted_proxies)?;
        let uploads = files::Limits::default();
        let megabytes = |key: &str, or: u64| -> Result<u64, Failed> {
            Ok(found.number(key)?.map_or(or, |megabytes| u64::from(megabytes) * 1024 * 1024))
        };
        let uploads = files::Limits {
            open_max: found.number("uploads.open_max")?.unwrap_or(uploads.open_max),
            day_bytes_max: megabytes("uploads.day_mb_max", uploads.day_bytes_max)?,
            free_bytes_min: megabytes("uploads.free_mb_min", uploads.free_bytes_min)?,
        };
        Ok(Self {
            address,
            origin,
            tls,
            trusted_proxies,
            server_connections_max: found.number("server.connections_max")?.unwrap_or(SERVER_CONNECTIONS_MAX),
            uploads,
            database_url: database_url.or(found.text("database.url")?),
            connections_max: found.number("database.connections_max")?.unwrap_or(20),
            data_dir: found.path("data.dir")?.unwrap_or_else(|| PathBuf::from("lienthong-data")),
            secret_file: found.path("data.secret_file")?,
            calendar_file: found.path("calendar.file")?,
            national_register: found.text("links.national_register")?.unwrap_or_else(|| "simulator".into()),
        })
    }
}

/// Where the pages would travel in the clear or cookies without `Secure`, nothing is begun.
fn refuse_in_the_clear(
    address: &std::net::SocketAddr,
    origin: &Origin,
    tls: bool,
    proxies: &[IpAddr],
) -> Result<(), Failed> {
    let why = if tls && !origin.secure {
        "server.origin must begin with https:// where server.tls_certificate is given"
    } else if !origin.secure && !origin.local {
        "server.origin may begin with http:// for localhost only: people's data need TLS"
    } else if !tls && proxies.is_empty() && !address.ip().to_canonical().is_loopback() {
        "server.address is reached from other machines: give server.tls_certificate and server.tls_key, or name the \
         proxies that end TLS in server.trusted_proxies"
    } else {
        return Ok(());
    };
    Err(Failed::Usage(why.to_owned()))
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

    #[test]
    fn officers_passwords_cannot_be_switched_on() {
        let Err(failed) = Config::parse("[sign_in]\nofficer_passwords = true\n", None) else { panic!("taken") };
        assert!(matches!(failed, Failed::Usage(_)), "{failed}");
        assert!(Config::parse("[sign_in]\nofficer_passwords = false\n", None).is_ok());
    }

    #[test]
    fn nothing_is_served_in_the_clear_to_other_machines() {
        let tls = "tls_certificate = \"c.pem\"\ntls_key = \"k.pem\"\n";
        let proxy = "trusted_proxies = [\"127.0.0.1\"]\n";
        let origin = |origin: &str| format!("origin = \"{origin}\"\n");
        let at = |address: &str| format!("address = \"{address}\"\n");
        for (keys, taken) in [
            (vec![], true),
            (vec![tls.to_owned()], true),
            (vec![tls.to_owned(), at("0.0.0.0:443"), origin("https://example.vn")], true),
            (vec![tls.to_owned(), origin("http://localhost:8080")], false),
            (vec![at("0.0.0.0:80")], false),
            (vec![at("[::]:80"), origin("https://example.vn")], false),
            (vec![at("0.0.0.0:80"), proxy.to_owned(), origin("https://example.vn")], true),
            (vec![at("[::ffff:127.0.0.1]:80"), origin("https://example.vn")], true),
            (vec![proxy.to_owned(), origin("http://example.vn")], false),
            (vec![origin("https://example.vn/cong")], false),
        ] {
            let text = format!("[server]\n{}", keys.concat());
            let read = Config::parse(&text, None);
            assert_eq!(read.is_ok(), taken, "{text}");
            assert!(matches!(read, Ok(_) | Err(Failed::Usage(_))), "{text}");
        }
    }

    /// The documents of the project, with where they lie.
    fn documents() -> Vec<(PathBuf, String)> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let mut folders = vec![root.join("docs")];
        let mut found: Vec<PathBuf> = ["README.md", "README.vi.md"].iter().map(|name| root.join(name)).collect();
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|ending| ending == "md") {
                    found.push(path);
                }
            }
        }
        found.into_iter().map(|path| (path.clone(), std::fs::read_to_string(path).unwrap())).collect()
    }

    #[test]
    fn every_configuration_in_the_documents_is_one() {
        let mut blocks = 0;
        for (path, text) in documents() {
            for block in text.split("```toml\n").skip(1) {
                let block = block.split("```").next().unwrap();
                blocks += 1;
                // A calendar is TOML too.
                let read = Config::parse(block, None).map(drop);
                let calendar = vietnam::WorkingCalendar::from_toml(block).is_ok();
                assert!(calendar || read.is_ok(), "{}: {}\n{block}", path.display(), read.unwrap_err());
            }
        }
        assert!(blocks >= 2, "the documents show how to configure");
    }

    #[test]
    fn the_reference_names_every_key_and_no_other() {
        let reference = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/configuration.md");
        let text = std::fs::read_to_string(reference).unwrap();
        let rows = text.lines().filter(|line| line.starts_with("| `") && line.contains('.'));
        let named: std::collections::BTreeSet<&str> = rows
            .filter_map(|row| row.split('|').nth(1))
            .flat_map(|keys| keys.split('`').skip(1).step_by(2))
            .filter(|key| key.contains('.'))
            .collect();
        let known: std::collections::BTreeSet<&str> = KEYS.iter().map(|(key, _)| *key).collect();
        assert_eq!(named, known);
    }
}
