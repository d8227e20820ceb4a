//! The one place that prints. A reader that has gone, as in `lienthong check | head`, stops nothing and is no failure;
//! an output that cannot be kept, on a full disk, is told at the end (`exit::report`).

use std::{
    fmt,
    io::{self, Write},
    sync::OnceLock,
};

/// Prints a line for whoever asked.
macro_rules! answer {
    ($($words:tt)*) => { $crate::say::out(format_args!("{}\n", format_args!($($words)*))) };
}
/// Prints a line beside the answer: how it goes, and why it failed.
macro_rules! tell {
    ($($words:tt)*) => { $crate::say::beside(format_args!("{}\n", format_args!($($words)*))) };
}
pub(crate) use {answer, tell};

static LOST: OnceLock<io::Error> = OnceLock::new();

/// Prints to standard output.
pub(crate) fn out(words: fmt::Arguments<'_>) {
    let mut stdout = io::stdout().lock();
    if let Err(error) = put(&mut stdout, words) {
        // Only the first is told: the others follow from it.
        let _ = LOST.set(error);
    }
}

/// Prints to standard error. There is no third place to say that this cannot be written.
pub(crate) fn beside(words: fmt::Arguments<'_>) {
    let _ = io::stderr().lock().write_fmt(words);
}

/// What the output lost, if anything.
pub(crate) fn lost() -> Option<&'static io::Error> {
    LOST.get()
}

fn put(to: &mut impl Write, words: fmt::Arguments<'_>) -> io::Result<()> {
    match to.write_fmt(words).and_then(|()| to.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_that_has_gone_is_no_failure_and_a_full_disk_is() {
        let (reader, mut writer) = io::pipe().unwrap();
        drop(reader);
        put(&mut writer, format_args!("whatever is said\n")).unwrap();
        let mut full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        assert_eq!(put(&mut full, format_args!("kept?\n")).unwrap_err().kind(), io::ErrorKind::StorageFull);
    }
}
