//! The program speaks TLS itself: with a certificate of two days made for the test, asked by curl.

use crate::program::{Existing, Going, Request, run};
use std::{fs, path::Path, process::Command};

/// Runs a tool; gives what it said.
fn tool(name: &str, folder: &Path, arguments: &[&str]) -> (bool, String) {
    let output = Command::new(name).args(arguments).current_dir(folder).output();
    let output = output.unwrap_or_else(|error| panic!("{name} is needed ({error}): ./test installs it"));
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&said).into_owned())
}

fn certificate(folder: &Path, key: &str, certificate: &str) {
    let (made, said) = tool(
        "openssl",
        folder,
        &[
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=localhost",
            "-addext",
            "subjectAltName=DNS:localhost",
            "-keyout",
            key,
            "-out",
            certificate,
        ],
    );
    assert!(made, "{said}");
}

#[test]
fn serve_speaks_tls_with_its_own_certificate() {
    let (postgres, folder) = (Existing::prepared(), tempfile::tempdir().expect("a folder"));
    let (url, folder) = (postgres.url(), folder.path());
    certificate(folder, "key.pem", "cert.pem");
    certificate(folder, "other-key.pem", "other-cert.pem");
    let with_tls = "[server]\ntls_certificate = \"cert.pem\"\ntls_key = \"key.pem\"\n";
    let site = Going::serve(folder, &url, &["--no-jobs"], with_tls);
    let address = format!("https://localhost:{}", site.port);
    let curl =
        |arguments: &[&str]| tool("curl", folder, &[&["--silent", "--show-error", "--include"], arguments].concat());

    let (trusted, page) = curl(&["--cacert", "cert.pem", "--cookie-jar", "jar", &format!("{address}/sign-in")]);
    assert!(trusted && page.starts_with("HTTP/2 200"), "{page}");
    let head = page.to_lowercase();
    for part in ["set-cookie: __host-lt-form=", "; secure", "strict-transport-security: max-age="] {
        assert!(head.contains(part), "{part}: {page}");
    }
    let older = curl(&["--cacert", "cert.pem", "--http1.1", "--tlsv1.2", "--tls-max", "1.2", &format!("{address}/")]);
    assert!(older.0 && older.1.starts_with("HTTP/1.1 200"), "{}", older.1);
    assert!(!curl(&["--cacert", "cert.pem", "--tls-max", "1.1", &format!("{address}/")]).0, "TLS 1.1 is spoken");
    assert!(!curl(&["--cacert", "other-cert.pem", &format!("{address}/")]).0, "the certificate is another one");

    // A form works, with the secure cookie and the origin that follows from TLS.
    let token =
        page.split("name=\"_csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
    let form = format!("_csrf={token}&username=ai.do&password=khong-dung");
    let post = |origin: &str| {
        let origin = format!("origin: {origin}");
        let sign_in = format!("{address}/sign-in");
        curl(&["--cacert", "cert.pem", "--cookie", "jar", "--header", &origin, "--data", &form, &sign_in]).1
    };
    assert!(post(&address).starts_with("HTTP/2 422"), "{}", post(&address));
    assert!(post(&address.replace("https", "http")).starts_with("HTTP/2 403"));

    // Who speaks plain HTTP to it gets no page.
    let plain = site.ask(&Request { path: "/", headers: &[], form: None });
    assert!(plain.status != 200 && plain.body.is_empty(), "{plain:?}");
    assert_eq!(site.stop(), 0);

    // Files that are not there, not a certificate, or do not belong together.
    fs::write(folder.join("words.pem"), "no certificate\n").expect("a file");
    for (certificate, key) in [("gone.pem", "key.pem"), ("words.pem", "key.pem"), ("cert.pem", "other-key.pem")] {
        let text =
            format!("[server]\naddress = \"127.0.0.1:0\"\ntls_certificate = \"{certificate}\"\ntls_key = \"{key}\"\n");
        fs::write(folder.join("wrong.toml"), text).expect("a file");
        let wrong = run(&["--config", "wrong.toml", "serve", "--no-jobs"], Some(&url), folder);
        wrong.expect(2, &["certificate", certificate, key]);
    }
}
