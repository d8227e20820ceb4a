//! The doors an operator comes in by: configuration, an existing PostgreSQL, TLS, a proxy, `work` beside `serve`,
//! `import`, and the exit codes and words of each when something is not as it should be.

mod configuration;
mod database;
mod import;
mod program;
mod proxy;
mod tls;
mod work;
mod workbook;
