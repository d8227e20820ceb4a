//! A browser of one citizen without a screen: HTTP/1.1 over one connection, cookies, no script, no redirects followed.
//!
//! It speaks to our own program on this machine only. Whatever breaks (the connection, the time, half an answer) is one
//! kind of failure, since the sender learns the same from each: nothing.

use std::{
    fmt::Write as _,
    io::{Error, ErrorKind, Result},
    net::{Ipv4Addr, SocketAddr},
    time::Duration,
};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
    time::timeout,
};

const ANSWER_WITHIN: Duration = Duration::from_secs(30);
const BODY_BYTES_MAX: usize = 8 * 1024 * 1024;
const BOUNDARY: &str = "----------lienthong-bench-boundary";

/// An answer, whole.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) status: u16,
    /// Where it leads, if it does.
    pub(super) location: Option<String>,
    pub(super) body: String,
}

/// A file to send.
#[derive(Clone, Debug)]
pub(super) struct Paper {
    pub(super) name: String,
    pub(super) content: Vec<u8>,
}

/// One citizen's browser.
#[derive(Debug)]
pub(super) struct Browser {
    port: u16,
    open: Option<BufReader<TcpStream>>,
    /// How long an answer is waited for.
    patience: Duration,
    cookies: Vec<(String, String)>,
}

impl Browser {
    pub(super) fn new(port: u16) -> Self {
        Self { port, open: None, patience: ANSWER_WITHIN, cookies: Vec::new() }
    }

    pub(super) async fn get(&mut self, path: &str) -> Result<Page> {
        self.send("GET", path, "", &[]).await
    }

    /// Sends a form.
    pub(super) async fn post(&mut self, path: &str, fields: &[(String, String)]) -> Result<Page> {
        let pairs: Vec<String> =
            fields.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
        self.send("POST", path, "application/x-www-form-urlencoded", pairs.join("&").as_bytes()).await
    }

    /// Sends a form and hangs up after so long, as a phone does that loses its connection: the answer is nobody's.
    pub(super) async fn post_and_hang_up(
        &mut self,
        path: &str,
        fields: &[(String, String)],
        after: Duration,
    ) -> Result<Page> {
        self.patience = after;
        let answered = self.post(path, fields).await;
        self.patience = ANSWER_WITHIN;
        answered
    }

    /// Sends a form with files in one of its fields.
    pub(super) async fn upload(
        &mut self,
        path: &str,
        fields: &[(String, String)],
        field: &str,
        papers: &[Paper],
    ) -> Result<Page> {
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend(
                format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
            );
        }
        for paper in papers {
            let head = format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{}\"\r\n\
                 Content-Type: application/pdf\r\n\r\n",
                paper.name
            );
            body.extend(head.bytes());
            body.extend_from_slice(&paper.content);
            body.extend(b"\r\n");
        }
        body.extend(format!("--{BOUNDARY}--\r\n").bytes());
        self.send("POST", path, &format!("multipart/form-data; boundary={BOUNDARY}"), &body).await
    }

    async fn send(&mut self, method: &str, path: &str, media: &str, body: &[u8]) -> Result<Page> {
        let late = || Error::new(ErrorKind::TimedOut, "no answer within the time");
        let answered = match timeout(self.patience, self.exchange(method, path, media, body)).await {
            Ok(answered) => answered,
            Err(_) => Err(late()),
        };
        if answered.is_err() {
            // What is still to come on this connection would be taken for the next answer.
            self.open = None;
        }
        answered
    }

    async fn exchange(&mut self, method: &str, path: &str, media: &str, body: &[u8]) -> Result<Page> {
        let mut head = format!(
            "{method} {path} HTTP/1.1\r\nHost: localhost:{0}\r\nOrigin: http://localhost:{0}\r\nAccept: text/html\r\n",
            self.port
        );
        if !self.cookies.is_empty() {
            let pairs: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            let _ = write!(head, "Cookie: {}\r\n", pairs.join("; ")); // a String takes everything
        }
        if method == "POST" {
            let _ = write!(head, "Content-Type: {media}\r\nContent-Length: {}\r\n", body.len());
        }
        head.push_str("\r\n");
        let mut stream = match self.open.take() {
            Some(stream) => stream,
            None => BufReader::new(TcpStream::connect(SocketAddr::from((Ipv4Addr::LOCALHOST, self.port))).await?),
        };
        stream.write_all(head.as_bytes()).await?;
        stream.write_all(body).await?;
        let answer = read(&mut stream).await?;
        for (name, value) in answer.cookies {
            self.cookies.retain(|(there, _)| *there != name);
            self.cookies.push((name, value));
        }
        if answer.keeps_open {
            self.open = Some(stream);
        }
        Ok(answer.page)
    }
}

struct Answer {
    page: Page,
    cookies: Vec<(String, String)>,
    keeps_open: bool,
}

async fn read(stream: &mut BufReader<TcpStream>) -> Result<Answer> {
    let odd = |what: &'static str| Error::new(ErrorKind::InvalidData, what);
    let first = line(stream).await?;
    let status = first.split(' ').nth(1).and_then(|word| word.parse().ok()).ok_or_else(|| odd("no status"))?;
    let (mut length, mut chunked, mut keeps_open, mut location) = (None, false, true, None);
    let mut cookies = Vec::new();
    loop {
        let line = line(stream).await?;
        if line.is_empty() {
            break;
        }
        let Some((name, value)) = line.split_once(':') else { continue };
        let value = value.trim();
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.parse::<usize>().ok(),
            "transfer-encoding" => chunked = value.eq_ignore_ascii_case("chunked"),
            "connection" => keeps_open = !value.eq_ignore_ascii_case("close"),
            "location" => location = Some(value.to_owned()),
            "set-cookie" => {
                let pair = value.split(';').next().and_then(|pair| pair.split_once('='));
                cookies.extend(pair.map(|(name, value)| (name.to_owned(), value.to_owned())));
            }
            _ => {}
        }
    }
    let mut body = Vec::new();
    if chunked {
        loop {
            let size = usize::from_str_radix(line(stream).await?.trim(), 16).map_err(|_| odd("a broken chunk"))?;
            piece(stream, size, &mut body).await?;
            line(stream).await?;
            if size == 0 {
                break;
            }
        }
    } else {
        piece(stream, length.unwrap_or(0), &mut body).await?;
    }
    let body = String::from_utf8_lossy(&body).into_owned();
    Ok(Answer { page: Page { status, location, body }, cookies, keeps_open })
}

async fn line(stream: &mut BufReader<TcpStream>) -> Result<String> {
    let mut line = String::new();
    if stream.read_line(&mut line).await? == 0 {
        return Err(ErrorKind::UnexpectedEof.into());
    }
    line.truncate(line.trim_end().len());
    Ok(line)
}

async fn piece(stream: &mut BufReader<TcpStream>, size: usize, into: &mut Vec<u8>) -> Result<()> {
    if into.len() + size > BODY_BYTES_MAX {
        return Err(Error::new(ErrorKind::InvalidData, "an answer without an end"));
    }
    let from = into.len();
    into.resize(from + size, 0);
    stream.read_exact(&mut into[from..]).await.map(|_| ())
}

/// A text as a form sends it.
fn encoded(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || b"-._".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}"); // a String takes everything
        }
        encoded
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::net::TcpListener;

    /// Answers one connection with these bytes, then breaks off.
    async fn answering(bytes: &'static [u8]) -> u16 {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut asked = [0; 4096];
            let _ = stream.read(&mut asked).await.unwrap();
            stream.write_all(bytes).await.unwrap();
        });
        port
    }

    #[tokio::test]
    async fn a_whole_answer_is_read_and_its_cookie_kept() {
        let port = answering(
            b"HTTP/1.1 303 See Other\r\nLocation: /next\r\nSet-Cookie: a=b; Path=/\r\nContent-Length: 2\r\n\r\nok",
        )
        .await;
        let mut browser = Browser::new(port);
        let page = browser.get("/").await.unwrap();
        assert_eq!((page.status, page.location.as_deref(), page.body.as_str()), (303, Some("/next"), "ok"));
        assert_eq!(browser.cookies, [("a".to_owned(), "b".to_owned())]);
    }

    #[tokio::test]
    async fn chunks_are_put_together() {
        let port =
            answering(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n").await;
        assert_eq!(Browser::new(port).get("/").await.unwrap().body, "abcd");
    }

    #[tokio::test]
    async fn half_an_answer_is_none() {
        for half in [
            &b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"[..],
            b"HTTP/1.1 200 OK\r\nContent-Le",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabc",
            b"",
        ] {
            assert!(Browser::new(answering(half).await).get("/").await.is_err());
        }
    }

    #[test]
    fn a_form_is_sent_in_percent_signs() {
        assert_eq!(encoded("Trần & con=2"), "Tr%E1%BA%A7n%20%26%20con%3D2");
    }
}
