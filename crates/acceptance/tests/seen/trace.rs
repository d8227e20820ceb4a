//! What the program said it saw, and what the trail holds: read from its log, and by PostgreSQL's owner with psql.

use crate::page::Look;
use acceptance::Site;
use cluster::{Cluster, Settings};
use std::{
    collections::BTreeSet,
    fs,
    process::Command,
    time::{Duration, Instant},
};

/// The sweeps of the program end within this.
const SETTLE_MAX: Duration = Duration::from_secs(30);
const TEXTS: &[&str] = &[
    include_str!("../../../portal/locales/vi/portal.ftl"),
    include_str!("../../../desk/locales/vi/desk.ftl"),
    include_str!("../../../casework/locales/vi/casework.ftl"),
    include_str!("../../../lienthong/locales/vi/lienthong.ftl"),
];

/// One look: request, person, fields.
pub(crate) type Traced = (String, String, String);

/// The site's own PostgreSQL, as its owner.
pub(crate) struct Trail {
    cluster: Cluster,
}

impl Trail {
    pub(crate) fn of(site: &Site) -> Self {
        let cluster = Cluster::start_blocking(&Settings::in_dir(site.data.join("postgres"))).expect("it runs already");
        Self { cluster }
    }

    fn ask(&self, statement: &str) -> Vec<Vec<String>> {
        let output = Command::new(self.cluster.binaries().join("psql"))
            .args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--field-separator=\t"])
            .args(["--set=ON_ERROR_STOP=1", "--command", statement, &self.cluster.url("lienthong")])
            .output()
            .expect("psql starts");
        assert!(output.status.success(), "{statement}: {}", String::from_utf8_lossy(&output.stderr));
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        text.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect()
    }

    fn one(&self, statement: &str) -> String {
        self.ask(statement)
            .first()
            .and_then(|row| row.first())
            .cloned()
            .unwrap_or_else(|| panic!("nothing: {statement}"))
    }

    pub(crate) fn person_of(&self, username: &str) -> String {
        self.one(&format!("SELECT person FROM identity.account WHERE username = '{username}'"))
    }

    pub(crate) fn name_and_number(&self, person: &str) -> [String; 2] {
        let name = format!("SELECT full_name FROM population.personal WHERE person = '{person}' AND known_to IS NULL");
        let number = format!(
            "SELECT value FROM population.identifier WHERE person = '{person}' AND kind = 'personal_id' AND known_to IS NULL"
        );
        [self.one(&name), self.one(&number)]
    }

    /// The latest child of a mother.
    pub(crate) fn child_of(&self, mother: &str) -> String {
        self.one(&format!(
            "SELECT r.person FROM population.relation r JOIN population.act a ON a.id = r.act \
             WHERE r.other = '{mother}' AND r.kind = 'mother' AND a.kind = 'register_birth' ORDER BY a.at DESC"
        ))
    }

    pub(crate) fn count_of_officers(&self, person: &str) -> usize {
        let count = format!("SELECT count(*) FROM trail.access WHERE person = '{person}' AND actor_kind = 'officer'");
        self.one(&count).parse().expect("a count")
    }

    /// What was traced and what is kept, once both stand still.
    pub(crate) fn settled(&self, site: &Site) -> (BTreeSet<Traced>, BTreeSet<Traced>) {
        let until = Instant::now() + SETTLE_MAX;
        loop {
            let (kept, traced) = (self.kept(), traced(site));
            if kept == traced || Instant::now() > until {
                return (traced, kept);
            }
            std::thread::sleep(Duration::from_millis(200)); // a sweep is under way
        }
    }

    fn kept(&self) -> BTreeSet<Traced> {
        let rows = self.ask("SELECT request, person, fields FROM trail.access WHERE person IS NOT NULL");
        rows.into_iter().map(|row| (plain(&row[0]), plain(&row[1]), row[2].clone())).collect()
    }

    /// The looks at a person as that person's page must say them to the reader.
    pub(crate) fn looks_at(&self, person: &str, reader: &str) -> Vec<Look> {
        let rows = self.ask(&format!(
            "SELECT to_char(a.at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'DD/MM/YYYY'), \
                    to_char(a.at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'HH24:MI'), a.actor_kind, \
                    coalesce(g.name, a.agency, ''), coalesce(a.viewer = '{reader}', false), a.purpose, a.ground, a.fields, \
                    coalesce(d.code, '') \
             FROM trail.access a LEFT JOIN identity.agency g ON g.code = a.agency \
             LEFT JOIN casework.dossier d ON d.id = a.dossier AND (d.applicant = '{reader}' \
               OR d.account IN (SELECT id FROM identity.account WHERE person = '{reader}')) \
             WHERE a.person = '{person}' ORDER BY a.at DESC, a.id DESC"
        ));
        rows.into_iter().map(|row| look(&row)).collect()
    }
}

fn look(row: &[String]) -> Look {
    let own = row[4] == "t";
    let who = match row[2].as_str() {
        _ if own => word("seen-you").expect("a text"),
        "officer" => word("seen-officer").expect("a text").replace("{ $agency }", &row[3]),
        "citizen" => word("seen-citizen").expect("a text"),
        "stranger" => word("seen-stranger").expect("a text"),
        _ => word("seen-system").expect("a text"),
    };
    let purpose = word(&format!("purpose-{}", row[5])).or_else(|| word("purpose-unnamed")).expect("a text");
    let fields =
        row[7].split(' ').map(|field| word(&format!("seen-field-{field}")).unwrap_or_else(|| field.to_owned()));
    Look {
        day: row[0].clone(),
        time: row[1].clone(),
        who,
        own,
        purpose,
        ground: row[6].clone(),
        fields: fields.collect(),
        dossier: row[8].clone(),
    }
}

/// A Vietnamese text of the product by its key.
fn word(key: &str) -> Option<String> {
    let begin = format!("{key} = ");
    TEXTS.iter().flat_map(|text| text.lines()).find_map(|line| line.strip_prefix(&begin)).map(str::to_owned)
}

fn traced(site: &Site) -> BTreeSet<Traced> {
    let log = fs::read_to_string(site.data.join("log.txt")).expect("the log");
    log.lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter(|event| event["target"] == "lienthong_saw")
        .map(|event| {
            let field = |name: &str| event["fields"][name].as_str().unwrap_or_default().to_owned();
            (plain(&field("request")), plain(&field("person")), field("seen"))
        })
        .collect()
}

/// An id however it is written.
fn plain(id: &str) -> String {
    id.replace('-', "").to_lowercase()
}
