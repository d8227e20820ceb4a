//! The powers casework grants. Which role holds which is data (`roles.toml`).

db::powers! {
    /// To begin and submit a dossier of one's own.
    FileDossier = "file_dossier";
    /// To file for somebody at the counter.
    FileForAnother = "file_for_another";
    /// To answer a request for supplements.
    AnswerSupplement = "answer_supplement";
    /// To withdraw one's own dossier.
    WithdrawDossier = "withdraw_dossier";
    /// To see one's own dossiers, vault and trail.
    SeeOwnData = "see_own_data";
    /// To look a dossier up by its code and secret.
    LookUpDossier = "look_up_dossier";
    /// To have another look-up secret for one's own dossier.
    ReissueOwnSecret = "reissue_own_secret";
    /// To give whoever stands at the counter another look-up secret.
    ReissueSecret = "reissue_secret";
    /// To see whether a result stands.
    CheckResult = "check_result";
    /// To see the queue of one's agency.
    SeeQueue = "see_queue";
    /// To see who left the communes of one's agency, and to take note of it.
    SeeDepartures = "see_departures";
    /// To take a dossier in, claim it and ask for supplements.
    ReceiveDossier = "receive_dossier";
    /// To let go what an officer of the own territory holds.
    ReleaseHeld = "release_held";
    /// To see every dossier received at one's counter or of its commune, and to take papers in for the agencies.
    SeeCounter = "see_counter";
    /// To hand results over at the counter.
    HandOut = "hand_out_results";
    /// To decide.
    DecideDossier = "decide_dossier";
    /// To issue a child's health-insurance card.
    IssueHealthCard = "issue_health_card";
    /// To see what the comparison of hand-overs found.
    SeeFindings = "see_findings";
    /// To settle what the comparison found, with a reason.
    CloseFinding = "close_finding";
    /// To see the outbox of notices.
    SeeOutbox = "see_outbox";
    /// To send notices.
    SendNotices = "send_notices";
    /// To make the documents of results.
    MakeDocuments = "make_documents";
    /// To compare hand-overs.
    CompareHandovers = "compare_handovers";
    /// To ask outside systems.
    AskOutside = "ask_outside";
    /// To find out which files are still needed.
    Sweep = "sweep";
}
