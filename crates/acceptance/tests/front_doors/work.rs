//! Pages and jobs in separate processes: what the pages leave to be done waits for `work` and is done there.

use crate::program::{Going, psql};
use acceptance::{Browser, Site, file_birth, free_port};
use cluster::{Cluster, Settings};
use std::time::{Duration, Instant};

/// A notice is held back for a while, so that a slip can be undone.
const DONE_MAX: Duration = Duration::from_secs(120);

#[test]
fn jobs_run_in_work_beside_serve() {
    // The demonstration makes a province with accounts; then its data are served as an installation's.
    let demo = Site::start();
    let mother = demo.accounts[0].clone();
    let code = file_birth(&demo.signed_in_as(&mother));
    let folder = demo.stop_and_keep();
    let postgres = Cluster::start_blocking(&Settings::in_dir(folder.path().join("postgres"))).expect("it starts again");
    let url = postgres.url("lienthong");
    let data = format!("[data]\ndir = \"{}\"\n\n[server]\n", folder.path().display());
    let site = Going::serve(folder.path(), &url, &["--no-jobs"], &data);
    let parent = Browser::at(&format!("http://localhost:{}", site.port));
    parent.sign_in(&mother);
    // She takes it back: a notice to the family has to go out.
    let page = parent.get(&format!("/dossiers/{code}/withdraw"));
    assert_eq!(parent.submit(page.form_to("/withdraw")).status, 200);

    let waiting = "SELECT count(*) FROM casework.notice WHERE state = 'waiting'";
    let jobs = "SELECT count(*) FROM graphile_worker.jobs";
    let ask = |statement: &str| psql(postgres.binaries(), &url, statement);
    assert_ne!(ask(waiting), "0", "{code} tells the family nothing");
    assert_ne!(ask(jobs), "0");
    std::thread::sleep(Duration::from_secs(2)); // nobody is there to do it
    assert_ne!(ask(waiting), "0");
    assert_ne!(ask(jobs), "0");

    let config = folder.path().join("work.toml");
    std::fs::write(&config, data.replace("[server]\n", "")).expect("a file");
    let config = config.to_str().expect("a path in UTF-8").to_owned();
    let work = Going::start(folder.path(), &url, &["--config", &config, "work"], free_port(), "running jobs");
    let until = Instant::now() + DONE_MAX;
    while ask(waiting) != "0" {
        assert!(Instant::now() < until, "the notice was not sent: {}", work.said());
        std::thread::sleep(Duration::from_millis(300)); // it is at work
    }
    // The pages go on while the jobs stop, and the other way round.
    assert_eq!(work.stop(), 0);
    assert_eq!(parent.get(&format!("/dossiers/{code}")).status, 200);
    assert_eq!(site.stop(), 0);
    postgres.stop_blocking().expect("it stops");
}
