//! Progress bars on everything that takes over two seconds, on stderr, and only where somebody watches.

use indicatif::{ProgressBar, ProgressStyle};
use std::time::Duration;

/// A bar that counts up to `length`.
pub(crate) fn bar(length: u64, what: &str) -> ProgressBar {
    let bar = ProgressBar::new(length);
    let style = ProgressStyle::with_template("{msg:<28} {bar:30} {human_pos}/{human_len}  {per_sec}  còn {eta}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    bar.set_style(style);
    bar.set_message(what.to_owned());
    bar
}

/// A spinner for something whose length is not known.
pub(crate) fn spinner(what: &str) -> ProgressBar {
    let spinner = ProgressBar::new_spinner();
    let style =
        ProgressStyle::with_template("{spinner} {msg} {elapsed}").unwrap_or_else(|_| ProgressStyle::default_spinner());
    spinner.set_style(style);
    spinner.set_message(what.to_owned());
    spinner.enable_steady_tick(Duration::from_millis(120));
    spinner
}

/// A bar over bytes or rows of which only the share is shown; rows and their rate stand in the message.
pub(crate) fn rows_bar(length: u64) -> ProgressBar {
    let bar = ProgressBar::new(length);
    let style = ProgressStyle::with_template("{msg:<56} {bar:20} {percent:>3} %  còn {eta}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    bar.set_style(style);
    bar
}
