//! `lienthong explain`: one row beside its best candidates, field by field, with the bits that each field gives.

use super::{Files, Listener, failed};
use crate::exit::Failed;
use crate::say::{self, tell};
use clap::Args;
use cleansing::file::{self, Compared, Explained};
use matching::render;
use std::{fs, path::PathBuf};

const STYLE: &str =
    "<style>text{font:13px sans-serif}.for{fill:#2e7d32}.against{fill:#c62828}.sum{fill:#546e7a}</style>";

/// The words of `explain`.
#[derive(Args, Debug)]
pub(crate) struct Explain {
    #[command(flatten)]
    files: Files,
    /// The row, as a spreadsheet counts it: the heading is usually row 1.
    #[arg(long, value_name = "N")]
    row: u64,
    /// Also draw the best candidate's waterfall into this file.
    #[arg(long, value_name = "FILE.svg")]
    svg: Option<PathBuf>,
}

/// Runs `explain`.
pub(crate) fn run(words: &Explain) -> Result<(), Failed> {
    let plan = words.files.plan(file::Explain::All)?;
    let mut listener = Listener::new(&plan, words.files.quiet);
    let explained = file::explain(&plan, words.row, &mut |told| listener.hear(told)).map_err(failed)?;
    listener.end();
    say::out(format_args!("{}", text(&explained)));
    if let Some(path) = &words.svg {
        let Some(best) = explained.candidates.first() else {
            tell!("lienthong: nobody comes near, so there is nothing to draw");
            return Ok(());
        };
        let title = format!("Row {}, {}", explained.line, best.key);
        // In a page the page's style colours it; a picture that stands alone brings its own.
        let drawn = render::svg(&best.explanation, &title).replacen("<title>", &format!("{STYLE}<title>"), 1);
        fs::write(path, drawn).map_err(|error| Failed::because("writing the picture", &error))?;
    }
    Ok(())
}

fn text(explained: &Explained) -> String {
    let decision = &explained.decision;
    let category = decision.category;
    let mut out = format!("row {}: {} ({}), band {}\n", explained.line, category.code(), category.vi(), explained.band);
    for warning in &decision.warnings {
        out.push_str(&format!("  also {} ({})\n", warning.code(), warning.vi()));
    }
    out.push_str(&format!("  to do: {}\n", category.advice_vi()));
    if explained.candidates.is_empty() {
        out.push_str("nobody in the register comes near\n");
    }
    for (nth, candidate) in explained.candidates.iter().enumerate() {
        out.push_str(&beside(nth + 1, candidate));
    }
    out
}

fn beside(nth: usize, candidate: &Compared) -> String {
    let mut out = format!("\ncandidate {nth}: {}\n", candidate.key);
    for (label, own, other) in &candidate.values {
        let mark = if own != other && !own.is_empty() && !other.is_empty() { "≠" } else { " " };
        out.push_str(&format!("  {label:<26} {own:<32} {mark} {other}\n"));
    }
    out.push_str(&render::text(&candidate.explanation));
    out
}
