//! What the submitters were promised, compared with what is there. Plain values: whatever is missing has a line.

use casework::{Filed, Overdue};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// One submission, as its submitter remembers it.
#[derive(Clone, Debug, Default)]
pub(super) struct Submission {
    pub(super) key: String,
    pub(super) draft: String,
    /// The code, once it was acknowledged.
    pub(super) code: Option<String>,
    /// How often it was sent until then.
    pub(super) sent: u32,
    /// The code in an answer that was lost on its way.
    pub(super) lost_on_its_way: Option<String>,
}

/// What one submitter remembers.
#[derive(Clone, Debug, Default)]
pub(super) struct Ledger {
    pub(super) submissions: Vec<Submission>,
    pub(super) papers_sent: BTreeSet<String>,
    pub(super) papers_acknowledged: BTreeSet<String>,
    /// Acknowledged submissions that were sent once more on purpose.
    pub(super) sent_again: u32,
    /// Submissions whose sender was gone before the answer came.
    pub(super) hung_up: u32,
    /// Answers that said fault.
    pub(super) faults_seen: u32,
    /// Connections and answers that broke off or did not come.
    pub(super) breaks_seen: u32,
    pub(super) failures_in_a_row: u32,
    pub(super) complaints: Vec<String>,
}

impl Ledger {
    pub(super) fn merge(&mut self, other: Self) {
        self.submissions.extend(other.submissions);
        self.papers_sent.extend(other.papers_sent);
        self.papers_acknowledged.extend(other.papers_acknowledged);
        self.sent_again += other.sent_again;
        self.hung_up += other.hung_up;
        self.faults_seen += other.faults_seen;
        self.breaks_seen += other.breaks_seen;
        self.complaints.extend(other.complaints);
    }
}

/// What is there when everything has come to rest.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    pub(super) filed: Vec<Filed>,
    /// Files in the store.
    pub(super) kept: BTreeSet<String>,
    /// Files that rows name.
    pub(super) named: BTreeSet<String>,
    /// Named files that are missing or not what their name says.
    pub(super) broken: Vec<String>,
    /// Work that was not done although there was time.
    pub(super) overdue: Overdue,
    /// Files without a row that the program's own sweep left behind.
    pub(super) unswept: Vec<String>,
}

/// What is wrong; empty lists when nothing is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Verdict {
    /// Acknowledged codes without a dossier.
    pub(super) lost: Vec<String>,
    /// Codes, keys or drafts with more than one dossier.
    pub(super) doubled: Vec<String>,
    /// Dossiers that nobody remembers to have sent.
    pub(super) unknown: Vec<String>,
    /// Dossiers of which a part is missing.
    pub(super) half: Vec<String>,
    /// Acknowledged papers that no row names.
    pub(super) papers_lost: Vec<String>,
    /// Files in the store that no row names.
    pub(super) orphan_files: Vec<String>,
    /// Rows that name a file which is missing or spoilt.
    pub(super) missing_files: Vec<String>,
    /// Work that nothing will do.
    pub(super) stuck: Vec<String>,
    /// Whatever else went wrong on the way.
    pub(super) complaints: Vec<String>,
}

impl Verdict {
    /// The lists with their names.
    pub(super) fn lists(&self) -> [(&'static str, &Vec<String>); 9] {
        [
            ("lost", &self.lost),
            ("doubled", &self.doubled),
            ("unknown", &self.unknown),
            ("half", &self.half),
            ("papers lost", &self.papers_lost),
            ("orphan files", &self.orphan_files),
            ("missing files", &self.missing_files),
            ("stuck", &self.stuck),
            ("complaints", &self.complaints),
        ]
    }
    pub(super) fn is_clean(&self) -> bool {
        self.lists().iter().all(|(_, list)| list.is_empty())
    }
}

/// Compares both sides.
pub(super) fn judge(ledger: &Ledger, found: &Found) -> Verdict {
    let mut verdict = Verdict { complaints: ledger.complaints.clone(), ..Verdict::default() };
    let mut by_key: BTreeMap<String, Vec<&Filed>> = BTreeMap::new();
    let mut by_code: BTreeMap<&str, Vec<&Filed>> = BTreeMap::new();
    let mut by_draft: BTreeMap<String, Vec<&Filed>> = BTreeMap::new();
    for filed in &found.filed {
        by_key.entry(filed.key.to_string()).or_default().push(filed);
        by_code.entry(&filed.code).or_default().push(filed);
        if let Some(draft) = filed.draft {
            by_draft.entry(draft.to_string()).or_default().push(filed);
        }
        if !filed.is_whole() {
            verdict.half.push(filed.code.clone());
        }
    }
    let several = |what: &str, name: &str, filed: &[&Filed]| {
        let codes: Vec<&str> = filed.iter().map(|filed| filed.code.as_str()).collect();
        (filed.len() > 1).then(|| format!("{what} {name}: {}", codes.join(", ")))
    };
    verdict.doubled.extend(by_key.iter().filter_map(|(key, filed)| several("key", key, filed)));
    verdict.doubled.extend(by_code.iter().filter_map(|(code, filed)| several("code", code, filed)));
    verdict.doubled.extend(by_draft.iter().filter_map(|(draft, filed)| several("draft", draft, filed)));

    let mut tried: BTreeSet<&str> = BTreeSet::new();
    let mut promised: BTreeMap<&str, &str> = BTreeMap::new();
    for submission in &ledger.submissions {
        tried.insert(&submission.key);
        let Some(code) = submission.code.as_deref() else { continue };
        if let Some(other) = promised.insert(code, &submission.key) {
            verdict.doubled.push(format!("code {code} was promised for the keys {other} and {}", submission.key));
        }
        // The code must be there, and it must be what was sent: this key, this draft.
        let there = by_code.get(code).is_some_and(|all| {
            all.iter().any(|filed| {
                filed.key.to_string() == submission.key
                    && filed.draft.is_some_and(|draft| draft.to_string() == submission.draft)
            })
        });
        if !there {
            verdict.lost.push(code.to_owned());
        }
    }
    verdict.unknown.extend(by_key.iter().filter(|(key, _)| !tried.contains(key.as_str())).map(|(key, filed)| {
        format!("key {key}: {}", filed.first().map(|filed| filed.code.as_str()).unwrap_or_default())
    }));

    verdict.papers_lost.extend(ledger.papers_acknowledged.difference(&found.named).cloned());
    let named_or_known = |hash: &&String| !found.named.contains(*hash);
    verdict.orphan_files.extend(found.kept.iter().filter(named_or_known).map(|hash| {
        let whose = if ledger.papers_sent.contains(hash) { "of an upload" } else { "that nobody uploaded" };
        format!("{hash} {whose}")
    }));
    verdict.orphan_files.extend(found.unswept.iter().map(|hash| format!("{hash} outlived the sweep")));
    verdict.missing_files.extend(found.broken.iter().cloned());
    for (what, count) in [
        ("notices", found.overdue.notices),
        ("questions to outside systems", found.overdue.questions),
        ("documents of results", found.overdue.documents),
    ] {
        if count > 0 {
            verdict.stuck.push(format!("{count} {what}"));
        }
    }
    verdict
}

#[cfg(test)]
mod tests {
    use super::*;
    use basis::{DossierId, DraftId, SubmissionKey};

    fn filed(code: &str) -> Filed {
        Filed {
            dossier: DossierId::fresh(),
            code: code.to_owned(),
            key: SubmissionKey::fresh(),
            draft: Some(DraftId::fresh()),
            papers: 1,
            papers_left: 0,
            legs_open: 1,
            handovers: 1,
            events: 1,
            notices: 1,
        }
    }

    fn sent(filed: &Filed, acknowledged: bool) -> Submission {
        Submission {
            key: filed.key.to_string(),
            draft: filed.draft.unwrap().to_string(),
            code: acknowledged.then(|| filed.code.clone()),
            sent: 1,
            ..Submission::default()
        }
    }

    /// Two dossiers, the second one never acknowledged, and their papers.
    fn whole() -> (Ledger, Found) {
        let (first, second) = (filed("A-20261124-0000001"), filed("A-20261124-0000002"));
        let papers: BTreeSet<String> = ["aa".to_owned(), "bb".to_owned()].into();
        let ledger = Ledger {
            submissions: vec![sent(&first, true), sent(&second, false)],
            papers_sent: papers.clone(),
            papers_acknowledged: papers.clone(),
            ..Ledger::default()
        };
        let found = Found { filed: vec![first, second], kept: papers.clone(), named: papers, ..Found::default() };
        (ledger, found)
    }

    #[test]
    fn what_is_whole_has_no_complaint() {
        let (ledger, found) = whole();
        assert_eq!(judge(&ledger, &found), Verdict::default());
        assert!(judge(&ledger, &found).is_clean());
    }

    #[test]
    fn an_acknowledged_dossier_that_is_gone_is_lost_and_another_one_is_no_substitute() {
        let (ledger, mut found) = whole();
        let gone = found.filed.remove(0);
        assert_eq!(judge(&ledger, &found).lost, std::slice::from_ref(&gone.code));
        found.filed.push(Filed { key: SubmissionKey::fresh(), ..gone });
        let verdict = judge(&ledger, &found);
        assert_eq!((verdict.lost.len(), verdict.unknown.len()), (1, 1));
    }

    #[test]
    fn two_dossiers_of_one_key_or_draft_are_doubled() {
        let (ledger, mut found) = whole();
        let twice =
            Filed { code: "A-20261124-0000003".to_owned(), dossier: DossierId::fresh(), ..found.filed[0].clone() };
        found.filed.push(twice.clone());
        assert_eq!(judge(&ledger, &found).doubled.len(), 2, "by its key and by its draft");
        found.filed[2] = Filed { key: SubmissionKey::fresh(), ..twice };
        let verdict = judge(&ledger, &found);
        assert_eq!((verdict.doubled.len(), verdict.unknown.len()), (1, 1), "by its draft; and nobody sent that key");
    }

    #[test]
    fn one_code_promised_to_two_is_doubled() {
        let (mut ledger, found) = whole();
        ledger.submissions[1].code = ledger.submissions[0].code.clone();
        let verdict = judge(&ledger, &found);
        assert_eq!((verdict.doubled.len(), verdict.lost.len()), (1, 1));
    }

    #[test]
    fn a_dossier_without_all_that_belongs_to_it_is_half() {
        for spoil in [
            |filed: &mut Filed| filed.papers_left = 1,
            |filed: &mut Filed| filed.events = 2,
            |filed: &mut Filed| filed.notices = 0,
            |filed: &mut Filed| filed.handovers = 0,
            |filed: &mut Filed| filed.draft = None,
        ] {
            let (ledger, mut found) = whole();
            spoil(&mut found.filed[1]);
            assert_eq!(judge(&ledger, &found).half, ["A-20261124-0000002"]);
        }
    }

    #[test]
    fn files_are_compared_in_both_directions() {
        let (ledger, mut found) = whole();
        found.kept.insert("cc".to_owned());
        found.named.remove("aa");
        found.broken.push("bb".to_owned());
        let verdict = judge(&ledger, &found);
        assert_eq!(verdict.orphan_files, ["aa of an upload", "cc that nobody uploaded"]);
        assert_eq!((verdict.papers_lost, verdict.missing_files), (vec!["aa".to_owned()], vec!["bb".to_owned()]));
    }

    #[test]
    fn work_that_stays_undone_is_stuck() {
        let (ledger, mut found) = whole();
        found.overdue.notices = 3;
        assert_eq!(judge(&ledger, &found).stuck, ["3 notices"]);
    }
}
