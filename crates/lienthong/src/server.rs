//! The HTTP server: routes behind their guards, limits, compression, headers, and an orderly end.

use crate::{config::Config, exit::Failed, routes, wiring::Running};
use axum::{Router, http::StatusCode};
use std::{future::Future, net::SocketAddr, time::Duration};
use tower_http::{compression::CompressionLayer, limit::RequestBodyLimitLayer, timeout::TimeoutLayer};

/// Larger than the largest paper with its form around it.
const BODY_BYTES_MAX: usize = 48 * 1024 * 1024;
const REQUEST_TIMEOUT_S: u64 = 120;
const DRAIN_S: u64 = 10;

/// The application as a service.
pub(crate) fn router(running: &Running) -> Router {
    let secure = running.shell.origin.secure;
    web::http::router(routes::all(), &running.shell)
        .layer(axum::middleware::from_fn_with_state(secure, web::http::secure))
        .layer(CompressionLayer::new())
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, Duration::from_secs(REQUEST_TIMEOUT_S)))
        .layer(RequestBodyLimitLayer::new(BODY_BYTES_MAX))
        .layer(axum::extract::DefaultBodyLimit::disable())
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
    match &config.tls {
        None => {
            let server = axum_server::from_tcp(listener).map_err(broken)?.handle(handle);
            ready(address);
            server.serve(service).await.map_err(broken)
        }
        Some((certificate, key)) => {
            let tls =
                axum_server::tls_rustls::RustlsConfig::from_pem_file(certificate, key).await.map_err(|error| {
                    let (certificate, key) = (certificate.display(), key.display());
                    Failed::Usage(format!("reading the certificate {certificate} and its key {key}: {error}"))
                })?;
            let server = axum_server::from_tcp_rustls(listener, tls).map_err(broken)?.handle(handle);
            ready(address);
            server.serve(service).await.map_err(broken)
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
