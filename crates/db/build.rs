//! Builds this crate again when a migration or the grounds are added: the macro that takes them in does not notice.

fn main() {
    println!("cargo::rerun-if-changed=../../migrations");
    println!("cargo::rerun-if-changed=../../grounds.toml");
}
