//! A look into a packed workbook before anybody reads it: what it is, whether it is whole, and whether it would burst.

use std::io::{Read, Seek};

use zip::ZipArchive;

use crate::{Limits, Unreadable};

/// Parts of a workbook; photographs and charts among them.
const PARTS_MAX: usize = 20_000;
/// Strings that a workbook may say it has: readers make room for as many as it says.
const STRINGS_MAX: u64 = 100_000_000;
/// Each string takes this much of the unpacked file at the very least: `<si><t/></si>`.
const STRING_BYTES_MIN: u64 = 9;

/// The kind of a packed workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Xlsx,
    Xlsb,
    Ods,
}

/// Says what the file is, or why it is not read.
pub(super) fn check(input: &mut (impl Read + Seek), limits: &Limits) -> Result<Kind, Unreadable> {
    let size = input.seek(std::io::SeekFrom::End(0))?;
    input.rewind()?;
    let mut packed = ZipArchive::new(input).map_err(|error| damaged(&error))?;
    if packed.len() > PARTS_MAX {
        return Err(Unreadable::Bomb);
    }
    let kind = kind(&packed)?;
    let of_size = size.saturating_mul(limits.unpacked_times_max).max(limits.suspect_from_bytes);
    let most = of_size.min(limits.unpacked_bytes_max);
    // What it says of itself is asked first: an honest bomb is known at once.
    let says = (0..packed.len()).filter_map(|at| packed.by_index_raw(at).ok().map(|part| part.size()));
    if says.fold(0u64, u64::saturating_add) > most {
        return Err(Unreadable::Bomb);
    }
    let mut left = most;
    for at in 0..packed.len() {
        let mut part = packed.by_index(at).map_err(|error| damaged(&error))?;
        let name = part.name().map_err(|error| damaged(&error))?.to_lowercase();
        let is_read = [".xml", ".rels", ".bin", "mimetype"].iter().any(|end| name.ends_with(end));
        if !is_read {
            continue;
        }
        let mut start = Vec::new();
        part.by_ref().take(64 * 1024).read_to_end(&mut start).map_err(|error| damaged(&error))?;
        let rest = std::io::copy(&mut part.take(left.saturating_add(1)), &mut std::io::sink());
        let bytes = start.len() as u64 + rest.map_err(|error| damaged(&error))?;
        left = left.checked_sub(bytes).ok_or(Unreadable::Bomb)?;
        if name.ends_with("sharedstrings.xml") {
            strings(&start, bytes)?;
        }
        if name == "meta-inf/manifest.xml" && memchr::memmem::find(&start, b"encryption-data").is_some() {
            return Err(Unreadable::Password);
        }
    }
    Ok(kind)
}

fn kind<R: Read + Seek>(packed: &ZipArchive<R>) -> Result<Kind, Unreadable> {
    let has = |wanted: &str| packed.file_names().any(|name| name.is_ok_and(|name| name.eq_ignore_ascii_case(wanted)));
    let has_in = |folder: &str| packed.file_names().any(|name| name.is_ok_and(|name| name.starts_with(folder)));
    if has("xl/workbook.bin") {
        Ok(Kind::Xlsb)
    } else if has("xl/workbook.xml") || has_in("xl/") {
        Ok(Kind::Xlsx)
    } else if has("content.xml") {
        Ok(Kind::Ods)
    } else if has_in("word/") {
        Err(Unreadable::NotATable("a Word document"))
    } else {
        Err(Unreadable::NotATable("an archive"))
    }
}

/// The number of strings the part says it has, against what its bytes can hold.
fn strings(start: &[u8], bytes: u64) -> Result<(), Unreadable> {
    let Some(at) = memchr::memmem::find(start, b"uniqueCount") else { return Ok(()) };
    let digits: String = start[at + 11..]
        .iter()
        .skip_while(|byte| !byte.is_ascii_digit())
        .take_while(|byte| byte.is_ascii_digit())
        .take(20)
        .map(|&byte| char::from(byte))
        .collect();
    let count: u64 = digits.parse().unwrap_or_default();
    if count > STRINGS_MAX || count > bytes / STRING_BYTES_MIN + 1_000 {
        return Err(Unreadable::Damaged("it says it has more texts than it holds".to_owned()));
    }
    Ok(())
}

fn damaged(error: &dyn std::fmt::Display) -> Unreadable {
    Unreadable::Damaged(error.to_string())
}
