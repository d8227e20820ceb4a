//! The real binary with its arguments, its PostgreSQL prepared as `docs/operate/install.md` says, and plain HTTP.

use acceptance::{binary, free_port};
use cluster::testing::Throwaway;
use std::{
    fs,
    io::{Read as _, Write as _},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    time::{Duration, Instant},
};

/// A start that takes longer has gone wrong.
const READY_MAX: Duration = Duration::from_secs(60);
/// The account that owns the database. The throw-away server's own administrator has the guide's name already.
pub(crate) const OWNER: &str = "province";
const PASSWORD: &str = "for_tests_only";

/// What a command ended with.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ended {
    /// Fails unless it ended so, and said this on standard error.
    pub(crate) fn expect(&self, code: i32, words: &[&str]) {
        assert_eq!(self.code, code, "{self:#?}");
        for word in words {
            assert!(self.err.contains(word), "does not say {word:?}: {self:#?}");
        }
        assert!(!self.err.contains("panicked") && !self.err.contains(PASSWORD), "{self:#?}");
    }
}

/// Runs a command to its end. `url` is the environment's DATABASE_URL.
pub(crate) fn run(arguments: &[&str], url: Option<&str>, folder: &Path) -> Ended {
    let output = command(arguments, url, folder).output().expect("the binary starts: `cargo build -p lienthong`");
    ended(output)
}

fn ended(output: Output) -> Ended {
    Ended {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

fn command(arguments: &[&str], url: Option<&str>, folder: &Path) -> Command {
    let mut command = Command::new(binary());
    command.args(arguments).current_dir(folder).env_remove("DATABASE_URL").env_remove("LIENTHONG_CONFIG");
    command.stdin(Stdio::null());
    if let Some(url) = url {
        command.env("DATABASE_URL", url);
    }
    command
}

/// A PostgreSQL that somebody else runs, with an owner who is nobody special.
pub(crate) struct Existing {
    cluster: Throwaway,
}

impl Existing {
    /// Only the owner and an empty database of the owner's.
    pub(crate) fn bare() -> Self {
        let cluster = cluster::Cluster::throwaway_blocking().expect("a PostgreSQL server is installed");
        let existing = Self { cluster };
        existing.admin(&format!("CREATE ROLE {OWNER} LOGIN PASSWORD '{PASSWORD}'"));
        existing.admin(&format!("CREATE DATABASE lienthong OWNER {OWNER} ENCODING 'UTF8' TEMPLATE template0"));
        existing
    }

    /// As the guide to installing says.
    pub(crate) fn prepared() -> Self {
        let existing = Self::bare();
        existing.admin("CREATE ROLE lienthong_app NOLOGIN");
        existing.admin(&format!("GRANT lienthong_app TO {OWNER}"));
        existing
    }

    /// Something that only PostgreSQL's administrator does.
    pub(crate) fn admin(&self, statement: &str) {
        self.psql(&self.cluster.url("postgres"), statement);
    }

    /// A question to the program's database, by its administrator.
    pub(crate) fn ask(&self, statement: &str) -> String {
        self.psql(&self.cluster.url("lienthong"), statement)
    }

    fn psql(&self, url: &str, statement: &str) -> String {
        psql(self.cluster.binaries(), url, statement)
    }

    /// The address for the ordinary owner.
    pub(crate) fn url(&self) -> String {
        self.url_with(PASSWORD)
    }

    pub(crate) fn url_with(&self, password: &str) -> String {
        let url = self.cluster.url("lienthong");
        let (_, place) = url.split_once('@').expect("an address with an account");
        format!("postgres://{OWNER}:{password}@{place}")
    }
}

/// Asks with psql; gives what it says.
pub(crate) fn psql(binaries: &Path, url: &str, statement: &str) -> String {
    let output = Command::new(binaries.join("psql"))
        .args([
            "--no-psqlrc",
            "--quiet",
            "--tuples-only",
            "--no-align",
            "--set=ON_ERROR_STOP=1",
            "--command",
            statement,
            url,
        ])
        .output()
        .expect("psql starts");
    assert!(output.status.success(), "{statement}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// A program that goes on until it is told to stop.
pub(crate) struct Going {
    child: Child,
    log: PathBuf,
    pub(crate) port: u16,
}

impl Going {
    /// `serve` with this configuration; `address` is put in.
    pub(crate) fn serve(folder: &Path, url: &str, more: &[&str], configuration: &str) -> Self {
        let port = free_port();
        let (head, rest) = configuration.split_once("[server]").unwrap_or((configuration, ""));
        let text = format!("{head}[server]\naddress = \"127.0.0.1:{port}\"\n{rest}");
        let file = folder.join(format!("config-{port}.toml"));
        fs::write(&file, text).expect("a configuration");
        let file = file.to_str().expect("a path in UTF-8").to_owned();
        let arguments = [&["--config", &file, "serve"], more].concat();
        Self::start(folder, url, &arguments, port, "listening on")
    }

    /// Starts and waits until it says that it is ready.
    pub(crate) fn start(folder: &Path, url: &str, arguments: &[&str], port: u16, ready: &str) -> Self {
        let log = folder.join(format!("log-{}-{port}.txt", arguments.last().unwrap_or(&"")));
        let file = fs::File::create(&log).expect("a log");
        let child =
            command(arguments, Some(url), folder).stdout(Stdio::null()).stderr(file).spawn().expect("it starts");
        let mut going = Self { child, log, port };
        let until = Instant::now() + READY_MAX;
        while !going.said().contains(ready) {
            let ended = going.child.try_wait().expect("a child");
            assert!(ended.is_none() && Instant::now() < until, "not ready ({ended:?}): {}", going.said());
            std::thread::sleep(Duration::from_millis(50)); // it is starting
        }
        going
    }

    /// Everything it said so far.
    pub(crate) fn said(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// Asks it to stop, as a service manager does; gives its exit code.
    pub(crate) fn stop(mut self) -> i32 {
        let sent = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        assert!(sent.is_ok_and(|status| status.success()));
        self.child.wait().expect("it ends").code().unwrap_or(-1)
    }

    /// One request over plain HTTP, from 127.0.0.1.
    pub(crate) fn ask(&self, request: &Request<'_>) -> Reply {
        request.send(self.port)
    }
}

impl Drop for Going {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A request with exactly these headers.
pub(crate) struct Request<'a> {
    pub(crate) path: &'a str,
    pub(crate) headers: &'a [(&'a str, &'a str)],
    /// A form; without one it is a GET.
    pub(crate) form: Option<&'a str>,
}

/// An answer as it came.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    /// In lower case.
    pub(crate) head: String,
    headers: String,
    pub(crate) body: String,
}

impl Request<'_> {
    fn send(&self, port: u16) -> Reply {
        use std::fmt::Write as _;
        let mut text = format!("{} {} HTTP/1.1\r\n", if self.form.is_some() { "POST" } else { "GET" }, self.path);
        for (name, value) in [("host", "localhost"), ("connection", "close"), ("accept", "text/html")] {
            let _ = write!(text, "{name}: {value}\r\n");
        }
        for (name, value) in self.headers {
            let _ = write!(text, "{name}: {value}\r\n");
        }
        if let Some(form) = self.form {
            let _ =
                write!(text, "content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n", form.len());
        }
        let _ = write!(text, "\r\n{}", self.form.unwrap_or_default());
        let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("it listens");
        stream.set_read_timeout(Some(READY_MAX)).expect("a time limit");
        stream.write_all(text.as_bytes()).expect("it reads");
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes); // a TLS door closes on plain words
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        Reply { status, head: head.to_lowercase(), headers: head.to_owned(), body: body.to_owned() }
    }
}

impl Reply {
    /// The cookies it sets, as a browser sends them back.
    pub(crate) fn cookies(&self) -> String {
        let lines = self.headers.lines().filter_map(|line| line.split_once(": "));
        let set = lines.filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie"));
        set.filter_map(|(_, cookie)| cookie.split(';').next()).collect::<Vec<_>>().join("; ")
    }
    /// The token of its forms.
    pub(crate) fn token(&self) -> String {
        let after = self.body.split("name=\"_csrf\" value=\"").nth(1);
        after.and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
    }
}
