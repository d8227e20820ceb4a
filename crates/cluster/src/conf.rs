//! Our settings of the server, one short file that postgresql.conf includes.

use crate::Durability;
use std::fmt::Write as _;

/// Connections the server takes; the pools of one program use a third of them.
const CONNECTIONS_MAX: u32 = 100;

const SHARED_BUFFERS_MB_MIN: u64 = 128;
const SHARED_BUFFERS_MB_MAX: u64 = 1024;

/// Writes the settings for a machine with this much memory.
pub(crate) fn text(memory_mb: u64, lz4: bool, durability: Durability) -> String {
    let mut conf =
        String::from("# Written by lienthong at each start; change postgresql.conf below its include line instead.\n");
    let mut set = |name: &str, value: &str| {
        let _ = writeln!(conf, "{name} = {value}"); // a String takes everything
    };
    let shared_buffers_mb = match durability {
        Durability::Full => (memory_mb / 8).clamp(SHARED_BUFFERS_MB_MIN, SHARED_BUFFERS_MB_MAX),
        Durability::ThrownAway => SHARED_BUFFERS_MB_MIN,
    };
    set("listen_addresses", "''");
    set("max_connections", &CONNECTIONS_MAX.to_string());
    set("shared_buffers", &format!("{shared_buffers_mb}MB"));
    set("effective_cache_size", &format!("{}MB", (memory_mb / 2).max(SHARED_BUFFERS_MB_MIN)));
    set("maintenance_work_mem", "128MB");
    set("max_wal_size", "2GB");
    set("random_page_cost", "1.1");
    set("wal_compression", if lz4 { "lz4" } else { "on" });
    set("timezone", "'UTC'");
    set("log_timezone", "'UTC'");
    match durability {
        Durability::Full => {
            set("fsync", "on");
            set("synchronous_commit", "on");
            set("full_page_writes", "on");
        }
        Durability::ThrownAway => {
            set("fsync", "off");
            set("synchronous_commit", "off");
            set("full_page_writes", "off");
            set("autovacuum_naptime", "'1h'");
        }
    }
    // People's data must not reach the log: no statements, no bound values, no "Key (number)=(...)" details.
    set("log_line_prefix", "'%m [%p] '");
    set("log_statement", "none");
    set("log_min_error_statement", "panic");
    set("log_min_duration_statement", "-1");
    set("log_parameter_max_length", "0");
    set("log_parameter_max_length_on_error", "0");
    set("log_error_verbosity", "terse");
    conf
}

/// The machine's memory, or a modest guess where the system does not say.
pub(crate) fn memory_mb() -> u64 {
    const GUESS_MB: u64 = 2048;
    let Ok(text) = std::fs::read_to_string("/proc/meminfo") else { return GUESS_MB };
    let total_kb =
        text.lines().find_map(|line| line.strip_prefix("MemTotal:")?.split_whitespace().next()?.parse::<u64>().ok());
    total_kb.map_or(GUESS_MB, |kb| kb / 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_real_cluster_is_durable_and_says_nothing_about_people() {
        let conf = text(24_000, true, Durability::Full);
        for line in ["fsync = on", "synchronous_commit = on", "full_page_writes = on", "wal_compression = lz4"] {
            assert!(conf.lines().any(|found| found == line), "{line} in\n{conf}");
        }
        for line in ["log_error_verbosity = terse", "log_parameter_max_length_on_error = 0", "listen_addresses = ''"] {
            assert!(conf.lines().any(|found| found == line), "{line} in\n{conf}");
        }
        assert!(conf.contains("shared_buffers = 1024MB"));
        assert!(text(512, false, Durability::Full).contains("shared_buffers = 128MB"));
    }

    #[test]
    fn only_a_thrown_away_cluster_is_not_durable() {
        assert!(text(2048, false, Durability::ThrownAway).contains("fsync = off"));
        assert!(!text(2048, false, Durability::Full).contains("off"));
    }
}
