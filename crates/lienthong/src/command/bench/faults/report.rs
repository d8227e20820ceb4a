//! What came of it: for a tired reader, and as one line of JSON.

use super::{
    super::{commit, machine},
    Faults, Target,
    ledger::{Found, Ledger, Verdict},
    millis,
};
use crate::exit::Failed;
use crate::say::{self, answer};
use files::Swept;
use serde::Serialize;
use std::{collections::BTreeMap, fmt::Write as _, time::Duration};

/// Lines of one list that are shown to people; the JSON has all.
const SHOWN_MAX: usize = 20;

/// One strike.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Kill {
    /// Since the submitters began.
    pub(super) at_ms: u64,
    pub(super) victim: &'static str,
    /// When pages and database answered again; none when the next strike came before.
    pub(super) back_ms: Option<u64>,
}

/// Everything that is told.
#[derive(Debug)]
pub(super) struct Report {
    faults: Faults,
    pub(super) kills: Vec<Kill>,
    pub(super) took: Duration,
    pub(super) ended_by_itself: Vec<String>,
    pub(super) backends_left: usize,
    pub(super) swept: Swept,
    counts: Counts,
    verdict: Verdict,
}

#[derive(Debug, Default, Serialize)]
struct Counts {
    submissions: usize,
    acknowledged: usize,
    dossiers: usize,
    sent: u64,
    answered_from_the_key: usize,
    sent_again_on_purpose: u32,
    senders_hung_up: u32,
    answers_lost_on_purpose: usize,
    answers_that_said_fault: u32,
    answers_that_broke_off: u32,
    papers_acknowledged: usize,
    files_kept: usize,
    files_named: usize,
}

impl Report {
    pub(super) fn new(faults: &Faults) -> Self {
        Self {
            faults: faults.clone(),
            kills: Vec::with_capacity(faults.kills),
            took: Duration::ZERO,
            ended_by_itself: Vec::new(),
            backends_left: 0,
            swept: Swept::default(),
            counts: Counts::default(),
            verdict: Verdict::default(),
        }
    }

    /// Takes in what the comparison gave.
    pub(super) fn conclude(&mut self, ledger: &Ledger, found: &Found, verdict: Verdict) {
        let all = &ledger.submissions;
        self.counts = Counts {
            submissions: all.len(),
            acknowledged: all.iter().filter(|one| one.code.is_some()).count(),
            dossiers: found.filed.len(),
            sent: all.iter().map(|one| u64::from(one.sent)).sum(),
            answered_from_the_key: all.iter().filter(|one| one.code.is_some() && one.lost_on_its_way.is_some()).count(),
            sent_again_on_purpose: ledger.sent_again,
            senders_hung_up: ledger.hung_up,
            answers_lost_on_purpose: all.iter().filter(|one| one.lost_on_its_way.is_some()).count(),
            answers_that_said_fault: ledger.faults_seen,
            answers_that_broke_off: ledger.breaks_seen,
            papers_acknowledged: ledger.papers_acknowledged.len(),
            files_kept: found.kept.len(),
            files_named: found.named.len(),
        };
        self.verdict = verdict;
        if self.backends_left > 0 {
            let what = format!("{} processes of a killed PostgreSQL lived on", self.backends_left);
            self.verdict.complaints.push(what);
        }
        if self.faults.target != Target::App {
            return;
        }
        // Where only the program is killed, nothing gives it a reason to end by itself.
        let ended = self.ended_by_itself.iter().map(|how| format!("the program ended by itself {how}"));
        self.verdict.complaints.extend(ended);
    }

    pub(super) fn is_clean(&self) -> bool {
        self.verdict.is_clean()
    }

    /// Prints it; a failure when something is wrong.
    pub(super) fn tell(&self, json: bool) -> Result<(), Failed> {
        let words = self.words();
        if json {
            say::beside(format_args!("{words}"));
            answer!("{}", self.json());
        } else {
            say::out(format_args!("{words}"));
        }
        if self.is_clean() { Ok(()) } else { Err(Failed::Broken("what was promised and what is there differ".into())) }
    }

    fn words(&self) -> String {
        let (counts, verdict) = (&self.counts, &self.verdict);
        let mut text = String::new();
        let mut line = |what: &str, value: String| {
            let _ = writeln!(text, "{what:<34}{value}"); // a String takes everything
        };
        line("seed, commit", format!("{}, {}", self.faults.seed, commit()));
        line("machine, build", format!("{}, {}", machine(), build()));
        line("submitters, time", format!("{}, {:.1} s", self.faults.submitters, self.took.as_secs_f64()));
        let mut victims: BTreeMap<&str, usize> = BTreeMap::new();
        self.kills.iter().for_each(|kill| *victims.entry(kill.victim).or_default() += 1);
        let victims: Vec<String> = victims.iter().map(|(victim, times)| format!("{victim} {times}")).collect();
        line("killed with -9", format!("{} times: {}", self.kills.len(), victims.join("; ")));
        let mut back: Vec<u64> = self.kills.iter().filter_map(|kill| kill.back_ms).collect();
        back.sort_unstable();
        if let (Some(last), Some(middle)) = (back.last(), back.get(back.len() / 2)) {
            line("pages and database back after", format!("{middle} ms half of the times, {last} ms at the most"));
        }
        line("  strikes before it was back", (self.kills.len() - back.len()).to_string());
        line("  the program ended by itself", self.ended_by_itself.len().to_string());
        line("dossiers acknowledged", format!("{} of {} submissions", counts.acknowledged, counts.submissions));
        line("  sendings until then", counts.sent.to_string());
        line("  sender gone before the answer", counts.senders_hung_up.to_string());
        line("  answer lost on its way", format!("{} (on purpose)", counts.answers_lost_on_purpose));
        line("  answered from the key", format!("{} (an earlier answer was lost)", counts.answered_from_the_key));
        line("  sent once more on purpose", format!("{}, same code each time", counts.sent_again_on_purpose));
        line(
            "answers lost on the way",
            format!("{} broke off, {} said fault", counts.answers_that_broke_off, counts.answers_that_said_fault),
        );
        line("dossiers in the database", counts.dossiers.to_string());
        line("files in the store", format!("{}, named by a row {}", counts.files_kept, counts.files_named));
        line(
            "  swept afterwards",
            format!(
                "{} files without a row, {} uploads that broke off half-way (the sweep takes them after a day)",
                self.swept.orphans, self.swept.leftovers
            ),
        );
        let _ = writeln!(text);
        for (name, list) in verdict.lists() {
            let _ = writeln!(text, "{name:<34}{}", list.len());
            for one in list.iter().take(SHOWN_MAX) {
                let _ = writeln!(text, "  {one}");
            }
            if list.len() > SHOWN_MAX {
                let _ = writeln!(text, "  … and {} more", list.len() - SHOWN_MAX);
            }
        }
        let _ = writeln!(text, "\n{}", if self.is_clean() { "clean" } else { "NOT CLEAN" });
        text
    }

    fn json(&self) -> serde_json::Value {
        serde_json::json!({
            "bench": "faults",
            "seed": self.faults.seed,
            "commit": commit(),
            "machine": machine(),
            "build": build(),
            "submitters": self.faults.submitters,
            "target": format!("{:?}", self.faults.target).to_lowercase(),
            "took_ms": millis(self.took),
            "kills": self.kills,
            "ended_by_itself": self.ended_by_itself,
            "counts": self.counts,
            "swept": { "orphans": self.swept.orphans, "leftovers": self.swept.leftovers },
            "verdict": self.verdict,
            "clean": self.is_clean(),
        })
    }
}

fn build() -> &'static str {
    if cfg!(debug_assertions) { "debug" } else { "release" }
}
