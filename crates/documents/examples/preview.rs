//! Writes every paper with its sample into a folder: `cargo run -p documents --example preview -- FOLDER`.

use documents::{Documents, Template};
use std::{error::Error, fs, path::PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("say the folder to write into")?);
    let documents = Documents::new()?;
    for template in Template::ALL {
        let pdf = documents.render(template, &template.sample(), "2026-11-23T03:00:00Z".parse()?)?;
        fs::write(folder.join(format!("{}.pdf", template.code())), pdf.bytes())?;
    }
    Ok(())
}
