//! A bound on the connections of one process: each takes a descriptor, and a crowd must not leave none for PostgreSQL
//! and the papers. Where a proxy stands in front it holds the crowd off; where the program ends TLS itself, this does.

use axum_server::accept::Accept;
use std::{
    future::{Ready, ready},
    io,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    sync::{OwnedSemaphorePermit, Semaphore},
};

/// Descriptors that are kept for PostgreSQL, files, the runtime and the log.
const KEPT_DESCRIPTORS: u32 = 256;
const CONNECTIONS_MIN: u32 = 16;

/// How many connections there may be: as configured, or what the limit of open files leaves.
pub(crate) fn allowed(configured: u32) -> u32 {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let Some(open_files) = soft_limit(&limits) else { return configured };
    let left = open_files.saturating_sub(KEPT_DESCRIPTORS).max(CONNECTIONS_MIN);
    if left < configured {
        tracing::warn!(
            connections = left,
            open_files,
            "the limit of open files allows fewer connections than configured (LimitNOFILE)"
        );
    }
    configured.min(left)
}

fn soft_limit(limits: &str) -> Option<u32> {
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// Takes connections up to a bound; what comes beyond is closed at once.
#[derive(Clone, Debug)]
pub(crate) struct Limited {
    free: Arc<Semaphore>,
}

impl Limited {
    pub(crate) fn to(connections_max: u32) -> Self {
        Self { free: Arc::new(Semaphore::new(connections_max as usize)) }
    }
}

impl<I, S> Accept<I, S> for Limited {
    type Stream = Counted<I>;
    type Service = S;
    type Future = Ready<io::Result<(Counted<I>, S)>>;

    fn accept(&self, stream: I, service: S) -> Self::Future {
        ready(match Arc::clone(&self.free).try_acquire_owned() {
            Ok(place) => Ok((Counted { stream, _place: place }, service)),
            Err(_) => Err(io::Error::other("too many connections")),
        })
    }
}

/// A connection that holds its place until it is closed.
#[derive(Debug)]
pub(crate) struct Counted<I> {
    stream: I,
    _place: OwnedSemaphorePermit,
}

impl<I: AsyncRead + Unpin> AsyncRead for Counted<I> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl<I: AsyncWrite + Unpin> AsyncWrite for Counted<I> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }
    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }
    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, slices)
    }
    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_place_is_free_again_when_its_connection_ends() {
        let door = Limited::to(2);
        let come = async || door.accept(tokio::io::empty(), ()).await;
        let first = come().await.unwrap();
        let _second = come().await.unwrap();
        assert!(come().await.is_err(), "the third is turned away");
        drop(first);
        assert!(come().await.is_ok());
    }

    #[test]
    fn the_limit_of_open_files_is_read() {
        let limits = "Limit                     Soft Limit           Hard Limit           Units\n\
                      Max open files            1024                 524288               files\n";
        assert_eq!(soft_limit(limits), Some(1024));
        assert_eq!(soft_limit("Max open files            unlimited            unlimited            files\n"), None);
        assert!(allowed(16) == 16);
    }
}
