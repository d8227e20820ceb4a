//! The HTTP server: routes behind their guards, limits, compression, headers, and an orderly end.

use crate::{
    config::Config,
    exit::Failed,
    limit::{self, Limited},
    routes,
    wiring::Running,
};
use axum::{Router, http::StatusCode};
use axum_server::tls_rustls::RustlsAcceptor;
use std::{future::Future, net::SocketAddr, time::Duration};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tower_http::{compression::CompressionLayer, timeout::TimeoutLayer};

const REQUEST_TIMEOUT_S: u64 = 120;
const DRAIN_S: u64 = 10;
/// From connecting to the end of the first request's head; and so long may a head take, or a connection lie idle.
const HEAD_TIMEOUT_S: u64 = 20;
/// How often a silent connection of HTTP/2 is asked whether it is still there.
const PING_EVERY_S: u64 = 30;
/// Requests at one time on one connection of HTTP/2: a page with its pictures.
const STREAMS_MAX: u32 = 100;

/// The application as a service.
pub(crate) fn router(running: &Running) -> Router {
    let secure = running.shell.origin.secure;
    web::http::router(routes::all(), &running.shell)
        .layer(axum::middleware::from_fn_with_state(secure, web::http::secure))
        .layer(CompressionLayer::new())
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, Duration::from_secs(REQUEST_TIMEOUT_S)))
        // The guard reads a form of texts itself, bounded; only a form with files is read by its handler.
        .layer(axum::extract::DefaultBodyLimit::max(web::http::FORM_WITH_FILES_BYTES_MAX))
}

/// Serves until `stop` is done, then lets what is under way end.
pub(crate) async fn serve<F>(
    config: &Config,
    running: &Running,
    ready: impl FnOnce(SocketAddr),
    stop: F,
) -> Result<(), Failed>
where
    F: Future<Output = ()> + Send + 'static,
{
    let service = router(running).into_make_service_with_connect_info::<SocketAddr>();
    let handle = axum_server::Handle::new();
    let ending = handle.clone();
    tokio::spawn(async move {
        stop.await;
        ending.graceful_shutdown(Some(Duration::from_secs(DRAIN_S)));
    });
    let listener = std::net::TcpListener::bind(config.address)
        .map_err(|error| Failed::Broken(format!("listening on {}: {error}", config.address)))?;
    listener.set_nonblocking(true).map_err(|error| Failed::Broken(format!("listening: {error}")))?;
    let address = listener.local_addr().map_err(|error| Failed::Broken(format!("listening: {error}")))?;
    let broken = |error: std::io::Error| Failed::Broken(format!("serving: {error}"));
    let door = Limited::to(limit::allowed(config.server_connections_max));
    let server = axum_server::from_tcp(listener).map_err(broken)?.handle(handle);
    let server = bounded(server, Duration::from_secs(HEAD_TIMEOUT_S));
    match &config.tls {
        None => {
            let server = server.acceptor(door);
            ready(address);
            server.serve(service).await.map_err(broken)
        }
        Some((certificate, key)) => {
            let tls =
                axum_server::tls_rustls::RustlsConfig::from_pem_file(certificate, key).await.map_err(|error| {
                    let (certificate, key) = (certificate.display(), key.display());
                    Failed::Usage(format!("reading the certificate {certificate} and its key {key}: {error}"))
                })?;
            let server = server.acceptor(RustlsAcceptor::new(tls).acceptor(door));
            ready(address);
            server.serve(service).await.map_err(broken)
        }
    }
}

/// A client that sends slowly, or nothing, must not hold a place for ever.
fn bounded(mut server: axum_server::Server<SocketAddr>, head: Duration) -> axum_server::Server<SocketAddr> {
    let http = server.http_builder();
    http.http1().header_read_timeout(head);
    http.http2()
        .keep_alive_interval(Duration::from_secs(PING_EVERY_S))
        .keep_alive_timeout(head)
        .max_concurrent_streams(STREAMS_MAX);
    server.first_request_timeout(head)
}

/// Ctrl-C and the service manager's TERM, heard from the moment this is made, whenever it is asked.
#[derive(Debug)]
pub(crate) struct Stop {
    interrupt: Signal,
    terminate: Signal,
}

impl Stop {
    pub(crate) fn listen() -> std::io::Result<Self> {
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }
    /// Waits for one.
    pub(crate) async fn came(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

/// Ctrl-C or the service manager's TERM.
pub(crate) async fn stop_signal() {
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminate => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _},
        net::TcpStream,
    };

    /// What a client reads until it is let go.
    async fn until_let_go(address: SocketAddr, sent: &[u8]) -> String {
        let mut client = TcpStream::connect(address).await.unwrap();
        client.write_all(sent).await.unwrap();
        let mut read = Vec::new();
        let end = tokio::time::timeout(Duration::from_secs(20), client.read_to_end(&mut read)).await;
        let _ = end.expect("it is let go");
        String::from_utf8_lossy(&read).into_owned()
    }

    #[tokio::test]
    async fn a_client_that_sends_nothing_or_half_a_head_or_lies_idle_is_let_go() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let server = bounded(axum_server::from_tcp(listener).unwrap(), Duration::from_millis(200));
        let app = Router::new().route("/", axum::routing::get(|| async { "here" }));
        let serving = tokio::spawn(server.acceptor(Limited::to(1)).serve(app.into_make_service()));
        assert_eq!(until_let_go(address, b"").await, "");
        until_let_go(address, b"GET / HTTP/1.1\r\nHos").await;
        let idle = until_let_go(address, b"GET / HTTP/1.1\r\nHost: here\r\n\r\n").await;
        assert!(idle.ends_with("here"), "{idle}");
        serving.abort();
    }
}
