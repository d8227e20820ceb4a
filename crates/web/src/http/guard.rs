//! The guard before every handler: who is this, may they, is the form theirs; and after it: failures become
//! a page in the visitor's language or problem+json.

use super::{
    answer::{Carried, Oops, problem_json, status_of},
    cookies, csrf,
    form::Posted,
    routes::{Access, Takes},
    shell::{Shell, Trusted},
    upload::MultipartToken,
    visitor::Visitor,
};
use crate::{Lang, error_page};
use axum::{
    body::{Body, to_bytes},
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use basis::{Actor, Code, Failure, Kind, Problem, Refusal, RequestId};
use percent_encoding::percent_decode_str;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// Nothing is here, or nothing this visitor may know of.
pub const NOT_FOUND: Code = Code("not-found");
/// The form's token is missing, old or of another session.
pub(crate) const FORM_EXPIRED: Code = Code("form-expired");
/// The form came from another address than ours, which may be ours under another name.
pub(crate) const FORM_ELSEWHERE: Code = Code("form-elsewhere");
/// More was posted than any of our forms holds.
pub const FORM_TOO_LARGE: Code = Code("form-too-large");
const FORM_BYTES_MAX: usize = 512 * 1024;

pub(crate) async fn nothing_here() -> Oops {
    Failure::refused(Kind::NotFound, NOT_FOUND).into()
}

/// In front of what is the same for everybody: nobody is looked up, and nothing is kept unless the answer says so.
pub(crate) async fn plain(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

pub(crate) async fn guard(
    State((shell, access, takes)): State<(Shell, Access, Takes)>,
    request: Request,
    next: Next,
) -> Response {
    let wants_json = wants_json(request.headers());
    let stranger = stranger(&shell, &request);
    let token = cookies::read(request.headers(), cookies::session_name(&shell.origin)).map(str::to_owned);
    let lang = cookies::read(request.headers(), cookies::LANG_NAME).and_then(Lang::from_code);
    let session = match token {
        None => Ok(None),
        Some(token) => identity::resume(&shell.app, &token).await,
    };
    let visitor = match session {
        Ok(None) => stranger,
        Ok(Some(session)) => Visitor {
            secret: session.csrf.clone(),
            lang: lang.or_else(|| session.lang.as_deref().and_then(Lang::from_code)).unwrap_or_default(),
            session: Some(session),
            ..stranger
        },
        // Without a session there is still an answer, with the request's number.
        Err(failure) => return finish(&shell, &stranger, wants_json, Oops(failure).into_response()),
    };
    let response = match admit(&shell, (access, takes), &visitor, request).await {
        Ok(request) => next.run(request).await,
        Err(early) => *early,
    };
    finish(&shell, &visitor, wants_json, response)
}

/// Lets the request through, or answers in its place.
async fn admit(
    shell: &Shell,
    (access, takes): (Access, Takes),
    visitor: &Visitor,
    request: Request,
) -> Result<Request, Box<Response>> {
    let refuse = |kind, code| Box::new(Oops(Failure::refused(kind, code)).into_response());
    if !is_readable(request.uri()) {
        return Err(refuse(Kind::NotFound, NOT_FOUND));
    }
    let actor = visitor.actor();
    match access {
        Access::Public => {}
        Access::SignedIn => {
            if actor == Actor::Stranger {
                return Err(Box::new(ask_to_sign_in(&request)));
            }
        }
        Access::Citizen => match actor {
            Actor::Citizen { .. } => {}
            Actor::Stranger => return Err(Box::new(ask_to_sign_in(&request))),
            _ => return Err(refuse(Kind::NotFound, NOT_FOUND)),
        },
        Access::Officer(power) => match &actor {
            Actor::Officer { .. } => {
                if !shell.app.powers().holds(&actor.roles(), power) {
                    return Err(refuse(Kind::Forbidden, db::NOT_ALLOWED));
                }
            }
            Actor::Stranger => return Err(Box::new(ask_to_sign_in(&request))),
            _ => return Err(refuse(Kind::NotFound, NOT_FOUND)),
        },
    }
    let (mut parts, mut body) = request.into_parts();
    if parts.method == Method::POST {
        if !same_origin(&parts.headers, &shell.origin.url) {
            let problem = Problem::new(FORM_ELSEWHERE).with("origin", shell.origin.url.clone());
            return Err(Box::new(Oops(Refusal::new(Kind::Forbidden, problem).into()).into_response()));
        }
        let multipart = content_type(&parts.headers).starts_with("multipart/form-data");
        if multipart && takes == Takes::Files {
            // The token is the first part; the upload reader checks it before it gives anything out. Anywhere else a
            // multipart form is read as the plain one that it is not, and its token is missed.
            parts.extensions.insert(MultipartToken(visitor.secret.clone()));
        } else {
            let bytes = to_bytes(body, FORM_BYTES_MAX).await.map_err(|_| refuse(Kind::Invalid, FORM_TOO_LARGE))?;
            let posted = Posted::parse(&bytes);
            let token = parts
                .headers
                .get("x-csrf-token")
                .and_then(|value| value.to_str().ok())
                .or_else(|| posted.get(csrf::FIELD))
                .unwrap_or_default();
            if !csrf::matches(&visitor.secret, token) {
                return Err(refuse(Kind::Forbidden, FORM_EXPIRED));
            }
            parts.extensions.insert(posted);
            body = Body::from(bytes);
        }
    }
    parts.extensions.insert(visitor.clone());
    Ok(Request::from_parts(parts, body))
}

/// Whether an address is text that a table could hold. Any other leads nowhere, so nobody need look it up.
fn is_readable(uri: &Uri) -> bool {
    let readable = |part: &str| percent_decode_str(part).decode_utf8().is_ok_and(|text| !text.contains('\0'));
    readable(uri.path()) && uri.query().is_none_or(readable)
}

/// Who asks, as far as the request itself tells: nobody known, with a secret for the own forms.
fn stranger(shell: &Shell, request: &Request) -> Visitor {
    let secret = cookies::read(request.headers(), cookies::stranger_name(&shell.origin))
        .map(str::to_owned)
        .filter(|secret| csrf::mask(secret).is_some())
        .or_else(csrf::fresh_secret)
        .unwrap_or_default();
    Visitor {
        session: None,
        lang: cookies::read(request.headers(), cookies::LANG_NAME).and_then(Lang::from_code).unwrap_or_default(),
        request: RequestId::fresh(),
        path: request.uri().path().to_owned(),
        address: client_address(request, &shell.trusted),
        secret,
    }
}

fn said(shell: &Shell, visitor: &Visitor, wants_json: bool, status: StatusCode, failure: &Failure) -> Response {
    if wants_json {
        return problem_json(failure, visitor.words(shell), visitor.request);
    }
    let page = visitor.page(shell, String::new());
    (status, axum::response::Html(error_page(page, failure, visitor.request))).into_response()
}

fn finish(shell: &Shell, visitor: &Visitor, wants_json: bool, mut response: Response) -> Response {
    if let Some(Carried(failure)) = response.extensions_mut().remove::<Carried>() {
        let status = status_of(&failure);
        if let Failure::Fault(fault) = failure.as_ref() {
            tracing::error!(request = %visitor.request, cause = fault.chain(), "fault");
        }
        response = said(shell, visitor, wants_json, status, &failure);
    } else if response.status() == StatusCode::METHOD_NOT_ALLOWED {
        // The framework answers this one by itself, with nothing for people to read.
        let failure = Failure::refused(Kind::NotFound, NOT_FOUND);
        let allowed = response.headers_mut().remove(header::ALLOW);
        response = said(shell, visitor, wants_json, StatusCode::METHOD_NOT_ALLOWED, &failure);
        response.headers_mut().extend(allowed.map(|allowed| (header::ALLOW, allowed)));
    }
    let headers = response.headers_mut();
    if visitor.session.is_none()
        && !headers.contains_key(header::SET_COOKIE)
        && let Some(cookie) = cookies::set(&shell.origin, cookies::stranger_name(&shell.origin), &visitor.secret)
    {
        headers.append(header::SET_COOKIE, cookie);
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

fn ask_to_sign_in(request: &Request) -> Response {
    // A form posted after the session ended comes back to its page, not to an address that only takes posts.
    let back = if request.method() == Method::GET {
        request.uri().path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string)
    } else {
        request.uri().path().to_owned()
    };
    let next: String = form_urlencoded::byte_serialize(back.as_bytes()).collect();
    let location = HeaderValue::from_str(&format!("/sign-in?next={next}"))
        .unwrap_or_else(|_| HeaderValue::from_static("/sign-in"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
}

fn content_type(headers: &HeaderMap) -> &str {
    headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn wants_json(headers: &HeaderMap) -> bool {
    headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).is_some_and(|accept| accept.contains("json"))
}

/// A browser names the page a form was posted from; a client without the header still needs the token.
fn same_origin(headers: &HeaderMap, ours: &str) -> bool {
    match headers.get(header::ORIGIN).and_then(|value| value.to_str().ok()) {
        None => true,
        // A page with a strict referrer policy posts with an opaque origin.
        Some("null") => headers.get("sec-fetch-site").and_then(|value| value.to_str().ok()) == Some("same-origin"),
        Some(origin) => origin == ours,
    }
}

fn client_address(request: &Request, trusted: &Trusted) -> IpAddr {
    let peer = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ConnectInfo(peer)| peer.ip().to_canonical());
    if !trusts(trusted, peer) {
        return peer;
    }
    // From the nearest hop outwards: each trusted proxy's word about the hop before it is believed. What cannot be read
    // ends the chain, because whatever stands left of it is the client's own claim.
    let mut nearest = peer;
    let lines = request.headers().get_all("x-forwarded-for").iter().rev();
    for part in lines.flat_map(|line| line.to_str().unwrap_or("unreadable").rsplit(',')) {
        let Some(address) = hop(part) else { break };
        nearest = address;
        if !trusts(trusted, address) {
            break;
        }
    }
    nearest
}

/// An address as proxies write it: alone, in brackets, or with a port.
fn hop(part: &str) -> Option<IpAddr> {
    let part = part.trim();
    let address = part
        .parse::<IpAddr>()
        .or_else(|_| part.parse::<SocketAddr>().map(|address| address.ip()))
        .or_else(|_| part.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>())
        .ok()?;
    Some(address.to_canonical())
}

fn trusts(trusted: &Trusted, address: IpAddr) -> bool {
    trusted.0.iter().any(|proxy| proxy.to_canonical() == address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_from_another_site_is_not_taken() {
        let mut headers = HeaderMap::new();
        assert!(same_origin(&headers, "http://localhost:8080"));
        headers.insert(header::ORIGIN, HeaderValue::from_static("http://localhost:8080"));
        assert!(same_origin(&headers, "http://localhost:8080"));
        headers.insert(header::ORIGIN, HeaderValue::from_static("http://evil.example"));
        assert!(!same_origin(&headers, "http://localhost:8080"));
        headers.insert(header::ORIGIN, HeaderValue::from_static("null"));
        assert!(!same_origin(&headers, "http://localhost:8080"));
    }

    fn seen_as(peer: &str, forwarded: &[&'static str], trusted: &[&str]) -> String {
        let mut request = Request::new(Body::empty());
        for line in forwarded {
            request.headers_mut().append("x-forwarded-for", HeaderValue::from_bytes(line.as_bytes()).unwrap());
        }
        request.extensions_mut().insert(ConnectInfo(peer.parse::<SocketAddr>().unwrap()));
        let trusted = Trusted(trusted.iter().map(|proxy| proxy.parse().unwrap()).collect());
        client_address(&request, &trusted).to_string()
    }

    #[test]
    fn only_a_trusted_proxy_may_name_the_client() {
        let said = &["203.0.113.9, 10.0.0.1"];
        assert_eq!(seen_as("10.0.0.1:5000", said, &["10.0.0.1"]), "203.0.113.9");
        assert_eq!(seen_as("198.51.100.7:5000", said, &["10.0.0.1"]), "198.51.100.7");
    }

    #[test]
    fn an_address_is_the_same_however_it_is_written() {
        let mapped = "[::ffff:10.0.0.1]:5000";
        assert_eq!(seen_as(mapped, &["203.0.113.9"], &["10.0.0.1"]), "203.0.113.9");
        assert_eq!(seen_as("10.0.0.1:5000", &["203.0.113.9"], &["::ffff:10.0.0.1"]), "203.0.113.9");
        for written in ["203.0.113.9:4711", "::ffff:203.0.113.9", " 203.0.113.9 ", "[::ffff:203.0.113.9]:4711"] {
            assert_eq!(seen_as("10.0.0.1:5000", &[written.to_owned().leak()], &["10.0.0.1"]), "203.0.113.9");
        }
        for written in ["2001:db8::7", "[2001:db8::7]", "[2001:db8::7]:4711"] {
            assert_eq!(seen_as("10.0.0.1:5000", &[written], &["10.0.0.1"]), "2001:db8::7");
        }
    }

    #[test]
    fn what_stands_left_of_an_unreadable_hop_is_not_believed() {
        for forged in ["192.0.2.1, unknown", "192.0.2.1, ", "192.0.2.1, 203.0.113.9:port", "192.0.2.1, đây"] {
            assert_eq!(seen_as("10.0.0.1:5000", &[forged], &["10.0.0.1"]), "10.0.0.1", "{forged}");
        }
        // Behind two proxies the farther one is as far as the chain can be followed.
        let both = &["10.0.0.1", "10.0.0.2"];
        assert_eq!(seen_as("10.0.0.1:5000", &["192.0.2.1, unknown, 10.0.0.2"], both), "10.0.0.2");
        assert_eq!(seen_as("10.0.0.1:5000", &["192.0.2.1", "203.0.113.9, 10.0.0.2"], both), "203.0.113.9");
    }
}
