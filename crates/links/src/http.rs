//! The one HTTP client: JSON out, JSON in, a time limit on everything, TLS by ring.
//!
//! Plain `http://` is taken too: the agencies' systems stand behind a security server of the province, which speaks TLS
//! with its peers and plain HTTP inside the same machine room.

use crate::{problem::LinkProblem, secret::Secret};
use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::{
    Method, Request, StatusCode, Uri,
    header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue},
};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, pem::PemObject},
};
use serde_json::Value;
use std::{fmt, sync::Arc, time::Duration};

/// How long we wait for a connection.
pub const CONNECT_WITHIN: Duration = Duration::from_secs(5);
/// How long we wait for a whole answer, the connection included.
pub const ANSWER_WITHIN: Duration = Duration::from_secs(20);
/// The largest answer that is read.
pub const ANSWER_BYTES_MAX: usize = 4 * 1024 * 1024;

/// Where a neighbour is reached.
#[derive(Clone, Debug)]
pub struct Endpoint {
    /// The address before all paths, such as `https://lgsp.example.gov.vn/dancu/1.0`.
    pub base: String,
    /// The bearer token it gave us.
    pub token: Option<Secret>,
    /// The certificates (PEM) of the authorities to trust instead of the public ones.
    pub authorities: Option<Vec<u8>>,
}

/// A line to one neighbour. Cheap to clone; connections are kept and shared.
#[derive(Clone)]
pub struct HttpLink {
    client: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
    base: String,
    bearer: Option<HeaderValue>,
}

impl HttpLink {
    /// Sets a line up; nothing is connected yet.
    ///
    /// # Errors
    /// When the address, the token or the certificates cannot be used.
    pub fn new(endpoint: &Endpoint) -> Result<Self, LinkProblem> {
        let base = endpoint.base.trim_end_matches('/').to_owned();
        let address: Uri = base.parse().map_err(|_| LinkProblem::Misconfigured("base"))?;
        if !matches!(address.scheme_str(), Some("http" | "https"))
            || address.host().is_none()
            || address.query().is_some()
        {
            return Err(LinkProblem::Misconfigured("base"));
        }
        let bearer = endpoint.token.as_ref().map(|token| {
            let mut value = HeaderValue::try_from(format!("Bearer {}", token.reveal()))
                .map_err(|_| LinkProblem::Misconfigured("token"))?;
            value.set_sensitive(true);
            Ok(value)
        });
        let mut connector = HttpConnector::new();
        connector.enforce_http(false);
        connector.set_connect_timeout(Some(CONNECT_WITHIN));
        let connector = HttpsConnectorBuilder::new()
            .with_tls_config(tls(endpoint.authorities.as_deref())?)
            .https_or_http()
            .enable_http1()
            .wrap_connector(connector);
        Ok(Self { client: Client::builder(TokioExecutor::new()).build(connector), base, bearer: bearer.transpose()? })
    }

    /// Posts a JSON question to a path and reads the JSON answer.
    ///
    /// # Errors
    /// When no answer comes in time, or none that is JSON with a status of success.
    pub async fn post(&self, path: &str, question: &Value) -> Result<Value, LinkProblem> {
        let mut request = Request::builder()
            .method(Method::POST)
            .uri(format!("{}/{}", self.base, path.trim_start_matches('/')))
            .header(CONTENT_TYPE, "application/json")
            .header(ACCEPT, "application/json");
        if let Some(bearer) = &self.bearer {
            request = request.header(AUTHORIZATION, bearer);
        }
        let body = Full::new(Bytes::from(question.to_string()));
        let request = request.body(body).map_err(|_| LinkProblem::Misconfigured("path"))?;
        tokio::time::timeout(ANSWER_WITHIN, self.exchange(request)).await.map_err(|_| LinkProblem::TimedOut)?
    }

    async fn exchange(&self, request: Request<Full<Bytes>>) -> Result<Value, LinkProblem> {
        let answer = self.client.request(request).await.map_err(|_| LinkProblem::Down)?;
        let (head, body) = answer.into_parts();
        judge(head.status)?;
        let body = Limited::new(body, ANSWER_BYTES_MAX).collect().await.map_err(|_| LinkProblem::Unreadable("body"))?;
        serde_json::from_slice(&body.to_bytes()).map_err(|_| LinkProblem::Unreadable("json"))
    }
}

impl fmt::Debug for HttpLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpLink").field("base", &self.base).finish_non_exhaustive()
    }
}

fn judge(status: StatusCode) -> Result<(), LinkProblem> {
    match status {
        _ if status.is_success() => Ok(()),
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Err(LinkProblem::NotAccepted),
        StatusCode::TOO_MANY_REQUESTS => Err(LinkProblem::TooMany),
        StatusCode::REQUEST_TIMEOUT | StatusCode::GATEWAY_TIMEOUT => Err(LinkProblem::TimedOut),
        _ => Err(LinkProblem::Failed(status.as_u16())),
    }
}

/// The provider is named here instead of installed for the whole process: nobody can have chosen another before us.
fn tls(authorities: Option<&[u8]>) -> Result<ClientConfig, LinkProblem> {
    let mut roots = RootCertStore::empty();
    match authorities {
        Some(pem) => {
            for certificate in CertificateDer::pem_slice_iter(pem) {
                let certificate = certificate.map_err(|_| LinkProblem::Misconfigured("authorities"))?;
                roots.add(certificate).map_err(|_| LinkProblem::Misconfigured("authorities"))?;
            }
            if roots.is_empty() {
                return Err(LinkProblem::Misconfigured("authorities"));
            }
        }
        None => roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()),
    }
    let config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|_| LinkProblem::Misconfigured("tls"))?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn endpoint(base: &str) -> Endpoint {
        Endpoint { base: base.to_owned(), token: None, authorities: None }
    }

    #[test]
    fn a_line_that_cannot_work_is_refused_when_it_is_set_up() {
        for base in ["", "lgsp", "ftp://lgsp", "https://", "http://lgsp/?a=b"] {
            assert_eq!(HttpLink::new(&endpoint(base)).err(), Some(LinkProblem::Misconfigured("base")), "{base}");
        }
        let with_token = |token: &str| Endpoint { token: Some(Secret::new(token)), ..endpoint("http://lgsp") };
        assert_eq!(HttpLink::new(&with_token("a\nb")).err(), Some(LinkProblem::Misconfigured("token")));
        let with_roots = Endpoint { authorities: Some(b"nothing".to_vec()), ..endpoint("https://lgsp") };
        assert_eq!(HttpLink::new(&with_roots).err(), Some(LinkProblem::Misconfigured("authorities")));
        assert!(HttpLink::new(&with_token("abc")).is_ok());
    }

    #[test]
    fn nothing_prints_a_token() {
        let endpoint = Endpoint { token: Some(Secret::new("very-secret")), ..endpoint("http://lgsp") };
        let link = HttpLink::new(&endpoint).unwrap();
        assert!(!format!("{endpoint:?} {link:?}").contains("very-secret"));
    }
}
