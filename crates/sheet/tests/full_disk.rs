//! A disk that fills while a result is written: an error, and nothing under the final name nor beside it.

use std::path::Path;
use std::process::Command;

use sheet::{Out, Results, Summary, Tone, Unwritten, WriteOptions};

const FOLDER: &str = "SHEET_TEST_FOLDER";
const NAME: &str = "SHEET_TEST_NAME";

fn write_much(path: &Path) -> Result<(), Unwritten> {
    let mut out = Results::create(path, &["STT", "Họ và tên"], &WriteOptions::default())?;
    for row in 0..60_000 {
        // Texts that hardly shrink when packed.
        let text = format!("{:x}", (row as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(row % 64));
        out.row(&[Out::Number(f64::from(row)), Out::Text(&text)], Tone::Plain)?;
    }
    out.finish(&Summary::default())
}

/// The system's limit on the size of a file stands for the full disk: the same write fails at the same place.
#[test]
fn a_disk_that_fills_leaves_nothing() {
    if let Ok(folder) = std::env::var(FOLDER) {
        let path = Path::new(&folder).join(std::env::var(NAME).unwrap());
        assert!(matches!(write_much(&path), Err(Unwritten::Disk(_))));
        return;
    }
    let test = std::env::current_exe().unwrap();
    for name in ["a.csv", "a.xlsx"] {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(name), "an older result").unwrap();
        // Blocks of 512 bytes; without the trap the system would end the program instead of refusing the write.
        let limited = "trap '' XFSZ; ulimit -f 200; exec \"$0\" --exact a_disk_that_fills_leaves_nothing";
        let ended = Command::new("sh")
            .args(["-c", limited])
            .arg(&test)
            .env(FOLDER, folder.path())
            .env(NAME, name)
            .output()
            .unwrap();
        assert!(ended.status.success(), "{name}: {}", String::from_utf8_lossy(&ended.stdout));
        let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left, [name], "nothing beside the older result");
        assert_eq!(std::fs::read_to_string(folder.path().join(name)).unwrap(), "an older result");
    }
}
